//! `admit` tells what a server would say about a document: whether it is accepted, why not, and at which character.
//!
//! One straight line of data, in the order of the modules that carry it: walk, source, yaml, document, schema, view,
//! rules, suppress, report, render. [`lint::check`] is the middle of it, from a text to its findings, and the only way
//! there is; `cli` puts arguments and `config` before it, and renderers and the exit code behind.

pub mod cel;
pub mod check;
pub mod cli;
pub mod cloud;
pub mod config;
pub mod diagnostic;
mod digest;
pub mod document;
pub mod json_schema;
pub mod lint;
pub mod render;
pub mod report;
pub mod request;
pub mod rule;
pub mod rules;
pub mod schema;
pub mod select;
pub mod source;
pub mod suggest;
pub mod suppress;
pub mod template;
pub mod view;
pub mod walk;
pub mod yaml;
