//! The decoding stage: what the server says while it reads a document into its types. In: an object whose type the
//! tables know. Out: findings, and which misspelt keys stand for which fields. Called by `lint`, before the rules.
//!
//! The server stops at the first value of a wrong type and then names no unknown fields; here everything is told.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::value::{self, noun, seen};
use super::{Form, Scalar, Step, Type, misspelt};
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, Reason, Severity, Stage};
use crate::document::Object;
use crate::rule::Rule;
use crate::rules::schema as rules;
use crate::source::Span;
use crate::yaml::{DuplicateKey, Kind, Node, NodeId};

/// What came of decoding an object.
#[derive(Debug, Default)]
pub struct Decoded {
    /// What the server would say.
    pub found: Vec<Diagnostic>,
    /// Values under misspelt keys, and the fields that were meant. Rules judge the document with these keys put right,
    /// so that nothing is called missing that is only misspelt.
    pub meant: Vec<(NodeId, &'static str)>,
    /// Values under names that nothing is close to. What is missing beside them may be what they stand for.
    pub strange: Vec<NodeId>,
    /// Numbers that do not fit their fields. To rules they are of a wrong type, so that nothing is compared with them.
    pub unreadable: Vec<NodeId>,
}

/// Decodes an object; an object of unknown type gives nothing.
pub fn decode(object: &Object<'_>) -> Decoded {
    let Some(schema) = object.schema else {
        return Decoded::default();
    };
    let mut decoder = Decoder {
        object,
        open: Vec::with_capacity(32),
        decoded: Decoded::default(),
        names: HashMap::new(),
    };
    decoder.open.push((object.root, schema, true));
    // A list of open values rather than recursion: schemas in a CustomResourceDefinition nest as deep as text can.
    while let Some((node, schema, strict)) = decoder.open.pop() {
        decoder.value(object.tree.node(node), schema, strict);
    }
    decoder.duplicates();
    if super::is_off(object.gvk) {
        decoder.disabled_version();
    }
    decoder.decoded
}

struct Decoder<'d> {
    object: &'d Object<'d>,
    /// Values still to be read, their types, and whether unknown fields in them are faults.
    open: Vec<(NodeId, Type, bool)>,
    decoded: Decoded,
    /// The same as `decoded.meant`, to look names up.
    names: HashMap<NodeId, &'static str>,
}

impl<'d> Decoder<'d> {
    fn value(&mut self, node: Node<'d>, schema: Type, strict: bool) {
        let form = schema.form();
        match form {
            Form::Struct if node.is_map() => self.structure(node, schema, strict),
            Form::List(item) if node.is_seq() => self.all(node.items(), item, strict),
            Form::Map(value) if node.is_map() => self.all(node.live_keys().map(|(.., value)| value), value, strict),
            _ if value::plain(form).fit(node) => {}
            Form::OrBool(_) if node.is_bool() => {}
            // Scalars in place of these are dropped without a word.
            Form::OrList(_) | Form::OrStrings(_) if !node.is_map() && !node.is_seq() => {}
            // The server reads these by code of its own, which drops unknown fields instead of refusing them.
            Form::OrBool(one) | Form::OrList(one) | Form::OrStrings(one) if node.is_map() => {
                self.structure(node, one, false);
            }
            Form::OrList(item) if node.is_seq() => self.all(node.items(), item, false),
            Form::OrStrings(_) if node.is_seq() => {
                for item in node.items().filter(|item| !item.is_null() && item.as_str().is_none()) {
                    self.wrong_type(item, &format!("a string is needed, this is {}", seen(item)), schema);
                }
            }
            Form::Scalar(scalar) => {
                for (node, message) in value::faults(scalar, node, &|node| node.tree().is_json()) {
                    self.wrong_type(node, &message, schema);
                    if node.is_number() && scalar != Scalar::Bool {
                        self.decoded.unreadable.push(node.id());
                    }
                }
            }
            _ => self.wrong_type(
                node,
                &format!("{} is needed, this is {}", noun(form), seen(node)),
                schema,
            ),
        }
    }

