//! What the validator queries, with what can be done about it. The window beside it stays usable, so that records
//! can be mended while the list is open.

use eframe::egui::{self, Pos2, RichText, Shape, Stroke, pos2, vec2};

use crate::{
    analysis::review::{Finding, Rule, Severity},
    model::IncidentId,
    session::{Check, Command, Session},
};

use super::{
    fields,
    theme::{self, Palette},
    tool_window::{KeyedList, clipped, tool_window},
};

const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

/// The state of the window while it is open.
#[derive(Default)]
pub struct ReviewSheet {
    list: KeyedList,
    /// `None` shows all.
    severity: Option<Severity>,
    rule: Option<Rule>,
    shows_let_be: bool,
    letting_be: Option<Reason>,
}

/// The reason being typed for which a finding is let be.
struct Reason {
    of: (IncidentId, Rule, String),
    text: String,
    is_new: bool,
}

impl ReviewSheet {
    pub fn take_keys(&mut self, ctx: &egui::Context) {
        self.list.take_keys(ctx);
    }

    pub fn show(&mut self, ctx: &egui::Context, session: &Session, commands: &mut Vec<Command>) -> bool {
        if session.should_check(&Check::Review) {
            commands.push(Command::Ask(Check::Review));
        }
        tool_window(ctx, "review_sheet", "Things to check", vec2(640.0, 430.0), |ui| {
            let Some(findings) = session.findings() else {
                ui.weak("Checking…");
                return;
            };
            self.head(ui, session, findings, commands);
            ui.separator();
            self.rows(ui, session, findings, commands);
        })
    }

    fn fits(&self, finding: &Finding) -> bool {
        (self.shows_let_be || finding.ignored.is_none())
            && self.severity.is_none_or(|severity| finding.rule.severity() == severity)
            && self.rule.is_none_or(|rule| finding.rule == rule)
    }

    fn head(
        &mut self,
        ui: &mut egui::Ui,
        session: &Session,
        findings: &[Finding],
        commands: &mut Vec<Command>,
    ) {
        let counted = |fits: &dyn Fn(&Finding) -> bool| findings.iter().filter(|f| fits(f)).count();
        let let_be = counted(&|finding| finding.ignored.is_some());
        ui.horizontal_wrapped(|ui| {
            let palette = Palette::of(ui);
            for severity in SEVERITIES {
                let count =
                    counted(&|finding| finding.ignored.is_none() && finding.rule.severity() == severity);
                let chosen = self.severity == Some(severity);
                let words = format!("     {}", counted_words(severity, count));
                let button = ui.add(egui::Button::selectable(chosen, words));
                let at = button.rect.left_center() + vec2(15.0, 0.0);
                severity_sign(ui.painter(), at, severity, &palette);
                let button = button.on_hover_text("Show only these");
                fields::name(&button, &format!("Only {}s", severity.label().to_lowercase()));
                if button.clicked() {
                    self.severity = if chosen { None } else { Some(severity) };
                    self.list.rewind();
                }
            }
            if let_be > 0 {
                let shown = ui.checkbox(&mut self.shows_let_be, format!("show the {let_be} let be"));
                fields::name(&shown, "Show those let be");
            }
            if !session.is_checked(&Check::Review) {
                ui.weak("checking…");
            }
        });
        ui.horizontal_wrapped(|ui| {
            self.rule_choice(ui, findings);
            let command = Command::FixAllCertain;
            let refusal = command.refusal(session);
            let all = ui.add_enabled(refusal.is_none(), egui::Button::new(command.label()));
            let all = match refusal {
                Some(why) => all.on_disabled_hover_text(why),
                None => all.on_hover_text("Does every remedy that needs no decision, as one step"),
            };
            if all.clicked() {
                commands.push(command);
            }
        });
    }

