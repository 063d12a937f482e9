//! All documents of a text. In: the text of one file. Out: a tree for each document, or the error that hides it.

use super::split::Chunks;
use super::{SyntaxError, Tree, parse};

/// The documents of `source`, as the server's client cuts and reads them, one after the other and in bounded memory.
///
/// An item is one document: its tree, or why it cannot be read. An error never ends the iteration. Documents without
/// content give a tree that [`Tree::is_empty`]; they have comments at most, and do not count as documents.
pub fn documents(source: &str) -> Documents<'_> {
    Documents {
        source,
        chunks: Chunks::new(source, 0),
    }
}

/// Iterator over documents; made by [`documents`].
#[derive(Clone, Debug)]
pub struct Documents<'s> {
    source: &'s str,
    chunks: Chunks<'s>,
}

impl<'s> Iterator for Documents<'s> {
    type Item = Result<Tree<'s>, SyntaxError>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.chunks.next()?.and_then(|span| parse(self.source, span)))
    }
}
