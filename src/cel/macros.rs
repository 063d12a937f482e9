//! Macros that the parser leaves as calls: those over two variables, those of optional values, `sortBy` and `cel.bind`.
//! In: a parsed expression. Out: the same with each of these calls written out, as the server's parser does.

use cel::common::ast::{
    CallExpr, ComprehensionExpr, EntryExpr, Expr, ListExpr, LiteralValue, MapExpr, SourceInfo, operators as op,
};
use cel::parser::Expression;

use super::check::Fault;

const RESULT: &str = "@result";
const INPUT: &str = "@sorted";
const UNUSED: &str = "#unused";

/// Writes out the macros of an expression.
pub(super) struct Expander<'i> {
    info: &'i mut SourceInfo,
    bindings: bool,
    next: u64,
    /// The call that is written out; its parts show at its place.
    at: u64,
}

impl<'i> Expander<'i> {
    /// An expander; `bindings` tells whether `cel.bind` is known.
    pub(super) fn new(info: &'i mut SourceInfo, bindings: bool) -> Self {
        Self {
            info,
            bindings,
            // Far above the numbers that the parser gives.
            next: 1 << 32,
            at: 0,
        }
    }

    /// Writes out the macros in an expression.
    pub(super) fn expand(&mut self, expression: &mut Expression) -> Result<(), Fault> {
        match &mut expression.expr {
            Expr::Select(select) => self.expand(&mut select.operand)?,
            Expr::List(list) => self.expand_all(&mut list.elements)?,
            Expr::Map(map) => self.expand_entries(map.entries.iter_mut().map(|entry| &mut entry.expr))?,
            Expr::Struct(object) => self.expand_entries(object.entries.iter_mut().map(|entry| &mut entry.expr))?,
            Expr::Comprehension(comprehension) => {
                self.expand(&mut comprehension.iter_range)?;
                self.expand(&mut comprehension.accu_init)?;
                self.expand(&mut comprehension.loop_cond)?;
                self.expand(&mut comprehension.loop_step)?;
                self.expand(&mut comprehension.result)?;
            }
            Expr::Call(call) => {
                if let Some(target) = &mut call.target {
                    self.expand(target)?;
                }
                self.expand_all(&mut call.args)?;
                self.at = expression.id;
                if let Some(written) = self.call(call)? {
                    expression.expr = written.expr;
                }
            }
            Expr::Ident(_) | Expr::Literal(_) | Expr::Unspecified => {}
        }
        Ok(())
    }

    fn expand_all(&mut self, list: &mut [Expression]) -> Result<(), Fault> {
        list.iter_mut().try_for_each(|expression| self.expand(expression))
    }

