//! Conversions and regular expressions that are written out. The server tries them before it takes an expression.

use std::borrow::Cow;

use super::ast::{Call, Expr, Id, Literal, Tree, op};
use super::check::Fault;
use super::types::Ty;
use crate::check::{duration, quote, regex, time};

/// The first and the last second of a timestamp: the years 1 to 9999.
const SECONDS: std::ops::RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;

/// A value that is known before evaluation.
#[derive(Clone, Debug)]
enum Constant<'t> {
    Bool,
    Int(i64),
    Uint(u64),
    Double(f64),
    String(Cow<'t, str>),
    Bytes(Cow<'t, [u8]>),
    /// A duration or a timestamp.
    Time,
    /// Null, a type, a list or a map.
    Other,
}

/// Tries what can be tried.
pub(super) fn check(tree: &Tree<'_>, root: Id) -> Result<(), Fault> {
    value(tree, root).map(|_| ())
}

fn value<'t>(tree: &'t Tree<'_>, id: Id) -> Result<Option<Constant<'t>>, Fault> {
    let is_constant = match tree.expr(id) {
        Expr::Literal(literal) => return Ok(Some(literal_value(literal))),
        Expr::Call(call) => return called(tree, id, call),
        Expr::Select(select) => return value(tree, select.operand).map(|_| None),
        Expr::Object(object) => {
            let values = object.fields.iter().map(|(_, value)| *value);
            return all_constant(tree, values).map(|_| None);
        }
        Expr::Loop(inner) => {
            let parts = [inner.range, inner.start, inner.condition, inner.step, inner.result];
            return all_constant(tree, parts).map(|_| None);
        }
        Expr::List(items) => {
            let optional = items.iter().any(|item| item.optional);
            all_constant(tree, items.iter().map(|item| item.value))? && !optional
        }
        Expr::Map(entries) => {
            let optional = entries.iter().any(|entry| entry.optional);
            all_constant(tree, entries.iter().flat_map(|entry| [entry.key, entry.value]))? && !optional
        }
        Expr::Ident { name, .. } => Ty::by_name(|known| known == *name).is_some(),
    };
    Ok(is_constant.then_some(Constant::Other))
}

fn all_constant(tree: &Tree<'_>, parts: impl IntoIterator<Item = Id>) -> Result<bool, Fault> {
    parts
        .into_iter()
        .try_fold(true, |constant, part| Ok(value(tree, part)?.is_some() && constant))
}

fn literal_value<'t>(literal: &'t Literal<'_>) -> Constant<'t> {
    match literal {
        Literal::Null => Constant::Other,
        Literal::Bool => Constant::Bool,
        Literal::Int(value) => Constant::Int(*value),
        Literal::Uint(value) => Constant::Uint(*value),
        Literal::Double(value) => Constant::Double(*value),
        Literal::Text(text) => Constant::String(Cow::Borrowed(text)),
        Literal::Bytes(bytes) => Constant::Bytes(Cow::Borrowed(bytes)),
    }
}

fn called<'t>(tree: &'t Tree<'_>, at: Id, call: &Call<'_>) -> Result<Option<Constant<'t>>, Fault> {
    let parts = call.target.iter().chain(&call.args);
    let values: Vec<_> = parts.map(|part| value(tree, *part)).collect::<Result<_, _>>()?;
    let last = tree.at(call.args.last().copied().unwrap_or(at));
    match (call.name, values.as_slice()) {
        ("matches" | "find" | "findAll", [_, Some(Constant::String(pattern)), ..]) => match regex::regex(pattern) {
            Some(fault) => Err(Fault::new(last, format!("{} {fault}", quote(pattern)))),
            None => Ok(None),
        },
        (op::INDEX | op::OPT_INDEX, [_, Some(Constant::Bytes(_) | Constant::Time | Constant::Other)]) => {
            Err(Fault::new(last, "nothing has items by such a value"))
        }
        (function, [Some(constant)]) if call.target.is_none() => match convert(function, constant) {
            Some(Ok(value)) => Ok(Some(value)),
            Some(Err(shown)) => Err(Fault::new(tree.at(at), format!("{function}({shown}) has no value"))),
            None => Ok(None),
        },
        _ => Ok(None),
    }
}

