//! Names: of objects, labels, keys, ports, variables, domains.
//!
//! Each check gives `None` for a good name, else what is wrong, worded to follow the quoted name:
//! `"Web" may hold only lower case letters, digits and '-', not 'W'`. The empty name is bad unless said otherwise.

use super::{form, missing, problem, quote};
use crate::rule::Context;
use crate::view::Field;

/// A check of a name.
pub type Check = fn(&str) -> Option<String>;

/// A string that is there must pass the check.
pub fn check_field(field: Field<'_>, ctx: &mut Context<'_>, check: Check) {
    if let Some(text) = field.str()
        && let Some(problem) = check(text)
    {
        ctx.invalid(field, format!("{} {problem}", quote(text)));
    }
}

/// An item of a list must pass the check; null counts as the empty string, as it does to the server.
pub fn check_item(item: Field<'_>, ctx: &mut Context<'_>, check: Check) {
    if let Some(text) = item.str_or("")
        && let Some(problem) = check(text)
    {
        ctx.invalid(item, format!("{} {problem}", quote(text)));
    }
}

/// A string that is not empty must pass the check.
pub fn check_non_empty(field: Field<'_>, ctx: &mut Context<'_>, check: Check) {
    if !field.is_empty() {
        check_field(field, ctx, check);
    }
}

/// A string must be there, not be empty, and pass the check.
pub fn check_required(field: Field<'_>, ctx: &mut Context<'_>, check: Check) {
    if field.str_or("") == Some("") {
        ctx.required(field, missing(field));
    } else {
        check_field(field, ctx, check);
    }
}

fn too_long(text: &str, max: usize) -> Option<String> {
    (text.len() > max).then(|| format!("has {} bytes, at most {max} are allowed", text.len()))
}

fn lower_or_digit(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}

/// The first character that is not of the allowed bytes.
fn stranger(text: &str, allowed: fn(u8) -> bool) -> Option<char> {
    let at = text.bytes().position(|byte| !allowed(byte))?;
    text[at..].chars().next()
}

const LABEL_CHARS: &str = "lower case letters, digits and '-'";
const SUBDOMAIN_CHARS: &str = "lower case letters, digits, '-' and '.'";

/// What is wrong with one part of a domain, of any length.
fn label_form(text: &str, chars: &str) -> Option<String> {
    if form::is_label(text.as_bytes()) {
        return None;
    }
    if let Some(bad) = stranger(text, |byte| lower_or_digit(byte) || byte == b'-') {
        return problem(format!("may hold only {chars}, not {bad:?}"));
    }
    match (text.as_bytes().first(), text.as_bytes().last()) {
        (None, _) | (_, None) => problem("may not be empty"),
        (Some(b'-'), _) => problem("may not start with '-'"),
        (_, Some(b'-')) => problem("may not end with '-'"),
        _ => None,
    }
}

/// A DNS label: up to 63 lower case letters, digits and inner dashes.
pub fn dns1123_label(text: &str) -> Option<String> {
    too_long(text, 63).or_else(|| label_form(text, LABEL_CHARS))
}

/// A DNS label that starts with a letter.
pub fn dns1035_label(text: &str) -> Option<String> {
    dns1123_label(text).or_else(|| {
        text.starts_with(|first: char| first.is_ascii_digit())
            .then(|| "must start with a letter".to_owned())
    })
}

fn subdomain_form(text: &str) -> Option<String> {
    if form::is_subdomain(text.as_bytes()) {
        return None;
    }
    if text.is_empty() {
        return problem("may not be empty");
    }
    text.split('.').find_map(|part| {
        if part.is_empty() {
            problem("may not start or end with '.', nor hold two in a row")
        } else {
            label_form(part, SUBDOMAIN_CHARS)
        }
    })
}

/// A DNS subdomain: labels of any length joined by dots, up to 253 bytes.
pub fn dns1123_subdomain(text: &str) -> Option<String> {
    too_long(text, 253).or_else(|| subdomain_form(text))
}

/// A DNS subdomain whose labels may start with one underscore and hold more, as DNS search paths do.
pub fn dns1123_subdomain_with_underscore(text: &str) -> Option<String> {
    fn part_form(part: &str) -> Option<String> {
        let rest = part.strip_prefix('_').unwrap_or(part);
        if let Some(bad) = stranger(rest, |byte| lower_or_digit(byte) || byte == b'-' || byte == b'_') {
            return problem(format!(
                "may hold only lower case letters, digits, '-', '_' and '.', not {bad:?}"
            ));
        }
        match (rest.as_bytes().first(), rest.as_bytes().last()) {
            (Some(&first), Some(&last)) if lower_or_digit(first) && lower_or_digit(last) => None,
            _ => problem("has a part that does not start and end with a letter or digit"),
        }
    }
    too_long(text, 253).or_else(|| text.split('.').find_map(part_form))
}

