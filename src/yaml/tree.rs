//! The spanned tree: an arena of nodes with indices, children of a collection in one contiguous run.

use std::fmt::Write as _;

use super::arena::{EntryData, NONE, NodeData, Shape, Text};
use crate::digest::{digest, is_same};
use crate::source::{Span, offset};

/// Index of a node in its tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub(crate) u32);

impl NodeId {
    #[inline]
    pub(super) fn new(index: usize) -> Self {
        Self(offset(index))
    }

    #[inline]
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a node is, after the server's scalar resolution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// `null`, `~` or nothing.
    Null,
    /// A boolean, with the YAML 1.1 spellings resolved.
    Bool(bool),
    /// An integer that fits 64 bits with sign.
    Int(i64),
    /// An integer above `i64::MAX`.
    UInt(u64),
    /// Any other number.
    Float(f64),
    /// Text.
    Str,
    /// A sequence.
    Seq,
    /// A mapping.
    Map,
}

/// A comment, from `#` to the end of its line, without the line break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The comment in the source.
    pub span: Span,
}

/// A key that a mapping sets twice; the last one counts.
#[derive(Clone, Copy, Debug)]
pub struct DuplicateKey {
    /// The mapping.
    pub map: NodeId,
    /// The value of the later entry.
    pub value: NodeId,
    /// The earlier key.
    pub first: Span,
    /// The later key.
    pub again: Span,
}

/// One document as a tree that borrows its source.
#[derive(Clone, Debug)]
pub struct Tree<'s> {
    pub(super) source: &'s str,
    pub(super) document: Span,
    pub(super) buffer: String,
    pub(super) nodes: Vec<NodeData>,
    pub(super) items: Vec<NodeId>,
    pub(super) entries: Vec<EntryData>,
    pub(super) comments: Vec<Comment>,
    pub(super) duplicates: Vec<DuplicateKey>,
    /// Copies of anchored nodes, and the `*alias` in whose place each was put; sorted.
    pub(super) aliases: Vec<(NodeId, Span)>,
    pub(super) lost: Option<Span>,
    /// Read as JSON rather than YAML.
    pub(super) json: bool,
    pub(super) root: NodeId,
}

impl<'s> Tree<'s> {
    /// The whole source text, of which the tree is one document.
    pub fn source(&self) -> &'s str {
        self.source
    }

    /// The document in the source: all text between two separators, or one of several JSON values.
    pub fn span(&self) -> Span {
        self.document
    }

    /// Whether the document was read as JSON, where `1.0` is no integer.
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// Text after the end of the document that no reader sees.
    pub fn lost(&self) -> Option<Span> {
        self.lost
    }

    /// The outermost node; a null scalar for an empty document.
    pub fn root(&self) -> Node<'_> {
        self.node(self.root)
    }

    /// The node of an index of this tree.
    #[inline]
    pub fn node(&self, id: NodeId) -> Node<'_> {
        Node { tree: self, id }
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether the document is empty.
    pub fn is_empty(&self) -> bool {
        self.root().is_null()
    }

    /// All comments, in source order.
    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }

    /// All keys that were set twice, in the order of the later values.
    pub fn duplicates(&self) -> &[DuplicateKey] {
        &self.duplicates
    }

    /// Puts other keys to some values, and turns numbers that no field can hold into what is no number.
    pub(crate) fn mend(&mut self, keys: &[(NodeId, &str)], unreadable: &[NodeId]) {
        for &(value, key) in keys {
            let start = offset(self.buffer.len());
            self.buffer.push_str(key);
            let end = offset(self.buffer.len());
            let data = &self.nodes[value.index()];
            let first = self.nodes.get(data.parent.index()).map_or(0, |parent| parent.start);
            let entry = self.entries.get_mut((first + data.slot) as usize);
            if let Some(entry) = entry.filter(|entry| entry.value == value) {
                entry.set_key(Text::decoded(start, end), digest(key.as_bytes()));
            }
        }
        for &number in unreadable {
            self.nodes[number.index()].shape = Shape::False;
        }
    }

    /// The `*alias` in whose place a node itself was put.
    pub(super) fn own_alias(&self, id: NodeId) -> Option<Span> {
        let found = self.aliases.binary_search_by_key(&id, |&(node, _)| node).ok()?;
        Some(self.aliases[found].1)
    }

    pub(super) fn set_alias(&mut self, id: NodeId, alias: Span) {
        match self.aliases.binary_search_by_key(&id, |&(node, _)| node) {
            Ok(found) => self.aliases[found].1 = alias,
            // Nodes are made in order, so this is almost always the end.
            Err(place) => self.aliases.insert(place, (id, alias)),
        }
    }

    #[inline]
    fn entry_of(&self, entry: &EntryData) -> Entry<'_> {
        Entry {
            key: self.text_of(entry.key()),
            key_span: entry.key_span,
            value: self.node(entry.value),
        }
    }

    /// The same as the bytes of [`Tree::text_of`], of which nobody has to ask whether they begin and end with a character.
    #[inline]
    pub(super) fn bytes_of(&self, text: Text) -> &[u8] {
        let all = if text.decoded { &*self.buffer } else { self.source };
        &all.as_bytes()[text.start as usize..text.end as usize]
    }

    #[inline]
    pub(super) fn text_of(&self, text: Text) -> &str {
        let range = text.start as usize..text.end as usize;
        if text.decoded {
            &self.buffer[range]
        } else {
            &self.source[range]
        }
    }
}

