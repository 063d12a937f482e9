use crate::check::{enums, int, label_keys, selector};
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Field, Pod};

declare_rule! {
    /// How pods are spread over nodes, zones and the like.
    ///
    /// ## What it does
    /// Checks each of `topologySpreadConstraints`: a skew above 0, a topology key, supported policies, a valid selector,
    /// `minDomains` only where pods may not be scheduled otherwise, and no key and policy twice. Warns of a missing
    /// selector, which matches no pod.
    ///
    /// ## Why is this bad
    /// The scheduler could not count, or two constraints would contradict each other.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web, labels: {app: web}}
    /// spec:
    ///   topologySpreadConstraints:
    ///   - {maxSkew: 0, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: Never, labelSelector: {}}
    ///   containers: [{name: web, image: web:1}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web, labels: {app: web}}
    /// spec:
    ///   topologySpreadConstraints:
    ///   - maxSkew: 1
    ///     topologyKey: kubernetes.io/hostname
    ///     whenUnsatisfiable: DoNotSchedule
    ///     labelSelector: {matchLabels: {app: web}}
    ///   containers: [{name: web, image: web:1}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/>
    id: "pod/topology-spread", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["topologySpreadConstraints"], check),
}

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    let constraints: Vec<Field<'_>> = pod.spec.get("topologySpreadConstraints").items().collect();
    for (index, &constraint) in constraints.iter().enumerate() {
        check_constraint(constraint, ctx);
        label_keys::check(constraint, pod, ctx);
        let pair = |one: Field<'_>| {
            let [key, when] =
                ["topologyKey", "whenUnsatisfiable"].map(|part| one.get(part).str_or("").map(str::to_owned));
            key.zip(when)
        };
        let Some((key, when)) = pair(constraint) else { continue };
        let later = constraints[index + 1..]
            .iter()
            .find(|&&other| pair(other).is_some_and(|other| other == (key.clone(), when.clone())));
        if let Some(later) = later {
            ctx.duplicate(constraint, &format!("{key}, {when}"))
                .below(".{topologyKey, whenUnsatisfiable}")
                .related(later.span(), "the other constraint");
        }
    }
}

fn check_constraint(constraint: Field<'_>, ctx: &mut Context<'_>) {
    let skew = constraint.get("maxSkew");
    if skew.is_absent() {
        ctx.invalid(skew, "must be given and above 0");
    } else {
        int::positive(skew, ctx);
    }
    let key = constraint.get("topologyKey");
    if key.str_or("") == Some("") {
        ctx.required(key, "must be given");
    }
    let when = constraint.get("whenUnsatisfiable");
    enums::check_or_empty(when, ctx, &["DoNotSchedule", "ScheduleAnyway"]);
    let domains = constraint.get("minDomains");
    if domains.int().is_some_and(|count| count <= 0) {
        int::positive(domains, ctx);
    } else if domains.int().is_some() && when.str_or("").is_some_and(|when| when != "DoNotSchedule") {
        ctx.invalid(domains, "stands only beside whenUnsatisfiable: DoNotSchedule")
            .related(when.span(), "the policy");
    }
    for policy in ["nodeAffinityPolicy", "nodeTaintsPolicy"] {
        enums::check(constraint.get(policy), ctx, &["Honor", "Ignore"]);
    }
    let labels = constraint.get("labelSelector");
    selector::label_selector(labels, ctx);
    if labels.is_absent() {
        ctx.warn(labels, "without a labelSelector the constraint matches no pod");
    }
}
