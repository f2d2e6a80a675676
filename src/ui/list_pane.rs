//! The list of incidents with search and filters.

use eframe::egui::{self, Sense, Stroke, TextEdit, pos2, vec2};

use crate::{
    analysis::{Direction as SortDirection, Facet, FacetCount, SortKey, columns::Column},
    carto::{self, Theme},
    model::{Incident, IncidentId, Status, grouped, shown_line},
    session::{Command, Session},
};

use super::{
    fields,
    near_frontier_filter::NearFrontierFilter,
    paint, status_mark,
    theme::{self, Palette},
};

/// What the pane keeps between frames.
#[derive(Default)]
pub struct ListPane {
    focus_search: bool,
    /// Which selection was scrolled to last, so that scrolling by hand is not undone.
    scrolled_to: Option<IncidentId>,
    near_frontier: NearFrontierFilter,
}

impl ListPane {
    pub fn focus_search(&mut self) {
        self.focus_search = true;
    }

    pub fn show(&mut self, ui: &mut egui::Ui, session: &Session) -> Vec<Command> {
        let mut commands = Vec::new();
        ui.add_space(theme::GAP);
        self.search(ui, session, &mut commands);
        counts(ui, session, &mut commands);
        let filters_height = (ui.available_height() * 0.42).max(120.0);
        ui.separator();
        self.rows(ui, session, ui.available_height() - filters_height, &mut commands);
        ui.separator();
        egui::ScrollArea::vertical().id_salt("filters").auto_shrink([false, false]).show(ui, |ui| {
            for (facet, counts) in session.facets() {
                facet_choices(ui, *facet, counts, &mut commands);
                // Beside the province, where one looks for a place.
                if *facet == Facet::Province {
                    self.near_frontier.show(ui, session, &mut commands);
                }
            }
        });
        commands
    }

    fn search(&mut self, ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
        let mut text = session.view().filter.text.clone();
        let response = ui.add(
            TextEdit::singleline(&mut text)
                .hint_text("Search incidents (Ctrl+F)")
                .desired_width(f32::INFINITY),
        );
        fields::name(&response, "Search incidents");
        if std::mem::take(&mut self.focus_search) {
            response.request_focus();
        }
        if response.changed() {
            commands.push(Command::SetSearch(text));
        }
        if session.waits_for_words() {
            ui.small(format!("Reading the texts of {} records…", grouped(session.document().len())));
        }
    }

    fn rows(&mut self, ui: &mut egui::Ui, session: &Session, height: f32, commands: &mut Vec<Command>) {
        ui.horizontal(|ui| {
            ui.label(egui::RichText::new("Sort by").small().weak());
            let (key, direction) = session.sort();
            let combo = egui::ComboBox::from_id_salt("sort").selected_text(key.label()).width(110.0);
            let sort = combo.show_ui(ui, |ui| {
                for choice in SortKey::ALL {
                    if ui.selectable_label(choice == *key, choice.label()).clicked() && choice != *key {
                        commands.push(Command::SortBy(choice));
                    }
                }
            });
            fields::name(&sort.response, "Sort by");
            let arrow = if *direction == SortDirection::Ascending { "↑" } else { "↓" };
            let turn = ui.button(arrow).on_hover_text("Turn the order round");
            fields::name(&turn, "Turn the order of the list");
            if turn.clicked() {
                commands.push(Command::SortBy(key.clone()));
            }
        });
        if session.unranked().is_some() {
            ui.small(format!("Putting {} records in order…", grouped(session.document().len())));
        }
        let listed = session.listed();
        if listed.is_empty() {
            ui.add_space(theme::GROUP_GAP);
            ui.vertical_centered(|ui| {
                ui.label(if session.document().is_empty() {
                    "No incidents yet. Ctrl+I makes the first."
                } else {
                    "No incident fits the filters and the window."
                });
                if !session.document().is_empty() && ui.button("Clear filters and window").clicked() {
                    commands.push(Command::ClearFilters);
                }
            });
            ui.add_space((height - 110.0).max(0.0));
            return;
        }
        let row_height = theme::ROW_HEIGHT + ui.spacing().item_spacing.y;
        let mut area = egui::ScrollArea::vertical()
            .id_salt("incidents")
            .auto_shrink([false, false])
            .max_height(height - 40.0);
        let selected = session.selected();
        if selected != self.scrolled_to.as_ref() {
            self.scrolled_to = selected.cloned();
            if let Some(row) = selected.and_then(|id| listed.iter().position(|other| other == id)) {
                let top = row as f32 * row_height;
                area = area.vertical_scroll_offset((top - height * 0.4).max(0.0));
            }
        }
        area.show_rows(ui, theme::ROW_HEIGHT, listed.len(), |ui, visible| {
            for id in &listed[visible] {
                if let Some(incident) = session.document().get(id) {
                    row(ui, session, &incident, commands);
                }
            }
        });
    }
}

