use crate::declare_rule;
use crate::rule::Run;

declare_rule! {
    /// An API version that servers have only when it is turned on.
    ///
    /// ## What it does
    /// Reports documents of alpha and beta versions that exist, but are off by default. The rest of the document is judged
    /// as if the version was served. Ignore this rule where the clusters meant have the version turned on.
    ///
    /// ## Why is this bad
    /// A server with default settings does not know the version and refuses the document as a whole. Alpha and beta
    /// versions also change and go between releases.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: resource.k8s.io/v1beta1
    /// kind: DeviceClass
    /// metadata: {name: gpus}
    /// spec: {}
    /// ```
    /// ```yaml,good
    /// apiVersion: resource.k8s.io/v1
    /// kind: DeviceClass
    /// metadata: {name: gpus}
    /// spec: {}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/using-api/#enabling-or-disabling>
    id: "schema/disabled-version", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Line,
}
