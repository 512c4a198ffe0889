//! Options that name columns -> the roles those columns play.

use clap::Args;

use crate::read::Options;
use crate::suggestion::Role;

/// Columns named by hand; all others are found by their headings.
#[derive(Debug, Clone, Default, Args)]
#[allow(clippy::struct_field_names, reason = "the names become the options: --title-column")]
#[command(next_help_heading = "Columns (found by their headings if not named)")]
pub struct Columns {
    /// Heading of the column with the office's number
    #[arg(long, value_name = "HEADING")]
    id_column: Option<String>,
    /// Heading of the column with the title
    #[arg(long, value_name = "HEADING")]
    title_column: Option<String>,
    /// Heading of the column with the text
    #[arg(long, value_name = "HEADING")]
    body_column: Option<String>,
    /// Heading of the column with the date
    #[arg(long, value_name = "HEADING")]
    date_column: Option<String>,
    /// Heading of the column with the proposer
    #[arg(long, value_name = "HEADING")]
    proposer_column: Option<String>,
    /// Heading of the column with the main theme
    #[arg(long, value_name = "HEADING")]
    theme_column: Option<String>,
    /// Heading of the column with further themes
    #[arg(long, value_name = "HEADING")]
    other_themes_column: Option<String>,
    /// Heading of the column with the leading department
    #[arg(long, value_name = "HEADING")]
    lead_column: Option<String>,
    /// Heading of the column with the assisting departments
    #[arg(long, value_name = "HEADING")]
    assist_column: Option<String>,
    /// Heading of the column with the group: rows on the same matter
    #[arg(long, value_name = "HEADING")]
    group_column: Option<String>,
    /// Heading of the column with the votes for a suggestion
    #[arg(long, value_name = "HEADING")]
    likes_column: Option<String>,
    /// Heading of the column with the votes against it
    #[arg(long, value_name = "HEADING")]
    dislikes_column: Option<String>,
    /// Heading of a column that a report counts by: class, outcome, session, from_motion, handed_out, replied,
    /// assist_replied, returned, satisfaction, channel or place; e.g. class=分类
    #[arg(long = "column", value_name = "WHAT=HEADING", value_parser = counted)]
    counted: Vec<(Role, String)>,
}

impl Columns {
    /// What the reader has to know.
    pub fn options(&self) -> Options {
        let named = [
            (Role::Id, &self.id_column),
            (Role::Title, &self.title_column),
            (Role::Body, &self.body_column),
            (Role::Date, &self.date_column),
            (Role::Proposer, &self.proposer_column),
            (Role::Theme, &self.theme_column),
            (Role::OtherThemes, &self.other_themes_column),
            (Role::Lead, &self.lead_column),
            (Role::Assist, &self.assist_column),
            (Role::Group, &self.group_column),
            (Role::Likes, &self.likes_column),
            (Role::Dislikes, &self.dislikes_column),
        ];
        Options {
            columns: named
                .into_iter()
                .filter_map(|(role, name)| Some((role, name.clone()?)))
                .chain(self.counted.iter().cloned())
                .collect(),
        }
    }
}

/// The names of the roles that only reports count by.
const COUNTED: [(&str, Role); 11] = [
    ("class", Role::Class),
    ("outcome", Role::Outcome),
    ("session", Role::Session),
    ("from_motion", Role::FromMotion),
    ("handed_out", Role::HandedOut),
    ("replied", Role::Replied),
    ("assist_replied", Role::AssistReplied),
    ("returned", Role::Returned),
    ("satisfaction", Role::Satisfaction),
    ("channel", Role::Channel),
    ("place", Role::Place),
];

/// Reads `class=分类`.
fn counted(argument: &str) -> Result<(Role, String), String> {
    let (name, heading) = argument.split_once('=').ok_or("write it as WHAT=HEADING")?;
    let role = COUNTED.iter().find(|(known, _)| *known == name).map(|(_, role)| *role);
    let names: Vec<&str> = COUNTED.iter().map(|(known, _)| *known).collect();
    Ok((role.ok_or_else(|| format!("{name} is none of {}", names.join(", ")))?, heading.to_owned()))
}
