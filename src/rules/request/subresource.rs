use crate::check::int;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// What is sent to a scale or asks for a token holds values that the server takes.
    ///
    /// ## What it does
    /// Checks objects that exist in requests alone: the `replicas` of a Scale, and of a TokenRequest how long the token is to
    /// last, from ten minutes to 2^32 seconds, and what it is bound to.
    ///
    /// ## Why is this bad
    /// The server answers 400 or 422.
    ///
    /// ## Example
    /// ```http,bad
    /// PUT {{server}}/apis/apps/v1/namespaces/default/deployments/web/scale
    /// Content-Type: application/json
    ///
    /// {"metadata": {"name": "web"}, "spec": {"replicas": -1}}
    /// ```
    /// Use instead:
    /// ```http,good
    /// PUT {{server}}/apis/apps/v1/namespaces/default/deployments/web/scale
    /// Content-Type: application/json
    ///
    /// {"metadata": {"name": "web"}, "spec": {"replicas": 1}}
    /// ```
    ///
    /// ## References
    /// - [TokenRequest](https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-request-v1/)
    id: "request/subresource",
    origin: Server,
    severity: Error,
    since: "0.1.0",
    run: Run::Object(&["Scale.autoscaling", "TokenRequest.authentication.k8s.io"], check),
}

fn check(object: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = object.get("spec");
    if object.kind() == "Scale" {
        int::non_negative(spec.get("replicas"), ctx);
        return;
    }
    let seconds = spec.get("expirationSeconds");
    if seconds.is_set() {
        int::in_range(seconds, ctx, 600..=1 << 32);
    }
    let bound = spec.get("boundObjectRef");
    let (kind, version) = (bound.get("kind"), bound.get("apiVersion"));
    if let (true, Some(named), Some(of)) = (bound.is_set(), kind.str_or(""), version.str_or(""))
        && !(matches!(named, "Pod" | "Secret" | "Node") && of == "v1")
    {
        ctx.not_supported(kind, named, &["Pod", "Secret", "Node"]);
    }
}
