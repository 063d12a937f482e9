//! Macros. In: a call, parsed. Out: what it stands for, as the server's parser writes it.

use super::ast::{Call, Expr, Id, Item, Literal, Loop, Select, Tree, op};
use super::check::Fault;
use crate::check::quote;

const RESULT: &str = "@result";
const INPUT: &str = "@sorted";
const UNUSED: &str = "#unused";
/// A name of variables that loops may not give to theirs.
const TAKEN: &str = "__result__";

/// What a call at a place of the text stands for; none where it is no macro. `bindings` tells whether `cel.bind` is known.
pub(super) fn expand<'t>(tree: &mut Tree<'t>, at: usize, call: &Call<'t>, bindings: bool) -> Result<Option<Id>, Fault> {
    let mut writer = Writer { tree, at };
    let Some(target) = call.target else {
        return match (call.name, call.args.as_slice()) {
            ("has", [field]) => writer.has(*field).map(Some),
            _ => Ok(None),
        };
    };
    Ok(Some(match (call.name, call.args.as_slice()) {
        ("all" | "exists" | "exists_one" | "filter", [variable, rest @ ..]) if rest.len() == 1 => {
            let variable = writer.loop_variable(*variable)?;
            writer.looped(call.name, target, variable, None, rest)
        }
        ("map", [variable, rest @ ..]) if matches!(rest.len(), 1 | 2) => {
            let variable = writer.loop_variable(*variable)?;
            writer.looped(call.name, target, variable, None, rest)
        }
        ("all" | "exists" | "existsOne" | "exists_one", [first, second, rest @ ..]) if rest.len() == 1 => {
            writer.looped_over_two(call.name, target, *first, *second, rest)?
        }
        ("transformList" | "transformMap" | "transformMapEntry", [first, second, rest @ ..])
            if matches!(rest.len(), 1 | 2) =>
        {
            writer.looped_over_two(call.name, target, *first, *second, rest)?
        }
        ("optMap" | "optFlatMap", [variable, body]) => {
            let variable = writer.variable(*variable)?;
            writer.optional(call.name == "optMap", target, variable, *body)
        }
        ("sortBy", [variable, key]) => {
            let variable = writer.loop_variable(*variable)?;
            writer.sorted(target, variable, *key)
        }
        ("bind", [variable, value, body]) if bindings && writer.is_cel(target) => {
            let variable = writer.variable(*variable)?;
            writer.bind(variable, *value, *body)
        }
        _ => return Ok(None),
    }))
}

/// Writes the parts of a macro, which all stand where it is called.
struct Writer<'w, 't> {
    tree: &'w mut Tree<'t>,
    at: usize,
}

