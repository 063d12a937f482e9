//! The type tables while they are made: read from and written to text, folded over versions, packed into bytes.
//!
//! `schemas/kubernetes.txt` is the text, one line a kind or field, so that a change of Kubernetes shows as lines in a
//! review. The developer command writes it; the build script packs it into the bytes that the program carries, so
//! that start-up reads nothing: packed, a record is a few 16-bit numbers at a computed place. Parsing the text
//! at start-up would cost a quarter of a millisecond in every run, generated Rust source 250 KB of relocated data.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use crate::digest::digest;

use super::layout::{
    FIELD_WORDS, FIRST_SCALAR, KIND_WORDS, LIST, MAP, NONE, OR_BOOL, OR_LIST, OR_STRINGS, SCALARS, STRUCT, TYPE_WORDS,
    field_slot, kind_slot,
};

/// The minor versions of Kubernetes in which something exists; open where it is older or newer than all that are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Range {
    /// First minor version.
    pub since: Option<u8>,
    /// Last minor version.
    pub until: Option<u8>,
}

/// A kind of object.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kind {
    /// API group, empty for the core group.
    pub group: String,
    /// API version.
    pub version: String,
    /// Its name.
    pub name: String,
    /// Name of the resource, such as `deployments`, or `pods/eviction` for what exists only below another resource.
    pub resource: String,
    /// Its structure.
    pub type_name: String,
    /// Not in a namespace.
    pub cluster: bool,
    /// Served only when turned on.
    pub off: bool,
    /// Cannot be created by itself.
    pub read_only: bool,
    /// Can be created, and nothing else.
    pub create_only: bool,
    /// Cannot be deleted as a collection, although it can be deleted.
    pub no_collection: bool,
    /// The subresources, such as `scale` and `status`.
    pub below: Vec<String>,
    /// Versions of Kubernetes that have it.
    pub range: Range,
}

/// A field of a structure.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its type: `string`, `[]core.v1.Container`, `{}quantity`.
    pub type_expr: String,
    /// Whether it must be there.
    pub required: bool,
    /// Whether it is marked as deprecated.
    pub deprecated: bool,
    /// Its default, as JSON.
    pub default: Option<String>,
    /// `atomic`, `set`, or the key fields of a `map` joined by commas.
    pub list: Option<String>,
    /// The values that are allowed.
    pub values: Vec<String>,
    /// The embedded Go structure that holds it, which the server names in the path of a wrong type.
    pub embedded: Option<String>,
    /// Versions of Kubernetes that have it in this form.
    pub range: Range,
}

/// Everything known of the kinds of some versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Model {
    /// The minor versions that were folded together, ascending.
    pub versions: Vec<u8>,
    /// All kinds, sorted.
    pub kinds: Vec<Kind>,
    /// All structures and their fields, sorted.
    pub types: BTreeMap<String, Vec<Field>>,
}

/// The packed table.
#[derive(Debug, Default)]
pub struct Packed {
    /// All names, one after the other.
    pub names: String,
    /// The numbers: seven counts (names, kinds, types, fields, values, slots of fields, slots of kinds), then the records.
    pub words: Vec<u16>,
}

impl Range {
    fn of(present: &[u8], all: &[u8]) -> Vec<Range> {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for (index, version) in all.iter().enumerate() {
            if !present.contains(version) {
                continue;
            }
            match runs.last_mut() {
                Some((_, last)) if *last + 1 == index => *last = index,
                _ => runs.push((index, index)),
            }
        }
        runs.into_iter()
            .map(|(first, last)| Range {
                since: (first > 0).then(|| all[first]),
                until: (last + 1 < all.len()).then(|| all[last]),
            })
            .collect()
    }

    fn holds(self, version: u8) -> bool {
        self.since.is_none_or(|since| since <= version) && self.until.is_none_or(|until| version <= until)
    }

    fn write(self, line: &mut String) {
        if let Some(minor) = self.since {
            let _ = write!(line, " since=1.{minor}");
        }
        if let Some(minor) = self.until {
            let _ = write!(line, " until=1.{minor}");
        }
    }

    fn word(self) -> u16 {
        u16::from(self.since.unwrap_or(0)) | u16::from(self.until.unwrap_or(0)) << 8
    }
}

