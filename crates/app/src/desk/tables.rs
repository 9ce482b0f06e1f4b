//! What the writer puts into the tables of the database, and how a read table is read back.

use programme::command::Mode;
use programme::ids::ApplicationId;
use programme::state::State;
use sqlx::AnyConnection;

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
    let row = ApplicationRow::of(state, application);
    sqlx::query(
        "INSERT INTO application (id, version, programme, district, project_kind, mode, title, \
         applicant, beneficiary, stage, ended, entered, due, suspended, suspected, investment, \
         award, reserved, paid) VALUES \
         ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) \
         ON CONFLICT (id) DO UPDATE SET version = excluded.version, \
         beneficiary = excluded.beneficiary, stage = excluded.stage, ended = excluded.ended, \
         entered = excluded.entered, due = excluded.due, suspended = excluded.suspended, \
         suspected = excluded.suspected, award = excluded.award, reserved = excluded.reserved, \
         paid = excluded.paid",
    )
    .bind(row.id.as_str())
    .bind(integer(row.version))
    .bind(row.programme.as_str())
    .bind(row.district.as_str())
    .bind(row.project_kind.as_str())
    .bind(mode_word(row.mode))
    .bind(row.title)
    .bind(row.applicant.as_str())
    .bind(row.beneficiary.as_str())
    .bind(row.stage.as_str())
    .bind(i64::from(row.ended))
    .bind(row.entered.to_string())
    .bind(row.due.map(|day| day.to_string()))
    .bind(row.suspended.map(|day| day.to_string()))
    .bind(i64::from(row.suspected))
    .bind(row.investment.0)
    .bind(row.award.map(|award| award.0))
    .bind(row.reserved.0)
    .bind(row.paid.0)
    .execute(write)
    .await?;
    Ok(())
}

fn mode_word(mode: Mode) -> &'static str {
    match mode {
        Mode::InvestmentSubsidy => "investment_subsidy",
        Mode::InterestSubsidy => "interest_subsidy",
    }
}
