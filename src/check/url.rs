//! URLs, read as Go reads them.

use super::quote;
use crate::rule::Context;
use crate::view::Field;

/// A URL in its parts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Url<'d> {
    /// As written; empty where there is none.
    pub scheme: &'d str,
    /// Name and password before the `@`.
    pub user: Option<&'d str>,
    /// The host with its port.
    pub host: &'d str,
    /// The path.
    pub path: &'d str,
    /// What stands after the `?`.
    pub query: &'d str,
    /// What stands after the `#`.
    pub fragment: &'d str,
}

/// Reads a URL; the error says what is wrong.
pub fn parse(text: &str) -> Result<Url<'_>, String> {
    let (rest, fragment) = text.split_once('#').unwrap_or((text, ""));
    let mut url = Url {
        fragment,
        ..Url::default()
    };
    if rest.bytes().any(|byte| byte < b' ' || byte == 0x7f) {
        return Err("holds a control character".to_owned());
    }
    let rest = split_scheme(rest, &mut url)?;
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    url.query = query;
    if !rest.starts_with('/') {
        if !url.scheme.is_empty() {
            escapes(fragment)?;
            return Ok(url);
        }
        if rest.split('/').next().is_some_and(|first| first.contains(':')) {
            return Err("has no scheme, and a ':' before the first '/'".to_owned());
        }
    }
    url.path = rest;
    if let Some(rest) = rest.strip_prefix("//")
        && (!url.scheme.is_empty() || !rest.starts_with('/'))
    {
        let end = rest.find('/').unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        url.path = path;
        split_authority(authority, &mut url)?;
    }
    escapes(url.path)?;
    escapes(fragment)?;
    Ok(url)
}

fn split_scheme<'d>(text: &'d str, url: &mut Url<'d>) -> Result<&'d str, String> {
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => {}
            b'0'..=b'9' | b'+' | b'-' | b'.' if at > 0 => {}
            b':' if at > 0 => {
                url.scheme = &text[..at];
                return Ok(&text[at + 1..]);
            }
            b':' => return Err("has nothing before the first ':'".to_owned()),
            _ => break,
        }
    }
    Ok(text)
}

fn split_authority<'d>(authority: &'d str, url: &mut Url<'d>) -> Result<(), String> {
    let (user, host) = match authority.rsplit_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, authority),
    };
    check_host(host, url.scheme)?;
    url.host = host;
    if let Some(user) = user {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:~!$&'()*+,;=%@".contains(&byte);
        if !user.bytes().all(plain) {
            return Err("has a user name that must be escaped".to_owned());
        }
        escapes(user)?;
        url.user = Some(user);
    }
    Ok(())
}

fn check_host(host: &str, scheme: &str) -> Result<(), String> {
    match host.rfind('[') {
        Some(0) => return check_bracketed(&host[1..]),
        Some(_) => return Err("has a '[' inside the host".to_owned()),
        None => {}
    }
    // Of web addresses Go takes the first colon, of others the last.
    let web = ["http", "https"].iter().any(|known| known.eq_ignore_ascii_case(scheme));
    if let Some(colon) = if web { host.find(':') } else { host.rfind(':') } {
        check_port(&host[colon..])?;
    }
    check_host_bytes(host, |value| value >= 0x80)
}

/// An IPv6 address, with or without a zone, and a port behind the bracket.
fn check_bracketed(text: &str) -> Result<(), String> {
    let Some((inside, port)) = text.rsplit_once(']') else {
        return Err("has no ']' behind the host".to_owned());
    };
    check_port(port)?;
    let (address, zone) = inside.split_once("%25").unwrap_or((inside, ""));
    if address.parse::<std::net::Ipv6Addr>().is_err() {
        return Err("has brackets around what is no IPv6 address".to_owned());
    }
    check_host_bytes(zone, |value| is_host_byte(value) || matches!(value, b' ' | b'%'))
}

fn is_host_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.~!$&'()*+,;=:[]<>\"".contains(&byte)
}

