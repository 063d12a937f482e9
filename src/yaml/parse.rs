//! The exact layer: libyaml's grammar, event by event, into the tree.

use std::collections::HashMap;

use libyaml_safer::{Event, EventData, Mark, Parser, ScalarStyle};

use super::build::{Builder, Scalar};
use super::error::{Family, SyntaxError};
use super::resolve::resolve;
use super::tree::{Kind, NodeId, Tree};
use crate::source::{Span, offset};

/// The nesting the server allows.
const MAX_DEPTH: usize = 10_000;

/// Parses one document: the bytes `span` of `source`. Offsets in the tree are those of `source`.
pub fn parse(source: &str, span: Span) -> Result<Tree<'_>, SyntaxError> {
    let chunk = &source[span.range()];
    let mut text = String::new();
    let input = if chunk.ends_with('\n') {
        chunk
    } else {
        text.push_str(chunk);
        text.push('\n');
        &text
    };
    let mut bytes = input.as_bytes();
    let mut parser = Parser::new();
    parser.set_input_string(&mut bytes);
    let mut reader = Reader {
        base: span.start,
        end: span.end,
        builder: Builder::new(source),
        anchors: HashMap::new(),
        open: Vec::new(),
    };
    loop {
        let event = parser.parse().map_err(|error| reader.error(&error))?;
        if reader.event(event)? {
            break;
        }
    }
    Ok(reader.builder.finish(span.end))
}

struct Reader<'s> {
    base: u32,
    end: u32,
    builder: Builder<'s>,
    anchors: HashMap<String, NodeId>,
    open: Vec<(Option<String>, NodeId)>,
}

impl Reader<'_> {
    fn at(&self, mark: Mark) -> u32 {
        (self.base + offset(usize::try_from(mark.index).unwrap_or(usize::MAX))).min(self.end)
    }

    fn error(&self, error: &libyaml_safer::Error) -> SyntaxError {
        let at = error.problem_mark().map_or(self.base, |mark| self.at(mark));
        let context = error.context().zip(error.context_mark());
        SyntaxError {
            family: Family::Yaml,
            help: None,
            span: Span::at(at),
            message: error.problem().to_owned(),
            context: context.map(|(text, mark)| (Span::at(self.at(mark)), text.to_owned())),
        }
    }

    /// Takes one event; true at the end of the document.
    fn event(&mut self, event: Event) -> Result<bool, SyntaxError> {
        let span = Span::new(self.at(event.start_mark), self.at(event.end_mark));
        match event.data {
            EventData::Scalar {
                anchor,
                value,
                plain_implicit,
                style,
                ..
            } => {
                self.scalar(&value, style == ScalarStyle::Plain && plain_implicit, span, anchor);
            }
            EventData::SequenceStart { anchor, .. } => {
                let id = self.builder.start_seq(span);
                self.open.push((anchor, id));
            }
            EventData::MappingStart { anchor, .. } => {
                let id = self.builder.start_map(span);
                self.open.push((anchor, id));
            }
            EventData::SequenceEnd | EventData::MappingEnd => {
                self.builder.end(span.end);
                if let Some((Some(anchor), id)) = self.open.pop() {
                    self.anchors.insert(anchor, id);
                }
            }
            EventData::Alias { anchor } => {
                let id = self.anchors.get(&anchor).copied();
                let id = id.ok_or_else(|| fault(span, format!("unknown anchor '{anchor}' referenced")))?;
                self.builder.alias(id, span);
            }
            EventData::DocumentEnd { .. } | EventData::StreamEnd => return Ok(true),
            _ => {}
        }
        if self.builder.depth() > MAX_DEPTH {
            return Err(fault(span, format!("nested deeper than {MAX_DEPTH} levels")));
        }
        Ok(false)
    }

    fn scalar(&mut self, value: &str, plain: bool, span: Span, anchor: Option<String>) {
        let (kind, json) = if plain {
            let resolved = resolve(value);
            (resolved.kind, resolved.json)
        } else {
            (Kind::Str, None)
        };
        let text = json.as_deref().unwrap_or(value);
        if self.builder.expects_key() {
            self.builder.key(text, span);
            return;
        }
        let id = self.builder.scalar(&Scalar { kind, text, span });
        if let Some(anchor) = anchor {
            self.anchors.insert(anchor, id);
        }
    }
}

fn fault(span: Span, message: String) -> SyntaxError {
    SyntaxError {
        family: Family::Yaml,
        help: None,
        span,
        message,
        context: None,
    }
}
