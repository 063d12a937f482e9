//! Parts of a CodeArts pipeline run, and what they say of each other.

use std::collections::HashMap;

use super::Field;
use crate::check::time;
use crate::document::Object;
use crate::suggest::distance;

/// 2015-01-01, before which there was no such service.
pub const EARLIEST: i64 = 1_420_070_400_000;

/// The bounds of 13 digits.
pub const DIGITS_13: std::ops::RangeInclusive<i64> = 1_000_000_000_000..=9_999_999_999_999;

const DAY: i64 = 24 * 60 * 60 * 1000;

/// How deep a part stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The run itself.
    Run,
    /// A stage of the run.
    Stage,
    /// A job of a stage.
    Job,
    /// A step of a job, or one at the entry or exit of a stage.
    Step,
}

impl Level {
    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Stage => "stage",
            Self::Job => "job",
            Self::Step => "step",
        }
    }
}

/// What a status amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Waiting or running.
    Active,
    /// Left out, or not counted.
    Neutral,
    /// Failed or stopped.
    Bad,
    /// `COMPLETED`.
    Done,
}

/// The class of a status; none for unknown ones.
pub fn class(status: &str) -> Option<Class> {
    Some(match status {
        "INIT" | "QUEUED" | "RUNNING" | "PAUSED" | "SUSPEND" | "ASYNC_RUNNING" | "REDISPATCH" => Class::Active,
        "SKIPPED" | "IGNORED" | "UNSELECTED" => Class::Neutral,
        "FAILED" | "ASYNC_FAILED" | "CANCELED" => Class::Bad,
        "COMPLETED" => Class::Done,
        _ => return None,
    })
}

/// The run, or a stage, job or step of it.
#[derive(Clone, Copy, Debug)]
pub struct Part<'d> {
    /// How deep it stands.
    pub level: Level,
    /// The object.
    pub field: Field<'d>,
    /// The latest time that can be meant.
    latest: i64,
}

impl<'d> Part<'d> {
    /// A member.
    pub fn get(self, name: &'d str) -> Field<'d> {
        self.field.get(name)
    }

    /// The status, where it is one that exists.
    pub fn status(self) -> Option<&'d str> {
        self.get("status").str().filter(|status| class(status).is_some())
    }

    /// Whether the status is this one.
    pub fn is(self, status: &str) -> bool {
        self.status() == Some(status)
    }

    /// The class of the status.
    pub fn class(self) -> Option<Class> {
        self.status().and_then(class)
    }

    /// Whether it takes part in the run; steps and the run itself always do. What has another status than one that is left
    /// out does so, whatever it says.
    pub fn is_selected(self) -> bool {
        let is_out = self.is("UNSELECTED") || self.is("SKIPPED");
        self.get("is_select").bool() != Some(false) || self.status().is_some() && !is_out
    }

    /// Whether a member is absent and another name looks as if it was meant; that name is reported.
    pub fn is_misspelt(self, name: &str) -> bool {
        is_misspelt(self.field, name)
    }

    /// The time in a member, where there is one that can be meant.
    pub fn time(self, name: &'d str) -> Option<i64> {
        let time = self.get(name).int()?;
        (EARLIEST..=self.latest).contains(&time).then_some(time)
    }

    /// Start and end, where both can be meant and are in order.
    pub fn window(self) -> Option<(i64, i64)> {
        let (start, end) = (self.time("start_time")?, self.time("end_time")?);
        (start <= end).then_some((start, end))
    }

    /// The parts right below in one member.
    pub fn parts(self, name: &'d str) -> impl Iterator<Item = Self> + use<'d> {
        let level = match name {
            "stages" => Level::Stage,
            "jobs" => Level::Job,
            _ => Level::Step,
        };
        let latest = self.latest;
        self.get(name).items().map(move |field| Self { level, field, latest })
    }

    /// The members that hold parts.
    pub fn lists(self) -> &'static [&'static str] {
        match self.level {
            Level::Run => &["stages"],
            Level::Stage => &["pre", "jobs", "post"],
            Level::Job => &["steps"],
            Level::Step => &[],
        }
    }

    /// All parts right below.
    pub fn children(self) -> impl Iterator<Item = Self> + use<'d> {
        self.lists().iter().flat_map(move |name| self.parts(name))
    }
}

/// Whether a time is set: 0 stands for none.
pub fn is_time_set(field: Field<'_>) -> bool {
    field.is_set() && field.int() != Some(0)
}

/// Whether a text is missing or empty; a value of another type is not.
pub fn is_blank(field: Field<'_>) -> bool {
    field.str_or("") == Some("")
}

/// Whether a member of `map` is absent and another name looks as if it was meant.
pub fn is_misspelt(map: Field<'_>, name: &str) -> bool {
    map.entries().all(|entry| entry.key != name) && map.entries().any(|entry| distance(entry.key, name, 2).is_some())
}

/// The latest time that can be meant: a day after the answer was given, or after now.
pub fn latest(object: &Object<'_>) -> i64 {
    let answered = clock(object).filter(|_| !is_clock_behind(object));
    answered.unwrap_or_else(now) + DAY
}

/// When the answer was given, where that can be meant.
fn clock(object: &Object<'_>) -> Option<i64> {
    let answered = object.get("current_system_time").int();
    answered.filter(|time| (EARLIEST..=latest_clock()).contains(time))
}

/// Whether the answer was given before the whole run, so that its own time is at fault.
pub fn is_clock_behind(object: &Object<'_>) -> bool {
    let Some(clock) = clock(object) else { return false };
    let is_later = |name| {
        object
            .get(name)
            .int()
            .is_some_and(|time| time > clock + DAY && DIGITS_13.contains(&time))
    };
    is_later("start_time") && is_later("end_time")
}

