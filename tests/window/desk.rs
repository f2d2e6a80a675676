//! The whole program in a window that only a test sees: real pointer and key events in, accessible names out.

use std::{
    cell::{Ref, RefCell},
    path::Path,
    rc::Rc,
    time::{Duration, Instant},
};

use eframe::egui::{
    self, Event, Key, Modifiers, PointerButton, Pos2, Rect, ViewportCommand, ViewportEvent, ViewportId,
    accesskit::{Role, Toggled},
};
use egui_kittest::{
    Harness, Node,
    kittest::{NodeT as _, Queryable as _},
};
use marz::{
    app::Shell,
    carto::{Point, Scene, Target, Targeted},
    model::{Document, Incident, IncidentId},
    session::{Command, Session, Tone},
    store::Settings,
};

type Slot = Rc<RefCell<Option<Shell>>>;

/// A window of 1400×860 on the example.
pub struct Desk {
    pub harness: Harness<'static, Slot>,
}

impl Desk {
    /// The example, as a first start shows it; no settings are read or written.
    pub fn new() -> Self {
        Self::with_settings((Settings::default(), None, None))
    }

    /// The example with these settings, and the folder they are written to.
    pub fn with_settings(settings: marz::app::LoadedSettings) -> Self {
        let slot = Slot::default();
        let own = Rc::clone(&slot);
        let harness = Harness::builder()
            .with_size([1400.0, 860.0])
            .with_step_dt(1.0 / 30.0)
            .with_theme(egui::Theme::Light)
            // The tests ask about names themselves, also where not all has settled.
            .with_accessibility_check(false)
            .with_context_setup(move |ctx| {
                *own.borrow_mut() = Some(Shell::new(ctx, settings));
            })
            .build_ui_state(
                |ui, slot: &mut Slot| {
                    let ctx = ui.ctx().clone();
                    let mut slot = slot.borrow_mut();
                    let shell = slot.as_mut().expect("set up with the context");
                    shell.logic(&ctx);
                    shell.ui(ui);
                },
                slot,
            );
        let mut desk = Self { harness };
        desk.settle();
        desk
    }

    /// A window on this file.
    pub fn on_file(path: &Path) -> Self {
        let mut desk = Self::new();
        desk.open(path);
        desk
    }

    /// Keeps a journal of changes in this folder from now on.
    pub fn keep_journal(&mut self, folder: &Path) {
        let ctx = self.harness.ctx.clone();
        let mut slot = self.harness.state().borrow_mut();
        slot.as_mut().expect("set up with the context").keep_journal(&ctx, folder.to_path_buf());
    }

    /// Keeps earlier versions of files in this folder.
    pub fn keep_versions(&mut self, folder: &Path) {
        let mut slot = self.harness.state().borrow_mut();
        slot.as_mut().expect("set up with the context").keep_versions(folder.to_path_buf());
    }

    /// Locks the open file and looks what others do to it.
    pub fn guard_files(&mut self) {
        let ctx = self.harness.ctx.clone();
        let mut slot = self.harness.state().borrow_mut();
        slot.as_mut().expect("set up with the context").guard_files(&ctx);
    }

    /// Files of others are read by the program itself: this test's own has no such verb.
    pub fn read_layers_with(&mut self, program: &Path) {
        let slot = self.harness.state().borrow();
        slot.as_ref().expect("set up with the context").read_layers_with(program.to_path_buf());
    }

    pub fn open(&mut self, path: &Path) {
        let path = path.to_path_buf();
        self.ask(Command::OpenPath(path.clone()));
        self.wait_until("the file is open", |session| session.file_path() == Some(&path));
    }

    /// Frames until what was asked is done and shown.
    pub fn settle(&mut self) {
        for _ in 0..6 {
            self.harness.step();
        }
    }

    /// Frames until the program has come so far; fails after half a minute.
    pub fn wait_until(&mut self, what: &str, arrived: impl Fn(&Session) -> bool) {
        let begun = Instant::now();
        while !arrived(&self.session()) {
            assert!(begun.elapsed() < Duration::from_secs(30), "waited in vain until {what}");
            std::thread::sleep(Duration::from_millis(5));
            self.harness.step();
        }
        self.settle();
    }

    /// As when the window is closed.
    pub fn save_settings(&mut self) {
        self.harness.state().borrow_mut().as_mut().expect("set up with the context").save_settings();
    }

