//! The checker: walks a parsed expression and finds its type.

use super::ast::{Call, Entry, Expr, Id, Item, Literal, Loop, Object, Select, Tree, op};
use super::cost::cost;
use super::functions::{self, Overload};
use super::parse::parse;
use super::size::Bound;
use super::types::Ty;
use super::unify::{Unifier, most_general};
use super::{constants, format};

/// What is wrong with an expression, and where.
#[derive(Debug)]
pub(super) struct Fault {
    /// Lower case, no full stop.
    pub(super) message: String,
    /// Byte offset in the expression.
    pub(super) offset: usize,
}

impl Fault {
    pub(super) fn new(offset: usize, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { message, offset }
    }
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
    pub(super) tree: Tree<'d>,
    pub(super) root: Id,
    ty: Ty<'d>,
    /// The type of each part, as far as it was known when the part was read.
    types: Vec<Option<Ty<'d>>>,
    unifier: Unifier<'d>,
    /// How each function is called.
    overloads: Vec<Vec<&'static Overload>>,
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
    pub(super) fn type_of(&self, part: Id) -> Option<Ty<'d>> {
        let ty = self.types[part.index()].as_ref();
        ty.map(|ty| self.unifier.resolve(ty, true))
    }

    /// How the function of a call is called.
    pub(super) fn overloads(&self, call: Id) -> &[&'static Overload] {
        &self.overloads[call.index()]
    }

    /// Whether the name of a variable stands somewhere in it.
    pub fn uses(&self, variable: &str) -> bool {
        self.tree.iter().any(|(id, expr)| {
            matches!(expr, Expr::Ident { name, .. } if *name == variable) && self.types[id.index()].is_some()
        })
    }

    /// The most that the expression can cost, where `place` describes what is called `self`.
    pub fn cost(&self, place: &Bound<'d>) -> u64 {
        cost(self, place)
    }
}

