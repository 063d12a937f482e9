//! Regular expressions in RE2's syntax, as Go reads it: what is wrong with one, and the same expression for our engine.

use regex_automata::nfa::thompson::{NFA, WhichCaptures, pikevm::PikeVM};

use super::quote;

/// The most that repetitions may come to, those inside others multiplied.
const MAX_REPEAT: u64 = 1000;
/// The deepest nesting of groups.
const MAX_DEPTH: usize = 1000;

/// Names that `\p{...}` knows, in small letters and without separators: general categories and scripts of Unicode.
static UNICODE_CLASSES: &str = include_str!("unicode_classes.txt");

static HEX: [&str; 16] = [
    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b", "c", "d", "e", "f",
];

static POSIX_CLASSES: [&str; 14] = [
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "word",
    "xdigit",
];

/// What is wrong with a regular expression.
pub fn regex(text: &str) -> Option<String> {
    translate(text).err()
}

/// Whether an expression matches somewhere in a text; nothing where it is wrong, or beyond what our engine can do.
///
/// Each is matched once, so the engine is the one that is ready soonest.
pub fn is_match(pattern: &str, text: &str) -> Option<bool> {
    let config = NFA::config()
        .nfa_size_limit(Some(1 << 26))
        .which_captures(WhichCaptures::None);
    let engine = PikeVM::builder()
        .thompson(config)
        .build(&translate(pattern).ok()?)
        .ok()?;
    Some(engine.is_match(&mut engine.create_cache(), text))
}

/// Writes the expression in the syntax of our engine, which takes other escapes and more of Unicode; or says what is
/// wrong with it.
fn translate(text: &str) -> Result<String, String> {
    let mut reader = Reader {
        rest: text,
        out: String::with_capacity(text.len() + 8),
        open: Vec::new(),
        level: Level::default(),
    };
    reader
        .read()
        .map_err(|wrong| format!("is not a regular expression: {wrong}"))?;
    Ok(reader.out)
}

/// What is known of the group that is being read.
#[derive(Clone, Copy, Default)]
struct Level {
    /// Whether there is something a repetition could repeat.
    has_atom: bool,
    /// Repetitions in the group so far.
    need: u64,
    /// Repetitions in the last thing that was read.
    last: u64,
}

impl Level {
    fn atom(&mut self, need: u64) {
        self.has_atom = true;
        self.last = need;
        self.need = self.need.max(need);
    }
}

struct Reader<'t> {
    rest: &'t str,
    out: String,
    open: Vec<Level>,
    level: Level,
}

impl<'t> Reader<'t> {
    fn read(&mut self) -> Result<(), String> {
        let mut after_repeat = false;
        while let Some(c) = self.rest.chars().next() {
            let was_repeat = std::mem::take(&mut after_repeat);
            match c {
                '(' => self.group()?,
                ')' => {
                    self.rest = &self.rest[1..];
                    let Some(outer) = self.open.pop() else {
                        return Err("a ')' closes no group".to_owned());
                    };
                    let need = self.level.need;
                    self.level = outer;
                    self.level.atom(need);
                    self.out.push(')');
                }
                '|' => {
                    self.rest = &self.rest[1..];
                    self.level.has_atom = false;
                    self.out.push('|');
                }
                '[' => {
                    self.class()?;
                    self.level.atom(0);
                }
                '*' | '+' | '?' => {
                    self.rest = &self.rest[1..];
                    self.out.push(c);
                    self.repeat(was_repeat, None)?;
                    after_repeat = true;
                }
                '{' => after_repeat = self.counted(was_repeat)?,
                '^' | '$' | '.' => {
                    self.rest = &self.rest[1..];
                    self.out.push(c);
                    self.level.atom(0);
                }
                '\\' => self.escaped()?,
                _ => {
                    self.rest = &self.rest[c.len_utf8()..];
                    self.literal(c);
                    self.level.atom(0);
                }
            }
        }
        if self.open.is_empty() {
            Ok(())
        } else {
            Err("a group is not closed".to_owned())
        }
    }

    fn literal(&mut self, c: char) {
        if c.is_ascii_alphanumeric() || !c.is_ascii() {
            self.out.push(c);
        } else {
            for part in ["\\x", HEX[c as usize / 16], HEX[c as usize % 16]] {
                self.out.push_str(part);
            }
        }
    }

