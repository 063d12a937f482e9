use super::Found;
use crate::check::seen::Seen;
use crate::check::volume::given;
use crate::check::{enums, name, path, quote};
use crate::declare_rule;
use crate::rule::{Context, Run};
use crate::view::{Container, Field, Pod};

declare_rule! {
    /// Where containers mount volumes.
    ///
    /// ## What it does
    /// Checks `volumeMounts` and `volumeDevices` of each container: that they name a volume of the pod that is free of
    /// faults, that paths are given, each once, and do not climb, and that propagation and read-only fit each other. A
    /// volume is either mounted or a device, only claims can be devices, and none beside `hostUsers: false`.
    ///
    /// ## Why is this bad
    /// The container could not be started.
    ///
    /// ## Example
    /// ```yaml,bad
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers:
    ///   - name: web
    ///     image: web:1
    ///     volumeMounts:
    ///     - {name: data, mountPath: /data}
    ///     - {name: cache, mountPath: /data}
    ///   volumes: [{name: cache, emptyDir: {}}]
    /// ```
    /// ```yaml,good
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: web}
    /// spec:
    ///   containers:
    ///   - name: web
    ///     image: web:1
    ///     volumeMounts:
    ///     - {name: cache, mountPath: /data, subPath: data}
    ///     - {name: cache, mountPath: /cache, subPath: cache}
    ///   volumes: [{name: cache, emptyDir: {}}]
    /// ```
    ///
    /// ## References
    /// - <https://kubernetes.io/docs/concepts/storage/volumes/>
    /// - <https://kubernetes.io/docs/concepts/storage/persistent-volumes/#raw-block-volume-support>
    id: "volume/mounts", origin: Server, severity: Error, since: "0.1.0",
    run: Run::Pod(&["containers", "initContainers", "ephemeralContainers"], check),
}

fn check(pod: &Pod<'_>, ctx: &mut Context<'_>) {
    let mut volumes = Volumes::of(pod);
    let users = pod.spec.get("hostUsers");
    for container in pod.all_containers() {
        let [mounts, devices] = container.field.members(["volumeMounts", "volumeDevices"]);
        check_mounts(container, mounts, devices, &mut volumes, ctx);
        check_devices(mounts, devices, &mut volumes, ctx);
        if users.bool() == Some(false) && !devices.is_empty() {
            ctx.forbidden(devices, "a pod with users of its own has no devices")
                .at(devices.key_span())
                .related(users.span(), "hostUsers is false here")
                .help("use mounts, or remove hostUsers");
        }
    }
}

/// The volumes of a pod by their names.
struct Volumes<'d> {
    pod: &'d Pod<'d>,
    /// The first of each name.
    firsts: Seen<&'d str, usize>,
    /// What names were found to be, so that each is looked up once.
    found: Seen<&'d str, Option<Found<'d>>>,
}

impl<'d> Volumes<'d> {
    fn of(pod: &'d Pod<'d>) -> Self {
        let mut firsts = Seen::default();
        for (place, volume) in pod.volumes.iter().enumerate() {
            if let Some(name) = volume.name {
                firsts.first(name, place);
            }
        }
        Self {
            pod,
            firsts,
            found: Seen::default(),
        }
    }

