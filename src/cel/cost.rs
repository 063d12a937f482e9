//! What an expression can cost at most, as the server reckons it when a definition is created: how often loops can run, how
//! long the texts can be that are walked through. In: an expression, checked, and the schema it stands in.

use super::ast::{Call, Expr, Id, Literal, Loop, op};
use super::check::Compiled;
use super::functions::Overload;
use super::size::{Bound, Size};
use super::types::Ty;

/// The cost of walking through one character.
const WALK: f64 = 0.1;
/// The cost of one character of a regular expression.
const PATTERN: f64 = 0.25;
/// The characters of a regular expression that a format stands for.
const FORMAT: f64 = 128.0;
const LIST: u64 = 10;
const MAP: u64 = 30;
const MESSAGE: u64 = 40;
const AUTHORIZATION: u64 = 350_000;
/// The cost of looking for an address, or for another network, in a network.
const IN_NETWORK: u64 = 4;
const IN_NETWORK_OF: u64 = 7;

/// The most an expression can cost; `root` is what `self` can be.
pub(super) fn cost<'d>(compiled: &Compiled<'d>, root: &Bound<'d>) -> u64 {
    let mut reckoner = Reckoner {
        checked: compiled,
        root,
        locals: Vec::new(),
    };
    reckoner.reckon(compiled.root).cost
}

/// What is known of a value.
#[derive(Clone, Debug, Default)]
struct Known<'d> {
    /// The cost of coming to it.
    cost: u64,
    /// Its length, where the expression tells.
    size: Option<Size>,
    /// The length of its items, where the expression tells.
    items: Option<Size>,
    /// Where in the schema it comes from.
    place: Place<'d>,
}

/// Where in the schema a value comes from.
#[derive(Clone, Debug, Default)]
enum Place<'d> {
    /// It is made by the expression.
    #[default]
    Nowhere,
    /// It comes from somewhere that the schema does not describe.
    Lost,
    /// It comes from here.
    At(Bound<'d>),
}

impl Place<'_> {
    fn size(&self) -> Option<Size> {
        match self {
            Self::At(bound) => Some(Size::up_to(bound.max_elements())),
            Self::Nowhere | Self::Lost => None,
        }
    }
}

/// What a call costs besides its arguments, and what it gives.
struct Charge {
    cost: u64,
    size: Option<Size>,
}

struct Reckoner<'c, 'd> {
    checked: &'c Compiled<'d>,
    root: &'c Bound<'d>,
    /// What is known of the variables of loops; nothing of what it costs to come to them.
    locals: Vec<(&'d str, Known<'d>)>,
}

