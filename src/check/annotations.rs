//! Maps of annotations.

use super::{name, quote};
use crate::rule::Context;
use crate::view::Field;

/// The most that all keys and values of one object may have together.
pub const MAX_BYTES: usize = 256 * 1024;

/// What is wrong with an annotation's key: a qualified name, but upper case letters are fine in the domain too.
pub fn key(text: &str) -> Option<String> {
    let wrong = name::qualified_name(text)?;
    name::qualified_name(&super::lower(text)).map(|_| wrong)
}

/// Keys must be qualified names, and keys and values together not too long.
pub fn check(field: Field<'_>, ctx: &mut Context<'_>) {
    check_as(field, || field, ctx);
}

/// The same for a map the server knows under another path.
pub fn check_as<'n>(field: Field<'_>, named: impl Fn() -> Field<'n>, ctx: &mut Context<'_>) {
    let mut bytes = 0;
    for entry in field.entries() {
        if let Some(wrong) = key(entry.key) {
            ctx.invalid(named(), format!("the key {} {wrong}", quote(entry.key)))
                .at(entry.key_span);
        }
        bytes += entry.key.len() + entry.value.str().map_or(0, str::len);
    }
    if bytes > MAX_BYTES {
        ctx.too_long(named(), MAX_BYTES)
            .at(field.key_span())
            .help(format!("all keys and values together have {bytes} bytes"));
    }
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn keys() {
        for good in ["a", "A.B/C", "\u{130}/a", "\u{212a}/a", "example.com/x_y.z"] {
            assert_eq!(key(good), None, "{good:?}");
        }
        for bad in ["", "a b", "É", "-", "a/b/c", "a_b/c"] {
            assert!(key(bad).is_some(), "{bad:?}");
        }
    }

    #[test]
    fn size() {
        let reasons = |bytes: usize| {
            let text = format!(
                "{{apiVersion: v1, kind: ConfigMap, metadata: {{name: a, annotations: {{key: {}}}}}}}",
                "x".repeat(bytes - "key".len())
            );
            let report = crate::lint::check(&text, &crate::lint::Settings::default());
            report.diagnostics.iter().map(|found| found.reason).collect::<Vec<_>>()
        };
        assert_eq!(reasons(super::MAX_BYTES), []);
        assert_eq!(
            reasons(super::MAX_BYTES + 1),
            [Some(crate::diagnostic::Reason::FieldValueTooLong)]
        );
    }
}
