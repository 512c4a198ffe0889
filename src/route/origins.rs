//! Another list of departments -> for each of them those of the old list whose work it does.

use crate::scheme::{Label, Scheme};

/// By position in a list of departments, the positions in the old list of those whose work each does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origins(Vec<Vec<usize>>);

impl Origins {
    /// What `new` says of the departments of `old`: a department in force does the work of those that it is known by, by id,
    /// name or alias, and of those that `new` merged into it, as far as nobody else in force is known by their names. One that
    /// is no more must not take what its heir has learnt.
    #[must_use]
    pub fn new(old: &Scheme, new: &Scheme) -> Self {
        let labels = new.labels();
        let known = |label: &Label, origins: &mut Vec<usize>| {
            for origin in label.names().filter_map(|name| old.find(name)).map(|found| old.current(found)) {
                if !origins.contains(&origin) {
                    origins.push(origin);
                }
            }
        };
        let mut by_name = vec![Vec::new(); labels.len()];
        for at in (0..labels.len()).filter(|&at| new.in_force(at)) {
            known(&labels[at], &mut by_name[at]);
        }
        let mut all = by_name.clone();
        for at in (0..labels.len()).filter(|&at| new.current(at) != at) {
            let mut inherited = Vec::new();
            known(&labels[at], &mut inherited);
            let heir = &mut all[new.current(at)];
            inherited
                .retain(|origin| !heir.contains(origin) && !by_name.iter().flatten().any(|o| o == origin));
            heir.append(&mut inherited);
        }
        // An heir that is no more itself has nothing to do.
        for at in (0..labels.len()).filter(|&at| !new.in_force(at)) {
            all[at].clear();
        }
        Self(all)
    }

    /// How many departments the new list has.
    #[must_use]
    pub fn departments(&self) -> usize {
        self.0.len()
    }

    /// Whose work the department at a position of the new list does.
    #[must_use]
    pub fn of(&self, position: usize) -> &[usize] {
        &self.0[position]
    }

    /// The departments of the new list that do the work of the `old` one.
    pub fn heirs(&self, old: usize) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().filter(move |(_, origins)| origins.contains(&old)).map(|(at, _)| at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_goes_to_whom_the_new_list_names() {
        let label = |name: &str, aliases: &[&str], successor: Option<&str>| Label {
            aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
            successor: successor.map(str::to_owned),
            ..Label::named(name)
        };
        let old = Scheme::new(vec![
            label("教委", &["教育局"], None),
            label("城管委", &[], None),
            label("城管执法局", &[], None),
            label("质监局", &[], Some("市场监管局")),
            label("市场监管局", &[], None),
        ])
        .unwrap();
        let new = Scheme::new(vec![
            label("教育和体育局", &["教育局"], None),
            label("城管委", &[], Some("综合执法局")),
            label("城管执法局", &[], Some("综合执法局")),
            label("综合执法局", &[], None),
            label("质监局", &[], Some("检测中心")),
            label("检测中心", &[], None),
            label("市场监管局", &[], None),
            label("老龄办", &[], None),
            Label { until: Some(2019), ..label("街道办", &["教委"], None) },
        ])
        .unwrap();
        let origins = Origins::new(&old, &new);
        let found: Vec<&[usize]> = (0..origins.departments()).map(|at| origins.of(at)).collect();
        assert_eq!(found, [&[0][..], &[], &[], &[1, 2], &[], &[], &[4], &[], &[]]);
        assert_eq!(origins.heirs(2).collect::<Vec<_>>(), [3]);
    }
}
