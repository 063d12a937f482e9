//! Which field was meant by a name that no field has.

use super::{FieldInfo, Form, Type};
use crate::digest::digest;
use crate::suggest::{are_far, distance};

/// The field that a misspelt key is close to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Near {
    pub(super) field: FieldInfo,
    /// Whether hardly anything else can have been meant.
    pub(super) sure: bool,
}

/// How deep a field that is in the wrong place is looked for.
const MAX_DEPTH: usize = 4;

/// The field of `schema` closest to `key` that is not there yet, if one is close enough.
pub(super) fn field(key: &str, schema: Type, is_there: impl Fn(&str) -> bool) -> Option<Near> {
    let word = plain(key);
    let limit = 1.max((word.chars().count() + 1) / 3);
    let mut near: Vec<(usize, FieldInfo)> = schema
        .fields()
        .filter(|field| field.name().contains(SEPARATORS) || !are_far(&word, field.name(), limit))
        .filter_map(|field| Some((distance(&word, &plain(field.name()), limit)?, field)))
        .filter(|&(_, field)| !is_there(field.name()))
        .collect();
    near.sort_by_key(|&(distance, field)| (distance, field.name()));
    let &(distance, field) = near.first()?;
    let rival = near.get(1).is_some_and(|&(other, _)| other == distance);
    Some(Near {
        field,
        sure: !rival && distance <= 1.max(word.len() / 5).min(2),
    })
}

const SEPARATORS: [char; 2] = ['_', '-'];

/// The name without case and separators: `restart_policy` is `restartPolicy`.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| !SEPARATORS.contains(c))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The path of the one structure inside `schema` that has a field `key`.
pub(super) fn inside(key: &str, schema: Type) -> Option<String> {
    let key = (key.as_bytes(), digest(key.as_bytes()));
    // Level by level, each structure with the place of the one around it.
    let mut all = vec![Inside {
        around: 0,
        name: "",
        mark: "",
        schema,
    }];
    let mut level = 0..1;
    for _ in 0..MAX_DEPTH {
        let mut hits = Vec::new();
        for around in level.clone() {
            for field in all[around].schema.fields() {
                let (schema, mark) = match field.schema().form() {
                    Form::Struct => (field.schema(), ""),
                    Form::List(item) => (item, "[]"),
                    _ => continue,
                };
                if schema
                    .members()
                    .is_some_and(|members| members.find(key.0, key.1).is_some())
                {
                    hits.push(all.len());
                }
                all.push(Inside {
                    around,
                    name: field.name(),
                    mark,
                    schema,
                });
            }
        }
        match hits.as_slice() {
            [] => level = level.end..all.len(),
            [one] => return Some(path(&all, *one)),
            _ => return None,
        }
    }
    None
}

/// A structure inside another.
struct Inside {
    around: usize,
    name: &'static str,
    mark: &'static str,
    schema: Type,
}

fn path(all: &[Inside], place: usize) -> String {
    let Inside { around, name, mark, .. } = all[place];
    let mut path = if around == 0 {
        String::new()
    } else {
        path(all, around) + "."
    };
    path.push_str(name);
    path.push_str(mark);
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{GroupVersionKind, Step, lookup};

    fn spec() -> Type {
        let pod = lookup(GroupVersionKind::parse("v1", "Pod")).expect("a kind");
        match pod.child("spec") {
            Some(Step::Field(spec)) => spec,
            other => panic!("{other:?}"),
        }
    }

    fn near(key: &str) -> Option<(&'static str, bool)> {
        let is_there = |name: &str| name == "containers";
        field(key, spec(), is_there).map(|near| (near.field.name(), near.sure))
    }

    #[test]
    fn near_names() {
        assert_eq!(near("restart_policy"), Some(("restartPolicy", true)));
        assert_eq!(near("Volumes"), Some(("volumes", true)));
        assert_eq!(near("volume"), Some(("volumes", true)));
        assert_eq!(near("initContaners"), Some(("initContainers", true)));
        assert_eq!(near("dnsOptoin"), None);
        assert_eq!(near("dnsConfug2"), Some(("dnsConfig", true)));
        assert_eq!(near("dmsConfug"), Some(("dnsConfig", false)));
        assert_eq!(near("bogus"), None);
        assert_eq!(near("container"), None, "containers are there already");
    }

    #[test]
    fn fields_in_the_wrong_place() {
        let deployment = lookup(GroupVersionKind::parse("apps/v1", "Deployment")).expect("a kind");
        assert_eq!(
            inside("replicas", deployment).as_deref(),
            None,
            "spec and status have them"
        );
        assert_eq!(inside("containers", deployment).as_deref(), Some("spec.template.spec"));
        assert_eq!(
            inside("readinessProbe", spec()).as_deref(),
            None,
            "three lists of containers have it"
        );
        assert_eq!(inside("bogus", deployment), None);
    }
}
