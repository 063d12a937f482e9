//! Regular expressions in RE2's syntax.

/// What is wrong with a regular expression.
pub fn regex(text: &str) -> Option<String> {
    ::regex::Regex::new(text).err().map(|error| {
        let text = error.to_string();
        let reason = text.lines().last().unwrap_or_default();
        format!(
            "is not a regular expression: {}",
            reason.trim().trim_start_matches("error: ")
        )
    })
}
