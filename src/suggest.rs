//! The nearest name to a misspelt one.

/// How many slips apart two names are, if not more than `limit`: each adds, drops or exchanges a letter, or swaps two.
pub fn distance(one: &str, other: &str, limit: usize) -> Option<usize> {
    // Nearly all names are far from each other, and for most a look at their letters is enough to know.
    if different_letters(one, other) > 2 * limit && one.is_ascii() && other.is_ascii() {
        return None;
    }
    Some(strsim::osa_distance(one, other)).filter(|&distance| distance <= limit)
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
        }
    }
}
