use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;
use crate::view::alias::{ANSWERS, Urn, aliases, is_sample};

declare_rule! {
    /// A URN that is not that of the alias.
    ///
    /// ## What it does
    /// Checks that `alias_urn` is the URN of a function, then `:!` and the name of the alias.
    ///
    /// ## Why is this bad
    /// The service writes it so; another one names nothing, or another alias.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: "stable"
    /// version: "v3"
    /// description: ""
    /// last_modified: "2024-06-11 08:31:02"
    /// alias_urn: "urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders:!other"
    /// additional_version_weights: {"v4": 30}
    /// additional_version_strategy: {}
    /// ```
    /// ```yaml,good
    /// name: "stable"
    /// version: "v3"
    /// description: ""
    /// last_modified: "2024-06-11 08:31:02"
    /// alias_urn: "urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders:!stable"
    /// additional_version_weights: {"v4": 30}
    /// additional_version_strategy: {}
    /// ```
    ///
    /// ## References
    /// - FunctionGraph API reference and user guide, version aliases: <https://support.huaweicloud.com/intl/en-us/functiongraph/index.html>
    id: "alias/alias-urn", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Operation(ANSWERS, check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    aliases(object).for_each(|alias| check_alias(alias, ctx));
}

fn check_alias(alias: Field<'_>, ctx: &mut Context<'_>) {
    let urn = alias.get("alias_urn");
    let Some(text) = urn.str().filter(|text| !is_sample(text)) else {
        return;
    };
    let name = match Urn::parse(text) {
        Ok(parsed) => parsed.last.and_then(|last| last.strip_prefix('!')),
        Err(fault) => {
            ctx.invalid(urn, format!("{text:?} {fault}"))
                .help("write the URN of the function, `:!` and the name of the alias");
            return;
        }
    };
    let Some(name) = name else {
        ctx.invalid(urn, format!("{text:?} does not end in the name of an alias"))
            .help("write the URN of the function, `:!` and the name of the alias");
        return;
    };
    let given = alias.get("name");
    if let Some(other) = given.str().filter(|other| *other != name) {
        ctx.invalid(urn, format!("names the alias {name:?}, not {other:?}"))
            .related(given.span(), "the name of the alias")
            .help(format!("end it in \":!{other}\""));
    }
}
