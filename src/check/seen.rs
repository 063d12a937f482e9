//! What was seen before, by a key.

use std::collections::HashMap;
use std::hash::Hash;

/// From how many on keys are hashed. Fewer are compared one by one, which is faster, and asks for no memory.
const MANY: usize = 16;

/// Values by keys.
pub struct Seen<K, V> {
    entries: Vec<(K, V)>,
    /// Where each key stands in the entries, once there are many.
    places: HashMap<K, usize>,
}

impl<K, V> Default for Seen<K, V> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            places: HashMap::new(),
        }
    }
}

impl<K: Copy + Eq + Hash, V> Seen<K, V> {
    /// The value of a key.
    pub fn get(&self, key: K) -> Option<&V> {
        let (_, value) = &self.entries[self.place(key)?];
        Some(value)
    }

    /// Puts a value to a key, and gives back the one that was there.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        if let Some(place) = self.place(key) {
            return Some(std::mem::replace(&mut self.entries[place].1, value));
        }
        self.entries.push((key, value));
        match self.entries.len() {
            ..MANY => {}
            MANY => {
                let keys = self.entries.iter().map(|(key, _)| *key);
                self.places = keys.zip(0..).collect();
            }
            len => {
                self.places.insert(key, len - 1);
            }
        }
        None
    }

    /// Puts a value to a key that has none; of one that has, gives the value it has.
    pub fn first(&mut self, key: K, value: V) -> Option<&V> {
        match self.place(key) {
            Some(place) => Some(&self.entries[place].1),
            None => {
                self.insert(key, value);
                None
            }
        }
    }

    fn place(&self, key: K) -> Option<usize> {
        if self.entries.len() < MANY {
            self.entries.iter().position(|(other, _)| *other == key)
        } else {
            self.places.get(&key).copied()
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
