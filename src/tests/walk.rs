//! What is read: folders, ignore files, hidden files, globs, links.

use std::fs;
use std::path::{Path, PathBuf};

use admit::walk::{self, Listing};

/// A folder of its own for one test, emptied first.
fn folder(name: &str, files: &[&str]) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("walk").join(name);
    let _ = fs::remove_dir_all(&root);
    for file in files {
        let path = root.join(file);
        fs::create_dir_all(path.parent().expect("below the root")).expect("a folder for tests");
        fs::write(&path, if file.ends_with("ignore") { "left-out*\n" } else { "" }).expect("a file for tests");
    }
    root
}

fn list(arguments: &[impl AsRef<Path>], hidden: bool) -> Listing {
    walk::list(arguments, hidden)
}

/// The names below `root`.
fn names(listing: &Listing, root: &Path) -> Vec<String> {
    let prefix = format!("{}/", root.display());
    let inputs = listing.inputs.iter();
    inputs
        .map(|input| {
            let name = input.name();
            name.strip_prefix(&prefix).unwrap_or(&name).to_owned()
        })
        .collect()
}

#[test]
fn folders_are_walked_for_documents_in_a_stable_order() {
    let root = folder(
        "order",
        &["b/z.yml", "b/a.yaml", "a.json", "README.md", "c.YAML", "b.yaml"],
    );
    let listing = list(&[&root], false);
    assert_eq!(
        names(&listing, &root),
        ["a.json", "b/a.yaml", "b/z.yml", "b.yaml", "c.YAML"]
    );
    assert!(listing.inputs.iter().all(|input| !input.named));
    assert!(listing.failures.is_empty());
}

#[test]
fn ignore_files_count_but_not_for_what_is_named() {
    let root = folder(
        "ignored",
        &[
            "a/.gitignore",
            "a/left-out.yaml",
            "a/x.yaml",
            "b/.admitignore",
            "b/left-out/x.yaml",
            "b/x.yaml",
        ],
    );
    assert_eq!(names(&list(&[&root], false), &root), ["a/x.yaml", "b/x.yaml"]);
    let named = list(&[root.join("a/left-out.yaml"), root.join("b/left-out")], false);
    assert_eq!(names(&named, &root), ["a/left-out.yaml", "b/left-out/x.yaml"]);
}

#[test]
fn hidden_files_are_read_on_request_or_by_name() {
    let root = folder("hidden", &[".hidden/a.yaml", ".b.yaml", "c.yaml", ".git/x.yaml"]);
    assert_eq!(names(&list(&[&root], false), &root), ["c.yaml"]);
    assert_eq!(
        names(&list(&[&root], true), &root),
        [".b.yaml", ".hidden/a.yaml", "c.yaml"]
    );
    assert_eq!(
        names(&list(&[root.join(".hidden"), root.join(".b.yaml")], false), &root),
        [".b.yaml", ".hidden/a.yaml"]
    );
}

#[test]
fn named_files_are_read_whatever_they_are_called_and_once() {
    let root = folder("named", &["a.txt", "b.yaml"]);
    let listing = list(
        &[
            root.join("a.txt"),
            root.clone(),
            root.join("b.yaml"),
            root.join("a.txt"),
        ],
        false,
    );
    assert_eq!(names(&listing, &root), ["a.txt", "b.yaml"]);
    assert!(listing.inputs.iter().all(|input| input.named));
}

#[test]
fn globs_are_expanded_where_the_shell_did_not() {
    let root = folder("globs", &["a/x.yaml", "a/b/y.yaml", "a/z.tmpl", "c/x.yaml"]);
    let glob = |pattern: &str| names(&list(&[root.join(pattern)], false), &root);
    assert_eq!(glob("a/*.yaml"), ["a/x.yaml"]);
    assert_eq!(glob("**/x.yaml"), ["a/x.yaml", "c/x.yaml"]);
    assert_eq!(glob("a/**"), ["a/b/y.yaml", "a/x.yaml", "a/z.tmpl"]);
    assert_eq!(glob("{a,c}/x.*"), ["a/x.yaml", "c/x.yaml"]);
    let none = list(&[root.join("*.json")], false);
    assert_eq!(none.failures[0].reason, "no file matches");
}

#[test]
fn what_is_missing_is_a_failure_and_the_rest_goes_on() {
    let root = folder("missing", &["a.yaml"]);
    let listing = list(&[root.join("nope.yaml"), root.clone()], false);
    assert_eq!(names(&listing, &root), ["a.yaml"]);
    assert_eq!(listing.failures.len(), 1);
    assert!(listing.failures[0].name.ends_with("nope.yaml"));
}

#[test]
fn standard_input_comes_first() {
    let listing = list(&[PathBuf::from("-")], false);
    assert_eq!(listing.inputs[0].path, None);
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn loops_end() {
        let root = folder("loops", &["a/x.yaml", "b/y.yaml"]);
        for (from, to) in [("a/up", "."), ("a/b", "b"), ("b/a", "a"), ("b/self", "b")] {
            symlink(root.join(to), root.join(from)).expect("a link");
        }
        let listing = list(&[&root], false);
        assert_eq!(names(&listing, &root), ["a/x.yaml", "b/y.yaml"]);
        assert!(listing.failures.is_empty());
    }

    #[test]
    fn what_lies_outside_is_read_once() {
        let outside = folder("outside", &["x.yaml"]);
        let root = folder("inside", &["a.yaml"]);
        for name in ["one", "two"] {
            symlink(&outside, root.join(name)).expect("a link");
        }
        symlink(outside.join("x.yaml"), root.join("x.yaml")).expect("a link");
        symlink(root.join("a.yaml"), root.join("0.yaml")).expect("a link");
        let listing = list(&[&root], false);
        assert_eq!(names(&listing, &root), ["a.yaml", "one/x.yaml"]);
    }

    #[test]
    fn dead_links_matter_only_where_a_document_should_be() {
        let root = folder("dead", &["a.yaml"]);
        symlink(root.join("gone"), root.join("b.yaml")).expect("a link");
        symlink(root.join("gone"), root.join("tool")).expect("a link");
        let listing = list(&[&root], false);
        assert_eq!(names(&listing, &root), ["a.yaml"]);
        assert_eq!(listing.failures.len(), 1);
        assert_eq!(listing.failures[0].reason, "link to a file that does not exist");
    }
}

#[test]
fn files_below_a_chart_s_templates_are_known() {
    let root = folder(
        "chart",
        &["Chart.yaml", "templates/sub/a.yaml", "other/templates/a.yaml"],
    );
    assert!(walk::is_in_chart(&root.join("templates/sub")));
    assert!(!walk::is_in_chart(&root.join("other/templates")));
    assert!(!walk::is_in_chart(&root));
}
