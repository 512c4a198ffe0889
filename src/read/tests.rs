//! Files as offices have them -> the rows that must come out, case by case, and what holds for every file.

use std::fmt::Write as _;

use encoding_rs::GB18030;
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Workbook};

use super::*;

fn file(bytes: &[u8]) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(&file, bytes).unwrap();
    file
}

fn gb18030(text: &str) -> Vec<u8> {
    GB18030.encode(text).0.into_owned()
}

fn utf16(text: &str, big: bool) -> Vec<u8> {
    let units = "\u{feff}".encode_utf16().chain(text.encode_utf16());
    units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

fn read(bytes: &[u8]) -> Result<Vec<Row>> {
    open(file(bytes).path(), &Options::default())?.collect()
}

/// One line for each row: number, title, text; for a rejected row number and reason.
fn summary(bytes: &[u8]) -> String {
    let rows = match read(bytes) {
        Ok(rows) => rows,
        Err(error) => {
            let kind = format!("{:?}", error.kind());
            return kind
                .strip_prefix("Row(")
                .and_then(|fault| fault.strip_suffix(')'))
                .unwrap_or(&kind)
                .into();
        }
    };
    let line = |row: &Row| match row {
        Row::Usable(s) => format!("{} {} {}", s.row, s.title(), s.body()).trim_end().to_owned(),
        Row::Rejected(r) => format!("{} {}", r.row, reason(&r.error)),
    };
    rows.iter().map(line).collect::<Vec<_>>().join(" | ")
}

/// The name of the error's kind, and the column to blame.
fn reason(error: &Error) -> String {
    let kind = format!("{:?}", error.kind());
    let kind = kind.strip_prefix("Row(").unwrap_or(&kind);
    let name = kind.split([' ', '(', ')']).next().unwrap();
    let column = error.place().column.as_ref().map_or(String::new(), |column| format!("@{column}"));
    format!("!{name}{column}")
}

#[test]
fn texts_with_separators() {
    let cases = [
        ("编号,标题,内容\n1,甲,乙\n2,丙,丁\n", "2 甲 乙 | 3 丙 丁"),
        ("编号\t标题\t内容\r\n1\t甲,\t乙\r\n", "2 甲, 乙"),
        ("编号;标题;内容\n1;甲;乙\n", "2 甲 乙"),
        ("编号|标题|内容\n1|甲|乙\n", "2 甲 乙"),
        // Texts that are written as formulas, bare and within quotes.
        ("=\"编号\",标题,内容\n=\"1\",=\"甲\",\"=\"\"乙\"\"\"\n", "2 甲 乙"),
        ("编号\t标题\t内容\n=\"1\"\t=\"\"\t=\"乙\"\n", "2  乙"),
        ("标题,内容\n\n甲,\"乙\n丙\"\n\n\n丁,戊", "3 甲 乙\n丙 | 6 丁 戊"),
        ("台账,,\n2020年,,\n编号,标题,内容\n1,甲,乙\n", "4 甲 乙"),
        ("台账\n\n编号,标题,内容\n1,甲,乙\n", "4 甲 乙"),
        ("标题,内容\n甲\n乙,丙,丁\n戊,己\n", "2 !ColumnCount | 3 !ColumnCount | 4 戊 己"),
        ("标题,内容,日期\n , ,2020-1-1\n甲,,\n,乙,\n", "2 !NoText | 3 甲 | 4  乙"),
        ("标题,内容\n甲,乙\n丙,\"丁\n戊,己\n", "2 甲 乙 | 3 !OpenQuote"),
        // A quote within a cell is none, though it makes their number even.
        ("标题,内容\n5\"管,乙\n丙,\"丁\n戊,己\n", "2 5\"管 乙 | 3 !OpenQuote"),
        ("标题,内容\n甲,乙\n\n丙,\"丁", "2 甲 乙 | 4 !OpenQuote"),
        // A stray quote that the quote of a later row happens to close.
        ("标题,内容\n\"甲,乙\n丙,丁\n\"戊\"己,庚\n辛,壬\n", "2 !StrayQuote | 3 辛 壬"),
        ("标题,内容\n甲,乙\n\"丙\"丁,戊\n", "2 甲 乙 | 3 丙丁 戊"),
        ("标题,内容\n甲,\"乙\"", "2 甲 乙"),
        ("标题,\"内容\n甲,乙\n丙,丁\n", "OpenQuote"),
        ("编号,\"标题,内容\n1,甲,乙\n", "OpenQuote"),
        ("标题,内容\n甲,乙\u{0}丙\n", "2 甲 乙\u{0}丙"),
        ("text,label\n甲,乙\n", "2  甲"),
        ("标题\n甲\n乙\n", "2 甲 | 3 乙"),
        ("标题,内容\n", "NoRows"),
        ("标题,内容\n,\n\n", "NoRows"),
        ("详述,日期\n甲,2020\n", "NoTextColumn { headings: [\"详述\", \"日期\"] }"),
        // Separators up to the widest row are no cells; what is missing still is.
        ("标题,内容\n甲,乙,, ,\n丙,丁,戊,\n己\n", "2 甲 乙 | 3 !ColumnCount | 4 !ColumnCount"),
        // What a spreadsheet shows where a formula failed is no text.
        ("编号,标题,内容\n1,#REF!,甲\n2,#N/A,\n3,乙,#VALUE!\n", "2  甲 | 3 !ErrorCell | 4 乙"),
        (",\n\"\",\n", "EmptyFile"),
        ("", "EmptyFile"),
        (" \r\n\n", "EmptyFile"),
    ];
    for (text, expected) in cases {
        assert_eq!(summary(text.as_bytes()), expected, "{text:?}");
        if text.trim().is_empty() {
            continue;
        }
        let marked = format!("\u{feff}{text}");
        for bytes in [marked.into_bytes(), gb18030(text), utf16(text, false), utf16(text, true)] {
            assert_eq!(summary(&bytes), expected, "{text:?} as {bytes:x?}");
        }
    }
}

#[test]
fn totals_are_no_suggestions() {
    let cases = [
        ("合计,,,3", true),
        (",小　计：,3件,", true),
        (",总计（3 件）,,", true),
        (",,共计：３件,", true),
        ("合计,3,－,", true),
        ("合计,3,-,12", true),
        ("共计三件,,,", true),
        ("7,合计,共3件,", true),
        ("总件数：5,,,", true),
        ("本月共收到5件,,,", true),
        ("本周合计,2件,,", true),
        (",累计,200件,", true),
        (",本页小计,,", true),
        (",本年累计：1200件次,,", true),
        (",累计停水三天,请查。,", false),
        (",本周合计错了,,", false),
        ("7,总计费用过高,请查,", false),
        ("7,合计,路灯三盏不亮。,", false),
        ("合计,修路,坑洼,", false),
        ("7,修路,,合计", false),
        ("7,3,,合计", false),
    ];
    for (row, is_total) in cases {
        let found = summary(format!("编号,标题,内容,件数\n{row}\n").as_bytes());
        assert_eq!(found == "2 !Total", is_total, "{row}: {found}");
    }
}

#[test]
fn who_made_a_register_is_no_suggestion() {
    for (row, is_signature) in [
        (",填表人：甲某　审核人：乙某,,", true),
        ("制表：甲某,,审核：乙某,", true),
        ("联系电话：8123,填表人：乙某,单位负责人：甲某,填报日期：2020年3月1日", true),
        ("备注：,本表数据截至三月底。,,", true),
        ("7,审核：太慢,办证要：三个月。,", false),
        ("填报单位：某街道,填报日期：3月1日,,", true),
        (",统计人：甲某,,", true),
        (",打印时间：2025-03-08 17:30,,", true),
        (",备注：以上数据来源于12345系统,,", true),
        ("7,备注：路灯不亮,,", false),
        (",备注：路灯不亮,晚上看不见路。,", false),
        ("7,填表人：窗口不给填,请教一教。,", false),
        ("7,填表人太多,请减,", false),
    ] {
        let found = summary(format!("编号,标题,内容,件数\n{row}\n").as_bytes());
        assert_eq!(found == "2 !Signature", is_signature, "{row}: {found}");
    }
}

#[test]
fn headings_that_come_again_are_no_suggestions() {
    let cases = [
        ("编号,标题,内容,件数", "!HeadingsAgain"),
        (" 编 号 ,标题,内容,", "!HeadingsAgain"),
        (",标题,,", "!HeadingsAgain"),
        ("编号,,,件数", "!NoText"),
        ("序号,提出人,标题,附件", "!OtherHeadings"),
        ("1,2,3,4", "!ColumnNumbers"),
        ("系统生成,必填,必填（500字以内）,下拉选择", "!Hints"),
        ("7,必填项太多,下拉选择不好用,", "必填项太多 下拉选择不好用"),
        ("（1）,（２）,(3),(4)", "!ColumnNumbers"),
        (",1,2,3", "!ColumnNumbers"),
        ("1,2,,", "!ColumnNumbers"),
        ("1,3,4,5", "3 4"),
        ("7,标题,内容,", "标题 内容"),
        ("编号,标题,正文里说的事,", "!OtherHeadings"),
        ("甲,修路,路面坑洼，请修,乙", "修路 路面坑洼，请修"),
    ];
    for (row, expected) in cases {
        let found = summary(format!("编号,标题,内容,件数\n{row}\n").as_bytes());
        assert_eq!(found, format!("2 {expected}"), "{row}");
    }
}

#[test]
fn rows_above_the_headings_are_no_loss() {
    let cases = [
        // The first of two tables has fewer known columns.
        (
            "序号,标题,内容,,\n1,路灯不亮,巷口三盏路灯坏了,,\n序号,标题,内容,提出人,主办\n1,停车难,晚上停在路上,李某,交管局\n",
            "2 !AboveHeadings | 4 停车难 晚上停在路上",
        ),
        // A table that goes on, and then repeats its headings.
        (
            "建议台账,,\n10,小区漏水,屋顶漏了好几年\n序号,标题,内容\n20,噪音扰民,夜里施工\n",
            "2 !AboveHeadings | 4 噪音扰民 夜里施工",
        ),
        ("某区建议台账,,\n单位：某区,联系人：某某,2020年\n序号,标题,内容\n1,甲,乙\n", "4 甲 乙"),
        ("2020,,\n标题,2020年度建议,\n序号,标题,内容\n1,甲,乙\n", "4 甲 乙"),
        ("序号,标题,内容\n1,甲,乙\n序号,标题,内容\n2,丙,丁\n", "2 甲 乙 | 3 !HeadingsAgain | 4 丙 丁"),
    ];
    for (text, expected) in cases {
        assert_eq!(summary(text.as_bytes()), expected, "{text}");
    }
}

#[test]
fn one_broken_cell_costs_one_row() {
    let long = "其余的字都是好的，".repeat(3);
    let utf8 = [b"\xe6\xa0,\xe4\xb9\x99\n".as_slice(), long.as_bytes(), b",\n"].concat();
    let utf8 = ["标题,内容\n".as_bytes(), &utf8].concat();
    assert_eq!(summary(&utf8), format!("2 !BrokenEncoding@标题 | 3 {long}"));
    let gb = [&gb18030("标题|内容\n甲|"), b"\xff\xff\n".as_slice(), &gb18030("丙|丁\n")].concat();
    assert_eq!(summary(&gb), "2 !BrokenEncoding@内容 | 3 丙 丁");
    let gb = [&gb18030("标题,内容\n甲,"), b"\xff\xff\n".as_slice(), &gb18030("丙,丁\n")].concat();
    assert_eq!(summary(&gb), "2 !BrokenEncoding@内容 | 3 丙 丁");
    let rows = read(&gb).unwrap();
    let Row::Rejected(rejected) = &rows[0] else { panic!("{rows:?}") };
    assert_eq!(rejected.cells, ["甲", "\u{fffd}\u{fffd}"]);
    let message = rejected.error.to_string();
    assert!(
        message.ends_with(", row 2, column 内容: the bytes are not valid gb18030; retype the cell"),
        "{message}"
    );
}

#[test]
fn cells_and_roles_are_carried() {
    let file = file("序号,编号,案由,主题,备注\n1,A7,甲,环保, 乙 \n".as_bytes());
    let mut reader = open(file.path(), &Options::default()).unwrap();
    assert_eq!(reader.format(), Format::Csv);
    assert_eq!(reader.table().headings[..], ["序号", "编号", "案由", "主题", "备注"]);
    let Some(Ok(Row::Usable(suggestion))) = reader.next() else { panic!() };
    assert_eq!(suggestion.cells, ["1", "A7", "甲", "环保", " 乙 "]);
    assert_eq!((suggestion.id(), suggestion.cell(Role::Theme)), (Some("A7"), Some("环保")));
    assert!(reader.next().is_none());
    let size = file.path().metadata().unwrap().len();
    assert_eq!(reader.position().bytes(), (size, Some(size)));
}

#[test]
fn a_reader_can_be_sent_to_another_thread() {
    fn is_send<T: Send>(_: &T) {}
    is_send(&open(file("标题\n甲\n".as_bytes()).path(), &Options::default()).unwrap());
}

#[test]
fn columns_can_be_named_by_hand() {
    let file = file("说明\n描述,内容\n甲,乙\n".as_bytes());
    let options = |name: &str| Options { columns: vec![(Role::Body, name.into())], ..Options::default() };
    let mut rows = open(file.path(), &options("描述")).unwrap();
    assert!(matches!(rows.next(), Some(Ok(Row::Usable(s))) if s.body() == "甲"));
    let error = open(file.path(), &options("正文")).err().unwrap();
    assert!(
        error
            .to_string()
            .ends_with("there is no column \"正文\"; the headings are [描述, 内容]; name one of them"),
        "{error}"
    );
}

#[test]
fn files_that_cannot_be_opened_are_named() {
    for (bytes, kind) in [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0".as_slice(), "NotATable"),
        (b"PK\x03\x04junk", "Workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1junk", "Workbook"),
        (b"<html><body>no</body></html>", "NotATable"),
        (b"[{\"title\":1},", "Json"),
        (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", "Document { format: \"PDF\" }"),
        (b"\xef\xbb\xbf%PDF-1.4\n", "Document { format: \"PDF\" }"),
        (b"{\\rtf1\\ansi \\b x}", "Document { format: \"Word\" }"),
        (b"PK\x03\x04....word/document.xml....", "Document { format: \"Word\" }"),
        (b"PK\x03\x04....xl/workbook.xml....word/document.xml", "Workbook"),
        (
            &[
                &b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..],
                &[0; 120],
                b"W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0\0\0",
            ]
            .concat(),
            "Document { format: \"Word\" }",
        ),
        (b"[]", "NoRows"),
    ] {
        let file = file(bytes);
        let error = open(file.path(), &Options::default()).err().unwrap();
        assert!(format!("{:?}", error.kind()).starts_with(kind), "{error}");
        assert_eq!(error.place().file, Some(file.path().display().to_string()));
    }
    let error = open(Path::new("/no/such"), &Options::default()).err().unwrap();
    assert!(error.to_string().starts_with("/no/such: "), "{error}");
}

#[test]
fn json_objects() {
    let cases = [
        ("{\"标题\":\"甲\",\"内容\":\"乙\"}\n\n{\"内容\":\"丙\"}\n", "1 甲 乙 | 3  丙"),
        ("[{\"标题\":\"甲\"}, 7, {\"内容\":null,\"标题\":1.50}]", "1 甲 | 2 !Json | 3 1.50"),
        ("{\"标题\":\"甲\"}\n{\"标题\":\n{\"标题\":\"\"}\n", "1 甲 | 2 !Json | 3 !NoText"),
        ("{\"a\":1}\n", "NoTextColumn { headings: [\"a\"] }"),
        ("{}\n", "NoRows"),
        ("{\"标题\":\"甲\",\"标题\":\"乙\"}\n{\"标题\":\"丙\"}", "1 !KeyTwice@标题 | 2 丙"),
    ];
    for (text, expected) in cases {
        for bytes in [text.into(), gb18030(text), utf16(text, false)] {
            assert_eq!(summary(&bytes), expected, "{text}");
        }
    }
    assert!(summary(b"{\n\"title\": 1}\n").starts_with("Json("));
    let torn = [b"{\"title\":\"\xe5\"}\n".as_slice(), "{\"title\":\"甲乙丙丁戊\"}".as_bytes()].concat();
    assert_eq!(summary(&torn), "1 !BrokenEncoding | 2 甲乙丙丁戊");
    let mut late: String = "{\"title\":\"甲\"}\n".repeat(200);
    late.push_str("{\"title\":\"乙\",\"since\":2020}\n{\"title\":\"丙\"}");
    assert!(summary(late.as_bytes()).ends_with("200 甲 | 201 !UnknownKey | 202 丙"));
}

#[test]
fn a_workbook_with_titles_and_a_header_of_two_levels() {
    let (plain, mut book) = (CellFormat::new(), Workbook::new());
    let sheet = book.add_worksheet().set_name("建议").unwrap();
    sheet.merge_range(0, 0, 0, 6, "某区建议台账", &plain).unwrap();
    sheet.merge_range(1, 0, 2, 0, "序号", &plain).unwrap();
    sheet.merge_range(1, 1, 1, 2, "建议", &plain).unwrap();
    sheet.merge_range(1, 3, 1, 4, "办理", &plain).unwrap();
    sheet.merge_range(1, 5, 2, 5, "日期", &plain).unwrap();
    sheet.merge_range(1, 6, 2, 6, "备注", &plain).unwrap();
    sheet.write_row(2, 1, ["案由", "内容", "主办", "会办"]).unwrap();
    sheet.write_number(3, 0, 12).unwrap();
    sheet.write_row(3, 1, ["甲", "乙\n丙", "教委", "街道"]).unwrap();
    let day = CellFormat::new().set_num_format("yyyy/m/d");
    let date = ExcelDateTime::from_ymd(2019, 4, 25).unwrap();
    sheet.write_datetime_with_format(3, 5, &date, &day).unwrap();
    sheet.write_boolean(3, 6, true).unwrap();
    sheet.merge_range(5, 1, 6, 1, "丁", &plain).unwrap();
    sheet.write_string(6, 3, "民政局").unwrap();
    book.add_worksheet().set_name("说明").unwrap().write_string(0, 0, "没有表头").unwrap();
    let file = file(&book.save_to_buffer().unwrap());

    let reader = open(file.path(), &Options::default()).unwrap();
    assert_eq!(reader.format(), Format::Workbook);
    let headings = ["序号", "建议/案由", "建议/内容", "办理/主办", "办理/会办", "日期", "备注"];
    assert_eq!(reader.table().headings[..], headings);
    let rows: Vec<Row> = reader.collect::<Result<_>>().unwrap();
    let Row::Usable(first) = &rows[0] else { panic!("{rows:?}") };
    assert_eq!(first.cells, ["12", "甲", "乙\n丙", "教委", "街道", "2019-04-25", "TRUE"]);
    assert_eq!((first.row, first.id(), first.cell(Role::Lead)), (4, Some("12"), Some("教委")));
    assert!(matches!(&rows[1], Row::Usable(s) if s.title() == "丁" && s.row == 6));
    let Row::Rejected(last) = &rows[2] else { panic!("{rows:?}") };
    assert_eq!((last.row, last.error.place().sheet.as_deref()), (7, Some("建议")));
    assert_eq!(rows.len(), 3);
}

#[test]
fn a_cell_merged_downwards_belongs_to_all_rows_beside_it() {
    let (plain, mut book) = (CellFormat::new(), Workbook::new());
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["标题", "承办单位", "街道"]).unwrap();
    for (row, title) in (1..).zip(["甲", "乙", "丙", "丁"]) {
        sheet.write_string(row, 0, title).unwrap();
    }
    sheet.merge_range(1, 1, 3, 1, "交通局", &plain).unwrap();
    sheet.merge_range(2, 2, 3, 2, "城南", &plain).unwrap();
    sheet.write_string(4, 1, "民政局").unwrap();
    // One suggestion over two rows is not two of them.
    sheet.merge_range(5, 0, 6, 0, "戊", &plain).unwrap();
    sheet.write_column(5, 1, ["教委", "财政局"]).unwrap();
    // A cell that is two columns wide says it in the first.
    sheet.write_column(7, 0, ["己", "庚"]).unwrap();
    sheet.merge_range(7, 1, 8, 2, "水务局", &plain).unwrap();
    let file = file(&book.save_to_buffer().unwrap());
    let rows = open(file.path(), &Options::default()).unwrap().map(|row| match row.unwrap() {
        Row::Usable(suggestion) => suggestion.cells.join(","),
        Row::Rejected(rejected) => format!("{:?} {}", rejected.error.kind(), rejected.cells.join(",")),
    });
    let expected = [
        "甲,交通局,",
        "乙,交通局,城南",
        "丙,交通局,城南",
        "丁,民政局,",
        "戊,教委,",
        "Row(TextAbove { row: 6 }) ,财政局,",
        "己,水务局,",
        "庚,水务局,",
    ];
    assert_eq!(rows.collect::<Vec<_>>(), expected);
}

