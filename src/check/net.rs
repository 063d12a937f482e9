//! IP addresses and CIDR blocks: strict forms, and the warnings about spellings that are not canonical.

use std::net::{IpAddr, Ipv6Addr};

use super::quote;
use crate::rule::Context;
use crate::view::Field;

/// Reads an address, leading zeros and IPv4 inside IPv6 included, as old servers took it.
pub fn parse_ip(text: &str) -> Option<IpAddr> {
    text.parse().ok().or_else(|| without_leading_zeros(text)?.parse().ok())
}

/// The text without leading zeros in decimal parts; none where there are none.
fn without_leading_zeros(text: &str) -> Option<String> {
    let dotted = text.rfind(':').map_or(0, |colon| colon + 1);
    if !text[dotted..].contains('.') {
        return None;
    }
    let parts: Vec<&str> = text[dotted..]
        .split('.')
        .map(|part| {
            let rest = part.trim_start_matches('0');
            if rest.is_empty() && !part.is_empty() { "0" } else { rest }
        })
        .collect();
    let stripped = format!("{}{}", &text[..dotted], parts.join("."));
    (stripped != text).then_some(stripped)
}

fn is_mapped(ip: IpAddr) -> bool {
    matches!(ip, IpAddr::V6(v6) if v6.to_ipv4_mapped().is_some())
}

/// An IP address.
pub fn ip(text: &str) -> Option<String> {
    match text.parse() {
        Ok(ip) if is_mapped(ip) => Some("may not be an IPv4 address inside an IPv6 one".to_owned()),
        Ok(_) => None,
        Err(_) if parse_ip(text).is_some() => Some("may not have leading zeros".to_owned()),
        Err(_) => Some("is not an IP address, such as 10.9.8.7 or 2001:db8::ffff".to_owned()),
    }
}

/// The canonical spelling of an IPv6 address, where the text is another.
fn other_spelling(text: &str) -> Option<String> {
    let ip: Ipv6Addr = text.parse().ok()?;
    let canonical = ip.to_string();
    (canonical != text).then_some(canonical)
}

/// An IP address in its canonical spelling.
pub fn canonical_ip(text: &str) -> Option<String> {
    ip(text).or_else(|| other_spelling(text).map(|form| format!("must be spelt {form:?}")))
}

/// An IP address that is not one of the special ones: unspecified, loopback, link-local.
pub fn endpoint_ip(text: &str) -> Option<String> {
    let special = match parse_ip(text)? {
        IpAddr::V4(ip) if ip.is_unspecified() => "the unspecified address",
        IpAddr::V6(ip) if ip.is_unspecified() => "the unspecified address",
        IpAddr::V4(ip) if ip.is_loopback() => "a loopback address",
        IpAddr::V6(ip) if ip.is_loopback() => "a loopback address",
        IpAddr::V4(ip) if ip.is_link_local() => "a link-local address",
        IpAddr::V6(ip) if ip.is_unicast_link_local() => "a link-local address",
        IpAddr::V4(ip) if ip.octets()[..3] == [224, 0, 0] => "a link-local multicast address",
        IpAddr::V6(ip) if ip.segments()[0] & 0xff0f == 0xff02 => "a link-local multicast address",
        _ => return None,
    };
    Some(format!("may not be {special}"))
}

/// Reads a block: its address and the length of its prefix.
pub fn parse_cidr(text: &str) -> Option<(IpAddr, u32)> {
    let (address, prefix) = text.split_once('/')?;
    let ip = parse_ip(address)?;
    if prefix.is_empty() || !prefix.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let bits = prefix.parse().ok()?;
    (bits <= if ip.is_ipv4() { 32 } else { 128 }).then_some((ip, bits))
}

/// The bits of an address, at the high end.
fn word(ip: IpAddr) -> u128 {
    match ip {
        IpAddr::V4(ip) => u128::from(ip.to_bits()) << 96,
        IpAddr::V6(ip) => ip.to_bits(),
    }
}

fn host_bits(bits: u32) -> u128 {
    u128::MAX.checked_shr(bits).unwrap_or(0)
}

/// Whether the block `inner` lies inside `outer`.
pub fn contains(outer: (IpAddr, u32), inner: (IpAddr, u32)) -> bool {
    outer.0.is_ipv4() == inner.0.is_ipv4()
        && outer.1 <= inner.1
        && (word(outer.0) ^ word(inner.0)) & !host_bits(outer.1) == 0
}

/// A CIDR block.
pub fn cidr(text: &str) -> Option<String> {
    let Some((ip, bits)) = parse_cidr(text) else {
        return Some("is not a CIDR block, such as 10.9.8.0/24 or 2001:db8::/64".to_owned());
    };
    let (address, prefix) = text.split_once('/')?;
    if is_mapped(ip) {
        return Some("may not have an IPv4 address inside an IPv6 one".to_owned());
    }
    if address.parse::<IpAddr>().is_err() || (prefix.len() > 1 && prefix.starts_with('0')) {
        return Some("may not have leading zeros".to_owned());
    }
    let size = if ip.is_ipv4() { 96 } else { 0 };
    let host = host_bits(bits) & !((1_u128 << size) - 1);
    (word(ip) & host != 0).then(|| format!("may not have bits set after the first {bits}"))
}