impl<'t> Writer<'_, 't> {
    fn fault(&self, at: Id, message: impl Into<String>) -> Fault {
        Fault::new(self.tree.at(at), message)
    }

    fn variable(&self, id: Id) -> Result<&'t str, Fault> {
        match self.tree.expr(id) {
            Expr::Ident { name, rooted: false } => Ok(name),
            _ => Err(self.fault(id, "a variable is wanted here")),
        }
    }

    /// A variable of a loop. One with a dot before it is let through, and cannot be reached.
    fn loop_variable(&self, id: Id) -> Result<&'t str, Fault> {
        match self.tree.expr(id) {
            Expr::Ident { rooted: true, .. } => Ok(""),
            Expr::Ident { name: TAKEN, .. } => Err(self.fault(id, format!("{TAKEN:?} is no name for a variable here"))),
            _ => self.variable(id),
        }
    }

    fn is_cel(&self, target: Id) -> bool {
        matches!(
            self.tree.expr(target),
            Expr::Ident {
                name: "cel",
                rooted: false
            }
        )
    }

    fn put(&mut self, expr: Expr<'t>) -> Id {
        self.tree.put(self.at, expr)
    }

    fn ident(&mut self, name: &'t str) -> Id {
        self.put(Expr::Ident { name, rooted: false })
    }

    fn literal(&mut self, value: Literal<'t>) -> Id {
        self.put(Expr::Literal(value))
    }

    fn list(&mut self, items: &[Id]) -> Id {
        let item = |value: &Id| Item {
            value: *value,
            optional: false,
        };
        self.put(Expr::List(items.iter().map(item).collect()))
    }

    fn global(&mut self, name: &'t str, args: &[Id]) -> Id {
        self.called(None, name, args)
    }

    fn called(&mut self, target: Option<Id>, name: &'t str, args: &[Id]) -> Id {
        let args = args.to_vec();
        self.put(Expr::Call(Call { name, target, args }))
    }

    fn has(&mut self, field: Id) -> Result<Id, Fault> {
        let &Expr::Select(Select { operand, field, .. }) = self.tree.expr(field) else {
            return Err(self.fault(field, "the field of a value is wanted here"));
        };
        Ok(self.put(Expr::Select(Select {
            operand,
            field,
            test: true,
        })))
    }

    fn looped_over_two(&mut self, name: &str, range: Id, first: Id, second: Id, rest: &[Id]) -> Result<Id, Fault> {
        let (one, other) = (self.loop_variable(first)?, self.loop_variable(second)?);
        if one == other {
            return Err(self.fault(second, format!("the variable {} stands twice", quote(one))));
        }
        Ok(self.looped(name, range, one, Some(other), rest))
    }

    /// A loop over one or two variables; `rest` is its body, with a filter before it where there is one.
    fn looped(&mut self, name: &str, range: Id, variable: &'t str, second: Option<&'t str>, rest: &[Id]) -> Id {
        let result = self.ident(RESULT);
        let (filter, body) = match rest {
            [filter, body] => (Some(*filter), *body),
            _ => (None, rest[0]),
        };
        let (start, condition, step, end) = match name {
            "all" | "exists" => {
                let is_all = name == "all";
                let going = if is_all {
                    result
                } else {
                    self.global(op::NOT, &[result])
                };
                let condition = self.global(op::NOT_STRICTLY_FALSE, &[going]);
                let step = self.global(if is_all { op::AND } else { op::OR }, &[result, body]);
                (self.literal(Literal::Bool), condition, step, result)
            }
            "existsOne" | "exists_one" => {
                let one = self.literal(Literal::Int(1));
                let more = self.global(op::ADD, &[result, one]);
                let step = self.global(op::CONDITIONAL, &[body, more, result]);
                let end = self.global(op::EQUALS, &[result, one]);
                let (start, condition) = (self.literal(Literal::Int(0)), self.literal(Literal::Bool));
                (start, condition, step, end)
            }
            _ => {
                let (filter, start, step) = self.collected(name, result, variable, filter, body);
                let step = match filter {
                    Some(filter) => self.global(op::CONDITIONAL, &[filter, step, result]),
                    None => step,
                };
                (start, self.literal(Literal::Bool), step, result)
            }
        };
        self.put(Expr::Loop(Box::new(Loop {
            range,
            variable,
            second,
            sum: RESULT,
            start,
            condition,
            step,
            result: end,
        })))
    }

    /// The filter of a loop that makes a list or map, what it begins with, and how one more is put to it.
    fn collected(
        &mut self,
        name: &str,
        result: Id,
        variable: &'t str,
        filter: Option<Id>,
        body: Id,
    ) -> (Option<Id>, Id, Id) {
        if name.starts_with("transformMap") {
            let key = (name == "transformMap").then(|| self.ident(variable));
            let args: Vec<_> = [Some(result), key, Some(body)].into_iter().flatten().collect();
            let start = self.put(Expr::Map(Vec::new()));
            return (filter, start, self.global("cel.@mapInsert", &args));
        }
        let (filter, kept) = match name {
            "filter" => (Some(body), self.ident(variable)),
            _ => (filter, body),
        };
        let item = self.list(&[kept]);
        (filter, self.list(&[]), self.global(op::ADD, &[result, item]))
    }

    fn optional(&mut self, wrap: bool, target: Id, variable: &'t str, body: Id) -> Id {
        let there = self.called(Some(target), "hasValue", &[]);
        let value = self.called(Some(target), "value", &[]);
        let bound = self.bind(variable, value, body);
        let space = self.ident("optional");
        let some = if wrap {
            self.called(Some(space), "of", &[bound])
        } else {
            bound
        };
        let none = self.called(Some(space), "none", &[]);
        self.global(op::CONDITIONAL, &[there, some, none])
    }

    fn sorted(&mut self, target: Id, variable: &'t str, key: Id) -> Id {
        let input = self.ident(INPUT);
        let keys = self.looped("map", input, variable, None, &[key]);
        let sorted = self.called(Some(input), "@sortByAssociatedKeys", &[keys]);
        self.bind(INPUT, target, sorted)
    }

    fn bind(&mut self, variable: &'t str, value: Id, body: Id) -> Id {
        let bound = Loop {
            range: self.list(&[]),
            variable: UNUSED,
            second: None,
            sum: variable,
            start: value,
            condition: self.literal(Literal::Bool),
            step: self.ident(variable),
            result: body,
        };
        self.put(Expr::Loop(Box::new(bound)))
    }
}
