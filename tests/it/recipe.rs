//! The recipe of the default model -> the same bytes as the model in the program.

use std::path::Path;

use crate::harness::Folder;

#[test]
fn the_default_model_is_made_from_the_dataset() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("models/README.md")).unwrap();
    let recipe = readme.lines().find_map(|line| line.strip_prefix("cargo run --release -- ")).unwrap();
    // The shell would put the files of a pattern in the order of their names.
    let mut files: Vec<_> = std::fs::read_dir(root.join("datasets/suggestions"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "csv"))
        .map(|path| path.display().to_string())
        .collect();
    files.sort_unstable();
    let recipe = recipe
        .replace("datasets/suggestions/*.csv", &files.join(" "))
        .replace("datasets/schemes", &root.join("datasets/schemes").display().to_string())
        .replace("datasets/lexicon", &root.join("datasets/lexicon").display().to_string())
        .replace("datasets/remits", &root.join("datasets/remits").display().to_string())
        .replace("models/default.jiaoban", "again.jiaoban");
    let folder = Folder::new();
    let told = folder.run(&recipe).exits(0).stderr;
    // Some words of the lists are cut apart; nothing else is to be told.
    assert!(told.lines().all(|line| line.starts_with("words of the lexicon that are cut apart ")), "{told}");
    let default = std::fs::read(root.join("models/default.jiaoban")).unwrap();
    assert!(
        folder.bytes("again.jiaoban") == default,
        "run the command in models/README.md and commit the model"
    );
}
