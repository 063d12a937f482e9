//! Which request asks for what: the path templates of the cloud services. Those of Kubernetes follow from its types.

use super::Part;

/// The requests of one service.
#[derive(Debug)]
pub struct Service {
    /// Its name, for [`crate::rule::Run::Request`].
    pub name: &'static str,
    /// How the paths begin that are this service's.
    pub prefix: &'static str,
    /// What the body of a bad answer is, as in [`crate::cloud::operations`].
    pub error: Option<&'static str>,
    /// What can be asked for.
    pub routes: &'static [Route],
}

/// One operation: a method and a path template. Bodies are named as in [`crate::cloud::operations`].
#[derive(Debug)]
pub struct Route {
    /// Its name.
    pub id: &'static str,
    /// The method.
    pub method: &'static str,
    /// The path, with names in braces.
    pub template: &'static str,
    /// What the body is.
    pub body: Option<&'static str>,
    /// What the body of a good answer is.
    pub answer: Option<&'static str>,
}

/// The services.
pub static SERVICES: &[Service] = &[
    Service {
        name: "functiongraph",
        prefix: "/v2/{project_id}/fgs/functions/{function_urn}/aliases",
        error: Some("functiongraph/error"),
        routes: &[
            Route {
                id: "functiongraph/create-version-alias",
                method: "POST",
                template: "/v2/{project_id}/fgs/functions/{function_urn}/aliases",
                body: Some("functiongraph/create-version-alias"),
                answer: Some("functiongraph/version-alias"),
            },
            Route {
                id: "functiongraph/list-version-aliases",
                method: "GET",
                template: "/v2/{project_id}/fgs/functions/{function_urn}/aliases",
                body: None,
                answer: Some("functiongraph/list-version-aliases"),
            },
            Route {
                id: "functiongraph/update-version-alias",
                method: "PUT",
                template: "/v2/{project_id}/fgs/functions/{function_urn}/aliases/{alias_name}",
                body: Some("functiongraph/update-version-alias"),
                answer: Some("functiongraph/version-alias"),
            },
            Route {
                id: "functiongraph/show-version-alias",
                method: "GET",
                template: "/v2/{project_id}/fgs/functions/{function_urn}/aliases/{alias_name}",
                body: None,
                answer: Some("functiongraph/version-alias"),
            },
            Route {
                id: "functiongraph/delete-version-alias",
                method: "DELETE",
                template: "/v2/{project_id}/fgs/functions/{function_urn}/aliases/{alias_name}",
                body: None,
                answer: None,
            },
        ],
    },
    Service {
        name: "codearts",
        prefix: "/v5/{project_id}/api/pipelines/{pipeline_id}/pipeline-runs/detail",
        error: Some("codearts/error"),
        routes: &[Route {
            id: "codearts/show-pipeline-run-detail",
            method: "GET",
            template: "/v5/{project_id}/api/pipelines/{pipeline_id}/pipeline-runs/detail",
            body: None,
            answer: Some("codearts/show-pipeline-run-detail"),
        }],
    },
    Service {
        name: "ims",
        prefix: "/v1.1/images/detail",
        error: Some("ims/error"),
        routes: &[Route {
            id: "ims/list-image-details",
            method: "GET",
            template: "/v1.1/images/detail",
            body: None,
            answer: Some("ims/list-image-details"),
        }],
    },
    Service {
        name: "lambda",
        prefix: "/2015-03-31/functions/{FunctionName}/aliases",
        error: None,
        routes: &[
            Route {
                id: "lambda/create-alias",
                method: "POST",
                template: "/2015-03-31/functions/{FunctionName}/aliases",
                body: Some("lambda/create-alias"),
                answer: None,
            },
            Route {
                id: "lambda/list-aliases",
                method: "GET",
                template: "/2015-03-31/functions/{FunctionName}/aliases",
                body: None,
                answer: None,
            },
            Route {
                id: "lambda/update-alias",
                method: "PUT",
                template: "/2015-03-31/functions/{FunctionName}/aliases/{Name}",
                body: Some("lambda/update-alias"),
                answer: None,
            },
            Route {
                id: "lambda/get-alias",
                method: "GET",
                template: "/2015-03-31/functions/{FunctionName}/aliases/{Name}",
                body: None,
                answer: None,
            },
            Route {
                id: "lambda/delete-alias",
                method: "DELETE",
                template: "/2015-03-31/functions/{FunctionName}/aliases/{Name}",
                body: None,
                answer: None,
            },
        ],
    },
    Service {
        name: "fc",
        prefix: "/2023-03-30/functions/{functionName}/aliases",
        error: None,
        routes: &[
            Route {
                id: "fc/create-alias",
                method: "POST",
                template: "/2023-03-30/functions/{functionName}/aliases",
                body: Some("fc/create-alias"),
                answer: None,
            },
            Route {
                id: "fc/list-aliases",
                method: "GET",
                template: "/2023-03-30/functions/{functionName}/aliases",
                body: None,
                answer: None,
            },
            Route {
                id: "fc/update-alias",
                method: "PUT",
                template: "/2023-03-30/functions/{functionName}/aliases/{aliasName}",
                body: Some("fc/update-alias"),
                answer: None,
            },
            Route {
                id: "fc/get-alias",
                method: "GET",
                template: "/2023-03-30/functions/{functionName}/aliases/{aliasName}",
                body: None,
                answer: None,
            },
            Route {
                id: "fc/delete-alias",
                method: "DELETE",
                template: "/2023-03-30/functions/{functionName}/aliases/{aliasName}",
                body: None,
                answer: None,
            },
        ],
    },
    Service {
        name: "fc",
        prefix: "/2021-04-06/services/{serviceName}/aliases",
        error: None,
        routes: &[
            Route {
                id: "fc/create-alias",
                method: "POST",
                template: "/2021-04-06/services/{serviceName}/aliases",
                body: Some("fc/create-alias"),
                answer: None,
            },
            Route {
                id: "fc/list-aliases",
                method: "GET",
                template: "/2021-04-06/services/{serviceName}/aliases",
                body: None,
                answer: None,
            },
            Route {
                id: "fc/update-alias",
                method: "PUT",
                template: "/2021-04-06/services/{serviceName}/aliases/{aliasName}",
                body: Some("fc/update-alias"),
                answer: None,
            },
            Route {
                id: "fc/get-alias",
                method: "GET",
                template: "/2021-04-06/services/{serviceName}/aliases/{aliasName}",
                body: None,
                answer: None,
            },
            Route {
                id: "fc/delete-alias",
                method: "DELETE",
                template: "/2021-04-06/services/{serviceName}/aliases/{aliasName}",
                body: None,
                answer: None,
            },
        ],
    },
];

