//! A draft as an office sends it -> what the check says of it, through the program.

use std::io::Write as _;

use crate::harness::Folder;

/// A Word document with one table; the cells of its rows are given as the XML of their paragraphs.
fn docx(rows: &[&[&str]]) -> Vec<u8> {
    let cell = |cell: &&str| format!("<w:tc>{cell}</w:tc>");
    let row = |row: &&[&str]| format!("<w:tr>{}</w:tr>", row.iter().map(cell).collect::<String>());
    let table: String = rows.iter().map(row).collect();
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    let document = format!("<w:document><w:body><w:tbl>{table}</w:tbl></w:body></w:document>");
    archive.write_all(document.as_bytes()).unwrap();
    archive.finish().unwrap().into_inner()
}

/// Cells of one paragraph each, an empty one as Word writes it.
fn written(cells: &[&str]) -> Vec<String> {
    let cell = |text: &&str| match *text {
        "" => "<w:p/>".to_owned(),
        text => format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"),
    };
    cells.iter().map(cell).collect()
}

/// A table with an empty cell, a heading in two paragraphs, one over two columns.
#[test]
fn tables_of_word_documents_are_read_cell_by_cell() {
    let over_two = |text: &str| {
        format!("<w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let with = |total: &str| {
        let mut rows = vec![vec!["<w:p/>".to_owned(), over_two("主办"), written(&["会办"])[0].clone()]];
        let count = written(&["（件）"])[0].clone();
        rows.push(written(&["", "办结", "在办", "办结"]));
        rows[1][3].push_str(&count);
        rows.extend([["教委", "20", "", "1"], ["城管委", "40", "8", "5"]].map(|row| written(&row)));
        rows.push(written(&["合计", "60", "8", total]));
        let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        docx(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>())
    };
    let folder = Folder::new().with("对.docx", with("6")).with("错.docx", with("7"));
    folder
        .run("check 对.docx")
        .exits(0)
        .prints("0个有误")
        .prints("表中“主办办结”：20 + 40 = 60，与合计60一致");
    folder.run("check 错.docx").exits(1).prints("表中“会办办结 (件)”：1 + 5 = 6，与合计7不符");
}

/// The marks of such a file would be read as words, and its figures as those of the draft.
#[test]
fn a_file_that_is_no_draft_is_refused() {
    let files = [
        ("网.html", "<html><body><p>共156件，其中A类79件。</p></body></html>"),
        ("表.html", "<!doctype html><table><tr><td>共156件</td></tr></table>"),
        ("段.html", " <p>共156件</p>"),
        ("文.rtf", "{\\rtf1\\ansi 156}"),
        ("印.pdf", "%PDF-1.4\n1 0 obj\n"),
        ("图.png", "\u{89}PNG\r\n\u{1a}\n\0\0\0\rIHDR\0\0\0\u{1}\0\0\0\u{1}\u{8}\u{2}\0\0\0"),
    ];
    for (name, text) in files {
        let folder = Folder::new().with(name, text);
        let message = format!(
            "error: {name}: this is neither a Word document (.docx) nor plain text; save it as .docx, .txt or .md"
        );
        folder.run(&format!("check {name}")).exits(2).tells(&message).prints_nothing();
    }
    let folder =
        Folder::new().with("稿.md", "<!-- 初稿 -->\n共156件。\n").with_copy("tests/data/deputies-2020.csv");
    folder.run("check 稿.md").exits(0).prints("共1个数字");
    folder.run("report deputies-2020.csv --year 2020 -o r.html").exits(0);
    folder.run("check r.html").exits(2).tells("save it as .docx, .txt or .md");
}

/// Rows of a class without an outcome, so that a sentence tells of each class how many have none.
#[test]
fn a_report_on_a_register_with_gaps_stands_its_own_check() {
    let folder = Folder::new().with_copy("tests/data/deputies-2020.csv");
    let mut register = csv::Reader::from_reader(std::io::Cursor::new(folder.bytes("deputies-2020.csv")));
    let headings = register.headers().unwrap().clone();
    let column = |name: &str| headings.iter().position(|heading| heading == name).unwrap();
    let (class, outcome) = (column("办理类别"), column("办理结果"));
    let mut gaps = csv::Writer::from_writer(Vec::new());
    gaps.write_record(&headings).unwrap();
    for (at, row) in register.records().enumerate() {
        let row = row.unwrap();
        let is_gap = at < 20 && &row[class] == "A";
        gaps.write_record(
            row.iter().enumerate().map(|(at, cell)| if is_gap && at == outcome { "" } else { cell }),
        )
        .unwrap();
    }
    let folder = Folder::new().with("台账.csv", gaps.into_inner().unwrap());
    for report in ["r.md", "r.docx"] {
        folder.run(&format!("report 台账.csv --year 2020 -o {report}")).exits(0);
        assert!(report != "r.md" || folder.text(report).contains("未填办理结果"));
        folder.run(&format!("check {report}")).exits(0).prints("：0个有误，");
        folder.run(&format!("check {report} --register 台账.csv --year 2020")).exits(0).prints("：0个有误，");
    }
}

/// Six suggestions of the session (A 3, B 2, C 1) and four between sessions (A 1, B 3).
fn two_sessions() -> String {
    let rows = [
        ("会上", "A", "满意"),
        ("会上", "A", "满意"),
        ("会上", "A", "满意"),
        ("会上", "B", "满意"),
        ("会上", "B", "基本满意"),
        ("会上", "C", "不满意"),
        ("会下", "A", "满意"),
        ("会下", "B", "基本满意"),
        ("会下", "B", "基本满意"),
        ("会下", "B", "满意"),
    ];
    let rows = (1..).zip(rows).map(|(at, (session, class, rating))| {
        format!("{at},{session},修补第{at}段路面,路面坑洼。,2020-01-06,城管委,{class},{rating}\n")
    });
    "编号,会上/会下,案由,建议内容,提出时间,主办单位,办理类别,满意度\n".to_owned() + &rows.collect::<String>()
}

/// The total of a sentence says whether its parts are those of the session, of the time between, or of all.
#[test]
fn parts_are_counted_where_their_total_is() {
    let cases = [
        ("会上建议6件，其中A类建议3件、B类建议3件、C类建议1件。", "台账中会上的B类计2件，与3件不符"),
        ("会上建议共6件。其中：A类建议3件，B类建议5件。", "台账中会上的B类计2件，与5件不符"),
        ("会下建议4件，其中A类建议1件、B类建议2件。", "台账中会下的B类计3件，与2件不符"),
        // As many as the session has, in a sentence about all.
        ("会上会下建议合计10件，其中B类建议2件。", "台账中B类计5件，与2件不符"),
    ];
    for (text, told) in cases {
        let folder = Folder::new().with("台账.csv", two_sessions()).with("稿.txt", text);
        folder.run("check 稿.txt --register 台账.csv").exits(1).prints(told);
    }
    for text in [
        "会上建议6件，其中A类建议3件、B类建议2件、C类建议1件。",
        "会上建议6件、会下建议4件，合计10件，其中A类建议4件、B类建议5件、C类建议1件。",
        "会上会下建议合计10件，其中A类建议4件、B类建议5件、C类建议1件。",
        "今年的会上建议都已答复。A类建议4件，B类建议5件。",
    ] {
        let folder = Folder::new().with("台账.csv", two_sessions()).with("稿.txt", text);
        folder.run("check 稿.txt --register 台账.csv").exits(0).prints("：0个有误，");
    }
    // What is counted is named without the words around it.
    let text = "会上会下建议合计10件。代表对办理结果表示满意的6件、基本满意的3件、不满意的2件。\n";
    let folder = Folder::new().with("台账.csv", two_sessions()).with("稿.txt", text);
    folder
        .run("check 稿.txt --register 台账.csv")
        .exits(1)
        .prints("台账中不满意计1件，与2件不符")
        .prints("台账中基本满意计3件，与3件一致")
        .prints("满意计6件，与6件一致")
        .prints("台账中会上会下建议计10件，与10件一致");
}
