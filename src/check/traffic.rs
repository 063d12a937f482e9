//! Weighted traffic: a list or map of targets, each with its share. Systems differ in how they count, and in what the
//! shares must come to; each has its own rules over these checks.

use std::collections::HashMap;

use crate::diagnostic::{Reason, Stage};
use crate::rule::Context;
use crate::source::Span;
use crate::suggest::nearest;
use crate::view::Field;
use crate::view::traffic::Alias;
use crate::yaml::{Kind, Node};

/// How a system counts shares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// In whole numbers from `min` to `max`.
    Whole {
        /// The smallest share.
        min: i64,
        /// The largest share.
        max: i64,
    },
    /// In fractions from 0 to 1.
    Fraction,
}

impl Scale {
    /// Whole percent.
    pub const PERCENT: Self = Self::Whole { min: 0, max: 100 };

    fn words(self) -> String {
        match self {
            Self::Whole { min, max } if max == i64::from(i32::MAX) => {
                format!("a share is a whole number from {min} up")
            }
            Self::Whole { min, max } => format!("a share is a whole number from {min} to {max}"),
            Self::Fraction => "a share is a fraction from 0 to 1".to_owned(),
        }
    }
}

/// What is wrong with one share.
struct Fault {
    reason: Reason,
    message: String,
    /// The number that was meant, where that can be told.
    meant: Option<String>,
}

/// Whether a share that is there is a number of the scale.
pub fn is_sound(weight: Field<'_>, scale: Scale) -> bool {
    !weight.is_wrong() && fault(weight, scale).is_none()
}

/// Reports a share that is no number, or out of its range; an absent one is fine.
pub fn check(weight: Field<'_>, scale: Scale, ctx: &mut Context<'_>) {
    let Some(fault) = fault(weight, scale) else { return };
    let found = ctx.error(weight, fault.reason, fault.message);
    if fault.reason == Reason::FieldValueTypeInvalid {
        found.stage = Stage::Decode;
    }
    let words = scale.words();
    found.help(match fault.meant {
        Some(meant) => format!("{words}: write {meant}"),
        None => words,
    });
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "only numbers that are small, or far out of the range anyway"
)]
fn fault(weight: Field<'_>, scale: Scale) -> Option<Fault> {
    let node = weight.node().filter(|node| !node.is_null())?;
    let shown = shown(node);
    let invalid = |message: String, meant: Option<String>| {
        Some(Fault {
            reason: Reason::FieldValueInvalid,
            message,
            meant,
        })
    };
    let number = match node.kind() {
        Kind::Int(value) => value as f64,
        Kind::UInt(value) => value as f64,
        Kind::Float(value) => value,
        _ => {
            return Some(Fault {
                reason: Reason::FieldValueTypeInvalid,
                message: format!("{shown} where a number is wanted"),
                meant: number_in(node, scale),
            });
        }
    };
    let (min, max) = match scale {
        Scale::Whole { min, max } => (min as f64, max as f64),
        Scale::Fraction => (0.0, 1.0),
    };
    if let (Scale::Whole { max, .. }, true) = (scale, number.fract() != 0.0) {
        let percent = number * 100.0;
        let meant = (max == 100 && (0.0..1.0).contains(&number) && percent.fract() == 0.0)
            .then(|| format!("{} for {shown} of the traffic", percent as i64));
        return invalid(format!("{shown} is no whole number"), meant);
    }
    if number < min {
        return invalid(format!("{shown} is below {min}"), None);
    }
    if number > max {
        let meant = (scale == Scale::Fraction && number <= 100.0).then(|| format!("{} for {shown} %", number / 100.0));
        return invalid(format!("{shown} is above {max}"), meant);
    }
    number.is_nan().then(|| Fault {
        reason: Reason::FieldValueInvalid,
        message: format!("{shown} is no number"),
        meant: None,
    })
}

fn shown(node: Node<'_>) -> String {
    match node.kind() {
        Kind::Str => format!("the text {}", super::quote(node.scalar())),
        Kind::Seq => "a list".to_owned(),
        Kind::Map => "a map".to_owned(),
        _ => node.scalar().to_owned(),
    }
}

/// The number inside a text such as `50` or `50%`.
fn number_in(node: Node<'_>, scale: Scale) -> Option<String> {
    let text = node.as_str()?.trim();
    let (bare, percent) = match text.strip_suffix('%') {
        Some(bare) => (bare.trim_end(), true),
        None => (text, false),
    };
    let number: f64 = bare.parse().ok().filter(|number: &f64| number.is_finite())?;
    match scale {
        Scale::Fraction if percent => Some(format!("{}", number / 100.0)),
        Scale::Whole { .. } if number.fract() != 0.0 => None,
        _ => Some(format!("{bare} without quotes")),
    }
}

