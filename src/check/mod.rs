//! Checks of single values that many rules share: names, labels, quantities, ports, percentages, times, addresses.
//!
//! A check of text takes `&str` and says what is wrong as a message that follows the quoted value; a check of a field
//! takes the field and the context and reports at it.

pub mod admission;
pub mod annotations;
pub mod autoscaling;
pub mod base64;
pub mod cron;
pub mod downward;
pub mod dra;
pub mod duration;
pub mod enums;
mod form;
pub mod handler;
pub mod http;
pub mod int;
pub mod int_or_percent;
pub mod label_keys;
pub mod labels;
pub mod meta;
pub mod name;
pub mod net;
pub mod path;
pub mod quantity;
pub mod regex;
pub mod requirements;
pub mod resource;
pub mod security;
pub mod seen;
pub mod selector;
pub mod storage;
pub mod string_format;
pub mod structural;
pub mod time;
pub mod toleration;
pub mod traffic;
pub mod url;
pub mod volume;
pub mod webhook;
pub mod workload;
pub mod x509;

/// A value as messages show it: quoted, long ones cut.
pub fn quote(text: &str) -> String {
    const MAX: usize = 80;
    if text.len() <= MAX {
        return format!("{text:?}");
    }
    let cut: String = text.chars().take(MAX / 2).collect();
    format!("{cut:?}…")
}

/// What is wrong with a field that must be there and is not.
pub fn missing(field: crate::view::Field<'_>) -> String {
    match field.name() {
        "" => "may not be empty".to_owned(),
        name => format!("{name} must be given"),
    }
}

/// A text in lower case as far as names care: letters of ASCII, and the two others whose lower case is one.
fn lower(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{130}' => 'i',
            '\u{212a}' => 'k',
            _ => c.to_ascii_lowercase(),
        })
        .collect()
}

/// What is wrong with a value.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the checks give an option, and this is their bad end"
)]
fn problem(text: impl Into<String>) -> Option<String> {
    Some(text.into())
}
