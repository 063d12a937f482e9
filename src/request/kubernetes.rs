//! Which operation of a Kubernetes server a request asks for. In: method and path. Out: a call, or what the server would
//! say instead. All of it follows from the embedded tables of kinds and subresources.

use super::{Header, Part, Request};
use crate::schema::{self, GroupVersionKind, KindInfo};
use crate::suggest::{distance, nearest};

/// What a request to a Kubernetes server comes to.
#[derive(Clone, Debug)]
pub enum Target {
    /// The server has no such path: the segment that it does not know, and what it may have been meant to be.
    NoPath(usize, Option<String>),
    /// The path exists, but not for this method; those it exists for.
    NoMethod(Vec<&'static str>),
    /// An operation.
    Call(Call),
}

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// One object.
    Get,
    /// All objects.
    List,
    /// A stream of changes.
    Watch,
    /// A new object.
    Create,
    /// An object is replaced.
    Update,
    /// An object is changed.
    Patch,
    /// An object is deleted.
    Delete,
    /// All objects are deleted.
    DeleteCollection,
    /// A stream to or from a pod, node or service.
    Connect,
}

/// An operation on a resource.
#[derive(Clone, Debug)]
pub struct Call {
    /// The kind of the resource.
    pub kind: KindInfo,
    /// What is below it, such as `status`; empty for the resource itself.
    pub below: String,
    /// What is done.
    pub verb: Verb,
    /// Index of the segment with the namespace.
    pub namespace: Option<usize>,
    /// Index of the segment with the name.
    pub name: Option<usize>,
}

impl Call {
    /// What the body has to be; of subresources, some have a kind of their own.
    pub fn gvk(&self) -> GroupVersionKind<'static> {
        let (group, version, kind) = match self.below.as_str() {
            "scale" => ("autoscaling", "v1", "Scale"),
            "eviction" => ("policy", "v1", "Eviction"),
            "binding" => ("", "v1", "Binding"),
            "token" => ("authentication.k8s.io", "v1", "TokenRequest"),
            _ => (self.kind.group, self.kind.version, self.kind.kind),
        };
        GroupVersionKind { group, version, kind }
    }

    /// `apps/v1`.
    pub fn api_version(&self) -> String {
        let gvk = self.gvk();
        match gvk.group {
            "" => gvk.version.to_owned(),
            group => format!("{group}/{}", gvk.version),
        }
    }

    /// Whether an object is sent.
    pub fn has_body(&self) -> bool {
        matches!(self.verb, Verb::Create | Verb::Update | Verb::Patch)
    }

    /// Whether objects are listed, or chosen as in a list.
    pub fn is_list(&self) -> bool {
        matches!(self.verb, Verb::List | Verb::Watch | Verb::DeleteCollection)
    }
}

/// How a patch is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatchType {
    /// RFC 6902.
    Json,
    /// RFC 7386.
    Merge,
    /// As Kubernetes merges lists.
    Strategic,
    /// Server-side apply.
    Apply,
}

impl PatchType {
    /// The form that a content type names; exactly, but for parameters.
    pub fn of(header: Option<&Header<'_>>) -> Option<Self> {
        let text = header.map_or("", |header| &header.value.text);
        match text.split(';').next().unwrap_or_default().trim() {
            "application/json-patch+json" => Some(Self::Json),
            "application/merge-patch+json" => Some(Self::Merge),
            "application/strategic-merge-patch+json" => Some(Self::Strategic),
            "application/apply-patch+yaml" => Some(Self::Apply),
            _ => None,
        }
    }
}

/// What the server reads a body as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// JSON, and nothing that is only YAML.
    Json,
    /// The first document of a YAML text.
    Yaml,
    /// No text.
    Protobuf,
}

impl Encoding {
    /// The encoding that a content type names; JSON where there is none.
    pub fn of(header: Option<&Header<'_>>) -> Option<Self> {
        let text = header.map_or("", |header| &header.value.text);
        let (name, parameters) = text.split_once(';').unwrap_or((text, ""));
        let well_formed = |one: &str| one.trim().is_empty() || one.contains('=');
        if !parameters.split(';').all(well_formed) {
            return None;
        }
        match name.trim().to_ascii_lowercase().as_str() {
            "" if parameters.is_empty() => Some(Self::Json),
            "application/json" => Some(Self::Json),
            "application/yaml" => Some(Self::Yaml),
            "application/vnd.kubernetes.protobuf" => Some(Self::Protobuf),
            _ => None,
        }
    }
}

