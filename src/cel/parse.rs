//! The parser. In: the text of an expression. Out: its tree, with macros written out, or the first fault.

use super::ast::{Call, Entry, Expr, Id, Item, Literal, Object, Select, Tree, op};
use super::check::Fault;
use super::lexer::{self, Kind, Lexer, Token};
use super::macros;
use crate::check::quote;

/// The most characters that an expression may have.
const LONGEST: usize = 100_000;
/// How many expressions may stand in each other, and how many operators.
const DEEPEST: u16 = 250;

/// Words that are no names of variables or functions.
pub(super) const RESERVED: [&str; 17] = [
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "let",
    "loop",
    "namespace",
    "package",
    "return",
    "var",
    "void",
    "while",
];

/// Parses an expression; `bindings` tells whether `cel.bind` is known.
pub(super) fn parse(text: &str, bindings: bool) -> Result<(Tree<'_>, Id), Fault> {
    if text.len() > LONGEST && text.chars().count() > LONGEST {
        return Err(Fault::new(0, format!("it has more than {LONGEST} characters")));
    }
    let mut lexer = Lexer::new(text);
    let mut parser = Parser {
        token: lexer.token()?,
        lexer,
        tree: Tree::default(),
        depth: 0,
        heights: Vec::new(),
        bindings,
    };
    let root = parser.expression()?;
    match parser.token.kind {
        Kind::End => Ok((parser.tree, root)),
        _ => Err(parser.unexpected("an operator or the end")),
    }
}

struct Parser<'t> {
    lexer: Lexer<'t>,
    /// The word that is looked at.
    token: Token<'t>,
    tree: Tree<'t>,
    /// How many expressions are around.
    depth: u16,
    /// How many operators stand in each other, for each part.
    heights: Vec<u16>,
    bindings: bool,
}

