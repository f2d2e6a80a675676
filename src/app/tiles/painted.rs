//! The bytes of a tile become a picture, be they one already or shapes that are still to be painted. Never on the
//! thread that draws.

use std::borrow::Cow;

use image::RgbaImage;

use crate::{
    app::drawing_thread,
    carto::Theme,
    export::vector_tile_picture,
    store::tiles::{
        MOST_BODY, PictureError, TilePlace, VectorTile, decode_tile, is_packed, is_vector, unpacked,
    },
};

/// The picture of the tile `wanted`, from the bytes of the one that lies at `at`: the same, or one above it.
///
/// # Errors
/// When the bytes are no tile, too large or damaged.
pub fn tile_picture(
    bytes: &[u8],
    at: TilePlace,
    wanted: TilePlace,
    theme: Theme,
) -> Result<RgbaImage, PictureError> {
    drawing_thread::is_not_this_one("a tile is decoded");
    let plain = if is_packed(bytes) {
        unpacked(bytes, MOST_BODY)
            .map(Cow::Owned)
            .map_err(|error| PictureError::Damaged(error.to_string()))?
    } else {
        Cow::Borrowed(bytes)
    };
    if !is_vector(&plain) {
        return decode_tile(&plain);
    }
    let tile = VectorTile::read(&plain)?;
    vector_tile_picture(&tile, at, wanted, theme).ok_or(PictureError::Size)
}
