use crate::check::time;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::image::TIMES;
use crate::view::image::{LIST, images};

declare_rule! {
    /// A time of an image that cannot be read.
    ///
    /// ## What it does
    /// Checks that `created_at`, `updated_at` and `deleted_at` are `YYYY-MM-DDTHH:MM:SS`, with or without a fraction
    /// and a zone.
    ///
    /// ## Why is this bad
    /// The service writes times of this form, and clients read no others.
    ///
    /// ## Example
    /// ```yaml,bad
    /// images:
    ///   - status: "active"
    ///     deleted_at: null
    ///     name: "web-base"
    ///     deleted: false
    ///     container_format: "bare"
    ///     created_at: "2024-06-03 08:00"
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
    ///     properties: {}
    ///     size: 13287936
    /// ```
    ///
    /// ## References
    /// - Image Management Service API reference, images with details (v1.1): <https://support.huaweicloud.com/intl/en-us/ims/index.html>
    id: "image/time", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Operation(&[LIST], check),
}

fn check(list: &Object<'_>, ctx: &mut Context<'_>) {
    for field in images(list).flat_map(|image| TIMES.map(|name| image.get(name))) {
        if let Some(text) = field.str().filter(|text| time::moment(text, b'T').is_none()) {
            ctx.invalid(field, format!("{text:?} is no time"))
                .help("such as 2024-06-03T08:00:00.125000");
        }
    }
}
