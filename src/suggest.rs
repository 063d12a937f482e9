//! The nearest name to a misspelt one.

/// How many slips apart two names are, if not more than `limit`: each adds, drops or exchanges a letter, or swaps two.
pub fn distance(one: &str, other: &str, limit: usize) -> Option<usize> {
    if are_far(one, other, limit) {
        return None;
    }
    Some(strsim::osa_distance(one, other)).filter(|&distance| distance <= limit)
}

/// Whether two names can at once be seen to be more than `limit` slips apart, whatever the case of their letters, as nearly
/// all names are.
pub fn are_far(one: &str, other: &str, limit: usize) -> bool {
    let is_unlike = one.len().abs_diff(other.len()) > limit
        || (letters(one) ^ letters(other)).count_ones() as usize > 2 * limit
        || different_letters(one, other) > 2 * limit;
    is_unlike && one.is_ascii() && other.is_ascii()
}

/// The letters of a name, one bit for each.
fn letters(name: &str) -> u32 {
    name.bytes().fold(0, |set, byte| set | 1 << (byte % 32))
}

/// How many letters are in one of two names and not in the other; a slip changes two at most.
fn different_letters(one: &str, other: &str) -> usize {
    let mut letters = [0_isize; 32];
    one.bytes().for_each(|byte| letters[usize::from(byte % 32)] += 1);
    other.bytes().for_each(|byte| letters[usize::from(byte % 32)] -= 1);
    letters.iter().map(|count| count.unsigned_abs()).sum()
}

/// The candidate closest to `word`, if it is close enough to be what was meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let limit = word.chars().count() / 3 + 1;
    candidates
        .into_iter()
        .filter(|candidate| !are_far(&lower, candidate, limit))
        .filter_map(|candidate| Some((distance(&lower, &candidate.to_lowercase(), limit)?, candidate)))
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distance_is_told_up_to_its_limit() {
        for (one, other, slips) in [
            ("apps", "apps", 0),
            ("apps", "aps", 1),
            ("apps", "paps", 1),
            ("networking.k8s.io", "netwrking.k8s.oi", 2),
            ("abc", "xyz", 3),
            ("ä", "日", 1),
            ("", "ab", 2),
        ] {
            assert_eq!(distance(one, other, slips), Some(slips), "{one} {other}");
            if let Some(less) = slips.checked_sub(1) {
                assert_eq!(distance(one, other, less), None, "{one} {other}");
            }
            assert!(!are_far(&one.to_uppercase(), other, slips), "{one} {other}");
        }
    }
}
