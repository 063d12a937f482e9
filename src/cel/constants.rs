//! Conversions and regular expressions that are written out. The server tries them before it takes an expression.

use cel::common::ast::{CallExpr, EntryExpr, Expr, LiteralValue, operators as op};
use cel::parser::Expression;

use super::types::Ty;
use crate::check::{duration, quote, regex, time};

/// The first and the last second of a timestamp: the years 1 to 9999.
const SECONDS: std::ops::RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;

/// A value that is known before evaluation.
#[derive(Clone, Debug)]
enum Constant {
    Bool,
    Int(i64),
    Uint(u64),
    Double(f64),
    String(String),
    Bytes(Vec<u8>),
    /// A duration or a timestamp.
    Time,
    /// Null, a type, a list or a map.
    Other,
}

/// Tries what can be tried; the fault comes with the number of the expression at fault.
pub(super) fn check(expression: &Expression) -> Result<(), (u64, String)> {
    value(expression).map(|_| ())
}

fn value(expression: &Expression) -> Result<Option<Constant>, (u64, String)> {
    match &expression.expr {
        Expr::Literal(literal) => Ok(Some(literal_value(literal))),
        Expr::Call(call) => called(expression, call),
        Expr::Select(select) => value(&select.operand).map(|_| None),
        Expr::List(list) => {
            let constant = all_constant(&list.elements)?;
            Ok((constant && list.optional_indices.is_empty()).then_some(Constant::Other))
        }
        Expr::Map(map) => {
            let constant = entries_constant(map.entries.iter().map(|entry| &entry.expr))?;
            Ok(constant.then_some(Constant::Other))
        }
        Expr::Struct(object) => entries_constant(object.entries.iter().map(|entry| &entry.expr)).map(|_| None),
        Expr::Comprehension(inner) => [
            &inner.iter_range,
            &inner.accu_init,
            &inner.loop_cond,
            &inner.loop_step,
            &inner.result,
        ]
        .into_iter()
        .try_for_each(check)
        .map(|()| None),
        Expr::Ident(name) => Ok(Ty::by_name(name).map(|_| Constant::Other)),
        Expr::Unspecified => Ok(None),
    }
}

fn all_constant<'e>(expressions: impl IntoIterator<Item = &'e Expression>) -> Result<bool, (u64, String)> {
    expressions
        .into_iter()
        .try_fold(true, |constant, one| Ok(value(one)?.is_some() && constant))
}

fn entries_constant<'e>(mut entries: impl Iterator<Item = &'e EntryExpr>) -> Result<bool, (u64, String)> {
    entries.try_fold(true, |constant, entry| match entry {
        EntryExpr::MapEntry(entry) => Ok(all_constant([&entry.key, &entry.value])? && constant && !entry.optional),
        EntryExpr::StructField(field) => Ok(value(&field.value)?.is_some() && constant),
    })
}

fn literal_value(literal: &LiteralValue) -> Constant {
    match literal {
        LiteralValue::Boolean(_) => Constant::Bool,
        LiteralValue::Int(value) => Constant::Int(*value.inner()),
        LiteralValue::UInt(value) => Constant::Uint(*value.inner()),
        LiteralValue::Double(value) => Constant::Double(*value.inner()),
        LiteralValue::String(text) => Constant::String(text.inner().to_owned()),
        LiteralValue::Bytes(bytes) => Constant::Bytes(bytes.inner().to_vec()),
        LiteralValue::Null => Constant::Other,
    }
}

fn called(at: &Expression, call: &CallExpr) -> Result<Option<Constant>, (u64, String)> {
    let parts = call.target.as_deref().into_iter().chain(&call.args);
    let values: Vec<_> = parts.map(value).collect::<Result<_, _>>()?;
    match (call.func_name.as_str(), values.as_slice()) {
        ("matches" | "find" | "findAll", [_, Some(Constant::String(pattern)), ..]) => match regex::regex(pattern) {
            Some(fault) => {
                let place = call.args.last().map_or(at.id, |argument| argument.id);
                Err((place, format!("{} {fault}", quote(pattern))))
            }
            None => Ok(None),
        },
        (op::INDEX | op::OPT_INDEX, [_, Some(Constant::Bytes(_) | Constant::Time | Constant::Other)]) => {
            let place = call.args.last().map_or(at.id, |argument| argument.id);
            Err((place, "nothing has items by such a value".to_owned()))
        }
        (function, [Some(constant)]) if call.target.is_none() => match convert(function, constant) {
            Some(Ok(value)) => Ok(Some(value)),
            Some(Err(shown)) => Err((at.id, format!("{function}({shown}) has no value"))),
            None => Ok(None),
        },
        _ => Ok(None),
    }
}

/// What a conversion gives, or the value that it has nothing to give for; none for other functions.
fn convert(function: &str, constant: &Constant) -> Option<Result<Constant, String>> {
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
        ("string", Constant::Bytes(bytes)) => String::from_utf8(bytes.clone()).ok().map(Constant::String),
        ("string", Constant::Int(value)) => Some(Constant::String(value.to_string())),
        ("string", Constant::Uint(value)) => Some(Constant::String(value.to_string())),
        ("bytes", Constant::String(text)) => Some(Constant::Bytes(text.clone().into_bytes())),
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

fn shown(constant: &Constant) -> String {
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
