//! The words of a state -> whether it is answered, owes another answer, was returned, or was granted what was asked for.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::{self, pattern};

/// Words for an answer that was given. 办理 and 解决 alone do not say that it was, and 已复核 speaks of something else.
static DONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"办结|办复|答复|回复|函复|销号|完成|办毕|办理完毕|已办理|已解决|解决采纳|已反馈|已复(?:\P{Han}|$)",
    )
});
/// Words of a call center for what its department has done: the caller is to be asked or was.
static CLOSED: LazyLock<Regex> = LazyLock::new(|| pattern("^(?:待|已|正在)?(?:回访|归档|评价)|^已关闭"));
/// Words for what nobody has to answer any more: it was withdrawn, ended, never filed, or is read for reference alone.
static ENDED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "撤[回案件单销诉]|销案|终止(?:办理|处理)?|不予(?:立案|受理)|不再(?:单独)?(?:办理|处理|立案)",
        "|[转列作][为作入]?参阅|转[为作入]?(?:参考|社情民意|来信|意见)",
    ))
});
/// Words for what another suggestion is answered with.
static JOINED: LazyLock<Regex> =
    LazyLock::new(|| pattern("并案|并入|并至|合并(?:至|到|办理|处理|答复|办复)"));
/// The one that it is answered with says so, too.
const HEAD: [&str; 4] = ["主件", "主案", "牵头件", "首件"];
/// Words before them in the same clause that deny it: 没有答复, 应于7月20日前办结.
static NOT_DONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "未|(?:^|[^接招看])待|不|没|无法|难以|正在|尚|即将|拟|申请|准备|计划|预计|争取|力争|应[于在当]|须|需|要求",
        "|请[于在尽抓]|限[期时于0-9]|催|起草",
    ))
});
/// What is done in part is not done, whoever says so: 部分已办结.
const PARTLY: &str = "部分";
/// What is said to be done after a denial was done all the same: 不予采纳已答复.
const ALREADY: char = '已';
/// A term: 6月底前办结 says when, and 已于6月底前办结 that it was.
const TERM: &str = "前";
/// After them: an answer that is still on its way (答复中, 答复征求意见中, 答复稿待审签, 答复已会签), or something else that is
/// finished (完成50%, 已完成调研).
static NOT_YET_DONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?:答复|回复|函复)(?:初?稿|草)|^(?:答复|回复|函复).*(?:审|签|征求意见|起草)|^\S*中(?:\P{Han}|$)|^\S{2}前",
        r"|^完成(?:[0-9]|\p{Han})",
    ))
});
/// What may follow 完成 where all is: 完成办理, 完成答复.
static ALL_DONE: LazyLock<Regex> =
    LazyLock::new(|| pattern("^完成(?:了|全部|后)*(?:办理|答复|回复|整改|销号|办结|落实)"));
/// So many characters at the end of a cell are read.
const MOST_CHARACTERS: usize = 1000;
/// What ends a clause of a state.
const CLAUSE_ENDS: [char; 13] = ['，', ',', '。', '；', ';', '：', ':', '、', '（', '(', '）', ')', '\n'];
/// Words for an answer that was sent back: who raised the matter was not content, or the office was not.
static REOPENED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?:重新|再次|二次)(?:交办|办理|答复|回复|办复)|(?:退回|发回|打回)(?:重新(?:办理|答复|回复|办复)|补充|修改)|(?:退回|发回|打回)?(?:重办|返工)",
    )
});
/// The same where it need not be done, or is over: 无需重新办理, 已重新办理并答复.
static NOT_REOPENED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "(?:不[再需用必予]|无需|无须|未|没有).*",
        "|已[^要责通安督退]*(?:重新|再次|二次)(?:办理|答复|回复|办复)",
    ))
});
/// Words of states that leave a row open: 办理中, 已交办, 延期.
static OPEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"中(?:\P{Han}|$)|正在|在办|未|待|尚|不|没有|无法|即将|拟|申请|准备|计划|要求|应|需|部分|起草|审|交办|转办|分办|受理|签收|接收",
        r"|登记|立案|逾期|超期|延期|催办|完成[0-9]|重新|重办|返工"
    ))
});
/// Words by which a cell tells how far the handling is. What came of a matter may be said long after its answer: 已解决, 推进中.
static OF_HANDLING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "办结|办复|答复|回复|函复|销号|办毕|办理完毕|已办理|办理中|处理中|在办|[未待](?:办|处理)|受理|派单|交办|转办|签收",
        "|退回|退办|退单|退件|重办|重新|再次|二次|返工|回访",
    ))
});
/// A longer cell is a text, in which a word for a return may speak of something else: 商家已退回押金.
const LONGEST_WORD: usize = 16;
/// Words for a suggestion that came back as nobody's remit,
static RETURNED: LazyLock<Regex> = LazyLock::new(|| pattern("退办|退回|退单|退件"));
/// and for one that is about to.
static RETURNING: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:退办|退回|退单|退件)(?:办理|处理)?中(?:\P{Han}|$)"));
/// What was asked for is granted.
static GRANTED: LazyLock<Regex> = LazyLock::new(|| pattern("同意|批准|准予|核准|获批|获准|批复"));
/// Where the office did not agree, things stay as they are.
const REFUSED: [&str; 7] = ["未同意", "不同意", "不予同意", "未批准", "未获", "未通过", "驳回"];
/// Words right before what can be asked for that deny it: 未退办, 不延期.
const DENIED: [&str; 6] = ["未", "不", "无", "没有", "非", "不予"];
/// Words anywhere before it in the same clause: it is only asked for or planned (拟退办, 正在协调退回).
static ASKED: LazyLock<Regex> = LazyLock::new(|| {
    pattern("拟|申请|要求|请求|建议|协调|提出|准备|计划|正在|需|(?:^|[^接招看])待|请(?:[^示]|$)")
});
/// Words after it: 退办申请审核中, 延期待批.
static ASKED_FOR: LazyLock<Regex> =
    LazyLock::new(|| pattern("^(?:办理)?(?:申请|请求|手续|协调|审|报批|待[审批])"));
