//! Single values: whether Go's JSON decoder could read one into a type, and how messages name it.

use std::borrow::Cow;

use super::{Form, Scalar, Type};
use crate::check::quantity::Quantity;
use crate::check::{base64, quote, time};
use crate::yaml::{Kind, Looks, Node};

/// What a type needs, as messages say it.
pub(super) fn noun(form: Form) -> &'static str {
    match form {
        Form::Struct | Form::Map(_) => "a mapping",
        Form::List(_) => "a list",
        Form::OrList(_) => "a mapping or a list",
        Form::OrBool(_) => "a mapping or a boolean",
        Form::OrStrings(_) => "a mapping or a list of strings",
        Form::Scalar(_) => "a value",
    }
}

/// The value as messages name it.
pub(super) fn seen(node: Node<'_>) -> Cow<'static, str> {
    let scalar = |noun: &str| {
        let (value, written) = (node.scalar(), source(node));
        if value == written || written.is_empty() {
            format!("the {noun} {value}")
        } else {
            format!("the {noun} {value}, as YAML reads {written}")
        }
    };
    match node.kind() {
        Kind::Null => Cow::Borrowed("null"),
        Kind::Bool(_) => Cow::Owned(scalar("boolean")),
        Kind::Int(_) | Kind::UInt(_) | Kind::Float(_) => Cow::Owned(scalar("number")),
        Kind::Str => Cow::Owned(format!("the string {}", quote(node.scalar()))),
        Kind::Seq => Cow::Borrowed("a list"),
        Kind::Map => Cow::Borrowed("a mapping"),
    }
}

fn source(node: Node<'_>) -> &str {
    node.tree().source().get(node.span().range()).unwrap_or_default()
}

/// What values of a type mostly look like, so that nothing can be wrong with them.
pub(super) const fn plain(form: Form) -> Looks {
    let Form::Scalar(scalar) = form else {
        return Looks::NULL;
    };
    let looks = match scalar {
        Scalar::String => Looks::STR,
        Scalar::Bool => Looks::BOOL,
        Scalar::Int32 | Scalar::Int64 => Looks::SHORT_INT,
        Scalar::IntOrString => Looks::STR.or(Looks::SHORT_INT),
        Scalar::Number | Scalar::Quantity => Looks::NUMBER,
        Scalar::Json | Scalar::Fields | Scalar::Raw => Looks::ALL,
        Scalar::Bytes | Scalar::Time | Scalar::MicroTime => Looks::NONE,
    };
    looks.or(Looks::NULL)
}

/// What is wrong with a value that is to be a scalar, and where; nothing where it is fine, which costs no allocation.
pub(super) fn faults<'d>(
    scalar: Scalar,
    node: Node<'d>,
    is_json: &dyn Fn(Node<'d>) -> bool,
) -> Vec<(Node<'d>, String)> {
    let kind = node.kind();
    let text = node.scalar();
    let fault = match (scalar, kind) {
        _ if plain(Form::Scalar(scalar)).fit(node) => None,
        (Scalar::Int32 | Scalar::IntOrString, Kind::Int(_) | Kind::UInt(_) | Kind::Float(_)) => {
            integer(node, i64::from(i32::MIN), i64::from(i32::MAX), is_json)
        }
        (Scalar::Int64, Kind::Int(_) | Kind::UInt(_) | Kind::Float(_)) => integer(node, i64::MIN, i64::MAX, is_json),
        (Scalar::Quantity, Kind::Str) => is_quantity(text)
            .err()
            .map(|why| format!("{} is not a quantity{why}", quote(text))),
        (Scalar::Time, Kind::Str) => {
            (!time::is_rfc3339(text)).then(|| format!("{} is not a time such as 2006-01-02T15:04:05Z", quote(text)))
        }
        (Scalar::MicroTime, Kind::Str) => (!time::is_rfc3339_micro(text)).then(|| {
            format!(
                "{} is not a time to the microsecond such as 2006-01-02T15:04:05.000000Z",
                quote(text)
            )
        }),
        (Scalar::Bytes, Kind::Str) => (!base64::is_valid(text)).then(|| format!("{} is not base64", quote(text))),
        (Scalar::Bytes, Kind::Seq) => {
            return node
                .items()
                .filter(|item| !item.is_null())
                .filter_map(|item| {
                    let fault = match item.kind() {
                        Kind::Int(_) | Kind::UInt(_) | Kind::Float(_) => integer(item, 0, 255, is_json),
                        _ => Some(format!("a number from 0 to 255 is needed, this is {}", seen(item))),
                    };
                    Some((item, fault?))
                })
                .collect();
        }
        _ => Some(format!("{} is needed, this is {}", scalar_noun(scalar), seen(node))),
    };
    fault.map(|fault| (node, fault)).into_iter().collect()
}

fn scalar_noun(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::String => "a string",
        Scalar::Bool => "a boolean",
        Scalar::Int32 | Scalar::Int64 => "an integer",
        Scalar::Number => "a number",
        Scalar::Bytes => "a string of base64",
        Scalar::IntOrString => "an integer or a string",
        Scalar::Quantity => "a quantity",
        Scalar::Time | Scalar::MicroTime => "a time as a string",
        Scalar::Raw | Scalar::Json | Scalar::Fields => "a value",
    }
}

