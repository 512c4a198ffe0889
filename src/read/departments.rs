//! A CSV file of departments with their remits -> the scheme of departments, and the rows that cannot be used.

use std::path::Path;

use csv::StringRecord;
use rustc_hash::FxHashSet;

use super::labels::Column;
use super::list::{List, parts};
use crate::error::{Error, ErrorKind, ListFault, Result};
use crate::read::Rejected;
use crate::scheme::{Label, Scheme};

/// What a list of departments is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To route texts: each department needs a remit or key words.
    Routing,
    /// To know which names are allowed, and which mean the same department.
    Naming,
}

/// A department, and the position of its row in the list.
struct Found {
    at: usize,
    label: Label,
}

/// Reads a list of departments: `name`, and what is known of `id`, `aliases`, `remit`, `keywords`, `since`, `until`
/// and `successor`, under these headings or Chinese ones. A file without names but with ids gives remits and
/// key words to departments of `base`; a blank cell leaves what there was.
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
    let mut departments = Departments::open(path)?;
    let has_names = departments.has(Column::Name);
    let labels = if has_names { departments.labels(purpose)? } else { departments.added_to(base) };
    let Departments { list, rejected, .. } = departments;
    let scheme = Scheme::new(labels).map_err(|error| list.blamed(error))?;
    Ok((scheme, rejected))
}

/// The file, what its columns say, and its rows that cannot be used.
struct Departments {
    list: List,
    columns: Vec<Option<Column>>,
    rejected: Vec<Rejected>,
}

impl Departments {
    fn open(path: &Path) -> Result<Self> {
        let list = List::open(path)?;
        let columns =
            header(&list.headings).map_err(|kind| Error::new(kind).at(list.place(Some(list.row))))?;
        Ok(Self { list, columns, rejected: Vec::new() })
    }

    fn has(&self, column: Column) -> bool {
        self.columns.contains(&Some(column))
    }

    fn fails(&self, fault: ListFault) -> Error {
        self.list.blamed(fault.into())
    }

    /// The departments of `base`, each with the remit and the key words that a row has for it.
    fn added_to(&mut self, base: Option<&Scheme>) -> Vec<Label> {
        let mut labels = base.map(|base| base.labels().to_vec()).unwrap_or_default();
        let mut taken: FxHashSet<usize> = FxHashSet::default();
        for (at, (_, cells)) in self.list.rows.iter().enumerate() {
            let name = cell(&self.columns, cells, Column::Id).to_owned();
            let Some(position) = base.and_then(|base| base.find(&name)) else {
                self.rejected.push(self.list.reject(at, ErrorKind::UnknownLabel { name }));
                continue;
            };
            if !taken.insert(position) {
                self.rejected.push(self.list.reject(at, ErrorKind::DuplicateLabel { name }));
                continue;
            }
            let remit = cell(&self.columns, cells, Column::Remit);
            let keywords = parts(cell(&self.columns, cells, Column::Keywords));
            let label = &mut labels[position];
            if !remit.is_empty() {
                remit.clone_into(&mut label.remit);
            }
            if !keywords.is_empty() {
                label.keywords = keywords;
            }
        }
        labels
    }

    /// The departments that the rows name, as far as they can be used for the `purpose`.
    fn labels(&mut self, purpose: Purpose) -> Result<Vec<Label>> {
        let mut found = self.found();
        let says_what_for = self.has(Column::Remit) || self.has(Column::Keywords);
        let is_in_force = |found: &Found| found.label.is_in_force();
        if purpose == Purpose::Routing && !says_what_for && found.iter().any(is_in_force) {
            return Err(self.fails(ListFault::NoRemits { headings: self.list.headings.to_vec() }));
        }
        // A row that goes may take away another's successor, so this is repeated until none goes.
        loop {
            let labels: Vec<Label> = found.iter().map(|found| found.label.clone()).collect();
            let scheme = Scheme::unlinked(labels).map_err(|error| self.list.blamed(error))?;
            let before = found.len();
            let mut stays = Vec::with_capacity(before);
            for (position, found) in found.into_iter().enumerate() {
                match fault(&scheme, position, purpose) {
                    Some(kind) => self.rejected.push(self.list.reject(found.at, kind)),
                    None => stays.push(found),
                }
            }
            found = stays;
            if found.len() == before {
                break;
            }
        }
        self.rejected.sort_by_key(|rejected| rejected.row);
        if found.is_empty() {
            let first = std::mem::take(&mut self.rejected).into_iter().next().map(|row| row.error);
            return Err(first.unwrap_or_else(|| self.fails(ListFault::NoDepartment)));
        }
        if !found.iter().any(is_in_force) {
            return Err(self.fails(ListFault::NoneInForce));
        }
        Ok(found.into_iter().map(|found| found.label).collect())
    }

    /// The departments of the rows; of those that take another's name the first.
    fn found(&mut self) -> Vec<Found> {
        let mut taken: FxHashSet<String> = FxHashSet::default();
        let mut found = Vec::new();
        for (at, (_, cells)) in self.list.rows.iter().enumerate() {
            match label(&self.columns, cells) {
                Ok(None) => {}
                Ok(Some(label)) => {
                    let again = label.names().find(|&name| taken.contains(name)).cloned();
                    if let Some(name) = again {
                        self.rejected.push(self.list.reject(at, ErrorKind::DuplicateLabel { name }));
                    } else {
                        taken.extend(label.names().cloned());
                        found.push(Found { at, label });
                    }
                }
                Err(kind) => self.rejected.push(self.list.reject(at, kind)),
            }
        }
        found
    }
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
    let columns: Vec<_> = cells.iter().map(|cell| Column::named(cell)).collect();
    if columns.contains(&Some(Column::Name)) || columns.contains(&Some(Column::Id)) {
        Ok(columns)
    } else {
        Err(ListFault::NoNames { headings: cells.to_vec() }.into())
    }
}

fn cell<'c>(columns: &[Option<Column>], cells: &'c StringRecord, column: Column) -> &'c str {
    columns.iter().position(|&other| other == Some(column)).map_or("", |at| cells[at].trim())
}

/// The department of a row; none for a theme.
fn label(columns: &[Option<Column>], cells: &StringRecord) -> std::result::Result<Option<Label>, ErrorKind> {
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
    fn a_list_of_ids_adds_and_takes_nothing_away() {
        let label = Label { id: "water".into(), remit: "供水。".into(), ..Label::named("水务局") };
        let base = Scheme::new(vec![label, Label::named("民政局")]).unwrap();
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&file, "id,remit,keywords\n水务局,,水管、水表\nwater,排水。,\n没有的局,甲。,\n")
            .unwrap();
        let (scheme, rejected) = departments(file.path(), Some(&base), Purpose::Routing).unwrap();
        let water = &scheme.labels()[0];
        assert_eq!((water.remit.as_str(), water.keywords.join("|").as_str()), ("供水。", "水管|水表"));
        let kinds: Vec<&ErrorKind> = rejected.iter().map(|row| row.error.kind()).collect();
        assert!(
            matches!(&kinds[..], [ErrorKind::DuplicateLabel { .. }, ErrorKind::UnknownLabel { .. }]),
            "{kinds:?}"
        );
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
            "stands for two", "leads back", "leads back", "neither a remit", "去年", "does not exist",
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
