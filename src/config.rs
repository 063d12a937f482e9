//! The file `admit.yaml`. In: its text. Out: typed settings, or every mistake in it with its place. Called by `cli`.
//!
//! The file is found upwards from the file that is checked, and the nearest one counts alone. `schemas/admit.schema.json`
//! says the same for editors; a test keeps the two equal.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::cloud::{self, Operation};
use crate::diagnostic::Severity;
use crate::json_schema::JsonSchema;
use crate::lint::Settings;
use crate::render::Format;
use crate::select::{Pattern, Selection};
use crate::source::{LineIndex, Span, offset};
use crate::suggest::nearest;
use crate::yaml::{self, Entry, Kind, Node};

/// The name of the file.
pub const FILE_NAME: &str = "admit.yaml";

/// The Kubernetes versions whose rules are built in.
pub const KUBERNETES_VERSIONS: [&str; 1] = ["1.37"];

const KEYS: [&str; 9] = [
    "kubernetes-version",
    "select",
    "ignore",
    "severity",
    "fail-on",
    "format",
    "hidden",
    "exclude",
    "files",
];
const FILE_KEYS: [&str; 4] = ["paths", "ignore", "as", "schema"];
const SEVERITIES: [(&str, Severity); 3] = [
    ("error", Severity::Error),
    ("warning", Severity::Warning),
    ("info", Severity::Info),
];

/// From which severity on findings make a run fail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FailOn {
    /// Errors.
    #[default]
    Error,
    /// Errors and warnings.
    Warning,
    /// Any finding.
    Info,
    /// None.
    Never,
}

impl FailOn {
    /// All values, with their names.
    pub const ALL: [(&'static str, Self); 4] = [
        ("error", Self::Error),
        ("warning", Self::Warning),
        ("info", Self::Info),
        ("never", Self::Never),
    ];

    /// Whether a finding of this severity makes the run fail.
    pub fn includes(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity >= Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Info => true,
            Self::Never => false,
        }
    }
}

/// What one `admit.yaml` says.
#[derive(Debug, Default)]
pub struct Config {
    /// The folder it governs; its globs start there.
    folder: PathBuf,
    /// Which rules are reported, and how severely.
    pub selection: Selection,
    /// From which severity on a run fails.
    pub fail_on: Option<FailOn>,
    /// How findings are printed.
    pub format: Option<Format>,
    /// Whether hidden files and folders are read.
    pub hidden: Option<bool>,
    exclude: GlobSet,
    files: Vec<Files>,
}

/// Settings for some files only.
#[derive(Debug)]
struct Files {
    paths: GlobSet,
    ignore: Vec<Pattern>,
    operation: Option<&'static Operation>,
    schema: Option<Arc<JsonSchema>>,
}

/// Every mistake in a config file.
#[derive(Debug, thiserror::Error)]
pub struct ConfigError(Vec<Mistake>);

/// One mistake and its place.
#[derive(Debug)]
struct Mistake {
    path: PathBuf,
    line: usize,
    column: usize,
    message: String,
    help: Option<String>,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, mistake) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n  ")?;
            }
            let Mistake {
                path,
                line,
                column,
                message,
                help,
            } = mistake;
            write!(f, "{}:{line}:{column}: {message}", path.display())?;
            if let Some(help) = help {
                write!(f, "; {help}")?;
            }
        }
        Ok(())
    }
}

impl Config {
    /// Reads the text of the file at `path`.
    pub fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let mut reader = Reader {
            path,
            text,
            lines: LineIndex::new(text),
            mistakes: Vec::new(),
        };
        let mut config = Self {
            folder: path.parent().map(Path::to_owned).unwrap_or_default(),
            ..Self::default()
        };
        match yaml::parse(text, Span::new(0, offset(text.len()))) {
            Ok(tree) => reader.config(tree.root(), &mut config),
            Err(error) => reader.mistake(error.span, error.message, None),
        }
        if reader.mistakes.is_empty() {
            Ok(config)
        } else {
            Err(ConfigError(reader.mistakes))
        }
    }

    /// Whether a file, by its path below the config's folder, is left out when folders are walked.
    pub fn excludes(&self, path: &Path) -> bool {
        self.exclude.is_match(self.relative(path))
    }

    /// The settings of a file.
    pub fn settings(&self, path: &Path) -> Settings {
        let mut settings = Settings {
            selection: self.selection.clone(),
            ..Settings::default()
        };
        let path = self.relative(path);
        for files in self.files.iter().filter(|files| files.paths.is_match(path)) {
            settings.selection.ignore.extend(files.ignore.iter().cloned());
            settings.operation = files.operation.or(settings.operation);
            settings.schemas.extend(files.schema.clone());
        }
        settings
    }

    fn relative<'p>(&self, path: &'p Path) -> &'p Path {
        path.strip_prefix(&self.folder).unwrap_or(path)
    }
}

