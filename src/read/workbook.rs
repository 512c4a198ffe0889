//! XLSX, XLSB, XLS and ODS -> their sheets.

use std::cell::Cell;
use std::io::Read;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use calamine::{
    Data, DataRef, Dimensions, Error, Ods, OdsError, Range, Reader, SheetType, SheetVisible, Style, Xls,
    Xlsb, Xlsx, XlsxError, XlsxFormulaMetadata,
};

use crate::error::{ErrorKind, Result};
use crate::read::cell::{SheetCell, Value};
use crate::read::ods::{self, BROKEN, Marks};
use crate::read::sheet::{Merge, Sheet};
use crate::read::source::{ReadSeek, Source};
use crate::read::{cell, compound};
use crate::suggestion::Kind;

/// Where an ODS file says that it is one: in the name and content of its first entry, which is stored as is.
const ODS_MARK: &[u8] = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet";

type Bytes = Box<dyn ReadSeek>;

/// Reads all sheets of cells; charts, macros and dialogs are none.
pub(super) fn sheets(source: Source) -> Result<Vec<Sheet>> {
    let sample = source.sample();
    let is_zip = sample.starts_with(b"PK");
    let is_ods = sample.get(30..30 + ODS_MARK.len()) == Some(ODS_MARK);
    let open = source.into_seekable()?;
    let parsed = unheard(|| match (is_zip, is_ods) {
        (_, true) => ods(open()?, open()?),
        (true, _) => match xlsx(open()?) {
            Err(error) if is_missing(&error) => xlsb(open()?).map_err(|_| error),
            other => other,
        },
        // An encrypted XLSX is a compound file too, and only the reader of XLSX can say so.
        (false, _) => {
            let mut bytes = Vec::new();
            open()?.read_to_end(&mut bytes)?;
            if compound::has_circle(&bytes) {
                return Err(BROKEN);
            }
            drop(bytes);
            xls(open()?).or_else(|error| match xlsx(open()?) {
                Err(Error::Xlsx(XlsxError::Password)) => Err(XlsxError::Password.into()),
                _ => Err(error),
            })
        }
    });
    let sheets = parsed.unwrap_or(Err(BROKEN)).map_err(|error| match error {
        Error::Ods(OdsError::CellLimitExceeded { .. }) => ErrorKind::StrayCells,
        error => ErrorKind::Workbook(error),
    })?;
    if sheets.is_empty() { Err(ErrorKind::NotATable.into()) } else { Ok(sheets) }
}

thread_local! {
    /// A parser of others is at work in this thread.
    static IS_PARSING: Cell<bool> = const { Cell::new(false) };
}

/// What `parse` gives; none where it panics, and then nobody hears of it. The parsers index into what they read, and a
/// damaged file can make them panic. Nothing of them survives the panic, so no broken state can be seen.
fn unheard<T>(parse: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let others = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !IS_PARSING.try_with(Cell::get).unwrap_or_default() {
                others(panic);
            }
        }));
    });
    IS_PARSING.set(true);
    let parsed = catch_unwind(AssertUnwindSafe(parse));
    IS_PARSING.set(false);
    parsed.ok()
}

/// Whether the archive lacks the part that makes it an XLSX.
fn is_missing(error: &Error) -> bool {
    matches!(error, Error::Xlsx(XlsxError::FileNotFound(_) | XlsxError::RelationshipNotFound))
}

fn xlsx(bytes: Bytes) -> Result<Vec<Sheet>, Error> {
    let mut workbook = Xlsx::new(bytes)?;
    let mut sheets = Vec::new();
    for (name, hidden) in names(&workbook) {
        let cells = match xlsx_cells(&mut workbook, &name) {
            Err(XlsxError::NotAWorksheet(_)) => continue,
            cells => cells?,
        };
        let merges = workbook.merge_cells_by_sheet_name(&name)?;
        sheets.push(Sheet::new(&name, cells, merges.iter().map(merge).collect()).hidden_if(hidden));
    }
    Ok(sheets)
}

/// Reads cell by cell: one cell in the far corner would make the rectangle of all cells huge.
fn xlsx_cells(workbook: &mut Xlsx<Bytes>, name: &str) -> Result<Vec<SheetCell>, XlsxError> {
    let mut cells = Vec::new();
    let mut reader = workbook.worksheet_cells_reader(name)?;
    let is_percent =
        |style: &Style| style.number_format.as_ref().is_some_and(|f| f.format_code.contains('%'));
    let percents: Vec<bool> = reader.styles().iter().map(is_percent).collect();
    let mut has_empty = false;
    while let Some((cell, style)) = reader.next_cell_with_style_id()? {
        let (place, value) = (cell.get_position(), cell.get_value().clone());
        has_empty |= value == DataRef::Empty;
        push(&mut cells, place, value.into(), percents.get(style) == Some(&true));
    }
    if has_empty {
        drop(reader);
        add_formulas(&mut cells, workbook, name);
    }
    Ok(cells)
}

