//! The command line: arguments in, exit code out. The only place that reads the environment and prints.

mod args;
mod check;
mod crew;
mod explain;
mod rules;
mod terminal;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

use crate::lint;
use args::{Args, Command};

/// Runs the command that the arguments of the process ask for.
pub fn main() -> ExitCode {
    lint::catch_panics();
    let args = Args::parse_from(args::with_default_command(std::env::args_os()));
    let outcome = match args.command {
        Command::Check(args) => check::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Rules(args) => rules::run(&args),
    };
    outcome.unwrap_or_else(|error| {
        if is_broken_pipe(&error) {
            return ExitCode::SUCCESS;
        }
        // Where stderr is closed too there is nobody left to tell.
        let _ = writeln!(io::stderr(), "error: {error:#}");
        ExitCode::from(2)
    })
}

/// Whether the reader of our output went away, which is no fault: `admit check . | head`.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<io::Error>()
        .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
