//! Which rules are reported and how severely. In: ids, families and globs as users write them. Called by `lint` on each
//! finding, and by `suppress` and `config`, which read such patterns.

use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rules;
use crate::suggest::nearest;

/// One or several rules: an id (`job/backoff`), a family (`job`), or a glob with `*` (`job/*`, `*/name`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(String);

/// A pattern that matches no rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown rule {pattern:?}")]
pub struct UnknownRule {
    /// The pattern.
    pub pattern: String,
    /// The rule or family that may have been meant.
    pub near: Option<&'static str>,
}

impl UnknownRule {
    /// What to do about it.
    pub fn help(&self) -> String {
        match self.near {
            Some(near) => format!("did you mean {near:?}?"),
            None => "`admit rules` lists all rules".to_owned(),
        }
    }
}

impl Pattern {
    /// Reads a pattern; one that no rule matches is a mistake.
    pub fn parse(text: &str) -> Result<Self, UnknownRule> {
        let pattern = Self(text.to_owned());
        if rules::all().any(|rule| pattern.matches(rule.id)) {
            return Ok(pattern);
        }
        let names = rules::all().flat_map(|rule| [rule.id, rule.family()]);
        Err(UnknownRule {
            pattern: text.to_owned(),
            near: nearest(text, names),
        })
    }

    /// Whether a rule is meant.
    pub fn matches(&self, id: &str) -> bool {
        let family = id.strip_prefix(self.0.as_str());
        family.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) || glob(&self.0, id)
    }

    /// The pattern as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether `text` is matched by `pattern`, in which `*` stands for any run of characters.
fn glob(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let Some(last) = parts.next_back() else {
        return rest.is_empty();
    };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// Which rules are reported, and with which severity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only these, if there are any.
    pub select: Vec<Pattern>,
    /// Not these, whatever is selected.
    pub ignore: Vec<Pattern>,
    /// Other severities than the rules' own; the last that matches counts.
    pub severity: Vec<(Pattern, Severity)>,
}

impl Selection {
    /// Whether findings of a rule are reported. What cannot be read at all is always said, unless it is ignored by name:
    /// nothing else could be found in it.
    pub fn has(&self, rule: &Rule) -> bool {
        let named = |patterns: &[Pattern]| patterns.iter().any(|pattern| pattern.matches(rule.id));
        let selected = self.select.is_empty() || rule.family() == "syntax" || named(&self.select);
        selected && !named(&self.ignore)
    }

    /// The severity that was set for a rule.
    pub fn severity(&self, rule: &Rule) -> Option<Severity> {
        let set = self.severity.iter().rev().find(|(pattern, _)| pattern.matches(rule.id));
        set.map(|&(_, severity)| severity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> Pattern {
        Pattern::parse(text).expect("a known rule")
    }

    #[test]
    fn patterns_match_ids_families_and_globs() {
        for text in [
            "deployment/strategy",
            "deployment",
            "deployment/*",
            "*/strategy",
            "*",
            "dep*strategy",
        ] {
            assert!(pattern(text).matches("deployment/strategy"), "{text}");
        }
        for text in ["deployment/strategy", "alias", "alias/*"] {
            assert!(!pattern(text).matches("deployment/strategyx"), "{text}");
        }
    }

    #[test]
    fn a_pattern_without_a_rule_names_the_nearest() {
        let unknown = Pattern::parse("deployment/stratgy").expect_err("no such rule");
        assert_eq!(unknown.near, Some("deployment/strategy"));
        assert!(Pattern::parse("").is_err());
        assert!(Pattern::parse("nothing/*").is_err());
    }

    #[test]
    fn ignoring_wins_over_selecting() {
        let selection = Selection {
            select: vec![pattern("deployment"), pattern("alias/name")],
            ignore: vec![pattern("*/strategy")],
            severity: vec![
                (pattern("alias"), Severity::Info),
                (pattern("alias/name"), Severity::Error),
            ],
        };
        let has = |id: &str| selection.has(rules::find(id).expect("a known rule"));
        assert!(has("alias/name"));
        assert!(!has("deployment/strategy"));
        assert!(!has("schema/unknown-field"));
        let severity = |id: &str| selection.severity(rules::find(id).expect("a known rule"));
        assert_eq!(severity("alias/name"), Some(Severity::Error));
        assert_eq!(severity("alias/weight-sum"), Some(Severity::Info));
        assert_eq!(severity("deployment/strategy"), None);
    }
}
