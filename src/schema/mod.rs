//! The embedded types of the server. In: a kind and a tree. Out: types of fields, and findings of the decoding stage.

mod decode;
mod layout;
mod misspelt;
#[cfg(any(test, feature = "xtask"))]
pub mod model;
mod table;
mod value;

pub use decode::{Decoded, decode};
use table::Table;

use crate::digest::digest;
use crate::yaml::Looks;

const PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/types.bin"));

static WORDS: [u16; PACKED.len() / 2] = table::unpack(PACKED);

static ROWS: [table::Row; table::count_fields(PACKED)] = table::rows(&WORDS);

static TABLE: Table<'static> = Table::new(include_str!(concat!(env!("OUT_DIR"), "/names.txt")), &WORDS, &ROWS);

/// Group, version and kind of an object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct GroupVersionKind<'a> {
    /// API group; empty for the core group.
    pub group: &'a str,
    /// API version, such as `v1`.
    pub version: &'a str,
    /// Kind, such as `Deployment`.
    pub kind: &'a str,
}

impl<'a> GroupVersionKind<'a> {
    /// Splits an `apiVersion` as the server does: the core group has no slash, or nothing before it.
    pub fn parse(api_version: &'a str, kind: &'a str) -> Self {
        let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
        Self { group, version, kind }
    }
}

/// A type in the embedded tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Type {
    pub(crate) index: u16,
}

/// How one type holds another, which decides how the server prints the path of the inner one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A field of a structure, printed `.name`.
    Field(Type),
    /// A value of a map, printed `[key]`.
    Value(Type),
}

/// What a type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A structure with named fields.
    Struct,
    /// A list of items.
    List(Type),
    /// A map from text to values.
    Map(Type),
    /// A structure, or a list of such structures.
    OrList(Type),
    /// A structure, or a boolean.
    OrBool(Type),
    /// A structure, or a list of strings.
    OrStrings(Type),
    /// A single value, or one that is free inside.
    Scalar(Scalar),
}

/// Types without fields of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scalar {
    /// Text.
    String,
    /// A boolean.
    Bool,
    /// An integer of 32 bits with sign.
    Int32,
    /// An integer of 64 bits with sign.
    Int64,
    /// Any number.
    Number,
    /// Bytes, written in base64.
    Bytes,
    /// An integer of 32 bits, or text.
    IntOrString,
    /// A quantity such as `500m` or `1Gi`.
    Quantity,
    /// A time to the second.
    Time,
    /// A time to the microsecond.
    MicroTime,
    /// An object of any kind.
    Raw,
    /// Any value at all.
    Json,
    /// The sets of fields that managers own.
    Fields,
}

const SCALARS: [Scalar; layout::SCALARS.len()] = [
    Scalar::String,
    Scalar::Bool,
    Scalar::Int32,
    Scalar::Int64,
    Scalar::Number,
    Scalar::Bytes,
    Scalar::IntOrString,
    Scalar::Quantity,
    Scalar::Time,
    Scalar::MicroTime,
    Scalar::Raw,
    Scalar::Json,
    Scalar::Fields,
];

/// A field of a structure, as the tables know it.
#[derive(Clone, Copy, Debug)]
pub struct FieldInfo {
    index: u16,
}

/// A kind, as the tables know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KindInfo {
    /// API group; empty for the core group.
    pub group: &'static str,
    /// API version.
    pub version: &'static str,
    /// Kind.
    pub kind: &'static str,
    /// The resource, such as `deployments`; `pods/eviction` for what exists only below another resource.
    pub resource: &'static str,
    /// The structure.
    pub schema: Type,
    /// Whether objects are not in a namespace.
    pub cluster: bool,
    /// Whether servers have it only when it is turned on.
    pub off: bool,
    /// Whether no object of it can be created by itself.
    pub read_only: bool,
    /// Whether objects of it can be created, and nothing else: the server answers and forgets them.
    pub create_only: bool,
    /// Whether they cannot be deleted as a collection.
    pub no_collection: bool,
    /// The subresources, joined by commas.
    pub below: &'static str,
    /// First minor version of Kubernetes with it, if the tables know an older one without.
    pub since: Option<u8>,
    /// Last minor version of Kubernetes with it, if the tables know a newer one without.
    pub until: Option<u8>,
}

impl KindInfo {
    /// Whether an object of the kind can be created on any server.
    pub fn is_served(&self) -> bool {
        !self.off && self.can_be_created()
    }

    /// Whether an object of the kind can be created where the kind is served.
    pub fn can_be_created(&self) -> bool {
        !self.read_only && !self.resource.contains('/')
    }
}

