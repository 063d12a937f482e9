//! What a check costs, beside what parsing alone costs, over the same bytes in the same run:
//!
//! ```text
//! cargo bench --bench check [-- FOLDER]
//! ```
//!
//! Without a folder (or `ADMIT_BENCH`), the samples of `testdata/` are taken. One thread; the CPU time of that thread where the system tells it.

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measures")]

use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use admit::lint::{self, Settings};
use admit::render::{self, Format, Style};
use admit::report::FileReport;
use admit::{walk, yaml};

/// Each part is measured this often; the best counts, as all else is noise from outside.
const ROUNDS: usize = 9;
/// Small inputs are repeated up to this size.
const ENOUGH: usize = 4 << 20;

fn main() {
    let named = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let folder = named.or_else(|| std::env::var("ADMIT_BENCH").ok());
    let folder = folder.map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/testdata")),
        PathBuf::from,
    );
    let texts: Vec<String> = walk::list(&[folder], true)
        .inputs
        .iter()
        .filter_map(|input| std::fs::read_to_string(input.path.as_ref()?).ok())
        .collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    if bytes == 0 {
        println!("nothing to read");
        return;
    }
    let repeat = ENOUGH.div_ceil(bytes);
    let mut best = [Duration::MAX; 4];
    let mut findings = 0;
    for _ in 0..ROUNDS {
        findings = 0;
        best[0] = best[0].min(timed(repeat, || texts.iter().for_each(|text| parse(text))));
        best[1] = best[1].min(timed(repeat, || {
            for text in &texts {
                black_box(lint::check(text, &Settings::default()));
            }
        }));
        let mut reports = Vec::new();
        for text in &texts {
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
        for (place, format) in [(2, Format::Human), (3, Format::Jsonl)] {
            best[place] = best[place].min(timed(1, || {
                let mut renderer = render::renderer(format, Style::default());
                for report in &reports {
                    renderer
                        .file(&mut std::io::sink(), report)
                        .expect("a sink takes it all");
                }
            }));
        }
    }
    let mega = float(bytes) * float(repeat) / 1e6;
    let count = float(texts.len() * repeat);
    println!(
        "{} files, {bytes} bytes, {repeat} times; one thread, {}",
        texts.len(),
        clock()
    );
    for (what, time) in [("parse only", best[0]), ("full check", best[1])] {
        let time = time.as_secs_f64();
        println!("{what:<12}{:>10.0} files/s {:>8.1} MB/s", count / time, mega / time);
    }
    println!("ratio       {:>10.2}", best[1].as_secs_f64() / best[0].as_secs_f64());
    if findings > 0 {
        for (what, time) in [("human", best[2]), ("jsonl", best[3])] {
            let each = time.as_secs_f64() * 1e6 / float(findings);
            println!("{what:<12}{each:>10.1} µs a finding, of {findings}");
        }
    }
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
