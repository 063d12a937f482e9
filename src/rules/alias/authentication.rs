use crate::check::http;
use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// A request of nobody.
    ///
    /// ## What it does
    /// Reports requests that have neither `X-Auth-Token` nor the `Authorization` of a signature among their headers.
    ///
    /// ## Why is this bad
    /// The service answers 401.
    ///
    /// ## Example
    /// ```http,bad
    /// POST https://functiongraph.cn-north-4.example.com/v2/0f5181caba0024e72f89c0045e707b91/fgs/functions/urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders/aliases
    /// Content-Type: application/json
    ///
    /// {"name": "stable", "version": "v3"}
    /// ```
    /// ```http,good
    /// POST https://functiongraph.cn-north-4.example.com/v2/0f5181caba0024e72f89c0045e707b91/fgs/functions/urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders/aliases
    /// Content-Type: application/json
    /// X-Auth-Token: {{token}}
    ///
    /// {"name": "stable", "version": "v3"}
    /// ```
    ///
    /// ## References
    /// - FunctionGraph API reference and user guide, version aliases: <https://support.huaweicloud.com/intl/en-us/functiongraph/index.html>
    id: "alias/authentication", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Request(&["functiongraph"], http::check_authentication),
}
