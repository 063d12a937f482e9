//! File systems and block devices in the network.

use crate::check::{int, quote, regex};
use crate::rule::Context;
use crate::view::Field;

/// An NFS export.
pub fn nfs(source: Field<'_>, ctx: &mut Context<'_>) {
    super::given(source.get("server"), ctx);
    let path = source.get("path");
    let Some(text) = path.str_or("") else { return };
    if text.is_empty() {
        ctx.required(path, "must be given");
    }
    if !text.starts_with('/') {
        ctx.invalid(path, format!("{} is not an absolute path", quote(text)))
            .help("the path is that of the export on the server and starts with '/'");
    }
}

/// A volume of Gluster, but for what only PersistentVolumes have.
pub fn glusterfs(source: Field<'_>, ctx: &mut Context<'_>) {
    super::given(source.get("endpoints"), ctx);
    super::given(source.get("path"), ctx);
}

/// A dataset of Flocker: named or given by id.
pub fn flocker(source: Field<'_>, ctx: &mut Context<'_>) {
    let (name, id) = (source.get("datasetName"), source.get("datasetUUID"));
    let (Some(name_text), Some(id_text)) = (name.str_or(""), id.str_or("")) else {
        return;
    };
    if name_text.is_empty() && id_text.is_empty() {
        ctx.required(source, "must have datasetName or datasetUUID");
    }
    if !name_text.is_empty() && !id_text.is_empty() {
        ctx.invalid(source, "may not have both datasetName and datasetUUID")
            .at(source.key_span())
            .related(name.key_span(), "the name")
            .related(id.key_span(), "the id");
    }
    if name_text.contains('/') {
        ctx.invalid(name, format!("{} may not hold '/'", quote(name_text)));
    }
}

/// A RADOS block device.
pub fn rbd(source: Field<'_>, ctx: &mut Context<'_>) {
    monitors(source, ctx);
    super::given(source.get("image"), ctx);
}

/// A Ceph file system.
pub fn cephfs(source: Field<'_>, ctx: &mut Context<'_>) {
    monitors(source, ctx);
}

fn monitors(source: Field<'_>, ctx: &mut Context<'_>) {
    let monitors = source.get("monitors");
    if monitors.is_empty() {
        ctx.required(monitors, "must name at least one monitor");
    }
}

/// A volume of Quobyte.
pub fn quobyte(source: Field<'_>, ctx: &mut Context<'_>) {
    const MAX_TENANT: usize = 64;
    let (registry, tenant) = (source.get("registry"), source.get("tenant"));
    let long_tenant = tenant.str().is_some_and(|text| text.len() > MAX_TENANT);
    match registry.str_or("") {
        Some("") => {
            ctx.required(registry, "must be given")
                .help("write host:port, or several such pairs with commas between");
        }
        Some(_) if long_tenant => {
            ctx.required(tenant, format!("may not have more than {MAX_TENANT} bytes"));
        }
        Some(text) if !text.split(',').all(is_host_and_port) => {
            ctx.invalid(registry, format!("{} is not a list of host:port", quote(text)));
        }
        _ => {}
    }
    super::given(source.get("volume"), ctx);
}

/// A host without a colon in it, or an address in brackets, and after a colon a port of any text.
fn is_host_and_port(text: &str) -> bool {
    let Some((host, port)) = text.rsplit_once(':') else {
        return false;
    };
    let (host, brackets) = match host.strip_prefix('[') {
        Some(rest) => match rest.strip_suffix(']') {
            Some(host) => (host, true),
            None => return false,
        },
        None => (host, false),
    };
    !host.contains(['[', ']']) && !port.contains(['[', ']']) && (brackets || !host.contains(':'))
}

/// An Azure file share, but for what only PersistentVolumes have.
pub fn azure_file(source: Field<'_>, ctx: &mut Context<'_>) {
    super::given(source.get("secretName"), ctx);
    super::given(source.get("shareName"), ctx);
}

