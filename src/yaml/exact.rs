//! Tokens to the tree: the grammar of libyaml, and the meaning that the server's reader gives to what it finds: tags,
//! keys, merges, anchors. Called by `parse`.

use std::collections::HashMap;

use super::SyntaxError;
use super::arena::{KeyType, Text};
use super::build::{CopyError, MAX_DEPTH};
use super::error::Family;
use super::explain::{Fault, Problem, explain};
use super::resolve::{Json, Resolved, Tag, float_key, resolve, resolve_tagged};
use super::scan::{Res, Scanner, Token, TokenKind, check_characters};
use super::tree::{Kind, NodeId, Tree};
use crate::source::{Span, offset};

/// Reads the document `document` of `source`.
pub(super) fn read(source: &str, document: Span) -> Result<Tree<'_>, SyntaxError> {
    let text = &source[document.range()];
    let odd_breaks = check_characters(text).map_err(|at| control_character(source, document, at))?;
    let mut parser = Parser {
        source,
        scanner: Scanner::new(source, document, odd_breaks),
        states: Vec::with_capacity(16),
        open: Vec::with_capacity(16),
        anchors: HashMap::new(),
        handles: Vec::new(),
        merge: None,
        last_end: document.start,
    };
    match parser.document(document) {
        Ok(()) => Ok(parser.scanner.builder.finish(document.end)),
        Err(fault) => Err(explain(source, document, &fault)),
    }
}

fn control_character(source: &str, document: Span, at: usize) -> SyntaxError {
    let start = document.start as usize + at;
    let found = source[start..].chars().next().unwrap_or_default();
    SyntaxError {
        family: Family::Encoding,
        document,
        span: Span::new(offset(start), offset(start + found.len_utf8())),
        message: format!("control character U+{:04X}", u32::from(found)),
        help: Some(format!(
            "remove it, or write it as \"\\u{:04X}\" in double quotes",
            u32::from(found)
        )),
        context: None,
    }
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    BlockEntry { first: bool },
    IndentlessEntry,
    BlockKey { first: bool },
    BlockValue,
    FlowEntry { first: bool },
    PairKey,
    PairValue,
    PairEnd,
    FlowKey { first: bool },
    FlowValue,
    FlowNoValue,
}

/// An open collection.
#[derive(Clone, Copy)]
struct Open {
    start: u32,
    /// Whether it is the value of a merge key.
    merge: bool,
}

/// What an anchor names.
#[derive(Clone, Copy)]
enum Anchored {
    Node(NodeId),
    /// A key, which is no node of the tree.
    Key(Kind, Span, Text),
}

#[derive(Clone, Copy, Default)]
struct Properties<'s> {
    anchor: Option<&'s str>,
    tag: Option<Token>,
    /// Where they end.
    end: Option<u32>,
}

/// JSON has no infinity and no NaN.
fn check_value(kind: Kind, span: Span) -> Res<()> {
    match kind {
        Kind::Float(value) if !value.is_finite() => fault(Problem::Infinite, span),
        _ => Ok(()),
    }
}

struct Parser<'s> {
    source: &'s str,
    scanner: Scanner<'s>,
    states: Vec<State>,
    open: Vec<Open>,
    anchors: HashMap<&'s str, Anchored>,
    /// Tag handles that directives define, and their prefixes.
    handles: Vec<(&'s str, &'s str)>,
    /// A merge key that waits for its value.
    merge: Option<Span>,
    /// Where the last node ended.
    last_end: u32,
}

fn fault<T>(problem: Problem, at: Span) -> Res<T> {
    Err(Box::new(Fault {
        problem,
        at,
        context: None,
    }))
}

impl<'s> Parser<'s> {
    fn peek(&mut self) -> Res<Token> {
        self.scanner.peek()
    }

    /// The token after the one that was last seen.
    fn next(&mut self) -> Res<Token> {
        self.scanner.skip();
        self.scanner.peek()
    }