fn check_host_bytes(host: &str, may_be_escaped: fn(u8) -> bool) -> Result<(), String> {
    for (at, byte) in host.bytes().enumerate() {
        let escape = byte == b'%'
            && host
                .get(at + 1..at + 3)
                .is_some_and(|hex| u8::from_str_radix(hex, 16).is_ok_and(may_be_escaped));
        if !is_host_byte(byte) && byte < 0x80 && !escape {
            return Err(format!("has {:?} in the host name", char::from(byte)));
        }
    }
    Ok(())
}

fn check_port(port: &str) -> Result<(), String> {
    match port.strip_prefix(':') {
        Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => Ok(()),
        None if port.is_empty() => Ok(()),
        _ => Err(format!("has {} after the host, which is no port", quote(port))),
    }
}

/// Each `%` must have two hexadecimal digits behind it.
fn escapes(text: &str) -> Result<(), String> {
    for (at, _) in text.match_indices('%') {
        let hex = text.as_bytes().get(at + 1..at + 3).unwrap_or_default();
        if hex.len() < 2 || !hex.iter().all(u8::is_ascii_hexdigit) {
            return Err("has a '%' without two hexadecimal digits".to_owned());
        }
    }
    Ok(())
}

/// The address of a webhook: `https://host[/path]`.
pub fn check_webhook(field: Field<'_>, ctx: &mut Context<'_>) {
    let Some(text) = field.str() else { return };
    let shown = quote(text);
    let url = match parse(text) {
        Ok(url) => url,
        Err(wrong) => {
            ctx.required(field, format!("{shown} {wrong}"))
                .help("a webhook's address is https://host[/path]");
            return;
        }
    };
    if !url.scheme.eq_ignore_ascii_case("https") {
        ctx.invalid(field, format!("{shown} is not an https address"))
            .help("a webhook's address is https://host[/path]");
    }
    if url.host.is_empty() {
        ctx.invalid(field, format!("{shown} has no host"));
    }
    if url.user.is_some() {
        ctx.invalid(field, format!("{shown} holds a user name"));
    }
    if !url.fragment.is_empty() {
        ctx.invalid(field, format!("{shown} holds a fragment"));
    }
    if !url.query.is_empty() {
        ctx.invalid(field, format!("{shown} holds a query"));
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn urls() {
        for good in [
            "",
            "a",
            "//a",
            "https://",
            "https:///b",
            "https:a",
            "https://a:",
            "https://a:99999",
            "https://[::1]:80",
            "https://[fe80::1%25eth0]",
            "https://u:p@a",
            "https://@a",
            "https://a#",
            "https://a/b c",
            "https://é",
            "https://a<b",
            "https://a]",
            "https://a/b?x=%zz",
            "HTTPS://a",
            "*",
            "a/b:c",
            "https://a:80/b:c",
        ] {
            assert!(parse(good).is_ok(), "{good:?}");
        }
        for bad in [
            "https://a:x",
            "https://[::1",
            "https://::1",
            "https://a b",
            "https://a%20b",
            "https://a%zz",
            "https://a/%zz",
            "://a",
            "1http://a",
            "https://a\tb",
            "https://a\\b",
            "https://[fe80::1%eth0]",
            "https://a/#%zz",
            " https://a",
            "https://a ",
            "https://a\u{7f}",
            "https://a|b",
            "https://a:80:90",
            "https://u p@a",
            "https://u%zz@a",
            "https://[a]",
            "https://[1.2.3.4]",
            "https://[]:80",
            "https://[::1]x",
            "https://a[b",
            "https://[fe80::1%25e{]",
            ":a",
        ] {
            assert!(parse(bad).is_err(), "{bad:?}");
        }
        let url = parse("https://u@a:1/b?c#d").unwrap_or_default();
        assert_eq!(
            (url.scheme, url.user, url.host, url.path, url.query, url.fragment),
            ("https", Some("u"), "a:1", "/b", "c", "d")
        );
    }
}
