//! Names findings so that a later run knows them again: by what they say and about what, not by line.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;

/// Counts equal findings of one file, so that each gets a fingerprint of its own.
#[derive(Default)]
pub(super) struct Fingerprints {
    seen: BTreeMap<u128, u32>,
}

impl Fingerprints {
    /// 32 hexadecimal digits: file, rule, object, path and message, and how many of those came before. They outlive edits elsewhere in the file.
    pub(super) fn next(&mut self, file: &str, found: &Diagnostic) -> String {
        let resource = &found.resource;
        let parts = [
            Some(file),
            Some(found.rule.id),
            resource.api_version.as_deref(),
            resource.kind.as_deref(),
            resource.namespace.as_deref(),
            resource.name.as_deref(),
            Some(&found.path),
            Some(&found.message),
        ];
        let mut hash = OFFSET;
        for part in parts {
            for &byte in part.unwrap_or_default().as_bytes().iter().chain(&[0xFF]) {
                hash = step(hash, byte);
            }
        }
        let count = self.seen.entry(hash).or_default();
        for byte in count.to_be_bytes() {
            hash = step(hash, byte);
        }
        *count += 1;
        format!("{hash:032x}")
    }
}

/// FNV-1a of 128 bits: the standard library promises no hash that stays the same from release to release.
const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

fn step(hash: u128, byte: u8) -> u128 {
    (hash ^ u128::from(byte)).wrapping_mul(PRIME)
}
