//! Attaching contents to sources and incidents: what each of these changes makes of a document.

use std::sync::Arc;

use crate::model::{Attachment, Digest, Document, Evidence, References};

use super::EditError;

/// Lists the content, unless it is listed already, and refers to it from there.
pub(super) fn attach(
    document: &Document,
    to: &Attachment,
    evidence: &Evidence,
) -> Result<Document, EditError> {
    let digest = evidence.sha256;
    let next = with_references(document, to, |list| {
        if !list.contains(&digest) {
            list.push(digest);
        }
    })?;
    if next.facts().evidence_of(&digest).is_some() {
        return Ok(next);
    }
    let mut facts = next.facts().clone();
    facts.evidence.push(evidence.clone());
    Ok(next.with_facts(facts))
}

pub(super) fn detach(document: &Document, from: &Attachment, digest: &Digest) -> Result<Document, EditError> {
    with_references(document, from, |list| list.retain(|other| other != digest))
}

pub(super) fn describe(document: &Document, digest: &Digest, note: &str) -> Result<Document, EditError> {
    let mut facts = document.facts().clone();
    let listed = facts.evidence.iter_mut().find(|evidence| evidence.sha256 == *digest);
    let note = note.trim();
    listed.ok_or(EditError::NotListed(*digest))?.note = (!note.is_empty()).then(|| note.to_owned());
    Ok(document.with_facts(facts))
}

pub(super) fn unlist(document: &Document, digest: &Digest) -> Result<Document, EditError> {
    if document.facts().evidence_of(digest).is_none() {
        return Err(EditError::NotListed(*digest));
    }
    let user = document.outlines().find(|incident| incident.attachments().any(|(_, one)| one == *digest));
    if let Some(incident) = user {
        return Err(EditError::StillUsed(incident.id.clone()));
    }
    let mut facts = document.facts().clone();
    facts.evidence.retain(|evidence| evidence.sha256 != *digest);
    Ok(document.with_facts(facts))
}

fn with_references(
    document: &Document,
    at: &Attachment,
    change: impl FnOnce(&mut Vec<Digest>),
) -> Result<Document, EditError> {
    let known = document.get(&at.incident).ok_or_else(|| EditError::NoSuchIncident(at.incident.clone()))?;
    let mut incident = Arc::unwrap_or_clone(known);
    let Some(number) = at.source else {
        change(&mut incident.evidence);
        return Ok(document.with_incident(incident));
    };
    let no_source = || EditError::NoSuchSource { incident: at.incident.clone(), number };
    match &mut incident.sources.get_mut(number).ok_or_else(no_source)?.evidence {
        References::List(list) => change(list),
        References::Unread(_) => return Err(EditError::ForeignAttachments),
    }
    Ok(document.with_incident(incident))
}
