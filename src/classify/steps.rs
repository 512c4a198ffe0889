//! Weights in whole steps -> the bytes of a model file, and back, all at once instead of one by one.

use serde::{Deserialize, Deserializer, Serializer};

/// Writes what a sequence of the same weights would be written as.
pub(super) fn serialize<S: Serializer>(weights: &[i8], serializer: S) -> Result<S::Ok, S::Error> {
    let bytes: Vec<u8> = weights.iter().map(|weight| weight.cast_unsigned()).collect();
    serializer.serialize_bytes(&bytes)
}

/// Reads what [`serialize`] wrote.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<i8>, D::Error> {
    let bytes = <&[u8]>::deserialize(deserializer)?;
    Ok(bytes.iter().map(|byte| byte.cast_signed()).collect())
}
