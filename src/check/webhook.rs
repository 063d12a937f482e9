//! How the server reaches a webhook: admission webhooks and conversion webhooks alike.

use super::{int, name, quote};
use crate::rule::Context;
use crate::view::Field;

/// A URL or a service, exactly one of them.
pub fn client_config(config: Field<'_>, ctx: &mut Context<'_>) {
    let (url, service) = (config.get("url"), config.get("service"));
    if url.is_set() == service.is_set() {
        if !config.is_wrong() {
            ctx.required(config, "exactly one of url and service must be set");
        }
    } else if url.is_set() {
        check_url(url, ctx);
    } else {
        check_service(service, ctx);
    }
}

fn check_url(field: Field<'_>, ctx: &mut Context<'_>) {
    let Some(text) = field.str() else { return };
    match super::url::parse(text) {
        Err(fault) => {
            ctx.required(field, format!("{} {fault}", quote(text)))
                .help("write https://host/path");
        }
        Ok(url) => {
            let faults = [
                (!url.scheme.eq_ignore_ascii_case("https"), "the scheme must be https"),
                (url.host.is_empty(), "the host is missing"),
                (url.user.is_some(), "user names and passwords are not allowed"),
                (!url.fragment.is_empty(), "fragments are not allowed"),
                (!url.query.is_empty(), "queries are not allowed"),
            ];
            for (_, fault) in faults.into_iter().filter(|(wrong, _)| *wrong) {
                ctx.invalid(field, fault).help("write https://host/path");
            }
        }
    }
}

fn check_service(service: Field<'_>, ctx: &mut Context<'_>) {
    // The server's paths for these two are swapped.
    for (part, other) in [("name", "namespace"), ("namespace", "name")] {
        if service.get(part).is_empty() {
            let path = service.get(other).path(ctx.object());
            ctx.required(service.get(part), format!("the service needs its {part}"))
                .path(path);
        }
    }
    int::port(service.get("port"), ctx);
    let path = service.get("path");
    if let Some(text) = path.str()
        && let Some(fault) = path_fault(text)
    {
        ctx.invalid(path, format!("{} {fault}", quote(text)));
    }
}

fn path_fault(text: &str) -> Option<String> {
    if text.is_empty() || text == "/" {
        return None;
    }
    let Some(rest) = text.strip_prefix('/') else {
        return Some("does not start with /".to_owned());
    };
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    rest.split('/').find_map(|segment| {
        if segment.is_empty() {
            return Some("has an empty segment".to_owned());
        }
        name::dns1123_subdomain(segment).map(|fault| format!("has the segment {}, which {fault}", quote(segment)))
    })
}
