use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::image::{LIST, images};

declare_rule! {
    /// A raw image larger than its disk.
    ///
    /// ## What it does
    /// Compares `virtual_size` with `size` of raw images.
    ///
    /// ## Why is this bad
    /// The file of a raw image is the disk, byte by byte, so it is not the larger one.
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
    ///     disk_format: "raw"
    ///     updated_at: "2024-06-03T08:04:12.640211"
    ///     min_disk: 0
    ///     protected: false
    ///     id: "7d9e3c52-4c1b-4d0a-8a53-0b6f2c9e1a77"
    ///     min_ram: 0
    ///     checksum: "9e107d9d372bb6826bd81d3542a419d6"
    ///     owner: "511fe8b83cacbb6c9ca8596418f68193"
    ///     is_public: false
    ///     virtual_size: 1024
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
    ///     disk_format: "raw"
    ///     updated_at: "2024-06-03T08:04:12.640211"
    ///     min_disk: 0
    ///     protected: false
    ///     id: "7d9e3c52-4c1b-4d0a-8a53-0b6f2c9e1a77"
    ///     min_ram: 0
    ///     checksum: "9e107d9d372bb6826bd81d3542a419d6"
    ///     owner: "511fe8b83cacbb6c9ca8596418f68193"
    ///     is_public: false
    ///     virtual_size: 13287936
    ///     properties: {}
    ///     size: 13287936
    /// ```
    ///
    /// ## References
    /// - Image Management Service API reference, images with details (v1.1): <https://support.huaweicloud.com/intl/en-us/ims/index.html>
    id: "image/virtual-size", origin: Info, severity: Info, since: "0.1.0",
    run: Run::Operation(&[LIST], check),
}

fn check(list: &Object<'_>, ctx: &mut Context<'_>) {
    for image in images(list).filter(|image| image.get("disk_format").str() == Some("raw")) {
        let [size, disk] = image.members(["size", "virtual_size"]);
        if size.int().zip(disk.int()).is_some_and(|(size, disk)| disk < size) {
            ctx.advise(disk, "the disk is smaller than the file")
                .related(size.span(), "the file");
        }
    }
}
