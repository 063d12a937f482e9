//! The reader beside the reference of `reference.rs`: what one accepts the other accepts, with the same tree, texts and places; and
//! its fast layer beside its exact one. Over documents that are made by a grammar of manifests, and over damaged ones. The
//! same loop, run for as long as one likes, is `cargo xtask fuzz`.

use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use admit::source::Span;
use admit::yaml::{self, Chunks, Kind, Node, Tree};
use libyaml_safer::ScalarStyle;

use crate::fixtures::complain;
use crate::made;
use crate::reference::{self, Content, Document, Scalar, Value};
use crate::yaml::{Dice, faults_of_error, faults_of_shape};

/// A known difference between libyaml as it is today and the server's reader, which was made from an older one. Each is
/// recorded in `testdata/yaml`, or was measured in the same way.
struct Exception {
    /// What the server does; where it applies, both may say what they like.
    _why: &'static str,
    holds: fn(&str, &Verdict<'_>) -> bool,
}

/// What both make of one document.
struct Verdict<'v> {
    /// Why ours refuses it.
    ours: Option<&'v str>,
    /// Why the other one does.
    theirs: Option<&'v str>,
}

const EXCEPTIONS: [Exception; 10] = [
    Exception {
        _why: "the server counts the 1024 characters of a key, and libyaml-safer its bytes",
        holds: |text, verdict| verdict.ours.is_none() && !text.is_ascii() && text.len() > 1024,
    },
    Exception {
        _why: "the server bounds the copies that aliases make; events have no copies",
        holds: |text, verdict| text.contains('*') && verdict.refused_for("out of proportion"),
    },
    Exception {
        _why: "the server knows no `\\/`, which came with YAML 1.2",
        holds: |text, verdict| text.contains("\\/") && verdict.refused_for("unknown escape `\\/`"),
    },
    Exception {
        _why: "the server knows `\\'`, of which YAML says nothing",
        holds: |text, verdict| text.contains("\\'") && verdict.theirs.is_some_and(|why| why.contains("unknown escape")),
    },
    Exception {
        _why: "libyaml-safer panics in brackets, where a comma follows a tag",
        holds: |_, verdict| verdict.theirs.is_some_and(|why| why == reference::PANIC),
    },
    Exception {
        _why: "in brackets a question mark ends a plain scalar for the server, and is part of it for libyaml",
        holds: |text, _| {
            let inside = text.find(['[', '{']).map_or("", |at| &text[at..]);
            inside
                .match_indices('?')
                .any(|(at, _)| !inside[..at].trim_end().ends_with(['[', '{', ',']))
        },
    },
    Exception {
        _why: "in brackets the server takes a colon before a bracket or a comma for text, and libyaml-safer refuses it",
        holds: |_, verdict| verdict.theirs.is_some_and(|why| why.contains("found unexpected ':'")),
    },
    Exception {
        _why: "a tag reaches over brackets and commas for the server, and ends at them for libyaml",
        holds: |text, _| {
            let words = text
                .split_whitespace()
                .filter_map(|word| word.find('!').map(|at| &word[at..]));
            words.into_iter().any(|tag| tag.contains([',', '[', ']', '{', '}']))
        },
    },
    Exception {
        _why: "a byte order mark at the start of a line is text to the server, and nothing to libyaml",
        holds: |text, _| text.char_indices().any(|(at, found)| at > 0 && found == '\u{feff}'),
    },
    Exception {
        _why: "libyaml-safer takes any first character whose bytes begin like a byte order mark's for a broken one",
        holds: |_, verdict| {
            verdict
                .theirs
                .is_some_and(|why| why.contains("invalid byte order marker"))
        },
    },
];

impl Verdict<'_> {
    fn refused_for(&self, why: &str) -> bool {
        self.ours.is_some_and(|message| message.contains(why))
    }
}

/// What is wrong about how a text is read.
fn judge(text: &str) -> Option<String> {
    catch_unwind(|| faults(text)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let what = text.or_else(|| panic.downcast_ref::<&str>().copied());
        Some(format!("panic: {}", what.unwrap_or_default()))
    })
}

