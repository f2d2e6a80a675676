//! Evidence: what is attached where, how its copies are, and the questions before anything is opened.

use std::{
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use crate::{
    edit::Action,
    model::{Attachment, Digest, Document, Evidence, Revision, shown_line},
    store::evidence::{State, Verdict},
};

use super::{Command, Effect, Link, Session, Sheetlet, Tone};

/// What a person asks about evidence.
#[derive(Clone, Debug, PartialEq)]
pub enum EvidenceCommand {
    /// Chooses files for the selected incident.
    Attach,
    AttachTo(Attachment),
    /// Files that were dropped or chosen; to the selected incident where nothing else is said.
    AttachPaths(Option<Attachment>, Vec<PathBuf>),
    /// Chooses photos, each of which is to be an incident.
    AddPhotos,
    AddPhotoPaths(Vec<PathBuf>),
    /// Opens the window for the text of a page.
    AttachText,
    AttachTextTo(Attachment),
    KeepText {
        text: String,
        address: String,
    },
    /// A copy is safely in the folder of the document that was opened as `of`.
    Attached {
        to: Attachment,
        evidence: Box<Evidence>,
        of: Revision,
    },
    Verify,
    /// The same when a document is opened: only what is wrong is said.
    VerifyQuietly,
    /// Stops a long copy or look.
    Stop,
    /// Shows it in the list of all evidence.
    Show(Digest),
    ShowInFolder(Digest),
    /// Opening in another program; asks first.
    Open(Digest),
    /// Opening a link; asks first.
    Follow(String),
    /// The answer to the question before something is opened.
    Answer(bool),
    /// Document and evidence as one file.
    Pack,
}

/// What the shell must do for it.
#[derive(Clone, Debug, PartialEq)]
pub enum EvidenceEffect {
    AskForFiles(Attachment),
    AskForPhotos,
    /// Report back with [`Session::photos_read`].
    TakePhotos {
        paths: Vec<PathBuf>,
        of: Revision,
    },
    Copy {
        to: Attachment,
        paths: Vec<PathBuf>,
        of: Revision,
    },
    CopyText {
        to: Attachment,
        text: String,
        address: String,
        of: Revision,
    },
    /// Report back with [`Session::verified`].
    Verify {
        listed: Vec<Evidence>,
        quiet: bool,
        of: Revision,
    },
    Stop,
    Show(Digest),
    ShowInFolder(Evidence),
    Open(Evidence),
    OpenLink(String),
    AskForPackage {
        suggested: String,
    },
}

/// What is asked before something is opened.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    Evidence(Digest),
    Link(Link),
}

/// A long work under way: bytes done, and all there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    pub words: String,
    pub done: u64,
    pub total: u64,
}

#[derive(Default)]
pub(super) struct EvidenceDesk {
    verdict: Verdict,
    progress: Option<Progress>,
    question: Option<Question>,
    /// What the text of a page is attached to.
    text_for: Option<Attachment>,
    /// Contents of which it was said that they did not come along.
    left_behind: Vec<Digest>,
    uses: OnceCell<(Revision, BTreeMap<Digest, Vec<Attachment>>)>,
}

impl EvidenceCommand {
    pub(super) fn label(&self) -> String {
        let fixed = match self {
            Self::Attach | Self::AttachTo(_) | Self::AttachPaths(..) => "Attach files…",
            Self::AttachText | Self::AttachTextTo(_) | Self::KeepText { .. } => "Attach text of a page…",
            Self::AddPhotos | Self::AddPhotoPaths(_) => "Add incidents from photos…",
            Self::Attached { .. } => "Attach",
            Self::Verify | Self::VerifyQuietly => "Verify evidence now",
            Self::Stop => "Stop",
            Self::Show(_) => "Show the evidence",
            Self::ShowInFolder(_) => "Show in its folder",
            Self::Open(_) => "Open…",
            Self::Follow(_) => "Open the link…",
            Self::Answer(_) => "Answer",
            Self::Pack => "Export as one package…",
        };
        fixed.to_owned()
    }