fn counts(ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        let shown = session.shown().len();
        let total = session.document().len();
        if session.shows_queue() {
            ui.label(theme::bold(format!("To do: {} left", grouped(shown))));
            let all = ui.small_button("Show all");
            if all.on_hover_text("Show finished records too (Q)").clicked() {
                commands.push(Command::ShowQueue);
            }
            return;
        }
        ui.label(theme::bold(format!("{} of {} shown", grouped(shown), grouped(total))));
        let refusal = Command::ClearFilters.refusal(session);
        if refusal.is_none() && ui.small_button("Clear").on_hover_text("Clear filters and window").clicked() {
            commands.push(Command::ClearFilters);
        }
    });
}

fn row(ui: &mut egui::Ui, session: &Session, incident: &Incident, commands: &mut Vec<Command>) {
    let palette = Palette::of(ui);
    let selected = session.selected() == Some(&incident.id);
    let hovered_on_map = session.view().hovered.as_ref() == Some(&incident.id);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), theme::ROW_HEIGHT), Sense::hover());
    let response = ui.interact(rect, ui.scope_id().with(("row", incident.id.as_str())), Sense::click());
    let mut label = format!("{} · {}", incident.when, incident.display_title());
    if let Some(status) = incident.status {
        label.push_str(" · ");
        label.push_str(&status.label().to_lowercase());
    }
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::ListItem, true, selected, &label));
    if response.clicked() {
        commands.push(Command::Select(Some(incident.id.clone())));
    }
    if response.double_clicked() {
        commands.push(Command::Edit(incident.id.clone()));
    }
    if response.hovered() {
        commands.push(Command::Hover(Some(incident.id.clone())));
    }
    let fill = if selected {
        palette.accent_quiet
    } else if response.hovered() || hovered_on_map {
        palette.accent_quiet.gamma_multiply(0.5)
    } else {
        egui::Color32::TRANSPARENT
    };
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, 5.0, fill);
    if response.has_focus() {
        painter.rect_stroke(
            rect.shrink(1.0),
            5.0,
            Stroke::new(1.5, palette.accent),
            egui::StrokeKind::Inside,
        );
    }
    let theme = if ui.visuals().dark_mode { Theme::Dark } else { Theme::Light };
    symbol(&painter, rect.left_center() + vec2(15.0, 0.0), incident, theme);
    let left = rect.left() + 31.0;
    let mut date = incident.when.to_string();
    // What the list is sorted by, where the row does not show it anyway.
    if let SortKey::Column(column @ Column::Frontier(_)) = &session.sort().0 {
        let told = column.text_of(incident);
        if !told.is_empty() {
            date = format!("{date} · {told}");
        }
    }
    let toll = if incident
        .killed
        .best
        .or(incident.killed.high)
        .or(incident.killed.low.filter(|low| *low > 0))
        .is_some()
    {
        format!("† {}", incident.killed)
    } else {
        String::new()
    };
    let small = egui::FontId::new(11.5, theme::family(carto::Face::Regular));
    painter.text(pos2(left, rect.top() + 12.0), egui::Align2::LEFT_CENTER, date, small.clone(), palette.weak);
    painter.text(
        pos2(rect.right() - 8.0, rect.top() + 12.0),
        egui::Align2::RIGHT_CENTER,
        toll,
        small,
        palette.weak,
    );
    let rejected = incident.status == Some(Status::Rejected);
    let ink = if rejected { palette.weak } else { palette.text };
    let mut job = theme::line(&incident.display_title(), 13.5, carto::Face::Regular, ink);
    for section in job.sections.iter_mut().filter(|_| rejected) {
        section.format.strikethrough = Stroke::new(1.0, ink);
    }
    let mut right = rect.right() - 8.0;
    if let Some(status) = incident.status {
        let at = pos2(right - status_mark::RADIUS, rect.top() + 29.0);
        status_mark::paint(&painter, at, status, &palette);
        let area = egui::Rect::from_center_size(at, vec2(16.0, 16.0));
        ui.interact(area, response.id.with("status"), Sense::hover()).on_hover_text(status.label());
        right -= 2.0 * status_mark::RADIUS + 6.0;
    }
    job.wrap = egui::text::TextWrapping::truncate_at_width((right - left).max(20.0));
    let galley = painter.layout_job(job);
    painter.galley(pos2(left, rect.top() + 29.0 - galley.size().y / 2.0), galley, ink);
}