    /// The volume of a name, as far as the server finds one: a volume with a fault does not exist.
    fn find(&self, name: &'d str, ctx: &Context<'_>) -> Option<Found<'d>> {
        if !self.pod.claims.are_readable {
            return Some(Found::Claim);
        }
        if self.pod.claims.has(name) {
            return name::dns1123_label(name).is_none().then_some(Found::Claim);
        }
        let first = *self.firsts.get(name)?;
        self.pod.volumes[first..]
            .iter()
            .find(|volume| volume.name == Some(name) && super::is_sound(volume, ctx))
            .map(Found::Volume)
    }

    /// The volume a mount or device names.
    fn look_up(&mut self, field: Field<'d>, ctx: &mut Context<'_>) -> Option<Found<'d>> {
        let text = field.str_or("")?;
        given(field, ctx);
        let found = match self.found.get(text) {
            Some(found) => *found,
            None => {
                let found = self.find(text, ctx);
                self.found.insert(text, found);
                found
            }
        };
        if found.is_none() && !self.may_hide(text) {
            self.report_lost(field, text, ctx);
        }
        found
    }

    /// Whether the volume of a name could be one that has no readable name.
    fn may_hide(&self, text: &str) -> bool {
        let list = self.pod.volume_list;
        let volumes = &self.pod.volumes;
        let unreadable = list.is_set() && !list.is_list() || volumes.iter().any(|volume| volume.name.is_none());
        unreadable && !volumes.iter().any(|volume| volume.name == Some(text))
    }

    fn report_lost(&self, field: Field<'d>, text: &str, ctx: &mut Context<'_>) {
        let volumes = || self.pod.volume_list.items().map(|volume| volume.get("name"));
        let faulty = volumes().find(|name| name.str() == Some(text));
        let near = crate::suggest::nearest(text, volumes().filter_map(|name| name.str()));
        let diagnostic = ctx.not_found(field, text);
        match (faulty, near) {
            (Some(faulty), _) => diagnostic
                .related(faulty.span(), "a volume with faults does not count")
                .help("mend the volume first"),
            (None, Some(near)) => diagnostic.help(format!("did you mean {near:?}?")),
            (None, None) => diagnostic.help("it must be one of the pod's volumes"),
        };
    }
}

/// Mounts or devices by the name of their volume, and by their path. The server remembers one path of a volume: the last.
#[derive(Default)]
struct Others<'d> {
    names: Seen<&'d str, Field<'d>>,
    paths: Seen<&'d str, Field<'d>>,
}

impl<'d> Others<'d> {
    fn of(list: Field<'d>, path: &'static str) -> Self {
        let named = || {
            let items = list.items().enumerate();
            items.filter_map(|(index, item)| Some((item.get("name").str_or("")?, index, item)))
        };
        let mut last = Seen::default();
        for (text, index, _) in named() {
            last.insert(text, index);
        }
        let mut others = Self::default();
        for (text, index, item) in named() {
            let path = item.get(path);
            if last.get(text) == Some(&index) {
                others.names.insert(text, item.get("name"));
                if let Some(text) = path.str_or("") {
                    others.paths.insert(text, path);
                }
            }
        }
        others
    }
}

fn check_mounts<'d>(
    container: Container<'d>,
    mounts: Field<'d>,
    devices: Field<'d>,
    volumes: &mut Volumes<'d>,
    ctx: &mut Context<'_>,
) {
    let others = Others::of(devices, "devicePath");
    let mut seen: Seen<&str, Field<'_>> = Seen::default();
    for mount in mounts.items() {
        let [name, path, below, by_variable, propagation, recursive] = mount.members([
            "name",
            "mountPath",
            "subPath",
            "subPathExpr",
            "mountPropagation",
            "recursiveReadOnly",
        ]);
        volumes.look_up(name, ctx);
        given(path, ctx);
        if let Some(text) = path.str_or("")
            && let Some(other) = seen.first(text, path)
        {
            ctx.invalid(path, format!("{} is mounted twice", quote(text)))
                .related(other.span(), "the first mount at this path");
        }
        if let Some(device) = name.str_or("").and_then(|text| others.names.get(text)) {
            ctx.invalid(name, "a volume that is mounted may not be a device too")
                .related(device.span(), "the device");
        }
        if let Some(device) = path.str_or("").and_then(|text| others.paths.get(text)) {
            ctx.invalid(path, "is the path of a device too")
                .related(device.span(), "the device");
        }
        if !below.is_empty() {
            at_list(mounts, below, ctx, |ctx| {
                name::check_field(below, ctx, path::local_descending);
            });
        }
        if !by_variable.is_empty() {
            if !below.is_empty() {
                ctx.invalid(by_variable, "may not stand beside subPath")
                    .related(below.span(), "the subPath");
            }
            at_list(mounts, by_variable, ctx, |ctx| {
                name::check_field(by_variable, ctx, path::local_descending);
            });
        }
        if propagation.is_set() {
            check_propagation(container, mounts, propagation, ctx);
        }
        if recursive.is_set() {
            check_read_only(mounts, mount, recursive, ctx);
        }
    }
}

