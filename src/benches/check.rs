//! What a check costs, step by step, beside what parsing alone costs, over the same bytes in the same run:
//!
//! ```text
//! cargo bench --bench check                 # inputs that are made here: small, crds, large, tiny; and testdata/
//! cargo bench --bench check -- FOLDER       # a folder, or ADMIT_BENCH=FOLDER
//! cargo bench --bench check -- small tiny   # some of the inputs
//! ```
//!
//! One thread, and the CPU time of that thread where the system tells it; each part is measured several times and the best
//! counts, as all else is noise from outside. `exact layer` reads the same documents with the exact layer alone, and `events`
//! with another reader of YAML, libyaml-safer, of which only events are asked; `tree/exact` and `tree/events` tell how much
//! faster our whole tree is, and `fast layer` how many documents came from that layer. The program itself is run on the inputs made here: its time
//! from start to end on one small file, and its peak memory where the system tells it.

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measures")]

use std::cell::OnceCell;
use std::fmt::Write as _;
use std::hint::black_box;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use admit::document::{self, Object, Subject};
use admit::lint::{self, Settings};
use admit::render::{self, Format, Style};
use admit::report::FileReport;
use admit::rule::Context;
use admit::yaml::Tree;
use admit::{rules, schema, source, walk, yaml};
use libyaml_safer::{EventData, Parser};

const ROUNDS: usize = 7;
/// Small inputs are repeated up to this size, and large ones measured less often.
const ENOUGH: usize = 64 << 20;
const MUCH: usize = 50 << 20;
/// The clock may tick only every few milliseconds.
const FINDINGS: usize = 20_000;

const MADE: [&str; 4] = ["small", "crds", "large", "tiny"];

fn main() {
    let mut named: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    named.extend(std::env::var("ADMIT_BENCH"));
    if named.is_empty() {
        named.extend(MADE.map(str::to_owned));
        named.push(concat!(env!("CARGO_MANIFEST_DIR"), "/testdata").to_owned());
    }
    println!("one thread, {}", clock());
    let made = std::env::temp_dir().join(format!("admit-bench-{}", std::process::id()));
    for name in &named {
        if MADE.contains(&name.as_str()) {
            let folder = made.join(name);
            make(name, &folder).expect("room for the inputs");
            measure(name, &folder);
            run(name, &folder);
        } else {
            measure(name, Path::new(name));
        }
    }
    // What is left behind is in the folder for what may be left behind.
    let _ = std::fs::remove_dir_all(made);
}

/// The best times of the parts.
#[derive(Clone, Copy)]
struct Times {
    read: Duration,
    parse: Duration,
    exact: Duration,
    events: Duration,
    schema: Duration,
    rules: Duration,
    check: Duration,
    human: Duration,
    jsonl: Duration,
}

fn measure(name: &str, folder: &Path) {
    let paths: Vec<PathBuf> = walk::list(&[folder], true)
        .inputs
        .into_iter()
        .filter_map(|input| input.path)
        .collect();
    let read = |path: &PathBuf| std::fs::read_to_string(path).ok();
    let texts: Vec<String> = paths.iter().filter_map(read).collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    if bytes == 0 {
        println!("\n{name}: nothing to read");
        return;
    }
    let repeat = ENOUGH.div_ceil(bytes);
    let rounds = if bytes > MUCH { 2 } else { ROUNDS };
    let mut best = Times::NONE;
    let mut findings = 0;
    for _ in 0..rounds {
        findings = round(&paths, &texts, repeat, &mut best);
    }
    let mega = float(bytes) * float(repeat) / 1e6;
    let count = float(texts.len() * repeat);
    println!("\n{name}: {} files, {bytes} bytes, {repeat} times", texts.len());
    let Times {
        read,
        parse,
        exact,
        events,
        schema,
        rules,
        check,
        human,
        jsonl,
    } = best;
    // Both were measured with what comes before them.
    let (schema, rules) = (schema.saturating_sub(parse), rules.saturating_sub(schema));
    for (what, time) in [
        ("read", read),
        ("parse only", parse),
        ("schema", schema),
        ("rules", rules),
        ("full check", check),
        ("exact layer", exact),
        ("events", events),
    ] {
        let share = time.as_secs_f64() * 100.0 / check.as_secs_f64();
        let time = time.as_secs_f64();
        println!(
            "{what:<12}{:>10.0} files/s {:>8.1} MB/s {share:>6.1} % of a check",
            count / time,
            mega / time
        );
    }
    println!("ratio       {:>10.2}", check.as_secs_f64() / parse.as_secs_f64());
    println!("tree/exact  {:>10.2}", exact.as_secs_f64() / parse.as_secs_f64());
    println!("tree/events {:>10.2}", events.as_secs_f64() / parse.as_secs_f64());
    let (fast, documents) = fast_layer(&texts);
    println!("fast layer  {fast:>10} of {documents} documents");
    if findings > 0 {
        for (what, time) in [("human", human), ("jsonl", jsonl)] {
            let each = time.as_secs_f64() * 1e6 / float(findings);
            let share = time.as_secs_f64() * float(repeat) * 100.0 / check.as_secs_f64();
            println!("{what:<12}{each:>10.1} µs a finding, of {findings} {share:>6.1} % of a check");
        }
    }
}

