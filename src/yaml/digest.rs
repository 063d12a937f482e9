//! Whether a mapping sets a key twice: a look at short numbers that stand for its keys, which in almost all mappings says no.

use super::arena::EntryData;
use super::tree::Tree;

/// Past this many keys they are sorted.
const FEW: usize = 16;

/// Whether two keys have the same digest; equal keys have.
pub(super) fn may_repeat(tree: &Tree<'_>, entries: &[EntryData]) -> bool {
    let digest = |entry: &EntryData| digest(tree.bytes_of(entry.key()));
    if entries.len() > FEW {
        let mut digests: Vec<u32> = entries.iter().map(digest).collect();
        digests.sort_unstable();
        return !digests.is_sorted_by(|first, second| first < second);
    }
    let mut digests = [0; FEW];
    for (at, entry) in entries.iter().enumerate().filter(|_| entries.len() > 1) {
        let found = digest(entry);
        if digests[..at].contains(&found) {
            return true;
        }
        digests[at] = found;
    }
    false
}

/// Words of eight bytes, and the last eight again where the length is no multiple of them.
#[inline]
fn digest(bytes: &[u8]) -> u32 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut hash = bytes.len() as u64;
    for word in words {
        hash = mix(hash ^ u64::from_le_bytes(*word));
    }
    if !rest.is_empty() {
        let last = match (bytes.last_chunk::<8>(), rest.first_chunk::<4>(), rest.last_chunk::<4>()) {
            (Some(word), ..) => u64::from_le_bytes(*word),
            (_, Some(first), Some(last)) => {
                u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last))
            }
            _ => rest.iter().fold(0, |word, &byte| word << 8 | u64::from(byte)),
        };
        hash = mix(hash ^ last);
    }
    (hash >> 32) as u32
}

fn mix(word: u64) -> u64 {
    let product = word.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    product ^ product >> 29
}

#[cfg(test)]
mod tests {
    use super::digest;

    #[test]
    fn keys_that_are_alike_differ() {
        let mut digests: Vec<u32> = (0..2_000)
            .flat_map(|number| {
                [
                    format!("{number}"),
                    format!("KEY_{number}"),
                    format!("app.kubernetes.io/x-{number}"),
                ]
            })
            .map(|key| digest(key.as_bytes()))
            .collect();
        digests.sort_unstable();
        digests.dedup();
        assert!(digests.len() > 5_995, "{}", digests.len());
    }
}
