use crate::check::storage;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// The driver and parameters of a VolumeAttributesClass.
    ///
    /// ## What it does
    /// Checks `driverName` and that there is at least one parameter, with a key that is not empty.
    ///
    /// ## Why is this bad
    /// A class without parameters would change nothing.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: storage.k8s.io/v1
    /// kind: VolumeAttributesClass
    /// metadata: {name: gold}
    /// driverName: "a b"
    /// ```
    /// ```yaml,good
    /// apiVersion: storage.k8s.io/v1
    /// kind: VolumeAttributesClass
    /// metadata: {name: gold}
    /// driverName: csi.example.com
    /// parameters: {iops: "100"}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/storage/volume-attributes-classes/>
    id: "volumeattributesclass/spec", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["VolumeAttributesClass.storage.k8s.io"], check),
}

fn check(class: &Object<'_>, ctx: &mut Context<'_>) {
    storage::driver_name(class.get("driverName"), ctx);
    storage::parameters(class.get("parameters"), false, ctx);
}
