//! A field of an object: present, absent, null or of the wrong type, and the place of each.

use std::fmt::Write as _;

use crate::digest::digest;
use crate::document::Object;
use crate::schema::{Step, Type};
use crate::source::Span;
use crate::yaml::{self, Kind, Node, NodeId, Tree};

/// How many absent fields below each other are named one by one. A handle is copied all the time, so there is no room for
/// more; what is longer starts with one of [`HEADS`].
const MAX_TAIL: u8 = 3;

/// The beginnings of long runs of absent fields: another of them, by its index, and a name below it. The first is none.
const HEADS: [(u8, &str); 14] = [
    (0, ""),
    (0, "spec"),
    (0, "template"),
    (1, "template"),
    (0, "jobTemplate"),
    (1, "jobTemplate"),
    (4, "spec"),
    (5, "spec"),
    (6, "template"),
    (7, "template"),
    (3, "spec"),
    (8, "spec"),
    (9, "spec"),
    (2, "spec"),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The anchor is the value itself.
    Present,
    /// The value is absent below the anchor.
    Absent,
    /// Something above the value has the wrong type; decoding has said so.
    Broken,
}

/// A handle on a field, whether it is there or not.
///
/// Accessors never report. `str`, `int` and the like give `None` for absent, null *and* wrongly typed values; the
/// `_or` forms give the default for absent and null, and `None` only for a wrong type, on which rules stay quiet.
#[derive(Clone, Copy)]
pub struct Field<'d> {
    tree: &'d Tree<'d>,
    /// The value, or the deepest value that exists above it.
    anchor: NodeId,
    state: State,
    /// The names of absent fields below the anchor: those of this head, and these.
    head: u8,
    tail: [&'d str; MAX_TAIL as usize],
    /// How many; one more than there is room for where names got lost.
    tail_len: u8,
}

/// One key and value of a map field.
#[derive(Clone, Copy)]
pub struct Entry<'d> {
    /// The key.
    pub key: &'d str,
    /// The key in the source.
    pub key_span: Span,
    /// The value.
    pub value: Field<'d>,
}

impl std::fmt::Debug for Field<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{:?} {:?} {:?}",
            self.state,
            self.tree.node(self.anchor),
            self.absent_names().collect::<Vec<_>>()
        )
    }
}

impl<'d> Field<'d> {
    /// The field whose value is `node`.
    #[inline]
    pub fn new(node: Node<'d>) -> Self {
        Self {
            tree: node.tree(),
            anchor: node.id(),
            state: State::Present,
            head: 0,
            tail: [""; MAX_TAIL as usize],
            tail_len: 0,
        }
    }

    /// The field `name` of this one: a member of a structure, or a value of a map.
    #[must_use]
    #[inline]
    pub fn get(self, name: &'d str) -> Self {
        self.get_by(name, digest(name.as_bytes()))
    }

    fn get_by(self, name: &'d str, digest: u32) -> Self {
        if self.state != State::Present {
            return self.absent(name);
        }
        let node = self.tree.node(self.anchor);
        match node.get_by(name, digest) {
            Some(value) => Self::new(value),
            None if node.is_map() || node.is_null() => Self::missing(node, name),
            None => Self {
                state: State::Broken,
                ..self
            },
        }
    }

    /// The field `name` of a value that has none.
    #[inline]
    fn missing(above: Node<'d>, name: &'d str) -> Self {
        Self {
            state: State::Absent,
            tail: [name, "", ""],
            tail_len: 1,
            ..Self::new(above)
        }
    }

