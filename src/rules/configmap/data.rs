use crate::check::{base64, name, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Entry;

declare_rule! {
    /// The keys and the size of a ConfigMap.
    ///
    /// ## What it does
    /// Checks that each key of `data` and `binaryData` can be a file name, that no key stands in both, and that all
    /// values together stay within 1 MiB.
    ///
    /// ## Why is this bad
    /// Keys become file names and environment variables; the server refuses those that cannot.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: settings}
    /// data: {"bad key": x, shared: a}
    /// binaryData: {shared: YQ==, "..": YQ==}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: settings}
    /// data: {app.properties: "a=b", LOG_LEVEL: debug}
    /// binaryData: {logo.png: YQ==}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/configuration/configmap/>
    id: "configmap/data", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["ConfigMap"], check),
}

/// The most bytes of all values together.
const MAX_BYTES: usize = 1024 * 1024;

fn check(map: &Object<'_>, ctx: &mut Context<'_>) {
    let (data, binary) = (map.get("data"), map.get("binaryData"));
    let mut bytes = 0;
    for entry in data.entries() {
        check_key(&entry, ctx);
        if let Some(twin) = binary.entries().find(|twin| twin.key == entry.key) {
            ctx.invalid(entry.value, format!("{} stands in binaryData too", quote(entry.key)))
                .at(entry.key_span)
                .related(twin.key_span, "the same key");
        }
        bytes += entry.value.str().map_or(0, str::len);
    }
    for entry in binary.entries() {
        check_key(&entry, ctx);
        bytes += entry.value.str().map_or(0, base64::decoded_len);
    }
    if bytes > MAX_BYTES {
        ctx.too_long(map.field(), MAX_BYTES).help("split the ConfigMap");
    }
}

fn check_key(entry: &Entry<'_>, ctx: &mut Context<'_>) {
    if let Some(fault) = name::config_map_key(entry.key) {
        ctx.invalid(entry.value, format!("{} {fault}", quote(entry.key)))
            .at(entry.key_span);
    }
}
