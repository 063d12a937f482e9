//! Pods, wherever they are: a Pod, or the template inside a workload.

use super::{Claims, Field, Volume};
use crate::document::Object;

/// Which object carries a pod.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// A Pod itself.
    Pod,
    /// A template: a PodTemplate, or a workload's.
    Template,
}

/// A pod: its metadata and spec, and what many rules ask for.
pub struct Pod<'d> {
    /// `metadata` of the pod or template.
    pub meta: Field<'d>,
    /// The pod spec.
    pub spec: Field<'d>,
    /// Who carries it.
    pub carrier: Carrier,
    /// The lists of containers, in the order of [`Role::ALL`].
    lists: [Field<'d>; Role::ALL.len()],
    /// The list of volumes as it is written.
    pub volume_list: Field<'d>,
    /// The claims that are made for it.
    pub claims: Claims<'d>,
    /// Its volumes, in the server's order, without those that give way to claims.
    pub volumes: Vec<Volume<'d>>,
}

/// The list a container stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// `initContainers`.
    Init,
    /// `containers`.
    Main,
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
    pub pod: &'d Pod<'d>,
}

impl<'d> Object<'d> {
    /// The pod this object is or creates. A template that the server holds by pointer and that is absent gives none;
    /// for the others the absent template is judged, as the server judges the empty one.
    pub fn pod(&self) -> Option<Pod<'d>> {
        let template = match (self.group(), self.kind()) {
            ("", "Pod") => {
                let [meta, spec] = self.field().members(["metadata", "spec"]);
                return Some(Pod::new(self, meta, spec, Carrier::Pod));
            }
            ("", "PodTemplate") => self.get("template"),
            ("", "ReplicationController") => {
                let template = self.get("spec").get("template");
                if template.is_absent() {
                    return None;
                }
                template
            }
            ("apps", "Deployment" | "ReplicaSet" | "DaemonSet" | "StatefulSet") | ("batch", "Job") => {
                self.get("spec").get("template")
            }
            ("batch", "CronJob") => self.get("spec").get("jobTemplate").get("spec").get("template"),
            _ => return None,
        };
        let [meta, spec] = template.members(["metadata", "spec"]);
        Some(Pod::new(self, meta, spec, Carrier::Template))
    }
}

impl<'d> Pod<'d> {
    fn new(object: &Object<'d>, meta: Field<'d>, spec: Field<'d>, carrier: Carrier) -> Self {
        let claims = Claims::of(object);
        let [init, main, ephemeral] = Role::ALL.map(Role::list);
        let [init, main, ephemeral, volume_list] = spec.members([init, main, ephemeral, "volumes"]);
        Self {
            meta,
            spec,
            carrier,
            lists: [init, main, ephemeral],
            volume_list,
            volumes: claims.volumes(volume_list),
            claims,
        }
    }

    /// Whether this is a Pod itself, which the server treats more strictly than a template, and fills in further.
    pub fn is_pod(&self) -> bool {
        self.carrier == Carrier::Pod
    }

    /// The list of the containers of a role.
    pub fn list(&self, role: Role) -> Field<'d> {
        self.lists[role as usize]
    }

    /// The containers of one list.
    pub fn containers(&'d self, role: Role) -> impl Iterator<Item = Container<'d>> {
        self.list(role)
            .items()
            .map(move |field| Container { field, role, pod: self })
    }

    /// All containers: init, main and ephemeral ones.
    pub fn all_containers(&'d self) -> impl Iterator<Item = Container<'d>> {
        Role::ALL.into_iter().flat_map(move |role| self.containers(role))
    }

    /// The operating system, empty where it is not said.
    pub fn os(&self) -> &'d str {
        self.spec.at(&["os", "name"]).str().unwrap_or_default()
    }

    /// Whether a boolean of the spec, such as `hostNetwork`, is true.
    pub fn has(&self, name: &'d str) -> bool {
        self.spec.get(name).bool() == Some(true)
    }

    /// `spec.restartPolicy`, with the server's default; none where it has the wrong type.
    pub fn restart_policy(&self) -> Option<&'d str> {
        self.spec.get("restartPolicy").non_empty_or("Always")
    }

    /// An annotation of the pod.
    pub fn annotation(&self, key: &'d str) -> Field<'d> {
        self.meta.get("annotations").get(key)
    }

    /// The path under which the server reports annotations: that of a template lacks the `metadata`.
    pub fn annotations_path(&self, object: &Object<'_>) -> String {
        let path = self.meta.get("annotations").path(object);
        if self.is_pod() {
            return path;
        }
        path.replace("metadata.annotations", "annotations")
    }
}

impl Role {
    /// All of them, in the order in which the containers start.
    pub const ALL: [Self; 3] = [Self::Init, Self::Main, Self::Ephemeral];

    /// The field of the spec that holds the list.
    pub const fn list(self) -> &'static str {
        match self {
            Self::Main => "containers",
            Self::Init => "initContainers",
            Self::Ephemeral => "ephemeralContainers",
        }
    }
}

impl<'d> Container<'d> {
    /// A field of the container.
    pub fn get(self, name: &'d str) -> Field<'d> {
        self.field.get(name)
    }

    /// The name, empty where there is none.
    pub fn name(self) -> &'d str {
        self.get("name").str().unwrap_or_default()
    }

    /// Whether it is an init container that goes on running beside the main ones.
    pub fn is_sidecar(self) -> bool {
        self.role == Role::Init && self.get("restartPolicy").str() == Some("Always")
    }

    /// Whether it is an init container that ends before the main ones start. False where nobody can know.
    pub fn is_passing(self) -> bool {
        self.role == Role::Init
            && self
                .get("restartPolicy")
                .str_or("")
                .is_some_and(|policy| policy != "Always")
    }
}
