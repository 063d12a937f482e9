//! The shape of the packed type table, for the side that writes it and the side that reads it.

use crate::digest::{digest, mix};

/// The scalar types, in the order of their tags in the packed table.
pub(super) const SCALARS: [&str; 13] = [
    "string",
    "bool",
    "int32",
    "int64",
    "number",
    "bytes",
    "int-or-string",
    "quantity",
    "time",
    "micro-time",
    "raw",
    "json",
    "fields",
];

/// Tags of packed types that have a second number.
pub(super) const STRUCT: u16 = 0;
/// A list; the number is the type of its items.
pub(super) const LIST: u16 = 1;
/// A map; the number is the type of its values.
pub(super) const MAP: u16 = 2;
/// A structure or a list of them.
pub(super) const OR_LIST: u16 = 3;
/// A structure or a boolean.
pub(super) const OR_BOOL: u16 = 4;
/// A structure or a list of strings.
pub(super) const OR_STRINGS: u16 = 5;
/// The tag of the first scalar.
pub(super) const FIRST_SCALAR: u16 = 6;

/// 16-bit numbers in a packed type: tag, type or first field, number of fields, name.
pub(super) const TYPE_WORDS: usize = 4;
/// In a packed field: name, type, flags, since and until, default, list, first value, number of values, embedded.
pub(super) const FIELD_WORDS: usize = 9;
/// In a packed kind: group, version, kind, resource, type, flags, since and until, subresources.
pub(super) const KIND_WORDS: usize = 8;

/// What stands in the place of a name that is absent.
pub(super) const NONE: u16 = u16::MAX;

/// Where in the table of fields to look first for a field of the structure whose fields begin at `first`; `digest` is that of
/// its name.
pub(super) fn field_slot(first: u16, digest: u32) -> usize {
    slot_of(u64::from(digest) << 16 | u64::from(first))
}

/// Where in the table of kinds to look first for a kind.
pub(super) fn kind_slot(group: &str, version: &str, kind: &str) -> usize {
    let digest = |name: &str| u64::from(digest(name.as_bytes()));
    slot_of(digest(kind) << 32 ^ digest(version) << 16 ^ digest(group))
}

fn slot_of(word: u64) -> usize {
    (mix(word) >> 40) as usize
}
