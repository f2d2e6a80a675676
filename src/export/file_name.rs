//! What a picture is called on the disk: the same for the same picture, and sorted by its days.

use crate::{analysis::Window, model::DaySpan};

use super::PageFormat;

/// Letters of the title that a name keeps.
const LONGEST_TITLE: usize = 60;

/// `20251126_TJ-AF_title_1920x1080.png`: the last day that the picture shows, the frontier, the title, the size.
/// `data` are the days of the document; without any, the name begins with the frontier.
pub fn file_name(
    title: &str,
    window: Window,
    data: Option<DaySpan>,
    pixels: (u32, u32),
    format: PageFormat,
) -> String {
    let last = match (window.last, data.map(DaySpan::last)) {
        (Some(window), Some(data)) => Some(window.min(data)),
        (window, data) => window.or(data),
    };
    let day = last.map_or_else(String::new, |day| day.strftime("%Y%m%d_").to_string());
    let title = safe(title);
    let title = if title.is_empty() { String::new() } else { format!("{title}_") };
    format!("{day}TJ-AF_{title}{}x{}.{}", pixels.0, pixels.1, format.extension())
}

/// Letters and digits of any script, the rest as single hyphens.
fn safe(title: &str) -> String {
    let mut name = String::new();
    for letter in title.chars() {
        let kept = if letter.is_alphanumeric() { letter } else { '-' };
        if kept != '-' || !name.ends_with('-') {
            name.push(kept);
        }
    }
    let short: String = name.trim_matches('-').chars().take(LONGEST_TITLE).collect();
    short.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_name_tells_the_last_day_the_frontier_the_title_and_the_size() {
        let data = DaySpan::new(date(1993, 1, 1), date(2025, 11, 26)).ok();
        let name = |title: &str| file_name(title, Window::ALL, data, (1920, 1080), PageFormat::Png);
        assert_eq!(name("North sector"), "20251126_TJ-AF_North-sector_1920x1080.png");
        assert_eq!(name("Панҷ: 2025/26 \\ \"оғоз\""), "20251126_TJ-AF_Панҷ-2025-26-оғоз_1920x1080.png");
        assert_eq!(name("../.."), "20251126_TJ-AF_1920x1080.png");
        let early = Window { first: None, last: Some(date(2010, 5, 1)) };
        let name = file_name("", early, None, (10, 20), PageFormat::Gif);
        assert_eq!(name, "20100501_TJ-AF_10x20.gif");
    }
}
