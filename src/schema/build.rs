//! The build script: packs the type tables of `schemas/` into the bytes that the program carries.

#[path = "../digest.rs"]
#[expect(dead_code, reason = "the program compares names, too")]
mod digest;
#[path = "layout.rs"]
mod layout;
#[path = "model.rs"]
#[expect(
    dead_code,
    unreachable_pub,
    reason = "the developer command and the tests use the rest"
)]
mod model;

use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=schemas/kubernetes.txt");
    println!("cargo::rerun-if-changed=src/schema/model.rs");
    println!("cargo::rerun-if-changed=src/schema/layout.rs");
    println!("cargo::rerun-if-changed=src/schema/build.rs");
    println!("cargo::rerun-if-changed=src/digest.rs");
    let text = std::fs::read_to_string("schemas/kubernetes.txt")?;
    let packed = model::Model::from_text(&text)?.pack()?;
    let out = std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    std::fs::write(Path::new(&out).join("names.txt"), packed.names)?;
    let bytes: Vec<u8> = packed.words.into_iter().flat_map(u16::to_le_bytes).collect();
    std::fs::write(Path::new(&out).join("types.bin"), bytes)?;
    Ok(())
}
