//! A picture as others see it: with each kind of colour blindness, and from a printer without colours.

use std::sync::LazyLock;

/// How a picture is seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sight {
    #[default]
    Usual,
    /// Without the cones for long waves: reds are dark.
    Protan,
    /// Without the cones for middle waves, the most frequent kind.
    Deutan,
    /// Without the cones for short waves.
    Tritan,
    /// Grey print.
    Grey,
}

impl Sight {
    pub const ALL: [Self; 5] = [Self::Usual, Self::Protan, Self::Deutan, Self::Tritan, Self::Grey];

    pub fn label(self) -> &'static str {
        match self {
            Self::Usual => "As it is",
            Self::Protan => "Red-blind (protan)",
            Self::Deutan => "Green-blind (deutan)",
            Self::Tritan => "Blue-blind (tritan)",
            Self::Grey => "Grey print",
        }
    }

    /// What becomes of linear red, green and blue; `None` where nothing does.
    ///
    /// # Source
    /// Machado, Oliveira and Fernandes 2009, "A Physiologically-based Model for Simulation of Color Vision Deficiency",
    /// table 1, severity 1.0; the grey is the relative luminance of Rec. 709.
    fn matrix(self) -> Option<[[f32; 3]; 3]> {
        const LUMINANCE: [f32; 3] = [0.2126, 0.7152, 0.0722];
        match self {
            Self::Usual => None,
            Self::Protan => Some([
                [0.152286, 1.052583, -0.204868],
                [0.114503, 0.786281, 0.099216],
                [-0.003882, -0.048116, 1.051998],
            ]),
            Self::Deutan => Some([
                [0.367322, 0.860646, -0.227968],
                [0.280085, 0.672501, 0.047413],
                [-0.011820, 0.042940, 0.968881],
            ]),
            Self::Tritan => Some([
                [1.255528, -0.076749, -0.178779],
                [-0.078411, 0.930809, 0.147602],
                [0.004733, 0.691367, 0.303900],
            ]),
            Self::Grey => Some([LUMINANCE; 3]),
        }
    }

    /// A colour as it is seen.
    #[must_use]
    pub fn seen(self, [r, g, b]: [u8; 3]) -> [u8; 3] {
        let Some(matrix) = self.matrix() else { return [r, g, b] };
        let linear = [r, g, b].map(|channel| LINEAR[usize::from(channel)]);
        matrix.map(|row| {
            let light: f32 = row.iter().zip(linear).map(|(share, channel)| share * channel).sum();
            encoded(light)
        })
    }

    /// Makes a picture be as it is seen. Opacity stays.
    pub fn apply(self, picture: &mut image::RgbaImage) {
        if self == Self::Usual {
            return;
        }
        // Neighbours are often of one colour.
        let mut last = ([0; 3], self.seen([0; 3]));
        for pixel in picture.pixels_mut() {
            let [r, g, b, a] = pixel.0;
            if last.0 != [r, g, b] {
                last = ([r, g, b], self.seen([r, g, b]));
            }
            let [r, g, b] = last.1;
            pixel.0 = [r, g, b, a];
        }
    }
}

/// # Source
/// The transfer function of sRGB, IEC 61966-2-1.
static LINEAR: LazyLock<Vec<f32>> = LazyLock::new(|| {
    let of = |channel: u8| {
        let share = f32::from(channel) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    (0..=255).map(of).collect()
});

fn encoded(light: f32) -> u8 {
    let light = light.clamp(0.0, 1.0);
    let share = if light <= 0.0031308 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
    (share * 255.0).round() as u8
}

#[cfg(test)]
mod tests {
    use super::Sight;

    #[test]
    fn greys_stay_grey_and_red_and_green_come_near_each_other_for_a_green_blind_eye() {
        for sight in Sight::ALL {
            for grey in [0, 90, 255] {
                let seen = sight.seen([grey; 3]);
                assert!(seen.iter().all(|channel| channel.abs_diff(grey) <= 2), "{sight:?} {seen:?}");
            }
        }
        let apart =
            |a: [u8; 3], b: [u8; 3]| a.iter().zip(b).map(|(a, b)| u32::from(a.abs_diff(b))).sum::<u32>();
        let (red, green) = ([190, 60, 40], [60, 130, 40]);
        let seen = apart(Sight::Deutan.seen(red), Sight::Deutan.seen(green));
        assert!(seen * 2 < apart(red, green));
        assert_eq!(Sight::Grey.seen([255, 0, 0]), [127; 3]);
    }
}
