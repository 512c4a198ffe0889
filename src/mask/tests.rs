//! Written cases -> precision and recall of what is hidden, kind by kind, and what holds for every text.

use std::fmt::Write as _;
use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;

/// What the written cases come to; a change of it is looked at before it is committed.
const RECORD: &str = include_str!("../../tests/data/mask.record.txt");

static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(|| Dictionary::new([]));

/// What a case says must be hidden: the runs of `*` that are not in its text.
fn expected(text: &str, expected: &str, kinds: &str) -> Vec<Piece> {
    assert_eq!(text.chars().count(), expected.chars().count(), "{text}");
    let mut runs: Vec<Span> = Vec::new();
    for ((at, original), masked) in text.char_indices().zip(expected.chars()) {
        let end = at + original.len_utf8();
        match runs.last_mut() {
            _ if masked == original => {}
            Some(run) if run.end == at => run.end = end,
            _ => runs.push(Span { start: at, end }),
        }
    }
    let kinds: Vec<MaskKind> = kinds.split_whitespace().map(kind).collect();
    assert_eq!(runs.len(), kinds.len(), "{text}");
    runs.into_iter().zip(kinds).map(|(span, kind)| Piece { span, kind }).collect()
}

fn kind(name: &str) -> MaskKind {
    let named = |kind: &&MaskKind| format!("{kind:?}").to_lowercase() == name;
    *MaskKind::ALL.iter().find(named).unwrap_or_else(|| panic!("{name} is no kind"))
}

#[test]
fn written_cases() {
    let masker = Masker::new(&DICTIONARY);
    let (mut hits, mut found, mut wanted) = ([0; 8], [0; 8], [0; 8]);
    let mut wrong = String::new();
    let mut cases = 0;
    let cases_file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/mask.csv");
    for row in crate::read::open(&cases_file, &crate::read::Options::default()).unwrap() {
        let crate::read::Row::Usable(crate::suggestion::Suggestion { cells: line, .. }) = row.unwrap() else {
            panic!("a case cannot be read")
        };
        let (text, target) = (&line[0], &line[1]);
        let (expected, pieces) = (expected(text, target, &line[2]), masker.pieces(text));
        cases += 1;
        for piece in &pieces {
            found[piece.kind as usize] += 1;
            hits[piece.kind as usize] += usize::from(expected.contains(piece));
        }
        for piece in &expected {
            wanted[piece.kind as usize] += 1;
        }
        if pieces != expected {
            writeln!(wrong, "  {text}\n    {target} expected\n    {} found", masker.text(text)).unwrap();
        }
    }
    let mut table = format!("{cases} cases\nkind       n  precision  recall\n");
    let mut low = Vec::new();
    for kind in MaskKind::ALL {
        let of = |counts: [usize; 8]| counts[kind as usize];
        let precision = of(hits) as f64 / of(found).max(1) as f64;
        let recall = of(hits) as f64 / of(wanted).max(1) as f64;
        writeln!(table, "{:<8} {:>3}      {precision:.3}   {recall:.3}", format!("{kind:?}"), of(wanted))
            .unwrap();
        let floor = if matches!(kind, MaskKind::Name | MaskKind::Address) { 0.85 } else { 0.95 };
        if precision < floor || recall < floor {
            low.push(kind);
        }
    }
    assert_eq!(table, RECORD, "write the new figures to tests/data/mask.record.txt\n{wrong}");
    assert!(cases >= 100 && low.is_empty(), "{low:?} below the floor\n{table}{wrong}");
}

#[test]
fn names_of_deputies_stay() {
    let masker = Masker::new(&DICTIONARY);
    let cases = [
        "王青山、李石门等多位代表提出建议",
        "人大代表王青山多次呼吁",
        "周柳溪代表建议增设路灯",
        "代表：王青山、李石门",
        "政协委员周柳溪和王青山联名",
    ];
    for text in cases {
        assert_eq!(masker.text(text), text);
    }
    let masker = masker.keep(["王青山".to_owned()]);
    assert_eq!(masker.text("联系人：王青山；姓名：李石门"), "联系人：王青山；姓名：李**");
}

proptest! {
    #[test]
    fn nothing_else_changes(text in "\\PC{0,40}|[王李我叫先生住路号栋室京A-C0-9a-z@.１-９ \\-\n]{0,60}") {
        let masked = Masker::new(&DICTIONARY).text(&text).into_owned();
        prop_assert_eq!(masked.chars().count(), text.chars().count());
        prop_assert!(masked.chars().zip(text.chars()).all(|(new, old)| new == old || new == '*'));
    }
}