    /// What follows the operator, which is written already: a `?`, and the checks of all repetitions.
    fn repeat(&mut self, was_repeat: bool, bounds: Option<(u64, Option<u64>)>) -> Result<(), String> {
        if let Some(rest) = self.rest.strip_prefix('?') {
            self.rest = rest;
            self.out.push('?');
        }
        if was_repeat {
            return Err("a repetition is repeated".to_owned());
        }
        if !self.level.has_atom {
            return Err("there is nothing to repeat".to_owned());
        }
        let Some((min, max)) = bounds else { return Ok(()) };
        let need = match max.unwrap_or(min) {
            0 if max.is_some() => 0,
            0 => self.level.last,
            times => times * self.level.last.max(1),
        };
        if need > MAX_REPEAT && max.unwrap_or(min) >= 2 {
            return Err(format!("it repeats more than {MAX_REPEAT} times"));
        }
        self.level.atom(need);
        Ok(())
    }

    /// `{n}`, `{n,}` or `{n,m}`, or else a plain brace. Says whether it was a repetition.
    fn counted(&mut self, was_repeat: bool) -> Result<bool, String> {
        let Some((min, max, rest)) = bounds(self.rest) else {
            self.rest = &self.rest[1..];
            self.literal('{');
            self.level.atom(0);
            return Ok(false);
        };
        if min > MAX_REPEAT || max.is_some_and(|max| max > MAX_REPEAT || max < min) {
            return Err("the bounds of a repetition must rise, and be 1000 at most".to_owned());
        }
        self.out.push_str(&self.rest[..self.rest.len() - rest.len()]);
        self.rest = rest;
        self.repeat(was_repeat, Some((min, max)))?;
        Ok(true)
    }

