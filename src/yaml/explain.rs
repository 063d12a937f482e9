//! Faults to words: what is wrong, where, and what the author most likely meant. In: a fault of the scanner or parser, and
//! the text around it. Out: a syntax error.

use super::SyntaxError;
use super::error::{Family, shorten};
use crate::source::{Span, offset};

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    CannotStart,
    ColonMissing,
    ValueNotAllowed,
    KeyNotAllowed,
    EntryNotAllowed,
    AnchorName { alias: bool },
    TagName,
    TagEnd,
    TagHandle,
    TagMismatch(String),
    ZeroIndent,
    BlockHeader,
    TabInBlock,
    TabInPlain,
    IndicatorInQuotes,
    UnclosedQuote,
    UnknownEscape,
    EscapeDigits { digits: usize },
    EscapeValue { value: u32 },
    TooDeep,
    Excessive,
    Version,
    Directive,
    NoDocumentStart,
    DashExpected,
    KeyExpected,
    CommaExpected { close: char },
    ContentExpected,
    NullKey,
    LargeKey,
    CollectionKey { map: bool },
    Infinite,
    MergeValue,
    UnknownAnchor { name: String, nearest: Option<String> },
    OwnAnchor(String),
}

/// What is wrong, and where. An empty place is widened to the word that stands there.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) problem: Problem,
    pub(super) at: Span,
    /// Where the construct begins that has the fault.
    pub(super) context: Option<u32>,
}

/// The words for a fault.
pub(super) fn explain(source: &str, document: Span, fault: &Fault) -> SyntaxError {
    let place = Place {
        source,
        document,
        at: fault.at.start as usize,
        context: fault.context.map(|at| at as usize),
    };
    let mut said = place.say(&fault.problem);
    if said.span.is_none() && fault.at.start < fault.at.end {
        said.span = Some(fault.at);
    }
    SyntaxError {
        family: Family::Yaml,
        document,
        span: said.span.unwrap_or_else(|| place.word(place.at)),
        message: said.message,
        help: said.help,
        context: said.context,
    }
}

struct Said {
    message: String,
    help: Option<String>,
    /// A better place than that of the fault.
    span: Option<Span>,
    context: Option<(Span, String)>,
}

fn say(message: impl Into<String>) -> Said {
    Said {
        message: message.into(),
        help: None,
        span: None,
        context: None,
    }
}

impl Said {
    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    fn context(mut self, span: Span, text: impl Into<String>) -> Self {
        self.context = Some((span, text.into()));
        self
    }
}

const QUOTE_IT: &str = "put the value in quotes";

struct Place<'s> {
    source: &'s str,
    document: Span,
    at: usize,
    context: Option<usize>,
}

