//! What another state of the document has otherwise, to be taken or left one by one.

use std::collections::{BTreeMap, BTreeSet};

use eframe::egui::{self, RichText, vec2};

use crate::{
    edit::{Difference, Sort},
    session::{Command, Comparing, Session},
};

use super::{
    fields,
    sheets::sheet,
    theme::{self, Palette},
};

/// What was chosen while the window is open.
#[derive(Default)]
pub struct DifferencesSheet {
    /// By place in the list: whether theirs is taken. A conflict that is not in it has not been decided.
    chosen: BTreeMap<usize, bool>,
}

impl DifferencesSheet {
    pub fn show(&mut self, ctx: &egui::Context, session: &Session, commands: &mut Vec<Command>) -> bool {
        let Some(comparing) = session.comparing() else { return true };
        let mut done = false;
        let title = if comparing.is_own { "The file changed on disk" } else { "Compare with another file" };
        let closed = sheet(ctx, "differences", title, 980.0, |ui| {
            introduction(ui, comparing);
            let undecided = self.undecided(&comparing.differences);
            done = self.buttons(ui, &comparing.differences, undecided);
            ui.separator();
            let height = (ctx.content_rect().height() - 290.0).max(120.0);
            let area = egui::ScrollArea::vertical().id_salt("rows").max_height(height);
            area.min_scrolled_height(height).auto_shrink([false, true]).show(ui, |ui| {
                // A long list is seen in part: so many rows are drawn, the others are taken or left with them.
                const MOST: usize = 500;
                let mut rows: Vec<(usize, &Difference)> = comparing.differences.iter().enumerate().collect();
                // What has to be chosen is always among those that are seen.
                rows.sort_by_key(|(_, difference)| !difference.conflicts);
                for (place, difference) in rows.into_iter().take(MOST) {
                    let is_damaged = comparing.damage().is_some();
                    ui.push_id(place, |ui| self.row(ui, place, difference, is_damaged));
                }
                if comparing.differences.len() > MOST {
                    ui.weak(format!("and {} more", comparing.differences.len() - MOST));
                }
            });
        });
        if done {
            let all = comparing.differences.iter().enumerate();
            let taken = all.filter(|(place, difference)| self.takes(*place, difference) == Some(true));
            commands.push(Command::TakeDifferences(taken.map(|(place, _)| place).collect::<BTreeSet<_>>()));
        }
        closed
    }

    /// Whether theirs is taken; `None` for a conflict that nobody decided yet.
    fn takes(&self, place: usize, difference: &Difference) -> Option<bool> {
        self.chosen.get(&place).copied().or((!difference.conflicts).then_some(true))
    }

    fn undecided(&self, differences: &[Difference]) -> usize {
        let all = differences.iter().enumerate();
        all.filter(|(place, difference)| self.takes(*place, difference).is_none()).count()
    }

    /// Tells whether the choice is to be carried out.
    fn buttons(&mut self, ui: &mut egui::Ui, differences: &[Difference], undecided: usize) -> bool {
        let mut done = false;
        ui.horizontal_wrapped(|ui| {
            if ui.button("Take all").clicked() {
                self.chosen = (0..differences.len()).map(|place| (place, true)).collect();
            }
            if ui.button("Take none").clicked() {
                self.chosen = (0..differences.len()).map(|place| (place, false)).collect();
            }
            let apply = ui.add_enabled(undecided == 0, egui::Button::new("Carry out the choice"));
            done = apply.on_disabled_hover_text("Choose for each conflict first.").clicked();
            if undecided > 0 {
                let words = if undecided == 1 {
                    "1 conflict is to be chosen".to_owned()
                } else {
                    format!("{undecided} conflicts are to be chosen")
                };
                ui.label(RichText::new(words).color(Palette::of(ui).warn));
            }
        });
        done
    }

    fn row(&mut self, ui: &mut egui::Ui, place: usize, difference: &Difference, is_damaged: bool) {
        let palette = Palette::of(ui);
        ui.horizontal_wrapped(|ui| {
            ui.add(egui::Label::new(theme::bold(&*difference.title)).truncate());
            let what = match difference.sort {
                Sort::Added => "only there".to_owned(),
                Sort::Removed if is_damaged => "not in the damaged file".to_owned(),
                Sort::Removed => "deleted there".to_owned(),
                Sort::Changed => difference.field.clone(),
            };
            ui.label(what);
            if difference.conflicts {
                let is_missing = is_damaged && difference.sort == Sort::Removed;
                let words = if is_missing { "deleted, or lost" } else { "changed on both sides" };
                ui.label(RichText::new(words).color(palette.warn));
            }
        });
        let takes = self.takes(place, difference);
        let mut choice = None;
        let sides = [("here", false, &difference.ours), ("there", true, &difference.theirs)];
        let width = (ui.available_width() - ui.spacing().item_spacing.x) / 2.0 - 4.0;
        ui.horizontal_top(|ui| {
            for (side, theirs, value) in sides {
                ui.allocate_ui_with_layout(
                    vec2(width, 0.0),
                    egui::Layout::left_to_right(egui::Align::Min),
                    |ui| {
                        ui.set_width(width);
                        let radio = ui.radio(takes == Some(theirs), side);
                        let name = format!("{}, {}: {side}", difference.title, difference.field);
                        fields::name(&radio, &name);
                        if radio.clicked() {
                            choice = Some(theirs);
                        }
                        let text = if value.is_empty() {
                            RichText::new("nothing").italics()
                        } else {
                            RichText::new(shortened(value))
                        };
                        let tint = if takes == Some(theirs) { palette.text } else { palette.weak };
                        ui.vertical(|ui| {
                            // On the line of the word beside the button.
                            ui.add_space(4.0);
                            ui.add(egui::Label::new(text.color(tint)).wrap()).on_hover_text(&**value);
                        });
                    },
                );
            }
        });
        if difference.conflicts && !difference.base.is_empty() {
            let before = format!("before: {}", shortened(&difference.base));
            ui.add(egui::Label::new(RichText::new(before).small().color(palette.weak)).wrap());
        }
        ui.add_space(theme::GAP);
        self.chosen.extend(choice.map(|theirs| (place, theirs)));
    }
}

fn introduction(ui: &mut egui::Ui, comparing: &Comparing) {
    let count = comparing.differences.len();
    let words = if comparing.is_own {
        "Somebody else changed the file since it was read here. What is taken comes in as one step that Ctrl+Z takes back; after that, Save writes over the file."
    } else {
        "What the other file has otherwise. What is taken comes in as one step that Ctrl+Z takes back; the other file stays as it is."
    };
    ui.label(words);
    if let Some(damage) = comparing.damage() {
        let words =
            format!("That file is damaged: {damage}. What is not in it may be lost rather than deleted.");
        ui.label(RichText::new(words).color(Palette::of(ui).warn));
    }
    let path = RichText::new(format!("{count} differences · {}", comparing.path.display())).small();
    ui.add(egui::Label::new(path.color(Palette::of(ui).weak)).truncate());
}

/// As much of a long value as two lines hold; all of it is seen under the pointer.
fn shortened(value: &str) -> String {
    const LETTERS: usize = 160;
    if value.chars().count() <= LETTERS {
        return value.to_owned();
    }
    let cut: String = value.chars().take(LETTERS).collect();
    format!("{}…", cut.trim_end())
}
