//! Everything that is tested from outside: one binary, so that it is linked once.

mod cli;
mod conformance;
mod fixtures;
mod json;
mod made;
mod pages;
mod reader;
mod reference;
mod render;
mod samples;
mod walk;
mod yaml;
