//! Whether a name has a usual form: told in one pass over its bytes. What is wrong with one that has not is not said here.

/// What a byte can be in a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Other,
    /// A lower case letter or a digit.
    Lower,
    Upper,
    Dash,
    Underscore,
    Dot,
}

const CLASSES: [Class; 256] = classes();

const fn classes() -> [Class; 256] {
    let mut classes = [Class::Other; 256];
    let mut byte = 0;
    while byte < 128_u8 {
        classes[byte as usize] = match byte {
            b'a'..=b'z' | b'0'..=b'9' => Class::Lower,
            b'A'..=b'Z' => Class::Upper,
            b'-' => Class::Dash,
            b'_' => Class::Underscore,
            b'.' => Class::Dot,
            _ => Class::Other,
        };
        byte += 1;
    }
    classes
}

fn class(byte: u8) -> Class {
    CLASSES[byte as usize]
}

/// A DNS label of any length: lower case letters, digits and inner dashes.
pub(super) fn is_label(text: &[u8]) -> bool {
    let end = |byte: Option<&u8>| byte.is_some_and(|&byte| class(byte) == Class::Lower);
    end(text.first())
        && end(text.last())
        && text
            .iter()
            .all(|&byte| matches!(class(byte), Class::Lower | Class::Dash))
}

/// DNS labels joined by dots.
pub(super) fn is_subdomain(text: &[u8]) -> bool {
    let mut before = Class::Dot;
    for &byte in text {
        let now = class(byte);
        let follows = match now {
            Class::Lower => true,
            Class::Dash => before != Class::Dot,
            Class::Dot => before == Class::Lower,
            _ => false,
        };
        if !follows {
            return false;
        }
        before = now;
    }
    before == Class::Lower
}

/// The name of a label or its value: letters and digits, and dashes, underscores and dots between them.
pub(super) fn is_name(text: &[u8]) -> bool {
    let end = |byte: Option<&u8>| byte.is_some_and(|&byte| matches!(class(byte), Class::Lower | Class::Upper));
    end(text.first()) && end(text.last()) && text.iter().all(|&byte| class(byte) != Class::Other)
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::*;

    type Form = fn(&[u8]) -> bool;

    #[test]
    fn forms_are_those_of_the_patterns() {
        let label = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
        let forms = [
            (is_label as Form, format!("^{label}$")),
            (is_subdomain, format!(r"^{label}(\.{label})*$")),
            (is_name, "^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$".to_owned()),
        ];
        let forms = forms.map(|(form, pattern)| (form, Regex::new(&pattern).expect("a pattern")));
        let mut texts = vec![String::new()];
        for start in 0.. {
            let Some(text) = texts.get(start).cloned() else { break };
            for (form, pattern) in &forms {
                assert_eq!(form(text.as_bytes()), pattern.is_match(&text), "{text:?}");
            }
            if text.chars().count() < 4 {
                texts.extend("aA0-_./é".chars().map(|next| format!("{text}{next}")));
            }
        }
    }
}
