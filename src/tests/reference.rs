//! A second reader, to compare ours with: the events of libyaml, from which the server's reader descends, and what that
//! reader makes of them, put down as plainly as can be. In: a text. Out: its documents, each a row of nodes or a refusal.
//! `reader.rs` does the comparing.

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use admit::source::Span;
use libyaml_safer::{Event, EventData, Mark, Parser, ScalarStyle};

/// What a scalar means.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Int(i64),
    UInt(u64),
    Float(f64),
    Str(String),
    /// Bytes in base64, which are not looked into.
    Binary,
}

pub(crate) struct Scalar {
    pub(crate) value: Value,
    pub(crate) style: ScalarStyle,
    /// `<<`, as it is written for a merge.
    merge: bool,
}

pub(crate) enum Content {
    Scalar(Scalar),
    Seq(Vec<usize>),
    Map(Vec<(usize, usize)>),
    /// An alias, and the node that it stands for.
    Alias(usize),
}

pub(crate) struct Item {
    pub(crate) content: Content,
    pub(crate) span: Span,
    /// Whether an anchor or a tag stands before it.
    pub(crate) properties: bool,
    pub(crate) flow: bool,
    open: bool,
}

/// One entry of a mapping, merges carried out.
#[derive(Clone, Copy)]
pub(crate) struct Entry {
    pub(crate) key: usize,
    pub(crate) value: usize,
    /// The alias of the merge that brought it.
    pub(crate) alias: Option<Span>,
}

#[derive(Default)]
pub(crate) struct Document {
    pub(crate) items: Vec<Item>,
    pub(crate) root: Option<usize>,
}

/// The parts of a text that are one document, as the server's client cuts them by lines; up to a separator that it refuses.
pub(crate) fn split(text: &str) -> Vec<Option<Span>> {
    let offset = |at: usize| u32::try_from(at).expect("a small text");
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let dashes = if at == 0 {
            line.strip_prefix('\u{feff}').unwrap_or(line)
        } else {
            line
        };
        if let Some(rest) = dashes.strip_prefix("---") {
            let rest = rest.trim();
            if !(rest.is_empty() || rest.starts_with('#')) {
                found.push(None);
                return found;
            }
            if at > start {
                found.push(Some(Span::new(offset(start), offset(at))));
                start = at + line.len();
            }
        }
        at += line.len();
    }
    if at > start {
        found.push(Some(Span::new(offset(start), offset(at))));
    }
    found
}

/// Why a text is refused of which libyaml-safer can make nothing.
pub(crate) const PANIC: &str = "libyaml-safer panics";

/// Reads the document `span` of `source`.
pub(crate) fn read(source: &str, span: Span) -> Result<Document, String> {
    let chunk = &source[span.range()];
    // The client drops the CR of a CRLF, and ends the last line.
    let mut input = chunk.replace("\r\n", "\n");
    if !input.ends_with('\n') {
        input.push('\n');
    }
    let places = Places::new(chunk, span.start);
    let mut bytes = input.as_bytes();
    let mut parser = Parser::new();
    parser.set_input_string(&mut bytes);
    let mut reader = Reader {
        places,
        document: Document::default(),
        open: Vec::new(),
        keys: Vec::new(),
        anchors: HashMap::new(),
    };
    loop {
        let event = catch_unwind(AssertUnwindSafe(|| parser.parse())).map_err(|_| PANIC.to_owned())?;
        let event = event.map_err(|error| error.to_string())?;
        if reader.event(event)? {
            // What follows the document has to have tokens; nobody reads them.
            break;
        }
    }
    reader.document.check()?;
    Ok(reader.document)
}

/// From places in what libyaml reads to places in the source.
struct Places {
    base: u32,
    end: u32,
    mark: u32,
    /// Where a CR was dropped, counted in what is left.
    dropped: Vec<u32>,
}

