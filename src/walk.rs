//! From arguments to inputs: files, folders, globs, ignore files and standard input become one sorted list. Called by
//! `cli::check`.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use globset::{GlobBuilder, GlobMatcher};
use ignore::WalkBuilder;

/// The name of our own ignore files, in the syntax of `.gitignore`.
pub const IGNORE_FILE: &str = ".admitignore";

/// What is read in folders.
const EXTENSIONS: [&str; 5] = ["yaml", "yml", "json", "http", "rest"];

/// One input: a file, or standard input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Where it is read; none for standard input.
    pub path: Option<PathBuf>,
    /// How it is named in reports, where that is not the path.
    pub alias: Option<String>,
    /// Whether an argument names it, so that nothing but its content can keep it from being judged.
    pub named: bool,
}

impl Input {
    /// How it is named in reports: as given or found, with `/` between the parts.
    pub fn name(&self) -> Cow<'_, str> {
        match (&self.alias, &self.path) {
            (Some(alias), _) => Cow::Borrowed(alias),
            (None, Some(path)) => name(path),
            (None, None) => Cow::Borrowed("-"),
        }
    }
}

/// What could not be listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The argument or path.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// All inputs of a run, in the order of reports: standard input first, then files by path.
#[derive(Debug, Default)]
pub struct Listing {
    /// What is to be read.
    pub inputs: Vec<Input>,
    /// What could not be listed.
    pub failures: Vec<Failure>,
}

/// Lists what the arguments name. Hidden files and folders are left out unless they are asked for, or named.
pub fn list(arguments: &[impl AsRef<Path>], hidden: bool) -> Listing {
    let mut walker = Walker {
        hidden,
        linked: Arc::default(),
        found: Vec::new(),
        failures: Vec::new(),
    };
    for argument in arguments {
        walker.argument(argument.as_ref());
    }
    let mut listing = walker.finish();
    // A single folder was walked in order.
    if arguments.len() > 1 {
        let inputs = &mut listing.inputs;
        inputs.sort_by(|a, b| (place(a), !a.named).cmp(&(place(b), !b.named)));
        inputs.dedup_by(|a, b| place(a) == place(b));
    }
    listing
}

/// Whether a folder holds templates of a Helm chart. They may well be YAML as they stand and still be no manifests.
pub fn is_in_chart(folder: &Path) -> bool {
    folder
        .ancestors()
        .filter(|folder| folder.file_name().is_some_and(|name| name == "templates"))
        .filter_map(Path::parent)
        .any(|chart| chart.join("Chart.yaml").is_file())
}

struct Found {
    path: PathBuf,
    named: bool,
    linked: bool,
}

struct Walker {
    hidden: bool,
    /// The real paths of folders that were entered through a link: each is entered that way once, so links cannot lead
    /// around for ever.
    linked: Arc<Mutex<HashSet<PathBuf>>>,
    found: Vec<Found>,
    failures: Vec<Failure>,
}

impl Walker {
    fn argument(&mut self, argument: &Path) {
        if argument.as_os_str() == "-" {
            self.push(argument.to_owned(), true, false);
            return;
        }
        match std::fs::metadata(argument) {
            Ok(meta) if meta.is_dir() => self.folder(argument, is_document),
            Ok(_) => self.push(argument.to_owned(), true, false),
            Err(error) if error.kind() == io::ErrorKind::NotFound && is_glob(argument) => self.glob(argument),
            Err(error) => self.fail(argument, &error),
        }
    }

    fn glob(&mut self, pattern: &Path) {
        let plain = |part: &std::path::Component<'_>| !has_meta(&part.as_os_str().to_string_lossy());
        let mut root: PathBuf = pattern.components().take_while(plain).collect();
        if root.as_os_str().is_empty() {
            root.push(".");
        }
        let text = pattern.to_string_lossy();
        let matcher = match GlobBuilder::new(bare(&text)).literal_separator(true).build() {
            Ok(glob) => glob.compile_matcher(),
            Err(error) => return self.fail(pattern, error.kind()),
        };
        let before = (self.found.len(), self.failures.len());
        let wanted = move |path: &Path| is_match(&matcher, path);
        if root.is_dir() {
            self.folder(&root, wanted);
        }
        if before == (self.found.len(), self.failures.len()) {
            self.fail(pattern, "no file matches");
        }
    }

    fn folder(&mut self, root: &Path, wanted: impl Fn(&Path) -> bool) {
        let linked = self.linked.clone();
        let walk = WalkBuilder::new(root)
            .hidden(!self.hidden)
            .ignore(false)
            .require_git(false)
            .add_custom_ignore_filename(IGNORE_FILE)
            .follow_links(true)
            .sort_by_file_path(|a, b| bytes(a).cmp(bytes(b)))
            .filter_entry(move |entry| {
                if entry.depth() == 0 {
                    return true;
                }
                if bytes(entry.path()).ends_with(b".git") && entry.file_name() == ".git" {
                    return false;
                }
                if !entry.path_is_symlink() || !entry.path().is_dir() {
                    return true;
                }
                let real = entry.path().canonicalize();
                real.is_ok_and(|real| linked.lock().unwrap_or_else(PoisonError::into_inner).insert(real))
            })
            .build();
        for entry in walk {
            match entry {
                Ok(entry) => {
                    if entry.file_type().is_some_and(|kind| kind.is_file()) && wanted(entry.path()) {
                        let linked = entry.path_is_symlink();
                        self.push(bare_path_buf(entry.into_path()), false, linked);
                    }
                }
                Err(error) => self.walk_error(root, &error, &wanted),
            }
        }
    }

