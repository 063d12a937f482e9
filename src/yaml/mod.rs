//! YAML and JSON as the server reads them. In: the text of one file. Out: spanned trees, or errors and their places.
//!
//! [`documents`] is the door: it splits the text and reads each document with [`parse`], which has two layers: a fast one for
//! what manifests look like, and an exact one for all else and for all errors.

mod arena;
mod build;
mod documents;
mod error;
mod exact;
mod explain;
mod fast;
mod json;
mod parse;
mod print;
mod resolve;
mod scan;
mod split;
mod tree;

pub use documents::{Documents, document, documents, json};
pub use error::{Family, SyntaxError};
pub use parse::{parse, parse_exact, parse_fast};
pub use split::Chunks;
pub use tree::{Comment, DuplicateKey, Entry, Kind, Node, NodeId, Tree};
pub(crate) use tree::{Looks, push_step};
