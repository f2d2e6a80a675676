//! When it happened: the date as it is read, the clock of a bank and what the other bank's showed.

use eframe::egui;

use crate::{
    analysis::offers::OfferField,
    model::{ClockError, ClockTime, DateError, DatePrecision, Zone, read_when},
    ui::fields::{self, FieldLook},
};

use super::{
    form::{Form, Section, quiet, text},
    pick::{Choice, Words},
    typed::TextFieldOf,
};

impl Form<'_> {
    pub(super) fn when(&mut self, ui: &mut egui::Ui) {
        if !self.section(ui, Section::When, "When", true) {
            return;
        }
        let when = &self.incident.when;
        let look = FieldLook::line("Date").hint("2025-11-26, Nov 2025, night of 26 Nov, since 2025-11-20");
        self.captioned(ui, &look, TextFieldOf::Date, &when.typed());
        self.how_the_date_is_read(ui);
        self.chips(ui, &[OfferField::Date]);
        let kinds = || DatePrecision::ALL.iter().map(|kind| Choice::of(kind.label())).collect();
        let kind = when.precision().label();
        self.picked(
            ui,
            &FieldLook::line("Kind of date"),
            TextFieldOf::DateKind,
            kind,
            Words::OfTheList,
            kinds,
        );

        let clock = when.clock.map(|clock| clock.to_string()).unwrap_or_default();
        let look = FieldLook::line("Clock").hint("01:00 Dushanbe, about 23:40 Kabul, 18:30 UTC");
        self.captioned(ui, &look, TextFieldOf::Clock, &clock);
        self.which_zone(ui);
        if let Some(clocks) = when.clocks() {
            quiet(ui, clocks);
        }
        self.chips(ui, &[OfferField::Time]);
        let look = FieldLook::line("Time of day").hint("as the sources say it: about 01:00");
        self.captioned(ui, &look, TextFieldOf::ClockWords, &text(when.time_text.as_ref()));
        let look = FieldLook::line("Note on the date").rows(2);
        self.captioned(ui, &look, TextFieldOf::DateNote, &text(when.note.as_ref()));
    }

    /// How the typed date is read before it is taken; where it can be read in two ways, both to choose from.
    fn how_the_date_is_read(&mut self, ui: &mut egui::Ui) {
        let Some(typed) = self.typed_text(&TextFieldOf::Date) else { return };
        match read_when(&typed, Some(self.session.today())) {
            Ok(read) => quiet(ui, format!("read as {}", read.words)),
            Err(DateError::Ambiguous { readings, .. }) => {
                let mut chosen = None;
                ui.horizontal_wrapped(|ui| {
                    for reading in readings.iter() {
                        let response = ui.button(reading.words());
                        fields::name(&response, &format!("Read the date as {}", reading.words()));
                        if response.clicked() {
                            chosen = Some(reading.to_string());
                        }
                    }
                });
                if let Some(text) = chosen {
                    self.type_into(TextFieldOf::Date, "Date", text);
                }
            }
            // What is wrong with it stands under the field already.
            Err(
                DateError::NoSuchDay(_)
                | DateError::Backwards(_)
                | DateError::TwoDigitYear(_)
                | DateError::NoYear(_)
                | DateError::BeyondTimelines(_)
                | DateError::Clock(_)
                | DateError::NotADate(_),
            ) => {}
        }
    }

    /// A time without a zone could be either bank's: nobody guesses.
    fn which_zone(&mut self, ui: &mut egui::Ui) {
        let Some(typed) = self.typed_text(&TextFieldOf::Clock) else { return };
        let Err(ClockError::WhichZone(time)) = ClockTime::read(&typed, None) else { return };
        let mut chosen = None;
        ui.horizontal_wrapped(|ui| {
            for zone in [Zone::Dushanbe, Zone::Kabul, Zone::Utc] {
                let response = ui.button(zone.label());
                fields::name(&response, &format!("By the clock of {}", zone.label()));
                if response.clicked() {
                    chosen = Some(format!("{time} {}", zone.label()));
                }
            }
        });
        if let Some(text) = chosen {
            self.type_into(TextFieldOf::Clock, "Clock", text);
        }
    }
}
