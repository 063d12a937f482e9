use super::query::POLICIES;
use crate::declare_rule;
use crate::diagnostic::{Reason, Severity};
use crate::request::kubernetes::{Call, Verb};
use crate::request::{Context, Request};
use crate::rule::Run;
use crate::schema::{self, GroupVersionKind, Step, Type};
use crate::view::Field;

declare_rule! {
    /// The body of a deletion holds options that the server takes.
    ///
    /// ## What it does
    /// Checks the DeleteOptions in the body of a DELETE, and those of an Eviction: types, `propagationPolicy`, `dryRun`,
    /// `orphanDependents` and what may not stand beside what. As the server does, it takes no offence at unknown fields, at a
    /// missing kind or at another API version.
    ///
    /// ## Why is this bad
    /// The server answers 400 or 422. An empty policy is refused, and so is any body of another kind.
    ///
    /// ## Example
    /// ```http,bad
    /// DELETE {{server}}/apis/apps/v1/namespaces/default/deployments/web
    /// Content-Type: application/json
    ///
    /// {"kind": "DeleteOptions", "apiVersion": "v1", "propagationPolicy": "foreground", "gracePeriodSeconds": "5"}
    /// ```
    /// Use instead:
    /// ```http,good
    /// DELETE {{server}}/apis/apps/v1/namespaces/default/deployments/web
    /// Content-Type: application/json
    ///
    /// {"kind": "DeleteOptions", "apiVersion": "v1", "propagationPolicy": "Foreground", "gracePeriodSeconds": 5}
    /// ```
    ///
    /// ## References
    /// - [Kubernetes API: DeleteOptions](https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/delete-options/)
    id: "request/delete-options",
    origin: Server,
    severity: Error,
    since: "0.1.0",
    run: Run::Request(&["kubernetes"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    let Some(call) = request.call() else { return };
    let Some(body) = ctx.body() else { return };
    match call.verb {
        Verb::Create if call.below == "eviction" => options(body.get("deleteOptions"), call, ctx),
        Verb::Delete | Verb::DeleteCollection if body.is_set() => {
            if body.node().is_some_and(|node| node.kind() != crate::yaml::Kind::Map) {
                ctx.field(body, Reason::FieldValueTypeInvalid, "DeleteOptions are an object");
                return;
            }
            named(body, ctx);
            if let Some(schema) = schema() {
                ctx.decode(body, schema);
            }
            options(body, call, ctx);
        }
        _ => {}
    }
}

/// The type, which the tables have inside that of evictions.
fn schema() -> Option<Type> {
    let eviction = schema::lookup(GroupVersionKind::parse("policy/v1", "Eviction"))?;
    match eviction.child("deleteOptions")? {
        Step::Field(schema) => Some(schema),
        Step::Value(_) => None,
    }
}

fn named(body: Field<'_>, ctx: &mut Context<'_>) {
    let kind = body.get("kind");
    if let Some(text) = kind.str().filter(|text| !matches!(*text, "" | "DeleteOptions")) {
        ctx.field(
            kind,
            Reason::UnknownKind,
            format!("{text:?} where DeleteOptions are wanted"),
        );
    }
    let version = body.get("apiVersion");
    if let Some(text) = version.str().filter(|text| text.matches('/').count() > 1) {
        ctx.field(
            version,
            Reason::UnknownKind,
            format!("{text:?} is no group and version"),
        );
    }
}

fn options(options: Field<'_>, call: &Call, ctx: &mut Context<'_>) {
    for one in options.get("dryRun").items() {
        if let Some(text) = one.str().filter(|text| *text != "All") {
            ctx.field(
                one,
                Reason::FieldValueNotSupported,
                format!("unsupported value {text:?}"),
            )
            .help("supported values: \"All\"")
            .path("dryRun");
        }
    }
    let policy = options.get("propagationPolicy");
    let orphan = options.get("orphanDependents");
    if let Some(text) = policy.str() {
        if !POLICIES.contains(&text) {
            let near = crate::suggest::nearest(text, POLICIES.iter().copied());
            let help = near.map_or_else(
                || format!("supported values: {}", POLICIES.join(", ")),
                |near| format!("did you mean {near:?}?"),
            );
            ctx.field(
                policy,
                Reason::FieldValueNotSupported,
                format!("unsupported value {text:?}"),
            )
            .help(help)
            .path("propagationPolicy");
        }
        if orphan.is_set() {
            ctx.field(
                policy,
                Reason::FieldValueInvalid,
                "may not be set beside orphanDependents",
            )
            .related(orphan.span(), "the other of the two")
            .path("propagationPolicy");
        }
    }
    let potential = options.get("ignoreStoreReadErrorWithClusterBreakingPotential");
    if potential.bool() != Some(true) {
        return;
    }
    let beside = [
        "gracePeriodSeconds",
        "propagationPolicy",
        "orphanDependents",
        "preconditions",
    ];
    let message = if call.verb == Verb::DeleteCollection {
        "only single objects can be deleted this way".to_owned()
    } else if let Some(other) = beside.iter().find(|name| options.get(name).is_set()) {
        format!("may not be set beside {other}")
    } else {
        return;
    };
    // Servers before 1.37 take no notice of it.
    let found = ctx.field(potential, Reason::FieldValueInvalid, message);
    found.severity = Severity::Warning;
    found.path("ignoreStoreReadErrorWithClusterBreakingPotential");
}
