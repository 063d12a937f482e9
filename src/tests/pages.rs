//! Every rule's page: the headings, the examples, which are run, and the links.

use std::collections::BTreeSet;
use std::path::Path;

use admit::lint::Form;
use admit::rule::Rule;
use admit::rules;

use crate::fixtures::{complain, judge};

const HEADINGS: [&str; 4] = ["## What it does", "## Why is this bad", "## Example", REFERENCES];

const REFERENCES: &str = "## References";

/// Rules about comments for this tool, of which no other document speaks.
const OWN: &str = "suppress";

/// The blocks of a page that start with `fence`, for example "```yaml,bad".
fn blocks<'p>(page: &'p str, fence: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut lines = page.lines().map(|line: &'p str| line.strip_prefix(' ').unwrap_or(line));
    while let Some(line) = lines.next() {
        if line.trim_end() == fence {
            let inside: Vec<_> = lines.by_ref().take_while(|line| !line.starts_with("```")).collect();
            blocks.push(format!("{}\n", inside.join("\n")));
        }
    }
    blocks
}

#[test]
fn ids_are_unique_and_well_formed() {
    let mut seen = BTreeSet::new();
    let mut complaints = Vec::new();
    for rule in rules::all() {
        let part = |part: &str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        };
        if !rule
            .id
            .split_once('/')
            .is_some_and(|(family, name)| part(family) && part(name))
        {
            complaints.push(format!("{}: an id is family/name in lower case", rule.id));
        }
        if !seen.insert(rule.id) {
            complaints.push(format!("{}: two rules have this id", rule.id));
        }
        if rule.since.split('.').filter(|part| part.parse::<u32>().is_ok()).count() != 3 {
            complaints.push(format!("{}: since is no version: {:?}", rule.id, rule.since));
        }
    }
    complain(&complaints);
}

#[test]
fn pages_are_complete() {
    complain(&rules::all().flat_map(faults_of_page).collect::<Vec<_>>());
}

fn faults_of_page(rule: &'static Rule) -> Vec<String> {
    let mut faults = Vec::new();
    let mut at = 0;
    for heading in HEADINGS {
        if heading == REFERENCES && rule.family() == OWN {
            continue;
        }
        match rule.doc.lines().position(|line| line.trim() == heading) {
            None => faults.push(format!("{}: its page lacks {heading:?}", rule.id)),
            Some(line) if line < at => faults.push(format!("{}: {heading:?} stands too early", rule.id)),
            Some(line) => at = line,
        }
    }
    let summary = rule.summary();
    if summary.is_empty() || summary.starts_with('#') || !summary.ends_with('.') || summary.len() > 110 {
        faults.push(format!(
            "{}: the first line is no summary of one sentence: {summary:?}",
            rule.id
        ));
    }
    if rule.doc.lines().nth(1).is_some_and(|line| !line.trim().is_empty()) {
        faults.push(format!("{}: the summary is longer than its line", rule.id));
    }
    if rule.family() != OWN && rule.url().is_none_or(|url| !url["https://".len()..].contains('.')) {
        faults.push(format!("{}: its references hold no link", rule.id));
    }
    faults
}

#[test]
fn examples_do_what_they_say() {
    let mut complaints = Vec::new();
    for rule in rules::all() {
        for (fence, bad) in [("yaml,bad", true), ("yaml,good", false)] {
            let blocks: Vec<_> = ["yaml", "json", "http"]
                .iter()
                .flat_map(|&form| {
                    let fence = format!("```{}", fence.replace("yaml", form));
                    blocks(rule.doc, &fence).into_iter().map(move |text| (form, text))
                })
                .collect();
            if blocks.is_empty() {
                complaints.push(format!("{}: its page has no block {fence}", rule.id));
            }
            for (form, text) in blocks {
                let name = format!("{}, block {fence}", rule.id);
                let form = Form::of(Path::new(&format!("block.{form}")));
                complaints.extend(judge(&name, rule.id, bad, &text, form));
            }
        }
    }
    complain(&complaints);
}
