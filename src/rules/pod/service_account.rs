use crate::check::name;
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::Pod;

declare_rule! {
    /// The service account a pod runs as.
    ///
    /// ## What it does
    /// Checks that `serviceAccountName`, or the old `serviceAccount` where that is absent, is a DNS subdomain.
    ///
    /// ## Why is this bad
    /// No service account can have another name.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   serviceAccountName: Web_Runner
    ///   containers: [{name: web, image: web:1}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   serviceAccountName: web-runner
    ///   containers: [{name: web, image: web:1}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/>
    id: "pod/service-account", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["serviceAccountName", "serviceAccount"], check),
}

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    let [account, old] = pod.spec.members(["serviceAccountName", "serviceAccount"]);
    if !account.is_empty() {
        name::check_field(account, ctx, name::dns1123_subdomain);
    } else if !old.is_empty() {
        let path = account.path(ctx.object());
        let before = ctx.count();
        name::check_field(old, ctx, name::dns1123_subdomain);
        ctx.set_path_since(before, &path);
    }
}
