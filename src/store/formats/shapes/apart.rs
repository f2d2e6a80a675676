//! Shapes read by a child: its pieces put together again.

use std::{ffi::OsString, path::Path};

use super::{Feature, Limits, ShapeFile};
use crate::store::formats::child::{self, Cage, ChildError, Frame, Reader};

/// Starts the child that reads one layer of a file; [`ShapesReader::answer`] waits for what it finds.
///
/// # Errors
/// When no process can be started.
pub fn read_apart(
    program: &Path,
    cage: Cage,
    path: &Path,
    layer: Option<&str>,
) -> Result<ShapesReader, ChildError> {
    let options: Vec<OsString> = layer.map(|layer| format!("--layer={layer}").into()).into_iter().collect();
    child::start(program, cage, "shapes", path, &options).map(ShapesReader)
}

/// A child that reads shapes.
pub struct ShapesReader(Reader);

impl ShapesReader {
    pub fn stop(&self) -> child::Stop {
        self.0.stop()
    }

    /// Waits for all that it finds; `on` is told how many of how many shapes are here.
    ///
    /// # Errors
    /// When the file is refused, or the child was ended or died.
    pub fn answer(mut self, on: &mut dyn FnMut(u64, u64)) -> Result<ShapeFile, ChildError> {
        let nonsense = |error: &serde_json::Error| ChildError::Nonsense(error.to_string());
        let mut file: Option<ShapeFile> = None;
        while let Some(frame) = self.0.hear()? {
            match frame {
                Frame::Progress(done, all) => on(done, all),
                Frame::Piece(bytes) => match &mut file {
                    None => file = Some(serde_json::from_slice(&bytes).map_err(|error| nonsense(&error))?),
                    Some(ShapeFile::Layer(layer)) => {
                        let some: Vec<Feature> =
                            serde_json::from_slice(&bytes).map_err(|error| nonsense(&error))?;
                        if layer.features.len() + some.len() > Limits::USUAL.features {
                            return Err(ChildError::Nonsense("more shapes than it may tell".to_owned()));
                        }
                        layer.features.extend(some);
                    }
                    Some(ShapeFile::Layers(_)) => {
                        return Err(ChildError::Nonsense("shapes after a list of layers".to_owned()));
                    }
                },
                Frame::Refused(_) | Frame::End => {}
            }
        }
        file.ok_or_else(|| ChildError::Nonsense("no answer".to_owned()))
    }
}
