//! Which rules a map concerns, told by its keys: what nobody wrote costs nothing to check.

use crate::rule::Rule;
use crate::view::Field;

/// Values by short texts.
pub(super) struct ByText<T>(Vec<Vec<(&'static str, T)>>);

impl<T> Default for ByText<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Default> ByText<T> {
    pub(super) fn get(&self, text: &str) -> Option<&T> {
        let same_length = self.0.get(text.len())?;
        same_length
            .iter()
            .find(|(other, _)| *other == text)
            .map(|(_, value)| value)
    }

    pub(super) fn entry(&mut self, text: &'static str) -> &mut T {
        if self.0.len() <= text.len() {
            self.0.resize_with(text.len() + 1, Vec::new);
        }
        let same_length = &mut self.0[text.len()];
        let place = same_length.iter().position(|(other, _)| *other == text);
        let place = place.unwrap_or_else(|| {
            same_length.push((text, T::default()));
            same_length.len() - 1
        });
        &mut same_length[place].1
    }
}

/// A set of the rules of one list, one bit for each.
type Set = u64;

/// Rules over the fields of a map.
#[derive(Default)]
pub(super) struct ByField {
    rules: Vec<&'static Rule>,
    /// The rules that see the map whatever is in it.
    always: Set,
    fields: ByText<Set>,
}

impl ByField {
    /// Adds a rule that has something to say only of a map with one of these fields; of any map where none is named.
    pub(super) fn add(&mut self, rule: &'static Rule, fields: &[&'static str]) {
        let own: Set = 1 << self.rules.len();
        self.rules.push(rule);
        if fields.is_empty() {
            self.always |= own;
        }
        for field in fields {
            *self.fields.entry(field) |= own;
        }
    }

    /// The rules that concern a map, in their order.
    pub(super) fn of(&self, map: Field<'_>) -> impl Iterator<Item = &'static Rule> {
        self.members(self.called(map))
    }

    /// The rules that do not.
    pub(super) fn not_of(&self, map: Field<'_>) -> impl Iterator<Item = &'static Rule> {
        let all = (0..self.rules.len()).fold(0, |set, place| set | 1 << place);
        self.members(all & !self.called(map))
    }

    fn called(&self, map: Field<'_>) -> Set {
        map.entries()
            .filter_map(|entry| self.fields.get(entry.key))
            .fold(self.always, |set, more| set | more)
    }

    fn members(&self, set: Set) -> impl Iterator<Item = &'static Rule> {
        let lowest_dropped = |set: &Set| Some(set & (set - 1)).filter(|rest| *rest != 0);
        std::iter::successors(Some(set).filter(|set| *set != 0), lowest_dropped)
            .map(|set| self.rules[set.trailing_zeros() as usize])
    }
}
