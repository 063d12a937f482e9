use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Field, Pod};

declare_rule! {
    /// Files of a volume that cover each other.
    ///
    /// ## What it does
    /// Warns, as the server does, where two files of a `secret`, `configMap`, `downwardAPI` or `projected` volume have the
    /// same path, or one stands where the other needs a folder, and of sources of a projected volume that are empty.
    ///
    /// ## Why is this bad
    /// One of the two is not there in the end; which one depends on their order.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers: [{name: web, image: web:1}]
    ///   volumes:
    ///   - name: config
    ///     configMap: {name: web, items: [{key: a, path: conf}, {key: b, path: conf/b}]}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers: [{name: web, image: web:1}]
    ///   volumes:
    ///   - name: config
    ///     configMap: {name: web, items: [{key: a, path: conf/a}, {key: b, path: conf/b}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/storage/projected-volumes/>
    id: "volume/overlapping-paths", origin: Server, severity: Warning, since: "0.1.0",
    run: Run::Pod(&["volumes"], check),
}

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    for volume in pod.volume_list.items() {
        for name in ["configMap", "secret", "downwardAPI"] {
            let source = volume.get(name);
            if source.is_set() {
                let items = source.get("items").items();
                compare(&mut Vec::new(), items.map(|item| item.get("path")), ctx);
            }
        }
        let mut seen = Vec::new();
        for source in volume.get("projected").get("sources").items() {
            if source.is_absent() || source.is_empty() || source.entries().all(|entry| entry.value.is_absent()) {
                ctx.warn(source, "a source without a type puts nothing into the volume");
            }
            let items = ["configMap", "secret", "downwardAPI"]
                .into_iter()
                .flat_map(|name| source.get(name).get("items").items())
                .map(|item| item.get("path"));
            let certificate = source.get("podCertificate");
            let single = [
                source.get("serviceAccountToken").get("path"),
                source.get("clusterTrustBundle").get("path"),
                certificate.get("credentialBundlePath"),
                certificate.get("keyPath"),
                certificate.get("certificateChainPath"),
            ];
            compare(&mut seen, items.chain(single), ctx);
        }
    }
}

fn compare<'d>(seen: &mut Vec<(&'d str, Field<'d>)>, paths: impl Iterator<Item = Field<'d>>, ctx: &mut Context<'_>) {
    for path in paths {
        let Some(text) = path.str().map(|text| text.trim_end_matches('/')) else {
            continue;
        };
        if text.is_empty() {
            continue;
        }
        if let Some((_, other)) = seen.iter().find(|(other, _)| overlap(other, text)) {
            ctx.warn(path, format!("the path {text:?} overlaps another of the volume"))
                .related(other.span(), "the other path");
        }
        seen.push((text, path));
    }
}

/// Whether two paths are the same, or one is a folder around the other.
fn overlap(one: &str, other: &str) -> bool {
    let inside = |outer: &str, inner: &str| {
        inner
            .strip_prefix(outer)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    inside(one, other) || inside(other, one)
}
