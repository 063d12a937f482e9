//! Templates of `format`, as the server checks them where both template and values are written out.

use super::types::Ty;
use crate::check::quote;

/// What is wrong with a template for values of these types.
pub(super) fn fault(template: &str, types: &[Ty<'_>]) -> Option<String> {
    let mut types = types.iter();
    let mut used = 0;
    let mut rest = template;
    while let Some((_, after)) = rest.split_once('%') {
        let (verb, after) = match verb(after) {
            Ok(found) => found,
            Err(message) => return Some(format!("{} {message}", quote(template))),
        };
        rest = after;
        if verb == '%' {
            continue;
        }
        used += 1;
        match types.next() {
            None => {
                return Some(format!(
                    "{} wants more than the {} values given",
                    quote(template),
                    used - 1
                ));
            }
            Some(ty) if !takes(verb, ty) => return Some(format!("%{verb} cannot show {ty}")),
            Some(_) => {}
        }
    }
    let left = types.count();
    (left > 0).then(|| format!("{} wants {used} values, and {} are given", quote(template), used + left))
}

/// The letter after a `%` and a precision, and what follows.
fn verb(text: &str) -> Result<(char, &str), String> {
    let mut rest = text;
    if let Some(after) = rest.strip_prefix('.') {
        rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
        if rest.len() == after.len() {
            return Err("has a precision without a number".to_owned());
        }
    }
    let mut chars = rest.chars();
    match chars.next() {
        Some(verb @ ('s' | 'd' | 'f' | 'e' | 'b' | 'x' | 'X' | 'o' | '%')) => Ok((verb, chars.as_str())),
        Some(other) => Err(format!("has %{other}, which means nothing")),
        None => Err("ends after %".to_owned()),
    }
}

fn takes(verb: char, ty: &Ty<'_>) -> bool {
    match (verb, ty) {
        (_, Ty::Dyn | Ty::Param(_))
        | ('b', Ty::Bool)
        | ('d' | 'o' | 'b' | 'x' | 'X', Ty::Int | Ty::Uint)
        | ('x' | 'X', Ty::String | Ty::Bytes)
        | ('f' | 'e', Ty::Double | Ty::String)
        | (
            's',
            Ty::Bool
            | Ty::Int
            | Ty::Uint
            | Ty::Double
            | Ty::String
            | Ty::Bytes
            | Ty::Null
            | Ty::Type(_)
            | Ty::Named("duration" | "timestamp"),
        ) => true,
        ('s', Ty::List(item)) => takes('s', item),
        ('s', Ty::Map(key, value)) => takes('s', key) && takes('s', value),
        _ => false,
    }
}
