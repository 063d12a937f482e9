//! Reads the packed type tables in place: nothing is decoded at start-up and no lookup allocates.

use super::layout::{FIELD_WORDS, KIND_WORDS, NONE, TYPE_WORDS, hash};

/// A packed table, as the build script wrote it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table<'t> {
    names: &'t str,
    words: &'t [u8],
    kinds: usize,
    types: usize,
    fields: usize,
    values: usize,
    slots: usize,
    slot_count: usize,
    kind_count: u16,
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
const HEADER: usize = 6;

/// Number of 16-bit numbers for a name: two of its start, one of its length.
const NAME_WORDS: usize = 3;

const fn word(words: &[u8], index: usize) -> u16 {
    u16::from_le_bytes([words[2 * index], words[2 * index + 1]])
}

impl<'t> Table<'t> {
    pub(super) const fn new(names: &'t str, words: &'t [u8]) -> Self {
        let kinds = HEADER + NAME_WORDS * word(words, 0) as usize;
        let types = kinds + KIND_WORDS * word(words, 1) as usize;
        let fields = types + TYPE_WORDS * word(words, 2) as usize;
        let values = fields + FIELD_WORDS * word(words, 3) as usize;
        let slots = values + word(words, 4) as usize;
        Self {
            names,
            words,
            kinds,
            types,
            fields,
            values,
            slots,
            slot_count: word(words, 5) as usize,
            kind_count: word(words, 1),
        }
    }

    fn word(&self, index: usize) -> u16 {
        word(self.words, index)
    }

    pub(super) fn name(&self, index: u16) -> &'t str {
        let at = 2 * (HEADER + NAME_WORDS * index as usize);
        let record = &self.words[at..at + 2 * NAME_WORDS];
        let start = word(record, 0) as usize | (word(record, 1) as usize) << 16;
        &self.names[start..start + word(record, 2) as usize]
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

    /// The newest form of a kind.
    pub(super) fn find_kind(&self, group: &str, version: &str, kind: &str) -> Option<KindRow<'t>> {
        let name = |row: u16, word: usize| self.name(self.word(self.kinds + KIND_WORDS * row as usize + word));
        let compare = |row: u16| {
            let order = name(row, 0).cmp(group);
            order
                .then_with(|| name(row, 1).cmp(version))
                .then_with(|| name(row, 2).cmp(kind))
        };
        let (mut low, mut high) = (0, self.kind_count);
        while low < high {
            let middle = low + (high - low) / 2;
            if compare(middle).is_lt() {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        (low < self.kind_count && compare(low).is_eq()).then(|| self.kind_row(low))
    }

    /// Tag, second number, third number and name of a type.
    pub(super) fn type_record(&self, index: u16) -> [u16; TYPE_WORDS] {
        let at = 2 * (self.types + TYPE_WORDS * index as usize);
        let record = &self.words[at..at + 2 * TYPE_WORDS];
        std::array::from_fn(|index| word(record, index))
    }

    /// One number of a type.
    pub(super) fn type_word(&self, index: u16, word: usize) -> u16 {
        self.word(self.types + TYPE_WORDS * index as usize + word)
    }

    /// One number of a field.
    pub(super) fn field_word(&self, field: u16, word: usize) -> u16 {
        self.word(self.fields + FIELD_WORDS * field as usize + word)
    }

    pub(super) fn field_name(&self, field: u16) -> &'t str {
        self.name(self.field_word(field, 0))
    }

    /// The newest form of the field `name` among `count` fields from `first` on.
    pub(super) fn find_field(&self, first: u16, count: u16, name: &str) -> Option<u16> {
        let mask = self.slot_count.checked_sub(1)?;
        let slots = (hash(first, name)..).map(|slot| self.word(self.slots + (slot & mask)));
        slots
            .take_while(|&field| field != NONE)
            .find(|field| (first..first + count).contains(field) && self.field_name(*field) == name)
    }

    /// One of the values that fields allow.
    pub(super) fn value(&self, index: u16) -> &'t str {
        self.name(self.word(self.values + index as usize))
    }
}
