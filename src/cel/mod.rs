//! Expressions in CEL, the Common Expression Language, as the server compiles them. In: an expression and what it may
//! use. Out: its type, or the fault and its place.
//!
//! [`lexer`] cuts the text into words and [`parse`] makes a tree of them ([`ast`]), with [`macros`] written out. [`check`]
//! finds the type, with what it needs: the [`functions`] there are, [`types`] and how they go together ([`unify`]), and
//! what the server tries before it takes an expression: [`constants`] and templates ([`format`]). [`cost`] reckons how
//! long it can take, by the [`size`] of values.

mod ast;
mod check;
mod constants;
mod cost;
mod format;
mod functions;
mod lexer;
mod macros;
mod parse;
mod size;
mod types;
mod unify;

pub use check::{Compiled, Scope};
pub use size::Bound;
pub use types::Ty;

use check::compile;

use crate::check::quote;
use crate::rule::Context;
use crate::source::Span;
use crate::view::Field;

/// Checks the expression in `field` and that it gives one of `wanted`; reports what is wrong at the place in the text.
/// The type, where there is one.
pub fn check_field<'d>(
    field: Field<'d>,
    scope: &Scope<'d>,
    wanted: &[Ty<'d>],
    ctx: &mut Context<'_>,
) -> Option<Ty<'d>> {
    compile_field(field, scope, wanted, ctx).map(Compiled::into_type)
}

/// Checks like [`check_field`], and gives all that is known of the expression, where it can be compiled.
pub fn compile_field<'d>(
    field: Field<'d>,
    scope: &Scope<'d>,
    wanted: &[Ty<'d>],
    ctx: &mut Context<'_>,
) -> Option<Compiled<'d>> {
    let text = field.str().filter(|text| !text.trim().is_empty())?;
    match compile(text, scope) {
        Ok(compiled) => {
            gives(wanted, &compiled, field, ctx);
            Some(compiled)
        }
        Err(fault) => {
            let span = place(field, text, fault.offset);
            ctx.invalid(field, format!("the expression does not compile: {}", fault.message))
                .at(span);
            None
        }
    }
}

fn gives<'d>(wanted: &[Ty<'d>], compiled: &Compiled<'d>, field: Field<'_>, ctx: &mut Context<'_>) {
    let found = compiled.ty();
    if !wanted.is_empty() && !wanted.contains(found) {
        let list = wanted.iter().map(Ty::to_string).collect::<Vec<_>>().join(" or ");
        let text = field.str().unwrap_or_default();
        ctx.invalid(field, format!("{} gives {found}, {list} is wanted", quote(text)));
    }
}

/// The place of an offset of the expression in the source, where the text stands there as it is.
fn place(field: Field<'_>, text: &str, offset: usize) -> Span {
    let whole = field.span();
    let source = field.source().get(whole.range());
    let Some(start) = source.and_then(|source| source.find(text)) else {
        return whole;
    };
    let at = whole.start + crate::source::offset(start + offset.min(text.len()));
    let word = text[offset.min(text.len())..]
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_');
    let len = word.map(char::len_utf8).sum::<usize>().max(1);
    Span::new(at, (at + crate::source::offset(len)).min(whole.end).max(at))
}
