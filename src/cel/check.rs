//! The checker: walks a parsed expression and finds its type.

use std::collections::{HashMap, HashSet};

use cel::common::ast::{
    CallExpr, ComprehensionExpr, EntryExpr, Expr, ListExpr, LiteralValue, MapExpr, SelectExpr, SourceInfo, StructExpr,
    operators as op,
};
use cel::parser::{Expression, Parser};

use super::cost::cost;
use super::functions::{self, Overload};
use super::macros::Expander;
use super::size::Bound;
use super::types::Ty;
use super::unify::{Unifier, most_general};
use super::{constants, format};

/// What is wrong with an expression, and where.
#[derive(Debug)]
pub struct Fault {
    /// Lower case, no full stop.
    pub message: String,
    /// Byte offset in the expression, where it is known.
    pub offset: Option<usize>,
}

/// What an expression may use.
#[derive(Clone, Debug, Default)]
pub struct Scope<'d> {
    variables: Vec<(String, Ty<'d>)>,
    bindings: bool,
    mutations: bool,
}

impl<'d> Scope<'d> {
    /// A scope of these variables.
    pub fn new(variables: impl IntoIterator<Item = (&'static str, Ty<'d>)>) -> Self {
        Self {
            variables: variables.into_iter().map(|(name, ty)| (name.to_owned(), ty)).collect(),
            ..Self::default()
        }
    }

    /// The same scope, in which `cel.bind(name, value, expression)` is known.
    #[must_use]
    pub fn with_bindings(mut self) -> Self {
        self.bindings = true;
        self
    }

    /// The same scope, in which objects and patches can be made.
    #[must_use]
    pub fn with_mutations(mut self) -> Self {
        self.mutations = true;
        self
    }

    /// The same scope with one more variable, which hides another of its name.
    #[must_use]
    pub fn with(&self, name: &str, ty: Ty<'d>) -> Self {
        let mut scope = self.clone();
        scope.variables.push((name.to_owned(), ty));
        scope
    }
}

/// An expression that is right, and what is known of its parts.
#[derive(Debug)]
pub struct Compiled<'d> {
    pub(super) expression: Expression,
    ty: Ty<'d>,
    /// The names that stand alone, of variables and types.
    names: HashSet<String>,
    /// The type of each part, by its number, as far as it was known when the part was read.
    types: HashMap<u64, Ty<'d>>,
    unifier: Unifier<'d>,
    /// How each function is called, by the number of the call.
    pub(super) overloads: HashMap<u64, Vec<&'static Overload>>,
}

impl<'d> Compiled<'d> {
    /// What the expression gives.
    pub fn ty(&self) -> &Ty<'d> {
        &self.ty
    }

    /// What the expression gives.
    pub(super) fn into_type(self) -> Ty<'d> {
        self.ty
    }

    /// The type of a part; none where a dotted name was read as one.
    pub(super) fn type_of(&self, part: &Expression) -> Option<Ty<'d>> {
        self.types.get(&part.id).map(|ty| self.unifier.resolve(ty, true))
    }

    /// Whether the name of a variable stands somewhere in it.
    pub fn uses(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// The most that the expression can cost, where `place` describes what is called `self`.
    pub fn cost(&self, place: &Bound<'d>) -> u64 {
        cost(self, place)
    }
}

/// The type of an expression.
pub fn check<'d>(text: &str, scope: &Scope<'d>) -> Result<Ty<'d>, Fault> {
    compile(text, scope).map(Compiled::into_type)
}

/// Checks an expression, and keeps what is found on the way.
pub(super) fn compile<'d>(text: &str, scope: &Scope<'d>) -> Result<Compiled<'d>, Fault> {
    let (expression, info) = parse(text, scope)?;
    let mut checker = Checker {
        info: &info,
        scope,
        locals: Vec::new(),
        unifier: Unifier::default(),
        literals: Vec::new(),
        in_format: 0,
        types: HashMap::new(),
        overloads: HashMap::new(),
        names: HashSet::new(),
    };
    let ty = checker.ty(&expression)?;
    checker.literals_are_uniform()?;
    constants::check(&expression).map_err(|(at, message)| checker.fault_at(at, message))?;
    let Checker {
        unifier,
        types,
        overloads,
        names,
        ..
    } = checker;
    Ok(Compiled {
        ty: unifier.resolve(&ty, true),
        expression,
        names,
        types,
        unifier,
        overloads,
    })
}