/// Folds models of different versions into one that says since and until when each kind and field is there.
pub fn fold(models: &[Model]) -> Model {
    let mut versions: Vec<u8> = models.iter().flat_map(|model| model.versions.iter().copied()).collect();
    versions.sort_unstable();
    versions.dedup();
    let mut kinds: BTreeMap<Kind, Vec<u8>> = BTreeMap::new();
    let mut fields: BTreeMap<(String, Option<Field>), Vec<u8>> = BTreeMap::new();
    for model in models {
        for &version in &model.versions {
            for kind in model.kinds.iter().filter(|kind| kind.range.holds(version)) {
                let bare = Kind {
                    range: Range::default(),
                    ..kind.clone()
                };
                kinds.entry(bare).or_default().push(version);
            }
            for (name, list) in &model.types {
                fields.entry((name.clone(), None)).or_default();
                for field in list.iter().filter(|field| field.range.holds(version)) {
                    let bare = Field {
                        range: Range::default(),
                        ..field.clone()
                    };
                    fields.entry((name.clone(), Some(bare))).or_default().push(version);
                }
            }
        }
    }
    let mut folded = Model::default();
    for (kind, present) in kinds {
        for range in Range::of(&present, &versions) {
            folded.kinds.push(Kind { range, ..kind.clone() });
        }
    }
    for ((name, field), present) in fields {
        let list = folded.types.entry(name).or_default();
        if let Some(field) = field {
            for range in Range::of(&present, &versions) {
                list.push(Field { range, ..field.clone() });
            }
        }
    }
    folded.versions = versions;
    folded.sort();
    folded
}

impl Model {
    /// Brings kinds and fields into their order: by name, the newest form first.
    pub fn sort(&mut self) {
        let newest = |range: Range| std::cmp::Reverse(range.until.unwrap_or(u8::MAX));
        self.kinds.sort_by(|a, b| {
            (&a.group, &a.version, &a.name, newest(a.range)).cmp(&(&b.group, &b.version, &b.name, newest(b.range)))
        });
        for fields in self.types.values_mut() {
            fields.sort_by(|a, b| (&a.name, newest(a.range)).cmp(&(&b.name, newest(b.range))));
        }
    }

    /// Leaves out structures that no kind reaches.
    pub fn prune(&mut self) {
        let mut open: Vec<String> = self.kinds.iter().map(|kind| kind.type_name.clone()).collect();
        let mut reached: BTreeMap<String, Vec<Field>> = BTreeMap::new();
        while let Some(name) = open.pop() {
            if let Some(fields) = self.types.remove(&name) {
                open.extend(fields.iter().map(|field| inner(&field.type_expr).to_owned()));
                reached.insert(name, fields);
            }
        }
        self.types = reached;
    }

    /// The text form.
    pub fn to_text(&self) -> String {
        let versions: Vec<String> = self.versions.iter().map(|minor| format!("1.{minor}")).collect();
        let mut text = format!("versions {}\n\n", versions.join(" "));
        for kind in &self.kinds {
            let slash = if kind.group.is_empty() { "" } else { "/" };
            let mut line = format!(
                "kind {}{slash}{} {} {} {}",
                kind.group, kind.version, kind.name, kind.resource, kind.type_name
            );
            for (set, word) in [
                (kind.cluster, " cluster"),
                (kind.off, " off"),
                (kind.read_only, " read-only"),
                (kind.create_only, " create-only"),
                (kind.no_collection, " no-collection"),
            ] {
                line.push_str(if set { word } else { "" });
            }
            if !kind.below.is_empty() {
                let _ = write!(line, " below={}", kind.below.join(","));
            }
            kind.range.write(&mut line);
            text.push_str(&line);
            text.push('\n');
        }
        for (name, fields) in &self.types {
            let _ = write!(text, "\ntype {name}\n");
            for field in fields {
                text.push_str(&field.to_text());
            }
        }
        text
    }