    fn rule_choice(&mut self, ui: &mut egui::Ui, findings: &[Finding]) {
        let open = findings.iter().filter(|f| self.shows_let_be || f.ignored.is_none());
        let mut counts = std::collections::BTreeMap::<Rule, usize>::new();
        for finding in open {
            *counts.entry(finding.rule).or_default() += 1;
        }
        let chosen = self.rule.map_or("All kinds", Rule::label);
        let combo = egui::ComboBox::from_id_salt("rule").selected_text(chosen).width(230.0);
        let before = self.rule;
        let shown = combo.height(420.0).show_ui(ui, |ui| {
            ui.selectable_value(&mut self.rule, None, "All kinds");
            for rule in Rule::ALL {
                if let Some(count) = counts.get(&rule) {
                    let words = format!("{}  ({count})", rule.label());
                    ui.selectable_value(&mut self.rule, Some(rule), words);
                }
            }
        });
        fields::name(&shown.response, "Kind of thing to check");
        if self.rule != before {
            self.list.rewind();
        }
    }

    fn rows(
        &mut self,
        ui: &mut egui::Ui,
        session: &Session,
        findings: &[Finding],
        commands: &mut Vec<Command>,
    ) {
        const HEIGHT: f32 = 66.0;
        let shown: Vec<&Finding> = findings.iter().filter(|finding| self.fits(finding)).collect();
        if shown.is_empty() {
            ui.add_space(theme::GROUP_GAP);
            ui.vertical_centered(|ui| {
                ui.label(if findings.iter().any(|finding| finding.ignored.is_none()) {
                    "Nothing fits the choice above."
                } else {
                    "Nothing is left to check."
                });
            });
            return;
        }
        let title = |id: &IncidentId| {
            session
                .document()
                .get(id)
                .map_or_else(|| id.to_string(), |incident| incident.display_title().into_owned())
        };
        let label = |row: usize| {
            let finding = shown[row];
            let severity = finding.rule.severity().label();
            format!("{severity}: {}: {} · {}", finding.field, finding.message, title(&finding.incident))
        };
        let letting_be = &mut self.letting_be;
        let chosen = self.list.show(ui, "Things to check", (shown.len(), HEIGHT), label, |ui, row| {
            finding_row(ui, session, shown[row], letting_be, commands);
        });
        if let Some(finding) = chosen.row.and_then(|row| shown.get(row)) {
            commands.push(Command::Visit(finding.incident.clone()));
        }
        if let Some(finding) = chosen.opened.and_then(|row| shown.get(row)) {
            commands.push(Command::Visit(finding.incident.clone()));
            commands.push(Command::EditSelected);
        }
    }
}

fn counted_words(severity: Severity, count: usize) -> String {
    let word = severity.label().to_lowercase();
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

fn finding_row(
    ui: &mut egui::Ui,
    session: &Session,
    finding: &Finding,
    letting_be: &mut Option<Reason>,
    commands: &mut Vec<Command>,
) {
    let palette = Palette::of(ui);
    let rect = ui.max_rect();
    let at = pos2(rect.left() + 8.0, rect.top() + 10.0);
    severity_sign(ui.painter(), at, finding.rule.severity(), &palette);
    let incident = session.document().get(&finding.incident);
    let title = incident.as_ref().map(|incident| incident.display_title()).unwrap_or_default();
    let key = (finding.incident.clone(), finding.rule, finding.message.clone());
    let is_typed = letting_be.as_ref().is_some_and(|reason| reason.of == key);
    let mut buttons_left = rect.right();
    if !is_typed {
        let mut buttons = ui.new_child(
            egui::UiBuilder::new().max_rect(rect).layout(egui::Layout::right_to_left(egui::Align::Center)),
        );
        row_buttons(&mut buttons, finding, &title, &key, letting_be, commands);
        buttons_left = buttons.min_rect().left();
    }
    let text = egui::Rect::from_min_max(rect.min + vec2(24.0, 0.0), pos2(buttons_left - 8.0, rect.bottom()));
    let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(text));
    ui.spacing_mut().item_spacing.y = 2.0;
    if is_typed {
        clipped(&mut ui, format!("{}: {}", finding.field, finding.message), 1, |text| text);
        reason_field(&mut ui, finding, letting_be, commands);
        return;
    }
    let weak = finding.ignored.is_some();
    let tone = |text: RichText| if weak { text.color(palette.weak) } else { text };
    clipped(&mut ui, format!("{}: {}", finding.field, finding.message), 2, tone);
    let when = incident.as_ref().map(|incident| incident.when.to_string()).unwrap_or_default();
    let below = match &finding.ignored {
        Some(reason) if reason.is_empty() => format!("{when} · {title} · let be"),
        Some(reason) => format!("{when} · {title} · let be: {reason}"),
        None => format!("{when} · {title}"),
    };
    clipped(&mut ui, below, 1, |text| text.size(11.5).color(palette.weak));
}

