//! Where each system keeps the targets of its traffic and their shares.

use super::Field;
use crate::check::traffic::{Scale, Split};
use crate::cloud;
use crate::document::Object;
use crate::source::Span;

/// The protocols a VirtualService routes.
pub const ISTIO_PROTOCOLS: [&str; 3] = ["http", "tcp", "tls"];

/// The kinds of routes of the Gateway API.
pub const GATEWAY_ROUTES: [&str; 5] = [
    "GRPCRoute.gateway.networking.k8s.io",
    "HTTPRoute.gateway.networking.k8s.io",
    "TCPRoute.gateway.networking.k8s.io",
    "TLSRoute.gateway.networking.k8s.io",
    "UDPRoute.gateway.networking.k8s.io",
];

/// The lists of destinations of a VirtualService.
pub fn istio<'d>(object: &Object<'d>) -> impl Iterator<Item = Split<'d>> + use<'d> {
    let spec = object.get("spec");
    let scale = Scale::Whole {
        min: 0,
        max: i32::MAX.into(),
    };
    ISTIO_PROTOCOLS
        .into_iter()
        .flat_map(move |protocol| spec.get(protocol).items())
        .map(move |rule| Split::of_list(rule.get("route"), "weight", scale, 0))
}

/// The settings of load balancing by locality of a DestinationRule, wherever a policy may have them.
pub fn localities<'d>(object: &Object<'d>) -> impl Iterator<Item = Field<'d>> + use<'d> {
    let spec = object.get("spec");
    let subsets = spec.get("subsets").items();
    std::iter::once(spec)
        .chain(subsets)
        .map(|holder| holder.get("trafficPolicy"))
        .flat_map(|policy| std::iter::once(policy).chain(policy.get("portLevelSettings").items()))
        .map(|policy| policy.at(&["loadBalancer", "localityLbSetting"]))
}

/// The maps from locality to share of a DestinationRule.
pub fn distributions<'d>(object: &Object<'d>) -> impl Iterator<Item = Split<'d>> + use<'d> {
    localities(object)
        .flat_map(|setting| setting.get("distribute").items())
        .map(|distribution| Split::of_map(distribution.get("to"), Scale::Whole { min: 1, max: 100 }))
}

/// The rules of a route of the Gateway API.
pub fn gateway_rules<'d>(object: &Object<'d>) -> impl Iterator<Item = Field<'d>> + use<'d> {
    object.get("spec").get("rules").items()
}

/// The lists of backends of a route of the Gateway API.
pub fn gateway<'d>(object: &Object<'d>) -> impl Iterator<Item = Split<'d>> + use<'d> {
    let scale = Scale::Whole { min: 0, max: 1_000_000 };
    gateway_rules(object).map(move |rule| Split::of_list(rule.get("backendRefs"), "weight", scale, 1))
}

/// The traffic of a Knative Service or Route.
pub fn knative<'d>(object: &Object<'d>) -> Split<'d> {
    Split::of_list(object.get("spec").get("traffic"), "percent", Scale::PERCENT, 0)
}

/// Whether a Knative Service is one of Cloud Run, as its metadata tells.
pub fn is_cloud_run(object: &Object<'_>) -> bool {
    let meta = object.get("metadata");
    let template = object.get("spec").at(&["template", "metadata"]);
    let of_run = |key: &str| key.starts_with("run.googleapis.com/");
    let has = |field: Field<'_>| field.entries().any(|entry| of_run(entry.key));
    has(meta.get("annotations"))
        || has(meta.get("labels"))
        || has(template.get("annotations"))
        || meta.get("labels").get("cloud.googleapis.com/location").is_written()
}

/// The backends of an SMI TrafficSplit.
pub fn smi<'d>(object: &Object<'d>) -> Split<'d> {
    let scale = Scale::Whole { min: 0, max: i64::MAX };
    Split::of_list(object.get("spec").get("backends"), "weight", scale, 0)
}

/// The canary strategy of a Rollout.
pub fn canary<'d>(object: &Object<'d>) -> Field<'d> {
    object.get("spec").at(&["strategy", "canary"])
}

/// The steps of a Rollout.
pub fn steps<'d>(object: &Object<'d>) -> impl DoubleEndedIterator<Item = Field<'d>> + use<'d> {
    canary(object).get("steps").items()
}

/// The scale of a Rollout's weights; none where its end is wrong.
pub fn rollout_scale(object: &Object<'_>) -> Option<Scale> {
    let max = canary(object).at(&["trafficRouting", "maxTrafficWeight"]).int_or(100)?;
    Some(Scale::Whole { min: 0, max })
}

/// The canary of an Ingress for ingress-nginx, which is set by annotations.
pub struct NginxCanary<'d> {
    /// `canary`, which turns it on.
    pub switch: Field<'d>,
    /// `canary-weight`.
    pub weight: Field<'d>,
    /// `canary-weight-total`.
    pub total: Field<'d>,
    /// Every annotation that means nothing without the switch, as far as it is there.
    pub settings: Vec<Field<'d>>,
}

