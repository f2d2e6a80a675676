//! Two records beside each other, to be made one part by part.

use std::collections::BTreeMap;

use eframe::egui::{self, RichText, vec2};

use crate::{
    edit::{MergePart, Take, merged_parts, usual_take},
    model::Incident,
    session::{Command, Session},
};

use super::{
    duplicates_sheet::when_and_where,
    fields, part_words,
    sheets::sheet,
    theme::{self, Palette},
};

/// The state of the window while it is open.
#[derive(Default)]
pub struct MergeSheet {
    /// What was chosen otherwise than usual.
    chosen: BTreeMap<MergePart, Take>,
    row: usize,
    pressed: Vec<Press>,
}

/// What a key asks here.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Press {
    Up,
    Down,
    Choose(Take),
    Merge,
}

/// The width of the column with the names of the parts.
const NAMES: f32 = 118.0;

impl MergeSheet {
    /// Takes the keys that step and choose, before the rest of the window sees them.
    pub fn take_keys(&mut self, ctx: &egui::Context) {
        ctx.input_mut(|input| {
            input.events.retain(|event| {
                let egui::Event::Key { key, pressed: true, modifiers, .. } = event else { return true };
                let press = match key {
                    egui::Key::Enter if modifiers.command => Press::Merge,
                    egui::Key::ArrowUp if modifiers.is_none() => Press::Up,
                    egui::Key::ArrowDown if modifiers.is_none() => Press::Down,
                    egui::Key::ArrowLeft if modifiers.is_none() => Press::Choose(Take::Kept),
                    egui::Key::ArrowRight if modifiers.is_none() => Press::Choose(Take::Other),
                    egui::Key::B if modifiers.is_none() => Press::Choose(Take::Both),
                    _ => return true,
                };
                self.pressed.push(press);
                false
            });
        });
    }

    pub fn show(&mut self, ctx: &egui::Context, session: &Session, commands: &mut Vec<Command>) -> bool {
        // One of the two is gone: by an undo, or because they are one now.
        let Some((kept, other)) = session.merging() else { return true };
        let (kept, other) = (&*kept, &*other);
        let (differing, same): (Vec<MergePart>, Vec<MergePart>) =
            MergePart::ALL.into_iter().partition(|part| part.differs(kept, other));
        let mut moved = false;
        let mut is_done = false;
        for press in std::mem::take(&mut self.pressed) {
            match press {
                Press::Up => self.row = self.row.saturating_sub(1),
                Press::Down => self.row = (self.row + 1).min(differing.len().saturating_sub(1)),
                Press::Choose(take) => {
                    if let Some(part) = differing.get(self.row) {
                        self.choose(*part, take);
                    }
                }
                Press::Merge => is_done = true,
            }
            moved |= matches!(press, Press::Up | Press::Down);
        }
        let closed = sheet(ctx, "merge_sheet", "Merge two records", 1240.0, |ui| {
            self.head(ui, kept, other, commands);
            ui.separator();
            let height = (ctx.content_rect().height() - 270.0).max(120.0);
            let area = egui::ScrollArea::vertical().id_salt("parts").max_height(height);
            area.min_scrolled_height(height).auto_shrink([false, true]).show(ui, |ui| {
                let merged = merged_parts(kept, other, |part| self.take(part, kept, other));
                for (row, part) in differing.iter().enumerate() {
                    let response = self.part_row(ui, row, *part, (kept, other, &merged));
                    if moved && row == self.row {
                        response.scroll_to_me(None);
                    }
                }
                the_same(ui, &same, kept);
            });
            ui.separator();
            ui.horizontal_wrapped(|ui| {
                is_done |= ui.button("Merge (Ctrl+Enter)").clicked();
                ui.weak("↑ ↓ go through the rows · ← takes the first · → takes the second · B takes both");
            });
        });
        if is_done && !closed {
            let take = |part| (part, self.take(part, kept, other));
            commands.push(Command::Merge(MergePart::ALL.into_iter().map(take).collect()));
        }
        closed
    }

    fn take(&self, part: MergePart, kept: &Incident, other: &Incident) -> Take {
        self.chosen.get(&part).copied().unwrap_or_else(|| usual_take(part, kept, other))
    }

    fn choose(&mut self, part: MergePart, take: Take) {
        if take != Take::Both || part.can_take_both() {
            self.chosen.insert(part, take);
        }
    }

    /// Which record is which, over their columns.
    fn head(&mut self, ui: &mut egui::Ui, kept: &Incident, other: &Incident, commands: &mut Vec<Command>) {
        ui.label("The first record stays and takes in the second. What only one of them says is kept; the second record's id stays noted as a link.");
        ui.add_space(theme::GAP);
        let width = column_width(ui);
        let palette = Palette::of(ui);
        ui.horizontal_top(|ui| {
            in_width(ui, NAMES, |ui| {
                let swap =
                    ui.button("Swap").on_hover_text("Keep the other record, and let it take in this one");
                fields::name(&swap, "Swap which record is kept");
                if swap.clicked() {
                    commands.push(Command::SwapMerge);
                    for take in self.chosen.values_mut() {
                        *take = match take {
                            Take::Kept => Take::Other,
                            Take::Other => Take::Kept,
                            Take::Both => Take::Both,
                        };
                    }
                }
            });
            for (heading, incident) in [("First: stays", kept), ("Second: is taken in", other)] {
                in_width(ui, width, |ui| {
                    ui.label(RichText::new(heading).size(11.5).color(palette.weak));
                    ui.add(egui::Label::new(theme::bold(incident.display_title())).wrap());
                    let about = format!("{} · {}", when_and_where(incident), incident.id);
                    ui.add(egui::Label::new(RichText::new(about).size(11.5).color(palette.weak)).truncate());
                });
            }
            in_width(ui, width, |ui| {
                ui.label(RichText::new("Afterwards").size(11.5).color(palette.weak));
                ui.label(theme::bold("The one record"));
            });
        });
    }