/// What a cell says that tells of no more than a question: 审批中, 报批, 办理中.
static PENDING: LazyLock<Regex> = LazyLock::new(|| pattern("审(?:核|批|查|议)?中|待[审批]|报批|中$"));
/// What was asked for before one of these was granted after it: 已退办, 申请延期获批, 经申请同意延期.
const SINCE: [char; 3] = [ALREADY, '获', '经'];

/// Whether a clause of a state says that the row is answered: 已办结, and not 未办结; 不予采纳，已答复.
pub(super) fn says_done(state: &str) -> bool {
    last_told(state) == Some(Told::Answered)
}

/// Whether a state says that the answer was not accepted, so that another is owed: 已答复（代表不满意，重新办理）.
pub(super) fn says_reopened(state: &str) -> bool {
    last_told(state) == Some(Told::Reopened)
}

/// Whether a cell of outcomes says how far the handling is: 已办结, 退回重办, and not B, 已落实 or 推进中.
pub(super) fn is_of_handling(outcome: &str) -> bool {
    let is_word = outcome.chars().nth(LONGEST_WORD).is_none();
    let tells = OF_HANDLING.is_match(outcome) || says_ended(outcome) || says_joined(outcome);
    tells && (is_word || says_done(outcome))
}

/// Whether a state says that nobody owes an answer any more: 代表已撤回, 终止办理, 不予立案, 转为参阅.
pub(super) fn says_ended(state: &str) -> bool {
    last_told(state) == Some(Told::Ended)
}

/// Whether a state says that it is answered with another suggestion: 并入12号件.
pub(super) fn says_joined(state: &str) -> bool {
    last_told(state) == Some(Told::Joined)
}

/// The end of a cell in which somebody wrote down all that happened: what counts is what happened last.
pub(super) fn lately(cell: &str) -> &str {
    let start = cell.char_indices().rev().take(MOST_CHARACTERS).last().map_or(0, |(at, _)| at);
    &cell[start..]
}

/// What a clause says of an answer.
#[derive(Clone, Copy, PartialEq)]
enum Told {
    /// There is one.
    Answered,
    /// Another is owed.
    Reopened,
    /// Nobody owes one any more.
    Ended,
    /// It is the answer of another suggestion.
    Joined,
}

/// What a state says of an answer: the last clause that tells has it.
fn last_told(state: &str) -> Option<Told> {
    let folded = text::in_one_width(lately(state));
    let is_agreed = says_agreed(&folded);
    let may_end = !is_refused(&folded);
    let told = |clause| {
        let answer = tells(clause);
        let end = may_end.then(|| ends(clause, is_agreed)).flatten();
        match (answer, end) {
            // What is said last holds: 已答复后撤回, 撤回重新办理.
            (Some((said, at)), Some((Told::Ended, end))) if at > end => Some(said),
            // 并案答复 says how, and 已并案答复 that it was.
            (Some((Told::Answered, _)), Some((Told::Joined, _))) if clause.contains(ALREADY) => {
                Some(Told::Answered)
            }
            (_, Some((end, _))) => Some(end),
            (answer, None) => answer.map(|(said, _)| said),
        }
    };
    folded.split(CLAUSE_ENDS).filter_map(told).next_back()
}

