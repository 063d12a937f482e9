//! Certificates and requests for them, as far as the server looks at them.

/// The bodies of the PEM blocks of a type.
pub fn pem_blocks<'t>(text: &'t str, kind: &str) -> impl Iterator<Item = &'t str> {
    let (begin, end) = (format!("-----BEGIN {kind}-----"), format!("-----END {kind}-----"));
    let mut rest = text;
    std::iter::from_fn(move || {
        let (_, after) = rest.split_once(begin.as_str())?;
        let (body, after) = after.split_once(end.as_str())?;
        rest = after;
        Some(body)
    })
}

/// Whether bytes are a certificate or a request for one, as far as their outline tells: both are a DER sequence of two
/// sequences and a bit string.
pub fn is_signed(der: &[u8]) -> bool {
    let Some((SEQUENCE, content, [])) = der_value(der) else {
        return false;
    };
    let mut tags = Vec::new();
    let mut rest = content;
    while let Some((tag, _, after)) = der_value(rest) {
        tags.push(tag);
        rest = after;
    }
    rest.is_empty() && tags == [SEQUENCE, SEQUENCE, BIT_STRING]
}

const SEQUENCE: u8 = 0x30;
const BIT_STRING: u8 = 0x03;

/// The tag and content of the first DER value, and what follows it.
fn der_value(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = der.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (len, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f).min(5))?;
        (digits.iter().fold(0, |len, digit| len << 8 | usize::from(*digit)), rest)
    };
    let (content, rest) = rest.split_at_checked(len)?;
    Some((tag, content, rest))
}