impl Place<'_> {
    fn end(&self) -> usize {
        self.document.end as usize
    }

    fn character(&self) -> Option<char> {
        self.source[self.at..self.end()].chars().next()
    }

    fn is_break(c: char) -> bool {
        matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
    }

    /// The word at `at`, or the character there; the last text before where there is nothing on the line.
    fn word(&self, at: usize) -> Span {
        let rest = &self.source[at..self.end()];
        let len = rest.find(|c: char| c.is_whitespace()).unwrap_or(rest.len());
        if len > 0 {
            return Span::new(offset(at), offset(at + len));
        }
        match rest.chars().next() {
            Some(c) if !Self::is_break(c) => Span::new(offset(at), offset(at + c.len_utf8())),
            _ => {
                // Nothing can be shown past the end of a line: the end of what stands before it is closest.
                let before = &self.source[self.document.start as usize..at];
                let text = before.trim_end();
                let start = text.char_indices().next_back().map_or(0, |(start, _)| start);
                let base = self.document.start as usize;
                Span::new(offset(base + start), offset(base + text.len()))
            }
        }
    }

    fn one(&self, at: usize) -> Span {
        let len = self.source[at..self.end()].chars().next().map_or(0, char::len_utf8);
        Span::new(offset(at), offset(at + len))
    }

    /// The line that holds `at`, without indentation and break.
    fn line(&self, at: usize) -> Span {
        let base = self.document.start as usize;
        let start = self.source[base..at].rfind(Self::is_break).map_or(base, |found| {
            let found = base + found;
            found + self.source[found..].chars().next().map_or(1, char::len_utf8)
        });
        let end = self.source[at..self.end()]
            .find(Self::is_break)
            .map_or(self.end(), |found| at + found);
        let text = &self.source[start..end];
        let from = end - text.trim_start().len();
        Span::new(offset(from), offset(from.max(start + text.trim_end().len())))
    }

    fn text(&self, span: Span) -> &str {
        &self.source[span.range()]
    }

    /// The column of `at`, in bytes from 0.
    fn column(&self, at: usize) -> usize {
        let base = self.document.start as usize;
        at - self.source[base..at].rfind('\n').map_or(base, |found| base + found + 1)
    }

    /// The last line before the one that holds `at` that is neither blank nor a comment.
    fn line_before(&self, at: usize) -> Option<Span> {
        let base = self.document.start as usize;
        let mut at = at;
        loop {
            at = base + self.source[base..at].rfind('\n')?;
            let line = self.line(at);
            let text = self.text(line);
            if !text.is_empty() && !text.starts_with('#') {
                return Some(line);
            }
        }
    }

    /// A colon with text on both sides and no blank after it: what was meant for a key and a value.
    fn glued_colon(&self, line: Span) -> Option<Span> {
        let text = self.text(line);
        let text = text.strip_prefix("- ").unwrap_or(text);
        let (key, rest) = text.split_once(':')?;
        let word = |text: &str| {
            !text.is_empty()
                && text
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"_-./".contains(&byte))
        };
        if !word(key) || rest.is_empty() || rest.starts_with([' ', '\t', '/', ':']) {
            return None;
        }
        let at = line.end as usize - rest.len();
        Some(Span::new(offset(at - 1), offset(at)))
    }

    fn opening(&self) -> Option<(Span, char)> {
        let at = self.context?;
        let c = self.source[at..self.end()].chars().next()?;
        Some((self.one(at), c))
    }

    fn say(&self, problem: &Problem) -> Said {
        match problem {
            Problem::CannotStart => self.cannot_start(),
            Problem::ColonMissing => self.colon_missing(),
            Problem::ValueNotAllowed => self.value_not_allowed(),
            Problem::KeyNotAllowed => say("a key that starts with `?` may not stand here").help(QUOTE_IT),
            Problem::EntryNotAllowed => say("a list may not start on the line of its key")
                .at(self.one(self.at))
                .help("begin the list on the next line, or put the value in quotes"),
            Problem::AnchorName { alias } => {
                let (what, sign) = if *alias { ("alias", '*') } else { ("anchor", '&') };
                let start = self.context.unwrap_or(self.at);
                say(format!("the name of an {what} is made of letters, digits, `-` and `_`"))
                    .at(self.word(start))
                    .help(format!("put the value in quotes if it only starts with `{sign}`"))
            }
            Problem::TagName | Problem::TagEnd => say("a tag that is not well formed")
                .at(self.word(self.context.unwrap_or(self.at)))
                .help("put the value in quotes if it only starts with `!`"),
            Problem::TagHandle => say("no %TAG directive defines the handle of this tag"),
            Problem::TagMismatch(why) => say(why.clone()),
            Problem::ZeroIndent => say("the indentation of a block scalar is 1 to 9, not 0"),
            Problem::BlockHeader => say("text on the line that opens a block scalar")
                .help("begin the text on the next line")
                .context(
                    self.one(self.context.unwrap_or(self.at)),
                    "the block scalar begins here",
                ),
            Problem::TabInBlock => self.tab().context(
                self.one(self.context.unwrap_or(self.at)),
                "in the block scalar that begins here",
            ),
            Problem::TabInPlain => self.tab(),
            Problem::IndicatorInQuotes => self.unclosed_quote("a document separator stands before it is closed"),
            Problem::UnclosedQuote => self.unclosed_quote("the document ends without closing it"),
            Problem::UnknownEscape => self.unknown_escape(),
            Problem::EscapeDigits { digits } => say(format!("{digits} hexadecimal digits have to follow"))
                .at(self.escape(2))
                .help("write `\\\\` for a backslash, or use single quotes"),
            Problem::EscapeValue { value } => {
                let said =
                    say(format!("U+{value:04X} is no character")).at(self.escape(if *value > 0xFFFF { 10 } else { 6 }));
                if (0xD800..0xE000).contains(value) {
                    said.help("surrogate pairs are read in JSON alone; write the character itself, or \\U and 8 digits")
                } else {
                    said
                }
            }
            Problem::TooDeep => say("nested deeper than 10000 levels").at(self.one(self.at)),
            Problem::Excessive => say("aliases make the document grow out of proportion")
                .help("write the repeated parts out, or generate them with a tool"),
            Problem::Version => say("only YAML 1.1 is read").help("remove the directive"),
            Problem::Directive => say("a directive that is not well formed, or unknown")
                .help("put the line in quotes if it is text that starts with `%`"),
            Problem::NoDocumentStart => self.no_document_start(),
            Problem::DashExpected => self.dash_expected(),
            Problem::KeyExpected => self.key_expected(),
            Problem::CommaExpected { close } => self.comma_expected(*close),
            Problem::ContentExpected => self.content_expected(),
            Problem::NullKey => say("a key is null").help("put the key in quotes if it is text"),
            Problem::LargeKey => say("a key is a number above 9223372036854775807").help("put the key in quotes"),
            Problem::CollectionKey { map } => self.collection_key(*map),
            Problem::Infinite => say("JSON has no infinity and no NaN").help("put the value in quotes if it is text"),
            Problem::MergeValue => say("a merge key takes a map, an alias of one, or a list of these")
                .help("write \"<<\" in quotes for a key of that name"),
            Problem::UnknownAnchor { name, nearest } => {
                let said = say(format!("no anchor {name:?} stands before this alias"));
                match nearest {
                    Some(nearest) => said.help(format!("did you mean *{nearest}?")),
                    None => said.help("put the value in quotes if it only starts with `*`"),
                }
            }
            Problem::OwnAnchor(name) => say(format!("the anchor {name:?} contains itself"))
                .context(self.word(self.context.unwrap_or(self.at)), "it begins here"),
        }
    }

    fn tab(&self) -> Said {
        say("a tab is used for indentation")
            .at(self.one(self.at))
            .help("indent with spaces")
    }

    fn cannot_start(&self) -> Said {
        let Some(c) = self.character() else {
            return say("a value is missing");
        };
        if c == '\t' {
            let line = self.line(self.at);
            // A tab between indicators is no indentation to the eye, but it is to the reader.
            let after = self.text(Span::new(line.start, offset(self.at.max(line.start as usize))));
            return if after.trim().is_empty() {
                self.tab()
            } else {
                say("a tab stands where indentation is counted")
                    .at(self.one(self.at))
                    .help("use a space")
            };
        }
        say(format!("a value may not start with {c:?}")).help(QUOTE_IT)
    }

    fn colon_missing(&self) -> Said {
        let line = self.line(self.context.unwrap_or(self.at));
        let line = Span::new(offset(self.context.unwrap_or(self.at)).max(line.start), line.end);
        if let Some(colon) = self.glued_colon(line) {
            return say("no space after `:`").at(colon).help("put a space after the colon");
        }
        let text = self.text(line);
        if text.starts_with(['"', '\'']) || text.len() <= 1024 {
            return say(format!("no `:` after the key {:?}", shorten(text.trim_end())))
                .at(line)
                .help("end the key with a colon and a space; or indent the line, if it goes on with the value above");
        }
        say("a key is longer than 1024 characters").at(self.one(line.start as usize))
    }

    fn value_not_allowed(&self) -> Said {
        let line = self.line(self.at);
        let before = self.text(Span::new(line.start, offset(self.at)));
        if before.len() > 1024 {
            return say("a key is longer than 1024 characters").at(self.one(line.start as usize));
        }
        // `key: value: more`
        if let Some(colon) = before.find(": ") {
            let first = line.start + offset(colon);
            return say("a second `: ` on one line")
                .at(self.one(self.at))
                .context(Span::new(first, first + 1), "the first one is here")
                .help("put the value in quotes, or begin a map on the next line");
        }
        // The line above has become one scalar with the key on this one.
        if let Some(above) = self.line_before(self.at) {
            if let Some(colon) = self.glued_colon(above) {
                return say("no space after `:`").at(colon).help("put a space after the colon");
            }
            let deeper = self.column(line.start as usize) > self.column(above.start as usize);
            let above_text = self.text(above);
            if deeper && above_text.contains(": ") {
                return say("indented deeper than the key above, which has a value already")
                    .at(Span::new(line.start, offset(self.at + 1)))
                    .context(above, "the value is on this line")
                    .help("indent both lines alike");
            }
            if !above_text.contains(':') {
                return say(format!("no `:` after {:?}", shorten(above_text)))
                    .at(above)
                    .context(self.one(self.at), "so this colon makes no key");
            }
        }
        say("a `:` that may not stand here")
            .at(self.one(self.at))
            .help(QUOTE_IT)
    }

    fn unclosed_quote(&self, why: &str) -> Said {
        let start = self.context.unwrap_or(self.at);
        let quote = if self.source[start..].starts_with('\'') {
            "single"
        } else {
            "double"
        };
        let line = self.line(start);
        say(format!("the {quote} quote that opens here is never closed"))
            .at(Span::new(offset(start), line.end.max(offset(start + 1))))
            .context(self.word(self.at), why)
    }

    fn escape(&self, len: usize) -> Span {
        let rest = &self.source[self.at..self.end()];
        let taken: usize = rest
            .chars()
            .take(len)
            .take_while(|&c| !Self::is_break(c) && c != '"')
            .map(char::len_utf8)
            .sum();
        Span::new(offset(self.at), offset(self.at + taken))
    }

    fn unknown_escape(&self) -> Said {
        let rest = &self.source[self.at..self.end()];
        let len: usize = rest.chars().take(2).map(char::len_utf8).sum();
        let span = Span::new(offset(self.at), offset(self.at + len));
        let said = say(format!(
            "unknown escape `{}`",
            &rest[..len].escape_debug().to_string().replace("\\\\", "\\")
        ))
        .at(span);
        if rest.starts_with("\\/") {
            return said.help("a slash needs no escape; `\\/` is read in JSON alone");
        }
        said.help("write `\\\\` for a backslash, or use single quotes")
    }

    fn no_document_start(&self) -> Said {
        let line = self.line(self.document.start as usize);
        say("directives are read as a document of their own, since the next line that begins with `---` ends it")
            .at(line)
            .help("remove the directive")
    }

    fn dash_expected(&self) -> Said {
        let said = say("neither an item of the list, nor indented like the key it belongs to");
        match self.opening() {
            Some((span, _)) => said
                .context(span, "the list begins here")
                .help("indent the line as its neighbours"),
            None => said,
        }
    }

    fn key_expected(&self) -> Said {
        let Some(start) = self.context else {
            return say("a key was expected");
        };
        let begins = self.word(start);
        let column = self.column(self.at);
        let expected = self.column(start);
        let line = self.line(self.at);
        let first = line.start as usize == self.at;
        if first && self.character() == Some('-') && column == expected {
            return say("an item of a list among the keys of a map")
                .context(begins, "the map begins here")
                .help("indent the list below its key");
        }
        if first && column != expected {
            return say(format!("indented by {column}, between the levels above"))
                .context(begins, format!("the keys of this map are indented by {expected}"))
                .help(format!(
                    "indent the line by {expected}, or as deep as what it belongs to"
                ));
        }
        if let Some(c @ (']' | '}')) = self.character() {
            return say(format!("nothing is open that `{c}` could close")).at(self.one(self.at));
        }
        if self.before_is_quoted() {
            return say("text after a value in quotes")
                .help("put all of the value between the quotes, and double those inside it");
        }
        say("a key was expected").context(begins, "in the map that begins here")
    }

    /// Whether the last thing before the fault on its line ends with a quote.
    fn before_is_quoted(&self) -> bool {
        let line = self.line(self.at);
        let before = &self.source[line.start as usize..self.at.max(line.start as usize)];
        before.trim_end().ends_with(['"', '\''])
    }

    fn comma_expected(&self, close: char) -> Said {
        let Some((opening, open)) = self.opening() else {
            return say(format!("`,` or `{close}` was expected"));
        };
        let line_end = self.line(opening.start as usize).end as usize;
        if self.at >= self.end() || self.character().is_none() {
            return self.unclosed(opening, open);
        }
        if self.at > line_end && self.indentation(self.at) <= self.indentation(opening.start as usize) {
            return self
                .unclosed(opening, open)
                .context(self.line(self.at), format!("`,` or `{close}` was expected before this"));
        }
        let said = say(format!("`,` or `{close}` was expected here")).context(opening, format!("`{open}` opens here"));
        if self.before_is_quoted() {
            return said.help("put all of the value between the quotes, and double those inside it");
        }
        said
    }

    fn indentation(&self, at: usize) -> usize {
        self.column(self.line(at).start as usize)
    }

    fn unclosed(&self, opening: Span, open: char) -> Said {
        say(format!("`{open}` is never closed"))
            .at(opening)
            .context(self.word(self.at), "the document ends here")
    }

    fn content_expected(&self) -> Said {
        let in_flow = self.opening().filter(|(_, c)| matches!(c, '[' | '{'));
        match self.character() {
            None => match in_flow {
                Some((opening, open)) => self.unclosed(opening, open),
                None => say("the document ends where a value was expected"),
            },
            Some(c @ (',' | ']' | '}' | '|' | '>')) => {
                let said = say(format!("a value may not start with {c:?}")).at(self.one(self.at));
                match in_flow {
                    Some((opening, open)) => said.context(opening, format!("`{open}` opens here")),
                    None => said.help(QUOTE_IT),
                }
            }
            Some('-') => say("a list of dashes may not stand between brackets").at(self.one(self.at)),
            Some(_) if self.before_is_quoted() => say("text after a value in quotes"),
            Some(_) => match in_flow {
                Some((opening, open)) => {
                    say("a value was expected here").context(opening, format!("`{open}` opens here"))
                }
                None => say("a value was expected here"),
            },
        }
    }

    fn collection_key(&self, map: bool) -> Said {
        let rest = &self.source[self.at..self.end()];
        let before = &self.source[self.document.start as usize..self.at];
        if map && (before.ends_with('{') || rest.starts_with("{{")) {
            return say("`{{` is not YAML: it reads as a map whose key is a map")
                .at(self.line(self.at))
                .help("render the template first, or put the value in quotes");
        }
        let what = if map { "a map" } else { "a list" };
        say(format!("a key is {what}")).help("keys are text; put the key in quotes")
    }
}
