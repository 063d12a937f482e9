//! Which rules a map concerns, told by its keys: what nobody wrote costs nothing to check.

use crate::digest::digest;
use crate::rule::Rule;
use crate::view::Field;
use crate::yaml::Node;

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
    fields: ByDigest,
}

/// Sets of rules by the digests of fields. That two fields have the same one, which is hardly ever so, does no harm: a rule
/// over fields that are absent finds nothing.
#[derive(Default)]
struct ByDigest {
    /// A hash table, at most half full: in the first slot from its own on that is free, or its own, a digest has its set.
    slots: Vec<(u32, Set)>,
    len: usize,
}

impl ByDigest {
    fn get(&self, digest: u32) -> Set {
        if self.slots.is_empty() {
            return 0;
        }
        self.slots[self.place(digest)].1
    }

    /// Adds a set that is not empty.
    fn add(&mut self, digest: u32, more: Set) {
        if self.slots.len() <= 2 * self.len {
            let size = (4 * self.len).next_power_of_two().max(16);
            let old = std::mem::replace(&mut self.slots, vec![(0, 0); size]);
            for slot in old.into_iter().filter(|(_, set)| *set != 0) {
                let place = self.place(slot.0);
                self.slots[place] = slot;
            }
        }
        let place = self.place(digest);
        let (found, set) = &mut self.slots[place];
        self.len += usize::from(*set == 0);
        *found = digest;
        *set |= more;
    }

    /// The slot of a digest, or the free one that it would get.
    fn place(&self, digest: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut place = digest as usize & mask;
        while self.slots[place].1 != 0 && self.slots[place].0 != digest {
            place = (place + 1) & mask;
        }
        place
    }
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
            self.fields.add(digest(field.as_bytes()), own);
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
        let digests = map.node().into_iter().flat_map(Node::digests);
        digests.fold(self.always, |set, digest| set | self.fields.get(digest))
    }

    fn members(&self, set: Set) -> impl Iterator<Item = &'static Rule> {
        let lowest_dropped = |set: &Set| Some(set & (set - 1)).filter(|rest| *rest != 0);
        std::iter::successors(Some(set).filter(|set| *set != 0), lowest_dropped)
            .map(|set| self.rules[set.trailing_zeros() as usize])
    }
}
