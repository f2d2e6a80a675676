//! The grid itself: the heads of the columns, and the cells of the rows in view.

use eframe::egui::{self, CursorIcon, Rect, Sense, Stroke, StrokeKind, accesskit, pos2, vec2};

use crate::{
    analysis::{Direction, columns::Column},
    carto::Face,
    model::{Incident, shown_line},
    session::{Command, Session},
};

use super::{
    super::theme::{self, Palette},
    TablePane,
    scroll::{self, BAR, Way, bring},
    table_id,
};

const ROW: f32 = 24.0;
const HEAD: f32 = 26.0;
/// The width of the boxes for marks.
const MARK: f32 = 28.0;
/// Space beside the text of a cell.
const PAD: f32 = 6.0;

/// One column where it is painted now.
struct Place {
    column: Column,
    label: String,
    /// From left to right, scrolled.
    left: f32,
    width: f32,
    /// It does not scroll sideways.
    pinned: bool,
}

/// The parts of the table in the window.
struct Grid {
    columns: Vec<Place>,
    head: Rect,
    /// The rows.
    body: Rect,
    /// Right end of what does not scroll sideways.
    pinned: f32,
    palette: Palette,
}

impl Grid {
    /// The part of a row's or the head's `band` that a column may paint in.
    fn clip(&self, place: &Place, band: Rect) -> Rect {
        let left = if place.pinned { band.left() } else { self.pinned };
        Rect::from_min_max(pos2(left, band.top()), band.max)
    }
}

