//! What a tree is made of: small records that refer to each other by index. Known to the builder and the tree alone.

use super::tree::{Kind, NodeId};
use crate::source::{Span, offset};

/// Text that stands verbatim in the source, or was decoded into the tree's buffer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) decoded: bool,
}

impl Text {
    #[inline]
    pub(super) const fn source(start: u32, end: u32) -> Self {
        Self {
            start,
            end,
            decoded: false,
        }
    }

    #[inline]
    pub(super) const fn decoded(start: u32, end: u32) -> Self {
        Self {
            start,
            end,
            decoded: true,
        }
    }
}

/// What a node is; numbers are read from their text when somebody asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Null,
    False,
    True,
    Int,
    UInt,
    Float,
    Str,
    Seq,
    Map,
}

impl Shape {
    #[inline]
    pub(super) fn of(kind: Kind) -> Self {
        match kind {
            Kind::Null => Self::Null,
            Kind::Bool(false) => Self::False,
            Kind::Bool(true) => Self::True,
            Kind::Int(_) => Self::Int,
            Kind::UInt(_) => Self::UInt,
            Kind::Float(_) => Self::Float,
            Kind::Str => Self::Str,
            Kind::Seq => Self::Seq,
            Kind::Map => Self::Map,
        }
    }

    pub(super) const fn is_collection(self) -> bool {
        matches!(self, Self::Seq | Self::Map)
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct NodeData {
    pub(super) span: Span,
    /// Scalars: their text as JSON has it. Collections: the run of children in `items` or `entries`.
    pub(super) start: u32,
    pub(super) end: u32,
    /// The collection that holds the node; [`NONE`] for the root.
    pub(super) parent: NodeId,
    /// Which child of its parent this is.
    pub(super) slot: u32,
    pub(super) shape: Shape,
    /// Whether the text is in the buffer.
    pub(super) decoded: bool,
}

/// No node.
pub(super) const NONE: NodeId = NodeId(u32::MAX);

/// The run of a collection that has not ended.
const OPEN: u32 = u32::MAX;

impl NodeData {
    #[inline]
    pub(super) fn scalar(kind: Kind, span: Span, text: Text) -> Self {
        Self {
            span,
            start: text.start,
            end: text.end,
            parent: NONE,
            slot: 0,
            shape: Shape::of(kind),
            decoded: text.decoded,
        }
    }

    /// A collection that is empty so far.
    #[inline]
    pub(super) fn open(shape: Shape, span: Span) -> Self {
        Self {
            span,
            start: OPEN,
            end: OPEN,
            parent: NONE,
            slot: 0,
            shape,
            decoded: false,
        }
    }

    pub(super) fn is_open(&self) -> bool {
        self.shape.is_collection() && self.start == OPEN
    }

    /// A scalar's text.
    #[inline]
    pub(super) fn text(&self) -> Text {
        Text {
            start: self.start,
            end: self.end,
            decoded: self.decoded,
        }
    }

    /// A collection's children.
    #[inline]
    pub(super) fn run(&self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    pub(super) fn set_run(&mut self, start: usize, end: usize) {
        (self.start, self.end) = (offset(start), offset(end));
    }
}

/// What a key was before it became text: `1` and `"1"` are two keys to the reader, and one to JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum KeyType {
    Str,
    Bool,
    Int,
    Float,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct EntryData {
    start: u32,
    end: u32,
    /// The digest of the key.
    pub(super) digest: u32,
    pub(super) key_span: Span,
    pub(super) value: NodeId,
    pub(super) kind: KeyType,
    decoded: bool,
    /// A merge brought the entry here.
    pub(super) merged: bool,
    /// A later entry sets the same key.
    pub(super) shadowed: bool,
}

impl EntryData {
    #[inline]
    pub(super) fn new(key: Text, digest: u32, key_span: Span, kind: KeyType, value: NodeId) -> Self {
        Self {
            start: key.start,
            end: key.end,
            digest,
            key_span,
            value,
            kind,
            decoded: key.decoded,
            merged: false,
            shadowed: false,
        }
    }

    #[inline]
    pub(super) fn key(&self) -> Text {
        Text {
            start: self.start,
            end: self.end,
            decoded: self.decoded,
        }
    }

    pub(super) fn set_key(&mut self, key: Text, digest: u32) {
        (self.start, self.end, self.decoded) = (key.start, key.end, key.decoded);
        self.digest = digest;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_stay_small() {
        assert_eq!((size_of::<NodeData>(), size_of::<EntryData>()), (28, 28));
    }
}
