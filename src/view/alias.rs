//! Parts of a FunctionGraph version alias.

use std::collections::BTreeMap;

use super::{Entry, Field};
use crate::document::Object;
use crate::yaml::Kind;

/// The request that makes an alias.
pub const CREATE: &str = "functiongraph/create-version-alias";
/// The request that changes an alias.
pub const UPDATE: &str = "functiongraph/update-version-alias";
/// An alias in an answer.
pub const ANSWER: &str = "functiongraph/version-alias";
/// The aliases of a function in an answer.
pub const LIST: &str = "functiongraph/list-version-aliases";

/// Bodies of requests.
pub const REQUESTS: &[&str] = &[CREATE, UPDATE];
/// Bodies of answers.
pub const ANSWERS: &[&str] = &[ANSWER, LIST];
/// Everything that holds aliases.
pub const ALL: &[&str] = &[CREATE, UPDATE, ANSWER, LIST];

/// The aliases of a document: those of the list, or the one it is.
pub fn aliases<'d>(object: &Object<'d>) -> impl Iterator<Item = Field<'d>> + use<'d> {
    aliases_of(object.field())
}

/// The aliases of a body.
pub fn aliases_of(body: Field<'_>) -> impl Iterator<Item = Field<'_>> {
    let is_map = |field: &Field<'_>| field.node().is_some_and(|node| node.kind() == Kind::Map);
    body.items().chain(Some(body)).filter(is_map)
}

/// The aliases of a list, by the function they are of.
pub fn by_function<'d>(list: &Object<'d>) -> BTreeMap<&'d str, Vec<Field<'d>>> {
    let mut all: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for alias in aliases(list) {
        let urn = alias.get("alias_urn").str().and_then(|text| Urn::parse(text).ok());
        all.entry(urn.map_or("", |urn| urn.function)).or_default().push(alias);
    }
    all
}

/// The two ways to split traffic: weights, then strategies.
pub fn splits(alias: Field<'_>) -> [Field<'_>; 2] {
    ["additional_version_weights", "additional_version_strategy"].map(|name| alias.get(name))
}

/// The entries of both splits, one for each additional version.
pub fn additional_versions(alias: Field<'_>) -> impl Iterator<Item = Entry<'_>> {
    splits(alias).into_iter().flat_map(Field::entries)
}

/// The rules of every strategy.
pub fn rules(alias: Field<'_>) -> impl Iterator<Item = Field<'_>> {
    alias
        .get("additional_version_strategy")
        .entries()
        .flat_map(|strategy| strategy.value.get("rules").items())
}

/// The name of a function, of a version of it or of an alias of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Urn<'u> {
    /// The project the function is in.
    pub project: &'u str,
    /// The function, without version and alias.
    pub function: &'u str,
    /// The version or, with its `!`, the alias.
    pub last: Option<&'u str>,
}

impl<'u> Urn<'u> {
    /// Reads a URN, or says what is wrong with it.
    pub fn parse(text: &'u str) -> Result<Self, &'static str> {
        let parts: Vec<&str> = text.split(':').collect();
        let &["urn", "fss", region, project, kind, package, name, ref last @ ..] = &*parts else {
            return Err("is not of the form urn:fss:REGION:PROJECT:function:PACKAGE:NAME");
        };
        let is = |text: &str, others: &[u8]| {
            let known = |byte: &u8| byte.is_ascii_alphanumeric() || others.contains(byte);
            !text.is_empty() && text.as_bytes().iter().all(known)
        };
        let starts_well = |text: &str| text.starts_with(|c: char| c.is_ascii_alphanumeric());
        if !is(region, b"-") || !starts_well(region) || region.contains(|c: char| c.is_ascii_uppercase()) {
            return Err("has no region in its third part");
        }
        if !is_project(project) {
            return Err("has no project id of 32 letters and digits in its fourth part");
        }
        if kind != "function" {
            return Err("does not name a function in its fifth part");
        }
        if !is(package, b"_-") {
            return Err("has no package in its sixth part");
        }
        if !is(name, b"_-") {
            return Err("has no function name in its seventh part");
        }
        let last = match last {
            [] => None,
            [last] => Some(*last),
            _ => return Err("has more than eight parts"),
        };
        if let Some(last) = last {
            let version = last.strip_prefix('!').unwrap_or(last);
            if !is(version, b"._-") || !starts_well(version) {
                return Err("has no version in its eighth part");
            }
        }
        let function = last.map_or(text, |last| &text[..text.len() - last.len() - 1]);
        Ok(Self {
            project,
            function,
            last,
        })
    }
}

/// Whether a text is a project id.
pub fn is_project(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Whether some part of a text is to be filled in, as documentation writes it.
pub fn is_sample(text: &str) -> bool {
    text.contains(['{', '<', '*']) || text.to_ascii_lowercase().contains("xxxx")
}

/// What keeps a text from being the name of an alias, of at most `max` characters.
pub fn fault_of_name(name: &str, max: usize) -> Option<String> {
    let count = name.chars().count();
    if count > max {
        return Some(format!("{count} characters, at most {max} are allowed"));
    }
    let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let good = name.bytes().all(known)
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.ends_with(|c: char| c.is_ascii_alphanumeric());
    (!good).then(|| format!("{name:?} does not have the required form"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urns() {
        let project = "0f5181caba0024e72f89c0045e707b91";
        let function = format!("urn:fss:cn-north-4:{project}:function:default:orders");
        for (suffix, last) in [
            ("", None),
            (":latest", Some("latest")),
            (":1.0", Some("1.0")),
            (":!a", Some("!a")),
        ] {
            let text = format!("{function}{suffix}");
            let urn = Urn::parse(&text).expect("a URN");
            assert_eq!((urn.project, urn.function, urn.last), (project, &*function, last));
        }
        for bad in [
            "orders".to_owned(),
            "urn:fss:cn-north-4:123:function:default:orders".to_owned(),
            function.replace("function", "workflow"),
            function.replace("cn-north-4", "CN"),
            function.replace("orders", ""),
            function.replace("default", "a.b"),
            format!("{function}:-v"),
            format!("{function}:!"),
            format!("{function}:v1:v2"),
        ] {
            assert!(Urn::parse(&bad).is_err(), "{bad}");
        }
    }
}
