//! A field with a list under it: a few letters and Enter, the arrow keys, or a click choose.

use eframe::egui::{self, RichText};

use crate::{
    analysis::fold,
    ui::{
        fields::{FieldLook, text_field},
        theme::Palette,
    },
};

use super::{
    form::Form,
    typed::{Key, TextFieldOf, nearness},
};

/// One entry of the list.
#[derive(Clone, Debug, Default)]
pub(super) struct Choice {
    /// What is shown and found by typing.
    pub label: String,
    /// What is taken when it is not the label.
    pub value: Option<String>,
    /// Said when the pointer rests on it.
    pub hint: String,
    /// The heading it stands under.
    pub group: String,
}

impl Choice {
    pub(super) fn of(label: impl Into<String>) -> Self {
        Self { label: label.into(), ..Self::default() }
    }
}

/// The list that is open.
pub(super) struct Pick {
    key: Key,
    /// The entry that the arrow keys went to.
    at: Option<usize>,
    /// What was typed when `choices` were found.
    typed: Option<String>,
    choices: Vec<Choice>,
}

/// Whether only words of the list will do.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Words {
    OfTheList,
    Own,
}

impl Form<'_> {
    /// A captioned field whose values come from a list.
    pub(super) fn picked(
        &mut self,
        ui: &mut egui::Ui,
        look: &FieldLook<'_>,
        field: TextFieldOf,
        value: &str,
        words: Words,
        choices: impl FnOnce() -> Vec<Choice>,
    ) {
        crate::ui::fields::caption(ui, look.label);
        self.pick(ui, look, field, value, words, choices);
        self.findings(ui, look.label);
    }

    pub(super) fn pick(
        &mut self,
        ui: &mut egui::Ui,
        look: &FieldLook<'_>,
        field: TextFieldOf,
        value: &str,
        words: Words,
        choices: impl FnOnce() -> Vec<Choice>,
    ) {
        let key = Key { id: self.incident.id.clone(), field };
        let mut open = self.pane.pick.take_if(|pick| pick.key == key);
        let mut steps = 0_isize;
        if open.is_some() {
            ui.input_mut(|input| {
                let none = egui::Modifiers::NONE;
                steps +=
                    isize::try_from(input.count_and_consume_key(none, egui::Key::ArrowDown)).unwrap_or(0);
                steps -= isize::try_from(input.count_and_consume_key(none, egui::Key::ArrowUp)).unwrap_or(0);
            });
        }
        let shown = self.stuck_text(&key).unwrap_or_else(|| value.to_owned());
        let look = FieldLook { focus: look.focus || self.is_wanted(&key.field), ..*look };
        let (response, finished) = text_field(ui, &look, &key, &shown, &mut self.pane.draft);
        let (focused, left) = (response.has_focus(), response.lost_focus());
        if response.gained_focus() {
            response.scroll_to_me(None);
            crate::ui::fields::select_all(ui, response.id, shown.chars().count());
        }
        if !focused && !left {
            self.complaint_of(ui, &key);
            return;
        }
        let typed = match (&finished, &self.pane.draft) {
            (Some(text), _) => Some(text.clone()),
            (None, Some(draft)) if draft.key == key => Some(draft.text.clone()),
            (None, Some(_) | None) => None,
        };
        if open.as_ref().is_none_or(|pick| pick.typed != typed && !(left && typed.is_none())) {
            let found = fitting(choices(), typed.as_deref());
            // Typing a part of a word of the list means the first that has it.
            let at = (words == Words::OfTheList
                && typed.as_ref().is_some_and(|text| !text.trim().is_empty()))
            .then_some(0);
            open = Some(Pick { key: key.clone(), at, typed, choices: found });
        }
        let Some(mut pick) = open else { return };
        if steps != 0 && !pick.choices.is_empty() {
            let count = isize::try_from(pick.choices.len()).unwrap_or(1);
            let from =
                pick.at.and_then(|at| isize::try_from(at).ok()).unwrap_or(if steps > 0 { -1 } else { 0 });
            pick.at = usize::try_from((from + steps).rem_euclid(count)).ok();
        }
        let clicked = list(ui, &response, &pick, value, steps != 0);
        let escaped = ui.input(|input| input.key_pressed(egui::Key::Escape));
        let chosen = clicked.or(pick.at.filter(|_| left && !escaped));
        if let Some(choice) = chosen.and_then(|at| pick.choices.get(at)) {
            self.pane.draft.take_if(|draft| draft.key == key);
            let text = choice.value.clone().unwrap_or_else(|| choice.label.clone());
            self.left_at(&response);
            self.finish(key, look.label, text);
            return;
        }
        if left {
            self.left_at(&response);
            if escaped {
                self.forget_stuck(&key);
            } else if let Some(text) = finished {
                self.finish(key, look.label, text);
            }
            return;
        }
        self.pane.pick = Some(pick);
    }
}

/// The entries that fit what was typed, the nearest first; all of them, in their order, where nothing was.
fn fitting(choices: Vec<Choice>, typed: Option<&str>) -> Vec<Choice> {
    /// More than this nobody looks through; a few letters find the rest.
    const MOST: usize = 100;
    let Some(text) = typed.map(|text| fold(text.trim())).filter(|text| !text.is_empty()) else {
        return choices.into_iter().take(MOST).collect();
    };
    let mut found: Vec<(u8, Choice)> = choices
        .into_iter()
        .filter_map(|choice| Some((nearness(&fold(&choice.label), &text)?, choice)))
        .collect();
    found.sort_by_key(|(nearness, _)| *nearness);
    found.into_iter().map(|(_, choice)| choice).take(MOST).collect()
}

/// The open list; returns the entry that was clicked.
fn list(ui: &egui::Ui, field: &egui::Response, pick: &Pick, value: &str, moved: bool) -> Option<usize> {
    if pick.choices.is_empty() {
        return None;
    }
    let palette = Palette::of(ui);
    let width = field.rect.width().max(200.0);
    let popup = egui::Popup::from_response(field)
        .open(true)
        .align(egui::RectAlign::BOTTOM_START)
        .close_behavior(egui::PopupCloseBehavior::IgnoreClicks)
        .gap(2.0)
        .width(width);
    let mut clicked = None;
    popup.show(|ui| {
        egui::ScrollArea::vertical().max_height(240.0).show(ui, |ui| {
            ui.set_width(width - 12.0);
            ui.spacing_mut().item_spacing.y = 1.0;
            let mut group = "";
            for (place, choice) in pick.choices.iter().enumerate() {
                if choice.group != group {
                    group = &choice.group;
                    ui.label(RichText::new(group).size(11.5).color(palette.weak));
                }
                let chosen = pick.at == Some(place) || (pick.at.is_none() && choice.label == value);
                let entry = egui::Button::selectable(chosen, choice.label.as_str())
                    .truncate()
                    .min_size(egui::vec2(ui.available_width(), 22.0))
                    .sense(egui::Sense::CLICK);
                let mut response = ui.add(entry);
                if !choice.hint.is_empty() {
                    response = response.on_hover_text(choice.hint.as_str());
                }
                if moved && pick.at == Some(place) {
                    response.scroll_to_me(None);
                }
                if response.clicked() {
                    clicked = Some(place);
                }
            }
        });
    });
    clicked
}