fn row_buttons(
    ui: &mut egui::Ui,
    finding: &Finding,
    title: &str,
    key: &(IncidentId, Rule, String),
    letting_be: &mut Option<Reason>,
    commands: &mut Vec<Command>,
) {
    if finding.ignored.is_some() {
        let again = ui.button("Query again");
        fields::name(&again, &format!("Query again: {} · {title}", finding.message));
        if again.clicked() {
            commands.push(Command::QueryAgain(finding.incident.clone(), finding.rule));
        }
        return;
    }
    let let_be = ui.button("Let be…").on_hover_text("It is right as it stands: say why");
    fields::name(&let_be, &format!("Let be: {} · {title}", finding.message));
    if let_be.clicked() {
        *letting_be = Some(Reason { of: key.clone(), text: String::new(), is_new: true });
    }
    if let Some(fix) = &finding.fix {
        let button = ui.button(&fix.label);
        fields::name(&button, &format!("{}: {} · {title}", fix.label, finding.message));
        if button.clicked() {
            commands.push(Command::FixFinding(Box::new(finding.clone())));
        }
    }
}

fn reason_field(
    ui: &mut egui::Ui,
    finding: &Finding,
    letting_be: &mut Option<Reason>,
    commands: &mut Vec<Command>,
) {
    let Some(reason) = letting_be else { return };
    let (mut done, mut cancelled) = (false, false);
    ui.horizontal(|ui| {
        let edit = egui::TextEdit::singleline(&mut reason.text)
            .hint_text("Why it may stay as it is")
            .desired_width(ui.available_width() - 150.0);
        let field = ui.add(edit);
        fields::name(&field, "Reason to let it be");
        if std::mem::take(&mut reason.is_new) {
            field.request_focus();
        }
        let (enter, escape) =
            ui.input(|input| (input.key_pressed(egui::Key::Enter), input.key_pressed(egui::Key::Escape)));
        let enough = !reason.text.trim().is_empty();
        done = field.lost_focus() && enter && enough;
        cancelled = field.lost_focus() && escape;
        done |= ui.add_enabled(enough, egui::Button::new("Let be")).clicked();
        cancelled |= ui.button("Cancel").clicked();
    });
    if done {
        commands.push(Command::LetBe {
            incident: finding.incident.clone(),
            rule: finding.rule,
            reason: reason.text.clone(),
        });
    }
    if done || cancelled {
        *letting_be = None;
    }
}

/// Each severity has a shape of its own, so that colour is never the only difference.
fn severity_sign(painter: &egui::Painter, at: Pos2, severity: Severity, palette: &Palette) {
    const RADIUS: f32 = 6.5;
    let around = |corners: usize, turn: f32| -> Vec<Pos2> {
        (0..corners)
            .map(|corner| {
                let angle = (corner as f32 + turn) / corners as f32 * std::f32::consts::TAU;
                at + RADIUS * vec2(angle.sin(), -angle.cos())
            })
            .collect()
    };
    painter.add(match severity {
        Severity::Error => Shape::convex_polygon(around(4, 0.0), palette.trouble, Stroke::NONE),
        Severity::Warning => Shape::convex_polygon(around(3, 0.0), palette.warn, Stroke::NONE),
        Severity::Note => Shape::circle_stroke(at, RADIUS - 1.0, Stroke::new(1.6, palette.weak)),
    });
}
