//! The tables, as Markdown.

#![forbid(unsafe_code)]

use std::fmt::Write;

use super::chart;
use super::record::{Record, Row};

/// The least speed of the cffi flavour, in multiples of the peer's cffi backend, and the most time of its batch calls, in
/// multiples of the native flavour's.
const CFFI_BAR: f64 = 1.2;
const CFFI_BATCH_BAR: f64 = 1.15;

/// The least geometric means, over zstandard and over its cffi backend.
const MEAN_BAR: f64 = 1.35;
const CFFI_MEAN_BAR: f64 = 1.6;

/// A column of the tables: its title, whose speed it shows, and over whose.
const COLUMNS: [(&str, &str, &str); 6] = [
    ("native / zstandard", "native", "zstandard"),
    ("native / backports.zstd", "native", "backports"),
    ("native / pyzstd", "native", "pyzstd"),
    ("native / cramjam", "native", "cramjam"),
    ("cffi / zstandard's cffi", "cffi", "zstandard_cffi"),
    ("cffi / native", "cffi", "native"),
];

/// The whole page.
pub(super) fn render(record: &Record) -> String {
    let mut page = String::from("# Benchmarks\n\n");
    page.push_str(
        "Written by `cargo xtask bench`. All columns run in one process and take turns; a number is the median of the ratios of \
         all rounds: how many times as fast the first is as the second. Rows of one thread are measured in processor time, page faults included, \
         rows of several in wall time. Ratios can be compared between machines, times cannot. A \
         number below its bar is **bold**. *Over the floor* is the time of the native flavour as a multiple of that of libzstd \
         called from Rust into memory that is already mapped. What bounds rows that are below their bars: [notes](notes.md).\n\n",
    );
    heading(&mut page, record);
    let _ = write!(page, "\n{}\n", summary(record).replace('\n', "\n\n"));
    for group in record.groups() {
        table(&mut page, record, group);
    }
    page
}

/// What was measured, and on what.
fn heading(page: &mut String, record: &Record) {
    let machine = &record.machine;
    let _ = writeln!(
        page,
        "| | |\n|---|---|\n| processor | {} |\n| logical CPUs | {} |\n| system | {} {} |\n| inputs | {} |\n| rounds | {} |",
        machine.cpu, machine.cpus, machine.system, machine.kernel, record.corpus, record.pace
    );
    for (name, version) in &record.versions {
        let _ = writeln!(page, "| {} | {version} |", name.replace('_', "'s "));
    }
}

/// Means, and how many bars are met; one statement a line.
pub(super) fn summary(record: &Record) -> String {
    let mut lines = Vec::new();
    for (column, over, bar) in [
        ("native", "zstandard", MEAN_BAR),
        ("cffi", "zstandard_cffi", CFFI_MEAN_BAR),
    ] {
        if let Some(mean) = record.mean(column, over) {
            lines.push(format!(
                "Geometric mean of {column} over {}: {mean:.2} (bar {bar:.2}).",
                title(over)
            ));
        }
    }
    let judged = record.rows.iter().filter_map(|row| {
        let ratio = row.speedup("native", "zstandard")?;
        Some((row, ratio < row.bar))
    });
    let (below, all) = judged.fold((Vec::new(), 0), |(mut below, all), (row, is_below)| {
        if is_below {
            below.push(row.name.as_str());
        }
        (below, all + 1)
    });
    lines.push(format!(
        "Native over zstandard: {} of {all} rows reach their bars{}",
        all - below.len(),
        if below.is_empty() {
            ".".to_owned()
        } else {
            format!("; below: {}.", below.join("; "))
        }
    ));
    lines.join("\n")
}

fn title(column: &str) -> &str {
    match column {
        "zstandard_cffi" => "zstandard's cffi backend",
        other => other,
    }
}

