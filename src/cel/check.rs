//! The checker: walks a parsed expression and finds its type.

use cel::common::ast::{CallExpr, ComprehensionExpr, EntryExpr, Expr, LiteralValue, SourceInfo, operators as op};
use cel::parser::{Expression, Parser};

use super::functions;
use super::types::Ty;
use crate::check::{quote, regex};

/// What is wrong with an expression, and where.
#[derive(Debug)]
pub struct Fault {
    /// Lower case, no full stop.
    pub message: String,
    /// Byte offset in the expression, where it is known.
    pub offset: Option<usize>,
}

/// The variables an expression may use.
#[derive(Clone, Debug, Default)]
pub struct Scope<'d> {
    variables: Vec<(String, Ty<'d>)>,
    bindings: bool,
}

impl<'d> Scope<'d> {
    /// A scope of these variables.
    pub fn new(variables: impl IntoIterator<Item = (&'static str, Ty<'d>)>) -> Self {
        Self {
            variables: variables.into_iter().map(|(name, ty)| (name.to_owned(), ty)).collect(),
            bindings: false,
        }
    }

    /// The same scope, in which `cel.bind(name, value, expression)` is known.
    #[must_use]
    pub fn with_bindings(mut self) -> Self {
        self.bindings = true;
        self
    }

    /// The same scope with one more variable, which hides another of its name.
    #[must_use]
    pub fn with(&self, name: &str, ty: Ty<'d>) -> Self {
        let mut scope = self.clone();
        scope.variables.push((name.to_owned(), ty));
        scope
    }

    fn get(&self, name: &str) -> Option<Ty<'d>> {
        self.variables
            .iter()
            .rev()
            .find(|(known, _)| known == name)
            .map(|(_, ty)| ty.clone())
    }
}

/// Macros over two variables, which the parser leaves as calls.
const TWO_VARIABLES: [&str; 7] = [
    "all",
    "exists",
    "existsOne",
    "exists_one",
    "transformList",
    "transformMap",
    "transformMapEntry",
];

/// The type of an expression.
pub fn check<'d>(text: &str, scope: &Scope<'d>) -> Result<Ty<'d>, Fault> {
    let parser = Parser::new()
        .enable_optional_syntax(true)
        .enable_ident_escape_syntax(true);
    match parser.parse_with_source_info(text) {
        Ok((expression, info)) => Checker { info: &info }.ty(&expression, scope),
        Err(errors) => {
            let first = errors.errors.into_iter().next();
            let offset = first.as_ref().and_then(|error| offset_of(text, error.pos));
            let message = first.map_or_else(|| "it cannot be parsed".to_owned(), |error| tidy(&error.msg));
            Err(Fault { message, offset })
        }
    }
}

fn tidy(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default().trim().trim_end_matches('.');
    let mut chars = line.chars();
    chars.next().map_or_else(
        || "it cannot be parsed".to_owned(),
        |first| first.to_lowercase().chain(chars).collect(),
    )
}

fn offset_of(text: &str, (line, column): (isize, isize)) -> Option<usize> {
    let before: usize = text
        .split_inclusive('\n')
        .take(usize::try_from(line - 1).ok()?)
        .map(str::len)
        .sum();
    let rest = text.get(before..)?;
    let inside = rest
        .char_indices()
        .nth(usize::try_from(column - 1).ok()?)
        .map_or(rest.len(), |(at, _)| at);
    Some(before + inside)
}

struct Checker<'i> {
    info: &'i SourceInfo,
}

