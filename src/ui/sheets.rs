//! Small windows over the map: keys, all commands, about, history, questions, messages.

use eframe::egui::{self, Rect, RichText, vec2};

use crate::{
    carto::MAP_ATTRIBUTION,
    edit::Action,
    model::{Facts, grouped, shown_line, shown_text},
    session::{Close, Command, Mode, Session, Tone},
    store::Damage,
};

use super::{
    fields,
    theme::{self, Palette},
};

/// The bar that says what went wrong and what to do. It floats over the map, so that nothing jumps under the
/// pointer when it comes and goes.
pub fn message_bar(ui: &egui::Ui, session: &Session, map: Rect) -> Vec<Command> {
    let mut commands = Vec::new();
    if session.messages().is_empty() {
        return commands;
    }
    let palette = Palette::of(ui);
    let width = (map.width() - 40.0).clamp(200.0, 620.0);
    let area = egui::Area::new(egui::Id::unique("messages"))
        .order(egui::Order::Foreground)
        .fixed_pos(egui::pos2(map.center().x - width / 2.0, map.top() + 12.0));
    area.show(ui.ctx(), |ui| {
        ui.set_width(width);
        for (place, message) in session.messages().iter().enumerate() {
            let (tint, symbol) = match message.tone {
                Tone::Done => (palette.done, theme::icons::CHECK),
                Tone::Refused => (palette.weak, theme::icons::INFO),
                Tone::Note => (palette.warn, theme::icons::INFO),
                Tone::Trouble => (palette.trouble, theme::icons::WARNING),
            };
            let fill = if message.tone == Tone::Trouble { palette.trouble_quiet } else { palette.raised };
            let frame = egui::Frame::new()
                .fill(fill)
                .stroke(egui::Stroke::new(1.0, tint))
                .corner_radius(6.0)
                .shadow(ui.visuals().popup_shadow)
                .inner_margin(egui::Margin::symmetric(10, 7));
            frame.show(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.label(theme::icon(symbol, 16.0).color(tint));
                    ui.scope(|ui| {
                        ui.set_width(width - 90.0);
                        ui.vertical(|ui| {
                            ui.add(egui::Label::new(&message.text).wrap());
                            if let Some(way_out) = message.way_out
                                && ui.button(way_out.label()).clicked()
                            {
                                commands.push(way_out.command());
                                commands.push(Command::DismissMessage(place));
                            }
                        });
                    });
                    let close = ui.add(egui::Button::new(theme::icon(theme::icons::CLOSE, 12.0)).small());
                    fields::name(&close, "Close the message");
                    if close.clicked() {
                        commands.push(Command::DismissMessage(place));
                    }
                });
            });
        }
    });
    commands
}

/// What a click on the map does now, while it does something special.
pub fn mode_hint(ui: &egui::Ui, session: &Session, rect: Rect) {
    let words = match session.mode() {
        Mode::Browse => return,
        Mode::Place { .. } => "Click on the map to place the incident · Esc cancels",
        Mode::Move { .. } => "Click where the incident belongs · Esc cancels",
        Mode::Measure { .. } => "Click points · Enter ends · Esc leaves",
        Mode::CentreRings => "Click where the middle of the distance rings is · Esc cancels",
    };
    let palette = Palette::of(ui);
    let font = egui::FontId::new(14.0, theme::family(crate::carto::Face::SemiBold));
    let galley = ui.painter().layout_no_wrap(words.to_owned(), font, palette.on_accent);
    let card = Rect::from_center_size(rect.center_top() + vec2(0.0, 26.0), galley.size() + vec2(24.0, 14.0));
    ui.painter().rect_filled(card, 6.0, palette.accent);
    ui.painter().galley(card.min + vec2(12.0, 7.0), galley, palette.on_accent);
}

