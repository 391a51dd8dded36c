//! Cutting a file into records, as `--split` says or line by line.

#![forbid(unsafe_code)]

use anyhow::{Result, bail};

/// How a file is cut.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Split {
    /// Pieces of this many bytes; the last may be shorter.
    Bytes(usize),
    /// What stands between occurrences of these bytes. Empty pieces are no records.
    Delimiter(Vec<u8>),
    /// Lines, without `\n` or `\r\n`. Empty lines are no records.
    Lines,
}

impl Split {
    /// Reads the argument of `--split`: all digits is a size, anything else a delimiter.
    pub(super) fn parse(argument: &str) -> Result<Self> {
        if argument.is_empty() {
            bail!("--split is empty: give a number of bytes or a delimiter");
        }
        if !argument.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(Self::Delimiter(unescape(argument)?));
        }
        match argument.parse() {
            Ok(0) => bail!("--split 0: a record has at least 1 byte"),
            Ok(size) => Ok(Self::Bytes(size)),
            Err(_) => bail!("--split {argument}: at most {} bytes", usize::MAX),
        }
    }

    /// The records of a file, as ranges of offsets in it.
    pub(super) fn ranges(&self, text: &[u8]) -> Vec<std::ops::Range<usize>> {
        match self {
            Self::Bytes(size) => (0..text.len())
                .step_by(*size)
                .map(|start| start..start.saturating_add(*size).min(text.len()))
                .collect(),
            Self::Delimiter(delimiter) => between(text, delimiter),
            Self::Lines => between(text, b"\n")
                .into_iter()
                .map(|range| match text[range.clone()] {
                    [.., b'\r'] => range.start..range.end - 1,
                    _ => range,
                })
                .filter(|range| !range.is_empty())
                .collect(),
        }
    }
}

/// The non-empty pieces between occurrences of a delimiter.
fn between(text: &[u8], delimiter: &[u8]) -> Vec<std::ops::Range<usize>> {
    let mut ranges = Vec::new();
    let (mut start, mut position) = (0, 0);
    while position < text.len() {
        if text[position..].starts_with(delimiter) {
            ranges.push(start..position);
            position += delimiter.len();
            start = position;
        } else {
            position += 1;
        }
    }
    ranges.push(start..text.len());
    ranges.retain(|range| !range.is_empty());
    ranges
}

/// Resolves `\n`, `\r`, `\t`, `\0`, `\\` and `\xNN`.
fn unescape(argument: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut rest = argument;
    while let Some(position) = rest.find('\\') {
        bytes.extend_from_slice(&rest.as_bytes()[..position]);
        let escape = &rest[position + 1..];
        let (byte, length) = match escape.as_bytes().first() {
            Some(b'n') => (b'\n', 1),
            Some(b'r') => (b'\r', 1),
            Some(b't') => (b'\t', 1),
            Some(b'0') => (0, 1),
            Some(b'\\') => (b'\\', 1),
            Some(b'x') => match escape
                .get(1..3)
                .map(|digits| u8::from_str_radix(digits, 16))
            {
                Some(Ok(byte)) if !escape.starts_with("x+") => (byte, 3),
                _ => bail!("--split {argument}: \\x needs two hexadecimal digits"),
            },
            _ => bail!(
                "--split {argument}: a backslash is followed by n, r, t, 0, xNN or another backslash"
            ),
        };
        bytes.push(byte);
        rest = &escape[length..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces<'a>(split: &str, text: &'a str) -> Vec<&'a str> {
        let ranges = Split::parse(split).unwrap().ranges(text.as_bytes());
        ranges.into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn digits_are_a_size() {
        assert_eq!(pieces("3", "abcdefgh"), ["abc", "def", "gh"]);
        assert_eq!(pieces("8", "abcdefgh"), ["abcdefgh"]);
        assert_eq!(pieces("18446744073709551615", "abc"), ["abc"]);
        assert!(pieces("3", "").is_empty());
    }

    #[test]
    fn anything_else_is_a_delimiter() {
        assert_eq!(pieces(",", "a,b,,c,"), ["a", "b", "c"]);
        assert_eq!(pieces("--", "a---b"), ["a", "-b"]);
        assert_eq!(pieces("3x", "a3xb3"), ["a", "b3"]);
        assert!(pieces(",", ",,").is_empty());
    }

    #[test]
    fn escapes_in_a_delimiter() {
        let cases: [(&str, &[u8]); 6] = [
            (r"\n", b"\n"),
            (r"\r\n", b"\r\n"),
            (r"a\tb", b"a\tb"),
            (r"\0", b"\0"),
            (r"\\n", b"\\n"),
            (r"\xff\x00é", b"\xff\x00\xc3\xa9"),
        ];
        for (argument, bytes) in cases {
            assert_eq!(
                Split::parse(argument).unwrap(),
                Split::Delimiter(bytes.to_vec()),
                "{argument}"
            );
        }
    }

    #[test]
    fn bad_arguments_are_refused_on_one_line() {
        for argument in [
            "",
            "0",
            "99999999999999999999",
            r"\",
            r"\q",
            r"\x",
            r"\x1",
            r"\xzz",
            r"\x+1",
            r"\xé",
        ] {
            let error = Split::parse(argument).unwrap_err().to_string();
            assert!(error.starts_with("--split"), "{error}");
            assert_eq!(error.lines().count(), 1, "{error}");
        }
    }

    #[test]
    fn lines_lose_their_end_and_empty_ones_go() {
        let text = b"{}\r\n\n\r\n[1]\nlast";
        let records: Vec<&[u8]> = Split::Lines
            .ranges(text)
            .into_iter()
            .map(|range| &text[range])
            .collect();
        assert_eq!(records, [&b"{}"[..], b"[1]", b"last"]);
    }
}
