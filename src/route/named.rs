//! The names of departments, and a text -> which departments it names.

use std::collections::BTreeSet;
use std::fmt;

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};

use crate::error::{ErrorKind, Result};
use crate::scheme::Scheme;
use crate::text;

/// Finds the names and aliases of a scheme in texts.
#[derive(Clone)]
pub struct Names {
    /// Each name with the position of its department; `None` if there are no names. It goes from character to
    /// character, which are a third as many as bytes, in a table that stays in the nearest cache.
    finder: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
}

impl Names {
    /// The names and aliases of `scheme`, of two characters or more, folded as texts are. Where one is part of another
    /// the longer counts.
    pub fn new(scheme: &Scheme) -> Result<Self> {
        // A department may have been given the same name twice.
        let mut known = BTreeSet::new();
        let mut patterns = Vec::new();
        for (department, label) in scheme.labels().iter().enumerate() {
            let names = std::iter::once(&label.name).chain(&label.aliases);
            let folded = names.map(|name| text::in_one_width(name));
            let new = folded.filter(|name| name.chars().nth(1).is_some() && known.insert(name.clone()));
            patterns.extend(new.map(|name| (name, department as u32)));
        }
        if patterns.is_empty() {
            return Ok(Self { finder: None });
        }
        let finder = CharwiseDoubleArrayAhoCorasickBuilder::new()
            .match_kind(MatchKind::LeftmostLongest)
            .build_with_values(patterns)
            .map_err(|_| ErrorKind::ModelInconsistent { part: "names of departments" })?;
        Ok(Self { finder: Some(finder) })
    }

    /// Calls `visit` with the department of every name in `text`.
    pub fn find(&self, text: &str, mut visit: impl FnMut(usize)) {
        let Some(finder) = &self.finder else { return };
        for found in finder.leftmost_find_iter(text) {
            visit(found.value() as usize);
        }
    }
}

impl fmt::Debug for Names {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Names").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scheme::Label;

    #[test]
    fn the_longer_name_counts() {
        let label = |name: &str, aliases: &[&str]| Label {
            aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
            ..Label::named(name)
        };
        let scheme = Scheme::new(vec![
            label("水务局", &["河长办", "水", "水务局"]),
            label("城管委", &["管委"]),
            label("园区管委会", &["１２３４５中心"]),
        ]);
        let names = Names::new(&scheme.unwrap()).unwrap();
        let mut found = Vec::new();
        names.find(
            "请园区管委会、城管委和河长办看看水管，管委答复过，12345中心也是",
            |at| {
                found.push(at);
            },
        );
        assert_eq!(found, [2, 1, 0, 1, 2]);
        let none = Names::new(&Scheme::found(std::iter::empty())).unwrap();
        none.find("城管委", |_| panic!("there are no names"));
    }
}
