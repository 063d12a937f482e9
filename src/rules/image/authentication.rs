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
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail
    /// Accept: application/json
    /// ```
    /// ```http,good
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail
    /// X-Auth-Token: {{token}}
    /// ```
    ///
    /// ## References
    /// - Image Management Service API reference, images with details (v1.1): <https://support.huaweicloud.com/intl/en-us/ims/index.html>
    id: "image/authentication", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Request(&["ims"], http::check_authentication),
}