    /// Reads the text form.
    pub fn from_text(text: &str) -> Result<Model, String> {
        let mut model = Model::default();
        let mut open: Option<String> = None;
        for (number, line) in text.lines().enumerate() {
            let fault = |what: &str| format!("line {}: {what}: {line}", number + 1);
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if line.starts_with("  ") {
                let fields = open.as_ref().and_then(|name| model.types.get_mut(name));
                let fields = fields.ok_or_else(|| fault("a field outside of a type"))?;
                fields.push(Field::from_text(line).ok_or_else(|| fault("not a field"))?);
                continue;
            }
            let words: Vec<&str> = line.split(' ').collect();
            match words.as_slice() {
                ["versions", minors @ ..] => {
                    for minor in minors {
                        model
                            .versions
                            .push(minor_of(minor).ok_or_else(|| fault("not a version"))?);
                    }
                }
                ["kind", rest @ ..] => model
                    .kinds
                    .push(Kind::from_words(rest).ok_or_else(|| fault("not a kind"))?),
                ["type", name] => {
                    model.types.entry((*name).to_owned()).or_default();
                    open = Some((*name).to_owned());
                }
                _ => return Err(fault("neither kind nor type")),
            }
        }
        Ok(model)
    }

    /// Packs the tables into the form the program reads.
    pub fn pack(&self) -> Result<Packed, String> {
        let mut packer = Packer::default();
        // Structures come first, so that a reference to one is known before its fields are packed.
        for (index, name) in self.types.keys().enumerate() {
            packer.known.insert(name.clone(), word(index)?);
            packer.types.push([0; TYPE_WORDS]);
        }
        for (index, (name, fields)) in self.types.iter().enumerate() {
            let first = packer.fields.len();
            for field in fields {
                let record = packer.field(field)?;
                packer.fields.push(record);
            }
            let short = name.rsplit('.').next().unwrap_or(name);
            packer.types[index] = [STRUCT, word(first)?, word(fields.len())?, packer.name(short)?];
        }
        packer.slots = field_slots(self.types.values())?;
        packer.kind_slots = kind_slots(&self.kinds)?;
        let mut kinds = Vec::new();
        for kind in &self.kinds {
            let flags = [
                kind.cluster,
                kind.off,
                kind.read_only,
                kind.create_only,
                kind.no_collection,
            ];
            let flags = flags.iter().rev().fold(0, |flags, &one| flags << 1 | u16::from(one));
            kinds.push([
                packer.name(&kind.group)?,
                packer.name(&kind.version)?,
                packer.name(&kind.name)?,
                packer.name(&kind.resource)?,
                packer.type_of(&kind.type_name)?,
                flags,
                kind.range.word(),
                packer.name(&kind.below.join(","))?,
            ]);
        }
        packer.finish(&kinds)
    }
}

impl Kind {
    fn from_words(words: &[&str]) -> Option<Kind> {
        let [api_version, name, resource, type_name, flags @ ..] = words else {
            return None;
        };
        let (group, version) = api_version.rsplit_once('/').unwrap_or(("", api_version));
        let mut found = Kind {
            group: group.to_owned(),
            version: version.to_owned(),
            name: (*name).to_owned(),
            resource: (*resource).to_owned(),
            type_name: (*type_name).to_owned(),
            ..Kind::default()
        };
        for flag in flags {
            match flag.split_once('=') {
                None if *flag == "cluster" => found.cluster = true,
                None if *flag == "off" => found.off = true,
                None if *flag == "read-only" => found.read_only = true,
                None if *flag == "create-only" => found.create_only = true,
                None if *flag == "no-collection" => found.no_collection = true,
                Some(("below", names)) => found.below = names.split(',').map(str::to_owned).collect(),
                Some(("since", minor)) => found.range.since = Some(minor_of(minor)?),
                Some(("until", minor)) => found.range.until = Some(minor_of(minor)?),
                _ => return None,
            }
        }
        Some(found)
    }
}

impl Field {
    fn to_text(&self) -> String {
        let mut line = format!("  {} {}", self.name, self.type_expr);
        for (set, word) in [(self.required, " required"), (self.deprecated, " deprecated")] {
            line.push_str(if set { word } else { "" });
        }
        for (name, value) in [("list", &self.list), ("in", &self.embedded)] {
            if let Some(value) = value {
                let _ = write!(line, " {name}={value}");
            }
        }
        if !self.values.is_empty() {
            let _ = write!(line, " enum={}", self.values.join("|"));
        }
        self.range.write(&mut line);
        // Last, as it may hold spaces.
        if let Some(default) = &self.default {
            let _ = write!(line, " default={default}");
        }
        line.push('\n');
        line
    }

