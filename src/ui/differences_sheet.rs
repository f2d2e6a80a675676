//! What another state of the document has otherwise, to be taken or left one by one or a kind at a time. The window
//! stands beside the map, which shows the same with rings and arrows.

use std::collections::{BTreeMap, BTreeSet};

use eframe::egui::{self, Align, Layout, RichText, pos2, vec2};

use crate::{
    analysis::{geodesy::geodesic, measured::length_words},
    edit::{Difference, Sort},
    session::{Command, Comparing, Other, Session},
};

use super::{
    fields,
    theme::{self, Palette},
    tool_window::{KeyedList, clipped, tool_window_aside},
};

/// Which of the differences are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Listed {
    #[default]
    All,
    Conflicts,
    Only(Sort),
}

impl Listed {
    fn holds(self, difference: &Difference) -> bool {
        match self {
            Self::All => true,
            Self::Conflicts => difference.conflicts,
            Self::Only(sort) => difference.sort == sort,
        }
    }
}

/// What was chosen while the window is open.
#[derive(Default)]
pub struct DifferencesSheet {
    /// By place in the list: whether theirs is taken. What is not in it has not been decided by hand.
    chosen: BTreeMap<usize, bool>,
    listed: Listed,
    /// The places of the listed ones, for the filter and the comparison that they were sought for.
    rows: Option<(Listed, Vec<usize>)>,
    /// How many there are of each, counted once.
    counts: Vec<(Listed, usize)>,
    list: KeyedList,
}

/// The height of a row: whose it is, then both sides with two lines each.
const ROW: f32 = 88.0;

impl DifferencesSheet {
    pub fn take_keys(&mut self, ctx: &egui::Context) {
        self.list.take_keys(ctx);
    }

    pub fn show(&mut self, ctx: &egui::Context, session: &Session, commands: &mut Vec<Command>) -> bool {
        let Some(comparing) = session.comparing() else { return true };
        let title = match comparing.other {
            Other::OwnFile => "The file changed on disk",
            Other::AnotherFile => "Compare with another file",
            Other::Merge => "Conflicts of a merge",
        };
        let (size, least) = (vec2(470.0, 560.0), vec2(360.0, 200.0));
        let closed = tool_window_aside(ctx, "differences", title, (size, least), |ui| {
            introduction(ui, comparing);
            self.filters(ui, comparing);
            self.buttons(ui, comparing, commands);
            ui.separator();
            self.rows(ui, comparing, commands);
        });
        if closed {
            commands.push(Command::EndComparing);
        }
        closed
    }

    /// Whether theirs is taken; `None` where somebody has to choose first. Of another document nothing is taken unasked.
    fn takes(&self, other: Other, place: usize, difference: &Difference) -> Option<bool> {
        let usual = match other {
            Other::OwnFile => (!difference.conflicts).then_some(true),
            Other::AnotherFile => Some(false),
            Other::Merge => None,
        };
        self.chosen.get(&place).copied().or(usual)
    }

    fn undecided(&self, comparing: &Comparing) -> usize {
        let all = comparing.differences.iter().enumerate();
        all.filter(|(place, difference)| self.takes(comparing.other, *place, difference).is_none()).count()
    }

    /// The kinds, each with how many there are; the listed ones are found anew when another is chosen.
    fn filters(&mut self, ui: &mut egui::Ui, comparing: &Comparing) {
        if self.counts.is_empty() {
            let kinds = [Listed::All, Listed::Conflicts];
            let sorts = [Sort::Added, Sort::Removed, Sort::Moved, Sort::Changed].map(Listed::Only);
            let count = |listed: Listed| comparing.differences.iter().filter(|one| listed.holds(one)).count();
            self.counts = kinds.into_iter().chain(sorts).map(|listed| (listed, count(listed))).collect();
        }
        ui.horizontal_wrapped(|ui| {
            for (listed, count) in &self.counts {
                if *count == 0 {
                    continue;
                }
                let words = match listed {
                    Listed::All => "All",
                    Listed::Conflicts => "To be chosen",
                    Listed::Only(sort) => sort_words(*sort, comparing),
                };
                let button = egui::Button::selectable(self.listed == *listed, format!("{words} {count}"));
                if ui.add(button).clicked() {
                    self.listed = *listed;
                    self.list.rewind();
                }
            }
        });
        if self.rows.as_ref().is_none_or(|(listed, _)| *listed != self.listed) {
            let all = comparing.differences.iter().enumerate();
            let mut rows: Vec<usize> =
                all.filter(|(_, one)| self.listed.holds(one)).map(|(place, _)| place).collect();
            // What has to be chosen comes first.
            rows.sort_by_key(|place| !comparing.differences[*place].conflicts);
            self.rows = Some((self.listed, rows));
        }
    }

