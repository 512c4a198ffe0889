//! The words of a clause -> whether and how it asks, what kind of question it is, whether it thanks or takes leave.

use std::sync::LazyLock;

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder};
use rustc_hash::FxHashMap;

use super::pieces::Piece;
use crate::segment::{Segmented, TokenKind};

/// The words by which people ask, as jieba cuts them, by kind.
const ASKING: [(&str, &str); 7] = [
    ("wish", "希望 盼望 期望 盼 望 期待 渴望 但愿 期盼 企盼 切望 深盼 热盼"),
    (
        "plea",
        "请 请求 恳请 恳求 敬请 烦请 还请 特请 求 求求 拜托 麻烦 劳驾 祈求 申请 请予 请您 恳 祈请 祈盼 务请 呈请 诚请 速请 求查 求管 求派 求帮 求换 求个",
    ),
    ("advice", "建议 提议 倡议"),
    ("demand", "要求 呼吁 责令 强烈要求 诉求"),
    ("inquiry", "请问 想问 问 咨询 询问 请教 了解 想知道 知道 试问 问问"),
    ("ability", "能否 可否 能不能 可不可以 是否 是不是 何时 可以"),
    ("duty", "应 应该 应当 必须 务必 需要 需 要 让 尽快 尽早 早日 立即 马上 及时 给"),
];

/// The plea to which jieba takes the word after it, where its dictionary lacks both together: 请装, 请县.
const PLEA: &str = "请";
/// What stands behind it in words that ask nobody: 请假, 请示, 请客.
const NO_PLEA: &str = "假示客愿柬帖贴罪战功命辞款吃托援缨不原谅";

/// Words that may stand before such a word where the writer himself asks: who he is, and how much he means it.
const WRITER: &str = "我 我们 咱们 咱 俺 俺们 本人 业主 村民 群众 市民 家长 居民 大家 全体 住户 学生 员工 职工 代表 老百姓 \
    百姓 全村 全家 广大 个人 现 特 在 此 在此 故 因此 所以 为此 特此 因而 于是 综上 综上所述 总之 最后 再次 再 再一次 强烈 \
    也 真 真心 诚恳 恳切 衷心 迫切 急切 诚挚 郑重 特别 十分 非常 更 很 谨 一致 只 还 另外 同时 但 但是 就 想 想要 并 并且 都 \
    又 现在 今 今天 的 是 向 您 你 那 如果 若 若是 可 只能 才 一个 小小 愿望 主要 这里 借 借此 通过 平台 这个";

/// Words after which it was asked of somebody, or by somebody else: 要求过, 建议他.
const TOLD: [&str; 7] = ["过", "了", "他", "她", "我", "我们", "的"];

/// Signs of a question that is asked for effect.
const FOR_EFFECT: &str = "难道 岂 何在 何谈 凭什么 怎能 怎么能 谁来 谁管 还有没有 天理 良心 良知 情何以堪 于心何忍 说理 王法 \
    何其 谁敢 还有什么 不是吗";

/// Signs of a question that can be answered.
const FOR_ANSWER: &str = "请问 想问 何时 什么时候 多久 多少 哪 怎么办 如何 是否 能否 有没有 可不可以 能不能 怎样 几时 怎么 \
    为什么 为何 什么 谁 啥";

/// Signs of thanks.
const THANKS: &str = "谢谢 感谢 感激 致谢 多谢 拜谢 谢过 万谢";

/// Signs that the writer takes leave.
const LEAVE: &str = "盼复 回复 答复 为盼 为感 此致 敬礼 重视";

/// Thanks of so many characters are nothing else.
const ONLY_THANKS: usize = 6;

/// How a clause asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asking<'t> {
    /// The kind of the first word by which it asks.
    pub kind: &'static str,
    /// Who asks, by what stands around that word.
    pub stance: Stance,
    /// The word.
    pub word: &'t str,
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stance {
    /// The clause begins with the word that asks.
    Head,
    /// Only the writer and how much he means it stand before the word.
    Writer,
    /// Others stand before it.
    Other,
    /// It is told that something was asked.
    Told,
}

impl Stance {
    /// Its name among the things seen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Writer => "writer",
            Self::Other => "other",
            Self::Told => "told",
        }
    }
}

/// What one clause says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cues<'t> {
    /// Whether and how it asks.
    pub asking: Option<Asking<'t>>,
    /// What kind of question it is.
    pub question: &'static str,
    /// Whether it thanks or takes leave.
    pub leave: &'static str,
}

/// What a word is to a clause that asks.
#[derive(Debug, Clone, Copy)]
enum Role {
    Asks(&'static str),
    Writer,
}

static ROLES: LazyLock<FxHashMap<&'static str, Role>> = LazyLock::new(|| {
    let asking = |(kind, words): (&'static str, &'static str)| {
        words.split_whitespace().map(move |word| (word, Role::Asks(kind)))
    };
    let writer = WRITER.split_whitespace().map(|word| (word, Role::Writer));
    writer.chain(ASKING.into_iter().flat_map(asking)).collect()
});

