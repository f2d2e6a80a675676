//! The timeline: a histogram of the filtered incidents, a window with two ends to drag and two dates to type.

use eframe::egui::{self, Color32, CursorIcon, Rect, Sense, Stroke, TextEdit, pos2, vec2};
use jiff::civil::Date;

use crate::{
    analysis::Window,
    model::{CalendarUnit, DaySpan, day_from_number, day_number, read_date},
    session::{Command, SPEEDS, Session},
};

use super::{
    fields,
    theme::{self, Palette},
};

/// Which part of the window is being dragged.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Grip {
    First,
    Last,
    /// The whole window; the day under the pointer when it was taken, and the window then.
    Middle {
        taken_at: i64,
        window: DaySpan,
    },
    /// A new window from this day on.
    New {
        from: i64,
    },
    /// A brush that zooms the axis.
    Brush {
        from: i64,
    },
}

/// What the pane keeps between frames.
#[derive(Default)]
pub struct TimelinePane {
    grip: Option<Grip>,
    first_text: Option<String>,
    last_text: Option<String>,
    focus_dates: bool,
    /// Turning of the wheel that has not yet made a whole step.
    wheel: f32,
}

/// The axis of the pane: days to pixels.
#[derive(Clone, Copy)]
struct Axis {
    span: DaySpan,
    rect: Rect,
}

impl Axis {
    /// Pixels from the left edge of the pane to the beginning of the day.
    fn x_of(self, day: i64) -> f32 {
        let days = self.span.days() as f64;
        let passed = (day - day_number(self.span.first())) as f64;
        self.rect.left() + (passed / days * f64::from(self.rect.width())) as f32
    }

    /// The day under a pixel.
    fn day_at(self, x: f32) -> i64 {
        let part = f64::from((x - self.rect.left()) / self.rect.width());
        day_number(self.span.first()) + (part * self.span.days() as f64).floor() as i64
    }
}

impl Axis {
    /// The day whose beginning is nearest to a pixel, within the axis and the end of its last day.
    fn edge_at(self, x: f32) -> i64 {
        let part = f64::from((x - self.rect.left()) / self.rect.width()).clamp(0.0, 1.0);
        day_number(self.span.first()) + (part * self.span.days() as f64).round() as i64
    }
}

impl TimelinePane {
    pub fn focus_dates(&mut self) {
        self.focus_dates = true;
    }

    pub fn show(&mut self, ui: &mut egui::Ui, session: &Session) -> Vec<Command> {
        let mut commands = Vec::new();
        ui.add_space(theme::GAP);
        ui.horizontal_wrapped(|ui| {
            self.dates(ui, session, &mut commands);
            ui.add_space(theme::GROUP_GAP);
            transport(ui, session, &mut commands);
            ui.add_space(theme::GROUP_GAP);
            units(ui, session, &mut commands);
            shelf(ui, session);
        });
        self.chart(ui, session, &mut commands);
        commands
    }

    /// The two text fields.
    fn dates(&mut self, ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
        let window = session.view().window;
        let focus = std::mem::take(&mut self.focus_dates);
        ui.label(egui::RichText::new("From").small().weak());
        let first = date_field(ui, "Window start", "first day", window.first, &mut self.first_text, focus);
        ui.label(egui::RichText::new("to").small().weak());
        let last = date_field(ui, "Window end", "last day", window.last, &mut self.last_text, false);
        if let Some(typed) = first {
            let first = typed.map(DaySpan::first);
            let last = match (window.last, first) {
                // A start after the end moves the end with it: what was typed is what counts.
                (Some(last), Some(first)) if last < first => typed.map(DaySpan::last),
                (last, _) => last,
            };
            commands.push(Command::SetWindow(Window { first, last }));
        }
        if let Some(typed) = last {
            let last = typed.map(DaySpan::last);
            let first = match (window.first, last) {
                (Some(first), Some(last)) if last < first => typed.map(DaySpan::first),
                (first, _) => first,
            };
            commands.push(Command::SetWindow(Window { first, last }));
        }
        if !window.is_all() && ui.small_button("All dates").on_hover_text("Show all of time (0)").clicked() {
            commands.push(Command::WholeRange);
        }
    }

