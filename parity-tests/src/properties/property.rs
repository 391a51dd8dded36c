//! What a property is, and how cases are drawn for it.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::env;
use std::fmt::Debug;
use std::sync::{Mutex, PoisonError};

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{
    Config, FileFailurePersistence, RngAlgorithm, RngSeed, TestCaseError, TestError, TestRng,
    TestRunner,
};

use super::cases::with_short_contents;
use crate::binding::Subject;
use crate::outcome::Verdict;

/// Where the seeds of failures are kept, a file for each property.
const SEEDS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/proptest-regressions");

/// Cases are the same in every run, unless `PROPTEST_RNG_SEED` says otherwise.
const SEED: u64 = 0x5EED;

/// How often a failing case is made smaller: operations may be slow, and bindings live in other processes.
const SHRINKING: u32 = 300;

/// The longest contents where cases are drawn one by one, in bytes: that is done often, and several blocks take long.
const LONGEST: usize = 1 << 13;

type Check = dyn Fn(&Subject<'_>) -> Verdict + Send + Sync;
type CheckDrawn = dyn Fn(&Subject<'_>, &[u8]) -> Verdict + Send + Sync;

/// A statement about every binding.
pub struct Property {
    name: &'static str,
    check: Box<Check>,
    drawn: Option<Box<CheckDrawn>>,
}

impl Property {
    /// A statement about fixed cases.
    pub fn fixed(name: &'static str, body: fn(&Subject<'_>) -> Verdict) -> Self {
        Self {
            name,
            check: Box::new(body),
            drawn: None,
        }
    }

    /// A statement about `cases` cases that `strategy` draws. `PROPTEST_CASES` changes their number.
    pub fn drawn<S>(
        name: &'static str,
        cases: u32,
        strategy: fn() -> S,
        body: fn(&Subject<'_>, &S::Value) -> Verdict,
    ) -> Self
    where
        S: Strategy + 'static,
        S::Value: Debug,
    {
        let check = move |subject: &Subject<'_>| {
            let mut runner = TestRunner::new(config(name, cases));
            let result = runner.run(&strategy(), |case| {
                body(subject, &case).map_err(TestCaseError::fail)
            });
            result.map_err(|error| match error {
                TestError::Fail(reason, case) => format!("{reason}\nthe smallest case: {case:#?}"),
                TestError::Abort(reason) => format!("no cases: {reason}"),
            })
        };
        let drawn = move |subject: &Subject<'_>, bytes: &[u8]| {
            // Not the bytes in the place of random numbers: strategies that draw again until a number fits would never end.
            let mut seed = [0; 32];
            for (index, byte) in bytes.iter().enumerate() {
                seed[index % 32] ^= byte.rotate_left(u32::try_from(index / 32 % 8).unwrap_or(0));
            }
            let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
            let mut runner = TestRunner::new_with_rng(Config::default(), rng);
            let tree = with_short_contents(LONGEST, || strategy().new_tree(&mut runner));
            // A case that cannot be drawn from these bytes says nothing.
            match tree {
                Ok(tree) => body(subject, &tree.current()),
                Err(_) => Ok(()),
            }
        };
        Self {
            name,
            check: Box::new(check),
            drawn: Some(Box::new(drawn)),
        }
    }

    /// Its name in reports.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Whether it holds.
    ///
    /// # Errors
    ///
    /// Why it does not.
    pub fn check(&self, subject: &Subject<'_>) -> Verdict {
        (self.check)(subject)
    }

    /// Whether it is about drawn cases.
    #[must_use]
    pub fn is_drawn(&self) -> bool {
        self.drawn.is_some()
    }

    /// Whether it holds for the one case that is drawn with `bytes` as the seed; always so for a property of fixed cases.
    ///
    /// # Errors
    ///
    /// Why it does not.
    pub fn check_drawn_from(&self, subject: &Subject<'_>, bytes: &[u8]) -> Verdict {
        self.drawn
            .as_ref()
            .map_or(Ok(()), |drawn| drawn(subject, bytes))
    }
}

fn config(name: &'static str, cases: u32) -> Config {
    let mut config = Config::default();
    if env::var_os("PROPTEST_CASES").is_none() {
        config.cases = cases;
    }
    if env::var_os("PROPTEST_RNG_SEED").is_none() {
        config.rng_seed = RngSeed::Fixed(SEED);
    }
    config.max_shrink_iters = SHRINKING;
    config.failure_persistence = Some(Box::new(FileFailurePersistence::Direct(path_of(name))));
    config
}

/// The file of a property's seeds. The library wants a path that lives for ever: each is made once.
fn path_of(name: &'static str) -> &'static str {
    static PATHS: Mutex<BTreeMap<&str, &str>> = Mutex::new(BTreeMap::new());
    let mut paths = PATHS.lock().unwrap_or_else(PoisonError::into_inner);
    paths
        .entry(name)
        .or_insert_with(|| Box::leak(format!("{SEEDS}/{name}.txt").into_boxed_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::direct::Direct;

    #[test]
    fn cases_are_the_same_in_every_run() {
        use std::sync::Mutex;
        static SEEN: Mutex<Vec<u32>> = Mutex::new(Vec::new());
        let record = |_: &Subject<'_>, case: &u32| {
            SEEN.lock().unwrap().push(*case);
            Ok(())
        };
        let property = Property::drawn("example", 5, || 0..1000_u32, record);
        let subject = Subject::new(&Direct, &Direct);
        property.check(&subject).unwrap();
        property.check(&subject).unwrap();
        let seen = SEEN.lock().unwrap();
        let (first, second) = seen.split_at(seen.len() / 2);
        assert_eq!(first, second);
    }

    #[test]
    fn a_failing_property_shows_its_reason() {
        let property = Property::fixed("never", |_| Err("no reason".to_owned()));
        let subject = Subject::new(&Direct, &Direct);
        assert_eq!(property.check(&subject), Err("no reason".to_owned()));
    }
}
