//! What is not YAML or JSON, and where.

use crate::source::Span;

/// Which reader refused the text; each has a rule of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// The YAML reader.
    Yaml,
    /// Characters that no reader takes.
    Encoding,
    /// The splitter, which knows lines and nothing else.
    Separator,
}

/// Text that is not YAML or JSON, and where.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct SyntaxError {
    /// Which reader refused it.
    pub family: Family,
    /// The document that holds it.
    pub document: Span,
    /// The fault.
    pub span: Span,
    /// What was expected or found: lower case, no full stop.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Where the construct with the fault starts, and what it is.
    pub context: Option<(Span, String)>,
}

/// Text to quote in a message: at most 40 characters.
pub(crate) fn shorten(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