    pub(super) fn refusal(&self, session: &Session) -> Option<&'static str> {
        let needs_selection = || session.selected().is_none().then_some("Select an incident first.");
        let lists_none = || {
            session.document().facts().evidence.is_empty().then_some("Nothing is attached in this document.")
        };
        match self {
            Self::Attach | Self::AttachText => needs_selection(),
            Self::AttachPaths(None, _) => session
                .selected()
                .is_none()
                .then_some("Select the incident first that the file is to be attached to."),
            Self::Verify => lists_none(),
            Self::AttachTo(_)
            | Self::AddPhotos
            | Self::AddPhotoPaths(_)
            | Self::AttachPaths(Some(_), _)
            | Self::AttachTextTo(_)
            | Self::KeepText { .. }
            | Self::Attached { .. }
            | Self::VerifyQuietly
            | Self::Stop
            | Self::Show(_)
            | Self::ShowInFolder(_)
            | Self::Open(_)
            | Self::Follow(_)
            | Self::Answer(_)
            | Self::Pack => None,
        }
    }
}

impl Session {
    pub(super) fn carry_out_evidence(&mut self, command: EvidenceCommand) -> Vec<Effect> {
        let effect = match command {
            EvidenceCommand::Attach => self.usual_attachment().map(EvidenceEffect::AskForFiles),
            EvidenceCommand::AttachTo(to) => Some(EvidenceEffect::AskForFiles(to)),
            EvidenceCommand::AttachPaths(to, paths) => {
                let of = self.opened_at;
                to.or_else(|| self.usual_attachment()).map(|to| EvidenceEffect::Copy { to, paths, of })
            }
            EvidenceCommand::AddPhotos => Some(EvidenceEffect::AskForPhotos),
            EvidenceCommand::AddPhotoPaths(paths) => {
                Some(EvidenceEffect::TakePhotos { paths, of: self.opened_at })
            }
            EvidenceCommand::AttachText => {
                self.evidence.text_for = self.usual_attachment();
                return vec![Effect::Show(Sheetlet::AttachText)];
            }
            EvidenceCommand::AttachTextTo(to) => {
                self.evidence.text_for = Some(to);
                return vec![Effect::Show(Sheetlet::AttachText)];
            }
            EvidenceCommand::KeepText { text, address } => {
                let of = self.opened_at;
                let to = self.evidence.text_for.take();
                to.map(|to| EvidenceEffect::CopyText { to, text, address, of })
            }
            EvidenceCommand::Attached { to, evidence, of } => {
                self.attached(&to, *evidence, of);
                None
            }
            EvidenceCommand::Verify => Some(self.look(false)),
            EvidenceCommand::VerifyQuietly => {
                self.evidence.verdict = Verdict::default();
                (!self.document().facts().evidence.is_empty()).then(|| self.look(true))
            }
            EvidenceCommand::Stop => Some(EvidenceEffect::Stop),
            EvidenceCommand::Show(digest) => Some(EvidenceEffect::Show(digest)),
            EvidenceCommand::ShowInFolder(digest) => {
                self.evidence_listed(&digest).map(EvidenceEffect::ShowInFolder)
            }
            EvidenceCommand::Open(digest) => {
                self.ask_to_open(digest);
                None
            }
            EvidenceCommand::Follow(text) => {
                match Link::read(&text) {
                    Ok(link) => self.evidence.question = Some(Question::Link(link)),
                    Err(why) => self.say(Tone::Note, format!("The link is not opened: {why}.")),
                }
                None
            }
            EvidenceCommand::Answer(yes) => match self.evidence.question.take().filter(|_| yes) {
                Some(Question::Link(link)) => Some(EvidenceEffect::OpenLink(link.address)),
                Some(Question::Evidence(digest)) => self.evidence_listed(&digest).map(EvidenceEffect::Open),
                None => None,
            },
            EvidenceCommand::Pack => {
                let name = match self.file_path().and_then(|path| path.file_stem()) {
                    Some(stem) => stem.to_string_lossy().into_owned(),
                    None => "incidents".to_owned(),
                };
                Some(EvidenceEffect::AskForPackage { suggested: format!("{name}.zip") })
            }
        };
        effect.map(Effect::Evidence).into_iter().collect()
    }

