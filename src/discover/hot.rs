//! Matters -> those that many people raise within a short time, the hottest first.
//!
//! heat = 10 · log₂(1 + people) + growth + votes, where
//!
//! - `people` are those who raised the matter within its busiest days ([`DiscoverParams::hot_days`]) among those with
//!   a message of now: what was hot last year is no news. One person who writes ten times is one ([`people`]);
//! - `growth` = 2 · min(-log₁₀ p, 10), with p = P(N ≥ people) for N ~ Poisson(λ): the scan statistic of Naus (1965),
//!   *The distribution of the size of the maximum cluster of points on a line*, in the form with a known rate that
//!   Kulldorff (1997), *A spatial scan statistic*, uses. λ is the rate of the matter outside of its busiest days,
//!   with half a person added (Jeffreys' prior), times the length of the busiest days, times how much busier the
//!   whole register was then than it is on average – so that a matter is not hot because everybody writes more. p
//!   is multiplied by the number of windows that were looked at (Bonferroni). A register must last as long again as
//!   the busiest days, or it says nothing of what is usual, and nothing is called growth;
//! - `votes` = 5 · log₁₀(1 + likes + dislikes): votes are cheaper than messages and grow by magnitudes.
//!
//! A logarithm of people makes ten people instead of five as much hotter as a hundred instead of fifty, as
//! readers of rankings expect (the same form is used by Reddit's and Hacker News' ranks). All parts are kept.

use super::days::Days;
use super::messages::{Message, Messages};
use super::people::{self, Named};
use super::{DiscoverParams, Heat, HotIssue, Matter, difference};
use crate::date::day_number;
use crate::suggestion::Votes;

/// A message has extraordinary votes if their logarithm lies above the third quartile by so many times the
/// distance of the quartiles ("far out", Tukey 1977, *Exploratory data analysis*),
const FAR_OUT: f64 = 3.0;
/// and if there are at least so many.
const LEAST_VOTES: u64 = 20;
/// No more of the improbability counts than this power of ten.
const MOST_IMPROBABLE: f64 = 10.0;

/// The hot issues among `matters`, and single messages with extraordinary votes; and how many there are beyond those
/// that are listed.
#[must_use]
pub fn find(messages: &Messages<'_>, matters: &[Matter], params: &DiscoverParams) -> (Vec<HotIssue>, usize) {
    let mut by_position = vec![0u32; messages.rows()];
    for (number, message) in (0u32..).zip(messages.iter()) {
        by_position[message.position] = number;
    }
    let days = Days::new(messages);
    let mut issues: Vec<HotIssue> = matters
        .iter()
        .enumerate()
        .filter_map(|(at, matter)| {
            let messages: Vec<&Message<'_>> =
                matter.members.iter().map(|&position| &messages[by_position[position] as usize]).collect();
            let heat = heat(&messages, &days, params);
            (heat.people_then >= params.hot_people).then(|| issue(at, matter, &messages, heat))
        })
        .collect();
    let grouped: Vec<bool> = issues.iter().flat_map(|issue| &issue.members).fold(
        vec![false; by_position.len()],
        |mut grouped, &position| {
            grouped[position] = true;
            grouped
        },
    );
    issues.extend(extraordinary(messages, &grouped));
    issues.sort_by(|a, b| b.heat.sum.total_cmp(&a.heat.sum).then(b.people.cmp(&a.people)));
    let more = issues.len().saturating_sub(params.hot_issues);
    issues.truncate(params.hot_issues);
    for (rank, issue) in (1..).zip(&mut issues) {
        issue.rank = rank;
    }
    (issues, more)
}