impl Checker<'_> {
    fn fault<T>(&self, at: &Expression, message: impl Into<String>) -> Result<T, Fault> {
        let offset = self.info.offset_for(at.id).map(|(start, _)| start as usize);
        Err(Fault {
            message: message.into(),
            offset,
        })
    }

    fn ty<'d>(&self, expression: &Expression, scope: &Scope<'d>) -> Result<Ty<'d>, Fault> {
        match &expression.expr {
            Expr::Unspecified => Ok(Ty::Dyn),
            Expr::Literal(literal) => Ok(literal_type(literal)),
            Expr::Ident(name) => self.ident(expression, name, scope),
            Expr::Select(select) => {
                let operand = self.ty(&select.operand, scope)?;
                match operand.field(&select.field) {
                    Some(_) if select.test => Ok(Ty::Bool),
                    Some(ty) => Ok(ty),
                    None => self.fault(expression, format!("there is no field {:?} in {operand}", select.field)),
                }
            }
            Expr::List(list) => {
                let mut item: Option<Ty<'d>> = None;
                for element in &list.elements {
                    let ty = self.ty(element, scope)?;
                    item = Some(self.join(element, item, ty)?);
                }
                Ok(Ty::list(item.unwrap_or(Ty::Dyn)))
            }
            Expr::Map(map) => {
                let (mut keys, mut values) = (None, None);
                for entry in &map.entries {
                    if let EntryExpr::MapEntry(entry) = &entry.expr {
                        let (key, value) = (self.ty(&entry.key, scope)?, self.ty(&entry.value, scope)?);
                        keys = Some(self.join(&entry.key, keys, key)?);
                        values = Some(self.join(&entry.value, values, value)?);
                    }
                }
                Ok(Ty::Map(
                    Box::new(keys.unwrap_or(Ty::Dyn)),
                    Box::new(values.unwrap_or(Ty::Dyn)),
                ))
            }
            Expr::Struct(object) => {
                for entry in &object.entries {
                    if let EntryExpr::StructField(field) = &entry.expr {
                        self.ty(&field.value, scope)?;
                    }
                }
                match object.type_name.as_str() {
                    "JSONPatch" => Ok(Ty::Named("JSONPatch")),
                    "Object" => Ok(Ty::Named("Object")),
                    name if name.starts_with("Object.") => Ok(Ty::Dyn),
                    name => self.fault(expression, format!("there is no type {name:?}")),
                }
            }
            Expr::Call(call) => self.call(expression, call, scope),
            Expr::Comprehension(comprehension) => self.comprehension(comprehension, scope),
        }
    }

    fn ident<'d>(&self, at: &Expression, name: &str, scope: &Scope<'d>) -> Result<Ty<'d>, Fault> {
        const TYPES: [&str; 12] = [
            "bool",
            "bytes",
            "double",
            "int",
            "list",
            "map",
            "null_type",
            "string",
            "type",
            "uint",
            "duration",
            "timestamp",
        ];
        match scope.get(name) {
            Some(ty) => Ok(ty),
            None if TYPES.contains(&name) => Ok(Ty::Dyn),
            None => self.fault(at, format!("there is no variable {name:?} here")),
        }
    }

    /// One type for values that stand beside each other.
    fn join<'d>(&self, at: &Expression, one: Option<Ty<'d>>, other: Ty<'d>) -> Result<Ty<'d>, Fault> {
        match one {
            None => Ok(other),
            Some(one) if !one.fits(&other) => self.fault(at, format!("{other} beside {one}: all must be of one type")),
            Some(one) if one.is_dyn() || other.is_dyn() => Ok(Ty::Dyn),
            Some(Ty::Null) => Ok(other),
            Some(one) => Ok(one),
        }
    }

    fn call<'d>(&self, at: &Expression, call: &CallExpr, scope: &Scope<'d>) -> Result<Ty<'d>, Fault> {
        if let Some(target) = &call.target {
            if let (true, "bind", Expr::Ident(space), [name, value, body]) = (
                scope.bindings,
                call.func_name.as_str(),
                &target.expr,
                call.args.as_slice(),
            ) && space == "cel"
            {
                let Expr::Ident(name) = &name.expr else {
                    return self.fault(name, "a variable is wanted here");
                };
                let value = self.ty(value, scope)?;
                return self.ty(body, &scope.with(name, value));
            }
            if call.args.len() >= 3 && TWO_VARIABLES.contains(&call.func_name.as_str()) {
                return self.two_variables(call, target, scope);
            }
            if let Some(name) = namespaced(target, &call.func_name).filter(|name| functions::global(name).is_some()) {
                self.arguments(call, scope)?;
                return Ok(functions::global(&name).unwrap_or(Ty::Dyn));
            }
            let target = self.ty(target, scope)?;
            let arguments = self.arguments(call, scope)?;
            let Some(result) = functions::member(&call.func_name, &target) else {
                return self.fault(at, format!("there is no function {:?}", call.func_name));
            };
            self.pattern(call, call.args.first())?;
            return self.member_overload(at, &call.func_name, &target, &arguments, result);
        }
        if let Some(result) = self.operator(at, call, scope)? {
            return Ok(result);
        }
        self.arguments(call, scope)?;
        self.pattern(call, call.args.get(1))?;
        match functions::global(&call.func_name) {
            Some(ty) => Ok(ty),
            None => self.fault(at, format!("there is no function {:?}", call.func_name)),
        }
    }

    fn arguments<'d>(&self, call: &CallExpr, scope: &Scope<'d>) -> Result<Vec<Ty<'d>>, Fault> {
        call.args.iter().map(|argument| self.ty(argument, scope)).collect()
    }

    /// Functions of strings take strings; the server finds other targets when it compiles.
    fn member_overload<'d>(
        &self,
        at: &Expression,
        name: &str,
        target: &Ty<'d>,
        arguments: &[Ty<'d>],
        result: Ty<'d>,
    ) -> Result<Ty<'d>, Fault> {
        let of_strings = matches!(
            name,
            "startsWith"
                | "endsWith"
                | "matches"
                | "lowerAscii"
                | "upperAscii"
                | "split"
                | "replace"
                | "trim"
                | "substring"
        );
        let wrong = of_strings && !target.is_dyn() && !matches!(target, Ty::String)
            || matches!(name, "startsWith" | "endsWith" | "matches")
                && (arguments.len() != 1 || !arguments[0].is_dyn() && !matches!(arguments[0], Ty::String));
        if wrong {
            let list = arguments.iter().map(Ty::to_string).collect::<Vec<_>>().join(", ");
            return self.fault(at, format!("there is no {target}.{name}({list})"));
        }
        Ok(result)
    }

    /// A regular expression that is written out must compile.
    fn pattern(&self, call: &CallExpr, argument: Option<&Expression>) -> Result<(), Fault> {
        let Some(argument) = argument.filter(|_| matches!(call.func_name.as_str(), "matches" | "find" | "findAll"))
        else {
            return Ok(());
        };
        let Expr::Literal(LiteralValue::String(pattern)) = &argument.expr else {
            return Ok(());
        };
        match regex::regex(pattern.inner()) {
            Some(fault) => self.fault(argument, format!("{} {fault}", quote(pattern.inner()))),
            None => Ok(()),
        }
    }

    fn two_variables<'d>(&self, call: &CallExpr, target: &Expression, scope: &Scope<'d>) -> Result<Ty<'d>, Fault> {
        self.ty(target, scope)?;
        let mut inner = scope.clone();
        for argument in call.args.iter().take(2) {
            let Expr::Ident(name) = &argument.expr else {
                return self.fault(argument, "a variable is wanted here");
            };
            inner = inner.with(name, Ty::Dyn);
        }
        for argument in &call.args[2..] {
            self.ty(argument, &inner)?;
        }
        match call.func_name.as_str() {
            "transformList" => Ok(Ty::list(Ty::Dyn)),
            "transformMap" | "transformMapEntry" => Ok(Ty::Map(Box::new(Ty::Dyn), Box::new(Ty::Dyn))),
            _ => Ok(Ty::Bool),
        }
    }

    fn comprehension<'d>(&self, comprehension: &ComprehensionExpr, scope: &Scope<'d>) -> Result<Ty<'d>, Fault> {
        let item = match self.ty(&comprehension.iter_range, scope)? {
            Ty::List(item) => *item,
            Ty::Map(key, _) => *key,
            Ty::Dyn | Ty::Schema(_) | Ty::Struct(_) => Ty::Dyn,
            other => return self.fault(&comprehension.iter_range, format!("{other} cannot be ranged over")),
        };
        let start = self.ty(&comprehension.accu_init, scope)?;
        let mut inner = scope
            .with(&comprehension.iter_var, item)
            .with(&comprehension.accu_var, start.clone());
        if let Some(second) = &comprehension.iter_var2 {
            inner = inner.with(second, Ty::Dyn);
        }
        self.ty(&comprehension.loop_cond, &inner)?;
        let step = self.ty(&comprehension.loop_step, &inner)?;
        let end = if matches!(start, Ty::List(_)) { step } else { start };
        self.ty(&comprehension.result, &scope.with(&comprehension.accu_var, end))
    }

    /// The type an operator gives; none where the call is no operator.
    fn operator<'d>(&self, at: &Expression, call: &CallExpr, scope: &Scope<'d>) -> Result<Option<Ty<'d>>, Fault> {
        let name = call.func_name.as_str();
        let result = match (name, call.args.as_slice()) {
            (op::LOGICAL_AND | op::LOGICAL_OR | op::LOGICAL_NOT | op::NOT_STRICTLY_FALSE, arguments) => {
                for argument in arguments {
                    let ty = self.ty(argument, scope)?;
                    if !Ty::Bool.fits(&ty) {
                        return self.fault(at, format!("{ty} where bool is wanted"));
                    }
                }
                Ty::Bool
            }
            (op::CONDITIONAL, [condition, yes, no]) => {
                let condition_type = self.ty(condition, scope)?;
                if !Ty::Bool.fits(&condition_type) {
                    return self.fault(condition, format!("{condition_type} where bool is wanted"));
                }
                let yes = self.ty(yes, scope)?;
                let no_type = self.ty(no, scope)?;
                self.join(no, Some(yes), no_type)?
            }
            (op::EQUALS | op::NOT_EQUALS, [one, other]) => {
                let (one, other) = (self.ty(one, scope)?, self.ty(other, scope)?);
                if !one.fits(&other) && !matches!((&one, &other), (Ty::Optional(_), _) | (_, Ty::Optional(_))) {
                    return self.fault(at, format!("{one} cannot be compared with {other}"));
                }
                Ty::Bool
            }
            (op::LESS | op::LESS_EQUALS | op::GREATER | op::GREATER_EQUALS, [one, other]) => {
                let (one, other) = (self.ty(one, scope)?, self.ty(other, scope)?);
                let ordered = |ty: &Ty<'_>| {
                    ty.is_number()
                        || matches!(
                            ty,
                            Ty::Dyn | Ty::Bool | Ty::String | Ty::Bytes | Ty::Named("timestamp" | "duration")
                        )
                };
                let comparable = one.is_number() && other.is_number() || one.fits(&other);
                if !comparable || !ordered(&one) || !ordered(&other) {
                    return self.fault(at, format!("{one} cannot be ordered with {other}"));
                }
                Ty::Bool
            }
            (op::ADD | op::SUBSTRACT | op::MULTIPLY | op::DIVIDE | op::MODULO, [one, other]) => {
                let (one, other) = (self.ty(one, scope)?, self.ty(other, scope)?);
                match arithmetic(name, &one, &other) {
                    Some(ty) => ty,
                    None => return self.fault(at, format!("there is no {one} {} {other}", name.trim_matches('_'))),
                }
            }
            (op::NEGATE, [one]) => match self.ty(one, scope)? {
                ty @ (Ty::Int | Ty::Double | Ty::Dyn) => ty,
                ty => return self.fault(at, format!("{ty} cannot be negated")),
            },
            (op::IN, [item, list]) => {
                let item_type = self.ty(item, scope)?;
                match self.ty(list, scope)? {
                    Ty::List(inner) | Ty::Map(inner, _) if !inner.fits(&item_type) => {
                        return self.fault(at, format!("{item_type} cannot be among {inner}"));
                    }
                    Ty::List(_) | Ty::Map(..) | Ty::Dyn | Ty::Schema(_) | Ty::Struct(_) => Ty::Bool,
                    other => return self.fault(at, format!("nothing can be in {other}")),
                }
            }
            (op::INDEX | op::OPT_INDEX, [target, index]) => {
                let by = self.ty(index, scope)?;
                match self.ty(target, scope)? {
                    Ty::List(_) if !Ty::Int.fits(&by) => {
                        return self.fault(index, format!("items of a list are numbered by int, not by {by}"));
                    }
                    Ty::Map(key, _) if !key.fits(&by) => {
                        return self.fault(index, format!("the keys of the map are {key}, not {by}"));
                    }
                    Ty::List(item) if name == op::INDEX => *item,
                    Ty::Map(_, value) if name == op::INDEX => *value,
                    Ty::List(_) | Ty::Map(..) | Ty::Dyn | Ty::Schema(_) | Ty::Struct(_) | Ty::Optional(_) => Ty::Dyn,
                    other => return self.fault(at, format!("{other} has no items")),
                }
            }
            (op::OPT_SELECT, [target, ..]) => {
                self.ty(target, scope)?;
                Ty::Dyn
            }
            _ => return Ok(None),
        };
        Ok(Some(result))
    }
}

