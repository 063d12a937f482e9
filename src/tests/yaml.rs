//! The reader against recorded answers of the server's own, and what holds for every text: no panic, spans that nest,
//! comments in their places.

use std::path::Path;

use admit::source::Span;
use admit::yaml::{self, Kind, Node, SyntaxError, Tree};
use serde_json::Value;

use crate::fixtures::complain;

fn recorded() -> Vec<(String, Vec<Value>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/yaml");
    let lines = ["semantics.jsonl", "odd.jsonl"].map(|file| {
        let path = folder.join(file);
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    });
    let case = |line: &str| {
        let mut parts: Vec<Value> = serde_json::from_str(line).expect("a line is an array");
        let answers = parts.split_off(1);
        (parts[0].as_str().expect("a text").to_owned(), answers)
    };
    lines.iter().flat_map(|text| text.lines()).map(case).collect()
}

/// What is wrong with the tree itself, whatever it says.
pub(crate) fn faults_of_shape(text: &str, tree: &Tree<'_>) -> Option<String> {
    let mut pending = vec![(tree.root(), tree.span())];
    while let Some((node, outer)) = pending.pop() {
        let span = node.span();
        if text.get(span.range()).is_none() {
            return Some(format!("{span:?} is no piece of the text"));
        }
        // What came through an alias stands elsewhere.
        if node.alias().is_none() && !outer.contains(span) {
            return Some(format!("{span:?} is not inside {outer:?}"));
        }
        let mut last = span.start;
        let mut in_order = |span: Span| {
            let ordered = span.start >= last;
            last = span.end;
            ordered
        };
        for (index, item) in node.items().enumerate() {
            if item.alias().is_none() && !in_order(item.span()) || item.index_in_parent() != Some(index) {
                return Some(format!("item {index} of {span:?} is out of order"));
            }
            pending.push((item, span));
        }
        // Of several maps that are merged the first counts most, and so comes last.
        let merges = text[span.range()].contains("<<");
        for entry in node.entries() {
            let here = span.contains(entry.key_span) && entry.value.alias().is_none();
            if here && !merges && node.alias().is_none() && !(in_order(entry.key_span) && in_order(entry.value.span()))
            {
                return Some(format!("{:?} of {span:?} is out of order", entry.key));
            }
            pending.push((entry.value, span));
        }
    }
    let mut last = 0;
    for comment in tree.comments() {
        let shown = &text[comment.span.range()];
        if comment.span.start < last || !shown.starts_with('#') || shown.contains('\n') {
            return Some(format!("{shown:?} is no comment"));
        }
        last = comment.span.end;
    }
    None
}

pub(crate) fn faults_of_error(text: &str, error: &SyntaxError) -> Option<String> {
    let places = error
        .context
        .iter()
        .map(|(span, _)| *span)
        .chain([error.span, error.document]);
    let lost = places.into_iter().find(|span| text.get(span.range()).is_none());
    if let Some(span) = lost {
        return Some(format!("{span:?} of {:?} is no piece of the text", error.message));
    }
    let message = &error.message;
    if message.is_empty() || message.ends_with('.') && !message.ends_with("...") {
        return Some(format!("a message like no other: {message:?}"));
    }
    None
}

/// The answers of our own reader, as they are recorded.
fn answers(text: &str) -> Result<Vec<Value>, String> {
    let mut answers = Vec::new();
    for document in yaml::documents(text) {
        let tree = match document {
            Ok(tree) => tree,
            Err(error) => {
                faults_of_error(text, &error).map_or(Ok(()), Err)?;
                answers.push(Value::Null);
                continue;
            }
        };
        faults_of_shape(text, &tree).map_or(Ok(()), Err)?;
        let json = Value::String(tree.root().to_json());
        if !tree.is_json() && !tree.duplicates().is_empty() {
            answers.push(serde_json::json!({ "twice": json }));
        } else if tree.is_json() && tree.root().kind() != Kind::Map {
            answers.push(Value::Null);
        } else if !tree.is_empty() {
            answers.push(json);
        }
    }
    Ok(answers)
}