/// The name of a Kubernetes version, if this version of `admit` can judge it.
pub fn kubernetes_version(text: &str) -> Result<&'static str, String> {
    let bare = text.strip_prefix('v').unwrap_or(text);
    let known = KUBERNETES_VERSIONS.iter().find(|known| **known == bare);
    known.copied().ok_or_else(|| {
        let known = KUBERNETES_VERSIONS.join(", ");
        format!("Kubernetes {text} is not supported, this version of admit judges as {known} does")
    })
}

/// A JSON Schema and the files it is bound to, from `GLOB=FILE` on the command line; both are relative to the working
/// directory.
#[derive(Clone, Debug)]
pub struct Binding {
    paths: GlobSet,
    /// The file of the schema.
    pub file: PathBuf,
}

impl Binding {
    /// Reads `GLOB=FILE`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (glob, file) = text
            .rsplit_once('=')
            .filter(|(glob, file)| !glob.is_empty() && !file.is_empty())
            .ok_or("wanted is GLOB=FILE, such as 'menus/*.yaml=menu.schema.json'")?;
        let paths = globs([glob].into_iter()).map_err(|error| format!("{glob:?} is not a glob: {}", error.kind()))?;
        Ok(Self {
            paths,
            file: PathBuf::from(file),
        })
    }

    /// Whether it is for a file, by its path from the working directory.
    pub fn is_for(&self, path: &Path) -> bool {
        self.paths.is_match(path)
    }
}

/// A set of globs relative to one folder: `*` stops at `/`, `**` does not, a glob without `/` matches in every folder, and
/// one that matches a folder matches all in it.
fn globs<'g>(texts: impl Iterator<Item = &'g str>) -> Result<GlobSet, globset::Error> {
    let mut set = GlobSetBuilder::new();
    for text in texts {
        let text = text.strip_prefix("./").unwrap_or(text);
        let bare = text.trim_end_matches('/');
        let anywhere = if bare.contains('/') { "" } else { "**/" };
        let bare = bare.trim_start_matches('/');
        for glob in [format!("{anywhere}{bare}"), format!("{anywhere}{bare}/**")] {
            set.add(GlobBuilder::new(&glob).literal_separator(true).build()?);
        }
    }
    set.build()
}

struct Reader<'t> {
    path: &'t Path,
    text: &'t str,
    lines: LineIndex,
    mistakes: Vec<Mistake>,
}

