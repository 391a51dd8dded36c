//! Rules for the two frontends: what must surround their code, and what must not be asserted in them.

#![forbid(unsafe_code)]

use super::Violation;
use super::text::{has_word, numbered};
use super::tree::SourceFile;

/// The C ABI.
const C_SOURCES: &str = "crates/zstd-cabi/src/";

/// The extension module.
const PYTHON_SOURCES: &str = "crates/zstd-py/src/";

/// Exported functions that only read what is there, so that nothing in them can panic.
const WITHOUT_PANICS: [&str; 6] = [
    "zstdrs_last_callback_error",
    "zstdrs_last_error_code",
    "zstdrs_last_error_message",
    "zstdrs_reader_is_closed",
    "zstdrs_version",
    "zstdrs_writer_is_closed",
];

/// What ends panics: the macro, and a function that has it.
const BOUNDARIES: [&str; 2] = ["boundary!(", "name_at("];

/// How exported functions are declared.
const EXPORT: &str = "no_mangle";

/// Checks one file; others than those of the frontends pass.
pub(super) fn check(file: &SourceFile) -> Vec<Violation> {
    if !file.ends_with("rs") {
        return Vec::new();
    }
    if file.path.starts_with(C_SOURCES) {
        return boundaries(file);
    }
    if file.path.starts_with(PYTHON_SOURCES) {
        let mut violations = assertions(file);
        violations.extend(interpreter_lock(file));
        return violations;
    }
    Vec::new()
}

/// Every exported function has the panic boundary in its body.
fn boundaries(file: &SourceFile) -> Vec<Violation> {
    let lines: Vec<&str> = file.code.lines().collect();
    let exports = (0..lines.len()).filter(|&at| lines[at].contains(EXPORT));
    exports
        .filter_map(|at| {
            let body: Vec<&str> = lines[at + 1..]
                .iter()
                .take_while(|line| !line.starts_with('}'))
                .copied()
                .collect();
            let name = body.iter().find_map(|line| name_of(line))?;
            let safe = WITHOUT_PANICS.contains(&name);
            let has = body
                .iter()
                .any(|line| BOUNDARIES.iter().any(|name| line.contains(name)));
            (!safe && !has).then(|| {
                let message = format!("{name} has no `boundary!`, which ends panics");
                Violation::new(&file.path, at + 1, message)
            })
        })
        .collect()
}

/// The name in `fn name(`.
fn name_of(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once("fn ")?;
    rest.split_once('(').map(|(name, _)| name)
}

/// No class is shared between threads because somebody says that it can be.
fn assertions(file: &SourceFile) -> Vec<Violation> {
    let lines: Vec<&str> = file.code.lines().collect();
    let classes: Vec<&str> = (0..lines.len())
        .filter(|&at| lines[at].starts_with("#[pyclass"))
        .filter_map(|at| lines[at..].iter().find_map(|line| class_of(line)))
        .collect();
    numbered(&file.code)
        .filter(|(_, line)| {
            let asserted =
                line.contains("unsafe impl") && classes.iter().any(|class| has_word(line, class));
            asserted || has_word(line, "unsendable")
        })
        .map(|(number, _)| {
            let message = "classes are `Send` and `Sync` by what they hold, never by assertion";
            Violation::new(&file.path, number, message)
        })
        .collect()
}

/// The name in `struct Name`.
fn class_of(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once("struct ")?;
    rest.split(|character: char| !character.is_alphanumeric() && character != '_')
        .next()
}

/// The module declares that it does not need the interpreter's lock. On interpreters that have it, no test can see that.
fn interpreter_lock(file: &SourceFile) -> Vec<Violation> {
    numbered(&file.code)
        .filter(|(_, line)| {
            let module = line.contains("#[pymodule") || line.contains("#[pyo3::pymodule");
            let opens = line.contains("pymodule(") || line.contains("pymodule]");
            module && opens && !line.contains("gil_used = false")
        })
        .map(|(number, _)| {
            let message = "the module does not say `gil_used = false`";
            Violation::new(&file.path, number, message)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(path: &str, text: &str) -> Vec<String> {
        let file = SourceFile::new(path, text);
        check(&file).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn exports_without_a_boundary_are_found() {
        let export = |name: &str, body: &str| {
            format!(
                "#[unsafe(no_mangle)]\npub unsafe extern \"C\" fn {name}(a: i32) -> i32 {{\n    {body}\n}}\n"
            )
        };
        let text = export("zstdrs_one", "boundary!({ Ok(()) })") + &export("zstdrs_two", "a + 1");
        let found = messages("crates/zstd-cabi/src/a.rs", &text);
        assert_eq!(
            found,
            ["crates/zstd-cabi/src/a.rs:5: zstdrs_two has no `boundary!`, which ends panics"]
        );
        let text = export("zstdrs_version", "VERSION");
        assert!(messages("crates/zstd-cabi/src/a.rs", &text).is_empty());
    }

    #[test]
    fn classes_that_are_said_to_be_shareable_are_found() {
        let path = "crates/zstd-py/src/a.rs";
        let class = "#[pyclass(frozen)]\npub(crate) struct Thing(u8);\n";
        assert!(messages(path, class).is_empty());
        for line in [
            "unsafe impl Sync for Thing {}",
            "unsafe impl Send for Thing {}",
        ] {
            assert_eq!(
                messages(path, &format!("{class}{line}\n")).len(),
                1,
                "{line}"
            );
        }
        assert!(messages(path, &format!("{class}unsafe impl Sync for Other {{}}\n")).is_empty());
        assert_eq!(
            messages(path, "#[pyclass(unsendable)]\nstruct Thing;\n").len(),
            1
        );
    }

    #[test]
    fn a_module_that_needs_the_lock_is_found() {
        let path = "crates/zstd-py/src/lib.rs";
        for (line, count) in [
            ("#[pyo3::pymodule(gil_used = false)]", 0),
            ("#[pyo3::pymodule(gil_used = true)]", 1),
            ("#[pymodule]", 1),
            ("#[pymodule_init]", 0),
            ("#[pymodule_export]", 0),
        ] {
            assert_eq!(messages(path, line).len(), count, "{line}");
        }
    }
}
