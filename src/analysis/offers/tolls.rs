//! Numbers of killed, wounded, abducted and arrested.
//!
//! A number counts only when a word of harm stands beside it in the same clause. Rather none than a wrong one:
//! totals of a year, doubts, beasts and measures are left out.

use std::collections::HashSet;
use std::ops::Range;

use super::clause::{said_after, said_before};
use super::numbers::count;
use super::sayings::{article, death_toll, is_doubt, is_total, nobody, single};
use super::tokens::{Cut, TokenKind};
use super::{Confidence, FoundToll, OfferField};

/// A toll and the tokens that say so.
#[derive(Debug)]
pub(super) struct TollHit {
    pub field: OfferField,
    pub toll: FoundToll,
    pub tokens: Range<usize>,
    pub confidence: Confidence,
    /// What the reader should know of it; empty when nothing.
    pub remark: &'static str,
}

/// All tolls of the text, sentence by sentence.
pub(super) fn tolls(cut: &Cut) -> Vec<TollHit> {
    let mut hits = Vec::new();
    let mut first = 0;
    while first < cut.tokens.len() {
        let length = (first..cut.tokens.len()).position(|at| ends_sentence(cut, at));
        let end = length.map_or(cut.tokens.len(), |length| first + length);
        sentence(cut, first, end, &mut hits);
        first = end + 1;
    }
    hits
}

/// A full stop within `a.m.` or `Nov. 26` ends no sentence; a new line does only after an empty one or a stop.
fn ends_sentence(cut: &Cut, at: usize) -> bool {
    let Some(token) = cut.get(at).filter(|token| token.ends_sentence()) else { return false };
    if token.kind == TokenKind::LineEnd {
        return cut.get(at + 1).is_none_or(|next| next.kind == TokenKind::LineEnd || next.capital);
    }
    !token.is(".") || cut.get(at + 1).is_none_or(|next| !next.glued || next.kind == TokenKind::LineEnd)
}

fn sentence(cut: &Cut, first: usize, end: usize, hits: &mut Vec<TollHit>) {
    let doubt = (first..end).find(|at| is_doubt(cut, *at)).unwrap_or(end);
    let total = (first..end).any(|at| is_total(cut, at));
    let (confidence, remark) =
        if total { (Confidence::Low, "perhaps a total over a longer time") } else { (Confidence::High, "") };
    let mut claimed: HashSet<usize> = HashSet::new();
    let mut place = first;
    while place < end {
        if place >= doubt {
            return;
        }
        if let Some((field, length)) = nobody(cut, place, end) {
            for field in field {
                hits.push(TollHit {
                    field: *field,
                    toll: FoundToll::exactly(0),
                    tokens: place..place + length,
                    confidence: Confidence::Middling,
                    remark: "the text says that there was none",
                });
            }
            place += length;
            continue;
        }
        if let Some(hit) = death_toll(cut, place, end) {
            place = hit.tokens.end;
            hits.push(hit);
            continue;
        }
        let Some(count) = count(cut, place).or_else(|| article(cut, place)) else {
            if let Some(hit) = single(cut, place, end, &claimed) {
                place = hit.tokens.end;
                hits.push(hit);
            } else {
                place += 1;
            }
            continue;
        };
        place = count.end;
        if is_part_of_another(cut, first, count.start) {
            continue;
        }
        let found =
            said_before(cut, first, &count, end, &claimed).or_else(|| said_after(cut, &count, end, &claimed));
        if let Some(found) = found {
            if !found.shared {
                claimed.insert(found.verb);
            }
            let confidence = if count.article { confidence.min(Confidence::Middling) } else { confidence };
            hits.push(TollHit {
                field: found.field,
                toll: FoundToll { group: found.group, ..count.toll },
                tokens: found.tokens,
                confidence,
                remark,
            });
            place = found.next.max(place);
        }
    }
}

/// “including two children”, “two of them”: part of a number that was already told.
fn is_part_of_another(cut: &Cut, first: usize, start: usize) -> bool {
    let before = |back: usize| start.checked_sub(back).filter(|at| *at >= first);
    before(1).is_some_and(|at| cut.is_any(at, &["including", "включая", "among"]))
        || before(3).is_some_and(|at| cut.phrase(at, "в том числе").is_some())
        || before(2)
            .is_some_and(|at| cut.phrase(at, "из них").is_some() || cut.phrase(at, "among them").is_some())
}
