use crate::check::time;
use crate::declare_rule;
use crate::document::Object;
use crate::rule::{Context, Run};
use crate::view::Field;
use crate::view::image::{LIST, images};

declare_rule! {
    /// An image that is deleted and is not.
    ///
    /// ## What it does
    /// Compares `deleted`, `deleted_at` and `status`: all three tell whether an image is deleted.
    ///
    /// ## Why is this bad
    /// Where they disagree, clients that look at one of them see another image.
    ///
    /// ## Example
    /// ```yaml,bad
    /// images:
    ///   - status: "active"
    ///     deleted_at: "2024-06-03T09:00:00.000000"
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
    /// ```yaml,good
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
    id: "image/deleted-state", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Operation(&[LIST], check),
}

fn check(list: &Object<'_>, ctx: &mut Context<'_>) {
    for image in images(list) {
        let [deleted, at, status] = image.members(["deleted", "deleted_at", "status"]);
        let time = if at.is_written() && at.is_absent() {
            Some(false)
        } else {
            at.str().filter(|text| time::moment(text, b'T').is_some()).map(|_| true)
        };
        // On its way out, an image is neither.
        let state = status
            .str()
            .filter(|text| *text != "pending_delete")
            .map(|text| text == "deleted");
        let said: Vec<(Field<'_>, bool)> = [(deleted, deleted.bool()), (at, time), (status, state)]
            .into_iter()
            .filter_map(|(field, said)| Some((field, said?)))
            .collect();
        let yes = said.iter().filter(|(_, said)| *said).count();
        if yes == 0 || yes == said.len() {
            continue;
        }
        // The one that stands alone, or of two the later.
        let alone = if said.len() == 2 {
            said.last()
        } else {
            said.iter().find(|(_, said)| *said == (yes == 1))
        };
        let Some(&(odd, says)) = alone else { continue };
        let found = ctx.advise(
            odd,
            format!(
                "{} says that the image is {}deleted",
                odd.name(),
                if says { "" } else { "not " }
            ),
        );
        for (other, _) in said.iter().filter(|(other, _)| other.name() != odd.name()) {
            found.related(other.span(), format!("{} says otherwise", other.name()));
        }
    }
}