    /// Some members of a structure, found in one go: the same as [`Field::get`] of each name.
    #[must_use]
    #[inline]
    pub fn members<const N: usize>(self, names: [&'d str; N]) -> [Self; N] {
        let digests = std::array::from_fn(|place| digest(names[place].as_bytes()));
        self.members_by(names, digests)
    }

    fn members_by<const N: usize>(self, names: [&'d str; N], digests: [u32; N]) -> [Self; N] {
        match self.node().filter(|node| node.is_map()) {
            Some(map) => {
                let mut members = names.map(|name| Self::missing(map, name));
                map.pick(&names, &digests, |place, value| members[place] = Self::new(value));
                members
            }
            None => names.map(|name| self.get(name)),
        }
    }

    /// The field `name` of this one, which is not there itself.
    fn absent(mut self, name: &'d str) -> Self {
        if self.tail_len == MAX_TAIL {
            self.shorten();
        }
        if let Some(slot) = self.tail.get_mut(self.tail_len as usize) {
            *slot = name;
        }
        self.tail_len = (self.tail_len + 1).min(MAX_TAIL + 1);
        self
    }

    /// Makes the first name of the tail a part of the head, where there is such a head.
    fn shorten(&mut self) {
        let longer = (self.head, self.tail[0]);
        if let Some(head) = (0..)
            .zip(HEADS)
            .find_map(|(index, head)| (head == longer).then_some(index))
        {
            self.head = head;
            self.tail.rotate_left(1);
            self.tail_len -= 1;
        }
    }

    /// The field at the end of a path of names.
    #[must_use]
    pub fn at(self, names: &[&'d str]) -> Self {
        names.iter().fold(self, |field, name| field.get(name))
    }

    /// The names of absent fields below the anchor.
    fn absent_names(&self) -> impl Iterator<Item = &'d str> {
        debug_assert!(self.tail_len <= MAX_TAIL, "no room for {:?}", self.tail);
        let heads = std::iter::successors(Some(HEADS[self.head as usize]), |&(above, _)| {
            Some(HEADS[above as usize])
        });
        let mut head: Vec<&str> = heads
            .map(|(_, name)| name)
            .take_while(|name| !name.is_empty())
            .collect();
        head.reverse();
        head.into_iter()
            .chain(self.tail.into_iter().take(self.tail_len as usize))
    }

    /// The whole source the field's document stands in.
    pub fn source(self) -> &'d str {
        self.tree.source()
    }

    /// The value, null included.
    #[inline]
    pub fn node(self) -> Option<Node<'d>> {
        (self.state == State::Present).then(|| self.tree.node(self.anchor))
    }