/// A set of what values look like, for a first look at whether one is of a type.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Looks(u8);

/// An integer of so many digits, or of fewer, fits 32 bits.
const SHORT: u32 = 9;

impl Looks {
    pub(crate) const NONE: Self = Self(0);
    pub(crate) const ALL: Self = Self(u8::MAX);
    pub(crate) const NULL: Self = Self(1);
    pub(crate) const BOOL: Self = Self(1 << 1);
    pub(crate) const STR: Self = Self(1 << 2);
    pub(crate) const NUMBER: Self = Self(1 << 3);
    /// An integer that fits 32 bits whatever its digits are.
    pub(crate) const SHORT_INT: Self = Self(1 << 4);

    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether a node looks like one of these; to [`Looks::ALL`] any does.
    #[inline]
    pub(crate) fn fit(self, node: Node<'_>) -> bool {
        self.0 == u8::MAX || self.0 & node.looks().0 != 0
    }
}

/// A node of a tree.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    tree: &'t Tree<'t>,
    id: NodeId,
}

/// One key and value of a mapping.
#[derive(Clone, Copy)]
pub struct Entry<'t> {
    /// The key as JSON text: `on:` is `true`.
    pub key: &'t str,
    /// The key in the source.
    pub key_span: Span,
    /// The value.
    pub value: Node<'t>,
}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} at {:?}", self.kind(), self.span())
    }
}

