//! A CSV file of pairs of labels -> the crosswalk from one scheme to another.

use std::path::Path;

use serde::Deserialize;

use super::list::{List, filled};
use crate::error::{Error, ErrorKind, Result};
use crate::scheme::{Crosswalk, Scheme};

/// One line of the file; columns beside these, such as remarks, are passed over.
#[derive(Deserialize)]
struct Line {
    #[serde(deserialize_with = "filled")]
    from: String,
    #[serde(deserialize_with = "filled")]
    to: String,
}

/// Reads a file with the columns `from`, labels of `scheme` by id, name or alias, and `to`, labels of another
/// scheme as rows name them. A `from` may stand in several lines, each with another `to`. Every failure names
/// the file and, where one is to blame, the row.
///
/// ```
/// use jiaoban::scheme::{Label, Scheme};
///
/// let file = tempfile::NamedTempFile::new()?;
/// std::fs::write(&file, "from,to\nhousing,城乡建设\nwaste,城乡建设\nwaste,环境保护\n")?;
/// let scheme = Scheme::found(["housing", "waste"]);
/// let crosswalk = jiaoban::read::crosswalk(file.path(), &scheme)?;
/// assert_eq!(crosswalk.targets("waste"), ["城乡建设", "环境保护"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn crosswalk(path: &Path, scheme: &Scheme) -> Result<Crosswalk> {
    let mut crosswalk = Crosswalk::default();
    let list = List::open(path)?;
    for (row, Line { from, to }) in list.values(ErrorKind::Crosswalk)? {
        let place = list.place(Some(row));
        let Some(label) = scheme.find(&from) else {
            return Err(Error::new(ErrorKind::UnknownLabel { name: from }).at(place.column("from")));
        };
        if !crosswalk.add(&scheme.labels()[label].id, &to) {
            return Err(Error::new(ErrorKind::DuplicatePair { from, to }).at(place));
        }
    }
    Ok(crosswalk)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Crosswalk> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&file, text).unwrap();
        crosswalk(file.path(), &Scheme::found(["a", "b"]))
    }

    #[test]
    fn failures_name_the_row() {
        let cases: [(&str, Option<u64>, &str); 7] = [
            ("", None, "the file is empty"),
            ("from,to\n", None, "headings but no rows"),
            ("from,to\na,甲\nx,乙\n", Some(3), "\"x\" is not a label of the scheme"),
            ("from,to\na,甲\n,乙\n", Some(3), "the cell is empty"),
            ("from,onto\na,甲\n", Some(2), "there is no column \"to\""),
            ("from,to\na,甲\na,甲,乙\n", Some(3), "3 cells where the header has 2"),
            ("from,to\na,甲\nb,甲\na,甲\n", Some(4), "stands twice"),
        ];
        for (text, row, message) in cases {
            let error = read(text).unwrap_err();
            assert_eq!(error.place().row, row, "{error}");
            assert!(error.to_string().contains(message) && error.place().file.is_some(), "{error}");
        }
    }

    #[test]
    fn a_label_may_lead_to_several_or_none() {
        let crosswalk = read("to,remark,from\n甲,,a\n乙,too,a\n").unwrap();
        assert_eq!(crosswalk.targets("a"), ["甲", "乙"]);
        assert!(crosswalk.targets("b").is_empty());
        assert!(crosswalk.leads_to("乙") && !crosswalk.leads_to("丙"));
    }
}
