//! Rules of the family `pipeline`: runs of CodeArts pipelines.
//!
//! The document is what a service answered, so an error means that it contradicts the reference. Constraints of single
//! members stand in the JSON Schema of the answer, which names the rules here; the others look across members.

mod alias;
mod answer;
mod artifact_spelling;
mod r#async;
mod build_target;
mod codehub_id;
mod commit_id;
mod dependency_cycle;
mod dependency_order;
mod dependency_time;
mod depends_on;
mod description;
mod end_time;
mod r#enum;
mod epoch_milliseconds;
mod error_body;
mod failed_dependency;
mod failure_text;
mod git_url;
mod id;
mod identifier;
mod job_outcome;
mod latest_run;
mod merge_request;
mod name;
mod no_selected_stage;
mod no_steps;
mod number;
mod parallel;
mod pause_time;
mod query;
mod renamed_member;
mod repeated_dependency;
mod request;
mod request_id;
mod resource;
mod run_outcome;
mod run_status;
mod secret_input;
mod selection;
mod sequence;
mod stage_outcome;
mod stage_status;
mod start_time;
mod step_editable;
mod step_status;
mod subject_id;
mod success_text;
mod time_order;
mod time_window;
mod timeout;
mod trigger_event;
mod trigger_type;
mod r#type;
mod unique_id;
mod unknown_member;
mod url_credentials;

use std::collections::{HashMap, HashSet};

use crate::document::Object;
use crate::rule::{Context, Rule};
use crate::view::Field;
use crate::view::pipeline::{Class, Level, Part, Reference, References, all, is_blank};

/// The rule for faults of shape that the schema gives to no other.
pub(crate) use r#type::RULE as SHAPE;

pub(super) static RULES: &[&Rule] = &[
    &alias::RULE,
    &answer::RULE,
    &artifact_spelling::RULE,
    &r#async::RULE,
    &build_target::RULE,
    &codehub_id::RULE,
    &commit_id::RULE,
    &dependency_cycle::RULE,
    &dependency_order::RULE,
    &dependency_time::RULE,
    &depends_on::RULE,
    &description::RULE,
    &end_time::RULE,
    &r#enum::RULE,
    &epoch_milliseconds::RULE,
    &error_body::RULE,
    &failed_dependency::RULE,
    &failure_text::RULE,
    &git_url::RULE,
    &id::RULE,
    &identifier::RULE,
    &job_outcome::RULE,
    &latest_run::RULE,
    &merge_request::RULE,
    &name::RULE,
    &no_selected_stage::RULE,
    &no_steps::RULE,
    &number::RULE,
    &parallel::RULE,
    &pause_time::RULE,
    &query::RULE,
    &renamed_member::RULE,
    &repeated_dependency::RULE,
    &request::RULE,
    &request_id::RULE,
    &resource::RULE,
    &run_outcome::RULE,
    &run_status::RULE,
    &secret_input::RULE,
    &selection::RULE,
    &sequence::RULE,
    &stage_outcome::RULE,
    &stage_status::RULE,
    &start_time::RULE,
    &step_editable::RULE,
    &step_status::RULE,
    &subject_id::RULE,
    &success_text::RULE,
    &time_order::RULE,
    &time_window::RULE,
    &timeout::RULE,
    &trigger_event::RULE,
    &trigger_type::RULE,
    &r#type::RULE,
    &unique_id::RULE,
    &unknown_member::RULE,
    &url_credentials::RULE,
];

/// A source of the run.
struct Source<'d> {
    params: Field<'d>,
    /// What was built: `build_params`.
    built: Field<'d>,
}

fn sources<'d>(run: &Object<'d>) -> impl Iterator<Item = Source<'d>> + use<'d> {
    let sources = run.get("sources").items().filter(|source| source.is_set());
    sources.map(|source| {
        let params = source.get("params");
        Source {
            params,
            built: params.get("build_params"),
        }
    })
}

/// What only merge requests have.
const MERGE_REQUEST: [&str; 3] = ["action", "merge_id", "source_branch"];

const TRIGGERS: [&str; 7] = ["Manual", "Scheduler", "MR", "Push", "CreateTag", "Issue", "Note"];

/// The event of the single source and the trigger of the run, where they differ.
fn disagreement<'d>(run: &Object<'d>) -> Option<(Field<'d>, Field<'d>)> {
    let mut sources = sources(run);
    let (Some(source), None) = (sources.next(), sources.next()) else {
        return None;
    };
    let (event, trigger) = (source.built.get("event_type"), run.get("trigger_type"));
    let known = |field: Field<'d>| field.str().filter(|word| TRIGGERS.contains(word));
    (known(event)? != known(trigger)?).then_some((event, trigger))
}

