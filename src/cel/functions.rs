//! The functions an expression can call: the standard library and the server's own libraries, with what they give.

use super::types::Ty;

/// What a function gives.
#[derive(Clone, Copy)]
enum Gives {
    Dyn,
    Bool,
    Int,
    Uint,
    Double,
    String,
    Bytes,
    Strings,
    Named(&'static str),
    /// The list it is called on.
    Same,
}

/// Functions called by name alone, namespaces included.
const GLOBAL: [(&str, Gives); 41] = [
    ("bool", Gives::Bool),
    ("bytes", Gives::Bytes),
    ("cidr", Gives::Named("net.CIDR")),
    ("double", Gives::Double),
    ("duration", Gives::Named("duration")),
    ("dyn", Gives::Dyn),
    ("format.named", Gives::Dyn),
    ("int", Gives::Int),
    ("ip", Gives::Named("net.IP")),
    ("ip.isCanonical", Gives::Bool),
    ("isCIDR", Gives::Bool),
    ("isIP", Gives::Bool),
    ("isQuantity", Gives::Bool),
    ("isSemver", Gives::Bool),
    ("isURL", Gives::Bool),
    ("jsonpatch.escapeKey", Gives::String),
    ("lists.range", Gives::Dyn),
    ("matches", Gives::Bool),
    ("optional.none", Gives::Dyn),
    ("optional.of", Gives::Dyn),
    ("optional.ofNonZeroValue", Gives::Dyn),
    ("quantity", Gives::Named("quantity")),
    ("semver", Gives::Named("semver")),
    ("sets.contains", Gives::Bool),
    ("sets.equivalent", Gives::Bool),
    ("sets.intersects", Gives::Bool),
    ("size", Gives::Int),
    ("string", Gives::String),
    ("strings.quote", Gives::String),
    ("timestamp", Gives::Named("timestamp")),
    ("type", Gives::Dyn),
    ("uint", Gives::Uint),
    ("url", Gives::Named("url")),
    ("format.dns1123Label", Gives::Dyn),
    ("format.dns1123Subdomain", Gives::Dyn),
    ("format.dns1035Label", Gives::Dyn),
    ("format.qualifiedName", Gives::Dyn),
    ("format.labelValue", Gives::Dyn),
    ("format.uri", Gives::Dyn),
    ("format.uuid", Gives::Dyn),
    ("format.date", Gives::Dyn),
];

/// Functions called on a value.
const MEMBER: [(&str, Gives); 92] = [
    ("add", Gives::Named("quantity")),
    ("allowed", Gives::Bool),
    ("asApproximateFloat", Gives::Double),
    ("asInteger", Gives::Int),
    ("charAt", Gives::String),
    ("check", Gives::Dyn),
    ("compareTo", Gives::Int),
    ("contains", Gives::Bool),
    ("containsCIDR", Gives::Bool),
    ("containsIP", Gives::Bool),
    ("distinct", Gives::Same),
    ("endsWith", Gives::Bool),
    ("error", Gives::String),
    ("errored", Gives::Bool),
    ("family", Gives::Int),
    ("fieldSelector", Gives::Dyn),
    ("find", Gives::String),
    ("findAll", Gives::Strings),
    ("flatten", Gives::Dyn),
    ("format", Gives::String),
    ("getDate", Gives::Int),
    ("getDayOfMonth", Gives::Int),
    ("getDayOfWeek", Gives::Int),
    ("getDayOfYear", Gives::Int),
    ("getEscapedPath", Gives::String),
    ("getFullYear", Gives::Int),
    ("getHost", Gives::String),
    ("getHostname", Gives::String),
    ("getHours", Gives::Int),
    ("getMilliseconds", Gives::Int),
    ("getMinutes", Gives::Int),
    ("getMonth", Gives::Int),
    ("getPort", Gives::String),
    ("getQuery", Gives::Dyn),
    ("getScheme", Gives::String),
    ("getSeconds", Gives::Int),
    ("group", Gives::Dyn),
    ("hasValue", Gives::Bool),
    ("indexOf", Gives::Int),
    ("ip", Gives::Named("net.IP")),
    ("isGlobalUnicast", Gives::Bool),
    ("isGreaterThan", Gives::Bool),
    ("isInteger", Gives::Bool),
    ("isLessThan", Gives::Bool),
    ("isLinkLocalMulticast", Gives::Bool),
    ("isLinkLocalUnicast", Gives::Bool),
    ("isLoopback", Gives::Bool),
    ("isSorted", Gives::Bool),
    ("isUnspecified", Gives::Bool),
    ("join", Gives::String),
    ("labelSelector", Gives::Dyn),
    ("lastIndexOf", Gives::Int),
    ("lowerAscii", Gives::String),
    ("major", Gives::Int),
    ("masked", Gives::Named("net.CIDR")),
    ("matches", Gives::Bool),
    ("max", Gives::Dyn),
    ("min", Gives::Dyn),
    ("minor", Gives::Int),
    ("name", Gives::Dyn),
    ("named", Gives::Dyn),
    ("namespace", Gives::Dyn),
    ("or", Gives::Dyn),
    ("orValue", Gives::Dyn),
    ("patch", Gives::Int),
    ("path", Gives::Dyn),
    ("prefixLength", Gives::Int),
    ("reason", Gives::String),
    ("replace", Gives::String),
    ("requestResource", Gives::Dyn),
    ("resource", Gives::Dyn),
    ("reverse", Gives::Dyn),
    ("serviceAccount", Gives::Dyn),
    ("sign", Gives::Int),
    ("size", Gives::Int),
    ("slice", Gives::Same),
    ("sort", Gives::Same),
    ("sortBy", Gives::Same),
    ("@sortByAssociatedKeys", Gives::Same),
    ("split", Gives::Strings),
    ("startsWith", Gives::Bool),
    ("sub", Gives::Named("quantity")),
    ("subresource", Gives::Dyn),
    ("substring", Gives::String),
    ("sum", Gives::Dyn),
    ("trim", Gives::String),
    ("upperAscii", Gives::String),
    ("validate", Gives::Dyn),
    ("value", Gives::Dyn),
    ("optMap", Gives::Dyn),
    ("optFlatMap", Gives::Dyn),
    ("unwrapOpt", Gives::Dyn),
];

fn gives<'d>(gives: Gives, target: Option<&Ty<'d>>) -> Ty<'d> {
    match gives {
        Gives::Dyn => Ty::Dyn,
        Gives::Bool => Ty::Bool,
        Gives::Int => Ty::Int,
        Gives::Uint => Ty::Uint,
        Gives::Double => Ty::Double,
        Gives::String => Ty::String,
        Gives::Bytes => Ty::Bytes,
        Gives::Strings => Ty::list(Ty::String),
        Gives::Named(name) => Ty::Named(name),
        Gives::Same => target.cloned().unwrap_or(Ty::Dyn),
    }
}

/// What a function called by name gives; none where there is no such function.
pub(super) fn global<'d>(name: &str) -> Option<Ty<'d>> {
    GLOBAL
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, result)| gives(*result, None))
}

/// What a function called on `target` gives; none where there is no such function.
pub(super) fn member<'d>(name: &str, target: &Ty<'d>) -> Option<Ty<'d>> {
    MEMBER
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, result)| gives(*result, Some(target)))
}
