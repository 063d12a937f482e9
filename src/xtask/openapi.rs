//! Reads what a server publishes about itself, its OpenAPI and discovery documents, into a model of its types.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use admit::schema::model::{Field, Kind, Model, minor_of};
use anyhow::{Context as _, bail};
use serde_json::Value;

/// Types that the server decodes by code of their own, by the end of their name, as the tables call them.
const SPECIAL: [(&str, &str); 11] = [
    ("resource.Quantity", "quantity"),
    ("intstr.IntOrString", "int-or-string"),
    ("runtime.RawExtension", "raw"),
    ("meta.v1.Time", "time"),
    ("meta.v1.MicroTime", "micro-time"),
    ("meta.v1.FieldsV1", "fields"),
    ("apiextensions.v1.JSON", "json"),
    (
        "apiextensions.v1.JSONSchemaPropsOrArray",
        "apiextensions.v1.JSONSchemaProps|list",
    ),
    (
        "apiextensions.v1.JSONSchemaPropsOrBool",
        "apiextensions.v1.JSONSchemaProps|bool",
    ),
    (
        "apiextensions.v1.JSONSchemaPropsOrStringArray",
        "apiextensions.v1.JSONSchemaProps|strings",
    ),
    ("meta.v1.Patch", "json"),
];

/// Which embedded Go structure holds a field, by type and field.
pub(crate) type Embedded = HashMap<(String, String), String>;

/// Reads the list of embedded structures: `TYPE STRUCTURE FIELD..` a line.
pub(crate) fn embedded(path: &Path) -> anyhow::Result<Embedded> {
    let text = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let mut found = Embedded::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let mut words = line.split(' ');
        let (Some(name), Some(structure)) = (words.next(), words.next()) else {
            bail!("{}: not TYPE STRUCTURE FIELD..: {line}", path.display());
        };
        for field in words {
            found.insert((name.to_owned(), field.to_owned()), structure.to_owned());
        }
    }
    Ok(found)
}

/// Reads dumps, one model for each version; a kind that some dump of its version lacks is off by default.
pub(crate) fn read(dumps: &[PathBuf], embedded: &Embedded) -> anyhow::Result<Vec<Model>> {
    let mut by_version: BTreeMap<u8, Vec<&PathBuf>> = BTreeMap::new();
    for dump in dumps {
        let version = json(&dump.join("version.json"))?;
        let version = version["kubernetes"].as_str().unwrap_or_default();
        let version = version.trim_start_matches('v');
        let minor = version.rsplit_once('.').and_then(|(minor, _)| minor_of(minor));
        let minor = minor.with_context(|| format!("{}: no version in version.json", dump.display()))?;
        by_version.entry(minor).or_default().push(dump);
    }
    let mut models = Vec::new();
    for (minor, dumps) in by_version {
        let mut model = Model {
            versions: vec![minor],
            ..Model::default()
        };
        let mut seen: BTreeMap<(String, String, String), (Kind, usize)> = BTreeMap::new();
        for dump in &dumps {
            let mut definitions = BTreeMap::new();
            read_definitions(dump, &mut definitions)?;
            for (name, definition) in &definitions {
                let name = short(name);
                if SPECIAL.iter().all(|&(special, _)| special != name) {
                    let fields = fields(&name, definition, embedded)?;
                    model.types.insert(name, fields);
                }
            }
            for kind in read_kinds(dump, &definitions)? {
                let key = (kind.group.clone(), kind.version.clone(), kind.name.clone());
                seen.entry(key).or_insert((kind, 0)).1 += 1;
            }
        }
        for (mut kind, count) in seen.into_values() {
            kind.off = count < dumps.len();
            model.kinds.push(kind);
        }
        model.prune();
        model.sort();
        models.push(model);
    }
    Ok(models)
}

fn json(path: &Path) -> anyhow::Result<Value> {
    let text = std::fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    serde_json::from_slice(&text).with_context(|| format!("parsing {}", path.display()))
}

/// `io.k8s.api.apps.v1.Deployment` as `apps.v1.Deployment`.
fn short(name: &str) -> String {
    let parts: Vec<&str> = name.split('.').collect();
    let keep = match parts.as_slice() {
        [.., "resource" | "intstr" | "runtime", _] => 2,
        _ => 3,
    };
    parts[parts.len().saturating_sub(keep)..].join(".")
}

fn read_definitions(dump: &Path, definitions: &mut BTreeMap<String, Value>) -> anyhow::Result<()> {
    let folder = dump.join("openapi");
    let files = std::fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut files = files
        .map(|file| file.map(|file| file.path()))
        .collect::<Result<Vec<_>, _>>()?;
    files.sort();
    for file in files {
        if let Value::Object(schemas) = json(&file)?["components"]["schemas"].take() {
            definitions.extend(schemas);
        }
    }
    Ok(())
}

