//! Lengths of time as Go writes them: `300ms`, `1h30m`, `-1.5h`.

/// The nanoseconds of a duration; none where Go could not read it or they pass 64 bits.
pub fn parse(text: &str) -> Option<i64> {
    let (negative, mut rest) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut sum = 0_u64;
    while !rest.is_empty() {
        let (whole, tail) = split_digits(rest);
        let (fraction, tail) = tail.strip_prefix('.').map_or(("", tail), split_digits);
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let end = tail
            .find(|c: char| c == '.' || c.is_ascii_digit())
            .unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(end);
        let unit: u64 = match unit {
            "ns" => 1,
            "us" | "µs" | "μs" => 1_000,
            "ms" => 1_000_000,
            "s" => 1_000_000_000,
            "m" => 60_000_000_000,
            "h" => 3_600_000_000_000,
            _ => return None,
        };
        let whole = if whole.is_empty() {
            0
        } else {
            whole.parse::<u64>().ok()?
        };
        sum = sum.checked_add(whole.checked_mul(unit)?)?;
        sum = sum.checked_add(fraction_of(fraction, unit))?;
        rest = tail;
    }
    if negative {
        0_i64.checked_sub_unsigned(sum)
    } else {
        i64::try_from(sum).ok()
    }
}

/// The part of a unit behind the point, rounded down.
fn fraction_of(digits: &str, unit: u64) -> u64 {
    let mut part = 0;
    let mut weight = u128::from(unit) * 1_000_000_000;
    for digit in digits.bytes() {
        weight /= 10;
        part += u128::from(digit - b'0') * weight;
    }
    u64::try_from(part / 1_000_000_000).unwrap_or(0)
}

fn split_digits(text: &str) -> (&str, &str) {
    let end = text
        .bytes()
        .position(|byte| !byte.is_ascii_digit())
        .unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn durations() {
        for (text, nanos) in [
            ("0", 0),
            ("-0", 0),
            ("1ns", 1),
            ("1.5h", 5_400_000_000_000),
            ("1h30m", 5_400_000_000_000),
            ("-5m", -300_000_000_000),
            (".5s", 500_000_000),
            ("1.s", 1_000_000_000),
            ("1µs", 1_000),
            ("2562047h", 9_223_369_200_000_000_000),
        ] {
            assert_eq!(parse(text), Some(nanos), "{text:?}");
        }
        for bad in [
            "", "-", "5", "1d", "1H", ".s", "s", "1 s", "9999999h", "1h 2m", "1s2", "1e3s",
        ] {
            assert_eq!(parse(bad), None, "{bad:?}");
        }
    }
}
