//! Typed views: thin copies of handles over the tree. The only place that knows how to get from a kind to its parts.

pub mod alias;
pub mod crd;
mod field;
pub mod image;
pub mod pipeline;
mod pod;
pub mod traffic;
mod volume;

pub use field::{Entry, Field};
pub use pod::{Carrier, Container, Pod, Role};
pub use volume::{Claims, Volume};