impl Request<'_> {
    /// The encoding in which the server reads the body of a call; none where it refuses the content type.
    pub fn encoding(&self, call: &Call) -> Option<Encoding> {
        let header = self.header("Content-Type");
        match call.verb {
            Verb::Patch => Some(match PatchType::of(header)? {
                PatchType::Apply => Encoding::Yaml,
                _ => Encoding::Json,
            }),
            _ => Encoding::of(header),
        }
    }
}

/// Where a request leads on a Kubernetes server; none where it is none to such a server, or to a kind that only some have.
pub(super) fn target(request: &Request<'_>) -> Option<Target> {
    let segments = trimmed(&request.segments);
    let text = |index: usize| segments.get(index).map_or("", |part: &Part<'_>| &part.text);
    let (group, version, start) = match (text(0), segments.len()) {
        ("api", 3..) => ("", text(1), 2),
        ("apis", 4..) => (text(1), text(2), 3),
        ("apis", 3) if is_resource(text(1), text(2)) => return Some(Target::NoPath(2, None)),
        _ => return None,
    };
    if super::has_placeholder(group) || super::has_placeholder(version) {
        return None;
    }
    let kinds = || schema::kinds().filter(move |kind| kind.group == group);
    if group.is_empty() && !is_core(version, &segments[start..]) {
        return None;
    }
    if kinds().next().is_none() {
        // Some other server's group, unless it is a slip of the hand.
        let known = schema::kinds().map(|kind| kind.group).filter(|group| !group.is_empty());
        let near = known.min_by_key(|known| strsim::osa_distance(known, group))?;
        let slip = distance(near, group, 2).is_some() || !group.contains('.');
        return slip.then(|| Target::NoPath(1, Some(near.to_owned())));
    }
    if !kinds().any(|kind| kind.version == version) {
        let versions: Vec<_> = kinds().map(|kind| kind.version).collect();
        let near = nearest(version, versions.iter().copied()).or(versions.first().copied());
        return Some(Target::NoPath(start - 1, near.map(str::to_owned)));
    }
    Some(resolve(request, segments, start, group, version))
}

fn resolve(request: &Request<'_>, segments: &[Part<'_>], start: usize, group: &str, version: &str) -> Target {
    let text = |index: usize| segments.get(index).map_or("", |part: &Part<'_>| &part.text);
    let mut at = start;
    let watch = text(at) == "watch" && segments.len() > at + 1;
    at += usize::from(watch);
    let own = group.is_empty() && (segments.len() < at + 3 || matches!(text(at + 2), "status" | "finalize"));
    let namespace = (text(at) == "namespaces" && segments.len() > at + 1 && !own).then_some(at + 1);
    if namespace.is_some() {
        if segments.len() < at + 3 {
            return Target::NoPath(at, None);
        }
        at += 2;
    }
    let resource = text(at);
    let mut kinds = schema::kinds();
    let kind = kinds.find(|kind| kind.group == group && kind.version == version && kind.resource == resource);
    let Some(kind) = kind else {
        return Target::NoPath(at, suggestion(group, version, resource));
    };
    if kind.cluster && namespace.is_some() {
        return Target::NoPath(at, None);
    }
    let name = (segments.len() > at + 1).then_some(at + 1);
    let everywhere = !kind.cluster && namespace.is_none();
    // Objects without a namespace in the path, and what can only be created, have no path of their own.
    if everywhere && (name.is_some() || kind.create_only) || name.is_some() && kind.create_only {
        return Target::NoPath(at, None);
    }
    if let Some(empty) = (start..segments.len()).find(|&index| segments[index].text.is_empty())
        && (Some(empty) != namespace || name.is_some())
    {
        return Target::NoPath(empty, None);
    }
    let below = text(at + 2);
    let is_proxy = below == "proxy";
    if !below.is_empty() && !kind.below.split(',').any(|known| known == below) {
        let near = nearest(below, kind.below.split(',').filter(|known| !known.is_empty()));
        return Target::NoPath(at + 2, near.map(str::to_owned));
    }
    if segments.len() > at + 3 && !is_proxy {
        return Target::NoPath(at + 3, None);
    }
    let method = &*request.method.text;
    let call = |verb| {
        Target::Call(Call {
            kind,
            below: below.to_owned(),
            verb,
            namespace,
            name,
        })
    };
    if watch {
        if kind.read_only || kind.create_only || !below.is_empty() {
            return Target::NoPath(at, None);
        }
        return if method == "GET" {
            call(Verb::Watch)
        } else {
            Target::NoMethod(vec!["GET"])
        };
    }
    let known: &[(&str, Verb)] = match (name.is_some(), below) {
        (false, _) if kind.create_only => &[("POST", Verb::Create)],
        (false, _) if kind.read_only || everywhere => &[("GET", Verb::List)],
        (false, _) if kind.no_collection => &[("GET", Verb::List), ("POST", Verb::Create)],
        (false, _) => &[
            ("GET", Verb::List),
            ("POST", Verb::Create),
            ("DELETE", Verb::DeleteCollection),
        ],
        (true, "") if kind.read_only => &[("GET", Verb::Get)],
        (true, "") => &[
            ("GET", Verb::Get),
            ("PUT", Verb::Update),
            ("PATCH", Verb::Patch),
            ("DELETE", Verb::Delete),
        ],
        (true, "binding" | "eviction" | "token") => &[("POST", Verb::Create)],
        (true, "finalize") => &[("PUT", Verb::Update)],
        (true, "log") => &[("GET", Verb::Connect)],
        (true, "attach" | "exec" | "portforward") => &[("GET", Verb::Connect), ("POST", Verb::Connect)],
        (true, "proxy") => &[
            ("GET", Verb::Connect),
            ("POST", Verb::Connect),
            ("PUT", Verb::Connect),
            ("PATCH", Verb::Connect),
            ("DELETE", Verb::Connect),
            ("HEAD", Verb::Connect),
            ("OPTIONS", Verb::Connect),
        ],
        (true, _) => &[("GET", Verb::Get), ("PUT", Verb::Update), ("PATCH", Verb::Patch)],
    };
    match known.iter().find(|(name, _)| *name == method) {
        Some((_, Verb::List)) if watches(request) => call(Verb::Watch),
        Some(&(_, verb)) => call(verb),
        None => Target::NoMethod(known.iter().map(|&(name, _)| name).collect()),
    }
}

fn is_resource(group: &str, name: &str) -> bool {
    schema::kinds().any(|kind| kind.group == group && kind.resource == name)
}

/// A path without slashes at its end, which the server takes no notice of.
fn trimmed<'r, 's>(segments: &'r [Part<'s>]) -> &'r [Part<'s>] {
    let end = segments.iter().rposition(|segment| !segment.text.is_empty());
    &segments[..end.map_or(0, |last| last + 1)]
}

