//! Reads the packed type tables in place: nothing is decoded at start-up and no lookup allocates.

use std::ops::Range;

use crate::digest::is_same;
use crate::yaml::Looks;

use super::Form;
use super::layout::{FIELD_WORDS, KIND_WORDS, NONE, TYPE_WORDS, field_slot, kind_slot};
use super::value::plain;

/// A packed table, as the build script wrote it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table<'t> {
    names: &'t str,
    words: &'t [u16],
    kinds: usize,
    types: usize,
    fields: usize,
    values: usize,
    slots: usize,
    kind_slots: usize,
    kind_count: u16,
    rows: &'t [Row],
}

/// What is asked of the fields of every document, once more: where the name is, the type, and what its values mostly look
/// like.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    start: u32,
    len: u16,
    schema: u16,
    plain: Looks,
}

/// A row of the table of kinds.
#[derive(Clone, Copy, Debug)]
pub(super) struct KindRow<'t> {
    pub(super) group: &'t str,
    pub(super) version: &'t str,
    pub(super) kind: &'t str,
    pub(super) resource: &'t str,
    pub(super) type_index: u16,
    pub(super) flags: u16,
    pub(super) range: u16,
    pub(super) below: &'t str,
}

/// Number of 16-bit numbers before the records.
const HEADER: usize = 7;

/// Number of 16-bit numbers for a name: two of its start, one of its length.
const NAME_WORDS: usize = 3;

/// The number of fields of a packed table.
pub(super) const fn count_fields(bytes: &[u8]) -> usize {
    u16::from_le_bytes([bytes[6], bytes[7]]) as usize
}

/// The rows of all fields.
pub(super) const fn rows<const FIELDS: usize>(words: &[u16]) -> [Row; FIELDS] {
    let mut rows = [Row {
        start: 0,
        len: 0,
        schema: NONE,
        plain: Looks::NONE,
    }; FIELDS];
    let mut at = 0;
    while at < FIELDS {
        rows[at] = row(words, at);
        at += 1;
    }
    rows
}

/// The row of a field.
pub(super) const fn row(words: &[u16], field: usize) -> Row {
    let types = HEADER + NAME_WORDS * words[0] as usize + KIND_WORDS * words[1] as usize;
    let fields =
        HEADER + NAME_WORDS * words[0] as usize + KIND_WORDS * words[1] as usize + TYPE_WORDS * words[2] as usize;
    let field = fields + FIELD_WORDS * field;
    let name = HEADER + NAME_WORDS * words[field] as usize;
    let schema = types + TYPE_WORDS * words[field + 1] as usize;
    Row {
        start: words[name] as u32 | (words[name + 1] as u32) << 16,
        len: words[name + 2],
        schema: words[field + 1],
        plain: plain(Form::of(words[schema], words[schema + 1])),
    }
}

/// The numbers that little-endian bytes write.
pub(super) const fn unpack<const WORDS: usize>(bytes: &[u8]) -> [u16; WORDS] {
    let mut words = [0; WORDS];
    let mut at = 0;
    while at < WORDS {
        words[at] = u16::from_le_bytes([bytes[2 * at], bytes[2 * at + 1]]);
        at += 1;
    }
    words
}

impl<'t> Table<'t> {
    pub(super) const fn new(names: &'t str, words: &'t [u16], rows: &'t [Row]) -> Self {
        let kinds = HEADER + NAME_WORDS * words[0] as usize;
        let types = kinds + KIND_WORDS * words[1] as usize;
        let fields = types + TYPE_WORDS * words[2] as usize;
        let values = fields + FIELD_WORDS * words[3] as usize;
        let slots = values + words[4] as usize;
        Self {
            names,
            words,
            kinds,
            types,
            fields,
            values,
            slots,
            kind_slots: slots + words[5] as usize,
            kind_count: words[1],
            rows,
        }
    }

    #[inline]
    fn word(&self, index: usize) -> u16 {
        self.words[index]
    }

    #[inline]
    fn name_range(&self, index: u16) -> Range<usize> {
        let at = HEADER + NAME_WORDS * index as usize;
        let record = &self.words[at..at + NAME_WORDS];
        let start = record[0] as usize | (record[1] as usize) << 16;
        start..start + record[2] as usize
    }

