use crate::declare_rule;
use crate::diagnostic::Reason;
use crate::request::kubernetes::{Call, PatchType, Verb};
use crate::request::{Context, Parameter, Place, Request};
use crate::rule::Run;

declare_rule! {
    /// The parameters of a request have values that the server takes.
    ///
    /// ## What it does
    /// Checks, for the methods that use them: `dryRun` (`All` alone), `fieldManager` (at most 128 bytes, all of them printable,
    /// and needed to apply), `fieldValidation`, `force` (only to apply), `gracePeriodSeconds`, `propagationPolicy`,
    /// `orphanDependents`, `resourceVersion` and `export`. Parameters that a method does not use are ignored, as the server
    /// does. Those that ask for a dry run or a way to delete are ignored beside a body, too, and that is worth a warning.
    ///
    /// ## Why is this bad
    /// The server answers 400 or 422. An empty value is a value: `?dryRun=` is refused, and so is `?gracePeriodSeconds=`.
    ///
    /// ## Example
    /// ```http,bad
    /// DELETE {{server}}/apis/apps/v1/namespaces/default/deployments/web?dryRun=true&propagationPolicy=foreground
    /// ```
    /// Use instead:
    /// ```http,good
    /// DELETE {{server}}/apis/apps/v1/namespaces/default/deployments/web?dryRun=All&propagationPolicy=Foreground
    /// ```
    ///
    /// ## References
    /// - [Kubernetes API: common parameters](https://kubernetes.io/docs/reference/kubernetes-api/common-parameters/common-parameters/)
    id: "request/query",
    origin: Server,
    severity: Error,
    since: "0.1.0",
    run: Run::Request(&["kubernetes"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    let Some(call) = request.call() else { return };
    match call.verb {
        Verb::Create | Verb::Update => written(request, ctx),
        Verb::Patch => {
            written(request, ctx);
            patched(request, ctx);
        }
        Verb::Get => read(request, ctx),
        Verb::Delete | Verb::DeleteCollection if request.body.is_some() => ignored(request, ctx),
        Verb::Delete | Verb::DeleteCollection => deleted(request, call, ctx),
        Verb::List | Verb::Watch | Verb::Connect => {}
    }
}

fn written(request: &Request<'_>, ctx: &mut Context<'_>) {
    dry_run(request, ctx);
    if let Some((manager, text)) = known(request, "fieldManager") {
        if text.len() > 128 {
            let message = format!("{} bytes, at most 128 are allowed", text.len());
            ctx.error(Place::query(manager), Reason::FieldValueTooLong, message);
        } else if let Some(odd) = text.chars().find(|&c| !is_printable(c)) {
            ctx.invalid(
                Place::query(manager),
                format!("the character {odd:?} cannot be printed"),
            );
        }
    }
    if let Some((validation, text)) = known(request, "fieldValidation")
        && !matches!(text, "" | "Ignore" | "Strict" | "Warn")
    {
        ctx.not_supported(Place::query(validation), text, &["Ignore", "Strict", "Warn"]);
    }
}

/// Letters, marks, numbers, signs and the plain blank.
fn is_printable(c: char) -> bool {
    let hidden = matches!(c,
        '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{e000}'..='\u{f8ff}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..);
    c == ' ' || !c.is_control() && !c.is_whitespace() && !hidden
}

fn patched(request: &Request<'_>, ctx: &mut Context<'_>) {
    let Some(patch) = PatchType::of(request.header("Content-Type")) else {
        return;
    };
    if patch != PatchType::Apply {
        if let Some(force) = request.parameter("force") {
            ctx.forbidden(Place::query(force), "only a patch that applies can be forced")
                .help("remove it: even false is refused");
        }
        return;
    }
    match request.parameter("fieldManager") {
        Some(manager) if manager.value.text.is_empty() => {
            ctx.required(Place::query(manager), "to apply, a field manager must be named");
        }
        Some(_) => {}
        None => {
            ctx.required(
                Place::missing_query(request, "fieldManager"),
                "to apply, a field manager must be named",
            )
            .help("add ?fieldManager=NAME");
        }
    }
}

fn read(request: &Request<'_>, ctx: &mut Context<'_>) {
    if let Some((version, text)) = known(request, "resourceVersion")
        && !text.is_empty()
        && !is_unsigned(text)
    {
        ctx.invalid(Place::query(version), format!("{text:?} is no resource version"));
    }
    if let Some((export, text)) = known(request, "export")
        && text != "0"
        && !text.eq_ignore_ascii_case("false")
    {
        ctx.invalid(Place::query(export), "objects are not exported any more");
    }
}

fn deleted(request: &Request<'_>, call: &Call, ctx: &mut Context<'_>) {
    dry_run(request, ctx);
    integer(request, "gracePeriodSeconds", ctx);
    let orphan = request.parameter("orphanDependents");
    let policy = known(request, "propagationPolicy");
    if let Some((policy, text)) = policy {
        if !POLICIES.contains(&text) {
            ctx.not_supported(Place::query(policy), text, &POLICIES);
        }
        if let Some(orphan) = orphan {
            ctx.invalid(Place::query(policy), "may not be set beside orphanDependents")
                .related(orphan.span, "the other of the two");
        }
    }
    let Some((potential, text)) = known(request, POTENTIAL) else {
        return;
    };
    if text == "0" || text.eq_ignore_ascii_case("false") {
        return;
    }
    let others = ["gracePeriodSeconds", "propagationPolicy", "orphanDependents"];
    let other = others.iter().find_map(|name| request.parameter(name));
    // Servers before 1.37 take no notice of it.
    if call.verb == Verb::DeleteCollection {
        ctx.warn(Place::query(potential), "only single objects can be deleted this way");
    } else if let Some(other) = other {
        ctx.warn(
            Place::query(potential),
            format!("may not be set beside {}", other.name.text),
        )
        .related(other.span, "the other of the two");
    }
}

const POTENTIAL: &str = "ignoreStoreReadErrorWithClusterBreakingPotential";

pub(super) const POLICIES: [&str; 3] = ["Foreground", "Background", "Orphan"];

/// Beside a body, the options in the query count for nothing.
fn ignored(request: &Request<'_>, ctx: &mut Context<'_>) {
    let Some(body) = request.body else { return };
    for name in ["dryRun", "gracePeriodSeconds", "propagationPolicy", "orphanDependents"] {
        if let Some(parameter) = request.parameter(name) {
            ctx.warn(
                Place::query(parameter),
                format!("{name} is ignored, for the request has a body"),
            )
            .help(if name == "dryRun" {
                "put it into the body: as it stands, the request really deletes"
            } else {
                "put it into the body"
            })
            .related(body.span(), "the body");
        }
    }
}

fn dry_run(request: &Request<'_>, ctx: &mut Context<'_>) {
    let all: Vec<_> = request.parameters("dryRun").collect();
    for one in all {
        if let Some(text) = one.value.known().filter(|text| *text != "All") {
            ctx.not_supported(Place::query(one), text, &["All"]);
        }
    }
}

/// The first parameter of a name, which is the one that counts, and its value.
pub(super) fn known<'r, 's>(request: &'r Request<'s>, name: &str) -> Option<(&'r Parameter<'s>, &'r str)> {
    let parameter = request.parameter(name)?;
    Some((parameter, parameter.value.known()?))
}

/// A parameter that is an integer, where it is there.
pub(super) fn integer(request: &Request<'_>, name: &str, ctx: &mut Context<'_>) -> Option<i64> {
    let (parameter, text) = known(request, name)?;
    let number = text.parse();
    if number.is_err() {
        let message = if text.is_empty() {
            format!("{name} has no value, and must be an integer")
        } else {
            format!("{text:?} is no integer of 64 bits")
        };
        ctx.invalid(Place::query(parameter), message);
    }
    number.ok()
}

pub(super) fn is_unsigned(text: &str) -> bool {
    !text.starts_with('+') && text.parse::<u64>().is_ok()
}
