use crate::declare_rule;
use crate::diagnostic::{Applicability, Edit, Fix};
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::alias::{REQUESTS, rules};

declare_rule! {
    /// An unquoted equals sign as operator in YAML.
    ///
    /// ## What it does
    /// Reports `op: =` written without quotes.
    ///
    /// ## Why is this bad
    /// In YAML 1.1 a lone `=` is a special scalar, and some readers fail on it.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: stable
    /// version: v3
    /// additional_version_strategy:
    ///   v4:
    ///     combine_type: and
    ///     rules:
    ///       - {rule_type: Header, param: x-canary, op: =, value: "yes"}
    /// ```
    /// ```yaml,good
    /// name: stable
    /// version: v3
    /// additional_version_strategy:
    ///   v4:
    ///     combine_type: and
    ///     rules:
    ///       - {rule_type: Header, param: x-canary, op: "=", value: "yes"}
    /// ```
    ///
    /// ## References
    /// - FunctionGraph API reference, CreateVersionAlias, and user guide, Aliases: <https://support.huaweicloud.com/intl/en-us/functiongraph/index.html>
    id: "alias/plain-equals", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(REQUESTS, check),
}

fn check(alias: &Object<'_>, ctx: &mut Context<'_>) {
    for rule in rules(alias.field()) {
        let op = rule.get("op");
        let source = alias.tree.source();
        if op.str() == Some("=") && source.get(op.span().range()) == Some("=") {
            ctx.advise(op, "a plain = is a special scalar in YAML 1.1")
                .help("quote it: \"=\"")
                .fix(Fix {
                    title: "quote the operator".to_owned(),
                    applicability: Applicability::Safe,
                    edits: vec![Edit {
                        span: op.span(),
                        text: "\"=\"".to_owned(),
                    }],
                });
        }
    }
}
