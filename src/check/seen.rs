//! What was seen before, by a key.

use std::collections::HashMap;
use std::hash::Hash;

/// From how many on keys are hashed. Fewer are compared one by one, which is faster, and asks for no memory.
const MANY: usize = 16;

/// Values by keys. The first asks for no memory, as there is hardly ever another.
pub struct Seen<K, V> {
    first: Option<(K, V)>,
    rest: Vec<(K, V)>,
    /// The place of each key, once there are many.
    places: Option<HashMap<K, usize>>,
}

impl<K, V> Default for Seen<K, V> {
    fn default() -> Self {
        Self {
            first: None,
            rest: Vec::new(),
            places: None,
        }
    }
}

impl<K: Copy + Eq + Hash, V> Seen<K, V> {
    /// The value of a key.
    pub fn get(&self, key: K) -> Option<&V> {
        self.value(self.place(key)?)
    }

    /// Puts a value to a key, and gives back the one that was there.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let Some(place) = self.place(key) else {
            self.add(key, value);
            return None;
        };
        let entry = match place.checked_sub(1) {
            None => self.first.as_mut(),
            Some(place) => self.rest.get_mut(place),
        };
        entry.map(|(_, old)| std::mem::replace(old, value))
    }

    /// Puts a value to a key that has none; of one that has, gives the value it has.
    pub fn first(&mut self, key: K, value: V) -> Option<&V> {
        let Some(place) = self.place(key) else {
            self.add(key, value);
            return None;
        };
        self.value(place)
    }

    fn value(&self, place: usize) -> Option<&V> {
        let entry = match place.checked_sub(1) {
            None => self.first.as_ref(),
            Some(place) => self.rest.get(place),
        };
        entry.map(|(_, value)| value)
    }

    /// Where a key stands: 0 for the first, and from 1 on in the rest.
    #[inline]
    fn place(&self, key: K) -> Option<usize> {
        let (first, _) = self.first.as_ref()?;
        if *first == key {
            return Some(0);
        }
        if let Some(places) = &self.places {
            return places.get(&key).copied();
        }
        let place = self.rest.iter().position(|(other, _)| *other == key)?;
        Some(place + 1)
    }

    fn add(&mut self, key: K, value: V) {
        if self.first.is_none() {
            self.first = Some((key, value));
            return;
        }
        self.rest.push((key, value));
        let place = self.rest.len();
        if let Some(places) = &mut self.places {
            places.insert(key, place);
        } else if place == MANY {
            let keys = self.rest.iter().map(|(key, _)| *key);
            self.places = Some(keys.zip(1..).collect());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Seen;

    #[test]
    fn few_and_many_behave_alike() {
        let mut seen = Seen::default();
        for key in 0..100 {
            assert_eq!(seen.get(key), None);
            assert_eq!(seen.first(key, key), None);
            assert_eq!(seen.first(key, 0), Some(&key));
            assert_eq!(seen.insert(key, key + 1), Some(key));
        }
        assert!((0..100).all(|key| seen.get(key) == Some(&(key + 1))));
        assert_eq!(seen.get(100), None);
    }
}