/// Whether a clause says that nobody owes an answer any more, and where; not where it is only asked for: 申请撤回.
fn ends(clause: &str, is_agreed: bool) -> Option<(Told, usize)> {
    let is_going_on = |found: &regex::Match<'_>| PENDING.is_match(&clause[found.end()..]);
    let ended = deeds(clause, &ENDED, is_agreed).filter(|found| !is_going_on(found)).last();
    if let Some(found) = ended {
        return Some((Told::Ended, found.start()));
    }
    let joined = deeds(clause, &JOINED, is_agreed).last();
    joined
        .filter(|_| !HEAD.iter().any(|head| clause.contains(head)))
        .map(|found| (Told::Joined, found.start()))
}

/// What a clause says of an answer, and where.
fn tells(clause: &str) -> Option<(Told, usize)> {
    let reopened = REOPENED.find_iter(clause).filter(|found| {
        let until = &clause[..found.end()];
        let since = DONE.find_iter(&clause[..found.start()]).last().map_or(0, |done| done.end());
        NOT_REOPENED.find_at(until, since).is_none_or(|no| no.end() < found.end())
    });
    let reopened = reopened.last();
    let since = reopened.map_or(0, |found| found.end());
    let is_done = |done: regex::Match<'_>| {
        let (before, from) = clause.split_at(done.start());
        let since = before.rsplit(ALREADY).next().unwrap_or_default();
        let is_denied = NOT_DONE.is_match(since) || before.contains(PARTLY);
        let is_term = !before.contains(ALREADY) && before.ends_with(TERM);
        let is_on_its_way = NOT_YET_DONE.is_match(from) && !ALL_DONE.is_match(from);
        !is_denied && !is_term && !is_on_its_way
    };
    let closed = CLOSED.is_match(clause.trim_start()).then_some(0);
    let done = DONE.find_iter(clause).filter(|done| done.start() >= since && is_done(*done)).last();
    let answered = done.map(|done| done.start()).or(closed);
    answered.map(|at| (Told::Answered, at)).or_else(|| reopened.map(|found| (Told::Reopened, found.start())))
}

/// Whether a state is known to leave a row open: 办理中, 已交办.
pub(super) fn says_open(state: &str) -> bool {
    OPEN.is_match(state)
}

/// Whether a cell has a word for returns, whatever it says of them.
pub(super) fn speaks_of_return(cell: &str) -> bool {
    RETURNED.is_match(cell)
}

/// Whether a state says that the row was returned: 已退回, and not 未退回, nor 申请退办，未同意, nor 退回重办, which the office
/// sends back.
pub(super) fn says_returned(state: &str) -> bool {
    !RETURNING.is_match(state) && is_granted(&REOPENED.replace_all(state, ""), &RETURNED)
}

/// Whether a state says that a `deed` which needs consent was done: 已退办, 申请延期，已同意; and not that it was only asked
/// for (申请退办, 延期待批), denied or refused.
pub(super) fn is_granted(state: &str, deed: &Regex) -> bool {
    let said = text::in_one_width(state);
    let is_agreed = says_agreed(&said);
    let is_done = |clause: &str| deeds(clause, deed, is_agreed).next().is_some();
    !is_refused(&said) && said.split(CLAUSE_ENDS).any(is_done)
}

/// Where a clause says that a `deed` was done: it is not denied, and agreed to or not only asked for.
fn deeds<'c>(clause: &'c str, deed: &Regex, is_agreed: bool) -> impl Iterator<Item = regex::Match<'c>> {
    deed.find_iter(clause).filter(move |found| {
        let (before, after) = (&clause[..found.start()], &clause[found.end()..]);
        let is_denied = DENIED.iter().any(|no| before.ends_with(no));
        !is_denied && (is_agreed || !is_asked(before) && !ASKED_FOR.is_match(after))
    })
}

/// Whether a cell tells of no more than that somebody asked for what the column is about: 申请中, 审批中, 待批.
pub(super) fn is_only_asked_for(cell: &str) -> bool {
    let said = text::in_one_width(cell);
    !says_agreed(&said) && said.split(CLAUSE_ENDS).any(|clause| is_asked(clause) || PENDING.is_match(clause))
}

/// Whether the office did not agree to what was asked for.
pub(super) fn is_refused(state: &str) -> bool {
    REFUSED.iter().any(|word| state.contains(word))
}

/// Whether the office agreed to what was asked for.
fn says_agreed(said: &str) -> bool {
    let agrees = |clause: &str| GRANTED.find_iter(clause).any(|found| !is_asked(&clause[..found.start()]));
    said.split(CLAUSE_ENDS).any(agrees)
}

