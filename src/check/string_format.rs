//! Formats of strings as schemas name them and the server checks them.

use super::{base64, name, net, time};

/// Whether a text has a format; none for formats that the server does not know. Dashes in their names do not count.
pub fn has(format: &str, text: &str) -> Option<bool> {
    Some(match format.replace('-', "").as_str() {
        "byte" => !text.is_empty() && !text.contains(char::is_whitespace) && base64::is_valid(text),
        "duration" => is_duration(text),
        "date" => text.len() == 10 && time::is_rfc3339(&format!("{text}T00:00:00Z")),
        "datetime" => time::is_rfc3339(&text.replacen('t', "T", 1).replacen('z', "Z", 1)),
        "email" => is_mailbox(text),
        "hostname" => is_hostname(text),
        "ipv4" => text.contains('.') && net::parse_ip(text).is_some(),
        "ipv6" => text.contains(':') && net::parse_ip(text).is_some(),
        "cidr" => net::parse_cidr(text).is_some(),
        "mac" => is_mac(text),
        "uuid" => is_uuid(text, None),
        "uuid3" => is_uuid(text, Some('3')),
        "uuid4" => is_uuid(text, Some('4')) && has_variant(text),
        "uuid5" => is_uuid(text, Some('5')) && has_variant(text),
        "isbn" => is_isbn10(text) || is_isbn13(text),
        "isbn10" => is_isbn10(text),
        "isbn13" => is_isbn13(text),
        "creditcard" => is_card(text),
        "ssn" => is_social_security_number(text),
        "hexcolor" => {
            let digits = text.strip_prefix('#').unwrap_or(text);
            matches!(digits.len(), 3 | 6) && is_hex(digits)
        }
        "rgbcolor" => is_rgb(text),
        "bsonobjectid" => text.len() == 24 && is_hex(text),
        "k8sshortname" => name::dns1123_label(text).is_none(),
        "k8slongname" => name::dns1123_subdomain(text).is_none(),
        "uri" => text == "*" || text.starts_with('/') || has_scheme(text),
        _ => return None,
    })
}

/// One address, with or without the name of its owner, or a group of them.
fn is_mailbox(text: &str) -> bool {
    let text = match text.strip_suffix(')').and_then(|text| text.rsplit_once('(')) {
        Some((before, _)) => before.trim_end(),
        None => text.trim(),
    };
    if let Some((name, addresses)) = text.strip_suffix(';').and_then(|text| text.split_once(':')) {
        return name.split(' ').all(is_atom) && addresses.split(',').all(|one| is_mailbox(one.trim()));
    }
    match text.strip_suffix('>').and_then(|text| text.split_once('<')) {
        Some((name, address)) => is_address(address) && (name.is_empty() || name.trim_end().split(' ').all(is_word)),
        None => is_address(text),
    }
}

fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let is_literal =
        |text: &str| text.starts_with('[') && text.ends_with(']') && net::parse_ip(&text[1..text.len() - 1]).is_some();
    (is_quoted(local) || local.split('.').all(is_atom)) && (is_literal(domain) || domain.split('.').all(is_atom))
}

fn is_word(text: &str) -> bool {
    is_atom(text) || is_quoted(text)
}

fn is_quoted(text: &str) -> bool {
    text.len() > 2 && text.starts_with('"') && text.ends_with('"') && !text[1..text.len() - 1].contains('"')
}

fn is_atom(text: &str) -> bool {
    let is_plain = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    !text.is_empty() && text.chars().all(is_plain)
}

/// A name of one part has no dash but after its first letter; one of several ends in letters.
fn is_hostname(text: &str) -> bool {
    let is_end = |c: char| c.is_alphabetic() || c.is_ascii_digit() || "$+<=>^`|~".contains(c);
    let is_part =
        |text: &str| text.starts_with(is_end) && text.ends_with(is_end) && text.chars().all(|c| c == '-' || is_end(c));
    if text.len() > 255 || text.split('.').any(|part| part.len() > 63) {
        return false;
    }
    match text.rsplit_once('.') {
        Some((parts, last)) => {
            parts.split('.').all(is_part) && last.chars().count() > 1 && last.chars().all(char::is_alphabetic)
        }
        None => {
            let mut rest = text.chars();
            rest.next().is_some_and(is_end) && rest.enumerate().all(|(at, c)| is_end(c) || at == 0 && c == '-')
        }
    }
}

/// The digits of a text without spaces and dashes; none where there is anything else.
fn plain_digits(text: &str) -> Option<Vec<u32>> {
    let rest = text.chars().filter(|c| !matches!(c, ' ' | '-'));
    rest.map(|c| c.to_digit(10)).collect()
}

fn is_isbn10(text: &str) -> bool {
    let (digits, check) = match text.strip_suffix('X') {
        Some(rest) => (plain_digits(rest), Some(10)),
        None => (plain_digits(text), None),
    };
    let digits = digits.into_iter().flatten().chain(check);
    let weighed: Vec<u32> = (1..).zip(digits).map(|(weight, digit)| weight * digit).collect();
    weighed.len() == 10 && weighed.iter().sum::<u32>().is_multiple_of(11)
}

fn is_isbn13(text: &str) -> bool {
    let digits = plain_digits(text).unwrap_or_default();
    let weighed = digits
        .iter()
        .zip([1, 3].iter().cycle())
        .map(|(digit, weight)| digit * weight);
    digits.len() == 13 && weighed.sum::<u32>().is_multiple_of(10)
}

/// The number of a card of one of the great companies, with the digit that checks it.
fn is_card(text: &str) -> bool {
    let number: String = text.chars().filter(char::is_ascii_digit).collect();
    let starts = |from: u32, to: u32| {
        let length = from.to_string().len();
        let start = number.get(..length).and_then(|start| start.parse().ok());
        start.is_some_and(|start| (from..=to).contains(&start))
    };
    let is_known = match number.len() {
        13 => starts(4, 4),
        14 => starts(300, 305) || starts(36, 36) || starts(38, 38),
        15 => starts(34, 34) || starts(37, 37) || starts(2131, 2131) || starts(1800, 1800),
        16 => starts(4, 4) || starts(51, 55) || starts(6011, 6011) || starts(65, 65) || starts(35, 35),
        _ => false,
    };
    let digits = number.chars().rev().filter_map(|c| c.to_digit(10));
    let weighed = digits.zip([1, 2].iter().cycle()).map(|(digit, weight)| digit * weight);
    is_known && weighed.map(|sum| sum / 10 + sum % 10).sum::<u32>().is_multiple_of(10)
}

fn is_social_security_number(text: &str) -> bool {
    text.len() == 11
        && text.bytes().enumerate().all(|(at, byte)| match at {
            3 | 6 => matches!(byte, b'-' | b' '),
            _ => byte.is_ascii_digit(),
        })
}

fn is_rgb(text: &str) -> bool {
    let inside = text.strip_prefix("rgb(").and_then(|text| text.strip_suffix(')'));
    let is_level = |text: &str| text.parse::<u8>().is_ok_and(|level| level.to_string() == text);
    inside.is_some_and(|inside| inside.split(',').count() == 3 && inside.split(',').map(str::trim).all(is_level))
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
