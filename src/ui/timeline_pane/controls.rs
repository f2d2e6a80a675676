//! The controls over the timeline: typed dates, stepping and playing, units, the undated shelf.

use eframe::egui::{self, TextEdit};
use jiff::civil::Date;

use crate::{
    model::{CalendarUnit, DaySpan, grouped, read_days},
    session::{Command, Message, SPEEDS, Session, Tone},
    ui::{
        fields,
        theme::{self, Palette},
    },
};

/// A field for one end of the window. Returns the typed day or month or year when it was finished, and the
/// empty answer (an open end) when it was cleared.
#[expect(clippy::option_option, reason = "nothing finished, an end left open, or a span")]
pub(super) fn date_field(
    ui: &mut egui::Ui,
    label: &str,
    hint: &str,
    value: Option<Date>,
    typed: &mut Option<String>,
    focus: bool,
    commands: &mut Vec<Command>,
) -> Option<Option<DaySpan>> {
    let palette = Palette::of(ui);
    let shown = value.map_or_else(String::new, |day| day.to_string());
    let mut text = typed.clone().unwrap_or_else(|| shown.clone());
    let problem =
        typed.as_ref().filter(|text| !text.trim().is_empty()).and_then(|text| read_days(text, None).err());
    let colour = if problem.is_some() { palette.trouble } else { palette.text };
    let response = ui.add(
        TextEdit::singleline(&mut text).desired_width(96.0).hint_text(hint.to_owned()).text_color(colour),
    );
    fields::name(&response, label);
    if focus {
        response.request_focus();
        fields::select_all(ui, response.id, text.chars().count());
    }
    if response.changed() {
        *typed = Some(text.clone());
    }
    let response = match &problem {
        Some(error) => response.on_hover_text(error.to_string()),
        None => {
            response.on_hover_text("2025-11-26, 2025-11, 2025, 26.11.2025 or 26 Nov 2025; empty for open")
        }
    };
    if !response.lost_focus() {
        return None;
    }
    let text = typed.take()?;
    if ui.input(|input| input.key_pressed(egui::Key::Escape)) || text == shown {
        return None;
    }
    if text.trim().is_empty() {
        return Some(None);
    }
    match read_days(&text, None) {
        Ok(span) => return Some(Some(span)),
        Err(error) => commands
            .push(Command::Say(Message::new(Tone::Refused, format!("{label} was not changed: {error}")))),
    }
    // Keep what was typed, marked red, until it is corrected or cancelled.
    *typed = Some(text);
    None
}

pub(super) fn transport(ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
    let playback = session.timeline().playback;
    let mut button = |ui: &mut egui::Ui, symbol: &str, command: Command, words: &str| {
        let key = command.shortcuts().first().map(|key| format!(" ({key})")).unwrap_or_default();
        let refusal = command.refusal(session);
        let response = ui
            .add_enabled(refusal.is_none(), egui::Button::new(theme::icon(symbol, 15.0)))
            .on_hover_text(format!("{words}{key}"));
        fields::name(&response, words);
        if response.clicked() {
            commands.push(command);
        }
    };
    button(ui, theme::icons::STEP_BACK, Command::StepBack, "Step back");
    let (symbol, words) =
        if playback.playing { (theme::icons::PAUSE, "Pause") } else { (theme::icons::PLAY, "Play") };
    button(ui, symbol, Command::PlayPause, words);
    button(ui, theme::icons::STEP_FORWARD, Command::StepForward, "Step forward");
    let speed = egui::ComboBox::from_id_salt("speed")
        .width(52.0)
        .selected_text(format!("{}×", playback.speed))
        .show_ui(ui, |ui| {
            for choice in SPEEDS {
                let words = format!("{choice} a second");
                if ui.selectable_label((choice - playback.speed).abs() < 0.01, words).clicked() {
                    commands.push(Command::SetSpeed(choice));
                }
            }
        })
        .response
        .on_hover_text("Steps a second while playing");
    fields::name(&speed, "Playing speed");
    for (on, label, hint, command) in [
        (playback.looping, "Loop", "Begin anew at the end (L)", Command::ToggleLoop),
        (
            playback.cumulative,
            "Cumulative",
            "The start of the window stays while it plays (C)",
            Command::ToggleCumulative,
        ),
    ] {
        if ui.add(egui::Button::selectable(on, label)).on_hover_text(hint).clicked() {
            commands.push(command);
        }
    }
}

pub(super) fn units(ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
    let unit = session.timeline().unit;
    for (place, choice) in CalendarUnit::ALL.into_iter().enumerate() {
        let response = ui
            .add(egui::Button::selectable(unit == choice, choice.label()))
            .on_hover_text(format!("Bars and steps of a {} ({})", choice.label().to_lowercase(), place + 1));
        if response.clicked() {
            commands.push(Command::SetUnit(choice));
        }
    }
    if session.timeline().is_zoomed() && ui.small_button("Whole axis").clicked() {
        commands.push(Command::SetAxis(None));
    }
}

/// "2 undated": incidents that no axis can hold.
pub(super) fn shelf(ui: &mut egui::Ui, session: &Session) {
    let histogram = session.histogram();
    if histogram.undated_total == 0 {
        return;
    }
    let palette = Palette::of(ui);
    let words = if histogram.undated_shown == histogram.undated_total {
        format!("{} undated", grouped(histogram.undated_total))
    } else {
        format!("{} of {} undated", grouped(histogram.undated_shown), grouped(histogram.undated_total))
    };
    ui.label(egui::RichText::new(words).small().color(palette.warn))
        .on_hover_text("Incidents without a date are shown only while the window holds all dates");
}
