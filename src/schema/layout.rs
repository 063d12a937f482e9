//! The shape of the packed type table, for the side that writes it and the side that reads it.

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

/// Where in the hash table of fields to look first for a field of a structure whose fields begin at `first` (FNV-1a).
pub(super) fn hash(first: u16, name: &str) -> usize {
    let seed = 0x811c_9dc5 ^ u32::from(first);
    let hash = name
        .bytes()
        .fold(seed, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash ^ hash >> 15) as usize
}
