//! From arguments to files: folders, globs, ignore files and standard input become one sorted list of inputs. Called by
//! `cli::check`.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

/// One input: a file, or standard input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// How it is named in reports.
    pub name: String,
    /// Where it is read; none for standard input.
    pub path: Option<PathBuf>,
}

/// All inputs of a run, in the order of reports.
#[derive(Debug, Default)]
pub struct Listing {
    /// What is to be read.
    pub inputs: Vec<Input>,
    /// What could not be listed, and why.
    pub failures: Vec<(String, String)>,
}

/// Lists what the arguments name.
pub fn list(arguments: &[PathBuf], hidden: bool) -> Listing {
    let mut listing = Listing::default();
    for argument in arguments {
        if argument.as_os_str() == "-" {
            listing.inputs.push(Input {
                name: "-".to_owned(),
                path: None,
            });
        } else if argument.is_dir() {
            folder(argument, hidden, &mut listing);
        } else if argument.exists() {
            listing.inputs.push(input(argument));
        } else {
            listing
                .failures
                .push((argument.display().to_string(), "no such file or folder".to_owned()));
        }
    }
    listing
}

fn folder(root: &Path, hidden: bool, listing: &mut Listing) {
    let walk = WalkBuilder::new(root)
        .hidden(!hidden)
        .add_custom_ignore_filename(".admitignore")
        .sort_by_file_path(Path::cmp)
        .build();
    for entry in walk {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) && is_document(entry.path()) => {
                listing.inputs.push(input(entry.path()));
            }
            Ok(_) => {}
            Err(error) => listing.failures.push((root.display().to_string(), error.to_string())),
        }
    }
}

fn input(path: &Path) -> Input {
    Input {
        name: path.display().to_string(),
        path: Some(path.to_owned()),
    }
}

fn is_document(path: &Path) -> bool {
    path.extension().is_some_and(|extension| {
        ["yaml", "yml", "json"]
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    })
}
