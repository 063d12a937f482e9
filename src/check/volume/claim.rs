//! The spec of a claim: in a PersistentVolumeClaim, an ephemeral volume, a template of a `StatefulSet`.

use crate::check::{enums, name, quantity::Quantity, quote, selector};
use crate::rule::Context;
use crate::view::Field;

/// Modes in which volumes are accessed.
pub const ACCESS_MODES: [&str; 4] = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];

/// Modes of volumes.
pub const VOLUME_MODES: [&str; 2] = ["Block", "Filesystem"];

/// Checks the spec of a claim in a template. That of a PersistentVolumeClaim itself is changed by the server before
/// it is judged: see [`own_spec`].
pub fn spec(spec: Field<'_>, ctx: &mut Context<'_>) {
    common(spec, ctx);
    let (source, reference) = (spec.get("dataSource"), spec.get("dataSourceRef"));
    if source.is_set() {
        data_source(source, ctx);
    }
    if !reference.is_set() {
        return;
    }
    data_source(reference, ctx);
    let namespace = reference.get("namespace");
    name::check_non_empty(namespace, ctx, name::dns1123_label);
    if !source.is_set() {
        return;
    }
    if namespace.is_empty() {
        must_match(spec, ctx);
    } else {
        ctx.invalid(
            spec,
            "may not have a dataSource beside a dataSourceRef in another namespace",
        )
        .at(source.key_span())
        .related(namespace.span(), "the namespace");
    }
}

/// Checks the spec of a PersistentVolumeClaim. The server drops a reference into another namespace, and where there is
/// no `dataSourceRef` a `dataSource` of a kind it does not know; then it copies each of the two to the other.
pub fn own_spec(spec: Field<'_>, ctx: &mut Context<'_>) {
    common(spec, ctx);
    let (source, reference) = (spec.get("dataSource"), spec.get("dataSourceRef"));
    let reference_stays = reference.is_set() && reference.get("namespace").is_empty();
    if reference_stays {
        data_source(reference, ctx);
        if source.is_set() {
            data_source(source, ctx);
            must_match(spec, ctx);
        } else {
            data_source_as(reference, source, ctx);
        }
    } else if source.is_set() && is_known_source(source) {
        data_source(source, ctx);
        data_source_as(source, reference, ctx);
    }
}

fn common(spec: Field<'_>, ctx: &mut Context<'_>) {
    access_modes(spec.get("accessModes"), ctx);
    selector::label_selector(spec.get("selector"), ctx);
    let requests = spec.get("resources").get("requests");
    let storage = requests.get("storage");
    let named = spec.get("resources").get("storage");
    if storage.is_wrong() {
        // Decoding has spoken.
    } else if !storage.is_written() {
        let path = bracketed(named, ctx);
        ctx.required(storage, "a claim must request storage").path(path);
    } else if Quantity::or_zero(storage).is_some_and(|amount| !amount.is_positive()) {
        let path = bracketed(named, ctx);
        ctx.invalid(storage, format!("{} is not above 0", storage.scalar().unwrap_or("0")))
            .path(path);
    }
    name::check_non_empty(spec.get("storageClassName"), ctx, name::dns1123_subdomain);
    name::check_non_empty(spec.get("volumeAttributesClassName"), ctx, name::dns1123_subdomain);
    enums::check(spec.get("volumeMode"), ctx, &VOLUME_MODES);
}

/// The path the server gives for the request, without the list it stands in.
fn bracketed(field: Field<'_>, ctx: &Context<'_>) -> String {
    let path = field.path(ctx.object());
    path.strip_suffix(".storage")
        .map(|parent| format!("{parent}[storage]"))
        .unwrap_or(path)
}