/// Whether a path below `/api/` is one of Kubernetes' core API: many other servers have their paths there too.
fn is_core(version: &str, rest: &[Part<'_>]) -> bool {
    let [first, more @ ..] = rest else { return false };
    let first = &*first.text;
    if first == "namespaces" || first == "watch" && !more.is_empty() {
        return true;
    }
    let mut core = schema::kinds().filter(|kind| kind.group.is_empty());
    let near = |known: &str| {
        distance(known, &first.to_ascii_lowercase(), 1 + usize::from(known.len() > 5)).is_some()
            || known.strip_suffix('s') == Some(first)
    };
    version == "v1" && core.any(|kind| near(kind.resource))
}

/// What a resource that the server does not have was meant to be.
fn suggestion(group: &str, version: &str, resource: &str) -> Option<String> {
    let here = || {
        schema::kinds().filter(|kind| kind.group == group && kind.version == version && !kind.resource.contains('/'))
    };
    let same =
        here().find(|kind| kind.kind.eq_ignore_ascii_case(resource) || kind.resource.eq_ignore_ascii_case(resource));
    same.map(|kind| kind.resource.to_owned())
        .or_else(|| nearest(resource, here().map(|kind| kind.resource)).map(str::to_owned))
        .or_else(|| {
            let elsewhere = schema::kinds().find(|kind| kind.resource == resource)?;
            Some(match elsewhere.group {
                "" => format!("/api/{}/{resource}", elsewhere.version),
                group => format!("/apis/{group}/{}/{resource}", elsewhere.version),
            })
        })
}

/// Whether a list is to be a watch: whatever `watch` says, unless it says no.
fn watches(request: &Request<'_>) -> bool {
    let Some(watch) = request.parameter("watch") else {
        return false;
    };
    !(watch.value.text == "0" || watch.value.text.eq_ignore_ascii_case("false"))
}