#[test]
fn what_is_merged_in_a_form_stays_a_form() {
    let (plain, mut book) = (CellFormat::new(), Workbook::new());
    let sheet = book.add_worksheet();
    sheet.merge_range(0, 0, 0, 3, "建议登记表", &plain).unwrap();
    sheet.write_string(1, 0, "标题").unwrap();
    sheet.merge_range(1, 1, 1, 3, "修灯", &plain).unwrap();
    sheet.write_row(2, 0, ["编号", "12", "姓名", "甲某"]).unwrap();
    sheet.merge_range(3, 0, 5, 0, "内容", &plain).unwrap();
    sheet.merge_range(3, 1, 5, 3, "灯坏了", &plain).unwrap();
    let file = file(&book.save_to_buffer().unwrap());
    let mut reader = open(file.path(), &Options::default()).unwrap();
    assert_eq!(reader.table().headings[..], ["标题", "编号", "姓名", "内容"]);
    let Some(Ok(Row::Usable(form))) = reader.next() else { panic!() };
    assert_eq!(form.cells, ["修灯", "12", "甲某", "灯坏了"]);
    assert!(reader.next().is_none());
}

#[test]
fn sheets_are_joined_by_role_and_name() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("一月").unwrap();
    sheet.write_row(0, 0, ["标题", "科室"]).unwrap();
    sheet.write_row(1, 0, ["甲", "一科"]).unwrap();
    let sheet = book.add_worksheet().set_name("二月").unwrap();
    sheet.write_row(0, 1, ["科室", "案由", "编号", "标题"]).unwrap();
    sheet.write_row(1, 1, ["二科", "乙", "7", "附"]).unwrap();
    let file = file(&book.save_to_buffer().unwrap());
    let by_hand = |name: &str| Options { columns: vec![(Role::Lead, name.into())], ..Options::default() };
    assert!(open(file.path(), &by_hand("处室")).is_err());
    assert_eq!(open(file.path(), &by_hand("编号")).unwrap().count(), 2);
    let reader = open(file.path(), &Options::default()).unwrap();
    assert_eq!(reader.table().headings[..], ["标题", "科室", "", "编号", "标题", "工作表"]);
    let rows: Vec<Row> = reader.collect::<Result<_>>().unwrap();
    let cells = rows.iter().map(|row| match row {
        Row::Usable(suggestion) => suggestion.cells.join(","),
        Row::Rejected(rejected) => rejected.error.to_string(),
    });
    assert_eq!(cells.collect::<Vec<_>>(), ["甲,一科,,,,一月", "乙,二科,,7,附,二月"]);
    let Row::Usable(second) = &rows[1] else { panic!("{rows:?}") };
    assert_eq!((second.sheet(), second.place().sheet.as_deref()), (Some("二月"), Some("二月")));
}

