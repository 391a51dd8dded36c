//! The table of the demo.

#![forbid(unsafe_code)]

use super::runner::{Run, Summary};
use crate::table::{Align, grouped, render as render_table};

/// The table and the statement that all flavours made the same bytes, which the caller has
/// checked. Speeds count raw bytes, in units of 10^6.
pub(super) fn render(runs: &[Run]) -> String {
    let summaries: Vec<&Summary> = runs.iter().map(|run| &run.summary).collect();
    let names: Vec<&str> = summaries
        .iter()
        .map(|summary| summary.flavour.name())
        .collect();
    let title = "Without and with a trained dictionary (\"dict\"); speeds in MB/s of raw data.";
    let table = table(&summaries);
    format!(
        "{title}\n\n{table}\nAll flavours ({}) produced the same bytes: dictionary, frames and segment tables.\n",
        names.join(", ")
    )
}

/// One row a flavour.
fn table(summaries: &[&Summary]) -> String {
    let right = |title| (title, Align::Right);
    let header = [
        ("flavour", Align::Left),
        right("records"),
        right("raw bytes"),
        right("compressed"),
        right("ratio"),
        right("with dict"),
        right("ratio"),
        right("comp."),
        right("decomp."),
        right("comp. dict"),
        right("decomp. dict"),
    ];
    let rows: Vec<Vec<String>> = summaries
        .iter()
        .map(|summary| {
            let raw = summary.raw;
            let speed = |stage| speed(raw, summary.seconds.get(stage).copied());
            vec![
                summary.flavour.name().to_owned(),
                grouped(summary.records),
                grouped(raw),
                grouped(summary.compressed),
                ratio(raw, summary.compressed),
                grouped(summary.compressed_dict),
                ratio(raw, summary.compressed_dict),
                speed("compress"),
                speed("decompress"),
                speed("compress-dict"),
                speed("decompress-dict"),
            ]
        })
        .collect();
    render_table(&header, &rows)
}

/// How many times smaller, with two decimals.
fn ratio(raw: u64, compressed: u64) -> String {
    if compressed == 0 {
        return "-".to_owned();
    }
    let hundredths = u128::from(raw) * 100 / u128::from(compressed);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// Megabytes per second; a stage that was not timed has none.
fn speed(bytes: u64, seconds: Option<f64>) -> String {
    match seconds {
        Some(seconds) if seconds > 0.0 => format!("{:.0}", bytes as f64 / seconds / 1e6),
        _ => "-".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::demo::runner::Flavour;

    fn run(flavour: Flavour) -> Run {
        let seconds = [
            ("compress", 0.5),
            ("decompress", 0.1),
            ("compress-dict", 1.0),
        ];
        Run {
            summary: Summary {
                flavour,
                records: 60_000,
                raw: 48_000_000,
                compressed: 24_000_000,
                compressed_dict: 9_600_000,
                seconds: seconds.map(|(stage, time)| (stage.to_owned(), time)).into(),
                verified: 60_000,
            },
            folder: PathBuf::new(),
        }
    }

    #[test]
    fn one_row_a_flavour_with_ratios_and_speeds() {
        let text = render(&[run(Flavour::Rust), run(Flavour::Cffi)]);
        let row = text.lines().find(|line| line.starts_with("rust")).unwrap();
        let cells: Vec<&str> = row.split_whitespace().collect();
        let expected = [
            "rust",
            "60,000",
            "48,000,000",
            "24,000,000",
            "2.00",
            "9,600,000",
            "5.00",
            "96",
            "480",
            "48",
            "-",
        ];
        assert_eq!(cells, expected);
        assert!(
            text.contains("All flavours (rust, cffi) produced the same bytes"),
            "{text}"
        );
    }

    #[test]
    fn nothing_is_divided_by_zero() {
        assert_eq!(ratio(10, 0), "-");
        assert_eq!(speed(10, Some(0.0)), "-");
        assert_eq!(speed(10, None), "-");
    }
}
