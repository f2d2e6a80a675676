//! The program's own part of a frame while the map is panned: `cargo bench -- frames`.
//!
//! All that the processor does for a frame but the rasteriser's share: logic, interface with the Scene in it,
//! tessellation, and the copy of what goes to the graphics card (which a software rasteriser takes as just that).

use std::time::{Duration, Instant};

use eframe::egui::{
    self, Event, Modifiers, MouseWheelUnit, PointerButton, Pos2, RawInput, Rect, TouchPhase, Vec2,
    epaint::Primitive,
};
use marz::{app::Shell, store::Settings};

const FRAMES: usize = 900;
const SIZE: Vec2 = Vec2::new(1280.0, 720.0);
/// Over the map, whatever panes are open.
const OVER_MAP: Pos2 = Pos2::new(640.0, 300.0);

/// One frame's shares.
struct Shares {
    interface: Duration,
    tessellation: Duration,
    copy: Duration,
    bytes: usize,
}

struct Desk {
    ctx: egui::Context,
    shell: Shell,
    now: f64,
}

impl Desk {
    fn new() -> Self {
        let ctx = egui::Context::default();
        let shell = Shell::new(&ctx, (Settings::default(), None, None));
        Self { ctx, shell, now: 0.0 }
    }

    fn frame(&mut self, events: Vec<Event>) -> Shares {
        self.now += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE)),
            time: Some(self.now),
            focused: true,
            events,
            ..RawInput::default()
        };
        let begun = Instant::now();
        let shell = &mut self.shell;
        let output = self.ctx.run_ui(input, |ui| {
            let ctx = ui.ctx().clone();
            shell.logic(&ctx);
            shell.ui(ui);
        });
        let interface = begun.elapsed();
        let begun = Instant::now();
        let primitives = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        let tessellation = begun.elapsed();
        let begun = Instant::now();
        let mut bytes = 0;
        for primitive in &primitives {
            if let Primitive::Mesh(mesh) = &primitive.primitive {
                let (vertices, indices) = (mesh.vertices.clone(), mesh.indices.clone());
                bytes += size_of_val(vertices.as_slice()) + size_of_val(indices.as_slice());
                divan::black_box((vertices, indices));
            }
        }
        Shares { interface, tessellation, copy: begun.elapsed(), bytes }
    }

    /// A press, a way of so many frames to and fro, and the shares of each.
    fn pan(&mut self) -> Vec<Shares> {
        let button = |pressed| Event::PointerButton {
            pos: OVER_MAP,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        self.frame(vec![Event::PointerMoved(OVER_MAP)]);
        self.frame(vec![button(true)]);
        let mut before = self.shell.session.view().camera;
        let mut moved = 0;
        let shares = (0..FRAMES)
            .map(|number| {
                let way = (number % 120).abs_diff(60) as f32;
                let to = OVER_MAP + Vec2::new(4.0 * (60.0 - way), (number % 2) as f32);
                let shares = self.frame(vec![Event::PointerMoved(to)]);
                let camera = self.shell.session.view().camera;
                moved += usize::from(camera != before);
                before = camera;
                shares
            })
            .collect();
        assert!(moved * 10 > FRAMES * 9, "the map moved in {moved} of {FRAMES} frames only");
        shares
    }
}

/// Prints the shares of a pan over the example near zoom 8, in milliseconds.
pub fn table() {
    let mut desk = Desk::new();
    desk.frame(vec![Event::PointerMoved(OVER_MAP)]);
    let wheel = || Event::MouseWheel {
        unit: MouseWheelUnit::Line,
        delta: Vec2::new(0.0, 1.0),
        phase: TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    };
    for _ in 0..200 {
        let zoom = desk.shell.session.view().camera.zoom.0;
        if zoom >= 8.0 {
            break;
        }
        desk.frame(vec![wheel()]);
        for _ in 0..20 {
            desk.frame(Vec::new());
        }
    }
    let zoom = desk.shell.session.view().camera.zoom.0;
    let shares = desk.pan();
    println!("panning at zoom {zoom:.1}, {} × {}, {FRAMES} frames; milliseconds:", SIZE.x, SIZE.y);
    let row = |name: &str, of: &dyn Fn(&Shares) -> Duration| {
        let mut times: Vec<f64> = shares.iter().map(|share| of(share).as_secs_f64() * 1e3).collect();
        times.sort_by(f64::total_cmp);
        let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize];
        println!("{name:>24}  median {:6.2}  p99 {:6.2}  most {:6.2}", at(0.5), at(0.99), at(1.0));
    };
    row("logic and interface", &|share| share.interface);
    row("tessellation", &|share| share.tessellation);
    row("copy for the upload", &|share| share.copy);
    row("all", &|share| share.interface + share.tessellation + share.copy);
    let bytes = shares.iter().map(|share| share.bytes).sum::<usize>() / shares.len();
    println!("{:>24}  {:.1} MB a frame", "uploaded", bytes as f64 / 1e6);
}
