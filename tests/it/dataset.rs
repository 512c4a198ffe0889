//! The dataset -> it keeps the promises of its card.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jiaoban::date;
use jiaoban::read;
use jiaoban::scheme::Scheme;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Deserialize)]
struct Row {
    id: String,
    date: String,
    place: String,
    channel: String,
    title: String,
    body: String,
    theme: String,
    other_themes: String,
    lead: String,
    assist: String,
    class: String,
    group: String,
}

fn datasets() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets")
}

fn csv<T: DeserializeOwned>(path: &Path) -> Vec<T> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader
        .deserialize()
        .map(|row| row.unwrap_or_else(|error| panic!("{}: {error}", path.display())))
        .collect()
}

/// A text that was written for its asks alone.
#[derive(Deserialize)]
struct Asked {
    id: String,
    title: String,
    body: String,
}

/// All suggestions, file by file in the order of their names.
fn rows() -> Vec<Row> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(datasets().join("suggestions"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "csv"))
        .collect();
    files.sort_unstable();
    files
        .iter()
        .flat_map(|file| {
            let rows: Vec<Row> = csv(file);
            let theme = file.file_stem().unwrap().to_str().unwrap().to_owned();
            let stray = rows.iter().find(|row| row.theme != theme);
            assert!(stray.is_none(), "{} lies in {}", stray.unwrap().id, file.display());
            rows
        })
        .collect()
}

fn themes() -> Scheme {
    read::scheme(&datasets().join("schemes/themes.csv")).unwrap().themes.unwrap()
}

fn departments() -> Scheme {
    read::scheme(&datasets().join("schemes/departments.csv")).unwrap().departments.unwrap()
}

fn list(cell: &str) -> Vec<&str> {
    cell.split(';').filter(|part| !part.is_empty()).collect()
}

/// How often each value occurs.
fn counts<'r>(values: impl Iterator<Item = &'r str>) -> BTreeMap<&'r str, usize> {
    let mut counts = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    counts
}

/// The letters and digits of a text: what is left when somebody changes nothing but punctuation.
fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The sentences of a title and a body, as letters.
fn sentences<'t>(title: &'t str, body: &'t str) -> impl Iterator<Item = Vec<char>> + 't {
    [title, body]
        .into_iter()
        .flat_map(|text| text.split(['。', '！', '？', '!', '?', '；', ';', '\n']))
        .map(letters)
}

#[test]
fn every_cell_is_valid() {
    let (themes, departments) = (themes(), departments());
    // Rows carry ids, never names, and themes of the first level.
    let theme = |id: &str| {
        themes
            .find(id)
            .map(|at| &themes.labels()[at])
            .is_some_and(|label| label.id == id && label.parent.is_none())
    };
    let department =
        |id: &str| departments.find(id).is_some_and(|position| departments.labels()[position].id == id);
    let mut ids = BTreeSet::new();
    for row in rows() {
        let id = &row.id;
        assert!(id.starts_with('s') && ids.insert(id.clone()), "{id} stands twice");
        assert!(!row.body.trim().is_empty() && !row.place.is_empty(), "{id} lacks text or place");
        let day = date::parse(&row.date).filter(|day| day.to_string() == row.date);
        assert!(day.is_some_and(|day| (2016..=2025).contains(&day.year())), "{id} came on {}", row.date);
        let deputies = ["代表建议", "政协提案"].contains(&row.channel.as_str());
        assert!(
            deputies || ["12345", "留言板"].contains(&row.channel.as_str()),
            "{id} came by {}",
            row.channel
        );
        assert!(
            if deputies { ["A", "B", "C"].contains(&row.class.as_str()) } else { row.class.is_empty() },
            "{id}: class {:?} for {}",
            row.class,
            row.channel
        );
        for (main, added, valid) in [
            (&row.theme, &row.other_themes, &theme as &dyn Fn(&str) -> bool),
            (&row.lead, &row.assist, &department),
        ] {
            let added = list(added);
            assert!(valid(main) && added.iter().all(|label| valid(label)), "{id}: {main}, {added:?}");
            let distinct: BTreeSet<&str> = added.iter().copied().chain([main.as_str()]).collect();
            assert_eq!(distinct.len(), added.len() + 1, "{id} has a label twice: {main}, {added:?}");
        }
    }
}

