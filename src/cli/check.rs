//! `admit check`: list, read, judge in parallel, print in order.

use std::cell::LazyCell;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;

use super::args::Check;
use super::terminal;
use crate::config::{Binding, Config, Configs, FailOn, LoadError, real};
use crate::document::Skip;
use crate::json_schema::JsonSchema;
use crate::lint::{self, Form, Settings};
use crate::render::{self, Format, Renderer, Style};
use crate::report::{FileReport, Outcome, Skip as SkippedDocument, Summary};
use crate::source::{self, Decoded};
use crate::walk::{self, Input};

/// How many files are in memory at once, and about how many bytes.
const CHUNK: usize = 1024;
const CHUNK_BYTES: u64 = 64 << 20;

/// Runs shorter than this draw no progress.
const PATIENCE: Duration = Duration::from_millis(500);

/// What one thread may use for its stack: the deepest documents a server takes nest 10,000 levels.
const STACK: usize = 64 << 20;

pub(super) fn run(args: &Check) -> anyhow::Result<ExitCode> {
    let start = Instant::now();
    let mut configs = match &args.config {
        Some(path) => Configs::named(path)?,
        None => Configs::default(),
    };
    let here = configs.of_folder(&real(Path::new(".")))?;
    let hidden = args.hidden || here.as_ref().and_then(|config| config.hidden).unwrap_or(false);
    let format = args
        .format
        .or(here.as_ref().and_then(|config| config.format))
        .unwrap_or_default();

    let listing = walk::list(&paths(args), hidden);
    let bound = bound(args)?;
    let jobs = jobs(args, listing.inputs, &mut configs, &bound)?;
    let mut summary = Summary::default();
    let mut failing = false;
    let mut out = Output::open(args, format)?;
    for failure in listing.failures {
        let failed = Outcome::Failed(failure.reason.into());
        out.file(
            &FileReport {
                name: failure.name,
                outcome: failed,
                ..FileReport::default()
            },
            &mut summary,
        )?;
    }

    let progress = Progress::new(args, jobs.len(), start);
    let pool = pool(args, jobs.len())?;
    let mut rest = &*jobs;
    while !rest.is_empty() {
        let chunk = chunk(rest);
        rest = &rest[chunk.len()..];
        let judge = |&(job, size): &(&Job, u64)| {
            let report = job.judge(size);
            progress.step();
            report
        };
        let reports: Vec<_> = pool.install(|| chunk.par_iter().map(judge).collect());
        progress.aside(|| {
            for ((job, _), report) in chunk.iter().zip(reports) {
                failing |= report
                    .diagnostics
                    .iter()
                    .any(|found| job.fail_on.includes(found.severity));
                out.file(&report, &mut summary)?;
            }
            out.writer.flush()
        })?;
    }
    progress.end();
    summary.elapsed = start.elapsed();
    out.end(args, &summary)?;
    Ok(if summary.files_failed() > 0 {
        ExitCode::from(2)
    } else {
        ExitCode::from(u8::from(failing))
    })
}

fn paths(args: &Check) -> Vec<PathBuf> {
    match &args.stdin_filename {
        _ if !args.paths.is_empty() => args.paths.clone(),
        Some(_) => vec![PathBuf::from("-")],
        None => vec![PathBuf::from(".")],
    }
}

/// An input and what is wanted of it.
struct Job {
    input: Input,
    settings: Arc<Settings>,
    fail_on: FailOn,
}

/// A folder with inputs.
#[derive(Default)]
struct Folder {
    path: PathBuf,
    real: PathBuf,
    config: Option<Arc<Config>>,
}

impl Folder {
    fn of(path: &Path, configs: &mut Configs) -> Result<Self, LoadError> {
        let real = real(path);
        Ok(Self {
            path: path.to_owned(),
            config: configs.of_folder(&real)?,
            real,
        })
    }
}

/// The schemas of the command line, and the files they are for.
fn bound(args: &Check) -> anyhow::Result<Vec<(&Binding, Arc<JsonSchema>)>> {
    let mut bound = Vec::new();
    for binding in &args.schemas {
        let schema = JsonSchema::load(&binding.file).map_err(anyhow::Error::msg)?;
        bound.push((binding, Arc::new(schema)));
    }
    Ok(bound)
}