fn integer<'d>(node: Node<'d>, min: i64, max: i64, is_json: &dyn Fn(Node<'d>) -> bool) -> Option<String> {
    let text = node.scalar();
    let fits = match node.kind() {
        Kind::Int(value) => (min..=max).contains(&value),
        // `1.0` and `1e3` are integers in YAML, as it is turned into JSON first; JSON goes as it is.
        Kind::Float(_) if is_json(node) => return Some(format!("an integer is needed, this is {}", source(node))),
        Kind::Float(value) if value.fract() != 0.0 => {
            return Some(format!("an integer is needed, this is the number {text}"));
        }
        Kind::Float(_) => text.parse::<i64>().is_ok_and(|value| (min..=max).contains(&value)),
        _ => false,
    };
    (!fits).then(|| format!("{text} is out of range: the field holds {min} to {max}"))
}

/// Reads a quantity as the server does, blanks around it and all.
fn is_quantity(text: &str) -> Result<(), &'static str> {
    // The server reads the JSON text, in which line breaks and tabs are escapes.
    let blank = |c: char| c.is_whitespace() && !matches!(c, '\t'..='\r' | '\u{2028}' | '\u{2029}');
    if Quantity::parse(text.trim_matches(blank)).is_some() {
        return Ok(());
    }
    let digits = text.trim_start_matches(['+', '-', '.', ' ']);
    let suffix = digits.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    Err(match suffix.trim_end() {
        _ if suffix.len() == digits.len() => "",
        "K" | "KB" | "kb" | "kB" => ": write k for 1000, Ki for 1024",
        "KiB" | "ki" | "KI" => ": write Ki for 1024",
        "MB" | "MiB" | "mb" | "Mb" | "mi" | "MI" => ": write M for 1000², Mi for 1024²",
        "GB" | "GiB" | "gb" | "Gb" | "g" | "gi" | "GI" => ": write G for 1000³, Gi for 1024³",
        "TB" | "TiB" | "tb" | "t" | "ti" => ": write T for 1000⁴, Ti for 1024⁴",
        _ => ": the suffixes are n u m k M G T P E Ki Mi Gi Ti Pi Ei and exponents such as e3",
    })
}

/// A replacement that makes a scalar fit its type, if its author can only have meant one thing.
pub(super) fn mend(schema: Type, node: Node<'_>) -> Option<String> {
    let Form::Scalar(scalar) = schema.form() else {
        return None;
    };
    let (text, value) = (source(node), node.scalar());
    let quoted = text.starts_with(['"', '\'']);
    match (scalar, node.kind()) {
        (Scalar::String, Kind::Bool(_) | Kind::Int(_) | Kind::UInt(_) | Kind::Float(_)) => {
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+' | b'-' | b'_');
            (!text.is_empty() && text.bytes().all(plain)).then(|| format!("\"{text}\""))
        }
        (Scalar::Int32 | Scalar::Int64, Kind::Str) => {
            let plain = value.parse::<i64>().is_ok_and(|number| number.to_string() == value);
            (quoted && plain).then(|| value.to_owned())
        }
        (Scalar::Bool, Kind::Str) => (quoted && matches!(value, "true" | "false")).then(|| value.to_owned()),
        _ => None,
    }
}
