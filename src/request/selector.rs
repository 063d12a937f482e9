//! Selectors as they stand in a query: `app in (a, b),!c` for labels, `metadata.name=a` for fields. In: the text. Out: what
//! the server's parser stumbles over.

use crate::check::name;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token<'t> {
    Word(&'t str),
    Symbol(&'t str),
    End,
}

struct Parser<'t> {
    tokens: Vec<Token<'t>>,
    at: usize,
}

/// What is wrong with a label selector.
pub fn labels(text: &str) -> Result<(), String> {
    let mut parser = Parser {
        tokens: tokens(text),
        at: 0,
    };
    loop {
        match parser.peek() {
            Token::End => return Ok(()),
            Token::Word(_) | Token::Symbol("!") => parser.requirement()?,
            other @ Token::Symbol(_) => return Err(format!("{} where a label is wanted", shown(&other))),
        }
        match parser.next() {
            Token::End => return Ok(()),
            Token::Symbol(",") => {
                if !matches!(parser.peek(), Token::Word(_) | Token::Symbol("!")) {
                    return Err("nothing after a comma".to_owned());
                }
            }
            other => return Err(format!("{} where a comma or the end is wanted", shown(&other))),
        }
    }
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    const SYMBOLS: [&str; 9] = ["==", "!=", "=", "!", "(", ")", ",", ">", "<"];
    let is_symbol = |c: char| matches!(c, '=' | '!' | '(' | ')' | ',' | '>' | '<');
    let is_blank = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
    let mut tokens = Vec::new();
    let mut rest = text.trim_start_matches(is_blank);
    while !rest.is_empty() {
        let len = match SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol)) {
            Some(symbol) => {
                tokens.push(Token::Symbol(symbol));
                symbol.len()
            }
            None => {
                let len = rest.find(|c| is_symbol(c) || is_blank(c)).unwrap_or(rest.len());
                tokens.push(Token::Word(&rest[..len]));
                len
            }
        };
        rest = rest[len..].trim_start_matches(is_blank);
    }
    tokens
}

fn shown(token: &Token<'_>) -> String {
    match token {
        Token::Word(text) | Token::Symbol(text) => format!("{text:?}"),
        Token::End => "the end".to_owned(),
    }
}

impl<'t> Parser<'t> {
    fn peek(&self) -> Token<'t> {
        self.tokens.get(self.at).cloned().unwrap_or(Token::End)
    }

    fn next(&mut self) -> Token<'t> {
        let token = self.peek();
        self.at += 1;
        token
    }

    fn requirement(&mut self) -> Result<(), String> {
        let not = self.peek() == Token::Symbol("!");
        self.at += usize::from(not);
        let key = match self.next() {
            Token::Word(key) => key,
            other => return Err(format!("{} where a label is wanted", shown(&other))),
        };
        if let Some(wrong) = name::qualified_name(key) {
            return Err(format!("the label {key:?} {wrong}"));
        }
        if not || matches!(self.peek(), Token::End | Token::Symbol(",")) {
            return Ok(());
        }
        let operator = self.next();
        let values = match operator {
            Token::Word("in" | "notin") => self.list()?,
            Token::Symbol("=" | "==" | "!=" | ">" | "<") => vec![self.value()?],
            other => {
                return Err(format!(
                    "{} where one of in, notin, =, ==, !=, > and < is wanted",
                    shown(&other)
                ));
            }
        };
        for value in &values {
            if let Some(wrong) = name::label_value(value) {
                return Err(format!("the value {value:?} {wrong}"));
            }
        }
        let compared = matches!(operator, Token::Symbol(">" | "<"));
        if compared && values.iter().any(|value| value.parse::<i64>().is_err()) {
            return Err(format!("{:?} is compared, and is no integer", values[0]));
        }
        Ok(())
    }

    fn value(&mut self) -> Result<&'t str, String> {
        if matches!(self.peek(), Token::End | Token::Symbol(",")) {
            return Ok("");
        }
        match self.next() {
            Token::Word(value) => Ok(value),
            other => Err(format!("{} where a value is wanted", shown(&other))),
        }
    }

    fn list(&mut self) -> Result<Vec<&'t str>, String> {
        match self.next() {
            Token::Symbol("(") => {}
            other => return Err(format!("{} where \"(\" is wanted", shown(&other))),
        }
        let mut values = Vec::new();
        loop {
            match self.next() {
                Token::Symbol(")") => return Ok(values),
                Token::Symbol(",") => {}
                Token::Word(value) => {
                    values.push(value);
                    if !matches!(self.peek(), Token::Symbol("," | ")")) {
                        return Err(format!("{} where a comma or \")\" is wanted", shown(&self.peek())));
                    }
                }
                other => return Err(format!("{} where a value is wanted", shown(&other))),
            }
        }
    }
}