    fn from_text(line: &str) -> Option<Field> {
        let (line, default) = match line.split_once(" default=") {
            Some((line, default)) => (line, Some(default.to_owned())),
            None => (line, None),
        };
        let mut words = line.trim_start().split(' ');
        let mut field = Field {
            name: words.next()?.to_owned(),
            type_expr: words.next()?.to_owned(),
            default,
            ..Field::default()
        };
        for word in words {
            match word.split_once('=') {
                None if word == "required" => field.required = true,
                None if word == "deprecated" => field.deprecated = true,
                Some(("list", keys)) => field.list = Some(keys.to_owned()),
                Some(("in", name)) => field.embedded = Some(name.to_owned()),
                Some(("enum", values)) => field.values = values.split('|').map(str::to_owned).collect(),
                Some(("since", minor)) => field.range.since = Some(minor_of(minor)?),
                Some(("until", minor)) => field.range.until = Some(minor_of(minor)?),
                _ => return None,
            }
        }
        Some(field)
    }
}

/// The structure or scalar inside a type expression.
fn inner(expr: &str) -> &str {
    let bare = expr.trim_start_matches("[]").trim_start_matches("{}");
    let bare = bare.trim_start_matches("[]").trim_start_matches("{}");
    bare.split('|').next().unwrap_or(bare)
}

/// The minor version in `1.37`.
pub fn minor_of(version: &str) -> Option<u8> {
    version.strip_prefix("1.")?.parse().ok()
}

fn word(number: usize) -> Result<u16, String> {
    u16::try_from(number)
        .ok()
        .filter(|&word| word != NONE)
        .ok_or_else(|| format!("the table is too large for 16 bits: {number}"))
}

#[derive(Default)]
struct Packer {
    names: String,
    offsets: Vec<(u32, u16)>,
    by_name: HashMap<String, u16>,
    types: Vec<[u16; TYPE_WORDS]>,
    known: HashMap<String, u16>,
    fields: Vec<[u16; FIELD_WORDS]>,
    values: Vec<u16>,
    slots: Vec<u16>,
    kind_slots: Vec<u16>,
}

/// A hash table: in the first free slot from its own on stands the number of a record.
struct Slots(Vec<u16>);

impl Slots {
    fn new(records: usize) -> Self {
        Self(vec![NONE; (2 * records).next_power_of_two()])
    }

    fn put(&mut self, slot: usize, record: usize) -> Result<(), String> {
        let size = self.0.len();
        let mut tried = (slot..slot + size).map(|slot| slot % size);
        let free = tried.find(|&slot| self.0[slot] == NONE);
        self.0[free.expect("half of the slots are free")] = word(record)?;
        Ok(())
    }
}

/// The hash table of kinds, in their newest form.
fn kind_slots(kinds: &[Kind]) -> Result<Vec<u16>, String> {
    let name = |kind: &Kind| (kind.group.clone(), kind.version.clone(), kind.name.clone());
    let mut slots = Slots::new(kinds.len());
    for (index, kind) in kinds.iter().enumerate() {
        if index == 0 || name(&kinds[index - 1]) != name(kind) {
            slots.put(kind_slot(&kind.group, &kind.version, &kind.name), index)?;
        }
    }
    Ok(slots.0)
}

/// The hash table of fields, in their newest form.
fn field_slots<'m>(structures: impl Iterator<Item = &'m Vec<Field>> + Clone) -> Result<Vec<u16>, String> {
    let mut slots = Slots::new(structures.clone().map(Vec::len).sum());
    let mut first = 0;
    for fields in structures {
        let newest = |index: &usize| *index == 0 || fields[index - 1].name != fields[*index].name;
        for index in (0..fields.len()).filter(newest) {
            slots.put(
                field_slot(word(first)?, digest(fields[index].name.as_bytes())),
                first + index,
            )?;
        }
        first += fields.len();
    }
    Ok(slots.0)
}

impl Packer {
    fn name(&mut self, name: &str) -> Result<u16, String> {
        if let Some(&index) = self.by_name.get(name) {
            return Ok(index);
        }
        let index = word(self.offsets.len())?;
        let start = self.names.find(name).unwrap_or(self.names.len());
        if start == self.names.len() {
            self.names.push_str(name);
        }
        let start = u32::try_from(start).map_err(|error| error.to_string())?;
        self.offsets.push((start, word(name.len())?));
        self.by_name.insert(name.to_owned(), index);
        Ok(index)
    }

