//! How truth reaches disk: the native file, atomic saves, the crash journal, earlier versions, evidence, packages,
//! settings, the sample, tiles.
//!
//! Nothing here knows a window, a map or a filter. Opening writes nothing; a failed save leaves the old file.

pub mod backups;
pub mod evidence;
pub mod files;
mod folders;
pub mod formats;
pub mod journal;
pub mod lock;
mod look;
pub mod meter;
mod names_file;
pub mod native;
pub mod package;
mod overlays;
mod sample;
mod settings;
pub mod tiles;
pub mod watch;

pub use backups::{BackupError, Shelf, Version};
pub use files::{Condition, FileStamp, Opened, StoreError, open, read_small, save, save_over, write_bytes};
pub use journal::{
    BasePiece, Entry, Journal, JournalError, Origin, Unfinished, Work, bring_back, find_unfinished,
};
pub use look::Look;
pub use names_file::{NamesFileError, NamesLine, each_line as each_name_line};
pub use native::{Damage, DamagedPiece, ReadError, Report, ReportLine};
pub use overlays::{OverlayEntry, OverlayLabel, OverlaySign};
pub use sample::{SAMPLE_NAME, sample};
pub use settings::{
    ExportSettings, LabelLanguage, MapStyle, Notation, PanelSettings, PictureSettings, Settings, TableColumn,
    TableSettings, ThemeChoice, WindowPlace, settings_dir, state_dir,
};
