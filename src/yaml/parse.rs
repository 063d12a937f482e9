//! One document. The only functions that read one: every other layer comes behind them.

use super::{SyntaxError, Tree, exact};
use crate::source::Span;

/// Reads one YAML document: the bytes `span` of `source`. Offsets in the tree are those of `source`.
pub fn parse(source: &str, span: Span) -> Result<Tree<'_>, SyntaxError> {
    exact::read(source, span, false)
}

/// Reads one JSON value: the bytes `span` of `source`. Of what YAML reads otherwise, it takes the escapes of JSON.
pub(super) fn parse_json(source: &str, span: Span) -> Result<Tree<'_>, SyntaxError> {
    exact::read(source, span, true)
}
