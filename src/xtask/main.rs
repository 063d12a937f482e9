//! Developer commands, run as `cargo xtask COMMAND`.

mod openapi;

use std::path::{Path, PathBuf};

use admit::schema::model;
use anyhow::{Context as _, bail};
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Developer commands of admit")]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the type tables in schemas/ from dumps of servers' OpenAPI documents
    Schemas {
        /// Fail when the tables differ from what would be written
        #[arg(long)]
        check: bool,
        /// Folders with version.json, discovery/ and openapi/; several of one version, or of several versions
        #[arg(required = true, value_name = "DIR")]
        dumps: Vec<PathBuf>,
    },
}

fn main() -> anyhow::Result<()> {
    match Args::parse().command {
        Command::Schemas { check, dumps } => schemas(&dumps, check),
    }
}

const TABLES: &str = "schemas/kubernetes.txt";

const HEADER: &str = "\
# Kinds and types of Kubernetes, written by `cargo xtask schemas`; README.md beside this file says how to read it.
";

#[expect(clippy::print_stderr, reason = "the sizes are for whoever runs the command")]
fn schemas(dumps: &[PathBuf], check: bool) -> anyhow::Result<()> {
    let models = openapi::read(dumps, &openapi::embedded(Path::new("schemas/go-embedded.txt"))?)?;
    let text = format!("{HEADER}{}", model::fold(&models).to_text());
    let back = model::Model::from_text(&text).and_then(|model| model.pack());
    let packed = back.map_err(anyhow::Error::msg).context("packing the tables")?;
    eprintln!(
        "{TABLES}: {} bytes of text, {} packed, {} of them names",
        text.len(),
        packed.names.len() + packed.words.len(),
        packed.names.len()
    );
    if !check {
        return std::fs::write(TABLES, text).with_context(|| format!("writing {TABLES}"));
    }
    let present = std::fs::read_to_string(TABLES).with_context(|| format!("reading {TABLES}"))?;
    if present != text {
        bail!("{TABLES} is not what these dumps give; run `cargo xtask schemas` without --check");
    }
    Ok(())
}
