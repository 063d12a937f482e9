use crate::check::{name, quote, webhook};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The versions and the conversion of a CustomResourceDefinition.
    ///
    /// ## What it does
    /// Checks that versions have valid names of their own, exactly one is stored, each has a schema, warnings stand
    /// only on deprecated versions, and that the conversion names its webhook exactly when it uses one.
    ///
    /// ## Why is this bad
    /// The server must know how to store and to serve each version.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: apiextensions.k8s.io/v1
    /// kind: CustomResourceDefinition
    /// metadata: {name: widgets.example.com}
    /// spec:
    ///   group: example.com
    ///   scope: Namespaced
    ///   names: {plural: widgets, kind: Widget}
    ///   versions:
    ///   - {name: v1, served: true, storage: true, deprecationWarning: old, schema: {openAPIV3Schema: {type: object}}}
    ///   - {name: V1, served: true, storage: true}
    ///   conversion: {strategy: Webhook}
    ///   preserveUnknownFields: true
    /// ```
    /// ```yaml,good
    /// apiVersion: apiextensions.k8s.io/v1
    /// kind: CustomResourceDefinition
    /// metadata: {name: widgets.example.com}
    /// spec:
    ///   group: example.com
    ///   scope: Namespaced
    ///   names: {plural: widgets, kind: Widget}
    ///   versions:
    ///   - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
    ///   conversion: {strategy: None}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/>
    id: "customresourcedefinition/versions", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["CustomResourceDefinition.apiextensions.k8s.io"], check),
}

const MAX_WARNING: usize = 256;

fn check(definition: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = definition.get("spec");
    let versions = spec.get("versions");
    let mut seen: Vec<&str> = Vec::new();
    let mut stored = Vec::new();
    let mut doubled = false;
    for (index, version) in versions.items().enumerate() {
        let name = version.get("name");
        let Some(text) = name.str_or("") else { return };
        if let Some(fault) = name::dns1035_label(text) {
            ctx.invalid(name, format!("{} {fault}", quote(text)));
            if index == 0 && !text.is_empty() {
                ctx.invalid(name, format!("{} {fault}", quote(text)))
                    .path("spec.version");
            }
        }
        if seen.contains(&text) && !doubled {
            doubled = true;
            ctx.invalid(versions, format!("two versions are called {}", quote(text)))
                .at(name.span());
        }
        seen.push(text);
        if version.get("storage").bool() == Some(true) {
            stored.push(text);
        }
        check_version(version, ctx);
    }
    if stored.len() != 1 {
        ctx.invalid(
            versions,
            format!("{} versions are stored, exactly one must be", stored.len()),
        )
        .at(versions.key_span());
        check_stored_status(definition, &stored, ctx);
    }
    check_conversion(spec.get("conversion"), ctx);
    let preserve = spec.get("preserveUnknownFields");
    if preserve.bool() == Some(true) {
        ctx.invalid(preserve, "may not be true")
            .help("set x-kubernetes-preserve-unknown-fields where the schema needs it");
        let strategy = spec.get("conversion").get("strategy");
        if strategy.str() == Some("Webhook") {
            ctx.invalid(strategy, "webhooks convert only where unknown fields are pruned")
                .related(preserve.span(), "unknown fields are kept");
        }
    }
}

/// The server fills in the stored versions itself, so these follow from the versions.
fn check_stored_status(definition: &Object<'_>, stored: &[&str], ctx: &mut Context<'_>) {
    let place = definition.get("spec").get("versions");
    let message = match stored {
        [] => "no version could be listed as stored".to_owned(),
        [first, ..] => format!("only one version can be listed as stored, and {first} is not the only one"),
    };
    ctx.invalid(place, message)
        .at(place.key_span())
        .path("status.storedVersions");
}

fn check_version(version: Field<'_>, ctx: &mut Context<'_>) {
    let warning = version.get("deprecationWarning");
    if warning.is_set() {
        if version.get("deprecated").bool() != Some(true) {
            ctx.invalid(warning, "stands only on versions with deprecated: true");
        }
        match warning.str() {
            Some("") => {
                ctx.invalid(warning, "may not be empty");
            }
            Some(text) if text.len() > MAX_WARNING => {
                ctx.invalid(
                    warning,
                    format!("{} bytes, at most {MAX_WARNING} are allowed", text.len()),
                );
            }
            Some(text) if text.chars().any(char::is_control) => {
                ctx.invalid(warning, "may only hold printable characters");
            }
            _ => {}
        }
    }
    let schema = version.get("schema").get("openAPIV3Schema");
    if schema.is_absent() {
        ctx.required(schema, "every version needs a schema");
    }
}

fn check_conversion(conversion: Field<'_>, ctx: &mut Context<'_>) {
    if !conversion.is_set() {
        return;
    }
    let (strategy, webhook) = (conversion.get("strategy"), conversion.get("webhook"));
    let client = webhook.get("clientConfig");
    let versions = webhook.get("conversionReviewVersions");
    match strategy.str_or("") {
        Some("Webhook") => {
            let before = ctx.count();
            if client.is_absent() {
                ctx.required(client, "the strategy Webhook needs its webhook")
                    .path("spec.conversion.webhookClientConfig");
            } else {
                webhook::client_config(client, ctx);
                ctx.replace_path_since(
                    before,
                    "spec.conversion.webhook.clientConfig",
                    "spec.conversion.webhookClientConfig",
                );
            }
            let before = ctx.count();
            check_review_versions(versions, ctx);
            ctx.replace_path_since(before, "spec.conversion.webhook.", "spec.conversion.");
            return;
        }
        Some("None") => {}
        Some("") => {
            ctx.required(strategy, "a conversion needs its strategy");
        }
        Some(other) => {
            ctx.not_supported(strategy, other, &["None", "Webhook"]);
        }
        None => return,
    }
    if client.is_set() {
        ctx.forbidden(client, "stands only with the strategy Webhook")
            .path("spec.conversion.webhookClientConfig");
    }
    if !versions.is_empty() {
        ctx.forbidden(versions, "stands only with the strategy Webhook")
            .path("spec.conversion.conversionReviewVersions");
    }
}

fn check_review_versions(versions: Field<'_>, ctx: &mut Context<'_>) {
    if versions.is_empty() {
        ctx.required(versions, "a webhook must say which reviews it reads: v1 or v1beta1");
        return;
    }
    let mut seen: Vec<&str> = Vec::new();
    for version in versions.items() {
        let Some(text) = version.str_or("") else { return };
        if seen.contains(&text) {
            ctx.invalid(version, format!("{} stands twice", quote(text)));
        } else if let Some(fault) = name::dns1035_label(text) {
            ctx.invalid(version, format!("{} {fault}", quote(text)));
        }
        seen.push(text);
    }
    if !seen.iter().any(|version| matches!(*version, "v1" | "v1beta1")) {
        ctx.invalid(versions, "the server speaks none of these versions")
            .help("add v1");
    }
}