fn same(expected: &[Value], got: &[Value]) -> bool {
    let value = |text: &Value| -> Option<Value> { serde_json::from_str(text.as_str()?).ok() };
    let end = expected.iter().position(|answer| answer == "...");
    let read = end.unwrap_or(expected.len());
    let pairs = expected[..read].iter().zip(got);
    (end.is_some() || got.len() == read)
        && got.len() >= read
        && pairs
            .into_iter()
            .all(|(expected, got)| expected == got || expected.is_string() && value(expected) == value(got))
}

#[test]
fn documents_read_as_the_server_reads_them() {
    let judge = |text: &str, expected: &[Value]| match answers(text) {
        Ok(got) if same(expected, &got) => None,
        Ok(got) => Some(format!("{text:?}: expected {expected:?}, got {got:?}")),
        Err(fault) => Some(format!("{text:?}: {fault}")),
    };
    let mut complaints = Vec::new();
    for (text, expected) in recorded() {
        complaints.extend(judge(&text, &expected));
        // The client reads CRLF as LF.
        if !text.contains('\r') {
            complaints.extend(judge(&text.replace('\n', "\r\n"), &expected));
        }
        // It ends the last line where nobody did.
        if let Some(text) = text.strip_suffix('\n')
            && !text.ends_with(['\n', '\r'])
        {
            complaints.extend(judge(text, &expected));
        }
    }
    complain(&complaints);
}

/// Pseudo-random numbers, the same in every run.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap_or_default() % sides.max(1)
    }

    pub(crate) fn place(&mut self, text: &str) -> usize {
        text.floor_char_boundary(self.roll(text.len() + 1))
    }
}

#[test]
fn no_damage_makes_the_reader_panic() {
    const PIECES: [&str; 40] = [
        " ", "  ", "\n", "\t", "\r\n", "\r", "- ", ": ", ":", "?", "? ", "#", " #", "{", "}", "[", "]", ",", "|", ">",
        "|-\n", ">2\n", "&x ", "*x", "!!str ", "!", "<<: ", "\"", "'", "\\", "\\u12", "%", "@", "...", "---",
        "\n---\n", "\u{85}", "\u{2028}", "\u{e9}", "\u{feff}",
    ];
    let texts: Vec<_> = recorded().into_iter().map(|(text, _)| text).collect();
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let mut complaints = Vec::new();
    for _ in 0..30_000 {
        let mut text = texts[dice.roll(texts.len())].clone();
        for _ in 0..=dice.roll(3) {
            let at = dice.place(&text);
            match dice.roll(4) {
                0 | 1 => text.insert_str(at, PIECES[dice.roll(PIECES.len())]),
                2 => text.truncate(at),
                _ => {
                    let other = &texts[dice.roll(texts.len())];
                    let from = dice.place(other);
                    text.insert_str(at, &other[from..]);
                }
            }
        }
        if let Err(fault) = answers(&text) {
            complaints.push(format!("{text:?}: {fault}"));
        }
    }
    complain(&complaints);
}

/// The first document with content.
fn only(text: &str) -> Tree<'_> {
    let mut trees = yaml::documents(text).map(|tree| tree.expect("YAML"));
    trees.find(|tree| !tree.is_empty()).expect("a document")
}

fn at<'t>(tree: &'t Tree<'_>, path: &str) -> Node<'t> {
    path.split('/')
        .fold(tree.root(), |node, name| match name.parse::<usize>() {
            Ok(index) => node.items().nth(index).expect("an item"),
            Err(_) => node.get(name).expect("a key"),
        })
}