#[test]
fn there_is_enough_of_everything() {
    let rows = rows();
    assert!(rows.len() >= 3000, "{} rows", rows.len());
    for label in themes().labels().iter().filter(|label| label.parent.is_none()) {
        let count = rows.iter().filter(|row| row.theme == label.id).count();
        assert!(count >= 120, "{}: {count} rows", label.id);
    }
    for label in departments().labels() {
        let count = rows.iter().filter(|row| row.lead == label.id).count();
        assert!(count >= 40, "{}: {count} rows", label.id);
    }
    let several = rows.iter().filter(|row| !row.assist.is_empty()).count();
    assert!(several * 10 >= rows.len() * 4, "{several} of {} need more than one department", rows.len());
}

/// Two texts share the 5-grams (of letters and digits) that stand in both, as a share of the distinct ones of
/// the shorter text.
#[test]
fn no_two_texts_are_alike_outside_a_group() {
    let rows = rows();
    let grams: Vec<Vec<Vec<char>>> = rows
        .iter()
        .map(|row| {
            let mut grams: Vec<Vec<char>> = letters(&row.body).windows(5).map(<[char]>::to_vec).collect();
            grams.sort_unstable();
            grams.dedup();
            grams
        })
        .collect();
    let mut standing: FxHashMap<&[char], Vec<usize>> = FxHashMap::default();
    for (at, row) in rows.iter().enumerate() {
        let mut shared = vec![0; at];
        for gram in &grams[at] {
            let others = standing.entry(gram).or_default();
            for &other in others.iter() {
                shared[other] += 1;
            }
            others.push(at);
        }
        for (other, &shared) in shared.iter().enumerate().filter(|&(_, &shared)| shared > 0) {
            let of = grams[at].len().min(grams[other].len());
            let grouped = !row.group.is_empty() && row.group == rows[other].group;
            assert!(
                grouped || shared * 10 <= of * 6,
                "{} and {} share {shared} of {of} 5-grams",
                rows[other].id,
                row.id
            );
        }
    }
}

#[test]
fn no_sentence_stands_in_more_than_three_rows() {
    let mut standing: BTreeMap<Vec<char>, BTreeSet<String>> = BTreeMap::new();
    for row in rows() {
        // Shorter ones are headings (为此建议) or exclamations.
        for sentence in sentences(&row.title, &row.body).filter(|sentence| sentence.len() >= 6) {
            standing.entry(sentence).or_default().insert(row.id.clone());
        }
    }
    for (sentence, ids) in standing {
        assert!(ids.len() <= 3, "{} stands in {ids:?}", sentence.iter().collect::<String>());
    }
}

/// The data that the model is measured on has no licence, and what is copied from it into the dataset would make the
/// measurement worthless, be it a short sentence or a run of letters within a longer one. Names of laws and places are
/// shorter than that. Whoever does not have the data beside the project has nothing to check.
#[test]
fn nothing_is_copied_from_the_data_it_is_measured_on() {
    const SENTENCE: usize = 12;
    const RUN: usize = 13;
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let Ok(files) = std::fs::read_dir(shared) else { return };
    let suggestions = rows().into_iter().map(|Row { id, title, body, .. }| Asked { id, title, body });
    let texts: Vec<Asked> = suggestions.chain(csv(&datasets().join("asks/texts.csv"))).collect();
    // Sentences of more letters have a run of theirs.
    let mut ids_by_part: FxHashMap<Vec<char>, &str> = FxHashMap::default();
    for Asked { id, title, body } in &texts {
        let whole = sentences(title, body).filter(|sentence| sentence.len() == SENTENCE);
        ids_by_part.extend(whole.map(|sentence| (sentence, id.as_str())));
        let text = letters(&format!("{title}\n{body}"));
        ids_by_part.extend(text.windows(RUN).map(|run| (run.to_vec(), id.as_str())));
    }
    for path in files.map(|file| file.unwrap().path()) {
        if path.extension().is_none_or(|extension| extension != "csv") {
            continue;
        }
        let text = letters(&std::fs::read_to_string(&path).unwrap());
        for part in text.windows(SENTENCE).chain(text.windows(RUN)) {
            if let Some(id) = ids_by_part.get(part) {
                let part: String = part.iter().collect();
                panic!("{id} has {part} of {}", path.display());
            }
        }
    }
}