/// A domain of a DNS search list: as above, one final dot is fine, and so is the dot alone.
pub fn dns_search(text: &str) -> Option<String> {
    match text.strip_suffix('.') {
        Some("") => None,
        Some(rest) => dns1123_subdomain_with_underscore(rest),
        None => dns1123_subdomain_with_underscore(text),
    }
}

/// A DNS subdomain below a `*.`.
pub fn wildcard_dns1123_subdomain(text: &str) -> Option<String> {
    let Some(rest) = text.strip_prefix("*.") else {
        return problem("must start with \"*.\"");
    };
    too_long(text, 253).or_else(|| subdomain_form(rest))
}

/// A DNS subdomain of three or more labels.
pub fn fully_qualified_name(text: &str) -> Option<String> {
    dns1123_subdomain(text)
        .or_else(|| (text.split('.').count() < 3).then(|| "must have at least three parts joined by '.'".to_owned()))
}

/// A DNS subdomain of two or more labels of up to 63 bytes; one final dot is fine.
pub fn fully_qualified_domain_name(text: &str) -> Option<String> {
    let text = text.strip_suffix('.').unwrap_or(text);
    dns1123_subdomain(text)
        .or_else(|| (!text.contains('.')).then(|| "must have at least two parts joined by '.'".to_owned()))
        .or_else(|| {
            text.split('.')
                .any(|part| part.len() > 63)
                .then(|| "has a part of more than 63 bytes".to_owned())
        })
}

/// A domain, a slash and a path: `example.com/some/path`.
pub fn domain_prefixed_path(text: &str) -> Option<String> {
    let Some((domain, path)) = text.split_once('/') else {
        return problem("must be a domain, '/' and a path, such as \"example.com/path\"");
    };
    if domain.is_empty() || path.is_empty() {
        return problem("must have a domain before the first '/' and a path after it");
    }
    if let Some(wrong) = dns1123_subdomain(domain) {
        return problem(format!("has the prefix {}, which {wrong}", quote(domain)));
    }
    stranger(path, |byte| {
        byte.is_ascii_alphanumeric() || b"/-._~%!$&'()*+,;=:".contains(&byte)
    })
    .map(|bad| format!("has a path with {bad:?}"))
}

/// A label key whose prefix must be there: `example.com/name`.
pub fn domain_prefixed_key(text: &str) -> Option<String> {
    qualified_name(text).or_else(|| {
        (!text.contains('/')).then(|| "must have a domain before the name, such as \"example.com/name\"".to_owned())
    })
}

fn name_part_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}

fn name_part_form(text: &str) -> Option<String> {
    if form::is_name(text.as_bytes()) {
        return None;
    }
    if let Some(bad) = stranger(text, name_part_byte) {
        return problem(format!("may hold only letters, digits, '-', '_' and '.', not {bad:?}"));
    }
    let end = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_alphanumeric);
    if end(text.as_bytes().first()) && end(text.as_bytes().last()) {
        None
    } else {
        problem("must start and end with a letter or digit")
    }
}

/// A label or annotation key: a name of up to 63 bytes, with or without a domain and a slash before it.
pub fn qualified_name(text: &str) -> Option<String> {
    let (prefix, name) = match memchr::memrchr(b'/', text.as_bytes()) {
        None => (None, text),
        Some(slash) => (Some(&text[..slash]), &text[slash + 1..]),
    };
    if prefix.is_some_and(|prefix| memchr::memchr(b'/', prefix.as_bytes()).is_some()) {
        return problem("may hold only one '/', between a domain and a name");
    }
    match prefix {
        Some("") => return problem("has nothing before the '/', where a domain must stand"),
        Some(prefix) => {
            if let Some(wrong) = dns1123_subdomain(prefix) {
                return problem(format!("has the prefix {}, which {wrong}", quote(prefix)));
            }
        }
        None => {}
    }
    if name.is_empty() {
        return problem(if prefix.is_some() {
            "has no name after the '/'"
        } else {
            "may not be empty"
        });
    }
    if name.len() > 63 {
        return problem(format!("has a name of {} bytes, at most 63 are allowed", name.len()));
    }
    name_part_form(name)
}

/// A label value: empty, or up to 63 letters, digits, dashes, underscores and dots. The empty value is good.
pub fn label_value(text: &str) -> Option<String> {
    too_long(text, 63).or_else(|| name_part_form(text))
}