/// The text of each node, in a document that has every form of node.
#[test]
fn spans_are_exact() {
    let text = "\
# first
plain: some text   # after
'single': 'it''s' # it's
double: \"a # b\\n\"
tagged: !!str &x 1 # tag
alias: *x
long: one
  two

  three
# between
list:
- a   # a
- [b, {c: d, e}, f: g] # flow
-
nested:
  deep:
    deeper: end

# gap
  other: # nothing
literal: | # header
  one # no comment

  two

# after
folded: >-
  x
empty:
last: \"over
lines\"
";
    let check = |text: &str| {
        let tree = only(text);
        let shown = |path: &str| text[at(&tree, path).span().range()].replace("\r\n", "\n");
        for (path, expected) in [
            ("plain", "some text"),
            ("single", "'it''s'"),
            ("double", "\"a # b\\n\""),
            ("tagged", "1"),
            ("long", "one\n  two\n\n  three"),
            ("list", "- a   # a\n- [b, {c: d, e}, f: g] # flow\n-"),
            ("list/0", "a"),
            ("list/1", "[b, {c: d, e}, f: g]"),
            ("list/1/1", "{c: d, e}"),
            ("list/1/1/e", ""),
            ("list/1/2", "f: g"),
            ("list/2", ""),
            ("nested", "deep:\n    deeper: end\n\n# gap\n  other:"),
            ("nested/deep", "deeper: end"),
            ("nested/other", ""),
            ("literal", "| # header\n  one # no comment\n\n  two"),
            ("folded", ">-\n  x"),
            ("empty", ""),
            ("last", "\"over\nlines\""),
        ] {
            assert_eq!(shown(path), expected, "{path}");
        }
        let alias = at(&tree, "alias");
        assert_eq!(alias.as_str(), Some("1"));
        assert_eq!(&text[alias.alias().expect("an alias").range()], "*x");
        assert_eq!(&text[alias.span().range()], "1");
        assert_eq!(at(&tree, "literal").as_str(), Some("one # no comment\n\ntwo\n"));
        let keys: Vec<_> = tree
            .root()
            .entries()
            .map(|entry| &text[entry.key_span.range()])
            .collect();
        assert_eq!(keys[..3], ["plain", "'single'", "double"]);
        let comments: Vec<_> = tree
            .comments()
            .iter()
            .map(|comment| &text[comment.span.range()])
            .collect();
        let expected = [
            "# first",
            "# after",
            "# it's",
            "# tag",
            "# between",
            "# a",
            "# flow",
            "# gap",
            "# nothing",
            "# header",
            "# after",
        ];
        assert_eq!(comments, expected);
    };
    check(text);
    check(&text.replace('\n', "\r\n"));
    check(&format!("\u{feff}{text}"));
    check(&format!("# \u{e9}\u{4e2d}\n---\n{text}"));
}

#[test]
fn keys_set_twice_are_told_by_what_they_are() {
    let twice = |text: &str| -> Vec<(String, String)> {
        let tree = only(text);
        let show = |span: Span| format!("{}@{}", &text[span.range()], span.start);
        tree.duplicates()
            .iter()
            .map(|twice| (show(twice.first), show(twice.again)))
            .collect()
    };
    let pair = |first: &str, again: &str| (first.to_owned(), again.to_owned());
    assert_eq!(
        twice("a: 1\nb: 2\na: 3\na: 4\n"),
        [pair("a@0", "a@10"), pair("a@10", "a@15")]
    );
    assert_eq!(twice("1: a\n\"1\": b\ntrue: c\n'true': d\n"), []);
    assert_eq!(twice("0o17: a\n017: b\n"), [pair("0o17@0", "017@8")]);
    assert_eq!(
        twice("x: &x {a: 1}\ny: {<<: *x, a: 2}\nz: {b: 1, <<: {b: 2}}\n"),
        [pair("*x@21", "a@25"), pair("b@35", "b@46")]
    );
    // Copies of a map say nothing new, and many keys are compared as few are.
    assert_eq!(twice("x: &x {a: 1, a: 2}\ny: *x\n").len(), 1);
    let many = (0..50).fold(String::new(), |text, key| text + &format!("k{key}: 1\n"));
    assert_eq!(twice(&format!("{many}k7: 2\n")).len(), 1);
}

#[test]
fn merges_keep_the_order_of_the_server() {
    let json = |text: &str| only(text).root().to_json();
    assert_eq!(
        json("x: &x {a: 1, b: 2}\nz: {a: 9, <<: *x}\nw: {<<: *x, a: 9}\n"),
        r#"{"w":{"a":9,"b":2},"x":{"a":1,"b":2},"z":{"a":1,"b":2}}"#
    );
    let text = "x: &x {a: {b: 1}}\nz:\n  <<: [*x, {c: 2}]\n  d: 3\n";
    let tree = only(text);
    let merged = at(&tree, "z/a/b");
    assert_eq!(merged.pointer(), "/z/a/b");
    assert_eq!(&text[merged.alias().expect("an alias").range()], "*x");
    assert_eq!(at(&tree, "z/c").pointer(), "/z/c");
    assert_eq!(at(&tree, "x/a/b").pointer(), "/x/a/b");
}

