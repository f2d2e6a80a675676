//! Links of sources: what would be opened, shown before it is.

use url::Url;

use crate::model::shown_line;

/// A link that may be opened, after a look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Exactly what the browser is given, in ASCII.
    pub address: String,
    /// Whose page it is: the host as the network knows it (`xn--…` for other letters), or who a mail goes to.
    pub goes_to: String,
    /// The link as the record has it, where it reads otherwise than what is opened.
    pub written: Option<String>,
}

impl Link {
    /// A text as a link.
    ///
    /// # Errors
    /// Why it is none, or one that is not opened: only pages and mails are.
    pub fn read(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let url = Url::parse(text).map_err(|_| {
            format!("“{}” is no whole address: it begins with https:// or http://", shown_line(text))
        })?;
        let goes_to = match url.scheme() {
            "http" | "https" => url.host_str().unwrap_or_default().to_owned(),
            "mailto" => url.path().to_owned(),
            other => {
                return Err(format!(
                    "“{}:” is not opened: only links of http, https and mailto are",
                    shown_line(other)
                ));
            }
        };
        let address = String::from(url);
        // A bare host gets its slash: that is no difference to tell of.
        let same = address == text || address.strip_suffix('/') == Some(text);
        let written = (!same).then(|| text.to_owned());
        Ok(Self { address, goes_to, written })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_and_mails_are_links() {
        for text in
            ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "smb://x/y", "ozodi.org"]
        {
            assert!(Link::read(text).is_err(), "{text}");
        }
        assert_eq!(Link::read(" https://ozodi.org/a ").unwrap().goes_to, "ozodi.org");
        assert_eq!(Link::read("mailto:desk@ozodi.org").unwrap().goes_to, "desk@ozodi.org");
    }

    #[test]
    fn whose_page_it_is_cannot_be_hidden() {
        let disguised = Link::read("https://ozodi.org@evil.example/").unwrap();
        assert_eq!(disguised.goes_to, "evil.example");
        let cyrillic = Link::read("https://оzоdi.org/новости").unwrap();
        assert!(cyrillic.goes_to.starts_with("xn--"), "{}", cyrillic.goes_to);
        assert!(cyrillic.address.is_ascii() && cyrillic.written.is_some());
        let hidden = Link::read("https://ozodi.org/\u{202E}fdp.exe\n").unwrap();
        assert!(hidden.address.is_ascii(), "{}", hidden.address);
    }
}