/// Finds out what is wanted of each input, and leaves out what its config excludes.
fn jobs(
    args: &Check,
    inputs: Vec<Input>,
    configs: &mut Configs,
    bound: &[(&Binding, Arc<JsonSchema>)],
) -> Result<Vec<Job>, LoadError> {
    let here = real(Path::new("."));
    let plain = Arc::new(settings(args, None, Path::new("")));
    let mut folder = Folder::default();
    let mut jobs = Vec::with_capacity(inputs.len());
    for mut input in inputs {
        if let (None, Some(name)) = (&input.path, &args.stdin_filename) {
            input.name = name.display().to_string();
        }
        let path = input.path.as_ref().or(args.stdin_filename.as_ref());
        let path = path.map_or(Path::new("-"), PathBuf::as_path);
        // Inputs are sorted, so neighbours share their folder.
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let parent = parent.unwrap_or(Path::new("."));
        if folder.path.as_os_str() != parent.as_os_str() {
            folder = Folder::of(parent, configs)?;
        }
        let real = LazyCell::new(|| folder.real.join(path.file_name().unwrap_or_default()));
        let (mut settings, fail_on) = match folder.config.as_deref() {
            None => (plain.clone(), None),
            Some(config) => {
                if !input.named && config.excludes(&real) {
                    continue;
                }
                (Arc::new(settings(args, Some(config), &real)), config.fail_on)
            }
        };
        let form = Form::of(path);
        let wanted = bound
            .iter()
            .filter(|(binding, _)| binding.is_for(real.strip_prefix(&here).unwrap_or(&real)));
        let schemas: Vec<_> = wanted.map(|(_, schema)| schema.clone()).collect();
        if settings.form != form || !schemas.is_empty() {
            let mut other = Settings::clone(&settings);
            other.form = form;
            other.schemas.extend(schemas);
            settings = Arc::new(other);
        }
        jobs.push(Job {
            input,
            settings,
            fail_on: args.fail_on.or(fail_on).unwrap_or_default(),
        });
    }
    Ok(jobs)
}

/// What the config says of a file, with what the command line says on top.
fn settings(args: &Check, config: Option<&Config>, path: &Path) -> Settings {
    let mut settings = config.map(|config| config.settings(path)).unwrap_or_default();
    if !args.select.is_empty() {
        settings.selection.select.clone_from(&args.select);
    }
    settings.selection.ignore.extend(args.ignore.iter().cloned());
    settings.operation = args.operation.or(settings.operation);
    settings
}

fn pool(args: &Check, inputs: usize) -> anyhow::Result<rayon::ThreadPool> {
    let cores = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let threads = args.jobs.map_or_else(cores, std::num::NonZero::get).min(inputs).max(1);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .stack_size(STACK)
        .build();
    pool.context("threads cannot be started")
}

/// The next jobs that fit into memory together, at least one, and the sizes of their files.
fn chunk(jobs: &[Job]) -> Vec<(&Job, u64)> {
    let mut bytes = 0;
    let sized = jobs.iter().take(CHUNK).map(|job| (job, job.size()));
    let fits = sized.take_while(|(_, size)| {
        let before = bytes;
        bytes += size;
        before < CHUNK_BYTES
    });
    fits.collect()
}

impl Job {
    /// The size of the file; 0 for what has none.
    fn size(&self) -> u64 {
        let meta = self.input.path.as_ref().and_then(|path| std::fs::metadata(path).ok());
        meta.map_or(0, |meta| meta.len())
    }

    fn judge(&self, size: u64) -> FileReport {
        let mut file = FileReport {
            name: self.input.name.clone(),
            ..FileReport::default()
        };
        match self.read(size) {
            Ok(source) if self.is_chart_template(&source.text) => {
                file.outcome = Outcome::Skipped(Skip::Template.reason());
            }
            Ok(source) => file_report(source, &self.settings, &mut file),
            Err(error) => file.outcome = Outcome::Failed(error.to_string().into()),
        }
        file
    }

