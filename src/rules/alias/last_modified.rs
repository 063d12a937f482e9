use crate::check::time::{self, Zone};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::alias::{ANSWERS, aliases};

declare_rule! {
    /// A time of the last change that cannot be.
    ///
    /// ## What it does
    /// Checks that `last_modified` is `YYYY-MM-DD HH:MM:SS` or a time of ISO 8601, and not in the future.
    ///
    /// ## Why is this bad
    /// Clients read it as a time; what is no time, or lies ahead, was not written by the service.
    ///
    /// ## Example
    /// ```yaml,bad
    /// name: "stable"
    /// version: "v3"
    /// description: ""
    /// last_modified: "yesterday"
    /// alias_urn: "urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders:!stable"
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
    id: "alias/last-modified", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(ANSWERS, check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    for field in aliases(object).map(|alias| alias.get("last_modified")) {
        let Some(text) = field.str() else { continue };
        let Some(moment) = time::moment(text, b' ').or_else(|| time::moment(text, b'T')) else {
            ctx.advise(field, format!("{text:?} is no time"))
                .help("write it as \"2024-06-11 08:31:02\" or \"2024-06-11T08:31:02+08:00\"");
            continue;
        };
        // Without a zone it may be the time of any place on earth.
        let ahead = if moment.zone == Zone::None { time::DAY } else { 0 };
        if moment.micros - ahead > time::now() {
            ctx.advise(field, format!("{text:?} is in the future"));
        }
    }
}
