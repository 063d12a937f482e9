use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::image::{LIST, images};

declare_rule! {
    /// A state that does not fit the file.
    ///
    /// ## What it does
    /// Reports images that are active without size or checksum, and images that are queued with a size.
    ///
    /// ## Why is this bad
    /// Both exist from the moment the file is uploaded, and an image is active from then on.
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
    ///     checksum: null
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
    id: "image/uploaded", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&[LIST], check),
}

fn check(list: &Object<'_>, ctx: &mut Context<'_>) {
    for image in images(list) {
        let [status, size] = image.members(["status", "size"]);
        match status.str() {
            Some("active") => {
                for member in [size, image.get("checksum")] {
                    if member.is_written() && member.is_absent() {
                        ctx.advise(member, format!("an active image has a {}", member.name()))
                            .related(status.span(), "the status");
                    }
                }
            }
            Some("queued") if size.int().is_some_and(|size| size > 0) => {
                ctx.advise(size, "an image that is queued has no file yet")
                    .related(status.span(), "the status");
            }
            _ => {}
        }
    }
}
