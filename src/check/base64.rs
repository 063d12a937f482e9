//! Base64 as Go's JSON decoder reads it: the standard alphabet, padded, line breaks skipped.

/// The value of one character of the alphabet.
fn digit(byte: u8) -> Option<u32> {
    let value = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

/// The decoded bytes; none where the text is not base64.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut digits, mut padding) = (0_u32, 0, 0);
    for byte in text.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n')) {
        if byte == b'=' {
            padding += 1;
            continue;
        }
        if padding > 0 {
            return None;
        }
        bits = bits << 6 | digit(byte)?;
        digits += 1;
        if digits % 4 == 0 {
            out.extend_from_slice(&bits.to_be_bytes()[1..]);
            bits = 0;
        }
    }
    let tail = digits % 4;
    if (tail + padding) % 4 != 0 || padding > 2 || tail == 1 {
        return None;
    }
    if tail > 0 {
        let last = (bits << (6 * (4 - tail))).to_be_bytes();
        out.extend_from_slice(&last[1..tail]);
    }
    Some(out)
}

/// Whether the text is base64.
pub fn is_valid(text: &str) -> bool {
    let (mut digits, mut padding) = (0, 0);
    for byte in text.bytes() {
        match byte {
            b'\r' | b'\n' => {}
            b'=' => padding += 1,
            _ if padding > 0 || digit(byte).is_none() => return false,
            _ => digits += 1,
        }
    }
    let tail = digits % 4;
    (tail + padding) % 4 == 0 && padding <= 2 && tail != 1
}

/// How many bytes the text decodes to; 0 where it is not base64.
pub fn decoded_len(text: &str) -> usize {
    decode(text).map_or(0, |bytes| bytes.len())
}

#[cfg(test)]
mod tests {
    use super::{decode, is_valid};

    #[test]
    fn decodes_as_go_does() {
        let cases: [(&str, Option<&[u8]>); 12] = [
            ("", Some(b"")),
            ("YQ==", Some(b"a")),
            ("YWI=", Some(b"ab")),
            ("YWJj", Some(b"abc")),
            ("YW\nJj", Some(b"abc")),
            ("YQ", None),
            ("YQ=", None),
            ("YQ===", None),
            ("Y", None),
            ("YQ==YQ==", None),
            ("-_==", None),
            (" YQ==", None),
        ];
        for (text, want) in cases {
            assert_eq!(decode(text).as_deref(), want, "{text:?}");
            assert_eq!(is_valid(text), want.is_some(), "{text:?}");
        }
    }
}