    fn unexpected<T>(&self, problem: Problem, token: Token) -> Res<T> {
        Err(Box::new(Fault {
            problem,
            at: token.span,
            context: self.open.last().map(|open| open.start),
        }))
    }

    fn text(&self, text: Text) -> &'s str {
        &self.source[text.start as usize..text.end as usize]
    }

    fn document(&mut self, document: Span) -> Res<()> {
        let mut token = self.peek()?;
        let directives = token.kind == TokenKind::Directive;
        let mut version = false;
        while token.kind == TokenKind::Directive {
            self.directive(token, &mut version)?;
            token = self.next()?;
        }
        match token.kind {
            TokenKind::StreamEnd if !directives => return Ok(()),
            TokenKind::DocumentStart => {
                token = self.next()?;
                let empty = matches!(
                    token.kind,
                    TokenKind::Directive | TokenKind::DocumentStart | TokenKind::DocumentEnd | TokenKind::StreamEnd
                );
                self.last_end = self.last_end.max(token.span.start);
                if empty {
                    self.empty(Properties::default(), token.span.start)?;
                } else {
                    self.node(true, false)?;
                }
            }
            _ if directives => return fault(Problem::NoDocumentStart, token.span),
            _ => self.node(true, false)?,
        }
        while let Some(state) = self.states.pop() {
            self.step(state)?;
        }
        self.tail(document)
    }

    /// Looks at what follows the document, which is read by nobody.
    fn tail(&mut self, document: Span) -> Res<()> {
        let token = self.peek()?;
        let start = match token.kind {
            TokenKind::StreamEnd => return Ok(()),
            TokenKind::DocumentEnd => token.span.end as usize,
            _ => token.span.start as usize,
        };
        let mut lost: Option<Span> = None;
        let mut at = start;
        let end = document.end as usize;
        let mut comments = Vec::new();
        for line in self.source[start..end].split_inclusive('\n') {
            let text = line.trim();
            let from = at + line.len() - line.trim_start().len();
            if text.starts_with('#') {
                comments.push(Span::new(offset(from), offset(from + text.len())));
            } else if !text.is_empty() && text != "..." {
                let span = Span::new(offset(from), offset(from + text.len()));
                lost = Some(lost.map_or(span, |lost| Span::new(lost.start, span.end)));
            }
            at += line.len();
        }
        match lost {
            Some(lost) => self.scanner.builder.lose(lost),
            None => comments
                .into_iter()
                .for_each(|comment| self.scanner.builder.comment(comment)),
        }
        Ok(())
    }

    fn directive(&mut self, token: Token, version: &mut bool) -> Res<()> {
        let text = self.text(token.text);
        let mut words = text[1..].split([' ', '\t']).filter(|word| !word.is_empty());
        let (name, first, second) = (words.next(), words.next(), words.next());
        if name == Some("YAML") {
            let number = |text: &str| text.parse().unwrap_or(0);
            let (major, minor) = first.and_then(|version| version.split_once('.')).unwrap_or_default();
            if *version || number(major) != 1 || number(minor) != 1 {
                return fault(Problem::Version, token.span);
            }
            *version = true;
            return Ok(());
        }
        let handle = first.unwrap_or_default();
        if self.handles.iter().any(|(known, _)| *known == handle) {
            return fault(Problem::Directive, token.span);
        }
        self.handles.push((handle, second.unwrap_or_default()));
        Ok(())
    }

    fn step(&mut self, state: State) -> Res<()> {
        match state {
            State::BlockEntry { first } => self.block_entry(first),
            State::IndentlessEntry => self.indentless_entry(),
            State::BlockKey { first } => self.block_key(first),
            State::BlockValue => self.block_value(),
            State::FlowEntry { first } => self.flow_entry(first),
            State::PairKey => self.pair_key(),
            State::PairValue => self.pair_value(),
            State::PairEnd => self.end(self.last_end),
            State::FlowKey { first } => self.flow_key(first),
            State::FlowValue => self.flow_value(),
            State::FlowNoValue => {
                self.states.push(State::FlowKey { first: false });
                self.empty(Properties::default(), self.last_end)
            }
        }
    }

    fn block_entry(&mut self, first: bool) -> Res<()> {
        let token = if first { self.next()? } else { self.peek()? };
        match token.kind {
            TokenKind::BlockEntry => {
                let next = self.next()?;
                self.states.push(State::BlockEntry { first: false });
                match next.kind {
                    TokenKind::BlockEntry | TokenKind::BlockEnd => self.empty(Properties::default(), token.span.end),
                    _ => self.node(true, false),
                }
            }
            TokenKind::BlockEnd => {
                self.scanner.skip();
                self.end(self.last_end)
            }
            _ => self.unexpected(Problem::DashExpected, token),
        }
    }

    fn indentless_entry(&mut self) -> Res<()> {
        let token = self.peek()?;
        if token.kind != TokenKind::BlockEntry {
            return self.end(self.last_end);
        }
        let next = self.next()?;
        self.states.push(State::IndentlessEntry);
        match next.kind {
            TokenKind::BlockEntry | TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd => {
                self.empty(Properties::default(), token.span.end)
            }
            _ => self.node(true, false),
        }
    }

    fn block_key(&mut self, first: bool) -> Res<()> {
        let token = if first { self.next()? } else { self.peek()? };
        match token.kind {
            TokenKind::Key => {
                let next = self.next()?;
                self.states.push(State::BlockValue);
                match next.kind {
                    TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd => {
                        self.empty(Properties::default(), token.span.end)
                    }
                    _ => self.node(true, true),
                }
            }
            TokenKind::BlockEnd => {
                self.scanner.skip();
                self.end(self.last_end)
            }
            _ => self.unexpected(Problem::KeyExpected, token),
        }
    }

    fn block_value(&mut self) -> Res<()> {
        let token = self.peek()?;
        self.states.push(State::BlockKey { first: false });
        if token.kind != TokenKind::Value {
            return self.empty(Properties::default(), self.last_end);
        }
        let next = self.next()?;
        match next.kind {
            TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd => {
                self.empty(Properties::default(), token.span.end)
            }
            _ => self.node(true, true),
        }
    }

    fn flow_entry(&mut self, first: bool) -> Res<()> {
        let mut token = if first { self.next()? } else { self.peek()? };
        if token.kind != TokenKind::FlowSequenceEnd {
            if !first {
                if token.kind != TokenKind::FlowEntry {
                    return self.unexpected(Problem::CommaExpected { close: ']' }, token);
                }
                token = self.next()?;
            }
            if token.kind == TokenKind::Key {
                self.scanner.skip();
                self.states.push(State::FlowEntry { first: false });
                self.states.push(State::PairKey);
                return self.start(Kind::Map, token.span.start, None);
            }
            if token.kind != TokenKind::FlowSequenceEnd {
                self.states.push(State::FlowEntry { first: false });
                return self.node(false, false);
            }
        }
        self.scanner.skip();
        self.end(token.span.end)
    }

    fn pair_key(&mut self) -> Res<()> {
        let token = self.peek()?;
        self.states.push(State::PairValue);
        match token.kind {
            TokenKind::Value | TokenKind::FlowEntry | TokenKind::FlowSequenceEnd => {
                // The token is taken for the key's own, as libyaml does.
                self.scanner.skip();
                self.empty(Properties::default(), token.span.start)
            }
            _ => self.node(false, false),
        }
    }

    fn pair_value(&mut self) -> Res<()> {
        let token = self.peek()?;
        self.states.push(State::PairEnd);
        if token.kind != TokenKind::Value {
            return self.empty(Properties::default(), self.last_end);
        }
        let next = self.next()?;
        match next.kind {
            TokenKind::FlowEntry | TokenKind::FlowSequenceEnd => self.empty(Properties::default(), token.span.end),
            _ => self.node(false, false),
        }
    }

    fn flow_key(&mut self, first: bool) -> Res<()> {
        let mut token = if first { self.next()? } else { self.peek()? };
        if token.kind != TokenKind::FlowMappingEnd {
            if !first {
                if token.kind != TokenKind::FlowEntry {
                    return self.unexpected(Problem::CommaExpected { close: '}' }, token);
                }
                token = self.next()?;
            }
            if token.kind == TokenKind::Key {
                let next = self.next()?;
                self.states.push(State::FlowValue);
                return match next.kind {
                    TokenKind::Value | TokenKind::FlowEntry | TokenKind::FlowMappingEnd => {
                        self.empty(Properties::default(), token.span.end)
                    }
                    _ => self.node(false, false),
                };
            }
            if token.kind != TokenKind::FlowMappingEnd {
                self.states.push(State::FlowNoValue);
                return self.node(false, false);
            }
        }
        self.scanner.skip();
        self.end(token.span.end)
    }

    fn flow_value(&mut self) -> Res<()> {
        let token = self.peek()?;
        self.states.push(State::FlowKey { first: false });
        if token.kind != TokenKind::Value {
            return self.empty(Properties::default(), self.last_end);
        }
        let next = self.next()?;
        match next.kind {
            TokenKind::FlowEntry | TokenKind::FlowMappingEnd => self.empty(Properties::default(), token.span.end),
            _ => self.node(false, false),
        }
    }

    /// Reads a node from its first token on. Collections push the state that reads their children.
    fn node(&mut self, block: bool, indentless: bool) -> Res<()> {
        let mut token = self.peek()?;
        if token.kind == TokenKind::Alias {
            self.scanner.skip();
            return self.alias(token);
        }
        let mut properties = Properties::default();
        let start = token.span.start;
        if matches!(token.kind, TokenKind::Anchor | TokenKind::Tag) {
            self.property(token, &mut properties);
            let first = token.kind;
            token = self.next()?;
            if matches!(token.kind, TokenKind::Anchor | TokenKind::Tag) && token.kind != first {
                self.property(token, &mut properties);
                token = self.next()?;
            }
        }
        let anchor = properties.anchor;
        if let Some(tag) = properties.tag {
            // An unknown handle is an error on collections too.
            self.tag(tag)?;
        }
        match token.kind {
            TokenKind::BlockEntry if indentless => {
                self.states.push(State::IndentlessEntry);
                self.start(Kind::Seq, token.span.start, anchor)
            }
            TokenKind::Plain | TokenKind::Quoted => {
                self.scanner.skip();
                self.scalar(token, properties)
            }
            TokenKind::FlowSequenceStart => {
                self.states.push(State::FlowEntry { first: true });
                self.start(Kind::Seq, token.span.start, anchor)
            }
            TokenKind::FlowMappingStart => {
                self.states.push(State::FlowKey { first: true });
                self.start(Kind::Map, token.span.start, anchor)
            }
            TokenKind::BlockSequenceStart if block => {
                self.states.push(State::BlockEntry { first: true });
                self.start(Kind::Seq, token.span.start, anchor)
            }
            TokenKind::BlockMappingStart if block => {
                self.states.push(State::BlockKey { first: true });
                self.start(Kind::Map, token.span.start, anchor)
            }
            _ => match properties.end {
                Some(end) => self.empty(properties, end),
                None => Err(Box::new(Fault {
                    problem: Problem::ContentExpected,
                    at: token.span,
                    context: self
                        .open
                        .last()
                        .map(|open| open.start)
                        .filter(|_| !block)
                        .or(Some(start)),
                })),
            },
        }
    }

    fn property(&mut self, token: Token, properties: &mut Properties<'s>) {
        match token.kind {
            TokenKind::Anchor => properties.anchor = Some(self.text(token.text)),
            _ => properties.tag = Some(token),
        }
        properties.end = Some(token.span.end);
    }

    /// The meaning of a tag, and whether it is the lone `!`.
    fn tag(&self, token: Token) -> Res<(Tag, bool)> {
        let text = self.text(token.text);
        if let Some(name) = text.strip_prefix("!<") {
            return Ok((Tag::of(&decode_uri(name.trim_end_matches('>'))), false));
        }
        let word = text[1..]
            .bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(byte))
            .count();
        let (handle, suffix) = match text.as_bytes().get(1 + word) {
            Some(b'!') => text.split_at(word + 2),
            _ => text.split_at(1),
        };
        let prefix = self
            .handles
            .iter()
            .find(|(known, _)| *known == handle)
            .map(|(_, prefix)| *prefix);
        let prefix = match (prefix, handle) {
            (Some(prefix), _) => prefix,
            (None, "!") if suffix.is_empty() => return Ok((Tag::Other, true)),
            (None, "!") => "!",
            (None, "!!") => "tag:yaml.org,2002:",
            (None, _) => return fault(Problem::TagHandle, token.span),
        };
        Ok((Tag::of(&format!("{prefix}{}", decode_uri(suffix))), false))
    }

    /// A scalar without any text.
    fn empty(&mut self, properties: Properties<'s>, at: u32) -> Res<()> {
        let at = properties.end.unwrap_or(at);
        self.resolved("", Text::source(at, at), Span::at(at), true, properties)
    }

    fn scalar(&mut self, token: Token, properties: Properties<'s>) -> Res<()> {
        if token.text.decoded {
            let text = self.scanner.builder.text_of(token.text).to_owned();
            return self.resolved(
                &text,
                token.text,
                token.span,
                token.kind == TokenKind::Plain,
                properties,
            );
        }
        let text = self.text(token.text);
        self.resolved(text, token.text, token.span, token.kind == TokenKind::Plain, properties)
    }

    /// Puts a scalar into the tree, as key or as value.
    fn resolved(&mut self, written: &str, text: Text, span: Span, plain: bool, properties: Properties<'s>) -> Res<()> {
        let tag = match properties.tag {
            Some(tag) => Some(self.tag(tag)?),
            None => None,
        };
        self.last_end = span.end;
        let is_key = self.scanner.builder.expects_key() && self.merge.is_none();
        let implicit = match tag {
            None => plain,
            Some((tag, lone)) => lone || tag == Tag::Merge,
        };
        if is_key && implicit && written == "<<" {
            if let Some(anchor) = properties.anchor {
                self.anchors.insert(anchor, Anchored::Key(Kind::Str, span, text));
            }
            self.merge = Some(span);
            return Ok(());
        }
        let Resolved { kind, json } = match tag {
            Some((tag, _)) => match resolve_tagged(tag, written) {
                Ok(resolved) => resolved,
                Err(why) => return fault(Problem::TagMismatch(why), span),
            },
            None if plain => resolve(written),
            None => Resolved {
                kind: Kind::Str,
                json: Json::Same,
            },
        };
        let text = self.scanner.builder.json_text(json, written, text);
        if let Some(merge) = self.merge {
            return fault(Problem::MergeValue, if span.start < span.end { span } else { merge });
        }
        if is_key {
            if let Some(anchor) = properties.anchor {
                self.anchors.insert(anchor, Anchored::Key(kind, span, text));
            }
            return self.key(kind, text, span);
        }
        check_value(kind, span)?;
        let id = self.scanner.builder.scalar(kind, span, text);
        if let Some(anchor) = properties.anchor {
            self.anchors.insert(anchor, Anchored::Node(id));
        }
        Ok(())
    }

    fn key(&mut self, kind: Kind, text: Text, span: Span) -> Res<()> {
        let builder = &mut self.scanner.builder;
        let (text, kind) = match kind {
            Kind::Str => (text, KeyType::Str),
            Kind::Bool(_) => (text, KeyType::Bool),
            Kind::Int(_) => (text, KeyType::Int),
            Kind::Float(value) => (builder.decoded(&float_key(value)), KeyType::Float),
            Kind::Null => return fault(Problem::NullKey, span),
            Kind::UInt(_) => return fault(Problem::LargeKey, span),
            Kind::Seq | Kind::Map => return fault(Problem::CollectionKey { map: kind == Kind::Map }, span),
        };
        builder.key(text, kind, span);
        Ok(())
    }

    fn start(&mut self, kind: Kind, at: u32, anchor: Option<&'s str>) -> Res<()> {
        let builder = &mut self.scanner.builder;
        if builder.depth() >= MAX_DEPTH {
            return fault(Problem::TooDeep, Span::at(at));
        }
        let merge = self.merge.take().is_some();
        if !merge && builder.expects_key() {
            return fault(Problem::CollectionKey { map: kind == Kind::Map }, Span::at(at));
        }
        let id = if merge {
            builder.start_detached(kind, Span::at(at))
        } else {
            builder.start(kind, Span::at(at))
        };
        self.open.push(Open { start: at, merge });
        if let Some(anchor) = anchor {
            self.anchors.insert(anchor, Anchored::Node(id));
        }
        Ok(())
    }

    fn end(&mut self, end: u32) -> Res<()> {
        let builder = &mut self.scanner.builder;
        let id = builder.end(end);
        self.last_end = end;
        if !self.open.pop().is_some_and(|open| open.merge) {
            return Ok(());
        }
        if builder.kind_of(id) == Kind::Map {
            builder.merge_move(id);
        } else if let Some(item) = builder.item_that_is_no_map(id) {
            return fault(Problem::MergeValue, builder.span_of(item));
        } else {
            builder.merge_move_all(id);
        }
        Ok(())
    }

    fn alias(&mut self, token: Token) -> Res<()> {
        let span = token.span;
        self.last_end = span.end;
        let builder = &mut self.scanner.builder;
        let name = &self.source[token.text.start as usize..token.text.end as usize];
        let Some(&anchored) = self.anchors.get(name) else {
            let nearest = crate::suggest::nearest(name, self.anchors.keys().copied());
            let nearest = nearest.map(str::to_owned);
            let name = name.to_owned();
            return fault(Problem::UnknownAnchor { name, nearest }, span);
        };
        if let Anchored::Node(id) = anchored
            && builder.is_open(id)
        {
            return Err(Box::new(Fault {
                problem: Problem::OwnAnchor(name.to_owned()),
                at: span,
                context: Some(builder.span_of(id).start),
            }));
        }
        let merge = self.merge.take();
        let done = match anchored {
            Anchored::Node(id) if merge.is_some() && builder.kind_of(id) == Kind::Map => builder.merge_copy(id, span),
            _ if merge.is_some() => return fault(Problem::MergeValue, span),
            Anchored::Node(id) if builder.expects_key() => {
                let (kind, text) = builder.scalar_of(id);
                return self.key(kind, text, span);
            }
            Anchored::Key(kind, _, text) if builder.expects_key() => return self.key(kind, text, span),
            Anchored::Node(id) => builder.alias(id, span).map(|_| ()),
            Anchored::Key(kind, written, text) => {
                builder.alias_scalar(kind, written, text, span);
                return check_value(kind, span);
            }
        };
        match done {
            Ok(()) => Ok(()),
            Err(CopyError::Excessive) => fault(Problem::Excessive, span),
            Err(CopyError::TooDeep) => fault(Problem::TooDeep, span),
        }
    }
}

/// `%41` is `A`.
fn decode_uri(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        let code = rest
            .get(at + 1..at + 3)
            .and_then(|code| u8::from_str_radix(code, 16).ok());
        match code {
            Some(byte) => {
                bytes.push(byte);
                rest = &rest[at + 3..];
            }
            None => {
                bytes.push(b'%');
                rest = &rest[at + 1..];
            }
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}
