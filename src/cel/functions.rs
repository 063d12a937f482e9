//! The functions an expression can call: the language's own, its extensions and the server's libraries.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use super::types::Ty;

/// One way to call a function.
#[derive(Debug)]
pub(super) struct Overload {
    /// Whether it is called on a value, which then is the first parameter.
    pub(super) member: bool,
    /// What it takes. One capital letter stands for any type, the same wherever it stands.
    pub(super) params: Vec<Ty<'static>>,
    /// What it gives.
    pub(super) result: Ty<'static>,
}

/// Every function, a line for each way to call it: name, `(parameters)` or `target.(parameters)`, result.
const DECLARATIONS: &str = include_str!("functions.txt");

/// A function: the lines that declare it, which are read when it is first called.
#[derive(Default)]
struct Function {
    lines: Vec<&'static str>,
    overloads: OnceLock<Vec<Overload>>,
}

impl Function {
    fn overloads(&self) -> &[Overload] {
        let read = || self.lines.iter().filter_map(|line| declarations(line)).flatten();
        self.overloads.get_or_init(|| read().collect())
    }
}

static FUNCTIONS: LazyLock<HashMap<&'static str, Function>> = LazyLock::new(|| {
    let mut functions: HashMap<_, Function> = HashMap::with_capacity(256);
    for line in DECLARATIONS.lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, signature)) = line.split_once(' ') {
            functions.entry(name).or_default().lines.push(signature);
        }
    }
    functions
});

/// The ways to call a function; none where there is no such function.
pub(super) fn find(name: &str) -> Option<&'static [Overload]> {
    FUNCTIONS.get(name).map(Function::overloads)
}

/// The full name of a function of a name space, and the ways to call it.
pub(super) fn find_in(space: &str, name: &str) -> Option<(&'static str, &'static [Overload])> {
    let (name, function) = FUNCTIONS.get_key_value(format!("{space}.{name}").as_str())?;
    Some((name, function.overloads()))
}

/// Reads what a line says of a function. A name in braces, such as `{number}`, stands for each type of a group in turn.
fn declarations(signature: &str) -> Option<Vec<Overload>> {
    const GROUPS: [(&str, &[&str]); 2] = [
        (
            "{ordered}",
            &[
                "int",
                "uint",
                "double",
                "bool",
                "duration",
                "timestamp",
                "string",
                "bytes",
            ],
        ),
        ("{number}", &["int", "uint", "double"]),
    ];
    for (group, members) in GROUPS {
        if signature.contains(group) {
            let each = members.iter().map(|member| overload(&signature.replace(group, member)));
            return each.collect();
        }
    }
    Some(vec![overload(signature)?])
}

fn overload(signature: &str) -> Option<Overload> {
    let (call, result) = signature.trim().split_once(" -> ")?;
    let (target, list) = match call.split_once(".(") {
        Some((target, list)) => (Some(target), list),
        None => (None, call.strip_prefix('(')?),
    };
    let list = list.strip_suffix(')')?;
    Some(Overload {
        member: target.is_some(),
        params: target.into_iter().chain(split(list)).map(ty).collect(),
        result: ty(result),
    })
}

/// The parts of a list between commas, of which those in parentheses do not count.
fn split(list: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0;
    list.split(move |c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        c == ',' && depth == 0
    })
    .map(str::trim)
    .filter(|part| !part.is_empty())
}

/// Reads a type.
fn ty(text: &str) -> Ty<'static> {
    let inner = |head: &str| text.strip_prefix(head)?.strip_prefix('(')?.strip_suffix(')');
    if let Some(item) = inner("list") {
        return Ty::list(ty(item));
    }
    if let Some(value) = inner("optional") {
        return Ty::optional(ty(value));
    }
    if let Some(of) = inner("type") {
        return Ty::Type(Box::new(ty(of)));
    }
    if let Some(both) = inner("map") {
        let mut parts = split(both).map(ty);
        let (key, value) = (parts.next(), parts.next());
        return Ty::map(key.unwrap_or(Ty::Dyn), value.unwrap_or(Ty::Dyn));
    }
    match text {
        "dyn" => Ty::Dyn,
        "bool" => Ty::Bool,
        "int" => Ty::Int,
        "uint" => Ty::Uint,
        "double" => Ty::Double,
        "string" => Ty::String,
        "bytes" => Ty::Bytes,
        "A" => Ty::Param(0),
        "B" => Ty::Param(1),
        name => Ty::named(name).unwrap_or(Ty::Dyn),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_declarations_can_be_read() {
        for line in DECLARATIONS
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
        {
            let signature = line.split_once(' ').map(|(_, signature)| signature);
            let overloads = signature.and_then(declarations).unwrap_or_else(|| panic!("{line}"));
            let known = |ty: &Ty<'_>| !matches!(ty, Ty::Dyn) || line.contains("dyn");
            for overload in overloads {
                assert!(overload.params.iter().chain([&overload.result]).all(known), "{line}");
            }
        }
    }
}