    pub(super) fn name(&self, index: u16) -> &'t str {
        &self.names[self.name_range(index)]
    }

    /// Whether a name is this one.
    #[inline]
    fn is_named(&self, index: u16, name: &[u8]) -> bool {
        is_same(&self.names.as_bytes()[self.name_range(index)], name)
    }

    pub(super) fn optional(&self, index: u16) -> Option<&'t str> {
        (index != NONE).then(|| self.name(index))
    }

    fn kind_row(&self, row: u16) -> KindRow<'t> {
        let at = self.kinds + KIND_WORDS * row as usize;
        KindRow {
            group: self.name(self.word(at)),
            version: self.name(self.word(at + 1)),
            kind: self.name(self.word(at + 2)),
            resource: self.name(self.word(at + 3)),
            type_index: self.word(at + 4),
            flags: self.word(at + 5),
            range: self.word(at + 6),
            below: self.name(self.word(at + 7)),
        }
    }

    /// All kinds, sorted by group, version and name.
    pub(super) fn kinds(self) -> impl Iterator<Item = KindRow<'t>> {
        (0..self.kind_count).map(move |row| self.kind_row(row))
    }

    /// The newest form of a kind, spelt out.
    pub(super) fn find_kind(&self, group: &str, version: &str, kind: &str) -> Option<KindRow<'t>> {
        self.find_kind_row(group, version, kind).map(|row| self.kind_row(row))
    }

    /// One number of a kind.
    pub(super) fn kind_word(&self, row: u16, word: usize) -> u16 {
        self.word(self.kinds + KIND_WORDS * row as usize + word)
    }

    /// The newest form of a kind.
    pub(super) fn find_kind_row(&self, group: &str, version: &str, kind: &str) -> Option<u16> {
        let has = |row: u16, word: usize, name: &str| self.is_named(self.kind_word(row, word), name.as_bytes());
        let slots = &self.words[self.kind_slots..];
        find(slots, kind_slot(group, version, kind), |row| {
            has(row, 2, kind) && has(row, 1, version) && has(row, 0, group)
        })
    }

    /// Tag, second number, third number and name of a type.
    pub(super) fn type_record(&self, index: u16) -> [u16; TYPE_WORDS] {
        let at = self.types + TYPE_WORDS * index as usize;
        let record = &self.words[at..at + TYPE_WORDS];
        std::array::from_fn(|index| record[index])
    }

    /// One number of a type.
    #[inline]
    pub(super) fn type_word(&self, index: u16, word: usize) -> u16 {
        self.word(self.types + TYPE_WORDS * index as usize + word)
    }

    /// One number of a field.
    #[inline]
    pub(super) fn field_word(&self, field: u16, word: usize) -> u16 {
        self.word(self.fields + FIELD_WORDS * field as usize + word)
    }

    pub(super) fn field_name(&self, field: u16) -> &'t str {
        self.name(self.field_word(field, 0))
    }

    /// The newest form of the field `name` among `count` fields from `first` on.
    #[inline]
    pub(super) fn find_field(&self, first: u16, count: u16, name: &[u8], digest: u32) -> Option<u16> {
        let slots = &self.words[self.slots..self.kind_slots];
        find(slots, field_slot(first, digest), |field| {
            field.wrapping_sub(first) < count && {
                let row = self.rows[field as usize];
                let start = row.start as usize;
                is_same(&self.names.as_bytes()[start..start + row.len as usize], name)
            }
        })
    }

    /// The type of a field.
    #[inline]
    pub(super) fn field_type(&self, field: u16) -> u16 {
        self.rows[field as usize].schema
    }

    /// What the values of a field mostly look like.
    #[inline]
    pub(super) fn field_plain(&self, field: u16) -> Looks {
        self.rows[field as usize].plain
    }

    /// One of the values that fields allow.
    pub(super) fn value(&self, index: u16) -> &'t str {
        self.name(self.word(self.values + index as usize))
    }
}

/// The record in a hash table, of a power of two of slots, that is the wanted one.
#[inline]
fn find(slots: &[u16], slot: usize, is_wanted: impl Fn(u16) -> bool) -> Option<u16> {
    let mask = slots.len().checked_sub(1)?;
    let mut slot = slot;
    loop {
        let record = slots[slot & mask];
        if record == NONE {
            return None;
        }
        if is_wanted(record) {
            return Some(record);
        }
        slot += 1;
    }
}
