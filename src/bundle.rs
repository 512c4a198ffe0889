//! A model -> the bytes of a model file, and back.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `JIAOBAN` and a zero byte |
//! | 4 | the format version, little-endian |
//! | 4 | CRC-32 of all that follows, little-endian |
//! | rest | zstd frame of the parts, encoded with postcard |
//!
//! | version | change |
//! |---|---|
//! | 1 | the first |
//! | 2 | remits, routing and past cases; the class of suggestions |
//! | 3 | probabilities corrected by how often the likeliest label was right |
//! | 4 | what the same text was given before |
//! | 5 | the words that point to labels |
//! | 6 | what corrections add to weights; how often the router found who led |

use std::borrow::Cow;
use std::io::{Read, Write};

use serde::{Deserialize, Serialize};

use crate::classify::acceptance::MAX_ERROR;
use crate::classify::judge::Judge;
use crate::classify::linear::Linear;
use crate::error::{ErrorKind, Result};
use crate::model::{Manifest, Model};
use crate::route::Router;
use crate::route::learnt::Learnt;
use crate::segment::Dictionary;
use crate::vectorize::Vectorizer;

/// The format version that this program writes and reads.
pub const VERSION: u32 = 6;

const MAGIC: &[u8; 8] = b"JIAOBAN\0";
const HEADER: usize = 16;
/// Higher levels gain some percent in size and cost minutes.
const COMPRESSION: i32 = 19;
/// No more bytes than this come out of a file, however small it is: the default model has 25 MB.
const MOST_BYTES: usize = 1 << 30;
/// The default model, made from `datasets/` by the command in `models/README.md`.
const EMBEDDED: &[u8] = include_bytes!("../models/default.jiaoban");

/// The parts of a model in the order of the file.
#[derive(Serialize, Deserialize)]
struct Parts<'m> {
    manifest: Cow<'m, Manifest>,
    own_words: Vec<String>,
    vectorizer: Cow<'m, Vectorizer>,
    linear: Cow<'m, Linear>,
    themes: Cow<'m, Option<Judge>>,
    departments: Cow<'m, Option<Judge>>,
    routing: Option<Cow<'m, Learnt>>,
    level: Cow<'m, Option<Judge>>,
}

impl Model {
    /// The model that is part of the program.
    pub fn embedded() -> Result<Self> {
        Self::read(EMBEDDED)
    }

    /// Reads a model file. Says which version was found and which is expected, and whether it is damaged.
    pub fn read(mut file: impl Read) -> Result<Self> {
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let Some((header, payload)) = bytes.split_at_checked(HEADER) else {
            return Err(ErrorKind::NotAModel.into());
        };
        let number =
            |at: usize| u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
        let (version, expected) = (number(8), number(12));
        if &header[..8] != MAGIC {
            return Err(ErrorKind::NotAModel.into());
        }
        if version != VERSION {
            return Err(ErrorKind::ModelVersion { found: version, expected: VERSION }.into());
        }
        let found = crc32fast::hash(payload);
        if found != expected {
            return Err(ErrorKind::ModelDamaged { found, expected }.into());
        }
        let inconsistent = |part| ErrorKind::ModelInconsistent { part };
        // jieba's dictionary takes as long to build as the file takes to decode.
        let (dictionary, parts) = rayon::join(|| Dictionary::new([]), || decode(payload, MOST_BYTES));
        let mut parts = parts.map_err(inconsistent)?;
        let dictionary = dictionary.with_words(std::mem::take(&mut parts.own_words));
        let outputs = parts.linear.labels();
        let width = parts.vectorizer.width();
        if !parts.vectorizer.is_consistent() {
            return Err(inconsistent("vocabulary").into());
        }
        let mut router = None;
        if let Some(learnt) = parts.routing.map(Cow::into_owned) {
            if !learnt.is_consistent(outputs, width) {
                return Err(inconsistent("routing").into());
            }
            router = Some(Router::new(learnt, &dictionary, &parts.vectorizer)?);
        }
        let themes = Cow::into_owned(parts.themes).map(|judge| judge.weighed_by(&parts.vectorizer));
        let model = Self {
            manifest: Cow::into_owned(parts.manifest),
            dictionary,
            router,
            level: Cow::into_owned(parts.level),
            vectorizer: Cow::into_owned(parts.vectorizer),
            linear: Cow::into_owned(parts.linear),
            themes,
            departments: Cow::into_owned(parts.departments),
        };
        // The checksum guards against accidents, not against files made to look right: no weight may be
        // looked up beyond its end.
        let fits = |judge: &Option<Judge>| judge.as_ref().is_none_or(|judge| judge.is_consistent(outputs));
        if !model.linear.is_consistent(width) {
            return Err(inconsistent("weights").into());
        }
        if !fits(&model.themes) || !fits(&model.departments) || !fits(&model.level) {
            return Err(inconsistent("labels").into());
        }
        Ok(model.bearing(MAX_ERROR))
    }