    /// Where files go that are given to the selected incident: its last source, or itself where it has none.
    pub fn usual_attachment(&self) -> Option<Attachment> {
        let incident = self.selected_incident()?;
        Some(Attachment { incident: incident.id.clone(), source: incident.sources.len().checked_sub(1) })
    }

    /// An attachment's place in words: `source 2 (Ozodi, 2025-12-01) of “Drone attack”`.
    pub fn attachment_words(&self, at: &Attachment) -> String {
        let Some(incident) = self.document().get(&at.incident) else { return at.incident.to_string() };
        let title = incident.display_title();
        match at.source.and_then(|number| Some((number, incident.sources.get(number)?))) {
            Some((number, source)) => {
                format!("source {} ({}) of “{title}”", number + 1, source.short_name())
            }
            None => format!("“{title}”"),
        }
    }

    /// A save is done, and these contents lay in no folder whole.
    pub fn left_behind(&mut self, digests: &[Digest]) {
        if self.evidence.left_behind == digests {
            return;
        }
        self.evidence.left_behind = digests.to_vec();
        let facts = self.document().facts();
        let name = |digest: &Digest| {
            facts.evidence_of(digest).map(|evidence| format!("“{}”", shown_line(&evidence.name)))
        };
        let names: Vec<String> = digests.iter().take(3).filter_map(name).collect();
        let more = match digests.len() - names.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        if !names.is_empty() {
            let words = format!(
                "The document is saved, but these attachments are missing or damaged and did not come along: {}{more}. Attach the good originals again.",
                names.join(", ")
            );
            self.say(Tone::Trouble, words);
        }
    }

    /// The document as it was opened, by its first state.
    pub fn opened_at(&self) -> Revision {
        self.opened_at
    }

    fn evidence_listed(&self, digest: &Digest) -> Option<Evidence> {
        self.document().facts().evidence_of(digest).cloned()
    }

    fn look(&self, quiet: bool) -> EvidenceEffect {
        EvidenceEffect::Verify { listed: self.document().facts().evidence.clone(), quiet, of: self.opened_at }
    }

    fn attached(&mut self, to: &Attachment, evidence: Evidence, of: Revision) {
        let name = shown_line(&evidence.name).into_owned();
        if of != self.opened_at {
            self.say(Tone::Note, format!("“{name}” was not attached: another document is open now."));
            return;
        }
        let there = self.document().get(&to.incident).is_some_and(|incident| {
            incident.attachments().any(|(at, digest)| at == *to && digest == evidence.sha256)
        });
        let digest = evidence.sha256;
        self.evidence.verdict.states.insert(digest, State::Whole);
        if there {
            let words = self.attachment_words(to);
            self.say(Tone::Note, format!("“{name}” is attached to {words} already."));
            return;
        }
        let before = self.document().revision();
        self.perform(Action::Attach { to: to.clone(), evidence: Box::new(evidence) });
        if self.document().revision() != before {
            let words = self.attachment_words(to);
            self.say(Tone::Done, format!("Attached “{name}” to {words}. Ctrl+Z takes it back."));
        }
    }

    fn ask_to_open(&mut self, digest: Digest) {
        let Some(evidence) = self.evidence_listed(&digest) else { return };
        match evidence.why_not_opened() {
            Some(why) => self.say(
                Tone::Note,
                format!(
                    "“{}” is not opened. {why} It can be shown in its folder.",
                    shown_line(&evidence.name)
                ),
            ),
            None => self.evidence.question = Some(Question::Evidence(digest)),
        }
    }

    /// How the copy of a content was found; `None` until it has been looked at.
    pub fn evidence_state(&self, digest: &Digest) -> Option<&State> {
        self.evidence.verdict.states.get(digest)
    }

    /// Names of files in the folder that the document does not list.
    pub fn evidence_strangers(&self) -> &[String] {
        &self.evidence.verdict.strangers
    }

    pub fn evidence_progress(&self) -> Option<&Progress> {
        self.evidence.progress.as_ref()
    }

    pub fn set_evidence_progress(&mut self, progress: Option<Progress>) {
        self.evidence.progress = progress;
    }

