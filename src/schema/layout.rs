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

/// Where in the table of fields to look first for a field of the structure whose fields begin at `first`.
pub(super) fn field_slot(first: u16, name: &str) -> usize {
    slot_of(mix(u64::from(first), name))
}

/// Where in the table of kinds to look first for a kind.
pub(super) fn kind_slot(group: &str, version: &str, kind: &str) -> usize {
    slot_of(mix(mix(mix(0, group), version), kind))
}

/// Mixes the length of a name, its start and its end into `seed`: names of an API that agree in all three are rare.
fn mix(seed: u64, name: &str) -> u64 {
    let bytes = name.as_bytes();
    let (start, end) = match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(&start), Some(&end)) => (u64::from_le_bytes(start), u64::from_le_bytes(end)),
        _ => match (bytes.first_chunk(), bytes.last_chunk()) {
            (Some(&start), Some(&end)) => (u32::from_le_bytes(start).into(), u32::from_le_bytes(end).into()),
            _ => (bytes.iter().fold(0, |all, &byte| all << 8 | u64::from(byte)), 0),
        },
    };
    // Odd numbers whose bits look random, out of the digits of the golden ratio and of the square root of 2.
    let start = (start ^ seed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let end = (end ^ bytes.len() as u64).wrapping_mul(0x6a09_e667_f3bc_c909);
    (start ^ end.rotate_left(23)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn slot_of(hash: u64) -> usize {
    (hash >> 40) as usize
}
