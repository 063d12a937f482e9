//! Which types go together: whether a value may stand where another type is wanted, and what unknown types become then.

use super::types::Ty;

/// What is known of types that were unknown at first, [`Ty::Param`] by number.
#[derive(Clone, Debug, Default)]
pub(super) struct Unifier<'d> {
    known: Vec<Option<Ty<'d>>>,
    /// What was known before of the types that something was just learnt of.
    before: Vec<(usize, Option<Ty<'d>>)>,
}

impl<'d> Unifier<'d> {
    /// A type nothing is known of.
    pub(super) fn unknown(&mut self) -> Ty<'d> {
        self.known.push(None);
        Ty::Param(self.known.len() - 1)
    }

    /// The type with new unknowns in place of the letters of a declaration.
    pub(super) fn instance(&mut self, ty: &Ty<'d>, letters: &mut [Option<Ty<'d>>; 2]) -> Ty<'d> {
        match ty {
            Ty::Param(letter) => match letters.get_mut(*letter) {
                Some(slot) => slot.get_or_insert_with(|| self.unknown()).clone(),
                None => Ty::Dyn,
            },
            Ty::List(item) => Ty::list(self.instance(item, letters)),
            Ty::Optional(value) => Ty::optional(self.instance(value, letters)),
            Ty::Type(of) => Ty::Type(Box::new(self.instance(of, letters))),
            Ty::Map(key, value) => Ty::map(self.instance(key, letters), self.instance(value, letters)),
            other => other.clone(),
        }
    }

    /// The type with everything that is known put in; what is still unknown stays, or becomes dynamic.
    pub(super) fn resolve(&self, ty: &Ty<'d>, to_dyn: bool) -> Ty<'d> {
        match ty {
            Ty::Param(number) => match self.get(*number) {
                Some(known) => self.resolve(known, to_dyn),
                None if to_dyn => Ty::Dyn,
                None => ty.clone(),
            },
            Ty::List(item) => Ty::list(self.resolve(item, to_dyn)),
            Ty::Optional(value) => Ty::optional(self.resolve(value, to_dyn)),
            Ty::Type(of) => Ty::Type(Box::new(self.resolve(of, to_dyn))),
            Ty::Map(key, value) => Ty::map(self.resolve(key, to_dyn), self.resolve(value, to_dyn)),
            other => other.clone(),
        }
    }

    fn get(&self, number: usize) -> Option<&Ty<'d>> {
        self.known.get(number).and_then(Option::as_ref)
    }

    /// Whether all of `found` may stand where `wanted` is wanted. Only then something is learnt.
    pub(super) fn all_fit(&mut self, found: &[Ty<'d>], wanted: &[Ty<'d>]) -> bool {
        self.before.clear();
        let fit = found.len() == wanted.len() && found.iter().zip(wanted).all(|(one, other)| self.fit(one, other));
        if !fit {
            while let Some((number, known)) = self.before.pop() {
                self.known[number] = known;
            }
        }
        fit
    }

    /// Whether `found` may stand where `wanted` is wanted.
    pub(super) fn fits(&mut self, found: &Ty<'d>, wanted: &Ty<'d>) -> bool {
        self.all_fit(std::slice::from_ref(found), std::slice::from_ref(wanted))
    }

    fn fit(&mut self, one: &Ty<'d>, other: &Ty<'d>) -> bool {
        if let Ty::Param(number) = other
            && let Some(fits) = self.learn(one, *number)
        {
            return fits;
        }
        if let Ty::Param(number) = one
            && let Some(fits) = self.learn(other, *number)
        {
            return fits;
        }
        match (one, other) {
            (Ty::Dyn, _) | (_, Ty::Dyn) => true,
            (Ty::Null, ty) | (ty, Ty::Null) => ty.is_nullable(),
            (Ty::List(one), Ty::List(other)) | (Ty::Optional(one), Ty::Optional(other)) => self.fit(one, other),
            (Ty::Map(key, value), Ty::Map(other_key, other_value)) => {
                self.fit(key, other_key) && self.fit(value, other_value)
            }
            (Ty::Type(_), Ty::Type(_)) => true,
            _ => one == other,
        }
    }

    /// Takes `ty` for an unknown type, if it agrees with what is known; none where the two cannot be one.
    fn learn(&mut self, ty: &Ty<'d>, number: usize) -> Option<bool> {
        if *ty == Ty::Param(number) {
            return Some(true);
        }
        match self.get(number).cloned() {
            Some(known) if known == *ty => Some(true),
            Some(known) => {
                let fits = self.fit(ty, &known);
                if fits {
                    let general = most_general(ty, &known).clone();
                    if !self.mentions(&general, number) {
                        self.set(number, general);
                    }
                }
                Some(fits)
            }
            None if self.mentions(ty, number) => None,
            None => {
                self.set(number, ty.clone());
                Some(true)
            }
        }
    }

    fn set(&mut self, number: usize, ty: Ty<'d>) {
        let before = self.known[number].replace(ty);
        self.before.push((number, before));
    }

    /// Whether a type is made of an unknown type.
    fn mentions(&self, ty: &Ty<'d>, number: usize) -> bool {
        match ty {
            Ty::Param(other) => *other == number || self.get(*other).is_some_and(|known| self.mentions(known, number)),
            Ty::List(inner) | Ty::Optional(inner) | Ty::Type(inner) => self.mentions(inner, number),
            Ty::Map(key, value) => self.mentions(key, number) || self.mentions(value, number),
            _ => false,
        }
    }
}

/// The one of two types that leaves more open.
pub(super) fn most_general<'t, 'd>(one: &'t Ty<'d>, other: &'t Ty<'d>) -> &'t Ty<'d> {
    if is_as_general(one, other) { one } else { other }
}

fn is_as_general(one: &Ty<'_>, other: &Ty<'_>) -> bool {
    match (one, other) {
        (Ty::Dyn | Ty::Param(_), _) => true,
        (_, Ty::Dyn | Ty::Param(_)) => false,
        (Ty::List(one), Ty::List(other)) | (Ty::Optional(one), Ty::Optional(other)) => is_as_general(one, other),
        (Ty::Map(key, value), Ty::Map(other_key, other_value)) => {
            is_as_general(key, other_key) && is_as_general(value, other_value)
        }
        (Ty::Type(_), Ty::Type(_)) => true,
        _ => one == other,
    }
}
