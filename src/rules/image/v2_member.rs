use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::image::{LIST, images};

declare_rule! {
    /// A member of a later version.
    ///
    /// ## What it does
    /// Reports members that images have in version 2 only: `visibility`, `schema`, `tags`, `file`, and those that begin
    /// with `__`.
    ///
    /// ## Why is this bad
    /// In version 1.1 they are called `is_public` and stand in `properties`; such an answer is mixed up.
    ///
    /// ## Example
    /// ```yaml,bad
    /// images:
    ///   - status: "active"
    ///     deleted_at: null
    ///     name: "web-base"
    ///     deleted: false
    ///     container_format: "bare"
    ///     created_at: "2024-06-03T08:00:00.125000"
    ///     disk_format: "qcow2"
    ///     updated_at: "2024-06-03T08:04:12.640211"
    ///     min_disk: 0
    ///     protected: false
    ///     id: "7d9e3c52-4c1b-4d0a-8a53-0b6f2c9e1a77"
    ///     min_ram: 0
    ///     checksum: "9e107d9d372bb6826bd81d3542a419d6"
    ///     owner: "511fe8b83cacbb6c9ca8596418f68193"
    ///     is_public: false
    ///     virtual_size: null
    ///     properties: {}
    ///     size: 13287936
    ///     visibility: "private"
    /// ```
    /// ```yaml,good
    /// images:
    ///   - status: "active"
    ///     deleted_at: null
    ///     name: "web-base"
    ///     deleted: false
    ///     container_format: "bare"
    ///     created_at: "2024-06-03T08:00:00.125000"
    ///     disk_format: "qcow2"
    ///     updated_at: "2024-06-03T08:04:12.640211"
    ///     min_disk: 0
    ///     protected: false
    ///     id: "7d9e3c52-4c1b-4d0a-8a53-0b6f2c9e1a77"
    ///     min_ram: 0
    ///     checksum: "9e107d9d372bb6826bd81d3542a419d6"
    ///     owner: "511fe8b83cacbb6c9ca8596418f68193"
    ///     is_public: false
    ///     virtual_size: null
    ///     properties: {"__os_type": "Linux"}
    ///     size: 13287936
    /// ```
    ///
    /// ## References
    /// - Image Management Service API reference, images with details (v1.1): <https://support.huaweicloud.com/intl/en-us/ims/index.html>
    id: "image/v2-member", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&[LIST], check),
}

fn check(list: &Object<'_>, ctx: &mut Context<'_>) {
    for entry in list
        .field()
        .entries()
        .filter(|entry| ["first", "next", "schema"].contains(&entry.key))
    {
        ctx.advise(entry.value, format!("{:?} belongs to version 2", entry.key))
            .at(entry.key_span);
    }
    for entry in images(list).flat_map(|image| image.entries()) {
        let help = match entry.key {
            "visibility" => "version 1.1 has is_public".to_owned(),
            "schema" | "tags" | "file" | "self" => "version 1.1 has no such member".to_owned(),
            key if key.starts_with("__") => format!("version 1.1 has {key} in properties"),
            _ => continue,
        };
        ctx.advise(entry.value, format!("{:?} belongs to version 2", entry.key))
            .at(entry.key_span)
            .help(help);
    }
}
