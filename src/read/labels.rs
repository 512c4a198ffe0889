//! The headings of a list of labels -> what each of its columns says.

use csv::StringRecord;

/// What a column of the list says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
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
            "remit", "职责", "职能", "主要职责", "主要职能", "工作职责", "工作职能", "部门职责", "单位职责",
            "职责范围", "职责内容", "职能职责", "职责职能",
        ],
    ),
    (Column::Keywords, &["keywords", "关键词"]),
    (Column::Since, &["since", "设立年份"]),
    (Column::Until, &["until", "撤销年份"]),
    (Column::Successor, &["successor", "继任单位", "并入"]),
    (Column::Kind, &["kind"]),
];

impl Column {
    /// The column that a heading names.
    pub(super) fn named(heading: &str) -> Option<Self> {
        let heading = heading.to_lowercase();
        HEADINGS.iter().find(|(_, names)| names.contains(&heading.as_str())).map(|&(column, _)| column)
    }

    /// The heading by which the program calls the column.
    fn heading(self) -> &'static str {
        HEADINGS.iter().find(|&&(column, _)| column == self).map_or("", |(_, names)| names[0])
    }
}

/// The headings as the program calls them. Where a file has a column under the program's own heading, others that would
/// mean the same stay what they are, and so do all but the first where none has it.
pub(super) fn plain(headings: &[String]) -> StringRecord {
    let mut plain = headings.to_vec();
    for (at, heading) in headings.iter().enumerate() {
        let own = Column::named(heading).map(Column::heading);
        if let Some(own) = own.filter(|own| !plain.iter().any(|other| other == own)) {
            own.clone_into(&mut plain[at]);
        }
    }
    plain.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_read_once_and_under_its_own_heading_if_it_has_one() {
        let cases = [
            ("kind,id,name", "kind,id,name"),
            ("kind,编号,名称,简称,上级", "kind,id,name,aliases,上级"),
            ("单位,name,部门", "单位,name,部门"),
            ("Name,部门", "name,部门"),
            ("name,name", "name,name"),
        ];
        for (headings, expected) in cases {
            let headings: Vec<String> = headings.split(',').map(str::to_owned).collect();
            assert_eq!(plain(&headings).iter().collect::<Vec<_>>().join(","), expected);
        }
    }
}