fn faults(text: &str) -> Option<String> {
    let expected = reference::split(text);
    let mut chunks = Chunks::new(text, 0);
    for expected in expected {
        let found = chunks.next().map(|chunk| chunk.ok());
        if found != Some(expected) {
            return Some(format!("cut: {found:?}, not {expected:?}"));
        }
        // After a separator that is refused, the server reads nothing, and ours goes on.
        let Some(span) = expected else { break };
        if let Some(fault) = compare(text, span) {
            return Some(fault);
        }
    }
    // JSON comes on another way.
    yaml::documents(text).find_map(|tree| match tree {
        Ok(tree) => faults_of_shape(text, &tree),
        Err(error) => faults_of_error(text, &error),
    })
}

fn compare(text: &str, span: Span) -> Option<String> {
    let ours = yaml::parse(text, span);
    let theirs = reference::read(text, span);
    let verdict = Verdict {
        ours: ours.as_ref().err().map(|error| error.message.as_str()),
        theirs: theirs.as_ref().err().map(String::as_str),
    };
    let judged = |why: Option<&str>| why.map_or("accepted".to_owned(), |why| format!("refused ({why})"));
    let fault = match (&ours, &theirs) {
        (Ok(tree), Ok(document)) => Comparison { text, tree, document }.run(),
        (Err(_), Err(_)) => None,
        _ => Some(format!("{}, not {}", judged(verdict.ours), judged(verdict.theirs))),
    };
    let known = |_: &String| {
        let chunk = &text[span.range()];
        !EXCEPTIONS.iter().any(|exception| (exception.holds)(chunk, &verdict))
    };
    let fault = fault.filter(known).or_else(|| match &ours {
        Ok(tree) => faults_of_shape(text, tree),
        Err(error) => faults_of_error(text, error),
    });
    fault.or_else(|| layers_fault(text, span))
}

/// What the fast layer reads in another way than the exact one.
fn layers_fault(text: &str, span: Span) -> Option<String> {
    let fast = yaml::parse_fast(text, span)?;
    match yaml::parse_exact(text, span) {
        Ok(exact) => trees_fault(&fast, &exact).map(|fault| format!("layers: {fault}")),
        Err(error) => Some(format!("the fast layer takes it: {error}")),
    }
}

fn trees_fault(fast: &Tree<'_>, exact: &Tree<'_>) -> Option<String> {
    if fast.comments() != exact.comments() {
        return Some(format!("{:?}, not {:?}", fast.comments(), exact.comments()));
    }
    let twice = |tree: &Tree<'_>| format!("{:?} {:?}", tree.duplicates(), tree.lost());
    if twice(fast) != twice(exact) || fast.len() != exact.len() {
        return Some(format!("{}, not {}", twice(fast), twice(exact)));
    }
    let mut pending = vec![(fast.root(), exact.root())];
    while let Some((found, expected)) = pending.pop() {
        let show = |node: Node<'_>| {
            let keys = node.entries().map(|entry| (entry.key, entry.key_span));
            let live: Vec<_> = node.live_entries().map(|entry| entry.value.id()).collect();
            format!(
                "{:?} {:?} {:?} {:?} of {:?}, keys {:?}, of which {live:?} count",
                node.id(),
                node.kind(),
                node.scalar(),
                node.span(),
                node.parent().map(|node| node.id()),
                keys.collect::<Vec<_>>(),
            )
        };
        if show(found) != show(expected) || found.pointer() != expected.pointer() || found.len() != expected.len() {
            return Some(format!("{}, not {}", show(found), show(expected)));
        }
        pending.extend(found.items().zip(expected.items()));
        let values = |node: Node<'_>| node.entries().map(|entry| entry.value.id()).collect::<Vec<_>>();
        let pairs = values(found).into_iter().zip(values(expected));
        pending.extend(pairs.map(|(found, expected)| (fast.node(found), exact.node(expected))));
    }
    None
}

