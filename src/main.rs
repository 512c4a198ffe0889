//! Command-line arguments -> an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    jiaoban::cli::run()
}
