//! The heading of a column -> whether those stand below it who raised a suggestion, or those who joined them; the most
//! specific names come first.

/// Names of columns of those who raised it, the first of them where there are several.
pub(super) const PROPOSERS: &[&str] = &[
    "提出人", "建议人", "提案人", "提案者", "提出者", "建议者", "第一提案人", "第一提案者", "领衔人",
    "领衔代表", "代表", "委员", "留言用户", "留言人", "反映人", "诉求人", "来信人", "来电人", "来访人",
    "投诉人", "信访人", "举报人", "领衔代表姓名", "代表姓名", "委员姓名", "提案人姓名", "诉求人姓名",
    "来电人姓名", "来信人姓名", "反映人姓名", "投诉人姓名", "姓名", "proposer", "user",
];

/// Names of columns of those who joined them.
pub(super) const COSIGNERS: &[&str] = &[
    "附议代表", "附议人", "附议委员", "附议者", "联名代表", "联名人", "联名委员", "附议代表姓名",
    "附议人姓名", "联名代表姓名", "联名人姓名", "其他提案人", "cosigners",
];
