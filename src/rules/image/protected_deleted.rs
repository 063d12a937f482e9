use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::image::{LIST, images};

declare_rule! {
    /// A protected image that is deleted.
    ///
    /// ## What it does
    /// Reports images that are `protected` and `deleted` at once.
    ///
    /// ## Why is this bad
    /// Protected images cannot be deleted.
    ///
    /// ## Example
    /// ```yaml,bad
    /// images:
    ///   - status: "deleted"
    ///     deleted_at: "2024-06-03T09:00:00.000000"
    ///     name: "web-base"
    ///     deleted: true
    ///     container_format: "bare"
    ///     created_at: "2024-06-03T08:00:00.125000"
    ///     disk_format: "qcow2"
    ///     updated_at: "2024-06-03T08:04:12.640211"
    ///     min_disk: 0
    ///     protected: true
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
    ///     protected: true
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
    id: "image/protected-deleted", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&[LIST], check),
}

fn check(list: &Object<'_>, ctx: &mut Context<'_>) {
    for image in images(list) {
        let [protected, deleted] = image.members(["protected", "deleted"]);
        if protected.bool() == Some(true) && deleted.bool() == Some(true) {
            ctx.advise(protected, "a protected image cannot be deleted")
                .related(deleted.span(), "it is deleted");
        }
    }
}
