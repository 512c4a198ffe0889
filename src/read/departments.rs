//! A CSV file of departments with their remits -> the scheme of departments, and the rows that cannot be used.

use std::path::Path;
use std::sync::Arc;

use csv::StringRecord;
use rustc_hash::FxHashSet;

use super::list::{List, parts};
use crate::error::{Error, ErrorKind, ListFault, Place, Result};
use crate::read::Rejected;
use crate::read::source;
use crate::scheme::{Label, Scheme};

/// What a column of the file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Id,
    Name,
    Aliases,
    Remit,
    Keywords,
    Since,
    Until,
    Successor,
    Kind,
}

/// The headings of each column.
const HEADINGS: [(Column, &[&str]); 9] = [
    (Column::Id, &["id", "编号", "代码"]),
    (Column::Name, &["name", "名称", "单位", "部门", "单位名称", "部门名称"]),
    (Column::Aliases, &["aliases", "别名", "简称", "又称"]),
    (
        Column::Remit,
        &[
            "remit",
            "职责",
            "职能",
            "主要职责",
            "主要职能",
            "工作职责",
            "工作职能",
            "部门职责",
            "单位职责",
            "职责范围",
            "职责内容",
            "职能职责",
            "职责职能",
        ],
    ),
    (Column::Keywords, &["keywords", "关键词"]),
    (Column::Since, &["since", "设立年份"]),
    (Column::Until, &["until", "撤销年份"]),
    (Column::Successor, &["successor", "继任单位", "并入"]),
    (Column::Kind, &["kind"]),
];

/// What a list of departments is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To route texts: each department needs a remit or key words.
    Routing,
    /// To know which names are allowed, and which mean the same department.
    Naming,
}

/// A department, the row it stood in, and that row's cells.
struct Found {
    row: u64,
    cells: Vec<String>,
    label: Label,
}

/// Reads a list of departments: `name`, and what is known of `id`, `aliases`, `remit`, `keywords`, `since`, `until`
/// and `successor`, under these headings or Chinese ones. A file without names but with ids adds remits and
/// key words to the departments of `base`.
///
/// A row that takes another's name, whose successors lead in a circle, or that has neither remit nor key words where
/// the `purpose` needs them comes back with the reason; the scheme is that of the others.
///
/// ```
/// use jiaoban::read::Purpose;
///
/// let file = tempfile::NamedTempFile::new()?;
/// std::fs::write(&file, "单位,简称,职责\n水务局,水利局,供水、排水和河道。\n水利局,,河道。\n文旅局,,\n")?;
/// let (scheme, rejected) = jiaoban::read::departments(file.path(), None, Purpose::Routing)?;
/// assert_eq!(scheme.labels().len(), 1);
/// assert_eq!(rejected.iter().map(|row| row.row).collect::<Vec<_>>(), [3, 4]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn departments(path: &Path, base: Option<&Scheme>, purpose: Purpose) -> Result<(Scheme, Vec<Rejected>)> {
    let place = Place::file(source::name(path));
    let at = |row: Option<u64>| Place { row, ..place.clone() };
    let list = List::open(path)?;
    let texts = |cells: &StringRecord| cells.iter().map(str::to_owned).collect::<Vec<_>>();
    let headings: Arc<[String]> = texts(&list.headings).into();
    let columns = header(&headings).map_err(|kind| Error::new(kind).at(at(Some(list.row))))?;
    let rows = list.rows.iter().map(|(row, cells)| (*row, texts(cells)));
    let has = |column| columns.contains(&Some(column));
    let mut rejected = Vec::new();
    let mut reject = |kind: ErrorKind, row: u64, cells: Vec<String>| {
        let (error, headings) = (Error::new(kind).at(at(Some(row))), Arc::clone(&headings));
        rejected.push(Rejected { error, row, headings, cells });
    };
    if !has(Column::Name) {
        let mut labels = base.map(|base| base.labels().to_vec()).unwrap_or_default();
        for (row, cells) in rows {
            let cell = |column| cell(&columns, &cells, column);
            match base.and_then(|base| base.find(cell(Column::Id))) {
                Some(position) => {
                    let (remit, keywords) = (cell(Column::Remit).to_owned(), parts(cell(Column::Keywords)));
                    labels[position] = Label { remit, keywords, ..labels[position].clone() };
                }
                None => reject(ErrorKind::UnknownLabel { name: cell(Column::Id).to_owned() }, row, cells),
            }
        }
        return Ok((Scheme::new(labels).map_err(|error| error.at(at(None)))?, rejected));
    }

    let mut taken: FxHashSet<String> = FxHashSet::default();
    let mut found: Vec<Found> = Vec::new();
    for (row, cells) in rows {
        let label = match label(&columns, &cells) {
            Ok(Some(label)) => label,
            Ok(None) => continue,
            Err(kind) => {
                reject(kind, row, cells);
                continue;
            }
        };
        if let Some(name) = label.names().find(|&name| taken.contains(name)) {
            reject(ErrorKind::DuplicateLabel { name: name.clone() }, row, cells);
            continue;
        }
        taken.extend(label.names().cloned());
        found.push(Found { row, cells, label });
    }
    let says_what_for = has(Column::Remit) || has(Column::Keywords);
    if purpose == Purpose::Routing && !says_what_for && found.iter().any(|found| found.label.is_in_force()) {
        return Err(Error::from(ListFault::NoRemits { headings: headings.to_vec() }).at(at(None)));
    }
    // A row that goes may take away another's successor, so this is repeated until none goes.
    loop {
        let labels: Vec<Label> = found.iter().map(|found| found.label.clone()).collect();
        let scheme = Scheme::unlinked(labels).map_err(|error| error.at(at(None)))?;
        let mut faults =
            (0..found.len()).map(|at| fault(&scheme, at, purpose)).collect::<Vec<_>>().into_iter();
        let before = found.len();
        found.retain_mut(|Found { row, cells, .. }| {
            let fault = faults.next().flatten();
            let stays = fault.is_none();
            if let Some(kind) = fault {
                reject(kind, *row, std::mem::take(cells));
            }
            stays
        });
        if found.len() == before {
            break;
        }
    }
    rejected.sort_by_key(|rejected| rejected.row);
    if found.is_empty() {
        let first = rejected.into_iter().next().map(|row| row.error);
        return Err(first.unwrap_or_else(|| Error::from(ListFault::NoDepartment).at(at(None))));
    }
    if !found.iter().any(|found| found.label.is_in_force()) {
        return Err(Error::from(ListFault::NoneInForce).at(at(None)));
    }
    let scheme = Scheme::new(found.into_iter().map(|found| found.label).collect());
    Ok((scheme.map_err(|error| error.at(at(None)))?, rejected))
}

