//! One fixed report in every format, and the odd texts that make drawing hard.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use admit::diagnostic::{Applicability, Diagnostic, Edit, Fix, Reason, Resource, Severity, Stage};
use admit::render::{self, Format, Style};
use admit::report::{FileReport, Outcome, Skip, Summary};
use admit::rule::Rule;
use admit::source::{Span, offset};

/// A rule every build has; its page is what machine formats print.
fn rule() -> &'static Rule {
    admit::rules::all()
        .find(|rule| rule.id == "deployment/strategy")
        .expect("the first rule")
}

/// The span of the `nth` (from 0) `part` of `text`.
fn span(text: &str, part: &str, nth: usize) -> Span {
    let (at, _) = text.match_indices(part).nth(nth).expect("the part is in the text");
    Span::new(offset(at), offset(at + part.len()))
}

fn found(span: Span, message: &str) -> Diagnostic {
    Diagnostic {
        rule: rule(),
        severity: Severity::Error,
        stage: Stage::Validation,
        reason: Some(Reason::FieldValueInvalid),
        span,
        path: "spec.x".to_owned(),
        pointer: Some("/spec/x".to_owned()),
        message: message.to_owned(),
        help: None,
        related: Vec::new(),
        fixes: Vec::new(),
        document: 0,
        item: None,
        resource: Arc::default(),
    }
}

fn file(name: &str, text: &str, diagnostics: Vec<Diagnostic>) -> FileReport {
    FileReport {
        name: name.to_owned(),
        text: Some(text.to_owned()),
        documents: 1,
        diagnostics,
        ..FileReport::default()
    }
}

/// A run with everything in it.
fn run() -> Vec<FileReport> {
    let text = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  strategy:
    type: Recreate
    rollingUpdate:
      maxSurge: 0%
      maxUnavailable: 0
";
    let mut first = found(
        span(text, "0\n", 0),
        "maxSurge and maxUnavailable may not both be 0: \"0%\", 0",
    );
    first.span.end -= 1;
    first.path("spec.strategy.rollingUpdate.maxUnavailable");
    first.pointer = Some("/spec/strategy/rollingUpdate/maxUnavailable".to_owned());
    first.resource = Arc::new(Resource {
        api_version: Some("apps/v1".to_owned()),
        kind: Some("Deployment".to_owned()),
        namespace: None,
        name: Some("web".to_owned()),
    });
    first
        .help("raise one of them, for example maxSurge: 1")
        .related(span(text, "0%", 0), "no pod may be added")
        .fix(Fix {
            title: "set maxSurge to 1".to_owned(),
            applicability: Applicability::Suggested,
            edits: vec![Edit {
                span: span(text, "0%", 0),
                text: "1".to_owned(),
            }],
        });
    let mut second = found(
        span(text, "Recreate", 0),
        "100% of it, \"quoted\", <tagged> & odd:\nin two lines",
    );
    second.severity = Severity::Warning;
    second.stage = Stage::Warning;
    second.reason = None;
    second.item = Some(3);
    let mut third = found(span(text, "rollingUpdate", 0), "worth knowing");
    third.severity = Severity::Info;
    third.stage = Stage::Practice;
    third.path = String::new();
    let other = "{\"a\": \"ä\", \"b\": 1}";
    vec![
        file("./k8s/deploy, 1.yaml", text, vec![second, third, first]),
        FileReport {
            name: "k8s/fine.yaml".to_owned(),
            documents: 2,
            ..FileReport::default()
        },
        FileReport {
            skipped: vec![Skip {
                document: 1,
                reason: "not a manifest".into(),
            }],
            ..file("k8s/ä.json", other, vec![found(span(other, "1", 0), "invalid value 1")])
        },
        FileReport {
            name: "chart/templates/web.yaml".to_owned(),
            outcome: Outcome::Skipped("Helm template".into()),
            ..FileReport::default()
        },
        FileReport {
            name: "secret.yaml".to_owned(),
            outcome: Outcome::Failed("cannot be read: permission denied".into()),
            ..FileReport::default()
        },
    ]
}

fn render(format: Format, style: Style, files: &[FileReport]) -> String {
    let mut renderer = render::renderer(format, style);
    let mut out = Vec::new();
    let mut summary = Summary::default();
    renderer.begin(&mut out).expect("memory takes it all");
    for file in files {
        summary.add(file);
        renderer.file(&mut out, file).expect("memory takes it all");
    }
    summary.elapsed = Duration::from_millis(12);
    renderer.end(&mut out, &summary).expect("memory takes it all");
    String::from_utf8(out).expect("reports are UTF-8")
}

fn snapshot(name: &str, text: &str) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/render");
    insta::with_settings!({snapshot_path => folder, prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!(name, text);
    });
}

/// Machine formats carry whole rule pages and versions, which change for reasons of their own.
fn scrubbed(text: &str) -> String {
    let page = |text: &str| serde_json::to_string(text).expect("text is JSON");
    text.replace(&page(rule().doc), "\"PAGE\"")
        .replace(&page(env!("CARGO_PKG_VERSION")), "\"VERSION\"")
}

