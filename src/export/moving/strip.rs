//! The frames of a moving picture, painted: what stays from one to the next is painted once.

use tiny_skia::Pixmap;

use crate::carto::Scene;

use super::super::png::{Base, ExportError};

/// A rectangle of pixels: left, top, width and height.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Patch {
    pub left: usize,
    pub top: usize,
    pub width: usize,
    pub height: usize,
}

/// Paints frames of one size.
pub(super) struct Strip {
    pixels: (u32, u32),
    base: Option<Base>,
}

impl Strip {
    pub fn new(pixels: (u32, u32)) -> Self {
        Self { pixels, base: None }
    }

    pub fn paint(&mut self, scene: &Scene) -> Result<Pixmap, ExportError> {
        let kept = self.base.take().filter(|base| base.fits(scene));
        let base = match kept {
            Some(base) => base,
            None => Base::of(scene, self.pixels)?,
        };
        self.base.insert(base).paint(scene)
    }
}

/// The smallest patch in which two pictures of `width` differ; none where they are the same.
pub(super) fn changed<T: PartialEq>(before: &[T], after: &[T], width: usize) -> Option<Patch> {
    let rows = || before.chunks_exact(width).zip(after.chunks_exact(width));
    let top = rows().position(|(a, b)| a != b)?;
    let bottom = rows().rposition(|(a, b)| a != b)?;
    let (mut left, mut right) = (width, 0);
    for (a, b) in rows().skip(top).take(bottom - top + 1) {
        if let Some(first) = a.iter().zip(b).position(|(a, b)| a != b) {
            left = left.min(first);
        }
        if let Some(last) = a.iter().zip(b).rposition(|(a, b)| a != b) {
            right = right.max(last);
        }
    }
    Some(Patch { left, top, width: right - left + 1, height: bottom - top + 1 })
}

/// The pixels of a patch, row after row.
pub(super) fn cut<T: Copy>(picture: &[T], width: usize, patch: Patch) -> Vec<T> {
    let rows = picture.chunks_exact(width).skip(patch.top).take(patch.height);
    rows.flat_map(|row| &row[patch.left..patch.left + patch.width]).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_patch_that_changed_is_found() {
        let before = [0; 20];
        let mut after = before;
        assert_eq!(changed(&before, &after, 5), None);
        after[6] = 1;
        after[13] = 2;
        let patch = changed(&before, &after, 5).unwrap();
        assert_eq!(patch, Patch { left: 1, top: 1, width: 3, height: 2 });
        assert_eq!(cut(&after, 5, patch), [1, 0, 0, 0, 0, 2]);
    }
}