#[test]
fn text_after_the_end_is_told() {
    let lost = |text: &str| -> Option<String> { only(text).lost().map(|span| text[span.range()].to_owned()) };
    assert_eq!(lost("a: 1\n...\nb: 2\n\nc: 3\n").as_deref(), Some("b: 2\n\nc: 3"));
    assert_eq!(lost("---\n{\"a\": 1}\n{\"b\": 2}\n").as_deref(), Some("{\"b\": 2}"));
    assert_eq!(lost("a: 1\n... # end\n# more\n...\n"), None);
    assert_eq!(only("a: 1\n... # end\n# more\n").comments().len(), 2);
}

fn refused(text: &str) -> SyntaxError {
    yaml::documents(text).next().expect("a document").expect_err("no YAML")
}

/// Where a fault is shown, and in which words.
#[test]
fn faults_are_shown_where_they_are() {
    for (text, marked, message) in [
        ("a:\n\tb: 1\n", "\t", "a tab is used for indentation"),
        ("a: 1\n\t\nb: 2\n", "\t", "a tab is used for indentation"),
        (
            "a: \"open\nb: c\n",
            "\"open",
            "the double quote that opens here is never closed",
        ),
        ("a: [1, 2\nb: 3\n", "[", "`[` is never closed"),
        ("a: {b: c\n", "{", "`{` is never closed"),
        ("name:web\nb: 1\n", ":", "no space after `:`"),
        ("a: b: c\n", ":", "a second `: ` on one line"),
        ("a:\n  b: 1\n c: 2\n", "c:", "indented by 1, between the levels above"),
        ("a: @b\n", "@b", "a value may not start with '@'"),
        ("a: *b\n", "*b", "no anchor \"b\" stands before this alias"),
        ("a: &b [*b]\n", "*b", "the anchor \"b\" contains itself"),
        ("a: \"\\q\"\n", "\\q", "unknown escape `\\q`"),
        ("a: - b\n", "-", "a list may not start on the line of its key"),
        (
            "a: {{ .Values.x }}\n",
            "a: {{ .Values.x }}",
            "`{{` is not YAML: it reads as a map whose key is a map",
        ),
        ("~: a\n", "~", "a key is null"),
        ("a: .inf\n", ".inf", "JSON has no infinity and no NaN"),
        ("a: !!int one\n", "one", "\"one\" is !!str, not !!int"),
        ("a: 1\n---- b\n", "- b", "text after the document separator: \"- b\""),
        ("a: x\u{1}y\n", "\u{1}", "control character U+0001"),
    ] {
        let error = refused(text);
        assert_eq!(
            (&text[error.span.range()], error.message.as_str()),
            (marked, message),
            "{text:?}"
        );
    }
    let error = refused("first: &first 1\na: *fisrt\n");
    assert_eq!(error.help.as_deref(), Some("did you mean *first?"));
}

/// Texts that are made to hurt: each is read, or refused, at once.
#[test]
fn hostile_texts_are_refused_at_once() {
    let deep = 100_000;
    for text in ["[".repeat(deep), "{a: ".repeat(deep), "- ".repeat(deep)] {
        assert!(refused(&text).message.contains("10000 levels"));
    }
    assert!(refused(&"{\"a\":".repeat(deep)).message.contains("10000 levels"));
    let fits = 9_000;
    let text = format!("{}{}", "[".repeat(fits), "]".repeat(fits));
    assert_eq!(only(&text).len(), fits);
    assert_eq!(only(&format!("a: &a {text}\n")).root().to_json().len(), 2 * fits + 6);
    let twice = format!("a: &a {text}\nb: {}*a{}\n", "[".repeat(fits), "]".repeat(fits));
    assert!(refused(&twice).message.contains("10000 levels"));

    let mut bomb = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(",");
        bomb.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    assert!(refused(&bomb).message.contains("out of proportion"));

    let long = "x".repeat(1 << 20);
    assert_eq!(only(&format!("a: {long}\n")).len(), 2);
    assert_eq!(only(&format!("a: '{long}' # {long}\n")).comments().len(), 1);
    assert_eq!(only(&format!("[{}]", "a, ".repeat(1 << 18))).root().len(), 1 << 18);
    assert!(refused(&format!("{long}: a\n")).message.contains("1024"));
}