#[test]
fn a_sheet_without_headings_is_no_loss() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("一").unwrap();
    sheet.write_row(0, 0, ["标题", "内容"]).unwrap();
    sheet.write_row(1, 0, ["甲", "乙"]).unwrap();
    for (name, hidden) in [("二", false), ("三", true)] {
        let sheet = book.add_worksheet().set_name(name).unwrap().set_hidden(hidden);
        sheet.write_row(0, 0, ["修路", "路面坑洼，请修补。"]).unwrap();
        sheet.write_row(2, 1, ["路边没有树，请补种。", "附"]).unwrap();
    }
    let rows = read(&book.save_to_buffer().unwrap()).unwrap();
    let told = rows.iter().map(|row| match row {
        Row::Usable(suggestion) => format!("{} {:?}", suggestion.cells.join(","), suggestion.sheet()),
        Row::Rejected(Rejected { error, cells, .. }) => {
            let Place { sheet, row, .. } = error.place();
            format!("{}{} {} {}", sheet.as_deref().unwrap(), row.unwrap(), reason(error), cells.join(","))
        }
    });
    let expected = [
        "甲,乙 None",
        "二1 !NoSheetHeadings 修路,路面坑洼，请修补。",
        "二3 !NoSheetHeadings ,路边没有树，请补种。,附",
    ];
    assert_eq!(told.collect::<Vec<_>>(), expected);
}

