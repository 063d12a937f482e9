use super::downward_api;
use crate::check::volume::{file, given};
use crate::check::{annotations, enums, name, quote, selector};
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Field, Pod, Volume};

declare_rule! {
    /// Volumes that put several sources into one folder.
    ///
    /// ## What it does
    /// Checks the sources of a `projected` volume: one type each; ConfigMaps and Secrets with their keys, paths and modes;
    /// fields of the pod; tokens that live at least ten minutes, and in a Pod only beside a service account; bundles of
    /// certificates chosen by name or by signer; certificates with a signer, a type of key and a file to write. No two
    /// sources may write the same file.
    ///
    /// ## Why is this bad
    /// The kubelet could not fill the folder, and the pod would not start.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   serviceAccountName: web
    ///   containers: [{name: web, image: web:1}]
    ///   volumes:
    ///   - name: all
    ///     projected:
    ///       sources:
    ///       - serviceAccountToken: {path: token, expirationSeconds: 60}
    ///       - secret: {name: web, items: [{key: a, path: key}]}
    ///       - configMap: {name: web, items: [{key: a, path: key}]}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   serviceAccountName: web
    ///   containers: [{name: web, image: web:1}]
    ///   volumes:
    ///   - name: all
    ///     projected:
    ///       sources:
    ///       - serviceAccountToken: {path: token, expirationSeconds: 3600}
    ///       - secret: {name: web, items: [{key: a, path: key}]}
    ///       - configMap: {name: web, items: [{key: a, path: conf}]}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/storage/projected-volumes/>
    id: "volume/projected", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["volumes"], check),
}

/// The types of a source, in the order in which the server looks for one whose owners of files to drop, as it does
/// where they are switched off. Those of the others stay, and are checked.
const TYPES: [&str; 6] = [
    "secret",
    "downwardAPI",
    "configMap",
    "serviceAccountToken",
    "clusterTrustBundle",
    "podCertificate",
];

const MIN_TOKEN_SECONDS: i64 = 600;
const MAX_TOKEN_SECONDS: i64 = 1 << 32;

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    super::each(pod, ctx, volume);
    let account = pod.spec.members(["serviceAccountName", "serviceAccount"]);
    if ctx.object().kind() != "Pod" || account.iter().any(|account| !account.is_empty()) {
        return;
    }
    super::each(pod, ctx, |volume, ctx| {
        for source in volume.field.get("projected").get("sources").items() {
            let token = source.get("serviceAccountToken");
            if token.is_set() {
                ctx.forbidden(token, "a pod without serviceAccountName has no token")
                    .at(token.key_span())
                    .help("set spec.serviceAccountName");
            }
        }
    });
}

pub(super) fn volume(volume: &Volume<'_>, ctx: &mut Context<'_>) {
    let Some(("projected", source)) = volume.source else {
        return;
    };
    file::mode(source.get("defaultMode"), ctx);
    let mut paths = Paths {
        volume: source,
        seen: Vec::new(),
        reported: false,
    };
    for one in source.get("sources").items() {
        check_source(source, one, &mut paths, ctx);
    }
}

/// The files that the sources write. Tokens are not among them, for all that the server cares.
struct Paths<'d> {
    volume: Field<'d>,
    seen: Vec<(&'d str, Field<'d>)>,
    reported: bool,
}

impl<'d> Paths<'d> {
    fn add(&mut self, path: Field<'d>, ctx: &mut Context<'_>) {
        let Some(text) = path.str().filter(|text| !text.is_empty()) else {
            return;
        };
        match self.seen.iter().find(|(other, _)| *other == text) {
            // The server reports all at the volume.
            Some((_, other)) if !self.reported => {
                self.reported = true;
                ctx.invalid(self.volume, format!("the path {} is written twice", quote(text)))
                    .at(path.span())
                    .related(other.span(), "the first file of this path");
            }
            Some(_) => {}
            None => self.seen.push((text, path)),
        }
    }

    fn add_items(&mut self, source: Field<'d>, ctx: &mut Context<'_>) {
        for item in source.get("items").items() {
            self.add(item.get("path"), ctx);
        }
    }
}

fn check_source<'d>(volume: Field<'d>, source: Field<'d>, paths: &mut Paths<'d>, ctx: &mut Context<'_>) {
    let set: Vec<_> = TYPES
        .into_iter()
        .map(|name| (name, source.get(name)))
        .filter(|(_, one)| one.is_set())
        .collect();
    for (index, &(name, one)) in set.iter().enumerate() {
        let with_users = index > 0;
        match name {
            "secret" | "configMap" => {
                given(one.get("name"), ctx);
                file::items(one.get("items"), with_users, ctx);
                paths.add_items(one, ctx);
            }
            "downwardAPI" => {
                downward_api::items(one, with_users, ctx);
                paths.add_items(one, ctx);
            }
            "serviceAccountToken" => check_token(volume, one, ctx),
            "clusterTrustBundle" => {
                check_bundle(one, ctx);
                paths.add(one.get("path"), ctx);
            }
            _ => check_certificate(one, paths, ctx),
        }
        if with_users && one.get("user").is_set() {
            file::user(one.get("user"), ctx);
        }
    }
    if let [(first, other), (second, one), ..] = set[..] {
        ctx.forbidden(source, format!("a source has one type, not both {first} and {second}"))
            .at(one.key_span())
            .related(other.key_span(), "the other type")
            .help("write one item of the list for each");
    }
}

