//! What the rules on metadata need to know of each kind.

use crate::document::Object;

fn is_one(object: &Object<'_>, group: &str, kinds: &[&str]) -> bool {
    object.group() == group && kinds.contains(&object.kind())
}

/// Whether objects of the kind are stored. The others are questions to the server, and their metadata is not judged.
pub(super) fn is_stored(object: &Object<'_>) -> bool {
    match object.group() {
        "authentication.k8s.io" => !matches!(object.kind(), "SelfSubjectReview" | "TokenReview" | "TokenRequest"),
        "authorization.k8s.io" => !object.kind().ends_with("Review"),
        "" => object.kind() != "Binding",
        "policy" => object.kind() != "Eviction",
        _ => true,
    }
}

/// Whether objects of the kind live outside of namespaces.
pub(super) fn is_cluster_scoped(object: &Object<'_>) -> bool {
    let kind = object.kind();
    match object.group() {
        "" => matches!(kind, "ComponentStatus" | "Namespace" | "Node" | "PersistentVolume"),
        "admissionregistration.k8s.io"
        | "apiextensions.k8s.io"
        | "apiregistration.k8s.io"
        | "flowcontrol.apiserver.k8s.io"
        | "node.k8s.io"
        | "storagemigration.k8s.io" => true,
        "authentication.k8s.io" => kind != "TokenRequest",
        "authorization.k8s.io" => kind != "LocalSubjectAccessReview",
        "certificates.k8s.io" => kind != "PodCertificateRequest",
        "internal.apiserver.k8s.io" => kind == "StorageVersion",
        "networking.k8s.io" => matches!(kind, "IPAddress" | "IngressClass" | "ServiceCIDR"),
        "rbac.authorization.k8s.io" => matches!(kind, "ClusterRole" | "ClusterRoleBinding"),
        "resource.k8s.io" => matches!(kind, "DeviceClass" | "DeviceTaintRule" | "ResourceSlice"),
        "scheduling.k8s.io" => kind == "PriorityClass",
        "storage.k8s.io" => kind != "CSIStorageCapacity",
        _ => false,
    }
}

/// Whether finalizers must be qualified or one of the server's own.
pub(super) fn has_strict_finalizers(object: &Object<'_>) -> bool {
    match object.group() {
        "" => object.kind() != "Event",
        "policy" => object.kind() != "PodDisruptionBudget",
        "node.k8s.io" => object.kind() != "RuntimeClass",
        "admissionregistration.k8s.io" | "apiextensions.k8s.io" | "apiregistration.k8s.io" | "coordination.k8s.io" => {
            false
        }
        _ => object.schema.is_some(),
    }
}

/// Whether the server replaces the generation before it looks.
pub(super) fn resets_generation(object: &Object<'_>) -> bool {
    match object.group() {
        "" => is_one(object, "", &["Pod", "PodTemplate", "ReplicationController"]),
        "apps" => object.kind() != "ControllerRevision",
        "resource.k8s.io" => matches!(object.kind(), "DeviceClass" | "DeviceTaintRule" | "ResourceSlice"),
        "networking.k8s.io" => matches!(object.kind(), "Ingress" | "IngressClass" | "NetworkPolicy"),
        "admissionregistration.k8s.io"
        | "apiextensions.k8s.io"
        | "autoscaling"
        | "batch"
        | "discovery.k8s.io"
        | "flowcontrol.apiserver.k8s.io"
        | "policy"
        | "scheduling.k8s.io" => true,
        _ => false,
    }
}