/// The segments of a template: the name in the braces, or none for fixed text.
pub(super) fn names(template: &'static str) -> impl Iterator<Item = Option<&'static str>> {
    segments(template).map(|one| one.strip_prefix('{').and_then(|one| one.strip_suffix('}')))
}

fn segments(template: &'static str) -> impl Iterator<Item = &'static str> {
    template.split('/').skip(1)
}

/// How many segments `path` has in common with `template`; none where it has another.
fn begins(template: &'static str, path: &[Part<'_>]) -> Option<usize> {
    let mut path = path.iter();
    let mut count = 0;
    for segment in segments(template) {
        let text = &path.next()?.text;
        if !(segment.starts_with('{') || segment == text) {
            return None;
        }
        count += 1;
    }
    Some(count)
}

/// The service of a path.
pub(super) fn service(path: &[Part<'_>]) -> Option<&'static Service> {
    SERVICES.iter().find(|service| begins(service.prefix, path).is_some())
}

impl Service {
    /// The operation of a method and a path, with or without a slash at its end.
    pub(super) fn route(&self, method: &str, path: &[Part<'_>]) -> Option<&'static Route> {
        let path = match path {
            [whole @ .., last] if last.text.is_empty() => whole,
            whole => whole,
        };
        let mut routes = self.routes.iter();
        routes.find(|route| route.method == method && begins(route.template, path) == Some(path.len()))
    }

    /// The methods with which a path asks for something.
    pub fn methods(&self, path: &[Part<'_>]) -> Vec<&'static str> {
        let routes = self.routes.iter();
        let known = routes.filter(|route| begins(route.template, path) == Some(path.len()));
        known.map(|route| route.method).collect()
    }
}
