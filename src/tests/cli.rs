//! The real program in a scrubbed environment: what it prints and its exit code. Each test has a folder of its own.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

struct Folder {
    path: PathBuf,
}

const GOOD: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n";
const BAD: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: Settings}\nextra: 1\n";

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("cli").join(name);
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).expect("the folder can be made");
        let folder = Self { path };
        // A walk upwards for ignore files stops at a repository's root.
        folder.write(".git/HEAD", b"ref: refs/heads/main\n");
        for (name, text) in files {
            folder.write(name, text.as_bytes());
        }
        folder
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path.join(name);
        std::fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("the folder can be made");
        std::fs::write(path, bytes).expect("the file can be written");
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path.join(name)).expect("the file is there")
    }

    /// Runs `admit` with arguments as a shell would split them.
    fn run(&self, arguments: &str) -> Run {
        self.run_with(arguments, None)
    }

    fn start(&self, arguments: &str) -> Child {
        Command::new(env!("CARGO_BIN_EXE_admit"))
            .args(arguments.split_whitespace())
            .current_dir(&self.path)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts")
    }

    fn run_with(&self, arguments: &str, input: Option<&str>) -> Run {
        let mut child = self.start(arguments);
        let mut stdin = child.stdin.take().expect("stdin is a pipe");
        // A program that reads no input closes it early.
        let _ = stdin.write_all(input.unwrap_or_default().as_bytes());
        drop(stdin);
        let output = child.wait_with_output().expect("the program ends");
        let text = |bytes: &[u8]| {
            let text = String::from_utf8_lossy(bytes);
            let text = text.replace(&self.path.display().to_string(), "[FOLDER]");
            text.replace(env!("CARGO_PKG_VERSION"), "[VERSION]")
        };
        Run {
            command: format!("admit {arguments}"),
            code: output.status.code().expect("the program was not killed"),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }
}

struct Run {
    command: String,
    code: i32,
    stdout: String,
    stderr: String,
}

impl Run {
    fn shown(&self) -> String {
        let part = |name: &str, text: &str| match text.trim_end() {
            "" => String::new(),
            text => format!("--- {name}\n{text}\n"),
        };
        format!(
            "$ {}\n{}{}--- exit code {}\n\n",
            self.command,
            part("stdout", &self.stdout),
            part("stderr", &self.stderr),
            self.code
        )
    }
}

