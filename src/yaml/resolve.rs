//! What a scalar means: the YAML 1.1 resolution of the server's reader. In: the text of a scalar, and its tag. Out: its
//! kind, and its text as JSON has it.

use super::tree::Kind;

/// The text of a resolved scalar in JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Json {
    /// The text as it stands.
    Same,
    /// `true` or `false`.
    Word(&'static str),
    /// A number written in another way, or decoded bytes.
    Other(String),
}

/// A resolved scalar.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Resolved {
    pub(super) kind: Kind,
    pub(super) json: Json,
}

impl Resolved {
    const fn same(kind: Kind) -> Self {
        Self { kind, json: Json::Same }
    }

    fn number(kind: Kind, text: &str) -> Self {
        let json = match kind {
            Kind::Int(value) => value.to_string(),
            Kind::UInt(value) => value.to_string(),
            Kind::Float(value) => json_float(value),
            _ => return Self::same(kind),
        };
        let json = if json == text { Json::Same } else { Json::Other(json) };
        Self { kind, json }
    }
}

/// A tag, after its handle is resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    Str,
    Bool,
    Int,
    Float,
    Null,
    Timestamp,
    Binary,
    Merge,
    /// Any other: the value is taken as it is.
    Other,
}

impl Tag {
    /// The tag of its full name.
    pub(super) fn of(name: &str) -> Self {
        match name.strip_prefix("tag:yaml.org,2002:") {
            Some("str") => Self::Str,
            Some("bool") => Self::Bool,
            Some("int") => Self::Int,
            Some("float") => Self::Float,
            Some("null") => Self::Null,
            Some("timestamp") => Self::Timestamp,
            Some("binary") => Self::Binary,
            Some("merge") => Self::Merge,
            _ => Self::Other,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Str => "!!str",
            Self::Bool => "!!bool",
            Self::Int => "!!int",
            Self::Float => "!!float",
            Self::Null => "!!null",
            Self::Timestamp => "!!timestamp",
            Self::Binary => "!!binary",
            Self::Merge => "!!merge",
            Self::Other => "!",
        }
    }
}

/// Resolves a scalar with a tag, whatever its quotes. The error says why the value does not fit its tag.
pub(super) fn resolve_tagged(tag: Tag, text: &str) -> Result<Resolved, String> {
    let resolved = match tag {
        Tag::Str | Tag::Merge | Tag::Other => return Ok(Resolved::same(Kind::Str)),
        Tag::Binary => {
            let bytes = crate::check::base64::decode(text).ok_or("a !!binary value has to be base64")?;
            return Ok(Resolved {
                kind: Kind::Str,
                json: Json::Other(text_of(&bytes)),
            });
        }
        Tag::Timestamp if is_timestamp(text) => return Ok(Resolved::same(Kind::Str)),
        _ => resolve(text),
    };
    let found = match resolved.kind {
        Kind::Null => Tag::Null,
        Kind::Bool(_) => Tag::Bool,
        Kind::Int(_) | Kind::UInt(_) => Tag::Int,
        Kind::Float(_) => Tag::Float,
        Kind::Str | Kind::Seq | Kind::Map => Tag::Str,
    };
    if found == tag {
        return Ok(resolved);
    }
    if let (Tag::Float, Kind::Int(value)) = (tag, resolved.kind) {
        #[expect(clippy::cast_precision_loss, reason = "the server rounds in the same way")]
        return Ok(Resolved::number(Kind::Float(value as f64), text));
    }
    let shown = super::error::shorten(text);
    Err(format!("{shown:?} is {}, not {}", found.name(), tag.name()))
}

/// Bytes as the server's JSON has them: each byte that is not UTF-8 becomes U+FFFD.
fn text_of(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    text
}

