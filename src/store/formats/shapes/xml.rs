//! XML event by event: beginnings, ends and texts, without namespaces, entities or recursion.

use std::borrow::Cow;

use quick_xml::{
    Reader,
    escape::unescape,
    events::{BytesStart, Event},
};

use super::Problem;

/// Deeper than any file that a person made.
const DEEPEST: usize = 256;

/// What comes next.
pub(super) enum Tag {
    Start(String, Vec<(String, String)>),
    /// All text of the element itself comes with its end.
    End(String, String),
    Done,
}

/// A reader that keeps the text of every open element.
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    open: Vec<String>,
    /// The text of each open element, without that of those inside it; what stands outside of all comes first.
    texts: Vec<String>,
    /// An element without content was begun: its end comes next.
    empty: bool,
}

impl<'a> Xml<'a> {
    pub fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = false;
        Self { reader, open: Vec::new(), texts: vec![String::new()], empty: false }
    }

    /// The names of the elements that are open, the innermost last.
    pub fn open(&self) -> &[String] {
        &self.open
    }

    /// # Errors
    /// When the text is no XML from here on, or nested beyond reason.
    pub fn next(&mut self) -> Result<Tag, Problem> {
        if std::mem::take(&mut self.empty) {
            return Ok(self.end());
        }
        loop {
            let event = self.reader.read_event().map_err(|error| {
                let place = self.reader.error_position();
                Problem::refused(format!("it is damaged at byte {place} ({error})"))
            })?;
            match event {
                Event::Start(start) => return self.start(&start),
                Event::Empty(start) => {
                    self.empty = true;
                    return self.start(&start);
                }
                Event::End(_) if self.open.is_empty() => {
                    return Err(Problem::refused("it is damaged: an element ends that never began"));
                }
                Event::End(_) => return Ok(self.end()),
                Event::Text(text) => {
                    let text = text.decode().map_err(|error| Problem::refused(error.to_string()))?;
                    self.say(&text);
                }
                Event::CData(text) => {
                    let text = text.decode().map_err(|error| Problem::refused(error.to_string()))?;
                    self.say(&text);
                }
                Event::GeneralRef(reference) => {
                    let name = reference.decode().map_err(|error| Problem::refused(error.to_string()))?;
                    match (reference.resolve_char_ref(), name.as_ref()) {
                        (Ok(Some(letter)), _) => self.say(letter.encode_utf8(&mut [0; 4])),
                        (_, "lt") => self.say("<"),
                        (_, "gt") => self.say(">"),
                        (_, "amp") => self.say("&"),
                        (_, "quot") => self.say("\""),
                        (_, "apos") => self.say("'"),
                        // An entity of the file's own is never unfolded.
                        (_, _) => {}
                    }
                }
                Event::Eof if self.open.is_empty() => return Ok(Tag::Done),
                Event::Eof => return Err(Problem::refused("it is cut off before its end")),
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::DocType(_) => {}
            }
        }
    }

    fn say(&mut self, text: &str) {
        if let Some(own) = self.texts.last_mut() {
            own.push_str(text);
        }
    }

    fn start(&mut self, start: &BytesStart<'_>) -> Result<Tag, Problem> {
        if self.open.len() >= DEEPEST {
            return Err(Problem::refused("it is nested more deeply than any map"));
        }
        let name = String::from_utf8_lossy(start.local_name().as_ref()).into_owned();
        let attributes = start.attributes().flatten().map(|attribute| {
            let key = String::from_utf8_lossy(attribute.key.local_name().as_ref()).into_owned();
            let value = String::from_utf8_lossy(&attribute.value);
            // Where an entity is the file's own, the value stays as it stands.
            let value = unescape(&value).map_or_else(|_| value.to_string(), Cow::into_owned);
            (key, value)
        });
        let attributes = attributes.collect();
        self.open.push(name.clone());
        self.texts.push(String::new());
        Ok(Tag::Start(name, attributes))
    }

    fn end(&mut self) -> Tag {
        let name = self.open.pop().unwrap_or_default();
        Tag::End(name, self.texts.pop().unwrap_or_default())
    }
}

/// The value of an attribute.
pub(super) fn attribute<'a>(attributes: &'a [(String, String)], name: &str) -> Option<&'a str> {
    attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}