/// A small window over the map; tells whether it was closed.
pub(super) fn sheet(
    ctx: &egui::Context,
    id: &str,
    title: &str,
    width: f32,
    content: impl FnOnce(&mut egui::Ui),
) -> bool {
    let mut closed = false;
    let response = egui::Modal::new(egui::Id::unique(id)).show(ctx, |ui| {
        ui.set_width(width.min(ctx.content_rect().width() - 40.0));
        ui.horizontal(|ui| {
            ui.heading(title);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let close = ui.add(egui::Button::new(theme::icon(theme::icons::CLOSE, 14.0)));
                fields::name(&close, "Close");
                closed |= close.clicked();
            });
        });
        ui.separator();
        content(ui);
    });
    closed || response.should_close()
}

/// The content of a small window, as high as the window allows.
pub(super) fn scrolled(ctx: &egui::Context, ui: &mut egui::Ui, content: impl FnOnce(&mut egui::Ui)) {
    let height = (ctx.content_rect().height() - 150.0).max(120.0);
    egui::ScrollArea::vertical()
        .max_height(height)
        .min_scrolled_height(height)
        .auto_shrink([false, true])
        .show(ui, content);
}

/// All keys.
pub fn shortcuts(ctx: &egui::Context) -> bool {
    sheet(ctx, "keys", "Keys", 760.0, |ui| {
        scrolled(ctx, ui, |ui| {
            let palette = Palette::of(ui);
            let groups: Vec<_> = Command::catalogue()
                .into_iter()
                .map(|(heading, commands)| {
                    let bound: Vec<_> = commands.into_iter().filter(|c| !c.shortcuts().is_empty()).collect();
                    (heading, bound)
                })
                .collect();
            ui.columns(2, |columns| {
                for (place, (heading, commands)) in groups.iter().enumerate() {
                    let column = &mut columns[usize::from(place % 2 == 1)];
                    column.add_space(theme::GAP);
                    column.label(theme::bold(*heading));
                    egui::Grid::new(*heading).num_columns(2).spacing(vec2(14.0, 3.0)).show(column, |ui| {
                        for command in commands {
                            let keys: Vec<String> =
                                command.shortcuts().iter().map(ToString::to_string).collect();
                            ui.label(RichText::new(keys.join(" or ")).color(palette.accent));
                            ui.label(command.label());
                            ui.end_row();
                        }
                    });
                }
            });
            ui.separator();
            ui.label(theme::bold("Mouse"));
            for (what, does) in [
                ("Drag the map", "pan; a marker is never moved by a drag"),
                ("Wheel", "zoom at the pointer; with Ctrl in finer steps"),
                ("Shift + drag", "zoom to the box"),
                ("Click, double click", "select, edit; on a stack: open it"),
                ("Right click", "copy the point in any notation, see what is near, new incident here"),
                ("Timeline: drag", "an end or the window; on empty axis a new window"),
                ("Timeline: Ctrl + drag or wheel", "zoom the axis"),
                ("Timeline: double click", "choose the day, week, month or year under the pointer"),
            ] {
                ui.horizontal_wrapped(|ui| {
                    ui.label(RichText::new(what).color(palette.accent));
                    ui.label(does);
                });
            }
        });
    })
}

/// What Marz is and what it stands on.
pub fn about(ctx: &egui::Context) -> bool {
    sheet(ctx, "about", "About Marz", 640.0, |ui| {
        scrolled(ctx, ui, |ui| {
            ui.label(RichText::new("Marz — марз — مرز").size(20.0));
            ui.label(format!("Version {}", env!("CARGO_PKG_VERSION")));
            ui.label("The incident atlas of the Tajik–Afghan frontier: incidents on a map, in time, with their sources and their precision. Marz works without a network and requests nothing from one.");
            ui.add_space(theme::GROUP_GAP);
            ui.label(theme::bold("Map data"));
            for line in MAP_ATTRIBUTION.split('·') {
                ui.label(format!("• {}", line.trim()));
            }
            ui.add_space(theme::GROUP_GAP);
            ui.label(theme::bold("Example incidents"));
            ui.label("Compiled from the published reports that each incident names; points from GeoNames (CC BY 4.0) and UCDP GED (CC BY 4.0). Four rows rest on the Aid Worker Security Database.");
            ui.add_space(theme::GROUP_GAP);
            ui.label(theme::bold("Type and icons"));
            ui.label("• Noto Sans and Noto Sans Arabic, SIL Open Font License 1.1");
            ui.label("• Phosphor Icons, MIT");
            ui.add_space(theme::GROUP_GAP);
            ui.label(theme::bold("Libraries"));
            ui.label("egui and eframe, walkers, rfd, arboard, opener, tiny-skia, krilla, gif, color_quant, roxmltree, image, png, geo, i_overlay, earcut, imbl, foldhash, hashbrown, jiff, serde, clap with clap_complete and clap_mangen, calamine, kamadak-exif, rust_xlsxwriter, quick-xml, shapefile, flatgeobuf, seccompiler, zip, flate2, ureq with rustls, ring and webpki-roots, uuid, csv, encoding_rs, chardetng, rusqlite with SQLite, rstar, rlimit, sha2, hmac, url, atomic-write-file, directories, thiserror, skrifa, harfrust, unicode-bidi, unicode-normalization and the crates these stand on, under MIT, Apache-2.0, MPL-2.0, ISC, CDLA-Permissive, Zlib and similar licences.");
            ui.add_space(theme::GROUP_GAP);
            ui.label("Marz itself: MIT or Apache-2.0, at your choice.");
        });
    })
}