fn read_kinds(dump: &Path, definitions: &BTreeMap<String, Value>) -> anyhow::Result<Vec<Kind>> {
    let mut types = HashMap::new();
    for (name, definition) in definitions {
        for gvk in definition["x-kubernetes-group-version-kind"]
            .as_array()
            .into_iter()
            .flatten()
        {
            types.insert(
                (text(&gvk["group"]), text(&gvk["version"]), text(&gvk["kind"])),
                short(name),
            );
        }
    }
    let mut kinds = Vec::new();
    for file in ["api.json", "apis.json"] {
        let discovery = json(&dump.join("discovery").join(file))?;
        for item in list(&discovery["items"]) {
            let group = text(&item["metadata"]["name"]);
            for version in list(&item["versions"]) {
                for resource in list(&version["resources"]) {
                    let name = text(&resource["resource"]);
                    let cluster = resource["scope"] == "Cluster";
                    let own = text(&resource["responseKind"]["kind"]);
                    let can = |verb: &str| list(&resource["verbs"]).iter().any(|one| one == verb);
                    let mut below: Vec<_> = list(&resource["subresources"])
                        .iter()
                        .map(|one| text(&one["subresource"]))
                        .collect();
                    below.sort();
                    let mut add = |response: &Value, resource: String, read_only: bool| {
                        let or = |key: &str, default: &str| match text(&response[key]) {
                            empty if empty.is_empty() => default.to_owned(),
                            named => named,
                        };
                        let kind = Kind {
                            group: or("group", &group),
                            version: or("version", &text(&version["version"])),
                            name: text(&response["kind"]),
                            cluster,
                            read_only,
                            create_only: !resource.contains('/') && can("create") && !can("get"),
                            no_collection: !resource.contains('/') && can("delete") && !can("deletecollection"),
                            below: if resource.contains('/') {
                                Vec::new()
                            } else {
                                below.clone()
                            },
                            resource,
                            ..Kind::default()
                        };
                        let key = (kind.group.clone(), kind.version.clone(), kind.name.clone());
                        if let Some(type_name) = types.get(&key) {
                            kinds.push(Kind {
                                type_name: type_name.clone(),
                                ..kind
                            });
                        }
                    };
                    add(&resource["responseKind"], name.clone(), !can("create"));
                    for below in list(&resource["subresources"]) {
                        if below["responseKind"]["kind"] != own.as_str() {
                            let path = format!("{name}/{}", text(&below["subresource"]));
                            add(&below["responseKind"], path, true);
                        }
                    }
                }
            }
        }
    }
    // A kind that is a resource of its own is not one that exists only below another.
    let own: Vec<(String, String, String)> = kinds
        .iter()
        .filter(|kind| !kind.resource.contains('/'))
        .map(|kind| (kind.group.clone(), kind.version.clone(), kind.name.clone()))
        .collect();
    kinds.retain(|kind| {
        !kind.resource.contains('/') || !own.contains(&(kind.group.clone(), kind.version.clone(), kind.name.clone()))
    });
    kinds.sort();
    kinds.dedup_by(|a, b| (&a.group, &a.version, &a.name) == (&b.group, &b.version, &b.name));
    Ok(kinds)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn fields(name: &str, definition: &Value, embedded: &Embedded) -> anyhow::Result<Vec<Field>> {
    let required = list(&definition["required"]);
    let mut found = Vec::new();
    for (field, schema) in definition["properties"].as_object().into_iter().flatten() {
        let type_expr = type_expr(schema).with_context(|| format!("type of {name}.{field}"))?;
        let keys: Vec<String> = list(&schema["x-kubernetes-list-map-keys"]).iter().map(text).collect();
        let description = text(&schema["description"]);
        found.push(Field {
            name: field.clone(),
            type_expr,
            required: required.iter().any(|one| one == field.as_str()),
            deprecated: is_deprecated(&description),
            // An empty structure as the default only says that the field is not a pointer.
            default: schema
                .get("default")
                .filter(|default| **default != serde_json::json!({}))
                .map(Value::to_string),
            list: match schema["x-kubernetes-list-type"].as_str() {
                Some("map") => Some(keys.join(",")),
                Some(other) => Some(other.to_owned()),
                None => None,
            },
            values: list(&schema["enum"]).iter().map(text).collect(),
            embedded: embedded.get(&(name.to_owned(), field.clone())).cloned(),
            ..Field::default()
        });
    }
    Ok(found)
}

/// Whether a sentence of the description begins with the word.
fn is_deprecated(description: &str) -> bool {
    description.split(['.', '\n']).any(|sentence| {
        let sentence = sentence.trim_start().to_ascii_lowercase();
        sentence.starts_with("deprecated") || sentence.contains("is deprecated")
    })
}

fn type_expr(schema: &Value) -> anyhow::Result<String> {
    let reference = schema["$ref"].as_str().or_else(|| schema["allOf"][0]["$ref"].as_str());
    if let Some(reference) = reference {
        let name = short(reference.rsplit('/').next().unwrap_or_default());
        let special = SPECIAL.iter().find(|&&(special, _)| special == name);
        return Ok(special.map_or(name, |&(_, expr)| expr.to_owned()));
    }
    let kind = schema["type"].as_str();
    let format = schema["format"].as_str();
    Ok(match (kind, format) {
        (Some("string"), Some("byte")) => "bytes".to_owned(),
        (Some("string"), None) => "string".to_owned(),
        (Some("boolean"), None) => "bool".to_owned(),
        (Some("integer"), Some(format @ ("int32" | "int64"))) => format.to_owned(),
        (Some("number"), _) => "number".to_owned(),
        (Some("array"), _) => format!("[]{}", type_expr(&schema["items"])?),
        (Some("object"), _) if schema.get("additionalProperties").is_some() => {
            format!("{{}}{}", type_expr(&schema["additionalProperties"])?)
        }
        _ => bail!("unexpected schema {schema}"),
    })
}
