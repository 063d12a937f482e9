use crate::check::{name, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// A namespace's Pod Security labels name levels and versions that exist.
    ///
    /// ## What it does
    /// Checks the labels `pod-security.kubernetes.io/enforce`, `audit` and `warn`: the level is `privileged`, `baseline`
    /// or `restricted`; and those with `-version` behind them: the version is `latest` or like `v1.37`.
    ///
    /// ## Why is this bad
    /// The server refuses the namespace.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata:
    ///   name: web
    ///   labels: {pod-security.kubernetes.io/enforce: strict}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Namespace
    /// metadata:
    ///   name: web
    ///   labels:
    ///     pod-security.kubernetes.io/enforce: restricted
    ///     pod-security.kubernetes.io/enforce-version: v1.37
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces>
    id: "namespace/pod-security", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Namespace"], check),
}

const PREFIX: &str = "pod-security.kubernetes.io/";
const LEVELS: [&str; 3] = ["privileged", "baseline", "restricted"];

fn check(namespace: &Object<'_>, ctx: &mut Context<'_>) {
    for entry in namespace.get("metadata").get("labels").entries() {
        let Some(key) = entry.key.strip_prefix(PREFIX) else {
            continue;
        };
        // What is no label value at all is reported as such.
        let Some(value) = entry.value.str_or("").filter(|text| name::label_value(text).is_none()) else {
            continue;
        };
        match key {
            "enforce" | "audit" | "warn" if !LEVELS.contains(&value) => {
                ctx.invalid(entry.value, format!("{} is not a Pod Security level", quote(value)))
                    .help(format!("the levels are {}", LEVELS.join(", ")));
            }
            "enforce-version" | "audit-version" | "warn-version" if !is_version(value) => {
                ctx.invalid(entry.value, format!("{} is not a Pod Security version", quote(value)))
                    .help("write latest, or a version such as v1.37");
            }
            _ => {}
        }
    }
}

fn is_version(text: &str) -> bool {
    text == "latest"
        || text.strip_prefix("v1.").is_some_and(|minor| {
            minor.bytes().all(|byte| byte.is_ascii_digit())
                && (minor.len() == 1 || !minor.starts_with('0'))
                && minor.parse::<i64>().is_ok()
        })
}
