use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;
use crate::view::alias::{Urn, is_project, is_sample};

declare_rule! {
    /// A project id that is none, or not that of the function.
    ///
    /// ## What it does
    /// Checks that the project in the path has 32 letters and digits, and is the one in the URN of the function.
    ///
    /// ## Why is this bad
    /// The function is looked for in the project of the path.
    ///
    /// ## Example
    /// ```http,bad
    /// POST https://functiongraph.cn-north-4.example.com/v2/19b707e5400c98f27e4200abac1815f0/fgs/functions/urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders/aliases
    /// Content-Type: application/json
    /// X-Auth-Token: {{token}}
    ///
    /// {"name": "stable", "version": "v3"}
    /// ```
    /// ```http,good
    /// POST https://functiongraph.cn-north-4.example.com/v2/0f5181caba0024e72f89c0045e707b91/fgs/functions/urn:fss:cn-north-4:0f5181caba0024e72f89c0045e707b91:function:default:orders/aliases
    /// Content-Type: application/json
    /// X-Auth-Token: {{token}}
    ///
    /// {"name": "stable", "version": "v3"}
    /// ```
    ///
    /// ## References
    /// - FunctionGraph API reference and user guide, version aliases: <https://support.huaweicloud.com/intl/en-us/functiongraph/index.html>
    id: "alias/project-id", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Request(&["functiongraph"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    let Some(part) = request.argument("project_id").filter(|part| !is_sample(&part.text)) else {
        return;
    };
    let Some(project) = part.known() else { return };
    let place = Place::path("project_id", part);
    if !is_project(project) {
        ctx.invalid(place, format!("{project:?} is no project id"))
            .help("a project id has 32 letters and digits");
        return;
    }
    let Some(urn) = request.argument("function_urn") else {
        return;
    };
    let parsed = urn.known().and_then(|text| Urn::parse(text).ok());
    if let Some(other) = parsed.map(|urn| urn.project).filter(|other| *other != project) {
        ctx.invalid(place, format!("the function is in project {other}, not in {project}"))
            .related(urn.span, "the function")
            .help("let both name the same project");
    }
}
