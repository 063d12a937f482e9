use std::ops::Add;

use crate::check::quantity::Quantity;
use crate::check::requirements::{self, Amount, Requirements, above, amount_of};
use crate::check::resource;
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Field, Pod, Role};

declare_rule! {
    /// What a pod asks for as a whole.
    ///
    /// ## What it does
    /// Checks that `spec.resources` names only cpu, memory and huge pages, with amounts not below 0 and requests within
    /// limits, that it covers what the containers ask for together, and that no container's limit is above the pod's.
    ///
    /// ## Why is this bad
    /// The containers could never get what they ask for.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   resources: {requests: {cpu: 500m}, limits: {cpu: "1"}}
    ///   containers:
    ///   - {name: web, image: web:1, resources: {requests: {cpu: 400m}, limits: {cpu: "2"}}}
    ///   - {name: log, image: log:1, resources: {requests: {cpu: 200m}}}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   resources: {requests: {cpu: 600m}, limits: {cpu: "1"}}
    ///   containers:
    ///   - {name: web, image: web:1, resources: {requests: {cpu: 400m}, limits: {cpu: "1"}}}
    ///   - {name: log, image: log:1, resources: {requests: {cpu: 200m}}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/tasks/configure-pod-container/assign-pod-level-resources/>
    id: "pod/resources", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["resources"], check),
}

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    let resources = pod.spec.get("resources");
    // A Windows pod may have none at all: see pod/target-os.
    if !resources.is_set() || pod.os() == "windows" {
        return;
    }
    let mut requirements = Requirements::of(resources);
    let total_limits = total(pod, |container| container.limits);
    let total_requests = total(pod, |container| container.requests);
    if pod.is_pod() {
        fill_in(pod, &mut requirements, &total_limits, &total_requests);
    }
    requirements::check(resources, &requirements, true, ctx);
    check_claims(pod, resources.get("claims"), ctx);
    check_totals(resources, "requests", &requirements.requests, &total_requests, ctx);
    let huge: Vec<_> = total_limits
        .into_iter()
        .filter(|amount| resource::is_huge_page(amount.entry.key))
        .collect();
    check_totals(resources, "limits", &requirements.limits, &huge, ctx);
    for (index, container) in pod.containers(Role::Main).enumerate() {
        for limit in Requirements::of_container(container).limits {
            let key = limit.entry.key;
            if let Some(most) = amount_of(&requirements.limits, key)
                && above(limit.quantity, most.quantity)
            {
                ctx.invalid(resources, format!("the container's limit of {key} is above the pod's"))
                    .below(&format!(".containers[{index}][{key}].limits"))
                    .at(limit.entry.value.span())
                    .related(most.entry.value.span(), "the limit of the pod");
            }
        }
    }
}

/// What the containers need together: the main ones and the sidecars at the same time, or, if that is more, an init
/// container and the sidecars started before it.
fn total<'d>(pod: &'d Pod<'d>, part: fn(Requirements<'d>) -> Vec<Amount<'d>>) -> Vec<Amount<'d>> {
    let mut running: Vec<Amount<'d>> = Vec::new();
    let mut most: Vec<Amount<'d>> = Vec::new();
    for container in pod.containers(Role::Init) {
        let needed = part(Requirements::of_container(container));
        if container.is_sidecar() {
            merge(&mut running, &needed, Quantity::add);
            merge(&mut most, &running, greater);
        } else {
            let mut peak = running.clone();
            merge(&mut peak, &needed, Quantity::add);
            merge(&mut most, &peak, greater);
        }
    }
    for container in pod.containers(Role::Main) {
        merge(
            &mut running,
            &part(Requirements::of_container(container)),
            Quantity::add,
        );
    }
    merge(&mut most, &running, greater);
    most
}

fn merge<'d>(into: &mut Vec<Amount<'d>>, from: &[Amount<'d>], how: fn(Quantity, Quantity) -> Quantity) {
    for amount in from {
        match into.iter_mut().find(|one| one.entry.key == amount.entry.key) {
            Some(one) => one.quantity = how(one.quantity, amount.quantity),
            None => into.push(*amount),
        }
    }
}

fn greater(one: Quantity, other: Quantity) -> Quantity {
    one.max(other)
}

/// Fills in what a Pod leaves open, as the server does: requests from the containers, limits from them too, then requests
/// from the pod's own limits.
fn fill_in<'d>(pod: &'d Pod<'d>, requirements: &mut Requirements<'d>, limits: &[Amount<'d>], requests: &[Amount<'d>]) {
    if requirements.limits.is_empty() && requirements.requests.is_empty() {
        return;
    }
    let inherited = |amount: &Amount<'d>| Amount {
        inherited: true,
        ..*amount
    };
    for amount in requests {
        let key = amount.entry.key;
        if matches!(key, "cpu" | "memory") && amount_of(&requirements.requests, key).is_none() {
            requirements.requests.push(inherited(amount));
        }
    }
    for amount in limits {
        let key = amount.entry.key;
        let request = amount_of(&requirements.requests, key);
        let fits = request.is_none_or(|request| !above(request.quantity, amount.quantity));
        let every = || {
            let mut containers = pod.containers(Role::Init).chain(pod.containers(Role::Main));
            containers.all(|one| one.field.at(&["resources", "limits", key]).is_written())
        };
        let taken = match key {
            "cpu" | "memory" => fits && every(),
            _ => resource::is_huge_page(key) && (request.is_none() || every()),
        };
        if taken && amount_of(&requirements.limits, key).is_none() {
            requirements.limits.push(inherited(amount));
        }
    }
    requirements.inherit_requests(|key| matches!(key, "cpu" | "memory") || resource::is_huge_page(key));
}

fn check_claims(pod: &Pod<'_>, claims: Field<'_>, ctx: &mut Context<'_>) {
    if claims.is_set() {
        ctx.forbidden(claims, "claims stand at the containers only")
            .at(claims.key_span());
    }
    requirements::check_claims(claims, pod.spec.get("resourceClaims"), ctx);
}

fn check_totals(
    resources: Field<'_>,
    list: &'static str,
    own: &[Amount<'_>],
    total: &[Amount<'_>],
    ctx: &mut Context<'_>,
) {
    for needed in total {
        let key = needed.entry.key;
        let Some(amount) = amount_of(own, key).filter(|amount| above(needed.quantity, amount.quantity)) else {
            continue;
        };
        ctx.invalid(
            resources.get(list),
            format!("{key} is less than the {list} of the containers together"),
        )
        .below(&format!("[{key}]"))
        .at(amount.entry.value.span())
        .related(needed.entry.value.span(), "this container asks for some of it");
    }
}