/// Whether an address has a name and a password before its host.
fn has_password(url: &str) -> bool {
    let authority = url
        .split_once("://")
        .map(|(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or(rest));
    let user = authority.and_then(|authority| authority.rsplit_once('@'));
    user.and_then(|(user, _)| user.split_once(':'))
        .is_some_and(|(_, password)| !password.is_empty())
}

/// Whether a text has the form of an id.
fn is_id(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn jobs_and_steps<'d>(run: &Object<'d>) -> impl Iterator<Item = Part<'d>> + use<'d> {
    let of_kind = |part: &Part<'d>| matches!(part.level, Level::Job | Level::Step);
    all(run).into_iter().filter(of_kind)
}

/// The selected parts in a list that is there.
fn selected<'d>(whole: Part<'d>, list: &'d str) -> Option<Vec<Part<'d>>> {
    let parts = whole.parts(list).filter(|part| part.is_selected());
    whole.get(list).is_list().then(|| parts.collect())
}

/// Reports a part that is under way or failed, of a whole that is completed.
fn must_be_over(whole: Part<'_>, part: Part<'_>, ctx: &mut Context<'_>) {
    if matches!(part.class(), Some(Class::Active | Class::Bad)) {
        contradict(whole, part, ctx);
    }
}

/// Reports the status of a part that the whole's contradicts.
fn contradict(whole: Part<'_>, part: Part<'_>, ctx: &mut Context<'_>) {
    let message = format!(
        "the {} is {}, and the {} {}",
        part.level.name(),
        part.status().unwrap_or_default(),
        whole.level.name(),
        whole.status().unwrap_or_default()
    );
    ctx.advise(part.get("status"), message).related(
        whole.get("status").span(),
        format!("the status of the {}", whole.level.name()),
    );
}

/// Whether two parts stand side by side: stages, or jobs of the same stage.
fn are_siblings(references: &References<'_>, one: usize, other: usize) -> bool {
    references.stage[one] == references.stage[other]
}

/// Whether a stage depends on one that stands after it and has a greater sequence. A sequence that does not follow the order
/// of the document is at fault itself.
fn is_ahead(stage: Part<'_>, needed: Part<'_>) -> bool {
    let is_after = needed.field.span().start > stage.field.span().start;
    let places = (stage.get("sequence").int(), needed.get("sequence").int());
    stage.level == Level::Stage && is_after && matches!(places, (Some(own), Some(other)) if other > own)
}

/// The parts without an identifier beside which a reference names nothing, each with that reference.
fn nameless<'r, 'd>(references: &'r References<'d>) -> impl Iterator<Item = (Part<'d>, &'r Reference<'d>)> {
    references.parts.iter().enumerate().filter_map(|(index, part)| {
        let identifier = part.get("identifier");
        // Null is of the wrong type here, and so may be the part.
        if !part.field.is_set() || part.is_misspelt("identifier") {
            return None;
        }
        if identifier.is_written() && !identifier.str().is_some_and(str::is_empty) || !is_blank(identifier) {
            return None;
        }
        let lost = |one: &&Reference<'_>| one.target.is_none() || one.name.is_empty();
        let reference = references
            .all
            .iter()
            .filter(lost)
            .find(|one| one.dependent != index && are_siblings(references, one.dependent, index))?;
        Some((*part, reference))
    })
}

/// Where the identifiers of siblings are at fault, so that a reference may have meant one of them.
struct Doubts {
    /// The stages whose jobs, or none for the stages, have the same identifier twice.
    taken: HashSet<Option<usize>>,
    /// The parts without an identifier, by the stage they belong to: how many, and the last one.
    nameless: HashMap<Option<usize>, (usize, usize)>,
}

impl Doubts {
    fn of(references: &References<'_>) -> Self {
        let mut seen = HashSet::new();
        let mut doubts = Self {
            taken: HashSet::new(),
            nameless: HashMap::new(),
        };
        for (index, (part, stage)) in references.parts.iter().zip(&references.stage).enumerate() {
            let name = part.get("identifier").str().unwrap_or_default();
            if name.is_empty() {
                let (count, last) = doubts.nameless.entry(*stage).or_default();
                *count += 1;
                *last = index;
            } else if !seen.insert((stage.is_some(), name)) {
                doubts.taken.insert(*stage);
            }
        }
        doubts
    }

    /// Whether a reference may name nothing for the fault of a sibling.
    fn explain(&self, references: &References<'_>, reference: &Reference<'_>) -> bool {
        let stage = references.stage[reference.dependent];
        let others = self.nameless.get(&stage);
        self.taken.contains(&stage) || others.is_some_and(|&(count, last)| count > 1 || last != reference.dependent)
    }
}
