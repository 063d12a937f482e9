use crate::check::enums;
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::Container;

declare_rule! {
    /// Where a container leaves its last words.
    ///
    /// ## What it does
    /// Checks that `terminationMessagePolicy` is `File` or `FallbackToLogsOnError`.
    ///
    /// ## Why is this bad
    /// The kubelet knows only these two ways.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers: [{name: web, image: web:1, terminationMessagePolicy: Logs}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers: [{name: web, image: web:1, terminationMessagePolicy: FallbackToLogsOnError}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/tasks/debug/debug-application/determine-reason-pod-failure/>
    id: "container/termination-message", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Container(&["terminationMessagePolicy"], check),
}

fn check(container: Container<'_>, ctx: &mut Context<'_>) {
    enums::check_non_empty(
        container.get("terminationMessagePolicy"),
        ctx,
        &["File", "FallbackToLogsOnError"],
    );
}
