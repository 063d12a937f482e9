//! Pods, wherever they are: a Pod, or the template inside a workload.

use super::Field;
use crate::document::Object;

/// Which object carries a pod.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// A Pod itself.
    Pod,
    /// A template: a PodTemplate, or a workload's.
    Template,
}

/// A pod: its metadata and spec.
#[derive(Clone, Copy)]
pub struct Pod<'d> {
    /// `metadata` of the pod or template.
    pub meta: Field<'d>,
    /// The pod spec.
    pub spec: Field<'d>,
    /// Who carries it.
    pub carrier: Carrier,
}

/// The list a container stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// `containers`.
    Main,
    /// `initContainers`.
    Init,
    /// `ephemeralContainers`.
    Ephemeral,
}

/// A container and the pod around it.
#[derive(Clone, Copy)]
pub struct Container<'d> {
    /// The container.
    pub field: Field<'d>,
    /// The list it stands in.
    pub role: Role,
    /// Its pod.
    pub pod: Pod<'d>,
}

impl<'d> Object<'d> {
    /// The pod this object is or creates. A template that the server holds by pointer and that is absent gives none;
    /// for the others the absent template is judged, as the server judges the empty one.
    pub fn pod(&self) -> Option<Pod<'d>> {
        let spec = self.get("spec");
        let template = match (self.group(), self.kind()) {
            ("", "Pod") => {
                return Some(Pod {
                    meta: self.get("metadata"),
                    spec,
                    carrier: Carrier::Pod,
                });
            }
            ("", "PodTemplate") => self.get("template"),
            ("", "ReplicationController") => {
                let template = spec.get("template");
                if template.is_absent() {
                    return None;
                }
                template
            }
            ("apps", "Deployment" | "ReplicaSet" | "DaemonSet" | "StatefulSet") | ("batch", "Job") => {
                spec.get("template")
            }
            ("batch", "CronJob") => spec.at(&["jobTemplate", "spec", "template"]),
            _ => return None,
        };
        Some(Pod {
            meta: template.get("metadata"),
            spec: template.get("spec"),
            carrier: Carrier::Template,
        })
    }
}

impl<'d> Pod<'d> {
    /// All containers: init, main and ephemeral ones.
    pub fn all_containers(self) -> impl Iterator<Item = Container<'d>> {
        [
            ("initContainers", Role::Init),
            ("containers", Role::Main),
            ("ephemeralContainers", Role::Ephemeral),
        ]
        .into_iter()
        .flat_map(move |(list, role)| {
            self.spec
                .get(list)
                .items()
                .map(move |field| Container { field, role, pod: self })
        })
    }
}

impl<'d> Container<'d> {
    /// A field of the container.
    pub fn get(self, name: &'d str) -> Field<'d> {
        self.field.get(name)
    }
}