#[test]
fn groups_are_of_one_matter_and_some_burst() {
    let rows = rows();
    let mut groups: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in rows.iter().filter(|row| !row.group.is_empty()) {
        groups.entry(&row.group).or_default().push(row);
    }
    assert!(groups.len() >= 80, "{} groups", groups.len());
    let mut bursts = 0;
    for (group, rows) in &groups {
        assert!((2..=12).contains(&rows.len()), "{group} has {} rows", rows.len());
        // The same matter is of one city (the first three characters of a place, 州 or 市 included).
        let cities =
            counts(rows.iter().map(|row| {
                row.place.char_indices().nth(3).map_or(&*row.place, |(end, _)| &row.place[..end])
            }));
        assert_eq!(cities.len(), 1, "{group} lies in {cities:?}");
        let days: Vec<_> = rows.iter().map(|row| date::parse(&row.date).unwrap()).collect();
        let (first, last) = (days.iter().min().unwrap(), days.iter().max().unwrap());
        let span = first.until(*last).unwrap().get_days();
        assert!(span <= 550, "{group} lasts {span} days");
        bursts += usize::from(rows.len() >= 9 && span <= 28);
    }
    assert!(bursts >= 10, "{bursts} groups of 9 or more within four weeks");
}

/// Heating is spoken of in winter, flooding in the rainy months, enrolment in early summer.
#[test]
fn matters_have_their_season() {
    let rows = rows();
    for (matter, words, season) in [
        ("heating", ["供暖", "暖气", "不热"], [11, 12, 1]),
        ("flooding", ["积水", "内涝", "暴雨"], [6, 7, 8]),
        ("enrolment", ["招生", "入学", "学区"], [5, 6, 7]),
    ] {
        let months: Vec<i8> = rows
            .iter()
            .filter(|row| words.iter().any(|word| row.title.contains(word)))
            .map(|row| date::parse(&row.date).unwrap().month())
            .collect();
        let within = months.iter().filter(|month| season.contains(month)).count();
        assert!(
            within >= 10 && within * 2 > months.len(),
            "{matter}: {within} of {} in season",
            months.len()
        );
    }
}

#[derive(Deserialize)]
struct Remit {
    id: String,
    #[serde(rename = "remit")]
    text: String,
    keywords: String,
}

#[test]
fn every_department_has_its_remit() {
    let remits: Vec<Remit> = csv(&datasets().join("remits/remits.csv"));
    let ids: Vec<&str> = remits.iter().map(|remit| remit.id.as_str()).collect();
    assert_eq!(ids, departments().labels().iter().map(|label| label.id.as_str()).collect::<Vec<_>>());
    for Remit { id, text, keywords } in &remits {
        let length = text.chars().count();
        assert!((150..=300).contains(&length), "{id}: {length} characters");
        let clauses: Vec<&str> = text.split_inclusive(['。', '；']).collect();
        assert!(clauses.len() >= 5 && text.ends_with('。'), "{id}: {clauses:?}");
        let (all, distinct) = (list(keywords), list(keywords).into_iter().collect::<BTreeSet<_>>());
        assert!((10..=25).contains(&all.len()) && all.len() == distinct.len(), "{id}: {all:?}");
    }
}

#[test]
fn the_words_of_the_lexicon_point_to_labels() {
    let (themes, departments) = (themes(), departments());
    let card = std::fs::read_to_string(datasets().join("lexicon/README.md")).unwrap();
    for file in ["themes.csv", "departments.csv"] {
        let lexicon =
            read::lexicon(&datasets().join("lexicon").join(file), Some(&themes), Some(&departments)).unwrap();
        assert!(lexicon.rejected.is_empty(), "{file}: {}", lexicon.rejected[0].error);
        let words: Vec<&str> = lexicon.signposts.iter().map(|signpost| signpost.word.as_str()).collect();
        assert!(words.is_sorted(), "{file} is not in the order of its words");
        let row = format!("| `{file}` | {} words |", words.len());
        assert!(card.contains(&row), "the card lacks: {row}");
    }
}