impl<'t> Parser<'t> {
    /// Takes the word that is looked at.
    fn next(&mut self) -> Result<Token<'t>, Fault> {
        let next = self.lexer.token()?;
        Ok(std::mem::replace(&mut self.token, next))
    }

    /// Takes a sign and gives its place, where it is next.
    fn take(&mut self, sign: &str) -> Result<Option<usize>, Fault> {
        if self.token.is(sign) {
            return self.next().map(|token| Some(token.at));
        }
        Ok(None)
    }

    fn want(&mut self, sign: &str) -> Result<usize, Fault> {
        self.take(sign)?.ok_or_else(|| self.unexpected(&quote(sign)))
    }

    fn unexpected(&self, wanted: &str) -> Fault {
        let message = match self.token.kind {
            Kind::End => format!("it ends where {wanted} is wanted"),
            _ => format!("{} where {wanted} is wanted", quote(self.token.text)),
        };
        Fault::new(self.token.at, message)
    }

    /// Adds a part with `links` more operators than there are in its own parts.
    fn put(&mut self, at: usize, expr: Expr<'t>, links: u16, parts: &[Id]) -> Result<Id, Fault> {
        let height = self.height(at, links, parts)?;
        let id = self.tree.put(at, expr);
        Ok(self.raise(id, height))
    }

    fn height(&self, at: usize, links: u16, parts: &[Id]) -> Result<u16, Fault> {
        let parts = parts.iter().filter_map(|part| self.heights.get(part.index()));
        match parts.max().map_or(0, |height| height + links) {
            height if height > DEEPEST => Err(too_deep(at)),
            height => Ok(height),
        }
    }

    fn raise(&mut self, id: Id, height: u16) -> Id {
        self.heights.resize(id.index(), 0);
        self.heights.push(height);
        id
    }

    fn literal(&mut self, at: usize, value: Literal<'t>) -> Result<Id, Fault> {
        self.put(at, Expr::Literal(value), 0, &[])
    }

    /// A call, or what the macro of this name stands for.
    fn call(&mut self, at: usize, name: &'t str, target: Option<Id>, args: Vec<Id>) -> Result<Id, Fault> {
        let links = u16::from(target.is_some());
        let height = self
            .height(at, links, target.as_slice())?
            .max(self.height(at, links, &args)?);
        let call = Call { name, target, args };
        let written = macros::expand(&mut self.tree, at, &call, self.bindings)?;
        let id = written.unwrap_or_else(|| self.tree.put(at, Expr::Call(call)));
        Ok(self.raise(id, height))
    }

    fn operator(&mut self, at: usize, name: &'static str, args: &[Id]) -> Result<Id, Fault> {
        let call = Call {
            name,
            target: None,
            args: args.to_vec(),
        };
        self.put(at, Expr::Call(call), 1, args)
    }

    fn expression(&mut self) -> Result<Id, Fault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(too_deep(self.token.at));
        }
        let mut expression = self.binary(1)?;
        if let Some(at) = self.take("?")? {
            let yes = self.binary(1)?;
            self.want(":")?;
            let no = self.expression()?;
            expression = self.operator(at, op::CONDITIONAL, &[expression, yes, no])?;
        }
        self.depth -= 1;
        Ok(expression)
    }

    /// A tree that is flat, however many parts there are.
    fn balanced(&mut self, name: &'static str, parts: &[Id], places: &[usize]) -> Result<Id, Fault> {
        let middle = places.len() / 2;
        let Some(&at) = places.get(middle) else {
            return Ok(parts[0]);
        };
        let left = self.balanced(name, &parts[..=middle], &places[..middle])?;
        let right = self.balanced(name, &parts[middle + 1..], &places[middle + 1..])?;
        self.operator(at, name, &[left, right])
    }

    /// Values with operators between them that bind at least as closely as `level`.
    fn binary(&mut self, level: u8) -> Result<Id, Fault> {
        let mut left = self.unary()?;
        while let Kind::Operator(found, name) = self.token.kind
            && found >= level
        {
            let (mut parts, mut places) = (vec![left], Vec::new());
            while self.token.kind == Kind::Operator(found, name) {
                places.push(self.next()?.at);
                parts.push(self.binary(found + 1)?);
                if !matches!(name, op::OR | op::AND) {
                    break;
                }
            }
            left = self.balanced(name, &parts, &places)?;
        }
        Ok(left)
    }

    fn unary(&mut self) -> Result<Id, Fault> {
        let (at, sign) = (self.token.at, self.token.text);
        let name = match sign {
            "!" => op::NOT,
            "-" if !self.is_negative()? => op::NEGATE,
            _ => return self.member(),
        };
        let mut odd = false;
        while self.take(sign)?.is_some() {
            odd = !odd;
        }
        let operand = self.member()?;
        if odd {
            self.operator(at, name, &[operand])
        } else {
            Ok(operand)
        }
    }

    /// Whether a minus belongs to the number that follows.
    fn is_negative(&self) -> Result<bool, Fault> {
        let next = self.lexer.clone().token()?;
        Ok(matches!(next.kind, Kind::Int | Kind::Double))
    }

    /// A value with what follows it: fields, methods and items.
    fn member(&mut self) -> Result<Id, Fault> {
        let (mut value, mut is_name) = self.primary()?;
        loop {
            if let Some(at) = self.take(".")? {
                let optional = self.take("?")?.is_some();
                let field = self.field()?;
                let is_plain = field.kind == Kind::Name && !optional;
                is_name &= is_plain;
                value = if is_plain && self.token.is("(") {
                    is_name = false;
                    let at = self.next()?.at;
                    let args = self.arguments()?;
                    self.call(at, field.text, Some(value), args)?
                } else {
                    self.select(at, value, optional, field)?
                };
            } else if let Some(at) = self.take("[")? {
                is_name = false;
                let name = self.take("?")?.map_or(op::INDEX, |_| op::OPT_INDEX);
                let index = self.expression()?;
                self.want("]")?;
                value = self.operator(at, name, &[value, index])?;
            } else if is_name && self.token.is("{") {
                is_name = false;
                value = self.object(value)?;
            } else {
                return Ok(value);
            }
        }
    }

    /// The name of a field.
    fn field(&mut self) -> Result<Token<'t>, Fault> {
        match self.token.kind {
            Kind::Name | Kind::Quoted => self.next(),
            _ => Err(self.unexpected("the name of a field")),
        }
    }

    fn select(&mut self, at: usize, operand: Id, optional: bool, field: Token<'t>) -> Result<Id, Fault> {
        let field = field.text.trim_matches('`');
        if optional {
            let field = self.literal(at, Literal::Text(field.into()))?;
            return self.operator(at, op::OPT_SELECT, &[operand, field]);
        }
        let select = Select {
            operand,
            field,
            test: false,
        };
        self.put(at, Expr::Select(select), 1, &[operand])
    }

    /// What everything else is made of, and whether it is a name.
    fn primary(&mut self) -> Result<(Id, bool), Fault> {
        let token = self.token;
        let value = match token.kind {
            Kind::Name => return self.named(false),
            Kind::Text | Kind::Bytes | Kind::Constant | Kind::Int | Kind::Uint | Kind::Double => {
                self.next()?;
                self.written(token, token.text)?
            }
            _ => match token.text {
                "." => {
                    self.next()?;
                    return self.named(true);
                }
                "(" => {
                    self.next()?;
                    let inside = self.expression()?;
                    self.want(")")?;
                    inside
                }
                "[" => self.list()?,
                "{" => self.map()?,
                "-" => {
                    self.next()?;
                    let number = self.token;
                    if !matches!(number.kind, Kind::Int | Kind::Double) {
                        return Err(self.unexpected("a number"));
                    }
                    self.next()?;
                    self.written(number, &format!("-{}", number.text))?
                }
                _ => return Err(self.unexpected("a value")),
            },
        };
        Ok((value, false))
    }

    /// A variable, or the call of a function; `rooted` where a dot stands before it.
    fn named(&mut self, rooted: bool) -> Result<(Id, bool), Fault> {
        let token = self.token;
        if token.kind != Kind::Name {
            return Err(self.unexpected("a name"));
        }
        if RESERVED.contains(&token.text) {
            let message = format!("{} is a word that is reserved", quote(token.text));
            return Err(Fault::new(token.at, message));
        }
        self.next()?;
        let name = token.text;
        let Some(at) = self.take("(")? else {
            let ident = Expr::Ident { name, rooted };
            return Ok((self.put(token.at, ident, 0, &[])?, true));
        };
        let args = self.arguments()?;
        if rooted {
            // Macros are not known by such a name.
            let parts = args.clone();
            let call = Call {
                name,
                target: None,
                args,
            };
            return Ok((self.put(at, Expr::Call(call), 0, &parts)?, false));
        }
        Ok((self.call(at, name, None, args)?, false))
    }

    /// The arguments of a call, up to its closing parenthesis.
    fn arguments(&mut self) -> Result<Vec<Id>, Fault> {
        let mut arguments = Vec::new();
        if self.take(")")?.is_some() {
            return Ok(arguments);
        }
        loop {
            arguments.push(self.expression()?);
            if self.take(",")?.is_none() {
                self.want(")")?;
                return Ok(arguments);
            }
        }
    }

    /// Parts between commas, up to a closing sign. A comma may stand before it.
    fn parts(&mut self, close: &str, mut part: impl FnMut(&mut Self) -> Result<(), Fault>) -> Result<(), Fault> {
        if self.take(",")?.is_none() {
            while !self.token.is(close) {
                part(self)?;
                if self.take(",")?.is_none() {
                    break;
                }
            }
        }
        self.want(close)?;
        Ok(())
    }

    fn list(&mut self) -> Result<Id, Fault> {
        let at = self.want("[")?;
        let (mut items, mut inside) = (Vec::new(), Vec::new());
        self.parts("]", |parser| {
            let optional = parser.take("?")?.is_some();
            let value = parser.expression()?;
            items.push(Item { value, optional });
            inside.push(value);
            Ok(())
        })?;
        self.put(at, Expr::List(items), 0, &inside)
    }

    fn map(&mut self) -> Result<Id, Fault> {
        let at = self.want("{")?;
        let (mut entries, mut inside) = (Vec::new(), Vec::new());
        self.parts("}", |parser| {
            let optional = parser.take("?")?.is_some();
            let key = parser.expression()?;
            parser.want(":")?;
            let value = parser.expression()?;
            entries.push(Entry { key, value, optional });
            inside.extend([key, value]);
            Ok(())
        })?;
        self.put(at, Expr::Map(entries), 0, &inside)
    }

    fn object(&mut self, name: Id) -> Result<Id, Fault> {
        let name = self.spelled(name);
        let at = self.want("{")?;
        let (mut fields, mut inside) = (Vec::new(), Vec::new());
        self.parts("}", |parser| {
            parser.take("?")?;
            let field = parser.field()?.text.trim_matches('`');
            parser.want(":")?;
            let value = parser.expression()?;
            fields.push((field, value));
            inside.push(value);
            Ok(())
        })?;
        self.put(at, Expr::Object(Object { name, fields }), 0, &inside)
    }

    /// A name with dots in it.
    fn spelled(&self, id: Id) -> String {
        match self.tree.expr(id) {
            Expr::Ident { name, .. } => (*name).to_owned(),
            Expr::Select(select) => format!("{}.{}", self.spelled(select.operand), select.field),
            _ => String::new(),
        }
    }

    /// A value that is written out, with its sign if it has one.
    fn written(&mut self, token: Token<'t>, text: &str) -> Result<Id, Fault> {
        let value = match token.kind {
            Kind::Int => int(text).map(Literal::Int),
            Kind::Uint => uint(&text[..text.len() - 1]).map(Literal::Uint),
            Kind::Double => text
                .parse()
                .ok()
                .filter(|value: &f64| value.is_finite())
                .map(Literal::Double),
            Kind::Text => lexer::text(token.text).map(Literal::Text),
            Kind::Bytes => lexer::bytes(token.text).map(Literal::Bytes),
            _ if text == "null" => Some(Literal::Null),
            _ => Some(Literal::Bool),
        };
        match value {
            Some(value) => self.literal(token.at, value),
            None => Err(Fault::new(token.at, format!("{} is no value", quote(text)))),
        }
    }
}

fn too_deep(at: usize) -> Fault {
    Fault::new(
        at,
        format!("more than {DEEPEST} expressions or operators in each other"),
    )
}

fn int(text: &str) -> Option<i64> {
    let Some((sign, hex)) = text.split_once("0x") else {
        return text.parse().ok();
    };
    i64::from_str_radix(&format!("{sign}{hex}"), 16).ok()
}

fn uint(text: &str) -> Option<u64> {
    match text.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).ok(),
        None => text.parse().ok(),
    }
}