impl Times {
    const NONE: Self = Self {
        read: Duration::MAX,
        parse: Duration::MAX,
        exact: Duration::MAX,
        events: Duration::MAX,
        schema: Duration::MAX,
        rules: Duration::MAX,
        check: Duration::MAX,
        human: Duration::MAX,
        jsonl: Duration::MAX,
    };
}

/// Measures each part once, and gives the number of findings.
fn round(paths: &[PathBuf], texts: &[String], repeat: usize, best: &mut Times) -> usize {
    let improve = |best: &mut Duration, time: Duration| *best = time.min(*best);
    improve(
        &mut best.read,
        timed(repeat, || {
            let mut buffer = source::Buffer::default();
            for path in paths {
                let bytes = buffer.read(path).unwrap_or_default();
                black_box(source::decode(bytes).is_ok());
            }
        }),
    );
    improve(
        &mut best.parse,
        timed(repeat, || texts.iter().for_each(|text| parse(text))),
    );
    improve(
        &mut best.exact,
        timed(repeat, || texts.iter().for_each(|text| exact(text))),
    );
    improve(
        &mut best.events,
        timed(repeat, || texts.iter().for_each(|text| events(text))),
    );
    for (best, with_rules) in [(&mut best.schema, false), (&mut best.rules, true)] {
        improve(
            best,
            timed(repeat, || texts.iter().for_each(|text| decode(text, with_rules))),
        );
    }
    improve(
        &mut best.check,
        timed(repeat, || {
            for text in texts {
                black_box(lint::check(text, &Settings::default()));
            }
        }),
    );
    let mut reports = Vec::new();
    let mut findings = 0;
    for text in texts {
        let found = lint::check(text, &Settings::default()).diagnostics;
        if found.is_empty() {
            continue;
        }
        findings += found.len();
        reports.push(FileReport {
            name: "file.yaml".to_owned(),
            text: Some(text.clone()),
            diagnostics: found,
            ..FileReport::default()
        });
    }
    for (best, format) in [(&mut best.human, Format::Human), (&mut best.jsonl, Format::Jsonl)] {
        let repeat = FINDINGS.div_ceil(findings.max(1)).min(FINDINGS);
        let time = timed(repeat, || {
            let mut renderer = render::renderer(format, Style::default());
            for report in &reports {
                renderer
                    .file(&mut std::io::sink(), report)
                    .expect("a sink takes it all");
            }
        });
        improve(best, time / times(repeat));
    }
    findings
}

fn times(repeat: usize) -> u32 {
    u32::try_from(repeat).unwrap_or(u32::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "rates need no more digits")]
fn float(count: usize) -> f64 {
    count as f64
}

fn parse(text: &str) {
    yaml::documents(text).for_each(|tree| {
        let _ = black_box(tree);
    });
}

/// The same documents, read by the exact layer alone.
fn exact(text: &str) {
    for chunk in yaml::Chunks::new(text, 0).flatten() {
        let _ = black_box(yaml::parse_exact(text, chunk));
    }
}