    fn read(&self, size: u64) -> io::Result<Decoded> {
        let bytes = if let Some(path) = &self.input.path {
            source::read(path, size)?
        } else {
            let mut bytes = Vec::new();
            io::stdin().lock().read_to_end(&mut bytes)?;
            bytes
        };
        source::decode(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }

    fn is_chart_template(&self, text: &str) -> bool {
        let path = self.input.path.as_deref();
        text.contains("{{") && path.is_some_and(walk::is_in_chart)
    }
}

fn file_report(source: Decoded, settings: &Settings, file: &mut FileReport) {
    let report = lint::check_source(&source, settings);
    file.documents = report.checked;
    file.diagnostics = report.diagnostics;
    file.outcome = match &*report.skipped {
        _ if report.bug.is_some() => {
            let bug = report.bug.unwrap_or_default();
            Outcome::Failed(format!("a bug in admit, please report it: {bug}").into())
        }
        _ if file.documents > 0 || !file.diagnostics.is_empty() => Outcome::Checked,
        [] => Outcome::Skipped(Skip::Empty.reason()),
        [first, rest @ ..] if rest.iter().all(|other| other.reason == first.reason) => {
            Outcome::Skipped(first.reason.reason())
        }
        _ => Outcome::Checked,
    };
    if file.outcome == Outcome::Checked {
        let skipped = report.skipped.into_iter();
        file.skipped = skipped
            .map(|skipped| SkippedDocument {
                document: skipped.document,
                reason: skipped.reason.reason(),
            })
            .collect();
    }
    file.text = (!file.diagnostics.is_empty()).then_some(source.text);
}

/// Where findings go, and in which format.
struct Output {
    writer: Box<dyn Write>,
    renderer: Box<dyn Renderer>,
    format: Format,
    quiet: bool,
}

impl Output {
    fn open(args: &Check, format: Format) -> anyhow::Result<Self> {
        let writer: Box<dyn Write> = match &args.output {
            Some(path) => {
                let file = File::create(path).with_context(|| format!("{} cannot be written", path.display()))?;
                Box::new(BufWriter::new(file))
            }
            None => Box::new(BufWriter::with_capacity(1 << 16, io::stdout().lock())),
        };
        let style = Style {
            quiet: args.quiet,
            ..terminal::style(args.color, args.output.is_some())
        };
        let mut output = Self {
            writer,
            renderer: render::renderer(format, style),
            format,
            quiet: args.quiet,
        };
        output.renderer.begin(&mut output.writer)?;
        Ok(output)
    }

    fn file(&mut self, file: &FileReport, summary: &mut Summary) -> io::Result<()> {
        summary.add(file);
        if let Outcome::Failed(reason) = &file.outcome {
            writeln!(io::stderr(), "error: {}: {reason}", file.name)?;
        }
        self.renderer.file(&mut self.writer, file)
    }

    fn end(&mut self, args: &Check, summary: &Summary) -> io::Result<()> {
        self.renderer.end(&mut self.writer, summary)?;
        self.writer.flush()?;
        let mut stderr = io::stderr().lock();
        if args.statistics {
            write!(
                stderr,
                "{}{}",
                render::statistics(summary),
                render::skipped_lines(summary)
            )?;
        }
        if !self.quiet && !self.format.has_summary() {
            writeln!(stderr, "{}", render::summary_line(summary))?;
        }
        Ok(())
    }
}

/// How far a run is: drawn on stderr when that is a terminal and the run lasts.
struct Progress {
    bar: ProgressBar,
    start: Instant,
    /// Taken by whoever draws first; empty from the beginning where nothing is to be drawn.
    pending: AtomicBool,
}

impl Progress {
    fn new(args: &Check, inputs: usize, start: Instant) -> Self {
        let bar = ProgressBar::with_draw_target(Some(inputs as u64), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} files") {
            bar.set_style(style);
        }
        Self {
            bar,
            start,
            pending: AtomicBool::new(!args.quiet && io::stderr().is_terminal()),
        }
    }

    fn step(&self) {
        self.bar.inc(1);
        if self.pending.load(Ordering::Relaxed)
            && self.start.elapsed() > PATIENCE
            && self.pending.swap(false, Ordering::Relaxed)
        {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// Prints without drawing over what is printed.
    fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bar.suspend(print)
    }

    fn end(&self) {
        self.bar.finish_and_clear();
    }
}
