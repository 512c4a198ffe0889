//! A CSV file of words -> the themes or departments that each points to, and the rows that cannot be used.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;

use super::list::{List, parts};
use crate::error::{ErrorKind, Result};
use crate::read::Rejected;
use crate::scheme::{Kind, Scheme, Signpost};
use crate::text::fold;

/// The words of one file.
#[derive(Debug)]
pub struct LexiconFile {
    /// What they point to.
    pub kind: Kind,
    /// The words.
    pub signposts: Vec<Signpost>,
    /// The rows that cannot be used.
    pub rejected: Vec<Rejected>,
}

/// One line of the file.
#[derive(Deserialize)]
struct Line {
    #[serde(alias = "词", alias = "词语")]
    word: String,
    #[serde(alias = "强度")]
    strength: String,
    #[serde(default, alias = "主题")]
    themes: String,
    #[serde(default, alias = "单位", alias = "部门")]
    departments: String,
}

/// Reads words that point to labels: `word`, `strength` (3 where hardly another label can be meant, 2 where it is
/// likely, 1 where the word leans there) and either `themes` or `departments` (ids, names or aliases, divided by
/// `;`), under these headings or 词, 强度, 主题 and 单位.
///
/// A word counts where a text is cut so that it is one; what is no word of the dictionary has to stand in the list of
/// own words, too. A row without a word of two characters, with a word that came before, with another strength or
/// with a label that the scheme lacks comes back with the reason. A file is refused if the scheme that it points
/// into is not given.
///
/// ```
/// use jiaoban::scheme::Scheme;
///
/// let departments = Scheme::found(["教委", "交管局"]);
/// let file = tempfile::NamedTempFile::new()?;
/// std::fs::write(&file, "词,强度,单位\n学区,3,教委\n校门口,1,交管局;教委\n课桌,9,教委\n")?;
/// let lexicon = jiaoban::read::lexicon(file.path(), None, Some(&departments))?;
/// assert_eq!(lexicon.signposts[1].labels.len(), 2);
/// assert_eq!(lexicon.rejected.iter().map(|row| row.row).collect::<Vec<_>>(), [4]);
/// assert!(jiaoban::read::lexicon(file.path(), Some(&departments), None).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn lexicon(path: &Path, themes: Option<&Scheme>, departments: Option<&Scheme>) -> Result<LexiconFile> {
    let list = List::open(path)?;
    let lines = list.values::<Line>(ErrorKind::Lexicon)?;
    let points_to_themes = lines.iter().any(|(_, line)| !line.themes.is_empty());
    let (kind, scheme) =
        if points_to_themes { (Kind::Theme, themes) } else { (Kind::Department, departments) };
    let scheme = scheme.ok_or_else(|| list.blamed(ErrorKind::LexiconWithoutScheme.into()))?;
    let (mut signposts, mut rejected) = (Vec::new(), Vec::new());
    let mut known = BTreeSet::new();
    for (at, (_, line)) in lines.iter().enumerate() {
        let found = signpost(line, kind, scheme).and_then(|signpost| {
            let new = known.insert(signpost.word.clone());
            if new { Ok(signpost) } else { Err(ErrorKind::DuplicateWord { word: signpost.word }) }
        });
        match found {
            Ok(signpost) => signposts.push(signpost),
            Err(kind) => rejected.push(list.reject(at, kind)),
        }
    }
    Ok(LexiconFile { kind, signposts, rejected })
}

fn signpost(line: &Line, kind: Kind, scheme: &Scheme) -> std::result::Result<Signpost, ErrorKind> {
    let Line { word, strength, themes, departments } = line;
    let (names, others) = match kind {
        Kind::Theme => (themes, departments),
        Kind::Department => (departments, themes),
    };
    if !others.is_empty() {
        return Err(ErrorKind::MixedLexicon);
    }
    // The word is folded as texts are, or it would never be met in one.
    let word: String = word.chars().map(|c| fold(c).to_ascii_lowercase()).collect();
    if word.chars().nth(1).is_none() {
        return Err(ErrorKind::ShortWord { word });
    }
    let Ok(strength @ 1..=3) = strength.parse() else {
        return Err(ErrorKind::UnreadableStrength { text: strength.clone() });
    };
    let label = |name: String| match scheme.find(&name) {
        Some(position) => Ok(scheme.current(position)),
        None => Err(ErrorKind::UnknownLabel { name }),
    };
    // A name may itself hold a mark that divides lists.
    let listed = if scheme.find(names).is_some() { vec![names.clone()] } else { parts(names) };
    let mut labels = listed.into_iter().map(label).collect::<Result<Vec<_>, _>>()?;
    labels.sort_unstable();
    labels.dedup();
    if labels.is_empty() {
        return Err(ErrorKind::UnknownLabel { name: names.clone() });
    }
    Ok(Signpost { word, strength, labels })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_cannot_be_used_come_back_with_the_reason() {
        let scheme = Scheme::found(["a", "b"]);
        let file = tempfile::NamedTempFile::new().unwrap();
        let text = "word,strength,departments\n\
                    桥梁,3,a;b;a\n桥梁,2,a\n坑,1,a\n坑洼,0,a\n坑洼,强,a\n坑洼,1,c\n坑洼,1\nＷiFi,1,b,,\n";
        std::fs::write(&file, text).unwrap();
        let LexiconFile { kind, signposts, rejected } = lexicon(file.path(), None, Some(&scheme)).unwrap();
        let word = |word: &str, strength, labels: &[usize]| Signpost {
            word: word.into(),
            strength,
            labels: labels.to_vec(),
        };
        assert_eq!(kind, Kind::Department);
        assert_eq!(signposts, [word("桥梁", 3, &[0, 1]), word("wifi", 1, &[1])]);
        let said = ["twice", "fewer than two", "\"0\"", "\"强\"", "\"c\"", "\"\""];
        assert_eq!(rejected.len(), said.len());
        for ((rejected, words), row) in rejected.iter().zip(said).zip(3..) {
            let message = rejected.error.to_string();
            assert!(message.contains(words) && rejected.row == row, "{message} lacks {words}");
        }
    }

    #[test]
    fn one_file_points_to_one_kind() {
        let scheme = Scheme::found(["a"]);
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&file, "word,strength,themes,departments\n桥梁,3,a,\n坑洼,3,,a\n").unwrap();
        let lexicon = lexicon(file.path(), Some(&scheme), Some(&scheme)).unwrap();
        assert_eq!((lexicon.kind, lexicon.signposts.len()), (Kind::Theme, 1));
        assert!(matches!(lexicon.rejected[0].error.kind(), ErrorKind::MixedLexicon));
        // The row comes back as it was, so that it can be mended where it stands.
        assert_eq!(lexicon.rejected[0].headings[..], ["word", "strength", "themes", "departments"]);
        assert_eq!(lexicon.rejected[0].cells, ["坑洼", "3", "", "a"]);
    }

    #[test]
    fn files_that_are_no_list_are_refused() {
        for text in ["", "a,b\n1,2\n", "word,strength,departments\n"] {
            let file = tempfile::NamedTempFile::new().unwrap();
            std::fs::write(&file, text).unwrap();
            let error = lexicon(file.path(), None, Some(&Scheme::found(["a"]))).unwrap_err();
            assert!(error.place().file.is_some(), "{error}");
        }
    }
}
