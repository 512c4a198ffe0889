//! Why a list of departments cannot be used -> one message each, which ends with what to do about it.

/// Why a list of departments, or a row of it, cannot be used; each message ends with what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ListFault {
    /// A row of a list of departments without a name.
    #[error("this department has neither a name nor an id; write one, or leave the row out")]
    Nameless,
    /// A department of which nothing is known that a text could be compared with.
    #[error("\"{name}\" has neither a remit nor key words; fill one of them")]
    EmptyRemit {
        /// The department.
        name: String,
    },
    /// A list of departments for routing that says nothing of what they answer for.
    #[error(
        "no column of remits (remit, 职责) or key words (keywords, 关键词) was found among the headings [{}]; name it so",
        .headings.join(", ")
    )]
    NoRemits {
        /// The headings that were found.
        headings: Vec<String>,
    },
    /// A cell that should hold a year.
    #[error("\"{text}\" is no year; write it as 2018")]
    UnreadableYear {
        /// What the cell holds.
        text: String,
    },
    /// A list of departments that has only themes.
    #[error("the file names no department; add rows of departments, or name another file")]
    NoDepartment,
    /// A list of departments of which none is in force any more.
    #[error("every department has an until or a successor, so that none can be proposed; add those of today")]
    NoneInForce,
    /// Departments of which nothing is known.
    #[error(
        "none of the departments can be proposed; give one that is in force a remit, key words or a name the model knows"
    )]
    NoneToPropose,
    /// A list of departments with neither names nor ids.
    #[error(
        "no column of names (name, 名称, 单位) or ids (id) was found among the headings [{}]; name it so",
        .headings.join(", ")
    )]
    NoNames {
        /// The headings that were found.
        headings: Vec<String>,
    },
}