/// Whether what follows the beginning `before` of a clause is only asked for.
fn is_asked(before: &str) -> bool {
    ASKED.is_match(before.rsplit(SINCE).next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_that_tell_of_an_answer_or_a_return() {
        for (state, done, returned) in [
            ("已办结", true, false),
            ("已答复", true, false),
            ("已回复", true, false),
            ("已办毕", true, false),
            ("已办理", true, false),
            ("已解决", true, false),
            ("已复", true, false),
            ("办理完毕", true, false),
            ("已函复", true, false),
            ("已反馈", true, false),
            ("解决采纳", true, false),
            ("已答复，待落实", true, false),
            ("已复核", false, false),
            ("正在解决", false, false),
            ("待回复", false, false),
            ("未反馈", false, false),
            ("答复中", false, false),
            ("已办理中", false, false),
            ("不予采纳，已答复", true, false),
            ("不予采纳已答复", true, false),
            ("尚未面商，已答复", true, false),
            ("未落实（已答复）", true, false),
            ("B类已答复，跟踪办理中", true, false),
            ("2024年5月20日已面商答复", true, false),
            ("已于6月底前办结", true, false),
            ("按期完成", true, false),
            ("已完成答复", true, false),
            ("已接待并答复", true, false),
            ("部分已办结", false, false),
            ("没有答复", false, false),
            ("即将答复", false, false),
            ("无法办结", false, false),
            ("部分完成", false, false),
            ("完成50%", false, false),
            ("已完成调研，起草答复", false, false),
            ("答复稿待审签", false, false),
            ("答复征求意见中", false, false),
            ("应于7月20日前办结", false, false),
            ("6月底前办结", false, false),
            ("要求6月底前办结", false, false),
            ("已申请延期答复", false, false),
            ("申请退办，未同意", false, false),
            ("已答复（代表不满意，重新办理）", false, false),
            ("代表不满意，退回重办", false, false),
            ("退回重新办理", false, false),
            ("退回重新分办", false, true),
            ("退回重新交办", false, true),
            ("二次办理中", false, false),
            ("已答复后要求重新答复", false, false),
            ("重新答复", false, false),
            ("代表不满意要求重新办理", false, false),
            ("已答复，已要求重新办理", false, false),
            ("已答复，已退回重办", false, false),
            ("已答复，不再重新办理", true, false),
            ("已答复，已于5月重新办理", true, false),
            ("重新办理后已答复", true, false),
            ("已重新办理并答复", true, false),
            ("已答复，无需重新办理", true, false),
            ("不满意件重新交办，已办结", true, false),
            ("拟答复", false, false),
            ("未办结", false, false),
            ("正在办理，尚未答复", false, false),
            ("退办", false, true),
            ("已退回，待重新交办", false, true),
            ("未退办", false, false),
            ("待回访", true, false),
            ("回访不满意，重新办理", false, false),
            ("退单", false, true),
            ("申请退办", false, false),
            ("已申请退办", false, false),
            ("拟退办", false, false),
            ("退办中", false, false),
            ("退办申请审核中", false, false),
            ("正在协调退回", false, false),
            ("申请退办，已同意", false, true),
            ("退办申请已批准", false, true),
            ("不属职责，经协调已退回", false, true),
            ("办理中", false, false),
        ] {
            assert_eq!((says_done(state), says_returned(state)), (done, returned), "{state}");
        }
    }

    #[test]
    fn states_after_which_nobody_owes_an_answer() {
        for (state, ended, joined) in [
            ("撤回", true, false),
            ("已撤回", true, false),
            ("代表已撤回", true, false),
            ("代表申请撤回，已同意", true, false),
            ("已撤单", true, false),
            ("终止办理", true, false),
            ("办理终止", true, false),
            ("不予立案", true, false),
            ("不予受理", true, false),
            ("转为参阅", true, false),
            ("转参阅", true, false),
            ("转参阅件", true, false),
            ("已答复后撤回", true, false),
            ("并案", false, true),
            ("已并案", false, true),
            ("并案（并入12号件）", false, true),
            ("与12号件合并办理", false, true),
            ("并案答复", false, true),
            ("不予受理，已答复", false, false),
            ("并案办理，已答复", false, false),
            ("并案主件", false, false),
            ("拟并案", false, false),
            ("申请撤回", false, false),
            ("代表要求撤回", false, false),
            ("撤回审批中", false, false),
            ("申请撤回，不同意", false, false),
            ("未撤回", false, false),
            ("撤回重新办理", false, false),
            ("已答复", false, false),
            ("退回", false, false),
            ("留作参考", false, false),
            ("办理中", false, false),
        ] {
            assert_eq!((says_ended(state), says_joined(state)), (ended, joined), "{state}");
        }
    }
}
