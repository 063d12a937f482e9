use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::alias::LIST;

declare_rule! {
    /// Two aliases that point at one version.
    ///
    /// ## What it does
    /// Compares the primary versions of the aliases of each function in a list.
    ///
    /// ## Why is this bad
    /// The service makes one alias for each version.
    ///
    /// ## Example
    /// ```yaml,bad
    /// - {"name": "a1", "version": "v1", "description": "", "last_modified": "2024-06-11 08:31:02", "alias_urn": "urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders:!a1", "additional_version_weights": {}, "additional_version_strategy": {}}
    /// - {"name": "a2", "version": "v1", "description": "", "last_modified": "2024-06-11 08:31:02", "alias_urn": "urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders:!a2", "additional_version_weights": {}, "additional_version_strategy": {}}
    /// ```
    /// ```yaml,good
    /// - {"name": "a1", "version": "v1", "description": "", "last_modified": "2024-06-11 08:31:02", "alias_urn": "urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders:!a1", "additional_version_weights": {}, "additional_version_strategy": {}}
    /// - {"name": "a2", "version": "v2", "description": "", "last_modified": "2024-06-11 08:31:02", "alias_urn": "urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders:!a2", "additional_version_weights": {}, "additional_version_strategy": {}}
    /// ```
    ///
    /// ## References
    /// - FunctionGraph API reference and user guide, version aliases: <https://support.huaweicloud.com/intl/en-us/functiongraph/index.html>
    id: "alias/one-per-version", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Operation(&[LIST], check),
}

fn check(list: &Object<'_>, ctx: &mut Context<'_>) {
    super::check_unique(
        list,
        "version",
        "another alias points at this version",
        "point each alias at a version of its own",
        ctx,
    );
}
