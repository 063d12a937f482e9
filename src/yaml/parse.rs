//! One document. The only function that reads one: every other layer comes behind it.

use super::{SyntaxError, Tree, exact};
use crate::source::Span;

/// Reads one YAML document: the bytes `span` of `source`. Offsets in the tree are those of `source`.
pub fn parse(source: &str, span: Span) -> Result<Tree<'_>, SyntaxError> {
    exact::read(source, span)
}
