//! The timeline: a histogram of the filtered incidents, a window with two ends to drag and two dates to type.

use eframe::egui::{self, CursorIcon, Rect, Sense, vec2};

use crate::{
    analysis::Window,
    model::{DaySpan, day_from_number, day_number, grouped},
    session::{Command, Session},
};

use super::theme::{self, Palette};

mod chart;
mod controls;

use chart::{Axis, draw_bars, draw_selected, draw_spans, draw_ticks, draw_window};
use controls::{date_field, shelf, transport, units};

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
        let first =
            date_field(ui, "Window start", "first day", window.first, &mut self.first_text, focus, commands);
        ui.label(egui::RichText::new("to").small().weak());
        let last =
            date_field(ui, "Window end", "last day", window.last, &mut self.last_text, false, commands);
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
        self.hover(&response, axis, session);
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

    fn hover(&self, response: &egui::Response, axis: Axis, session: &Session) {
        let Some(at) = response.hover_pos().filter(|_| self.grip.is_none()) else { return };
        let day = day_from_number(axis.day_at(at.x));
        let bin = session.histogram().bins.iter().find(|bin| bin.span.contains(day));
        let Some(bin) = bin.filter(|bin| bin.total > 0.0) else { return };
        let words = format!("{}: {} of {} incidents", bin.span, count(bin.shown), count(bin.total));
        response.clone().on_hover_text_at_pointer(words);
    }
}

fn span(first: i64, last: i64) -> DaySpan {
    let (first, last) = (day_from_number(first), day_from_number(last));
    DaySpan::new(first, last).unwrap_or(DaySpan::day(first))
}

/// `3`, or `2.4` where imprecise dates are spread over several bars.
fn count(weight: f64) -> String {
    // Among so many a part of one says nothing.
    const MANY: f64 = 100.0;
    if weight >= MANY || (weight - weight.round()).abs() < 0.05 {
        grouped(format_args!("{weight:.0}"))
    } else {
        format!("{weight:.1}")
    }
}