/// What a plain scalar is that JSON writes in the same way, for those that take no more than a glance: text, and small numbers.
#[inline]
pub(super) fn glance(text: &str) -> Option<Kind> {
    match text.bytes().next()? {
        b'1'..=b'9' => small_decimal(text),
        b'0' | b'+' | b'-' | b'.' | b'~' => None,
        b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' if text.len() <= 5 => None,
        _ => Some(Kind::Str),
    }
}

/// Resolves a plain scalar without a tag.
pub(super) fn resolve(text: &str) -> Resolved {
    let Some(first) = text.bytes().next() else {
        return Resolved::same(Kind::Null);
    };
    match first {
        b'0'..=b'9' | b'+' | b'-' => numeric(text),
        b'.' => word(text).unwrap_or_else(|| go_float(text)),
        b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' | b'~' if text.len() <= 5 => {
            word(text).unwrap_or(Resolved::same(Kind::Str))
        }
        _ => Resolved::same(Kind::Str),
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
        Kind::Bool(true) => Json::Word("true"),
        Kind::Bool(false) => Json::Word("false"),
        _ => Json::Same,
    };
    Some(Resolved { kind, json })
}

fn numeric(text: &str) -> Resolved {
    if let Some(kind) = small_decimal(text) {
        return Resolved::same(kind);
    }
    if let Some(word) = word(text) {
        return word;
    }
    // Most of what starts with a digit is a version, a quantity, a name or an address.
    let odd =
        |byte: u8| !byte.is_ascii_hexdigit() && !matches!(byte, b'_' | b'.' | b'+' | b'-' | b'x' | b'X' | b'o' | b'O');
    if text.bytes().any(odd) {
        return Resolved::same(Kind::Str);
    }
    let digits: String = text.chars().filter(|&c| c != '_').collect();
    if let Some(kind) = go_int(&digits) {
        return Resolved::number(kind, text);
    }
    if is_decimal_float(&digits)
        && let Ok(value) = digits.parse::<f64>()
        && value.is_finite()
    {
        return Resolved::number(Kind::Float(value), text);
    }
    Resolved::same(Kind::Str)
}

/// A number as JSON writes it too, which is what most numbers are.
fn small_decimal(text: &str) -> Option<Kind> {
    let bytes = text.as_bytes();
    if bytes.len() > 18 || bytes[0] == b'0' && bytes.len() > 1 || !bytes.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let value = bytes.iter().fold(0, |value, byte| value * 10 + i64::from(byte - b'0'));
    Some(Kind::Int(value))
}

