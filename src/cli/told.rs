//! What training rests on -> lines that tell of what cannot work in it.

use super::some_of;
use crate::date::Date;
use crate::model::Model;
use crate::pipeline;
use crate::scheme::{Label, Scheme};
use crate::segment::Dictionary;
use crate::suggestion::{Role, Suggestion, Table};
use crate::vectorize::terms::is_cut_apart;

/// Tells of a column of labels that no heading of `table` names, and of the headings that have no use: one may stand over it.
pub fn tell_unfound(table: &Table) {
    let wanted =
        [(Role::Theme, "themes (主题)", "--theme-column"), (Role::Lead, "leads (主办单位)", "--lead-column")];
    let lacking = wanted.iter().filter(|(role, ..)| table.column(*role).is_none());
    let (columns, options): (Vec<&str>, Vec<&str>) =
        lacking.map(|&(_, column, option)| (column, option)).unzip();
    let has_use = |column: usize| {
        let role = Role::ALL.into_iter().find(|&role| table.column(role) == Some(column));
        role.is_some() || table.sheets() == Some(column)
    };
    let headings = table.headings.iter().enumerate();
    let useless: Vec<&str> = headings
        .filter(|(column, heading)| !heading.trim().is_empty() && !has_use(*column))
        .map(|(_, heading)| heading.as_str())
        .collect();
    if !columns.is_empty() && !useless.is_empty() {
        say!(
            "{}: no column of {} was found; of the headings these have no use: {}; if one stands over it, name it with {}",
            table.file,
            columns.join(" or "),
            some_of(useless),
            options.join(" or ")
        );
    }
}

/// Tells of years after the newest row: what a model proposes depends on no clock, so that such a year does not mean that
/// something will begin or end.
pub fn tell_years_ahead(scheme: &Scheme, rows: &[Suggestion]) {
    let Some(newest) = rows.iter().filter_map(Suggestion::date).map(Date::year).max() else { return };
    for Label { name, since, until, .. } in scheme.labels() {
        if let Some(year) = until.filter(|&year| year > newest) {
            say!(
                "{name} is in force until {year}, after the newest row ({newest}), but with an until it is not proposed any \
                 more; empty that cell as long as it is in force"
            );
        }
        if let Some(year) = since.filter(|&year| year > newest) {
            say!(
                "{name} is in force since {year}, after the newest row ({newest}), but it is proposed all the same; leave it \
                 out of the list until then"
            );
        }
    }
}

/// Tells of words of the lexicon that no text has, because the dictionary cuts them apart.
pub fn tell_words_apart(words: &[String], own_words: &[String]) {
    if words.is_empty() {
        return;
    }
    let dictionary = Dictionary::new(own_words.iter().cloned());
    let apart: Vec<&String> = words.iter().filter(|word| is_cut_apart(word, &dictionary)).collect();
    if !apart.is_empty() {
        say!(
            "words of the lexicon that are cut apart in every text, so that they point nowhere: {} ({}); add them to --words",
            apart.len(),
            some_of(&apart)
        );
    }
}

/// Tells of labels in the rows that the model never proposes.
pub fn tell_unproposed(model: &Model, rows: &[Suggestion]) {
    let labels = pipeline::unproposed(model, rows);
    if !labels.is_empty() {
        say!(
            "labels that the model never proposes: {}; a theme must be the main theme of a row, and what has an until is in \
             force no longer",
            some_of(labels.iter().map(|(name, rows)| format!("{name} ({rows} rows)")))
        );
    }
}
