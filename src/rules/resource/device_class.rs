use crate::check::{dra, quote, resource};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// The selectors and the configuration of a DeviceClass.
    ///
    /// ## What it does
    /// Checks the selectors in CEL, the configuration for drivers, and the extended resource that the class serves.
    ///
    /// ## Why is this bad
    /// Every claim of the class inherits these.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: resource.k8s.io/v1
    /// kind: DeviceClass
    /// metadata: {name: gpu.example.com}
    /// spec:
    ///   extendedResourceName: gpu
    ///   selectors: [{}, {cel: {expression: "1 + 1"}}]
    ///   config: [{}, {opaque: {driver: "", parameters: {}}}]
    /// ```
    /// ```yaml,good
    /// apiVersion: resource.k8s.io/v1
    /// kind: DeviceClass
    /// metadata: {name: gpu.example.com}
    /// spec:
    ///   extendedResourceName: example.com/gpu
    ///   selectors: [{cel: {expression: "device.driver == 'gpu.example.com'"}}]
    ///   config: [{opaque: {driver: gpu.example.com, parameters: {a: 1}}}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#deviceclass>
    id: "resource/device-class", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["DeviceClass.resource.k8s.io"], check),
}

const MAX_ITEMS: usize = 32;

fn check(class: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = class.get("spec");
    dra::selectors(spec.get("selectors"), false, ctx);
    let config = spec.get("config");
    if config.len() > MAX_ITEMS {
        ctx.too_many(config, config.len(), MAX_ITEMS);
    } else {
        config.items().for_each(|item| dra::opaque_config(item, ctx));
    }
    let extended = spec.get("extendedResourceName");
    if let Some(text) = extended.str().filter(|text| !resource::is_extended(text)) {
        ctx.invalid(extended, format!("{} is not of the form example.com/name", quote(text)));
    }
}
