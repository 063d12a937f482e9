//! What the parser makes of an expression: parts that are numbered and know where they stand in the text.

use std::borrow::Cow;

/// Names of functions that are written as operators.
pub(super) mod op {
    pub(crate) const CONDITIONAL: &str = "_?_:_";
    pub(crate) const AND: &str = "_&&_";
    pub(crate) const OR: &str = "_||_";
    pub(crate) const NOT: &str = "!_";
    pub(crate) const NEGATE: &str = "-_";
    pub(crate) const ADD: &str = "_+_";
    pub(crate) const SUBTRACT: &str = "_-_";
    pub(crate) const MULTIPLY: &str = "_*_";
    pub(crate) const DIVIDE: &str = "_/_";
    pub(crate) const MODULO: &str = "_%_";
    pub(crate) const EQUALS: &str = "_==_";
    pub(crate) const NOT_EQUALS: &str = "_!=_";
    pub(crate) const LESS: &str = "_<_";
    pub(crate) const LESS_EQUALS: &str = "_<=_";
    pub(crate) const GREATER: &str = "_>_";
    pub(crate) const GREATER_EQUALS: &str = "_>=_";
    pub(crate) const IN: &str = "@in";
    pub(crate) const INDEX: &str = "_[_]";
    pub(crate) const OPT_INDEX: &str = "_[?_]";
    pub(crate) const OPT_SELECT: &str = "_?._";
    pub(crate) const NOT_STRICTLY_FALSE: &str = "@not_strictly_false";
}

/// A part of an expression, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Id(u32);

impl Id {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// The parts of an expression.
#[derive(Debug, Default)]
pub(super) struct Tree<'t> {
    parts: Vec<Part<'t>>,
}

#[derive(Debug)]
struct Part<'t> {
    at: u32,
    expr: Expr<'t>,
}

impl<'t> Tree<'t> {
    /// Adds a part that stands at an offset of the text.
    pub(super) fn put(&mut self, at: usize, expr: Expr<'t>) -> Id {
        let id = Id(crate::source::offset(self.parts.len()));
        let at = crate::source::offset(at);
        self.parts.push(Part { at, expr });
        id
    }

    pub(super) fn expr(&self, id: Id) -> &Expr<'t> {
        &self.parts[id.index()].expr
    }

    /// Where a part stands in the text: its own character, such as the operator between two others.
    pub(super) fn at(&self, id: Id) -> usize {
        self.parts[id.index()].at as usize
    }

    /// How many parts there are.
    pub(super) fn len(&self) -> usize {
        self.parts.len()
    }

    /// Every part with its number.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Id, &Expr<'t>)> {
        let numbers = (0..).map(Id);
        numbers.zip(self.parts.iter().map(|part| &part.expr))
    }

    /// Whether a part is this name, with dots in it or without.
    pub(super) fn spells(&self, id: Id, name: &str) -> bool {
        match self.expr(id) {
            Expr::Ident { name: ident, .. } => *ident == name,
            Expr::Select(select) if !select.test => name
                .strip_suffix(select.field)
                .and_then(|space| space.strip_suffix('.'))
                .is_some_and(|space| self.spells(select.operand, space)),
            _ => false,
        }
    }
}

/// A part of an expression.
#[derive(Debug)]
pub(super) enum Expr<'t> {
    Literal(Literal<'t>),
    /// A name; one with a dot before it is never that of a loop.
    Ident {
        name: &'t str,
        rooted: bool,
    },
    Select(Select<'t>),
    List(Vec<Item>),
    Map(Vec<Entry>),
    Object(Object<'t>),
    Call(Call<'t>),
    Loop(Box<Loop<'t>>),
}

/// A value that is written out.
#[derive(Clone, Debug)]
pub(super) enum Literal<'t> {
    Null,
    Bool,
    Int(i64),
    Uint(u64),
    Double(f64),
    Text(Cow<'t, str>),
    Bytes(Cow<'t, [u8]>),
}

/// `operand.field`, or the test whether there is such a field.
#[derive(Debug)]
pub(super) struct Select<'t> {
    pub(super) operand: Id,
    pub(super) field: &'t str,
    pub(super) test: bool,
}

/// An item of a list. One that is optional is there only if it has a value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) value: Id,
    pub(super) optional: bool,
}

/// An entry of a map.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) key: Id,
    pub(super) value: Id,
    pub(super) optional: bool,
}

/// `name{field: value}`
#[derive(Debug)]
pub(super) struct Object<'t> {
    pub(super) name: String,
    pub(super) fields: Vec<(&'t str, Id)>,
}

/// A call of a function or operator.
#[derive(Debug)]
pub(super) struct Call<'t> {
    pub(super) name: &'t str,
    pub(super) target: Option<Id>,
    pub(super) args: Vec<Id>,
}

/// What the macros of the language stand for: `variable` runs over `range`, and `sum`, which begins as `start`, becomes
/// `step` as long as `condition` holds; then it is `result`.
#[derive(Debug)]
pub(super) struct Loop<'t> {
    pub(super) range: Id,
    pub(super) variable: &'t str,
    /// With two variables the first one is the index or key, and this the item.
    pub(super) second: Option<&'t str>,
    pub(super) sum: &'t str,
    pub(super) start: Id,
    pub(super) condition: Id,
    pub(super) step: Id,
    pub(super) result: Id,
}
