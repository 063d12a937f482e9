//! What a user can type.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser as _;
use clap::{Parser, Subcommand, ValueEnum};

use crate::cloud::{self, Operation};
use crate::config::{self, Binding, FailOn};
use crate::render::Format;
use crate::select::Pattern;

/// Tells what a server would say about a manifest, offline: whether it is accepted, why not, and at which character.
///
/// Exit code: 0 when nothing at or above --fail-on was found, 1 when something was, 2 when admit itself could not do its
/// work: wrong usage, wrong config, unreadable input, a bug.
#[derive(Debug, Parser)]
#[command(name = "admit", version, arg_required_else_help = true)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Check files, folders, globs or standard input (the default: `admit PATH` works too)
    Check(Box<Check>),
    /// Show the page of a rule: what it does, why, examples
    Explain(Explain),
    /// List all rules
    Rules(Rules),
}

#[derive(Debug, clap::Args)]
pub(super) struct Check {
    /// Files, folders and globs to check; `-` is standard input
    ///
    /// Folders are walked for *.yaml, *.yml and *.json; what .gitignore and .admitignore name is left out, and so are
    /// hidden files and folders. What is named here is always read.
    #[arg(value_name = "PATH|GLOB|-")]
    pub(super) paths: Vec<PathBuf>,

    /// How findings are printed [default: human]
    #[arg(long, value_name = "FORMAT", value_parser = choice(&Format::ALL))]
    pub(super) format: Option<Format>,

    /// Write findings to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,

    /// The name of standard input in findings, and the place from where admit.yaml is looked for
    #[arg(long, value_name = "NAME")]
    pub(super) stdin_filename: Option<PathBuf>,

    /// Report these rules only: ids, families or globs such as `job/*`
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = pattern)]
    pub(super) select: Vec<Pattern>,

    /// Do not report these rules: ids, families or globs
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = pattern)]
    pub(super) ignore: Vec<Pattern>,

    /// The lowest severity that makes the exit code 1 [default: error]
    #[arg(long, value_name = "SEVERITY", value_parser = choice(&FailOn::ALL))]
    pub(super) fail_on: Option<FailOn>,

    /// Use this config for all files, instead of the nearest admit.yaml upwards from each
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,

    /// What a document without apiVersion is: the body of this cloud request
    #[arg(long = "as", value_name = "OPERATION", value_parser = operation())]
    pub(super) operation: Option<&'static Operation>,

    /// Check files that match GLOB against the JSON Schema in FILE too; may be given several times
    #[arg(long = "schema", value_name = "GLOB=FILE", value_parser = Binding::parse)]
    pub(super) schemas: Vec<Binding>,

    /// The version of Kubernetes whose server is asked for its verdict
    #[arg(long, value_name = "VERSION", value_parser = config::kubernetes_version)]
    pub(super) kubernetes_version: Option<&'static str>,

    /// Read hidden files and folders too
    #[arg(long)]
    pub(super) hidden: bool,

    /// How many files are checked at once [default: one for each core]
    #[arg(long, short, value_name = "N")]
    pub(super) jobs: Option<std::num::NonZeroUsize>,

    /// Print findings only: no summary, no progress
    #[arg(long, short)]
    pub(super) quiet: bool,

    /// Print how often each rule was broken, and why files were skipped
    #[arg(long)]
    pub(super) statistics: bool,

    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub(super) color: Color,
}

#[derive(Debug, clap::Args)]
pub(super) struct Explain {
    /// The rule; without one, all rules are listed
    #[arg(value_name = "RULE")]
    pub(super) rule: Option<String>,

    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub(super) color: Color,
}

#[derive(Debug, clap::Args)]
pub(super) struct Rules {
    /// How the list is printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = RulesFormat::Human)]
    pub(super) format: RulesFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum RulesFormat {
    /// A table for people
    Human,
    /// One JSON array
    Json,
    /// A Markdown table
    Markdown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// When the output is a terminal, and NO_COLOR is not set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

fn choice<T: Copy + Send + Sync + 'static>(
    known: &'static [(&'static str, T)],
) -> impl clap::builder::TypedValueParser<Value = T> {
    PossibleValuesParser::new(known.iter().map(|&(name, _)| name)).map(|text| {
        let found = known.iter().find(|(name, _)| *name == text);
        found
            .map(|&(_, value)| value)
            .expect("clap lets known names through only")
    })
}

fn operation() -> impl clap::builder::TypedValueParser<Value = &'static Operation> {
    let known = cloud::operations().map(|operation| operation.id);
    PossibleValuesParser::new(known).map(|text| cloud::find(&text).expect("clap lets known names through only"))
}

fn pattern(text: &str) -> Result<Pattern, String> {
    Pattern::parse(text.trim()).map_err(|unknown| format!("{unknown}; {}", unknown.help()))
}

/// Puts `check` before arguments that start with no command: `admit deploy.yaml` is `admit check deploy.yaml`.
pub(super) fn with_default_command(args: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut args: Vec<_> = args.into_iter().collect();
    let Some(first) = args.get(1) else { return args };
    let known =
        |first: &str| ["help", "-h", "--help", "-V", "--version"].contains(&first) || Command::has_subcommand(first);
    if !first.to_str().is_some_and(known) {
        args.insert(1, "check".into());
    }
    args
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_arguments_are_well_formed() {
        Args::command().debug_assert();
    }

    #[test]
    fn check_is_the_default_command() {
        let with = |args: &[&str]| with_default_command(args.iter().map(OsString::from));
        assert_eq!(with(&["admit", "a.yaml"])[1], "check");
        assert_eq!(with(&["admit", "--format", "json", "a.yaml"])[1], "check");
        assert_eq!(with(&["admit", "rules"]), ["admit", "rules"]);
        assert_eq!(with(&["admit", "--help"]), ["admit", "--help"]);
        assert_eq!(with(&["admit"]), ["admit"]);
    }
}
