use crate::check::{handler, int};
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Container, Field, Role};

declare_rule! {
    /// The liveness, readiness and startup probes of a container.
    ///
    /// ## What it does
    /// Checks that a probe has exactly one handler and that one is complete, that times and thresholds are not below 0,
    /// that liveness and startup probes have a success threshold of 1, and that `terminationGracePeriodSeconds` is
    /// above 0 and not given for readiness probes, which never kill. Init containers have probes only as sidecars.
    ///
    /// ## Why is this bad
    /// The kubelet would not know what to ask, or what an answer means.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers:
    ///   - name: web
    ///     image: web:1
    ///     livenessProbe: {httpGet: {port: http_port}, tcpSocket: {port: 80}, successThreshold: 2}
    ///     readinessProbe: {periodSeconds: 5}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers:
    ///   - name: web
    ///     image: web:1
    ///     livenessProbe: {httpGet: {port: http}}
    ///     readinessProbe: {tcpSocket: {port: 80}, periodSeconds: 5, successThreshold: 2}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/>
    id: "container/probes", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Container(&["livenessProbe", "readinessProbe", "startupProbe"], check),
}

const NON_NEGATIVE: [&str; 5] = [
    "initialDelaySeconds",
    "timeoutSeconds",
    "periodSeconds",
    "successThreshold",
    "failureThreshold",
];

fn check(container: Container<'_>, ctx: &mut Context<'_>) {
    let names = ["livenessProbe", "readinessProbe", "startupProbe"];
    for (name, probe) in names.into_iter().zip(container.field.members(names)) {
        // Ephemeral containers may have none at all: see pod/ephemeral-containers.
        if !probe.is_set() || container.role == Role::Ephemeral {
            continue;
        }
        if container.is_passing() {
            ctx.forbidden(probe, "an init container has probes only when it is a sidecar")
                .at(probe.key_span())
                .help("remove the probe, or set restartPolicy: Always on the container to make it a sidecar");
        } else {
            check_probe(probe, name == "readinessProbe", ctx);
        }
    }
}

fn check_probe(probe: Field<'_>, readiness: bool, ctx: &mut Context<'_>) {
    handler::check(probe, 0, ctx);
    for entry in probe.entries() {
        if NON_NEGATIVE.contains(&entry.key) {
            int::non_negative(entry.value, ctx);
        }
    }
    let [grace, successes] = probe.members(["terminationGracePeriodSeconds", "successThreshold"]);
    if grace.int().is_some_and(|seconds| seconds > 0) && readiness {
        ctx.invalid(grace, "may not be given for a readiness probe")
            .help("a failing readiness probe stops nothing; remove the field");
    }
    int::positive(grace, ctx);
    // 0 counts as absent, and -1 has been reported above.
    if let Some(count) = successes.int()
        && count > 1
        && !readiness
    {
        ctx.invalid(
            successes,
            format!("must be 1 for liveness and startup probes, not {count}"),
        );
    }
}