/// A Fibre Channel device, found by its WWNs and unit number or by a WWID.
pub fn fibre_channel(source: Field<'_>, ctx: &mut Context<'_>) {
    let [targets, ids, lun] = source.members(["targetWWNs", "wwids", "lun"]);
    if targets.is_empty() && ids.is_empty() {
        ctx.required(targets, "must have targetWWNs or wwids");
    }
    if targets.is_empty() {
        return;
    }
    if !ids.is_empty() {
        ctx.invalid(targets, "may not stand beside wwids")
            .related(ids.span(), "the wwids");
    }
    if lun.is_absent() {
        ctx.required(lun, "must be given beside targetWWNs");
    } else {
        int::in_range(lun, ctx, 0..=255);
    }
}

/// A flex volume.
pub fn flex(source: Field<'_>, ctx: &mut Context<'_>) {
    super::given(source.get("driver"), ctx);
    for entry in source.get("options").entries() {
        let domain = entry.key.split('/').next().unwrap_or_default().to_ascii_lowercase();
        let reserved = ["kubernetes.io", "k8s.io"].iter().any(|owner| {
            domain
                .strip_suffix(owner)
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        });
        if reserved {
            ctx.invalid(
                entry.value,
                format!("{} is in a domain that Kubernetes keeps for itself", quote(entry.key)),
            )
            .at(entry.key_span);
        }
    }
}

/// An iSCSI device. Where the initiator is named, its portal and the name of the volume, of `name` bytes, must stay
/// below 64 bytes together; the server blames `volume` for that.
pub fn iscsi(source: Field<'_>, volume: Field<'_>, name: usize, ctx: &mut Context<'_>) {
    const MAX_NAME: usize = 64;
    let [portal, iqn, initiator] = source.members(["targetPortal", "iqn", "initiatorName"]);
    super::given(portal, ctx);
    if iqn.str_or("") == Some("") {
        ctx.required(iqn, "must be given");
    } else {
        qualified_name(iqn, ctx);
    }
    int::in_range(source.get("lun"), ctx, 0..=255);
    let secret = source.get("secretRef");
    let authenticated = ["chapAuthDiscovery", "chapAuthSession"]
        .into_iter()
        .map(|part| source.get(part))
        .find(|part| part.bool() == Some(true));
    if let Some(authenticated) = authenticated
        && secret.is_absent()
    {
        ctx.required(secret, "CHAP authentication needs a secret")
            .related(authenticated.span(), "it is switched on here");
    }
    if !initiator.is_set() {
        return;
    }
    let count = ctx.count();
    qualified_name(initiator, ctx);
    if ctx.count() > count {
        let path = source.get("initiatorname").path(ctx.object());
        ctx.set_path_since(count, &path);
    }
    let Some(address) = portal.str_or("") else { return };
    if name + 1 + address.len() > MAX_NAME {
        ctx.invalid(
            volume,
            format!(
                "the name and the portal have {} bytes together, at most {} are allowed beside initiatorName",
                name + address.len(),
                MAX_NAME - 1
            ),
        )
        .related(initiator.span(), "the initiator");
    }
}

const IQN: &str = r"iqn\.[0-9]{4}-[0-9]{2}\.[[:alnum:].\-]+:[^,;*&$|\t\n\x0c\r ]+$";
const EUI: &str = "^eui.[[:alnum:]]{16}$";
const NAA: &str = "^naa.[[:alnum:]]{32}$";

/// A name of a target or initiator: `iqn`, `eui` or `naa` and the form each has.
fn qualified_name(field: Field<'_>, ctx: &mut Context<'_>) {
    let Some(text) = field.str() else { return };
    let form = match text.get(..3) {
        Some("iqn") => IQN,
        Some("eui") => EUI,
        Some("naa") => NAA,
        _ => {
            ctx.invalid(field, format!("{} does not start with iqn, eui or naa", quote(text)));
            return;
        }
    };
    if regex::is_match(form, text) != Some(true) {
        ctx.invalid(field, format!("{} is not a qualified name of iSCSI", quote(text)))
            .help("forms: iqn.2001-04.com.example:storage.disk1, eui. and 16 digits, naa. and 32 digits");
    }
}
