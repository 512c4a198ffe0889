//! Names that people and the model use -> one position a label.

use rustc_hash::FxHashMap;

use crate::scheme::Scheme;
use crate::suggestion::departments::Named;

/// The names of labels: those of the model's scheme in its order, then those met only in the register, in the
/// order met. An id or alias of the scheme means the label itself.
#[derive(Debug, Clone, Default)]
pub struct Names {
    scheme: Option<Scheme>,
    in_order: Vec<String>,
    met: FxHashMap<String, usize>,
}

impl Names {
    /// The names of `scheme`.
    #[must_use]
    pub fn new(scheme: Option<&Scheme>) -> Self {
        let in_order = scheme
            .map_or(Vec::new(), |scheme| scheme.labels().iter().map(|label| label.name.clone()).collect());
        Self { scheme: scheme.cloned(), in_order, met: FxHashMap::default() }
    }

    /// The position of `name`, which gets one if it has none.
    pub fn enter(&mut self, name: &str) -> usize {
        if let Some(position) = self.scheme.as_ref().and_then(|scheme| scheme.find(name)) {
            return position;
        }
        if let Some(&position) = self.met.get(name) {
            return position;
        }
        self.in_order.push(name.to_owned());
        self.met.insert(name.to_owned(), self.in_order.len() - 1);
        self.in_order.len() - 1
    }

    /// The positions of the departments that `part` of a list names, where those `named` are known to be departments too.
    pub fn enter_each(&mut self, part: &str, named: &Named) -> Vec<usize> {
        let is_label = |name: &str| self.scheme.as_ref().is_some_and(|scheme| scheme.find(name).is_some());
        named.divide(part, is_label).into_iter().map(|name| self.enter(name)).collect()
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
}