/// The present, in milliseconds since 1970.
fn now() -> i64 {
    time::now() / 1000
}

/// The run as a part.
pub fn run<'d>(object: &Object<'d>) -> Part<'d> {
    Part {
        level: Level::Run,
        field: object.field(),
        latest: latest(object),
    }
}

/// The run and all its parts, in the order of the document.
pub fn all<'d>(object: &Object<'d>) -> Vec<Part<'d>> {
    let mut all = vec![run(object)];
    for stage in all[0].children() {
        all.push(stage);
        for child in stage.children() {
            all.push(child);
            all.extend(child.children());
        }
    }
    all
}

/// The stages and jobs of a run.
pub fn stages_and_jobs<'d>(object: &Object<'d>) -> impl Iterator<Item = Part<'d>> + use<'d> {
    let of_kind = |part: &Part<'d>| matches!(part.level, Level::Stage | Level::Job);
    all(object).into_iter().filter(of_kind)
}

/// One entry of a `depends_on`.
#[derive(Clone, Copy, Debug)]
pub struct Reference<'d> {
    /// Index of the part that depends.
    pub dependent: usize,
    /// The entry.
    pub entry: Field<'d>,
    /// What it says.
    pub name: &'d str,
    /// Index of the part it names, where there is one.
    pub target: Option<usize>,
}

/// Stages and jobs, and how they depend on each other.
#[derive(Debug)]
pub struct References<'d> {
    /// Stages and jobs, in the order of the document.
    pub parts: Vec<Part<'d>>,
    /// For each part, the stage it belongs to, by index; a stage belongs to none.
    pub stage: Vec<Option<usize>>,
    /// What each `depends_on` names.
    pub all: Vec<Reference<'d>>,
}

impl<'d> References<'d> {
    /// Reads the references of a run. A job means one of its own stage first.
    pub fn of(object: &Object<'d>) -> Self {
        let (mut parts, mut stage) = (Vec::new(), Vec::new());
        for one in run(object).children() {
            let index = parts.len();
            parts.push(one);
            stage.push(None);
            for job in one.parts("jobs") {
                parts.push(job);
                stage.push(Some(index));
            }
        }
        let mut stages = HashMap::new();
        let mut own = HashMap::new();
        let mut jobs = HashMap::new();
        for (index, part) in parts.iter().enumerate() {
            let Some(name) = part.get("identifier").str() else {
                continue;
            };
            if stage[index].is_none() {
                stages.entry(name).or_insert(index);
            } else {
                own.entry((stage[index], name)).or_insert(index);
                jobs.entry(name).or_insert(index);
            }
        }
        let mut all = Vec::new();
        for (dependent, part) in parts.iter().enumerate() {
            for entry in part.get("depends_on").items() {
                let Some(name) = entry.str() else { continue };
                let target = if stage[dependent].is_none() {
                    stages.get(name)
                } else {
                    own.get(&(stage[dependent], name)).or_else(|| jobs.get(name))
                };
                all.push(Reference {
                    dependent,
                    entry,
                    name,
                    target: target.copied(),
                });
            }
        }
        Self { parts, stage, all }
    }

    /// Circles, each as indices of its references, from the part on that stands first in the document.
    pub fn circles(&self) -> Vec<Vec<usize>> {
        let mut out = vec![Vec::new(); self.parts.len()];
        for (index, reference) in self.all.iter().enumerate() {
            if let Some(target) = reference.target {
                out[reference.dependent].push((index, target));
            }
        }
        let mut circles = Vec::new();
        // Where a part stands on the way from the start; none before it is met, and `usize::MAX` once it is done with.
        let mut place = vec![None; self.parts.len()];
        for start in 0..self.parts.len() {
            if place[start].is_some() {
                continue;
            }
            // The parts on the way, and how many of their references were followed.
            let mut way = vec![(start, 0)];
            // The references on the way.
            let mut edges = Vec::new();
            place[start] = Some(0);
            while let Some((part, followed)) = way.last_mut() {
                let Some(&(edge, target)) = out[*part].get(*followed) else {
                    place[*part] = Some(usize::MAX);
                    way.pop();
                    edges.pop();
                    continue;
                };
                *followed += 1;
                match place[target] {
                    None => {
                        place[target] = Some(way.len());
                        way.push((target, 0));
                        edges.push(edge);
                    }
                    Some(usize::MAX) => {}
                    Some(at) => {
                        let mut circle = edges[at..].to_vec();
                        circle.push(edge);
                        let first = (0..circle.len()).min_by_key(|&i| self.all[circle[i]].dependent);
                        circle.rotate_left(first.unwrap_or_default());
                        circles.push(circle);
                    }
                }
            }
        }
        circles
    }

    /// The references that name a part and are in no circle: the dependent part, the entry and the part it names.
    pub fn sound(&self) -> Vec<(Part<'d>, Field<'d>, Part<'d>)> {
        let mut in_circle = vec![false; self.all.len()];
        for edge in self.circles().into_iter().flatten() {
            in_circle[edge] = true;
        }
        let references = self.all.iter().zip(in_circle).filter(|&(_, circular)| !circular);
        references
            .filter_map(|(one, _)| Some((self.parts[one.dependent], one.entry, self.parts[one.target?])))
            .collect()
    }
}

/// The latest time a clock can show.
pub fn latest_clock() -> i64 {
    now() + DAY
}

/// Whether something with this status has been under way.
pub fn has_started(status: &str) -> bool {
    matches!(
        status,
        "RUNNING" | "COMPLETED" | "FAILED" | "PAUSED" | "SUSPEND" | "ASYNC_RUNNING" | "ASYNC_FAILED"
    )
}