    // What the program knows

    pub fn shell(&self) -> Ref<'_, Shell> {
        Ref::map(self.harness.state().borrow(), |slot| slot.as_ref().expect("set up with the context"))
    }

    pub fn session(&self) -> Ref<'_, Session> {
        Ref::map(self.shell(), |shell| &shell.session)
    }

    pub fn ask(&mut self, command: Command) {
        self.harness.state().borrow_mut().as_mut().expect("set up with the context").ask(command);
        self.settle();
    }

    /// As on a start with a place for what is not saved yet.
    pub fn keep_unsaved_evidence(&mut self, folder: &Path) {
        let mut slot = self.harness.state().borrow_mut();
        slot.as_mut().expect("set up with the context").keep_unsaved_evidence(folder.to_path_buf());
    }

    pub fn document(&self) -> Document {
        self.session().document().clone()
    }

    pub fn selected(&self) -> Option<Incident> {
        self.session().selected_incident().map(|incident| Incident::clone(&incident))
    }

    pub fn shown(&self) -> usize {
        self.session().shown().len()
    }

    /// What the message bar says.
    pub fn messages(&self) -> Vec<(Tone, String)> {
        self.session().messages().iter().map(|message| (message.tone, message.text.clone())).collect()
    }

    /// What was asked of the window's frame by the last frame.
    pub fn window_commands(&self) -> Vec<ViewportCommand> {
        self.harness.output().viewport_output[&ViewportId::ROOT].commands.clone()
    }

    // What the user sees

    /// The control of this kind with this name.
    pub fn control<'a>(&'a self, role: Role, name: &'a str) -> Node<'a> {
        self.control_where(&format!("{role:?} “{name}”"), move |own, label| own == role && label == name)
    }

    /// The one control that fits; says which are there where none does.
    pub fn control_where<'a>(&'a self, wanted: &str, fits: impl Fn(Role, &str) -> bool + 'a) -> Node<'a> {
        let nodes = || self.harness.root().children_recursive();
        let label = |node: &Node<'_>| node.accesskit_node().label().unwrap_or_default();
        let mut found: Vec<_> =
            nodes().filter(|node| fits(node.accesskit_node().role(), &label(node))).collect();
        if let (Some(node), true) = (found.pop(), found.is_empty()) {
            return node;
        }
        let mut names: Vec<_> = nodes().map(|node| label(&node)).filter(|name| !name.is_empty()).collect();
        names.sort();
        names.dedup();
        panic!("not exactly one {wanted} among {}", names.join(" | "))
    }

    pub fn field<'a>(&'a self, name: &'a str) -> Node<'a> {
        self.control_where(&format!("field “{name}”"), move |role, label| is_field(role) && label == name)
    }

    pub fn has_field(&self, name: &str) -> bool {
        let mut nodes = self.harness.root().children_recursive();
        nodes.any(|node| {
            let node = node.accesskit_node();
            is_field(node.role()) && node.label().as_deref() == Some(name)
        })
    }

    /// What stands in a field.
    pub fn text_of(&self, name: &str) -> String {
        self.field(name).value().unwrap_or_default()
    }

    /// Whether these words can be read somewhere in the window.
    pub fn reads(&self, words: &str) -> bool {
        let says = |text: Option<String>| text.is_some_and(|text| text.contains(words));
        let mut nodes = self.harness.root().children_recursive();
        nodes.any(|node| {
            let node = node.accesskit_node();
            !node.is_hidden() && !is_field(node.role()) && (says(node.label()) || says(node.value()))
        })
    }

    /// The row of the list that is marked as selected.
    pub fn selected_row(&self) -> Option<String> {
        let mut rows = self.harness.query_all_by_role(Role::ListItem);
        let row = rows.find(|row| row.accesskit_node().toggled() == Some(Toggled::True))?;
        row.accesskit_node().label()
    }

    pub fn map(&self) -> Rect {
        self.control_where("map", |_, label| label.starts_with("Map of the frontier")).rect()
    }

    pub fn scene(&self) -> Scene {
        self.shell().panes.map.scene().expect("the map was painted").clone()
    }

    /// Where a point of the map's sheet is in the window.
    pub fn in_window(&self, at: Point) -> Pos2 {
        self.map().min + egui::vec2(at.x, at.y)
    }

    /// Markers of single incidents that nothing else covers, well inside the map.
    pub fn free_markers(&self) -> Vec<(IncidentId, Pos2)> {
        let scene = self.scene();
        let inside = |at: Point| {
            (60.0..scene.size.x - 60.0).contains(&at.x) && (90.0..scene.size.y - 60.0).contains(&at.y)
        };
        let apart = |target: &Target| {
            scene.targets.iter().all(|other| {
                let gap = (other.centre.x - target.centre.x).hypot(other.centre.y - target.centre.y);
                other == target || gap > other.radius + target.radius + 8.0
            })
        };
        scene
            .targets
            .iter()
            .filter(|target| inside(target.centre) && apart(target))
            .filter_map(|target| match &target.what {
                Targeted::Incident(id) => Some((id.clone(), self.in_window(target.centre))),
                Targeted::Stack(_) | Targeted::Crowd(_) | Targeted::Shelf => None,
            })
            .collect()
    }

    /// Where words that are painted on the map stand, and what of the window they may be seen in.
    pub fn painted(&self, words: &str) -> Option<(Rect, Rect)> {
        self.harness.output().shapes.iter().find_map(|clipped| match &clipped.shape {
            egui::Shape::Text(text) if text.galley.text().contains(words) => {
                Some((text.visual_bounding_rect(), clipped.clip_rect))
            }
            _ => None,
        })
    }

    /// As when the window is made smaller or larger by its edge.
    pub fn resize(&mut self, width: f32, height: f32) {
        self.harness.set_size(egui::vec2(width, height));
        self.settle();
    }

    // What the user does

    pub fn button(&mut self, at: Pos2, pressed: bool) {
        let button = PointerButton::Primary;
        self.harness.event(Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
        self.harness.step();
    }

    pub fn point(&mut self, at: Pos2) {
        self.harness.event(Event::PointerMoved(at));
        self.harness.step();
    }

    pub fn click(&mut self, at: Pos2) {
        self.point(at);
        self.button(at, true);
        self.button(at, false);
        self.settle();
    }

    pub fn drag(&mut self, from: Pos2, to: Pos2) {
        self.point(from);
        self.button(from, true);
        for part in 1..=8_u8 {
            self.point(from.lerp(to, f32::from(part) / 8.0));
        }
        // A hand that stops before it lets go gives the map no swing.
        self.wait();
        self.point(to);
        self.button(to, false);
        self.settle();
    }

    /// Frames of half a second without anything done.
    fn wait(&mut self) {
        for _ in 0..15 {
            self.harness.step();
        }
    }

    pub fn key(&mut self, key: Key) {
        self.harness.key_press(key);
        self.settle();
    }

    pub fn ctrl(&mut self, key: Key) {
        self.harness.key_press_modifiers(Modifiers::COMMAND, key);
        self.settle();
    }

    /// Puts the text into the field in place of what is there, without leaving it.
    pub fn write(&mut self, name: &str, text: &str) {
        self.field(name).focus();
        self.settle();
        self.ctrl(Key::A);
        if text.is_empty() {
            self.harness.key_press(Key::Backspace);
        } else {
            self.harness.event(Event::Text(text.to_owned()));
        }
        self.settle();
    }

    /// Writes and leaves the field by Enter.
    pub fn enter(&mut self, name: &str, text: &str) {
        self.write(name, text);
        self.key(Key::Enter);
    }

    /// Opens a menu and clicks the entry that begins so.
    pub fn menu(&mut self, menu: &str, entry: &str) {
        self.control(Role::Button, menu).click();
        self.settle();
        self.menu_entry(entry);
    }

    /// Clicks an entry of a menu that is open.
    pub fn menu_entry(&mut self, entry: &str) {
        let begins = |role, label: &str| role == Role::Button && label.starts_with(entry);
        self.control_where(&format!("entry “{entry}…”"), begins).click();
        self.settle();
    }

    /// The window's own button to close it.
    pub fn close_window(&mut self) {
        let viewport = self.harness.input_mut().viewports.get_mut(&ViewportId::ROOT).expect("a window");
        viewport.events.push(ViewportEvent::Close);
        self.harness.step();
    }
}

pub fn is_field(role: Role) -> bool {
    matches!(role, Role::TextInput | Role::MultilineTextInput | Role::SearchInput)
}