/// A name that a C program could use.
pub fn c_identifier(text: &str) -> Option<String> {
    if let Some(bad) = stranger(text, |byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        return problem(format!("may hold only letters, digits and '_', not {bad:?}"));
    }
    match text.as_bytes().first() {
        None => problem("may not be empty"),
        Some(first) if first.is_ascii_digit() => problem("may not start with a digit"),
        Some(_) => None,
    }
}

/// The name of an environment variable, as servers since 1.34 take it: printable ASCII without `=`.
pub fn env_var_name(text: &str) -> Option<String> {
    if text.is_empty() {
        return problem("may not be empty");
    }
    stranger(text, |byte| matches!(byte, b' '..=b'~') && byte != b'=')
        .map(|bad| format!("may hold only printable ASCII characters other than '=', not {bad:?}"))
}

/// The name of an environment variable, as servers took it before 1.34.
pub fn env_var_name_strict(text: &str) -> Option<String> {
    if let Some(bad) = stranger(text, name_part_byte) {
        return problem(format!("may hold only letters, digits, '-', '_' and '.', not {bad:?}"));
    }
    match text.as_bytes().first() {
        None => problem("may not be empty"),
        Some(first) if first.is_ascii_digit() => problem("may not start with a digit"),
        Some(_) => parent_folder(text),
    }
}

/// Names that would leave the folder they are written to.
fn parent_folder(text: &str) -> Option<String> {
    if text == "." {
        problem("may not be \".\"")
    } else if text.starts_with("..") {
        problem("may not start with \"..\"")
    } else {
        None
    }
}

/// A key of a ConfigMap or Secret.
pub fn config_map_key(text: &str) -> Option<String> {
    if text.is_empty() {
        return problem("may not be empty");
    }
    if let Some(bad) = stranger(text, name_part_byte) {
        return problem(format!("may hold only letters, digits, '-', '_' and '.', not {bad:?}"));
    }
    too_long(text, 253).or_else(|| parent_folder(text))
}

/// A port name: up to 15 lower case letters, digits and single inner dashes, with at least one letter.
pub fn port_name(text: &str) -> Option<String> {
    if text.is_empty() {
        return problem("may not be empty");
    }
    if let Some(bad) = stranger(text, |byte| lower_or_digit(byte) || byte == b'-') {
        return problem(format!("may hold only {LABEL_CHARS}, not {bad:?}"));
    }
    if let Some(wrong) = too_long(text, 15) {
        return problem(wrong);
    }
    if !text.bytes().any(|byte| byte.is_ascii_lowercase()) {
        return problem("must hold at least one letter");
    }
    if text.as_bytes().windows(2).any(|two| two == b"--") {
        return problem("may not hold two '-' in a row");
    }
    if text.starts_with('-') || text.ends_with('-') {
        return problem("may not start or end with '-'");
    }
    None
}

/// A port number from 1 to 65535.
pub fn port_number(port: i64) -> Option<String> {
    (!(1..=65535).contains(&port)).then(|| "is not a port number from 1 to 65535".to_owned())
}

/// A name that stands in the path of a URL, as names of roles do. The empty name is good.
pub fn path_segment(text: &str) -> Option<String> {
    match text {
        "." => problem("may not be \".\""),
        ".." => problem("may not be \"..\""),
        _ => path_segment_prefix(text),
    }
}

/// The beginning of a name that stands in the path of a URL.
pub fn path_segment_prefix(text: &str) -> Option<String> {
    stranger(text, |byte| byte != b'/' && byte != b'%').map(|bad| format!("may not hold {bad:?}"))
}

/// The name of a signer of certificates: a domain of two or more labels, a slash and a name.
pub fn signer(text: &str) -> Option<String> {
    let form = || problem("is not of the form example.com/signer-name");
    let Some((domain, path)) = text.split_once('/') else {
        return form();
    };
    if path.contains('/') {
        return form();
    }
    if !domain.contains('.') {
        return problem("has a domain of only one segment");
    }
    domain
        .split('.')
        .find_map(dns1123_label)
        .or_else(|| path.split('.').find_map(dns1123_subdomain))
}

/// The name of an HTTP header.
pub fn http_header_name(text: &str) -> Option<String> {
    if text.is_empty() {
        return problem("may not be empty");
    }
    stranger(text, |byte| byte.is_ascii_alphanumeric() || byte == b'-')
        .map(|bad| format!("may hold only letters, digits and '-', not {bad:?}"))
}