/// Signs that may stand anywhere in a clause, each with the bit of its list.
static SIGNS: LazyLock<CharwiseDoubleArrayAhoCorasick<u8>> = LazyLock::new(|| {
    let bits =
        |(list, words): (usize, &'static str)| words.split_whitespace().map(move |word| (word, 1u8 << list));
    let lists = [FOR_EFFECT, FOR_ANSWER, THANKS, LEAVE];
    CharwiseDoubleArrayAhoCorasickBuilder::new()
        .build_with_values(lists.into_iter().enumerate().flat_map(bits))
        .expect("the signs are different and few")
});

impl<'t> Cues<'t> {
    /// Reads a piece of `text`; `question` says whether its sentence ends with a question mark.
    #[must_use]
    pub fn read(text: &'t Segmented<'_>, piece: &Piece, question: bool) -> Self {
        let wording = piece.wording.of(text.folded());
        let signs = SIGNS.find_overlapping_iter(wording).fold(0, |signs, found| signs | found.value());
        let [for_effect, for_answer, thanks, leave] = [0, 1, 2, 3].map(|list| signs >> list & 1 == 1);
        let question = match (question || wording.ends_with(['吗', '呢', '么', '嘛']), for_effect, for_answer)
        {
            (_, true, _) => "for effect",
            (true, false, true) => "for answer",
            (true, false, false) => "plain",
            (false, false, true) => "asks without a mark",
            (false, false, false) => "none",
        };
        let leave = match (thanks, leave) {
            (true, _) if wording.chars().nth(ONLY_THANKS).is_none() => "only thanks",
            (true, _) => "thanks",
            (false, true) => "leave",
            (false, false) => "none",
        };
        Self { asking: asking(text, piece), question, leave }
    }

    /// Whether it asks, and nobody else than the writer.
    #[must_use]
    pub fn asks(&self) -> bool {
        self.asking.is_some_and(|asking| matches!(asking.stance, Stance::Head | Stance::Writer))
    }
}

/// The first word of a piece by which it asks, and who asks.
fn asking<'t>(text: &'t Segmented<'_>, piece: &Piece) -> Option<Asking<'t>> {
    let folded = text.folded();
    let tokens = &text.tokens[piece.tokens.0..piece.tokens.1];
    let mut stance = Stance::Head;
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.span.start >= piece.wording.start)
    {
        let word = plea(token.span.of(folded));
        match ROLES.get(word) {
            Some(&Role::Asks(kind)) => {
                let next = tokens.get(at + 1).map_or("", |next| next.span.of(folded));
                let stance = if TOLD.contains(&next) && kind != "ability" { Stance::Told } else { stance };
                return Some(Asking { kind, stance, word });
            }
            Some(Role::Writer) if stance == Stance::Head => stance = Stance::Writer,
            None if token.kind == TokenKind::Word => stance = Stance::Other,
            Some(Role::Writer) | None => {}
        }
    }
    None
}

/// The plea that a word begins with, if jieba took it and the next word for one; the word itself otherwise.
fn plea(word: &str) -> &str {
    let next = word.strip_prefix(PLEA).and_then(|rest| rest.chars().next());
    let is_glued = next.is_some_and(|next| !NO_PLEA.contains(next)) && !ROLES.contains_key(word);
    if is_glued { PLEA } else { word }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::Dictionary;
    use crate::segment::asks::pieces::{Border, pieces};

    #[test]
    fn clauses_say_how_they_ask() {
        let dictionary = Dictionary::new([]);
        for (clause, expected) in [
            ("建议加一盏灯", Some(("advice", Stance::Head))),
            ("我们全体业主强烈要求换电梯", Some(("demand", Stance::Writer))),
            ("物业建议大家等一等", Some(("advice", Stance::Other))),
            ("我要求过三次", Some(("demand", Stance::Told))),
            ("能否早些开门", Some(("ability", Stance::Head))),
            ("路灯坏了半年", None),
            ("请装两盏路灯", Some(("plea", Stance::Head))),
            ("我们请县住建局查账", Some(("plea", Stance::Writer))),
            ("我请假去的", None),
        ] {
            let text = Segmented::new(clause, &dictionary);
            let cues = Cues::read(&text, &pieces(&text)[0], false);
            assert_eq!(cues.asking.map(|asking| (asking.kind, asking.stance)), expected, "{clause}");
        }
    }

    #[test]
    fn clauses_say_what_they_want_to_know_and_whether_they_part() {
        let dictionary = Dictionary::new([]);
        for (clause, question, leave) in [
            ("难道要等出事吗？", "for effect", "none"),
            ("什么时候通车？", "for answer", "none"),
            ("这样行吗", "plain", "none"),
            ("不知何时通车", "asks without a mark", "none"),
            ("谢谢", "none", "only thanks"),
            ("感谢领导多年来的关心", "none", "thanks"),
            ("盼复", "none", "leave"),
        ] {
            let text = Segmented::new(clause, &dictionary);
            let piece = &pieces(&text)[0];
            let cues = Cues::read(&text, piece, piece.after == Border::Question);
            assert_eq!((cues.question, cues.leave), (question, leave), "{clause}");
        }
    }
}
