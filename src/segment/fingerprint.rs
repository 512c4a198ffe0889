//! A document -> a number that documents with the same letters and digits share.

use serde::{Deserialize, Serialize};

use super::Document;
use crate::text::said;

/// So many bits of a fingerprint are kept: of a million texts known, one in 280 million new ones is mistaken for one.
const BITS: u32 = 48;

/// What is the same for two documents with the same letters and digits in the same order, whatever stands between
/// them and wherever the title ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Fingerprint(pub(crate) u64);

impl Fingerprint {
    /// The fingerprint of a document; `None` if it has neither letters nor digits.
    #[must_use]
    pub fn of(document: &Document<'_>) -> Option<Self> {
        // FNV-1a (Fowler, Noll, Vo) over characters, in whose result the last ones have not reached all bits yet: a
        // last multiplication and the bits at the top make up for that.
        let (mut hash, mut empty) = (0xcbf2_9ce4_8422_2325u64, true);
        for text in [&document.title, &document.body] {
            for character in said(text.folded()) {
                hash = (hash ^ u64::from(character)).wrapping_mul(0x0100_0000_01b3);
                empty = false;
            }
        }
        let mixed = (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (!empty).then_some(Self(mixed >> (u64::BITS - BITS)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::Dictionary;
    use crate::suggestion::Suggestion;

    #[test]
    fn the_same_text_has_the_same_fingerprint() {
        let dictionary = Dictionary::new([]);
        let of = |title: &str, body: &str| {
            Fingerprint::of(&Document::new(&Suggestion::from_text(title, body), &dictionary))
        };
        let text = of("路灯不亮", "柳溪街KTV门口2盏路灯坏了。");
        assert!(text.is_some());
        assert_eq!(text, of("路灯不亮！", "柳溪街ktv门口２盏路灯，坏了"));
        assert_eq!(text, of("", "路灯不亮 柳溪街KTV门口2盏路灯坏了"));
        assert_eq!(of("", "青禾苑2-301室"), of("", "青禾苑2—301室"));
        assert_ne!(text, of("路灯不亮", "柳溪街KTV门口3盏路灯坏了。"));
        assert_ne!(text, of("路灯不亮", ""));
        assert_eq!(of("", "……"), None);
    }
}