fn check_token(volume: Field<'_>, token: Field<'_>, ctx: &mut Context<'_>) {
    let seconds = token.get("expirationSeconds");
    if let Some(value) = seconds.int() {
        if value < MIN_TOKEN_SECONDS {
            ctx.invalid(seconds, format!("{value} seconds are less than ten minutes"))
                .help(format!("give at least {MIN_TOKEN_SECONDS}"));
        } else if value > MAX_TOKEN_SECONDS {
            ctx.invalid(seconds, format!("{value} is above {MAX_TOKEN_SECONDS}"));
        }
    }
    let count = ctx.count();
    file::path(token.get("path"), ctx);
    if ctx.count() > count {
        let path = volume.get("path").path(ctx.object());
        ctx.set_path_since(count, &path);
    }
}

fn check_bundle(bundle: Field<'_>, ctx: &mut Context<'_>) {
    let [name, signer, labels] = bundle.members(["name", "signerName", "labelSelector"]);
    if name.is_set() && signer.is_set() {
        ctx.invalid(bundle, "may not have both name and signerName")
            .at(signer.key_span())
            .related(name.key_span(), "the name");
    } else if name.is_set() {
        check_bundle_name(name, ctx);
        if labels.is_set() {
            ctx.invalid(labels, "may not stand beside name")
                .at(labels.key_span())
                .related(name.key_span(), "the name");
        }
    } else if signer.is_set() {
        check_signer(signer, ctx);
        selector::label_selector(labels, ctx);
    } else if name.is_absent() {
        ctx.required(bundle, "must have name or signerName");
    }
    file::path(bundle.get("path"), ctx);
}

/// A name is a DNS subdomain, after a signer's name with ':' for '/' and another ':' if the bundle is that of a signer.
fn check_bundle_name(field: Field<'_>, ctx: &mut Context<'_>) {
    let Some(text) = field.str() else { return };
    if text.is_empty() {
        ctx.required(field, "may not be empty");
        ctx.invalid(field, "\"\" is not a name");
        return;
    }
    let wrong = match text.rsplit_once(':') {
        None => name::dns1123_subdomain(text),
        Some(("", _)) => Some("has no signer before the ':'".to_owned()),
        Some((signer, _)) if signer.contains('/') => Some("has a '/' where a ':' must stand".to_owned()),
        Some((_, rest)) => name::dns1123_subdomain(rest),
    };
    if let Some(wrong) = wrong {
        ctx.invalid(field, format!("{} {wrong}", quote(text)));
    }
}

fn check_signer(signer: Field<'_>, ctx: &mut Context<'_>) {
    name::check_required(signer, ctx, name::signer);
}

fn check_certificate<'d>(certificate: Field<'d>, paths: &mut Paths<'d>, ctx: &mut Context<'_>) {
    let signer = certificate.get("signerName");
    check_signer(signer, ctx);
    enums::check_or_empty(
        certificate.get("keyType"),
        ctx,
        &["RSA3072", "RSA4096", "ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519"],
    );
    // Signers of Kubernetes itself sign for a day.
    let max = if signer.str().is_some_and(|text| text.starts_with("kubernetes.io/")) {
        86_400
    } else {
        7_862_400
    };
    let seconds = certificate.get("maxExpirationSeconds");
    if let Some(value) = seconds.int()
        && !(3600..=max).contains(&value)
    {
        ctx.invalid(seconds, format!("{value} is not from 3600 to {max}"));
    }
    let files = certificate.members(["credentialBundlePath", "keyPath", "certificateChainPath"]);
    for path in files {
        if !path.is_empty() {
            file::optional_path(path, ctx);
            paths.add(path, ctx);
        }
    }
    if files.iter().all(|path| path.is_empty()) {
        ctx.required(
            certificate,
            "must have a credentialBundlePath, a keyPath or a certificateChainPath",
        );
    }
    check_user_annotations(certificate.get("userAnnotations"), ctx);
}

fn check_user_annotations(map: Field<'_>, ctx: &mut Context<'_>) {
    let mut bytes = 0;
    for entry in map.entries() {
        if entry.key.is_empty() {
            ctx.required(map, "a key may not be empty").at(entry.key_span);
        } else if let Some(wrong) =
            annotations::key(entry.key).or_else(|| name::domain_prefixed_key(&entry.key.to_lowercase()))
        {
            ctx.invalid(map, format!("the key {} {wrong}", quote(entry.key)))
                .at(entry.key_span);
        }
        bytes += entry.key.len() + entry.value.str().map_or(0, str::len);
    }
    if bytes > annotations::MAX_BYTES {
        ctx.too_long(map, annotations::MAX_BYTES).at(map.key_span());
    }
}
