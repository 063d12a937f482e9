//! The decoding stage: what the server says while it reads a document into its types.

use std::borrow::Cow;

use super::{Form, Scalar, Step, Type};
use crate::diagnostic::{Diagnostic, Reason, Severity, Stage};
use crate::document::Object;
use crate::rule::Rule;
use crate::rules::schema as rules;
use crate::source::Span;
use crate::suggest::nearest;
use crate::yaml::{Kind, Node};

/// All findings of the decoding stage, of an object whose type the tables know.
pub fn decode(object: &Object<'_>) -> Vec<Diagnostic> {
    let Some(schema) = object.schema else { return Vec::new() };
    let mut decoder = Decoder {
        object,
        open: vec![(object.node(), schema)],
        found: Vec::new(),
    };
    while let Some((node, schema)) = decoder.open.pop() {
        decoder.value(node, schema);
    }
    decoder.duplicates();
    decoder.found
}

struct Decoder<'d> {
    object: &'d Object<'d>,
    /// Values still to be read.
    open: Vec<(Node<'d>, Type)>,
    found: Vec<Diagnostic>,
}

impl<'d> Decoder<'d> {
    fn value(&mut self, node: Node<'d>, schema: Type) {
        let kind = node.kind();
        match (schema.form(), kind) {
            (_, Kind::Null) => {}
            (Form::Struct, Kind::Map) => self.structure(node, schema),
            (Form::OrBool(one) | Form::OrList(one) | Form::OrStrings(one), Kind::Map) => self.structure(node, one),
            (Form::List(item) | Form::OrList(item), Kind::Seq) => {
                self.open.extend(node.items().map(|node| (node, item)));
            }
            (Form::Map(value), Kind::Map) => {
                self.open.extend(node.entries().map(|entry| (entry.value, value)));
            }
            (Form::Scalar(scalar), _) => {
                if let Some(wrong) = scalar_fault(scalar, node) {
                    self.wrong_type(node, &wrong);
                }
            }
            (Form::OrBool(_), Kind::Bool(_)) | (Form::OrStrings(_), Kind::Seq) => {}
            (form, _) => self.wrong_type(node, &format!("{} is needed, this is {}", noun(form), seen(node))),
        }
    }

    fn structure(&mut self, node: Node<'d>, schema: Type) {
        for entry in node.entries() {
            match schema.child(entry.key) {
                Some(Step::Field(next) | Step::Value(next)) => self.open.push((entry.value, next)),
                None => self.unknown_field(node, schema, entry.key, entry.key_span, entry.value),
            }
        }
    }

    fn unknown_field(&mut self, map: Node<'d>, schema: Type, key: &str, span: Span, value: Node<'d>) {
        let path = self.path(value, false);
        let near = nearest(
            key,
            schema
                .fields()
                .map(super::FieldInfo::name)
                .filter(|name| map.get(name).is_none()),
        );
        let found = self.push(
            &rules::unknown_field::RULE,
            Reason::FieldUnknown,
            value,
            span,
            path,
            format!("unknown field {key:?}"),
        );
        if let Some(near) = near {
            found.help(format!("did you mean {near:?}?"));
        }
    }

    fn wrong_type(&mut self, node: Node<'d>, message: &str) {
        let path = self.path(node, true);
        self.push(
            &rules::wrong_type::RULE,
            Reason::FieldValueTypeInvalid,
            node,
            node.span(),
            path,
            message.to_owned(),
        );
    }

