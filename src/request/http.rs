//! `.http` files. In: the text of one. Out: its requests and comments.
//!
//! Parts stand between lines that begin with `###`. In a part come comments, annotations and variables, the request line,
//! indented lines that go on with the query, headers to the first empty line, and the body to the end of the part.

use std::borrow::Cow;

use super::url::{self, Text};
use super::{Body, Header, Part, Request, Response};
use crate::source::{Span, offset};

/// One part of a file.
#[derive(Debug)]
pub struct Entry<'s> {
    /// The part, from the line after its separator.
    pub span: Span,
    /// The comments before the body.
    pub comments: Vec<Span>,
    /// The request; none in a part of comments and variables.
    pub request: Option<Request<'s>>,
}

/// Reads the parts of a file.
pub fn entries(source: &str) -> Vec<Entry<'_>> {
    let start = source.len() - source.strip_prefix('\u{feff}').unwrap_or(source).len();
    let mut parts = Vec::new();
    let (mut at, mut begin) = (start, start);
    for line in source[start..].split_inclusive('\n') {
        if line.starts_with("###") {
            parts.push(Span::new(offset(begin), offset(at)));
            begin = at + line.len();
        }
        at += line.len();
    }
    parts.push(Span::new(offset(begin), offset(at)));
    let mut document = 0;
    parts
        .into_iter()
        .map(|part| {
            let entry = read(source, part, document);
            document += usize::from(entry.request.is_some());
            entry
        })
        .collect()
}

/// The lines of a part that are not read yet.
struct Lines<'s> {
    source: &'s str,
    at: usize,
    end: usize,
}

impl<'s> Lines<'s> {
    /// The next line without its line break.
    fn peek(&self) -> Option<Text<'s>> {
        if self.at >= self.end {
            return None;
        }
        let line = self.source[self.at..self.end].split('\n').next()?;
        let line = line.strip_suffix('\r').unwrap_or(line);
        Some(Text::of(
            self.source,
            Span::new(offset(self.at), offset(self.at + line.len())),
        ))
    }

    fn skip(&mut self) {
        let rest = &self.source[self.at..self.end];
        self.at += rest.find('\n').map_or(rest.len(), |end| end + 1);
    }

    fn next_if(&mut self, wanted: impl Fn(&str) -> bool) -> Option<Text<'s>> {
        let line = self.peek().filter(|line| wanted(line.text))?;
        self.skip();
        Some(line)
    }
}

fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with('#') || line.starts_with("//")
}

fn read(source: &str, part: Span, document: usize) -> Entry<'_> {
    let mut lines = Lines {
        source,
        at: part.start as usize,
        end: part.end as usize,
    };
    let mut entry = Entry {
        span: part,
        comments: Vec::new(),
        request: None,
    };
    let mut script = false;
    while let Some(line) = lines.peek() {
        let text = line.text.trim();
        if script || text.starts_with("< {%") {
            script = !text.ends_with("%}");
        } else if is_comment(text) {
            entry.comments.push(line.trim().span);
        } else if !text.is_empty() && !text.starts_with('@') {
            break;
        }
        lines.skip();
    }
    let Some(line) = lines.peek() else { return entry };
    lines.skip();
    let (method, target) = request_line(line.trim());
    let (mut segments, query) = url::split(target);
    let mut parameters = Vec::new();
    if let Some(query) = query {
        url::parameters(query, &mut parameters);
    }
    while let Some(line) = lines.next_if(|line| {
        let rest = line.trim_start();
        rest.len() < line.len() && (rest.starts_with(['?', '&', '/']) || is_comment(rest))
    }) {
        let line = line.trim();
        match line.text.as_bytes() {
            [b'?' | b'&', ..] => {
                let query = Text::of(source, Span::new(line.span.start + 1, line.span.end));
                url::parameters(without_version(query), &mut parameters);
            }
            [b'/', next, ..] if *next != b'/' => segments.extend(url::segments(without_version(line))),
            _ => entry.comments.push(line.span),
        }
    }
    let headers = headers(&mut lines, &mut entry.comments);
    let (body, response) = bodies(&mut lines);
    let request = Request {
        source,
        span: part,
        document,
        method,
        url: target.part(),
        segments,
        query: parameters,
        headers,
        headers_written: true,
        body,
        response,
        object: None,
        service: None,
        route: None,
        target: None,
    };
    entry.request = Some(request.routed());
    entry
}