    /// Has values of one type read, but for those that are right as one can see at once.
    fn all(&mut self, values: impl Iterator<Item = Node<'d>>, schema: Type, strict: bool) {
        let plain = value::plain(schema.form());
        let open = values.filter(|&value| !plain.fit(value));
        self.open.extend(open.map(|value| (value.id(), schema, strict)));
    }

    fn structure(&mut self, node: Node<'d>, schema: Type, strict: bool) {
        let Some(members) = schema.members() else { return };
        for (digest, key, value) in node.live_keys() {
            match members.find(key, digest) {
                Some(field) if field.plain().fit(value) => {}
                Some(field) => self.open.push((value.id(), field.schema(), strict)),
                None => self.unknown_field(node, schema, value, strict),
            }
        }
    }

    fn unknown_field(&mut self, map: Node<'d>, schema: Type, value: Node<'d>, strict: bool) {
        let Some(entry) = value.entry_in_parent() else { return };
        let key = entry.key;
        let written = &self.object.tree.source()[entry.key_span.range()];
        let path = self.path(value, false);
        let near = misspelt::field(key, schema, |name| map.get(name).is_some());
        let elsewhere = if near.is_some_and(|near| near.sure) {
            None
        } else {
            self.elsewhere(map, schema, key)
        };
        let severity = if strict { Severity::Error } else { Severity::Warning };
        let meant = near.filter(|near| strict && near.sure && fits(value, near.field.schema()));
        match meant.filter(|_| elsewhere.is_none()) {
            Some(near) => {
                self.decoded.meant.push((value.id(), near.field.name()));
                self.names.insert(value.id(), near.field.name());
                self.open.push((value.id(), near.field.schema(), strict));
            }
            None if strict => self.decoded.strange.push(value.id()),
            None => {}
        }
        let message = if strict {
            format!("unknown field {key:?}")
        } else {
            format!("unknown field {key:?}, which the server drops")
        };
        let found = self.push(
            &rules::unknown_field::RULE,
            Reason::FieldUnknown,
            value,
            entry.key_span,
            path,
            message,
        );
        found.severity = severity;
        if let Some(help) = elsewhere {
            found.help(help);
        } else if let Some(near) = near {
            let name = near.field.name();
            found.help(format!("did you mean {name:?}?"));
            if near.sure {
                found.fix(Fix {
                    title: format!("Rename to {name}"),
                    applicability: Applicability::Suggested,
                    edits: vec![Edit {
                        span: entry.key_span,
                        text: in_quotes_of(written, name),
                    }],
                });
            }
        }
    }

    /// Where a field of this name would be known: in a structure around this one, or in one inside.
    fn elsewhere(&self, map: Node<'d>, schema: Type, key: &str) -> Option<String> {
        let mut around = self.chain(map);
        while let Some((at, schema)) = around.pop() {
            if schema.is_some_and(|schema| schema.field(key).is_some()) {
                let place = match at.entry_in_parent() {
                    Some(entry) if at.id() != self.object.root => entry.key.to_owned(),
                    _ => self.object.gvk.kind.to_owned(),
                };
                return Some(format!("{key} is a field of {place}; check the indentation"));
            }
        }
        misspelt::inside(key, schema).map(|path| format!("{key} is a field of {path}"))
    }

    fn wrong_type(&mut self, node: Node<'d>, message: &str, schema: Type) {
        let path = self.path(node, true);
        let found = self.push(
            &rules::wrong_type::RULE,
            Reason::FieldValueTypeInvalid,
            node,
            node.span(),
            path,
            message.to_owned(),
        );
        if let Some(text) = value::mend(schema, node) {
            found.help(format!("write {text}"));
            if node.alias().is_none() {
                found.fix(Fix {
                    title: format!("Write {text}"),
                    applicability: Applicability::Safe,
                    edits: vec![Edit {
                        span: node.span(),
                        text,
                    }],
                });
            }
        }
    }

