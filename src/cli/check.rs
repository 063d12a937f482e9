//! `admit check`: list, read, judge in parallel, print in order.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Read, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::Check;
use super::crew::Work;
use super::terminal;
use crate::config::{Binding, Config, Configs, FailOn, LoadError, real};
use crate::diagnostic::Diagnostic;
use crate::document::Skip;
use crate::json_schema::JsonSchema;
use crate::lint::{self, Form, Settings};
use crate::render::{self, Format, Renderer, Style};
use crate::report::{FileReport, Outcome, Skip as SkippedDocument, Summary};
use crate::source::{self, Buffer, Decoded};
use crate::walk::{self, Input};

/// Runs shorter than this draw no progress.
const PATIENCE: Duration = Duration::from_millis(500);

/// How long findings may wait for more of them before they are shown.
const DELAY: Duration = Duration::from_millis(100);

pub(super) fn run(args: &Check) -> anyhow::Result<ExitCode> {
    let start = Instant::now();
    let mut configs = match &args.config {
        Some(path) => Configs::named(path)?,
        None => Configs::default(),
    };
    let here = real(Path::new("."));
    let config = configs.of_folder(&here)?;
    let hidden = args.hidden || config.as_ref().and_then(|config| config.hidden).unwrap_or(false);
    let format = args
        .format
        .or(config.as_ref().and_then(|config| config.format))
        .unwrap_or_default();

    let listing = walk::list(&paths(args), hidden);
    let bound = bound(args)?;
    let jobs = jobs(args, listing.inputs, &here, &mut configs, &bound)?;
    let mut out = Output::open(args, format, Progress::new(args, jobs.len(), start))?;
    for failure in listing.failures {
        out.file(&FileReport {
            name: failure.name,
            outcome: Outcome::Failed(failure.reason.into()),
            ..FileReport::default()
        })?;
    }
    let work = Work {
        jobs: &jobs,
        act: &Job::judge,
        weight: Judged::weight,
    };
    work.run(|| threads(args), |judged| out.files(&judged))?;
    out.end(args, start)?;
    Ok(if out.summary.files_failed() > 0 {
        ExitCode::from(2)
    } else {
        ExitCode::from(u8::from(out.failing))
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
    /// Whether it lies among the templates of a chart.
    in_chart: bool,
}

/// A folder with inputs.
struct Folder {
    real: PathBuf,
    config: Option<Arc<Config>>,
    in_chart: bool,
}

impl Folder {
    fn of(path: &Path, configs: &mut Configs) -> Result<Self, LoadError> {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let parent = parent.unwrap_or(Path::new("."));
        let real = real(parent);
        Ok(Self {
            config: configs.of_folder(&real)?,
            real,
            in_chart: walk::is_in_chart(parent),
        })
    }
}

/// What stands before the name of a file.
fn prefix(path: &Path) -> &[u8] {
    let bytes = path.as_os_str().as_encoded_bytes();
    let end = bytes.iter().rposition(|&byte| std::path::is_separator(byte.into()));
    &bytes[..end.map_or(0, |end| end + 1)]
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
    here: &Path,
    configs: &mut Configs,
    bound: &[(&Binding, Arc<JsonSchema>)],
) -> Result<Vec<Job>, LoadError> {
    let plain = Arc::new(settings(args, None, Path::new("")));
    let mut folder: Option<(Vec<u8>, Folder)> = None;
    let mut jobs = Vec::with_capacity(inputs.len());
    for mut input in inputs {
        if let (None, Some(name)) = (&input.path, &args.stdin_filename) {
            input.alias = Some(name.display().to_string());
        }
        let path = input.path.as_ref().or(args.stdin_filename.as_ref());
        let path = path.map_or(Path::new("-"), PathBuf::as_path);
        // Inputs are sorted, so neighbours share their folder.
        let folder = match &folder {
            Some((before, folder)) if before == prefix(path) => folder,
            _ => &folder.insert((prefix(path).to_owned(), Folder::of(path, configs)?)).1,
        };
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
            .filter(|(binding, _)| binding.is_for(real.strip_prefix(here).unwrap_or(&real)));
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
            in_chart: folder.in_chart,
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

fn threads(args: &Check) -> usize {
    let cores = || std::thread::available_parallelism().map_or(1, NonZero::get);
    args.jobs.map_or_else(cores, NonZero::get)
}

/// What became of a job.
struct Judged {
    report: FileReport,
    /// Whether it makes the run fail.
    failing: bool,
}

impl Judged {
    /// About how many bytes it keeps.
    fn weight(&self) -> usize {
        self.report.text().len() + size_of::<Diagnostic>() * self.report.diagnostics.len()
    }
}

impl Job {
    fn judge(&self, buffer: &mut Buffer) -> Judged {
        let mut report = FileReport {
            name: self.input.name().into_owned(),
            ..FileReport::default()
        };
        match self.read(buffer) {
            Ok(source) if self.in_chart && source.text.contains("{{") => {
                report.outcome = Outcome::Skipped(Skip::Template.reason());
            }
            Ok(source) => file_report(source, &self.settings, &mut report),
            Err(error) => report.outcome = Outcome::Failed(error.to_string().into()),
        }
        let fails = |found: &Diagnostic| self.fail_on.includes(found.severity);
        Judged {
            failing: report.diagnostics.iter().any(fails),
            report,
        }
    }

    fn read<'b>(&self, buffer: &'b mut Buffer) -> io::Result<Decoded<'b>> {
        let bytes = if let Some(path) = &self.input.path {
            buffer.read(path)?
        } else {
            let mut bytes = Vec::new();
            io::stdin().lock().read_to_end(&mut bytes)?;
            Cow::Owned(bytes)
        };
        source::decode(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }
}

fn file_report(source: Decoded<'_>, settings: &Settings, file: &mut FileReport) {
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
    if file.outcome == Outcome::Checked && !report.skipped.is_empty() {
        let skipped = report.skipped.into_iter();
        file.skipped = skipped
            .map(|skipped| SkippedDocument {
                document: skipped.document,
                reason: skipped.reason.reason(),
            })
            .collect();
    }
    file.text = (!file.diagnostics.is_empty()).then(|| source.text.into_owned());
}

/// Where findings go, in which format, and what they come to.
struct Output {
    writer: Box<dyn Write + Send>,
    renderer: Box<dyn Renderer>,
    format: Format,
    quiet: bool,
    progress: Progress,
    summary: Summary,
    /// Whether some finding makes the run fail.
    failing: bool,
    flushed: Instant,
}

impl Output {
    fn open(args: &Check, format: Format, progress: Progress) -> anyhow::Result<Self> {
        let writer: Box<dyn Write + Send> = match &args.output {
            Some(path) => {
                let file = File::create(path).with_context(|| format!("{} cannot be written", path.display()))?;
                Box::new(BufWriter::new(file))
            }
            None => Box::new(BufWriter::with_capacity(1 << 16, io::stdout())),
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
            flushed: progress.start,
            progress,
            summary: Summary::default(),
            failing: false,
        };
        output.renderer.begin(&mut output.writer)?;
        Ok(output)
    }

    /// Some files, in their order.
    fn files(&mut self, judged: &[Judged]) -> io::Result<()> {
        let now = Instant::now();
        self.progress.step(judged.len(), now);
        let bar = self.progress.bar.clone();
        let mut print = || {
            for one in judged {
                self.failing |= one.failing;
                self.file(&one.report)?;
            }
            if now - self.flushed > DELAY {
                self.flushed = now;
                self.writer.flush()?;
            }
            Ok(())
        };
        match bar {
            // Nothing is to be drawn over what is printed.
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    fn file(&mut self, file: &FileReport) -> io::Result<()> {
        self.summary.add(file);
        if let Outcome::Failed(reason) = &file.outcome {
            writeln!(io::stderr(), "error: {}: {reason}", file.name)?;
        }
        self.renderer.file(&mut self.writer, file)
    }

    fn end(&mut self, args: &Check, start: Instant) -> io::Result<()> {
        self.progress.end();
        self.summary.elapsed = start.elapsed();
        let summary = &self.summary;
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
    start: Instant,
    /// How many files there are, and how many are done.
    all: usize,
    done: usize,
    /// Whether there is somebody to see it.
    wanted: bool,
    bar: Option<ProgressBar>,
}

impl Progress {
    fn new(args: &Check, all: usize, start: Instant) -> Self {
        Self {
            start,
            all,
            done: 0,
            wanted: !args.quiet && io::stderr().is_terminal(),
            bar: None,
        }
    }

    fn step(&mut self, files: usize, now: Instant) {
        self.done += files;
        if self.bar.is_none() && self.wanted && now - self.start > PATIENCE {
            let bar = ProgressBar::with_draw_target(Some(self.all as u64), ProgressDrawTarget::stderr());
            if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} files") {
                bar.set_style(style);
            }
            self.bar = Some(bar);
        }
        if let Some(bar) = &self.bar {
            bar.set_position(self.done as u64);
        }
    }

    fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
