//! An SVG drawing -> a PNG picture, with the fonts of the system.

use std::sync::Arc;

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};
use skrifa::{FontRef, MetadataProvider};

/// How many pixels a unit of a drawing has; at 156 mm a drawing of 480 units is printed with 234 dots an inch.
const SCALE: f32 = 3.0;

/// Draws pictures, if the system has a font with Chinese letters.
pub struct Painter {
    options: Options<'static>,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The file.
    pub png: Vec<u8>,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
}

impl Painter {
    /// Looks through the fonts of the system; `None` where none of them has Chinese letters, so that nobody gets
    /// a picture of empty boxes.
    #[must_use]
    pub fn with_system_fonts() -> Option<Self> {
        let mut fonts = fontdb::Database::new();
        fonts.load_system_fonts();
        let family = chinese_family(&fonts)?;
        fonts.set_sans_serif_family(&family);
        Some(Self { options: Options { font_family: family, fontdb: Arc::new(fonts), ..Options::default() } })
    }

    /// Draws `svg`; `None` for what is no drawing.
    #[must_use]
    pub fn paint(&self, svg: &str) -> Option<Picture> {
        let tree = Tree::from_str(svg, &self.options).ok()?;
        let size = tree.size().to_int_size().scale_by(SCALE)?;
        let (width, height) = (size.width(), size.height());
        let mut pixels = Pixmap::new(width, height)?;
        pixels.fill(Color::WHITE);
        resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
        Some(Picture { png: pixels.encode_png().ok()?, width, height })
    }
}

/// A family with Chinese letters: one made for screens if there is one, otherwise the first by name.
fn chinese_family(fonts: &fontdb::Database) -> Option<String> {
    let has_letters = |face: &&fontdb::FaceInfo| {
        fonts
            .with_face_data(face.id, |data, index| {
                let font = FontRef::from_index(data, index).ok();
                font.is_some_and(|font| "建议件办".chars().all(|c| font.charmap().map(c).is_some()))
            })
            .unwrap_or(false)
    };
    let mut families: Vec<&str> = fonts
        .faces()
        .filter(has_letters)
        .filter_map(|face| Some(face.families.first()?.0.as_str()))
        .collect();
    families.sort_unstable();
    let known = crate::report::markup::FONTS.split(',').map(str::trim).find(|name| families.contains(name));
    known.or(families.first().copied()).map(str::to_owned)
}
