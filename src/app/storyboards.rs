//! Storyboards as files: pages, slides, moving pictures and tours, made beside the window.

use std::path::{Path, PathBuf};

use crate::{
    analysis::ring,
    export::{
        Leaving, PageFormat, PicturePreset, PictureRequest,
        storyboard::{self, BoardFormat},
    },
    model::{DaySpan, Storyboard},
    session::{Progress, Tone},
    store::{self, formats::write::tour},
    ui::{BoardAsked, FileQuestion},
};

use super::{
    Shell,
    picture_maker::{Order, Subject},
    shell::with_extension,
};

impl Shell {
    pub(super) fn ask_for_board(&mut self, asked: BoardAsked) {
        let boards = &self.session.document().facts().storyboards;
        let Some(board) = boards.get(asked.board) else { return };
        let safe: String = board.name.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
        let day = self.session.today().strftime("%Y%m%d");
        let name = format!("{day}_{safe}.{}", asked.format.extension());
        let folder = self.settings.export_folder.clone().unwrap_or_else(|| self.folder());
        self.exporting_board = Some(asked);
        self.dialogs.ask(FileQuestion::Board, folder.join(name));
    }

    pub(super) fn export_board(&mut self, path: PathBuf) {
        let Some(asked) = self.exporting_board.take() else { return };
        let boards = &self.session.document().facts().storyboards;
        let Some(board) = boards.get(asked.board).cloned() else { return };
        let path = with_extension(path, asked.format.extension());
        self.settings.export_folder = path.parent().map(Path::to_path_buf);
        self.save_settings();
        let done = match asked.format {
            BoardFormat::Pages(format) => self.make_board_pages(&board, format, path),
            BoardFormat::Tour => self.write_tour(&board, &path),
        };
        if let Err(why) = done {
            self.session.say(Tone::Refused, why);
        }
    }

    /// The shots as they leave.
    fn frames_of(&self, board: &Storyboard) -> Result<(Leaving, Vec<storyboard::Frame>), String> {
        let document = self.session.document();
        let leaving = Leaving::of(document, self.profile_obeyed()?).map_err(|error| error.to_string())?;
        let shots = storyboard::shots_of(document, board)?;
        let frames = storyboard::frames(&leaving, &shots, self.session.view())?;
        Ok((leaving, frames))
    }

    fn make_board_pages(
        &mut self,
        board: &Storyboard,
        format: PageFormat,
        path: PathBuf,
    ) -> Result<(), String> {
        let (leaving, frames) = self.frames_of(board)?;
        let preset = if format == PageFormat::Gif { PicturePreset::Hd } else { PicturePreset::FullHd };
        let request = PictureRequest {
            made_on: Some(DaySpan::day(self.session.today()).to_string()),
            ..PictureRequest::preset(preset)
        };
        let what = Subject::Board { leaving: Box::new(leaving), frames };
        let tiles = self.ground.for_picture().map(Box::new);
        self.pictures.ask(Order { what, format, request, tiles, path });
        let words = format!("Storyboard: {}", format.label().to_lowercase());
        self.session.picture_under_way(Progress { words, done: 0, total: 1 });
        Ok(())
    }

    fn write_tour(&mut self, board: &Storyboard, path: &Path) -> Result<(), String> {
        let (leaving, frames) = self.frames_of(board)?;
        let stops = storyboard::tour_stops(&frames);
        let written = tour(leaving.document(), ring, &stops, &board.name);
        store::write_bytes(path, &written.bytes).map_err(|error| error.to_string())?;
        let words = format!(
            "A tour of {} views over {} incidents is saved. {}",
            stops.len(),
            written.rows,
            path.display()
        );
        self.session.say(Tone::Done, words);
        Ok(())
    }
}