struct Comparison<'c> {
    text: &'c str,
    tree: &'c Tree<'c>,
    document: &'c Document,
}

impl Comparison<'_> {
    fn run(&self) -> Option<String> {
        let Some(root) = self.document.root else {
            return (!self.tree.is_empty()).then(|| "nodes where there are none".to_owned());
        };
        let duplicates = self.tree.duplicates().len();
        let expected = self.document.duplicates();
        if duplicates != expected {
            return Some(format!("{duplicates} keys set twice, not {expected}"));
        }
        let mut pending = vec![(self.tree.root(), root, None)];
        while let Some((node, item, alias)) = pending.pop() {
            let fault = self.node(node, item, alias, &mut pending);
            if let Some(fault) = fault {
                return Some(format!("{} {fault}", node.pointer()));
            }
        }
        None
    }

    /// Compares one node, and leaves its children to be compared.
    fn node<'n>(
        &self,
        node: Node<'n>,
        item: usize,
        alias: Option<Span>,
        pending: &mut Vec<(Node<'n>, usize, Option<Span>)>,
    ) -> Option<String> {
        let written = &self.document.items[item];
        let (item, alias) = match written.content {
            Content::Alias(behind) => (behind, alias.or(Some(written.span))),
            _ => (item, alias),
        };
        if node.alias() != alias {
            return Some(format!("came by {:?}, not {alias:?}", node.alias()));
        }
        let expected = &self.document.items[item];
        if let Some(fault) = self.place(node.span(), item) {
            return Some(fault);
        }
        match &expected.content {
            Content::Scalar(scalar) => value_fault(node.kind(), node.scalar(), scalar),
            Content::Seq(items) => {
                if node.kind() != Kind::Seq || node.len() != items.len() {
                    return Some(format!(
                        "{:?} of {}, not a list of {}",
                        node.kind(),
                        node.len(),
                        items.len()
                    ));
                }
                pending.extend(node.items().zip(items).map(|(node, &item)| (node, item, alias)));
                None
            }
            Content::Map(_) => {
                let entries = self.document.entries(item);
                if node.kind() != Kind::Map || node.len() != entries.len() {
                    return Some(format!(
                        "{:?} of {}, not a map of {}",
                        node.kind(),
                        node.len(),
                        entries.len()
                    ));
                }
                let live = node.live_entries().count();
                let expected = entries.iter().filter(|(_, shadowed)| !shadowed).count();
                if live != expected {
                    return Some(format!("{live} keys that count, not {expected}"));
                }
                for (found, (entry, _)) in node.entries().zip(entries) {
                    if let Some(fault) = self.key(found.key, found.key_span, entry.key) {
                        return Some(format!("key {:?}: {fault}", found.key));
                    }
                    let alias = alias.or(entry.alias);
                    pending.push((found.value, entry.value, alias));
                }
                None
            }
            Content::Alias(_) => Some("an alias of an alias".to_owned()),
        }
    }

    fn key(&self, text: &str, span: Span, item: usize) -> Option<String> {
        let is_alias = matches!(self.document.items[item].content, Content::Alias(_));
        let place = if is_alias {
            let expected = self.document.items[item].span;
            (span != expected).then(|| format!("{span:?}, not {expected:?}"))
        } else {
            self.place(span, item)
        };
        place.or_else(|| {
            let same = match self.document.key(item) {
                Value::Str(expected) => text == expected,
                Value::Bool(expected) => text == expected.to_string(),
                Value::Int(expected) => text == expected.to_string(),
                // In 32 bits, and as Go writes them.
                Value::Float(_) | Value::Binary => true,
                Value::Null | Value::UInt(_) => false,
            };
            (!same).then(|| format!("not {:?}", self.document.key(item)))
        })
    }

    /// Whether a node stands where libyaml says, as far as libyaml says so exactly.
    fn place(&self, span: Span, item: usize) -> Option<String> {
        let item = &self.document.items[item];
        let expected = item.span;
        let gap = |from: u32, to: u32| self.text.get(from as usize..to as usize).is_some_and(is_gap);
        let start = if item.properties {
            // libyaml begins at the anchor or the tag.
            span.start > expected.start && self.text[expected.start as usize..].starts_with(['&', '!'])
        } else if expected.start == expected.end {
            // Nothing stands where ours ends what was before it, and libyaml begins what is next.
            gap(span.start, expected.start)
        } else {
            span.start == expected.start
        };
        let shown = &self.text[span.range()];
        let (exact_end, style) = match &item.content {
            Content::Scalar(Scalar { style, .. }) => {
                let opens = |quote| shown.starts_with(quote);
                match style {
                    ScalarStyle::SingleQuoted => (true, opens('\'') && shown.ends_with('\'')),
                    ScalarStyle::DoubleQuoted => (true, opens('"') && shown.ends_with('"')),
                    ScalarStyle::Literal => (false, opens('|')),
                    ScalarStyle::Folded => (false, opens('>')),
                    _ => (true, !shown.starts_with(['"', '\'', '|', '>'])),
                }
            }
            Content::Seq(_) if item.flow => (true, shown.starts_with('[') && shown.ends_with(']')),
            Content::Map(_) if item.flow => (shown.starts_with('{'), true),
            _ => (false, true),
        };
        let end = if exact_end && span.start < span.end {
            span.end == expected.end
        } else {
            // libyaml counts the next token to the map in `[a: b]`, and to a list that is not indented.
            gap(span.end, expected.end) || expected.end > span.end && gap(span.end, expected.end - 1)
        };
        (!(start && end && style)).then(|| format!("at {span:?}, not {expected:?}"))
    }
}