/// Integers in Go's syntax, their underscores removed: prefixes 0x, 0o, 0b, and a leading 0 for octal.
fn go_int(text: &str) -> Option<Kind> {
    let (sign, rest) = match text.as_bytes().first()? {
        sign @ (b'-' | b'+') => (Some(*sign), &text[1..]),
        _ => (None, text),
    };
    let (radix, digits) = match rest.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, &rest[2..]),
        [b'0', b'o' | b'O', ..] => (8, &rest[2..]),
        [b'0', b'b' | b'B', ..] => (2, &rest[2..]),
        [b'0', _, ..] => (8, &rest[1..]),
        _ => (10, rest),
    };
    // A second sign is read after `0b` alone, in that case of the letter alone.
    let signed = digits.starts_with(['+', '-']);
    if signed && !text.starts_with("0b") {
        return None;
    }
    let magnitude = i128::from_str_radix(digits, radix).ok()?;
    let value = if sign == Some(b'-') { -magnitude } else { magnitude };
    if let Ok(value) = i64::try_from(value) {
        return Some(Kind::Int(value));
    }
    if sign.is_some() || signed {
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

/// A float in Go's syntax, of text that starts with a dot: underscores stand between digits only.
fn go_float(text: &str) -> Resolved {
    let bytes = text.as_bytes();
    let well_placed = |(at, byte): (usize, &u8)| {
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        *byte != b'_' || at > 0 && digit(at - 1) && digit(at + 1)
    };
    if !bytes.iter().enumerate().all(well_placed) {
        return Resolved::same(Kind::Str);
    }
    let digits = text.replace('_', "");
    if is_decimal_float(&digits)
        && let Ok(value) = digits.parse::<f64>()
        && value.is_finite()
    {
        return Resolved::number(Kind::Float(value), text);
    }
    Resolved::same(Kind::Str)
}

/// A date, or a date and a time, in one of the forms the server takes: `2001-1-2`, `2001-01-02 3:04:05.6`,
/// `2001-01-02T03:04:05Z`, `2001-01-02t03:04:05+01:00`.
fn is_timestamp(text: &str) -> bool {
    let number = |text: &str, digits: std::ops::RangeInclusive<usize>, range: std::ops::RangeInclusive<u32>| {
        digits.contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && text.parse().is_ok_and(|value| range.contains(&value))
    };
    let date = |text: &str| {
        let mut parts = text.splitn(3, '-');
        let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else {
            return false;
        };
        let year_number = year.parse().unwrap_or(0_u32);
        let leap = year_number % 4 == 0 && year_number % 100 != 0 || year_number % 400 == 0;
        let days = match month.parse() {
            Ok(2) if leap => 29,
            Ok(2) => 28,
            Ok(4 | 6 | 9 | 11) => 30,
            _ => 31,
        };
        number(year, 4..=4, 0..=9999) && number(month, 1..=2, 1..=12) && number(day, 1..=2, 1..=days)
    };
    let time = |text: &str| {
        let mut parts = text.splitn(3, ':');
        let (Some(hour), Some(minute), Some(second)) = (parts.next(), parts.next(), parts.next()) else {
            return false;
        };
        let (second, fraction) = second.split_once(['.', ',']).unwrap_or((second, "0"));
        number(hour, 1..=2, 0..=23)
            && number(minute, 1..=2, 0..=59)
            && number(second, 1..=2, 0..=59)
            && !fraction.is_empty()
            && fraction.bytes().all(|byte| byte.is_ascii_digit())
    };
    let zoned = |text: &str| match text.strip_suffix('Z') {
        Some(text) => time(text),
        None => {
            text.len() > 6 && text.is_char_boundary(text.len() - 6) && {
                let (text, zone) = text.split_at(text.len() - 6);
                let zone = zone.strip_prefix(['+', '-']).and_then(|zone| zone.split_once(':'));
                time(text)
                    && zone.is_some_and(|(hour, minute)| number(hour, 2..=2, 0..=24) && number(minute, 2..=2, 0..=60))
            }
        }
    };
    if let Some((day, rest)) = text.split_once(' ') {
        return date(day) && time(rest);
    }
    match text.split_once(['T', 't']) {
        Some((day, rest)) => date(day) && zoned(rest),
        None => date(text),
    }
}

/// A float as Go's `encoding/json` prints it.
pub(super) fn json_float(value: f64) -> String {
    let magnitude = value.abs();
    if magnitude != 0.0 && !(1e-6..1e21).contains(&magnitude) {
        return scientific(&format!("{value:e}"), 1);
    }
    format!("{value}")
}

/// A float key as the server turns it into text: rounded to 32 bits, in the shortest form.
pub(super) fn float_key(value: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "the server rounds keys in this way")]
    let value = value as f32;
    if value.is_nan() {
        return ".nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { ".inf" } else { "-.inf" }.to_owned();
    }
    let text = format!("{value:e}");
    let exponent = text
        .split_once('e')
        .map_or(0, |(_, exponent)| exponent.parse::<i32>().unwrap_or_default());
    if (-4..6).contains(&exponent) {
        format!("{value}")
    } else {
        scientific(&text, 2)
    }
}

/// Rust's `1.5e7` with Go's sign and at least `width` digits in a negative exponent, two in a positive one.
fn scientific(text: &str, width: usize) -> String {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    match exponent.strip_prefix('-') {
        Some(digits) => format!("{mantissa}e-{digits:0>width$}"),
        None => format!("{mantissa}e+{exponent:0>2}"),
    }
}