fn snapshot(name: &str, runs: &[Run]) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/cli");
    let text: String = runs.iter().map(Run::shown).collect();
    insta::with_settings!({snapshot_path => folder, prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn exit_codes() {
    let folder = Folder::new(
        "exit-codes",
        &[
            ("good.yaml", GOOD),
            ("bad.yaml", BAD),
            ("warned.yaml", "# admit: ignore[meta/name] nothing here\n"),
        ],
    );
    let code = |arguments: &str| folder.run(arguments).code;
    assert_eq!(code("check good.yaml"), 0);
    assert_eq!(code("good.yaml"), 0);
    assert_eq!(code("check bad.yaml"), 1);
    assert_eq!(code("check good.yaml bad.yaml"), 1);
    assert_eq!(code("check --fail-on never bad.yaml"), 0);
    assert_eq!(code("check --fail-on info bad.yaml"), 1);
    assert_eq!(code("check --ignore meta/name,schema bad.yaml"), 0);
    assert_eq!(code("check --select deployment/* bad.yaml"), 0);
    assert_eq!(code("check missing.yaml"), 2);
    assert_eq!(code("check good.yaml missing.yaml"), 2);
    assert_eq!(code("check missing.yaml bad.yaml"), 2);
    assert_eq!(code("check --no-such-flag"), 2);
    assert_eq!(code("check --format no-such-format"), 2);
    assert_eq!(code("check --select no-such/rule good.yaml"), 2);
    assert_eq!(code("check --config missing.yaml good.yaml"), 2);
    assert_eq!(code("check --jobs 0 good.yaml"), 2);
    assert_eq!(code("check --output no/such/folder/x good.yaml"), 2);
    assert_eq!(code("explain no-such/rule"), 2);
    assert_eq!(code("explain meta/name"), 0);
    assert_eq!(code("rules"), 0);
    assert_eq!(code("--help"), 0);
    assert_eq!(code("--version"), 0);
    assert_eq!(code(""), 2);
    assert_eq!(folder.run_with("check -", Some(GOOD)).code, 0);
    assert_eq!(folder.run_with("check -", Some(BAD)).code, 1);
}

#[test]
fn findings_and_summary() {
    let folder = Folder::new(
        "findings",
        &[
            ("good.yaml", GOOD),
            ("k8s/bad.yaml", BAD),
            ("k8s/kustomization.yaml", "resources: [bad.yaml]\n"),
            ("notes.txt", "not read\n"),
            ("values.yaml", "image: web\n"),
        ],
    );
    snapshot(
        "findings",
        &[
            folder.run("check"),
            folder.run("check --quiet"),
            folder.run("check --format concise"),
            folder.run("check --format concise --quiet"),
            folder.run("check --format jsonl k8s/bad.yaml"),
            folder.run("check --statistics --format concise"),
            folder.run("check good.yaml"),
        ],
    );
}

#[test]
fn standard_input() {
    let folder = Folder::new("stdin", &[]);
    snapshot(
        "stdin",
        &[
            folder.run_with("check -", Some(BAD)),
            folder.run_with("check --format concise -", Some(BAD)),
            folder.run_with("check --format concise --stdin-filename k8s/web.yaml", Some(BAD)),
            folder.run_with("check --format concise --stdin-filename k8s/web.yaml -", Some(BAD)),
            folder.run_with("check -", Some("")),
        ],
    );
}

#[test]
fn output_goes_to_a_file() {
    let folder = Folder::new("output", &[("bad.yaml", BAD)]);
    let run = folder.run("check --format jsonl --output found.jsonl bad.yaml");
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    let plain = folder.run("check --format jsonl bad.yaml");
    assert_eq!(folder.read("found.jsonl"), plain.stdout);
}

/// Every format ends well, and the order of findings does not depend on threads.
#[test]
fn many_files_in_every_format() {
    let folder = Folder::new("many", &[]);
    for number in 0..600 {
        let text = if number % 3 == 0 { BAD } else { GOOD };
        folder.write(&format!("d{}/f{number}.yaml", number % 7), text.as_bytes());
    }
    for (format, _) in admit::render::Format::ALL {
        let one = folder.run(&format!("check --jobs 1 --format {format}"));
        let more = folder.run(&format!("check --jobs 4 --format {format}"));
        assert_eq!(one.code, 1, "{format}");
        let scrubbed = |text: &str| match text.split_once("\"elapsed\":") {
            Some((before, _)) => before.to_owned(),
            None => text.to_owned(),
        };
        assert_eq!(scrubbed(&one.stdout), scrubbed(&more.stdout), "{format}");
        if ["json", "sarif", "gitlab"].contains(&format) {
            let parsed: Result<serde_json::Value, _> = serde_json::from_str(&one.stdout);
            assert!(parsed.is_ok(), "{format} is JSON");
        }
    }
}

#[test]
fn what_is_read() {
    let folder = Folder::new(
        "walk",
        &[
            (".gitignore", "ignored/\n"),
            (".admitignore", "left-out.yaml\n"),
            ("a.yaml", BAD),
            ("b.yml", BAD),
            (
                "c.json",
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"C\"}}",
            ),
            ("d.txt", BAD),
            ("ignored/e.yaml", BAD),
            ("left-out.yaml", BAD),
            (".hidden/f.yaml", BAD),
            ("sub/g.yaml", BAD),
        ],
    );
    let quiet = "--quiet --format concise";
    snapshot(
        "walk",
        &[
            folder.run(&format!("check {quiet}")),
            folder.run(&format!("check {quiet} --hidden")),
            folder.run(&format!("check {quiet} ignored/e.yaml left-out.yaml d.txt")),
            folder.run(&format!("check {quiet} **/*.yaml")),
            folder.run(&format!("check {quiet} sub no-such-folder")),
        ],
    );
}

#[test]
fn bad_input() {
    let folder = Folder::new(
        "bad-input",
        &[
            ("broken.yaml", "a: [1, 2\nb: c\n"),
            ("empty.yaml", ""),
            ("comment.yaml", "# nothing else\n"),
            ("scalar.yaml", "just a text\n"),
            ("tab.yaml", "a:\n\tb: c\n"),
        ],
    );
    folder.write("binary.yaml", &[0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3, 0xff, 0xfe]);
    folder.write("latin1.yaml", b"a: caf\xe9\n");
    folder.write("utf16.yaml", b"\xff\xfea\0:\0 \0b\0\n\0");
    snapshot(
        "bad-input",
        &[folder.run("check"), folder.run("check --format json")].map(|mut run| {
            if let Some((before, _)) = run.stdout.clone().split_once("\"elapsed\":") {
                run.stdout = format!("{before}\"elapsed\":[SECONDS]}}}}");
            }
            run
        }),
    );
}

#[test]
fn wrong_use() {
    let folder = Folder::new(
        "wrong-use",
        &[
            ("good.yaml", GOOD),
            ("unknown/admit.yaml", "selct: [meta]\n"),
            ("unknown/good.yaml", GOOD),
            ("broken/admit.yaml", "select: [\n"),
            ("broken/good.yaml", GOOD),
        ],
    );
    snapshot(
        "wrong-use",
        &[
            folder.run("check missing.yaml"),
            folder.run("check --no-such-flag"),
            folder.run("check --format yaml"),
            folder.run("check --select meta/nam good.yaml"),
            folder.run("check unknown"),
            folder.run("check broken"),
            folder.run("check --config missing.yaml good.yaml"),
            folder.run("explain meta/nam"),
            folder.run(""),
        ],
    );
}

#[test]
fn rules_and_pages() {
    let folder = Folder::new("rules", &[]);
    snapshot(
        "rules",
        &[
            folder.run("explain deployment/strategy"),
            folder.run("--version"),
            folder.run("check --help"),
        ],
    );
    let listed = folder.run("rules --format json");
    let listed: Vec<serde_json::Value> = serde_json::from_str(&listed.stdout).expect("the list is JSON");
    assert_eq!(listed.len(), admit::rules::all().count());
    for format in ["human", "markdown"] {
        let listed = folder.run(&format!("rules --format {format}")).stdout;
        for rule in admit::rules::all() {
            assert!(listed.contains(rule.id), "{} in {format}", rule.id);
        }
    }
}

/// A pipe gives what it has, which is not all there is.
#[cfg(unix)]
#[test]
fn a_slow_pipe_is_read_to_its_end() {
    let folder = Folder::new("slow-pipe", &[]);
    let mut child = folder.start("check --format concise /dev/stdin");
    let mut stdin = child.stdin.take().expect("stdin is a pipe");
    for part in [GOOD, "---\n", BAD] {
        stdin.write_all(part.as_bytes()).expect("the program reads");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    drop(stdin);
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(1));
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(stdout.contains("/dev/stdin:7:"), "{stdout}");
}

/// A reader that goes away early, such as `head`, is no fault.
#[test]
fn a_closed_pipe_is_no_crash() {
    let folder = Folder::new("pipe", &[]);
    for number in 0..2000 {
        folder.write(&format!("f{number}.yaml"), BAD.as_bytes());
    }
    let mut child = Command::new(env!("CARGO_BIN_EXE_admit"))
        .args(["check", "--format", "jsonl"])
        .current_dir(&folder.path)
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!stderr.contains("panicked"), "{stderr}");
}

#[test]
fn colors_follow_the_flag_and_the_environment() {
    let folder = Folder::new("color", &[("bad.yaml", BAD)]);
    let escape = |arguments: &str| folder.run(arguments).stdout.contains('\u{1b}');
    assert!(!escape("check bad.yaml"));
    assert!(!escape("check --color never bad.yaml"));
    assert!(escape("check --color always bad.yaml"));
    assert!(!escape("check --color always --format jsonl bad.yaml"));
}

#[test]
fn schemas_of_the_user_are_bound_to_files() {
    let folder = Folder::new(
        "schemas",
        &[
            ("menus/a.yaml", "menu: 1\n"),
            ("menu.json", r#"{"properties": {"menu": {"type": "string"}}}"#),
            ("remote.json", r#"{"$ref": "https://example.com/menu.json"}"#),
            ("broken.json", r#"{"type": "#),
        ],
    );
    let run = folder.run("check --format concise --schema menus/*.yaml=menu.json menus");
    assert_eq!(run.code, 1);
    assert!(
        run.stdout
            .starts_with("menus/a.yaml:1:7: error[schema/json-schema] menu: ")
    );
    assert_eq!(folder.run("check --schema other/*.yaml=menu.json menus").code, 0);
    let run = folder.run("check --schema menus/*.yaml=remote.json menus");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("is not fetched"), "{}", run.stderr);
    assert!(run.stderr.contains("remote.json:1:10: "), "{}", run.stderr);
    folder.write("wrong.json", b"{\n  \"type\": \"text\"\n}\n");
    let run = folder.run("check --schema menus/*.yaml=wrong.json menus");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("wrong.json:2:11: "), "{}", run.stderr);
    folder.write("admit.yaml", b"files:\n- paths: [menus]\n  schema: broken.json\n");
    let run = folder.run("check menus");
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("admit.yaml:3:11: ") && run.stderr.contains("broken.json:1:1: "),
        "{}",
        run.stderr
    );
    folder.write("admit.yaml", b"files:\n- paths: [menus]\n  schema: menu.json\n");
    assert_eq!(folder.run("check menus").code, 1);
}
