//! The money of the demo's programme: its lines, and the steps that stories propose.

use std::collections::BTreeMap;

use programme::Prose;
use programme::command::{Action, Money};
use programme::ids::{DistrictId, LineId, ProgrammeId, ProjectKind, StepId, TrancheId};
use programme::money::{Account, Bucket};
use programme::state::Funds;
use units::{Date, Fen};

use super::clerk::{Clerk, File};
use super::story::Sum;
use super::{KINDS, PROGRAMME, made};
use crate::failure::Failure;

/// The line of a year, district and kind.
pub(super) fn line_id(year: i16, district: &DistrictId, kind: &str) -> Result<LineId, Failure> {
    made(LineId::new(&format!("{PROGRAMME}/{year}/{district}/{kind}")))
}

/// What each line needs for the awards that will be made of it.
pub(super) type Needs = BTreeMap<LineId, Fen>;

/// A quarter more than is needed, in whole units of ten million yuan, and at least two of them.
fn appropriation(need: Fen) -> Fen {
    const UNIT: i64 = 1_000_000_000;
    let units = (need.0 / 4 * 5) / UNIT + 1;
    Fen(units.max(2) * UNIT)
}

/// Opens the lines of a year and gives each its appropriation, and what is left of the year before.
pub(super) fn open_year(
    clerk: &mut Clerk<'_>,
    on: Date,
    year: i16,
    districts: &[DistrictId; 2],
    needs: &Needs,
) -> Result<(), Failure> {
    for district in districts {
        for kind in KINDS {
            let line = line_id(year, district, kind)?;
            let open = Action::OpenLine {
                line: line.clone(),
                programme: made(ProgrammeId::new(PROGRAMME))?,
                year,
                district: district.clone(),
                project_kind: made(ProjectKind::new(kind))?,
            };
            clerk.send(on, "finance-1", open)?;
            let amount = appropriation(needs.get(&line).copied().unwrap_or(Fen::ZERO));
            let money = Money::Appropriate { line: line.clone(), amount };
            move_money(clerk, on, &format!("budget/{year}/{district}/{kind}"), money)?;
            let from = line_id(year - 1, district, kind)?;
            let left = clerk.available(&from);
            if left > Fen::ZERO {
                let money = Money::CarryOver { from, to: line, amount: left };
                move_money(clerk, on, &format!("carry-over/{year}/{district}/{kind}"), money)?;
            }
        }
    }
    Ok(())
}

/// One proposes it, another approves it.
fn move_money(clerk: &mut Clerk<'_>, on: Date, step: &str, money: Money) -> Result<(), Failure> {
    let step = made(StepId::new(step))?;
    clerk.send(on, "finance-1", Action::ProposeMoney { step: step.clone(), money })?;
    clerk.send(on, "finance-2", Action::ApproveMoney { step })
}

impl Clerk<'_> {
    /// What is free of a line; nothing of one that was not opened.
    fn available(&self, line: &LineId) -> Fen {
        let account = Account { line: line.clone(), application: None, bucket: Bucket::Available };
        self.desk.read(|state| state.ledger().balance(&account).posted)
    }

    pub(super) fn propose(
        &mut self,
        file: &mut File,
        on: Date,
        who: &str,
        sum: Sum,
    ) -> Result<(), Failure> {
        let application = file.id.clone();
        let funds = self.desk.read(|state| {
            let known = state.applications().get(&application);
            known.map_or_else(Funds::default, |known| state.funds(known))
        });
        let share = |of: Fen, percent: i64| Fen(of.0 / 100 * percent);
        let money = match sum {
            Sum::Reserve => Money::Reserve {
                application,
                line: line_id(on.year(), &file.district, &file.case.project_kind)?,
                amount: made(file.decision.as_ref().and_then(|one| one.amount).ok_or("no amount"))?,
            },
            Sum::Commit => Money::Commit { application },
            Sum::Pay(tranche) => {
                Money::Disburse { application, tranche: made(TrancheId::new(tranche))? }
            }
            Sum::Reduce(percent) => {
                let audited_investment = share(file.case.investment, percent);
                Money::Reduce { application, audited_investment }
            }
            Sum::Demand(percent) => Money::Demand {
                application,
                amount: share(funds.disbursed.posted, percent),
                reason: made(Prose::new("入驻企业数未达承诺（演示）"))?,
            },
            Sum::Receive(percent) => Money::Receive {
                application,
                amount: share(funds.receivable.posted, percent),
                reference: made(Prose::new("演示缴款书"))?,
            },
        };
        file.steps += 1;
        let step = made(StepId::new(&format!("{}-m{}", file.id, file.steps)))?;
        file.step = Some(step.clone());
        self.send(on, who, Action::ProposeMoney { step, money })
    }
}