    fn chart(&mut self, ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
        let palette = Palette::of(ui);
        let size = vec2(ui.available_width(), (ui.available_height() - 4.0).max(60.0));
        let (outer, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
        response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::Role::Slider, true, "Timeline: drag the ends of the window")
        });
        let axis_rect = Rect::from_min_max(outer.min + vec2(8.0, 2.0), outer.max - vec2(8.0, 18.0));
        let axis = Axis { span: session.timeline().axis(session.today()), rect: axis_rect };
        let painter = ui.painter_at(outer);
        painter.rect_filled(axis_rect.expand2(vec2(4.0, 0.0)), 3.0, palette.field);
        draw_ticks(&painter, axis, outer, palette);
        draw_bars(&painter, axis, session, palette);
        draw_spans(&painter, axis, session, palette);
        let window = session.timeline().drawn_window(session.view().window, session.today());
        draw_window(&painter, axis, window, session.view().window.is_all(), palette);
        draw_selected(&painter, axis, session, palette);
        self.drag(ui, &response, axis, session, window, commands);
        self.hover(ui, &response, axis, session);
    }

    fn drag(
        &mut self,
        ui: &egui::Ui,
        response: &egui::Response,
        axis: Axis,
        session: &Session,
        window: DaySpan,
        commands: &mut Vec<Command>,
    ) {
        const REACH: f32 = 7.0;
        let first_x = axis.x_of(day_number(window.first()));
        let last_x = axis.x_of(day_number(window.last()) + 1);
        let all = session.view().window.is_all();
        let near = |x: f32| -> Option<Grip> {
            if (x - first_x).abs() <= REACH {
                Some(Grip::First)
            } else if (x - last_x).abs() <= REACH {
                Some(Grip::Last)
            } else if !all && (first_x..=last_x).contains(&x) {
                Some(Grip::Middle { taken_at: axis.day_at(x), window })
            } else {
                None
            }
        };
        if let Some(at) = response.hover_pos() {
            ui.set_cursor_icon(match near(at.x) {
                Some(Grip::First | Grip::Last) => CursorIcon::ResizeHorizontal,
                Some(Grip::Middle { .. }) => CursorIcon::Grab,
                Some(Grip::New { .. } | Grip::Brush { .. }) | None => CursorIcon::Crosshair,
            });
            self.turn_wheel(ui, axis, at.x, session, commands);
        }
        if response.drag_started()
            && let Some(at) = ui.input(|input| input.pointer.press_origin())
        {
            let brush = ui.input(|input| input.modifiers.ctrl || input.modifiers.command)
                || response.drag_started_by(egui::PointerButton::Secondary);
            self.grip = Some(if brush {
                Grip::Brush { from: axis.day_at(at.x) }
            } else {
                near(at.x).unwrap_or(Grip::New { from: axis.day_at(at.x) })
            });
        }
        if let (Some(grip), Some(at)) = (self.grip, response.interact_pointer_pos()) {
            let day = axis.day_at(at.x).clamp(day_number(axis.span.first()), day_number(axis.span.last()));
            let edge = axis.edge_at(at.x);
            let next = match grip {
                Grip::First => span(edge.min(day_number(window.last())), day_number(window.last())),
                Grip::Last => span(day_number(window.first()), (edge - 1).max(day_number(window.first()))),
                Grip::Middle { taken_at, window } => {
                    let moved = axis.day_at(at.x) - taken_at;
                    span(day_number(window.first()) + moved, day_number(window.last()) + moved)
                }
                Grip::New { from } => span(from.min(day), from.max(day)),
                Grip::Brush { from } => {
                    let palette = Palette::of(ui);
                    let (a, b) = (axis.x_of(from.min(day)), axis.x_of(from.max(day) + 1));
                    let brushed = Rect::from_x_y_ranges(a..=b, axis.rect.y_range());
                    ui.painter().rect_filled(brushed, 2.0, palette.warn.gamma_multiply(0.25));
                    if response.drag_stopped() && (from - day).abs() >= 2 {
                        commands.push(Command::SetAxis(Some(span(from.min(day), from.max(day)))));
                    }
                    if response.drag_stopped() {
                        self.grip = None;
                    }
                    return;
                }
            };
            let next = Window::of(next);
            if next != session.view().window {
                commands.push(Command::SetWindow(next));
            }
        }
        if response.drag_stopped() {
            self.grip = None;
        }
        if response.double_clicked()
            && let Some(at) = response.interact_pointer_pos()
        {
            // A double click on a bar chooses its unit.
            let day = day_from_number(axis.day_at(at.x));
            let unit = session.timeline().unit;
            let first = unit.start_of(day);
            let last = day_from_number(day_number(unit.step(first, 1)) - 1);
            commands.push(Command::SetWindow(Window { first: Some(first), last: Some(last) }));
        }
    }

    /// The wheel resizes the window under the pointer; with Ctrl it zooms the axis.
    fn turn_wheel(
        &mut self,
        ui: &egui::Ui,
        axis: Axis,
        x: f32,
        session: &Session,
        commands: &mut Vec<Command>,
    ) {
        let (wheel, zoom) = ui.input(|input| (input.smooth_scroll_delta.y, input.zoom_delta()));
        if (zoom - 1.0).abs() > 1e-3 {
            let days = session.timeline().axis(session.today()).days();
            let next_days = ((days as f64 / f64::from(zoom)) as i64).clamp(14, 100_000);
            let centre = axis.day_at(x);
            let left = (f64::from((x - axis.rect.left()) / axis.rect.width()) * next_days as f64) as i64;
            let mut next = span(centre - left, centre - left + next_days - 1);
            if let Some(data) = session.timeline().data_span() {
                if next.days() >= data.days() {
                    commands.push(Command::SetAxis(None));
                    return;
                }
                // Keep the axis on the data.
                let too_far = day_number(next.last()) - day_number(data.last());
                let too_early = day_number(data.first()) - day_number(next.first());
                let shift = if too_early > 0 { too_early } else { -too_far.max(0) };
                next = span(day_number(next.first()) + shift, day_number(next.last()) + shift);
            }
            commands.push(Command::SetAxis(Some(next)));
        } else if wheel != 0.0 && !session.view().window.is_all() {
            const POINTS_A_STEP: f32 = 40.0;
            self.wheel += wheel;
            if self.wheel.abs() >= POINTS_A_STEP {
                commands.push(if self.wheel > 0.0 { Command::GrowWindow } else { Command::ShrinkWindow });
                self.wheel = 0.0;
            }
        }
    }

    fn hover(&self, ui: &egui::Ui, response: &egui::Response, axis: Axis, session: &Session) {
        let Some(at) = response.hover_pos().filter(|_| self.grip.is_none()) else { return };
        let day = day_from_number(axis.day_at(at.x));
        let bin = session.histogram().bins.iter().find(|bin| bin.span.contains(day));
        let Some(bin) = bin.filter(|bin| bin.total > 0.0) else { return };
        let words = format!("{}: {} of {} incidents", bin.span, count(bin.shown), count(bin.total));
        let _ = ui;
        response.clone().on_hover_text_at_pointer(words);
    }
}