    /// What is asked before something is opened.
    pub fn question(&self) -> Option<&Question> {
        self.evidence.question.as_ref()
    }

    /// What the text of a page would be attached to.
    pub fn text_attachment(&self) -> Option<&Attachment> {
        self.evidence.text_for.as_ref()
    }

    /// Where each content is used.
    pub fn evidence_uses(&self) -> &BTreeMap<Digest, Vec<Attachment>> {
        let uses = || (self.document().revision(), uses_in(self.document()));
        &self.evidence.uses.get_or_init(uses).1
    }

    /// Forgets where contents are used when the document has changed since.
    pub(super) fn refresh_evidence(&mut self) {
        let revision = self.document().revision();
        if self.evidence.uses.get().is_some_and(|(of, _)| *of != revision) {
            self.evidence.uses.take();
        }
    }

    /// A look at all copies is done.
    pub fn verified(&mut self, verdict: Verdict, quiet: bool, of: Revision) {
        self.evidence.progress = None;
        if of != self.opened_at {
            return;
        }
        let bad: Vec<String> = verdict.bad().map(|(digest, state)| self.bad_words(digest, state)).collect();
        let seen = verdict.states.len();
        let strangers = match verdict.strangers.as_slice() {
            [] => String::new(),
            [one] => format!(" “{}” in the folder is not listed; it is left alone.", shown_line(one)),
            many => format!(" {} files in the folder are not listed; they are left alone.", many.len()),
        };
        if verdict.stopped {
            self.say(Tone::Note, format!("Stopped: {seen} attachments were verified."));
        } else if bad.is_empty() && !quiet {
            let count = if seen == 1 {
                "The attachment is".to_owned()
            } else {
                format!("All {seen} attachments are")
            };
            self.say(Tone::Done, format!("{count} whole.{strangers}"));
        } else if bad.is_empty() && !strangers.is_empty() {
            self.say(Tone::Note, strangers.trim().to_owned());
        }
        if !bad.is_empty() {
            const SAID: usize = 2;
            let more = bad.len().saturating_sub(SAID);
            let mut words = bad[..bad.len().min(SAID)].join(" ");
            if more > 0 {
                words = format!("{words} And {more} more: Check → Evidence… lists them.");
            }
            self.say(Tone::Trouble, format!("{words} Attach the good original again to mend it.{strangers}"));
        }
        self.evidence.verdict = verdict;
    }

    /// Which attachment, what is wrong with it, and which incidents rest on it.
    fn bad_words(&self, digest: &Digest, state: &State) -> String {
        let listed = self.document().facts().evidence_of(digest);
        let name = listed.map_or_else(|| digest.short(), |evidence| shown_line(&evidence.name).into_owned());
        let how = match state {
            State::Whole => "is whole".to_owned(),
            State::Damaged => "is damaged".to_owned(),
            State::Missing => "is missing".to_owned(),
            State::Unreadable(why) => format!("cannot be read ({why})"),
        };
        let users: BTreeSet<_> =
            self.evidence_uses().get(digest).into_iter().flatten().map(|at| &at.incident).collect();
        let titles: Vec<String> = users
            .iter()
            .take(2)
            .filter_map(|id| Some(format!("“{}”", self.document().get(id)?.display_title())))
            .collect();
        let used = match users.len() {
            0 => "used by no incident".to_owned(),
            count if count <= titles.len() => format!("used by {}", titles.join(", ")),
            count => format!("used by {} and {} more", titles.join(", "), count - titles.len()),
        };
        format!("The attachment “{name}” {how} ({used}).")
    }
}

fn uses_in(document: &Document) -> BTreeMap<Digest, Vec<Attachment>> {
    let mut uses: BTreeMap<Digest, Vec<Attachment>> = BTreeMap::new();
    for incident in document.outlines() {
        for (at, digest) in incident.attachments() {
            uses.entry(digest).or_default().push(at);
        }
    }
    uses
}

impl From<EvidenceCommand> for Command {
    fn from(command: EvidenceCommand) -> Self {
        Self::Evidence(command)
    }
}