impl Places {
    fn new(chunk: &str, base: u32) -> Self {
        let offset = |at: usize| u32::try_from(at).expect("a small text");
        let dropped = chunk.match_indices("\r\n").map(|(at, _)| offset(at)).zip(0..);
        Self {
            base,
            end: base + offset(chunk.len()),
            // libyaml does not count the byte order mark that it skips.
            mark: if chunk.starts_with('\u{feff}') { 3 } else { 0 },
            dropped: dropped.map(|(at, before)| at - before).collect(),
        }
    }

    fn at(&self, mark: Mark) -> u32 {
        let at = u32::try_from(mark.index).unwrap_or(u32::MAX - self.mark) + self.mark;
        let dropped = self.dropped.partition_point(|&dropped| dropped < at);
        (self.base + at + u32::try_from(dropped).unwrap_or_default()).min(self.end)
    }
}

struct Reader {
    places: Places,
    document: Document,
    open: Vec<usize>,
    /// For each open collection, the key that waits for its value.
    keys: Vec<Option<usize>>,
    anchors: HashMap<String, usize>,
}

impl Reader {
    /// Takes one event; true at the end of the document.
    fn event(&mut self, event: Event) -> Result<bool, String> {
        let span = Span::new(self.places.at(event.start_mark), self.places.at(event.end_mark));
        let (content, anchor, tag, flow) = match event.data {
            EventData::Scalar {
                anchor,
                tag,
                value,
                style,
                ..
            } => {
                let plain = style == ScalarStyle::Plain;
                let merge = value == "<<"
                    && match tag.as_deref() {
                        None => plain,
                        Some(tag) => tag == "!" || tag == "tag:yaml.org,2002:merge",
                    };
                let value = meaning(tag.as_deref(), plain, value)?;
                let tagged = tag.is_some();
                let scalar = Scalar { value, style, merge };
                (Content::Scalar(scalar), anchor, tagged, false)
            }
            EventData::Alias { anchor } => {
                let Some(&node) = self.anchors.get(&anchor) else {
                    return Err(format!("unknown anchor {anchor}"));
                };
                if self.document.items[node].open {
                    return Err(format!("anchor {anchor} contains itself"));
                }
                (Content::Alias(node), None, false, false)
            }
            EventData::SequenceStart { anchor, tag, style, .. } => {
                let flow = style == libyaml_safer::SequenceStyle::Flow;
                (Content::Seq(Vec::new()), anchor, tag.is_some(), flow)
            }
            EventData::MappingStart { anchor, tag, style, .. } => {
                let flow = style == libyaml_safer::MappingStyle::Flow;
                (Content::Map(Vec::new()), anchor, tag.is_some(), flow)
            }
            EventData::SequenceEnd | EventData::MappingEnd => {
                let node = self.open.pop().expect("an open collection");
                self.keys.pop();
                let item = &mut self.document.items[node];
                item.span.end = span.end.max(item.span.start);
                item.open = false;
                return Ok(false);
            }
            EventData::DocumentEnd { .. } | EventData::StreamEnd => return Ok(true),
            EventData::DocumentStart {
                version_directive: Some(version),
                ..
            } if (version.major, version.minor) != (1, 1) => return Err("a version that go-yaml has not".to_owned()),
            _ => return Ok(false),
        };
        let collection = matches!(content, Content::Seq(_) | Content::Map(_));
        let node = self.document.items.len();
        self.document.items.push(Item {
            content,
            span,
            properties: anchor.is_some() || tag,
            flow,
            open: collection,
        });
        if let Some(anchor) = anchor {
            self.anchors.insert(anchor, node);
        }
        match (self.open.last(), self.keys.last_mut()) {
            (Some(&parent), Some(key)) => match &mut self.document.items[parent].content {
                Content::Map(entries) => match key.take() {
                    Some(key) => entries.push((key, node)),
                    None => *key = Some(node),
                },
                Content::Seq(items) => items.push(node),
                Content::Scalar(_) | Content::Alias(_) => unreachable!("scalars hold nothing"),
            },
            _ => self.document.root = Some(node),
        }
        if collection {
            self.open.push(node);
            self.keys.push(None);
        }
        if self.open.len() > 10_000 {
            return Err("too deep".to_owned());
        }
        Ok(false)
    }
}