/// How many documents the fast layer reads, and how many there are.
fn fast_layer(texts: &[String]) -> (usize, usize) {
    let mut count = (0, 0);
    for text in texts {
        for chunk in yaml::Chunks::new(text, 0).flatten() {
            count.0 += usize::from(yaml::parse_fast(text, chunk).is_some());
            count.1 += 1;
        }
    }
    count
}

/// The same documents, read by the other reader up to its events.
fn events(text: &str) {
    for chunk in yaml::Chunks::new(text, 0).flatten() {
        // It panics where a block scalar ends without a line break.
        let mut parser = Parser::new();
        parser.set_input(text.as_bytes()[chunk.range()].chain(&b"\n"[..]));
        while let Ok(event) = parser.parse() {
            if matches!(black_box(event).data, EventData::StreamEnd) {
                break;
            }
        }
    }
}

/// Reads, and decodes the documents that are objects of their own; applies the rules to them if asked to.
fn decode(text: &str, with_rules: bool) {
    for tree in yaml::documents(text).filter_map(Result::ok) {
        let Some(object) = object(&tree) else { continue };
        black_box(schema::decode(&object));
        if let Some(rule) = rules::all().next().filter(|_| with_rules) {
            let mut context = Context::new(&object, rule);
            rules::run(&object, &mut context);
            black_box(context.finish());
        }
    }
}

fn object<'t>(tree: &'t Tree<'t>) -> Option<Object<'t>> {
    let Subject::Object(gvk) = document::classify(tree.root()) else {
        return None;
    };
    Some(Object {
        tree,
        root: tree.root().id(),
        gvk,
        schema: schema::lookup(gvk),
        operation: None,
        document: 0,
        item: None,
        resource: OnceCell::new(),
    })
}

fn timed(repeat: usize, work: impl Fn()) -> Duration {
    let (wall, cpu) = (Instant::now(), thread_time());
    for _ in 0..repeat {
        work();
    }
    match (cpu, thread_time()) {
        (Some(start), Some(end)) => end.saturating_sub(start),
        _ => wall.elapsed(),
    }
}

/// The time this thread has spent on a core; Linux tells it without a library.
fn thread_time() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let spent = text.split(' ').next()?.parse().ok()?;
    Some(Duration::from_nanos(spent))
}

fn clock() -> &'static str {
    if thread_time().is_some() {
        "CPU time"
    } else {
        "wall time"
    }
}