    fn optional(&mut self, name: Option<&str>) -> Result<u16, String> {
        name.map_or(Ok(NONE), |name| self.name(name))
    }

    fn type_of(&mut self, expr: &str) -> Result<u16, String> {
        if let Some(&index) = self.known.get(expr) {
            return Ok(index);
        }
        let record = if let Some(item) = expr.strip_prefix("[]") {
            [LIST, self.type_of(item)?, 0, NONE]
        } else if let Some(value) = expr.strip_prefix("{}") {
            [MAP, self.type_of(value)?, 0, NONE]
        } else if let Some((one, form)) = expr.split_once('|') {
            let tag = match form {
                "list" => OR_LIST,
                "bool" => OR_BOOL,
                "strings" => OR_STRINGS,
                _ => return Err(format!("unknown type {expr}")),
            };
            [tag, self.type_of(one)?, 0, NONE]
        } else {
            let scalar = SCALARS.iter().position(|&scalar| scalar == expr);
            let scalar = scalar.ok_or_else(|| format!("unknown type {expr}"))?;
            [FIRST_SCALAR + word(scalar)?, 0, 0, self.name(expr)?]
        };
        let index = word(self.types.len())?;
        self.types.push(record);
        self.known.insert(expr.to_owned(), index);
        Ok(index)
    }

    fn field(&mut self, field: &Field) -> Result<[u16; FIELD_WORDS], String> {
        let first = word(self.values.len())?;
        for value in &field.values {
            let name = self.name(value)?;
            self.values.push(name);
        }
        Ok([
            self.name(&field.name)?,
            self.type_of(&field.type_expr)?,
            u16::from(field.required) | u16::from(field.deprecated) << 1,
            field.range.word(),
            self.optional(field.default.as_deref())?,
            self.optional(field.list.as_deref())?,
            first,
            word(field.values.len())?,
            self.optional(field.embedded.as_deref())?,
        ])
    }