/// Why the department at a position cannot be used, if so.
fn fault(scheme: &Scheme, at: usize, purpose: Purpose) -> Option<ErrorKind> {
    let label = &scheme.labels()[at];
    if scheme.is_astray(at) {
        return Some(ErrorKind::BrokenSuccession { id: label.name.clone() });
    }
    (purpose == Purpose::Routing
        && label.is_in_force()
        && label.remit.is_empty()
        && label.keywords.is_empty())
    .then(|| ListFault::EmptyRemit { name: label.name.clone() }.into())
}

fn header(cells: &[String]) -> std::result::Result<Vec<Option<Column>>, ErrorKind> {
    let column = |cell: &String| {
        let cell = cell.to_lowercase();
        HEADINGS.iter().find(|(_, names)| names.contains(&cell.as_str())).map(|&(column, _)| column)
    };
    let columns: Vec<_> = cells.iter().map(column).collect();
    if columns.contains(&Some(Column::Name)) || columns.contains(&Some(Column::Id)) {
        Ok(columns)
    } else {
        Err(ListFault::NoNames { headings: cells.to_vec() }.into())
    }
}

fn cell<'c>(columns: &[Option<Column>], cells: &'c [String], column: Column) -> &'c str {
    columns.iter().position(|&other| other == Some(column)).map_or("", |at| cells[at].trim())
}