/// Adds the formulas that have no value: the program that wrote them did not calculate. One that cannot be read is no
/// reason to refuse a sheet whose values can be.
fn add_formulas(cells: &mut Vec<SheetCell>, workbook: &mut Xlsx<Bytes>, name: &str) {
    use XlsxFormulaMetadata::{Normal, Shared};
    let Ok(mut reader) = workbook.worksheet_cells_reader(name) else { return };
    while let Ok(Some(cell)) = reader.next_cell_with_formula_metadata() {
        let Some(formula) = cell.formula.filter(|_| cell.value == DataRef::Empty) else { continue };
        let text =
            if let Normal { formula } | Shared { formula, .. } = formula { formula } else { String::new() };
        let (row, column) = cell.pos;
        let value = Value { text: format!("={text}"), kind: Kind::Formula };
        cells.push(SheetCell { row: u64::from(row) + 1, column: column as usize, value });
    }
}

fn xlsb(bytes: Bytes) -> Result<Vec<Sheet>, Error> {
    let mut workbook = Xlsb::new(bytes)?;
    let mut sheets = Vec::new();
    for (name, hidden) in names(&workbook) {
        let cells = workbook.worksheet_range(&name)?;
        sheets.push(Sheet::new(&name, all(&cells), Vec::new()).hidden_if(hidden));
    }
    Ok(sheets)
}

fn xls(bytes: Bytes) -> Result<Vec<Sheet>, Error> {
    let mut workbook = Xls::new(bytes)?;
    let mut sheets = Vec::new();
    for (name, hidden) in names(&workbook) {
        let merges = workbook.merge_cells_by_sheet_name(&name)?.iter().map(merge).collect();
        let cells = all(&workbook.worksheet_range(&name)?);
        sheets.push(Sheet::new(&name, cells, merges).hidden_if(hidden));
    }
    Ok(sheets)
}

/// calamine does not tell which cells of an ODS file are merged, and which are percentages, so the content is read `again`.
fn ods(bytes: Bytes, again: Bytes) -> Result<Vec<Sheet>, Error> {
    let mut workbook = Ods::new(bytes)?;
    let mut marks = ods::marks(again)?;
    let mut sheets = Vec::new();
    for (name, hidden) in names(&workbook) {
        let Marks { merges, percents, is_external } = marks.remove(&name).unwrap_or_default();
        if is_external {
            continue;
        }
        let mut cells = all(&workbook.worksheet_range(&name)?);
        for SheetCell { row, column, value } in &mut cells {
            value.kind = shown(value.kind, percents.contains(&(*row, *column)));
        }
        sheets.push(Sheet::new(&name, cells, merges).hidden_if(hidden));
    }
    Ok(sheets)
}

/// The names of the sheets of cells, and whether each is hidden.
fn names<R: Reader<Bytes>>(workbook: &R) -> Vec<(String, bool)> {
    let sheets = workbook.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    sheets.map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible)).collect()
}

fn all(range: &Range<Data>) -> Vec<SheetCell> {
    let (top, left) = range.start().unwrap_or_default();
    let mut cells = Vec::new();
    for (row, column, data) in range.used_cells() {
        push(&mut cells, (top + row as u32, left + column as u32), data.clone(), false);
    }
    cells
}

fn push(cells: &mut Vec<SheetCell>, (row, column): (u32, u32), data: Data, is_percent: bool) {
    if data != Data::Empty {
        let Value { text, kind } = cell::read(data);
        let value = Value { text, kind: shown(kind, is_percent) };
        cells.push(SheetCell { row: u64::from(row) + 1, column: column as usize, value });
    }
}

/// A number that is shown as a percentage is one; texts may have that format too, and stay texts.
fn shown(kind: Kind, is_percent: bool) -> Kind {
    if is_percent && kind == Kind::Number { Kind::Percent } else { kind }
}

fn merge(area: &Dimensions) -> Merge {
    Merge {
        top: u64::from(area.start.0) + 1,
        left: area.start.1 as usize,
        bottom: u64::from(area.end.0) + 1,
        right: area.end.1 as usize,
    }
}
