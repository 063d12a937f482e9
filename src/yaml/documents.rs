//! All documents of a text. In: the text of one file. Out: a tree for each document, or the error that hides it.

use super::json as values;
use super::split::Chunks;
use super::{SyntaxError, Tree, parse};
use crate::source::Span;

/// The documents of `source`, as the server's client cuts and reads them, one after the other and in bounded memory.
///
/// An item is one document: its tree, or why it cannot be read. An error never ends the iteration. Documents without
/// content give a tree that [`Tree::is_empty`]; they have comments at most, and do not count as documents.
///
/// A text that begins with `{` is a row of JSON values, and YAML from the first one that is not JSON.
pub fn documents(source: &str) -> Documents<'_> {
    let json = source.trim_start_matches('\u{feff}').trim_start().starts_with('{');
    Documents {
        source,
        json: json.then_some(0),
        chunks: Chunks::new(source, 0),
    }
}

/// The one document that `span` of `source` is, which may be JSON.
pub fn document(source: &str, span: Span) -> Result<Tree<'_>, SyntaxError> {
    json(source, span).unwrap_or_else(|| parse(source, span))
}

/// The one JSON value that `span` of `source` is; none where it is none.
pub fn json(source: &str, span: Span) -> Option<Result<Tree<'_>, SyntaxError>> {
    let text = &source[span.range()];
    let start = span.start as usize + text.len() - text.trim_start().len();
    let (tree, end) = values::read(&source[..span.end as usize], start)?;
    source[end..span.end as usize].trim().is_empty().then_some(tree)
}

/// Iterator over documents; made by [`documents`].
#[derive(Clone, Debug)]
pub struct Documents<'s> {
    source: &'s str,
    /// Where the next JSON value is looked for.
    json: Option<usize>,
    chunks: Chunks<'s>,
}

impl<'s> Documents<'s> {
    /// The next JSON value; none, and none ever after, where the rest is YAML.
    fn value(&mut self) -> Option<Result<Tree<'s>, SyntaxError>> {
        let at = self.json.take()?;
        let rest = &self.source[at..];
        let rest = rest.strip_prefix('\u{feff}').filter(|_| at == 0).unwrap_or(rest);
        let rest = rest.trim_start_matches([' ', '\t', '\n', '\r']);
        let (tree, end) = values::read(self.source, self.source.len() - rest.len())?;
        self.json = Some(end);
        self.chunks = Chunks::new(self.source, end);
        Some(tree)
    }
}

impl<'s> Iterator for Documents<'s> {
    type Item = Result<Tree<'s>, SyntaxError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(value) = self.value() {
            return Some(value);
        }
        let is_blank = |chunk: &Result<Span, _>| match chunk {
            Ok(span) => self.source[span.range()]
                .trim_start_matches('\u{feff}')
                .trim()
                .is_empty(),
            Err(_) => false,
        };
        let chunk = self.chunks.find(|chunk| !is_blank(chunk))?;
        Some(chunk.and_then(|span| parse(self.source, span)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::Kind;

    fn read(text: &str) -> Vec<Option<String>> {
        documents(text)
            .map(|tree| tree.ok().filter(|tree| !tree.is_empty()))
            .map(|tree| tree.and_then(|tree| Some(tree.root().get("a")?.as_str()?.to_owned())))
            .collect()
    }

    fn texts(values: &[&str]) -> Vec<Option<String>> {
        values.iter().map(|&value| Some(value.to_owned())).collect()
    }

    #[test]
    fn values_of_json_stand_one_after_the_other() {
        assert_eq!(
            read("{\"a\":\"x\"}{\"a\":\"y\"}\n {\"a\": \"z\"}"),
            texts(&["x", "y", "z"])
        );
        assert_eq!(read("\u{feff}{\"a\":\n\t\"x\"}"), texts(&["x"]));
    }

    #[test]
    fn json_has_escapes_of_its_own() {
        assert_eq!(
            read(r#"{"a": "\/ \ud83d\ude00 \u00e9"}"#),
            texts(&["/ \u{1f600} \u{e9}"])
        );
        assert!(read("a: \"\\/\"")[0].is_none());
    }

    #[test]
    fn what_is_not_json_is_yaml() {
        assert_eq!(read("{a: x}\n---\na: z\n"), texts(&["x", "z"]));
        // Between the two stands a document without content.
        let both = read("{\"a\": \"x\"}\n---\na: z\n");
        assert_eq!(both.into_iter().flatten().collect::<Vec<_>>(), ["x", "z"]);
        let error = documents("{\"a\": [")
            .next()
            .expect("a document")
            .expect_err("an open list");
        assert!(error.message.contains("never closed"), "{}", error.message);
    }

    #[test]
    fn numbers_of_json_are_numbers() {
        let tree = documents("{\"a\": -1.5e3}").next().expect("a document").expect("JSON");
        assert_eq!(tree.root().get("a").map(|node| node.kind()), Some(Kind::Float(-1500.0)));
    }
}