    #[inline]
    fn value(self) -> Option<Node<'d>> {
        self.node().filter(|node| !node.is_null())
    }

    /// Whether there is a value that is not null, of whatever type.
    #[inline]
    pub fn is_set(self) -> bool {
        self.value().is_some()
    }

    /// Whether the field is absent or null. False below a value of the wrong type: nobody can know there.
    #[inline]
    pub fn is_absent(self) -> bool {
        match self.state {
            State::Present => self.tree.node(self.anchor).is_null(),
            State::Absent => true,
            State::Broken => false,
        }
    }

    /// Whether something above the field has a wrong type, so that nobody can know whether it is there.
    pub fn is_wrong(self) -> bool {
        self.state == State::Broken
    }

    /// Whether the key is written, with null or any value.
    pub fn is_written(self) -> bool {
        self.state == State::Present
    }

    /// Whether the value is absent or null, an empty string, an empty list or an empty map: Go's length of 0.
    pub fn is_empty(self) -> bool {
        self.is_absent()
            || self.node().is_some_and(|node| {
                let is_text = node.is_str() && node.scalar().is_empty();
                is_text || (node.is_seq() || node.is_map()) && node.is_empty()
            })
    }

    /// The string that is there.
    #[inline]
    pub fn str(self) -> Option<&'d str> {
        self.node()?.as_str()
    }

    /// The string, or `default` where there is none; `None` for a wrong type.
    pub fn str_or(self, default: &'d str) -> Option<&'d str> {
        if self.is_absent() { Some(default) } else { self.str() }
    }

    /// The string, or `default` where it is absent or empty, as the server's defaulting does for plain strings.
    pub fn non_empty_or(self, default: &'d str) -> Option<&'d str> {
        self.str_or("").map(|text| if text.is_empty() { default } else { text })
    }

    /// The integer that is there.
    pub fn int(self) -> Option<i64> {
        match self.node().filter(|node| node.is_number())?.kind() {
            Kind::Int(value) => Some(value),
            #[expect(clippy::cast_possible_truncation, reason = "checked to be integral and in range")]
            Kind::Float(value) if value.fract() == 0.0 && value.abs() < 9e15 => Some(value as i64),
            _ => None,
        }
    }

    /// The integer, or `default` where there is none; `None` for a wrong type.
    pub fn int_or(self, default: i64) -> Option<i64> {
        if self.is_absent() { Some(default) } else { self.int() }
    }

    /// The boolean that is there.
    pub fn bool(self) -> Option<bool> {
        match self.node().filter(|node| node.is_bool())?.kind() {
            Kind::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The boolean, or `default` where there is none; `None` for a wrong type.
    pub fn bool_or(self, default: bool) -> Option<bool> {
        if self.is_absent() { Some(default) } else { self.bool() }
    }

    /// The text of any scalar as JSON shows it; `None` for absent, null and collections.
    pub fn scalar(self) -> Option<&'d str> {
        let node = self.value()?;
        (!node.is_seq() && !node.is_map()).then(|| node.scalar())
    }

    /// Whether there is a list.
    pub fn is_list(self) -> bool {
        self.node().is_some_and(Node::is_seq)
    }

    /// The number of items or entries.
    pub fn len(self) -> usize {
        self.node().map_or(0, Node::len)
    }

    /// The items of a list.
    pub fn items(self) -> impl DoubleEndedIterator<Item = Field<'d>> + ExactSizeIterator + use<'d> {
        let node = self.node().unwrap_or_else(|| self.tree.node(self.anchor));
        let count = if self.state == State::Present {
            node.items().len()
        } else {
            0
        };
        node.items().take(count).map(Field::new)
    }

    /// The entries of a map or structure as the server sees them: of a key set twice, the last.
    pub fn entries(self) -> impl Iterator<Item = Entry<'d>> + use<'d> {
        let count = if self.state == State::Present { usize::MAX } else { 0 };
        let entries = self.tree.node(self.anchor).live_entries().take(count);
        entries.map(|entry| Entry {
            key: entry.key,
            key_span: entry.key_span,
            value: Field::new(entry.value),
        })
    }

    /// The map or list that holds this field; none for absent ones.
    pub fn parent(self) -> Option<Self> {
        self.node()?.parent().map(Self::new)
    }

    /// The name or key this field stands under; empty for list items.
    pub fn name(self) -> &'d str {
        match self.tail_len.checked_sub(1) {
            Some(last) => self.tail[last.min(MAX_TAIL - 1) as usize],
            None => self
                .tree
                .node(self.anchor)
                .entry_in_parent()
                .map_or("", |entry| entry.key),
        }
    }

    /// The place to show: the value; for an absent one the key of the closest parent that is there.
    pub fn span(self) -> Span {
        let node = self.tree.node(self.anchor);
        if self.state == State::Present && !node.is_null() {
            return node.span();
        }
        self.key_span()
    }

    /// The key of the value, or of the closest parent that is there.
    pub fn key_span(self) -> Span {
        let node = self.tree.node(self.anchor);
        match node.entry_in_parent() {
            Some(entry) => entry.key_span,
            None => first_line(self.tree.source(), node),
        }
    }

    /// The `*alias` through which the value came here.
    pub(crate) fn alias(self) -> Option<Span> {
        self.tree.node(self.anchor).alias()
    }

    /// The path as the server prints it, from the root of `object`.
    pub fn path(self, object: &Object<'_>) -> String {
        let mut path = PathWriter {
            text: String::new(),
            at: object.schema,
        };
        for node in self.tree.node(self.anchor).ancestors_to(object.root) {
            if let Some(entry) = node.entry_in_parent() {
                path.key(entry.key);
            } else if let Some(index) = node.index_in_parent() {
                path.index(index);
            }
        }
        for name in self.absent_names() {
            path.key(name);
        }
        path.text
    }

    /// The JSON pointer from the document's root; for an absent field that of the place it is missing from.
    pub fn pointer(self) -> String {
        let mut pointer = self.tree.node(self.anchor).pointer();
        for name in self.absent_names() {
            yaml::push_step(&mut pointer, name);
        }
        pointer
    }
}

/// Where there is no key to point at (a list item, the document), its first key or line stands for it.
fn first_line(source: &str, node: Node<'_>) -> Span {
    if let Some(entry) = node.entries().next() {
        return entry.key_span;
    }
    let span = node.span();
    let text = &source[span.range()];
    let len = text.find('\n').unwrap_or(text.len());
    Span::new(span.start, span.start + crate::source::offset(len))
}

struct PathWriter {
    text: String,
    at: Option<Type>,
}

impl PathWriter {
    fn key(&mut self, key: &str) {
        let step = self.at.and_then(|at| at.child(key));
        if let Some(Step::Value(next)) = step {
            self.text.push('[');
            self.text.push_str(key);
            self.text.push(']');
            self.at = Some(next);
            return;
        }
        if !self.text.is_empty() {
            self.text.push('.');
        }
        self.text.push_str(key);
        self.at = match step {
            Some(Step::Field(next)) => Some(next),
            _ => None,
        };
    }

    fn index(&mut self, index: usize) {
        let _ = write!(self.text, "[{index}]");
        self.at = self.at.and_then(Type::item);
    }
}
