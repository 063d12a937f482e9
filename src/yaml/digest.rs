//! Whether a mapping sets a key twice: a look at short numbers that stand for its keys, which in almost all mappings says no.

use super::tree::{EntryData, Tree};

/// Past this many keys they are sorted.
const FEW: usize = 16;

/// Room for the digests of one mapping after another.
#[derive(Clone, Debug, Default)]
pub(super) struct Digests(Vec<u32>);

impl Digests {
    /// Whether two keys have the same digest; equal keys have.
    pub(super) fn may_repeat(&mut self, tree: &Tree<'_>, entries: &[EntryData]) -> bool {
        if entries.len() < 2 {
            return false;
        }
        self.0.clear();
        self.0
            .extend(entries.iter().map(|entry| digest(tree.bytes_of(entry.key))));
        if entries.len() > FEW {
            self.0.sort_unstable();
            return !self.0.is_sorted_by(|first, second| first < second);
        }
        (1..self.0.len()).any(|at| self.0[..at].contains(&self.0[at]))
    }
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