fn other_block(text: &str) -> Option<String> {
    let (address, prefix) = text.split_once('/')?;
    other_spelling(address).map(|address| format!("{address}/{prefix}"))
}

/// A CIDR block in its canonical spelling.
pub fn canonical_cidr(text: &str) -> Option<String> {
    cidr(text).or_else(|| other_block(text).map(|form| format!("must be spelt {form:?}")))
}

/// The field must hold an IP address; absent counts as empty, which is none. Other spellings get the server's warning.
pub fn check_ip(field: Field<'_>, ctx: &mut Context<'_>) {
    check(field, ctx, ip, other_spelling);
}

/// The field must hold a CIDR block; absent counts as empty, which is none. Other spellings get the server's warning.
pub fn check_cidr(field: Field<'_>, ctx: &mut Context<'_>) {
    check(field, ctx, cidr, other_block);
}

fn check(
    field: Field<'_>,
    ctx: &mut Context<'_>,
    wrong: fn(&str) -> Option<String>,
    other: fn(&str) -> Option<String>,
) {
    let Some(text) = field.str_or("") else { return };
    if let Some(wrong) = wrong(text) {
        ctx.invalid(field, format!("{} {wrong}", quote(text)));
    } else if let Some(form) = other(text) {
        ctx.warn(field, format!("{text:?} is not the canonical spelling"))
            .help(format!("write {form:?}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for good in [
            "10.0.0.1",
            "0.0.0.0",
            "::",
            "::1",
            "fe80::1",
            "2001:DB8::1",
            "::10.0.0.1",
            "1:2:3:4:5:6:7::",
            "::2:3:4:5:6:7:8",
            "1:2:3:4:5:6:1.2.3.4",
            "2001:0db8::1",
        ] {
            assert_eq!(ip(good), None, "{good:?}");
        }
        for bad in [
            "",
            "10.0.0",
            "10.0.0.256",
            "10.0.0.1.",
            "10.0.0.1 ",
            "::ffff:10.0.0.1",
            "::FFFF:a00:1",
            "fe80::1%eth0",
            "12345::",
            "1::2::3",
            "[::1]",
            "10.0.0.1/32",
            "0x0a.0.0.1",
            "1:2:3:4:5:6:7:8:9",
            "2001:db8:1:1::2:0:0:1",
        ] {
            assert!(ip(bad).is_some(), "{bad:?}");
        }
        for zeros in ["010.0.0.1", "10.0.0.0001", "00.0.0.0", "1:2:3:4:5:6:01.2.3.4"] {
            assert_eq!(ip(zeros).as_deref(), Some("may not have leading zeros"), "{zeros:?}");
        }
    }

    #[test]
    fn spellings() {
        for (text, form) in [
            ("2001:DB8::1", "2001:db8::1"),
            ("2001:db8:0:0:0:0:0:1", "2001:db8::1"),
            ("::10.0.0.1", "::a00:1"),
            ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
            ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
        ] {
            assert_eq!(other_spelling(text).as_deref(), Some(form));
            assert!(canonical_ip(text).is_some());
        }
        assert_eq!(canonical_ip("1:2:3:4:5:6:7:8"), None);
        assert_eq!(other_block("2001:db8:0::/64").as_deref(), Some("2001:db8::/64"));
    }

    #[test]
    fn special_addresses() {
        for special in [
            "0.0.0.0",
            "::",
            "127.0.0.1",
            "::1",
            "169.254.0.1",
            "fe80::1",
            "224.0.0.1",
            "ff02::1",
        ] {
            assert!(endpoint_ip(special).is_some(), "{special}");
        }
        for plain in ["10.0.0.1", "2001:db8::1", "224.0.1.1", "ff05::1"] {
            assert_eq!(endpoint_ip(plain), None, "{plain}");
        }
    }

    #[test]
    fn blocks() {
        for good in [
            "10.0.0.0/8",
            "0.0.0.0/0",
            "255.255.255.255/32",
            "::/0",
            "::1/128",
            "2001:db8::/32",
            "2001:DB8::/32",
        ] {
            assert_eq!(cidr(good), None, "{good:?}");
        }
        for bad in [
            "",
            "10.0.0.0",
            "10.0.0.0/",
            "10.0.0.0/33",
            "10.0.0.0/-1",
            "10.0.0.0/+8",
            "10.0.0.0/ 8",
            " 10.0.0.0/8",
            "10.0.0.0/8/8",
            "010.0.0.0/8",
            "10.0.0.1/8",
            "10.0.0.0/08",
            "10.0.0.0/00",
            "2001:db8::1/32",
            "::ffff:10.0.0.0/104",
            "fe80::%eth0/64",
            "10.0.0.0/0x8",
        ] {
            assert!(cidr(bad).is_some(), "{bad:?}");
        }
        let block = |text| parse_cidr(text).unwrap_or_else(|| panic!("{text}"));
        assert!(contains(block("10.0.0.0/8"), block("10.1.0.0/16")));
        assert!(contains(block("::/0"), block("2001:db8::/32")));
        assert!(!contains(block("10.0.0.0/8"), block("11.0.0.0/16")));
        assert!(!contains(block("10.0.0.0/8"), block("0.0.0.0/0")));
        assert!(!contains(block("0.0.0.0/0"), block("::/0")));
    }
}