impl Document {
    /// The node itself, or what the alias stands for.
    pub(crate) fn behind(&self, node: usize) -> &Item {
        match &self.items[node].content {
            Content::Alias(node) => &self.items[*node],
            _ => &self.items[node],
        }
    }

    fn is_merge(&self, key: usize) -> bool {
        matches!(&self.items[key].content, Content::Scalar(scalar) if scalar.merge)
    }

    /// What the server finds wrong beyond the grammar.
    fn check(&self) -> Result<(), String> {
        let mut keys = HashSet::new();
        for item in &self.items {
            let Content::Map(entries) = &item.content else { continue };
            for &(key, value) in entries {
                if self.is_merge(key) {
                    self.check_merge(value)?;
                    keys.extend([key, value]);
                    continue;
                }
                keys.insert(key);
                match &self.behind(key).content {
                    Content::Scalar(Scalar { value, .. }) => match value {
                        Value::Null => return Err("a null key".to_owned()),
                        Value::UInt(_) => return Err("a large key".to_owned()),
                        _ => {}
                    },
                    _ => return Err("a collection as a key".to_owned()),
                }
            }
        }
        let is_infinite = |node: usize| {
            let content = &self.behind(node).content;
            matches!(content, Content::Scalar(Scalar { value: Value::Float(value), .. }) if !value.is_finite())
        };
        if (0..self.items.len()).any(|node| !keys.contains(&node) && is_infinite(node)) {
            return Err("a number that JSON has not".to_owned());
        }
        Ok(())
    }

    fn check_merge(&self, value: usize) -> Result<(), String> {
        let is_map = |node: usize| matches!(self.behind(node).content, Content::Map(_));
        match &self.items[value].content {
            Content::Seq(items) if items.iter().all(|&item| is_map(item)) => Ok(()),
            _ if is_map(value) => Ok(()),
            _ => Err("a merge of what is no map".to_owned()),
        }
    }

    /// What a key is before it is text.
    pub(crate) fn key(&self, node: usize) -> &Value {
        match &self.behind(node).content {
            Content::Scalar(scalar) => &scalar.value,
            _ => &Value::Null,
        }
    }

    /// The entries of a mapping in order, and for each whether a later one sets the same key.
    pub(crate) fn entries(&self, map: usize) -> Vec<(Entry, bool)> {
        let mut found: Vec<Entry> = Vec::new();
        let Content::Map(entries) = &self.items[map].content else {
            return Vec::new();
        };
        for &(key, value) in entries {
            if !self.is_merge(key) {
                found.push(Entry {
                    key,
                    value,
                    alias: None,
                });
                continue;
            }
            let maps = match &self.items[value].content {
                // The first counts most.
                Content::Seq(items) => items.iter().rev().copied().collect(),
                _ => vec![value],
            };
            for map in maps {
                let (map, alias) = match self.items[map].content {
                    Content::Alias(node) => (node, Some(self.items[map].span)),
                    _ => (map, None),
                };
                found.extend(
                    self.entries(map)
                        .into_iter()
                        .filter(|(_, shadowed)| !shadowed)
                        .map(|(entry, _)| Entry {
                            alias: alias.or(entry.alias),
                            ..entry
                        }),
                );
            }
        }
        let mut seen = HashSet::new();
        let mut judged: Vec<_> = found
            .into_iter()
            .rev()
            .map(|entry| (entry, !seen.insert(format!("{:?}", self.key(entry.key)))))
            .collect();
        judged.reverse();
        judged
    }

    /// How many keys are set twice.
    pub(crate) fn duplicates(&self) -> usize {
        let twice = |map: usize| self.entries(map).iter().filter(|(_, shadowed)| *shadowed).count();
        (0..self.items.len()).map(twice).sum()
    }
}

