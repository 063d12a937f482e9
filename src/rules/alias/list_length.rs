use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::alias::{LIST, by_function};

declare_rule! {
    /// More than ten aliases of one function.
    ///
    /// ## What it does
    /// Counts the aliases of each function in a list.
    ///
    /// ## Why is this bad
    /// A function has ten aliases at most.
    ///
    /// ## Example
    /// ```yaml,bad
    /// - {"name": "a1", "version": "v1", "alias_urn": "urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders:!a1"}
    /// - {"name": "a2", "version": "v2", "alias_urn": "urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders:!a2"}
    /// - {"name": "a3", "version": "v3", "alias_urn": "urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders:!a3"}
    /// - {"name": "a4", "version": "v4", "alias_urn": "urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders:!a4"}
    /// - {"name": "a5", "version": "v5", "alias_urn": "urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders:!a5"}
    /// - {"name": "a6", "version": "v6", "alias_urn": "urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders:!a6"}
    /// - {"name": "a7", "version": "v7", "alias_urn": "urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders:!a7"}
    /// - {"name": "a8", "version": "v8", "alias_urn": "urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders:!a8"}
    /// - {"name": "a9", "version": "v9", "alias_urn": "urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders:!a9"}
    /// - {"name": "a10", "version": "v10", "alias_urn": "urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders:!a10"}
    /// - {"name": "a11", "version": "v11", "alias_urn": "urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders:!a11"}
    /// ```
    /// ```yaml,good
    /// - {"name": "a1", "version": "v1", "description": "", "last_modified": "2024-06-11 08:31:02", "alias_urn": "urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders:!a1", "additional_version_weights": {}, "additional_version_strategy": {}}
    /// - {"name": "a2", "version": "v2", "description": "", "last_modified": "2024-06-11 08:31:02", "alias_urn": "urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders:!a2", "additional_version_weights": {}, "additional_version_strategy": {}}
    /// ```
    ///
    /// ## References
    /// - FunctionGraph API reference and user guide, version aliases: <https://support.huaweicloud.com/intl/en-us/functiongraph/index.html>
    id: "alias/list-length", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Operation(&[LIST], check),
}

/// The most that the service lets a function have.
const MAX: usize = 10;

fn check(list: &Object<'_>, ctx: &mut Context<'_>) {
    let most = by_function(list).into_values().map(|aliases| aliases.len()).max();
    if let Some(count) = most.filter(|&count| count > MAX) {
        ctx.too_many(list.field(), count, MAX)
            .help("a function has ten aliases at most");
    }
}
