use crate::declare_rule;
use crate::diagnostic::{Reason, Severity};
use crate::request::{Context, Place, Request};
use crate::rule::Run;
use crate::view::image::PARAMETERS;
use crate::yaml::Kind;

declare_rule! {
    /// A filter that is no text.
    ///
    /// ## What it does
    /// Checks the `query` of a request that is written as an object: values are texts. A number as a size is only worth
    /// knowing.
    ///
    /// ## Why is this bad
    /// Every filter is a text, in the reference as in the URL.
    ///
    /// ## Example
    /// ```yaml,bad
    /// method: GET
    /// path: /v1.1/images/detail
    /// query:
    ///   status: [active, queued]
    /// ```
    /// ```yaml,good
    /// method: GET
    /// path: /v1.1/images/detail
    /// query:
    ///   status: active
    ///   size_min: "1048576"
    /// ```
    ///
    /// ## References
    /// - Image Management Service API reference, images with details (v1.1): <https://support.huaweicloud.com/intl/en-us/ims/index.html>
    id: "image/value-type", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Request(&["ims"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    let Some(query) = request.object.and_then(|object| object.get("query")) else {
        return;
    };
    for entry in query.live_entries().filter(|entry| PARAMETERS.contains(&entry.key)) {
        let place = Place::new(format!("query.{}", entry.key), entry.value.span());
        let is_size = entry.key.starts_with("size_");
        let kind = match entry.value.kind() {
            Kind::Str => continue,
            Kind::Int(_) | Kind::UInt(_) | Kind::Float(_) if is_size => {
                ctx.advise(place, "a number where a text is wanted")
                    .help(format!("write \"{}\"", entry.value.scalar()))
                    .severity = Severity::Info;
                continue;
            }
            Kind::Null => "null",
            Kind::Bool(_) => "a boolean",
            Kind::Int(_) | Kind::UInt(_) | Kind::Float(_) => "a number",
            Kind::Seq => "a list",
            Kind::Map => "a map",
        };
        ctx.error(
            place,
            Reason::FieldValueTypeInvalid,
            format!("{kind} where a text is wanted"),
        );
    }
}