impl Form {
    /// The form of a packed type: its tag and its second number.
    const fn of(tag: u16, second: u16) -> Self {
        let second = Type { index: second };
        match tag {
            layout::STRUCT => Self::Struct,
            layout::LIST => Self::List(second),
            layout::MAP => Self::Map(second),
            layout::OR_LIST => Self::OrList(second),
            layout::OR_BOOL => Self::OrBool(second),
            layout::OR_STRINGS => Self::OrStrings(second),
            tag => Self::Scalar(SCALARS[(tag - layout::FIRST_SCALAR) as usize]),
        }
    }
}

impl Type {
    /// What the type is.
    #[inline]
    pub fn form(self) -> Form {
        Form::of(TABLE.type_word(self.index, 0), TABLE.type_word(self.index, 1))
    }

    /// The type below `key` of a structure or map; none where the type has no such field, or does not constrain it.
    pub fn child(self, key: &str) -> Option<Step> {
        match self.form() {
            Form::Struct => self.field(key).map(|field| Step::Field(field.schema())),
            Form::Map(value) => Some(Step::Value(value)),
            Form::OrList(one) | Form::OrBool(one) | Form::OrStrings(one) => one.child(key),
            Form::List(_) | Form::Scalar(_) => None,
        }
    }

    /// The type of a list's items.
    pub fn item(self) -> Option<Type> {
        match self.form() {
            Form::List(item) | Form::OrList(item) => Some(item),
            _ => None,
        }
    }

    /// The structure that a mapping is read into; none where a mapping is a map, or free.
    pub(crate) fn structure(self) -> Option<Type> {
        match self.form() {
            Form::Struct => Some(self),
            Form::OrList(one) | Form::OrBool(one) | Form::OrStrings(one) => Some(one),
            _ => None,
        }
    }

    /// The name of a structure or scalar; empty for lists and maps.
    pub fn name(self) -> &'static str {
        TABLE.optional(TABLE.type_word(self.index, 3)).unwrap_or_default()
    }

    /// A field of a structure.
    pub fn field(self, name: &str) -> Option<FieldInfo> {
        self.members()?.find(name.as_bytes(), digest(name.as_bytes()))
    }

    /// The fields of a structure, to find many of them; none for other types.
    #[inline]
    fn members(self) -> Option<Members> {
        let [tag, first, count, _] = TABLE.type_record(self.index);
        (tag == layout::STRUCT).then_some(Members { first, count })
    }

    /// The fields of a structure in the order of their names; nothing for other types.
    pub fn fields(self) -> impl Iterator<Item = FieldInfo> {
        let [tag, first, count, _] = TABLE.type_record(self.index);
        let run = if tag == layout::STRUCT {
            first..first + count
        } else {
            0..0
        };
        run.map(|index| FieldInfo { index })
    }
}

/// The fields of a structure.
#[derive(Clone, Copy)]
struct Members {
    first: u16,
    count: u16,
}

impl Members {
    /// The field of a name, which has this digest.
    #[inline]
    fn find(self, name: &[u8], digest: u32) -> Option<FieldInfo> {
        let index = TABLE.find_field(self.first, self.count, name, digest)?;
        Some(FieldInfo { index })
    }
}

impl FieldInfo {
    /// The name.
    pub fn name(self) -> &'static str {
        TABLE.field_name(self.index)
    }

    /// The type.
    #[inline]
    pub fn schema(self) -> Type {
        Type {
            index: TABLE.field_type(self.index),
        }
    }

    /// What its values mostly look like, so that nothing can be wrong with them.
    #[inline]
    fn plain(self) -> Looks {
        TABLE.field_plain(self.index)
    }

    /// Whether the server's description of its types asks for it.
    pub fn required(self) -> bool {
        TABLE.field_word(self.index, 2) & 1 != 0
    }

    /// Whether it is marked as deprecated.
    pub fn deprecated(self) -> bool {
        TABLE.field_word(self.index, 2) & 2 != 0
    }

    /// First minor version of Kubernetes with it, if the tables know an older one without.
    pub fn since(self) -> Option<u8> {
        minor(TABLE.field_word(self.index, 3) & 0xff)
    }

    /// Last minor version of Kubernetes with it, if the tables know a newer one without.
    pub fn until(self) -> Option<u8> {
        minor(TABLE.field_word(self.index, 3) >> 8)
    }

    /// The default, as JSON.
    pub fn default(self) -> Option<&'static str> {
        TABLE.optional(TABLE.field_word(self.index, 4))
    }

    /// How a list is merged: `atomic`, `set`, or the fields that are its key joined by commas.
    pub fn list(self) -> Option<&'static str> {
        TABLE.optional(TABLE.field_word(self.index, 5))
    }

    /// The values that are allowed; nothing where any is.
    pub fn values(self) -> impl ExactSizeIterator<Item = &'static str> {
        let first = TABLE.field_word(self.index, 6);
        (first..first + TABLE.field_word(self.index, 7)).map(|index| TABLE.value(index))
    }

    /// The embedded Go structure that holds the field, which the server names in the path of a wrong type.
    pub(crate) fn embedded(self) -> Option<&'static str> {
        TABLE.optional(TABLE.field_word(self.index, 8))
    }
}

