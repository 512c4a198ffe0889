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
    /// Heading of the column with the text; given twice, both columns are one text
    #[arg(long, value_name = "HEADING")]
    body_column: Vec<String>,
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
    /// Heading of the column with the class A, B or C: how far a suggestion could be met
    #[arg(long, value_name = "HEADING")]
    class_column: Option<String>,
    /// Heading of the column with the votes for a suggestion
    #[arg(long, value_name = "HEADING")]
    likes_column: Option<String>,
    /// Heading of the column with the votes against it
    #[arg(long, value_name = "HEADING")]
    dislikes_column: Option<String>,
}

impl Columns {
    /// What the reader has to know.
    pub fn options(&self) -> Options {
        let named = [
            (Role::Id, &self.id_column),
            (Role::Title, &self.title_column),
            (Role::Date, &self.date_column),
            (Role::Proposer, &self.proposer_column),
            (Role::Theme, &self.theme_column),
            (Role::OtherThemes, &self.other_themes_column),
            (Role::Lead, &self.lead_column),
            (Role::Assist, &self.assist_column),
            (Role::Group, &self.group_column),
            (Role::Class, &self.class_column),
            (Role::Likes, &self.likes_column),
            (Role::Dislikes, &self.dislikes_column),
        ];
        let texts = self.body_column.iter().map(|name| (Role::Body, name.clone()));
        Options {
            columns: named
                .into_iter()
                .filter_map(|(role, name)| Some((role, name.clone()?)))
                .chain(texts)
                .collect(),
            ..Options::default()
        }
    }
}

/// Columns of the handling, for the subcommands that look at it.
#[derive(Debug, Clone, Default, Args)]
#[allow(clippy::struct_field_names, reason = "the names become the options: --replied-column")]
#[command(next_help_heading = "Columns of the handling (found by their headings if not named)")]
pub struct Handling {
    /// Heading of the column with the day it was handed out (交办)
    #[arg(long, value_name = "HEADING")]
    handed_out_column: Option<String>,
    /// Heading of the column with the day of the lead's answer (答复)
    #[arg(long, value_name = "HEADING")]
    replied_column: Option<String>,
    /// Heading of the column with the day of the assisting departments' opinion
    #[arg(long, value_name = "HEADING")]
    assist_replied_column: Option<String>,
    /// Heading of the column with the day it was returned (退办)
    #[arg(long, value_name = "HEADING")]
    returned_column: Option<String>,
    /// Heading of the column with the day until which its time was extended (延期至)
    #[arg(long, value_name = "HEADING")]
    extended_column: Option<String>,
    /// Heading of the column with the last day or the term for the answer, where the office set one (办理期限)
    #[arg(long, value_name = "HEADING")]
    due_column: Option<String>,
    /// Heading of the column with the state of the handling
    #[arg(long, value_name = "HEADING")]
    status_column: Option<String>,
    /// Heading of the column with what came of it: 已落实, 推进中
    #[arg(long, value_name = "HEADING")]
    outcome_column: Option<String>,
    /// Heading of the column that says whether it was raised in session (会上) or between sessions (会下)
    #[arg(long, value_name = "HEADING")]
    session_column: Option<String>,
    /// Heading of the column that marks motions turned into suggestions (议案转建议)
    #[arg(long, value_name = "HEADING")]
    from_motion_column: Option<String>,
    /// Heading of the column with what the proposer thought of the reply
    #[arg(long, value_name = "HEADING")]
    satisfaction_column: Option<String>,
    /// Heading of the column with the way it came in
    #[arg(long, value_name = "HEADING")]
    channel_column: Option<String>,
    #[command(flatten)]
    place: Place,
}

/// The column of places, for the subcommands that look at it.
#[derive(Debug, Clone, Default, Args)]
pub struct Place {
    /// Heading of the column with the place
    #[arg(long, value_name = "HEADING")]
    place_column: Option<String>,
}

impl Place {
    /// What the reader has to know, together with the other columns.
    pub fn options(&self, columns: &Columns) -> Options {
        let mut options = columns.options();
        options.columns.extend(self.place_column.clone().map(|name| (Role::Place, name)));
        options
    }
}

impl Handling {
    /// What the reader has to know, together with the other columns.
    pub fn options(&self, columns: &Columns) -> Options {
        let named = [
            (Role::HandedOut, &self.handed_out_column),
            (Role::Replied, &self.replied_column),
            (Role::AssistReplied, &self.assist_replied_column),
            (Role::Returned, &self.returned_column),
            (Role::Extended, &self.extended_column),
            (Role::Due, &self.due_column),
            (Role::Status, &self.status_column),
            (Role::Outcome, &self.outcome_column),
            (Role::Session, &self.session_column),
            (Role::FromMotion, &self.from_motion_column),
            (Role::Satisfaction, &self.satisfaction_column),
            (Role::Channel, &self.channel_column),
        ];
        let mut options = self.place.options(columns);
        options.columns.extend(named.into_iter().filter_map(|(role, name)| Some((role, name.clone()?))));
        options
    }
}
