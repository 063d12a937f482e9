//! The command line tool.

fn main() {
    for path in std::env::args()
        .skip(1)
        .filter(|arg| !arg.starts_with("--") && arg != "check" && arg != "jsonl")
    {
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap_or_default()).into_owned();
        let index = admit::source::LineIndex::new(&text);
        for found in admit::lint::check(&text).diagnostics {
            let line = serde_json::json!({
                "file": path, "document": found.document, "item": found.item, "rule": found.rule.id,
                "severity": found.severity, "stage": found.stage, "reason": found.reason, "path": found.path,
                "start": index.position(&text, found.span.start), "message": found.message, "help": found.help,
            });
            println!("{line}");
        }
    }
}