fn arithmetic<'d>(operator: &str, one: &Ty<'d>, other: &Ty<'d>) -> Option<Ty<'d>> {
    // With one side unknown, the other often leaves only one way to go.
    let known = match (one.is_dyn(), other.is_dyn()) {
        (true, true) => return Some(Ty::Dyn),
        (true, false) => Some(other),
        (false, true) => Some(one),
        (false, false) => None,
    };
    if let Some(known) = known {
        return arithmetic(operator, known, known).map(|ty| if matches!(ty, Ty::Named(_)) { Ty::Dyn } else { ty });
    }
    match (operator, one, other) {
        (_, Ty::Int, Ty::Int) => Some(Ty::Int),
        (_, Ty::Uint, Ty::Uint) => Some(Ty::Uint),
        (op::ADD | op::SUBSTRACT | op::MULTIPLY | op::DIVIDE, Ty::Double, Ty::Double) => Some(Ty::Double),
        (op::ADD, Ty::String, Ty::String) => Some(Ty::String),
        (op::ADD, Ty::Bytes, Ty::Bytes) => Some(Ty::Bytes),
        (op::ADD, Ty::List(a), Ty::List(b)) if a.fits(b) => Some(if a.is_dyn() { other.clone() } else { one.clone() }),
        (op::ADD, Ty::Named("timestamp"), Ty::Named("duration"))
        | (op::ADD, Ty::Named("duration"), Ty::Named("timestamp")) => Some(Ty::Named("timestamp")),
        (op::ADD | op::SUBSTRACT, Ty::Named("duration"), Ty::Named("duration")) => Some(Ty::Named("duration")),
        (op::SUBSTRACT, Ty::Named("timestamp"), Ty::Named("timestamp")) => Some(Ty::Named("duration")),
        (op::SUBSTRACT, Ty::Named("timestamp"), Ty::Named("duration")) => Some(Ty::Named("timestamp")),
        _ => None,
    }
}

/// `jsonpatch` of `jsonpatch.escapeKey(…)`: a namespace is an identifier that no variable bears.
fn namespaced(target: &Expression, function: &str) -> Option<String> {
    match &target.expr {
        Expr::Ident(name) => Some(format!("{name}.{function}")),
        _ => None,
    }
}

fn literal_type<'d>(literal: &LiteralValue) -> Ty<'d> {
    match literal {
        LiteralValue::Boolean(_) => Ty::Bool,
        LiteralValue::Bytes(_) => Ty::Bytes,
        LiteralValue::Double(_) => Ty::Double,
        LiteralValue::Int(_) => Ty::Int,
        LiteralValue::Null => Ty::Null,
        LiteralValue::String(_) => Ty::String,
        LiteralValue::UInt(_) => Ty::Uint,
    }
}