    fn duplicates(&mut self) {
        let root = self.object.root;
        for twice in self.object.tree.duplicates() {
            let value = self.object.tree.node(twice.value);
            if !std::iter::successors(Some(value), |node| node.parent()).any(|node| node.id() == root) {
                continue;
            }
            let key = value.entry_in_parent().map_or("", |entry| entry.key);
            let path = self.path(value, false);
            self.push(
                &rules::duplicate_key::RULE,
                Reason::FieldDuplicate,
                value,
                twice.again,
                path,
                format!("key {key:?} is set twice"),
            )
            .related(twice.first, "first set here");
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
        self.found.push(Diagnostic {
            rule,
            severity: Severity::Error,
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
        let found = self.found.last_mut().expect("just pushed");
        if let Some(alias) = node.alias() {
            found.related(span, "the aliased value is written here").at(alias);
        }
        found
    }

    /// The path as the server prints it: of a wrong type without keys of maps, but with embedded structures.
    fn path(&self, node: Node<'d>, of_type: bool) -> String {
        let mut path = String::new();
        let mut at = self.object.schema;
        for node in node.ancestors_to(self.object.root) {
            if let Some(entry) = node.entry_in_parent() {
                let step = at.and_then(|at| at.child(entry.key));
                let is_value = matches!(step, Some(Step::Value(_)));
                if is_value && !of_type {
                    path.push('[');
                    path.push_str(entry.key);
                    path.push(']');
                } else if !is_value {
                    let embedded = at
                        .and_then(|at| at.field(entry.key))
                        .and_then(super::FieldInfo::embedded);
                    for name in embedded.filter(|_| of_type).into_iter().chain([entry.key]) {
                        path.push_str(if path.is_empty() { "" } else { "." });
                        path.push_str(name);
                    }
                }
                at = match step {
                    Some(Step::Field(next) | Step::Value(next)) => Some(next),
                    None => None,
                };
            } else if let Some(index) = node.index_in_parent() {
                path.push_str(&format!("[{index}]"));
                at = at.and_then(Type::item);
            }
        }
        path
    }
}

fn noun(form: Form) -> &'static str {
    match form {
        Form::Struct | Form::Map(_) => "a mapping",
        Form::List(_) => "a list",
        Form::OrList(_) => "a mapping or a list",
        Form::OrBool(_) => "a mapping or a boolean",
        Form::OrStrings(_) => "a mapping or a list of strings",
        Form::Scalar(_) => "a value",
    }
}

/// The value as a message names it.
fn seen(node: Node<'_>) -> Cow<'static, str> {
    match node.kind() {
        Kind::Null => Cow::Borrowed("null"),
        Kind::Bool(value) => Cow::Owned(format!("the boolean {value}")),
        Kind::Int(_) | Kind::UInt(_) | Kind::Float(_) => Cow::Owned(format!("the number {}", node.scalar())),
        Kind::Str => Cow::Owned(format!("the string {:?}", node.scalar())),
        Kind::Seq => Cow::Borrowed("a list"),
        Kind::Map => Cow::Borrowed("a mapping"),
    }
}

/// What is wrong with a scalar, if anything is.
fn scalar_fault(scalar: Scalar, node: Node<'_>) -> Option<String> {
    let kind = node.kind();
    let need = |what: &str| Some(format!("{what} is needed, this is {}", seen(node)));
    match scalar {
        Scalar::Json | Scalar::Fields | Scalar::Raw => None,
        Scalar::String | Scalar::Time | Scalar::MicroTime | Scalar::Duration | Scalar::Bytes => match kind {
            Kind::Str => None,
            _ => need("a string"),
        },
        Scalar::Bool => match kind {
            Kind::Bool(_) => None,
            _ => need("a boolean"),
        },
        Scalar::Int32 => integer(node, i64::from(i32::MIN), i64::from(i32::MAX)),
        Scalar::Int64 => integer(node, i64::MIN, i64::MAX),
        Scalar::Number => match kind {
            Kind::Int(_) | Kind::UInt(_) | Kind::Float(_) => None,
            _ => need("a number"),
        },
        Scalar::IntOrString => match kind {
            Kind::Str => None,
            Kind::Int(_) | Kind::UInt(_) | Kind::Float(_) => integer(node, i64::from(i32::MIN), i64::from(i32::MAX)),
            _ => need("an integer or a string"),
        },
        Scalar::Quantity => match kind {
            Kind::Str | Kind::Int(_) | Kind::UInt(_) | Kind::Float(_) => None,
            _ => need("a quantity"),
        },
    }
}

fn integer(node: Node<'_>, min: i64, max: i64) -> Option<String> {
    match node.kind() {
        Kind::Int(value) if (min..=max).contains(&value) => None,
        Kind::Int(_) | Kind::UInt(_) => Some(format!("{} is out of range, {min} to {max} fit", node.scalar())),
        Kind::Float(value)
            if value.fract() == 0.0
                && value.abs() < 1e18
                && node
                    .scalar()
                    .parse::<i64>()
                    .is_ok_and(|value| (min..=max).contains(&value)) =>
        {
            None
        }
        _ => Some(format!("an integer is needed, this is {}", seen(node))),
    }
}
