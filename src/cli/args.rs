//! What a user can type.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

/// Tells what a server would say about a manifest, offline: whether it is accepted, why not, and at which character.
#[derive(Debug, Parser)]
#[command(name = "admit", version, arg_required_else_help = true)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Checks files, folders, globs or standard input (the default command)
    Check(Check),
}

#[derive(Debug, clap::Args)]
pub(super) struct Check {
    /// Files, folders and globs to check; `-` is standard input
    #[arg(value_name = "PATH|GLOB|-", default_value = ".")]
    pub(super) paths: Vec<PathBuf>,

    /// How findings are printed
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    pub(super) format: Format,

    /// Read hidden files and folders too
    #[arg(long)]
    pub(super) hidden: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// One JSON object a line
    Jsonl,
}

/// Puts `check` before arguments that start with no command: `admit deploy.yaml` is `admit check deploy.yaml`.
pub(super) fn with_default_command(args: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut args: Vec<_> = args.into_iter().collect();
    let Some(first) = args.get(1).and_then(|first| first.to_str()) else {
        return args;
    };
    let known = ["help", "-h", "--help", "-V", "--version"].contains(&first)
        || Args::command()
            .get_subcommands()
            .any(|command| command.get_name() == first);
    if !known {
        args.insert(1, "check".into());
    }
    args
}
