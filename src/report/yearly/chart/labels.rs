//! Names -> what is written of them in a drawing: without the place that most begin with, and cut where there is no room.

use std::collections::BTreeMap;

use crate::report::canvas::short;

/// What the name of a province, a city, a district or a town ends in.
const PLACE_ENDS: &str = "省市县区州旗盟镇乡";
/// What follows where the end belongs to the next word: 江北市委宣传部 is the 市委 of 江北.
const GOES_ON: &str = "委直";
/// A place has at least so many characters, so that 城市管理局 begins with none,
const PLACE: usize = 3;
/// and what is left of a name at least so many.
const LEFT: usize = 2;

/// What is written of each name.
#[derive(Debug)]
pub(super) struct Labels<'n> {
    /// The names and their labels.
    labels: BTreeMap<&'n str, String>,
    /// The place that was left out.
    place: &'n str,
}

impl<'n> Labels<'n> {
    /// The labels of `names`, each of at most `room` characters.
    pub fn new(names: impl IntoIterator<Item = &'n str>, room: usize) -> Self {
        let mut labels: BTreeMap<&str, String> =
            names.into_iter().map(|name| (name, name.to_owned())).collect();
        let names: Vec<&str> = labels.keys().copied().collect();
        let is_long = |name: &&str| name.chars().nth(room).is_some();
        let place = if names.iter().any(is_long) { shared_place(&names) } else { "" };
        for (name, label) in &mut labels {
            if let Some(rest) = name.strip_prefix(place).filter(|rest| !names.contains(rest)) {
                rest.clone_into(label);
            }
        }
        let cut = |cut: fn(&str, usize) -> String| -> Vec<String> {
            labels.values().map(|label| cut(label, room)).collect()
        };
        let (beginnings, both_ends) = (cut(short), cut(short_within));
        let is_alone = |label: &String| beginnings.iter().filter(|other| *other == label).count() == 1;
        let chosen: Vec<bool> = beginnings.iter().map(is_alone).collect();
        for (at, label) in labels.values_mut().enumerate() {
            (if chosen[at] { &beginnings[at] } else { &both_ends[at] }).clone_into(label);
        }
        Self { labels, place }
    }

    /// The label of a name.
    pub fn of(&self, name: &'n str) -> &str {
        self.labels.get(name).map_or(name, String::as_str)
    }

    /// All labels.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.labels.values().map(String::as_str)
    }

    /// What a reader must be told of them, if anything.
    pub fn remark(&self) -> Option<String> {
        (!self.place.is_empty()).then(|| format!("名称略去“{}”", self.place))
    }
}

/// The longest place that more than half of the names begin with; empty if there is none.
fn shared_place<'n>(names: &[&'n str]) -> &'n str {
    let mut shared = "";
    for place in names.iter().copied().flat_map(places) {
        let with = names.iter().filter(|name| name.starts_with(place)).count();
        if with > 1 && 2 * with > names.len() && place.len() > shared.len() {
            shared = place;
        }
    }
    shared
}

/// The places that `name` begins with, one within the other.
fn places(name: &str) -> impl Iterator<Item = &str> {
    let ends = |c: char| PLACE_ENDS.contains(c);
    let characters: Vec<(usize, char)> = name.char_indices().collect();
    let until = characters.len().saturating_sub(LEFT - 1);
    (PLACE..until).filter_map(move |count| {
        let ((end, next), before) = (characters[count], (characters[count - 2].1, characters[count - 1].1));
        // 滨江新区区委 and 开发区市区分局 go on with a word of their own.
        (ends(before.1) && !ends(before.0) && !GOES_ON.contains(next)).then(|| &name[..end])
    })
}

/// `text` cut to so many characters, its beginning and its end.
fn short_within(text: &str, characters: usize) -> String {
    let all: Vec<char> = text.chars().collect();
    if all.len() <= characters {
        return text.to_owned();
    }
    let (begin, end) = (characters / 2, characters.saturating_sub(characters / 2 + 1));
    all[..begin].iter().chain(&['…']).chain(&all[all.len() - end..]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart() {
        let cases = [
            (&["教委", "住建委"][..], &["教委", "住建委"][..], None),
            // What fits is left as it is.
            (&["东湖市教委", "东湖市民政局"], &["东湖市教委", "东湖市民政局"], None),
            (
                &["东湖市柳溪新区教育和体育局", "东湖市柳溪新区住建局", "公安分局"],
                &["教育和体育局", "住建局", "公安分局"],
                Some("名称略去“东湖市柳溪新区”"),
            ),
            // The end of the place, not the end of what is common.
            (&["东湖市人力资源局", "东湖市人民医院"], &["人力资源局", "人民医院"], Some("名称略去“东湖市”")),
            (
                &["东湖市市委统战部门", "东湖市市委宣传部门"],
                &["市委统战部门", "市委宣传部门"],
                Some("名称略去“东湖市”"),
            ),
            (&["东湖市委统战部门室", "东湖市委宣传部门室"], &["东湖市委统战…", "东湖市委宣传…"], None),
            (&["城市管理综合执法局", "城市更新改造中心"], &["城市管理综合…", "城市更新改造…"], None),
            // Two towns: without them nobody knows which one is meant.
            (
                &["柳溪镇社会事务中心", "柳溪镇卫生院", "青山乡社会事务中心", "青山乡卫生院"],
                &["柳溪镇社会事…", "柳溪镇卫生院", "青山乡社会事…", "青山乡卫生院"],
                None,
            ),
            // A short name that is another one stays long.
            (
                &["教育和体育局", "东湖市教育和体育局", "东湖市残联"],
                &["教育和体育局", "东湖市教育和…", "残联"],
                Some("名称略去“东湖市”"),
            ),
            (&["规划和自然资源一分局", "规划和自然资源二分局"], &["规划和…一分局", "规划和…二分局"], None),
        ];
        for (names, expected, remark) in cases {
            let labels = Labels::new(names.iter().copied(), 7);
            let told: Vec<&str> = names.iter().map(|name| labels.of(name)).collect();
            assert_eq!((told.as_slice(), labels.remark().as_deref()), (expected, remark), "{names:?}");
        }
    }
}
