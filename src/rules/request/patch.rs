use super::body::{in_namespace, same_name};
use super::query::is_unsigned;
use crate::declare_rule;
use crate::diagnostic::Reason;
use crate::request::kubernetes::{Call, PatchType, Verb};
use crate::request::{Context, Request};
use crate::rule::Run;
use crate::schema::{self, Form, Step};
use crate::view::Field;
use crate::yaml::Kind;

declare_rule! {
    /// A patch can be read, and leaves kind, name and namespace alone.
    ///
    /// ## What it does
    /// Checks the form of the four kinds of patches: the operations and paths of a JSON patch, the directives and merge keys of
    /// a strategic patch, the kind that a patch to apply has to name; and what a patch may not change. Values are judged by
    /// the rules of the kind as far as they are wrong whatever is stored.
    ///
    /// ## Why is this bad
    /// The server answers 400 or 422, and 500 to some patches that it cannot apply to anything.
    ///
    /// ## Example
    /// ```http,bad
    /// PATCH {{server}}/apis/apps/v1/namespaces/default/deployments/web
    /// Content-Type: application/json-patch+json
    ///
    /// [{"op": "set", "path": "/spec/replicas", "value": 3}]
    /// ```
    /// Use instead:
    /// ```http,good
    /// PATCH {{server}}/apis/apps/v1/namespaces/default/deployments/web
    /// Content-Type: application/json-patch+json
    ///
    /// [{"op": "replace", "path": "/spec/replicas", "value": 3}]
    /// ```
    ///
    /// ## References
    /// - [Kubernetes API concepts: patch and apply](https://kubernetes.io/docs/reference/using-api/api-concepts/#patch-and-apply)
    id: "request/patch",
    origin: Server,
    severity: Error,
    since: "0.1.0",
    run: Run::Request(&["kubernetes"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    let Some(call) = request.call().filter(|call| call.verb == Verb::Patch) else {
        return;
    };
    let (Some(patch), Some(body)) = (PatchType::of(request.header("Content-Type")), ctx.body()) else {
        return;
    };
    let is_null = body.is_absent();
    let is_map = body.node().is_some_and(|node| node.kind() == Kind::Map);
    match patch {
        PatchType::Json if is_null => {}
        PatchType::Json if body.is_list() => operations(body, request, call, ctx),
        PatchType::Json => {
            ctx.field(
                body,
                Reason::FieldValueTypeInvalid,
                "a JSON patch is a list of operations",
            );
        }
        PatchType::Strategic if is_null => {}
        _ if !is_map => {
            ctx.field(body, Reason::FieldValueTypeInvalid, "the patch is no object");
        }
        PatchType::Merge => {
            keeps_kind(body, call, ctx);
            keeps_meta(body, request, call, ctx);
        }
        PatchType::Strategic => {
            keeps_meta(body, request, call, ctx);
            directives(body, schema::lookup(call.gvk()), true, ctx);
        }
        PatchType::Apply => {
            names_kind(body, call, ctx);
            applied_meta(body, request, call, ctx);
            if let Some(schema) = schema::lookup(call.gvk()) {
                unique(body, schema, None, ctx);
            }
        }
    }
}

fn keeps_kind(body: Field<'_>, call: &Call, ctx: &mut Context<'_>) {
    for (name, wanted) in [("apiVersion", call.api_version()), ("kind", call.gvk().kind.to_owned())] {
        let field = body.get(name);
        if let Some(text) = field.str().filter(|text| !text.is_empty() && *text != wanted) {
            ctx.field(
                field,
                Reason::FieldValueInvalid,
                format!("{text:?} is not the {name} of the object"),
            )
            .help(format!("write {wanted}, or leave it out"));
        }
    }
}

fn keeps_meta(body: Field<'_>, request: &Request<'_>, call: &Call, ctx: &mut Context<'_>) {
    let meta = body.get("metadata");
    if meta.is_written() && meta.is_absent() {
        ctx.field(
            meta,
            Reason::FieldValueRequired,
            "without metadata the object has no name",
        );
        return;
    }
    name_stays(meta.get("name"), request, call, ctx);
    in_namespace(meta.get("namespace"), request, call, ctx);
    version_is_one(meta.get("resourceVersion"), ctx);
}

fn name_stays(name: Field<'_>, request: &Request<'_>, call: &Call, ctx: &mut Context<'_>) {
    if name.is_written() {
        set_name(name, request, call, ctx);
    }
}

fn set_name(name: Field<'_>, request: &Request<'_>, call: &Call, ctx: &mut Context<'_>) {
    match name.str_or("") {
        Some("") => {
            ctx.field(
                name,
                Reason::FieldValueRequired,
                "the patch takes the object's name away",
            );
        }
        Some(text) => {
            if let Some(path) = call.name.map(|at| &request.segments[at]) {
                same_name(name, text, path, ctx);
            }
        }
        None => {}
    }
}

fn version_is_one(version: Field<'_>, ctx: &mut Context<'_>) {
    if let Some(text) = version.str().filter(|text| !text.is_empty() && !is_unsigned(text)) {
        ctx.field(
            version,
            Reason::FieldValueInvalid,
            format!("{text:?} is no resource version"),
        );
    }
}

fn names_kind(body: Field<'_>, call: &Call, ctx: &mut Context<'_>) {
    for (name, wanted) in [("apiVersion", call.api_version()), ("kind", call.gvk().kind.to_owned())] {
        let field = body.get(name);
        let text = field.str_or("");
        if text == Some(&*wanted) {
            continue;
        }
        let message = match text {
            Some("") => format!("{name} is missing, and must be {wanted} to apply"),
            Some(text) => format!("{text:?} is applied where {wanted} is wanted"),
            None => format!("{name} is no text"),
        };
        ctx.field(field, Reason::UnknownKind, message);
    }
}

fn applied_meta(body: Field<'_>, request: &Request<'_>, call: &Call, ctx: &mut Context<'_>) {
    let meta = body.get("metadata");
    name_stays(meta.get("name"), request, call, ctx);
    in_namespace(meta.get("namespace"), request, call, ctx);
    version_is_one(meta.get("resourceVersion"), ctx);
    let managed = meta.get("managedFields");
    if managed.is_set() {
        ctx.field(
            managed,
            Reason::FieldValueForbidden,
            "what is applied names no managers",
        )
        .help("remove it: the server keeps account itself");
    }
}

/// Lists whose items have a key must not have the same key twice.
fn unique(field: Field<'_>, schema: schema::Type, list: Option<&str>, ctx: &mut Context<'_>) {
    match schema.form() {
        Form::Struct => {
            for entry in field.entries() {
                if let Some(known) = schema.field(entry.key) {
                    unique(entry.value, known.schema(), known.list(), ctx);
                }
            }
        }
        Form::Map(value) => field.entries().for_each(|entry| unique(entry.value, value, None, ctx)),
        Form::List(item) => {
            let mut seen: Vec<Vec<String>> = Vec::new();
            for one in field.items() {
                let key: Vec<String> = match list {
                    Some("set") => one.scalar().map(str::to_owned).into_iter().collect(),
                    Some("atomic") | None => Vec::new(),
                    Some(names) => names.split(',').map(|name| key_of(one, item, name)).collect(),
                };
                let first = list.and_then(|names| names.split(',').next());
                if let (Some(name), true) = (first, key.first().is_some_and(String::is_empty))
                    && item.field(name).is_some_and(|known| known.default().is_none())
                    && one.node().is_some_and(|node| node.kind() == Kind::Map)
                    && !one.entries().any(|entry| entry.key == name)
                {
                    let message = format!("{name} is missing, by which items are told apart");
                    ctx.field(one, Reason::FieldValueRequired, message)
                        .below(&format!(".{name}"));
                }
                if !key.is_empty() && key.iter().any(|part| !part.is_empty()) {
                    if seen.contains(&key) {
                        ctx.field(
                            one,
                            Reason::FieldValueDuplicate,
                            format!("another item of the list has the key {:?}", key.join(",")),
                        );
                    }
                    seen.push(key);
                }
                unique(one, item, None, ctx);
            }
        }
        _ => {}
    }
}

/// The value of a key field of a list's item, or its default.
fn key_of(item: Field<'_>, schema: schema::Type, name: &str) -> String {
    let value = item.entries().find(|entry| entry.key == name);
    let default = schema.field(name).and_then(schema::FieldInfo::default);
    value
        .and_then(|entry| entry.value.scalar())
        .or(default.map(|text| text.trim_matches('"')))
        .unwrap_or_default()
        .to_owned()
}

/// The directives of a strategic patch, and the keys by which it merges lists.
fn directives(field: Field<'_>, schema: Option<schema::Type>, top: bool, ctx: &mut Context<'_>) {
    let retained = field.entries().find(|entry| entry.key == "$retainKeys");
    for entry in field.entries() {
        let value = entry.value;
        let child = schema.and_then(|schema| schema.child(entry.key));
        if entry.key == "$patch" {
            let text = value.str();
            if top && matches!(text, Some("replace" | "delete")) {
                ctx.field(
                    value,
                    Reason::FieldValueRequired,
                    "the patch takes the object's name away",
                );
            } else if !matches!(text, Some("replace" | "delete")) {
                ctx.field(
                    value,
                    Reason::FieldValueNotSupported,
                    format!("{} is no directive", value.scalar().unwrap_or("this")),
                )
                .help("$patch is replace or delete");
            }
        } else if entry.key.starts_with("$setElementOrder/") {
            if value.is_set() && !value.is_list() {
                ctx.field(value, Reason::FieldValueTypeInvalid, "an order is a list");
            }
        } else if entry.key == "$retainKeys" {
            if !value.is_list() {
                ctx.field(value, Reason::FieldValueTypeInvalid, "$retainKeys is a list of names");
            }
        } else if let Some(keys) = retained.filter(|keys| keys.value.is_list())
            && !keys.value.items().any(|key| key.str() == Some(entry.key))
        {
            ctx.field(
                value,
                Reason::FieldValueInvalid,
                format!("{} is set, and $retainKeys does not name it", entry.key),
            )
            .at(entry.key_span)
            .related(keys.value.span(), "the keys to retain");
        } else if value.is_list() {
            let item = match child {
                Some(Step::Field(list) | Step::Value(list)) => list.item(),
                None => None,
            };
            let key = schema
                .and_then(|schema| schema.field(entry.key))
                .and_then(|field| field.list());
            let key = key
                .and_then(|keys| keys.split(',').next())
                .filter(|key| !matches!(*key, "atomic" | "set"));
            for one in value.items() {
                merged(one, key, ctx);
                directives(one, item, false, ctx);
            }
        } else {
            let next = match child {
                Some(Step::Field(next) | Step::Value(next)) => Some(next),
                None => None,
            };
            directives(value, next, false, ctx);
        }
    }
}

/// An item of a list that is merged by `key`.
fn merged(item: Field<'_>, key: Option<&str>, ctx: &mut Context<'_>) {
    let Some(key) = key else { return };
    let is_map = item.node().is_some_and(|node| node.kind() == Kind::Map);
    let has = |name: &str| item.entries().any(|entry| entry.key == name);
    let replaces = item
        .entries()
        .any(|entry| entry.key == "$patch" && entry.value.str() == Some("replace"));
    if !is_map {
        ctx.field(item, Reason::FieldValueTypeInvalid, "an item of this list is an object");
    } else if !has(key) && !replaces {
        ctx.field(
            item,
            Reason::FieldValueRequired,
            format!("{key} is missing, by which the list is merged"),
        );
    }
}

const OPERATIONS: [&str; 6] = ["add", "remove", "replace", "move", "copy", "test"];

/// The most operations that the server carries out.
const MOST: usize = 10_000;

fn operations(list: Field<'_>, request: &Request<'_>, call: &Call, ctx: &mut Context<'_>) {
    if list.len() > MOST {
        ctx.field(
            list,
            Reason::FieldValueTooMany,
            format!("{} operations, at most {MOST} are allowed", list.len()),
        );
    }
    for operation in list.items() {
        let is_map = operation.node().is_some_and(|node| node.kind() == Kind::Map);
        if !is_map && operation.is_set() {
            ctx.field(operation, Reason::FieldValueTypeInvalid, "an operation is an object");
            continue;
        }
        let (op, path, from) = (operation.get("op"), operation.get("path"), operation.get("from"));
        for text in [op, path, from] {
            if text.is_set() && text.str().is_none() {
                ctx.field(
                    text,
                    Reason::FieldValueTypeInvalid,
                    format!("{} is no text", text.name()),
                );
            }
        }
        let Some(name) = op.str_or("") else { continue };
        if name.is_empty() {
            ctx.field(op, Reason::FieldValueRequired, "the operation is missing");
            continue;
        }
        if !OPERATIONS.contains(&name) {
            let near = crate::suggest::nearest(name, OPERATIONS.iter().copied());
            let help = near.map_or_else(
                || format!("operations: {}", OPERATIONS.join(", ")),
                |near| format!("did you mean {near:?}?"),
            );
            ctx.field(op, Reason::FieldValueNotSupported, format!("{name:?} is no operation"))
                .help(help);
            continue;
        }
        let needs_from = matches!(name, "move" | "copy");
        if needs_from && from.is_absent() {
            ctx.field(
                from,
                Reason::FieldValueRequired,
                format!("from is missing, and {name} needs it"),
            );
        }
        if path.is_absent() {
            ctx.field(path, Reason::FieldValueRequired, "the path is missing");
        } else if let Some(text) = path.str() {
            leads_somewhere(path, text, name, operation, call, ctx);
            keeps_name(text, name, operation, request, call, ctx);
        }
        if let Some(text) = from.str().filter(|_| needs_from) {
            leads_somewhere(from, text, name, operation, call, ctx);
        }
    }
}

/// The names in a JSON pointer.
fn tokens(pointer: &str) -> Vec<String> {
    let tokens = pointer.split('/').skip(1);
    tokens
        .map(|token| token.replace("~1", "/").replace("~0", "~"))
        .collect()
}

fn leads_somewhere(field: Field<'_>, text: &str, name: &str, operation: Field<'_>, call: &Call, ctx: &mut Context<'_>) {
    let mut wrong = |message: String| {
        ctx.field(field, Reason::FieldValueInvalid, message);
    };
    let tokens = tokens(text);
    if text.is_empty() || tokens.is_empty() {
        if !(text.is_empty() && name == "test") {
            wrong(format!("{text:?} is no JSON pointer"));
        }
        return;
    }
    let bad_escape = text.split('~').skip(1).any(|rest| !rest.starts_with(['0', '1']));
    if bad_escape {
        wrong(format!("{text:?} has a ~ that is neither ~0 nor ~1"));
        return;
    }
    let is_from = field.name() == "from";
    let needed = is_from && name == "move" || name == "remove" || name == "test" && operation.get("value").is_written();
    let mut at = schema::lookup(call.gvk());
    let mut leading = tokens.iter().peekable();
    while let Some(token) = leading.next() {
        let last = leading.peek().is_none();
        let Some(here) = at else { return };
        at = match here.form() {
            Form::Struct => match here.field(token) {
                Some(known) => Some(known.schema()),
                None if !last || needed => {
                    wrong(format!("{text:?} leads nowhere: there is no field {token:?}"));
                    return;
                }
                None => return,
            },
            Form::Map(value) => Some(value),
            Form::List(item) => {
                if token.parse::<i64>().is_err() && !(last && token == "-") {
                    wrong(format!("{text:?} leads nowhere: {token:?} is no index of a list"));
                    return;
                }
                Some(item)
            }
            Form::Scalar(schema::Scalar::Raw | schema::Scalar::Json | schema::Scalar::Fields)
            | Form::OrList(_)
            | Form::OrBool(_)
            | Form::OrStrings(_) => None,
            Form::Scalar(_) => {
                wrong(format!("{text:?} leads nowhere: there is nothing below a single value"));
                return;
            }
        };
    }
}

/// What an operation does to kind, name, namespace and version of the object.
fn keeps_name(text: &str, name: &str, operation: Field<'_>, request: &Request<'_>, call: &Call, ctx: &mut Context<'_>) {
    let value = operation.get("value");
    let sets = matches!(name, "add" | "replace");
    match text {
        "/kind" | "/apiVersion" if sets => {
            let wanted = if text == "/kind" {
                call.gvk().kind.to_owned()
            } else {
                call.api_version()
            };
            if let Some(text) = value.str().filter(|text| !text.is_empty() && *text != wanted) {
                ctx.field(
                    value,
                    Reason::FieldValueInvalid,
                    format!("{text:?} where the object is {wanted}"),
                );
            }
        }
        "/metadata/name" if sets => set_name(value, request, call, ctx),
        "/metadata/name" | "/metadata" if name == "remove" => {
            ctx.field(
                operation.get("path"),
                Reason::FieldValueRequired,
                "the patch takes the object's name away",
            );
        }
        "/metadata/namespace" if sets => in_namespace(value, request, call, ctx),
        "/metadata/resourceVersion" if sets => version_is_one(value, ctx),
        _ => {}
    }
}
