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
pub(crate) const fn digest(bytes: &[u8]) -> u32 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut hash = bytes.len() as u64;
    let mut at = 0;
    while at < words.len() {
        hash = mix(hash ^ u64::from_le_bytes(words[at]));
        at += 1;
    }
    if !rest.is_empty() {
        let last = match (bytes.last_chunk::<8>(), rest.first_chunk::<4>(), rest.last_chunk::<4>()) {
            (Some(word), ..) => u64::from_le_bytes(*word),
            (_, Some(first), Some(last)) => {
                (u32::from_le_bytes(*first) as u64) << 32 | u32::from_le_bytes(*last) as u64
            }
            _ => few(rest),
        };
        hash = mix(hash ^ last);
    }
    (hash >> 32) as u32
}

/// Fewer than eight bytes as a word.
#[inline]
const fn few(bytes: &[u8]) -> u64 {
    let (mut word, mut at) = (0, 0);
    while at < bytes.len() {
        word = word << 8 | bytes[at] as u64;
        at += 1;
    }
    word
}

/// Spreads every bit of a word over all of it.
#[inline]
pub(crate) const fn mix(word: u64) -> u64 {
    let product = word.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    product ^ product >> 29
}

/// Whether two names are the same; names of APIs are short, which spares a call.
#[inline]
pub(crate) fn is_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let ends = (one.first_chunk::<8>(), one.last_chunk::<8>());
    match ends {
        (Some(_), Some(_)) if one.len() <= 16 => ends == (other.first_chunk(), other.last_chunk()),
        (Some(_), Some(_)) => one == other,
        _ => {
            let ends = (one.first_chunk::<4>(), one.last_chunk::<4>());
            match ends {
                (Some(_), Some(_)) => ends == (other.first_chunk(), other.last_chunk()),
                _ => one.iter().eq(other),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{digest, is_same};

    #[test]
    fn names_of_every_length_are_told_apart() {
        let text = b"abcdefghijklmnopqrstuvwxyz";
        for len in 0..text.len() {
            let name = &text[..len];
            assert!(is_same(name, &text[..len]));
            assert!(!is_same(name, &text[..=len]));
            for at in 0..len {
                let mut other = name.to_vec();
                other[at] = b'_';
                assert!(!is_same(name, &other), "{len} {at}");
            }
        }
    }

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
