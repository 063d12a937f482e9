//! Formats of strings as schemas name them and the server checks them.

use super::{base64, name, net};

/// Whether a text has a format; none for formats that are not checked here.
pub fn has(format: &str, text: &str) -> Option<bool> {
    Some(match format {
        "byte" => !text.is_empty() && !text.contains(char::is_whitespace) && base64::is_valid(text),
        "duration" => is_duration(text),
        "cidr" => net::parse_cidr(text).is_some(),
        "mac" => is_mac(text),
        "uuid" => is_uuid(text, None),
        "uuid3" => is_uuid(text, Some('3')),
        "uuid4" => is_uuid(text, Some('4')) && has_variant(text),
        "uuid5" => is_uuid(text, Some('5')) && has_variant(text),
        "hexcolor" => {
            let digits = text.strip_prefix('#').unwrap_or(text);
            matches!(digits.len(), 3 | 6) && is_hex(digits)
        }
        "bsonobjectid" => text.len() == 24 && is_hex(text),
        "k8s-short-name" => name::dns1123_label(text).is_none(),
        "k8s-long-name" => name::dns1123_subdomain(text).is_none(),
        "uri" => text == "*" || text.starts_with('/') || has_scheme(text),
        _ => return None,
    })
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A number and a unit somewhere, such as `1h` or `2 days`.
fn is_duration(text: &str) -> bool {
    let after_number = text.split(|c: char| c.is_ascii_digit()).skip(1);
    after_number
        .map(str::trim_start)
        .any(|rest| rest.starts_with(|c: char| "nuµmshdw".contains(c.to_ascii_lowercase())))
}

fn is_mac(text: &str) -> bool {
    let groups = |separator: char, size: usize, counts: &[usize]| {
        let parts: Vec<_> = text.split(separator).collect();
        counts.contains(&parts.len()) && parts.iter().all(|part| part.len() == size && is_hex(part))
    };
    groups(':', 2, &[6, 8, 20]) || groups('-', 2, &[6, 8, 20]) || groups('.', 4, &[3, 4, 10])
}

/// 32 digits, of which the thirteenth tells the version; dashes between groups may be left out.
fn is_uuid(text: &str, version: Option<char>) -> bool {
    let plain = digits(text);
    let dashes_stand_right = text.char_indices().all(|(at, c)| c != '-' || matches!(at, 8..=23));
    plain.len() == 32
        && is_hex(&plain)
        && dashes_stand_right
        && version.is_none_or(|version| plain.chars().nth(12) == Some(version))
}

fn has_variant(text: &str) -> bool {
    let variant = digits(text).chars().nth(16).map(|digit| digit.to_ascii_lowercase());
    matches!(variant, Some('8' | '9' | 'a' | 'b'))
}

fn digits(text: &str) -> String {
    text.replace('-', "")
}

fn has_scheme(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, rest)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
            && !rest.is_empty()
            && !rest.contains(' ')
            && rest.matches('[').count() == rest.matches(']').count()
    })
}

#[cfg(test)]
mod tests {
    use super::has;

    #[test]
    fn formats_are_as_strict_as_the_server() {
        for (format, text, right) in [
            ("byte", "YQ==", true),
            ("byte", "YQ", false),
            ("duration", "1 hour", true),
            ("duration", "1", false),
            ("mac", "0000.0000.0000", true),
            ("mac", "00:00", false),
            ("uuid4", "123e4567-e89b-42d3-a456-426614174000", true),
            ("uuid4", "123e4567-e89b-42d3-c456-426614174000", false),
            ("uuid3", "123e4567-e89b-32d3-0456-426614174000", true),
            ("hexcolor", "#ffff", false),
            ("uri", "/a", true),
            ("uri", "1:b", false),
        ] {
            assert_eq!(has(format, text), Some(right), "{format} {text}");
        }
        assert_eq!(has("password", ""), None);
    }
}
