//! Schedules in cron's five fields, `@daily` and its kin, and names of time zones.

use super::{duration, problem, quote};

/// Names of the IANA time zone database (public domain), release 2025b: its zones and links.
static TIME_ZONES: &str = include_str!("time_zones.txt");

struct Slot {
    name: &'static str,
    min: u32,
    max: u32,
    names: &'static [&'static str],
}

static SLOTS: [Slot; 5] = [
    Slot {
        name: "minute",
        min: 0,
        max: 59,
        names: &[],
    },
    Slot {
        name: "hour",
        min: 0,
        max: 23,
        names: &[],
    },
    Slot {
        name: "day of the month",
        min: 1,
        max: 31,
        names: &[],
    },
    Slot {
        name: "month",
        min: 1,
        max: 12,
        names: &[
            "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
        ],
    },
    Slot {
        name: "day of the week",
        min: 0,
        max: 6,
        names: &["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
    },
];

/// A schedule: five fields, or `@` and a word, with or without `TZ=` or `CRON_TZ=` and a zone before it.
pub fn schedule(text: &str) -> Option<String> {
    let mut spec = text;
    if text.starts_with("TZ=") || text.starts_with("CRON_TZ=") {
        let Some((zone, rest)) = text.split_once(' ') else {
            return problem("has a time zone and nothing after it");
        };
        let zone = zone.split_once('=').map_or("", |(_, zone)| zone);
        if !zone.is_empty() && zone != "Local" && !is_known_zone(zone) {
            return problem(format!("names an unknown time zone, {}", quote(zone)));
        }
        spec = rest.trim();
    }
    if spec.starts_with('@') {
        return descriptor(spec);
    }
    let mut count = 0;
    for field in spec.split_whitespace() {
        if let Some(slot) = SLOTS.get(count) {
            for part in field.split(',').filter(|part| !part.is_empty()) {
                if let Some(wrong) = range(part, slot) {
                    return problem(format!("has {} in the {} field, which {wrong}", quote(part), slot.name));
                }
            }
        }
        count += 1;
    }
    (count != SLOTS.len()).then(|| format!("has {count} fields where cron has 5"))
}

fn descriptor(spec: &str) -> Option<String> {
    match spec {
        "@yearly" | "@annually" | "@monthly" | "@weekly" | "@daily" | "@midnight" | "@hourly" => None,
        _ => match spec.strip_prefix("@every ") {
            Some(period) if duration::parse(period).is_some() => None,
            Some(period) => problem(format!(
                "has {} after @every, which is no duration such as \"1h30m\"",
                quote(period)
            )),
            None => problem(
                "is none of @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly and @every with a duration",
            ),
        },
    }
}

/// What is wrong with `*`, `4`, `1-5` or any of these with `/2` behind it.
fn range(part: &str, slot: &Slot) -> Option<String> {
    let mut pieces = part.split('/');
    let bounds = pieces.next().unwrap_or_default();
    let step = pieces.next();
    if pieces.next().is_some() {
        return problem("has more than one '/'");
    }
    let mut ends = bounds.split('-');
    let low = ends.next().unwrap_or_default();
    let high = ends.next();
    let (start, end) = if low == "*" || low == "?" {
        (slot.min, slot.max)
    } else {
        let Some(start) = value(low, slot.names) else {
            return problem(format!("has {}, which is no number here", quote(low)));
        };
        if ends.next().is_some() {
            return problem("has more than one '-'");
        }
        match high {
            Some(high) => match value(high, slot.names) {
                Some(end) => (start, end),
                None => return problem(format!("has {}, which is no number here", quote(high))),
            },
            None if step.is_some() => (start, slot.max),
            None => (start, start),
        }
    };
    let step = match step {
        Some(step) => match value(step, &[]) {
            Some(step) => step,
            None => return problem(format!("has the step {}, which is no number", quote(step))),
        },
        None => 1,
    };
    if start < slot.min || end > slot.max {
        problem(format!("is not from {} to {}", slot.min, slot.max))
    } else if start > end {
        problem(format!("begins at {start}, after its end {end}"))
    } else if step == 0 {
        problem("has the step 0")
    } else {
        None
    }
}

/// A name or a number that is not negative; numbers too large for the field stay too large.
fn value(text: &str, names: &[&str]) -> Option<u32> {
    if let Some(at) = names.iter().position(|name| name.eq_ignore_ascii_case(text)) {
        let first = u32::from(names.len() == 12);
        return u32::try_from(at).ok().map(|at| at + first);
    }
    let number: i64 = text.parse().ok()?;
    (number >= 0).then(|| u32::try_from(number).unwrap_or(u32::MAX))
}

fn is_known_zone(name: &str) -> bool {
    let plain = name
        .strip_prefix("posix/")
        .or_else(|| name.strip_prefix("right/"))
        .unwrap_or(name);
    name == "posixrules" || name == "localtime" || TIME_ZONES.lines().any(|zone| zone == plain)
}

/// The name of a time zone.
pub fn time_zone(name: &str) -> Option<String> {
    if name.is_empty() {
        return problem("may not be empty");
    }
    if name.eq_ignore_ascii_case("local") {
        return problem("is not a zone of its own");
    }
    (!is_known_zone(name)).then(|| "is not in the IANA time zone database".to_owned())
}

/// The zone whose name is nearest to the text.
pub fn nearest_time_zone(name: &str) -> Option<&'static str> {
    TIME_ZONES
        .lines()
        .find(|zone| zone.eq_ignore_ascii_case(name))
        .or_else(|| crate::suggest::nearest(name, TIME_ZONES.lines()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules() {
        for good in [
            "* * * * *",
            "*/5 * * * *",
            "* * * * sun",
            "* * * JAN-mar *",
            ", * * * *",
            "1,,2 * * * *",
            "+5 * * * *",
            "1-5/2 * * * *",
            "1/2 * * * *",
            "*-5 * * * *",
            "*-x * * * *",
            "? * * * *",
            " * * * * *",
            "*\t*\t*\t*\t*",
            "*\u{a0}* * * *",
            "*/99 * * * *",
            "* * 31 2 *",
            "01 * * * *",
            "@daily",
            "@every 5m",
            "@every -5m",
            "TZ=UTC * * * * *",
            "CRON_TZ=Europe/Berlin @daily",
        ] {
            assert_eq!(schedule(good), None, "{good:?}");
        }
        for bad in [
            "",
            "60 * * * *",
            "* 24 * * *",
            "* * 0 * *",
            "* * 32 * *",
            "* * * 13 *",
            "* * * * 7",
            "* * * January *",
            "1- * * * *",
            "-1 * * * *",
            "5-1 * * * *",
            "1/0 * * * *",
            "*/-1 * * * *",
            "1/2/3 * * * *",
            "1-2-3 * * * *",
            "*x * * * *",
            "/5 * * * *",
            "*/ * * * *",
            "* * * *",
            "* * * * * *",
            "@Daily",
            " @daily",
            "@daily ",
            "@every",
            "@every 5",
            "@every 1d",
            "@reboot",
            "TZ=Nope * * * * *",
            "TZ=UTC",
            "1e1 * * * *",
            "0x1 * * * *",
            "99999999999999999999 * * * *",
            "* * * * mon-sun",
            "٣ * * * *",
            "1_0 * * * *",
        ] {
            assert!(schedule(bad).is_some(), "{bad:?}");
        }
    }

    #[test]
    fn time_zones() {
        for good in [
            "UTC",
            "Etc/UTC",
            "Europe/Berlin",
            "GMT+0",
            "EST",
            "US/Pacific",
            "posix/Europe/Berlin",
            "right/UTC",
            "Factory",
            "posixrules",
            "localtime",
            "America/Argentina/Buenos_Aires",
            "Europe/Kyiv",
            "PST8PDT",
        ] {
            assert_eq!(time_zone(good), None, "{good:?}");
        }
        for bad in [
            "",
            "Local",
            "local",
            "utc",
            "europe/berlin",
            "Nope",
            "/Europe/Berlin",
            "Europe",
            "Europe/",
            "Europe/../Europe/Berlin",
            "zone.tab",
            "Europe/Berlin ",
            "EST5",
            "UTC+1",
            ".",
        ] {
            assert!(time_zone(bad).is_some(), "{bad:?}");
        }
        assert_eq!(nearest_time_zone("europe/berlin"), Some("Europe/Berlin"));
    }
}