/// One order with a short text, below headings of which the program knows all but that of the text.
#[test]
fn a_sheet_whose_text_has_an_unknown_heading_is_no_loss() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("一").unwrap();
    sheet.write_row(0, 0, ["工单编号", "来电时间", "工单内容", "承办单位"]).unwrap();
    sheet.write_row(1, 0, ["1", "2025-03-01", "甲", "乙"]).unwrap();
    for (name, heading, cell) in [
        ("二", "来电原话", "桥头小区断水两天没有人来看"),
        ("三", "办结情况", "桥头小区断水已由水务公司修好"),
        ("四", "来电原话", "断水"),
    ] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.write_row(0, 0, ["工单编号", "来电时间", heading, "承办单位"]).unwrap();
        sheet.write_row(1, 0, ["2", "2025-03-02", cell, "水务局"]).unwrap();
    }
    let rows = read(&book.save_to_buffer().unwrap()).unwrap();
    let lost = rows.iter().filter_map(|row| match row {
        Row::Usable(_) => None,
        Row::Rejected(rejected) => Some(format!("{} {}", rejected.row, rejected.cells.join(","))),
    });
    let expected =
        ["1 工单编号,来电时间,来电原话,承办单位", "2 2,2025-03-02,桥头小区断水两天没有人来看,水务局"];
    assert_eq!(lost.collect::<Vec<_>>(), expected);
}

