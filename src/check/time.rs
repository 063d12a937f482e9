//! Points in time, as the server's decoder reads them.

/// A time such as `2020-01-31T23:59:59Z`, with any fraction of a second and any offset.
pub fn is_rfc3339(text: &str) -> bool {
    read(text, false)
}

/// A time with exactly six digits after the second, as leases and events have it.
pub fn is_rfc3339_micro(text: &str) -> bool {
    read(text, true)
}

fn read(text: &str, micro: bool) -> bool {
    let mut rest = text.as_bytes();
    let (Some(year), true) = (number(&mut rest, 4), literal(&mut rest, b'-')) else {
        return false;
    };
    let (Some(month), true) = (number(&mut rest, 2), literal(&mut rest, b'-')) else {
        return false;
    };
    let (Some(day), true) = (number(&mut rest, 2), literal(&mut rest, b'T')) else {
        return false;
    };
    // Go reads an hour of one digit too.
    let Some(hour) = number(&mut rest, 2).or_else(|| number(&mut rest, 1)) else {
        return false;
    };
    if !literal(&mut rest, b':') {
        return false;
    }
    let (Some(minute), true) = (number(&mut rest, 2), literal(&mut rest, b':')) else {
        return false;
    };
    let Some(second) = number(&mut rest, 2) else {
        return false;
    };
    let fraction = match rest {
        [b'.' | b',', digits @ ..] => digits.iter().take_while(|byte| byte.is_ascii_digit()).count(),
        _ => 0,
    };
    if micro && fraction != 6 {
        return false;
    }
    if fraction > 0 {
        rest = &rest[fraction + 1..];
    }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (1..=12).contains(&month) && (1..=days).contains(&day) && hour < 24 && minute < 60 && second < 60 && is_offset(rest)
}

fn is_offset(mut rest: &[u8]) -> bool {
    if rest == b"Z" {
        return true;
    }
    if !literal(&mut rest, b'+') && !literal(&mut rest, b'-') {
        return false;
    }
    // Go lets 24:60 pass.
    let hours = number(&mut rest, 2);
    let colon = literal(&mut rest, b':');
    let minutes = number(&mut rest, 2);
    colon && rest.is_empty() && hours.is_some_and(|hours| hours <= 24) && minutes.is_some_and(|minutes| minutes <= 60)
}

fn number(rest: &mut &[u8], digits: usize) -> Option<u32> {
    let (head, tail) = rest.split_at_checked(digits)?;
    if !head.iter().all(u8::is_ascii_digit) {
        return None;
    }
    *rest = tail;
    Some(head.iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0')))
}

fn literal(rest: &mut &[u8], byte: u8) -> bool {
    match rest.split_first() {
        Some((first, tail)) if *first == byte => {
            *rest = tail;
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times() {
        for good in [
            "2020-01-01T00:00:00Z",
            "2020-01-01T00:00:00.5Z",
            "2020-01-01T00:00:00,123456789012Z",
            "2020-01-01T00:00:00+02:00",
            "2020-01-01T00:00:00+24:60",
            "2020-02-29T00:00:00Z",
            "2020-01-01T0:00:00Z",
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59-00:00",
        ] {
            assert!(is_rfc3339(good), "{good:?}");
        }
        for bad in [
            "",
            "2020-01-01",
            "2020-01-01T00:00:00",
            "2020-01-01T00:00:00+25:00",
            "2020-01-01T00:00:00+02:61",
            "2020-01-01T00:00:00+0200",
            "2020-01-01t00:00:00Z",
            "2020-01-01T00:00:00z",
            "2020-01-01 00:00:00Z",
            "2020-01-01T24:00:00Z",
            "2020-01-01T23:60:00Z",
            "2020-01-01T23:59:60Z",
            "2021-02-29T00:00:00Z",
            "2020-13-01T00:00:00Z",
            "2020-01-00T00:00:00Z",
            "20-01-01T00:00:00Z",
            "2020-1-1T00:00:00Z",
            "2020-01-01T00:00:00.Z",
            "2020-01-01T00:00:00Z ",
            "2020-01-01T00:0:00Z",
        ] {
            assert!(!is_rfc3339(bad), "{bad:?}");
        }
        assert!(is_rfc3339_micro("2020-01-01T00:00:00.000000Z"));
        assert!(is_rfc3339_micro("2020-01-01T1:00:00,123456+02:00"));
        assert!(!is_rfc3339_micro("2020-01-01T00:00:00Z"));
        assert!(!is_rfc3339_micro("2020-01-01T00:00:00.5Z"));
        assert!(!is_rfc3339_micro("2020-01-01T00:00:00.1234567Z"));
    }
}