/// Runs the program on an input that was made here.
fn run(name: &str, folder: &Path) {
    let mut best = Duration::MAX;
    let mut all = Vec::new();
    let mut peak = None;
    for _ in 0..if name == "tiny" { 41 } else { 1 } {
        let start = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_admit"))
            .args(["check", "--format", "jsonl"])
            .arg(folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        // A process that has ended tells no memory, so it is asked while it runs; the peak it has reached only grows.
        let status = format!("/proc/{}/status", child.id());
        while child.try_wait().expect("a child").is_none() {
            peak = peak.max(memory(&status));
            std::thread::sleep(Duration::from_micros(200));
        }
        best = best.min(start.elapsed());
        all.push(start.elapsed());
    }
    all.sort();
    let median = all[all.len() / 2];
    let show = |time: Duration| time.as_secs_f64() * 1e3;
    println!(
        "program     {:>10.1} ms, {:.1} in the median, all cores",
        show(best),
        show(median)
    );
    if let Some(kib) = peak {
        println!("peak memory {:>10.1} MiB", float(kib) / 1024.0);
    }
}

fn memory(status: &str) -> Option<usize> {
    let text = std::fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse().ok()
}

/// Writes the files of an input; the same in every run.
fn make(name: &str, folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let file = |name: String| folder.join(name);
    match name {
        "small" => {
            for number in 0..12_000 {
                std::fs::write(file(format!("{number:05}.yaml")), small(number))?;
            }
        }
        "crds" => {
            for number in 0..8 {
                std::fs::write(file(format!("{number}.yaml")), definition(number))?;
            }
        }
        "large" => {
            let mut text = String::new();
            for number in 0.. {
                text.push_str(&small(number));
                text.push_str("---\n");
                if text.len() >= 100_000_000 {
                    break;
                }
            }
            std::fs::write(file("large.yaml".to_owned()), text)?;
        }
        _ => std::fs::write(file("tiny.yaml".to_owned()), small(1))?,
    }
    Ok(())
}

/// A manifest of ordinary size; one in twenty has a fault.
fn small(number: usize) -> String {
    let port = if number.is_multiple_of(20) { 70_000 } else { 8080 };
    match number % 3 {
        0 => format!(
            "apiVersion: v1
kind: Service
metadata:
  name: web-{number}
  namespace: shop
  labels:
    app.kubernetes.io/name: web # the name of all parts
    app.kubernetes.io/part-of: 'shop'
spec:
  selector: {{app: web-{number}}}
  ports:
  - name: http
    port: {port}
    targetPort: http
    protocol: TCP
"
        ),
        1 => format!(
            "# What the shop runs.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web-{number}
  namespace: shop
  labels:
    app: web-{number}
spec:
  replicas: 3
  selector:
    matchLabels:
      app: web-{number}
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxSurge: 25%
      maxUnavailable: 0
  template:
    metadata:
      labels:
        app: web-{number}
      annotations:
        prometheus.io/scrape: \"true\"
    spec:
      serviceAccountName: web
      containers:
      - name: web
        image: registry.example.com/shop/web:1.{number}.0
        args: [\"--listen\", \":8080\", \"--verbose\"]
        ports:
        - name: http
          containerPort: {port}
        env:
        - name: LEVEL
          value: info
        - name: SECRET
          valueFrom:
            secretKeyRef:
              name: web
              key: secret
        resources:
          requests:
            cpu: 100m
            memory: 128Mi
          limits:
            memory: 256Mi
        readinessProbe:
          httpGet:
            path: /healthz
            port: http
          periodSeconds: 10
        volumeMounts:
        - name: config
          mountPath: /etc/web
          readOnly: true
      volumes:
      - name: config
        configMap:
          name: web-{number}
"
        ),
        _ => format!(
            "apiVersion: v1
kind: ConfigMap
metadata:
  name: web-{number}
  namespace: shop
data:
  web.conf: |
    listen {port}
    # what is served
    root /srv/www

    log {{
      level info
    }}
  greeting: \"welcome to \\\"shop {number}\\\"\"
"
        ),
    }
}

/// A CustomResourceDefinition of about half a megabyte.
fn definition(number: usize) -> String {
    let mut text = format!(
        "apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: widgets{number}.example.com
spec:
  group: example.com
  names:
    kind: Widget{number}
    listKind: Widget{number}List
    plural: widgets{number}
    singular: widget{number}
  scope: Namespaced
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        description: A widget, as many controllers have one.
        type: object
        properties:
          apiVersion:
            type: string
          kind:
            type: string
          metadata:
            type: object
          spec:
            type: object
            properties:
"
    );
    properties(&mut text, 14, 3, 0);
    text
}

fn properties(text: &mut String, indent: usize, depth: usize, from: usize) {
    let pad = " ".repeat(indent);
    for field in from..from + 6 {
        let _ = write!(
            text,
            "{pad}field{field}:
{pad}  description: |-
{pad}    What field {field} is for, in two lines, of which the first is rather long, as those of
{pad}    generated definitions are. More info: https://example.com/docs/widgets#field{field}
"
        );
        if depth > 0 {
            let _ = writeln!(text, "{pad}  type: object");
            if depth == 1 && field == from {
                let rule = format!("!has(self.field{0}) || size(self.field{0}) > 0", field * 2);
                let _ = writeln!(text, "{pad}  x-kubernetes-validations:\n{pad}  - rule: \"{rule}\"");
            }
            let _ = writeln!(text, "{pad}  properties:");
            properties(text, indent + 4, depth - 1, field * 2);
        } else {
            let _ = write!(
                text,
                "{pad}  type: string\n{pad}  maxLength: 63\n{pad}  default: \"x{field}\"\n"
            );
        }
    }
}
