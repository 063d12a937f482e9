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
    /// Compare the YAML reader with libyaml, and its fast layer with its exact one, over made and damaged documents, until the
    /// time is up or 20 faults are found
    Fuzz {
        /// How long
        #[arg(long, default_value_t = 60)]
        seconds: u64,
        /// Another number makes other documents
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Where the documents to damage are taken from [default: testdata]
        #[arg(value_name = "DIR")]
        folder: Option<PathBuf>,
    },
}

fn main() -> anyhow::Result<()> {
    match Args::parse().command {
        Command::Schemas { check, dumps } => schemas(&dumps, check),
        Command::Fuzz { seconds, seed, folder } => fuzz(seconds, seed, folder.as_deref()),
    }
}

/// The loop is a test, as only tests are built with the other reader; in their profile arithmetic that overflows is found.
fn fuzz(seconds: u64, seed: u64, folder: Option<&Path>) -> anyhow::Result<()> {
    let mut cargo = std::process::Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .args([
            "test",
            "--quiet",
            "--test",
            "integration",
            "reader::fuzz",
            "--",
            "--ignored",
            "--nocapture",
        ])
        .env("ADMIT_FUZZ_SECONDS", seconds.to_string())
        .env("ADMIT_FUZZ_SEED", seed.to_string());
    if let Some(folder) = folder {
        let folder = std::path::absolute(folder).with_context(|| format!("finding {}", folder.display()))?;
        cargo.env("ADMIT_FUZZ_FOLDER", folder);
    }
    let status = cargo.status().context("running cargo test")?;
    if !status.success() {
        bail!("the readers differ; what was found is above, as small as it gets");
    }
    Ok(())
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
