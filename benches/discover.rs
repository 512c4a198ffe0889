//! Messages of real length -> how long 300,000 of them take to group, and what else discovering takes.
//!
//! `cargo bench --bench discover [-- N] [--groups]`; with `--groups` it ends when messages are grouped and labeled. Each message is made of the sentences of several suggestions of one theme
//! of `datasets/suggestions`, about one of many invented places: a third are new matters, the others repeat the
//! place, the ask and some of the sentences of an earlier one, with words dropped and sentences in another order,
//! as people on one matter do. Memory is the peak of the process, which Linux tells.

#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, reason = "a program to measure with")]

mod dataset;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use jiaoban::discover::messages::Messages;
use jiaoban::discover::profile::Profiles;
use jiaoban::discover::{DiscoverParams, discover, duplicate, join, matter};
use jiaoban::suggestion::{Role, Table};
use jiaoban::{Model, Suggestion};

const MESSAGES: usize = 300_000;
/// Of three messages one is a new matter.
const NEW_OF: u64 = 3;

fn main() {
    let number = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(MESSAGES);
    let two = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
    two.install(|| measure(number));
}

fn measure(number: usize) {
    let suggestions = messages(number);
    let characters: usize =
        suggestions.iter().map(|s| s.title().chars().count() + s.body().chars().count()).sum();
    let model = Model::embedded().unwrap();
    println!(
        "{number} messages of {:.0} characters on average; {} to begin with",
        characters as f64 / number as f64,
        memory()
    );
    let params = DiscoverParams::default();

    let (grouping, busy) = (Instant::now(), processor_seconds());
    let messages = timed("order and cut", || Messages::as_given(&suggestions, &[], &model));
    let profiles = timed("profiles", || Profiles::new(&messages, &model));
    let pairs = timed("join", || join::candidates(&profiles));
    println!("  {} pairs", pairs.len());
    let duplicates = timed("near duplicates", || duplicate::find(&messages, &profiles, &pairs));
    let matters =
        timed("matters", || matter::find(&messages, &profiles, &pairs, model.dictionary(), &params));
    println!("  {} groups of near copies, {} matters", duplicates.len(), matters.len());
    println!(
        "grouped in {:.1} s, {:.1} s of processors; {}",
        grouping.elapsed().as_secs_f64(),
        processor_seconds() - busy,
        memory()
    );
    drop((duplicates, matters, pairs, profiles));
    let labeled = timed("labels", || messages.labeled(&model));
    drop(labeled);
    if std::env::args().any(|argument| argument == "--groups") {
        return;
    }

    let all = Instant::now();
    let found = discover(&suggestions, &[], &model, &params).unwrap();
    println!(
        "all of discover: {:.1} s, {} topics, {} hot issues; {}",
        all.elapsed().as_secs_f64(),
        found.topics.fine.len(),
        found.hot.len(),
        memory()
    );
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let (started, busy) = (Instant::now(), processor_seconds());
    let done = work();
    let busy = processor_seconds() - busy;
    println!("  {what:16} {:6.1} s, {busy:6.1} s of processors", started.elapsed().as_secs_f64());
    done
}

/// The processor time of all threads of the process so far, which neighbors on the machine disturb less than the wall
/// clock.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // Behind the name of the program; user and system time are the 12th and 13th field, in hundredths of a second.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    fields.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// The most memory the process has had.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes: f64 = peak.and_then(|peak| peak.split_whitespace().next()?.parse().ok()).unwrap_or(0.0);
    format!("{:.2} GB at most so far", kilobytes / 1e6)
}

/// A generator of fixed numbers (splitmix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (bits ^ bits >> 31) % below
    }

    fn of<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.next(list.len() as u64) as usize]
    }
}

/// What a message repeats of the matter it is on.
struct Matter {
    theme: usize,
    place: String,
    title: String,
    sentences: Vec<String>,
    day: u64,
}

