use crate::check::{base64, name, quote, x509};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;

declare_rule! {
    /// The request, signer, usages and duration of a CertificateSigningRequest.
    ///
    /// ## What it does
    /// Checks that `spec.request` holds a PEM block of a certificate request, that the signer is named by a domain
    /// and a path, that usages are known and stand once, and that the duration is at least ten minutes.
    ///
    /// ## Why is this bad
    /// No signer could act on the request otherwise.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: certificates.k8s.io/v1
    /// kind: CertificateSigningRequest
    /// metadata: {name: ann}
    /// spec:
    ///   request: YQ==
    ///   signerName: signer
    ///   usages: [client auth, client auth, clientAuth]
    ///   expirationSeconds: 599
    /// ```
    /// ```yaml,good
    /// apiVersion: certificates.k8s.io/v1
    /// kind: CertificateSigningRequest
    /// metadata: {name: ann}
    /// spec:
    ///   request: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIWU1IOENBUUF3SFRFTU1Bb0dBMVVFQ2d3RFpHVjJNUTB3Q3dZRFZRUUREQVJxWVc1bE1Ga3dFd1lIS29aSQp6ajBDQVFZSUtvWkl6ajBEQVFjRFFnQUVQWEtFQ0VtV08raTlmWlNxTStpMUZCc3dqY3hGV3VvKzVPZFVPeXVlCjBZMGRGSjV2VWZnSS9oNVdIWHZSbVlza2dhbGtrWlpnTWJXalM4YnBIbnFvTmFBQU1Bb0dDQ3FHU000OUJBTUMKQTBrQU1FWUNJUURIQXhSVERUY0djT3BUbklwQjR3U0lQekNpRUtDdWRMMGxnMk4yMHdUVjR3SWhBTmlZdDVYRwp2aDhVRHV4d0hvTm9WTnplczRoaW1BU0o2VkpDenNPVzRwWGUKLS0tLS1FTkQgQ0VSVElGSUNBVEUgUkVRVUVTVC0tLS0tCg==
    ///   signerName: example.com/signer
    ///   usages: [client auth, digital signature]
    ///   expirationSeconds: 600
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/>
    id: "certificatesigningrequest/spec", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["CertificateSigningRequest.certificates.k8s.io"], check),
}

const USAGES: [&str; 23] = [
    "any",
    "cert sign",
    "client auth",
    "code signing",
    "content commitment",
    "crl sign",
    "data encipherment",
    "decipher only",
    "digital signature",
    "email protection",
    "encipher only",
    "ipsec end system",
    "ipsec tunnel",
    "ipsec user",
    "key agreement",
    "key encipherment",
    "microsoft sgc",
    "netscape sgc",
    "ocsp signing",
    "s/mime",
    "server auth",
    "signing",
    "timestamping",
];

const MIN_SECONDS: i64 = 600;

fn check(request: &Object<'_>, ctx: &mut Context<'_>) {
    let spec = request.get("spec");
    let body = spec.get("request");
    if let Some(fault) = body
        .str_or("")
        .and_then(base64::decode)
        .as_deref()
        .and_then(request_fault)
    {
        ctx.invalid(body, fault);
    }
    check_signer(spec.get("signerName"), ctx);
    check_usages(spec.get("usages"), ctx);
    let seconds = spec.get("expirationSeconds");
    if let Some(value) = seconds.int().filter(|value| *value < MIN_SECONDS) {
        ctx.invalid(
            seconds,
            format!("{value} seconds are less than the ten minutes that a certificate lasts at least"),
        );
    }
}

fn check_usages(usages: Field<'_>, ctx: &mut Context<'_>) {
    if usages.is_empty() {
        ctx.required(usages, "at least one usage is needed");
    }
    let mut seen: Vec<&str> = Vec::new();
    for usage in usages.items() {
        let Some(text) = usage.str_or("") else { continue };
        if !USAGES.contains(&text) {
            ctx.not_supported(usage, text, &USAGES);
        }
        if seen.contains(&text) {
            ctx.duplicate(usage, text);
        }
        seen.push(text);
    }
}

fn check_signer(signer: Field<'_>, ctx: &mut Context<'_>) {
    match signer.str_or("") {
        Some("") => {
            ctx.required(signer, "a signer must be named");
        }
        Some("kubernetes.io/legacy-unknown") => {
            ctx.invalid(signer, "the legacy signer is not served by this version of the API");
        }
        Some(text) => {
            if let Some(fault) = name::signer(text) {
                ctx.invalid(signer, format!("{} {fault}", quote(text)));
            }
        }
        None => {}
    }
}

/// What is wrong with a PEM file that should hold a certificate request.
fn request_fault(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let Some(body) = x509::pem_blocks(&text, "CERTIFICATE REQUEST").next() else {
        return Some("is not a PEM block of type CERTIFICATE REQUEST".to_owned());
    };
    let der = base64::decode(body.trim())?;
    (!x509::is_signed(&der)).then(|| "the PEM block does not hold a certificate request".to_owned())
}
