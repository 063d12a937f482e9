use crate::check::time;
use crate::declare_rule;
use crate::request::{Context, Place, Request};
use crate::rule::Run;
use crate::view::Field;
use crate::view::image::{Since, filter, since, size};

declare_rule! {
    /// An image that the filters leave out.
    ///
    /// ## What it does
    /// Compares each image of an answer with the filters of the request beside it.
    ///
    /// ## Why is this bad
    /// The service lists only what matches all filters; this answer is that of another request.
    ///
    /// ## Example
    /// ```http,bad
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?disk_format=raw
    /// X-Auth-Token: {{token}}
    ///
    /// HTTP/1.1 200 OK
    /// Content-Type: application/json; charset=UTF-8
    ///
    /// {"images": [{"status": "active", "deleted_at": null, "name": "web-base", "deleted": false, "container_format": "bare", "created_at": "2024-06-03T08:00:00.125000", "disk_format": "qcow2", "updated_at": "2024-06-03T08:04:12.640211", "min_disk": 0, "protected": false, "id": "7d9e3c52-4c1b-4d0a-8a53-0b6f2c9e1a77", "min_ram": 0, "checksum": "9e107d9d372bb6826bd81d3542a419d6", "owner": "511fe8b83cacbb6c9ca8596418f68193", "is_public": false, "virtual_size": null, "properties": {}, "size": 13287936}]}
    /// ```
    /// ```http,good
    /// GET https://ims.cn-north-4.example.com/v1.1/images/detail?disk_format=qcow2&name=web-base&size_min=1048576
    /// X-Auth-Token: {{token}}
    ///
    /// HTTP/1.1 200 OK
    /// Content-Type: application/json; charset=UTF-8
    ///
    /// {"images": [{"status": "active", "deleted_at": null, "name": "web-base", "deleted": false, "container_format": "bare", "created_at": "2024-06-03T08:00:00.125000", "disk_format": "qcow2", "updated_at": "2024-06-03T08:04:12.640211", "min_disk": 0, "protected": false, "id": "7d9e3c52-4c1b-4d0a-8a53-0b6f2c9e1a77", "min_ram": 0, "checksum": "9e107d9d372bb6826bd81d3542a419d6", "owner": "511fe8b83cacbb6c9ca8596418f68193", "is_public": false, "virtual_size": null, "properties": {}, "size": 13287936}]}
    /// ```
    ///
    /// ## References
    /// - Image Management Service API reference, images with details (v1.1): <https://support.huaweicloud.com/intl/en-us/ims/index.html>
    id: "image/filter-match", origin: Practice, severity: Warning, since: "0.1.0",
    run: Run::Request(&["ims"], check),
}

fn check(request: &Request<'_>, ctx: &mut Context<'_>) {
    let Some(answer) = ctx.answer() else { return };
    for (index, image) in answer.get("images").items().enumerate() {
        let mut report = |field: Field<'_>, name: &str, message: String| {
            let place = Place::new(format!("response.body.images[{index}].{}", field.name()), field.span());
            let filter = request.parameter(name).map(|parameter| parameter.span);
            let found = ctx.advise(place, message);
            if let Some(span) = filter {
                found.related(span, "the filter");
            }
        };
        for name in ["name", "status", "container_format", "disk_format"] {
            let field = image.get(name);
            if let (Some((_, wanted)), Some(text)) = (filter(request, name), field.str())
                && wanted != text
            {
                report(
                    field,
                    name,
                    format!("{text:?} is not {wanted:?}, which the filter asks for"),
                );
            }
        }
        let field = image.get("size");
        if let Some(bytes) = field.int() {
            if let Some(min) = size(request, "size_min").filter(|min| bytes < *min) {
                report(
                    field,
                    "size_min",
                    format!("{bytes} is less than {min}, which the filter asks for"),
                );
            }
            if let Some(max) = size(request, "size_max").filter(|max| bytes > *max) {
                report(
                    field,
                    "size_max",
                    format!("{bytes} is more than {max}, which the filter asks for"),
                );
            }
        }
        let field = image.get("updated_at");
        let moment = field.str().and_then(|text| time::moment(text, b'T'));
        if let (Some((_, Since::Time(since))), Some(moment)) = (since(request), moment)
            && moment.micros < since.micros
        {
            report(
                field,
                "changes-since",
                "the image has not changed since the time the filter asks for".to_owned(),
            );
        }
    }
}
