use crate::check::{base64, name, x509};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};

declare_rule! {
    /// The signer and the certificates of a ClusterTrustBundle.
    ///
    /// ## What it does
    /// Checks that the signer, if any, is named by a domain and a name, and that the bundle holds at least one PEM block
    /// of type CERTIFICATE, and certificates in all of them.
    ///
    /// ## Why is this bad
    /// Pods that mount an empty bundle trust nobody.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: certificates.k8s.io/v1
    /// kind: ClusterTrustBundle
    /// metadata: {name: "example.com:ca:a"}
    /// spec: {signerName: example.com/ca, trustBundle: none}
    /// ```
    /// ```yaml,good
    /// apiVersion: certificates.k8s.io/v1
    /// kind: ClusterTrustBundle
    /// metadata: {name: "example.com:ca:a"}
    /// spec:
    ///   signerName: example.com/ca
    ///   trustBundle: |
    ///     -----BEGIN CERTIFICATE-----
    ///     MIIBbjCCARWgAwIBAgIUNyWEBV3pE2BZ1n1+lpUF/whgBvwwCgYIKoZIzj0EAwIw
    ///     DDEKMAgGA1UEAwwBeDAgFw0yNjExMjQxNTM4NTZaGA8yMTI2MTAzMTE1Mzg1Nlow
    ///     DDEKMAgGA1UEAwwBeDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABPCoDy1GmOqb
    ///     9fHn8GfERx3HN9gQrqlKrPqEiarUk2QaD5rvGa2f5d6VrGiNCnKPTLa8c6W/sCDH
    ///     ChwWRLks0vCjUzBRMB0GA1UdDgQWBBRKkvI1wK4cgXCmBGo3WKlCOh4gizAfBgNV
    ///     HSMEGDAWgBRKkvI1wK4cgXCmBGo3WKlCOh4gizAPBgNVHRMBAf8EBTADAQH/MAoG
    ///     CCqGSM49BAMCA0cAMEQCIFhZ9q4dmJKj9dXVDbIz3YFEyF9iz4cjYTpuy4bZmlve
    ///     AiAHV/IWr2BIg2jtyMwHtTkElwkJeWNV/aCGHpnyunLiLw==
    ///     -----END CERTIFICATE-----
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#cluster-trust-bundles>
    id: "clustertrustbundle/spec", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["ClusterTrustBundle.certificates.k8s.io"], check),
}

fn check(bundle: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = bundle.get("spec");
    name::check_non_empty(spec.get("signerName"), ctx, name::signer);
    let anchors = spec.get("trustBundle");
    let Some(text) = anchors.str_or("") else { return };
    let mut blocks = x509::pem_blocks(text, "CERTIFICATE").peekable();
    if blocks.peek().is_none() {
        ctx.invalid(anchors, "holds no PEM block of type CERTIFICATE");
    }
    let is_certificate = |body: &str| base64::decode(body.trim()).is_some_and(|der| x509::is_signed(&der));
    if !blocks.all(is_certificate) {
        ctx.invalid(anchors, "has a PEM block that does not hold a certificate");
    }
}