fn messages(number: usize) -> Vec<Suggestion> {
    let themes = sentences_by_theme();
    let headings = ["id", "date", "user", "title", "body"].map(str::to_owned).to_vec();
    let roles = [Role::Id, Role::Date, Role::Proposer, Role::Title, Role::Body];
    let table =
        roles.into_iter().enumerate().fold(Table::new("bench", headings), |t, (at, role)| t.with(role, at));
    let table = Arc::new(table);
    let mut numbers = Numbers(7);
    let mut matters: Vec<Matter> = Vec::new();
    (0..number)
        .map(|row| {
            if matters.is_empty() || numbers.next(NEW_OF) == 0 {
                let matter = new_matter(&themes, &mut numbers);
                matters.push(matter);
            }
            // Recent matters are written about most.
            let back = numbers.next(400.min(matters.len() as u64)) as usize;
            let at = matters.len() - 1 - back;
            let matter = &matters[at];
            let (title, body) = written(matter, &themes, &mut numbers);
            let day = (matter.day + numbers.next(40)) % 365;
            let date = format!("2024-{:02}-{:02}", day / 31 + 1, day % 28 + 1);
            let user = format!("u{}", numbers.next(number as u64));
            Suggestion {
                table: Arc::clone(&table),
                row: row as u64 + 2,
                cells: vec![row.to_string(), date, user, title, body],
                kinds: Vec::new(),
            }
        })
        .collect()
}

fn new_matter(themes: &[Theme], numbers: &mut Numbers) -> Matter {
    const FIRST: [&str; 24] = [
        "柳", "云", "雁", "青", "松", "槐", "梅", "桂", "兰", "枫", "泉", "溪", "岭", "湖", "朝", "宁", "安",
        "瑞", "和", "景", "文", "光", "丰", "锦",
    ];
    const SECOND: [&str; 24] = [
        "溪", "山", "北", "禾", "林", "阳", "园", "月", "亭", "桥", "水", "塘", "坡", "畔", "晖", "康", "泰",
        "祥", "平", "秀", "昌", "华", "登", "绣",
    ];
    const KIND: [&str; 12] =
        ["路", "街", "小区", "花园", "雅苑", "小学", "中学", "村", "新村", "广场", "公园", "家园"];
    let region = format!("{}{}区", numbers.of(&FIRST), numbers.of(&SECOND));
    let name =
        format!("{}{}{}{}", numbers.of(&FIRST), numbers.of(&SECOND), numbers.of(&FIRST), numbers.of(&KIND));
    let theme = numbers.next(themes.len() as u64) as usize;
    let sentences: Vec<String> = (0..4).map(|_| numbers.of(&themes[theme].sentences).clone()).collect();
    let title = numbers.of(&themes[theme].titles).clone();
    Matter { theme, place: format!("{region}{name}"), title, sentences, day: numbers.next(330) }
}

/// One person's message on a matter: its place, most of its sentences, and some of their own.
fn written(matter: &Matter, themes: &[Theme], numbers: &mut Numbers) -> (String, String) {
    let theme = &themes[matter.theme];
    let title = match numbers.next(3) {
        0 => format!("{}{}", matter.place, numbers.of(&theme.titles)),
        1 => format!("{}{}", matter.place, matter.title),
        _ => format!("关于{}{}", matter.place, matter.title),
    };
    let mut sentences: Vec<String> =
        matter.sentences.iter().filter(|_| numbers.next(4) != 0).cloned().collect();
    let own = 3 + numbers.next(8);
    sentences.extend((0..own).map(|_| numbers.of(&theme.sentences).clone()));
    sentences.push(format!("我住在{}", matter.place));
    for at in (1..sentences.len()).rev() {
        sentences.swap(at, numbers.next(at as u64 + 1) as usize);
    }
    // One character in fifty is left out, as typing does.
    let body: String = sentences.join("。").chars().filter(|_| numbers.next(50) != 0).collect();
    (title, body)
}

struct Theme {
    titles: Vec<String>,
    sentences: Vec<String>,
}

fn sentences_by_theme() -> Vec<Theme> {
    let mut themes: BTreeMap<String, Theme> = BTreeMap::new();
    for suggestion in dataset::suggestions(&[]) {
        let name = suggestion.cell(Role::Theme).unwrap_or_default().to_owned();
        let theme = themes.entry(name).or_insert_with(|| Theme { titles: Vec::new(), sentences: Vec::new() });
        if !suggestion.title().is_empty() {
            theme.titles.push(suggestion.title().to_owned());
        }
        let sentences = suggestion.body().split(['。', '！', '？', '\n']).filter(|s| s.chars().count() > 8);
        theme.sentences.extend(sentences.map(str::to_owned));
    }
    themes.into_values().filter(|theme| theme.titles.len() > 20).collect()
}
