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

#[test]
fn the_model_in_the_program_can_be_looked_into() {
    let folder = Folder::new();
    let inspected = folder.run("inspect --words 3").exits(0).tells_nothing();
    inspected.prints("trained on ").prints("traffic  交通出行  ").prints("education  教委  ");
}
