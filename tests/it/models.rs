//! Model files of every kind but the right one -> a message that says what was found and what to do.

use jiaoban::bundle::VERSION;

use crate::harness::Folder;
use crate::registers::{REGISTER, labeled};

fn refused(bytes: &[u8], message: &str) {
    let folder = Folder::new().with("m", bytes).with("x.csv", REGISTER);
    for arguments in ["tag x.csv --model m", "inspect m", "evaluate x.csv --model m"] {
        folder.run(arguments).exits(2).tells("error: m: ").tells(message).prints_nothing();
    }
    assert_eq!(folder.names(), ["m", "x.csv"]);
}

#[test]
fn a_model_that_cannot_be_used_says_why() {
    let folder = Folder::new().with("x.csv", labeled());
    folder.run("train x.csv -o m").exits(0).tells_nothing();
    let sound = folder.bytes("m");

    folder.run("tag x.csv --model m -o m").exits(2).tells("error: m: the output would overwrite the input");
    assert!(folder.bytes("m") == sound);

    let not_a_model = "this is not a jiaoban model; name a file written by `jiaoban train`";
    refused(b"", not_a_model);
    refused(REGISTER.as_bytes(), not_a_model);
    refused(&sound[..12], not_a_model);

    for version in [0, VERSION + 1, u32::MAX] {
        let mut other = sound.clone();
        other[8..12].copy_from_slice(&version.to_le_bytes());
        let message = format!(
            "this model has format {version}, this program reads format {VERSION}; train it again with this version"
        );
        refused(&other, &message);
    }

    refused(&sound[..sound.len() - 1], "the model is damaged (checksum ");
    refused(&sound[..16], "copy or train it again");
    refused(&[sound.as_slice(), b"\n"].concat(), "the model is damaged (checksum ");
    for position in [12, 16, sound.len() / 2, sound.len() - 1] {
        let mut bent = sound.clone();
        bent[position] ^= 1;
        refused(&bent, "the model is damaged (checksum ");
    }
    // A payload whose checksum is right, but which is no model.
    let mut forged = sound[..12].to_vec();
    forged.extend_from_slice(&crc32fast::hash(b"payload").to_le_bytes());
    forged.extend_from_slice(b"payload");
    refused(&forged, "the model is inconsistent (compression); train it again");
}

/// The model with another number wherever it has this one, and a checksum that fits.
fn forged(sound: &[u8], number: f32, other: f32) -> Vec<u8> {
    let mut parts = zstd::decode_all(&sound[16..]).unwrap();
    let places: Vec<usize> =
        (0..parts.len() - 3).filter(|&at| parts[at..at + 4] == number.to_le_bytes()).collect();
    assert!(!places.is_empty(), "{number} is not in the model");
    for at in places {
        parts[at..at + 4].copy_from_slice(&other.to_le_bytes());
    }
    let payload = zstd::encode_all(parts.as_slice(), 1).unwrap();
    [&sound[..12], &crc32fast::hash(&payload).to_le_bytes(), &payload].concat()
}

#[test]
fn numbers_that_no_training_finds_are_refused() {
    let folder = Folder::new().with("x.csv", labeled());
    folder.run("train x.csv -o m").exits(0).tells_nothing();
    let sound = folder.bytes("m");
    // Of 36 rows most terms are in one, and the words of titles are a block of weight 0.5.
    let idf = (libm::log(37.0 / 2.0) + 1.0) as f32;
    let numbers = [(idf, &[0.0, 1e-30, 0.99, 65.0, 3e38, f32::NAN][..]), (0.5, &[0.0, -0.5, 1e30, f32::NAN])];
    for (number, others) in numbers {
        for &other in others {
            refused(&forged(&sound, number, other), "the model is inconsistent (vocabulary); train it again");
        }
    }
}

#[test]
fn the_model_in_the_program_can_be_looked_into() {
    let folder = Folder::new();
    let inspected = folder.run("inspect --words 3").exits(0).tells_nothing();
    inspected.prints("trained on ").prints("traffic  交通出行  ").prints("education  教委  ");
}
