use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::image::{LIST, images};

declare_rule! {
    /// A least disk that cannot hold the image.
    ///
    /// ## What it does
    /// Compares `min_disk`, in gigabytes, with `size`, in bytes; 0 asks for nothing.
    ///
    /// ## Why is this bad
    /// A disk of that size is too small for the file.
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
    ///     min_disk: 1
    ///     protected: false
    ///     id: "7d9e3c52-4c1b-4d0a-8a53-0b6f2c9e1a77"
    ///     min_ram: 0
    ///     checksum: "9e107d9d372bb6826bd81d3542a419d6"
    ///     owner: "511fe8b83cacbb6c9ca8596418f68193"
    ///     is_public: false
    ///     virtual_size: null
    ///     properties: {}
    ///     size: 2147483648
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
    ///     min_disk: 2
    ///     protected: false
    ///     id: "7d9e3c52-4c1b-4d0a-8a53-0b6f2c9e1a77"
    ///     min_ram: 0
    ///     checksum: "9e107d9d372bb6826bd81d3542a419d6"
    ///     owner: "511fe8b83cacbb6c9ca8596418f68193"
    ///     is_public: false
    ///     virtual_size: null
    ///     properties: {}
    ///     size: 2147483648
    /// ```
    ///
    /// ## References
    /// - Image Management Service API reference, images with details (v1.1): <https://support.huaweicloud.com/intl/en-us/ims/index.html>
    id: "image/min-disk", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&[LIST], check),
}

fn check(list: &Object<'_>, ctx: &mut Context<'_>) {
    for image in images(list) {
        let [size, disk] = image.members(["size", "min_disk"]);
        let holds = |(size, disk): (i64, i64)| disk <= 0 || size <= disk.saturating_mul(1 << 30);
        if !size.int().zip(disk.int()).is_none_or(holds) {
            ctx.advise(disk, "the image does not fit on a disk of this size")
                .related(size.span(), "the size of the image");
        }
    }
}
