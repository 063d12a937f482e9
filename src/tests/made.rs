//! Documents that are made, by a grammar of what manifests look like, and documents that are damaged.

use crate::yaml::Dice;

/// Makes documents in the shapes that manifests have, and in all that is allowed besides.
pub(crate) struct Writer<'d> {
    dice: &'d mut Dice,
    text: String,
    anchors: usize,
}

const KEYS: [&str; 22] = [
    "apiVersion",
    "kind",
    "metadata",
    "name",
    "spec",
    "a",
    "b",
    "c",
    "a.b/c",
    "\"quoted\"",
    "'single'",
    "? x\n",
    "y",
    "1",
    "\"1\"",
    "0x10",
    "<<",
    "key with words",
    "caf\u{e9}",
    "\"\\u00e9\"",
    "on",
    "!!str 2",
];

const PLAIN: [&str; 46] = [
    "web",
    "nginx:1.27",
    "a b  c",
    "100m",
    "1.5",
    "0x1f",
    "017",
    "08",
    "0b11",
    "1_000",
    "yes",
    "No",
    "~",
    "null",
    "",
    "http://x/y#z",
    "-1",
    "+5",
    ".5",
    "1e3",
    "2001-01-01",
    "caf\u{e9}",
    "a#b",
    "x\ty",
    "-x",
    ":x",
    "?x",
    "a,b",
    "{}",
    "[]",
    "[a, b: c, {d: e}]",
    "{a: 1, 'b': \"c\", d}",
    "{\n  a: 1,\n  b: [x,\n y]\n}",
    "[a,]",
    "!!int 5",
    "!!float 5",
    "!!str 5",
    "! 7",
    "!custom {a: b}",
    "\u{4e2d}\u{6587}",
    "one\n   two\n\n   three",
    "x # comment",
    "\u{1f600}",
    "9223372036854775808",
    "-0",
    "1:30",
];

const QUOTED: [&str; 20] = [
    "it''s",
    "a # b",
    "a: b",
    "one\n   two",
    "one\n\n\n   two",
    " lead",
    "trail ",
    "\\n",
    "\\x41\\u00e9",
    "\\\"",
    "\\\n   x",
    "'",
    "\"",
    "%",
    "tab\there",
    "- x",
    "\u{85}",
    "\u{2028}z",
    "\\",
    "\\  ",
];

const LINES: [&str; 14] = [
    "line",
    "two words",
    "  deeper",
    "",
    " ",
    "# no comment",
    "key: value",
    "- item",
    "\ttab",
    "trailing  ",
    "---",
    "\u{e9}",
    "",
    "   far",
];

