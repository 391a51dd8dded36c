//! Two records side by side.

#![forbid(unsafe_code)]

use super::record::Record;
use crate::table::{self, Align};

/// A ratio between two runs that differs by less than this is noise.
const NOISE: f64 = 0.03;

/// The change of each row that both records have: what the native and the cffi flavour gained on their peers, which are the
/// yardstick, since two runs never met the same noise.
pub(super) fn render(now: &Record, earlier: &Record) -> String {
    let columns = [("native", "zstandard"), ("cffi", "zstandard_cffi")];
    let mut rows = Vec::new();
    for row in &now.rows {
        let Some(old) = earlier.rows.iter().find(|old| old.name == row.name) else {
            continue;
        };
        let mut cells = vec![row.name.clone()];
        for (column, over) in columns {
            let (then, today) = (old.speedup(column, over), row.speedup(column, over));
            cells.extend([shown(then), shown(today), change(then, today)]);
        }
        rows.push(cells);
    }
    if rows.is_empty() {
        return "The records have no row in common.\n".to_owned();
    }
    let header = [
        ("over the peer", Align::Left),
        ("native then", Align::Right),
        ("now", Align::Right),
        ("", Align::Left),
        ("cffi then", Align::Right),
        ("now", Align::Right),
        ("", Align::Left),
    ];
    table::render(&header, &rows)
}

fn shown(ratio: Option<f64>) -> String {
    ratio.map_or_else(|| "-".to_owned(), |ratio| format!("{ratio:.2}"))
}

/// What became of a ratio, in words where it is more than noise.
fn change(then: Option<f64>, now: Option<f64>) -> String {
    let (Some(then), Some(now)) = (then, now) else {
        return String::new();
    };
    let change = now / then - 1.0;
    if change.abs() < NOISE {
        return String::new();
    }
    format!("{:+.0} %", change * 100.0)
}

#[cfg(test)]
mod tests {
    use super::super::record::tests::SAMPLE;
    use super::*;

    #[test]
    fn changes_beyond_noise_are_shown() {
        let now = Record::parse(SAMPLE).unwrap();
        let text = SAMPLE
            .replacen("\"zstandard\": 2.0", "\"zstandard\": 2.5", 1)
            .replacen("\"zstandard\": 0.5", "\"zstandard\": 0.499", 1);
        let earlier = Record::parse(&text).unwrap();
        let shown = render(&now, &earlier);
        let lines: Vec<&str> = shown.lines().collect();
        assert!(lines[2].contains("2.50  2.00  -20 %"), "{shown}");
        assert!(!lines[3].contains('%'), "{shown}");
    }

    #[test]
    fn records_without_a_common_row_are_said_to_be_so() {
        let now = Record::parse(SAMPLE).unwrap();
        let other = SAMPLE.replace("decompress", "compress");
        let shown = render(&now, &Record::parse(&other).unwrap());
        assert_eq!(shown, "The records have no row in common.\n");
    }
}
