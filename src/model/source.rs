//! Who says so: the reports an incident rests on.

use serde::{Deserialize, Serialize};

/// One report. A field that the report did not give stays `None`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Source {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// The date printed on the report, in its own words (`2025-12-03`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Language code, `en`, `ru` …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// Members that Marz does not know, kept and written back.
    #[serde(flatten)]
    pub rest: serde_json::Map<String, serde_json::Value>,
}

impl Source {
    /// The shortest honest name: publisher and date, or the title, or the address.
    pub fn short_name(&self) -> String {
        let name = self.publisher.as_deref().or(self.title.as_deref()).or(self.url.as_deref());
        match (name, self.date.as_deref()) {
            (Some(name), Some(date)) => format!("{name}, {date}"),
            (Some(name), None) => name.to_owned(),
            (None, Some(date)) => format!("unnamed source, {date}"),
            (None, None) => "unnamed source".to_owned(),
        }
    }
}
