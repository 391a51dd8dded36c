//! What is under test, and the crates beside it.
#![forbid(unsafe_code)]

use crate::operation::Operation;
use crate::outcome::{Failure, Outcome, Verdict};
use crate::wire::Tree;

/// A way to use the library.
pub trait Binding: Sync {
    /// Its name in reports.
    fn name(&self) -> &str;

    /// Runs an operation. What goes wrong in an unforeseen way, the end of a process for example, is a failure of the class
    /// [`Class::Other`](crate::outcome::Class::Other).
    fn call(&self, operation: &Operation) -> Outcome;
}

/// A binding that is run in step with a reference.
pub struct Subject<'a> {
    binding: &'a dyn Binding,
    reference: &'a dyn Binding,
}

impl<'a> Subject<'a> {
    /// `binding` in step with `reference`; the reference alone where they are the same.
    #[must_use]
    pub fn new(binding: &'a dyn Binding, reference: &'a dyn Binding) -> Self {
        Self { binding, reference }
    }

    /// Runs an operation on both, and returns how it ended.
    ///
    /// # Errors
    ///
    /// The two did not end alike: another value, class, message or code.
    pub fn call(&self, operation: &Operation) -> Result<Outcome, String> {
        let outcome = self.binding.call(operation);
        if self.binding.name() != self.reference.name() {
            let expected = self.reference.call(operation);
            if outcome != expected {
                return Err(self.disagreement(operation, &outcome, &expected));
            }
        }
        Ok(outcome)
    }

    /// As [`Subject::call`], for operations that must succeed.
    ///
    /// # Errors
    ///
    /// As [`Subject::call`], and the failure of the operation.
    pub fn value(&self, operation: &Operation) -> Result<Tree, String> {
        self.call(operation)?
            .map_err(|failure| format!("{failure} from {operation:?}"))
    }

    /// As [`Subject::call`], for operations that must fail.
    ///
    /// # Errors
    ///
    /// As [`Subject::call`], and the success of the operation.
    pub fn failure(&self, operation: &Operation) -> Result<Failure, String> {
        match self.call(operation)? {
            Err(failure) => Ok(failure),
            Ok(value) => Err(format!("{value:?} instead of a failure from {operation:?}")),
        }
    }

    fn disagreement(&self, operation: &Operation, outcome: &Outcome, expected: &Outcome) -> String {
        let (name, reference) = (self.binding.name(), self.reference.name());
        let difference = difference(outcome, expected);
        format!("{name}: {difference} (left), as {reference} has it (right), for {operation:?}")
    }
}

/// Where two outcomes differ first, so that a report need not show all of them.
fn difference(left: &Outcome, right: &Outcome) -> String {
    match (left, right) {
        (Ok(left), Ok(right)) => tree_difference(left, right),
        (left, right) => format!("{} is not {}", shown(left), shown(right)),
    }
}

fn shown(outcome: &Outcome) -> String {
    match outcome {
        Ok(value) => format!("{value:?}"),
        Err(failure) => failure.to_string(),
    }
}

fn tree_difference(left: &Tree, right: &Tree) -> String {
    match (left, right) {
        (Tree::List(a), Tree::List(b)) if a.len() == b.len() => {
            match a.iter().zip(b).position(|(a, b)| a != b) {
                Some(index) => format!("item {index}: {}", tree_difference(&a[index], &b[index])),
                None => "the same".to_owned(),
            }
        }
        (Tree::Map(a), Tree::Map(b)) if a.keys().eq(b.keys()) => {
            match a.iter().zip(b).find(|((_, a), (_, b))| a != b) {
                Some(((name, a), (_, b))) => format!("{name}: {}", tree_difference(a, b)),
                None => "the same".to_owned(),
            }
        }
        (Tree::Map(a), Tree::Map(b)) => {
            let only = |a: &std::collections::BTreeMap<String, Tree>,
                        b: &std::collections::BTreeMap<String, Tree>| {
                let names = a.keys().filter(|name| !b.contains_key(*name));
                names.cloned().collect::<Vec<_>>()
            };
            format!("only left {:?}, only right {:?}", only(a, b), only(b, a))
        }
        (Tree::Bytes(a), Tree::Bytes(b)) if a.0.len() == b.0.len() => {
            let at = a.0.iter().zip(&b.0).position(|(a, b)| a != b);
            format!("{a:?} is not {b:?}, from byte {at:?} on")
        }
        (left, right) => format!("{left:?} is not {right:?}"),
    }
}

/// What a property says of a condition.
///
/// # Errors
///
/// The text, where the condition does not hold.
pub fn ensure(condition: bool, text: impl FnOnce() -> String) -> Verdict {
    if condition { Ok(()) } else { Err(text()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::Class;
    use crate::wire::map;

    struct Fixed(&'static str, Outcome);

    impl Binding for Fixed {
        fn name(&self) -> &str {
            self.0
        }

        fn call(&self, _: &Operation) -> Outcome {
            self.1.clone()
        }
    }

    fn failure(message: &str) -> Failure {
        Failure {
            class: Class::Value,
            message: message.to_owned(),
            code: None,
        }
    }

    #[test]
    fn bindings_that_end_alike_agree() {
        let value = Ok(Tree::Int(1));
        let (a, b) = (Fixed("a", value.clone()), Fixed("b", value));
        let subject = Subject::new(&a, &b);
        assert_eq!(subject.value(&Operation::Describe), Ok(Tree::Int(1)));
        assert!(subject.failure(&Operation::Describe).is_err());
    }

    #[test]
    fn the_first_difference_is_named() {
        let value = |bytes: &[u8]| Ok(map([("frames", [bytes].into_iter().collect())]));
        for (left, right, text) in [
            (
                value(b"foo"),
                value(b"fox"),
                "frames: item 0: 3 bytes [666f6f] is not 3 bytes [666f78], from byte Some(2) on",
            ),
            (
                Err(failure("no")),
                Err(failure("yes")),
                "ValueError(\"no\") is not ValueError(\"yes\")",
            ),
            (Ok(Tree::Nil), Err(failure("yes")), "nil is not ValueError"),
            (
                Ok(map([("a", Tree::Nil)])),
                Ok(map([("b", Tree::Nil)])),
                "only left [\"a\"], only right [\"b\"]",
            ),
        ] {
            let (a, b) = (Fixed("a", left), Fixed("b", right));
            let error = Subject::new(&a, &b).call(&Operation::Describe).unwrap_err();
            assert!(error.starts_with(&format!("a: {text}")), "{error}");
        }
    }
}