/// Method and URL; without a method it is `GET`.
fn request_line(line: Text<'_>) -> (Part<'_>, Text<'_>) {
    let line = without_version(line);
    let word = line.text.find([' ', '\t']).unwrap_or(line.text.len());
    let is_method = line.text[..word].bytes().all(|byte| byte.is_ascii_alphabetic()) && word < line.text.len();
    if !is_method {
        let method = Part {
            text: Cow::Borrowed("GET"),
            span: line.span,
            broken: false,
        };
        return (method, line);
    }
    let (method, target) = line.split_at(word);
    (method.part(), target.trim())
}

/// A line without `HTTP/1.1` at its end.
fn without_version(line: Text<'_>) -> Text<'_> {
    let line = line.trim();
    let last = line.text.rfind([' ', '\t']).map_or(0, |at| at + 1);
    match line.text[last..].strip_prefix("HTTP/") {
        Some(version) if version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') => {
            line.split_at(last).0.trim()
        }
        _ => line,
    }
}

/// Headers to the first empty line, which is skipped.
fn headers<'s>(lines: &mut Lines<'s>, comments: &mut Vec<Span>) -> Vec<Header<'s>> {
    let mut headers: Vec<Header<'s>> = Vec::new();
    while let Some(line) = lines.peek() {
        let text = line.text.trim();
        if text.is_empty() {
            lines.skip();
            break;
        }
        if is_comment(text) {
            comments.push(line.trim().span);
        } else if let Some(at) = line.text.find(':') {
            let (name, value) = line.split_at(at);
            let value = Text::of(lines.source, Span::new(value.span.start + 1, value.span.end));
            headers.push(Header {
                name: name.trim().part(),
                value: value.trim().part(),
            });
        } else {
            // No header, so the empty line before the body was forgotten.
            break;
        }
        lines.skip();
    }
    headers
}

/// The body, without blank lines at its end, and the answer that may follow.
fn bodies<'s>(lines: &mut Lines<'s>) -> (Option<Body<'s>>, Option<Response<'s>>) {
    let start = lines.at;
    let mut response = None;
    let mut end = lines.end;
    while let Some(line) = lines.peek() {
        if line.text.starts_with("HTTP/") {
            end = lines.at;
            lines.skip();
            let status = line.text.find(' ').map(|at| line.split_at(at).1.trim());
            let status = status.map(|status| {
                let word = status.text.find(' ').unwrap_or(status.text.len());
                status.split_at(word).0.part()
            });
            let headers = headers(lines, &mut Vec::new());
            let body = body(lines.source, lines.at, lines.end);
            response = Some(Response { status, headers, body });
            break;
        }
        if line.text.starts_with("> ") || line.text.starts_with("<> ") || line.text.starts_with(">> ") {
            end = lines.at;
            break;
        }
        lines.skip();
    }
    (body(lines.source, start, end), response)
}