    fn disabled_version(&mut self) {
        let (node, kind) = (self.object.node(), self.object.gvk.kind);
        let api_version = node.get("apiVersion").unwrap_or(node);
        let message = format!("{} is not served unless it is turned on", api_version.scalar());
        let found = self.push(
            &rules::disabled_version::RULE,
            Reason::UnknownKind,
            node,
            api_version.span(),
            String::new(),
            message,
        );
        if let Some(versions) = rules::unknown_kind::served_as(kind) {
            found.help(format!("{kind} is served as {versions}"));
        }
    }

    fn duplicates(&mut self) {
        let object = self.object;
        let duplicates = object.tree.duplicates();
        let first = duplicates.partition_point(|twice| twice.value < object.root);
        for twice in &duplicates[first..] {
            let value = object.tree.node(twice.value);
            let mut around = std::iter::successors(Some(value), |node| node.parent());
            let outermost = around.find(|node| node.id() == object.root || node.parent().is_none());
            match outermost.map(Node::id) {
                Some(id) if id == object.root => {}
                // Behind the object; but the map of a merge, of which all that counts stands elsewhere, is in no tree.
                Some(id) if id == object.tree.root().id() => break,
                _ => continue,
            }
            let Some(entry) = value.entry_in_parent() else {
                continue;
            };
            // Where the server does not notice, one of the two values is lost in silence.
            let noticed = if value.tree().is_json() {
                self.is_typed(value)
            } else {
                same_kind(object.tree.source(), twice, entry.key)
            };
            let path = self.path(value, false);
            let found = self.push(
                &rules::duplicate_key::RULE,
                Reason::FieldDuplicate,
                value,
                twice.again,
                path,
                format!("key {:?} is set twice", entry.key),
            );
            found.related(twice.first, "first set here");
            if !noticed {
                found.severity = Severity::Warning;
            }
        }
    }

    /// Whether the key of a value is one of a structure or map that the server reads strictly.
    fn is_typed(&self, value: Node<'d>) -> bool {
        let around = self.chain(value);
        let strict = |schema: &Option<Type>| {
            schema.is_some_and(|schema| matches!(schema.form(), Form::Struct | Form::Map(_) | Form::List(_)))
        };
        let known = around.last().and_then(|&(_, schema)| self.step(schema?, value));
        known.is_some() && around.iter().all(|(_, schema)| strict(schema))
    }

    /// The collections from the object down to `node`, without it, and their types.
    fn chain(&self, node: Node<'d>) -> Vec<(Node<'d>, Option<Type>)> {
        let mut chain = vec![(self.object.node(), self.object.schema)];
        for node in node.ancestors_to(self.object.root) {
            let at = chain.last().and_then(|&(_, schema)| schema);
            chain.push((node, at.and_then(|at| self.step(at, node)).map(|(step, _)| step)));
        }
        chain.pop();
        chain
    }

    /// The type of `node` inside a value of type `at`, and whether it is the value of a map.
    fn step(&self, at: Type, node: Node<'d>) -> Option<(Type, bool)> {
        let Some(entry) = node.entry_in_parent() else {
            return at.item().map(|item| (item, false));
        };
        let meant = self.names.get(&node.id());
        match at.child(meant.copied().unwrap_or(entry.key))? {
            Step::Field(next) => Some((next, false)),
            Step::Value(next) => Some((next, true)),
        }
    }