#[test]
fn schemes_fit_together() {
    let themes = themes();
    let (below, above): (Vec<_>, Vec<_>) = themes.labels().iter().partition(|label| label.parent.is_some());
    assert_eq!((above.len(), below.len()), (19, 75));
    for label in below {
        let parent = label.parent.as_deref().unwrap();
        assert!(label.id.starts_with(&format!("{parent}.")), "{} lies below {parent}", label.id);
        assert!(above.iter().any(|label| label.id == parent), "{parent} is of the first level");
    }
    let classes = read::scheme(&datasets().join("schemes/messages7.csv")).unwrap().themes.unwrap();
    let crosswalk = read::crosswalk(&datasets().join("schemes/crosswalk-messages7.csv"), &themes).unwrap();
    for class in classes.labels() {
        assert!(crosswalk.leads_to(&class.name), "no theme stands for {}", class.name);
    }
    for theme in themes.labels() {
        let unknown = crosswalk.targets(&theme.id).iter().find(|target| classes.find(target).is_none());
        assert_eq!(unknown, None, "{}", theme.id);
    }
}

#[derive(Deserialize)]
struct Reading {
    id: String,
    reader: String,
    theme: String,
    other_themes: String,
    lead: String,
    assist: String,
}

/// Who read, in the order of reading; a later one knew more of the borderline cases.
const READERS: [&str; 4] = ["writer", "first", "second", "third"];

/// The readings of each suggestion, in the order of [`READERS`].
fn readings() -> BTreeMap<String, Vec<Reading>> {
    let mut readings: BTreeMap<String, Vec<Reading>> = BTreeMap::new();
    for reading in csv::<Reading>(&datasets().join("readings/readings.csv")) {
        readings.entry(reading.id.clone()).or_default().push(reading);
    }
    readings
}

/// What most readers gave; of what equally many gave, what the later one of them gave.
fn settled<'r>(votes: &[&'r str]) -> &'r str {
    let count = |vote: &str| votes.iter().filter(|other| **other == vote).count();
    votes.iter().max_by_key(|vote| count(vote)).copied().unwrap()
}

/// The labels beside the settled one that at least half of the readers gave in whatever place.
fn settled_beside<'r>(settled: &str, votes: &[(&'r str, &'r str)]) -> BTreeSet<&'r str> {
    let named = votes.iter().flat_map(|&(main, beside)| list(beside).into_iter().chain([main]));
    let half = |&(label, count): &(&str, usize)| label != settled && 2 * count >= votes.len();
    counts(named).into_iter().filter(half).map(|(label, _)| label).collect()
}

#[test]
fn labels_are_what_most_readers_gave() {
    assert_eq!(settled(&["a", "b", "b"]), "b");
    assert_eq!(settled(&["a", "b", "a", "b"]), "b");
    assert_eq!(settled_beside("a", &[("a", "b"), ("b", "c"), ("a", "")]), BTreeSet::from(["b"]));
    let (rows, readings) = (rows(), readings());
    assert_eq!(rows.len(), readings.len());
    for row in &rows {
        let id = &row.id;
        let readings = &readings[id];
        let readers: Vec<&str> = readings.iter().map(|reading| reading.reader.as_str()).collect();
        let differ = readings[1].theme != readings[2].theme || readings[1].lead != readings[2].lead;
        assert_eq!(readers, READERS[..if differ { 4 } else { 3 }], "{id}");
        for (name, main, beside, votes) in [
            (
                "theme",
                &row.theme,
                &row.other_themes,
                readings.iter().map(|r| (r.theme.as_str(), r.other_themes.as_str())).collect::<Vec<_>>(),
            ),
            (
                "lead",
                &row.lead,
                &row.assist,
                readings.iter().map(|r| (r.lead.as_str(), r.assist.as_str())).collect(),
            ),
        ] {
            let mains: Vec<&str> = votes.iter().map(|&(main, _)| main).collect();
            assert_eq!(main, settled(&mains), "{id}: {name} of {mains:?}");
            let beside: BTreeSet<&str> = list(beside).into_iter().collect();
            assert_eq!(beside, settled_beside(main, &votes), "{id}: beside the {name} of {votes:?}");
        }
    }
}