/// The expression with its macros written out.
fn parse(text: &str, scope: &Scope<'_>) -> Result<(Expression, SourceInfo), Fault> {
    let parser = Parser::new()
        .enable_optional_syntax(true)
        .enable_ident_escape_syntax(true);
    let (mut expression, mut info) = parser.parse_with_source_info(text).map_err(|errors| {
        let first = errors.errors.into_iter().next();
        Fault {
            offset: first.as_ref().and_then(|error| offset_of(text, error.pos)),
            message: first.map_or_else(|| "it cannot be parsed".to_owned(), |error| tidy(&error.msg)),
        }
    })?;
    Expander::new(&mut info, scope.bindings).expand(&mut expression)?;
    Ok((expression, info))
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

/// Messages of `google.protobuf` that an expression can make.
const MESSAGES: [&str; 16] = [
    "Any",
    "BoolValue",
    "BytesValue",
    "DoubleValue",
    "Duration",
    "Empty",
    "FieldMask",
    "FloatValue",
    "Int32Value",
    "Int64Value",
    "ListValue",
    "StringValue",
    "Struct",
    "Timestamp",
    "UInt32Value",
    "UInt64Value",
];

struct Checker<'i, 'd> {
    info: &'i SourceInfo,
    scope: &'i Scope<'d>,
    /// Variables of macros, the innermost last.
    locals: Vec<(String, Ty<'d>)>,
    unifier: Unifier<'d>,
    /// Values that stand beside each other in a list or map, and so must be of one type in the end.
    literals: Vec<Vec<(u64, Ty<'d>)>>,
    /// How many calls of `format` are around: their lists may mix types.
    in_format: usize,
    types: HashMap<u64, Ty<'d>>,
    overloads: HashMap<u64, Vec<&'static Overload>>,
    names: HashSet<String>,
}

impl<'d> Checker<'_, 'd> {
    fn fault<T>(&self, at: &Expression, message: impl Into<String>) -> Result<T, Fault> {
        Err(self.fault_at(at.id, message.into()))
    }

    fn fault_at(&self, id: u64, message: String) -> Fault {
        Fault {
            message,
            offset: self.info.offset_for(id).map(|(start, _)| start as usize),
        }
    }

    /// A type as it is known now, for messages and decisions.
    fn known(&self, ty: &Ty<'d>) -> Ty<'d> {
        self.unifier.resolve(ty, false)
    }

    fn ty(&mut self, expression: &Expression) -> Result<Ty<'d>, Fault> {
        let ty = self.find(expression)?;
        self.types.insert(expression.id, ty.clone());
        Ok(ty)
    }

    fn find(&mut self, expression: &Expression) -> Result<Ty<'d>, Fault> {
        match &expression.expr {
            Expr::Unspecified => Ok(Ty::Dyn),
            Expr::Literal(literal) => Ok(literal_type(literal)),
            Expr::Ident(name) => match self.variable(name) {
                Some(ty) => {
                    if !self.names.contains(name) {
                        self.names.insert(name.clone());
                    }
                    Ok(ty)
                }
                None => self.fault(expression, format!("there is no variable {name:?} here")),
            },
            Expr::Select(select) => self.select(expression, select),
            Expr::List(list) => self.list(list),
            Expr::Map(map) => self.map(map),
            Expr::Struct(object) => self.object(expression, object),
            Expr::Call(call) => self.call(expression, call),
            Expr::Comprehension(comprehension) => self.comprehension(expression, comprehension),
        }
    }

    fn variable(&self, name: &str) -> Option<Ty<'d>> {
        let global = name.strip_prefix('.');
        let locals = if global.is_some() { &[] } else { &self.locals[..] };
        let name = global.unwrap_or(name);
        let mut known = self.scope.variables.iter().chain(locals).rev();
        let variable = known.find(|(known, _)| known == name).map(|(_, ty)| ty.clone());
        variable.or_else(|| Ty::by_name(name).map(|ty| Ty::Type(Box::new(ty))))
    }

    fn select(&mut self, at: &Expression, select: &SelectExpr) -> Result<Ty<'d>, Fault> {
        let qualified = dotted(at).filter(|_| !select.test);
        if let Some(ty) = qualified.and_then(|name| self.variable(&name)) {
            return Ok(ty);
        }
        let operand = self.ty(&select.operand)?;
        let field = self.field(at, &operand, &select.field)?;
        Ok(if select.test { Ty::Bool } else { field })
    }

    /// The type of a field. A field of an optional value is optional.
    fn field(&mut self, at: &Expression, operand: &Ty<'d>, name: &str) -> Result<Ty<'d>, Fault> {
        let operand = self.known(operand);
        match &operand {
            Ty::Param(_) => {
                self.unifier.fits(&operand, &Ty::Dyn);
                Ok(Ty::Dyn)
            }
            Ty::Optional(value) => {
                let value = (**value).clone();
                self.field(at, &value, name).map(wrapped)
            }
            _ => match operand.field(name) {
                Some(ty) => Ok(ty),
                None => self.fault(at, format!("there is no field {name:?} in {operand}")),
            },
        }
    }

    fn list(&mut self, list: &ListExpr) -> Result<Ty<'d>, Fault> {
        let mut items = Vec::new();
        for (index, element) in list.elements.iter().enumerate() {
            let optional = list.optional_indices.contains(&index);
            items.push((element.id, self.element(element, optional)?));
        }
        let item = self.join(&items);
        self.keep(items);
        Ok(Ty::list(item))
    }

    fn map(&mut self, map: &MapExpr) -> Result<Ty<'d>, Fault> {
        let (mut keys, mut values) = (Vec::new(), Vec::new());
        for entry in &map.entries {
            if let EntryExpr::MapEntry(entry) = &entry.expr {
                keys.push((entry.key.id, self.ty(&entry.key)?));
                values.push((entry.value.id, self.element(&entry.value, entry.optional)?));
            }
        }
        let (key, value) = (self.join(&keys), self.join(&values));
        self.keep(keys);
        self.keep(values);
        Ok(Ty::map(key, value))
    }

    /// An element of a list or map, which an optional one is only if it has a value.
    fn element(&mut self, element: &Expression, optional: bool) -> Result<Ty<'d>, Fault> {
        let ty = self.ty(element)?;
        if !optional {
            return Ok(ty);
        }
        match self.known(&ty) {
            Ty::Optional(value) => Ok(*value),
            Ty::Dyn | Ty::Param(_) => Ok(Ty::Dyn),
            other => self.fault(element, format!("{other} where an optional value is wanted")),
        }
    }

    /// One type for values that stand beside each other.
    fn join(&mut self, items: &[(u64, Ty<'d>)]) -> Ty<'d> {
        let mut types = items.iter().map(|(_, ty)| ty);
        let Some(first) = types.next() else {
            return self.unifier.unknown();
        };
        types.fold(first.clone(), |joined, ty| {
            if self.unifier.fits(&joined, ty) {
                most_general(&joined, ty).clone()
            } else {
                Ty::Dyn
            }
        })
    }

    fn keep(&mut self, items: Vec<(u64, Ty<'d>)>) {
        if self.in_format == 0 && items.len() > 1 {
            self.literals.push(items);
        }
    }

    /// Lists and maps that are written out hold values of one type.
    fn literals_are_uniform(&self) -> Result<(), Fault> {
        for items in &self.literals {
            let mut types = items.iter().map(|(id, ty)| (id, self.unifier.resolve(ty, true)));
            let Some((_, first)) = types.next() else { continue };
            if let Some((id, other)) = types.find(|(_, ty)| *ty != first) {
                return Err(self.fault_at(*id, format!("{other} beside {first}: all must be of one type")));
            }
        }
        Ok(())
    }

    fn object(&mut self, at: &Expression, object: &StructExpr) -> Result<Ty<'d>, Fault> {
        let name = object.type_name.as_str();
        let ty = match name {
            "JSONPatch" if self.scope.mutations => Ty::Named("JSONPatch"),
            "Object" if self.scope.mutations => Ty::Named("Object"),
            _ if self.scope.mutations && name.starts_with("Object.") => Ty::Dyn,
            _ if MESSAGES.contains(&name.trim_start_matches("google.protobuf.")) => {
                Ty::by_name(name).unwrap_or(Ty::Dyn)
            }
            _ => return self.fault(at, format!("there is no type {name:?} here")),
        };
        for entry in &object.entries {
            if let EntryExpr::StructField(field) = &entry.expr {
                let found = self.ty(&field.value)?;
                let wanted = match (name, field.field.as_str()) {
                    ("JSONPatch", "op" | "path" | "from") => Ty::String,
                    ("JSONPatch", "value") => Ty::Dyn,
                    ("JSONPatch", other) => return self.fault(at, format!("there is no field {other:?} in {name}")),
                    _ => Ty::Dyn,
                };
                if !self.unifier.fits(&found, &wanted) {
                    let found = self.known(&found);
                    return self.fault(&field.value, format!("{found} where {wanted} is wanted"));
                }
            }
        }
        Ok(ty)
    }

    fn call(&mut self, at: &Expression, call: &CallExpr) -> Result<Ty<'d>, Fault> {
        let name = call.func_name.as_str();
        if let (None, op::OPT_SELECT, [target, field]) = (&call.target, name, call.args.as_slice()) {
            let target = self.ty(target)?;
            let Expr::Literal(LiteralValue::String(field)) = &field.expr else {
                return self.fault(field, "the name of a field is wanted here");
            };
            return self.field(at, &target, field.inner()).map(wrapped);
        }
        let Some(target) = &call.target else {
            let name = name.strip_prefix('.').unwrap_or(name);
            let arguments = self.arguments(call, None)?;
            return self.overloads(at, call, functions::find(name), name, &arguments);
        };
        if let Some(name) = dotted(target).map(|space| format!("{space}.{name}"))
            && let Some(overloads) = functions::find(&name).filter(|_| self.knows(&name))
        {
            let arguments = self.arguments(call, None)?;
            return self.overloads(at, call, Some(overloads), &name, &arguments);
        }
        let arguments = self.arguments(call, Some(target))?;
        self.overloads(at, call, functions::find(name), name, &arguments)
    }

    fn knows(&self, function: &str) -> bool {
        !function.starts_with("jsonpatch.") || self.scope.mutations
    }

    fn arguments(&mut self, call: &CallExpr, target: Option<&Expression>) -> Result<Vec<Ty<'d>>, Fault> {
        let format = usize::from(call.func_name == "format");
        self.in_format += format;
        let types = target.into_iter().chain(&call.args).map(|one| self.ty(one)).collect();
        self.in_format -= format;
        types
    }

    /// What a call gives: that of the one way of calling the function that fits, or nothing in particular where several
    /// fit that give different types.
    fn overloads(
        &mut self,
        at: &Expression,
        call: &CallExpr,
        overloads: Option<&'static [Overload]>,
        name: &str,
        arguments: &[Ty<'d>],
    ) -> Result<Ty<'d>, Fault> {
        let Some(overloads) = overloads else {
            return self.fault(at, format!("there is no function {name:?}"));
        };
        let member = call.target.is_some() && !name.contains('.');
        let mut result: Option<Ty<'d>> = None;
        let mut fitting = Vec::new();
        for overload in overloads.iter().filter(|one| one.member == member) {
            let mut letters = [None, None];
            let params: Vec<_> = overload
                .params
                .iter()
                .map(|param| self.unifier.instance(param, &mut letters))
                .collect();
            if !self.unifier.all_fit(arguments, &params) {
                continue;
            }
            fitting.push(overload);
            let gives = self.unifier.instance(&overload.result, &mut letters);
            let gives = self.known(&gives);
            result = match result {
                Some(other) if other.is_dyn() || other == gives => Some(other),
                Some(_) => Some(Ty::Dyn),
                None => Some(gives),
            };
        }
        let Some(result) = result else {
            let types: Vec<_> = arguments.iter().map(|ty| self.known(ty).to_string()).collect();
            return self.fault(at, no_overload(name, member, &types));
        };
        self.overloads.insert(at.id, fitting);
        if name == "format" {
            self.format_is_right(call)?;
        }
        Ok(result)
    }

    /// A template and values of `format` that are written out must be right.
    fn format_is_right(&mut self, call: &CallExpr) -> Result<(), Fault> {
        let (Some(template), [list]) = (call.target.as_deref(), call.args.as_slice()) else {
            return Ok(());
        };
        let (Expr::Literal(LiteralValue::String(text)), Expr::List(list)) = (&template.expr, &list.expr) else {
            return Ok(());
        };
        self.in_format += 1;
        let types: Vec<_> = list
            .elements
            .iter()
            .map(|element| self.ty(element))
            .collect::<Result<_, _>>()?;
        self.in_format -= 1;
        let types: Vec<_> = types.iter().map(|ty| self.unifier.resolve(ty, true)).collect();
        match format::fault(text.inner(), &types) {
            Some(fault) => self.fault(template, fault),
            None => Ok(()),
        }
    }

    fn comprehension(&mut self, at: &Expression, comprehension: &ComprehensionExpr) -> Result<Ty<'d>, Fault> {
        // The parser knows a macro that the server does not.
        let written = self
            .info
            .offset_for(at.id)
            .and_then(|(start, _)| self.info.source.get(..start as usize));
        if comprehension.iter_var2.is_none() && written.is_some_and(|text| text.trim_end().ends_with("existsOne")) {
            return self
                .fault(at, "there is no function \"existsOne\" of one variable")
                .map_err(|fault: Fault| Fault {
                    message: fault.message + ", but exists_one",
                    ..fault
                });
        }
        let range = self.ty(&comprehension.iter_range)?;
        let two = comprehension.iter_var2.is_some();
        let (first, second) = match self.known(&range) {
            Ty::List(item) if two => (Ty::Int, *item),
            Ty::List(item) => (*item, Ty::Dyn),
            Ty::Map(key, value) => (*key, *value),
            Ty::Dyn => (Ty::Dyn, Ty::Dyn),
            unknown @ Ty::Param(_) => {
                self.unifier.fits(&Ty::Dyn, &unknown);
                (Ty::Dyn, Ty::Dyn)
            }
            other => return self.fault(&comprehension.iter_range, format!("{other} cannot be ranged over")),
        };
        let sum = self.ty(&comprehension.accu_init)?;
        let outside = self.locals.len();
        self.locals.push((comprehension.accu_var.clone(), sum.clone()));
        let with_sum = self.locals.len();
        self.locals.push((comprehension.iter_var.clone(), first));
        if let Some(name) = &comprehension.iter_var2 {
            self.locals.push((name.clone(), second));
        }
        self.gives(&comprehension.loop_cond, &Ty::Bool)?;
        self.gives(&comprehension.loop_step, &sum)?;
        self.locals.truncate(with_sum);
        let result = self.ty(&comprehension.result);
        self.locals.truncate(outside);
        result
    }

    fn gives(&mut self, expression: &Expression, wanted: &Ty<'d>) -> Result<(), Fault> {
        let found = self.ty(expression)?;
        if self.unifier.fits(wanted, &found) {
            return Ok(());
        }
        let (found, wanted) = (self.known(&found), self.known(wanted));
        self.fault(expression, format!("{found} where {wanted} is wanted"))
    }
}