fn minor(word: u16) -> Option<u8> {
    u8::try_from(word).ok().filter(|&minor| minor != 0)
}

/// The flag of kinds that are off.
const OFF: u16 = 2;
/// The flag of kinds that can only be read.
const READ_ONLY: u16 = 4;

impl From<table::KindRow<'static>> for KindInfo {
    fn from(row: table::KindRow<'static>) -> Self {
        Self {
            group: row.group,
            version: row.version,
            kind: row.kind,
            resource: row.resource,
            schema: Type { index: row.type_index },
            cluster: row.flags & 1 != 0,
            off: row.flags & OFF != 0,
            read_only: row.flags & READ_ONLY != 0,
            create_only: row.flags & 8 != 0,
            no_collection: row.flags & 16 != 0,
            below: row.below,
            since: minor(row.range & 0xff),
            until: minor(row.range >> 8),
        }
    }
}

/// A kind that Kubernetes has: what most documents are asked for, without the rest of [`KindInfo`].
#[derive(Clone, Copy, Debug)]
pub struct Known {
    schema: Type,
    flags: u16,
    /// Whether it exists only below another resource.
    is_part: bool,
}

impl Known {
    /// The same as [`KindInfo::can_be_created`].
    pub fn can_be_created(self) -> bool {
        self.flags & READ_ONLY == 0 && !self.is_part
    }
}

/// Finds a kind that Kubernetes has.
pub fn find(gvk: GroupVersionKind<'_>) -> Option<Known> {
    let row = TABLE.find_kind_row(gvk.group, gvk.version, gvk.kind)?;
    Some(Known {
        schema: Type {
            index: TABLE.kind_word(row, 4),
        },
        flags: TABLE.kind_word(row, 5),
        is_part: TABLE.name(TABLE.kind_word(row, 3)).contains('/'),
    })
}

/// The type of a kind that Kubernetes has.
pub fn lookup(gvk: GroupVersionKind<'_>) -> Option<Type> {
    find(gvk).map(|known| known.schema)
}

/// Whether servers have a kind only when it is turned on.
fn is_off(gvk: GroupVersionKind<'_>) -> bool {
    // Stable versions are always on.
    let is_stable = gvk.version.len() == "v1".len();
    !is_stable && find(gvk).is_some_and(|known| known.flags & OFF != 0)
}

/// What the tables know of a kind.
pub fn kind(gvk: GroupVersionKind<'_>) -> Option<KindInfo> {
    TABLE.find_kind(gvk.group, gvk.version, gvk.kind).map(KindInfo::from)
}

/// An API version that Kubernetes no longer serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Removed {
    /// The version of Kubernetes that ended it, such as `1.25`.
    pub in_version: &'static str,
    /// The API version to use instead, and the version of Kubernetes that brought it.
    pub instead: Option<(&'static str, &'static str)>,
}

/// What became of a kind in an API version that was removed.
pub fn removed(api_version: &str, kind: &str) -> Option<Removed> {
    let rows = include_str!("../../schemas/removed.txt").lines();
    let mut rows = rows.filter(|line| !line.starts_with('#'));
    rows.find_map(|line| {
        let rest = line.strip_prefix(api_version)?.strip_prefix(' ')?;
        let mut words = rest.strip_prefix(kind)?.strip_prefix(' ')?.split(' ');
        Some(Removed {
            in_version: words.next()?,
            instead: words.next().zip(words.next()),
        })
    })
}

