//! A tree as the JSON text that the server's reader makes of it.

use super::tree::{Kind, Node};

enum Step<'t> {
    Node(Node<'t>),
    Key(&'t str),
    Mark(char),
}

impl Node<'_> {
    /// The JSON text that the server's reader makes of this node: keys sorted, no blanks, `<`, `>` and `&` escaped.
    pub fn to_json(self) -> String {
        let mut json = String::new();
        // Documents may be as deep as the reader allows: no recursion.
        let mut steps = vec![Step::Node(self)];
        while let Some(step) = steps.pop() {
            match step {
                Step::Mark(mark) => json.push(mark),
                Step::Key(key) => {
                    string(key, &mut json);
                    json.push(':');
                }
                Step::Node(node) => match node.kind() {
                    Kind::Null => json.push_str("null"),
                    Kind::Bool(_) | Kind::Int(_) | Kind::UInt(_) | Kind::Float(_) => json.push_str(node.scalar()),
                    Kind::Str => string(node.scalar(), &mut json),
                    Kind::Seq => {
                        json.push('[');
                        steps.push(Step::Mark(']'));
                        for (index, item) in node.items().enumerate().rev() {
                            steps.push(Step::Node(item));
                            if index > 0 {
                                steps.push(Step::Mark(','));
                            }
                        }
                    }
                    Kind::Map => {
                        json.push('{');
                        steps.push(Step::Mark('}'));
                        let mut entries: Vec<_> = node.live_entries().collect();
                        // `1` and `"1"` are two keys to the reader and one to JSON: the later stays.
                        entries.reverse();
                        entries.sort_by_key(|entry| entry.key);
                        entries.dedup_by_key(|entry| entry.key);
                        for (index, entry) in entries.iter().enumerate().rev() {
                            steps.push(Step::Node(entry.value));
                            steps.push(Step::Key(entry.key));
                            if index > 0 {
                                steps.push(Step::Mark(','));
                            }
                        }
                    }
                },
            }
        }
        json
    }
}

fn string(text: &str, json: &mut String) {
    json.push('"');
    for c in text.chars() {
        match c {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            '\u{8}' => json.push_str("\\b"),
            '\u{c}' => json.push_str("\\f"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' => {
                json.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => json.push(c),
        }
    }
    json.push('"');
}
