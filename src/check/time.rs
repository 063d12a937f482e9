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

/// How a time says where it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// It does not.
    None,
    /// By a `Z`.
    Utc,
    /// By hours and minutes.
    Offset,
}

/// A time as cloud services write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Microseconds since 1970; without a zone, as if it were UTC.
    pub micros: i64,
    /// The zone.
    pub zone: Zone,
}

/// Microseconds in a second.
pub const SECOND: i64 = 1_000_000;

/// Microseconds in a day.
pub const DAY: i64 = 86_400 * SECOND;

/// The present, in microseconds since 1970.
pub fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since
        .ok()
        .and_then(|since| i64::try_from(since.as_micros()).ok())
        .unwrap_or_default()
}

/// Reads `2024-06-01T08:30:00`, with any fraction and with or without a zone; `between` stands before the hour.
pub fn moment(text: &str, between: u8) -> Option<Moment> {
    let mut rest = text.as_bytes();
    let mut next = |digits: usize, after: Option<u8>| {
        let value = number(&mut rest, digits)?;
        after.is_none_or(|byte| literal(&mut rest, byte)).then_some(value)
    };
    let year = next(4, Some(b'-'))?;
    let month = next(2, Some(b'-'))?;
    let day = next(2, Some(between))?;
    let hour = next(2, Some(b':'))?;
    let minute = next(2, Some(b':'))?;
    let second = next(2, None)?;
    if hour > 23 || minute > 59 || second > 59 || day == 0 || day > days_in(year, month)? {
        return None;
    }
    let mut fraction = 0;
    if literal(&mut rest, b'.') {
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 {
            return None;
        }
        let shown = rest[..digits].iter().copied().chain(std::iter::repeat(b'0')).take(6);
        fraction = shown.fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
        rest = &rest[digits..];
    }
    let (zone, offset) = match rest {
        [] => (Zone::None, 0),
        b"Z" => (Zone::Utc, 0),
        [sign @ (b'+' | b'-'), tail @ ..] => {
            let mut tail = tail;
            let hours = number(&mut tail, 2)?;
            literal(&mut tail, b':');
            let minutes = number(&mut tail, 2)?;
            if !tail.is_empty() || hours > 23 || minutes > 59 {
                return None;
            }
            let seconds = i64::from(hours * 3600 + minutes * 60);
            (Zone::Offset, if *sign == b'+' { seconds } else { -seconds })
        }
        _ => return None,
    };
    let seconds = days_since_1970(year, month, day) * 86_400 + i64::from(hour * 3600 + minute * 60 + second) - offset;
    Some(Moment {
        micros: seconds * SECOND + fraction,
        zone,
    })
}

fn days_in(year: u32, month: u32) -> Option<u32> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 => Some(28 + u32::from(leap)),
        4 | 6 | 9 | 11 => Some(30),
        1..=12 => Some(31),
        _ => None,
    }
}

/// Days in years that begin in March, so that the leap day is the last.
fn days_since_1970(year: u32, month: u32, day: u32) -> i64 {
    let (year, month) = if month > 2 {
        (i64::from(year), month - 3)
    } else {
        (i64::from(year) - 1, month + 9)
    };
    let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leaps + i64::from((153 * month + 2) / 5 + day) - 719_469
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments() {
        let micros = |text: &str| moment(text, b'T').map(|moment| moment.micros);
        assert_eq!(micros("1970-01-01T00:00:00"), Some(0));
        assert_eq!(micros("1969-12-31T23:59:59Z"), Some(-SECOND));
        assert_eq!(micros("2000-03-01T00:00:00Z"), Some(951_868_800 * SECOND));
        assert_eq!(
            micros("2024-02-29T12:30:15.5+08:00"),
            Some(1_709_181_015 * SECOND + 500_000)
        );
        assert_eq!(
            micros("2024-06-03T08:00:00.1234567-0030"),
            Some(1_717_403_400 * SECOND + 123_456)
        );
        assert_eq!(
            moment("2024-06-11 08:31:02", b' ').map(|moment| moment.zone),
            Some(Zone::None)
        );
        for bad in [
            "",
            "2024-06-31T00:00:00",
            "2023-02-29T00:00:00",
            "2024-13-01T00:00:00",
            "2024-00-01T00:00:00",
            "2024-06-01",
            "2024-06-01T24:00:00",
            "2024-06-01T00:00:00.",
            "2024-06-01T00:00:00z",
            "2024-06-01T00:00:00+8",
            "2024-06-01 00:00:00",
            "1717401600",
        ] {
            assert_eq!(micros(bad), None, "{bad:?}");
        }
    }

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
