//! Shares of all parts -> whether they make up a hundred.

use super::part::Group;
use super::{Draft, Finding, Measure, Rule, Verdict, class, same, shown};

/// The shares of all parts make up a hundred.
pub(super) fn findings(draft: &Draft<'_>, groups: &[Group], pairs: &[(usize, usize)]) -> Vec<Finding> {
    let mut lists: Vec<Vec<usize>> = Vec::new();
    for group in groups {
        let shares: Vec<usize> = group
            .parts
            .iter()
            .filter_map(|part| pairs.iter().find(|(count, _)| count == part))
            .map(|&(_, share)| share)
            .collect();
        let whole = same(draft.values(&group.parts), draft.figures[group.whole].value, 0.0);
        if shares.len() == group.parts.len() && shares.len() > 1 && whole {
            lists.push(shares);
        }
    }
    lists.extend(bare_lists(draft, pairs));
    lists.sort_unstable();
    lists.dedup();
    let finding = |shares: Vec<usize>| {
        let sum = draft.values(&shares);
        let fits = same(sum, 100.0, draft.slack(&shares));
        let (verdict, says) =
            if fits { (Verdict::Right, "合于100%") } else { (Verdict::Wrong, "不合100%") };
        let calculation = format!("{} = {}%，{says}", draft.joined(&shares, " + "), shown(sum));
        Finding { verdict, rule: Rule::Hundred, figures: shares, calculation }
    };
    lists.into_iter().filter(|shares| shares.iter().all(|&at| draft.is_exact(at))).map(finding).collect()
}

/// Shares without counts that are told apart by words which leave nothing out: 满意、基本满意、不满意; A类、B类、C类.
fn bare_lists(draft: &Draft<'_>, pairs: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut lists: Vec<Vec<usize>> = Vec::new();
    for at in 0..draft.figures.len() {
        let figure = &draft.figures[at];
        if figure.measure != Measure::Percent
            || pairs.iter().any(|&(_, share)| share == at)
            || draft.before(at).contains('率')
        {
            continue;
        }
        match lists.last_mut() {
            Some(list)
                if list.last() == Some(&(at - 1))
                    && draft.figures[at - 1].sentence == figure.sentence
                    && draft.figures[at - 1].paragraph == figure.paragraph =>
            {
                list.push(at);
            }
            _ => lists.push(vec![at]),
        }
    }
    lists.retain(|list| {
        let says =
            |words: &[&str]| words.iter().all(|word| list.iter().any(|&at| draft.clause(at).contains(word)));
        let classes = list.iter().all(|&at| class(draft.clause(at)).is_some());
        list.len() > 1
            && (classes && says(&["A类", "B类", "C类"]) || says(&["基本满意", "不满意"]) && list.len() == 3)
    });
    lists
}