    fn push(
        &mut self,
        rule: &'static Rule,
        reason: Reason,
        node: Node<'d>,
        span: Span,
        path: String,
        message: String,
    ) -> &mut Diagnostic {
        self.decoded.found.push(Diagnostic {
            rule,
            severity: rule.severity,
            stage: Stage::Decode,
            reason: Some(reason),
            span,
            path,
            pointer: Some(node.pointer()),
            message,
            help: None,
            related: Vec::new(),
            fixes: Vec::new(),
            document: self.object.document,
            item: self.object.item,
            resource: self.object.resource(),
        });
        let found = self.decoded.found.last_mut().expect("just pushed");
        if let Some(alias) = node.alias() {
            found.related(span, "the aliased value is written here").at(alias);
        }
        found
    }

    /// The path as the server prints it. Of a wrong type: without the keys of maps, with the embedded structures. Of a
    /// key: keys of maps stand like fields.
    fn path(&self, node: Node<'d>, of_type: bool) -> String {
        let mut path = String::new();
        let mut at = self.object.schema;
        for node in node.ancestors_to(self.object.root) {
            let step = at.and_then(|at| self.step(at, node));
            if let Some(entry) = node.entry_in_parent() {
                let embedded = at.and_then(|at| at.structure()?.field(entry.key)?.embedded());
                let key = (!of_type || step.is_none_or(|(_, is_value)| !is_value)).then_some(entry.key);
                for name in embedded.filter(|_| of_type).into_iter().chain(key) {
                    path.push_str(if path.is_empty() { "" } else { "." });
                    path.push_str(name);
                }
            } else if let Some(index) = node.index_in_parent() {
                let _ = write!(path, "[{index}]");
            }
            at = step.map(|(next, _)| next);
        }
        path
    }
}

/// A name in the quotes, if any, of the text it replaces.
fn in_quotes_of(replaced: &str, name: &str) -> String {
    let quote = replaced.chars().next().filter(|c| matches!(c, '"' | '\''));
    let quote = quote.map(String::from).unwrap_or_default();
    format!("{quote}{name}{quote}")
}

/// Whether the server takes two keys of the same text for the same: `1` and `"1"` are not, to its YAML reader.
fn same_kind(source: &str, twice: &DuplicateKey, key: &str) -> bool {
    #[derive(PartialEq)]
    enum KeyKind {
        Bool,
        Int,
        Float,
        Str,
    }
    let kind = |span: Span| {
        let text = &source[span.range()];
        if text.starts_with(['"', '\'']) {
            KeyKind::Str
        } else if matches!(key, "true" | "false") {
            KeyKind::Bool
        } else if key.parse::<i128>().is_ok() {
            let hex = text.contains(['x', 'X']);
            if !hex && text.contains(['.', 'e', 'E']) {
                KeyKind::Float
            } else {
                KeyKind::Int
            }
        } else if matches!(key, ".inf" | "-.inf" | ".nan") || key.parse::<f64>().is_ok() {
            KeyKind::Float
        } else {
            KeyKind::Str
        }
    };
    kind(twice.first) == kind(twice.again)
}