/// One target and its share.
#[derive(Clone, Copy)]
pub struct Share<'d> {
    /// The target: the item of the list, or the value of the map.
    pub target: Field<'d>,
    /// Its share, whether it is there or not.
    pub weight: Field<'d>,
}

/// Targets that share the traffic.
pub struct Split<'d> {
    /// The list or map that holds them.
    pub list: Field<'d>,
    /// Each of them.
    pub shares: Vec<Share<'d>>,
    /// How shares are counted.
    pub scale: Scale,
    /// What counts for a share that is missing.
    pub default: i64,
}

impl<'d> Split<'d> {
    /// The items of a list, which have their shares in the member `name`.
    pub fn of_list(list: Field<'d>, name: &'d str, scale: Scale, default: i64) -> Self {
        let shares = list.items().map(|target| Share {
            target,
            weight: target.get(name),
        });
        Self {
            list,
            shares: shares.collect(),
            scale,
            default,
        }
    }

    /// The values of a map from target to share.
    pub fn of_map(map: Field<'d>, scale: Scale) -> Self {
        let shares = map.entries().map(|entry| Share {
            target: entry.value,
            weight: entry.value,
        });
        Self {
            list: map,
            shares: shares.collect(),
            scale,
            default: 0,
        }
    }

    /// Reports each share that is no number of the scale.
    pub fn check_each(&self, ctx: &mut Context<'_>) {
        for share in &self.shares {
            check(share.weight, self.scale, ctx);
        }
    }

    /// What the shares come to; none where one of them is faulty, as nobody can know then.
    pub fn total(&self) -> Option<i64> {
        let mut total: i64 = 0;
        for share in &self.shares {
            if !is_sound(share.weight, self.scale) {
                return None;
            }
            total = total.saturating_add(share.weight.int_or(self.default)?);
        }
        Some(total)
    }

    /// Reports shares that do not come to 100.
    pub fn check_hundred(&self, ctx: &mut Context<'_>) {
        if let Some(total) = self.total().filter(|&total| total != 100) {
            ctx.invalid(self.list, format!("the shares add up to {total}, not 100"))
                .at(self.list.key_span())
                .help("let the shares add up to 100");
        }
    }

    /// Whether there are targets and no share is above 0.
    pub fn is_zero(&self) -> bool {
        !self.shares.is_empty() && self.total() == Some(0)
    }

    /// The targets without a share; those that seem to have it under a misspelt name are left out.
    pub fn missing(&self) -> impl Iterator<Item = &Share<'d>> {
        self.shares
            .iter()
            .filter(|share| share.weight.is_absent() && !is_misspelt(share.weight, share.target))
    }

    /// Reports, as advice, each target that stands in the list a second time. `identity` gives what tells targets apart and the place
    /// to show; nothing where that cannot be told.
    pub fn check_duplicates(&self, ctx: &mut Context<'_>, identity: impl Fn(Field<'d>) -> Option<(String, Field<'d>)>) {
        let mut seen: HashMap<String, Span> = HashMap::new();
        for share in &self.shares {
            let Some((name, field)) = identity(share.target) else {
                continue;
            };
            if let Some(&first) = seen.get(&name) {
                ctx.advise(field, format!("{} is a target already", super::quote(&name)))
                    .related(first, "the first time")
                    .help("give each target once, with its whole share");
            } else {
                seen.insert(name, field.span());
            }
        }
    }
}

fn is_misspelt(weight: Field<'_>, target: Field<'_>) -> bool {
    let name = weight.name();
    target
        .entries()
        .any(|entry| entry.key != name && nearest(entry.key, [name]).is_some())
}

/// Reports each additional version of an alias but the first.
pub fn check_one(alias: &Alias<'_>, ctx: &mut Context<'_>) {
    let [first, more @ ..] = &*alias.additional else { return };
    for version in more {
        let message = format!("{} is a second additional version", super::quote(version.name));
        ctx.error(version.weight, Reason::FieldValueTooMany, message)
            .at(version.name_span)
            .related(first.name_span, "the first additional version")
            .help("keep one additional version");
    }
}

/// Reports each additional version of an alias that is its primary one.
pub fn check_primary(alias: &Alias<'_>, ctx: &mut Context<'_>) {
    let Some(primary) = alias.version.str().filter(|name| !name.is_empty()) else {
        return;
    };
    for version in alias.additional.iter().filter(|version| version.name == primary) {
        ctx.invalid(
            version.weight,
            format!("{} is the primary version already", super::quote(primary)),
        )
        .at(version.name_span)
        .related(alias.version.span(), "the primary version")
        .help("name another version");
    }
}