/// Steps done and undone.
pub fn history(ctx: &egui::Context, session: &Session, commands: &mut Vec<Command>) -> bool {
    sheet(ctx, "history", "History of changes", 520.0, |ui| {
        ui.horizontal(|ui| {
            for command in [Command::Undo, Command::Redo] {
                if ui
                    .add_enabled(command.refusal(session).is_none(), egui::Button::new(command.label()))
                    .clicked()
                {
                    commands.push(command);
                }
            }
        });
        let steps = session.history().steps();
        if steps.is_empty() {
            ui.weak("Nothing has been changed since the document was opened.");
        }
        scrolled(ctx, ui, |ui| {
            for (place, step) in steps.iter().enumerate().rev() {
                ui.label(format!("{}.  {}", place + 1, shown_line(&step.label)));
            }
        });
    })
}

/// What the last opened file held.
pub fn report(ctx: &egui::Context, session: &Session) -> bool {
    sheet(ctx, "report", "What was read", 640.0, |ui| {
        let Some(report) = session.report() else {
            ui.weak("No file has been opened yet.");
            return;
        };
        ui.label(format!(
            "{} incidents, {} of them without a point on the map, {} without a date. {} further shapes are kept and written back, but not shown.",
            grouped(report.incidents),
            grouped(report.without_point),
            grouped(report.undated),
            grouped(report.kept_features)
        ));
        if let Some(why) = &report.read_only {
            ui.label(why);
        }
        if let Some(damage) = &report.damage {
            damaged_pieces(ctx, ui, damage);
        }
        if report.is_clean() {
            ui.label("Everything could be read.");
        } else if !report.lines.is_empty() || report.left_out > 0 {
            ui.add_space(theme::GAP);
            ui.label("What could not be read as it stands is kept in the record and written back when the file is saved:");
            scrolled(ctx, ui, |ui| {
                for line in &report.lines {
                    ui.label(shown_text(&format!("• {line}")));
                }
                if report.left_out > 0 {
                    ui.label(format!("and {} more", report.left_out));
                }
            });
        }
    })
}

/// What a damaged file held between its whole records, so that it can be read and copied by hand.
fn damaged_pieces(ctx: &egui::Context, ui: &mut egui::Ui, damage: &Damage) {
    /// Letters of one piece that are shown; the button copies all of it.
    const SHOWN: usize = 1_500;
    let palette = Palette::of(ui);
    ui.label(RichText::new(format!("The file is damaged: {damage}.")).color(palette.trouble));
    if damage.pieces.is_empty() {
        return;
    }
    ui.label("These bytes stand where records should be. They are not in this document:");
    let height = (ctx.content_rect().height() * 0.4).max(120.0);
    egui::ScrollArea::vertical()
        .id_salt("damaged pieces")
        .max_height(height)
        .min_scrolled_height(height)
        .show(ui, |ui| {
            for piece in &damage.pieces {
                ui.horizontal(|ui| {
                    ui.label(theme::bold(format!("Line {}", piece.line)));
                    let copy = ui.small_button("Copy");
                    fields::name(&copy, &format!("Copy the damaged text of line {}", piece.line));
                    if copy.clicked() {
                        ctx.copy_text(piece.text.clone());
                    }
                });
                let shown: String = piece.text.chars().take(SHOWN).collect();
                let dots = if shown.len() < piece.text.len() { "…" } else { "" };
                ui.add(egui::Label::new(RichText::new(format!("{shown}{dots}")).monospace().small()).wrap());
            }
        });
}

