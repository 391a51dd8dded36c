//! The list of everything that the C header promises, and the refusal to take any of it back.
//!
//! One line for each function, constant, opaque type, callback type and struct. A struct that begins with its own size may
//! grow at its end, so each of its fields has a line of its own; any other struct is one line. Names of parameters are no part of the ABI and
//! are left out.

#![forbid(unsafe_code)]

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result, bail};

use super::output::{Output, STAMP};
use crate::environment::Environment;

/// The committed list.
pub(crate) const PATH: &str = "crates/zstd-cabi/abi.txt";

/// Makes the list from the text of the header. A line that the committed list has and the header no longer keeps is an error,
/// whether files are to be written or checked.
pub(crate) fn output(environment: &Environment, header: &str) -> Result<Output> {
    let lines = describe(header)?;
    let committed = fs::read_to_string(environment.root.join(PATH)).unwrap_or_default();
    refuse_removals(&committed, &lines)?;
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    Ok(Output {
        path: PATH.to_owned(),
        text: format!("# {STAMP}\n{}\n", lines.join("\n")),
    })
}

/// Fails when a committed line is not among the new ones.
fn refuse_removals(committed: &str, lines: &BTreeSet<String>) -> Result<()> {
    let promised = committed.lines().filter(|line| !line.starts_with('#'));
    let gone: Vec<&str> = promised.filter(|line| !lines.contains(*line)).collect();
    if let [first, ..] = gone.as_slice() {
        bail!(
            "the C ABI has lost {} of its promises, the first is `{first}`: programs that were linked before would break; \
             keep it, or delete the line from {PATH} and raise the library's major version",
            gone.len()
        );
    }
    Ok(())
}

/// One line for each declaration of a header.
fn describe(header: &str) -> Result<BTreeSet<String>> {
    let code = without_preprocessor(&without_comments(header));
    let mut lines = BTreeSet::new();
    for statement in statements(&code) {
        describe_statement(&statement, &mut lines)
            .with_context(|| format!("cannot understand `{statement}` of the header"))?;
    }
    Ok(lines)
}

fn describe_statement(statement: &str, lines: &mut BTreeSet<String>) -> Result<()> {
    if let Some(rest) = statement.strip_prefix("typedef enum {") {
        let (values, name) = rest.split_once('}').context("no end of the enum")?;
        for value in values.split(',').map(str::trim) {
            if !value.is_empty() {
                lines.insert(format!("constant {value} of {}", name.trim()));
            }
        }
    } else if let Some(rest) = statement.strip_prefix("typedef struct {") {
        let (fields, name) = rest.split_once('}').context("no end of the struct")?;
        let (fields, name) = (fields.trim().trim_end_matches(';'), name.trim());
        let fields: Vec<&str> = fields.split(';').map(str::trim).collect();
        if fields.first() == Some(&"size_t size") {
            for (index, field) in fields.iter().enumerate() {
                lines.insert(format!("field {index} of {name}: {field}"));
            }
        } else {
            lines.insert(format!("struct {name} {{ {} }}", fields.join("; ")));
        }
    } else if let Some(rest) = statement.strip_prefix("typedef struct ") {
        let name = rest.split_whitespace().next().context("no name")?;
        lines.insert(format!("type {name}"));
    } else if statement.starts_with("typedef ") {
        lines.insert(statement.to_owned());
    } else {
        let (head, parameters) = statement.split_once('(').context("no parameters")?;
        let parameters = parameters.strip_suffix(')').context("no end")?;
        let types: Vec<String> = split_outside(parameters, ',')
            .iter()
            .map(|p| nameless(p))
            .collect();
        lines.insert(format!("function {head}({})", types.join(", ")));
    }
    Ok(())
}

/// A parameter without its name: `const char *name` becomes `const char *`.
fn nameless(parameter: &str) -> String {
    let parameter = parameter.trim();
    if let Some((result, rest)) = parameter.split_once("(*") {
        let inner = rest.split_once(')').map_or("", |(_, inner)| inner);
        return format!("{result}(*){inner}");
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let kind = parameter.trim_end_matches(is_name).trim_end();
    if kind.is_empty() { parameter } else { kind }.to_owned()
}

/// The declarations of C code, each on one line with single spaces.
fn statements(code: &str) -> Vec<String> {
    let words = |text: &String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let all = split_outside(code, ';');
    all.iter()
        .map(words)
        .filter(|text| !text.is_empty())
        .collect()
}

/// Splits at a sign that is not inside of brackets or braces.
fn split_outside(text: &str, sign: char) -> Vec<String> {
    let (mut parts, mut depth) = (vec![String::new()], 0_usize);
    for c in text.chars() {
        match c {
            '(' | '{' => depth += 1,
            ')' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if c == sign && depth == 0 {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts
}

/// The text without preprocessor lines, and without what only C++ sees.
fn without_preprocessor(text: &str) -> String {
    let mut kept = String::new();
    let mut for_cplusplus = false;
    for line in text.lines() {
        if line.starts_with("#ifdef __cplusplus") {
            for_cplusplus = true;
        } else if line.starts_with("#endif") {
            for_cplusplus = false;
        } else if !for_cplusplus && !line.starts_with('#') {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// The text without comments of either kind.
fn without_comments(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    let lines = kept
        .lines()
        .map(|line| line.split_once("//").map_or(line, |(code, _)| code));
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "/* A; comment. */
#include <stddef.h>
typedef enum {
    /** Fine. */
    S_OK = 0,
    S_BAD = 1, // a remark
} status;
typedef struct thing thing;
typedef struct { size_t size; int32_t (*check)(void *user); } options;
typedef struct { const void *data; size_t length; } view;
#ifdef __cplusplus
extern \"C\" {
#endif // __cplusplus
status thing_new(const options *options,
                 void (*release)(void *user), thing **out);
void nothing(void);
";

    #[test]
    fn every_declaration_is_a_line() {
        let lines: Vec<String> = describe(HEADER).unwrap().into_iter().collect();
        assert_eq!(
            lines,
            [
                "constant S_BAD = 1 of status",
                "constant S_OK = 0 of status",
                "field 0 of options: size_t size",
                "field 1 of options: int32_t (*check)(void *user)",
                "function status thing_new(const options *, void (*)(void *user), thing **)",
                "function void nothing(void)",
                "struct view { const void *data; size_t length }",
                "type thing",
            ]
        );
    }

    #[test]
    fn additions_are_fine_and_removals_and_alterations_are_not() {
        let old = describe(HEADER).unwrap();
        let committed: Vec<&str> = old.iter().map(String::as_str).collect();
        let committed = committed.join("\n");
        let judge = |from: &str, to: &str| {
            assert!(from.is_empty() || HEADER.contains(from), "{from}");
            refuse_removals(&committed, &describe(&HEADER.replace(from, to)).unwrap())
        };
        for (from, to) in [
            ("thing **out", "thing **result"),
            ("void nothing(void);", "void nothing(void); int more(int);"),
            (
                "(*check)(void *user); }",
                "(*check)(void *user); int more; }",
            ),
        ] {
            assert!(judge(from, to).is_ok(), "{to}");
        }
        for (from, to) in [
            ("void nothing(void);", ""),
            ("thing **out", "thing *out"),
            ("S_BAD = 1", "S_BAD = 2"),
            ("size_t length; }", "size_t length; int more; }"),
            ("{ size_t size;", "{ size_t size; int more;"),
        ] {
            let error = judge(from, to).unwrap_err().to_string();
            assert!(error.contains("would break"), "{error}");
        }
    }
}
