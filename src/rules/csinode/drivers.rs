use crate::check::volume::driver_name;
use crate::check::{name, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The drivers of a CSINode.
    ///
    /// ## What it does
    /// Checks each of `spec.drivers`: a name of its own, an id of at most 256 characters, topology keys that stand
    /// once, and a limit of volumes not below 0.
    ///
    /// ## Why is this bad
    /// Normally the kubelet writes these.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: storage.k8s.io/v1
    /// kind: CSINode
    /// metadata: {name: node-1}
    /// spec:
    ///   drivers:
    ///   - {name: "", nodeID: "", topologyKeys: [""]}
    ///   - {name: Csi_1, nodeID: a, topologyKeys: [a, a], allocatable: {count: -1}}
    ///   - {name: csi.example.com, nodeID: a, topologyKeys: []}
    ///   - {name: csi.example.com, nodeID: a, topologyKeys: []}
    /// ```
    /// ```yaml,good
    /// apiVersion: storage.k8s.io/v1
    /// kind: CSINode
    /// metadata: {name: node-1}
    /// spec: {drivers: [{name: csi.example.com, nodeID: n1, topologyKeys: [example.com/zone], allocatable: {count: 10}}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes-csi.github.io/docs/csi-node-object.html>
    id: "csinode/drivers", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["CSINode.storage.k8s.io"], check),
}

const MAX_ID: usize = 256;

fn check(node: &Object<'_>, ctx: &mut Context<'_>) {
    let mut seen: Vec<&str> = Vec::new();
    for driver in node.get("spec").get("drivers").items() {
        let (name, id) = (driver.get("name"), driver.get("nodeID"));
        driver_name(name, ctx);
        match id.str_or("") {
            Some("") => {
                ctx.required(id, "a driver knows the node by an id");
            }
            Some(text) if text.len() > MAX_ID => {
                ctx.invalid(id, format!("{} bytes, at most {MAX_ID} are allowed", text.len()));
            }
            _ => {}
        }
        let count = driver.get("allocatable").get("count");
        if let Some(value) = count.int().filter(|value| *value < 0) {
            ctx.invalid(count, format!("{value} is below 0"));
        }
        check_topology_keys(driver, ctx);
        let Some(text) = name.str_or("") else { continue };
        if seen.contains(&text) {
            ctx.duplicate(name, text);
        }
        seen.push(text);
    }
}

/// The server reports faults of the keys at the driver.
fn check_topology_keys(driver: Field<'_>, ctx: &mut Context<'_>) {
    let mut seen: Vec<&str> = Vec::new();
    let mut doubled = false;
    for key in driver.get("topologyKeys").items() {
        let Some(text) = key.str_or("") else { continue };
        if text.is_empty() {
            ctx.required(driver, "a topology key may not be empty").at(key.span());
        }
        if seen.contains(&text) && !doubled {
            doubled = true;
            ctx.duplicate(driver, text).at(key.span());
        }
        seen.push(text);
        if let Some(fault) = name::qualified_name(text) {
            ctx.invalid(driver, format!("{} {fault}", quote(text))).at(key.span());
        }
    }
}