/// The type of an optional value; what is optional already stays as it is.
fn wrapped(ty: Ty<'_>) -> Ty<'_> {
    match ty {
        Ty::Optional(_) => ty,
        other => Ty::optional(other),
    }
}

fn no_overload(name: &str, member: bool, types: &[String]) -> String {
    let operator = name.trim_matches(['_', '@']);
    match types {
        [target, arguments @ ..] if member => format!("there is no {target}.{name}({})", arguments.join(", ")),
        [one, other] if name == op::EQUALS || name == op::NOT_EQUALS => {
            format!("{one} cannot be compared with {other}")
        }
        [one, other] if name == op::INDEX || name == op::OPT_INDEX => format!("{one} has no items by {other}"),
        [condition, yes, no] if name == op::CONDITIONAL => format!("there is no {condition} ? {yes} : {no}"),
        [one, other] if name.starts_with(['_', '@']) => format!("there is no {one} {operator} {other}"),
        [one] if name == op::LOGICAL_NOT || name == op::NEGATE => format!("there is no {operator}{one}"),
        _ => format!("there is no {name}({})", types.join(", ")),
    }
}

/// `a.b.c` as one name.
fn dotted(expression: &Expression) -> Option<String> {
    match &expression.expr {
        Expr::Ident(name) => Some(name.clone()),
        Expr::Select(select) if !select.test => Some(format!("{}.{}", dotted(&select.operand)?, select.field)),
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