/// Title and credits of the document.
pub fn project(ctx: &egui::Context, session: &Session, commands: &mut Vec<Command>) -> bool {
    let id = egui::Id::unique("project draft");
    let facts = session.document().facts();
    let mut draft: (String, String) = ctx.data_mut(|data| {
        data.get_temp(id).unwrap_or_else(|| (facts.title.clone(), facts.attribution.join("\n")))
    });
    let mut done = false;
    let closed = sheet(ctx, "project", "Title and credits", 560.0, |ui| {
        fields::caption(ui, "Title, printed on pictures");
        let title = ui.add(egui::TextEdit::singleline(&mut draft.0).desired_width(f32::INFINITY));
        fields::name(&title, "Title of the document");
        fields::caption(ui, "Credits of the data, one a line, printed in the source line of pictures");
        let credits =
            ui.add(egui::TextEdit::multiline(&mut draft.1).desired_rows(6).desired_width(f32::INFINITY));
        fields::name(&credits, "Credits of the data");
        ui.add_space(theme::GAP);
        done = ui.button("Apply").clicked();
    });
    if done {
        let attribution =
            draft.1.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
        let facts = Facts { title: draft.0.trim().to_owned(), attribution, ..facts.clone() };
        commands.push(Command::Perform(Action::SetFacts(facts)));
    }
    if done || closed {
        ctx.data_mut(|data| data.remove::<(String, String)>(id));
    } else {
        ctx.data_mut(|data| data.insert_temp(id, draft));
    }
    done || closed
}

/// The question before changes would be lost.
pub fn unsaved_question(ctx: &egui::Context, session: &Session) -> Vec<Command> {
    let mut commands = Vec::new();
    let response = egui::Modal::new(egui::Id::unique("unsaved")).show(ctx, |ui| {
        ui.set_width(420.0);
        ui.heading("Save the changes?");
        let steps = session.history().steps().len();
        let count = if steps == 1 { "1 change".to_owned() } else { format!("{steps} changes") };
        ui.label(format!("{} has {count} that no file holds.", session.file_name()));
        ui.add_space(theme::GROUP_GAP);
        ui.horizontal(|ui| {
            for (label, answer) in
                [("Save", Close::Save), ("Discard the changes", Close::Discard), ("Cancel", Close::Stay)]
            {
                if ui.button(label).clicked() {
                    commands.push(Command::Unsaved(answer));
                }
            }
        });
    });
    if response.should_close() && commands.is_empty() {
        commands.push(Command::Unsaved(Close::Stay));
    }
    commands
}

/// The name that changes are signed with.
pub fn author(ctx: &egui::Context, session: &Session, commands: &mut Vec<Command>) -> bool {
    let id = egui::Id::unique("author draft");
    let mut name: String =
        ctx.data_mut(|data| data.get_temp(id).unwrap_or_else(|| session.author().to_owned()));
    let mut done = false;
    let closed = sheet(ctx, "author", "Your name", 440.0, |ui| {
        ui.label("Each change of a record is noted in its history with this name. It is kept in your settings, and written into the files that you save. Leave it empty to stay unnamed.");
        let field = ui.add(egui::TextEdit::singleline(&mut name).desired_width(f32::INFINITY));
        fields::name(&field, "Your name");
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        ui.add_space(theme::GAP);
        done = ui.button("Apply").clicked() || entered;
        if !done {
            field.request_focus();
        }
    });
    if done {
        commands.push(Command::SetAuthor(name.clone()));
    }
    if done || closed {
        ctx.data_mut(|data| data.remove::<String>(id));
    } else {
        ctx.data_mut(|data| data.insert_temp(id, name));
    }
    done || closed
}