/// Checks an expression, and keeps what is found on the way.
pub(super) fn compile<'d>(text: &'d str, scope: &Scope<'d>) -> Result<Compiled<'d>, Fault> {
    let (tree, root) = parse(text, scope.bindings)?;
    let mut checker = Checker {
        tree: &tree,
        scope,
        locals: Vec::new(),
        unifier: Unifier::default(),
        literals: Vec::new(),
        in_format: 0,
        types: vec![None; tree.len()],
        overloads: vec![Vec::new(); tree.len()],
    };
    let ty = checker.ty(root)?;
    checker.literals_are_uniform()?;
    constants::check(&tree, root)?;
    let Checker {
        unifier,
        types,
        overloads,
        ..
    } = checker;
    Ok(Compiled {
        ty: unifier.resolve(&ty, true),
        tree,
        root,
        types,
        unifier,
        overloads,
    })
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
    tree: &'i Tree<'d>,
    scope: &'i Scope<'d>,
    /// Variables of macros, the innermost last.
    locals: Vec<(&'d str, Ty<'d>)>,
    unifier: Unifier<'d>,
    /// Values that stand beside each other in a list or map, and so must be of one type in the end.
    literals: Vec<Vec<(Id, Ty<'d>)>>,
    /// How many calls of `format` are around: their lists may mix types.
    in_format: usize,
    types: Vec<Option<Ty<'d>>>,
    overloads: Vec<Vec<&'static Overload>>,
}

impl<'d> Checker<'_, 'd> {
    fn fault<T>(&self, at: Id, message: impl Into<String>) -> Result<T, Fault> {
        Err(Fault::new(self.tree.at(at), message))
    }

    /// A type as it is known now, for messages and decisions.
    fn known(&self, ty: &Ty<'d>) -> Ty<'d> {
        self.unifier.resolve(ty, false)
    }

    fn ty(&mut self, id: Id) -> Result<Ty<'d>, Fault> {
        let ty = self.find(id)?;
        self.types[id.index()] = Some(ty.clone());
        Ok(ty)
    }

    fn find(&mut self, id: Id) -> Result<Ty<'d>, Fault> {
        match self.tree.expr(id) {
            Expr::Literal(literal) => Ok(literal_type(literal)),
            Expr::Ident { name, rooted } => match self.variable(name, *rooted) {
                Some(ty) => Ok(ty),
                None => self.fault(id, format!("there is no variable {name:?} here")),
            },
            Expr::Select(select) => self.select(id, select),
            Expr::List(items) => self.list(items),
            Expr::Map(entries) => self.map(entries),
            Expr::Object(object) => self.object(id, object),
            Expr::Call(call) => self.call(id, call),
            Expr::Loop(inner) => self.looped(inner),
        }
    }

    fn variable(&self, name: &str, rooted: bool) -> Option<Ty<'d>> {
        let mut locals = self.locals.iter().rev().filter(|_| !rooted);
        let local = locals.find(|(known, _)| *known == name).map(|(_, ty)| ty.clone());
        local.or_else(|| self.global(|known| known == name))
    }

    /// The variable or type of which the name is looked for.
    fn global(&self, is: impl Fn(&str) -> bool) -> Option<Ty<'d>> {
        let mut variables = self.scope.variables.iter().rev();
        let variable = variables.find(|(known, _)| is(known)).map(|(_, ty)| ty.clone());
        variable.or_else(|| Ty::by_name(is).map(|ty| Ty::Type(Box::new(ty))))
    }

    fn select(&mut self, at: Id, select: &Select<'d>) -> Result<Ty<'d>, Fault> {
        if let Some(ty) = self.global(|name| name.contains('.') && self.tree.spells(at, name)) {
            return Ok(ty);
        }
        let operand = self.ty(select.operand)?;
        let field = self.field(at, &operand, select.field)?;
        Ok(if select.test { Ty::Bool } else { field })
    }

    /// The type of a field. A field of an optional value is optional.
    fn field(&mut self, at: Id, operand: &Ty<'d>, name: &str) -> Result<Ty<'d>, Fault> {
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

    fn list(&mut self, items: &[Item]) -> Result<Ty<'d>, Fault> {
        let mut found = Vec::new();
        for item in items {
            found.push((item.value, self.element(item.value, item.optional)?));
        }
        Ok(Ty::list(self.join(found)))
    }

    fn map(&mut self, entries: &[Entry]) -> Result<Ty<'d>, Fault> {
        let (mut keys, mut values) = (Vec::new(), Vec::new());
        for entry in entries {
            keys.push((entry.key, self.ty(entry.key)?));
            values.push((entry.value, self.element(entry.value, entry.optional)?));
        }
        Ok(Ty::map(self.join(keys), self.join(values)))
    }

    /// One type for values that stand beside each other.
    fn join(&mut self, items: Vec<(Id, Ty<'d>)>) -> Ty<'d> {
        let mut types = items.iter().map(|(_, ty)| ty);
        let joined = match types.next() {
            None => self.unifier.unknown(),
            Some(first) => types.fold(first.clone(), |joined, ty| {
                if self.unifier.fits(&joined, ty) {
                    most_general(&joined, ty).clone()
                } else {
                    Ty::Dyn
                }
            }),
        };
        if self.in_format == 0 && items.len() > 1 {
            self.literals.push(items);
        }
        joined
    }

    /// An element of a list or map, which an optional one is only if it has a value.
    fn element(&mut self, element: Id, optional: bool) -> Result<Ty<'d>, Fault> {
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

    /// Lists and maps that are written out hold values of one type.
    fn literals_are_uniform(&self) -> Result<(), Fault> {
        for items in &self.literals {
            let mut types = items.iter().map(|(id, ty)| (id, self.unifier.resolve(ty, true)));
            let Some((_, first)) = types.next() else { continue };
            if let Some((id, other)) = types.find(|(_, ty)| *ty != first) {
                return self.fault(*id, format!("{other} beside {first}: all must be of one type"));
            }
        }
        Ok(())
    }

    fn object(&mut self, at: Id, object: &Object<'d>) -> Result<Ty<'d>, Fault> {
        let name = object.name.as_str();
        let ty = match name {
            "JSONPatch" if self.scope.mutations => Ty::Named("JSONPatch"),
            "Object" if self.scope.mutations => Ty::Named("Object"),
            _ if self.scope.mutations && name.starts_with("Object.") => Ty::Dyn,
            _ if is_message(name) => Ty::by_name(|known| known == name).unwrap_or(Ty::Dyn),
            _ => return self.fault(at, format!("there is no type {name:?} here")),
        };
        for (field, value) in &object.fields {
            let found = self.ty(*value)?;
            let wanted = match (name, *field) {
                ("JSONPatch", "op" | "path" | "from") => Ty::String,
                ("JSONPatch", "value") => Ty::Dyn,
                ("JSONPatch", other) => return self.fault(at, format!("there is no field {other:?} in {name}")),
                _ => Ty::Dyn,
            };
            if !self.unifier.fits(&found, &wanted) {
                let found = self.known(&found);
                return self.fault(*value, format!("{found} where {wanted} is wanted"));
            }
        }
        Ok(ty)
    }

    fn call(&mut self, at: Id, call: &Call<'d>) -> Result<Ty<'d>, Fault> {
        let name = call.name;
        if let (op::OPT_SELECT, [target, field]) = (name, call.args.as_slice()) {
            let target = self.ty(*target)?;
            let Expr::Literal(Literal::Text(field)) = self.tree.expr(*field) else {
                return self.fault(*field, "the name of a field is wanted here");
            };
            return self.field(at, &target, field).map(wrapped);
        }
        if let Some(Expr::Ident { name: space, .. }) = call.target.map(|target| self.tree.expr(target))
            && let Some((name, overloads)) = functions::find_in(space, name).filter(|(name, _)| self.knows(name))
        {
            let arguments = self.arguments(call, None)?;
            return self.overloads(at, call, overloads, name, &arguments);
        }
        let Some(overloads) = functions::find(name) else {
            call.target.map_or(Ok(Ty::Dyn), |target| self.ty(target))?;
            return self.fault(at, format!("there is no function {name:?}"));
        };
        let arguments = self.arguments(call, call.target)?;
        self.overloads(at, call, overloads, name, &arguments)
    }

    fn knows(&self, function: &str) -> bool {
        !function.starts_with("jsonpatch.") || self.scope.mutations
    }

    fn arguments(&mut self, call: &Call<'d>, target: Option<Id>) -> Result<Vec<Ty<'d>>, Fault> {
        let format = usize::from(call.name == "format");
        self.in_format += format;
        let types = target.iter().chain(&call.args).map(|one| self.ty(*one)).collect();
        self.in_format -= format;
        types
    }

    /// What a call gives: that of the one way of calling the function that fits, or nothing in particular where several
    /// fit that give different types.
    fn overloads(
        &mut self,
        at: Id,
        call: &Call<'d>,
        overloads: &'static [Overload],
        name: &str,
        arguments: &[Ty<'d>],
    ) -> Result<Ty<'d>, Fault> {
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
        self.overloads[at.index()] = fitting;
        if name == "format" {
            self.format_is_right(call)?;
        }
        Ok(result)
    }

    /// A template and values of `format` that are written out must be right.
    fn format_is_right(&mut self, call: &Call<'d>) -> Result<(), Fault> {
        let (Some(template), [list]) = (call.target, call.args.as_slice()) else {
            return Ok(());
        };
        let (Expr::Literal(Literal::Text(text)), Expr::List(items)) = (self.tree.expr(template), self.tree.expr(*list))
        else {
            return Ok(());
        };
        self.in_format += 1;
        let types: Vec<_> = items.iter().map(|item| self.ty(item.value)).collect::<Result<_, _>>()?;
        self.in_format -= 1;
        let types: Vec<_> = types.iter().map(|ty| self.unifier.resolve(ty, true)).collect();
        match format::fault(text, &types) {
            Some(fault) => self.fault(template, fault),
            None => Ok(()),
        }
    }

    fn looped(&mut self, inner: &Loop<'d>) -> Result<Ty<'d>, Fault> {
        let range = self.ty(inner.range)?;
        let (first, second) = match self.known(&range) {
            Ty::List(item) if inner.second.is_some() => (Ty::Int, *item),
            Ty::List(item) => (*item, Ty::Dyn),
            Ty::Map(key, value) => (*key, *value),
            Ty::Dyn => (Ty::Dyn, Ty::Dyn),
            unknown @ Ty::Param(_) => {
                self.unifier.fits(&Ty::Dyn, &unknown);
                (Ty::Dyn, Ty::Dyn)
            }
            other => return self.fault(inner.range, format!("{other} cannot be ranged over")),
        };
        let sum = self.ty(inner.start)?;
        let outside = self.locals.len();
        self.locals.push((inner.sum, sum.clone()));
        let with_sum = self.locals.len();
        self.locals.push((inner.variable, first));
        self.locals.extend(inner.second.map(|name| (name, second)));
        self.gives(inner.condition, &Ty::Bool)?;
        self.gives(inner.step, &sum)?;
        self.locals.truncate(with_sum);
        let result = self.ty(inner.result);
        self.locals.truncate(outside);
        result
    }

    fn gives(&mut self, id: Id, wanted: &Ty<'d>) -> Result<(), Fault> {
        let found = self.ty(id)?;
        if self.unifier.fits(wanted, &found) {
            return Ok(());
        }
        let (found, wanted) = (self.known(&found), self.known(wanted));
        self.fault(id, format!("{found} where {wanted} is wanted"))
    }
}

/// Whether it is the name of a message that can be made.
fn is_message(name: &str) -> bool {
    name.strip_prefix("google.protobuf.")
        .is_some_and(|name| MESSAGES.contains(&name))
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
        [one] if name == op::NOT || name == op::NEGATE => format!("there is no {operator}{one}"),
        _ => format!("there is no {name}({})", types.join(", ")),
    }
}

fn literal_type<'d>(literal: &Literal<'_>) -> Ty<'d> {
    match literal {
        Literal::Null => Ty::Null,
        Literal::Bool => Ty::Bool,
        Literal::Int(_) => Ty::Int,
        Literal::Uint(_) => Ty::Uint,
        Literal::Double(_) => Ty::Double,
        Literal::Text(_) => Ty::String,
        Literal::Bytes(_) => Ty::Bytes,
    }
}
