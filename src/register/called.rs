//! Names that a register gives, and a scheme -> which of them are one body, what it is called, and which may be one.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::scheme::{Kind, Scheme};
use crate::text::folded;

/// What the name of a body ends with; it says nothing of what the body does.
const BODIES: [&str; 9] = ["委员会", "办公室", "分局", "大队", "支队", "委", "局", "办", "厅"];

/// How the region ends that a name may begin with: 县教育局, 青禾县教育局.
const REGIONS: [char; 6] = ['县', '区', '市', '州', '旗', '盟'];

/// What divides a stem into parts, each of which an abbreviation stands for: 文化和旅游 is 文旅, and not 文化.
const AND: [char; 3] = ['和', '与', '及'];

/// One body of a register.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Body<'g> {
    /// The label that its names mean.
    pub(super) label: usize,
    /// Whether it is the label itself, and not another body that the scheme knows under the same label.
    pub(super) is_label: bool,
    /// What the register calls it most often; of equals the longest name.
    pub(super) name: &'g str,
    /// All its names in the register.
    pub(super) names: Vec<&'g str>,
    /// The bodies before it of which it may be another spelling.
    pub(super) suspects: Vec<usize>,
}

/// A name that means a label.
#[derive(Debug, Clone, Copy)]
struct Given<'g> {
    name: &'g str,
    times: usize,
    /// The region that it begins with; nothing where it names none.
    region: &'g str,
    /// The name without its region.
    rest: &'g str,
}

/// The bodies of which `scheme` knows the names among those `given`, each as often as the register has it. Of one region, two
/// names of one label are one body if one is a longer or shorter form of the other or both are of the label's name: 县住建局 and
/// 县住房和城乡建设局. Other names of a label are bodies of their own (公路局 and 公交集团, both of which the scheme knows as
/// 交通委). A name without a region is of the region that the register names most.
pub(super) fn bodies<'g>(
    scheme: &'g Scheme,
    kind: Kind,
    given: impl IntoIterator<Item = &'g str>,
) -> Vec<Body<'g>> {
    let (mut order, mut times): (Vec<&str>, FxHashMap<&str, usize>) = Default::default();
    for name in given {
        let count = times.entry(name).or_default();
        if *count == 0 {
            order.push(name);
        }
        *count += 1;
    }
    let mut by_label: BTreeMap<usize, Vec<Given<'g>>> = BTreeMap::new();
    let mut regions: Vec<(&str, usize)> = Vec::new();
    for name in order {
        let Some((region, rest, label)) = read(name, kind, scheme) else { continue };
        let own = &scheme.labels()[label];
        // Who writes the id means the label as it is called.
        let (name, rest) =
            if *name == own.id { (own.name.as_str(), own.name.as_str()) } else { (name, rest) };
        let times = times.get(name).copied().unwrap_or(1);
        by_label.entry(label).or_default().push(Given { name, times, region, rest });
        match regions.iter_mut().find(|(known, _)| *known == region) {
            Some((_, all)) => *all += times,
            None if region.is_empty() => {}
            None => regions.push((region, times)),
        }
    }
    let home = regions.into_iter().reduce(|best, other| if other.1 > best.1 { other } else { best });
    let home = home.map_or("", |(region, _)| region);
    let mut bodies = Vec::new();
    for (label, mut names) in by_label {
        for name in names.iter_mut().filter(|name| name.region.is_empty()) {
            name.region = home;
        }
        let own = &scheme.labels()[label].name;
        let main = main_region(&names, home);
        let mut regions: Vec<&str> = Vec::new();
        for name in &names {
            if !regions.contains(&name.region) {
                regions.push(name.region);
            }
        }
        for region in regions {
            let of_region: Vec<Given<'g>> =
                names.iter().copied().filter(|name| name.region == region).collect();
            let first = bodies.len();
            for (is_of_label, group) in groups(&of_region, own) {
                let mut body = Body {
                    label,
                    is_label: is_of_label && region == main,
                    name: commonest(&group),
                    names: group.iter().map(|given| given.name).collect(),
                    suspects: Vec::new(),
                };
                let rests = |body: &Body<'g>| -> Vec<&str> {
                    let own = of_region.iter().filter(|given| body.names.contains(&given.name));
                    own.map(|given| given.rest).collect()
                };
                let may_be = |other: &&usize| {
                    let others = rests(&bodies[**other]);
                    group.iter().any(|given| others.iter().any(|other| are_alike(given.rest, other)))
                };
                let before: Vec<usize> = (first..bodies.len()).collect();
                body.suspects = before.iter().filter(may_be).copied().collect();
                bodies.push(body);
            }
        }
    }
    bodies
}

/// The region of the label itself: the one at home, or where nobody names that, the one named most.
fn main_region<'g>(names: &[Given<'g>], home: &'g str) -> &'g str {
    let times = |region: &str| -> usize {
        names.iter().filter(|name| name.region == region).map(|name| name.times).sum()
    };
    if times(home) > 0 {
        return home;
    }
    let regions = names.iter().map(|name| name.region);
    regions.reduce(|best, other| if times(other) > times(best) { other } else { best }).unwrap_or(home)
}

/// The region of a name, the rest, and the label that it means; `None` where the scheme knows neither the name nor the rest.
fn read<'g>(name: &'g str, kind: Kind, scheme: &Scheme) -> Option<(&'g str, &'g str, usize)> {
    let whole = scheme.find(name);
    // 小区停车 is no region's 停车.
    if kind == Kind::Theme {
        return whole.map(|label| ("", name, label));
    }
    let ends = name.char_indices().filter(|(_, c)| REGIONS.contains(c)).map(|(at, c)| at + c.len_utf8());
    let without = ends.filter_map(|end| Some((&name[..end], &name[end..], scheme.find(&name[end..])?)));
    let mut regional = without.filter(|(.., label)| whole.is_none_or(|whole| whole == *label));
    regional.next_back().or_else(|| whole.map(|label| ("", name, label)))
}

