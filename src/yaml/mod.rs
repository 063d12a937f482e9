//! YAML and JSON as the server reads them. In: the text of one file. Out: spanned trees, or errors and their places.
//!
//! [`documents`] is the door: it splits the text and reads each document with [`parse`].

mod build;
mod documents;
mod error;
mod exact;
mod explain;
mod json;
mod parse;
mod print;
mod resolve;
mod scan;
mod split;
mod tree;

pub use documents::{Documents, document, documents, json};
pub use error::{Family, SyntaxError};
pub use parse::parse;
pub use split::Chunks;
pub use tree::{Comment, DuplicateKey, Entry, Kind, Node, NodeId, Tree};