/// The fields by which a kind can be selected.
pub fn fields_of(group: &str, kind: &str) -> &'static [&'static str] {
    match (group, kind) {
        ("", "Event") => &[
            "metadata.name",
            "metadata.namespace",
            "involvedObject.kind",
            "involvedObject.namespace",
            "involvedObject.name",
            "involvedObject.uid",
            "involvedObject.apiVersion",
            "involvedObject.resourceVersion",
            "involvedObject.fieldPath",
            "reason",
            "reportingComponent",
            "source",
            "type",
        ],
        ("events.k8s.io", "Event") => &[
            "metadata.name",
            "metadata.namespace",
            "regarding.kind",
            "regarding.namespace",
            "regarding.name",
            "regarding.uid",
            "regarding.apiVersion",
            "regarding.resourceVersion",
            "regarding.fieldPath",
            "reason",
            "reportingController",
            "type",
        ],
        ("", "Namespace") => &["metadata.name", "status.phase"],
        ("", "Node") => &["metadata.name", "spec.unschedulable"],
        ("", "Pod") => &[
            "metadata.name",
            "metadata.namespace",
            "spec.nodeName",
            "spec.restartPolicy",
            "spec.schedulerName",
            "spec.serviceAccountName",
            "spec.hostNetwork",
            "status.phase",
            "status.podIP",
            "status.podIPs",
            "status.nominatedNodeName",
        ],
        ("", "ReplicationController") => &["metadata.name", "metadata.namespace", "status.replicas"],
        ("", "Secret") => &["metadata.name", "metadata.namespace", "type"],
        ("", "Service") => &["metadata.name", "metadata.namespace", "spec.clusterIP", "spec.type"],
        ("batch", "Job") => &["metadata.name", "metadata.namespace", "status.successful"],
        ("certificates.k8s.io", "CertificateSigningRequest" | "ClusterTrustBundle") => {
            &["metadata.name", "spec.signerName"]
        }
        ("certificates.k8s.io", "PodCertificateRequest") => {
            &["metadata.name", "spec.nodeName", "spec.podName", "spec.signerName"]
        }
        ("resource.k8s.io", "ResourceSlice") => &["metadata.name", "spec.driver", "spec.nodeName", "spec.pool.name"],
        _ => &["metadata.name", "metadata.namespace"],
    }
}

/// What is wrong with a field selector.
pub fn fields(text: &str, known: &[&str]) -> Result<(), String> {
    for term in terms(text) {
        let at = (0..term.len()).find_map(|at| {
            let rest = term.get(at..)?;
            ["!=", "==", "="]
                .iter()
                .find(|operator| rest.starts_with(**operator))
                .map(|operator| (at, operator.len()))
        });
        let Some((at, len)) = at else {
            return Err(format!("{term:?} has none of the operators =, == and !="));
        };
        let (field, value) = (&term[..at], &term[at + len..]);
        let mut chars = value.chars();
        while let Some(c) = chars.next() {
            match c {
                '\\' => match chars.next() {
                    Some('\\' | ',' | '=') => {}
                    Some(other) => return Err(format!("no character is escaped as \\{other}")),
                    None => return Err("a backslash at the end".to_owned()),
                },
                '=' => return Err(format!("{value:?} has an equals sign without a backslash")),
                _ => {}
            }
        }
        if !known.contains(&field) {
            return Err(format!("objects of this kind cannot be selected by {field:?}"));
        }
    }
    Ok(())
}

/// The terms between commas that no backslash takes away.
fn terms(text: &str) -> Vec<&str> {
    let mut terms = Vec::new();
    let (mut start, mut escaped) = (0, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            ',' => {
                terms.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    terms.push(&text[start..]);
    terms.retain(|term| !term.is_empty());
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_read_as_the_server_does() {
        for good in [
            "",
            " ",
            "app",
            "!app",
            "app=a",
            "app==a,b!=c",
            "app=",
            "a in (x, y),b notin (z)",
            "a in ()",
            "a in (,)",
            "a in (x,)",
            "example.com/a=b",
            "n>5",
            "n < 5",
            "in in (in)",
            "a=,b",
        ] {
            assert_eq!(labels(good), Ok(()), "{good}");
        }
        for bad in [
            "app IN (a)",
            "app in a",
            "app in (a",
            "app in (a b)",
            "app=a b",
            "app=a|b",
            "app=-v",
            "a/b/c=x",
            "a,",
            ",a",
            "a,,b",
            "!",
            "!a=b",
            "a=b=c",
            "n>x",
            "n>",
            "(a)",
            "a===b",
            "a!b",
        ] {
            assert!(labels(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn fields_are_read_as_the_server_does() {
        let known = fields_of("apps", "Deployment");
        for good in [
            "",
            ",",
            "metadata.name=a",
            "metadata.name==a,metadata.namespace!=b,",
            "metadata.name=",
            "metadata.name=a\\,b",
            "metadata.name= Bad",
        ] {
            assert_eq!(fields(good, known), Ok(()), "{good}");
        }
        for bad in [
            "metadata.name",
            "=a",
            "metadata.name=a=b",
            "metadata.name=a\\x",
            "metadata.name=a\\",
            "spec.nodeName=a",
            " metadata.name=a",
            "metadata.name>a",
        ] {
            assert!(fields(bad, known).is_err(), "{bad}");
        }
    }
}