impl TablePane {
    pub(super) fn table_ui(
        &mut self,
        ui: &mut egui::Ui,
        rect: Rect,
        session: &Session,
        commands: &mut Vec<Command>,
    ) {
        let own = &session.document().facts().fields;
        let columns = self.layout.visible(own);
        let listed = session.listed();
        let inner = Rect::from_min_max(rect.min, rect.max - vec2(BAR, BAR));
        let (head, body) = inner.split_top_bottom_at_y(inner.top() + HEAD);
        let widths: f32 = columns.iter().map(|(_, width)| width).sum();
        // The first column stays, unless it would leave no room for the others.
        let first = columns.first().map_or(0.0, |(_, width)| *width);
        let pinned_width = MARK + if first < inner.width() * 0.45 { first } else { 0.0 };
        let (seen_across, across) =
            (f64::from(inner.width() - pinned_width), f64::from(MARK + widths - pinned_width));
        let (seen_down, down) = (f64::from(body.height()), listed.len() as f64 * f64::from(ROW));
        self.page = (body.height() / ROW) as usize;

        let row = self.row_of_selected(session);
        if session.selected() != self.scrolled_to.as_ref() {
            self.scrolled_to = session.selected().cloned();
            self.follow = true;
        }
        if std::mem::take(&mut self.follow) {
            self.bring_cursor(row, &columns, pinned_width, seen_across, seen_down);
        }
        if ui.rect_contains_pointer(rect) && self.open.is_none() {
            let wheel = ui.input(|input| input.smooth_scroll_delta);
            self.scroll.left -= f64::from(wheel.x);
            self.scroll.top -= f64::from(wheel.y);
        }
        self.scroll.keep_within(across - seen_across, down - seen_down);

        let mut left = inner.left() + MARK;
        let mut places = Vec::with_capacity(columns.len());
        for (number, (column, width)) in columns.into_iter().enumerate() {
            let pinned = number == 0 && pinned_width > MARK;
            let label = column.label(own);
            let at = if pinned { left } else { left - self.scroll.left as f32 };
            places.push(Place { column, label, left: at, width, pinned });
            left += width;
        }
        let palette = Palette::of(ui);
        let grid = Grid { columns: places, head, body, pinned: inner.left() + pinned_width, palette };
        let table = ui.interact(body, table_id(), Sense::CLICK | Sense::FOCUSABLE);
        ui.ctx().accesskit_node_builder(table.id, |node| {
            node.set_role(accesskit::Role::Grid);
            node.set_label("Table of all records");
        });
        if table.has_focus() {
            // Arrows step through the cells: they must not carry the focus away.
            let arrows =
                egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(table.id, arrows));
        }
        if table.clicked() {
            table.request_focus();
        }
        ui.painter().rect_filled(inner, 0.0, palette.field);
        self.rows_ui(ui, &grid, session, row, commands);
        self.head_ui(ui, &grid, session, commands);
        ui.painter().rect_stroke(inner, 0.0, Stroke::new(1.0, palette.line), StrokeKind::Inside);
        let track = Rect::from_min_max(pos2(body.right(), body.top()), pos2(rect.right(), body.bottom()));
        scroll::bar(ui, Way::Down, track, &mut self.scroll.top, seen_down, down);
        let track = Rect::from_min_max(pos2(grid.pinned, body.bottom()), pos2(body.right(), rect.bottom()));
        scroll::bar(ui, Way::Across, track, &mut self.scroll.left, seen_across, across);
        self.open_cell_ui(ui, &grid, session);
    }

    fn bring_cursor(
        &mut self,
        row: Option<usize>,
        columns: &[(Column, f32)],
        pinned: f32,
        seen_across: f64,
        seen_down: f64,
    ) {
        if let Some(row) = row {
            let top = row as f64 * f64::from(ROW);
            bring(&mut self.scroll.top, top, top + f64::from(ROW), seen_down);
        }
        let mut left = MARK;
        for (column, width) in columns {
            if *column == self.cursor && left >= pinned {
                let from = f64::from(left - pinned);
                bring(&mut self.scroll.left, from, from + f64::from(*width), seen_across);
            }
            left += width;
        }
    }

    /// Where a row stands in the window.
    fn band(&self, body: Rect, row: usize) -> Rect {
        let top = body.top() + (row as f64 * f64::from(ROW) - self.scroll.top) as f32;
        Rect::from_min_max(pos2(body.left(), top), pos2(body.right(), top + ROW))
    }

    fn rows_ui(
        &mut self,
        ui: &egui::Ui,
        grid: &Grid,
        session: &Session,
        selected: Option<usize>,
        commands: &mut Vec<Command>,
    ) {
        let listed = session.listed();
        let first = (self.scroll.top / f64::from(ROW)) as usize;
        let last = (first + (grid.body.height() / ROW) as usize + 2).min(listed.len());
        let has_keyboard = self.open.is_none()
            && ui.ctx().memory(|memory| memory.focused().is_none_or(|id| id == table_id()));
        for row in first..last {
            let Some(incident) = listed.get(row).and_then(|id| session.document().get(id)) else { continue };
            let band = self.band(grid.body, row);
            let fill = row_fill(grid, row, selected == Some(row), session.marked().contains(&incident.id));
            let painter = ui.painter_at(band.intersect(grid.body));
            painter.rect_filled(band, 0.0, fill);
            // From right to left: what is pinned lies over what scrolls.
            for place in grid.columns.iter().rev() {
                let rect = Rect::from_min_size(pos2(place.left, band.top()), vec2(place.width, ROW));
                let seen = rect.intersect(grid.clip(place, band)).intersect(grid.body);
                if !seen.is_positive() {
                    continue;
                }
                let is_cursor = selected == Some(row) && self.cursor == place.column;
                self.cell_ui(ui, grid, place, rect, seen, &incident, commands);
                if is_cursor {
                    let colour = if has_keyboard { grid.palette.accent } else { grid.palette.weak };
                    let edge = Stroke::new(1.5, colour);
                    ui.painter_at(seen).rect_stroke(rect.shrink(0.5), 2.0, edge, StrokeKind::Inside);
                }
            }
            mark_ui(ui, grid, band, session, &incident, commands);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one cell: where, what, of whom")]
    fn cell_ui(
        &mut self,
        ui: &egui::Ui,
        grid: &Grid,
        place: &Place,
        rect: Rect,
        seen: Rect,
        incident: &Incident,
        commands: &mut Vec<Command>,
    ) {
        let id = ui.scope_id().with(("cell", incident.id.as_str(), &place.column));
        let response = ui.interact(seen, id, Sense::CLICK);
        let text = shown_line(&place.column.text_of(incident)).into_owned();
        response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::Role::Cell, true, cell_name(&place.label, incident))
        });
        ui.ctx().accesskit_node_builder(id, |node| node.set_value(text.clone()));
        let painter = ui.painter_at(seen);
        let edge = Stroke::new(0.5, grid.palette.line);
        painter.vline(rect.right() - 0.5, seen.y_range(), edge);
        paint_text(&painter, place, rect, text, grid.palette);
        if response.clicked() {
            let held = ui.input(|input| input.modifiers);
            let select = Command::Select(Some(incident.id.clone()));
            if held.command {
                commands.extend([select, Command::Mark(incident.id.clone())]);
            } else if held.shift {
                commands.extend([Command::MarkTo(incident.id.clone()), select]);
            } else {
                commands.push(select);
            }
            self.cursor = place.column.clone();
            if self.open.is_none() {
                ui.memory_mut(|memory| memory.request_focus(table_id()));
            }
        }
        if response.double_clicked() && self.open.is_none() && place.column.is_editable() {
            self.opening = Some(incident.id.clone());
        }
        if response.hovered() {
            commands.push(Command::Hover(Some(incident.id.clone())));
        }
    }

    fn head_ui(&mut self, ui: &egui::Ui, grid: &Grid, session: &Session, commands: &mut Vec<Command>) {
        let palette = grid.palette;
        ui.painter().rect_filled(grid.head, 0.0, palette.raised);
        let mut dropped = None;
        for place in grid.columns.iter().rev() {
            let rect = Rect::from_min_size(pos2(place.left, grid.head.top()), vec2(place.width, HEAD));
            let seen = rect.intersect(grid.clip(place, grid.head));
            if !seen.is_positive() {
                continue;
            }
            let id = ui.scope_id().with(("head", &place.column));
            let response = ui
                .interact(seen, id, Sense::CLICK | Sense::DRAG)
                .on_hover_text(format!("{}: click sorts, drag moves the column", place.label));
            let direction = place.column.sorted_by(session.sort());
            let name = format!("Sort by {}", place.label);
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ColumnHeader, true, &name));
            ui.ctx().accesskit_node_builder(id, |node| {
                if let Some(direction) = direction {
                    node.set_sort_direction(match direction {
                        Direction::Ascending => accesskit::SortDirection::Ascending,
                        Direction::Descending => accesskit::SortDirection::Descending,
                    });
                }
            });
            let painter = ui.painter_at(seen);
            painter.rect_filled(
                seen,
                0.0,
                if response.hovered() { palette.accent_quiet } else { palette.raised },
            );
            let arrow = match direction {
                Some(Direction::Ascending) => " ↑",
                Some(Direction::Descending) => " ↓",
                None => "",
            };
            let font = egui::FontId::new(12.5, theme::family(Face::SemiBold));
            let words = format!("{}{arrow}", place.label);
            let mut job = egui::text::LayoutJob::simple_singleline(words, font, palette.text);
            job.wrap = egui::text::TextWrapping::truncate_at_width((place.width - 2.0 * PAD).max(10.0));
            let galley = painter.layout_job(job);
            let at = pos2(rect.left() + PAD, rect.center().y - galley.size().y / 2.0);
            painter.galley(at, galley, palette.text);
            painter.vline(rect.right() - 0.5, seen.y_range(), Stroke::new(1.0, palette.line));
            if response.clicked() {
                commands.push(Command::SortBy(place.column.sort_key()));
            }
            if let Some(at) = response.interact_pointer_pos() {
                let target = grid.columns.iter().find(|other| at.x < other.left + other.width / 2.0);
                if response.dragged() {
                    let end = grid.columns.last().map_or(at.x, |last| last.left + last.width);
                    let x = target.map_or(end, |other| other.left);
                    let line = Stroke::new(2.0, palette.accent);
                    ui.painter().vline(x, grid.head.top()..=grid.body.bottom(), line);
                } else if response.drag_stopped() {
                    dropped = Some((place.column.clone(), target.map(|other| other.column.clone())));
                }
            }
        }
        if let Some((column, before)) = dropped {
            self.layout.put_before(&column, before.as_ref());
        }
        self.edges_ui(ui, grid);
        ui.painter().hline(grid.head.x_range(), grid.head.bottom(), Stroke::new(1.0, palette.line));
        let pinned = egui::Rangef::new(grid.head.top(), grid.body.bottom());
        ui.painter().vline(grid.pinned, pinned, Stroke::new(1.0, palette.line));
    }

    /// The right edges of the heads, which are dragged to make a column wider.
    fn edges_ui(&mut self, ui: &egui::Ui, grid: &Grid) {
        for place in &grid.columns {
            let right = place.left + place.width;
            let edge = Rect::from_x_y_ranges(right - 4.0..=right + 3.0, grid.head.y_range());
            let clip = grid.clip(place, grid.head).expand2(vec2(3.0, 0.0));
            let edge = edge.intersect(clip);
            if !edge.is_positive() {
                continue;
            }
            let id = ui.scope_id().with(("edge", &place.column));
            let response = ui
                .interact(edge, id, Sense::CLICK | Sense::DRAG)
                .on_hover_cursor(CursorIcon::ResizeHorizontal);
            super::super::fields::name(&response, &format!("Width of {}", place.label));
            if response.dragged() {
                self.layout.set_width(&place.column, place.width + response.drag_delta().x);
            }
            if response.double_clicked() {
                self.layout.set_width(&place.column, place.column.usual_width());
            }
        }
    }

    fn open_cell_ui(&mut self, ui: &mut egui::Ui, grid: &Grid, session: &Session) {
        if let Some(id) = self.opening.take() {
            let row = session.listed().iter().position(|listed| *listed == id);
            self.open_at(session, row, None);
        }
        let Some(open) = &self.open else { return };
        let Some(incident) = session.document().get(&open.id) else {
            self.open = None;
            return;
        };
        let place = grid.columns.iter().find(|place| place.column == open.column);
        let known = self.row.as_ref().filter(|(_, id, _)| *id == open.id).and_then(|(_, _, row)| *row);
        let row = known.or_else(|| session.listed().iter().position(|listed| *listed == open.id));
        let (Some(place), Some(row)) = (place, row) else {
            // Filtered away, or its column is hidden: what was typed is taken if it can be.
            self.leave = Some(super::Leave::Stay);
            return;
        };
        let band = self.band(grid.body, row);
        let cell = Rect::from_min_size(pos2(place.left, band.top()), vec2(place.width, ROW));
        let label = format!("Edit {}", cell_name(&place.label, &incident));
        let body = Rect::from_min_max(
            pos2(if place.pinned { grid.body.left() } else { grid.pinned }, grid.body.top()),
            grid.body.max,
        );
        if let Some(open) = &mut self.open
            && let Some(leave) = open.show(ui, cell, body, &label)
        {
            self.leave = self.leave.or(Some(leave));
        }
    }
}