    fn group(&mut self) -> Result<(), String> {
        let Some(rest) = self.rest.strip_prefix("(?") else {
            self.rest = &self.rest[1..];
            return self.enter("(");
        };
        let named = rest.strip_prefix("P<").or_else(|| rest.strip_prefix('<'));
        if let Some(named) = named {
            let Some((name, rest)) = named.split_once('>') else {
                return Err("the name of a group is not closed".to_owned());
            };
            if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
                return Err(format!("{} cannot name a group", quote(name)));
            }
            self.rest = rest;
            return self.enter("(");
        }
        self.flags(rest)
    }

    fn enter(&mut self, opening: &str) -> Result<(), String> {
        self.out.push_str(opening);
        self.open.push(self.level);
        self.level = Level::default();
        if self.open.len() > MAX_DEPTH {
            return Err("its groups are nested too deeply".to_owned());
        }
        Ok(())
    }

    /// `(?i)`, `(?i-s:` and the like, from behind the question mark.
    fn flags(&mut self, text: &'t str) -> Result<(), String> {
        let mut on: Vec<(char, bool)> = Vec::new();
        let (mut sign, mut seen) = (true, false);
        for (at, c) in text.char_indices() {
            match c {
                'i' | 'm' | 's' | 'U' => {
                    on.retain(|(flag, _)| *flag != c);
                    on.push((c, sign));
                    seen = true;
                }
                '-' if sign => {
                    sign = false;
                    seen = false;
                }
                ':' | ')' if sign || seen => {
                    self.rest = &text[at + 1..];
                    let set = |wanted: bool| {
                        on.iter()
                            .filter(move |(_, state)| *state == wanted)
                            .map(|(flag, _)| *flag)
                    };
                    let mut written: String = set(true).collect();
                    if set(false).next().is_some() {
                        written.push('-');
                        written.extend(set(false));
                    }
                    if c == ':' {
                        return self.enter(&format!("(?{written}:"));
                    }
                    if !written.is_empty() {
                        for part in ["(?", &written, ")"] {
                            self.out.push_str(part);
                        }
                    }
                    return Ok(());
                }
                _ => break,
            }
        }
        let shown: String = text.chars().take(2).collect();
        Err(format!("{:?} begins no group that RE2 knows", format!("(?{shown}")))
    }

    /// A backslash outside of brackets.
    fn escaped(&mut self) -> Result<(), String> {
        let after = &self.rest[1..];
        let simple = match after.chars().next() {
            Some('A') => "\\A",
            Some('z') => "\\z",
            Some('b') => "(?-u:\\b)",
            Some('B') => "(?-u:\\B)",
            Some('Q') => {
                let (quoted, rest) = after[1..].split_once("\\E").unwrap_or((&after[1..], ""));
                self.rest = rest;
                for c in quoted.chars() {
                    self.literal(c);
                    self.level.atom(0);
                }
                return Ok(());
            }
            _ => "",
        };
        if simple.is_empty() {
            if let Some(set) = self.escaped_set()? {
                self.out.push('[');
                self.out.push_str(&set);
                self.out.push(']');
            } else {
                let c = self.escaped_char()?;
                self.literal(c);
            }
        } else {
            self.rest = &after[1..];
            self.out.push_str(simple);
        }
        self.level.atom(0);
        Ok(())
    }

    /// `\d`, `\pL` and the like, as the inside of a bracket.
    fn escaped_set(&mut self) -> Result<Option<String>, String> {
        let Some(after) = self.rest.strip_prefix('\\') else {
            return Ok(None);
        };
        let set = match after.chars().next() {
            Some('d') => "0-9",
            Some('D') => "[^0-9]",
            Some('s') => "\\t\\n\\x0c\\r\\x20",
            Some('S') => "[^\\t\\n\\x0c\\r\\x20]",
            Some('w') => "0-9A-Za-z_",
            Some('W') => "[^0-9A-Za-z_]",
            Some(p @ ('p' | 'P')) => return self.unicode_class(p).map(Some),
            _ => return Ok(None),
        };
        self.rest = &after[1..];
        Ok(Some(set.to_owned()))
    }

    fn unicode_class(&mut self, letter: char) -> Result<String, String> {
        let text = &self.rest[2..];
        let (name, rest) = match text.strip_prefix('{') {
            Some(inside) => inside
                .split_once('}')
                .ok_or_else(|| "a name of characters is not closed".to_owned())?,
            None => text.split_at(text.chars().next().map_or(0, char::len_utf8)),
        };
        let (inverse, plain) = name.strip_prefix('^').map_or((false, name), |plain| (true, plain));
        let canonical: String = plain
            .chars()
            .filter(|c| !matches!(c, ' ' | '_' | '-'))
            .map(|c| c.to_ascii_lowercase())
            .collect();
        if canonical.is_empty() || !UNICODE_CLASSES.lines().any(|known| known == canonical) {
            return Err(format!("{} names no class of characters", quote(name)));
        }
        self.rest = rest;
        let letter = if inverse == (letter == 'p') { 'P' } else { 'p' };
        Ok(format!("\\{letter}{{{canonical}}}"))
    }

    /// A backslash and what stands for one character.
    fn escaped_char(&mut self) -> Result<char, String> {
        let after = &self.rest[1..];
        let Some(c) = after.chars().next() else {
            return Err("it ends in a backslash".to_owned());
        };
        let tail = &after[c.len_utf8()..];
        let octal = |text: &str, most: usize| text.bytes().take(most).take_while(|b| matches!(b, b'0'..=b'7')).count();
        let (value, rest) = match c {
            '0' => {
                let digits = octal(tail, 2);
                (u32::from_str_radix(&after[..=digits], 8).ok(), &tail[digits..])
            }
            '1'..='7' if octal(tail, 1) == 1 => {
                let digits = octal(tail, 2);
                (u32::from_str_radix(&after[..=digits], 8).ok(), &tail[digits..])
            }
            'x' => match tail.strip_prefix('{') {
                Some(inside) => {
                    let (hex, rest) = inside.split_once('}').unwrap_or(("", ""));
                    (hexadecimal(hex), rest)
                }
                None => match tail.get(..2) {
                    Some(hex) => (hexadecimal(hex), &tail[2..]),
                    None => (None, tail),
                },
            },
            'a' => (Some(7), tail),
            'f' => (Some(12), tail),
            'n' => (Some(10), tail),
            'r' => (Some(13), tail),
            't' => (Some(9), tail),
            'v' => (Some(11), tail),
            _ if c.is_ascii() && !c.is_ascii_alphanumeric() => (Some(u32::from(c)), tail),
            _ => (None, tail),
        };
        let Some(value) = value.filter(|value| *value <= u32::from(char::MAX)) else {
            let shown: String = after.chars().take(1).collect();
            return Err(format!("\"\\{shown}\" is no escape that RE2 knows"));
        };
        self.rest = rest;
        // Halves of surrogate pairs match nothing.
        Ok(char::from_u32(value).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    /// A bracket.
    fn class(&mut self) -> Result<(), String> {
        self.rest = &self.rest[1..];
        self.out.push('[');
        if let Some(rest) = self.rest.strip_prefix('^') {
            self.rest = rest;
            self.out.push('^');
        }
        let mut first = true;
        loop {
            match self.rest.chars().next() {
                None => return Err("a bracket is not closed".to_owned()),
                Some(']') if !first => break,
                Some(_) => {}
            }
            first = false;
            if let Some(inside) = self.rest.strip_prefix("[:")
                && let Some((name, rest)) = inside.split_once(":]")
            {
                if !POSIX_CLASSES.contains(&name.strip_prefix('^').unwrap_or(name)) {
                    return Err(format!("{} names no class of characters", quote(name)));
                }
                self.rest = rest;
                for part in ["[:", name, ":]"] {
                    self.out.push_str(part);
                }
                continue;
            }
            if let Some(set) = self.escaped_set()? {
                self.out.push_str(&set);
                continue;
            }
            let low = self.class_char()?;
            self.literal(low);
            if let Some(rest) = self.rest.strip_prefix('-')
                && !rest.is_empty()
                && !rest.starts_with(']')
            {
                self.rest = rest;
                let high = self.class_char()?;
                if high < low {
                    return Err(format!("the range from {low:?} to {high:?} falls"));
                }
                self.out.push('-');
                self.literal(high);
            }
        }
        self.rest = &self.rest[1..];
        self.out.push(']');
        Ok(())
    }

    fn class_char(&mut self) -> Result<char, String> {
        match self.rest.chars().next() {
            None => Err("a bracket is not closed".to_owned()),
            Some('\\') => self.escaped_char(),
            Some(c) => {
                self.rest = &self.rest[c.len_utf8()..];
                Ok(c)
            }
        }
    }
}

fn hexadecimal(digits: &str) -> Option<u32> {
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    u32::from_str_radix(digits, 16).ok()
}

/// The bounds in braces, and what follows them.
fn bounds(text: &str) -> Option<(u64, Option<u64>, &str)> {
    let (min, rest) = count(text.strip_prefix('{')?)?;
    if let Some(rest) = rest.strip_prefix('}') {
        return Some((min, Some(min), rest));
    }
    let rest = rest.strip_prefix(',')?;
    if let Some(rest) = rest.strip_prefix('}') {
        return Some((min, None, rest));
    }
    let (max, rest) = count(rest)?;
    Some((min, Some(max), rest.strip_prefix('}')?))
}

/// A number without leading zeros; a huge one is as good as any that is too large.
fn count(text: &str) -> Option<(u64, &str)> {
    let end = text
        .bytes()
        .position(|byte| !byte.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    if digits.is_empty() || (digits.len() > 1 && digits.starts_with('0')) {
        return None;
    }
    Some((digits.parse().unwrap_or(u64::MAX), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions() {
        for good in [
            "",
            "a",
            "(?P<n>a)(?<n>b)",
            r"\Q.*\E",
            r"\Qab",
            "(?i-i:a)",
            "(?ii)a",
            "(?)a",
            "[[]",
            r"[\d-z]",
            r"\0",
            r"\07",
            r"\123",
            "a{",
            "a{,5}",
            "a{-1}",
            "a{1a}",
            "{",
            "}",
            "x{a}",
            "a{0}",
            "a{1000}",
            "(a{10}){100}",
            "a??",
            "^*",
            r"\b+",
            "()",
            "|",
            "(|a)*",
            "[]a]",
            "[a-]",
            r"\p{Greek}",
            r"\pN",
            r"\p{^lu}",
            r"\P{Letter}",
            "[[:^alpha:]]",
            r"\x{10FFFF}",
            r"\_\-\/",
            "(?U)a",
            "[a&&b]",
            "é",
            r"[^\x00-\x{10FFFF}]",
            "a{2,}?",
            "(?m)^a$",
        ] {
            assert_eq!(regex(good), None, "{good:?}");
            assert!(is_match(good, "").is_some(), "{good:?} as {:?}", translate(good));
        }
        for bad in [
            "(",
            ")",
            "[",
            "[]",
            "[a",
            "*",
            "+a",
            "(*)",
            "a|*",
            "a**",
            "a*+",
            "a???",
            "a{2}{3}",
            "a{2}*",
            "a{1001}",
            "a{1000,1001}",
            "a{2,1}",
            "(a{100}){100}",
            "(?x)a",
            "(?u)a",
            "(?R)",
            "(?=a)",
            "(?<=a)",
            "(?P=n)",
            "(?P<a.b>c)",
            "(?P<>a)",
            "(?-)",
            "(?i",
            r"\1",
            r"\8",
            r"\Z",
            r"\C",
            r"\G",
            r"\k",
            r"\u0041",
            r"\x4",
            r"\x{110000}",
            r"\x{}",
            r"\",
            "[z-a]",
            "[a--b]",
            r"[\b]",
            r"[a-\d]",
            "[[:nope:]]",
            r"\p{Nope}",
            r"\p{Script=Greek}",
            r"\p",
            r"\p{L",
            r"\é",
        ] {
            assert!(regex(bad).is_some(), "{bad:?}");
        }
    }

    #[test]
    fn matching() {
        let is_match = |pattern: &str, text: &str| is_match(pattern, text) == Some(true);
        assert!(is_match(r"^\d+$", "12"));
        assert!(!is_match(r"^\d+$", "٣"));
        assert!(is_match(r"^\Qa.b\E$", "a.b"));
        assert!(!is_match(r"^\Qa.b\E$", "axb"));
        assert!(is_match(r"^a{,5}$", "a{,5}"));
        assert!(is_match(r"^[a&&b]+$", "a&b"));
        assert!(is_match(r"^\101$", "A"));
        assert!(is_match(r"(?i)^straße$", "STRAßE"));
        assert!(!is_match(r"^\w$", "é"));
        assert!(is_match(r"^[\w-]+$", "a-b"));
        assert!(!is_match("^a$", "a\n"));
    }
}
