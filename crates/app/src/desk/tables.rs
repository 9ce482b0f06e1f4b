//! What the writer puts into the tables of the database; the read table against the state.

use std::sync::LazyLock;

use programme::command::Mode;
use programme::ids::ApplicationId;
use programme::state::State;
use sqlx::{AnyConnection, Connection as _, Row as _};

use super::lists::ApplicationRow;

/// A count as databases have it.
pub(super) fn integer(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Adds lines to the journal, the first of them as event `first`.
///
/// # Errors
/// What the database says; also when an event of that number is there.
pub(super) async fn append(
    write: &mut AnyConnection,
    first: u64,
    lines: &[Vec<u8>],
) -> Result<(), sqlx::Error> {
    for (seq, line) in (first..).zip(lines) {
        sqlx::query("INSERT INTO event (seq, line) VALUES ($1, $2)")
            .bind(integer(seq))
            .bind(String::from_utf8_lossy(line).into_owned())
            .execute(&mut *write)
            .await?;
    }
    Ok(())
}

/// Keeps a signed note over the first `size` events.
///
/// # Errors
/// What the database says.
pub(super) async fn keep_note(
    write: &mut AnyConnection,
    size: u64,
    note: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO checkpoint (size, note) VALUES ($1, $2) \
         ON CONFLICT (size) DO UPDATE SET note = excluded.note",
    )
    .bind(integer(size))
    .bind(note)
    .execute(write)
    .await?;
    Ok(())
}

/// A value of the read table.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Cell {
    Text(Option<String>),
    Number(Option<i64>),
}

impl Cell {
    fn text(text: &impl ToString) -> Self {
        Self::Text(Some(text.to_string()))
    }
}

/// The columns of the read table with their values in a row; the first is the key.
fn cells(row: &ApplicationRow) -> [(&'static str, Cell); 19] {
    let mode = match row.mode {
        Mode::InvestmentSubsidy => "investment_subsidy",
        Mode::InterestSubsidy => "interest_subsidy",
    };
    let number = |number| Cell::Number(Some(number));
    [
        ("id", Cell::text(&row.id)),
        ("version", number(integer(row.version))),
        ("programme", Cell::text(&row.programme)),
        ("district", Cell::text(&row.district)),
        ("project_kind", Cell::text(&row.project_kind)),
        ("mode", Cell::text(&mode)),
        ("title", Cell::text(&row.title)),
        ("applicant", Cell::text(&row.applicant)),
        ("beneficiary", Cell::text(&row.beneficiary)),
        ("stage", Cell::text(&row.stage)),
        ("ended", number(row.ended.into())),
        ("entered", Cell::text(&row.entered)),
        ("due", Cell::Text(row.due.map(|day| day.to_string()))),
        ("suspended", Cell::Text(row.suspended.map(|day| day.to_string()))),
        ("suspected", number(row.suspected.into())),
        ("investment", number(row.investment.0)),
        ("award", Cell::Number(row.award.map(|award| award.0))),
        ("reserved", number(row.reserved.0)),
        ("paid", number(row.paid.0)),
    ]
}

/// The names of the columns, in the order of [`cells`].
const COLUMNS: &str = "id, version, programme, district, project_kind, mode, title, applicant, \
    beneficiary, stage, ended, entered, due, suspended, suspected, investment, award, reserved, \
    paid";

static PUT: LazyLock<String> = LazyLock::new(|| {
    let names: Vec<&str> = COLUMNS.split(", ").collect();
    let places: Vec<String> = (1..=names.len()).map(|place| format!("${place}")).collect();
    let changes: Vec<String> =
        names.iter().skip(1).map(|name| format!("{name} = excluded.{name}")).collect();
    let (places, changes) = (places.join(", "), changes.join(", "));
    format!(
        "INSERT INTO application ({COLUMNS}) VALUES ({places}) \
         ON CONFLICT (id) DO UPDATE SET {changes}"
    )
});

static ALL: LazyLock<String> =
    LazyLock::new(|| format!("SELECT {COLUMNS} FROM application ORDER BY id"));

/// Writes the row of an application as `state` has it.
///
/// # Errors
/// What the database says.
pub(super) async fn put(
    write: &mut AnyConnection,
    state: &State,
    id: &ApplicationId,
) -> Result<(), sqlx::Error> {
    let Some(application) = state.applications().get(id) else { return Ok(()) };
    let mut query = sqlx::query(PUT.as_str());
    for (_, cell) in cells(&ApplicationRow::of(state, application)) {
        query = match cell {
            Cell::Text(text) => query.bind(text),
            Cell::Number(number) => query.bind(number),
        };
    }
    query.execute(write).await?;
    Ok(())
}

/// The first difference between the read table and `state`, in words; none when they are equal.
///
/// # Errors
/// What the database says.
pub(super) async fn difference(
    connection: &mut AnyConnection,
    state: &State,
) -> Result<Option<String>, sqlx::Error> {
    let rows = sqlx::query(ALL.as_str()).fetch_all(connection).await?;
    let mut expected = state.applications().values();
    for row in &rows {
        let id: String = row.try_get(0)?;
        let Some(application) = expected.next() else {
            return Ok(Some(format!("application {id} is in the table alone")));
        };
        for (place, (name, cell)) in
            cells(&ApplicationRow::of(state, application)).into_iter().enumerate()
        {
            let has = match cell {
                Cell::Text(_) => Cell::Text(row.try_get(place)?),
                Cell::Number(_) => Cell::Number(row.try_get(place)?),
            };
            if has != cell {
                let id = &application.id;
                return Ok(Some(format!(
                    "application {id}, {name}: the table has {has:?}, the journal {cell:?}"
                )));
            }
        }
    }
    Ok(expected.next().map(|one| format!("application {} is not in the table", one.id)))
}

/// Makes the read table anew from `state`.
///
/// # Errors
/// What the database says; nothing is changed then.
pub(super) async fn rebuild(
    connection: &mut AnyConnection,
    state: &State,
) -> Result<(), sqlx::Error> {
    let mut write = connection.begin().await?;
    sqlx::query("DELETE FROM application").execute(&mut *write).await?;
    for id in state.applications().keys() {
        put(&mut write, state, id).await?;
    }
    write.commit().await
}
