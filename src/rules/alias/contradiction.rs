use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;
use crate::view::alias::REQUESTS;

declare_rule! {
    /// Rules that can never hold together.
    ///
    /// ## What it does
    /// Reports two rules of an `and` strategy on the same header whose values have nothing in common.
    ///
    /// ## Why is this bad
    /// The header has one value in a request, so the additional version receives none.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: stable
    /// version: v3
    /// additional_version_strategy:
    ///   v4:
    ///     combine_type: and
    ///     rules:
    ///       - {rule_type: Header, param: x-canary, op: "=", value: "yes"}
    ///       - {rule_type: Header, param: X-Canary, op: "=", value: "no"}
    /// ```
    /// ```yaml,good
    /// name: stable
    /// version: v3
    /// additional_version_strategy:
    ///   v4:
    ///     combine_type: and
    ///     rules:
    ///       - {rule_type: Header, param: x-canary, op: in, value: "yes,no"}
    ///       - {rule_type: Header, param: X-Canary, op: "=", value: "no"}
    /// ```
    ///
    /// ## References
    /// - FunctionGraph API reference, CreateVersionAlias, and user guide, Aliases: <https://support.huaweicloud.com/intl/en-us/functiongraph/index.html>
    id: "alias/contradiction", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(REQUESTS, check),
}

fn check(alias: &Object<'_>, ctx: &mut Context<'_>) {
    for strategy in alias.get("additional_version_strategy").entries() {
        if strategy.value.get("combine_type").str() != Some("and") {
            continue;
        }
        let mut seen: Vec<Match<'_>> = Vec::new();
        for rule in strategy.value.get("rules").items() {
            let Some(one) = Match::of(rule) else { continue };
            if let Some(first) = seen.iter().find(|other| other.excludes(&one)) {
                ctx.advise(one.value, format!("{} cannot have both values", one.header))
                    .related(first.value.span(), "excludes this value")
                    .help("list the values in one rule with in, or combine the rules with or");
            }
            seen.push(one);
        }
    }
}

/// The values a rule lets a header have.
struct Match<'d> {
    header: &'d str,
    value: Field<'d>,
    values: Vec<&'d str>,
}

impl<'d> Match<'d> {
    fn of(rule: Field<'d>) -> Option<Self> {
        let value = rule.get("value");
        let text = value.str().filter(|text| !text.is_empty())?;
        let values = match rule.get("op").str()? {
            "=" => vec![text],
            "in" => text.split(',').map(str::trim).collect(),
            _ => return None,
        };
        Some(Self {
            header: rule.get("param").str()?,
            value,
            values,
        })
    }

    fn excludes(&self, other: &Self) -> bool {
        self.header.eq_ignore_ascii_case(other.header) && !self.values.iter().any(|value| other.values.contains(value))
    }
}
