use crate::check::seen::Seen;
use crate::check::{downward, name, path, quote};
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::rules::volume::{self, Found};
use crate::view::{Container, Entry, Field};

declare_rule! {
    /// The environment variables of a container.
    ///
    /// ## What it does
    /// Checks that each variable has a name, that it has a value or one source and not both, and that the source is
    /// complete: a field of the pod that variables can hold, a resource with a divisor that fits it, a key of a ConfigMap
    /// or Secret, or a key of a file in an `emptyDir` volume. Warns of variables that are defined twice.
    ///
    /// ## Why is this bad
    /// The kubelet could not compute the value, and the container would not start.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers:
    ///   - name: web
    ///     image: web:1
    ///     env:
    ///     - {name: "A=B", value: x}
    ///     - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.node}}}
    ///     - {name: MODE, value: fast, valueFrom: {configMapKeyRef: {name: web}}}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers:
    ///   - name: web
    ///     image: web:1
    ///     env:
    ///     - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
    ///     - {name: MODE, valueFrom: {configMapKeyRef: {name: web, key: mode}}}
    ///     - {name: MEMORY, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1Mi}}}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/>
    /// - <https://kubernetes.io/docs/concepts/workloads/pods/downward-api/>
    id: "container/env", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Container(&["env"], check),
}

const SOURCES: [&str; 5] = [
    "fieldRef",
    "resourceFieldRef",
    "configMapKeyRef",
    "secretKeyRef",
    "fileKeyRef",
];

fn check(container: Container<'_>, ctx: &mut Context<'_>) {
    let mut seen: Seen<Option<&str>, Field<'_>> = Seen::default();
    for variable in container.get("env").items() {
        let [name, value, source] = variable.members(["name", "value", "valueFrom"]);
        name::check_required(name, ctx, name::env_var_name);
        if source.is_set() {
            check_source(container, source, value, ctx);
        }
        if let Some(other) = seen.insert(name.str(), name)
            && !name.is_empty()
            && !appends(name, value)
        {
            ctx.warn(
                variable,
                format!(
                    "hides the earlier definition of {}",
                    quote(name.str().unwrap_or_default())
                ),
            )
            .at(name.span())
            .related(other.span(), "the earlier definition");
        }
    }
}

/// Whether the value of a variable refers to the variable it replaces, a common way to append to it.
fn appends(name: Field<'_>, value: Field<'_>) -> bool {
    let Some(name) = name.str() else { return false };
    let value = value.str().unwrap_or_default();
    let reference = format!("$({name})");
    value.contains(&reference) && value != reference
}

fn check_source(container: Container<'_>, source: Field<'_>, value: Field<'_>, ctx: &mut Context<'_>) {
    if source.get("fieldRef").is_wrong() {
        return;
    }
    let mut count = 0;
    for Entry { key, value, .. } in source.entries().filter(|entry| entry.value.is_set()) {
        count += 1;
        match key {
            "fieldRef" => downward::field_ref(value, &downward::VARIABLES, ctx),
            "resourceFieldRef" => downward::resource_ref(value, ctx),
            "configMapKeyRef" | "secretKeyRef" => key_ref(value, ctx),
            "fileKeyRef" => file_ref(container, value, ctx),
            _ => count -= 1,
        }
    }
    if count == 0 {
        ctx.invalid(source, format!("must have one of {}", SOURCES.join(", ")));
    } else if value.str().is_some_and(|text| !text.is_empty()) {
        ctx.invalid(source, "may not stand beside a value")
            .at(source.key_span())
            .related(value.span(), "the value");
    } else if count > 1 {
        ctx.invalid(source, "may have one source only");
    }
}

fn key_ref(reference: Field<'_>, ctx: &mut Context<'_>) {
    let [name, key] = reference.members(["name", "key"]);
    if let Some(text) = name.str_or("")
        && let Some(wrong) = name::dns1123_subdomain(text)
    {
        ctx.invalid(name, format!("{} {wrong}", quote(text)));
    }
    name::check_required(key, ctx, name::config_map_key);
}

fn file_ref(container: Container<'_>, reference: Field<'_>, ctx: &mut Context<'_>) {
    let [key, volume, file] = reference.members(["key", "volumeName", "path"]);
    name::check_required(key, ctx, name::env_var_name);
    name::check_required(volume, ctx, name::dns1123_label);
    name::check_required(file, ctx, path::no_backsteps);
    let Some(wanted) = volume.str_or("") else { return };
    if !container.pod.claims.are_readable {
        return;
    }
    match volume::find_written(container.pod, wanted) {
        None => {
            ctx.not_found(volume, wanted);
        }
        // A volume without a source is an emptyDir.
        Some(Found::Volume(found)) if found.source.is_none() || found.field.get("emptyDir").is_set() => {}
        Some(found) => {
            let diagnostic = ctx.invalid(volume, format!("the volume {wanted:?} is not an emptyDir"));
            if let Found::Volume(found) = found {
                diagnostic.related(found.field.span(), "the volume");
            }
        }
    }
}
