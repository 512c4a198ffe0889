//! Messages -> the people who raised them.
//!
//! A cell may name several (张伟、李娜), each of whom is owed an answer. 匿名 names nobody, and 李先生 or 张** may be
//! anybody of that name: two messages of 李先生 are taken for two people, since many who write are called so and few
//! write twice. So a name tells people apart only if it is whole.

use super::register::Message;
use crate::suggestion::Role;

/// What stands in the column of proposers where nobody is named.
const NOBODY: [&str; 18] = [
    "匿名",
    "匿名用户",
    "匿名市民",
    "匿名群众",
    "网友",
    "市民",
    "群众",
    "居民",
    "业主",
    "来电人",
    "来信人",
    "不详",
    "未知",
    "无",
    "保密",
    "不便透露",
    "先生",
    "女士",
];

/// After a surname they make no whole name.
const TITLES: [&str; 6] = ["先生", "女士", "小姐", "同志", "某某", "某"];

/// A surname has at most so many characters.
const SURNAME_CHARACTERS: usize = 2;

/// Who raised some messages.
#[derive(Debug, Default)]
pub struct People<'s> {
    /// Everybody who is named, once, in the order of their names: whole names and others.
    pub named: Vec<&'s str>,
    /// How many people they are: everybody with a whole name once, all others once a message.
    pub count: usize,
}

impl<'s> People<'s> {
    /// Those of `messages`.
    #[must_use]
    pub fn of(messages: impl Iterator<Item = &'s Message<'s>>) -> Self {
        let (mut whole, mut named, mut others) = (Vec::new(), Vec::new(), 0);
        for message in messages {
            let before = whole.len() + others;
            for name in message.suggestion.list(Role::Proposer).filter(|name| !is_nobody(name)) {
                named.push(name);
                if is_whole(name) {
                    whole.push(name);
                } else {
                    others += 1;
                }
            }
            // Somebody has written it.
            others += usize::from(whole.len() + others == before);
        }
        for names in [&mut whole, &mut named] {
            names.sort_unstable();
            names.dedup();
        }
        Self { count: whole.len() + others, named }
    }
}

fn is_nobody(name: &str) -> bool {
    NOBODY.contains(&name) || !name.chars().any(char::is_alphanumeric)
}

/// Whether a name tells one person from others.
fn is_whole(name: &str) -> bool {
    let has_title = TITLES.iter().filter_map(|title| name.strip_suffix(title));
    let is_hidden = name.contains(['*', '＊', '×', '○', 'Ｘ']);
    !is_hidden && !has_title.into_iter().any(|surname| surname.chars().count() <= SURNAME_CHARACTERS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_names_tell_people_apart() {
        for name in ["张伟", "欧阳明", "U0008473", "某某公司", "青禾苑业主委员会"] {
            assert!(is_whole(name) && !is_nobody(name), "{name}");
        }
        for name in ["李先生", "欧阳女士", "张**", "王某", "李某某"] {
            assert!(!is_whole(name) && !is_nobody(name), "{name}");
        }
        assert!(["匿名", "——", "-", "/", "不详", "**"].into_iter().all(is_nobody));
    }
}