/// Cohen's kappa of pairs of labels: (observed - expected) / (1 - expected), where the expected agreement is that of
/// two readers who give labels as often as these do, but blindly (Cohen 1960).
fn kappa<'p>(pairs: impl Iterator<Item = (&'p str, &'p str)> + Clone) -> f64 {
    let n = pairs.clone().count() as f64;
    let observed = pairs.clone().filter(|(one, other)| one == other).count() as f64 / n;
    let (one, other) = (counts(pairs.clone().map(|(one, _)| one)), counts(pairs.map(|(_, other)| other)));
    let both = one.iter().map(|(label, &count)| count as f64 * other.get(label).copied().unwrap_or(0) as f64);
    let expected = both.sum::<f64>() / (n * n);
    (observed - expected) / (1.0 - expected)
}

/// F1 of what two readers gave beside the main label.
fn agreement_beside<'p>(pairs: impl Iterator<Item = (&'p str, &'p str)>) -> f64 {
    let (mut both, mut given) = (0, 0);
    for (one, other) in pairs {
        let (one, other) = (list(one), list(other));
        both += one.iter().filter(|label| other.contains(label)).count();
        given += one.len() + other.len();
    }
    2.0 * f64::from(u32::try_from(both).unwrap()) / f64::from(u32::try_from(given).unwrap())
}

/// The card says how far the readers agree before anything is settled.
#[test]
fn the_card_says_how_far_readers_agree() {
    // Two of four agree, and blind readers would agree in half.
    let pairs = [("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")];
    assert!(kappa(pairs.into_iter()).abs() < 1e-12);
    assert!((agreement_beside([("a;b", "b"), ("", "c")].into_iter()) - 0.5).abs() < 1e-12);
    let readings = readings();
    let card = std::fs::read_to_string(datasets().join("README.md")).unwrap();
    for (name, one, other, least) in
        [("writer, first reader", 0, 1, 0.8), ("first, second reader", 1, 2, 0.85)]
    {
        let pairs = || readings.values().map(|readings| (&readings[one], &readings[other]));
        let themes = kappa(pairs().map(|(one, other)| (&*one.theme, &*other.theme)));
        let leads = kappa(pairs().map(|(one, other)| (&*one.lead, &*other.lead)));
        let assists = agreement_beside(pairs().map(|(one, other)| (&*one.assist, &*other.assist)));
        let line = format!("| {name} | {} | {themes:.3} | {leads:.3} | {assists:.3} |", readings.len());
        assert!(card.contains(&line), "the card lacks: {line}");
        assert!(themes >= least && leads >= least, "they do not read alike: {line}");
    }
}

/// The figures of the card are those of the files.
#[test]
fn the_card_counts_what_is_there() {
    let (rows, themes, departments) = (rows(), themes(), departments());
    let card = std::fs::read_to_string(datasets().join("README.md")).unwrap();
    let says = |line: String| assert!(card.lines().any(|other| other == line), "the card lacks: {line}");
    let further = counts(rows.iter().flat_map(|row| list(&row.other_themes)));
    for (id, count) in counts(rows.iter().map(|row| row.theme.as_str())) {
        let name = &themes.labels()[themes.find(id).unwrap()].name;
        says(format!("| `{id}` | {name} | {count} | {} |", further.get(id).unwrap_or(&0)));
    }
    let assisting = counts(rows.iter().flat_map(|row| list(&row.assist)));
    for (id, count) in counts(rows.iter().map(|row| row.lead.as_str())) {
        let name = &departments.labels()[departments.find(id).unwrap()].name;
        says(format!("| `{id}` | {name} | {count} | {} |", assisting.get(id).unwrap_or(&0)));
    }
    for (channel, count) in counts(rows.iter().map(|row| row.channel.as_str())) {
        says(format!("| {channel} | {count} |"));
    }
    for (year, count) in counts(rows.iter().map(|row| &row.date[..4])) {
        says(format!("| {year} | {count} |"));
    }
    let several = rows.iter().filter(|row| !row.assist.is_empty()).count();
    let groups = counts(rows.iter().map(|row| row.group.as_str()).filter(|group| !group.is_empty()));
    for phrase in [
        format!("{} rows; {several} (", rows.len()),
        format!("{} groups of the same matter hold {} rows", groups.len(), groups.values().sum::<usize>()),
    ] {
        assert!(card.contains(&phrase), "the card lacks: {phrase}");
    }
}