/// Whether only blanks, breaks and comments are in a stretch of text.
fn is_gap(text: &str) -> bool {
    text.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'])
        .all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
}

fn value_fault(kind: Kind, text: &str, expected: &Scalar) -> Option<String> {
    let same = match (&expected.value, kind) {
        (Value::Null, Kind::Null) | (Value::Binary, Kind::Str) => true,
        (Value::Bool(expected), Kind::Bool(found)) => *expected == found,
        (Value::Int(expected), Kind::Int(found)) => *expected == found,
        (Value::UInt(expected), Kind::UInt(found)) => *expected == found,
        (Value::Float(expected), Kind::Float(found)) => expected.to_bits() == found.to_bits(),
        (Value::Str(expected), Kind::Str) => expected == text,
        _ => false,
    };
    (!same).then(|| format!("is {kind:?} {text:?}, not {:?}", expected.value))
}

/// The smallest text that is still wrong, as far as leaving parts out goes.
fn shrink(text: &str) -> (String, String) {
    let mut best = text.to_owned();
    let mut fault = judge(text).unwrap_or_default();
    let mut piece = best.len().div_ceil(2);
    let mut tries = 0;
    while piece > 0 && tries < 5_000 {
        let mut at = 0;
        let mut smaller = false;
        while at < best.len() {
            let end = best.ceil_char_boundary(at + piece);
            let candidate = format!("{}{}", &best[..at], &best[end..]);
            tries += 1;
            if let Some(found) = judge(&candidate) {
                (best, fault, smaller) = (candidate, found, true);
            } else {
                at = end;
            }
        }
        if !smaller {
            piece /= 2;
        }
    }
    (best, fault)
}

/// The YAML documents of a folder, the long ones in parts.
fn seeds(folder: &Path) -> Vec<String> {
    const LONG: usize = 2_000;
    let mut texts = Vec::new();
    for input in admit::walk::list(&[folder.to_owned()], true).inputs {
        let Some(text) = input.path.and_then(|path| std::fs::read_to_string(path).ok()) else {
            continue;
        };
        let mut part = String::new();
        for line in text.split_inclusive('\n') {
            let separator = line.starts_with("---") && part.len() > LONG / 4;
            if separator || part.len() + line.len() > LONG {
                texts.push(std::mem::take(&mut part));
            }
            part.push_str(line);
        }
        texts.push(part);
    }
    texts.retain(|text| !text.is_empty() && text.len() < 4 * LONG);
    texts
}

