//! Amounts of resources, such as `100m`, `1.5Gi` and `2e3`: exact, with the server's grammar, rounding and limits.

use std::cmp::Ordering;

use crate::rule::Context;
use crate::view::Field;
use crate::yaml::Kind;

/// The smallest amount, as a power of ten.
const NANO: i64 = -9;
/// The most digits a `u128` holds whatever they are.
const MAX_DIGITS: i64 = 38;

/// An exact amount. What the server would count below a billionth is rounded up, as it does.
#[derive(Clone, Copy, Debug)]
pub struct Quantity {
    negative: bool,
    /// The value is `mantissa * 10^scale`; the mantissa has no trailing zeros.
    mantissa: u128,
    scale: i64,
    /// The power of ten the server counts in, where it keeps the amount as a machine word: decides what overflow gives.
    word: Option<i64>,
}

impl Quantity {
    /// Nothing.
    pub const ZERO: Self = Self {
        negative: false,
        mantissa: 0,
        scale: 0,
        word: Some(0),
    };

    /// Reads an amount; none where the server could not.
    pub fn parse(text: &str) -> Option<Self> {
        if text.is_empty() {
            return None;
        }
        let (negative, rest) = match text.as_bytes()[0] {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        let rest = rest.trim_start_matches('0');
        let (whole, rest) = split_digits(rest);
        let (fraction, suffix) = match rest.strip_prefix('.') {
            Some(rest) => split_digits(rest),
            None => ("", rest),
        };
        let (base, exponent) = read_suffix(suffix)?;
        let whole_digits = count(whole).max(1);
        let places = count(fraction);

        let (mut mantissa, dropped) = read_digits(whole, fraction);
        let mut scale = dropped - places;
        let word;
        if base == 2 {
            word = (places == 0 && 15 - whole_digits - exponent * 3 / 10 > 0).then_some(0);
            mantissa = shift_binary(&mut scale, mantissa, exponent);
        } else {
            word = Some(exponent - places).filter(|least| whole_digits + places <= 18 && *least >= NANO);
            scale += exponent;
        }
        // The server has a second reader for what fits no machine word, and only that one wants digits.
        if word.is_none() && !text[..text.len() - suffix.len()].contains(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let mut quantity = Self {
            negative,
            mantissa,
            scale,
            word,
        };
        quantity.normalize();
        if base == 2 && quantity.magnitude_cmp(i64::MAX.unsigned_abs().into(), 0) == Ordering::Greater {
            quantity.mantissa = i64::MAX.unsigned_abs().into();
            quantity.scale = 0;
        }
        Some(quantity)
    }

    /// The amount in a field: a string or a number; none where it is absent, null, of another type or not an amount.
    pub fn of(field: Field<'_>) -> Option<Self> {
        match field.node()?.kind() {
            Kind::Str => Self::parse(trim(field.str()?)),
            Kind::Int(_) | Kind::UInt(_) | Kind::Float(_) => Self::parse(field.scalar()?),
            _ => None,
        }
    }

    /// The amount in a field, or 0 where there is none; none where it is no amount.
    pub fn or_zero(field: Field<'_>) -> Option<Self> {
        if field.is_absent() {
            Some(Self::ZERO)
        } else {
            Self::of(field)
        }
    }

    /// A whole number.
    pub fn from_int(value: i64) -> Self {
        let mut quantity = Self {
            negative: value < 0,
            mantissa: value.unsigned_abs().into(),
            scale: 0,
            word: Some(0),
        };
        quantity.normalize();
        quantity
    }

    /// Whether it is below 0.
    pub fn is_negative(self) -> bool {
        self.negative && self.mantissa != 0
    }

    /// Whether it is 0.
    pub fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// Whether it is above 0.
    pub fn is_positive(self) -> bool {
        !self.negative && self.mantissa != 0
    }

    /// The amount in thousandths, rounded up, with the server's overflow.
    pub fn milli_value(self) -> i64 {
        self.scaled(3)
    }

    /// The amount as a whole number, rounded up, with the server's overflow.
    pub fn value(self) -> i64 {
        self.scaled(0)
    }

    /// Whether the server takes it for a whole number.
    pub fn is_integer(self) -> bool {
        self.milli_value() % 1000 == 0
    }

    fn mantissa_at(self, scale: i64) -> u128 {
        let power = u32::try_from(self.scale.abs_diff(scale))
            .ok()
            .and_then(|power| 10_u128.checked_pow(power));
        match power {
            Some(power) if self.scale >= scale => self.mantissa.saturating_mul(power),
            Some(power) => self.mantissa / power,
            None if self.scale >= scale && self.mantissa != 0 => u128::MAX,
            None => 0,
        }
    }

    /// The amount rounded up to thousandths, as the server does with all that stands in resource lists: requests,
    /// limits, capacities and quotas.
    #[must_use]
    pub fn rounded_to_milli(self) -> Self {
        let mut rounded = self;
        rounded.round_up(-3);
        rounded.word = rounded.word.map(|least| least.max(-3));
        rounded
    }

    fn scaled(self, places: i64) -> i64 {
        let least = self.word.unwrap_or(self.scale).min(self.scale);
        let mut mantissa = self.mantissa_at(least);
        let mut shift = least + places;
        if shift < 0 {
            let mut rest = false;
            while shift < 0 && mantissa != 0 {
                rest |= !mantissa.is_multiple_of(10);
                mantissa /= 10;
                shift += 1;
            }
            if rest && (self.word.is_some() || !self.negative) {
                mantissa += 1;
            }
            shift = 0;
        }
        #[expect(clippy::cast_possible_truncation, reason = "the low bits are what the server keeps")]
        let mut word = mantissa as u64;
        let mut overflow = mantissa > i64::MAX.unsigned_abs().into();
        for _ in 0..shift {
            if word == 0 {
                break;
            }
            overflow |= word > i64::MAX.unsigned_abs() / 10;
            word = word.wrapping_mul(10);
        }
        // A machine word is multiplied in one go by these powers, and digit by digit by others.
        if overflow && self.word.is_some() && !matches!(shift, 1 | 2 | 3 | 6 | 9) {
            return 0;
        }
        if self.negative {
            word.wrapping_neg().cast_signed()
        } else {
            word.cast_signed()
        }
    }

    /// Rounds up to a power of ten, away from 0.
    fn round_up(&mut self, scale: i64) {
        let mut rest = false;
        while self.scale < scale && self.mantissa != 0 {
            rest |= !self.mantissa.is_multiple_of(10);
            self.mantissa /= 10;
            self.scale += 1;
        }
        if rest {
            self.scale = self.scale.max(scale);
            self.mantissa += 1;
        }
    }

    /// Rounds up to a billionth and drops trailing zeros.
    fn normalize(&mut self) {
        if self.mantissa == 0 {
            self.scale = 0;
            return;
        }
        self.round_up(NANO);
        while self.mantissa > u64::MAX.into() && self.mantissa.is_multiple_of(10) {
            self.mantissa /= 10;
            self.scale += 1;
        }
        // Nearly all are this small, and then they are divided in no time.
        if let Ok(mut mantissa) = u64::try_from(self.mantissa) {
            while mantissa.is_multiple_of(10) {
                mantissa /= 10;
                self.scale += 1;
            }
            self.mantissa = mantissa.into();
        }
    }

    /// Compares the amount without its sign.
    fn magnitude_cmp(self, mantissa: u128, scale: i64) -> Ordering {
        if self.scale == scale {
            return self.mantissa.cmp(&mantissa);
        }
        match (self.mantissa, mantissa) {
            (0, 0) => return Ordering::Equal,
            (0, _) => return Ordering::Less,
            (_, 0) => return Ordering::Greater,
            _ => {}
        }
        let (own, other) = (digits(self.mantissa) + self.scale, digits(mantissa) + scale);
        own.cmp(&other).then_with(|| {
            let low = self.scale.min(scale);
            let other = Self {
                mantissa,
                scale,
                ..self
            };
            self.mantissa_at(low).cmp(&other.mantissa_at(low))
        })
    }
}

impl std::ops::Add for Quantity {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let top = (digits(self.mantissa) + self.scale).max(digits(other.mantissa) + other.scale);
        let scale = self.scale.min(other.scale).max(top - MAX_DIGITS);
        let (a, b) = (self.mantissa_at(scale), other.mantissa_at(scale));
        let (negative, mantissa) = if self.negative == other.negative {
            (self.negative, a.saturating_add(b))
        } else if a >= b {
            (self.negative, a - b)
        } else {
            (other.negative, b - a)
        };
        let mut sum = Self {
            negative,
            mantissa,
            scale,
            word: self.word.min(other.word),
        };
        sum.normalize();
        sum
    }
}

impl PartialEq for Quantity {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Quantity {}

impl PartialOrd for Quantity {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Quantity {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.is_negative(), other.is_negative()) {
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => self.magnitude_cmp(other.mantissa, other.scale),
            (true, true) => self.magnitude_cmp(other.mantissa, other.scale).reverse(),
        }
    }
}

/// How many digits there are.
fn count(digits: &str) -> i64 {
    i64::try_from(digits.len()).unwrap_or(i64::from(i32::MAX))
}

fn split_digits(text: &str) -> (&str, &str) {
    let end = text
        .bytes()
        .position(|byte| !byte.is_ascii_digit())
        .unwrap_or(text.len());
    text.split_at(end)
}

/// The digits as a number, and how many low ones did not fit.
fn read_digits(whole: &str, fraction: &str) -> (u128, i64) {
    let all = || whole.bytes().chain(fraction.bytes()).map(|byte| byte - b'0');
    // Nearly all are this short, and then they are read in no time.
    if whole.len() + fraction.len() <= 19 {
        let mantissa = all().fold(0_u64, |mantissa, digit| mantissa * 10 + u64::from(digit));
        return (mantissa.into(), 0);
    }
    let mut mantissa = 0_u128;
    let mut taken = 0;
    let mut dropped = 0;
    for digit in all().map(u128::from) {
        if taken < MAX_DIGITS {
            mantissa = mantissa * 10 + digit;
            taken += i64::from(mantissa != 0);
        } else {
            dropped += 1;
        }
    }
    (mantissa, dropped)
}

/// Multiplies by a power of two; what is far beyond the limit of binary amounts may lose low digits.
fn shift_binary(scale: &mut i64, mantissa: u128, exponent: i64) -> u128 {
    let mut mantissa = mantissa;
    if let (Ok(small), 0..=60) = (u64::try_from(mantissa), exponent) {
        return u128::from(small) << exponent;
    }
    for _ in 0..exponent {
        if mantissa >= u128::MAX / 2 {
            mantissa /= 10;
            *scale += 1;
        }
        mantissa *= 2;
    }
    while mantissa >= 10_u128.pow(38) {
        mantissa /= 10;
        *scale += 1;
    }
    mantissa
}

fn digits(mantissa: u128) -> i64 {
    mantissa.checked_ilog10().map_or(0, |log| i64::from(log) + 1)
}

/// Base and exponent of a suffix.
fn read_suffix(suffix: &str) -> Option<(u8, i64)> {
    Some(match suffix {
        "" => (10, 0),
        "n" => (10, -9),
        "u" => (10, -6),
        "m" => (10, -3),
        "k" => (10, 3),
        "M" => (10, 6),
        "G" => (10, 9),
        "T" => (10, 12),
        "P" => (10, 15),
        "E" => (10, 18),
        "Ki" => (2, 10),
        "Mi" => (2, 20),
        "Gi" => (2, 30),
        "Ti" => (2, 40),
        "Pi" => (2, 50),
        "Ei" => (2, 60),
        _ => {
            let number = suffix.strip_prefix(['e', 'E'])?;
            // The server cuts the exponent to 32 bits without looking.
            #[expect(clippy::cast_possible_truncation, reason = "as the server does")]
            let exponent = number.parse::<i64>().ok()? as i32;
            (10, i64::from(exponent))
        }
    })
}

/// Blanks around the amount are fine, unless JSON must write them as an escape.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() && !matches!(c, '\t'..='\r' | '\u{2028}' | '\u{2029}'))
}

