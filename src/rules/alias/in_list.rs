use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::alias::{REQUESTS, rules};

declare_rule! {
    /// A list of values that is not separated by plain commas.
    ///
    /// ## What it does
    /// Checks the `value` of a rule with `in`: parts between ASCII commas, none empty, none with blanks around it,
    /// none twice, and no full-width comma, `;` or `|` as separator.
    ///
    /// ## Why is this bad
    /// Parts are compared as they stand, blanks included.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: stable
    /// version: v3
    /// additional_version_strategy:
    ///   v4:
    ///     combine_type: and
    ///     rules:
    ///       - {rule_type: Header, param: x-canary, op: in, value: "a, b,,a"}
    /// ```
    /// ```yaml,good
    /// name: stable
    /// version: v3
    /// additional_version_strategy:
    ///   v4:
    ///     combine_type: and
    ///     rules:
    ///       - {rule_type: Header, param: x-canary, op: in, value: "a,b"}
    /// ```
    ///
    /// ## References
    /// - FunctionGraph API reference, CreateVersionAlias, and user guide, Aliases: <https://support.huaweicloud.com/intl/en-us/functiongraph/index.html>
    id: "alias/in-list", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(REQUESTS, check),
}

fn check(alias: &Object<'_>, ctx: &mut Context<'_>) {
    for rule in rules(alias.field()).filter(|rule| rule.get("op").str() == Some("in")) {
        let value = rule.get("value");
        if let Some(fault) = value.str().filter(|text| !text.is_empty()).and_then(list_fault) {
            ctx.advise(value, fault)
                .help("separate the values by commas alone, such as \"a,b\"");
        }
    }
}

fn list_fault(text: &str) -> Option<String> {
    if let Some(mark) = text.chars().find(|c| matches!(c, ';' | '|' | '\u{ff0c}' | '\u{3001}')) {
        return Some(format!("{mark:?} does not separate values"));
    }
    let parts: Vec<&str> = text.split(',').collect();
    if parts.iter().any(|part| part.trim().is_empty()) {
        return Some(format!("{text:?} has an empty value"));
    }
    if let Some(part) = parts.iter().find(|part| part.trim() != **part) {
        return Some(format!("the blank in {part:?} counts when values are compared"));
    }
    let again = parts
        .iter()
        .enumerate()
        .find(|(index, part)| parts[..*index].contains(part));
    again.map(|(_, part)| format!("{part:?} stands twice"))
}
