//! Builds the tree from a flat run of events; both parser layers end here.

use std::collections::HashMap;

use super::tree::{Comment, DuplicateKey, EntryData, Kind, NodeData, NodeId, Text, Tree};
use crate::source::{Span, offset};

/// Past this many keys a mapping looks for duplicates with a hash table.
const LINEAR_KEYS: usize = 16;

/// A scalar as it goes into the tree.
pub(crate) struct Scalar<'a> {
    pub(crate) kind: Kind,
    /// The text as JSON has it; for strings the decoded text.
    pub(crate) text: &'a str,
    pub(crate) span: Span,
}

enum Frame {
    Seq {
        node: NodeId,
        first: usize,
    },
    Map {
        node: NodeId,
        first: usize,
        key: Option<(Text, Span)>,
    },
}

/// Collects nodes; children wait on a stack until their collection ends and they can stand in one run.
pub(crate) struct Builder<'s> {
    tree: Tree<'s>,
    frames: Vec<Frame>,
    items: Vec<NodeId>,
    entries: Vec<EntryData>,
}

impl<'s> Builder<'s> {
    pub(crate) fn new(source: &'s str) -> Self {
        Self {
            tree: Tree {
                source,
                buffer: String::new(),
                nodes: Vec::new(),
                items: Vec::new(),
                entries: Vec::new(),
                comments: Vec::new(),
                duplicates: Vec::new(),
                root: NodeId(0),
            },
            frames: Vec::new(),
            items: Vec::new(),
            entries: Vec::new(),
        }
    }

    /// How many collections are open.
    pub(crate) fn depth(&self) -> usize {
        self.frames.len()
    }

    /// Whether the next scalar is a key.
    pub(crate) fn expects_key(&self) -> bool {
        matches!(self.frames.last(), Some(Frame::Map { key: None, .. }))
    }

    pub(crate) fn comment(&mut self, span: Span) {
        self.tree.comments.push(Comment { span });
    }

    /// Text that is borrowed where it stands verbatim at `span`, else copied.
    fn text(&mut self, text: &str, span: Span) -> Text {
        if self.tree.source.get(span.range()) == Some(text) {
            return Text {
                start: span.start,
                end: span.end,
                decoded: false,
            };
        }
        let start = offset(self.tree.buffer.len());
        self.tree.buffer.push_str(text);
        Text {
            start,
            end: offset(self.tree.buffer.len()),
            decoded: true,
        }
    }

    pub(crate) fn key(&mut self, text: &str, span: Span) {
        let text = self.text(text, span);
        if let Some(Frame::Map { key, .. }) = self.frames.last_mut() {
            *key = Some((text, span));
        }
    }

    pub(crate) fn scalar(&mut self, scalar: &Scalar<'_>) -> NodeId {
        let text = self.text(scalar.text, scalar.span);
        self.push(scalar.kind, scalar.span, text)
    }

    pub(crate) fn start_seq(&mut self, span: Span) -> NodeId {
        let node = self.push(
            Kind::Seq,
            span,
            Text {
                start: 0,
                end: 0,
                decoded: false,
            },
        );
        self.frames.push(Frame::Seq {
            node,
            first: self.items.len(),
        });
        node
    }

    pub(crate) fn start_map(&mut self, span: Span) -> NodeId {
        let node = self.push(
            Kind::Map,
            span,
            Text {
                start: 0,
                end: 0,
                decoded: false,
            },
        );
        self.frames.push(Frame::Map {
            node,
            first: self.entries.len(),
            key: None,
        });
        node
    }

    /// Ends the innermost collection at `end`.
    pub(crate) fn end(&mut self, end: u32) {
        let (node, run) = match self.frames.pop().expect("every end has its start") {
            Frame::Seq { node, first } => {
                let start = offset(self.tree.items.len());
                self.tree.items.extend(self.items.drain(first..));
                (node, (start, offset(self.tree.items.len())))
            }
            Frame::Map { node, first, .. } => {
                find_duplicates(&mut self.tree, node, &self.entries[first..]);
                let start = offset(self.tree.entries.len());
                self.tree.entries.extend(self.entries.drain(first..));
                (node, (start, offset(self.tree.entries.len())))
            }
        };
        let data = &mut self.tree.nodes[node.0 as usize];
        data.text = Text {
            start: run.0,
            end: run.1,
            decoded: false,
        };
        data.span.end = end.max(data.span.start);
    }