    fn part_row(
        &mut self,
        ui: &mut egui::Ui,
        row: usize,
        part: MergePart,
        (kept, other, merged): (&Incident, &Incident, &Incident),
    ) -> egui::Response {
        let palette = Palette::of(ui);
        let current = row == self.row;
        let taken = self.take(part, kept, other);
        let width = column_width(ui);
        let frame = egui::Frame::new()
            .fill(if current { palette.accent_quiet.gamma_multiply(0.6) } else { egui::Color32::TRANSPARENT })
            .corner_radius(5.0)
            .inner_margin(egui::Margin::symmetric(0, 4));
        let mut chosen = None;
        let shown = frame.show(ui, |ui| {
            ui.push_id(row, |ui| {
                ui.horizontal_top(|ui| {
                    in_width(ui, NAMES, |ui| {
                        ui.horizontal(|ui| {
                            ui.add_space(6.0);
                            ui.label(theme::bold(part.label()));
                        });
                        if part.can_take_both() {
                            ui.horizontal(|ui| {
                                ui.add_space(2.0);
                                let both = ui.radio(taken == Take::Both, "both");
                                fields::name(&both, &format!("{}: both", part.label()));
                                if both.clicked() {
                                    chosen = Some(Take::Both);
                                }
                            });
                        }
                    });
                    for (take, incident, name) in
                        [(Take::Kept, kept, "first"), (Take::Other, other, "second")]
                    {
                        in_width(ui, width, |ui| {
                            let name = format!("{}: {name}", part.label());
                            if cell(ui, part, incident, taken == take, &name) {
                                chosen = Some(take);
                            }
                        });
                    }
                    in_width(ui, width, |ui| {
                        let text = RichText::new(part_words::of(part, merged));
                        value(ui, (part, "afterwards"), text.color(palette.done));
                    });
                });
            });
        });
        if let Some(take) = chosen {
            self.row = row;
            self.choose(part, take);
        }
        shown.response
    }
}

/// The width of one of the three columns with values.
fn column_width(ui: &egui::Ui) -> f32 {
    let gaps = ui.spacing().item_spacing.x * 3.0 + 14.0;
    ((ui.available_width() - NAMES - gaps) / 3.0).max(120.0)
}

fn in_width(ui: &mut egui::Ui, width: f32, content: impl FnOnce(&mut egui::Ui)) {
    ui.allocate_ui_with_layout(vec2(width, 0.0), egui::Layout::top_down(egui::Align::Min), |ui| {
        ui.set_width(width);
        content(ui);
    });
}

/// The value of one record, to be taken by a click; tells whether it was.
fn cell(ui: &mut egui::Ui, part: MergePart, incident: &Incident, taken: bool, name: &str) -> bool {
    let palette = Palette::of(ui);
    let mut clicked = false;
    ui.horizontal_top(|ui| {
        let radio = ui.radio(taken, "");
        fields::name(&radio, name);
        clicked |= radio.clicked();
        let text = RichText::new(part_words::of(part, incident));
        let text = if part.is_empty_in(incident) {
            text.italics().color(palette.weak)
        } else if taken {
            text
        } else {
            text.color(palette.weak)
        };
        ui.vertical(|ui| clicked |= value(ui, (part, name), text).clicked());
    });
    clicked
}

/// A text that may be long: it wraps, and scrolls where it is longer still.
fn value(ui: &mut egui::Ui, id: impl egui::AsIdSalt, text: RichText) -> egui::Response {
    const MOST: f32 = 130.0;
    let area = egui::ScrollArea::vertical()
        .id_salt(id)
        .max_height(MOST)
        .min_scrolled_height(MOST)
        .auto_shrink([false, true]);
    area.show(ui, |ui| {
        ui.set_width(ui.available_width() - 10.0);
        ui.add(egui::Label::new(text).wrap().selectable(false).sense(egui::Sense::click()))
    })
    .inner
}

fn the_same(ui: &mut egui::Ui, parts: &[MergePart], kept: &Incident) {
    let said: Vec<&MergePart> = parts.iter().filter(|part| !part.is_empty_in(kept)).collect();
    if said.is_empty() {
        return;
    }
    ui.add_space(theme::GAP);
    egui::CollapsingHeader::new(format!("The same in both ({})", said.len())).show(ui, |ui| {
        for part in said {
            ui.horizontal_top(|ui| {
                in_width(ui, NAMES, |ui| {
                    ui.weak(part.label());
                });
                ui.add(egui::Label::new(part_words::of(*part, kept)).wrap());
            });
        }
    });
}
