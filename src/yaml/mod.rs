//! YAML and JSON as the server reads them. In: the text of one document. Out: a spanned tree, or the error and its place.

mod build;
mod parse;
mod resolve;
mod tree;

pub(crate) use build::{Builder, Scalar};
pub use parse::{SyntaxError, parse};
pub use tree::{Comment, DuplicateKey, Entry, Kind, Node, NodeId, Tree};
