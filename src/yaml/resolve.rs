//! What a plain scalar means: the YAML 1.1 resolution of the server's decoder, described in the project's design notes.

use super::tree::Kind;

/// A resolved scalar: its kind and the text JSON would show.
pub(crate) struct Resolved {
    pub(crate) kind: Kind,
    /// `None` where the text stays as written.
    pub(crate) json: Option<String>,
}

impl Resolved {
    fn plain(kind: Kind) -> Self {
        Self { kind, json: None }
    }

    fn number(kind: Kind) -> Self {
        let json = match kind {
            Kind::Int(value) => value.to_string(),
            Kind::UInt(value) => value.to_string(),
            Kind::Float(value) => json_float(value),
            _ => return Self::plain(kind),
        };
        Self { kind, json: Some(json) }
    }
}

/// Resolves a plain, untagged scalar.
pub(crate) fn resolve(text: &str) -> Resolved {
    let Some(first) = text.bytes().next() else {
        return Resolved::plain(Kind::Null);
    };
    match first {
        b'0'..=b'9' | b'+' | b'-' => numeric(text),
        b'.' => word(text).unwrap_or_else(|| go_float(text)),
        b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' | b'~' => {
            word(text).unwrap_or_else(|| Resolved::plain(Kind::Str))
        }
        _ => Resolved::plain(Kind::Str),
    }
}

fn word(text: &str) -> Option<Resolved> {
    let kind = match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => Kind::Bool(true),
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => Kind::Bool(false),
        "~" | "null" | "Null" | "NULL" => Kind::Null,
        ".nan" | ".NaN" | ".NAN" => Kind::Float(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Kind::Float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => Kind::Float(f64::NEG_INFINITY),
        _ => return None,
    };
    let json = match kind {
        Kind::Bool(true) => Some("true".to_owned()),
        Kind::Bool(false) => Some("false".to_owned()),
        _ => None,
    };
    Some(Resolved { kind, json })
}

fn numeric(text: &str) -> Resolved {
    if let Some(word) = word(text) {
        return word;
    }
    if is_timestamp(text) {
        return Resolved::plain(Kind::Str);
    }
    let digits: String = text.chars().filter(|&c| c != '_').collect();
    if let Some(kind) = go_int(&digits) {
        return Resolved::number(kind);
    }
    if is_decimal_float(&digits)
        && let Ok(value) = digits.parse::<f64>()
        && value.is_finite()
    {
        return Resolved::number(Kind::Float(value));
    }
    Resolved::plain(Kind::Str)
}

/// `strconv.ParseInt` and `ParseUint` with base 0: prefixes 0x, 0o, 0b, and a leading 0 for octal.
fn go_int(text: &str) -> Option<Kind> {
    let (negative, rest) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let lower = rest.to_ascii_lowercase();
    let (radix, digits) = if let Some(hex) = lower.strip_prefix("0x") {
        (16, hex)
    } else if let Some(octal) = lower.strip_prefix("0o") {
        (8, octal)
    } else if let Some(binary) = lower.strip_prefix("0b") {
        (2, binary)
    } else if lower.len() > 1 && lower.starts_with('0') {
        (8, &lower[1..])
    } else {
        (10, lower.as_str())
    };
    if digits.is_empty() || digits.starts_with(['+', '-']) && radix != 2 {
        return None;
    }
    let magnitude = i128::from_str_radix(digits, radix).ok()?;
    let value = if negative { -magnitude } else { magnitude };
    if let Ok(value) = i64::try_from(value) {
        return Some(Kind::Int(value));
    }
    if text.starts_with('+') {
        return None;
    }
    u64::try_from(value).ok().map(Kind::UInt)
}

fn is_decimal_float(text: &str) -> bool {
    let rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    let digits = |s: &str| s.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(rest);
    let mut rest = &rest[whole..];
    if let Some(fraction) = rest.strip_prefix('.') {
        let len = digits(fraction);
        if whole == 0 && len == 0 {
            return false;
        }
        rest = &fraction[len..];
    } else if whole == 0 {
        return false;
    }
    let Some(exponent) = rest.strip_prefix(['e', 'E']) else {
        return rest.is_empty();
    };
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    !exponent.is_empty() && digits(exponent) == exponent.len()
}

/// `strconv.ParseFloat` on text that starts with a dot.
fn go_float(text: &str) -> Resolved {
    let well_placed = text
        .as_bytes()
        .windows(3)
        .all(|w| w[1] != b'_' || w[0].is_ascii_digit() && w[2].is_ascii_digit())
        && !text.starts_with("._")
        && !text.ends_with('_');
    let digits = text.replace('_', "");
    if well_placed
        && is_decimal_float(&digits)
        && let Ok(value) = digits.parse::<f64>()
        && value.is_finite()
    {
        return Resolved::number(Kind::Float(value));
    }
    Resolved::plain(Kind::Str)
}

/// Four digits and a dash start what may be a timestamp, which the server keeps as its text.
fn is_timestamp(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() > 4 && bytes[..4].iter().all(u8::is_ascii_digit) && bytes[4] == b'-'
}

/// A float as Go's `encoding/json` prints it.
pub(crate) fn json_float(value: f64) -> String {
    let magnitude = value.abs();
    if magnitude != 0.0 && !(1e-6..1e21).contains(&magnitude) {
        let text = format!("{value:e}");
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        return match exponent.strip_prefix('-') {
            Some(digits) => format!("{mantissa}e-{digits:0>2}"),
            None => format!("{mantissa}e+{exponent:0>2}"),
        };
    }
    format!("{value}")
}
