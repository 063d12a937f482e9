//! The embedded types of the server. In: a kind and a tree. Out: types of fields, and findings of the decoding stage.

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

impl Type {
    /// The type below `key` of a structure or map; none where the type has no such field, or does not constrain it.
    pub fn child(self, _key: &str) -> Option<Step> {
        None
    }

    /// The type of a list's items.
    pub fn item(self) -> Option<Type> {
        None
    }
}

/// The type of a kind that Kubernetes serves.
pub fn lookup(_gvk: GroupVersionKind<'_>) -> Option<Type> {
    None
}
