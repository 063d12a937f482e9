//! Comments that speak to `admit`. In: the comments of a tree, and findings. Out: the findings that are left, and findings
//! about the comments themselves. Called by `lint`.

use crate::cloud::{self, Operation};
use crate::diagnostic::{Diagnostic, Stage};
use crate::rule::Rule;
use crate::rules;
use crate::rules::suppress::{comment, unknown_rule, unused};
use crate::select::{Pattern, Selection};
use crate::source::{Span, offset};
use crate::suggest::nearest;
use crate::yaml::{Kind, Node, Tree};

/// What the comments of one document ask for.
#[derive(Debug, Default)]
pub struct Directives {
    /// What the document is, where it says so.
    pub operation: Option<&'static Operation>,
    suppressions: Vec<Suppression>,
    faults: Vec<Fault>,
}

#[derive(Debug)]
struct Suppression {
    /// Where findings are suppressed; none for the whole file.
    scope: Option<Span>,
    patterns: Vec<Named>,
    document: usize,
}

#[derive(Debug)]
struct Named {
    pattern: Pattern,
    span: Span,
    used: bool,
}

#[derive(Debug)]
struct Fault {
    rule: &'static Rule,
    span: Span,
    message: String,
    help: Option<String>,
    document: usize,
}

impl Directives {
    /// Reads the comments of a document.
    pub fn read(tree: &Tree<'_>, document: usize) -> Self {
        let mut reader = Reader {
            source: tree.source(),
            root: Some(tree.root()),
            request: None,
            document,
            found: Self::default(),
            below: None,
        };
        for comment in tree.comments() {
            reader.comment(comment.span);
        }
        reader.found
    }

    /// Reads the comments above and in a request of a `.http` file. Above the request they cover all of it, further down
    /// the line below.
    pub fn of_request(source: &str, comments: &[Span], request: Span, document: usize) -> Self {
        let mut reader = Reader {
            source,
            root: None,
            request: Some(request),
            document,
            found: Self::default(),
            below: None,
        };
        for &comment in comments {
            reader.comment(comment);
        }
        reader.found
    }

    /// Adds those of another document of the same file.
    pub fn add(&mut self, other: Self) {
        self.suppressions.extend(other.suppressions);
        self.faults.extend(other.faults);
    }

    /// Takes out the findings that are suppressed, and puts in those about the comments. Rules outside of `selection`
    /// have not been reported, so nobody can say that suppressing them is of no use.
    pub fn apply(mut self, found: &mut Vec<Diagnostic>, selection: &Selection) {
        if !self.suppressions.is_empty() {
            found.retain(|one| !self.suppresses(one));
        }
        let reported = |named: &Named| {
            let mut matched = rules::all().filter(|rule| named.pattern.matches(rule.id));
            matched.all(|rule| selection.has(rule))
        };
        for suppression in &self.suppressions {
            let unused = suppression
                .patterns
                .iter()
                .filter(|named| !named.used && reported(named));
            self.faults.extend(unused.map(|named| Fault {
                rule: &unused::RULE,
                span: named.span,
                message: format!("no finding of {:?} is suppressed here", named.pattern.as_str()),
                help: Some("remove it".to_owned()),
                document: suppression.document,
            }));
        }
        for fault in self.faults.into_iter().filter(|fault| selection.has(fault.rule)) {
            let mut diagnostic = Diagnostic::new(fault.rule, Stage::Practice, fault.span, fault.message);
            diagnostic.help = fault.help;
            diagnostic.document = fault.document;
            found.push(diagnostic);
        }
    }

    fn suppresses(&mut self, found: &Diagnostic) -> bool {
        let mut suppressed = false;
        for suppression in &mut self.suppressions {
            if suppression
                .scope
                .is_some_and(|scope| !scope.contains(Span::at(found.span.start)))
            {
                continue;
            }
            for named in &mut suppression.patterns {
                if named.pattern.matches(found.rule.id) {
                    named.used = true;
                    suppressed = true;
                }
            }
        }
        suppressed
    }
}

struct Reader<'t> {
    source: &'t str,
    /// The document.
    root: Option<Node<'t>>,
    /// The request.
    request: Option<Span>,
    document: usize,
    found: Directives,
    /// The comment last asked for, the code below it, and what that covers: comments above the same code cover the same.
    below: Option<(u32, u32, Span)>,
}