/// The names that are one body, and whether it is the label of the name `own`.
fn groups<'g>(names: &[Given<'g>], own: &str) -> Vec<(bool, Vec<Given<'g>>)> {
    let mut groups: Vec<(bool, Vec<Given<'g>>)> = Vec::new();
    for &given in names {
        let is_own = folded(given.rest) == folded(own) || is_form_of(given.rest, own);
        let belongs = |(is_of_label, group): &(bool, Vec<Given<'g>>)| {
            *is_of_label && is_own || group.iter().any(|other| is_short_for(given.rest, other.rest))
        };
        let (joined, apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(belongs);
        groups = apart;
        let is_of_label = is_own || joined.iter().any(|(is_of_label, _)| *is_of_label);
        let members = joined.into_iter().flat_map(|(_, group)| group).chain([given]).collect();
        groups.push((is_of_label, members));
    }
    groups
}

/// The name that the register has most often; of equals the longest, and of those the first.
fn commonest<'g>(names: &[Given<'g>]) -> &'g str {
    let rank = |given: &Given<'_>| (given.times, given.name.chars().count());
    let best =
        names.iter().copied().reduce(|best, other| if rank(&other) > rank(&best) { other } else { best });
    best.map_or("", |given| given.name)
}

/// What a body does, by its name.
fn stem(name: &str) -> Vec<char> {
    let stem = BODIES.iter().find_map(|body| name.strip_suffix(body)).filter(|stem| !stem.is_empty());
    stem.unwrap_or(name).chars().collect()
}

/// The shorter and the longer stem of two names.
fn stems(one: &str, other: &str) -> (Vec<char>, Vec<char>) {
    let (one, other) = (stem(one), stem(other));
    if one.len() < other.len() { (one, other) } else { (other, one) }
}

/// Whether one name is a longer or shorter form of the other: 住房和城乡建设局 and 住建委, 教育局 and 教委.
fn is_form_of(one: &str, other: &str) -> bool {
    let (short, long) = stems(one, other);
    short.iter().all(|c| long.contains(c))
}

/// Whether one name surely abbreviates the other: it begins alike, goes on in the same order and has something of each part
/// (城管局 and 城市管理局), as 旅游局 and 文化局 have not of 文化和旅游局.
fn is_short_for(one: &str, other: &str) -> bool {
    let (short, long) = stems(one, other);
    let mut rest = long.iter();
    let is_in_order = short.iter().all(|c| rest.any(|other| other == c));
    let mut parts = long.split(|c| AND.contains(c)).filter(|part| !part.is_empty());
    short.first() == long.first() && is_in_order && parts.all(|part| part.iter().any(|c| short.contains(c)))
}

/// Whether two names of one label may be one body after all: 自然资源局 and 自然资源和规划局, 建设局 and 住房和城乡建设局.
fn are_alike(one: &str, other: &str) -> bool {
    let (short, long) = stems(one, other);
    is_form_of(one, other) || short.len() > 1 && short[..2] == long[..2]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Model;

    #[test]
    fn names_of_one_body_are_one_and_the_commonest_stands() {
        let scheme = Model::embedded().unwrap().department_scheme().unwrap().clone();
        for (given, expected) in [
            (&["县交通局", "县交通运输局", "县交通运输局"][..], "县交通运输局"),
            (&["民政局", "县民政局", "县民政局"], "县民政局"),
            (&["县交通局", "县交通运输局"], "县交通运输局"),
            (&["县住房和城乡建设局", "县住建局", "县住建局"], "县住建局"),
            (&["县文旅局", "县文化和旅游局"], "县文化和旅游局"),
            (&["县卫健局", "县卫生健康局", "县卫健局"], "县卫健局"),
            (&["县城管局", "县城市管理局"], "县城市管理局"),
            (&["青禾县教育局", "青禾县教育局", "教育局"], "青禾县教育局"),
            (&["区教育局", "市教育局", "区教委"], "区教育局 市教育局"),
            (&["公路局", "公交集团", "交通局"], "公路局 公交集团 交通局"),
            (&["县文旅局", "县旅游局"], "县文旅局 县旅游局"),
            (&["education", "教育局"], "教育局"),
            (&["县航天局"], ""),
        ] {
            let names: Vec<&str> = bodies(&scheme, Kind::Department, given.iter().copied())
                .iter()
                .map(|body| body.name)
                .collect();
            assert_eq!(names.join(" "), expected, "{given:?}");
        }
    }

    #[test]
    fn what_may_be_one_is_named() {
        let scheme = Model::embedded().unwrap().department_scheme().unwrap().clone();
        for (given, expected) in [
            (&["县自然资源局", "县自然资源和规划局"][..], "县自然资源和规划局=县自然资源局"),
            (&["公路局", "公交集团"], ""),
            (&["县自然资源局", "市自然资源和规划局"], ""),
        ] {
            let found = bodies(&scheme, Kind::Department, given.iter().copied());
            let told = found.iter().flat_map(|body| {
                body.suspects.iter().map(|&other| format!("{}={}", body.name, found[other].name))
            });
            assert_eq!(told.collect::<Vec<_>>().join(" "), expected, "{given:?}");
        }
    }
}