#[test]
fn a_stray_cell_makes_no_row_as_long_as_its_column() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 1, ["标题", "内容"]).unwrap();
    sheet.write_row(1, 1, ["甲", "乙"]).unwrap();
    sheet.write_row(2, 1, ["丙", "丁"]).unwrap();
    sheet.write_string(1, 900, "近").unwrap();
    sheet.write_string(2, 16_370, "远").unwrap();
    let file = file(&book.save_to_buffer().unwrap());
    let reader = open(file.path(), &Options::default()).unwrap();
    assert_eq!(reader.table().headings[..], ["", "标题", "内容", "", ""]);
    let rows = reader.map(|row| match row.unwrap() {
        Row::Usable(suggestion) => suggestion.cells.join(","),
        Row::Rejected(rejected) => panic!("{rejected:?}"),
    });
    assert_eq!(rows.collect::<Vec<_>>(), [",甲,乙,近,", ",丙,丁,,远"]);
}

#[test]
fn web_pages_that_call_themselves_spreadsheets() {
    let page = "<html><meta charset=gb2312><table><tr><td colspan=3>台账</td></tr>\
        <tr><th rowspan=2>编号<th colspan=2>建议</tr><tr><th>标题<th>内容</tr>\
        <tr><td>=\"1\"<td>=\"甲 &amp;\n  乙\" <td>丙<br>丁<table><tr><td>内</table></tr>\
        <tr><td>2<td><td></tr></table></html>";
    for bytes in [page.into(), gb18030(page), utf16(page, false)] {
        assert_eq!(summary(&bytes), "4 甲 & 乙 丙\n丁内 | 5 !NoText");
    }
    assert_eq!(summary(b"<table><tr><td colspan=99999999>title</table>"), "NoRows");
    let row = "<tr>".to_owned() + &"<td colspan=1000>title".repeat(20);
    assert_eq!(summary(format!("<table>{row}</table>").as_bytes()), "NotATable");
}

