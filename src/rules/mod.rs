//! All rules. A family is a folder; a rule is a file in it and a line in the family's list.

mod admissionpolicy;
pub(crate) mod alias;
mod apiservice;
mod authentication;
mod authorization;
mod binding;
mod certificatesigningrequest;
mod clustertrustbundle;
mod configmap;
mod container;
mod controllerrevision;
mod cronjob;
mod csidriver;
mod csinode;
mod csistoragecapacity;
mod customresourcedefinition;
mod daemonset;
mod deployment;
mod endpoints;
mod endpointslice;
mod event;
mod flowcontrol;
mod horizontalpodautoscaler;
pub(crate) mod image;
mod ingress;
mod ingressclass;
mod ipaddress;
mod job;
mod lease;
mod limitrange;
mod meta;
mod namespace;
mod networkpolicy;
mod node;
mod persistentvolume;
mod persistentvolumeclaim;
pub(crate) mod pipeline;
mod pod;
mod podcertificaterequest;
mod poddisruptionbudget;
mod podtemplate;
mod priorityclass;
mod rbac;
mod replicaset;
mod replicationcontroller;
pub(crate) mod request;
mod resource;
mod resourcequota;
mod runtimeclass;
pub(crate) mod schema;
mod secret;
mod service;
mod serviceaccount;
mod servicecidr;
mod statefulset;
mod storageclass;
mod storageversionmigration;
pub(crate) mod suppress;
pub(crate) mod syntax;
pub(crate) mod traffic;
mod volume;
mod volumeattachment;
mod volumeattributesclass;
mod webhook;

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::cloud::Operation;
use crate::document::Object;
use crate::request::{Context as RequestContext, Request};
use crate::rule::{Context, Rule, Run};
use crate::schema::GroupVersionKind;

/// The rules of every family, family by family.
static FAMILIES: &[&[&Rule]] = &[
    admissionpolicy::RULES,
    alias::RULES,
    apiservice::RULES,
    authentication::RULES,
    authorization::RULES,
    binding::RULES,
    certificatesigningrequest::RULES,
    clustertrustbundle::RULES,
    configmap::RULES,
    container::RULES,
    controllerrevision::RULES,
    cronjob::RULES,
    csidriver::RULES,
    csinode::RULES,
    csistoragecapacity::RULES,
    customresourcedefinition::RULES,
    daemonset::RULES,
    deployment::RULES,
    endpoints::RULES,
    endpointslice::RULES,
    event::RULES,
    flowcontrol::RULES,
    horizontalpodautoscaler::RULES,
    image::RULES,
    ingress::RULES,
    ingressclass::RULES,
    ipaddress::RULES,
    job::RULES,
    lease::RULES,
    limitrange::RULES,
    meta::RULES,
    namespace::RULES,
    networkpolicy::RULES,
    node::RULES,
    persistentvolume::RULES,
    persistentvolumeclaim::RULES,
    pipeline::RULES,
    pod::RULES,
    podcertificaterequest::RULES,
    poddisruptionbudget::RULES,
    podtemplate::RULES,
    priorityclass::RULES,
    rbac::RULES,
    replicaset::RULES,
    replicationcontroller::RULES,
    request::RULES,
    resource::RULES,
    resourcequota::RULES,
    runtimeclass::RULES,
    schema::RULES,
    secret::RULES,
    service::RULES,
    serviceaccount::RULES,
    servicecidr::RULES,
    statefulset::RULES,
    storageclass::RULES,
    storageversionmigration::RULES,
    suppress::RULES,
    syntax::RULES,
    traffic::RULES,
    volume::RULES,
    volumeattachment::RULES,
    volumeattributesclass::RULES,
    webhook::RULES,
];

/// Every rule there is, in the order of the families.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().flat_map(|family| family.iter().copied())
}

/// The rule of an id.
pub fn find(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id == id)
}

/// Rules by the kinds they are for, so that a document meets only those it can concern.
struct Index {
    kinds: HashMap<&'static str, Vec<&'static Rule>>,
    any: Vec<&'static Rule>,
    pods: Vec<&'static Rule>,
    containers: Vec<&'static Rule>,
    operations: HashMap<&'static str, Vec<&'static Rule>>,
    requests: HashMap<&'static str, Vec<&'static Rule>>,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let mut index = Index {
        kinds: HashMap::new(),
        any: Vec::new(),
        pods: Vec::new(),
        containers: Vec::new(),
        operations: HashMap::new(),
        requests: HashMap::new(),
    };
    for rule in all() {
        match rule.run {
            Run::Object(kinds, _) => {
                for kind in kinds {
                    index.kinds.entry(kind).or_default().push(rule);
                }
            }
            Run::AnyObject(_) => index.any.push(rule),
            Run::Pod(_) => index.pods.push(rule),
            Run::Container(_) => index.containers.push(rule),
            Run::Operation(operations, _) => {
                for operation in operations {
                    index.operations.entry(operation).or_default().push(rule);
                }
            }
            Run::Request(services, _) => {
                for service in services {
                    index.requests.entry(service).or_default().push(rule);
                }
            }
            Run::Line => {}
        }
    }
    index
});

/// Whether some rule is about objects of this kind.
pub fn concern(gvk: GroupVersionKind<'_>) -> bool {
    INDEX.kinds.contains_key(&*group_kind(gvk))
}

/// `Deployment.apps`, `Pod`.
fn group_kind(gvk: GroupVersionKind<'_>) -> String {
    match gvk.group {
        "" => gvk.kind.to_owned(),
        group => format!("{}.{group}", gvk.kind),
    }
}

/// Runs every rule that concerns `object`. Of a custom resource nobody knows more than the rules about its kind do.
pub fn run(object: &Object<'_>, context: &mut Context<'_>) {
    if let Some(operation) = object.operation {
        run_operation(object, operation, context);
        return;
    }
    let any = object.schema.map_or(&[][..], |_| &INDEX.any);
    let own = INDEX.kinds.get(&*group_kind(object.gvk)).map_or(&[][..], Vec::as_slice);
    for rule in any.iter().chain(own) {
        context.set_rule(rule);
        if let Run::Object(_, check) | Run::AnyObject(check) = rule.run {
            check(object, context);
        }
    }
    let Some(pod) = object.pod() else { return };
    for rule in &INDEX.pods {
        context.set_rule(rule);
        if let Run::Pod(check) = rule.run {
            check(pod, context);
        }
    }
    for rule in &INDEX.containers {
        context.set_rule(rule);
        if let Run::Container(check) = rule.run {
            pod.all_containers().for_each(|container| check(container, context));
        }
    }
}

fn run_operation(object: &Object<'_>, operation: &Operation, context: &mut Context<'_>) {
    operation.schema.check(object, operation.rule, context);
    for rule in INDEX.operations.get(operation.id).map_or(&[][..], Vec::as_slice) {
        context.set_rule(rule);
        if let Run::Operation(_, check) = rule.run {
            check(object, context);
        }
    }
}

/// Runs every rule over requests that concerns `request`; bodies are objects of their own.
pub fn run_request(request: &Request<'_>, context: &mut RequestContext<'_>) {
    let service = request.service_name();
    for rule in INDEX.requests.get(service).map_or(&[][..], Vec::as_slice) {
        context.set_rule(rule);
        if let Run::Request(_, check) = rule.run {
            check(request, context);
        }
    }
}