    /// Loops of links are no trouble: what is in them has been listed already. A dead link is one only where a document
    /// should be.
    fn walk_error(&mut self, root: &Path, error: &ignore::Error, wanted: &impl Fn(&Path) -> bool) {
        let (path, cause) = take_apart(error);
        let path = path.unwrap_or(root);
        if matches!(cause, ignore::Error::Loop { .. }) {
            return;
        }
        let dead = std::fs::symlink_metadata(path).is_ok_and(|meta| meta.is_symlink()) && !path.exists();
        if !dead {
            self.fail(path, cause);
        } else if wanted(path) {
            self.fail(path, "link to a file that does not exist");
        }
    }

    fn push(&mut self, path: PathBuf, named: bool, linked: bool) {
        self.found.push(Found { path, named, linked });
    }

    fn fail(&mut self, path: &Path, reason: &(impl ToString + ?Sized)) {
        self.failures.push(Failure {
            name: name(path).into_owned(),
            reason: reason.to_string(),
        });
    }

    fn finish(mut self) -> Listing {
        let linked = self.found.iter().any(|found| found.linked) || !self.linked.lock().is_ok_and(|set| set.is_empty());
        if linked {
            self.found = without_twins(self.found);
        }
        let input = |found: Found| Input {
            path: (found.path.as_os_str() != "-").then_some(found.path),
            alias: None,
            named: found.named,
        };
        let inputs = self.found.into_iter().map(input).collect();
        self.failures.sort_by(|a, b| a.name.cmp(&b.name));
        Listing {
            inputs,
            failures: self.failures,
        }
    }
}

/// The extension of the last part of a path, as bytes.
pub(crate) fn extension(path: &Path) -> Option<&[u8]> {
    let bytes = bytes(path);
    let dot = memchr::memrchr(b'.', bytes)?;
    let is_separator = |&byte: &u8| std::path::is_separator(byte.into());
    let (stem, extension) = (&bytes[..dot], &bytes[dot + 1..]);
    (!stem.last().is_none_or(is_separator) && !extension.iter().any(is_separator)).then_some(extension)
}

/// Where an input is read, however it was named.
fn place(input: &Input) -> Option<&Path> {
    let path = input.path.as_deref()?;
    Some(bare_path(path))
}

/// A path without `./` at its start.
fn bare_path(path: &Path) -> &Path {
    if bytes(path).starts_with(b".") {
        path.strip_prefix(".").unwrap_or(path)
    } else {
        path
    }
}

/// The same, of a path that is ours.
fn bare_path_buf(path: PathBuf) -> PathBuf {
    let bare = bare_path(&path);
    if bare.as_os_str().len() == path.as_os_str().len() {
        path
    } else {
        bare.to_owned()
    }
}

fn bytes(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}

/// Leaves out files that were found a second time through a link, unless an argument names them.
fn without_twins(mut found: Vec<Found>) -> Vec<Found> {
    let real: Vec<_> = found.iter().map(|one| one.path.canonicalize().ok()).collect();
    let direct = |one: &Found, real: &Option<PathBuf>| {
        one.named || real.is_some() && std::path::absolute(&one.path).ok() == *real
    };
    let mut seen: HashSet<PathBuf> = HashSet::new();
    for (one, real) in found.iter().zip(&real) {
        if direct(one, real) {
            seen.extend(real.clone());
        }
    }
    let mut real = real.into_iter();
    found.retain(|one| {
        let real = real.next().flatten();
        direct(one, &real) || real.is_none_or(|real| seen.insert(real))
    });
    found
}

/// The path an error is about, and what is left of it.
fn take_apart(error: &ignore::Error) -> (Option<&Path>, &ignore::Error) {
    match error {
        ignore::Error::WithPath { path, err } => (Some(take_apart(err).0.unwrap_or(path)), take_apart(err).1),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => take_apart(err),
        _ => (None, error),
    }
}

/// A path as reports name it.
fn name(path: &Path) -> Cow<'_, str> {
    let text = path.to_string_lossy();
    match std::path::MAIN_SEPARATOR {
        '/' => text,
        separator => Cow::Owned(text.replace(separator, "/")),
    }
}

fn is_document(path: &Path) -> bool {
    let known = |extension: &[u8]| {
        EXTENSIONS
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known.as_bytes()))
    };
    extension(path).is_some_and(known)
}

fn is_glob(path: &Path) -> bool {
    has_meta(&path.to_string_lossy())
}

fn has_meta(text: &str) -> bool {
    text.contains(['*', '?', '[', '{'])
}

fn bare(text: &str) -> &str {
    text.strip_prefix("./").unwrap_or(text)
}

fn is_match(matcher: &GlobMatcher, path: &Path) -> bool {
    matcher.is_match(bare_path(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_are_those_of_the_last_part() {
        for path in [
            "a.yaml",
            "a.b/c",
            "a.b/c.http",
            ".yaml",
            "a/.yaml",
            "a.",
            "a",
            "",
            "a.b.c",
            "a/.b.c",
        ] {
            let expected = Path::new(path).extension().map(|found| found.as_encoded_bytes());
            assert_eq!(extension(Path::new(path)), expected, "{path}");
        }
    }
}
