use crate::check::{base64, name, quote};
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::{Entry, Field};

declare_rule! {
    /// The keys, the size and the type of a Secret.
    ///
    /// ## What it does
    /// Checks that each key of `data` and `stringData` can be a file name, that all values stay within 1 MiB, and
    /// that the keys the `type` asks for are there: a user name or password for basic-auth, a private key for ssh-
    /// auth, certificate and key for tls, valid JSON for docker configurations, the service account's name for
    /// tokens.
    ///
    /// ## Why is this bad
    /// Consumers of a typed Secret count on these keys, so the server insists on them.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Secret
    /// metadata: {name: login}
    /// type: kubernetes.io/basic-auth
    /// data: {"bad key": YQ==}
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Secret
    /// metadata: {name: login}
    /// type: kubernetes.io/basic-auth
    /// stringData: {username: ann}
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/configuration/secret/#secret-types>
    id: "secret/data", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Object(&["Secret"], check),
}

/// The most bytes of all values together.
const MAX_BYTES: usize = 1024 * 1024;

/// The values as the server stores them: `stringData` wins over `data`.
struct Values<'d> {
    data: Field<'d>,
    text: Field<'d>,
}

impl<'d> Values<'d> {
    fn has(&self, key: &str) -> bool {
        self.entries().any(|entry| entry.key == key)
    }

    fn entries(&self) -> impl Iterator<Item = Entry<'d>> {
        self.data.entries().chain(self.text.entries())
    }

    /// The stored bytes of a key; none where it is absent.
    fn get(&self, key: &str) -> Option<Vec<u8>> {
        if let Some(entry) = self.text.entries().find(|entry| entry.key == key) {
            return Some(entry.value.str().unwrap_or_default().as_bytes().to_vec());
        }
        let entry = self.data.entries().find(|entry| entry.key == key)?;
        Some(base64::decode(entry.value.str().unwrap_or_default()).unwrap_or_default())
    }
}

fn check(secret: &Object<'_>, ctx: &mut Context<'_>) {
    let values = Values {
        data: secret.get("data"),
        text: secret.get("stringData"),
    };
    let mut bytes = 0;
    for entry in values.entries() {
        if let Some(fault) = name::config_map_key(entry.key) {
            let path = format!("data[{}]", entry.key);
            ctx.invalid(entry.value, format!("{} {fault}", quote(entry.key)))
                .at(entry.key_span)
                .path(path);
        }
    }
    for entry in values.text.entries() {
        bytes += entry.value.str().map_or(0, str::len);
    }
    for entry in values
        .data
        .entries()
        .filter(|entry| values.text.entries().all(|text| text.key != entry.key))
    {
        bytes += entry.value.str().map_or(0, base64::decoded_len);
    }
    if bytes > MAX_BYTES {
        ctx.too_long(values.data, MAX_BYTES).help("split the Secret");
    }
    check_type(secret, &values, ctx);
}

fn check_type(secret: &Object<'_>, values: &Values<'_>, ctx: &mut Context<'_>) {
    match secret.get("type").str().unwrap_or_default() {
        "kubernetes.io/service-account-token" => {
            let annotations = secret.get("metadata").get("annotations");
            let account = annotations.get("kubernetes.io/service-account.name");
            if account.is_empty() {
                ctx.required(account, "a token names its service account in this annotation")
                    .path("metadata.annotations[kubernetes.io/service-account.name]");
            }
        }
        "kubernetes.io/dockercfg" => check_json(".dockercfg", values, ctx),
        "kubernetes.io/dockerconfigjson" => check_json(".dockerconfigjson", values, ctx),
        "kubernetes.io/basic-auth" => {
            if !values.has("username") && !values.has("password") {
                require("username", values, ctx);
                require("password", values, ctx);
            }
        }
        "kubernetes.io/ssh-auth" if values.get("ssh-privatekey").is_none_or(|key| key.is_empty()) => {
            require("ssh-privatekey", values, ctx);
        }
        "kubernetes.io/tls" => {
            for key in ["tls.crt", "tls.key"].into_iter().filter(|key| !values.has(key)) {
                require(key, values, ctx);
            }
        }
        _ => {}
    }
}

fn require(key: &'static str, values: &Values<'_>, ctx: &mut Context<'_>) {
    ctx.required(
        values.data.get(key),
        format!("a Secret of this type needs the key {key}"),
    );
}

fn check_json(key: &'static str, values: &Values<'_>, ctx: &mut Context<'_>) {
    let Some(bytes) = values.get(key) else {
        require(key, values, ctx);
        return;
    };
    if serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(&bytes).is_err() && bytes != b"null" {
        let place = [values.text, values.data]
            .map(|map| map.get(key))
            .into_iter()
            .find(|field| field.is_set());
        ctx.invalid(place.unwrap_or(values.data), "the value is not a JSON object")
            .path(format!("data[{key}]"));
    }
}
