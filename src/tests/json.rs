//! Prints a document's tree as JSON: the same document, in another form.

use admit::yaml::{self, Kind, Node};

/// The documents of a stream that are not empty; none where one of them is not YAML.
pub(crate) fn documents(text: &str) -> Option<Vec<String>> {
    let mut all = Vec::new();
    for tree in yaml::documents(text) {
        let tree = tree.ok()?;
        if !tree.is_empty() {
            let mut json = String::new();
            print(tree.root(), &mut json);
            all.push(json);
        }
    }
    Some(all)
}

fn print(node: Node<'_>, json: &mut String) {
    match node.kind() {
        Kind::Str => json.push_str(&quoted(node.scalar())),
        Kind::Null => json.push_str("null"),
        Kind::Seq => {
            json.push('[');
            for (index, item) in node.items().enumerate() {
                json.push_str(if index == 0 { "" } else { ", " });
                print(item, json);
            }
            json.push(']');
        }
        Kind::Map => {
            json.push('{');
            for (index, entry) in node.entries().enumerate() {
                json.push_str(if index == 0 { "" } else { ", " });
                json.push_str(&quoted(entry.key));
                json.push_str(": ");
                print(entry.value, json);
            }
            json.push('}');
        }
        Kind::Bool(_) | Kind::Int(_) | Kind::UInt(_) | Kind::Float(_) => json.push_str(node.scalar()),
    }
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("text is JSON")
}
