//! Builds the tree from a flat run of nodes; all readers end here.

use std::collections::HashMap;

use super::arena::{EntryData, KeyType, NONE, NodeData, Shape, Text};
use super::resolve::Json;
use super::tree::{Comment, DuplicateKey, Kind, NodeId, Tree};
use crate::digest::digest;
use crate::source::{Span, offset};

/// The nesting the server allows.
pub(super) const MAX_DEPTH: usize = 10_000;

/// Why a node cannot be copied into the place of an alias.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CopyError {
    /// The document grows out of proportion.
    Excessive,
    /// Too many levels.
    TooDeep,
}

#[derive(Clone, Copy)]
struct Frame {
    node: NodeId,
    /// Where its children start on the stack of items or entries.
    first: u32,
    map: bool,
    /// Whether the last entry waits for its value, which is the next node.
    waiting: bool,
}

/// Collects nodes; children wait on a stack until their collection ends and they can stand in one run.
pub(super) struct Builder<'s> {
    tree: Tree<'s>,
    frames: Vec<Frame>,
    items: Vec<NodeId>,
    entries: Vec<EntryData>,
    /// Nodes read so far, keys and copies included, as the server counts them.
    read: usize,
    /// How many of them were read through an alias.
    aliased: usize,
}

impl<'s> Builder<'s> {
    pub(super) fn new(source: &'s str, document: Span) -> Self {
        // A guess that spares small documents from growing step by step.
        let nodes = (document.end - document.start) as usize / 18 + 4;
        Self {
            tree: Tree {
                source,
                document,
                buffer: String::new(),
                nodes: Vec::with_capacity(nodes),
                items: Vec::new(),
                entries: Vec::with_capacity(nodes),
                comments: Vec::new(),
                duplicates: Vec::new(),
                aliases: Vec::new(),
                lost: None,
                json: false,
                root: NodeId(0),
            },
            frames: Vec::with_capacity(16),
            items: Vec::with_capacity(16),
            entries: Vec::with_capacity(32),
            read: 1,
            aliased: 0,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.tree.nodes.is_empty()
    }

    pub(super) fn depth(&self) -> usize {
        self.frames.len()
    }

    /// Whether the next node is a key.
    pub(super) fn expects_key(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.map && !frame.waiting)
    }

    #[inline]
    pub(super) fn comment(&mut self, span: Span) {
        self.tree.comments.push(Comment { span });
    }

    /// Text that is not in the source as it is; pieces are appended until [`Builder::finish_text`].
    pub(super) fn buffer(&mut self) -> &mut String {
        &mut self.tree.buffer
    }

    /// The text appended to the buffer since it was `start` bytes long.
    #[inline]
    pub(super) fn text_from(&self, start: usize) -> Text {
        Text::decoded(offset(start), offset(self.tree.buffer.len()))
    }

    #[inline]
    pub(super) fn decoded(&mut self, text: &str) -> Text {
        let start = self.tree.buffer.len();
        self.tree.buffer.push_str(text);
        self.text_from(start)
    }

    /// The text that JSON has for a scalar, where `text` stands for what is written.
    #[inline]
    pub(super) fn json_text(&mut self, json: Json, written: &str, text: Text) -> Text {
        match json {
            Json::Same => text,
            Json::Word(word) if word == written => text,
            Json::Word(word) => self.decoded(word),
            Json::Other(other) => self.decoded(&other),
        }
    }

    #[inline]
    pub(super) fn text_of(&self, text: Text) -> &str {
        self.tree.text_of(text)
    }

    pub(super) fn kind_of(&self, id: NodeId) -> Kind {
        self.tree.node(id).kind()
    }

    pub(super) fn scalar_of(&self, id: NodeId) -> (Kind, Text) {
        (self.kind_of(id), self.tree.nodes[id.index()].text())
    }

    pub(super) fn span_of(&self, id: NodeId) -> Span {
        self.tree.nodes[id.index()].span
    }

    /// Whether a collection has not ended yet.
    pub(super) fn is_open(&self, id: NodeId) -> bool {
        self.tree.nodes[id.index()].is_open()
    }

    #[inline]
    pub(super) fn key(&mut self, key: Text, kind: KeyType, span: Span) {
        self.read += 1;
        let value = NodeId::new(self.tree.nodes.len());
        let digest = digest(self.tree.bytes_of(key));
        self.entry(EntryData::new(key, digest, span, kind, value));
    }

    /// Adds an entry whose value is the next node.
    #[inline]
    fn entry(&mut self, entry: EntryData) {
        self.entries.push(entry);
        if let Some(frame) = self.frames.last_mut() {
            frame.waiting = true;
        }
    }

    #[inline]
    pub(super) fn scalar(&mut self, kind: Kind, span: Span, text: Text) -> NodeId {
        self.read += 1;
        self.push(NodeData::scalar(kind, span, text))
    }

    #[inline]
    pub(super) fn start(&mut self, kind: Kind, span: Span) -> NodeId {
        self.read += 1;
        self.open(Shape::of(kind), span)
    }