impl Writer<'_> {
    pub(crate) fn document(dice: &mut Dice) -> String {
        let mut writer = Writer {
            dice,
            text: String::new(),
            anchors: 0,
        };
        for _ in 0..=writer.one_in(4, 2) {
            if writer.chance(2) {
                writer.text.push_str("---");
                writer.end_of_line();
            }
            match writer.dice.roll(8) {
                0 => writer.inline(0),
                1 => writer.list(0, 0),
                _ => writer.map(0, 0),
            }
            if writer.chance(12) {
                writer.text.push_str("...\n");
            }
            if !writer.text.ends_with('\n') {
                writer.text.push('\n');
            }
        }
        let mut text = writer.text;
        match dice.roll(24) {
            0..4 => text = text.replace('\n', "\r\n"),
            4 => text = text.replace('\n', "\r"),
            5 => text = text.replace('\n', "\u{85}"),
            6 => text = text.replacen('\n', "\u{2028}", 2),
            7 => text.insert(0, '\u{feff}'),
            8 => text = text.trim_end().to_owned(),
            _ => {}
        }
        text
    }

    fn chance(&mut self, of: usize) -> bool {
        self.dice.roll(of) == 0
    }

    /// A number below `most`, and 0 but for one in so many cases.
    fn one_in(&mut self, of: usize, most: usize) -> usize {
        if self.chance(of) { self.dice.roll(most) + 1 } else { 0 }
    }

    fn pick(&mut self, from: &[&'static str]) -> &'static str {
        from[self.dice.roll(from.len())]
    }

    fn indent(&mut self, indent: usize) {
        self.text.push_str(&" ".repeat(indent));
    }

    fn end_of_line(&mut self) {
        match self.dice.roll(16) {
            0 => self.text.push_str(" # comment"),
            1 => self.text.push_str("  "),
            2 => self.text.push_str("\t# tab"),
            _ => {}
        }
        self.text.push('\n');
        match self.dice.roll(24) {
            0 => self.text.push('\n'),
            1 => self.text.push_str("# comment: 'line\n"),
            2 => self.text.push_str("     # deep\n\n"),
            _ => {}
        }
    }

    fn map(&mut self, indent: usize, depth: usize) {
        for count in 0..=self.dice.roll(5) {
            // The first key may stand behind a dash.
            if count > 0 || self.text.is_empty() || self.text.ends_with('\n') {
                self.indent(indent);
            }
            match self.pick(&KEYS) {
                "? x\n" => {
                    self.text.push_str("? x\n");
                    self.indent(indent);
                }
                "<<" if self.anchors > 0 => {
                    let anchor = self.dice.roll(self.anchors);
                    self.text.push_str(&format!("<<: *x{anchor}\n"));
                    continue;
                }
                "<<" => self.text.push_str("other"),
                key if self.chance(3) => self.text.push_str(&format!("{key}{count}")),
                key => self.text.push_str(key),
            }
            self.text.push(':');
            self.value(indent, depth, true);
        }
    }

    fn list(&mut self, indent: usize, depth: usize) {
        for count in 0..=self.dice.roll(4) {
            if count > 0 || self.text.is_empty() || self.text.ends_with('\n') {
                self.indent(indent);
            }
            self.text.push('-');
            if depth < 5 && self.chance(2) {
                self.text.push(' ');
                if self.chance(4) {
                    self.list(indent + 2, depth + 1);
                } else {
                    self.map(indent + 2, depth + 1);
                }
            } else {
                self.value(indent, depth, false);
            }
        }
    }

    /// What follows a colon or a dash.
    fn value(&mut self, indent: usize, depth: usize, of_key: bool) {
        if self.chance(14) {
            self.text.push_str(&format!(" &x{}", self.anchors));
            self.anchors += 1;
        }
        match self.dice.roll(if depth < 5 { 14 } else { 9 }) {
            0 => self.end_of_line(),
            1 => self.block_scalar(indent),
            2..9 => {
                self.text.push(' ');
                self.inline(indent);
            }
            9 | 10 if of_key => {
                self.end_of_line();
                let deeper = self.dice.roll(2) * 2;
                self.list(indent + deeper, depth + 1);
            }
            _ => {
                self.end_of_line();
                let deeper = 1 + self.dice.roll(4);
                self.map(indent + deeper, depth + 1);
            }
        }
    }

    fn inline(&mut self, indent: usize) {
        let deeper = format!("\n{}", " ".repeat(indent));
        match self.dice.roll(12) {
            0 if self.anchors > 0 => {
                let anchor = self.dice.roll(self.anchors);
                self.text.push_str(&format!("*x{anchor}"));
            }
            1 | 2 => {
                let quote = ['"', '\''][self.dice.roll(2)];
                self.text.push(quote);
                for _ in 0..=self.dice.roll(3) {
                    let piece = self.pick(&QUOTED);
                    let fits = match quote {
                        '"' => piece != "\"" && piece != "\\",
                        _ => piece != "'",
                    };
                    if fits {
                        self.text.push_str(&piece.replace('\n', &deeper));
                    }
                }
                self.text.push(quote);
            }
            _ => {
                let plain = self.pick(&PLAIN).replace('\n', &deeper);
                self.text.push_str(&plain);
            }
        }
        self.end_of_line();
    }

    fn block_scalar(&mut self, indent: usize) {
        let header = self.pick(&[" |", " >", " |-", " >-", " |+", " >+", " |2", " >1-", " |-4", " |+2"]);
        self.text.push_str(header);
        if self.chance(8) {
            self.text.push_str(" # header");
        }
        self.text.push('\n');
        let deeper = indent
            + header
                .bytes()
                .find(u8::is_ascii_digit)
                .map_or(2, |digit| usize::from(digit - b'0'));
        for _ in 0..self.dice.roll(6) {
            let line = self.pick(&LINES);
            if !line.is_empty() {
                self.indent(deeper);
            }
            self.text.push_str(line);
            self.text.push('\n');
        }
    }
}

/// Damages a text here and there.
pub(crate) fn damage(dice: &mut Dice, text: &mut String, others: &[String]) {
    const PIECES: [&str; 52] = [
        " ",
        "  ",
        "\n",
        "\t",
        "\r\n",
        "\r",
        "- ",
        "-",
        ": ",
        ":",
        "?",
        "? ",
        "#",
        " #",
        "{",
        "}",
        "[",
        "]",
        ", ",
        ",",
        "|",
        ">",
        "|-\n",
        ">2\n",
        "&x ",
        "*x",
        "!!str ",
        "!",
        "!!int ",
        "!a!b ",
        "<<: ",
        "\"",
        "'",
        "\\",
        "\\u12",
        "%",
        "@",
        "`",
        "...",
        "---",
        "\n---\n",
        "\n...\n",
        "\u{85}",
        "\u{2028}",
        "\u{e9}",
        "\u{feff}",
        "\u{0}",
        "\u{7f}",
        "0",
        "~",
        ": |\n",
        "%YAML 1.1\n---\n",
    ];
    for _ in 0..=dice.roll(3) {
        let at = dice.place(text);
        let line = text[..at].rfind('\n').map_or(0, |found| found + 1);
        match dice.roll(10) {
            0..3 => text.insert_str(at, PIECES[dice.roll(PIECES.len())]),
            3 => {
                let end = text.ceil_char_boundary(at + 1);
                text.replace_range(at..end, "");
            }
            4 => {
                let end = text.ceil_char_boundary(at + dice.roll(40));
                text.replace_range(at..end, "");
            }
            5 => text.truncate(at),
            6 => text.insert_str(line, &" ".repeat(1 + dice.roll(3))),
            7 => {
                let blanks = text[line..].len() - text[line..].trim_start_matches(' ').len();
                text.replace_range(line..line + dice.roll(blanks + 1), "");
            }
            8 => {
                let other = dice.place(text);
                let (first, second) = (at.min(other), at.max(other));
                let moved = text[first..second].to_owned();
                text.replace_range(first..second, "");
                let to = dice.place(text);
                text.insert_str(to, &moved);
            }
            _ => {
                let other = &others[dice.roll(others.len())];
                let from = dice.place(other);
                let to = other.ceil_char_boundary(from + dice.roll(60));
                text.insert_str(at, &other[from..to]);
            }
        }
    }
}
