//! ANALYSIS -> which departments keep meeting, and what they should look at jointly.

use super::{caption, heading};
use crate::analysis::{Analysis, PackageSketch};
use crate::register::together::{self, Meeting};
use crate::register::{Entry, Register, Rows};
use crate::report::yearly::chart::{Chart, Network};
use crate::report::yearly::figure::interval;
use crate::report::yearly::{Block, Figures, Piece, Table};

/// So many pairs and triples are listed; they must meet at least so often.
const PAIRS: usize = 10;
const TRIPLES: usize = 6;
const OFTEN: usize = 2;
/// So many leading departments of a package are named.
const LEADS: usize = 2;
/// So many departments and links are drawn: more cannot be told apart.
const DRAWN: usize = 12;
const LINKS: usize = 18;

pub(super) fn blocks(analysis: &Analysis, figures: &mut Figures) -> Vec<Block> {
    let register = &analysis.register;
    let all = &register.current;
    let shared = together::shared(register, all);
    if shared.is_empty() {
        return Vec::new();
    }
    let pairs: Vec<Meeting> = often(together::meetings(register, all, 2));
    let triples: Vec<Meeting> = often(together::meetings(register, all, 3));
    let round = together::sent_round(register, all);
    let three = register.pick(all, |entry| entry.departments().count() > 2);
    let mut blocks = vec![
        figures
            .text()
            .say("需要两个以上单位共同办理的建议")
            .count_and_share("涉及两个以上单位", &shared, "件，占", all)
            .say(format!("（95%区间{}）", interval(shared.share(all))))
            .some("，其中涉及三个以上单位的", "涉及三个以上单位", &three, "件")
            .when(!pairs.is_empty(), |text| {
                text.say("。在两件以上建议中同时出现的单位组合，两两组合")
                    .say(format!("{}个", pairs.len()))
                    .when(!triples.is_empty(), |text| {
                        text.say(format!("、三个单位的组合{}个", triples.len()))
                    })
            })
            .say("。")
            .some(
                format!("涉及超过{}个单位的", together::ROUND),
                "涉及单位过多，不计入单位组合",
                &round,
                "件属于普遍交办，不计入单位组合。",
            )
            .end(),
    ];
    if pairs.len() > 2 {
        blocks.push(Block::Chart(Chart::Network(network(register, figures, &pairs))));
    }
    for (name, meetings, most) in
        [("经常共同办理建议的两个单位", &pairs, PAIRS), ("经常共同办理建议的三个单位", &triples, TRIPLES)]
    {
        if !meetings.is_empty() {
            let shown = &meetings[..meetings.len().min(most)];
            let caption = caption(name, shown.len(), meetings.len(), "个");
            blocks.push(table(register, figures, &caption, shown));
        }
    }
    blocks.extend(packages(analysis, figures, &shared));
    blocks
}

fn often(mut meetings: Vec<Meeting>) -> Vec<Meeting> {
    meetings.retain(|meeting| meeting.rows.count() >= OFTEN);
    meetings
}

fn names(register: &Register, departments: &[usize]) -> String {
    let names: Vec<&str> =
        departments.iter().map(|&department| register.departments.name(department)).collect();
    names.join("、")
}

fn table(register: &Register, figures: &mut Figures, caption: &str, meetings: &[Meeting]) -> Block {
    let mut table = Table::new(caption).text("单位组合", 6).number("件数", 2).text("主要主题（件）", 6);
    for meeting in meetings {
        let names = names(register, &meeting.departments);
        let themes = register.tally(&meeting.rows, Entry::theme_label);
        let themes: Vec<String> = themes
            .iter()
            .take(2)
            .map(|(theme, rows)| format!("{} {}", register.themes.name(*theme), rows.count()))
            .collect();
        let count = figures.count(format!("同时涉及{names}"), &meeting.rows);
        table.rows.push(vec![Piece::from(names), count, themes.join("、").into()]);
    }
    Block::Table(table)
}

fn network(register: &Register, figures: &mut Figures, pairs: &[Meeting]) -> Network {
    let mut drawn: Vec<usize> = Vec::new();
    let mut links = Vec::new();
    for pair in pairs {
        let new = pair.departments.iter().filter(|department| !drawn.contains(department)).count();
        if links.len() == LINKS || drawn.len() + new > DRAWN {
            break;
        }
        drawn.extend(
            pair.departments.iter().filter(|department| !drawn.contains(department)).collect::<Vec<_>>(),
        );
        let [left, right] = [0, 1].map(|at| register.departments.name(pair.departments[at]).to_owned());
        let figure = figures.add(format!("同时涉及{left}、{right}"), &pair.rows);
        links.push((left, right, pair.rows.count(), figure));
    }
    Network {
        caption: caption("单位之间共同办理的建议件数", links.len(), pairs.len(), "个"), links
    }
}

/// The joint packages, each with the suggestions it covers.
fn packages(analysis: &Analysis, figures: &mut Figures, shared: &Rows) -> Vec<Block> {
    let register = &analysis.register;
    let packages = &analysis.packages;
    if packages.is_empty() {
        return Vec::new();
    }
    let covered: Rows = packages.iter().flat_map(|sketch| sketch.package.rows.iter()).collect();
    let mut blocks = vec![
        heading(1, "建议联合研究的事项"),
        figures
            .text()
            .say(format!(
                "按“同一组单位在同一主题下反复相遇”归并，可形成{}项联合研究事项，覆盖",
                packages.len()
            ))
            .count_and_share("联合研究事项覆盖的建议", &covered, "件，占需共同办理建议的", shared)
            .say("。是否成立、由谁牵头，由办公室研究确定。")
            .end(),
    ];
    for (at, PackageSketch { package, typical, words }) in packages.iter().enumerate() {
        let theme = register.themes.name(package.theme);
        let names = names(register, &package.departments);
        let leads = register.tally(&package.rows, Entry::leads);
        let text = figures
            .text()
            .say(format!("{}. {theme}", at + 1))
            .when(!words.is_empty(), |text| text.say(format!("（{}）", words.join("、"))))
            .say(format!("：涉及{names}，共"))
            .count(format!("{theme}：同时涉及{names}"), &package.rows)
            .say("件")
            .when(!leads.is_empty(), |text| {
                let (first, others) = leads.split_at(leads.len().min(LEADS));
                let rest: Rows = others.iter().flat_map(|(_, rows)| rows.iter()).collect();
                text.say("，现由")
                    .each(first, "、", |text, (lead, rows)| {
                        let lead = register.departments.name(*lead);
                        text.say(lead)
                            .say("主办")
                            .count(format!("{theme}：同时涉及{names}，{lead}主办"), rows)
                            .say("件")
                    })
                    .when(!others.is_empty(), |text| {
                        text.say(format!("，另有{}个单位主办", others.len()))
                            .count(format!("{theme}：同时涉及{names}，其他单位主办"), &rest)
                            .say("件")
                    })
            })
            .say("。如")
            .titles(register, typical)
            .say("。");
        blocks.push(text.end());
    }
    blocks
}
