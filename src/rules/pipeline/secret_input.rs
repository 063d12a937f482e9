use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;
use crate::view::pipeline::{Level, all};
use crate::yaml::Kind;

declare_rule! {
    /// An input that looks like a secret.
    ///
    /// ## What it does
    /// Reports inputs of steps whose key speaks of a password, token, secret or access key, and whose value is written
    /// out. References such as `${token}`, and values that are blotted out, are fine.
    ///
    /// ## Why is this bad
    /// Whoever reads this file can read the secret.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - identifier: "0"
    ///     jobs:
    ///       - identifier: JOB_aBcDe
    ///         steps: [{inputs: [{key: git_token, value: hunter2}]}]
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - identifier: "0"
    ///     jobs:
    ///       - identifier: JOB_aBcDe
    ///         steps: [{inputs: [{key: git_token, value: "${git_token}"}]}]
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/secret-input", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    for step in all(run).into_iter().filter(|part| part.level == Level::Step) {
        for input in step.get("inputs").items() {
            let Some(key) = input.get("key").str() else { continue };
            let value = input.get("value");
            if is_secret(key) && is_literal(value) {
                ctx.advise(value, format!("the value of {key:?} is written out"))
                    .help("take it out, and change it where it is used");
            }
        }
    }
}

fn is_secret(key: &str) -> bool {
    let lower = key.to_ascii_lowercase();
    ["password", "passwd", "token", "secret"]
        .iter()
        .any(|word| lower.contains(word))
        || has_short_word(key)
}

/// `ak` and `sk` count as words only: `git_ak`, `accessAk`, `SK`, not `task`.
fn has_short_word(key: &str) -> bool {
    let mut words = vec![String::new()];
    let mut small = false;
    for char in key.chars() {
        if !char.is_ascii_alphanumeric() || char.is_ascii_uppercase() && small {
            words.push(String::new());
        }
        small = char.is_ascii_lowercase();
        if let Some(word) = words.last_mut().filter(|_| char.is_ascii_alphanumeric()) {
            word.push(char.to_ascii_lowercase());
        }
    }
    words.iter().any(|word| word == "ak" || word == "sk")
}

fn is_literal(value: Field<'_>) -> bool {
    let is_number = value
        .node()
        .is_some_and(|node| matches!(node.kind(), Kind::Int(_) | Kind::UInt(_) | Kind::Float(_)));
    is_number
        || value.str().is_some_and(|text| {
            !text.is_empty() && !text.contains("${") && !text.contains("{{") && text.chars().any(|char| char != '*')
        })
}