impl Reader<'_> {
    fn comment(&mut self, comment: Span) {
        let text = &self.source[comment.range()];
        let Some(directive) = text.trim_start_matches(['#', '/', ' ', '\t']).strip_prefix("admit:") else {
            return;
        };
        let directive = directive.trim();
        let word_end = directive
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
            .unwrap_or(directive.len());
        let (word, rest) = directive.split_at(word_end);
        let rest = rest.trim_start();
        match word {
            "as" if rest.starts_with('=') => self.operation(rest[1..].trim_start()),
            "ignore" | "ignore-file" => match rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
                Some((names, _reason)) => {
                    let scope = (word == "ignore").then(|| self.covered(comment));
                    self.suppression(scope, names);
                }
                None => self.fault(
                    &comment::RULE,
                    comment,
                    format!("{word} names no rule"),
                    Some(format!("write {word}[family/name]; {word}[*] stands for all rules")),
                ),
            },
            _ => {
                let near = nearest(word, ["ignore", "ignore-file", "as"]);
                let help = near.map(|near| format!("did you mean {near:?}?"));
                let message =
                    format!("comment for admit that begins with neither ignore[, ignore-file[ nor as=: {directive:?}");
                self.fault(&comment::RULE, comment, message, help);
            }
        }
    }

    fn operation(&mut self, rest: &str) {
        let name = rest.split_whitespace().next().unwrap_or_default();
        self.found.operation = cloud::find(name);
        if self.found.operation.is_none() {
            let known = cloud::operations().map(|operation| operation.id);
            let help = nearest(name, known.clone()).map_or_else(
                || format!("known operations: {}", known.clone().collect::<Vec<_>>().join(", ")),
                |near| format!("did you mean {near:?}?"),
            );
            let span = self.span_of(rest, name);
            self.fault(&comment::RULE, span, format!("unknown operation {name:?}"), Some(help));
        }
    }

    fn suppression(&mut self, scope: Option<Span>, names: &str) {
        let mut patterns = Vec::new();
        for name in names.split(',') {
            let name = name.trim();
            let span = self.span_of(names, name);
            match Pattern::parse(name) {
                Ok(pattern) => patterns.push(Named {
                    pattern,
                    span,
                    used: false,
                }),
                Err(unknown) => self.fault(&unknown_rule::RULE, span, unknown.to_string(), Some(unknown.help())),
            }
        }
        self.found.suppressions.push(Suppression {
            scope,
            patterns,
            document: self.document,
        });
    }

    /// The place of `part`, a slice of the source; of `whole` around it where it is empty.
    fn span_of(&self, whole: &str, part: &str) -> Span {
        let slice = if part.is_empty() { whole } else { part };
        let start = slice.as_ptr().addr() - self.source.as_ptr().addr();
        Span::new(offset(start), offset(start + slice.len()))
    }

    fn fault(&mut self, rule: &'static Rule, span: Span, message: String, help: Option<String>) {
        self.found.faults.push(Fault {
            rule,
            span,
            message,
            help,
            document: self.document,
        });
    }

    /// What a comment covers: its line, or the block below when it has a line of its own.
    fn covered(&mut self, comment: Span) -> Span {
        let source = self.source;
        if let Some(request) = self.request {
            return covered_of_request(source, comment, request);
        }
        let line_start = source[..comment.start as usize].rfind('\n').map_or(0, |at| at + 1);
        if !source[line_start..comment.start as usize].trim().is_empty() {
            return Span::new(offset(line_start), comment.end);
        }
        if let Some((asked, first, covered)) = self.below
            && (asked..first).contains(&comment.end)
        {
            return covered;
        }
        let mut at = comment.end as usize;
        for line in source[at..].split_inclusive('\n') {
            let code = line.trim_start();
            if !code.is_empty() && !code.starts_with('#') {
                let first = offset(at + line.len() - code.len());
                let block = self.root.and_then(|root| block(root, first));
                let covered = block.unwrap_or(Span::at(comment.end));
                self.below = Some((comment.end, first, covered));
                return covered;
            }
            at += line.len();
        }
        let nothing = Span::at(comment.end);
        self.below = Some((comment.end, offset(at), nothing));
        nothing
    }
}

/// What a comment in a request covers: all of the request where nothing but comments and variables stands above, or else
/// the line below.
fn covered_of_request(source: &str, comment: Span, request: Span) -> Span {
    let above = source[request.start as usize..comment.start as usize].lines();
    let is_aside = |line: &str| line.is_empty() || line.starts_with(['#', '@']) || line.starts_with("//");
    if above.map(str::trim).all(is_aside) {
        return request;
    }
    let mut start = comment.end as usize;
    for line in source[start..request.end as usize].split_inclusive('\n') {
        let end = start + line.len();
        if !is_aside(line.trim()) {
            return Span::new(offset(start), offset(end));
        }
        start = end;
    }
    Span::at(comment.end)
}