    /// Starts a collection that hangs on nothing: the value of a merge key.
    pub(super) fn start_detached(&mut self, kind: Kind, span: Span) -> NodeId {
        self.read += 1;
        let node = self.node(NodeData::open(Shape::of(kind), span));
        self.frame(node, Shape::of(kind));
        node
    }

    fn open(&mut self, shape: Shape, span: Span) -> NodeId {
        let node = self.push(NodeData::open(shape, span));
        self.frame(node, shape);
        node
    }

    fn frame(&mut self, node: NodeId, shape: Shape) {
        let map = shape == Shape::Map;
        let first = if map { self.entries.len() } else { self.items.len() };
        self.frames.push(Frame {
            node,
            first: offset(first),
            map,
            waiting: false,
        });
    }

    /// Ends the innermost collection at `end`.
    pub(super) fn end(&mut self, end: u32) -> NodeId {
        self.close(end, true)
    }

    fn close(&mut self, end: u32, look_for_duplicates: bool) -> NodeId {
        let frame = self.frames.pop().expect("every end has its start");
        let first = frame.first as usize;
        let tree = &mut self.tree;
        let data = &mut tree.nodes[frame.node.index()];
        data.span.end = end.max(data.span.start);
        if frame.map {
            data.set_run(tree.entries.len(), tree.entries.len() + self.entries.len() - first);
            if look_for_duplicates && may_repeat(&self.entries[first..]) {
                find_duplicates(tree, frame.node, &mut self.entries[first..]);
            }
            tree.entries.extend_from_slice(&self.entries[first..]);
            self.entries.truncate(first);
        } else {
            data.set_run(tree.items.len(), tree.items.len() + self.items.len() - first);
            tree.items.extend_from_slice(&self.items[first..]);
            self.items.truncate(first);
        }
        frame.node
    }

    /// Puts a copy of `id`, an anchored node that is complete, in place of an alias at `alias`.
    pub(super) fn alias(&mut self, id: NodeId, alias: Span) -> Result<NodeId, CopyError> {
        self.read += 1;
        self.copy(id, Some(alias))
    }

    /// Puts a scalar that is no node, an anchored key, in place of an alias at `alias`.
    pub(super) fn alias_scalar(&mut self, kind: Kind, span: Span, text: Text, alias: Span) -> NodeId {
        self.read += 1;
        let node = self.scalar(kind, span, text);
        self.tree.set_alias(node, alias);
        node
    }

    /// Copies the entries of mapping `id` into the open mapping, as `<<: *alias` does.
    pub(super) fn merge_copy(&mut self, id: NodeId, alias: Span) -> Result<(), CopyError> {
        self.read += 1;
        for index in self.tree.nodes[id.index()].run() {
            let entry = self.tree.entries[index];
            if entry.shadowed {
                continue;
            }
            self.copy_key(&entry, true);
            self.copy(entry.value, Some(alias))?;
        }
        Ok(())
    }

    /// Moves the entries of the detached mapping `id` into the open mapping, as `<<: {…}` does.
    pub(super) fn merge_move(&mut self, id: NodeId) {
        let alias = self.tree.own_alias(id);
        for index in self.tree.nodes[id.index()].run() {
            let mut entry = self.tree.entries[index];
            if entry.shadowed {
                continue;
            }
            entry.merged = true;
            if let Some(alias) = alias {
                self.tree.set_alias(entry.value, alias);
            }
            if let Some(frame) = self.frames.last() {
                let data = &mut self.tree.nodes[entry.value.index()];
                data.parent = frame.node;
                data.slot = offset(self.entries.len()) - frame.first;
            }
            self.entries.push(entry);
        }
    }

    /// Does the same for each mapping in the detached sequence `id`, of which the first counts most.
    pub(super) fn merge_move_all(&mut self, id: NodeId) {
        for index in self.tree.nodes[id.index()].run().rev() {
            self.merge_move(self.tree.items[index]);
        }
    }

    /// The first item of a sequence that is no mapping.
    pub(super) fn item_that_is_no_map(&self, id: NodeId) -> Option<NodeId> {
        let items = &self.tree.items[self.tree.nodes[id.index()].run()];
        items.iter().copied().find(|&item| self.kind_of(item) != Kind::Map)
    }

    /// Adds an entry like another one, for a copy of its value.
    fn copy_key(&mut self, entry: &EntryData, merged: bool) {
        let mut copy = *entry;
        copy.value = NodeId::new(self.tree.nodes.len());
        copy.merged |= merged;
        self.entry(copy);
    }

