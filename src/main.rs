//! The command line tool: parse arguments, run the library, turn the outcome into an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    admit::cli::main()
}
