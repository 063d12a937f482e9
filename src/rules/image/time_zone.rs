use crate::check::time::{self, Zone};
use crate::declare_rule;
use crate::diagnostic::Severity;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::image::TIMES;
use crate::view::image::{LIST, images};

declare_rule! {
    /// A time of an image with a zone.
    ///
    /// ## What it does
    /// Reports times that end in `Z`, and warns of those with an offset.
    ///
    /// ## Why is this bad
    /// Version 1.1 writes UTC without a zone; `Z` is the form of version 2.
    ///
    /// ## Example
    /// ```yaml,bad
    /// images:
    ///   - status: "active"
    ///     deleted_at: null
    ///     name: "web-base"
    ///     deleted: false
    ///     container_format: "bare"
    ///     created_at: "2024-06-03T08:00:00Z"
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
    id: "image/time-zone", origin: Info, severity: Info, since: "0.1.0",
    run: Run::Operation(&[LIST], check),
}

fn check(list: &Object<'_>, ctx: &mut Context<'_>) {
    for field in images(list).flat_map(|image| TIMES.map(|name| image.get(name))) {
        match field
            .str()
            .and_then(|text| time::moment(text, b'T'))
            .map(|moment| moment.zone)
        {
            Some(Zone::Utc) => {
                ctx.advise(field, "a time with Z is of version 2");
            }
            Some(Zone::Offset) => ctx.advise(field, "times are in UTC, without an offset").severity = Severity::Warning,
            _ => {}
        }
    }
}