impl<'d> NginxCanary<'d> {
    /// The canary annotations of an Ingress.
    pub fn new(object: &Object<'d>) -> Self {
        let annotations = object.get("metadata").get("annotations");
        let own = |name: &str| name.starts_with("nginx.ingress.kubernetes.io/canary-");
        Self {
            switch: annotations.get("nginx.ingress.kubernetes.io/canary"),
            weight: annotations.get("nginx.ingress.kubernetes.io/canary-weight"),
            total: annotations.get("nginx.ingress.kubernetes.io/canary-weight-total"),
            settings: annotations
                .entries()
                .filter(|entry| own(entry.key))
                .map(|entry| entry.value)
                .collect(),
        }
    }

    /// Whether the canary is turned on, in any of the forms that Go takes for true.
    pub fn is_on(&self) -> bool {
        let on = ["1", "t", "T", "true", "TRUE", "True"];
        self.switch.str().is_some_and(|text| on.contains(&text))
    }
}

/// An alias of a function: the version it names, and those that get a share beside it.
pub struct Alias<'d> {
    /// The primary version.
    pub version: Field<'d>,
    /// The map or list of the others.
    pub split: Field<'d>,
    /// The others.
    pub additional: Vec<Additional<'d>>,
    /// Whether it stands in a template, where a text may be filled in later.
    pub template: bool,
}

/// A version beside the primary one.
#[derive(Clone, Copy)]
pub struct Additional<'d> {
    /// Its name, where it has one.
    pub name: &'d str,
    /// The name in the source.
    pub name_span: Span,
    /// Its share.
    pub weight: Field<'d>,
}

/// The properties of the resources of a type in a template.
fn resources<'d>(object: &Object<'d>, kind: &'static str) -> impl Iterator<Item = Field<'d>> + use<'d> {
    let resources = object.get("Resources").entries().map(|entry| entry.value);
    resources
        .filter(move |resource| resource.get("Type").str() == Some(kind))
        .map(|resource| resource.get("Properties"))
}

fn of_map(map: Field<'_>) -> Vec<Additional<'_>> {
    let entries = map.entries().map(|entry| Additional {
        name: entry.key,
        name_span: entry.key_span,
        weight: entry.value,
    });
    entries.collect()
}

/// The Lambda aliases of a request or template.
pub fn lambda<'d>(object: &Object<'d>) -> Vec<Alias<'d>> {
    let in_template = resources(object, cloud::lambda::ALIAS).map(|alias| {
        let split = alias.at(&["RoutingConfig", "AdditionalVersionWeights"]);
        let items = split.items().map(|item| {
            let version = item.get("FunctionVersion");
            Additional {
                name: version.str().unwrap_or_default(),
                name_span: version.span(),
                weight: item.get("FunctionWeight"),
            }
        });
        Alias {
            version: alias.get("FunctionVersion"),
            split,
            additional: items.collect(),
            template: true,
        }
    });
    let root = object.field();
    let split = root.at(&["RoutingConfig", "AdditionalVersionWeights"]);
    let request = Alias {
        version: root.get("FunctionVersion"),
        split,
        additional: of_map(split),
        template: false,
    };
    in_template.chain(std::iter::once(request)).collect()
}

/// The Function Compute aliases of a request.
pub fn fc<'d>(object: &Object<'d>) -> Alias<'d> {
    let split = object.get("additionalVersionWeight");
    Alias {
        version: object.get("versionId"),
        split,
        additional: of_map(split),
        template: false,
    }
}

/// The Function Compute aliases of a template.
pub fn ros<'d>(object: &Object<'d>) -> impl Iterator<Item = Alias<'d>> + use<'d> {
    resources(object, cloud::fc::ALIAS).map(|alias| {
        let additional = alias.get("AdditionalVersion");
        Alias {
            version: alias.get("VersionId"),
            split: additional,
            additional: vec![Additional {
                name: additional.str().unwrap_or_default(),
                name_span: additional.span(),
                weight: alias.get("AdditionalWeight"),
            }],
            template: true,
        }
    })
}

/// The operations that are Container Apps.
pub const CONTAINER_APPS: [&str; 2] = ["container-apps/app", "container-apps/template"];

/// The configurations of Container Apps.
pub fn container_apps<'d>(object: &Object<'d>) -> impl Iterator<Item = Field<'d>> + use<'d> {
    let root = object.field();
    let apps = root
        .get("resources")
        .items()
        .filter(|app| app.node().is_some_and(cloud::container_apps::is_app));
    std::iter::once(root)
        .chain(apps)
        .map(|app| app.at(&["properties", "configuration"]))
}

/// The traffic of Container Apps.
pub fn azure<'d>(object: &Object<'d>) -> impl Iterator<Item = Split<'d>> + use<'d> {
    container_apps(object).map(|app| Split::of_list(app.at(&["ingress", "traffic"]), "weight", Scale::PERCENT, 0))
}
