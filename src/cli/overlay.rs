//! Layers of the user's own files on a picture from the command line.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    carto::{Overlay, OverlayEntry, Shapes, View},
    store::formats::{
        child::{self, Cage, ChildError},
        shapes::{ShapeFile, ShapeLayer, read_apart},
    },
};

use super::CliError;

/// Lays all layers of the files into the view; a line on each.
pub(super) fn lay(files: &[PathBuf], view: &mut View) -> Result<Vec<String>, CliError> {
    let mut said = Vec::new();
    for file in files {
        let failed = |error: ChildError| CliError::Overlay {
            why: match error {
                // Its own sentence names the file already.
                ChildError::Refused(why) => why,
                error => format!("{error}\n{}", file.display()),
            },
        };
        for layer in layers(file).map_err(failed)? {
            let entry = OverlayEntry::new(file.clone(), layer.name.clone(), view.overlays.len());
            said.push(format!(
                "{}: {} things, {} left out",
                entry.name(),
                layer.features.len(),
                layer.left_out_in_all
            ));
            view.overlays.push(Overlay { entry, shapes: Some(Arc::new(Shapes::new(layer))) });
        }
    }
    Ok(said)
}

fn layers(file: &Path) -> Result<Vec<ShapeLayer>, ChildError> {
    let program = child::this_program()?;
    let read = |layer: Option<&str>| read_apart(&program, Cage::USUAL, file, layer)?.answer(&mut |_, _| {});
    let names = match read(None)? {
        ShapeFile::Layer(layer) => return Ok(vec![layer]),
        ShapeFile::Layers(names) => names,
    };
    names
        .iter()
        .filter(|(_, count)| *count > 0)
        .filter_map(|(name, _)| match read(Some(name)) {
            Ok(ShapeFile::Layer(layer)) => Some(Ok(layer)),
            Ok(ShapeFile::Layers(_)) => None,
            Err(error) => Some(Err(error)),
        })
        .collect()
}
