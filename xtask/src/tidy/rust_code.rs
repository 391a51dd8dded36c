//! Tells Rust code from comments and literals, so that the rules do not read prose as code.

#![forbid(unsafe_code)]

/// The text with every comment and the content of every string and character literal replaced by
/// spaces. Line ends stay, so that line numbers do.
pub(super) fn mask(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut masked = String::with_capacity(text.len());
    let mut position = 0;
    while position < bytes.len() {
        let end = position + hidden(&text[position..], preceded_by_word(&masked));
        if end > position {
            blank(&text[position..end], &mut masked);
            position = end;
        } else {
            let length = text[position..].chars().next().map_or(1, char::len_utf8);
            masked.push_str(&text[position..position + length]);
            position += length;
        }
    }
    masked
}

/// The length of the comment or literal at the start of `rest`; 0 if there is code.
fn hidden(rest: &str, in_word: bool) -> usize {
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return block_comment(rest);
    }
    if let Some(inside) = rest.strip_prefix('"') {
        return 1 + quoted(inside, '"');
    }
    if rest.starts_with('\'') {
        return character(rest);
    }
    if in_word {
        return 0;
    }
    let prefix = ["br", "cr", "r"]
        .into_iter()
        .find(|prefix| rest.starts_with(prefix));
    prefix.map_or(0, |prefix| raw_string(rest, prefix.len()))
}

/// The length of a block comment; they nest.
fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut position = 0;
    while position < rest.len() {
        let tail = &rest.as_bytes()[position..];
        if tail.starts_with(b"/*") {
            depth += 1;
            position += 2;
        } else if tail.starts_with(b"*/") {
            depth -= 1;
            position += 2;
            if depth == 0 {
                return position;
            }
        } else {
            position += 1;
        }
    }
    rest.len()
}

/// The length up to and including the closing quote; a backslash hides what follows it.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (position, character) in rest.char_indices() {
        if escaped {
            escaped = false;
        } else if character == '\\' {
            escaped = true;
        } else if character == quote {
            return position + 1;
        }
    }
    rest.len()
}

/// The length of a character literal; 0 for a lifetime or a label.
fn character(rest: &str) -> usize {
    let inside = &rest[1..];
    let mut characters = inside.chars();
    match (characters.next(), characters.next()) {
        (Some('\\'), _) => 1 + quoted(inside, '\''),
        (Some(content), Some('\'')) => 2 + content.len_utf8(),
        _ => 0,
    }
}

/// The length of a raw string whose prefix is so long; 0 if it is none.
fn raw_string(rest: &str, prefix: usize) -> usize {
    let after = &rest[prefix..];
    let hashes = after.len() - after.trim_start_matches('#').len();
    let Some(content) = after[hashes..].strip_prefix('"') else {
        return 0;
    };
    let closing = format!("\"{}", "#".repeat(hashes));
    let opening = prefix + hashes + 1;
    content
        .find(&closing)
        .map_or(rest.len(), |end| opening + end + closing.len())
}

/// Whether the code so far ends inside of a word, where no literal's prefix can begin.
fn preceded_by_word(code: &str) -> bool {
    let last = code.chars().next_back();
    last.is_some_and(|character| character.is_alphanumeric() || character == '_')
}

/// Appends spaces for everything but line ends.
fn blank(hidden: &str, masked: &mut String) {
    masked.extend(
        hidden
            .chars()
            .map(|character| if character == '\n' { '\n' } else { ' ' }),
    );
}

#[cfg(test)]
mod tests {
    use super::mask;

    /// What is left, without the spaces.
    fn code(text: &str) -> String {
        mask(text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn comments_go() {
        assert_eq!(code("a // b\nc /* d /* e */ f */ g"), "a c g");
        assert_eq!(mask("a /* b\nc */ d").lines().count(), 2);
        assert_eq!(code("/* never closed"), "");
    }

    #[test]
    fn literals_go() {
        assert_eq!(code(r#"a("b // c", d)"#), "a( , d)");
        assert_eq!(code(r#"a("b\"c", "\\", d)"#), "a( , , d)");
        assert_eq!(
            code(r###"a(r"\", br#"b"c"#, cr##"d"#"##, e)"###),
            "a( , , , e)"
        );
        assert_eq!(code(r"a('b', '\'', '\u{41}', '/', '/')"), "a( , , , , )");
        assert_eq!(code("let s = \"é // 'x"), "let s =");
    }

    #[test]
    fn what_looks_like_a_literal_stays() {
        assert_eq!(
            code("fn f<'a>(x: &'a str) -> &'a u8 { 'l: loop {} }"),
            "fn f<'a>(x: &'a str) -> &'a u8 { 'l: loop {} }"
        );
        assert_eq!(code("r#type for r in bar"), "r#type for r in bar");
    }
}