    fn expand_entries<'e>(&mut self, mut entries: impl Iterator<Item = &'e mut EntryExpr>) -> Result<(), Fault> {
        entries.try_for_each(|entry| match entry {
            EntryExpr::MapEntry(entry) => {
                self.expand(&mut entry.key)?;
                self.expand(&mut entry.value)
            }
            EntryExpr::StructField(field) => self.expand(&mut field.value),
        })
    }

    /// What a macro stands for; none for other calls.
    fn call(&mut self, call: &mut CallExpr) -> Result<Option<Expression>, Fault> {
        let Some(target) = &call.target else { return Ok(None) };
        let (name, count) = (call.func_name.as_str(), call.args.len());
        let of_cel = matches!(&target.expr, Expr::Ident(space) if space == "cel");
        Ok(Some(match (name, count) {
            ("all" | "exists" | "existsOne" | "exists_one", 3)
            | ("transformList" | "transformMap" | "transformMapEntry", 3 | 4) => {
                let (first, second) = (self.variable(&call.args[0])?, self.variable(&call.args[1])?);
                if first == second {
                    return Err(self.fault(&call.args[1], format!("the variable {first:?} stands twice")));
                }
                let range = (**target).clone();
                self.two_variables(name, range, first, second, call.args.split_off(2))
            }
            ("optMap" | "optFlatMap", 2) => {
                let variable = self.variable(&call.args[0])?;
                let (target, body) = ((**target).clone(), call.args[1].clone());
                self.optional(name == "optMap", target, variable, body)
            }
            ("sortBy", 2) => {
                let variable = self.variable(&call.args[0])?;
                let (target, key) = ((**target).clone(), call.args[1].clone());
                self.sorted(target, variable, key)
            }
            ("bind", 3) if of_cel && self.bindings => {
                let variable = self.variable(&call.args[0])?;
                let (value, body) = (call.args[1].clone(), call.args[2].clone());
                self.bind(variable, value, body)
            }
            _ => return Ok(None),
        }))
    }

    fn fault(&self, at: &Expression, message: String) -> Fault {
        Fault {
            message,
            offset: self.info.offset_for(at.id).map(|(start, _)| start as usize),
        }
    }

    fn variable(&self, expression: &Expression) -> Result<String, Fault> {
        match &expression.expr {
            Expr::Ident(name) if !name.starts_with('.') => Ok(name.clone()),
            _ => Err(self.fault(expression, "a variable is wanted here".to_owned())),
        }
    }

    fn node(&mut self, expr: Expr) -> Expression {
        let id = self.next;
        self.next += 1;
        if let Some((start, stop)) = self.info.offset_for(self.at) {
            self.info.add_offset(id, start, stop);
        }
        Expression { id, expr }
    }

    fn ident(&mut self, name: &str) -> Expression {
        self.node(Expr::Ident(name.to_owned()))
    }

    fn literal(&mut self, value: LiteralValue) -> Expression {
        self.node(Expr::Literal(value))
    }

    fn global(&mut self, name: &str, args: Vec<Expression>) -> Expression {
        self.node(Expr::Call(CallExpr {
            func_name: name.to_owned(),
            target: None,
            args,
        }))
    }

    fn member(&mut self, target: Expression, name: &str, args: Vec<Expression>) -> Expression {
        self.node(Expr::Call(CallExpr {
            func_name: name.to_owned(),
            target: Some(Box::new(target)),
            args,
        }))
    }

    fn two_variables(
        &mut self,
        name: &str,
        range: Expression,
        first: String,
        second: String,
        mut bodies: Vec<Expression>,
    ) -> Expression {
        let yes = |yes: bool| LiteralValue::Boolean(yes.into());
        let body = bodies.pop().unwrap_or_default();
        let filter = bodies.pop();
        let result = self.ident(RESULT);
        let (init, condition, step, end) = match name {
            "all" | "exists" => {
                let all = name == "all";
                let going = if all {
                    result.clone()
                } else {
                    self.global(op::LOGICAL_NOT, vec![result.clone()])
                };
                let step = self.global(
                    if all { op::LOGICAL_AND } else { op::LOGICAL_OR },
                    vec![result.clone(), body],
                );
                let condition = self.global(op::NOT_STRICTLY_FALSE, vec![going]);
                (self.literal(yes(all)), condition, step, result)
            }
            "existsOne" | "exists_one" => {
                let one = self.literal(LiteralValue::Int(1.into()));
                let more = self.global(op::ADD, vec![result.clone(), one.clone()]);
                let step = self.global(op::CONDITIONAL, vec![body, more, result.clone()]);
                let end = self.global(op::EQUALS, vec![result, one]);
                (
                    self.literal(LiteralValue::Int(0.into())),
                    self.literal(yes(true)),
                    step,
                    end,
                )
            }
            _ => {
                let (init, step) = if name == "transformList" {
                    let item = self.node(Expr::List(ListExpr::new(vec![body])));
                    let init = self.node(Expr::List(ListExpr::new(Vec::new())));
                    (init, self.global(op::ADD, vec![result.clone(), item]))
                } else {
                    let mut args = vec![result.clone()];
                    if name == "transformMap" {
                        args.push(self.ident(&first));
                    }
                    args.push(body);
                    let init = self.node(Expr::Map(MapExpr { entries: Vec::new() }));
                    (init, self.global("cel.@mapInsert", args))
                };
                let step = match filter {
                    Some(filter) => self.global(op::CONDITIONAL, vec![filter, step, result.clone()]),
                    None => step,
                };
                (init, self.literal(yes(true)), step, result)
            }
        };
        self.node(Expr::Comprehension(Box::new(ComprehensionExpr {
            iter_range: range,
            iter_var: first,
            iter_var2: Some(second),
            accu_var: RESULT.to_owned(),
            accu_init: init,
            loop_cond: condition,
            loop_step: step,
            result: end,
        })))
    }

    fn optional(&mut self, wrap: bool, target: Expression, variable: String, body: Expression) -> Expression {
        let there = self.member(target.clone(), "hasValue", Vec::new());
        let value = self.member(target, "value", Vec::new());
        let bound = self.bind(variable, value, body);
        let space = self.ident("optional");
        let some = if wrap {
            self.member(space.clone(), "of", vec![bound])
        } else {
            bound
        };
        let none = self.member(space, "none", Vec::new());
        self.global(op::CONDITIONAL, vec![there, some, none])
    }

    fn sorted(&mut self, target: Expression, variable: String, key: Expression) -> Expression {
        let (input, result) = (self.ident(INPUT), self.ident(RESULT));
        let item = self.node(Expr::List(ListExpr::new(vec![key])));
        let keys = ComprehensionExpr {
            iter_range: input.clone(),
            iter_var: variable,
            iter_var2: None,
            accu_var: RESULT.to_owned(),
            accu_init: self.node(Expr::List(ListExpr::new(Vec::new()))),
            loop_cond: self.literal(LiteralValue::Boolean(true.into())),
            loop_step: self.global(op::ADD, vec![result.clone(), item]),
            result,
        };
        let keys = self.node(Expr::Comprehension(Box::new(keys)));
        let sorted = self.member(input, "@sortByAssociatedKeys", vec![keys]);
        self.bind(INPUT.to_owned(), target, sorted)
    }

    fn bind(&mut self, variable: String, value: Expression, body: Expression) -> Expression {
        let bound = ComprehensionExpr {
            iter_range: self.node(Expr::List(ListExpr::new(Vec::new()))),
            iter_var: UNUSED.to_owned(),
            iter_var2: None,
            loop_cond: self.literal(LiteralValue::Boolean(false.into())),
            loop_step: self.ident(&variable),
            accu_var: variable,
            accu_init: value,
            result: body,
        };
        self.node(Expr::Comprehension(Box::new(bound)))
    }
}