fn span(first: i64, last: i64) -> DaySpan {
    let (first, last) = (day_from_number(first), day_from_number(last));
    DaySpan::new(first, last).unwrap_or(DaySpan::day(first))
}

/// `3`, or `2.4` where imprecise dates are spread over several bars.
fn count(weight: f64) -> String {
    if (weight - weight.round()).abs() < 0.05 { format!("{weight:.0}") } else { format!("{weight:.1}") }
}

/// A field for one end of the window. Returns the typed day or month or year when it was finished, and the
/// empty answer (an open end) when it was cleared.
#[expect(clippy::option_option, reason = "nothing finished, an end left open, or a span")]
fn date_field(
    ui: &mut egui::Ui,
    label: &str,
    hint: &str,
    value: Option<Date>,
    typed: &mut Option<String>,
    focus: bool,
) -> Option<Option<DaySpan>> {
    let palette = Palette::of(ui);
    let shown = value.map_or_else(String::new, |day| day.to_string());
    let mut text = typed.clone().unwrap_or_else(|| shown.clone());
    let problem =
        typed.as_ref().filter(|text| !text.trim().is_empty()).and_then(|text| read_date(text).err());
    let colour = if problem.is_some() { palette.trouble } else { palette.text };
    let response = ui.add(
        TextEdit::singleline(&mut text).desired_width(96.0).hint_text(hint.to_owned()).text_color(colour),
    );
    fields::name(&response, label);
    if focus {
        response.request_focus();
        select_all(ui, response.id, text.chars().count());
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
    if let Ok((span, _)) = read_date(&text) {
        return Some(Some(span));
    }
    // Keep what was typed, marked red, until it is corrected or cancelled.
    *typed = Some(text);
    None
}

fn select_all(ui: &egui::Ui, id: egui::Id, letters: usize) {
    let mut state = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
    let range = egui::text::CCursorRange::two(egui::text::CCursor::new(0), egui::text::CCursor::new(letters));
    state.cursor.set_char_range(Some(range));
    TextEdit::store_state(ui.ctx(), id, state);
}

fn transport(ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
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

fn units(ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
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
fn shelf(ui: &mut egui::Ui, session: &Session) {
    let histogram = session.histogram();
    if histogram.undated_total == 0 {
        return;
    }
    let palette = Palette::of(ui);
    let words = if histogram.undated_shown == histogram.undated_total {
        format!("{} undated", histogram.undated_total)
    } else {
        format!("{} of {} undated", histogram.undated_shown, histogram.undated_total)
    };
    ui.label(egui::RichText::new(words).small().color(palette.warn))
        .on_hover_text("Incidents without a date are shown only while the window holds all dates");
}

fn draw_ticks(painter: &egui::Painter, axis: Axis, outer: Rect, palette: Palette) {
    const LABEL_ROOM: f32 = 46.0;
    let days = axis.span.days();
    let pixels_a_day = axis.rect.width() / days as f32;
    // The smallest step whose labels do not touch.
    let steps: [(CalendarUnit, i64, f32); 11] = [
        (CalendarUnit::Day, 1, 1.0),
        (CalendarUnit::Week, 1, 7.0),
        (CalendarUnit::Month, 1, 30.0),
        (CalendarUnit::Month, 3, 91.0),
        (CalendarUnit::Month, 6, 182.0),
        (CalendarUnit::Year, 1, 365.0),
        (CalendarUnit::Year, 2, 730.0),
        (CalendarUnit::Year, 5, 1826.0),
        (CalendarUnit::Year, 10, 3652.0),
        (CalendarUnit::Year, 50, 18262.0),
        (CalendarUnit::Year, 100, 36524.0),
    ];
    let (unit, every, _) =
        steps.into_iter().find(|(_, _, length)| length * pixels_a_day >= LABEL_ROOM).unwrap_or(steps[10]);
    let mut at = unit.start_of(axis.span.first());
    if unit == CalendarUnit::Year {
        let year = i64::from(at.year());
        at = unit.step(at, -year.rem_euclid(every));
    } else if unit == CalendarUnit::Month {
        at = unit.step(at, -(i64::from(at.month() - 1)).rem_euclid(every));
    }
    let font = egui::FontId::new(11.0, theme::family(crate::carto::Face::Regular));
    let mut guard = 0;
    while at <= axis.span.last() && guard < 400 {
        guard += 1;
        let x = axis.x_of(day_number(at));
        if x >= axis.rect.left() - 1.0 {
            painter.vline(x, axis.rect.bottom()..=axis.rect.bottom() + 4.0, Stroke::new(1.0, palette.weak));
            let words = match unit {
                CalendarUnit::Year => at.year().to_string(),
                CalendarUnit::Month if at.month() == 1 || every >= 6 => at.strftime("%b %Y").to_string(),
                CalendarUnit::Month => at.strftime("%b").to_string(),
                CalendarUnit::Day | CalendarUnit::Week => at.strftime("%-d %b").to_string(),
            };
            painter.text(
                pos2(x + 3.0, outer.bottom() - 7.0),
                egui::Align2::LEFT_CENTER,
                words,
                font.clone(),
                palette.weak,
            );
        }
        let next = unit.step(at, every);
        if next <= at {
            break;
        }
        at = next;
    }
}

fn draw_bars(painter: &egui::Painter, axis: Axis, session: &Session, palette: Palette) {
    const HEADROOM: f32 = 14.0;
    let histogram = session.histogram();
    let highest = histogram.bins.iter().map(|bin| bin.total).fold(0.0_f64, f64::max);
    if highest <= 0.0 {
        return;
    }
    let window = session.view().window;
    let full = axis.rect.height() - HEADROOM;
    let height = |weight: f64| (weight / highest) as f32 * full;
    for bin in &histogram.bins {
        let left = axis.x_of(day_number(bin.span.first()));
        let right = axis.x_of(day_number(bin.span.last()) + 1);
        let gap = if right - left > 5.0 { 1.0 } else { 0.0 };
        let bar = |tall: f32| {
            Rect::from_min_max(
                pos2(left + gap, axis.rect.bottom() - tall),
                pos2((right - gap).max(left + 1.0), axis.rect.bottom()),
            )
        };
        if bin.total > 0.0 {
            painter.rect_filled(bar(height(bin.total)), 1.0, palette.bar_total);
        }
        if bin.shown > 0.0 {
            let inside = window.admits(Some(bin.span));
            let tint = if inside { palette.bar } else { palette.bar.gamma_multiply(0.45) };
            painter.rect_filled(bar(height(bin.shown)), 1.0, tint);
        }
    }
}

/// Imprecise dates as thin bars over all their possible days.
fn draw_spans(painter: &egui::Painter, axis: Axis, session: &Session, palette: Palette) {
    const ROWS: usize = 3;
    let mut ends: [f32; ROWS] = [f32::NEG_INFINITY; ROWS];
    for entry in session.spans() {
        let left = axis.x_of(day_number(entry.span.first()));
        let right = axis.x_of(day_number(entry.span.last()) + 1);
        if right < axis.rect.left() || left > axis.rect.right() {
            continue;
        }
        let row = ends.iter().position(|end| *end + 2.0 < left).unwrap_or(0);
        ends[row] = right;
        let y = axis.rect.top() + 3.0 + row as f32 * 4.0;
        let inside = session.view().window.admits(Some(entry.span));
        let tint = if inside { palette.warn } else { palette.bar_total };
        let bar = Rect::from_min_max(pos2(left, y), pos2(right.max(left + 2.5), y + 2.5));
        painter.rect_filled(bar, 1.0, tint);
    }
}

fn draw_window(painter: &egui::Painter, axis: Axis, window: DaySpan, all: bool, palette: Palette) {
    let left = axis.x_of(day_number(window.first())).max(axis.rect.left());
    let right = axis.x_of(day_number(window.last()) + 1).min(axis.rect.right());
    if right < axis.rect.left() || left > axis.rect.right() {
        return;
    }
    let veil = palette.panel.gamma_multiply(if all { 0.0 } else { 0.55 });
    if left > axis.rect.left() {
        painter.rect_filled(
            Rect::from_x_y_ranges(axis.rect.left() - 4.0..=left, axis.rect.y_range()),
            0.0,
            veil,
        );
    }
    if right < axis.rect.right() {
        painter.rect_filled(
            Rect::from_x_y_ranges(right..=axis.rect.right() + 4.0, axis.rect.y_range()),
            0.0,
            veil,
        );
    }
    let inside = Rect::from_x_y_ranges(left..=right, axis.rect.y_range());
    painter.rect_stroke(inside, 2.0, Stroke::new(1.5, palette.accent), egui::StrokeKind::Middle);
    for x in [left, right] {
        let grip = Rect::from_center_size(pos2(x, axis.rect.center().y), vec2(7.0, 24.0));
        painter.rect(
            grip,
            3.0,
            palette.accent,
            Stroke::new(1.0, palette.on_accent),
            egui::StrokeKind::Middle,
        );
    }
}

fn draw_selected(painter: &egui::Painter, axis: Axis, session: &Session, palette: Palette) {
    let Some(span) = session.selected_incident().and_then(|incident| incident.when.span) else { return };
    let left = axis.x_of(day_number(span.first()));
    let right = axis.x_of(day_number(span.last()) + 1).max(left + 2.0);
    let mark = Rect::from_x_y_ranges(left..=right, axis.rect.y_range());
    painter.rect_filled(mark, 0.0, palette.trouble.gamma_multiply(0.55));
    let tip = pos2(f32::midpoint(left, right), axis.rect.bottom() + 1.0);
    painter.add(egui::Shape::convex_polygon(
        vec![tip, tip + vec2(-5.0, 7.0), tip + vec2(5.0, 7.0)],
        palette.trouble,
        Stroke::new(0.0, Color32::TRANSPARENT),
    ));
}
