use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// The token of a TokenReview.
    ///
    /// ## What it does
    /// Checks that `spec.token` is set.
    ///
    /// ## Why is this bad
    /// Without a token there is nothing to review.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: authentication.k8s.io/v1
    /// kind: TokenReview
    /// spec: {audiences: [api]}
    /// ```
    /// ```yaml,good
    /// apiVersion: authentication.k8s.io/v1
    /// kind: TokenReview
    /// spec: {token: abc}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/access-authn-authz/authentication/>
    id: "authentication/token", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["TokenReview.authentication.k8s.io"], check),
}

fn check(review: &Object<'_>, ctx: &mut Context<'_>) {
    let token = review.get("spec").get("token");
    if token.is_empty() {
        ctx.required(token, "the review needs a token");
    }
}
