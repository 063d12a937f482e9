//! The decoding stage: what the server says while it reads a document into its types. In: an object whose type the
//! tables know. Out: findings, and which misspelt keys stand for which fields. Called by `lint`, before the rules.
//!
//! The server stops at the first value of a wrong type and then names no unknown fields; here everything is told.

use std::cell::OnceCell;

use serde::de::IgnoredAny;

use super::value::{self, noun, seen};
use super::{Form, Step, Type, misspelt};
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
        open: Vec::new(),
        decoded: Decoded::default(),
        json: OnceCell::new(),
    };
    decoder.open.push((object.node(), schema, true));
    // A list of open values rather than recursion: schemas in a CustomResourceDefinition nest as deep as text can.
    while let Some((node, schema, strict)) = decoder.open.pop() {
        decoder.value(node, schema, strict);
    }
    decoder.duplicates();
    if super::kind(object.gvk).is_some_and(|kind| kind.off) {
        decoder.disabled_version();
    }
    decoder.decoded
}

struct Decoder<'d> {
    object: &'d Object<'d>,
    /// Values still to be read, their types, and whether unknown fields in them are faults.
    open: Vec<(Node<'d>, Type, bool)>,
    decoded: Decoded,
    /// Whether the server takes the text for JSON rather than YAML.
    json: OnceCell<bool>,
}

impl<'d> Decoder<'d> {
    fn value(&mut self, node: Node<'d>, schema: Type, strict: bool) {
        let kind = node.kind();
        let form = schema.form();
        match (form, kind) {
            (_, Kind::Null) => {}
            (Form::Struct, Kind::Map) => self.structure(node, schema, strict),
            // The server reads these by code of its own, which drops unknown fields instead of refusing them.
            (Form::OrBool(one) | Form::OrList(one) | Form::OrStrings(one), Kind::Map) => {
                self.structure(node, one, false);
            }
            (Form::OrList(item), Kind::Seq) => self.open.extend(node.items().map(|node| (node, item, false))),
            (Form::List(item), Kind::Seq) => self.open.extend(node.items().map(|node| (node, item, strict))),
            (Form::Map(value), Kind::Map) => {
                for entry in node.entries() {
                    if !self.is_overridden(entry.value) {
                        self.open.push((entry.value, value, strict));
                    }
                }
            }
            (Form::OrStrings(_), Kind::Seq) => {
                for item in node.items().filter(|item| !item.is_null() && item.as_str().is_none()) {
                    self.wrong_type(item, &format!("a string is needed, this is {}", seen(item)), schema);
                }
            }
            (Form::Scalar(scalar), _) => {
                for (node, message) in value::faults(scalar, node, &|node| self.is_json(node)) {
                    self.wrong_type(node, &message, schema);
                    if matches!(node.kind(), Kind::Int(_) | Kind::UInt(_) | Kind::Float(_)) {
                        self.decoded.unreadable.push(node.id());
                    }
                }
            }
            (Form::OrBool(_), Kind::Bool(_)) => {}
            // Anything else is dropped without a word here.
            (
                Form::OrList(_) | Form::OrStrings(_),
                Kind::Bool(_) | Kind::Int(_) | Kind::UInt(_) | Kind::Float(_) | Kind::Str,
            ) => {}
            _ => self.wrong_type(
                node,
                &format!("{} is needed, this is {}", noun(form), seen(node)),
                schema,
            ),
        }
    }

    fn structure(&mut self, node: Node<'d>, schema: Type, strict: bool) {
        for entry in node.entries() {
            if self.is_overridden(entry.value) {
                continue;
            }
            match schema.field(entry.key) {
                Some(field) => self.open.push((entry.value, field.schema(), strict)),
                None => self.unknown_field(node, schema, entry.value, strict),
            }
        }
    }

    /// Whether a later entry of the same key counts instead.
    fn is_overridden(&self, value: Node<'d>) -> bool {
        let twice = self.object.tree.duplicates();
        !twice.is_empty()
            && value.entry_in_parent().is_some_and(|entry| {
                twice
                    .iter()
                    .any(|twice| twice.first == entry.key_span && twice.value != value.id())
            })
    }

    fn unknown_field(&mut self, map: Node<'d>, schema: Type, value: Node<'d>, strict: bool) {
        let Some(entry) = value.entry_in_parent() else { return };
        let key = entry.key;
        let path = self.path(value, false);
        let near = misspelt::field(key, schema, |name| map.get(name).is_some());
        let elsewhere = if near.is_some_and(|near| near.sure) {
            None
        } else {
            self.elsewhere(map, schema, key)
        };
        let severity = if strict { Severity::Error } else { Severity::Warning };
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
                        text: name.to_owned(),
                    }],
                });
                let meant = near.field.schema();
                if strict && self.fits(value, meant) {
                    self.decoded.meant.push((value.id(), name));
                    self.open.push((value, meant, strict));
                }
            }
        }
    }

    /// Whether a value could be of a type, as far as can be told without looking inside.
    fn fits(&self, node: Node<'d>, schema: Type) -> bool {
        match (schema.form(), node.kind()) {
            (_, Kind::Null) | (Form::Struct | Form::Map(_), Kind::Map) | (Form::List(_), Kind::Seq) => true,
            (Form::OrBool(_) | Form::OrList(_) | Form::OrStrings(_), Kind::Map | Kind::Seq) => true,
            (Form::Scalar(scalar), _) => value::faults(scalar, node, &|node| self.is_json(node)).is_empty(),
            _ => false,
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
        for twice in object.tree.duplicates() {
            let value = object.tree.node(twice.value);
            let inside = std::iter::successors(Some(value), |node| node.parent()).any(|node| node.id() == object.root);
            let Some(entry) = value.entry_in_parent().filter(|_| inside) else {
                continue;
            };
            // Where the server does not notice, one of the two values is lost in silence.
            let noticed = if self.is_json(value) {
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
        let meant = self.decoded.meant.iter().find(|(value, _)| *value == node.id());
        match at.child(meant.map_or(entry.key, |&(_, name)| name))? {
            Step::Field(next) => Some((next, false)),
            Step::Value(next) => Some((next, true)),
        }
    }

    /// Whether the server reads the value from JSON: a text that starts as JSON, up to where it ceases to be it.
    fn is_json(&self, node: Node<'d>) -> bool {
        *self.json.get_or_init(|| {
            let source = self.object.tree.source();
            let source = source.strip_prefix('\u{feff}').unwrap_or(source);
            if !source.trim_start().starts_with('{') {
                return false;
            }
            let mut stream = serde_json::Deserializer::from_str(source).into_iter::<IgnoredAny>();
            while stream.next().is_some_and(|value| value.is_ok()) {}
            stream.byte_offset() > node.span().start as usize
        })
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
            resource: self.object.resource.clone(),
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
                path.push_str(&format!("[{index}]"));
            }
            at = step.map(|(next, _)| next);
        }
        path
    }
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
