//! What the output can show.

use std::io::IsTerminal;

use super::args::Color;
use crate::render::Style;

/// How to draw on standard output.
pub(super) fn style(color: Color, to_file: bool) -> Style {
    let terminal = !to_file && std::io::stdout().is_terminal();
    let plain = Style::default();
    Style {
        color: match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && !is_set("NO_COLOR") && !is_dumb(),
        },
        links: terminal && !is_dumb(),
        width: if terminal {
            width().unwrap_or(plain.width)
        } else {
            plain.width
        },
        ..plain
    }
}

/// Columns of the terminal on standard output.
fn width() -> Option<usize> {
    let (terminal_size::Width(width), _) = terminal_size::terminal_size_of(std::io::stdout())?;
    Some(usize::from(width))
}

fn is_set(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.is_empty())
}

fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}
