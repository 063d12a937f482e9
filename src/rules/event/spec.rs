use crate::check::{name, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// What an Event says, and about what.
    ///
    /// ## What it does
    /// Checks that an event without a time stands in the namespace of its object, and one with a time about an object without a
    /// namespace in `default` or `kube-system`; for events of the current API, and older ones with an event time, also reporter, instance, action, reason, type, series and the length of the note, and
    /// that no deprecated field is set.
    ///
    /// ## Why is this bad
    /// Clients that write events by hand meet these limits first.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: events.k8s.io/v1
    /// kind: Event
    /// metadata: {name: web.1, namespace: default}
    /// reportingController: "bad name"
    /// regarding: {kind: Pod, name: web, namespace: other}
    /// type: Error
    /// series: {count: 1}
    /// deprecatedCount: 3
    /// ```
    /// ```yaml,good
    /// apiVersion: events.k8s.io/v1
    /// kind: Event
    /// metadata: {name: web.1, namespace: default}
    /// eventTime: "2024-01-01T00:00:00.000000Z"
    /// reportingController: example.com/ctrl
    /// reportingInstance: ctrl-0
    /// action: Binding
    /// reason: Scheduled
    /// type: Normal
    /// regarding: {kind: Pod, name: web, namespace: default}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/>
    id: "event/spec", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Event", "Event.events.k8s.io"], check),
}

const MAX_TEXT: usize = 128;
const MAX_NOTE: usize = 1024;

/// Names of the same fact in the two APIs; the server's paths use the older ones but for the reporter.
struct Names {
    object: &'static str,
    reporter: &'static str,
    note: &'static str,
}

const OLD: Names = Names {
    object: "involvedObject",
    reporter: "reportingComponent",
    note: "message",
};
const NEW: Names = Names {
    object: "regarding",
    reporter: "reportingController",
    note: "note",
};

fn check(event: &Object<'_>, ctx: &mut Context<'_>) {
    let new = event.group() == "events.k8s.io";
    let names = if new { NEW } else { OLD };
    let time = event.get("eventTime");
    check_namespace(event, event.get(names.object).get("namespace"), time.is_set(), ctx);
    if new && time.is_absent() {
        ctx.required(time, "an event needs its time");
    }
    if new || time.is_set() {
        check_text(event, &names, ctx);
    }
    if new {
        check_new(event, ctx);
    }
}

fn check_namespace(event: &Object<'_>, object: Field<'_>, timed: bool, ctx: &mut Context<'_>) {
    let own = event.get("metadata").get("namespace");
    let (Some(own_text), Some(text)) = (own.non_empty_or("default"), object.str_or("")) else {
        return;
    };
    // Of an event with a time the server asks only where it is when its object has no namespace.
    let agrees = match text {
        "" => own_text == "default" || timed && own_text == "kube-system",
        _ => timed || text == own_text,
    };
    if !agrees {
        ctx.invalid(object, format!("{} is not the namespace of the event", quote(text)))
            .related(own.span(), "the namespace of the event")
            .path("involvedObject.namespace");
    }
}

fn check_text(event: &Object<'_>, names: &Names, ctx: &mut Context<'_>) {
    let reporter = event.get(names.reporter);
    if reporter.is_empty() {
        ctx.required(reporter, "an event needs its reporter");
    }
    if let Some(text) = reporter.str_or("")
        && let Some(fault) = name::qualified_name(text)
    {
        ctx.invalid(reporter, format!("{} {fault}", quote(text)));
    }
    for field in event.field().members(["reportingInstance", "action", "reason"]) {
        if field.is_empty() {
            ctx.required(field, format!("an event needs its {}", field.name()));
        }
        at_most(field, MAX_TEXT, field.name(), ctx);
    }
    at_most(event.get(names.note), MAX_NOTE, OLD.note, ctx);
}

fn at_most(field: Field<'_>, max: usize, path: &str, ctx: &mut Context<'_>) {
    if let Some(text) = field.str().filter(|text| text.len() > max) {
        ctx.invalid(field, format!("{} bytes, at most {max} are allowed", text.len()))
            .path(path);
    }
}

fn check_new(event: &Object<'_>, ctx: &mut Context<'_>) {
    let series = event.get("series");
    if series.is_set() {
        let count = series.get("count");
        if let Some(value) = count.int_or(0).filter(|value| *value < 2) {
            ctx.invalid(count, format!("{value} is no series: at least 2"));
        }
        if series.get("lastObservedTime").is_absent() {
            ctx.required(
                series.get("lastObservedTime"),
                "a series needs the time it was last seen",
            );
        }
    }
    let kind = event.get("type");
    if let Some(text) = kind.str_or("").filter(|text| !matches!(*text, "Normal" | "Warning")) {
        ctx.invalid(kind, format!("{} is neither Normal nor Warning", quote(text)));
    }
    let deprecated = [
        ("deprecatedFirstTimestamp", "firstTimestamp"),
        ("deprecatedLastTimestamp", "lastTimestamp"),
        ("deprecatedCount", "count"),
        ("deprecatedSource", "source"),
    ];
    for (name, path) in deprecated {
        let field = event.get(name);
        let unset = match field.int() {
            Some(count) => count == 0,
            None => field.scalar().is_none() && field.entries().all(|entry| entry.value.is_empty()),
        };
        if field.is_set() && !unset {
            ctx.invalid(field, format!("{name} may not be set")).path(path);
        }
    }
}
