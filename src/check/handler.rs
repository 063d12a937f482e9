//! Handlers of probes and lifecycle hooks: a command, a request, a connection, a pause.

use super::{enums, int, name};
use crate::rule::Context;
use crate::view::Field;

const KINDS: [&str; 5] = ["exec", "httpGet", "tcpSocket", "grpc", "sleep"];

/// Checks that `field` holds exactly one handler, and that one. `grace` is the time a pause may last.
pub fn check(field: Field<'_>, grace: i64, ctx: &mut Context<'_>) {
    let handlers = field.members(KINDS);
    if handlers[0].is_wrong() {
        return;
    }
    let mut first: Option<Field<'_>> = None;
    for (kind, handler) in KINDS.into_iter().zip(handlers) {
        if handler.is_absent() {
            continue;
        }
        if let Some(first) = first {
            ctx.forbidden(handler, "there is a handler already, only one is allowed")
                .at(handler.key_span())
                .related(first.key_span(), "the other handler");
            continue;
        }
        first = Some(handler);
        match kind {
            "exec" => exec(handler, ctx),
            "httpGet" => http_get(handler, ctx),
            "tcpSocket" => port(handler.get("port"), ctx),
            "grpc" => grpc(handler, ctx),
            _ => sleep(handler, grace, ctx),
        }
    }
    if first.is_none() {
        ctx.required(field, "must have a handler")
            .at(field.key_span())
            .help("give one of exec, httpGet, tcpSocket; probes take grpc and hooks sleep as well");
    }
}

fn exec(handler: Field<'_>, ctx: &mut Context<'_>) {
    let command = handler.get("command");
    if command.is_empty() {
        ctx.required(command, "must be given");
    }
}

fn http_get(handler: Field<'_>, ctx: &mut Context<'_>) {
    let [number, scheme, headers] = handler.members(["port", "scheme", "httpHeaders"]);
    port(number, ctx);
    enums::check_non_empty(scheme, ctx, &["HTTP", "HTTPS"]);
    for header in headers.items() {
        let header_name = header.get("name");
        if let Some(text) = header_name.str_or("")
            && let Some(wrong) = name::http_header_name(text)
        {
            ctx.invalid(headers, format!("{text:?} {wrong}")).at(header_name.span());
        }
    }
}

/// A port by number, or by the name of one of the container's ports.
fn port(field: Field<'_>, ctx: &mut Context<'_>) {
    if let Some(text) = field.str() {
        if let Some(wrong) = name::port_name(text) {
            ctx.invalid(field, format!("{text:?} {wrong}"));
        }
    } else {
        number(field, ctx);
    }
}

fn number(field: Field<'_>, ctx: &mut Context<'_>) {
    if field.is_absent() {
        ctx.invalid(field, "a port from 1 to 65535 must be given");
    } else {
        int::port(field, ctx);
    }
}

fn grpc(handler: Field<'_>, ctx: &mut Context<'_>) {
    number(handler.get("port"), ctx);
}

fn sleep(handler: Field<'_>, grace: i64, ctx: &mut Context<'_>) {
    let Some(seconds) = handler.get("seconds").int_or(0) else {
        return;
    };
    if seconds < 0 || seconds > grace {
        ctx.invalid(
            handler,
            format!("{seconds} is not from 0 to {grace}, the grace period of the pod"),
        )
        .at(handler.get("seconds").span())
        .help("shorten the pause, or raise terminationGracePeriodSeconds");
    }
}
