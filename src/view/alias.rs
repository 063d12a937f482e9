//! Parts of a FunctionGraph version alias.

use super::{Entry, Field};
use crate::document::Object;

/// The two ways to split traffic: weights, then strategies.
pub fn splits<'d>(alias: &Object<'d>) -> [Field<'d>; 2] {
    ["additional_version_weights", "additional_version_strategy"].map(|name| alias.get(name))
}

/// The entries of both splits, one for each additional version.
pub fn additional_versions<'d>(alias: &Object<'d>) -> impl Iterator<Item = Entry<'d>> + use<'d> {
    splits(alias).into_iter().flat_map(Field::entries)
}

/// The rules of every strategy.
pub fn rules<'d>(alias: &Object<'d>) -> impl Iterator<Item = Field<'d>> + use<'d> {
    alias
        .get("additional_version_strategy")
        .entries()
        .flat_map(|strategy| strategy.value.get("rules").items())
}