impl<'d> Reckoner<'_, 'd> {
    fn ty(&self, part: Id) -> Ty<'d> {
        self.checked.type_of(part).unwrap_or(Ty::Dyn)
    }

    /// The length of a value: as the expression tells, or as the schema does.
    fn size(&self, part: Id, known: &Known<'d>) -> Size {
        let written = match self.checked.tree.expr(part) {
            Expr::Literal(Literal::Text(text)) => Some(Size::exactly(text.chars().count())),
            Expr::Literal(Literal::Bytes(bytes)) => Some(Size::exactly(bytes.len())),
            Expr::Literal(Literal::Null) => None,
            Expr::Literal(_) => Some(Size::exactly(1)),
            Expr::List(items) => Some(Size::exactly(items.len())),
            Expr::Map(entries) => Some(Size::exactly(entries.len())),
            _ => None,
        };
        let scalar = matches!(
            self.ty(part),
            Ty::Bool | Ty::Double | Ty::Int | Ty::Uint | Ty::Named("duration" | "timestamp")
        );
        known
            .size
            .or(written)
            .or_else(|| known.place.size())
            .unwrap_or_else(|| if scalar { Size::exactly(1) } else { Size::UNKNOWN })
    }

    /// A part of a value. The server forgets where the path of a value begins that the expression has made: it takes the
    /// first step from there for the whole object.
    fn part(&self, place: &Place<'d>, step: impl Fn(&Bound<'d>) -> Option<Bound<'d>>) -> Place<'d> {
        match place {
            Place::Nowhere => Place::At(self.root.clone()),
            Place::Lost => Place::Lost,
            Place::At(bound) => step(bound).map_or(Place::Lost, Place::At),
        }
    }

    fn reckon(&mut self, part: Id) -> Known<'d> {
        match self.checked.tree.expr(part) {
            Expr::Literal(_) => Known::default(),
            Expr::Ident { name, rooted } => {
                let mut locals = self.locals.iter().rev().filter(|_| !rooted);
                let local = locals.find(|(known, _)| known == name);
                Known {
                    cost: 1,
                    ..local.map_or_else(|| from(Place::At(self.root.clone())), |(_, known)| known.clone())
                }
            }
            // A dotted name of a type or variable.
            Expr::Select(select) if self.checked.type_of(select.operand).is_none() => Known {
                cost: 1,
                ..from(Place::At(self.root.clone()))
            },
            Expr::Select(select) => {
                let operand = self.reckon(select.operand);
                if select.test {
                    return Known {
                        cost: operand.cost,
                        ..Known::default()
                    };
                }
                let walked = matches!(
                    self.ty(select.operand),
                    Ty::Map(..) | Ty::Struct(_) | Ty::Schema(_) | Ty::Resource(_)
                );
                Known {
                    cost: operand.cost.saturating_add(u64::from(walked)),
                    place: self.part(&operand.place, |bound| bound.field(select.field)),
                    ..Known::default()
                }
            }
            Expr::List(items) => self.parts(LIST, items.iter().map(|item| (item.value, true))),
            Expr::Map(entries) => {
                let parts = entries
                    .iter()
                    .flat_map(|entry| [(entry.key, false), (entry.value, true)]);
                self.parts(MAP, parts)
            }
            Expr::Object(object) => self.parts(MESSAGE, object.fields.iter().map(|(_, value)| (*value, true))),
            Expr::Call(call) => self.call(part, call),
            Expr::Loop(inner) => self.looped(inner),
        }
    }

    /// Something made of parts, of which some are items.
    fn parts(&mut self, base: u64, parts: impl Iterator<Item = (Id, bool)>) -> Known<'d> {
        let mut known = Known {
            cost: base,
            ..Known::default()
        };
        for (part, is_item) in parts {
            let found = self.reckon(part);
            known.cost = known.cost.saturating_add(found.cost);
            if is_item {
                known.items = either(known.items, Some(self.size(part, &found)));
            }
        }
        known
    }

    fn looped(&mut self, inner: &Loop<'d>) -> Known<'d> {
        let range = self.reckon(inner.range);
        let start = self.reckon(inner.start);
        let count = self.size(inner.range, &range);
        let outside = self.locals.len();
        let sum = Known {
            cost: 0,
            size: Some(self.size(inner.start, &start)),
            ..start.clone()
        };
        self.locals.push((inner.sum, sum));
        let with_sum = self.locals.len();
        let (key, item) = self.run_over(inner.range, &range.place);
        match inner.second {
            Some(second) => {
                self.locals.push((inner.variable, from(key)));
                self.locals.push((second, from(item)));
            }
            None => {
                let of_map = matches!(self.ty(inner.range), Ty::Map(..));
                let place = if of_map { key } else { item };
                self.locals.push((inner.variable, from(place)));
            }
        }
        let condition = self.reckon(inner.condition);
        let step = self.reckon(inner.step);
        self.locals.truncate(with_sum);
        let result = self.reckon(inner.result);
        self.locals.truncate(outside);
        let each = condition.cost.saturating_add(step.cost);
        let cost = [range.cost, start.cost, result.cost, count.max.saturating_mul(each)];
        let collects = matches!(self.checked.tree.expr(inner.start), Expr::List(_) | Expr::Map(_));
        Known {
            cost: cost.into_iter().fold(0, u64::saturating_add),
            size: if collects { Some(count) } else { result.size },
            items: step.items,
            place: Place::Nowhere,
        }
    }

    /// Where the keys and items come from that a loop runs over.
    fn run_over(&self, range: Id, place: &Place<'d>) -> (Place<'d>, Place<'d>) {
        let keys = match self.ty(range) {
            Ty::Map(..) => self.part(place, Bound::keys),
            _ => Place::Nowhere,
        };
        (keys, self.part(place, Bound::items))
    }

    fn call(&mut self, at: Id, call: &Call<'d>) -> Known<'d> {
        let checked = self.checked;
        let arguments: Vec<_> = call
            .args
            .iter()
            .map(|argument| (*argument, self.reckon(*argument)))
            .collect();
        let overloads = checked.overloads(at);
        let target = call.target.filter(|_| overloads.iter().any(|one| one.member));
        let target = target.map(|target| (target, self.reckon(target)));
        let mut known = Known::default();
        if call.name == op::OPT_SELECT {
            known.cost = arguments
                .iter()
                .fold(1, |sum, (_, known)| known.cost.saturating_add(sum));
        }
        for overload in overloads {
            let found = self.function(call.name, overload, target.as_ref(), &arguments);
            known.cost = known.cost.max(found.cost);
            known.size = either(known.size, found.size);
        }
        match (call.name, arguments.as_slice()) {
            (op::INDEX, [(_, of), _]) => {
                known.place = self.part(&of.place, Bound::items);
                known.size = known.size.or(of.items);
            }
            (op::ADD, [(_, one), (_, other)]) | (op::CONDITIONAL, [_, (_, one), (_, other)]) => {
                known.items = either(one.items, other.items);
            }
            _ => {}
        }
        if let Some((_, target)) = target {
            known.cost = known.cost.saturating_add(target.cost);
        }
        known
    }

    fn function(
        &self,
        name: &str,
        overload: &Overload,
        target: Option<&(Id, Known<'d>)>,
        arguments: &[(Id, Known<'d>)],
    ) -> Charge {
        let before = arguments
            .iter()
            .fold(0_u64, |sum, (_, known)| sum.saturating_add(known.cost));
        let sizes: Vec<Size> = arguments.iter().map(|(one, known)| self.size(*one, known)).collect();
        let of_target = target.map(|(one, known)| self.size(*one, known));
        let first = of_target.or(sizes.first().copied()).unwrap_or(Size::UNKNOWN);
        let call = |cost: u64, size: Option<Size>| Charge {
            cost: cost.saturating_add(before),
            size,
        };
        let is = |index: usize, wanted: fn(&Ty<'_>) -> bool| overload.params.get(index).is_some_and(wanted);
        // What is given as a text is read first.
        let parsed = |size: Size| {
            if is(1, |ty| matches!(ty, Ty::String)) {
                size.times(WALK)
            } else {
                0
            }
        };
        let of_text = is(0, |ty| matches!(ty, Ty::String | Ty::Bytes));
        match (name, sizes.as_slice()) {
            (op::AND | op::OR, _) => call(0, None),
            (op::CONDITIONAL, [_, yes, no]) => {
                let (condition, yes_cost, no_cost) = (arguments[0].1.cost, arguments[1].1.cost, arguments[2].1.cost);
                Charge {
                    cost: condition.saturating_add(yes_cost.max(no_cost)),
                    size: Some(yes.union(*no)),
                }
            }
            (op::ADD, [one, other]) if is(0, |ty| matches!(ty, Ty::List(_))) => call(1, Some(one.plus(*other))),
            (op::ADD, [one, other]) if of_text => {
                let both = one.plus(*other);
                call(both.times(WALK), Some(both))
            }
            (op::EQUALS | op::NOT_EQUALS, _) if self.is_plain(arguments) => call(1, None),
            (op::EQUALS | op::NOT_EQUALS, [_, other]) if self.ty(arguments[0].0) == Ty::Named("url") => {
                call(other.times(WALK), None)
            }
            (op::EQUALS | op::NOT_EQUALS, [one, other]) => call(one.smaller(*other).times(WALK), None),
            (op::LESS | op::LESS_EQUALS | op::GREATER | op::GREATER_EQUALS, [one, other]) if of_text => {
                call(one.smaller(*other).times(WALK), None)
            }
            (op::IN, [_, list]) if is(1, |ty| matches!(ty, Ty::List(_))) => call(list.max, None),
            ("format", _) if target.is_some() => call(first.times(WALK), None),
            ("bytes", [text]) if of_text => call(text.times(WALK), Some(text.scaled(1, 4))),
            ("string", [bytes]) if is(0, |ty| matches!(ty, Ty::Bytes)) => call(
                bytes.times(WALK),
                Some(Size {
                    min: bytes.min / 4,
                    max: bytes.max,
                }),
            ),
            ("quote", [text]) => call(text.times(WALK), Some(text.scaled(1, 2).plus(Size::exactly(2)))),
            ("startsWith" | "endsWith", [part]) => call(part.times(WALK), None),
            ("matches", [pattern]) if target.is_some() => call(matched(first, *pattern), None),
            ("find" | "findAll", [pattern, ..]) => {
                call(matched(first, *pattern), Some(Size { min: 0, max: first.max }))
            }
            ("contains", [part]) => call(first.times(WALK).saturating_mul(part.times(WALK)), None),
            ("check", _) => call(AUTHORIZATION, None),
            ("isSorted" | "sum" | "max" | "min" | "indexOf" | "lastIndexOf", _) if target.is_some() => {
                call(self.compared(target, first, overload), None)
            }
            ("url", [text]) => call(text.times(WALK), Some(*text)),
            ("ip" | "cidr" | "isIP" | "isCIDR" | "quantity" | "isQuantity" | "semver" | "isSemver", [text, ..])
                if target.is_none() =>
            {
                call(text.times(WALK), None)
            }
            ("isCanonical", [text]) => call(text.times(2.0 * WALK), None),
            ("lowerAscii" | "upperAscii" | "substring" | "trim", _) => call(first.times(WALK), Some(first)),
            ("replace", [old, new, ..]) => call(first.times(2.0 * WALK), Some(replaced(first, *old, *new))),
            ("split", [_, ..]) => {
                let limit = arguments.get(1).and_then(|(one, _)| self.literal(*one));
                let most = limit.unwrap_or(first.max);
                call(first.times(2.0 * WALK), Some(Size { min: 0, max: most }))
            }
            ("join", separators) => {
                let item = Self::item_size(target);
                let text = first.by(item);
                let text = separators.first().map_or(text, |separator| {
                    let gaps = Size {
                        min: first.min.saturating_sub(1),
                        max: first.max.saturating_sub(1),
                    };
                    text.plus(separator.by(gaps))
                });
                call(text.times(WALK), Some(text))
            }
            ("validate", [text]) => call(text.times(WALK * FORMAT * PATTERN), None),
            ("contains" | "intersects", [one, other]) if target.is_none() => {
                call(one.max.saturating_mul(other.max).saturating_add(1), None)
            }
            ("equivalent", [one, other]) => {
                let pairs = one.max.saturating_mul(other.max);
                call(pairs.saturating_mul(2).saturating_add(1), None)
            }
            ("dyn", [value]) => call(1, Some(*value)),
            ("containsIP", [address]) => call(IN_NETWORK.saturating_add(parsed(*address)), None),
            ("containsCIDR", [network]) => call(IN_NETWORK_OF.saturating_add(parsed(*network)), None),
            ("reverse" | "flatten", []) => call(copied(first), Some(first)),
            ("distinct", []) => call(paired(first), Some(first.by(first))),
            ("sort", []) => call(self.sorted(target, first), Some(first.by(first))),
            ("@sortByAssociatedKeys", [_]) => call(self.sorted(arguments.first(), first), Some(first.by(first))),
            ("slice", [_, _]) => {
                let part = self.slice_of(arguments).unwrap_or(first);
                call(copied(part), Some(part))
            }
            ("range", [_]) => {
                let count = self.literal(arguments[0].0).map_or(Size::UNKNOWN, Size::up_to);
                call(copied(count), Some(count))
            }
            _ => call(1, None),
        }
    }

    /// A number that is written out.
    fn literal(&self, part: Id) -> Option<u64> {
        match self.checked.tree.expr(part) {
            Expr::Literal(Literal::Int(value)) => u64::try_from(*value).ok(),
            _ => None,
        }
    }

    /// The length between two numbers that are written out.
    fn slice_of(&self, arguments: &[(Id, Known<'d>)]) -> Option<Size> {
        let [(from, _), (to, _)] = arguments else { return None };
        Some(Size::up_to(self.literal(*to)?.saturating_sub(self.literal(*from)?)))
    }

    /// Whether values of a library are compared, which are as good as numbers.
    fn is_plain(&self, arguments: &[(Id, Known<'d>)]) -> bool {
        arguments.iter().all(|(argument, _)| {
            let ty = self.ty(*argument);
            matches!(ty, Ty::Named("net.IP" | "net.CIDR" | "quantity" | "semver"))
        })
    }

    /// The cost of sorting: that of comparing all pairs of keys.
    fn sorted(&self, keys: Option<&(Id, Known<'d>)>, count: Size) -> u64 {
        let Some((list, known)) = keys else {
            return paired(count);
        };
        let texts = matches!(self.ty(*list), Ty::List(item) if matches!(*item, Ty::String | Ty::Bytes));
        let key = known.items.or_else(|| self.part(&known.place, Bound::items).size());
        let walked = key
            .filter(|_| texts)
            .map_or(0, |key| key.plus(Size::exactly(1)).times(WALK));
        paired(count).saturating_add(walked)
    }

    /// The length of the items of a list, where the schema tells.
    fn item_size(target: Option<&(Id, Known<'d>)>) -> Size {
        match target.map(|(_, known)| &known.place) {
            Some(Place::At(bound)) => bound
                .items()
                .map_or(Size::UNKNOWN, |items| Size::up_to(items.max_elements())),
            _ => Size::UNKNOWN,
        }
    }

    /// The cost of comparing all items of a list, or of walking through a text.
    fn compared(&self, target: Option<&(Id, Known<'d>)>, count: Size, overload: &Overload) -> u64 {
        match overload.params.first() {
            Some(Ty::List(_)) => {
                let texts = target.is_some_and(
                    |(target, _)| matches!(self.ty(*target), Ty::List(item) if matches!(*item, Ty::String | Ty::Bytes)),
                );
                let each = if texts {
                    Self::item_size(target).times(WALK).saturating_add(1)
                } else {
                    1
                };
                count.max.saturating_mul(each)
            }
            _ => count.times(WALK),
        }
    }
}

/// The cost of comparing each item with each.
fn paired(items: Size) -> u64 {
    items.by(items).scaled(1, 2).max.saturating_add(LIST + 1)
}

/// A value of which only the place is known.
fn from(place: Place<'_>) -> Known<'_> {
    Known {
        place,
        ..Known::default()
    }
}

/// The cost of making a list of items that are there.
fn copied(items: Size) -> u64 {
    items.max.saturating_add(LIST + 1)
}

fn either(one: Option<Size>, other: Option<Size>) -> Option<Size> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.union(other)),
        (one, other) => one.or(other),
    }
}

fn matched(text: Size, pattern: Size) -> u64 {
    text.plus(Size::exactly(1))
        .times(WALK)
        .saturating_mul(pattern.times(PATTERN))
}

/// The length of a text in which all of `old` were replaced.
fn replaced(text: Size, old: Size, new: Size) -> Size {
    let (count, kept) = if old.min == 0 {
        (text.max.saturating_add(1), text.max)
    } else if new.max <= old.min {
        (0, text.max)
    } else {
        (text.max.div_ceil(old.min), 0)
    };
    Size {
        min: 0,
        max: count.saturating_mul(new.max).saturating_add(kept),
    }
}