/// The department of a row; none for a theme.
fn label(columns: &[Option<Column>], cells: &[String]) -> std::result::Result<Option<Label>, ErrorKind> {
    let cell = |column| cell(columns, cells, column);
    if cell(Column::Kind) == "theme" {
        return Ok(None);
    }
    let name = if cell(Column::Name).is_empty() { cell(Column::Id) } else { cell(Column::Name) };
    if name.is_empty() {
        return Err(ListFault::Nameless.into());
    }
    let year = |column| -> std::result::Result<Option<i16>, ErrorKind> {
        let text = cell(column);
        let unreadable = |_| -> ErrorKind { ListFault::UnreadableYear { text: text.to_owned() }.into() };
        if text.is_empty() {
            Ok(None)
        } else {
            text.trim_end_matches('年').parse().map(Some).map_err(unreadable)
        }
    };
    let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let mut aliases = parts(cell(Column::Aliases));
    aliases.retain(|alias| alias != name);
    Ok(Some(Label {
        id: filled(cell(Column::Id)).unwrap_or_else(|| name.to_owned()),
        aliases,
        since: year(Column::Since)?,
        until: year(Column::Until)?,
        successor: filled(cell(Column::Successor)),
        remit: cell(Column::Remit).to_owned(),
        keywords: parts(cell(Column::Keywords)),
        ..Label::named(name)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<(Scheme, Vec<(u64, String)>)> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&file, text).unwrap();
        let (scheme, rejected) = departments(file.path(), None, Purpose::Routing)?;
        Ok((scheme, rejected.iter().map(|row| (row.row, row.error.kind().to_string())).collect()))
    }

    #[test]
    fn rows_that_cannot_be_used_come_back_with_the_reason() {
        let (scheme, rejected) = read(
            "名称,简称,职责,关键词,撤销年份,并入\n\
             水务局,水利局;河长办,供水、排水。,水管,,\n\
             水利局,,河道。,,,\n\
             甲局,,甲。,,,乙局\n乙局,,乙。,,,甲局\n\
             质监局,,,,2018年,市场监管局\n市场监管局,工商局,,消费,,\n\
             空局,,,,,\n丙局,,,丙,去年,\n丁局,,,丁,,没有的局\n,,路灯。,,,\n\
             戊局,戊、己局，庚局|辛局,戊。\n老戊局,,,,,（戊）局\n（戊)局,,戊。\n",
        )
        .unwrap();
        let names: Vec<&str> = scheme.labels().iter().map(|label| label.name.as_str()).collect();
        assert_eq!(names, ["水务局", "质监局", "市场监管局", "戊局", "老戊局", "（戊)局"]);
        // An heir is found in whichever width, as any label is.
        assert_eq!(scheme.current(4), 5);
        assert_eq!(scheme.labels()[3].aliases, ["戊", "己局", "庚局", "辛局"]);
        assert_eq!(scheme.current(1), 2);
        let rows: Vec<u64> = rejected.iter().map(|(row, _)| *row).collect();
        assert_eq!(rows, [3, 4, 5, 8, 9, 10, 11], "{rejected:?}");
        let said = [
            "stands for two",
            "leads back",
            "leads back",
            "neither a remit",
            "去年",
            "does not exist",
            "neither a name",
        ];
        for ((_, message), words) in rejected.iter().zip(said) {
            assert!(message.contains(words), "{message} lacks {words}");
        }
    }

    #[test]
    fn files_that_are_no_list_are_refused() {
        let swallowed = "名称,职责\n水务局,\"供水。\n教委,学校。\n文旅局,景区。\n";
        for (text, words) in [
            ("", "empty"),
            ("a,b\n1,2\n", "no column of names"),
            ("name\n", "no rows"),
            ("kind,name\ntheme,交通\n", "names no department"),
            ("单位,办公地点\n教委,一楼\n", "no column of remits (remit, 职责) or key words"),
            ("单位,职责\n教委,\n文旅局,\n", "row 2: \"教委\" has neither a remit nor key words"),
            (swallowed, "row 2: a quote opened here is never closed"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.to_string().contains(words) && error.place().file.is_some(), "{error}");
        }
    }

    #[test]
    fn remits_stand_under_many_headings() {
        for heading in ["工作职责", "主要职能", "职责范围", "主要职责", "职能"] {
            let (scheme, rejected) = read(&format!("单位,{heading}\n教委,学校。\n")).unwrap();
            assert_eq!((scheme.labels()[0].remit.as_str(), rejected.len()), ("学校。", 0), "{heading}");
        }
    }

    #[test]
    fn remits_are_added_by_id() {
        let base = Scheme::new(vec![Label::named("a"), Label::named("b")]).unwrap();
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&file, "id,remit,keywords\nb,修路。,坑;桥\nc,无。,\n").unwrap();
        let (scheme, rejected) = departments(file.path(), Some(&base), Purpose::Routing).unwrap();
        assert_eq!((scheme.labels()[1].remit.as_str(), scheme.labels()[1].keywords.len()), ("修路。", 2));
        assert_eq!((rejected.len(), rejected[0].row), (1, 3));
    }
}