#[test]
fn every_format() {
    for (name, format) in Format::ALL {
        snapshot(name, &scrubbed(&render(format, Style::default(), &run())));
    }
}

fn validator(path: &str, part: &str) -> jsonschema::Validator {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = std::fs::read_to_string(path).expect("the schema is there");
    let mut schema: serde_json::Value = serde_json::from_str(&text).expect("the schema is JSON");
    if !part.is_empty() {
        schema["$ref"] = part.into();
        for key in ["type", "required", "properties", "additionalProperties"] {
            schema.as_object_mut().expect("a schema is an object").remove(key);
        }
    }
    jsonschema::validator_for(&schema).expect("the schema is one")
}

fn assert_valid(validator: &jsonschema::Validator, json: &str) {
    let value = serde_json::from_str(json).expect("the report is JSON");
    let errors: Vec<_> = validator
        .iter_errors(&value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

/// Findings of real rules, with all that they carry.
fn linted() -> Vec<FileReport> {
    crate::fixtures::fixtures()
        .iter()
        .map(|fixture| file(&fixture.name, &fixture.text, fixture.lint()))
        .collect()
}

#[test]
fn machine_formats_follow_their_schemas() {
    let report = validator("schemas/report.schema.json", "");
    let finding = validator("schemas/report.schema.json", "#/$defs/finding");
    let sarif = validator("testdata/render/sarif-2.1.0.schema.json", "");
    for files in [run(), Vec::new(), linted()] {
        let style = Style::default();
        assert_valid(&report, &render(Format::Json, style, &files));
        assert_valid(&sarif, &render(Format::Sarif, style, &files));
        for line in render(Format::Jsonl, style, &files).lines() {
            assert_valid(&finding, line);
        }
        let gitlab: serde_json::Value =
            serde_json::from_str(&render(Format::Gitlab, style, &files)).expect("the report is JSON");
        let prints: Vec<_> = gitlab
            .as_array()
            .expect("an array")
            .iter()
            .map(|issue| issue["fingerprint"].to_string())
            .collect();
        let unique: std::collections::BTreeSet<_> = prints.iter().collect();
        assert_eq!(unique.len(), prints.len(), "each finding has a fingerprint of its own");
    }
}

/// A finding keeps its fingerprint when lines are added above it.
#[test]
fn fingerprints_outlive_edits() {
    let print = |text: &str| {
        let report = file("f", text, vec![found(span(text, "FAULT", 0), "wrong")]);
        let json = render(Format::Gitlab, Style::default(), &[report]);
        serde_json::from_str::<serde_json::Value>(&json).expect("the report is JSON")[0]["fingerprint"].clone()
    };
    assert_eq!(print("a: FAULT\n"), print("# comment\nb: 1\na: FAULT\n"));
}

#[test]
fn an_empty_run() {
    let all: Vec<_> = Format::ALL
        .iter()
        .map(|&(name, format)| format!("--- {name}\n{}", scrubbed(&render(format, Style::default(), &[]))))
        .collect();
    snapshot("empty", &all.concat());
}

#[test]
fn colors_only_when_asked() {
    for (name, format) in Format::ALL {
        assert!(
            !render(format, Style::default(), &run()).contains('\u{1b}'),
            "{name} has an escape sequence"
        );
    }
    let style = Style {
        color: true,
        links: true,
        ..Style::default()
    };
    snapshot("color", &render(Format::Human, style, &run()).replace('\u{1b}', "␛"));
}

#[test]
fn ascii_only_when_asked() {
    let style = Style {
        unicode: false,
        ..Style::default()
    };
    let text = render(Format::Human, style, &run()[..2]);
    assert!(text.is_ascii(), "{text}");
    snapshot("ascii", &text);
}

#[test]
fn narrow_terminals() {
    let mut all = String::new();
    for width in [0, 40, 60] {
        let style = Style {
            width,
            ..Style::default()
        };
        let _ = write!(
            all,
            "--- {width} columns\n{}",
            render(Format::Human, style, &run()[..1])
        );
    }
    snapshot("narrow", &all);
}

/// Texts that are hard to draw: each with the part to mark.
#[test]
fn odd_texts() {
    let long = format!("a: \"{}\", b: FAULT, c: \"{}\"\n", "x".repeat(400), "y".repeat(400));
    let wide = format!("名前: \"{}\" FAULT \"{}\"\n", "漢字".repeat(80), "かな".repeat(80));
    let huge = format!("k: FAULT{}\nnext: line\n", "z".repeat(5000));
    let tall = format!("spec:\n  list: FAULT\n{}    end: ENDED\n", "    a: b\n".repeat(40));
    let cases: Vec<(&str, String, Span)> = [
        ("tabs", "a:\tb\n\tc:\tFAULT # d\n".to_owned()),
        ("crlf", "a: b\r\nc: FAULT\r\nd: e\r\n".to_owned()),
        ("no final line feed", "a: b\nc: FAULT".to_owned()),
        ("wide characters", "名前: 値段 FAULT\n".to_owned()),
        ("combining", "e\u{301}\u{301}: FAULT\n".to_owned()),
        ("byte order mark", "\u{feff}FAULT: 1\n".to_owned()),
        ("control", "a: \u{1b}[31m\u{7} FAULT \u{202e}x\r y\n".to_owned()),
        ("long line", long),
        ("long wide line", wide),
        ("long fault", huge),
    ]
    .into_iter()
    .map(|(name, text)| {
        let place = span(&text, "FAULT", 0);
        (name, text, place)
    })
    .chain([
        ("empty text", String::new(), Span::at(0)),
        ("end of text", "a: b\n".to_owned(), Span::at(5)),
        ("end of text, no line feed", "a: b".to_owned(), Span::at(4)),
        ("end of line", "a:\nb: c\n".to_owned(), Span::at(2)),
        ("line feed", "a:\nb: c\n".to_owned(), Span::new(2, 3)),
        ("whole lines", "a:\n  b: c\n  d: e\nf: g\n".to_owned(), Span::new(0, 17)),
        ("some lines", "a:\n  b: c\n  d: e\nf: g\n".to_owned(), Span::new(5, 16)),
        ("many lines", tall.clone(), {
            Span::new(span(&tall, "FAULT", 0).start, span(&tall, "ENDED", 0).end)
        }),
        ("inside a character", "a: ä\n".to_owned(), Span::new(4, 4)),
    ])
    .collect();
    let mut all = String::new();
    for (name, text, place) in cases {
        let style = Style {
            width: 80,
            ..Style::default()
        };
        let mut found = found(place, "something is wrong here");
        found.path = "p".to_owned();
        let _ = writeln!(all, "--- {name}");
        all.push_str(&render(
            Format::Human,
            Style { quiet: true, ..style },
            &[file("f", &text, vec![found])],
        ));
    }
    snapshot("odd", &all);
}

#[test]
fn related_places() {
    let lines: Vec<_> = (1..60).map(|line| format!("key{line}: value{line}\n")).collect();
    let lines = lines.concat();
    let one_line = format!(
        "{{{}}}",
        (1..400).map(|n| format!("\"k{n}\":{n}")).collect::<Vec<_>>().join(",")
    );
    let mut all = String::new();
    for (name, text, places) in [
        ("near", &lines, ["value10", "value12", "key10"]),
        ("far before", &lines, ["value50", "value3", "key20"]),
        ("same place", &lines, ["value7", "value7", "value7"]),
        ("one line", &one_line, ["\"k200\"", "\"k399\"", "\"k201\""]),
    ] {
        let mut found = found(span(text, places[0], 0), "first");
        found.related(span(text, places[1], 0), "second");
        found.related(span(text, places[2], 0), "third");
        let _ = writeln!(all, "--- {name}");
        let style = Style {
            quiet: true,
            ..Style::default()
        };
        all.push_str(&render(Format::Human, style, &[file("f", text, vec![found])]));
    }
    snapshot("related", &all);
}

/// Any places in any text, also ones that are not at characters, are drawn somehow.
#[test]
fn any_place_in_any_text_is_drawn() {
    const PARTS: [&str; 12] = [
        "a",
        "ä",
        "\u{301}",
        "中",
        "😀",
        "\t",
        "\n",
        "\r\n",
        "\r",
        "\u{1b}",
        "\u{feff}",
        "some longer words: here ",
    ];
    // A small generator of our own: the same texts in every run.
    let mut state = 1_u64;
    let mut random = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).expect("31 bits") % below
    };
    for _ in 0..3000 {
        let text: Vec<_> = (0..random(60)).map(|_| PARTS[random(PARTS.len())]).collect();
        let text = text.concat();
        let mut place = || {
            let (one, other) = (random(text.len() + 1), random(text.len() + 1));
            Span::new(offset(one.min(other)), offset(one.max(other)))
        };
        let mut found = found(place(), "wrong");
        found.related(place(), "here").related(place(), "and here");
        let style = Style {
            width: [10, 30, 80][random(3)],
            unicode: random(2) == 0,
            ..Style::default()
        };
        let drawn = render(Format::Human, style, &[file("f", &text, vec![found])]);
        assert!(!drawn.contains("Failed to read"), "{text:?}\n{drawn}");
        assert!(drawn.contains("╰") || drawn.contains('`'), "{text:?}\n{drawn}");
    }
}

#[test]
fn statistics_table() {
    let mut summary = Summary::default();
    for file in run() {
        summary.add(&file);
    }
    summary
        .rules
        .insert("job/backoff", summary.rules["deployment/strategy"]);
    snapshot("statistics", &render::statistics(&summary));
}

/// Findings cost the same in big files, in long lines and at any place.
#[test]
fn big_files_are_drawn_in_no_time() {
    let text = format!("{{{}}}", vec!["\"ä\":1"; 1_000_000].join(","));
    let places = (0..1000).map(|n| Span::new(n * 8000 + 1, n * 8000 + 3));
    let found = places.map(|place| found(place, "wrong")).collect();
    let file = file("big.json", &text, found);
    let start = std::time::Instant::now();
    for (_, format) in Format::ALL {
        render(format, Style::default(), std::slice::from_ref(&file));
    }
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}