/// What a conversion gives, or the value that it has nothing to give for; none for other functions.
fn convert<'t>(function: &str, constant: &Constant<'t>) -> Option<Result<Constant<'t>, String>> {
    let converted = match (function, constant) {
        ("dyn", value) => Some(value.clone()),
        ("type", _) => Some(Constant::Other),
        ("int", Constant::String(text)) => text.parse().ok().map(Constant::Int),
        ("int", Constant::Double(value)) => whole(*value).map(Constant::Int),
        ("int", Constant::Uint(value)) => i64::try_from(*value).ok().map(Constant::Int),
        ("uint", Constant::String(text)) => unsigned(text).map(Constant::Uint),
        ("uint", Constant::Double(value)) => positive(*value).map(Constant::Uint),
        ("uint", Constant::Int(value)) => u64::try_from(*value).ok().map(Constant::Uint),
        ("double", Constant::String(text)) => double(text).map(Constant::Double),
        ("bool", Constant::String(text)) => is_bool(text).then_some(Constant::Bool),
        ("string", Constant::Bytes(bytes)) => String::from_utf8(bytes.to_vec())
            .ok()
            .map(|text| Constant::String(text.into())),
        ("string", Constant::Int(value)) => Some(Constant::String(value.to_string().into())),
        ("string", Constant::Uint(value)) => Some(Constant::String(value.to_string().into())),
        ("bytes", Constant::String(text)) => Some(Constant::Bytes(text.as_bytes().to_vec().into())),
        ("duration", Constant::String(text)) => duration::parse(text).map(|_| Constant::Time),
        ("timestamp", Constant::String(text)) => is_time(text).then_some(Constant::Time),
        ("timestamp", Constant::Int(seconds)) => SECONDS.contains(seconds).then_some(Constant::Time),
        ("int" | "uint" | "double" | "bool" | "string" | "bytes" | "duration" | "timestamp", same) => match same {
            Constant::Time | Constant::Double(_) | Constant::Bool | Constant::Other => return None,
            same => Some(same.clone()),
        },
        _ => return None,
    };
    Some(converted.ok_or_else(|| shown(constant)))
}

fn shown(constant: &Constant<'_>) -> String {
    match constant {
        Constant::String(text) => quote(text),
        Constant::Int(value) => value.to_string(),
        Constant::Uint(value) => format!("{value}u"),
        Constant::Double(value) => format!("{value:?}"),
        Constant::Bytes(_) => "bytes that are not UTF-8".to_owned(),
        Constant::Bool | Constant::Time | Constant::Other => String::new(),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "checked to be in range")]
fn whole(value: f64) -> Option<i64> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    (value > -LIMIT && value < LIMIT).then_some(value as i64)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be in range"
)]
fn positive(value: f64) -> Option<u64> {
    const LIMIT: f64 = 18_446_744_073_709_551_616.0;
    (0.0..LIMIT).contains(&value).then_some(value as u64)
}

fn unsigned(text: &str) -> Option<u64> {
    text.starts_with(|c: char| c.is_ascii_digit())
        .then(|| text.parse().ok())
        .flatten()
}

/// A number as Go reads it: also in hexadecimal, with underscores between digits, and infinite or not a number by name.
fn double(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let lower = unsigned.to_ascii_lowercase();
    if matches!(lower.as_str(), "inf" | "infinity") || text.eq_ignore_ascii_case("nan") {
        return Some(f64::INFINITY);
    }
    let plain = lower.replace('_', "");
    if let Some(hex) = plain.strip_prefix("0x") {
        let (mantissa, exponent) = hex.split_once('p')?;
        let digits = mantissa.replacen('.', "", 1);
        let right = !digits.is_empty()
            && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
            && exponent.parse::<i32>().is_ok();
        return right.then_some(0.0);
    }
    if !plain.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    plain.parse().ok().filter(|value: &f64| value.is_finite())
}

/// Whether a text is a time in the years 1 to 9999.
fn is_time(text: &str) -> bool {
    time::is_rfc3339(text) && !text.starts_with("0000")
}

fn is_bool(text: &str) -> bool {
    matches!(
        text,
        "1" | "t" | "T" | "true" | "True" | "TRUE" | "0" | "f" | "F" | "false" | "False" | "FALSE"
    )
}