fn issue(at: usize, matter: &Matter, messages: &[&Message<'_>], heat: Heat) -> HotIssue {
    let Votes { likes, dislikes } = votes(messages);
    let raised: Vec<Named<'_>> =
        messages.iter().map(|message| message.suggestion.first_proposers()).collect();
    HotIssue {
        rank: 0,
        matter: Some(at),
        members: matter.members.clone(),
        title: matter.title.clone(),
        place: matter.place.clone(),
        first: matter.first,
        last: matter.last,
        people: people::count(&raised),
        likes,
        dislikes,
        heat,
    }
}

fn votes(messages: &[&Message<'_>]) -> Votes {
    messages.iter().filter_map(|message| message.suggestion.votes()).sum()
}

fn heat(messages: &[&Message<'_>], days: &Days, params: &DiscoverParams) -> Heat {
    let length = params.hot_days.cast_signed();
    let dated: Vec<(i32, bool, Named<'_>)> = messages
        .iter()
        .filter_map(|message| {
            Some((day_number(message.date?), message.current, message.suggestion.first_proposers()))
        })
        .collect();
    let mut starts: Vec<i32> = dated.iter().map(|&(day, ..)| day).collect();
    starts.sort_unstable();
    starts.dedup();
    let is_within = |day: i32, from: i32| day >= from && day < from + length;
    starts.retain(|&from| dated.iter().any(|&(day, current, _)| current && is_within(day, from)));
    let raised_by = |from: i32, inside: bool| {
        let those = dated.iter().filter(|&&(day, ..)| is_within(day, from) == inside);
        people::count(those.map(|(.., named)| named))
    };
    // Of equally busy days the last: it is nearer to now.
    let Some((people_then, from)) = starts.iter().map(|&from| (raised_by(from, true), from)).max() else {
        return Heat::default();
    };
    let rest = days.all() - length;
    let expected = (rest >= length).then(|| {
        let usual = days.messages() as f64 * f64::from(length) / f64::from(days.all());
        let busier = days.within(from, length) as f64 / usual.max(1.0);
        (raised_by(from, false) as f64 + 0.5) / f64::from(rest) * f64::from(length) * busier
    });
    let by_chance = |expected| (poisson_at_least(people_then, expected) * starts.len() as f64).min(1.0);
    let usual = expected.map(|expected| (expected, by_chance(expected)));
    Heat::of(people_then, usual, votes(messages).all())
}

impl Heat {
    /// `usual` has the people to be expected and the probability of so many or more.
    fn of(people_then: usize, usual: Option<(f64, f64)>, votes: u64) -> Self {
        let people = 10.0 * libm::log2(1.0 + people_then as f64);
        let improbable = |p: f64| (-libm::log10(p.max(f64::MIN_POSITIVE))).clamp(0.0, MOST_IMPROBABLE);
        let (expected, p_value) = usual.unzip();
        let growth = p_value.map_or(0.0, |p_value| 2.0 * improbable(p_value));
        let votes = 5.0 * libm::log10(1.0 + votes as f64);
        Self { sum: people + growth + votes, people, growth, votes, people_then, expected, p_value }
    }
}

/// P(N ≥ count) for N ~ Poisson(expected): 1 - Σ e^-λ λ^i / i!, or where that would cancel the tail summed up.
fn poisson_at_least(count: usize, expected: f64) -> f64 {
    if count == 0 {
        return 1.0;
    }
    let term = |i: usize| libm::exp(i as f64 * libm::log(expected) - expected - libm::lgamma(i as f64 + 1.0));
    if expected < count as f64 {
        let mut sum = 0.0;
        for i in count.. {
            let next = term(i);
            sum += next;
            if next <= sum * 1e-16 {
                break;
            }
        }
        sum
    } else {
        (1.0 - (0..count).map(term).sum::<f64>()).max(0.0)
    }
}

/// Single messages of now, in no hot issue, with votes far above the register's.
fn extraordinary(messages: &Messages<'_>, grouped: &[bool]) -> Vec<HotIssue> {
    let mut all: Vec<f64> = messages
        .iter()
        .filter_map(|message| message.suggestion.votes())
        .map(|votes| libm::log(1.0 + votes.all() as f64))
        .collect();
    all.sort_by(f64::total_cmp);
    let quartile = |quarter: usize| all.get(all.len() * quarter / 4).copied().unwrap_or_default();
    let least = quartile(3) + FAR_OUT * (quartile(3) - quartile(1));
    messages
        .iter()
        .filter(|message| message.current && !grouped[message.position])
        .filter_map(|message| Some((message, message.suggestion.votes()?)))
        .filter(|(_, votes)| votes.all() >= LEAST_VOTES && libm::log(1.0 + votes.all() as f64) > least)
        .map(|(message, votes)| HotIssue {
            rank: 0,
            matter: None,
            members: vec![message.position],
            title: difference::title(message),
            place: None,
            first: message.date,
            last: message.date,
            people: 1,
            likes: votes.likes,
            dislikes: votes.dislikes,
            heat: Heat::of(1, None, votes.all()),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_of_poisson() {
        // Values of R's ppois(count - 1, expected, lower.tail = FALSE).
        for (count, expected, known) in
            [(0, 2.0, 1.0), (1, 2.0, 0.864_664_716_8), (5, 2.0, 0.052_653_017_3), (3, 0.1, 1.546_530_7e-4)]
        {
            let found = poisson_at_least(count, expected);
            assert!((found - known).abs() < 1e-9, "{count} {expected}: {found}");
        }
    }

    #[test]
    fn whoever_joins_a_suggestion_heats_nothing() {
        use crate::discover::discover;
        use crate::model::Model;
        use crate::suggestion::{Role, Suggestion, Table};

        let headings = ["日期", "领衔", "附议", "标题", "正文"].map(str::to_owned).to_vec();
        let roles = [Role::Date, Role::Proposer, Role::Cosigners, Role::Title, Role::Body];
        let table = roles
            .into_iter()
            .enumerate()
            .fold(Table::new("册", headings), |table, (at, role)| table.with(role, at));
        let table = std::sync::Arc::new(table);
        let row = |row: u64, lead: &str, joined: &str| {
            let text = "枫桥小学门口没有斑马线，放学时车多，请施划斑马线并装红绿灯。";
            let cells = ["2024-01-18", lead, joined, "枫桥小学门口要斑马线", text].map(str::to_owned);
            Suggestion { table: table.clone(), row, cells: cells.to_vec(), kinds: Vec::new() }
        };
        let model = Model::embedded().unwrap();
        let hot = |rows: &[Suggestion]| discover(rows, &[], &model, &DiscoverParams::default()).unwrap().hot;
        let two = [row(2, "周一凡", "吴二平、郑三立"), row(3, "王四海", "冯五洲")];
        assert!(hot(&two).is_empty());
        let three = [row(2, "周一凡", "吴二平"), row(3, "王四海", "吴二平"), row(4, "冯五洲", "")];
        assert_eq!(hot(&three).iter().map(|issue| issue.people).collect::<Vec<_>>(), [3]);
    }
}