/// Whether a value could be of a type, as far as can be told without looking inside.
fn fits(node: Node<'_>, schema: Type) -> bool {
    match (schema.form(), node.kind()) {
        (_, Kind::Null)
        | (Form::Struct | Form::Map(_), Kind::Map)
        | (Form::List(_), Kind::Seq)
        | (Form::OrBool(_) | Form::OrList(_) | Form::OrStrings(_), Kind::Map | Kind::Seq) => true,
        (Form::Scalar(scalar), _) => value::faults(scalar, node, &|node| node.tree().is_json()).is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::cell::OnceCell;

    use super::*;
    use crate::schema::{GroupVersionKind, lookup};
    use crate::yaml;

    /// Severity, kind and path of what decoding finds.
    fn decoded(text: &str) -> Vec<String> {
        let tree = yaml::documents(text).next().expect("a document").expect("YAML");
        let name = |key: &str| tree.root().get(key).and_then(Node::as_str).expect("a name");
        let gvk = GroupVersionKind::parse(name("apiVersion"), name("kind"));
        let object = Object {
            tree: &tree,
            root: tree.root().id(),
            gvk,
            schema: lookup(gvk),
            operation: None,
            document: 0,
            item: None,
            resource: OnceCell::new(),
        };
        let mut found: Vec<_> = decode(&object)
            .found
            .iter()
            .map(|one| {
                let kind = match one.reason {
                    Some(Reason::FieldUnknown) => "unknown",
                    Some(Reason::FieldDuplicate) => "duplicate",
                    Some(Reason::FieldValueTypeInvalid) => "type",
                    _ => "other",
                };
                let mark = if one.severity == Severity::Error { "" } else { "?" };
                format!("{kind}{mark} {}", one.path)
            })
            .collect();
        found.sort();
        found
    }

    fn one(template: &str, value: &str) -> Vec<String> {
        decoded(&template.replace("VALUE", value))
    }

    /// Checks the values that a field takes, and those that it does not.
    fn edges(template: &str, path: &str, fine: &[&str], wrong: &[&str]) {
        for value in fine {
            assert_eq!(one(template, value), Vec::<String>::new(), "{value}");
        }
        for value in wrong {
            assert_eq!(one(template, value), [format!("type {path}")], "{value}");
        }
    }

    const POD: &str = "apiVersion: v1\nkind: Pod\n";

    #[test]
    fn strings() {
        edges(
            &format!("{POD}spec: {{hostname: VALUE}}"),
            "spec.hostname",
            &["null", "~", "", "abc", "\"1\"", "1:30", "2024-01-01", "\"\""],
            &["1", "1.5", "true", "yes", "[]", "{}", "0x10", "[null]"],
        );
    }

    #[test]
    fn booleans() {
        edges(
            &format!("{POD}spec: {{hostNetwork: VALUE}}"),
            "spec.hostNetwork",
            &["null", "true", "no", "Off"],
            &["1", "\"true\"", "tRue", "\"\"", "[]", "{}"],
        );
    }

    #[test]
    fn integers() {
        edges(
            "apiVersion: apps/v1\nkind: Deployment\nspec: {replicas: VALUE}",
            "spec.replicas",
            &[
                "null",
                "1",
                "-1",
                "1.0",
                "1e3",
                "0x10",
                "2147483647",
                "-2147483648",
                "-0.0",
            ],
            &[
                "2147483648",
                "-2147483649",
                "1.5",
                "1e-7",
                "1e30",
                "18446744073709551615",
                "\"1\"",
                "\"\"",
                "true",
                "[1]",
                "{}",
            ],
        );
        edges(
            &format!("{POD}spec: {{activeDeadlineSeconds: VALUE}}"),
            "spec.activeDeadlineSeconds",
            &["2147483648", "9223372036854775807", "-9223372036854775808"],
            &["9223372036854775808", "-9223372036854775809", "1e30"],
        );
        edges(
            "apiVersion: v1\nkind: Service\nspec: {ports: [{targetPort: VALUE}]}",
            "spec.ports[0].targetPort",
            &["null", "80", "\"80\"", "http", "1.0", "-1"],
            &["2147483648", "1.5", "true", "[]", "{}"],
        );
    }

    #[test]
    fn integers_of_json_have_no_point() {
        let template = r#"{"apiVersion": "v1", "kind": "Pod", "spec": {"activeDeadlineSeconds": VALUE}}"#;
        edges(
            template,
            "spec.activeDeadlineSeconds",
            &["5", "null"],
            &["5.0", "5e0", "5.5"],
        );
        // A flow mapping that is no JSON goes through YAML.
        assert_eq!(
            decoded("{apiVersion: v1, kind: Pod, spec: {activeDeadlineSeconds: 5.0}}"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn quantities() {
        edges(
            "apiVersion: v1\nkind: ResourceQuota\nspec: {hard: {cpu: VALUE}}",
            "spec.hard",
            &[
                "null",
                "1",
                "1.5",
                "-1",
                "1e30",
                "\"1Ki\"",
                "1k",
                "1m",
                "1n",
                "1E",
                "1e3",
                "1E+3",
                ".5",
                "5.",
                "\".\"",
                "\"+\"",
                "Ki",
                "e3",
                "\" 1 \"",
                "+1",
                "1Ei",
                "18446744073709551616",
            ],
            &[
                "1KI",
                "1K",
                "1ki",
                "1KiB",
                "1MB",
                "1U",
                "1Z",
                "1e",
                "1e+",
                "1e3.5",
                "1i",
                "1+3",
                "1_000Mi",
                "\"1,000\"",
                "1.2.3",
                "\"0x10\"",
                "\"\"",
                "NaN",
                "\"1\\n\"",
                "\"1 Gi\"",
                "true",
                "[]",
                "{}",
                "1m5",
            ],
        );
    }

    #[test]
    fn times() {
        edges(
            "apiVersion: v1\nkind: Node\nspec: {taints: [{timeAdded: VALUE}]}",
            "spec.taints[0].timeAdded",
            &[
                "null",
                "2024-01-01T00:00:00Z",
                "\"2024-02-29T0:00:00.5+24:00\"",
                "\"0000-01-01T00:00:00,1Z\"",
            ],
            &[
                "2024-01-01",
                "\"\"",
                "1",
                "true",
                "[]",
                "\"2024-01-01t00:00:00Z\"",
                "\"2024-01-01T00:00:00z\"",
                "\"2023-02-29T00:00:00Z\"",
                "\"2024-01-01T23:59:60Z\"",
                "\"2024-01-01T00:00:00\"",
                "\"2024-01-01T00:00:00+25:00\"",
            ],
        );
        edges(
            "apiVersion: coordination.k8s.io/v1\nkind: Lease\nspec: {renewTime: VALUE}",
            "spec.renewTime",
            &[
                "null",
                "2024-01-01T00:00:00.000000Z",
                "\"2024-01-01T00:00:00,123456+01:00\"",
            ],
            &["2024-01-01T00:00:00Z", "2024-01-01T00:00:00.0000000Z", "1", "{}"],
        );
    }

    #[test]
    fn bytes() {
        edges(
            "apiVersion: v1\nkind: Secret\ndata: {a: VALUE}",
            "data",
            &["null", "YQ==", "\"\"", "\"YW\\nJj\"", "YR==", "[]"],
            &["YQ", "YQ=", "\"YW Jj\"", "-_-_", "1", "true", "{}", "==="],
        );
        let template = "apiVersion: v1\nkind: Secret\ndata: {a: VALUE}";
        assert_eq!(one(template, "[0, 255, 1.0, null]"), Vec::<String>::new());
        assert_eq!(
            one(template, "[256, 1, -1, x]"),
            ["type data[0]", "type data[2]", "type data[3]"]
        );
    }

    #[test]
    fn collections() {
        edges(
            &format!("{POD}spec: {{tolerations: VALUE}}"),
            "spec.tolerations",
            &["null", "[]", "[null]", "[{}]"],
            &["{}", "1", "x", "\"\""],
        );
        edges(
            &format!("{POD}metadata: {{labels: VALUE}}"),
            "metadata.labels",
            &["null", "{}", "{a: null}", "{a: b}"],
            &["[]", "x", "{a: 1}", "{a: {}}"],
        );
        assert_eq!(
            decoded(&format!("{POD}spec: {{tolerations: [{{}}, 1, x]}}")),
            ["type spec.tolerations[1]", "type spec.tolerations[2]"]
        );
    }

    #[test]
    fn paths_of_types_name_embedded_structures_and_no_keys() {
        assert_eq!(
            decoded(&format!(
                "{POD}spec: {{volumes: [{{configMap: {{name: 1, items: x}}}}]}}"
            )),
            [
                "type spec.volumes[0].VolumeSource.configMap.LocalObjectReference.name",
                "type spec.volumes[0].VolumeSource.configMap.items"
            ]
        );
        assert_eq!(
            decoded(
                "apiVersion: resource.k8s.io/v1\nkind: ResourceSlice\nspec: {devices: [{attributes: {model: {string: 1, x: 2}}}]}"
            ),
            [
                "type spec.devices[0].attributes.string",
                "unknown spec.devices[0].attributes.model.x"
            ]
        );
    }

    const SCHEMA: &str = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n\
        spec: {versions: [{schema: {openAPIV3Schema: {properties: {a: {VALUE}}}}}]}";

    #[test]
    fn schemas_inside_definitions() {
        let path = "spec.versions[0].schema.openAPIV3Schema.properties";
        for fine in [
            "items: 5",
            "items: [{}, null]",
            "additionalProperties: yes",
            "dependencies: {x: [a, null], y: 5, z: {}}",
            "default: [1, {a: b}]",
            "enum: [1, a, null]",
            "maximum: 1.5",
            "not: null",
            "example: null",
        ] {
            assert_eq!(one(SCHEMA, fine), Vec::<String>::new(), "{fine}");
        }
        for (wrong, below) in [
            ("type: 5", ".type"),
            ("items: {type: 5}", ".items.type"),
            ("items: [{type: 5}]", ".items[0].type"),
            ("additionalProperties: 5", ".additionalProperties"),
            ("additionalProperties: []", ".additionalProperties"),
            ("dependencies: {x: [5]}", ".dependencies[0]"),
            ("dependencies: {x: {type: 5}}", ".dependencies.type"),
            ("maximum: \"1\"", ".maximum"),
            ("not: true", ".not"),
            ("properties: {x: 5}", ".properties"),
        ] {
            assert_eq!(one(SCHEMA, wrong), [format!("type {path}{below}")], "{wrong}");
        }
        assert_eq!(one(SCHEMA, "bogus: 1"), [format!("unknown {path}.a.bogus")]);
        assert_eq!(one(SCHEMA, "not: {bogus: 1}"), [format!("unknown {path}.a.not.bogus")]);
        assert_eq!(
            one(SCHEMA, "items: {bogus: 1}"),
            [format!("unknown? {path}.a.items.bogus")]
        );
    }

    #[test]
    fn schemas_may_nest_deep() {
        let depth = 3000;
        let text = SCHEMA.replace(
            "VALUE",
            &format!("{}type: 5{}", "not: {".repeat(depth), "}".repeat(depth)),
        );
        assert_eq!(decoded(&text).len(), 1);
    }

    #[test]
    fn duplicates() {
        let map = "apiVersion: v1\nkind: ConfigMap\n";
        assert_eq!(decoded(&format!("{map}data: {{a: x, a: z}}")), ["duplicate data.a"]);
        // The first value is never read.
        assert_eq!(decoded(&format!("{map}data: {{a: 1, a: z}}")), ["duplicate data.a"]);
        let thrice = decoded(&format!("{map}data: {{a: 1, a: 2, a: z}}"));
        assert_eq!(thrice, ["duplicate data.a", "duplicate data.a"]);
        // Two keys to YAML, that only JSON makes one.
        assert!(decoded(&format!("{map}data: {{1: x, \"1\": z}}")).is_empty());
        assert_eq!(
            decoded(&format!("{map}data: {{on: x, yes: z}}")),
            ["duplicate data.true"]
        );
        let raw = "apiVersion: apps/v1\nkind: ControllerRevision\ndata: {a: 1, a: 2}";
        assert_eq!(decoded(raw), ["duplicate data.a"]);
        let raw = r#"{"apiVersion": "apps/v1", "kind": "ControllerRevision", "data": {"a": 1, "a": 2}}"#;
        assert_eq!(decoded(raw), ["duplicate? data.a"]);
        let typed = r#"{"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": "1", "a": "2"}}"#;
        assert_eq!(decoded(typed), ["duplicate data.a"]);
    }
}