/// The symbol of an incident as the map draws it: filled where the place is known, hollow where it is not.
fn symbol(painter: &egui::Painter, at: egui::Pos2, incident: &Incident, theme: Theme) {
    let centre = carto::Point { x: at.x, y: at.y };
    let hollow = !incident.place.precision.is_point();
    let mark = type_symbol(&incident.event_type, centre, 7.5, theme, hollow);
    paint::paint_once(painter, &[mark]);
}

fn facet_choices(ui: &mut egui::Ui, facet: Facet, counts: &[FacetCount], commands: &mut Vec<Command>) {
    let chosen = counts.iter().filter(|count| count.chosen).count();
    let title =
        if chosen == 0 { facet.label().to_owned() } else { format!("{} · {chosen} chosen", facet.label()) };
    let header = egui::CollapsingHeader::new(theme::bold(title))
        .id_salt(facet.label())
        .default_open(facet == Facet::Type);
    header.show(ui, |ui| {
        if chosen > 0 && ui.small_button("Any").on_hover_text(Command::ClearFacet(facet).label()).clicked() {
            commands.push(Command::ClearFacet(facet));
        }
        let theme = if ui.visuals().dark_mode { Theme::Dark } else { Theme::Light };
        for count in counts {
            let empty = count.count == 0 && !count.chosen;
            ui.horizontal(|ui| {
                if facet == Facet::Type {
                    let (rect, _) = ui.allocate_exact_size(vec2(16.0, 16.0), Sense::hover());
                    let centre = carto::Point { x: rect.center().x, y: rect.center().y };
                    let mark = type_symbol(&count.value, centre, 6.5, theme, false);
                    paint::paint_once(ui.painter(), &[mark]);
                }
                let mut on = count.chosen;
                let text =
                    egui::RichText::new(format!("{}  ({})", shown_line(&count.label), grouped(count.count)));
                let text = if empty { text.weak() } else { text };
                let response = ui.add(egui::Checkbox::new(&mut on, text));
                if response.changed() {
                    commands.push(Command::ToggleFacet(facet, count.value.to_string()));
                }
            });
        }
    });
}

/// The symbol of a kind of incident in the colours of the theme.
fn type_symbol(
    event_type: &str,
    centre: carto::Point,
    radius: f32,
    theme: Theme,
    hollow: bool,
) -> carto::Mark {
    let colour = carto::type_colour(event_type, theme);
    let fill = if hollow { carto::faded(colour, 40) } else { colour };
    let stroke = hollow.then_some(carto::Stroke { width: 1.4, colour, dash: None });
    carto::symbol_mark(carto::type_shape(event_type), centre, radius, fill, stroke)
}