/// All kinds, sorted by group, version and name.
pub fn kinds() -> impl Iterator<Item = KindInfo> {
    TABLE.kinds().map(KindInfo::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pod() -> Type {
        let gvk = GroupVersionKind::parse("v1", "Pod");
        lookup(gvk).expect("pods are known")
    }

    fn field(schema: Type, name: &str) -> Type {
        match schema.child(name) {
            Some(Step::Field(next)) => next,
            other => panic!("{name}: {other:?}"),
        }
    }

    #[test]
    fn every_kind_and_field_can_be_read() {
        let mut kinds = 0;
        for kind in kinds_of_text() {
            let gvk = GroupVersionKind::parse(&kind.0, &kind.1);
            let known = super::kind(gvk).unwrap_or_else(|| panic!("{gvk:?} is not found"));
            assert_eq!(known.kind, kind.1);
            assert_eq!(known.off, is_off(gvk), "{gvk:?}");
            let found = find(gvk).expect("it is found as above");
            assert_eq!(known.can_be_created(), found.can_be_created(), "{gvk:?}");
            assert!(
                known.schema.fields().count() > 0 || known.schema.name() == "Status",
                "{gvk:?}"
            );
            kinds += 1;
        }
        assert_eq!(kinds, super::kinds().count());
        for name in super::kinds().map(|kind| kind.schema) {
            for field in name.fields() {
                assert_eq!(name.field(field.name()).map(FieldInfo::name), Some(field.name()));
                assert!(field.values().len() < 100 && field.default() != Some(""));
            }
        }
    }

    fn kinds_of_text() -> Vec<(String, String)> {
        let text = include_str!("../../schemas/kubernetes.txt");
        let rows = text.lines().filter_map(|line| line.strip_prefix("kind "));
        let words = rows.map(|row| row.split(' ').map(str::to_owned).collect::<Vec<_>>());
        words.map(|words| (words[0].clone(), words[1].clone())).collect()
    }

    #[test]
    fn steps_tell_fields_from_keys() {
        let spec = field(pod(), "spec");
        let container = field(spec, "containers").item().expect("a list");
        assert_eq!(container.name(), "Container");
        let limits = field(field(container, "resources"), "limits");
        let Some(Step::Value(quantity)) = limits.child("example.com/any") else {
            panic!("limits are a map");
        };
        assert_eq!(quantity.form(), Form::Scalar(Scalar::Quantity));
        assert_eq!(quantity.child("x"), None);
        assert_eq!(pod().child("Spec"), None);
        assert_eq!(pod().item(), None);
        let labels = field(field(pod(), "metadata"), "labels");
        assert!(matches!(labels.form(), Form::Map(_)));
    }

    #[test]
    fn fields_carry_what_is_known() {
        let spec = field(pod(), "spec");
        let containers = spec.field("containers").expect("a field");
        assert!(containers.required() && !containers.deprecated());
        assert_eq!(containers.list(), Some("name"));
        let policy = spec.field("restartPolicy").expect("a field");
        assert_eq!(policy.values().collect::<Vec<_>>(), ["Always", "Never", "OnFailure"]);
        assert!(spec.field("serviceAccount").is_some_and(FieldInfo::deprecated));
        let port = field(field(spec, "containers").item().expect("a list"), "ports").item();
        let protocol = port.and_then(|port| port.field("protocol")).expect("a field");
        assert_eq!(protocol.default(), Some("\"TCP\""));
        let volume = field(spec, "volumes").item().expect("a list");
        assert_eq!(
            volume.field("emptyDir").and_then(FieldInfo::embedded),
            Some("VolumeSource")
        );
        assert_eq!(volume.field("name").and_then(FieldInfo::embedded), None);
    }

    #[test]
    fn kinds_say_how_they_are_served() {
        let find = |api_version, kind| super::kind(GroupVersionKind::parse(api_version, kind));
        assert!(find("v1", "Namespace").is_some_and(|kind| kind.cluster && kind.is_served()));
        assert!(find("resource.k8s.io/v1beta1", "DeviceClass").is_some_and(|kind| kind.off && !kind.is_served()));
        assert!(find("policy/v1", "Eviction").is_some_and(|kind| !kind.can_be_created()));
        assert!(find("v1", "Deployment").is_none());
        assert!(find("apps/v1beta1", "Deployment").is_none());
        let removed = super::removed("batch/v1beta1", "CronJob").expect("a row");
        assert_eq!(removed.in_version, "1.25");
        assert_eq!(removed.instead, Some(("batch/v1", "1.21")));
        let policy = super::removed("policy/v1beta1", "PodSecurityPolicy").expect("a row");
        assert_eq!(policy.instead, None);
    }

    #[test]
    fn what_is_used_instead_of_a_removed_version_is_served() {
        let rows = include_str!("../../schemas/removed.txt").lines();
        for row in rows.filter(|row| !row.starts_with('#')) {
            let words: Vec<_> = row.split(' ').collect();
            assert!(
                super::kind(GroupVersionKind::parse(words[0], words[1])).is_none(),
                "{row}"
            );
            if let Some(instead) = words.get(3) {
                let known = super::kind(GroupVersionKind::parse(instead, words[1]));
                assert!(known.is_some_and(|kind| kind.is_served()), "{row}");
            }
        }
    }
}
