//! One document. The only function that reads one: every other layer comes behind it.

use super::{SyntaxError, Tree, exact, fast};
use crate::source::Span;

/// Reads one YAML document: the bytes `span` of `source`. Offsets in the tree are those of `source`.
pub fn parse(source: &str, span: Span) -> Result<Tree<'_>, SyntaxError> {
    match parse_fast(source, span) {
        Some(tree) => Ok(tree),
        None => parse_exact(source, span),
    }
}

/// The fast layer of [`parse`] alone: the same tree, or none for a document that it leaves to the exact one.
pub fn parse_fast(source: &str, span: Span) -> Option<Tree<'_>> {
    fast::read(source, span)
}

/// The exact layer of [`parse`] alone, which reads all that the server reads.
pub fn parse_exact(source: &str, span: Span) -> Result<Tree<'_>, SyntaxError> {
    exact::read(source, span)
}