    fn finish(self, kinds: &[[u16; KIND_WORDS]]) -> Result<Packed, String> {
        let mut words = Vec::new();
        for count in [
            self.offsets.len(),
            kinds.len(),
            self.types.len(),
            self.fields.len(),
            self.values.len(),
            self.slots.len(),
            self.kind_slots.len(),
        ] {
            words.push(word(count)?);
        }
        for (start, len) in self.offsets {
            words.extend([(start & 0xffff) as u16, (start >> 16) as u16, len]);
        }
        words.extend(kinds.iter().flatten());
        words.extend(self.types.iter().flatten());
        words.extend(self.fields.iter().flatten());
        words.extend(self.values);
        words.extend(self.slots);
        words.extend(self.kind_slots);
        Ok(Packed {
            names: self.names,
            words,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::table::{Table, row};

    const OLD: &str = "\
versions 1.36

kind apps/v1 Web webs apps.v1.Web
kind batch/v1beta1 Run runs batch.v1beta1.Run cluster off
kind v1 Eviction pods/eviction core.v1.Eviction read-only

type apps.v1.Web
  gone string deprecated
  parts []apps.v1.Part list=name,port
  policy string enum=Always|Never default=\"Always\"

type apps.v1.Part
  name string required
  port int32 in=Inline default=0

type batch.v1beta1.Run
  at {}time

type core.v1.Eviction
";

    const NEW: &str = "\
versions 1.37

kind apps/v1 Web webs apps.v1.Web
kind v1 Eviction pods/eviction core.v1.Eviction read-only

type apps.v1.Web
  added quantity
  parts []apps.v1.Part list=name,port
  policy string enum=Always|Never|Once default=\"Always\"

type apps.v1.Part
  name string required
  port int64 in=Inline default=0

type core.v1.Eviction
";

    fn folded() -> Model {
        let read = |text| Model::from_text(text).expect("a table");
        fold(&[read(OLD), read(NEW)])
    }

    #[test]
    fn folding_says_since_and_until() {
        let want = "\
versions 1.36 1.37

kind v1 Eviction pods/eviction core.v1.Eviction read-only
kind apps/v1 Web webs apps.v1.Web
kind batch/v1beta1 Run runs batch.v1beta1.Run cluster off until=1.36

type apps.v1.Part
  name string required
  port int64 in=Inline since=1.37 default=0
  port int32 in=Inline until=1.36 default=0

type apps.v1.Web
  added quantity since=1.37
  gone string deprecated until=1.36
  parts []apps.v1.Part list=name,port
  policy string enum=Always|Never|Once since=1.37 default=\"Always\"
  policy string enum=Always|Never until=1.36 default=\"Always\"

type batch.v1beta1.Run
  at {}time until=1.36

type core.v1.Eviction
";
        assert_eq!(folded().to_text(), want);
    }

    #[test]
    fn folding_is_the_same_in_any_order_and_again() {
        let read = |text| Model::from_text(text).expect("a table");
        let folded = folded();
        assert_eq!(fold(&[read(NEW), read(OLD)]), folded);
        assert_eq!(fold(std::slice::from_ref(&folded)), folded);
        assert_eq!(Model::from_text(&folded.to_text()), Ok(folded));
    }

    #[test]
    fn a_field_that_comes_back_has_two_rows() {
        let rows = Range::of(&[30, 32], &[30, 31, 32]);
        let range = |since, until| Range { since, until };
        assert_eq!(rows, [range(None, Some(30)), range(Some(32), None)]);
    }

    #[test]
    fn packed_tables_give_back_what_was_packed() {
        let packed = folded().pack().expect("a small table");
        let rows: Vec<_> = (0..packed.words[3].into())
            .map(|field| row(&packed.words, field))
            .collect();
        let table = Table::new(&packed.names, &packed.words, &rows);
        let kinds: Vec<_> = table.kinds().map(|row| (row.group, row.version, row.kind)).collect();
        assert_eq!(
            kinds,
            [
                ("", "v1", "Eviction"),
                ("apps", "v1", "Web"),
                ("batch", "v1beta1", "Run")
            ]
        );
        let run = table.find_kind("batch", "v1beta1", "Run").expect("a kind");
        assert_eq!((run.resource, run.flags, run.range), ("runs", 0b011, 36 << 8));
        assert!(table.find_kind("batch", "v1", "Run").is_none());

        let web = table.find_kind("apps", "v1", "Web").expect("a kind");
        let [tag, first, count, name] = table.type_record(web.type_index);
        assert_eq!((tag, count, table.name(name)), (STRUCT, 5, "Web"));
        let field = |name: &str| table.find_field(first, count, name.as_bytes(), digest(name.as_bytes()));
        let policy = field("policy").expect("a field");
        let values = table.field_word(policy, 6);
        assert_eq!(table.field_word(policy, 7), 3, "the newest form comes first");
        assert_eq!(table.value(values + 2), "Once");
        assert_eq!(table.field_word(policy, 3), 37);
        assert_eq!(table.optional(table.field_word(policy, 4)), Some("\"Always\""));
        let gone = field("gone").expect("a field");
        assert_eq!((table.field_word(gone, 2), table.field_word(gone, 3)), (0b10, 36 << 8));
        assert_eq!(table.optional(table.field_word(gone, 4)), None);
        assert_eq!(field("Gone"), None);
        assert_eq!(field("zzz"), None);

        let parts = field("parts").expect("a field");
        assert_eq!(table.optional(table.field_word(parts, 5)), Some("name,port"));
        let [tag, item, ..] = table.type_record(table.field_word(parts, 1));
        assert_eq!(tag, LIST);
        assert_eq!(table.field_type(parts), table.field_word(parts, 1));
        let [_, first, count, _] = table.type_record(item);
        let port = table
            .find_field(first, count, b"port", digest(b"port"))
            .expect("a field");
        assert_eq!(table.optional(table.field_word(port, 8)), Some("Inline"));
        let eviction = table.find_kind("", "v1", "Eviction").expect("a kind");
        assert_eq!(table.type_record(eviction.type_index)[2], 0);
    }

    #[test]
    fn faulty_tables_are_refused() {
        for text in [
            "  field string\n",
            "type a\n  field\n",
            "type a\n  field string bogus\n",
            "kind v1 Pod pods\n",
            "kind v1 Pod pods core.v1.Pod since=2.0\n",
            "bogus\n",
            "versions 2.0\n",
        ] {
            assert!(Model::from_text(text).is_err(), "{text}");
        }
        let unknown = Model::from_text("type a\n  field core.v1.Bogus\n").expect("well-formed");
        assert!(unknown.pack().is_err());
    }
}
