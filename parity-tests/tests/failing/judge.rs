//! Whether a call without memory ended as it may.
#![forbid(unsafe_code)]

use parity_tests::operation::Operation;
use parity_tests::outcome::Class;
use parity_tests::wire::Tree;

use crate::process::Kind;

/// How the call ended in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// As with memory.
    Same,
    /// With an error about memory.
    Refused,
}

/// What is forgiven.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    /// After a refusal, calls on a stream may end in any way that the bindings know: it may have failed, or lack what was not
    /// taken.
    pub(crate) stream: bool,
    /// Trainers do with less where they can: what comes out is a dictionary, but another one.
    pub(crate) training: bool,
    /// An interpreter that has no memory may lose its own exception, and say so by a `SystemError`.
    pub(crate) whole_interpreter: bool,
}

impl Rules {
    /// Those of an operation in a process of a kind.
    pub(crate) fn of(operation: &Operation, kind: &Kind) -> Self {
        Self {
            stream: matches!(operation, Operation::Stream { .. }),
            training: matches!(operation, Operation::Train { .. }),
            whole_interpreter: kind.is_whole_interpreter(),
        }
    }
}

/// Compares an outcome with the one that there is with memory.
///
/// Of several calls on one object each is compared.
pub(crate) fn judge(outcome: &Tree, expected: &Tree, rules: Rules) -> Result<Ending, String> {
    if outcome == expected {
        return Ok(Ending::Same);
    }
    match (outcome, expected) {
        (Tree::Failed(failure), _) if failure.class == Class::Memory => Ok(Ending::Refused),
        (Tree::Failed(failure), _)
            if rules.whole_interpreter && failure.class.name() == "SystemError" =>
        {
            Ok(Ending::Refused)
        }
        (ours, theirs)
            if rules.training
                && [ours, theirs]
                    .iter()
                    .all(|tree| !matches!(tree, Tree::Failed(_))) =>
        {
            Ok(Ending::Same)
        }
        (Tree::List(ours), Tree::List(theirs)) if ours.len() == theirs.len() => {
            let mut ending = Ending::Same;
            for (index, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
                if rules.stream && ending == Ending::Refused {
                    known(ours).map_err(|reason| format!("call {index}: {reason}"))?;
                    continue;
                }
                let one = judge(ours, theirs, rules);
                if one.map_err(|reason| format!("call {index}: {reason}"))? == Ending::Refused {
                    ending = Ending::Refused;
                }
            }
            Ok(ending)
        }
        (Tree::Map(ours), Tree::Map(theirs)) if ours.keys().eq(theirs.keys()) => {
            let mut ending = Ending::Same;
            for (name, ours) in ours {
                if judge(ours, &theirs[name], rules)
                    .map_err(|reason| format!("{name}: {reason}"))?
                    == Ending::Refused
                {
                    ending = Ending::Refused;
                }
            }
            Ok(ending)
        }
        _ => Err(format!("{outcome:?} instead of {expected:?}")),
    }
}

/// No class of exception that nobody expects.
fn known(outcome: &Tree) -> Result<(), String> {
    match outcome {
        Tree::Failed(failure) => match &failure.class {
            Class::Other(_) => Err(format!("{failure} after a refusal")),
            _ => Ok(()),
        },
        _ => Ok(()),
    }
}