/// `Killed, row TAF-2025-003`.
fn cell_name(label: &str, incident: &Incident) -> String {
    format!("{label}, row {}", incident.id)
}

fn row_fill(grid: &Grid, row: usize, selected: bool, marked: bool) -> egui::Color32 {
    let palette = grid.palette;
    if selected {
        palette.accent_quiet
    } else if marked {
        palette.field.lerp_to_gamma(palette.warn, 0.16)
    } else if row % 2 == 1 {
        palette.field.lerp_to_gamma(palette.line, 0.22)
    } else {
        palette.field
    }
}

/// The box at the left of a row.
fn mark_ui(
    ui: &egui::Ui,
    grid: &Grid,
    band: Rect,
    session: &Session,
    incident: &Incident,
    commands: &mut Vec<Command>,
) {
    let marked = session.marked().contains(&incident.id);
    let rect = Rect::from_min_size(band.min, vec2(MARK, ROW));
    let seen = rect.intersect(grid.body);
    if !seen.is_positive() {
        return;
    }
    let id = ui.scope_id().with(("mark", incident.id.as_str()));
    let response = ui.interact(seen, id, Sense::CLICK);
    let name = format!("Mark, row {}", incident.id);
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::CheckBox, true, marked, &name));
    let palette = grid.palette;
    let painter = ui.painter_at(seen);
    let square = Rect::from_center_size(rect.center(), vec2(13.0, 13.0));
    let edge = if response.hovered() { palette.accent } else { palette.weak.gamma_multiply(0.7) };
    if marked {
        painter.rect_filled(square, 3.0, palette.accent);
        let font = egui::FontId::new(11.0, egui::FontFamily::Name("icons".into()));
        let tick = theme::icons::CHECK;
        painter.text(square.center(), egui::Align2::CENTER_CENTER, tick, font, palette.on_accent);
    } else {
        painter.rect_stroke(square, 3.0, Stroke::new(1.0, edge), StrokeKind::Inside);
    }
    if response.clicked() {
        let held = ui.input(|input| input.modifiers);
        commands.push(if held.shift {
            Command::MarkTo(incident.id.clone())
        } else {
            Command::Mark(incident.id.clone())
        });
        ui.memory_mut(|memory| memory.request_focus(table_id()));
    }
}

fn paint_text(painter: &egui::Painter, place: &Place, rect: Rect, text: String, palette: Palette) {
    if text.is_empty() {
        return;
    }
    let font = egui::FontId::new(13.0, theme::family(Face::Regular));
    let mut job = egui::text::LayoutJob::simple_singleline(text, font, palette.text);
    job.wrap = egui::text::TextWrapping::truncate_at_width((place.width - 2.0 * PAD).max(10.0));
    let galley = painter.layout_job(job);
    let top = rect.center().y - galley.size().y / 2.0;
    // Numbers stand under one another.
    let is_number = matches!(place.column, Column::Toll(_) | Column::Radius);
    let left = if is_number { rect.right() - PAD - galley.size().x } else { rect.left() + PAD };
    painter.galley(pos2(left, top), galley, palette.text);
}