    /// Writes a model file; the same model gives the same bytes. It is compressed hard, which takes seconds.
    ///
    /// What share of errors is borne is no part of it: a model that is read bears [`MAX_ERROR`]. Fails for a model of
    /// other departments than those it was trained on, if one of them does the work of several.
    pub fn write(&self, mut file: impl Write) -> Result<()> {
        if self.router.as_ref().is_some_and(|router| router.learnt().has_joined()) {
            return Err(ErrorKind::JoinedDepartments.into());
        }
        let parts = Parts {
            manifest: Cow::Borrowed(&self.manifest),
            own_words: self.dictionary.own_words().to_vec(),
            vectorizer: Cow::Borrowed(&self.vectorizer),
            linear: Cow::Borrowed(&self.linear),
            themes: Cow::Borrowed(&self.themes),
            departments: Cow::Borrowed(&self.departments),
            routing: self.router.as_ref().map(|router| Cow::Borrowed(router.learnt())),
            level: Cow::Borrowed(&self.level),
        };
        let encoded =
            postcard::to_stdvec(&parts).map_err(|_| ErrorKind::ModelInconsistent { part: "encoding" })?;
        if encoded.len() > MOST_BYTES {
            let (name, value) = ("number of bytes of the model", encoded.len() as f64);
            let range = "at most 1073741824; --min-df drops rare terms";
            return Err(ErrorKind::Parameter { name, value, range }.into());
        }
        let payload = zstd::encode_all(encoded.as_slice(), COMPRESSION)?;
        file.write_all(MAGIC)?;
        file.write_all(&VERSION.to_le_bytes())?;
        file.write_all(&crc32fast::hash(&payload).to_le_bytes())?;
        file.write_all(&payload)?;
        Ok(file.flush()?)
    }
}

/// The parts in a payload that stands for at most so many bytes, or the part that is not as it should be.
fn decode(payload: &[u8], most_bytes: usize) -> std::result::Result<Parts<'static>, &'static str> {
    let frame = zstd::Decoder::with_buffer(payload).map_err(|_| "compression")?;
    let mut bytes = Vec::new();
    frame.take(most_bytes as u64 + 1).read_to_end(&mut bytes).map_err(|_| "compression")?;
    if bytes.len() > most_bytes {
        return Err("size");
    }
    postcard::from_bytes(&bytes).map_err(|_| "encoding")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_decoded_than_was_asked_for() {
        let decoded = |bytes: usize, most: usize| {
            let payload = zstd::encode_all(vec![0u8; bytes].as_slice(), 1).unwrap();
            assert!(payload.len() < 1000);
            decode(&payload, most).map(|_| ()).err()
        };
        assert_eq!(decoded(1_000_001, 1_000_000), Some("size"));
        assert_ne!(decoded(1_000_000, 1_000_000), Some("size"));
        // The end of the file is missed before it is found to be too long.
        let payload = zstd::encode_all([7u8; 5000].as_slice(), 1).unwrap();
        assert_eq!(decode(&payload[..payload.len() - 2], 10_000).err(), Some("compression"));
    }

    #[test]
    fn departments_that_no_file_can_hold_or_that_nothing_is_known_of_are_refused() {
        use crate::scheme::{Label, Scheme};

        let ours = Model::embedded().unwrap();
        let joined =
            Label { aliases: vec!["城管委".into(), "交通委".into()], ..Label::named("大城管局") };
        let joined = ours.clone().with_departments(Scheme::new(vec![joined]).unwrap()).unwrap();
        assert!(matches!(joined.write(Vec::new()).unwrap_err().kind(), ErrorKind::JoinedDepartments));
        for labels in [Vec::new(), vec![Label::named("航天局")]] {
            let scheme = Scheme::new(labels).unwrap();
            assert!(ours.clone().with_departments(scheme.clone()).is_err());
            assert!(ours.clone().unlabeled(scheme).is_err());
        }
    }
}