impl Reader<'_> {
    fn config(&mut self, root: Node<'_>, config: &mut Config) {
        for entry in self.entries(root, &KEYS, "the file") {
            let value = entry.value;
            match entry.key {
                "kubernetes-version" => self.version(value),
                "select" => config.selection.select = self.patterns(value, "select"),
                "ignore" => config.selection.ignore = self.patterns(value, "ignore"),
                "severity" => config.selection.severity = self.severities(value),
                "fail-on" => config.fail_on = self.choice(value, "fail-on", &FailOn::ALL),
                "format" => config.format = self.choice(value, "format", &Format::ALL),
                "hidden" => match value.kind() {
                    Kind::Bool(hidden) => config.hidden = Some(hidden),
                    _ => self.expected(value, "hidden", "true or false"),
                },
                "exclude" => config.exclude = self.globs(value, "exclude"),
                _ => self.files(value, config),
            }
        }
    }

    fn files(&mut self, node: Node<'_>, config: &mut Config) {
        if node.kind() != Kind::Seq {
            self.expected(node, "files", "a list");
        }
        for item in node.items() {
            let mut files = Files {
                paths: GlobSet::empty(),
                ignore: Vec::new(),
                operation: None,
                schema: None,
            };
            for entry in self.entries(item, &FILE_KEYS, "an item of files") {
                match entry.key {
                    "paths" => files.paths = self.globs(entry.value, "paths"),
                    "ignore" => files.ignore = self.patterns(entry.value, "ignore"),
                    "schema" => files.schema = self.schema(entry.value),
                    _ => {
                        let known: Vec<_> = cloud::operations().map(|one| (one.id, one)).collect();
                        files.operation = self.choice(entry.value, "as", &known);
                    }
                }
            }
            if item.kind() == Kind::Map && item.get("paths").is_none() {
                let at = item.entries().next().map_or(item.span(), |entry| entry.key_span);
                self.mistake(at, "an item of files needs paths".to_owned(), None);
            }
            config.files.push(files);
        }
    }

    /// Reads a JSON Schema, named by its path from the config's folder.
    fn schema(&mut self, node: Node<'_>) -> Option<Arc<JsonSchema>> {
        let Some(name) = node.as_str() else {
            self.expected(node, "schema", "the path of a JSON Schema");
            return None;
        };
        let path = self.path.parent().unwrap_or(Path::new("")).join(name);
        JsonSchema::load(&path)
            .map_err(|why| self.mistake(node.span(), why, None))
            .ok()
            .map(Arc::new)
    }

    /// The entries of a mapping whose keys are all known; unknown ones and those set twice are reported.
    fn entries<'n>(&mut self, node: Node<'n>, known: &[&str], what: &str) -> Vec<Entry<'n>> {
        if !matches!(node.kind(), Kind::Map | Kind::Null) {
            self.expected(node, what, "a mapping");
        }
        for twice in node.tree().duplicates().iter().filter(|twice| twice.map == node.id()) {
            self.mistake(twice.again, "key is set twice".to_owned(), None);
        }
        let (good, bad): (Vec<_>, Vec<_>) = node.entries().partition(|entry| known.contains(&entry.key));
        for entry in bad {
            let help = nearest(entry.key, known.iter().copied()).map_or_else(
                || format!("known keys: {}", known.join(", ")),
                |near| format!("did you mean {near:?}?"),
            );
            self.mistake(entry.key_span, format!("unknown key {:?}", entry.key), Some(help));
        }
        good
    }

    fn version(&mut self, node: Node<'_>) {
        // As written: YAML takes 1.30 for the number 1.3.
        let text = self.text[node.span().range()].trim_matches(['"', '\'']);
        if let Err(message) = kubernetes_version(text) {
            self.mistake(node.span(), message, None);
        }
    }

    fn patterns(&mut self, node: Node<'_>, key: &str) -> Vec<Pattern> {
        let texts = self.strings(node, key);
        texts
            .into_iter()
            .filter_map(|(text, span)| self.pattern(text, span))
            .collect()
    }

    fn pattern(&mut self, text: &str, span: Span) -> Option<Pattern> {
        Pattern::parse(text)
            .map_err(|unknown| self.mistake(span, unknown.to_string(), Some(unknown.help())))
            .ok()
    }

    fn severities(&mut self, node: Node<'_>) -> Vec<(Pattern, Severity)> {
        if !matches!(node.kind(), Kind::Map | Kind::Null) {
            self.expected(node, "severity", "a mapping from rules to severities");
        }
        let mut severities = Vec::new();
        for entry in node.entries() {
            let pattern = self.pattern(entry.key, entry.key_span);
            let severity = self.choice(entry.value, "severity", &SEVERITIES);
            severities.extend(pattern.zip(severity));
        }
        severities
    }

    fn globs(&mut self, node: Node<'_>, key: &str) -> GlobSet {
        let texts = self.strings(node, key);
        for &(text, span) in &texts {
            if let Err(error) = globs([text].into_iter()) {
                self.mistake(span, format!("{text:?} is not a glob: {}", error.kind()), None);
            }
        }
        globs(texts.into_iter().map(|(text, _)| text)).unwrap_or_default()
    }

    fn strings<'n>(&mut self, node: Node<'n>, key: &str) -> Vec<(&'n str, Span)> {
        if node.kind() != Kind::Seq {
            self.expected(node, key, "a list of texts");
        }
        let mut texts = Vec::new();
        for item in node.items() {
            match item.as_str() {
                Some(text) => texts.push((text, item.span())),
                None => self.expected(item, &format!("an item of {key}"), "text"),
            }
        }
        texts
    }

    fn choice<T: Copy>(&mut self, node: Node<'_>, key: &str, known: &[(&str, T)]) -> Option<T> {
        let names = || known.iter().map(|&(name, _)| name);
        let Some(text) = node.as_str() else {
            self.expected(node, key, &format!("one of {}", names().collect::<Vec<_>>().join(", ")));
            return None;
        };
        let found = known.iter().find(|(name, _)| *name == text).map(|&(_, value)| value);
        if found.is_none() {
            let help = nearest(text, names()).map_or_else(
                || format!("known values: {}", names().collect::<Vec<_>>().join(", ")),
                |near| format!("did you mean {near:?}?"),
            );
            self.mistake(node.span(), format!("unknown value {text:?} of {key}"), Some(help));
        }
        found
    }

    fn expected(&mut self, node: Node<'_>, what: &str, expected: &str) {
        self.mistake(node.span(), format!("{what} must be {expected}"), None);
    }

    fn mistake(&mut self, span: Span, message: String, help: Option<String>) {
        let at = self.lines.position(self.text, span.start);
        self.mistakes.push(Mistake {
            path: self.path.to_owned(),
            line: at.line,
            column: at.column,
            message,
            help,
        });
    }
}

