//! The command line: arguments in, exit code out. The only place that prints.

mod args;
mod check;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};

/// Runs the command that the arguments of the process ask for.
pub fn main() -> ExitCode {
    let args = Args::parse_from(args::with_default_command(std::env::args_os()));
    let outcome = match args.command {
        Command::Check(args) => check::run(&args),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            #[expect(
                clippy::print_stderr,
                reason = "the one place where errors of the user's set-up are shown"
            )]
            {
                eprintln!("error: {error:#}");
            }
            ExitCode::from(2)
        }
    }
}
