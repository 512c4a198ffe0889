//! A list of labels, themes or departments -> names that can be looked up and ids that stay.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::error::{ErrorKind, Result};
use crate::suggestion::{Role, Suggestion};
use crate::text::folded;

/// What the labels of a scheme stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// What a suggestion is about.
    Theme,
    /// Who has to act on it.
    Department,
}

/// One theme or one department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Stays the same over the years, however the name changes.
    pub id: String,
    /// What is shown to people.
    pub name: String,
    /// Other names that mean the same.
    pub aliases: Vec<String>,
    /// The id of the label above it, for schemes of two levels.
    pub parent: Option<String>,
    /// The first year in force; `None` where it has always been. It is proposed whatever the year.
    pub since: Option<i16>,
    /// The last year in force; `None` where it still is. A label that has one is no longer proposed, whatever the year:
    /// what is proposed depends on no clock.
    pub until: Option<i16>,
    /// The id of the label that took its place when it was renamed, merged or dissolved.
    pub successor: Option<String>,
    /// What a department answers for, in clauses that end with ； or 。; empty where nothing is known of it.
    pub remit: String,
    /// Words that people use when they mean this department.
    pub keywords: Vec<String>,
}

impl Label {
    /// A label whose id is its name, as found in data without a scheme.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self {
            id: name.into(),
            name: name.into(),
            aliases: Vec::new(),
            parent: None,
            since: None,
            until: None,
            successor: None,
            remit: String::new(),
            keywords: Vec::new(),
        }
    }

    /// Whether it can still be proposed, as far as it says so itself: it names no heir and no last year.
    #[must_use]
    pub fn is_in_force(&self) -> bool {
        self.successor.is_none() && self.until.is_none()
    }

    /// Its id, its name and its aliases, as far as they are not empty.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        [&self.id, &self.name].into_iter().chain(&self.aliases).filter(|name| !name.is_empty())
    }
}

/// A word that points to labels of a scheme, as far as a single word can.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signpost {
    /// The word, in lower case.
    pub word: String,
    /// From 1, where it leans there, to 3, where hardly another label can be meant.
    pub strength: u8,
    /// The positions of the labels, rising.
    pub labels: Vec<usize>,
}

impl Signpost {
    /// Whether its strength is one and its labels are labels of `scheme`, which a damaged file could break.
    #[must_use]
    pub fn fits(&self, scheme: &Scheme) -> bool {
        (1..=3).contains(&self.strength)
            && self.labels.is_sorted_by(|label, next| label < next)
            && self.labels.last().is_none_or(|&last| last < scheme.labels().len())
    }
}

/// Labels of one kind, each found by its id, its name or an alias, in whichever width and case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Label>", into = "Vec<Label>")]
pub struct Scheme {
    labels: Vec<Label>,
    by_name: FxHashMap<String, usize>,
}

impl Scheme {
    /// Checks and indexes `labels`, whose order is kept.
    ///
    /// Fails when an id, name or alias stands for two labels, or when a parent or successor is missing or leads in a circle.
    ///
    /// ```
    /// use jiaoban::scheme::{Label, Scheme};
    ///
    /// let education = Label { aliases: vec!["教育局".into()], ..Label::named("教委") };
    /// let scheme = Scheme::new(vec![education, Label::named("卫健委")])?;
    /// assert_eq!(scheme.find("教育局"), scheme.find("教委"));
    /// assert!(Scheme::new(vec![Label::named("教委"), Label::named("教委")]).is_err());
    /// # Ok::<(), jiaoban::Error>(())
    /// ```
    pub fn new(labels: Vec<Label>) -> Result<Self> {
        let scheme = Self::unlinked(labels)?;
        scheme.check_links()?;
        Ok(scheme)
    }

    /// Indexes `labels` whatever they say of each other.
    pub(crate) fn unlinked(labels: Vec<Label>) -> Result<Self> {
        let mut by_name = FxHashMap::default();
        for (index, label) in labels.iter().enumerate() {
            for name in label.names() {
                if by_name.insert(name.clone(), index).is_some_and(|earlier| earlier != index) {
                    return Err(ErrorKind::DuplicateLabel { name: name.clone() }.into());
                }
            }
        }
        for (index, label) in labels.iter().enumerate() {
            label.names().for_each(|name| _ = by_name.entry(folded(name)).or_insert(index));
        }
        Ok(Self { labels, by_name })
    }

