//! Place: what is known about each space, and from where.
//!
//! Files of any city come in through a *mapping* ([`parse_mapping`], [`import`]), each row with its
//! number and the hash of its file; the [`Ledger`] decides what each row does to a space and says
//! so; [`screen`] holds the spaces against dated criteria. Nothing here opens a file or reads a
//! clock; nothing is guessed in silence; a fact that nobody stated is unknown.

mod cell;
mod criteria;
mod datum;
mod duplicates;
mod export;
mod field;
mod geometry;
mod import;
mod ledger;
mod mapping;
mod mapping_read;
mod place;
pub mod potential;
mod preview;
mod remark;
mod screening;
mod space;
mod table;
mod text;
mod tree;
mod unit;
mod value;

pub use criteria::{Criteria, Test, parse_criteria};
pub use datum::{Converter, Crs, bd09_to_gcj02, gcj02_to_bd09, gcj02_to_wgs84, wgs84_to_gcj02};
pub use duplicates::{Likeness, ProposedMerge};
pub use export::{Exported, export_geojson, refused_rows_csv};
pub use field::{Dimension, Field, FieldType, KINDS};
pub use geometry::{Footprint, Position, Ring};
pub use import::{Imported, import};
pub use ledger::{Applied, Counts, Ledger, Outcome, RowOutcome};
pub use mapping::Mapping;
pub use mapping_read::parse_mapping;
pub use preview::{ColumnsRead, Preview, preview};
pub use screening::{Finding, Hit, Peers, Standing, Verdict, screen, site_eui};
pub use space::{Origin, Record, Space};
pub use text::half_width;
pub use value::{Facts, PartialDate, Value};
