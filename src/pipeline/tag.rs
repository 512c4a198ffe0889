//! Incoming rows and a model -> tagged rows in the same order, in bounded memory.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use crate::error::Result;
use crate::model::{Model, ModelWorker};
use crate::proposal::Proposal;
use crate::read::{Rejected, Row};
use crate::report::{TaggedWriter, write_or_reject};
use crate::suggestion::Suggestion;

/// Rows are tagged in batches of at most so many,
const BATCH_ROWS: usize = 4096;
/// or of as many as have so many bytes: a cell may be as long as a book, and a row may have thousands of blank ones.
const BATCH_BYTES: usize = 2 << 20;
/// One thread takes so many rows of a batch at once: they are all cut before the first is judged, because dictionary and
/// model do not fit the processor's caches together.
const ROWS_TOGETHER: usize = 128;

/// What became of the rows of one input.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows tagged.
    pub tagged: u64,
    /// Rows among them that a person has to look at.
    pub review: u64,
    /// Rows handed to `reject`.
    pub rejected: u64,
}

/// Tags `rows` with `model` and writes them in their order to `tagged`; rows that cannot be used go to
/// `reject`. `watch` is told how far it got.
///
/// While one batch is tagged, the one before is written and the next is read, so that memory holds three
/// batches at most, whatever the length of the input.
///
/// ```
/// use jiaoban::Model;
/// use jiaoban::pipeline::tag;
/// use jiaoban::read::{self, Options};
/// use jiaoban::report::{self, Asks, Format, Wording};
///
/// let file = tempfile::NamedTempFile::new()?;
/// std::fs::write(&file, "编号,标题,内容\n1,小区门口路灯不亮,两盏路灯坏了半个月，晚上看不见路。\n2,,\n")?;
/// let rows = read::open(file.path(), &Options::default())?;
/// let (model, table) = (Model::embedded()?, rows.table().clone());
/// let (mut output, mut rejected) = (Vec::new(), Vec::new());
/// let wording = Wording { model: &model, masker: None };
/// let mut tagged = report::writer(Format::Csv, &table, &mut output, Asks::Left, wording)?;
/// let mut reject = |row| {
///     rejected.push(row);
///     Ok(())
/// };
/// let counts = tag(rows, &model, &mut *tagged, &mut reject, &mut |_| ())?;
/// tagged.finish()?;
/// assert_eq!((counts.tagged, rejected[0].row), (1, 3));
/// assert!(String::from_utf8(output)?.contains(",城管委,"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn tag(
    mut rows: impl Iterator<Item = Result<Row>> + Send,
    model: &Model,
    tagged: &mut dyn TaggedWriter,
    reject: &mut (dyn FnMut(Rejected) -> Result<()> + Send),
    watch: &mut (dyn FnMut(Counts) + Send),
) -> Result<Counts> {
    let workers = Workers { model, asks: tagged.shows_asks(), idle: Mutex::default() };
    let mut counts = Counts::default();
    let mut finished: Vec<(Row, Option<Proposal>)> = Vec::new();
    let mut batch = next_batch(&mut rows)?;
    loop {
        let (proposals, next) = rayon::join(
            || propose(&workers, &batch),
            || -> Result<Vec<Row>> {
                write(std::mem::take(&mut finished), tagged, reject, &mut counts)?;
                watch(counts);
                next_batch(&mut rows)
            },
        );
        let last = batch.is_empty();
        finished = std::mem::replace(&mut batch, next?).into_iter().zip(proposals).collect();
        if last {
            return Ok(counts);
        }
    }
}

fn next_batch(rows: &mut impl Iterator<Item = Result<Row>>) -> Result<Vec<Row>> {
    let mut batch = Vec::with_capacity(BATCH_ROWS);
    let mut bytes = 0;
    while batch.len() < BATCH_ROWS && bytes < BATCH_BYTES {
        let Some(row) = rows.next() else { break };
        let row = row?;
        let (Row::Usable(Suggestion { cells, .. }) | Row::Rejected(Rejected { cells, .. })) = &row;
        bytes += cells.iter().map(|cell| cell.len() + size_of::<String>()).sum::<usize>();
        batch.push(row);
    }
    Ok(batch)
}

fn propose(workers: &Workers<'_>, batch: &[Row]) -> Vec<Option<Proposal>> {
    batch
        .par_chunks(ROWS_TOGETHER)
        .map_init(
            || workers.lend(),
            |lent, rows| -> Vec<Option<Proposal>> {
                let usable = rows.iter().filter_map(|row| match row {
                    Row::Usable(suggestion) => Some(suggestion),
                    Row::Rejected(_) => None,
                });
                let mut proposals = workers.propose(usable, &mut lent.worker).into_iter();
                rows.iter()
                    .map(|row| matches!(row, Row::Usable(_)).then(|| proposals.next()).flatten())
                    .collect()
            },
        )
        .flatten_iter()
        .collect()
}

fn write(
    finished: Vec<(Row, Option<Proposal>)>,
    tagged: &mut dyn TaggedWriter,
    reject: &mut dyn FnMut(Rejected) -> Result<()>,
    counts: &mut Counts,
) -> Result<()> {
    for (row, proposal) in finished {
        match (row, proposal) {
            (Row::Usable(suggestion), Some(proposal)) => {
                if let Some(rejected) = write_or_reject(tagged, &suggestion, &proposal)? {
                    counts.rejected += 1;
                    reject(rejected)?;
                } else {
                    counts.tagged += 1;
                    counts.review += u64::from(proposal.doubts().next().is_some());
                }
            }
            (Row::Rejected(rejected), _) => {
                counts.rejected += 1;
                reject(rejected)?;
            }
            (Row::Usable(_), None) => unreachable!("every usable row gets a proposal"),
        }
    }
    Ok(())
}

/// Scratch memory that goes from batch to batch: it is as wide as the vocabulary, too much to make anew for
/// every few rows.
struct Workers<'m> {
    model: &'m Model,
    /// Whether the asks of suggestions are wanted.
    asks: bool,
    idle: Mutex<Vec<ModelWorker>>,
}

/// A worker that returns to the idle ones when it is dropped.
struct Lent<'w> {
    worker: ModelWorker,
    home: &'w Mutex<Vec<ModelWorker>>,
}

impl Workers<'_> {
    fn propose<'s>(
        &self,
        suggestions: impl Iterator<Item = &'s Suggestion>,
        worker: &mut ModelWorker,
    ) -> Vec<Proposal> {
        if self.asks {
            suggestions.map(|suggestion| self.model.propose_asks(suggestion, worker)).collect()
        } else {
            self.model.propose_all(suggestions, worker)
        }
    }

    fn lend(&self) -> Lent<'_> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Lent { worker: idle.unwrap_or_else(|| self.model.worker()), home: &self.idle }
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let worker = std::mem::take(&mut self.worker);
        self.home.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Error, ErrorKind};

    #[test]
    fn rows_of_many_blank_cells_make_small_batches() {
        let row = |row| {
            let error = Error::new(ErrorKind::NoText);
            Ok(Row::Rejected(Rejected {
                error,
                row,
                headings: [].into(),
                cells: vec![String::new(); 1 << 14],
            }))
        };
        let batch = next_batch(&mut (0..100).map(row)).unwrap();
        assert_eq!(batch.len(), BATCH_BYTES.div_ceil(size_of::<String>() << 14));
    }
}
