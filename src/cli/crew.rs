//! Many hands for one list: jobs are done side by side, a few at a time, and what they came to is handed on in the order
//! of the list. Called by `cli::check`.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// How many jobs a thread takes at a time.
const RUN: usize = 32;

/// How many bytes of results one thread collects before it hands them over, and how many may wait for their turn.
const LOAD: usize = 1 << 20;
const LIMIT: usize = 64 << 20;

/// What one thread may use for its stack: the deepest documents a server takes nest 10,000 levels.
const STACK: usize = 64 << 20;

/// Where one thread is done this soon, starting more would cost more than they save.
const PATIENCE: Duration = Duration::from_micros(500);

/// While one thread is alone it takes one job at a time, so that much is left for those that come.
const ALONE: usize = usize::MAX / SHARES;
const SHARES: usize = 4;

/// What there is to do, and how. `Desk` is what each thread keeps from one job to the next.
pub(super) struct Work<'w, Job, Done, Desk> {
    /// The jobs, in order.
    pub(super) jobs: &'w [Job],
    /// Does one job.
    pub(super) act: &'w (dyn Fn(&Job, &mut Desk) -> Done + Sync),
    /// About how many bytes a result keeps.
    pub(super) weight: fn(&Done) -> usize,
}

impl<Job: Sync, Done: Send, Desk: Default> Work<'_, Job, Done, Desk> {
    /// Does all jobs, and gives `take` their results in order, some at a time. More than one thread works only where
    /// that takes a while; `threads` says how many then. Ends early where `take` fails.
    pub(super) fn run(
        self,
        threads: impl FnOnce() -> usize,
        take: impl FnMut(Vec<Done>) -> io::Result<()> + Send,
    ) -> io::Result<()> {
        let crew = Crew {
            work: self,
            claimed: AtomicUsize::new(0),
            threads: AtomicUsize::new(ALONE),
            line: Mutex::new(Line {
                next: 0,
                early: BTreeMap::new(),
                weight: 0,
                take: Some(take),
                outcome: Ok(()),
                waiting: 0,
            }),
            moved: Condvar::new(),
        };
        if crew.left() == 0 {
            return Ok(());
        }
        let main = (crew.left() > 1).then(thread::current);
        thread::scope(|scope| {
            let start = || {
                let work = || {
                    crew.work();
                    if let Some(main) = &main {
                        main.unpark();
                    }
                };
                thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work)
            };
            start().map_err(|error| io::Error::new(error.kind(), format!("threads cannot be started: {error}")))?;
            if main.is_some() {
                thread::park_timeout(PATIENCE);
            }
            let left = crew.left();
            if left > 0 {
                let threads = threads().clamp(1, left + 1);
                crew.threads.store(threads, Ordering::Relaxed);
                // With fewer threads it only takes longer.
                let _ = (1..threads).try_for_each(|_| start().map(drop));
            }
            Ok::<_, io::Error>(())
        })?;
        let line = crew.line.into_inner();
        line.unwrap_or_else(PoisonError::into_inner).outcome
    }
}

struct Crew<'w, Job, Done, Desk, Take> {
    work: Work<'w, Job, Done, Desk>,
    /// How many jobs, from the first, have been taken up.
    claimed: AtomicUsize,
    threads: AtomicUsize,
    line: Mutex<Line<Done, Take>>,
    /// Told when results have gone while some thread waits.
    moved: Condvar,
}

/// What is done and waits for its turn.
struct Line<Done, Take> {
    /// The first job whose result is not gone.
    next: usize,
    /// Results and their weight, by the first of their jobs.
    early: BTreeMap<usize, (Vec<Done>, usize)>,
    weight: usize,
    /// None while some thread is at it.
    take: Option<Take>,
    outcome: io::Result<()>,
    /// How many threads wait for the line to get shorter.
    waiting: usize,
}