#[test]
fn the_xml_of_excel_2003() {
    let xml = "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>\
        <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"建议\"><Table>\
        <Row><Cell ss:MergeAcross=\"2\"><Data ss:Type=\"String\">台账</Data></Cell></Row>\
        <Row ss:Index=\"3\"><Cell><Data>标题</Data></Cell><Cell/><Cell><Data>内容</Data></Cell>\
        <Cell><Data>日期</Data></Cell></Row>\
        <Row><Cell><Data ss:Type=\"String\">甲</Data><Comment><ss:Data>批</ss:Data></Comment></Cell>\
        <Cell ss:Index=\"3\"><ss:Data><![CDATA[乙<1>]]>&#10;丙</ss:Data></Cell>\
        <Cell><Data ss:Type=\"DateTime\">2019-04-25T00:00:00.000</Data></Cell></Row>\
        <Row/><Row><Cell ss:Index=\"4\"><Data>无</Data></Cell></Row>\
        </Table></Worksheet></Workbook>";
    assert_eq!(summary(xml.as_bytes()), "4 甲 乙<1>\n丙 | 6 !NoText");
    // Elements that HTML would not let end, or would take for its own.
    let own = "<DocumentProperties><Title/><Author>x</Author></DocumentProperties><Styles><Style ss:ID=\"a\"/>\
        <Style ss:ID=\"b>\"><NumberFormat ss:Format=\"0%\"/></Style></Styles><Worksheet";
    let marked = xml.replacen("<Worksheet", own, 1);
    assert_eq!(summary(marked.as_bytes()), "4 甲 乙<1>\n丙 | 6 !NoText");
    let cells = "<Row><Cell><Data ss:Type=\"String\">丁</Data></Cell><Cell ss:StyleID=\"b>\">\
        <Data ss:Type=\"Number\">0.5</Data></Cell><Cell ss:StyleID=\"a\"><Data ss:Type=\"Number\">5</Data></Cell>\
        <Cell><Data ss:Type=\"Boolean\">1</Data></Cell></Row></Table>";
    let rows = read(marked.replace("</Table>", cells).as_bytes()).unwrap();
    let Row::Usable(last) = &rows[2] else { panic!("{rows:?}") };
    assert_eq!(last.cells, ["丁", "0.5", "5", "TRUE"]);
    assert_eq!(last.kinds, [Kind::Text, Kind::Percent, Kind::Number, Kind::Truth]);
    let rows = read(xml.as_bytes()).unwrap();
    assert!(matches!(&rows[0], Row::Usable(s) if s.cell(Role::Date) == Some("2019-04-25")));
}

