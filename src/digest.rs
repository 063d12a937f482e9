//! Short numbers that stand for names: the tree keeps one with each key, and the tables of types are found by them, so that
//! names are compared where they are the same, and hardly anywhere else.

/// The digest of a name. Of a name that is known when the program is built it is known then, too.
///
/// Words of eight bytes, and the last eight again where the length is no multiple of them.
#[inline(always)]
#[expect(
    clippy::inline_always,
    reason = "only then the compiler works it out for names it knows"
)]
pub(crate) fn digest(bytes: &[u8]) -> u32 {
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

/// Spreads every bit of a word over all of it.
#[inline]
pub(crate) fn mix(word: u64) -> u64 {
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
