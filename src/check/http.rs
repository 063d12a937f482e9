//! What requests to cloud services have in common.

use crate::request::{Context, Place, Request};

/// Reports a request with headers of which none says whose it is: neither a token nor the signature of one.
pub fn check_authentication(request: &Request<'_>, ctx: &mut Context<'_>) {
    let has = |name: &str| request.header(name).is_some();
    if request.headers_written && !has("X-Auth-Token") && !has("Authorization") {
        ctx.advise(
            Place::missing_header(request, "X-Auth-Token"),
            "nothing says whose request it is",
        )
        .help("add X-Auth-Token with a token, or sign the request");
    }
}