/// Modes of access: at least one, all known, and `ReadWriteOncePod` alone.
pub fn access_modes(modes: Field<'_>, ctx: &mut Context<'_>) {
    if modes.is_empty() {
        ctx.required(modes, "must have at least one access mode")
            .help(format!("access modes: {}", ACCESS_MODES.join(", ")));
    }
    let mut pod = None;
    let mut other = None;
    let mut unknown = Vec::new();
    for mode in modes.items() {
        match mode.str_or("") {
            Some("ReadWriteOncePod") => pod = pod.or(Some(mode)),
            Some(text) if ACCESS_MODES.contains(&text) => other = other.or(Some(mode)),
            Some(_) => unknown.push(mode),
            None => {}
        }
    }
    if let [first, others @ ..] = &unknown[..] {
        // The server names the list.
        let path = modes.path(ctx.object());
        let found = ctx.not_supported(*first, first.str().unwrap_or_default(), &ACCESS_MODES);
        found.path(path);
        for other in others {
            found.related(other.span(), "nor is this supported");
        }
    }
    if let (Some(pod), Some(other)) = (pod, other) {
        ctx.forbidden(modes, "ReadWriteOncePod must be the only access mode")
            .at(pod.span())
            .related(other.span(), "another mode");
    }
}

fn data_source(source: Field<'_>, ctx: &mut Context<'_>) {
    data_source_as(source, source, ctx);
}

/// Checks what a claim is filled from; the server knows it under the path of `named`.
fn data_source_as(source: Field<'_>, named: Field<'_>, ctx: &mut Context<'_>) {
    let count = ctx.count();
    let [name, kind, group] = source.members(["name", "kind", "apiGroup"]);
    super::given(name, ctx);
    super::given(kind, ctx);
    if let (Some(group_text), Some(kind_text)) = (group.str_or(""), kind.str_or("")) {
        if group_text.is_empty() && kind_text != "PersistentVolumeClaim" {
            ctx.invalid(
                source,
                format!(
                    "without an API group the kind must be PersistentVolumeClaim, not {}",
                    quote(kind_text)
                ),
            )
            .at(if kind.is_set() { kind.span() } else { source.key_span() });
        }
        name::check_non_empty(group, ctx, name::dns1123_subdomain);
    }
    if ctx.count() > count {
        let (from, to) = (source.path(ctx.object()), named.path(ctx.object()));
        ctx.replace_path_since(count, &from, &to);
    }
}

/// Kinds that a claim can always be filled from: other claims and snapshots.
fn is_known_source(source: Field<'_>) -> bool {
    matches!(
        (source.get("apiGroup").str_or(""), source.get("kind").str_or("")),
        (Some(""), Some("PersistentVolumeClaim")) | (Some("snapshot.storage.k8s.io"), Some("VolumeSnapshot"))
    )
}

/// Both fields must say the same; an absent group is not an empty one.
fn must_match(spec: Field<'_>, ctx: &mut Context<'_>) {
    let (source, reference) = (spec.get("dataSource"), spec.get("dataSourceRef"));
    let parts = ["apiGroup", "kind", "name"];
    if parts
        .iter()
        .any(|part| source.get(part).is_wrong() || reference.get(part).is_wrong())
    {
        return;
    }
    let same = source.get("apiGroup").str() == reference.get("apiGroup").str()
        && ["kind", "name"]
            .iter()
            .all(|part| source.get(part).str_or("") == reference.get(part).str_or(""));
    if !same {
        ctx.invalid(spec, "dataSource and dataSourceRef must say the same")
            .at(source.key_span())
            .related(reference.key_span(), "the reference")
            .help("give dataSourceRef only");
    }
}

/// The server warns of amounts of storage that are no whole number of bytes. `named` is the path it gives.
pub fn warn_fractions(spec: Field<'_>, ctx: &mut Context<'_>) {
    for list in ["requests", "limits"] {
        let storage = spec.get("resources").get(list).get("storage");
        if Quantity::of(storage).is_some_and(|amount| !amount.is_integer()) {
            ctx.warn(
                storage,
                format!(
                    "{} is not a whole number of bytes",
                    storage.scalar().unwrap_or_default()
                ),
            );
        }
    }
}