/// The server leaves the index out of the paths of some fields of mounts.
fn at_list<'d>(mounts: Field<'d>, field: Field<'d>, ctx: &mut Context<'_>, check: impl FnOnce(&mut Context<'_>)) {
    let count = ctx.count();
    check(ctx);
    if ctx.count() > count {
        let path = format!("{}.{}", mounts.path(ctx.object()), field.name());
        ctx.set_path_since(count, &path);
    }
}

fn check_propagation<'d>(container: Container<'d>, mounts: Field<'d>, field: Field<'d>, ctx: &mut Context<'_>) {
    let privileged = container.get("securityContext").get("privileged");
    at_list(mounts, field, ctx, |ctx| {
        if field.str() == Some("Bidirectional") && privileged.bool_or(false) == Some(false) {
            ctx.forbidden(
                field,
                "only privileged containers may mount with Bidirectional propagation",
            )
            .help("set securityContext.privileged: true, or use HostToContainer");
        }
        enums::check(field, ctx, &["Bidirectional", "HostToContainer", "None"]);
    });
}

fn check_read_only<'d>(mounts: Field<'d>, mount: Field<'d>, field: Field<'d>, ctx: &mut Context<'_>) {
    let [read_only, propagation] = mount.members(["readOnly", "mountPropagation"]);
    at_list(mounts, field, ctx, |ctx| match field.str() {
        None | Some("Disabled") => {}
        Some("Enabled" | "IfPossible") => {
            if read_only.bool_or(false) == Some(false) {
                ctx.forbidden(field, "stands only on mounts that are readOnly");
            }
            if propagation.str_or("None").is_some_and(|text| text != "None") {
                ctx.forbidden(field, "stands only on mounts without propagation")
                    .related(propagation.span(), "the propagation");
            }
        }
        Some(other) => {
            ctx.not_supported(field, other, &["Disabled", "Enabled", "IfPossible"]);
        }
    });
}

fn check_devices<'d>(mounts: Field<'d>, devices: Field<'d>, volumes: &mut Volumes<'d>, ctx: &mut Context<'_>) {
    if devices.is_empty() {
        return;
    }
    let others = Others::of(mounts, "mountPath");
    let mut names: Seen<&str, Field<'_>> = Seen::default();
    let mut paths: Seen<&str, Field<'_>> = Seen::default();
    for device in devices.items() {
        let [name, path] = device.members(["name", "devicePath"]);
        if let Some(text) = name.str_or("")
            && let Some(other) = names.insert(text, name)
        {
            ctx.invalid(name, format!("{} is a device twice", quote(text)))
                .related(other.span(), "the other device");
        }
        let found = volumes.look_up(name, ctx);
        if let Some(Found::Volume(volume)) = found
            && !matches!(volume.source, Some(("persistentVolumeClaim" | "ephemeral", _)))
        {
            ctx.invalid(name, "only volumes that are claims can be devices")
                .related(volume.field.get("name").span(), "the volume");
        }
        if let Some(text) = name.str_or("")
            && let Some(mount) = others.names.get(text)
        {
            ctx.invalid(name, "a volume that is a device may not be mounted too")
                .related(mount.span(), "the mount");
        }
        given(path, ctx);
        let Some(text) = path.str_or("") else { continue };
        if let Some(wrong) = path::no_backsteps(text) {
            ctx.invalid(path, format!("{} {wrong}", quote(text)));
        } else if let Some(other) = paths.insert(text, path) {
            ctx.invalid(path, format!("{} is a device twice", quote(text)))
                .related(other.span(), "the other device");
        } else if let Some(mount) = others.paths.get(text) {
            ctx.invalid(path, "is the path of a mount too")
                .related(mount.span(), "the mount");
        }
    }
}