/// An amount that is there must not be below 0.
pub fn non_negative(field: Field<'_>, ctx: &mut Context<'_>) {
    if Quantity::of(field).is_some_and(Quantity::is_negative) {
        ctx.invalid(field, format!("{} is below 0", shown(field)));
    }
}

/// An amount, counted as 0 where it is absent, must be above 0.
pub fn positive(field: Field<'_>, ctx: &mut Context<'_>) {
    if Quantity::or_zero(field).is_some_and(|quantity| !quantity.is_positive()) {
        ctx.invalid(field, format!("{} is not above 0", shown(field)));
    }
}

/// The amount as it is written.
pub fn shown(field: Field<'_>) -> &str {
    field.scalar().unwrap_or("0")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Quantity {
        Quantity::parse(text).unwrap_or_else(|| panic!("{text:?}"))
    }

    #[test]
    fn grammar() {
        for good in [
            ".",
            "1.",
            ".5",
            "-",
            "+",
            "+1",
            "-0",
            "1E",
            "1e3",
            "1e+3",
            "1e-30",
            "1Ki",
            "1k",
            "1n",
            "1u",
            "1Ei",
            "9Ei",
            "Ki",
            ".Ki",
            "00",
            "0001",
            "1.0000000001",
            "1e30",
            "1e1000",
            "1e9223372036854775807",
            "1e2147483647",
            "99999999999999999999999999999999999999999999999",
            "0.00000000000000000000000000000000000000000000001Ei",
        ] {
            assert!(Quantity::parse(good).is_some(), "{good:?}");
        }
        for bad in [
            "",
            "1e",
            "1e--3",
            "1E+",
            "1ee",
            "1ki",
            "1kI",
            "1K",
            "1p",
            "1e3Ki",
            "1 Ki",
            "0x1",
            "1_000",
            "1.5.5",
            "1+",
            "1-5",
            "1n5",
            "1e5m",
            "٣",
            "1Mi5",
            "inf",
            "1Zi",
            "1Eim",
            "Pod",
            "Pi",
            ".Ei",
            "e-12",
            " 1",
            "1e99999999999999999999",
        ] {
            assert!(Quantity::parse(bad).is_none(), "{bad:?}");
        }
    }

    #[test]
    fn order() {
        for (less, more) in [
            ("-1", "0"),
            ("-2", "-1"),
            ("0", "1n"),
            ("999m", "1"),
            ("1G", "1Gi"),
            ("1Gi", "1E"),
            ("1e18", "1e19"),
            ("1e-30", "2n"),
            ("9Ei", "1e19"),
            ("99999999999999999999999999999999999999", "1e39"),
        ] {
            assert!(read(less) < read(more), "{less} {more}");
            assert!(read(more) > read(less), "{less} {more}");
        }
        for (a, b) in [
            ("1", "1000m"),
            ("1Ki", "1024"),
            ("1.5Gi", "1536Mi"),
            ("-0", "0"),
            ("1e3", "1k"),
            ("1e-30", "1n"),
            ("8Ei", "9223372036854775807"),
            ("0.1", ".1"),
            ("1e9223372036854775807", "0.1"),
        ] {
            assert_eq!(read(a), read(b));
        }
    }

    #[test]
    fn whole_numbers() {
        for whole in ["1", "1k", "1Pi", "0", "-1", "1000m", "1e30", "8Ei", "1.0"] {
            assert!(read(whole).is_integer(), "{whole}");
        }
        // The server overflows on these, and then takes some for fractions.
        for whole in ["1E", "1e16", "12345678901234567e4", "10P"] {
            assert!(read(whole).is_integer(), "{whole}");
        }
        for fraction in [
            "9223372036854776",
            "12345678901234k",
            "123456789012345678M",
            "10000000000000000",
        ] {
            assert!(!read(fraction).is_integer(), "{fraction}");
        }
        for fraction in [
            "1m",
            "1n",
            "1.5",
            "1.0000000001",
            "1Ei",
            "99999999999999999999999999999",
        ] {
            assert!(!read(fraction).is_integer(), "{fraction}");
        }
        assert_eq!(read("1.5").value(), 2);
        assert_eq!(read("-1.5").value(), -2);
        assert_eq!(read("1.5Ki").value(), 1536);
        assert_eq!(read("1e30").value(), 0);
        assert_eq!(read("1n").rounded_to_milli(), read("1m"));
        assert_eq!(read("1.0001").rounded_to_milli(), read("1001m"));
        assert_eq!(read("1k").rounded_to_milli(), read("1k"));
    }

    #[test]
    fn sums() {
        for (a, b, sum) in [
            ("1", "1m", "1001m"),
            ("1Gi", "1Gi", "2Gi"),
            ("-1", "1", "0"),
            ("-2", "1", "-1"),
            ("1e30", "1n", "1e30"),
        ] {
            assert!(read(a) + read(b) >= read(sum), "{a} {b}");
        }
        assert_eq!(read("1") + read("-3"), read("-2"));
    }

    #[test]
    fn blanks() {
        assert_eq!(trim(" 1\u{a0}"), "1");
        assert_eq!(trim("1\t"), "1\t");
    }
}