    /// Copies without recursion: anchored nodes may be as deep as the document allows.
    fn copy(&mut self, id: NodeId, alias: Option<Span>) -> Result<NodeId, CopyError> {
        let copy = self.copy_one(id, alias)?;
        let mut open = Vec::new();
        let first_of = |tree: &Tree<'_>, id: NodeId| {
            let data = &tree.nodes[id.index()];
            data.shape.is_collection().then(|| (id, data.run().start))
        };
        open.extend(first_of(&self.tree, id));
        while let Some((parent, next)) = open.last_mut() {
            let data = self.tree.nodes[parent.index()];
            if *next == data.run().end {
                self.close(data.span.end, false);
                open.pop();
                continue;
            }
            let child = if data.shape == Shape::Map {
                let entry = self.tree.entries[*next];
                self.count_copy()?;
                self.copy_key(&entry, false);
                entry.value
            } else {
                self.tree.items[*next]
            };
            *next += 1;
            self.copy_one(child, self.tree.own_alias(child))?;
            open.extend(first_of(&self.tree, child));
        }
        Ok(copy)
    }

    fn copy_one(&mut self, id: NodeId, alias: Option<Span>) -> Result<NodeId, CopyError> {
        self.count_copy()?;
        let data = self.tree.nodes[id.index()];
        let copy = if data.shape.is_collection() {
            if self.frames.len() >= MAX_DEPTH {
                return Err(CopyError::TooDeep);
            }
            self.open(data.shape, data.span)
        } else {
            self.push(data)
        };
        if let Some(alias) = alias {
            self.tree.set_alias(copy, alias);
        }
        Ok(copy)
    }

    /// Small documents may be made of aliases almost wholly, large ones to a tenth.
    fn count_copy(&mut self) -> Result<(), CopyError> {
        const SMALL: usize = 400_000;
        const LARGE: usize = 4_000_000;
        self.read += 1;
        self.aliased += 1;
        if self.aliased <= 100 || self.read <= 1000 {
            return Ok(());
        }
        // In thousandths, between 990 and 100.
        let allowed = match self.read {
            0..=SMALL => 990,
            LARGE.. => 100,
            read => 990 - 890 * (read - SMALL) / (LARGE - SMALL),
        };
        if self.aliased * 1000 > self.read * allowed {
            return Err(CopyError::Excessive);
        }
        Ok(())
    }

    /// Adds a node as the child that is next.
    #[inline]
    fn push(&mut self, mut data: NodeData) -> NodeId {
        let id = NodeId::new(self.tree.nodes.len());
        let Some(frame) = self.frames.last_mut() else {
            data.parent = NONE;
            self.tree.root = id;
            return self.node(data);
        };
        let slot = if frame.map {
            debug_assert!(frame.waiting, "a value has its key");
            frame.waiting = false;
            self.entries.len() - 1
        } else {
            self.items.push(id);
            self.items.len() - 1
        };
        data.parent = frame.node;
        data.slot = offset(slot) - frame.first;
        self.node(data)
    }

    #[inline]
    fn node(&mut self, data: NodeData) -> NodeId {
        let id = NodeId::new(self.tree.nodes.len());
        self.tree.nodes.push(data);
        id
    }

    pub(super) fn lose(&mut self, lost: Span) {
        self.tree.lost = Some(lost);
    }

    /// The finished tree of a JSON value, whose end was not known at the start.
    pub(super) fn finish_json(mut self, document: Span) -> Tree<'s> {
        self.tree.document = document;
        self.tree.json = true;
        self.finish(document.end)
    }

    /// The finished tree; a document without nodes is a null scalar at `end`.
    pub(super) fn finish(mut self, end: u32) -> Tree<'s> {
        if self.tree.nodes.is_empty() {
            self.push(NodeData::scalar(Kind::Null, Span::at(end), Text::source(end, end)));
        }
        // Mappings are done with from the inside out.
        self.tree.duplicates.sort_by_key(|twice| twice.value);
        self.tree
    }
}

/// Past this many keys they are sorted to find two that are the same.
const FEW: usize = 16;

/// Whether two keys have the same digest, as equal keys have.
fn may_repeat(entries: &[EntryData]) -> bool {
    if entries.len() > FEW {
        let mut digests: Vec<_> = entries.iter().map(|entry| entry.digest).collect();
        digests.sort_unstable();
        return !digests.is_sorted_by(|first, second| first < second);
    }
    (1..entries.len()).any(|at| {
        let (before, entry) = (&entries[..at], &entries[at]);
        before.iter().any(|one| one.digest == entry.digest)
    })
}

/// Reports keys that are set twice.
fn find_duplicates(tree: &mut Tree<'_>, map: NodeId, entries: &mut [EntryData]) {
    let mut seen = HashMap::with_capacity(entries.len());
    let mut pairs = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        if let Some(first) = seen.insert((entry.kind, tree.text_of(entry.key())), index) {
            pairs.push((first, index));
        }
    }
    for (first, again) in pairs {
        entries[first].shadowed = true;
        report(tree, map, entries[first], entries[again]);
    }
}

fn report(tree: &mut Tree<'_>, map: NodeId, first: EntryData, again: EntryData) {
    // An entry that came through an alias is written elsewhere; the alias is what sets it here.
    let place = |entry: EntryData| {
        let alias = entry.merged.then(|| tree.own_alias(entry.value)).flatten();
        alias.unwrap_or(entry.key_span)
    };
    let twice = DuplicateKey {
        map,
        value: again.value,
        first: place(first),
        again: place(again),
    };
    tree.duplicates.push(twice);
}
