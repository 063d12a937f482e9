//! Parts that the security contexts of pods and containers share.

use super::{enums, int, name, path, problem, quote};
use crate::rule::Context;
use crate::view::{Entry, Field};

const PROFILES: [&str; 3] = ["Localhost", "RuntimeDefault", "Unconfined"];
const MAX_APP_ARMOR: usize = 4095;
const MAX_CREDENTIAL_SPEC: usize = 64 * 1024;
const MAX_DOMAIN: usize = 255;
const MAX_NETBIOS: usize = 15;
const MAX_LABEL: usize = 63;
const MAX_USER: usize = 104;

/// Checks what both kinds of security context have: user, group, seccomp, AppArmor and Windows options.
pub fn check(security: Field<'_>, ctx: &mut Context<'_>) {
    for Entry { key, value, .. } in security.entries() {
        match key {
            "runAsUser" | "runAsGroup" => numeric_id(value, ctx),
            "seccompProfile" => seccomp(value, ctx),
            "appArmorProfile" => app_armor(value, ctx),
            "windowsOptions" => windows(value, ctx),
            _ => {}
        }
    }
}

/// The number of a user or group.
pub fn numeric_id(field: Field<'_>, ctx: &mut Context<'_>) {
    int::in_range(field, ctx, 0..=i32::MAX.into());
}

fn seccomp(profile: Field<'_>, ctx: &mut Context<'_>) {
    if !profile.is_set() {
        return;
    }
    let (kind, local) = (profile.get("type"), profile.get("localhostProfile"));
    enums::check_required(kind, ctx, &PROFILES);
    let Some(text) = kind.str_or("") else { return };
    if text != "Localhost" {
        if local.is_set() {
            ctx.invalid(local, "stands only beside type: Localhost")
                .related(kind.span(), "the type");
        }
    } else if local.is_absent() {
        ctx.required(local, "must be given beside type: Localhost");
    } else {
        name::check_field(local, ctx, path::local_descending);
    }
}

fn app_armor(profile: Field<'_>, ctx: &mut Context<'_>) {
    if !profile.is_set() {
        return;
    }
    let (kind, local) = (profile.get("type"), profile.get("localhostProfile"));
    enums::check_required(kind, ctx, &PROFILES);
    match kind.str() {
        Some("Localhost") => match local.str_or("") {
            Some("") => {
                ctx.required(local, "must be given beside type: Localhost");
            }
            Some(text) if text.trim() != text => {
                ctx.invalid(local, format!("{text:?} has blanks around it"));
            }
            Some(text) if text.len() > MAX_APP_ARMOR => {
                ctx.too_long(local, MAX_APP_ARMOR);
            }
            _ => {}
        },
        Some("RuntimeDefault" | "Unconfined") if local.is_set() => {
            ctx.invalid(local, "stands only beside type: Localhost")
                .related(kind.span(), "the type");
        }
        _ => {}
    }
}

fn windows(options: Field<'_>, ctx: &mut Context<'_>) {
    name::check_field(options.get("gmsaCredentialSpecName"), ctx, name::dns1123_subdomain);
    let spec = options.get("gmsaCredentialSpec");
    match spec.str().map(str::len) {
        Some(0) => {
            ctx.invalid(spec, "may not be empty");
        }
        Some(len) if len > MAX_CREDENTIAL_SPEC => {
            ctx.invalid(
                spec,
                format!("has {len} bytes, at most {MAX_CREDENTIAL_SPEC} are allowed"),
            );
        }
        _ => {}
    }
    let user = options.get("runAsUserName");
    if let Some(text) = user.str()
        && let Some(wrong) = windows_user(text)
    {
        ctx.invalid(user, format!("{} {wrong}", quote(text)));
    }
}

/// A name of a user, after a domain and a backslash or alone.
fn windows_user(text: &str) -> Option<String> {
    if text.is_empty() {
        return problem("may not be empty");
    }
    if text.bytes().any(|byte| byte.is_ascii_control()) {
        return problem("may not hold control characters");
    }
    let (domain, user) = match text.split_once('\\') {
        Some((_, user)) if user.contains('\\') => return problem("may have one backslash only"),
        Some((domain, user)) => (Some(domain), user),
        None => (None, text),
    };
    if domain.is_some_and(|domain| domain.len() > MAX_DOMAIN || !(is_netbios(domain) || is_dns(domain))) {
        return problem("has neither a NetBIOS nor a DNS name before the backslash");
    }
    if user.is_empty() {
        return problem("has no user after the backslash");
    }
    if user.len() > MAX_USER {
        return problem(format!(
            "has a user of {} bytes, at most {MAX_USER} are allowed",
            user.len()
        ));
    }
    if user.chars().all(|c| c == '.' || c == ' ') {
        return problem("has a user of dots and blanks only");
    }
    let bad = user.chars().find(|c| "\"/:;|=,+*?<>@[]".contains(*c))?;
    problem(format!("has a user with {bad:?} in it"))
}

fn is_netbios(domain: &str) -> bool {
    (1..=MAX_NETBIOS).contains(&domain.chars().count())
        && !domain.starts_with('.')
        && !domain.contains(['/', ':', '*', '?', '"', '<', '>', '|'])
}

fn is_dns(domain: &str) -> bool {
    domain.split('.').all(|label| {
        (1..=MAX_LABEL).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    })
}

#[cfg(test)]
mod tests {
    use super::windows_user;

    #[test]
    fn windows_users() {
        for good in [
            "a",
            "a b",
            "d\\u",
            "NT AUTHORITY\\SYSTEM",
            "-a.b\\b",
            "a.\\u",
            "1.2.3\\u",
            "aaaaaaaaaaaaaaaa.b\\u",
        ] {
            assert_eq!(windows_user(good), None, "{good:?}");
        }
        for bad in [
            "",
            "..",
            "a\tb",
            "d\\",
            "\\u",
            "a\\b\\c",
            ".a\\u",
            "a@b",
            "x*y\\u",
            "aaaaaaaaaaaaaaa \\u",
        ] {
            assert!(windows_user(bad).is_some(), "{bad:?}");
        }
    }
}
