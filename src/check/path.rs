//! Paths of files.

use super::problem;

/// A path that does not climb: no `..` between slashes.
pub fn no_backsteps(text: &str) -> Option<String> {
    text.split('/')
        .any(|part| part == "..")
        .then(|| "may not hold \"..\"".to_owned())
}

/// A relative path that does not climb.
pub fn local_descending(text: &str) -> Option<String> {
    if text.starts_with('/') {
        return problem("must be a relative path");
    }
    no_backsteps(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        for good in ["", "a", "a/b", "..a", "a..b/c", "."] {
            assert_eq!(local_descending(good), None, "{good:?}");
        }
        for bad in ["..", "a/..", "../a", "a/../b", "/a"] {
            assert!(local_descending(bad).is_some(), "{bad:?}");
        }
        assert_eq!(no_backsteps("/a"), None);
    }
}
