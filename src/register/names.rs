//! Names that people and the model use -> one position a label.

use rustc_hash::FxHashMap;

use super::called::bodies;
use crate::scheme::{Kind, Scheme};
use crate::suggestion::departments::Named;
use crate::text::folded;

/// The names of labels: those of the model's scheme in its order, then those met only in the register, in the
/// order met, by their folded forms. An id or alias of the scheme means the label itself, unless the register's own names
/// were kept.
#[derive(Debug, Clone, Default)]
pub struct Names {
    scheme: Option<Scheme>,
    in_order: Vec<String>,
    met: FxHashMap<String, usize>,
    suspects: Vec<[usize; 2]>,
}

impl Names {
    /// The names of `scheme`.
    #[must_use]
    pub fn new(scheme: Option<&Scheme>) -> Self {
        let in_order = scheme
            .map_or(Vec::new(), |scheme| scheme.labels().iter().map(|label| label.name.clone()).collect());
        Self { scheme: scheme.cloned(), in_order, met: FxHashMap::default(), suspects: Vec::new() }
    }

    /// Keeps the names that a register gives, each as often as it stands there, where the scheme is not the list of its own
    /// office: a label is called as the register calls it most often (教育局 for 教委), and other aliases of a label that are no
    /// forms of its name are bodies of their own (公路局 and 公交集团, both of which the scheme knows as 交通委).
    pub fn keep<'g>(&mut self, kind: Kind, given: impl IntoIterator<Item = &'g str>) {
        let Some(scheme) = self.scheme.take() else { return };
        let given: Vec<&str> = given.into_iter().collect();
        let mut positions: Vec<usize> = Vec::new();
        for body in bodies(&scheme, kind, given.iter().copied()) {
            let current = scheme.current(body.label);
            let position = if body.is_label { current } else { self.add(body.name) };
            if body.is_label && current == body.label {
                body.name.clone_into(&mut self.in_order[current]);
            }
            self.met.extend(body.names.iter().map(|name| (folded(name), position)));
            self.suspects.extend(body.suspects.iter().map(|&other| [positions[other], position]));
            positions.push(position);
        }
        self.scheme = Some(scheme);
    }

    /// Positions of names that stay apart, though they may be two spellings of one body.
    #[must_use]
    pub fn suspects(&self) -> &[[usize; 2]] {
        &self.suspects
    }

    /// Whether the scheme has a label of this name.
    #[must_use]
    pub fn knows(&self, name: &str) -> bool {
        self.scheme.as_ref().is_some_and(|scheme| scheme.find(name).is_some())
    }

    /// Whether the label at a position is one of the scheme, and not one that was met only in the register.
    #[must_use]
    pub fn is_of_scheme(&self, position: usize) -> bool {
        self.scheme.as_ref().is_some_and(|scheme| position < scheme.labels().len())
    }

    /// The position of `name`, which gets one if it has none. Names that differ in width, brackets or case alone are one,
    /// and a label that another took over from is that one.
    pub fn enter(&mut self, name: &str) -> usize {
        if let Some(&position) = self.met.get(&folded(name)) {
            return position;
        }
        let known = self.scheme.as_ref().and_then(|scheme| Some(scheme.current(scheme.find(name)?)));
        known.unwrap_or_else(|| self.add(name))
    }

    /// Gives a name that was met only in the register the next position.
    fn add(&mut self, name: &str) -> usize {
        self.in_order.push(name.to_owned());
        self.met.insert(folded(name), self.in_order.len() - 1);
        self.in_order.len() - 1
    }

    /// The positions of the departments that `part` of a list names, where those `named` are known to be departments too.
    pub fn enter_each(&mut self, part: &str, named: &Named) -> Vec<usize> {
        self.divide(part, named).into_iter().map(|name| self.enter(name)).collect()
    }

    /// The names that `part` of a list holds, where those `named` are known to be departments too.
    #[must_use]
    pub fn divide<'n>(&self, part: &'n str, named: &Named) -> Vec<&'n str> {
        named.divide(part, |name| self.knows(name))
    }

    /// The name at a position.
    #[must_use]
    pub fn name(&self, position: usize) -> &str {
        &self.in_order[position]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scheme::Label;

    #[test]
    fn ids_aliases_and_new_names() {
        let label =
            Label { id: "education".into(), aliases: vec!["教育局".into()], ..Label::named("教委") };
        let mut names = Names::new(Some(&Scheme::new(vec![label]).unwrap()));
        assert_eq!([names.enter("教育局"), names.enter("education"), names.enter("教委")], [0, 0, 0]);
        assert_eq!([names.enter("水务站"), names.enter("河长办"), names.enter("水务站")], [1, 2, 1]);
        assert_eq!(names.name(2), "河长办");
    }

    #[test]
    fn widths_are_one_name_and_heirs_stand_for_whom_they_took_over() {
        let old = Label {
            until: Some(2018), successor: Some("市场监管局".into()), ..Label::named("质监局")
        };
        let scheme = Scheme::new(vec![old, Label::named("市场监管局")]).unwrap();
        let mut names = Names::new(Some(&scheme));
        assert_eq!([names.enter("质监局"), names.enter("市场监管局")], [1, 1]);
        assert_eq!([names.enter("甲街道(北区)"), names.enter("甲街道（北区）")], [2, 2]);
        assert_eq!(names.name(2), "甲街道(北区)");
    }

    #[test]
    fn the_names_of_a_register_stand() {
        let label = |name: &str, aliases: &[&str]| Label {
            aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
            ..Label::named(name)
        };
        let scheme = Scheme::new(vec![
            label("教委", &["教育局", "区教育局"]),
            label("交通委", &["公路局", "公交集团"]),
            label("水务局", &["区水务局"]),
        ]);
        let mut names = Names::new(Some(&scheme.unwrap()));
        let given = ["教育局", "教育局", "区教育局", "公路局", "公交集团", "水务局", "区水务局"];
        names.keep(Kind::Department, given);
        assert_eq!([names.enter("教育局"), names.enter("区教育局"), names.enter("教委")], [0, 0, 0]);
        assert_eq!([names.enter("公路局"), names.enter("公交集团"), names.enter("交通委")], [3, 4, 1]);
        assert_eq!([names.enter("水务局"), names.enter("区水务局")], [2, 2]);
        let told = [0, 1, 2, 3, 4].map(|position| names.name(position));
        assert_eq!(told, ["教育局", "交通委", "区水务局", "公路局", "公交集团"]);
    }
}
