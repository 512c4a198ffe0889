//! The example register -> byte for byte what the program wrote when the default model was made.

use std::path::Path;

use crate::harness::{Folder, ROOT};

/// Set this to any value to write what the program writes now, after a new default model; read the difference
/// before it is committed.
pub const REWRITE: &str = "JIAOBAN_REWRITE";

#[test]
fn the_tagged_example() {
    let golden = Path::new(ROOT).join("tests/golden/incoming.tagged.csv");
    let folder = Folder::new().with_copy("datasets/examples/incoming.csv");
    folder.run("tag incoming.csv").exits(0).tells_nothing();
    let written = folder.text("incoming.tagged.csv");
    if std::env::var_os(REWRITE).is_some() {
        std::fs::write(&golden, &written).unwrap();
    }
    let expected = std::fs::read_to_string(&golden).unwrap();
    for (number, (line, expected)) in (1..).zip(written.split('\n').zip(expected.split('\n'))) {
        assert_eq!(line, expected, "line {number}; if this is meant: {REWRITE}=1 cargo test golden");
    }
    assert_eq!(written.len(), expected.len());
}
