//! Options that name columns -> the roles those columns play.

use clap::Args;

use crate::read::Options;
use crate::suggestion::Role;

/// Makes a group of options that each name the column of a role, so that no option can lack its role.
macro_rules! columns {
    ($(#[$about:meta])* $group:ident { $($(#[$help:meta])* $option:ident: $names:ty => $role:ident,)* }) => {
        #[derive(Debug, Clone, Default, Args)]
        #[allow(clippy::struct_field_names, reason = "the names become the options: --title-column")]
        $(#[$about])*
        pub struct $group {
            $($(#[$help])* #[arg(long, value_name = "HEADING")] $option: $names,)*
        }

        impl $group {
            /// The columns that are named, each with its role.
            fn named(&self) -> Vec<(Role, String)> {
                let mut named = Vec::new();
                $(named.extend(self.$option.iter().map(|name| (Role::$role, name.clone())));)*
                named
            }
        }
    };
}

columns! {
    /// Columns named by hand; all others are found by their headings.
    #[command(next_help_heading = "Columns (found by their headings if not named)")]
    Columns {
        /// Heading of the column with the office's number
        id_column: Option<String> => Id,
        /// Heading of the column with the title
        title_column: Option<String> => Title,
        /// Heading of the column with the text; given twice, both columns are one text
        body_column: Vec<String> => Body,
        /// Heading of the column with the date
        date_column: Option<String> => Date,
        /// Heading of the column with the proposer
        proposer_column: Option<String> => Proposer,
        /// Heading of the column with those who raised it too (附议, 联名)
        cosigners_column: Option<String> => Cosigners,
        /// Heading of the column with the main theme
        theme_column: Option<String> => Theme,
        /// Heading of the column with further themes
        other_themes_column: Option<String> => OtherThemes,
        /// Heading of the column with the leading department
        lead_column: Option<String> => Lead,
        /// Heading of the column with the assisting departments
        assist_column: Option<String> => Assist,
        /// Heading of the column with the group: rows on the same matter
        group_column: Option<String> => Group,
        /// Heading of the column with the class A, B or C: how far a suggestion could be met
        class_column: Option<String> => Class,
        /// Heading of the column with the votes for a suggestion
        likes_column: Option<String> => Likes,
        /// Heading of the column with the votes against it
        dislikes_column: Option<String> => Dislikes,
    }
}

columns! {
    /// Columns of the handling but for that of places.
    #[command(next_help_heading = "Columns of the handling (found by their headings if not named)")]
    Steps {
        /// Heading of the column with the day it was handed out (交办)
        handed_out_column: Option<String> => HandedOut,
        /// Heading of the column with the day of the lead's answer (答复)
        replied_column: Option<String> => Replied,
        /// Heading of the column with the day of the assisting departments' opinion
        assist_replied_column: Option<String> => AssistReplied,
        /// Heading of the column with the day it was returned (退办)
        returned_column: Option<String> => Returned,
        /// Heading of the column with the day until which its time was extended (延期至)
        extended_column: Option<String> => Extended,
        /// Heading of the column with the last day or the term for the answer, where the office set one (办理期限)
        due_column: Option<String> => Due,
        /// Heading of the column with the state of the handling
        status_column: Option<String> => Status,
        /// Heading of the column that says whether it was filed (立案, 不予立案, 并案)
        filing_column: Option<String> => Filing,
        /// Heading of the column with what came of it: 已落实, 推进中
        outcome_column: Option<String> => Outcome,
        /// Heading of the column that says whether it was raised in session (会上) or between sessions (会下)
        session_column: Option<String> => Session,
        /// Heading of the column that marks motions turned into suggestions (议案转建议)
        from_motion_column: Option<String> => FromMotion,
        /// Heading of the column with what the proposer thought of the reply
        satisfaction_column: Option<String> => Satisfaction,
        /// Heading of the column with the way it came in
        channel_column: Option<String> => Channel,
    }
}

columns! {
    /// The column of places, for the subcommands that look at it.
    Place {
        /// Heading of the column with the place
        place_column: Option<String> => Place,
    }
}

/// Columns of the handling, for the subcommands that look at it.
#[derive(Debug, Clone, Default, Args)]
pub struct Handling {
    #[command(flatten)]
    steps: Steps,
    #[command(flatten)]
    place: Place,
}

impl Columns {
    /// What the reader has to know.
    pub fn options(&self) -> Options {
        let mut columns = self.named();
        // Where columns are missing, that of the text is told of last.
        columns.sort_by_key(|(role, _)| *role == Role::Body);
        Options { columns, ..Options::default() }
    }
}

impl Place {
    /// What the reader has to know, together with the other columns.
    pub fn options(&self, columns: &Columns) -> Options {
        let mut options = columns.options();
        options.columns.extend(self.named());
        options
    }
}

impl Handling {
    /// What the reader has to know, together with the other columns.
    pub fn options(&self, columns: &Columns) -> Options {
        let mut options = self.place.options(columns);
        options.columns.extend(self.steps.named());
        options
    }
}