/// What a scalar means, by the words of the server's reader.
fn meaning(tag: Option<&str>, plain: bool, text: String) -> Result<Value, String> {
    let Some(tag) = tag else {
        return Ok(if plain { resolve(text) } else { Value::Str(text) });
    };
    let Some(tag) = tag.strip_prefix("tag:yaml.org,2002:") else {
        return Ok(Value::Str(text));
    };
    match (tag, resolve(text.clone())) {
        ("null", value @ Value::Null) => Ok(value),
        ("bool", value @ Value::Bool(_)) => Ok(value),
        ("int", value @ (Value::Int(_) | Value::UInt(_))) => Ok(value),
        ("float", value @ Value::Float(_)) => Ok(value),
        #[expect(clippy::cast_precision_loss, reason = "the server rounds in the same way")]
        ("float", Value::Int(value)) => Ok(Value::Float(value as f64)),
        ("null" | "bool" | "int" | "float", _) => Err("a tag that does not fit".to_owned()),
        ("binary", _) => Ok(Value::Binary),
        // Dates are left out.
        ("timestamp", value) => match value {
            Value::Str(text) if text.len() >= 8 && text.as_bytes().get(4) == Some(&b'-') => Ok(Value::Str(text)),
            _ => Err("a tag that does not fit".to_owned()),
        },
        _ => Ok(Value::Str(text)),
    }
}

fn resolve(text: String) -> Value {
    match text.as_str() {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => return Value::Bool(true),
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            return Value::Bool(false);
        }
        ".nan" | ".NaN" | ".NAN" => return Value::Float(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => return Value::Float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => return Value::Float(f64::NEG_INFINITY),
        _ => {}
    }
    let number = match text.as_bytes()[0] {
        b'0'..=b'9' | b'+' | b'-' => integer(&text).or_else(|| float(&text.replace('_', ""))),
        // Here `_` may only stand between digits.
        b'.' if text.contains('_') => {
            let bytes = text.as_bytes();
            let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
            let between = (0..bytes.len()).all(|at| bytes[at] != b'_' || digit(at - 1) && digit(at + 1));
            between.then(|| float(&text.replace('_', ""))).flatten()
        }
        b'.' => float(&text),
        _ => None,
    };
    number.unwrap_or(Value::Str(text))
}

fn integer(text: &str) -> Option<Value> {
    let text = text.replace('_', "");
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text.as_str()),
    };
    let signed = text.starts_with(['+', '-']);
    let lower = digits.to_ascii_lowercase();
    let (radix, digits) = match lower.get(..2) {
        Some("0x") => (16, &lower[2..]),
        Some("0o") => (8, &lower[2..]),
        Some("0b") => (2, &lower[2..]),
        _ if lower.len() > 1 && lower.starts_with('0') => (8, &lower[1..]),
        _ => (10, lower.as_str()),
    };
    // After `0b`, and only there, a second sign is read.
    if let Some(digits) = text.strip_prefix("0b")
        && digits.starts_with(['+', '-'])
    {
        return i64::from_str_radix(digits, 2).ok().map(Value::Int);
    }
    if digits.is_empty() || digits.starts_with(['+', '-']) {
        return None;
    }
    let value = i128::from_str_radix(digits, radix).ok()?;
    let value = if negative { -value } else { value };
    if let Ok(value) = i64::try_from(value) {
        return Some(Value::Int(value));
    }
    u64::try_from(value).ok().filter(|_| !signed).map(Value::UInt)
}

fn float(text: &str) -> Option<Value> {
    let body = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match body.find(['e', 'E']) {
        Some(at) => (&body[..at], Some(&body[at + 1..])),
        None => (body, None),
    };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = match mantissa.split_once('.') {
        Some(("", fraction)) => is_digits(fraction),
        Some((whole, fraction)) => is_digits(whole) && (fraction.is_empty() || is_digits(fraction)),
        None => is_digits(mantissa),
    };
    let fits = exponent.is_none_or(|text| is_digits(text.strip_prefix(['+', '-']).unwrap_or(text)));
    let value: f64 = (is_number && fits).then(|| text.parse().ok()).flatten()?;
    value.is_finite().then_some(Value::Float(value))
}
