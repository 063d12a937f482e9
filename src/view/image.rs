//! Parts of an image list and of the request for it.

use super::Field;
use crate::check::time::{self, Moment};
use crate::diagnostic::Severity;
use crate::document::Object;
use crate::request::{Context, Parameter, Place, Request};
use crate::yaml::{Kind, Node};

/// The list of images with details.
pub const LIST: &str = "ims/list-image-details";

/// The parameters of the query.
pub const PARAMETERS: [&str; 7] = [
    "name",
    "container_format",
    "disk_format",
    "status",
    "size_min",
    "size_max",
    "changes-since",
];

/// The images of a list.
pub fn images<'d>(list: &Object<'d>) -> impl Iterator<Item = Field<'d>> + use<'d> {
    list.get("images").items()
}

/// The first parameter of a name that has a value which is not filled in later, and a text; sizes may be numbers too.
pub fn filter<'r>(request: &'r Request<'_>, name: &str) -> Option<(&'r Parameter<'r>, &'r str)> {
    let parameter = request.parameter(name)?;
    let written = request.object.and_then(|object| object.get("query")?.get(name));
    let of_object = written.filter(|node| node.span().range().contains(&(parameter.value.span.start as usize)));
    let is_text = |node: Node<'_>| match node.kind() {
        Kind::Str => true,
        Kind::Int(_) | Kind::UInt(_) | Kind::Float(_) => name.starts_with("size_"),
        _ => false,
    };
    if !of_object.is_none_or(is_text) {
        return None;
    }
    let value = parameter.value.known().filter(|value| !value.is_empty())?;
    Some((parameter, value))
}

/// A size that can be read.
pub fn size(request: &Request<'_>, name: &str) -> Option<i64> {
    let (_, text) = filter(request, name)?;
    text.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| text.parse().ok())?
}

/// The times of an image, in their order.
pub const TIMES: [&str; 3] = ["created_at", "updated_at", "deleted_at"];

/// Who knows a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// The reference of the service.
    Here,
    /// Only that of OpenStack.
    Upstream,
    /// Version 2.
    V2,
    /// Nobody.
    No,
}

/// Who knows a parameter of this name.
pub fn known(name: &str) -> Known {
    const UPSTREAM: [&str; 8] = [
        "limit",
        "marker",
        "sort_key",
        "sort_dir",
        "min_ram",
        "min_disk",
        "protected",
        "is_public",
    ];
    const V2: [&str; 14] = [
        "visibility",
        "created_at",
        "updated_at",
        "member_status",
        "tag",
        "owner",
        "id",
        "flavor_id",
        "enterprise_project_id",
        "virtual_env_type",
        "hw_firmware_type",
        "architecture",
        "os_hidden",
        "checksum",
    ];
    if PARAMETERS.contains(&name) {
        Known::Here
    } else if UPSTREAM.contains(&name) || name.starts_with("property-") {
        Known::Upstream
    } else if V2.contains(&name) || name.starts_with("__") {
        Known::V2
    } else {
        Known::No
    }
}

/// Values of a member: those the service documents, and those only OpenStack does.
pub type Words = [&'static [&'static str]; 2];

/// States of images.
pub const STATUS: Words = [
    &["active", "queued", "saving", "killed", "deleted"],
    &["pending_delete", "deactivated", "importing", "uploading"],
];

/// Formats of files.
pub const DISK_FORMAT: Words = [
    &["vhd", "zvhd", "zvhd2", "raw", "qcow2"],
    &["ami", "ari", "aki", "vhdx", "vmdk", "vdi", "iso", "ploop"],
];

/// Formats of containers.
pub const CONTAINER_FORMAT: Words = [&["bare"], &["ami", "ari", "aki", "ovf", "ova", "docker", "compressed"]];

/// Judges a filter by a member whose values are `words`.
pub fn check_enum(request: &Request<'_>, name: &str, [here, upstream]: &Words, ctx: &mut Context<'_>) {
    let Some((parameter, value)) = filter(request, name).filter(|(_, value)| !here.contains(value)) else {
        return;
    };
    if upstream.contains(&value) {
        ctx.advise(
            Place::query(parameter),
            format!("{value:?} is known to OpenStack, but not documented here"),
        )
        .severity = Severity::Warning;
    } else {
        ctx.not_supported(Place::query(parameter), value, here);
    }
}

/// What `changes-since` turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since<'r> {
    /// A time.
    Time(Moment),
    /// A time but for the plus sign of its offset, which a URL takes for a blank.
    Plus,
    /// Something that begins with this operator of version 2.
    Operator(&'r str),
    /// No time.
    Unreadable(&'r str),
}

/// Reads `changes-since`.
pub fn since<'r>(request: &'r Request<'_>) -> Option<(&'r Parameter<'r>, Since<'r>)> {
    let (parameter, text) = filter(request, "changes-since")?;
    let operator = text.split_once(':').map(|(operator, _)| operator);
    let since = if let Some(moment) = time::moment(text, b'T') {
        Since::Time(moment)
    } else if let Some(operator) = operator.filter(|one| ["gt", "gte", "lt", "lte", "eq", "neq", "in"].contains(one)) {
        Since::Operator(operator)
    } else if request.source[parameter.value.span.range()].contains('+')
        && time::moment(&text.replacen(' ', "+", 1), b'T').is_some()
    {
        Since::Plus
    } else {
        Since::Unreadable(text)
    };
    Some((parameter, since))
}