    /// Puts a copy of `id`, an anchored node that is complete, in place of an alias at `alias`.
    pub(crate) fn alias(&mut self, id: NodeId, alias: Span) -> NodeId {
        let copy = self.copy(id);
        self.tree.nodes[copy.0 as usize].alias = Some(alias);
        copy
    }

    /// Merges the entries of mapping `id` into the open mapping, as `<<` does.
    pub(crate) fn merge(&mut self, id: NodeId, alias: Option<Span>) {
        let data = self.tree.nodes[id.0 as usize];
        for index in data.text.start..data.text.end {
            let entry = self.tree.entries[index as usize];
            if let Some(Frame::Map { key, .. }) = self.frames.last_mut() {
                *key = Some((entry.key, entry.key_span));
            }
            let copy = self.copy(entry.value);
            let slot = &mut self.tree.nodes[copy.0 as usize].alias;
            *slot = alias.or(*slot);
        }
    }

    fn copy(&mut self, id: NodeId) -> NodeId {
        let data = self.tree.nodes[id.0 as usize];
        let run = data.text.start..data.text.end;
        let copy = match data.kind {
            Kind::Seq => {
                let copy = self.start_seq(data.span);
                for index in run {
                    self.copy(self.tree.items[index as usize]);
                }
                self.end(data.span.end);
                copy
            }
            Kind::Map => {
                let copy = self.start_map(data.span);
                for index in run {
                    let entry = self.tree.entries[index as usize];
                    if let Some(Frame::Map { key, .. }) = self.frames.last_mut() {
                        *key = Some((entry.key, entry.key_span));
                    }
                    self.copy(entry.value);
                }
                self.end(data.span.end);
                copy
            }
            _ => self.push(data.kind, data.span, data.text),
        };
        self.tree.nodes[copy.0 as usize].alias = data.alias;
        copy
    }

    fn push(&mut self, kind: Kind, span: Span, text: Text) -> NodeId {
        let id = NodeId(offset(self.tree.nodes.len()));
        let parent = match self.frames.last_mut() {
            None => {
                self.tree.root = id;
                None
            }
            Some(Frame::Seq { node, .. }) => {
                self.items.push(id);
                Some(*node)
            }
            Some(Frame::Map { node, key, .. }) => {
                let (key, key_span) = key.take().unwrap_or((
                    Text {
                        start: 0,
                        end: 0,
                        decoded: false,
                    },
                    span,
                ));
                self.entries.push(EntryData {
                    key,
                    key_span,
                    value: id,
                });
                Some(*node)
            }
        };
        self.tree.nodes.push(NodeData {
            kind,
            span,
            parent,
            text,
            alias: None,
        });
        id
    }

    /// The finished tree; an empty document is a null scalar at `end`.
    pub(crate) fn finish(mut self, end: u32) -> Tree<'s> {
        if self.tree.nodes.is_empty() {
            self.push(
                Kind::Null,
                Span::at(end),
                Text {
                    start: end,
                    end,
                    decoded: false,
                },
            );
        }
        self.tree
    }
}

fn find_duplicates(tree: &mut Tree<'_>, map: NodeId, entries: &[EntryData]) {
    let mut found = Vec::new();
    let again = |first: &EntryData, entry: &EntryData| DuplicateKey {
        map,
        value: entry.value,
        first: first.key_span,
        again: entry.key_span,
    };
    if entries.len() <= LINEAR_KEYS {
        for (index, entry) in entries.iter().enumerate() {
            let key = tree.text_of(entry.key);
            if let Some(first) = entries[..index].iter().find(|first| tree.text_of(first.key) == key) {
                found.push(again(first, entry));
            }
        }
    } else {
        let mut seen = HashMap::with_capacity(entries.len());
        for entry in entries {
            if let Some(first) = seen.insert(tree.text_of(entry.key), entry) {
                found.push(again(first, entry));
            }
        }
    }
    tree.duplicates.extend(found);
}
