//! The charts, as SVG: for each row of a group a bar of each flavour, as long as it is faster than its peer.

#![forbid(unsafe_code)]

use std::fmt::Write;

use super::record::{Record, Row};

/// Where bars begin, how long the longest is, and the height of a row, in pixels.
const LEFT: f64 = 380.0;
const WIDTH: f64 = 420.0;
const ROW: f64 = 30.0;
const TOP: f64 = 50.0;

/// Longer bars are cut: a few rows would make all others unreadable.
const LONGEST: f64 = 4.0;

/// The flavours: column, peer, colour and what the legend says.
const BARS: [(&str, &str, &str, &str); 2] = [
    (
        "native",
        "zstandard",
        "#2b6cb0",
        "native over zstandard's C extension",
    ),
    (
        "cffi",
        "zstandard_cffi",
        "#dd8b20",
        "cffi over zstandard's cffi backend",
    ),
];

/// The file of a group's chart.
pub(super) fn file_name(group: &str) -> String {
    format!("{}.svg", group.replace(' ', "-"))
}

/// The charts of all groups, by file name.
pub(super) fn render_all(record: &Record) -> Vec<(String, String)> {
    let groups = record.groups().into_iter();
    groups
        .map(|group| {
            let rows = record.rows.iter().filter(|row| row.group == group);
            (file_name(group), render(group, &rows.collect::<Vec<_>>()))
        })
        .collect()
}

fn render(group: &str, rows: &[&Row]) -> String {
    let drawn: Vec<&&Row> = rows
        .iter()
        .filter(|row| {
            BARS.iter()
                .any(|(column, over, _, _)| row.speedup(column, over).is_some())
        })
        .collect();
    let count = u32::try_from(drawn.len()).unwrap_or(u32::MAX);
    let bottom = TOP + ROW * f64::from(count);
    let (width, height) = (LEFT + WIDTH + 60.0, bottom + 20.0);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" font-family=\"sans-serif\" \
         font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n<title>{}</title>\n",
        escaped(group)
    );
    for (index, (_, _, colour, legend)) in (0_u8..).zip(BARS) {
        let x = 10.0 + f64::from(index) * 280.0;
        let _ = writeln!(
            svg,
            "<rect x=\"{x:.0}\" y=\"10\" width=\"12\" height=\"12\" fill=\"{colour}\"/><text x=\"{:.0}\" y=\"20\">{legend}</text>",
            x + 18.0
        );
    }
    for (row, at) in drawn.iter().zip(0_u32..) {
        draw(&mut svg, row, TOP + ROW * f64::from(at));
    }
    let one = LEFT + WIDTH / LONGEST;
    let _ = writeln!(
        svg,
        "<line x1=\"{one:.1}\" y1=\"{:.0}\" x2=\"{one:.1}\" y2=\"{bottom:.0}\" stroke=\"#444444\" stroke-dasharray=\"4 3\"/>\
         <text x=\"{one:.1}\" y=\"{:.0}\" text-anchor=\"middle\">as fast</text>\n</svg>",
        TOP - 4.0,
        TOP - 8.0
    );
    svg
}

/// Draws a row whose upper edge is at `y`: its name, its bars, and where the native bar has to reach.
fn draw(svg: &mut String, row: &Row, y: f64) {
    let _ = writeln!(
        svg,
        "<text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"end\">{}</text>",
        LEFT - 8.0,
        y + 17.0,
        escaped(&row.name)
    );
    for (index, (column, over, colour, _)) in (0_u8..).zip(BARS) {
        let Some(ratio) = row.speedup(column, over) else {
            continue;
        };
        let length = ratio.clamp(0.0, LONGEST) / LONGEST * WIDTH;
        let top = y + 3.0 + f64::from(index) * 12.0;
        let _ = writeln!(
            svg,
            "<rect x=\"{LEFT:.0}\" y=\"{top:.0}\" width=\"{length:.1}\" height=\"10\" fill=\"{colour}\"/>\
             <text x=\"{:.1}\" y=\"{:.0}\" font-size=\"10\">{ratio:.2}</text>",
            LEFT + length + 4.0,
            top + 9.0
        );
    }
    if row.speedup("native", "zstandard").is_some() {
        let x = LEFT + row.bar.clamp(0.0, LONGEST) / LONGEST * WIDTH;
        let _ = writeln!(
            svg,
            "<line x1=\"{x:.1}\" y1=\"{:.0}\" x2=\"{x:.1}\" y2=\"{:.0}\" stroke=\"#c53030\" stroke-width=\"2\"/>",
            y + 2.0,
            y + 14.0
        );
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::super::record::tests::SAMPLE;
    use super::*;

    #[test]
    fn a_chart_for_each_group() {
        let record = Record::parse(&SAMPLE.replace("decompress many", "a < b & c")).unwrap();
        let charts = render_all(&record);
        let names: Vec<&str> = charts.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["one-shot.svg", "batch.svg"]);
        let (_, batch) = &charts[1];
        assert!(batch.contains("a &lt; b &amp; c") && batch.contains(">0.50<"));
        assert!(batch.trim_end().ends_with("</svg>"));
        // A bar of half the speed is an eighth of the scale.
        assert!(batch.contains("width=\"52.5\""), "{batch}");
    }

    #[test]
    fn bars_beyond_the_scale_are_cut_but_say_their_number() {
        let text = SAMPLE.replacen("\"zstandard\": 2.0", "\"zstandard\": 40.0", 1);
        let charts = render_all(&Record::parse(&text).unwrap());
        assert!(charts[0].1.contains("width=\"420.0\"") && charts[0].1.contains(">40.00<"));
    }
}
