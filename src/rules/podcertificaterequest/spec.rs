use crate::check::{base64, int, name, x509};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The signer, the pod and the key of a PodCertificateRequest.
    ///
    /// ## What it does
    /// Checks the signer, the names and UIDs of pod, service account and node, the life time (one hour to 91 days), that
    /// there is either a request or a public key with its proof, and the keys of annotations for the signer.
    ///
    /// ## Why is this bad
    /// No signer could tell for whom the certificate is.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: certificates.k8s.io/v1
    /// kind: PodCertificateRequest
    /// metadata: {name: web, namespace: shop}
    /// spec:
    ///   signerName: ca
    ///   podName: web
    ///   podUID: 1b2a1136-a4af-534c-1f23-842a99fa8e78
    ///   serviceAccountName: default
    ///   serviceAccountUID: ""
    ///   nodeName: node-1
    ///   nodeUID: 8e0e284f-9714-0109-093b-546ac486d766
    ///   maxExpirationSeconds: 60
    /// ```
    /// ```yaml,good
    /// apiVersion: certificates.k8s.io/v1
    /// kind: PodCertificateRequest
    /// metadata: {name: web, namespace: shop}
    /// spec:
    ///   signerName: example.com/ca
    ///   podName: web
    ///   podUID: 1b2a1136-a4af-534c-1f23-842a99fa8e78
    ///   serviceAccountName: default
    ///   serviceAccountUID: 0dfa7d2e-ff75-ae4e-361b-08b2b9f8612d
    ///   nodeName: node-1
    ///   nodeUID: 8e0e284f-9714-0109-093b-546ac486d766
    ///   maxExpirationSeconds: 86400
    ///   stubPKCS10Request: MIG7MGICAQAwADBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABBMsW1iKmQVXvQsmALw+ZF6zbWCFn/8D0HzcwCI+JgFiEldk1f1vHHGC4gwMcSYtD33qW/945umahR/Xq8+Jq4mgADAKBggqhkjOPQQDAgNJADBGAiEA6pBqzxiO3kJpftvkb1TpYrDP5DxLErii5U2K3fDEe/ICIQCdPKtdhwlOQ/PKPg400p9AT/ycuwI3hTE/EY/aliUXWg==
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#pod-certificate-requests>
    id: "podcertificaterequest/spec", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["PodCertificateRequest.certificates.k8s.io"], check),
}

const MAX_UID: usize = 128;
const LIFE: std::ops::RangeInclusive<i64> = 3600..=7_862_400;

fn check(request: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = request.get("spec");
    name::check_required(spec.get("signerName"), ctx, name::signer);
    for part in ["podName", "serviceAccountName", "nodeName"] {
        name::check_item(spec.get(part), ctx, name::dns1123_subdomain);
    }
    for part in ["podUID", "serviceAccountUID", "nodeUID"] {
        check_uid(spec.get(part), ctx);
    }
    int::in_range(spec.get("maxExpirationSeconds"), ctx, LIFE);
    check_key(spec, ctx);
    let annotations = spec.get("unverifiedUserAnnotations");
    for entry in annotations.entries() {
        if let Some(wrong) = name::domain_prefixed_key(entry.key) {
            ctx.invalid(annotations, format!("the key {:?} {wrong}", entry.key))
                .at(entry.key_span);
        }
    }
}

fn check_uid(uid: Field<'_>, ctx: &mut Context<'_>) {
    match uid.str_or("") {
        Some("") => {
            ctx.invalid(uid, "may not be empty");
        }
        Some(text) if text.len() > MAX_UID => {
            ctx.too_long(uid, MAX_UID);
        }
        _ => {}
    }
}

fn check_key(spec: Field<'_>, ctx: &mut Context<'_>) {
    let [stub, key, proof] = spec.members(["stubPKCS10Request", "pkixPublicKey", "proofOfPossession"]);
    let (request, pair) = (!stub.is_empty(), !key.is_empty() && !proof.is_empty());
    if request == pair || request && !(key.is_empty() && proof.is_empty()) {
        ctx.invalid(
            spec,
            "needs either stubPKCS10Request, or pkixPublicKey with proofOfPossession",
        );
    } else if request
        && let Some(text) = stub.str()
        && let Some(der) = base64::decode(text)
        && !x509::is_signed(&der)
    {
        ctx.invalid(stub, "does not hold a certificate request");
    }
}