/// Judges a `generateName`, to which the server will append. Of a prefix that ends with a dash, the dash goes and the
/// character before it counts as a letter, whatever it is.
pub fn generated(check: Check, prefix: &str) -> Option<String> {
    match prefix.strip_suffix('-') {
        Some(rest) if rest.ends_with(|last: char| last.is_ascii()) => check(&format!("{}a", &rest[..rest.len() - 1])),
        _ => check(prefix),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(check: Check, good: &[&str], bad: &[&str]) {
        for text in good {
            assert_eq!(check(text), None, "{text:?}");
        }
        for text in bad {
            assert!(check(text).is_some(), "{text:?}");
        }
    }

    #[test]
    fn labels() {
        let (just, over) = ("a".repeat(63), "a".repeat(64));
        table(
            dns1123_label,
            &["a", "0", "a-b", "1a", "a--b", &just],
            &["", "-", "-a", "a-", "A", "a.b", "a_b", "é", "a b", &over],
        );
        table(dns1035_label, &["a", "a1", &just], &["", "1", "1a", "-a", "A", &over]);
    }

    #[test]
    fn subdomains() {
        let long = format!("{}.b", "a".repeat(251));
        let over = format!("{}.b", "a".repeat(252));
        table(
            dns1123_subdomain,
            &["a", "a.b", "1.2", "a-b.c", &long],
            &["", ".", "a.", ".a", "a..b", "a.-b", "a-.b", "a_b", "A", &over],
        );
        table(
            dns1123_subdomain_with_underscore,
            &["_a", "a_b", "_a._b", "a"],
            &["", "_", "__a", "a_", "a-", "_-a", "A"],
        );
        table(dns_search, &[".", "a.", "_a.b."], &["", "..", "a..", "a_."]);
        table(
            wildcard_dns1123_subdomain,
            &["*.a", "*.a.b"],
            &["", "*", "*.", "a.b", "**.a", "*.*.a"],
        );
        table(fully_qualified_name, &["a.b.c"], &["", "a", "a.b", "a.b.c."]);
        table(
            fully_qualified_domain_name,
            &["a.b", "a.b."],
            &["", "a", "a.", "a.b..", "A.b"],
        );
        table(
            domain_prefixed_path,
            &["a/b", "a.b/c/d", "a/b%20"],
            &["", "a", "/a", "a/", "A/b", "a/b c", "a/b?c"],
        );
        table(domain_prefixed_key, &["a/b", "a.b/C"], &["", "a", "/a", "a/", "a/b/c"]);
    }

    #[test]
    fn keys_and_values() {
        let (just, over) = ("a".repeat(63), "a".repeat(64));
        table(
            qualified_name,
            &["a", "A.b_c-d", "a.b/C", "1", &just],
            &["", "/", "a/", "/a", "a/b/c", "A/b", "-a", "a-", "a b", "é", &over],
        );
        table(
            label_value,
            &["", "a", "A.b_c-d", &just],
            &["-", "a-", ".a", "a b", "a/b", &over],
        );
        table(
            config_map_key,
            &["a", ".a", "a..b", "_", "-", "A"],
            &["", ".", "..", "..a", "a/b", "a b"],
        );
        table(c_identifier, &["a", "_", "A1"], &["", "1", "a-b", "a.b"]);
        table(
            env_var_name,
            &["a", "1", " ", "a b", "~!@"],
            &["", "a=b", "é", "a\tb", "\u{7f}"],
        );
        table(
            env_var_name_strict,
            &["a", "_", "-a", ".a"],
            &["", "1", ".", "..", "..a", "a b", "a=b"],
        );
    }

    #[test]
    fn ports_paths_and_headers() {
        table(
            port_name,
            &["a", "0a", "a-b", "abcdefghijklmno"],
            &["", "1", "a--b", "-a", "a-", "A", "a.b", "abcdefghijklmnop"],
        );
        table(
            path_segment,
            &["", "a", "...", "a:b", "A b", "é"],
            &[".", "..", "a/b", "%", "a%b"],
        );
        table(http_header_name, &["a", "X-Y", "-", "1"], &["", "a_b", "a b", "a:"]);
        assert_eq!(port_number(1), None);
        assert_eq!(port_number(65535), None);
        assert!(port_number(0).is_some() && port_number(65536).is_some());
    }

    #[test]
    fn prefixes() {
        assert_eq!(generated(dns1123_label, "web-"), None);
        assert_eq!(generated(dns1123_label, "web"), None);
        assert!(generated(dns1123_label, "-").is_some());
        assert!(generated(dns1123_label, "Web-").is_some());
        assert!(generated(dns1123_label, "é-").is_some());
        // The server does not see these, but then refuses the name it makes of them.
        assert_eq!(generated(dns1123_label, "W-"), None);
        assert_eq!(generated(dns1123_label, "a.-"), None);
    }
}