impl<Job: Sync, Done: Send, Desk: Default, Take: FnMut(Vec<Done>) -> io::Result<()>> Crew<'_, Job, Done, Desk, Take> {
    fn left(&self) -> usize {
        self.work.jobs.len() - self.claimed.load(Ordering::Relaxed)
    }

    /// The next jobs for one thread: fewer towards the end, so that all end together.
    fn claim(&self) -> Option<Range<usize>> {
        let all = self.work.jobs.len();
        let shares = SHARES * self.threads.load(Ordering::Relaxed);
        let end = |start: usize| start + ((all - start) / shares).clamp(1, RUN);
        let next = |start: usize| (start < all).then(|| end(start));
        let start = self.claimed.fetch_update(Ordering::Relaxed, Ordering::Relaxed, next);
        start.ok().map(|start| start..end(start))
    }

    fn work(&self) {
        let _bell = Bell(self);
        let mut desk = Desk::default();
        while let Some(run) = self.claim() {
            let mut start = run.start;
            let mut done = Vec::with_capacity(run.len());
            let mut weight = 0;
            for index in run {
                let one = (self.work.act)(&self.work.jobs[index], &mut desk);
                weight += (self.work.weight)(&one);
                done.push(one);
                if weight > LOAD {
                    self.hand_over(start, std::mem::take(&mut done), weight);
                    (start, weight) = (index + 1, 0);
                }
            }
            if !done.is_empty() {
                self.hand_over(start, done, weight);
            }
        }
    }

    /// Puts results into the line, and takes out what is first in it unless another thread is at that. Waits while the
    /// line is too long, but never with its first place in hand.
    fn hand_over(&self, start: usize, done: Vec<Done>, weight: usize) {
        let mut line = self.line();
        line.early.insert(start, (done, weight));
        line.weight += weight;
        if let Some(take) = line.take.take() {
            line = self.serve(line, take);
        }
        while line.next <= start && line.weight > LIMIT && line.outcome.is_ok() {
            line.waiting += 1;
            line = self.moved.wait(line).unwrap_or_else(PoisonError::into_inner);
            line.waiting -= 1;
        }
    }

    fn serve<'l>(
        &'l self,
        mut line: MutexGuard<'l, Line<Done, Take>>,
        mut take: Take,
    ) -> MutexGuard<'l, Line<Done, Take>> {
        let first = |line: &mut Line<Done, Take>| line.early.remove(&line.next);
        while let Some((done, weight)) = first(&mut line) {
            line.next += done.len();
            line.weight -= weight;
            if line.waiting > 0 {
                self.moved.notify_all();
            }
            drop(line);
            let outcome = take(done);
            line = self.line();
            if outcome.is_err() {
                self.stop(&mut line, outcome);
                return line;
            }
        }
        line.take = Some(take);
        line
    }

    fn line(&self) -> MutexGuard<'_, Line<Done, Take>> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Leaves undone what nobody has taken up, and lets nobody wait.
    fn stop(&self, line: &mut Line<Done, Take>, outcome: io::Result<()>) {
        line.outcome = outcome;
        self.claimed.store(self.work.jobs.len(), Ordering::Relaxed);
        self.moved.notify_all();
    }
}

/// Ends the work of all where one thread panics: the others would wait for its results for ever.
struct Bell<'c, 'w, Job: Sync, Done: Send, Desk: Default, Take: FnMut(Vec<Done>) -> io::Result<()>>(
    &'c Crew<'w, Job, Done, Desk, Take>,
);

impl<Job: Sync, Done: Send, Desk: Default, Take: FnMut(Vec<Done>) -> io::Result<()>> Drop
    for Bell<'_, '_, Job, Done, Desk, Take>
{
    fn drop(&mut self) {
        if thread::panicking() {
            let outcome = Err(io::Error::other("a thread panicked"));
            self.0.stop(&mut self.0.line(), outcome);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What came out, and whether it came in order, of jobs that are their own results.
    fn run(jobs: &[usize], threads: usize, weight: fn(&usize) -> usize, work: fn(usize)) -> Vec<usize> {
        let mut taken = Vec::new();
        let work = |&job: &usize, done: &mut usize| {
            *done += 1;
            work(job);
            job
        };
        let all = Work {
            jobs,
            act: &work,
            weight,
        };
        let take = |some: Vec<usize>| {
            taken.extend(some);
            Ok(())
        };
        all.run(|| threads, take).expect("nothing fails");
        taken
    }

    #[test]
    fn results_come_in_order() {
        let slow = |job: usize| {
            if job.is_multiple_of(97) {
                thread::sleep(Duration::from_millis(1));
            }
        };
        for count in [0, 1, 2, 33, 1000] {
            let jobs: Vec<_> = (0..count).collect();
            for threads in [0, 1, 4] {
                assert_eq!(run(&jobs, threads, |_| 0, slow), jobs);
                // So heavy that all but the first have to wait.
                assert_eq!(run(&jobs, threads, |_| LIMIT / 2 + 1, slow), jobs);
            }
        }
    }

    #[test]
    fn a_failure_ends_the_work() {
        let jobs: Vec<_> = (0..100_000).collect();
        let begun = AtomicUsize::new(0);
        let work = |&job: &usize, (): &mut ()| {
            begun.fetch_add(1, Ordering::Relaxed);
            thread::sleep(Duration::from_micros(10));
            job
        };
        let all = Work {
            jobs: &jobs,
            act: &work,
            weight: |_| LIMIT,
        };
        let outcome = all.run(|| 4, |_| Err(io::ErrorKind::BrokenPipe.into()));
        assert_eq!(outcome.map_err(|error| error.kind()), Err(io::ErrorKind::BrokenPipe));
        assert!(begun.into_inner() < jobs.len());
    }

    #[test]
    fn a_panic_leaves_nobody_waiting() {
        let jobs: Vec<_> = (0..1000).collect();
        let work = |&job: &usize, (): &mut ()| {
            thread::sleep(Duration::from_micros(if job == 0 { 20_000 } else { 10 }));
            assert!(job > 0, "on purpose");
        };
        let all = Work {
            jobs: &jobs,
            act: &work,
            weight: |()| LIMIT,
        };
        let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| all.run(|| 4, |_| Ok(()))));
        assert!(ended.is_err());
    }
}
