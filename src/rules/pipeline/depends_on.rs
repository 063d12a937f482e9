use super::Doubts;
use crate::declare_rule;
use crate::diagnostic::Severity;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::suggest::nearest;
use crate::view::pipeline::{Part, Reference, References};

declare_rule! {
    /// A dependency on something that is not there.
    ///
    /// ## What it does
    /// Checks that each entry of `depends_on` is the `identifier` of a stage, for a stage, or of a job, for a job. A
    /// job of another stage is a warning: nothing says that jobs may reach across stages. Names and ids are no
    /// identifiers.
    ///
    /// ## Why is this bad
    /// The order of the run cannot be told from the answer.
    ///
    /// ## Example
    /// ```yaml,bad
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - {identifier: "0", name: Build, jobs: []}
    ///   - {identifier: "1", name: Deploy, depends_on: [Build], jobs: []}
    /// ```
    /// ```yaml,good
    /// pipeline_id: 1b2a1136a4af534c1f23842a99fa8e78
    /// stages:
    ///   - {identifier: "0", name: Build, jobs: []}
    ///   - {identifier: "1", name: Deploy, depends_on: ["0"], jobs: []}
    /// ```
    ///
    /// ## References
    /// - CodeArts Pipeline API reference, ShowPipelineRunDetail: <https://support.huaweicloud.com/intl/en-us/api-pipeline/ShowPipelineRunDetail.html>
    id: "pipeline/depends-on", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Operation(&["codearts/show-pipeline-run-detail"], check),
}

fn check(run: &Object<'_>, ctx: &mut Context<'_>) {
    let references = References::of(run);
    let doubts = Doubts::of(&references);
    for reference in &references.all {
        let own = references.stage[reference.dependent];
        match reference.target {
            None if doubts.explain(&references, reference) => {}
            None => unknown(&references, reference, ctx),
            Some(target) if references.stage[target] != own => {
                ctx.invalid(
                    reference.entry,
                    format!("{:?} is a job of another stage", reference.name),
                )
                .related(references.parts[target].get("identifier").span(), "it stands here")
                .help("let the stage depend on the other stage")
                .severity = Severity::Warning;
            }
            Some(_) => {}
        }
    }
}

/// In how many parts something alike is looked for.
const LOOKED_AT: usize = 500;

fn unknown(references: &References<'_>, reference: &Reference<'_>, ctx: &mut Context<'_>) {
    let level = references.parts[reference.dependent].level;
    let own = references.stage[reference.dependent];
    let has = |part: &&Part<'_>, member| part.get(member).str() == Some(reference.name);
    let parts = || references.parts.iter().take(LOOKED_AT);
    let siblings = || parts().filter(|part| part.level == level);
    let meant = ["name", "id"]
        .into_iter()
        .find_map(|member| Some((member, siblings().find(|part| has(part, member))?)));
    let other = parts()
        .filter(|part| part.level != level)
        .find(|part| has(part, "identifier"));
    // Of identifiers of one digit, each is as near as the other.
    let names = parts()
        .zip(&references.stage)
        .filter(|(_, stage)| **stage == own)
        .filter_map(|(part, _)| part.get("identifier").str())
        .filter(|name| name.len() > 2);
    let near = nearest(reference.name, names);
    let kind = level.name();
    let found = ctx.not_found(reference.entry, reference.name);
    match (meant, other, near) {
        (Some((member, part)), ..) => {
            found.related(part.get(member).span(), format!("the {member} of a {kind}"));
            match part.get("identifier").str() {
                Some(identifier) => found.help(format!("name it by its identifier, {identifier:?}")),
                None => found.help(format!("name {kind}s by their identifier")),
            }
        }
        (None, Some(part), _) => {
            let foreign = part.level.name();
            found
                .related(part.get("identifier").span(), format!("the identifier of a {foreign}"))
                .help(format!("a {kind} depends on {kind}s"))
        }
        (None, None, Some(near)) => found.help(format!("did you mean {near:?}?")),
        (None, None, None) => found.help(format!("name the identifier of another {kind}")),
    };
}
