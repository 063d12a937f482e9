use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The abilities of a CSIDriver.
    ///
    /// ## What it does
    /// Checks `fsGroupPolicy`, `volumeLifecycleModes`, the audiences and durations of `tokenRequests`, and the
    /// period of updates. Warns where it is not said whether tokens go into secrets.
    ///
    /// ## Why is this bad
    /// The kubelet asks the driver according to these.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: storage.k8s.io/v1
    /// kind: CSIDriver
    /// metadata: {name: csi.example.com}
    /// spec:
    ///   fsGroupPolicy: Always
    ///   volumeLifecycleModes: [Transient]
    ///   nodeAllocatableUpdatePeriodSeconds: 9
    ///   tokenRequests: [{audience: a, expirationSeconds: 599}, {audience: a}]
    /// ```
    /// ```yaml,good
    /// apiVersion: storage.k8s.io/v1
    /// kind: CSIDriver
    /// metadata: {name: csi.example.com}
    /// spec:
    ///   attachRequired: false
    ///   fsGroupPolicy: File
    ///   volumeLifecycleModes: [Persistent, Ephemeral]
    ///   nodeAllocatableUpdatePeriodSeconds: 10
    ///   serviceAccountTokenInSecrets: true
    ///   tokenRequests: [{audience: vault, expirationSeconds: 3600}, {audience: ""}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes-csi.github.io/docs/csi-driver-object.html>
    id: "csidriver/spec", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["CSIDriver.storage.k8s.io"], check),
}

const POLICIES: [&str; 3] = ["File", "None", "ReadWriteOnceWithFSType"];
const MODES: [&str; 2] = ["Ephemeral", "Persistent"];
const MIN_PERIOD: i64 = 10;
const TOKEN_SECONDS: std::ops::RangeInclusive<i64> = 600..=1 << 32;

fn check(driver: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = driver.get("spec");
    let policy = spec.get("fsGroupPolicy");
    if let Some(text) = policy.str().filter(|text| !POLICIES.contains(text)) {
        ctx.not_supported(policy, text, &POLICIES);
    }
    let modes = spec.get("volumeLifecycleModes");
    for mode in modes.items() {
        if let Some(text) = mode.str_or("").filter(|text| !MODES.contains(text)) {
            ctx.not_supported(modes, text, &MODES).at(mode.span());
        }
    }
    let period = spec.get("nodeAllocatableUpdatePeriodSeconds");
    if let Some(value) = period.int().filter(|value| *value < MIN_PERIOD) {
        ctx.invalid(period, format!("{value} is below {MIN_PERIOD}"));
    }
    check_tokens(spec, ctx);
}

fn check_tokens(spec: Field<'_>, ctx: &mut Context<'_>) {
    let requests = spec.get("tokenRequests");
    if !requests.is_empty() && spec.get("serviceAccountTokenInSecrets").is_absent() {
        ctx.warn(
            spec.get("serviceAccountTokenInSecrets"),
            "tokens may be logged with the attributes of volumes",
        )
        .at(requests.key_span())
        .help("set serviceAccountTokenInSecrets: true if the driver can");
    }
    let in_secrets = spec.get("serviceAccountTokenInSecrets");
    if requests.is_empty() && in_secrets.bool() == Some(true) {
        ctx.invalid(in_secrets, "may be true only where tokenRequests are");
    }
    let mut seen: Vec<&str> = Vec::new();
    for request in requests.items() {
        let (audience, seconds) = (request.get("audience"), request.get("expirationSeconds"));
        if let Some(text) = audience.str_or("") {
            if seen.contains(&text) {
                ctx.duplicate(audience, text);
            }
            seen.push(text);
        }
        if let Some(value) = seconds.int().filter(|value| !TOKEN_SECONDS.contains(value)) {
            ctx.invalid(
                seconds,
                format!("{value} seconds are not between ten minutes and 2^32 seconds"),
            );
        }
    }
}