    fn buttons(&mut self, ui: &mut egui::Ui, comparing: &Comparing, commands: &mut Vec<Command>) {
        let undecided = self.undecided(comparing);
        ui.horizontal_wrapped(|ui| {
            let rows = self.rows.as_ref().map(|(_, rows)| rows.as_slice()).unwrap_or_default();
            for (words, hint, theirs) in [
                ("Take all", "Choose the other side for all that are listed", true),
                ("Take none", "Stay with this side for all that are listed", false),
            ] {
                if ui.button(words).on_hover_text(hint).clicked() {
                    self.chosen.extend(rows.iter().map(|place| (*place, theirs)));
                }
            }
            // A merge may be settled little by little.
            let waits = match comparing.other {
                Other::OwnFile | Other::AnotherFile => undecided > 0,
                Other::Merge => self.chosen.is_empty(),
            };
            let apply = ui.add_enabled(!waits, egui::Button::new("Carry out the choice"));
            if apply.on_disabled_hover_text("Choose for each conflict first.").clicked() {
                commands.push(self.choice(comparing));
            }
            if undecided > 0 {
                let words = if undecided == 1 {
                    "1 conflict is to be chosen".to_owned()
                } else {
                    format!("{undecided} conflicts are to be chosen")
                };
                ui.label(RichText::new(words).color(Palette::of(ui).warn));
            }
        });
    }

    /// What is to be done with all that was chosen.
    fn choice(&self, comparing: &Comparing) -> Command {
        let all = comparing.differences.iter().enumerate();
        let of = |wanted: bool| -> BTreeSet<usize> {
            all.clone()
                .filter(|(place, difference)| self.takes(comparing.other, *place, difference) == Some(wanted))
                .map(|(place, _)| place)
                .collect()
        };
        match comparing.other {
            Other::OwnFile | Other::AnotherFile => Command::TakeDifferences(of(true)),
            Other::Merge => Command::Settle { chosen: of(true), refused: of(false) },
        }
    }

    fn rows(&mut self, ui: &mut egui::Ui, comparing: &Comparing, commands: &mut Vec<Command>) {
        let Some((_, rows)) = &self.rows else { return };
        let differences = &comparing.differences;
        let name = |row: usize| {
            let difference = &differences[rows[row]];
            format!("{}, {}", difference.title, difference.field)
        };
        let mut decided = Vec::new();
        let mut list = std::mem::take(&mut self.list);
        let shown = list.show(ui, "Differences", (rows.len(), ROW), name, |ui, row| {
            let place = rows[row];
            let takes = self.takes(comparing.other, place, &differences[place]);
            let choice = difference_row(ui, comparing, &differences[place], takes);
            decided.extend(choice.map(|theirs| (place, theirs)));
        });
        let went_to = shown.row.or(shown.opened).map(|row| &differences[rows[row]]);
        self.list = list;
        self.chosen.extend(decided);
        let Some(difference) = went_to else { return };
        match (&difference.incident, difference.ours_at, difference.theirs_at) {
            (Some(id), Some(_), _) => commands.push(Command::Visit(id.clone())),
            (Some(_), None, Some(position)) => {
                let name = format!("{}: only there", difference.title);
                commands.push(Command::GoToPlace { position, name });
            }
            (_, _, _) => {}
        }
    }
}

/// One difference: whose, what, and both values beside each other; tells what was chosen.
fn difference_row(
    ui: &mut egui::Ui,
    comparing: &Comparing,
    difference: &Difference,
    takes: Option<bool>,
) -> Option<bool> {
    const HEAD: f32 = 20.0;
    let palette = Palette::of(ui);
    let whole = ui.max_rect();
    let (head, below) = whole.split_top_bottom_at_y(whole.top() + HEAD);
    let part = |rect: egui::Rect, left: f32, right: f32| {
        let at = |share: f32| rect.left() + rect.width() * share;
        egui::Rect::from_min_max(pos2(at(left), rect.top()), pos2(at(right) - 6.0, rect.bottom()))
    };
    let inside = |ui: &mut egui::Ui, rect: egui::Rect, align: Align| {
        let mut child = ui.new_child(egui::UiBuilder::new().max_rect(rect).layout(Layout::top_down(align)));
        child.set_clip_rect(rect.intersect(ui.clip_rect()));
        child.spacing_mut().item_spacing.y = 0.0;
        child
    };
    clipped(&mut inside(ui, part(head, 0.0, 0.55), Align::Min), &*difference.title, 1, theme_bold);
    let is_lost = comparing.damage().is_some() && difference.sort == Sort::Removed;
    let (words, tint) = match (difference.conflicts, is_lost) {
        (true, true) => ("deleted, or lost".to_owned(), palette.warn),
        (true, false) => {
            let other =
                if difference.sort == Sort::Removed { "changed here" } else { "changed on both sides" };
            (format!("{}, {other}", what(comparing, difference)), palette.warn)
        }
        (false, _) => (what(comparing, difference), palette.accent),
    };
    let label = egui::Label::new(RichText::new(words).small().color(tint)).selectable(false).truncate();
    let response = inside(ui, part(head, 0.55, 1.0), Align::Max).add(label);
    if !difference.base.is_empty() {
        response.on_hover_text(format!("before: {}", difference.base));
    }
    let mut choice = None;
    let sides = [("here", false, &difference.ours, 0.0, 0.5), ("there", true, &difference.theirs, 0.5, 1.0)];
    for (side, theirs, value, left, right) in sides {
        let ui = &mut inside(ui, part(below, left, right), Align::Min);
        let radio = ui.radio(takes == Some(theirs), side);
        fields::name(&radio, &format!("{}, {}: {side}", difference.title, difference.field));
        if radio.clicked() {
            choice = Some(theirs);
        }
        let tint = if takes == Some(theirs) { palette.text } else { palette.weak };
        if value.is_empty() {
            clipped(ui, "nothing", 1, |text| text.italics().small().color(tint));
        } else {
            clipped(ui, value, 2, |text| text.small().color(tint));
        }
    }
    choice
}

