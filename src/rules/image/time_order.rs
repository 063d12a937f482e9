use crate::check::time;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::image::TIMES;
use crate::view::image::{LIST, images};

declare_rule! {
    /// Times of an image in the wrong order.
    ///
    /// ## What it does
    /// Checks that `created_at` is not after `updated_at`, and neither is after `deleted_at`.
    ///
    /// ## Why is this bad
    /// An image is created first and deleted last.
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
    ///     updated_at: "2024-06-02T00:00:00.000000"
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
    id: "image/time-order", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&[LIST], check),
}

fn check(list: &Object<'_>, ctx: &mut Context<'_>) {
    for image in images(list) {
        let mut latest: Option<(i64, &str, _)> = None;
        for name in TIMES {
            let field = image.get(name);
            let Some(moment) = field.str().and_then(|text| time::moment(text, b'T')) else {
                continue;
            };
            match latest {
                Some((micros, before, span)) if moment.micros < micros => {
                    ctx.advise(field, format!("{name} is before {before}"))
                        .related(span, before);
                }
                _ => latest = Some((moment.micros, name, field.span())),
            }
        }
    }
}