#[test]
fn the_old_formats() {
    for name in ["two-levels.xls", "two-levels.ods"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
        let reader = open(&path, &Options::default()).unwrap();
        assert_eq!(reader.table().headings[..], ["编号", "建议/标题", "建议/内容", "日期"], "{name}");
        let rows: Vec<Row> = reader.collect::<Result<_>>().unwrap();
        let Row::Usable(first) = &rows[0] else { panic!("{rows:?}") };
        assert_eq!(first.cells, ["7", "增设路灯", "巷口太暗。\n请装灯。", "2019-04-25"], "{name}");
        assert!(matches!(&rows[1], Row::Rejected(rejected) if rejected.row == 5), "{name}");
        assert_eq!(rows.len(), 2);
    }
}

/// An ODS file with the rows of a sheet, and perhaps `more` sheets, whose elements are written as office programs do.
fn ods(rows: &str, more: &str) -> Vec<u8> {
    let options = zip::write::SimpleFileOptions::default();
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"台账\">{rows}\
         </table:table>{more}</office:spreadsheet></office:body></office:document-content>"
    );
    let manifest = "<manifest:manifest/>";
    let mimetype = "application/vnd.oasis.opendocument.spreadsheet";
    let stored = options.compression_method(zip::CompressionMethod::Stored);
    let files = [("mimetype", mimetype, stored), ("content.xml", &content, options)];
    for (name, text, options) in files.into_iter().chain([("META-INF/manifest.xml", manifest, options)]) {
        archive.start_file(name, options).unwrap();
        std::io::Write::write_all(&mut archive, text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn merged_headings_and_percentages_of_ods() {
    let cell = |text: &str, down: u32, across: u32| {
        format!(
            "<table:table-cell office:value-type=\"string\" table:number-rows-spanned=\"{down}\" \
             table:number-columns-spanned=\"{across}\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let covered =
        |times: u32| format!("<table:covered-table-cell table:number-columns-repeated=\"{times}\"/>");
    let row = |cells: &[String]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let number = "<table:table-cell office:value-type=\"percentage\" office:value=\"0.5\"/>".to_owned();
    let rows = [
        row(&[cell("台账", 1, 6), covered(5)]),
        "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell/></table:table-row>".to_owned(),
        row(&[
            cell("编号", 3, 1),
            cell("来件", 1, 2),
            covered(1),
            cell("办理", 1, 2),
            covered(1),
            cell("进度", 3, 1),
        ]),
        row(&[covered(1), cell("标题", 2, 1), cell("内容", 2, 1), cell("单位", 1, 2), covered(2)]),
        row(&[covered(3), cell("主办", 1, 1), cell("会办", 1, 1), covered(1)]),
        row(&[
            cell("7", 1, 1),
            cell("增设路灯", 1, 1),
            cell("巷口太暗", 1, 1),
            cell("甲", 1, 1),
            cell("乙", 1, 1),
            number,
        ]),
    ];
    let file = file(&ods(&rows.concat(), ""));
    let reader = open(file.path(), &Options::default()).unwrap();
    let headings = ["编号", "来件/标题", "来件/内容", "办理/单位/主办", "办理/单位/会办", "进度"];
    assert_eq!(reader.table().headings[..], headings);
    let rows: Vec<Row> = reader.collect::<Result<_>>().unwrap();
    let Row::Usable(first) = &rows[0] else { panic!("{rows:?}") };
    assert_eq!((rows.len(), first.row, first.cell(Role::Lead)), (1, 7, Some("甲")));
    assert_eq!((first.cells[5].as_str(), first.kind(5), first.kind(0)), ("0.5", Kind::Percent, Kind::Text));
}

#[test]
fn copies_of_other_files_and_stray_cells_of_ods() {
    let cell = |text: &str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    let row = |text: &str| format!("<table:table-row>{}</table:table-row>", cell(text));
    let register = [row("标题"), row("增设路灯")].concat();
    let copy = format!(
        "<table:table table:name=\"'file:///乙.ods'#$台账\"><table:table-source xlink:href=\"乙.ods\"/>{register}\
         </table:table>"
    );
    assert_eq!(summary(&ods(&register, &copy)), "2 增设路灯");
    let far = "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell/></table:table-row>\
        <table:table-row><table:table-cell table:number-columns-repeated=\"16383\"/>";
    let far = format!("{register}{far}{}</table:table-row>", cell("x"));
    assert_eq!(summary(&ods(&far, "")), "StrayCells");
}

#[test]
fn cells_of_workbooks_and_json_keep_what_they_were() {
    use Kind::{Json, Number, Percent, Text, Time, Truth};
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["标题", "号", "数", "率", "日", "是"]).unwrap();
    sheet.write_row(1, 0, ["甲", "007"]).unwrap();
    sheet.write_number(1, 2, 1234.5).unwrap();
    sheet.write_number_with_format(1, 3, 0.5, &CellFormat::new().set_num_format("0.0%")).unwrap();
    let date = ExcelDateTime::from_ymd(2019, 4, 25).unwrap();
    sheet.write_datetime_with_format(1, 4, &date, &CellFormat::new().set_num_format("yyyy/m/d")).unwrap();
    sheet.write_boolean(1, 5, true).unwrap();
    // An empty cell with a format is no percentage, and neither is its neighbor.
    sheet.write_row(2, 0, ["乙", "8"]).unwrap();
    sheet.write_number(2, 2, 1).unwrap();
    sheet.write_blank(2, 3, &CellFormat::new().set_num_format("0%")).unwrap();
    let rows = read(&book.save_to_buffer().unwrap()).unwrap();
    let kinds = |row: &Row| match row {
        Row::Usable(suggestion) => suggestion.kinds.clone(),
        Row::Rejected(rejected) => panic!("{}", rejected.error),
    };
    assert_eq!(kinds(&rows[0]), [Text, Text, Number, Percent, Time, Truth]);
    assert_eq!(kinds(&rows[1]), [Text, Text, Number, Text, Text, Text]);
    let json =
        read("{\"标题\":\"甲\",\"号\":\"1\",\"数\":1,\"无\":null}\n{\"标题\":\"乙\"}".as_bytes()).unwrap();
    assert_eq!(kinds(&json[0]), [Text, Text, Json, Json]);
    let csv = read("标题,数\n甲,1\n".as_bytes()).unwrap();
    assert!(kinds(&json[1]).is_empty() && kinds(&csv[0]).is_empty());
}

#[test]
fn long_cells_and_many_columns() {
    let long = "字".repeat(4 << 20);
    assert_eq!(summary(format!("标题,内容\n甲,\"{long}\"\n").as_bytes()), format!("2 甲 {long}"));
    let headings: Vec<String> = (0..1000).map(|column| format!("列{column}")).collect();
    let cells = vec!["值"; 1000].join(",");
    let text = format!("标题,{}\n甲,{cells}\n", headings.join(","));
    assert!(matches!(&read(text.as_bytes()).unwrap()[0], Row::Usable(s) if s.cells.len() == 1001));
}

#[test]
fn a_quote_without_end_does_not_fill_the_memory() {
    let line = "路太暗\n".repeat(1 << 13);
    let mut text = "标题,内容\n甲,乙\n丙,\"".to_owned();
    (0..900).for_each(|_| text.push_str(&line));
    let file = file(text.as_bytes());
    let error = open(file.path(), &Options::default()).err().unwrap();
    assert!(matches!(error.kind(), ErrorKind::Csv(_)), "{error}");
}

#[test]
fn a_damaged_workbook_is_an_error() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["标题", "内容"]).unwrap();
    sheet.write_row(1, 0, ["甲", "乙"]).unwrap();
    let sound = book.save_to_buffer().unwrap();
    for cut in (0..sound.len()).step_by(97) {
        assert!(read(&sound[..cut]).is_err(), "cut at {cut}");
        let mut bent = sound.clone();
        bent[cut] ^= 0x55;
        let _ = read(&bent);
    }
}

fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(
        start in prop::sample::select(vec!["", "标题,内容\n", "{\"标题\":1}\n", "[{", "<table><tr><td>标题", "\u{feff}",
            "<Workbook><Worksheet><Table><Row>"]),
        bytes in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let _ = read(&[start.as_bytes(), &bytes].concat());
    }

    #[test]
    fn no_text_makes_it_panic(text in "(标题|内容|[,;|\t\n\r\"<>{}:\\[\\]甲乙 a1]|<td>|<tr>|<table>|<Cell/>){0,60}") {
        let _ = read(text.as_bytes());
        let _ = read(&gb18030(&text));
        let _ = read(&utf16(&text, true));
    }

    #[test]
    fn what_is_written_is_read(
        rows in prop::collection::vec(("[甲-龥a-z,;|\"\n\t　。㐀𠮷]{0,12}", "[甲乙丙, \"\n]{0,5}"), 1..20),
        separator in prop::sample::select(vec![',', '\t', ';', '|']),
        ending in prop::sample::select(vec!["\n", "\r\n"]),
    ) {
        let mut text = format!("标题{separator}内容{separator}备注{ending}");
        for (number, (title, body)) in rows.iter().enumerate() {
            write!(text, "{}{separator}{}{separator}第{number}行{ending}", quoted(title), quoted(body)).unwrap();
        }
        for bytes in [text.clone().into_bytes(), gb18030(&text), utf16(&text, false)] {
            let found = read(&bytes).unwrap();
            prop_assert_eq!(found.len(), rows.len());
            for (number, (row, (title, body))) in found.into_iter().zip(&rows).enumerate() {
                let (at, cells) = match row {
                    Row::Usable(suggestion) => (suggestion.row, suggestion.cells),
                    Row::Rejected(rejected) => {
                        prop_assert!(matches!(rejected.error.kind(), ErrorKind::NoText));
                        (rejected.row, rejected.cells)
                    }
                };
                prop_assert_eq!(at, number as u64 + 2);
                prop_assert_eq!(cells, vec![title.clone(), body.clone(), format!("第{number}行")]);
            }
        }
    }
}
