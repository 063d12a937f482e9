//! Templates: texts that become YAML only when another tool has filled them in. In: a document that is not YAML. Out:
//! whether the marks of a template are the reason. Called by `lint`, for documents that do not parse.

use crate::source::{Span, offset};
use crate::yaml;

/// How marks of templates begin and end: Helm and Go, Jinja and Liquid.
const MARKS: [(&str, &str); 2] = [("{{", "}}"), ("{%", "%}")];

/// Whether the document `span` of `text`, which is not YAML as it stands, would be without its template marks, or has
/// one at the very place where the parser gives up.
pub fn is_template(text: &str, span: Span) -> bool {
    let document = &text[span.range()];
    let Some(masked) = mask(document) else { return false };
    let whole = Span::new(0, offset(masked.len()));
    let Err(error) = yaml::parse(&masked, whole) else {
        return true;
    };
    let context = error.context.map(|(span, _)| span);
    let mut places = context.into_iter().chain([error.span]);
    places.any(|place| {
        let line = memchr::memchr_iter(b'\n', &masked.as_bytes()[..place.start as usize]).count();
        document.lines().nth(line).is_some_and(has_mark)
    })
}

/// The text with its marks filled in, line breaks kept: a line of nothing but marks is emptied, others get a word of the
/// same length. None where there is no mark.
fn mask(text: &str) -> Option<String> {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, len)) = next_mark(rest) {
        masked.push_str(&rest[..at]);
        masked.extend(rest[at..at + len].chars().map(|c| match c {
            '\n' | '\r' => c,
            _ => MASK,
        }));
        rest = &rest[at + len..];
    }
    if masked.is_empty() {
        return None;
    }
    masked.push_str(rest);
    let line = |line: &str| {
        let bare = line.trim();
        let blank = !bare.is_empty() && bare.chars().all(|c| c == MASK || c == ' ');
        line.replace(MASK, if blank { " " } else { "x" })
    };
    Some(masked.split_inclusive('\n').map(line).collect())
}

/// Stands for a character of a mark while lines are not yet told apart; Unicode gives it no meaning.
const MASK: char = '\u{fdd0}';

/// The next mark: its place and length.
fn next_mark(text: &str) -> Option<(usize, usize)> {
    MARKS
        .iter()
        .filter_map(|(open, close)| {
            let at = text.find(open)?;
            let end = text[at..].find(close)? + close.len();
            Some((at, end))
        })
        .min()
}

fn has_mark(line: &str) -> bool {
    MARKS.iter().any(|(open, _)| line.contains(open))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(text: &str) -> bool {
        is_template(text, Span::new(0, offset(text.len())))
    }

    #[test]
    fn marks_make_a_template() {
        assert!(template("kind: Pod\nmetadata:\n  name: {{ .Values.name }}\n"));
        assert!(template("{{- if .Values.on }}\nkind: Pod\n{{- end }}\n"));
        assert!(template(
            "kind: Pod\nmetadata:\n  labels:\n    {{- include \"x\" . | nindent 4 }}\n"
        ));
        assert!(template("a: b\n{% for x in y %}\nb: {{ x }}\n{% endfor %}\n"));
        assert!(template("{{/*\nmany lines\n*/}}\nkind: Pod\n"));
    }

    #[test]
    fn marks_elsewhere_do_not_hide_a_fault() {
        assert!(!template("a: [\nb: 1\n"));
        assert!(!template("text: \"{{ $labels.x }}\"\nlist: [1\nother: 2\n"));
    }
}
