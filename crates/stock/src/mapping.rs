use std::collections::{BTreeMap, BTreeSet};

use units::Text;

use crate::datum::Crs;
use crate::field::Field;
use crate::unit::Unit;
use crate::value::Value;

/// How the columns of one kind of file become facts; made by [`crate::parse_mapping`].
///
/// `docs/import.md` explains every key of the YAML file.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// What the mapping reads, for people.
    pub title: Text,
    pub(crate) table: TableSpec,
    /// Folded words that mean "not known".
    pub(crate) unknown: BTreeSet<String>,
    pub(crate) numbers: NumberFormat,
    pub(crate) dates: Vec<String>,
    /// Folded words for yes and no.
    pub(crate) words: BTreeMap<String, bool>,
    pub(crate) id: IdSpec,
    pub(crate) period: Option<Column>,
    pub(crate) position: Option<PositionSpec>,
    pub(crate) fields: BTreeMap<Field, FieldSpec>,
}

/// The encoding that a text file is read in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EncodingChoice {
    Auto,
    Utf8,
    Gb18030,
    Windows1252,
}

#[derive(Clone, Debug)]
pub(crate) struct TableSpec {
    pub(crate) encoding: EncodingChoice,
    /// `None`: the commonest of comma, semicolon, tab and bar in the heading row.
    pub(crate) delimiter: Option<u8>,
    /// Of a workbook; `None` is the first sheet.
    pub(crate) sheet: Option<String>,
    /// 1-based row of the headings.
    pub(crate) heading_row: u64,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct NumberFormat {
    pub(crate) decimal: char,
    pub(crate) thousands: Option<char>,
}

/// What part of a cell is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    All,
    /// `http://host/id/worcester` → `worcester`.
    AfterLastSlash,
    /// The street address inside the `Location` text of an open-data portal.
    AddressInLocation,
}

/// A column by the headings it may have, best first.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) aliases: Vec<String>,
    pub(crate) keep: Keep,
    pub(crate) required: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct IdSpec {
    pub(crate) parts: Vec<Column>,
    /// Used when a required part has no column in the file.
    pub(crate) otherwise: Vec<Column>,
    pub(crate) joiner: String,
    pub(crate) prefix: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnFailure {
    Refuse,
    Drop,
}

/// A box of longitude and latitude. \[°\]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub(crate) west: f64,
    pub(crate) south: f64,
    pub(crate) east: f64,
    pub(crate) north: f64,
}

impl Bounds {
    pub(crate) fn contains(&self, lon: f64, lat: f64) -> bool {
        (self.west..=self.east).contains(&lon) && (self.south..=self.north).contains(&lat)
    }
}

#[derive(Clone, Debug)]
pub(crate) struct PositionSpec {
    /// Longitude or easting.
    pub(crate) x: Option<Column>,
    /// Latitude or northing.
    pub(crate) y: Option<Column>,
    /// A text that holds both, latitude first unless its words say otherwise.
    pub(crate) text: Option<Column>,
    pub(crate) crs: Option<Crs>,
    pub(crate) crs_column: Option<Column>,
    /// Folded names in the `crs_column`.
    pub(crate) crs_names: BTreeMap<String, Crs>,
    /// Systems that the numbers may be tried in when they contradict the declared one.
    pub(crate) accept: Vec<Crs>,
    pub(crate) bounds: Option<Bounds>,
    pub(crate) on_failure: OnFailure,
}

#[derive(Clone, Debug)]
pub(crate) enum Origin {
    Column(Column),
    Constant(Value),
}

#[derive(Clone, Debug)]
pub(crate) struct FieldSpec {
    pub(crate) origin: Origin,
    pub(crate) unit: Option<Unit>,
    /// Folded word of the file → key or text of ours.
    pub(crate) values: BTreeMap<String, String>,
    /// Taken, with a warning, for a word that `values` lacks.
    pub(crate) fallback: Option<String>,
    pub(crate) zero_is_unknown: bool,
}
