//! One small model for each format version -> read, or refused with both versions and the remedy.

use std::path::{Path, PathBuf};

use jiaoban::bundle::VERSION;

use crate::golden::REWRITE;
use crate::harness::{Folder, ROOT};

/// The models, each with its version.
fn fixtures() -> Vec<(u32, PathBuf)> {
    let entries = std::fs::read_dir(Path::new(ROOT).join("tests/compat")).unwrap();
    let mut fixtures: Vec<(u32, PathBuf)> = entries
        .map(|entry| entry.unwrap().path())
        .filter_map(|path| {
            let version = path.file_name()?.to_str()?.strip_prefix("version-")?.strip_suffix(".jiaoban")?;
            Some((version.parse().unwrap(), path))
        })
        .collect();
    fixtures.sort_unstable();
    fixtures
}

#[test]
fn models_of_every_version() {
    let present = Path::new(ROOT).join(format!("tests/compat/version-{VERSION}.jiaoban"));
    // What is there was written by the program as it was then; only a version without a fixture gets one.
    if std::env::var_os(REWRITE).is_some() && !present.exists() {
        let folder = Folder::new().with_copy("tests/compat/labeled.csv");
        folder.run("train labeled.csv -o m").exits(0).tells_nothing();
        std::fs::copy(folder.path("m"), &present).unwrap();
    }
    let versions: Vec<u32> = fixtures().into_iter().map(|(version, _)| version).collect();
    assert_eq!(
        versions,
        (1..=VERSION).collect::<Vec<_>>(),
        "{REWRITE}=1 cargo test compat makes the last one"
    );
    for (version, path) in fixtures() {
        let folder = Folder::new().with("m", std::fs::read(&path).unwrap());
        let ended = folder.run_with_input("tag - --model m", "标题\n公交站台太远\n小学入学太难\n".as_bytes());
        if version == VERSION {
            ended.exits(0).tells_nothing().prints("公交站台太远,交通,").prints("小学入学太难,教育,");
        } else {
            let both = format!(
                "this model has format {version}, this program reads format {VERSION}; train it again"
            );
            ended.exits(2).tells(&both).prints_nothing();
        }
    }
}