/// Finds the config of each folder, and reads every file once.
#[derive(Debug, Default)]
pub struct Configs {
    /// The one that counts for all files, when the user names it.
    named: Option<Arc<Config>>,
    folders: HashMap<PathBuf, Option<Arc<Config>>>,
}

/// Why a config cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// It cannot be read.
    #[error("{} cannot be read", .0.display())]
    Read(PathBuf, #[source] std::io::Error),
    /// It has mistakes.
    #[error(transparent)]
    Config(#[from] ConfigError),
}

impl Configs {
    /// With one config for all files.
    pub fn named(path: &Path) -> Result<Self, LoadError> {
        let absolute = real(path);
        Ok(Self {
            named: Some(Arc::new(load(path, &absolute)?)),
            folders: HashMap::new(),
        })
    }

    /// The config that governs a folder, given by its real path: the nearest one upwards.
    pub fn of_folder(&mut self, folder: &Path) -> Result<Option<Arc<Config>>, LoadError> {
        if let Some(named) = &self.named {
            return Ok(Some(named.clone()));
        }
        if let Some(known) = self.folders.get(folder) {
            return Ok(known.clone());
        }
        let path = folder.join(FILE_NAME);
        let config = if path.is_file() {
            Some(Arc::new(load(&path, &path)?))
        } else if let Some(parent) = folder.parent() {
            self.of_folder(parent)?
        } else {
            None
        };
        self.folders.insert(folder.to_owned(), config.clone());
        Ok(config)
    }
}

fn load(path: &Path, absolute: &Path) -> Result<Config, LoadError> {
    let read = |error| LoadError::Read(path.to_owned(), error);
    let bytes = std::fs::read(path).map_err(read)?;
    let text =
        String::from_utf8(bytes).map_err(|error| read(std::io::Error::new(std::io::ErrorKind::InvalidData, error)))?;
    let mut config = Config::parse(&text, path)?;
    config.folder = absolute.parent().map(Path::to_owned).unwrap_or_default();
    Ok(config)
}

/// The real path of a file that need not exist: links are followed as far as there is something.
pub fn real(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    absolute
        .ancestors()
        .find_map(|ancestor| {
            let known = ancestor.canonicalize().ok()?;
            let rest = absolute.strip_prefix(ancestor).unwrap_or(Path::new(""));
            Some(if rest.as_os_str().is_empty() {
                known
            } else {
                known.join(rest)
            })
        })
        .unwrap_or(absolute)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Config, String> {
        Config::parse(text, Path::new("/repo/admit.yaml")).map_err(|error| error.to_string())
    }

    #[test]
    fn every_key_is_read() {
        let config = parse(
            "kubernetes-version: 1.37\nselect: [schema, deployment/*]\nignore: [deployment/strategy]\n\
             severity: {schema/unknown-field: warning}\nfail-on: warning\nformat: concise\nhidden: true\nexclude: [vendor, a/*.yaml]\n\
             files:\n- paths: [cloud/*.json]\n  as: functiongraph/create-version-alias\n  ignore: [alias/name]\n",
        )
        .expect("a good config");
        assert_eq!(config.fail_on, Some(FailOn::Warning));
        assert_eq!(config.format, Some(Format::Concise));
        assert_eq!(config.hidden, Some(true));
        assert!(config.excludes(Path::new("/repo/x/vendor/y/z.yaml")));
        assert!(config.excludes(Path::new("/repo/a/b.yaml")));
        assert!(!config.excludes(Path::new("/repo/a/b/c.yaml")));
        assert_eq!(
            config.settings(Path::new("/repo/a.json")).operation.map(|one| one.id),
            None
        );
        let cloud = config.settings(Path::new("/repo/cloud/a.json"));
        assert_eq!(
            cloud.operation.map(|one| one.id),
            Some("functiongraph/create-version-alias")
        );
        assert_eq!(cloud.selection.ignore.len(), 2);
        assert_eq!(cloud.selection.select.len(), 2);
        assert_eq!(cloud.selection.severity.len(), 1);
    }

    #[test]
    fn an_empty_file_is_a_config() {
        assert!(parse("").is_ok());
        assert!(parse("# nothing yet\n").is_ok());
    }

    #[test]
    fn mistakes_have_a_place_and_the_nearest_name() {
        let error = |text: &str| parse(text).expect_err("a mistake");
        assert_eq!(
            error("select: []\nselct: []\n"),
            "/repo/admit.yaml:2:1: unknown key \"selct\"; did you mean \"select\"?"
        );
        assert_eq!(
            error("ignore: [deployment/stratgy]\n"),
            "/repo/admit.yaml:1:10: unknown rule \"deployment/stratgy\"; did you mean \"deployment/strategy\"?"
        );
        assert_eq!(
            error("fail-on: eror\nhidden: 1\n"),
            "/repo/admit.yaml:1:10: unknown value \"eror\" of fail-on; did you mean \"error\"?\n  \
             /repo/admit.yaml:2:9: hidden must be true or false"
        );
        assert_eq!(
            error("kubernetes-version: 1.30\n"),
            "/repo/admit.yaml:1:21: Kubernetes 1.30 is not supported, this version of admit judges as 1.37 does"
        );
        assert_eq!(
            error("files: [{ignore: []}]\n"),
            "/repo/admit.yaml:1:10: an item of files needs paths"
        );
        assert_eq!(error("- a\n"), "/repo/admit.yaml:1:1: the file must be a mapping");
        assert!(error("exclude: ['[']\n").contains("is not a glob"));
        assert!(error("a: [\n").starts_with("/repo/admit.yaml:"));
        assert!(error("hidden: true\nhidden: false\n").contains("2:1: key is set twice"));
    }

    fn names<T>(known: &[(&'static str, T)]) -> Vec<&'static str> {
        known.iter().map(|&(name, _)| name).collect()
    }

    #[test]
    fn the_schema_says_the_same() {
        let schema: serde_json::Value =
            serde_json::from_str(include_str!("../schemas/admit.schema.json")).expect("the schema is JSON");
        let keys = |pointer: &str| {
            let object = schema
                .pointer(pointer)
                .and_then(serde_json::Value::as_object)
                .expect(pointer);
            let mut keys: Vec<_> = object.keys().map(String::as_str).collect();
            keys.sort_unstable();
            keys
        };
        let sorted = |names: &[&'static str]| {
            let mut names = names.to_vec();
            names.sort_unstable();
            names
        };
        let choices = |pointer: &str| {
            let list = schema
                .pointer(pointer)
                .and_then(serde_json::Value::as_array)
                .expect(pointer);
            list.iter().filter_map(serde_json::Value::as_str).collect::<Vec<_>>()
        };
        assert_eq!(keys("/properties"), sorted(&KEYS));
        assert_eq!(keys("/properties/files/items/properties"), sorted(&FILE_KEYS));
        assert_eq!(choices("/properties/fail-on/enum"), names(&FailOn::ALL));
        assert_eq!(choices("/properties/format/enum"), names(&Format::ALL));
        assert_eq!(
            choices("/properties/severity/additionalProperties/enum"),
            names(&SEVERITIES)
        );
        let operations: Vec<_> = cloud::operations().map(|one| one.id).collect();
        assert_eq!(choices("/properties/files/items/properties/as/enum"), operations);
        let good = serde_json::json!({
            "kubernetes-version": "1.37", "select": ["schema"], "ignore": [], "severity": {"meta": "info"}, "fail-on": "never",
            "format": "json", "hidden": false, "exclude": ["vendor/"],
            "files": [{"paths": ["*.json"], "as": operations[0], "ignore": ["alias"]}],
        });
        assert!(jsonschema::is_valid(&schema, &good));
        assert!(!jsonschema::is_valid(&schema, &serde_json::json!({"selct": []})));
        assert!(!jsonschema::is_valid(&schema, &serde_json::json!({"files": [{}]})));
    }
}
