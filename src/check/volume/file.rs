//! Files that a volume shows: their paths, modes and owners.

use crate::check::{enums, int, name, path, quote};
use crate::rule::Context;
use crate::view::Field;

/// A path below the volume that must be there: relative, without `..` between slashes, and without `..` at its start.
/// Absent counts as empty.
pub fn path(field: Field<'_>, ctx: &mut Context<'_>) {
    if field.str_or("") == Some("") {
        ctx.required(field, "must be given");
    } else {
        optional_path(field, ctx);
    }
}

/// The same for a path that may be absent.
pub fn optional_path(field: Field<'_>, ctx: &mut Context<'_>) {
    let Some(text) = field.str() else { return };
    let wrong = path::local_descending(text).or_else(|| {
        (text.starts_with("..") && !text.starts_with("../")).then(|| "may not start with \"..\"".to_owned())
    });
    if let Some(wrong) = wrong {
        ctx.invalid(field, format!("{} {wrong}", quote(text)));
    }
}

/// A path of the node: there, without `..` between slashes, and of a type that is known.
pub fn host_path(source: Field<'_>, ctx: &mut Context<'_>) {
    let path = source.get("path");
    if path.str_or("") == Some("") {
        ctx.required(path, "must be given");
        return;
    }
    name::check_field(path, ctx, path::no_backsteps);
    enums::check_non_empty(
        source.get("type"),
        ctx,
        &[
            "BlockDevice",
            "CharDevice",
            "Directory",
            "DirectoryOrCreate",
            "File",
            "FileOrCreate",
            "Socket",
        ],
    );
}

/// A file mode: nine bits.
pub fn mode(field: Field<'_>, ctx: &mut Context<'_>) {
    if let Some(value) = field.int()
        && !(0..=0o777).contains(&value)
    {
        let diagnostic = ctx.invalid(field, format!("{value} is not a file mode from 0 to 0777"));
        if (0..=7777).contains(&value) && value.to_string().bytes().all(|digit| digit < b'8') {
            diagnostic.help(format!(
                "an octal number is written 0{value}, in JSON its decimal value"
            ));
        }
    }
}

/// The user that owns a file.
pub fn user(field: Field<'_>, ctx: &mut Context<'_>) {
    int::in_range(field, ctx, 0..=i64::from(i32::MAX));
}

/// Keys of a ConfigMap or Secret and the files they become. Owners are dropped by a server in which they are switched
/// off, as by default they are, but for sources that stand beside another; only then are they looked at.
pub fn items(items: Field<'_>, with_users: bool, ctx: &mut Context<'_>) {
    for item in items.items() {
        super::given(item.get("key"), ctx);
        path(item.get("path"), ctx);
        mode(item.get("mode"), ctx);
        if with_users {
            user(item.get("user"), ctx);
        }
    }
}