/// The block whose first character is at `first`: an item with its dash, an entry with its key, or the whole document.
fn block(root: Node<'_>, first: u32) -> Option<Span> {
    let source = root.tree().source();
    if root.entries().next().is_some_and(|entry| entry.key_span.start == first) {
        return Some(root.span());
    }
    let mut node = root;
    loop {
        let inside = match node.kind() {
            Kind::Map => {
                if let Some(entry) = node.entries().find(|entry| entry.key_span.start == first) {
                    return Some(Span::new(first, entry.value.span().end.max(entry.key_span.end)));
                }
                node.entries()
                    .map(|entry| entry.value)
                    .find(|value| contains(*value, first))
            }
            Kind::Seq => {
                let dash = |item: &Node<'_>| {
                    let lead = source.get(first as usize..item.span().start as usize);
                    lead.is_some_and(|lead| lead.starts_with('-') && lead[1..].trim().is_empty())
                };
                if let Some(item) = node.items().find(dash) {
                    return Some(Span::new(first, item.span().end));
                }
                node.items().find(|item| contains(*item, first))
            }
            _ => None,
        };
        node = inside?;
    }
}

fn contains(node: Node<'_>, at: u32) -> bool {
    node.span().contains(Span::at(at))
}

#[cfg(test)]
mod tests {
    use crate::lint::{self, Settings};
    use crate::select::{Pattern, Selection};

    /// The rules of all findings, with their lines.
    fn found(text: &str, settings: &Settings) -> Vec<(usize, &'static str)> {
        let line = |at: u32| text[..at as usize].matches('\n').count() + 1;
        let report = lint::check(text, settings);
        report
            .diagnostics
            .iter()
            .map(|found| (line(found.span.start), found.rule.id))
            .collect()
    }

    fn rules(text: &str) -> Vec<(usize, &'static str)> {
        found(text, &Settings::default())
    }

    const UNKNOWN: &str = "schema/unknown-field";

    #[test]
    fn a_comment_on_the_line_covers_the_line() {
        let text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n\
                    bogus: 1 # admit: ignore[schema/unknown-field] known to the operator\nother: 2\n";
        assert_eq!(rules(text), [(5, UNKNOWN)]);
    }

    #[test]
    fn a_comment_above_covers_the_block() {
        let text = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  # admit: ignore[schema]\n\n  # why\n  labels2:\n    \
                    a: b\n  more: 1\n";
        assert_eq!(rules(text), [(10, UNKNOWN)]);
        let text = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  # admit: ignore[schema]\n  - name: a\n    \
                    image: b\n    bogus: 1\n  - name: b\n    image: c\n    bogus: 1\n";
        assert_eq!(rules(text), [(12, UNKNOWN)]);
    }

    #[test]
    fn above_the_first_key_a_comment_covers_the_document() {
        let one = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nbogus: 1\n";
        let text = format!("# admit: ignore[schema/*] generated\n{one}---\n{one}");
        assert_eq!(rules(&text), [(10, UNKNOWN)]);
    }

    #[test]
    fn ignore_file_covers_all_documents() {
        let one = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nbogus: 1\n";
        let text = format!("{one}---\n{one}# admit: ignore-file[schema/unknown-field, alias] generated\n");
        assert_eq!(rules(&text), [(10, "suppress/unused")]);
        assert!(rules(&format!("# admit: ignore-file[schema]\n---\n{one}")).is_empty());
    }

    #[test]
    fn comments_that_do_nothing_are_found() {
        let text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a} # admit: ignore[meta]\n\
                    # admit: ignore[shema] x\n# admit: ignroe[schema]\n# admit: ignore\n# Admit: prose\n# we admit: prose\n";
        assert_eq!(
            rules(text),
            [
                (3, "suppress/unused"),
                (4, "suppress/unknown-rule"),
                (5, "suppress/comment"),
                (6, "suppress/comment"),
            ]
        );
        let report = lint::check(text, &Settings::default());
        assert_eq!(&text[report.diagnostics[1].span.range()], "shema");
        assert_eq!(report.diagnostics[1].help.as_deref(), Some("did you mean \"schema\"?"));
    }

    #[test]
    fn what_is_not_reported_anyway_is_not_called_unused() {
        let selection = Selection {
            select: vec![
                Pattern::parse("schema").expect("a rule"),
                Pattern::parse("suppress").expect("a rule"),
            ],
            ..Selection::default()
        };
        let settings = Settings {
            selection,
            ..Settings::default()
        };
        let text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a} # admit: ignore[meta, schema]\n";
        assert_eq!(found(text, &settings), [(3, "suppress/unused")]);
    }

    #[test]
    fn text_that_looks_like_a_comment_is_none() {
        let text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: |\n    # admit: bogus\n  b: 'x # admit: bogus'\n";
        assert!(rules(text).is_empty());
    }

    #[test]
    fn a_comment_can_say_what_a_document_is() {
        let text = "# admit: as=functiongraph/create-version-alias\nname: a\n";
        assert_eq!(lint::check(text, &Settings::default()).checked, 1);
        let text = "# admit: as=functiongraph/create-alias\nname: a\n";
        assert_eq!(rules(text), [(1, "suppress/comment")]);
    }
}