fn body(source: &str, start: usize, end: usize) -> Option<Body<'_>> {
    let mut text = &source[start..end];
    loop {
        let shorter = text.strip_suffix('\n').unwrap_or(text);
        let shorter = shorter.strip_suffix('\r').unwrap_or(shorter);
        let line = shorter.rfind('\n').map_or(0, |at| at + 1);
        if !shorter[line..].trim().is_empty() {
            break;
        }
        if line == 0 {
            return None;
        }
        text = &text[..line];
    }
    let span = Span::new(offset(start), offset(start + text.len()));
    // The body is in another file.
    let elsewhere = text.starts_with("< ") || text.starts_with("<@");
    Some(if elsewhere {
        Body::Elsewhere(span)
    } else {
        Body::Text(span)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "@host = https://a.example\n@token=x\n# first\n\n### one\n# @name one\n// why\n\
        POST {{ host }}/v2/p/fgs/functions/urn:fss:a%3Ab/aliases?a=b%20c&d HTTP/1.1\n    ?e=1+2\n\t&f=\n  # no\n\
        Content-Type: application/json\nX-Auth-Token:  {{token}}\n\n{\"name\": \"x\"}\n\n\n###\n\n### two\n\
        https://b.example:80/v1.1/images/detail#top\nbroken\n\nHTTP/1.1 200 OK\nContent-Type: x\n\n{}\n";

    fn check(text: &str) {
        let requests: Vec<_> = entries(text).into_iter().filter_map(|entry| entry.request).collect();
        let [one, two] = &*requests else { panic!("{requests:?}") };
        let parts = |parts: Vec<&Part<'_>>| {
            for part in &parts {
                let written = &text[part.span.range()];
                assert!(
                    *part.text == *written || written.contains(['%', '+']),
                    "{part:?}: {written:?}"
                );
            }
            parts.iter().map(|part| part.text.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(
            parts(one.segments.iter().collect()),
            ["v2", "p", "fgs", "functions", "urn:fss:a:b", "aliases"]
        );
        let pairs = one.query.iter().flat_map(|one| [&one.name, &one.value]);
        assert_eq!(parts(pairs.collect()), ["a", "b c", "d", "", "e", "1 2", "f", ""]);
        let headers = one.headers.iter().flat_map(|one| [&one.name, &one.value]);
        assert_eq!(
            parts(headers.collect()),
            ["Content-Type", "application/json", "X-Auth-Token", "{{token}}"]
        );
        assert_eq!(one.header("x-auth-token").and_then(|header| header.value.known()), None);
        assert_eq!(
            one.route.map(|route| route.id),
            Some("functiongraph/create-version-alias")
        );
        assert_eq!(
            one.argument("function_urn").map(|part| &*part.text),
            Some("urn:fss:a:b")
        );
        let body = one.body.map(|body| text[body.span().range()].trim_end());
        assert_eq!(body, Some("{\"name\": \"x\"}"));
        assert_eq!((&*one.method.text, &*two.method.text), ("POST", "GET"));
        assert_eq!(two.route.map(|route| route.id), Some("ims/list-image-details"));
        assert_eq!((one.document, two.document), (0, 1));
        let answer = two.response.as_ref().expect("an answer");
        assert_eq!(answer.status.as_ref().map(|status| &*status.text), Some("200"));
        assert!(matches!(answer.body, Some(Body::Text(span)) if text[span.range()].trim_end() == "{}"));
        let above: Vec<_> = entries(text).iter().map(|entry| entry.comments.len()).collect();
        assert_eq!(above, [1, 3, 0, 0]);
    }

    #[test]
    fn parts_have_their_places() {
        check(FILE);
        check(&FILE.replace('\n', "\r\n"));
        check(&format!("\u{feff}{FILE}"));
    }

    #[test]
    fn comments_suppress() {
        let text = "# admit: ignore[alias]\nPOST /v2/p/fgs/functions/f/aliases\n\n{\"name\": 1}\n";
        let settings = crate::lint::Settings {
            form: crate::lint::Form::Requests,
            ..Default::default()
        };
        let found = |text: &str| {
            let report = crate::lint::check(text, &settings);
            assert_eq!(report.checked, 1);
            report
                .diagnostics
                .iter()
                .filter(|found| found.rule.family() == "alias")
                .count()
        };
        assert_eq!(found(text), 0);
        assert!(found(&text.replace("admit:", "")) > 0);
    }
}
