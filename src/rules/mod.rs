//! All rules. A family is a folder; a rule is a file in it and a line in the family's list.

mod admissionpolicy;
pub(crate) mod alias;
mod apiservice;
mod authentication;
mod authorization;
mod binding;
mod by_field;
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
use crate::view::{Field, Pod};
use by_field::{ByField, ByText};

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

/// Rules by what they are for, so that a document meets only those it can concern.
#[derive(Default)]
struct Index {
    /// By kind, and then by group.
    kinds: ByText<Vec<(&'static str, Vec<&'static Rule>)>>,
    /// By the fields of the metadata.
    any: ByField,
    /// By the fields of the pod's spec.
    pods: ByField,
    /// By the fields of the container.
    containers: ByField,
    operations: HashMap<&'static str, Vec<&'static Rule>>,
    requests: HashMap<&'static str, Vec<&'static Rule>>,
}

impl Index {
    fn add_to_kind(&mut self, name: &'static str, rule: &'static Rule) {
        let (kind, group) = name.split_once('.').unwrap_or((name, ""));
        let groups = self.kinds.entry(kind);
        match groups.iter_mut().find(|(other, _)| *other == group) {
            Some((_, rules)) => rules.push(rule),
            None => groups.push((group, vec![rule])),
        }
    }

    fn of_kind(&self, gvk: GroupVersionKind<'_>) -> Option<&[&'static Rule]> {
        let groups = self.kinds.get(gvk.kind)?;
        let (_, rules) = groups.iter().find(|(group, _)| *group == gvk.group)?;
        Some(rules)
    }
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let mut index = Index::default();
    for rule in all() {
        match rule.run {
            Run::Object(kinds, _) => kinds.iter().for_each(|kind| index.add_to_kind(kind, rule)),
            Run::AnyObject(fields, _) => index.any.add(rule, fields),
            Run::Pod(fields, _) => index.pods.add(rule, fields),
            Run::Container(fields, _) => index.containers.add(rule, fields),
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
    INDEX.of_kind(gvk).is_some()
}

/// Runs every rule that concerns `object`. Of a custom resource nobody knows more than the rules about its kind do.
pub fn run(object: &Object<'_>, context: &mut Context<'_>) {
    if let Some(operation) = object.operation {
        run_operation(object, operation, context);
        return;
    }
    if object.schema.is_some() {
        let meta = object.get("metadata");
        run_by_field(&INDEX.any, meta, context, |rule, context| {
            if let Run::AnyObject(_, check) = rule.run {
                check(object, meta, context);
            }
        });
    }
    for rule in INDEX.of_kind(object.gvk).unwrap_or_default() {
        context.set_rule(rule);
        if let Run::Object(_, check) = rule.run {
            check(object, context);
        }
    }
    if let Some(pod) = object.pod() {
        run_pod(&pod, context);
    }
}

fn run_pod(pod: &Pod<'_>, context: &mut Context<'_>) {
    run_by_field(&INDEX.pods, pod.spec, context, |rule, context| {
        if let Run::Pod(_, check) = rule.run {
            check(pod, context);
        }
    });
    for container in pod.all_containers() {
        run_by_field(&INDEX.containers, container.field, context, |rule, context| {
            if let Run::Container(_, check) = rule.run {
                check(container, context);
            }
        });
    }
}

/// Runs the rules that have something to say of a map with such fields.
fn run_by_field(
    rules: &ByField,
    map: Field<'_>,
    context: &mut Context<'_>,
    run: impl Fn(&'static Rule, &mut Context<'_>),
) {
    for rule in rules.of(map) {
        context.set_rule(rule);
        run(rule, context);
    }
    if cfg!(debug_assertions) {
        for rule in rules.not_of(map) {
            let mut scratch = Context::new(context.object(), rule);
            run(rule, &mut scratch);
            let found = scratch.finish();
            assert!(found.is_empty(), "{rule:?} needs a field it does not name: {found:?}");
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