fn testdata() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata")
}

/// The next text to try.
fn next(dice: &mut Dice, seeds: &[String]) -> String {
    if dice.roll(3) == 0 {
        return made::Writer::document(dice);
    }
    let mut text = if dice.roll(2) == 0 {
        made::Writer::document(dice)
    } else {
        seeds[dice.roll(seeds.len())].clone()
    };
    if dice.roll(8) == 0 {
        text = text.replace('\n', "\r\n");
    }
    made::damage(dice, &mut text, seeds);
    text
}

#[test]
fn whole_documents_read_as_libyaml_reads_them() {
    let texts = seeds(&testdata());
    let faults: Vec<_> = texts
        .iter()
        .chain(&texts.iter().map(|text| text.replace('\n', "\r\n")).collect::<Vec<_>>())
        .filter(|text| judge(text).is_some())
        .map(|text| format!("{:?}", shrink(text)))
        .collect();
    complain(&faults);
}

/// Manifests that the fast layer leaves to the exact one would be slow, and nobody would see it.
#[test]
fn the_fast_layer_reads_what_manifests_look_like() {
    let texts = seeds(&testdata().join("rules"));
    let read = |text: &String| {
        let chunks: Vec<Span> = Chunks::new(text, 0).flatten().collect();
        let exact = chunks.iter().filter(|&&span| yaml::parse_exact(text, span).is_ok());
        let fast = chunks.iter().filter(|&&span| yaml::parse_fast(text, span).is_some());
        (exact.count(), fast.count())
    };
    let (exact, fast) = texts
        .iter()
        .map(read)
        .fold((0, 0), |(exact, fast), (more, of_them)| (exact + more, fast + of_them));
    assert!(fast * 1000 >= exact * 990, "{fast} of {exact}");
}

#[test]
fn made_and_damaged_documents_read_as_libyaml_reads_them() {
    let seeds = seeds(&testdata());
    let mut dice = Dice(0x5DEE_CE66_D1CE_4E5B);
    let mut accepted = 0;
    let mut faults = Vec::new();
    for _ in 0..20_000 {
        let text = next(&mut dice, &seeds);
        if judge(&text).is_some() {
            let (text, fault) = shrink(&text);
            faults.push(format!("{text:?}: {fault}"));
        }
        accepted += usize::from(yaml::documents(&text).all(|tree| tree.is_ok()));
        if faults.len() == 20 {
            break;
        }
    }
    complain(&faults);
    // A grammar that nothing reads would prove little.
    assert!((6_000..18_000).contains(&accepted), "{accepted} are accepted");
}

/// Runs until it is told to stop: `cargo xtask fuzz`.
#[test]
#[ignore = "runs for as long as it is told to"]
fn fuzz() {
    let variable = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let time = Duration::from_secs(variable("ADMIT_FUZZ_SECONDS").unwrap_or(60));
    let seed = variable("ADMIT_FUZZ_SEED").unwrap_or(1);
    let folder = std::env::var_os("ADMIT_FUZZ_FOLDER").map_or_else(testdata, PathBuf::from);
    let seeds = seeds(&folder);
    assert!(!seeds.is_empty(), "no documents in {}", folder.display());
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut faults = Vec::new();
    // The other reader's panics are caught, and ours are told.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let start = Instant::now();
    let mut texts = 0_usize;
    while start.elapsed() < time && faults.len() < 20 {
        texts += 1;
        let text = next(&mut dice, &seeds);
        if judge(&text).is_some() {
            let (text, fault) = shrink(&text);
            let fault = format!("{text:?}: {fault}");
            eprintln!("{fault}");
            faults.push(fault);
        }
    }
    std::panic::set_hook(hook);
    eprintln!(
        "{texts} texts from {} seeds, seed {seed}: {} faults",
        seeds.len(),
        faults.len()
    );
    complain(&faults);
}
