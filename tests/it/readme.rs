//! The READMEs -> their example is what the program writes, their links lead somewhere.

use std::path::Path;

use crate::harness::Folder;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const READMES: [&str; 2] = ["README.md", "README.zh-CN.md"];

fn text(name: &str) -> String {
    std::fs::read_to_string(Path::new(ROOT).join(name)).unwrap()
}

/// The cells of the table between the marks called `name`, without its ruler.
fn example(readme: &str, name: &str) -> Vec<Vec<String>> {
    let (_, after) = readme.split_once(&format!("<!-- {name} -->")).unwrap();
    let (example, _) = after.split_once(&format!("<!-- /{name} -->")).unwrap();
    let lines = example.lines().filter(|line| line.starts_with('|') && !line.starts_with("|--"));
    lines.map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()).collect()
}

#[test]
fn the_example_is_what_the_program_writes() {
    let workbook = std::fs::read(Path::new(ROOT).join("datasets/examples/incoming.xlsx")).unwrap();
    let folder = Folder::new().with("incoming.xlsx", workbook);
    // One row of the example has no text on purpose.
    folder.run("tag incoming.xlsx").exits(1);
    let tagged = folder.table("incoming.tagged.xlsx");
    for readme in READMES {
        let example = example(&text(readme), "example");
        let (headings, rows) = example.split_first().unwrap();
        assert!(rows.len() >= 3, "{readme} shows rows");
        let columns: Vec<Vec<&str>> = headings.iter().map(|heading| tagged.column(heading)).collect();
        for row in rows {
            let stands = (0..tagged.rows.len())
                .any(|at| columns.iter().zip(row).all(|(column, cell)| column[at] == cell));
            assert!(stands, "{readme}: the program does not write {row:?}");
        }
    }
}

#[test]
fn the_asks_are_those_the_program_finds() {
    let readme = text("README.md");
    let quoted: Vec<&str> =
        readme.lines().filter_map(|line| line.strip_prefix("> ")).filter(|line| !line.is_empty()).collect();
    let [title, body] = quoted.as_slice() else { panic!("one title and one text are quoted: {quoted:?}") };
    let folder = Folder::new().with("one.csv", format!("编号,标题,内容\n1,{title},{body}\n"));
    folder.run("tag one.csv --asks").exits(0);
    let asks = folder.table("one.tagged.csv.asks.csv");
    let shown = example(&readme, "asks");
    let (headings, rows) = shown.split_first().unwrap();
    assert_eq!(rows.len(), asks.rows.len());
    for (heading, column) in headings.iter().zip(0..) {
        let cells: Vec<&str> = rows.iter().map(|row| row[column].as_str()).collect();
        assert_eq!(asks.column(heading), cells, "{heading}");
    }
}

#[test]
fn links_lead_somewhere() {
    for readme in READMES.into_iter().chain([
        "CONTRIBUTING.md",
        "models/README.md",
        "models/default.md",
        "datasets/README.md",
        "benches/record/README.md",
    ]) {
        let folder = Path::new(ROOT).join(readme);
        for link in text(readme).split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let local = !link.starts_with("http") && !link.starts_with('#');
            assert!(!local || folder.with_file_name(link).exists(), "{readme} links to {link}");
        }
    }
}