fn table(page: &mut String, record: &Record, group: &str) {
    let rows: Vec<&Row> = record
        .rows
        .iter()
        .filter(|row| row.group == group)
        .collect();
    let _ = writeln!(
        page,
        "\n## {}{}\n\n![chart]({})\n",
        group[..1].to_uppercase(),
        &group[1..],
        chart::file_name(group)
    );
    let columns: Vec<_> = COLUMNS
        .into_iter()
        .filter(|(_, column, over)| rows.iter().any(|row| row.speedup(column, over).is_some()))
        .collect();
    let has_memory = rows.iter().any(|row| !row.memory.is_empty());
    let mut header = "| row | native | bar | over the floor |".to_owned();
    for (title, _, _) in &columns {
        let _ = write!(header, " {title} |");
    }
    if has_memory {
        header.push_str(" peak native, MiB | peak zstandard |");
    }
    let dashes = "---|".repeat(header.matches('|').count() - 2);
    let _ = writeln!(page, "{header}\n|---|{}", dashes.replace("---", "---:"));
    for row in rows {
        let _ = write!(
            page,
            "| {} | {} | {:.2} | {} |",
            row.name,
            row.seconds("native")
                .map_or_else(dash, |seconds| timed(row.bytes, seconds)),
            row.bar,
            over_floor(row)
        );
        for (_, column, over) in &columns {
            let _ = write!(page, " {} |", cell(row, column, over));
        }
        if has_memory {
            let _ = write!(
                page,
                " {} | {} |",
                memory(row, "native"),
                memory(row, "zstandard")
            );
        }
        page.push('\n');
    }
}

fn dash() -> String {
    "-".to_owned()
}

fn marked(text: String, below: bool) -> String {
    if below { format!("**{text}**") } else { text }
}

fn cell(row: &Row, column: &str, over: &str) -> String {
    let Some(ratio) = row.speedup(column, over) else {
        return dash();
    };
    let bar = match (column, over) {
        ("native", "zstandard") => row.bar,
        ("cffi", "zstandard_cffi") => CFFI_BAR,
        ("cffi", "native") if row.group == "batch" => 1.0 / CFFI_BATCH_BAR,
        _ => 0.0,
    };
    marked(format!("{ratio:.2}"), ratio < bar)
}

fn over_floor(row: &Row) -> String {
    let Some(ratio) = row.speedup("native", "floor") else {
        return dash();
    };
    let time = 1.0 / ratio;
    marked(
        format!("{time:.2}"),
        row.floor_bar > 0.0 && time > row.floor_bar,
    )
}

fn memory(row: &Row, column: &str) -> String {
    row.memory.get(column).map_or_else(dash, |memory| {
        let mebibytes = (memory.peak + (1 << 19)) >> 20;
        let above = column == "native" && memory.peak > memory.allowed();
        marked(mebibytes.to_string(), above)
    })
}

/// A time, and how many bytes of content are processed in it.
#[expect(clippy::cast_precision_loss, reason = "a few digits are shown")]
fn timed(bytes: u64, seconds: f64) -> String {
    format!(
        "{} ({:.0} MB/s)",
        time(seconds),
        bytes as f64 / seconds / 1e6
    )
}

/// A time with three digits or so.
fn time(seconds: f64) -> String {
    let (factor, unit) = match seconds {
        s if s < 1e-6 => (1e9, "ns"),
        s if s < 1e-3 => (1e6, "µs"),
        s if s < 1.0 => (1e3, "ms"),
        _ => (1.0, "s"),
    };
    let value = seconds * factor;
    let digits = usize::from(value < 100.0) + usize::from(value < 10.0);
    format!("{value:.digits$} {unit}")
}

#[cfg(test)]
mod tests {
    use super::super::record::tests::SAMPLE;
    use super::*;

    #[test]
    fn what_is_below_its_bar_is_bold() {
        let page = render(&Record::parse(SAMPLE).unwrap());
        let line = |start: &str| page.lines().find(|line| line.starts_with(start)).unwrap();
        let good = line("| decompress 1 KB");
        assert!(!good.contains("**"), "{good}");
        assert!(
            good.contains("| 2.00 µs (500 MB/s) | 1.10 | 1.25 | 2.00 |"),
            "{good}"
        );
        let bad = line("| decompress many");
        assert!(
            bad.contains("| 1.00 ms (5000 MB/s) | 1.40 | **1.25** | **0.50** |"),
            "{bad}"
        );
        assert!(bad.ends_with("| 6 | - |"), "{bad}");
    }

    #[test]
    fn the_summary_counts_bars() {
        let text = summary(&Record::parse(SAMPLE).unwrap());
        assert!(
            text.contains("1 of 2 rows reach their bars; below: decompress many."),
            "{text}"
        );
        assert!(text.contains("over zstandard: 1.00 (bar 1.35)"), "{text}");
    }

    #[test]
    fn times_have_units() {
        let cases = [
            (2.5e-7, "250 ns"),
            (1.234e-5, "12.3 µs"),
            (0.0451, "45.1 ms"),
            (2.0, "2.00 s"),
        ];
        for (seconds, shown) in cases {
            assert_eq!(time(seconds), shown);
        }
    }
}