fn theme_bold(text: RichText) -> RichText {
    text.family(theme::family(crate::carto::Face::SemiBold))
}

/// The kind of a difference, or the field that it is about; how far a record was moved.
fn what(comparing: &Comparing, difference: &Difference) -> String {
    match difference.sort {
        Sort::Added | Sort::Removed => sort_words(difference.sort, comparing).to_lowercase(),
        Sort::Moved => match difference.ours_at.zip(difference.theirs_at) {
            Some((here, there)) => format!("moved by {}", length_words(geodesic(here, there))),
            None => difference.field.clone(),
        },
        Sort::Changed => difference.field.clone(),
    }
}

fn sort_words(sort: Sort, comparing: &Comparing) -> &'static str {
    match (sort, comparing.other) {
        (Sort::Added, _) => "Only there",
        (Sort::Removed, _) if comparing.damage().is_some() => "Not in the damaged file",
        (Sort::Removed, Other::AnotherFile) => "Only here",
        (Sort::Removed, Other::OwnFile | Other::Merge) => "Deleted there",
        (Sort::Moved, _) => "Moved",
        (Sort::Changed, _) => "Changed",
    }
}

fn introduction(ui: &mut egui::Ui, comparing: &Comparing) {
    let count = comparing.differences.len();
    let words = match comparing.other {
        Other::OwnFile => {
            "Somebody else changed the file since it was read here. What is taken comes in as one step that Ctrl+Z takes back; after that, Save writes over the file."
        }
        Other::AnotherFile => {
            "What the other file has otherwise. What is taken comes in as one step that Ctrl+Z takes back; the other file stays as it is."
        }
        Other::Merge => {
            "Both sides of the merge changed these. Until they are settled, the record says what stands here; Ctrl+Z takes a choice back."
        }
    };
    ui.add(egui::Label::new(words).wrap());
    if let Some(damage) = comparing.damage() {
        let words =
            format!("That file is damaged: {damage}. What is not in it may be lost rather than deleted.");
        ui.label(RichText::new(words).color(Palette::of(ui).warn));
    }
    let counted = if count == 1 { "1 difference".to_owned() } else { format!("{count} differences") };
    let path = RichText::new(format!("{counted} · {}", comparing.path.display())).small();
    ui.add(egui::Label::new(path.color(Palette::of(ui).weak)).truncate());
}

/// How far a file is that is being compared, with a way out; what is over at once is not shown.
pub fn progress(ctx: &egui::Context, session: &Session, commands: &mut Vec<Command>) {
    const WORTH_SHOWING: f32 = 0.4;
    let progress = session.compare_progress();
    let shown = egui::Id::unique("compare progress shown");
    let since = ctx.animate_bool_with_time(shown, progress.is_some(), WORTH_SHOWING);
    let Some(progress) = progress.filter(|_| since >= 1.0) else { return };
    let (size, least) = (vec2(340.0, 110.0), vec2(300.0, 80.0));
    let closed =
        tool_window_aside(ctx, "compare progress", "Compare with another file", (size, least), |ui| {
            ui.label(progress.words.as_str());
            if progress.total > 0 {
                let part = progress.done as f32 / progress.total as f32;
                ui.add(egui::ProgressBar::new(part).show_percentage());
            } else {
                ui.spinner();
            }
            ui.add_space(theme::GROUP_GAP);
            if ui.button("Cancel").clicked() {
                commands.push(Command::EndComparing);
            }
        });
    if closed {
        commands.push(Command::EndComparing);
    }
}