    /// The scheme of the labels found in data: every distinct name, in the order of their code points. Names that differ
    /// in width and case alone are one label, which is called by the commonest of them.
    ///
    /// ```
    /// use jiaoban::scheme::Scheme;
    ///
    /// let scheme = Scheme::found(["街道(乡镇)", "街道（乡镇）", "教委", "街道（乡镇）"]);
    /// assert_eq!(scheme.labels().iter().map(|label| &label.name).collect::<Vec<_>>(), ["教委", "街道（乡镇）"]);
    /// assert_eq!(scheme.find("街道(乡镇)"), Some(1));
    /// ```
    pub fn found<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let mut spellings: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
        for name in names {
            *spellings.entry(folded(name)).or_default().entry(name).or_default() += 1;
        }
        let commonest = |times: BTreeMap<&'n str, usize>| {
            times.into_iter().reduce(|best, other| if other.1 > best.1 { other } else { best })
        };
        let mut names: Vec<&str> =
            spellings.into_values().filter_map(commonest).map(|(name, _)| name).collect();
        names.sort_unstable();
        let places = names.iter().enumerate();
        let by_name = places.flat_map(|(at, &name)| [(name.to_owned(), at), (folded(name), at)]).collect();
        Self { labels: names.into_iter().map(Label::named).collect(), by_name }
    }

    /// The labels, in the order given.
    #[must_use]
    pub fn labels(&self) -> &[Label] {
        &self.labels
    }

    /// The position of the label with this id, name or alias; where none is written so, of one that differs from it in
    /// width and case alone, as 街道(乡镇) does from 街道（乡镇）.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<usize> {
        let name = name.trim();
        self.by_name.get(name).or_else(|| self.by_name.get(&folded(name))).copied()
    }

    /// The label that stands for the one at `position` today: the last of its successors.
    ///
    /// ```
    /// use jiaoban::scheme::{Label, Scheme};
    ///
    /// let old = Label { until: Some(2018), successor: Some("市场监管局".into()), ..Label::named("质监局") };
    /// let scheme = Scheme::new(vec![old, Label::named("市场监管局")])?;
    /// assert_eq!(scheme.current(0), 1);
    /// assert!(!scheme.in_force(0) && scheme.in_force(1));
    /// # Ok::<(), jiaoban::Error>(())
    /// ```
    #[must_use]
    pub fn current(&self, position: usize) -> usize {
        let mut position = position;
        while let Some(next) = self.successor(position) {
            position = next;
        }
        position
    }

    /// What people gave to a suggestion in the column of `role`: each the position of the label that stands for it today, or
    /// the name itself where the scheme lacks it.
    ///
    /// ```
    /// use jiaoban::scheme::{Label, Scheme};
    /// use jiaoban::suggestion::{Role, Suggestion, Table};
    ///
    /// let old = Label { successor: Some("卫健委".into()), ..Label::named("卫计局") };
    /// let scheme = Scheme::new(vec![old, Label::named("卫健委"), Label::named("教育、文体")])?;
    /// let table = Table::new("台账.csv", vec!["主题".into()]).with(Role::Theme, 0);
    /// let cells = vec!["卫计局、教育、文体、航天".into()];
    /// let row = Suggestion { table: table.into(), row: 2, cells, kinds: vec![] };
    /// assert_eq!(scheme.given(&row, Role::Theme).collect::<Vec<_>>(), [Ok(1), Ok(2), Err("航天")]);
    /// # Ok::<(), jiaoban::Error>(())
    /// ```
    pub fn given<'s>(
        &self,
        suggestion: &'s Suggestion,
        role: Role,
    ) -> impl Iterator<Item = std::result::Result<usize, &'s str>> {
        let names = suggestion.names(role, |name| self.find(name).is_some());
        names.map(|name| self.find(name).map(|position| self.current(position)).ok_or(name))
    }

    /// Whether the label at `position` can still be proposed: nothing took its place, and it has no last year.
    #[must_use]
    pub fn in_force(&self, position: usize) -> bool {
        self.successor(position).is_none() && self.labels[position].until.is_none()
    }

    fn successor(&self, position: usize) -> Option<usize> {
        self.find(self.labels[position].successor.as_deref()?)
    }

    fn parent(&self, position: usize) -> Option<usize> {
        self.find(self.labels[position].parent.as_deref()?)
    }

    /// Whether whoever goes on from label to label by `next` comes to an end.
    fn ends(&self, position: usize, next: impl Fn(usize) -> Option<usize>) -> bool {
        std::iter::successors(Some(position), |&at| next(at)).nth(self.labels.len()).is_none()
    }

    /// Whether the successor of a label does not exist or leads back to it.
    pub(crate) fn is_astray(&self, position: usize) -> bool {
        let is_missing = self.labels[position].successor.is_some() && self.successor(position).is_none();
        is_missing || !self.ends(position, |at| self.successor(at))
    }

    fn check_links(&self) -> Result<()> {
        for (position, label) in self.labels.iter().enumerate() {
            let is_missing = label.parent.is_some() && self.parent(position).is_none();
            if is_missing || !self.ends(position, |at| self.parent(at)) {
                return Err(ErrorKind::BrokenParent { id: label.id.clone() }.into());
            }
            if self.is_astray(position) {
                return Err(ErrorKind::BrokenSuccession { id: label.id.clone() }.into());
            }
        }
        Ok(())
    }
}

impl TryFrom<Vec<Label>> for Scheme {
    type Error = crate::Error;

    fn try_from(labels: Vec<Label>) -> Result<Self> {
        Self::new(labels)
    }
}

impl From<Scheme> for Vec<Label> {
    fn from(scheme: Scheme) -> Self {
        scheme.labels
    }
}

/// What the labels of one scheme are called in another, so that proposals in the one can be measured on rows
/// that were labeled in the other. A label may stand for several of the other scheme, or for none.
///
/// ```
/// use jiaoban::scheme::Crosswalk;
///
/// let mut crosswalk = Crosswalk::default();
/// crosswalk.add("housing", "城乡建设");
/// assert_eq!(crosswalk.targets("housing"), ["城乡建设"]);
/// assert!(crosswalk.targets("agriculture").is_empty());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Crosswalk {
    targets: BTreeMap<String, Vec<String>>,
}

impl Crosswalk {
    /// Lets the label `from` also stand for `to`; `false` if it did already.
    pub fn add(&mut self, from: &str, to: &str) -> bool {
        let targets = self.targets.entry(from.to_owned()).or_default();
        let new = !targets.iter().any(|target| target == to);
        if new {
            targets.push(to.to_owned());
        }
        new
    }

    /// What the label with this id is called in the other scheme, in the order added.
    #[must_use]
    pub fn targets(&self, id: &str) -> &[String] {
        self.targets.get(id).map_or(&[], Vec::as_slice)
    }

    /// Whether some label stands for `target`.
    #[must_use]
    pub fn leads_to(&self, target: &str) -> bool {
        self.targets.values().flatten().any(|other| other == target)
    }
}