impl<'t> Node<'t> {
    #[inline]
    fn data(self) -> &'t NodeData {
        &self.tree.nodes[self.id.0 as usize]
    }

    /// The tree this node is in.
    pub fn tree(self) -> &'t Tree<'t> {
        self.tree
    }

    /// The node's index.
    pub fn id(self) -> NodeId {
        self.id
    }

    /// What the node is.
    pub fn kind(self) -> Kind {
        match self.data().shape {
            Shape::Null => Kind::Null,
            Shape::False => Kind::Bool(false),
            Shape::True => Kind::Bool(true),
            Shape::Str => Kind::Str,
            Shape::Seq => Kind::Seq,
            Shape::Map => Kind::Map,
            Shape::Int | Shape::UInt | Shape::Float => self.number(),
        }
    }

    /// The number that the text of the node writes, as JSON writes it.
    fn number(self) -> Kind {
        const READ: &str = "what was read once can be read again";
        let text = self.tree.text_of(self.data().text());
        match self.data().shape {
            Shape::Int => Kind::Int(text.parse().expect(READ)),
            Shape::UInt => Kind::UInt(text.parse().expect(READ)),
            _ => Kind::Float(text.parse().expect(READ)),
        }
    }

    /// The node's own text in the source: for the copy of an anchored node, the text at the anchor.
    pub fn span(self) -> Span {
        self.data().span
    }

    /// The collection that holds this node.
    pub fn parent(self) -> Option<Node<'t>> {
        Some(self.data().parent)
            .filter(|&id| id != NONE)
            .map(|id| self.tree.node(id))
    }

    /// The `*alias` through which this node, or a collection around it, came to stand here.
    pub fn alias(self) -> Option<Span> {
        if self.tree.aliases.is_empty() {
            return None;
        }
        std::iter::successors(Some(self), |node| node.parent())
            .filter_map(|node| node.tree.own_alias(node.id))
            .last()
    }

    /// Whether the node is null.
    #[inline]
    pub fn is_null(self) -> bool {
        self.data().shape == Shape::Null
    }

    /// Whether the node is text.
    #[inline]
    pub(crate) fn is_str(self) -> bool {
        self.data().shape == Shape::Str
    }

    /// Whether the node is a boolean.
    #[inline]
    pub(crate) fn is_bool(self) -> bool {
        matches!(self.data().shape, Shape::False | Shape::True)
    }

    /// Whether the node is the boolean `true`.
    #[inline]
    pub(crate) fn is_true(self) -> bool {
        self.data().shape == Shape::True
    }

    /// Whether the node is a number.
    #[inline]
    pub(crate) fn is_number(self) -> bool {
        matches!(self.data().shape, Shape::Int | Shape::UInt | Shape::Float)
    }

    /// What the node looks like.
    #[inline]
    pub(crate) fn looks(self) -> Looks {
        let data = self.data();
        match data.shape {
            Shape::Null => Looks::NULL,
            Shape::False | Shape::True => Looks::BOOL,
            Shape::Int if data.end - data.start <= SHORT => Looks::NUMBER.or(Looks::SHORT_INT),
            Shape::Int | Shape::UInt | Shape::Float => Looks::NUMBER,
            Shape::Str => Looks::STR,
            Shape::Seq | Shape::Map => Looks::NONE,
        }
    }

    /// Whether the node is a sequence.
    #[inline]
    pub(crate) fn is_seq(self) -> bool {
        self.data().shape == Shape::Seq
    }

    /// Whether the node is a mapping.
    #[inline]
    pub(crate) fn is_map(self) -> bool {
        self.data().shape == Shape::Map
    }

    /// The text of a string; `None` for everything else.
    #[inline]
    pub fn as_str(self) -> Option<&'t str> {
        let data = self.data();
        (data.shape == Shape::Str).then(|| self.tree.text_of(data.text()))
    }

    /// The text of any scalar, as the JSON the server makes of it (`0x1F` is `31`); empty for collections.
    pub fn scalar(self) -> &'t str {
        let data = self.data();
        if data.shape.is_collection() {
            return "";
        }
        self.tree.text_of(data.text())
    }

    /// The number of items or entries; 0 for scalars.
    pub fn len(self) -> usize {
        self.run(Shape::Seq).len() + self.run(Shape::Map).len()
    }

    /// Whether there are no items or entries.
    pub fn is_empty(self) -> bool {
        let data = self.data();
        !data.shape.is_collection() || data.run().is_empty()
    }

    /// The items of a sequence; nothing for anything else.
    pub fn items(self) -> impl ExactSizeIterator<Item = Node<'t>> + DoubleEndedIterator + use<'t> {
        self.tree.items[self.run(Shape::Seq)]
            .iter()
            .map(move |&id| self.tree.node(id))
    }

    /// The entries of a mapping in source order, later duplicates included; nothing for anything else.
    pub fn entries(self) -> impl ExactSizeIterator<Item = Entry<'t>> + DoubleEndedIterator + use<'t> {
        let entries = &self.tree.entries[self.run(Shape::Map)];
        entries.iter().map(move |entry| self.tree.entry_of(entry))
    }

    /// The entries of a mapping that count: of a key set twice, the last.
    pub fn live_entries(self) -> impl Iterator<Item = Entry<'t>> + use<'t> {
        let entries = &self.tree.entries[self.run(Shape::Map)];
        let live = entries.iter().filter(|entry| !entry.shadowed);
        live.map(move |entry| self.tree.entry_of(entry))
    }

    /// The digests and the bytes of the keys that count, and their values.
    #[inline]
    pub(crate) fn live_keys(self) -> impl Iterator<Item = (u32, &'t [u8], Node<'t>)> + use<'t> {
        let tree = self.tree;
        let entries = &tree.entries[self.run(Shape::Map)];
        let live = entries.iter().filter(|entry| !entry.shadowed);
        live.map(|entry| (entry.digest, tree.bytes_of(entry.key()), tree.node(entry.value)))
    }

    /// The digests of the keys, twice where a key is set twice.
    #[inline]
    pub(crate) fn digests(self) -> impl Iterator<Item = u32> + use<'t> {
        self.tree.entries[self.run(Shape::Map)].iter().map(|entry| entry.digest)
    }

    /// The entry of a key; the last one where the key is set twice.
    #[inline]
    pub fn entry(self, key: &str) -> Option<Entry<'t>> {
        let entry = self.find(key, digest(key.as_bytes()))?;
        Some(self.tree.entry_of(entry))
    }

    /// The values of some keys, found in one go.
    #[inline]
    pub(crate) fn all<const N: usize>(self, keys: [&str; N]) -> [Option<Node<'t>>; N] {
        let mut found = [None; N];
        let digests = std::array::from_fn(|place| digest(keys[place].as_bytes()));
        self.pick(&keys, &digests, |place, value| found[place] = Some(value));
        found
    }

    /// Finds the values of some keys with these digests in one go: `take` is given the place of a key and its value, and the
    /// last time the value that counts.
    #[inline]
    pub(crate) fn pick<const N: usize>(
        self,
        keys: &[&str; N],
        digests: &[u32; N],
        mut take: impl FnMut(usize, Node<'t>),
    ) {
        for entry in &self.tree.entries[self.run(Shape::Map)] {
            // Hardly any entry is one of them, which one comparison of all digests tells.
            let is_one = digests
                .iter()
                .fold(false, |any, digest| any | (*digest == entry.digest));
            if !is_one {
                continue;
            }
            for place in 0..N {
                if digests[place] == entry.digest && is_same(self.tree.bytes_of(entry.key()), keys[place].as_bytes()) {
                    take(place, self.tree.node(entry.value));
                }
            }
        }
    }

    #[inline]
    fn find(self, key: &str, digest: u32) -> Option<&'t EntryData> {
        let tree = self.tree;
        let is_it = |entry: &&EntryData| entry.digest == digest && is_same(tree.bytes_of(entry.key()), key.as_bytes());
        tree.entries[self.run(Shape::Map)].iter().rfind(is_it)
    }

    /// The value of a key.
    #[inline]
    pub fn get(self, key: &str) -> Option<Node<'t>> {
        self.get_by(key, digest(key.as_bytes()))
    }

    /// The value of a key whose digest is known.
    #[inline]
    pub(crate) fn get_by(self, key: &str, digest: u32) -> Option<Node<'t>> {
        Some(self.tree.node(self.find(key, digest)?.value))
    }

    /// The children of a collection of one shape; nothing for anything else.
    #[inline]
    fn run(self, shape: Shape) -> std::ops::Range<usize> {
        let data = self.data();
        if data.shape == shape { data.run() } else { 0..0 }
    }

    /// The entry of the parent mapping that holds this node.
    pub fn entry_in_parent(self) -> Option<Entry<'t>> {
        let parent = self.parent().filter(|parent| parent.data().shape == Shape::Map)?;
        let place = parent.data().start + self.data().slot;
        Some(parent.tree.entry_of(&parent.tree.entries[place as usize]))
    }

    /// The index in the parent sequence that holds this node.
    pub fn index_in_parent(self) -> Option<usize> {
        self.parent().filter(|parent| parent.data().shape == Shape::Seq)?;
        Some(self.data().slot as usize)
    }

    /// The outermost node above this one that is not `below`'s ancestor path: the chain from `root` (exclusive) to here.
    pub(crate) fn ancestors_to(self, root: NodeId) -> Vec<Node<'t>> {
        let mut chain: Vec<_> = std::iter::successors(Some(self), |node| node.parent())
            .take_while(|node| node.id != root)
            .collect();
        chain.reverse();
        chain
    }

    /// The JSON pointer (RFC 6901) from the document's root.
    pub fn pointer(self) -> String {
        let mut pointer = String::with_capacity(64);
        for node in self.ancestors_to(self.tree.root) {
            if let Some(entry) = node.entry_in_parent() {
                push_step(&mut pointer, entry.key);
            } else if let Some(index) = node.index_in_parent() {
                let _ = write!(pointer, "/{index}");
            } else {
                pointer.push('/');
            }
        }
        pointer
    }
}

/// Goes on with a JSON pointer to the member of a name.
pub(crate) fn push_step(pointer: &mut String, name: &str) {
    pointer.push('/');
    if name.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
        pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
    } else {
        pointer.push_str(name);
    }
}
