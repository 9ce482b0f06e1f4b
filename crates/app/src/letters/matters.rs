//! What each kind of letter says, taken from the state.

use policy::ClauseVerdict;
use programme::Prose;
use programme::command::{Mode, Money};
use programme::facts::{Fact, Promise as Told, Stated, When};
use programme::ids::{StepId, TrancheId};
use programme::money::Bucket;
use programme::people::Role;
use programme::state::{Step, StepState};
use programme::workflow::{Tranche, Workflow};
use report::letter::{
    Appeal, Award, AwardPart, Cited, Correction, Demand, Evaluation, Matter, Notice, Payment,
    Promise, Reduction, Refusal,
};
use units::{Date, Fen, Text};

use super::grounds::{fact_ground, law_ground};
use super::{Desk, LetterKind, asked};
use crate::failure::Failure;

impl Desk<'_> {
    pub(super) fn matter(&self) -> Result<Matter, Failure> {
        Ok(match &self.request.kind {
            LetterKind::Award => Matter::Award(self.award()?),
            LetterKind::Refusal(grounds) => Matter::Refusal(self.refusal(grounds)?),
            LetterKind::Correction(reason) => Matter::Correction(self.correction(reason)?),
            LetterKind::Notice => Matter::Notice(self.notice()?),
            LetterKind::Payment(step) => Matter::Payment(self.payment(step)?),
            LetterKind::Reduction(step) => Matter::Reduction(self.reduction(step)?),
            LetterKind::Demand(step, due) => Matter::Demand(self.demand(step, *due)?),
            LetterKind::Evaluation(conclusion) => Matter::Evaluation(self.evaluation(conclusion)),
        })
    }

    fn flow(&self) -> Result<&Workflow, Failure> {
        let missing = || asked("该申请的工作流程不在", "the application's workflow is missing");
        self.state.workflow(self.application).ok_or_else(missing)
    }

    fn support(&self) -> Text {
        match self.application.mode {
            Mode::InvestmentSubsidy => Text::new("投资补助", "an investment subsidy"),
            Mode::InterestSubsidy => Text::new("贷款贴息", "an interest subsidy"),
        }
    }

    fn award(&self) -> Result<Award, Failure> {
        let decision = self.application.decision.as_ref().ok_or_else(|| {
            asked("尚无认定，不能写批复", "no decision was recorded, so nothing can be awarded")
        })?;
        let decided = |amount| self.decided(decision, amount);
        let tranches = match self.application.mode {
            Mode::InvestmentSubsidy => &self.flow()?.tranches[..],
            Mode::InterestSubsidy => &[],
        };
        let mut before = Fen::ZERO;
        let mut parts = Vec::new();
        for tranche in tranches {
            let Some(amount) = decision.amount else { break };
            let reached = tranche.reached(amount);
            parts.push(AwardPart {
                name: tranche.name.clone(),
                amount: Cited::new(reached - before, self.flow_ground(self.flow()?))
                    .and([self.decision_ground(decision)]),
                conditions: conditions(self.flow()?, tranche),
            });
            before = reached;
        }
        Ok(Award {
            support: self.support(),
            amount: decision.amount.map(decided),
            investment: decision
                .investment
                .map(|amount| Cited::new(amount, self.decision_ground(decision))),
            rate_bp: decision.rate_bp.map(|rate| Cited::new(rate, self.decision_ground(decision))),
            parts,
        })
    }

    fn refusal(&self, grounds: &Prose) -> Result<Refusal, Failure> {
        let Some((_, _, on)) = &self.application.refused else {
            return Err(asked("该申请未被否决", "the application was not refused"));
        };
        let said = Cited::new(Text::same(grounds.as_str()), self.said_ground(Some(*on)));
        let mut all = Vec::new();
        match self.application.decision.as_ref().filter(|decision| !decision.met) {
            None => all.push(said),
            Some(decision) => {
                all.push(said.and([self.decision_ground(decision)]));
                let clauses = self.request.decision.iter().flat_map(|full| &full.clauses);
                let failed = clauses.filter(|c| c.gates && c.verdict == ClauseVerdict::NotMet);
                all.extend(failed.map(|clause| {
                    let law = law_ground(Text::new("政策条款", "clause"), None, &clause.ground);
                    Cited::new(clause_text(clause), self.decision_ground(decision)).and([law])
                }));
            }
        }
        let flow = self.flow()?;
        let terms = flow.appeal.as_ref();
        let open = terms.filter(|terms| terms.from.contains(&self.application.stage));
        let appeal = open.map(|terms| Appeal {
            within_days: Cited::new(terms.within_days, self.flow_ground(flow)),
            until: self.state.rules().calendar.after(*on, terms.within_days).ok(),
        });
        Ok(Refusal { grounds: all, appeal })
    }

    fn correction(&self, reason: &Prose) -> Result<Correction, Failure> {
        let flow = self.flow()?;
        let work = flow.work(&self.application.stage);
        let waits = work.is_some_and(|work| work.answers == Role::Applicant);
        if !waits || self.application.submissions == 0 {
            return Err(asked("该申请没有退回补正", "the application was not returned"));
        }
        let open = self.state.open_points(self.application, self.request.date);
        let rule = || self.flow_ground(flow);
        Ok(Correction {
            reason: Cited::new(
                Text::same(reason.as_str()),
                self.said_ground(Some(self.application.entered)),
            ),
            missing: open.into_iter().map(|point| Cited::new(point, rule())).collect(),
            due: self.application.due.map(|due| Cited::new(due, rule())),
        })
    }

    fn notice(&self) -> Result<Notice, Failure> {
        let flow = self.flow()?;
        let period = flow.work(&self.application.stage).and_then(|work| work.notice);
        let period =
            period.ok_or_else(|| asked("当前环节没有公示", "the present stage has no notice"))?;
        let from = self.request.date;
        let until = match &self.application.notice {
            Some(running) => running.until,
            None => period.until(from, &self.state.rules().calendar).map_err(|none| {
                asked(
                    format!("{} 年的节假日安排未知，请先更新日历", none.year),
                    format!("{none}: add that year to the calendar"),
                )
            })?,
        };
        let decision = self.application.decision.as_ref();
        let amount = decision.and_then(|one| one.amount.map(|amount| self.decided(one, amount)));
        Ok(Notice {
            beneficiary: self.name(&self.application.beneficiary),
            support: self.support(),
            amount,
            from,
            until: Cited::new(until, self.flow_ground(flow)),
            contact: self.request.head.contact.clone(),
        })
    }

    /// A step on this application.
    fn step(&self, id: &StepId) -> Result<&Step, Failure> {
        let step = self.state.steps().get(id);
        let ours = step.filter(|step| step.money.application() == Some(&self.application.id));
        ours.ok_or_else(|| {
            asked(
                format!("该申请没有资金步骤 {id}"),
                format!("the application has no money step {id}"),
            )
        })
    }

    fn ledger(&self, amount: Fen) -> Cited<Fen> {
        Cited::new(amount, self.ledger_ground())
    }

    /// The award as it stands, on the ledger and on the decision that it came from.
    fn award_now(&self) -> Result<Cited<Fen>, Failure> {
        let award = self.application.award;
        let award = award.ok_or_else(|| asked("尚未批复", "nothing was awarded"))?;
        let decision = self.application.decision.iter();
        Ok(self.ledger(award).and(decision.map(|one| self.decision_ground(one))))
    }

    fn payment(&self, id: &StepId) -> Result<Payment, Failure> {
        let step = self.step(id)?;
        let (Money::Disburse { tranche, .. }, StepState::Posted) = (&step.money, &step.state)
        else {
            return Err(asked(
                format!("资金步骤 {id} 不是银行已付的拨付"),
                format!("money step {id} is no payment that the bank has made"),
            ));
        };
        let funds = self.state.funds(self.application);
        Ok(Payment {
            part: self.part(tranche)?,
            amount: Cited::new(step.amount, self.step_ground(id)),
            award: self.award_now()?,
            paid: self.ledger(funds.disbursed.posted),
            left: self.ledger(funds.committed.posted),
        })
    }

    fn part(&self, id: &TrancheId) -> Result<Text, Failure> {
        if let Some(claim) = self.application.claims.iter().find(|claim| claim.id == *id) {
            let (from, last) = (claim.from, claim.until.yesterday().unwrap_or(claim.until));
            return Ok(Text::new(
                format!("{from} 至 {last} 的贴息"),
                format!("interest subsidy for {from} to {last}"),
            ));
        }
        let known = self.flow()?.tranches.iter().find(|tranche| tranche.id == *id);
        Ok(known.map_or_else(|| Text::same(id.as_str()), |tranche| tranche.name.clone()))
    }

    fn reduction(&self, id: &StepId) -> Result<Reduction, Failure> {
        let step = self.step(id)?;
        let (Money::Reduce { audited_investment, .. }, StepState::Approved(transfers)) =
            (&step.money, &step.state)
        else {
            return Err(asked(
                format!("资金步骤 {id} 不是已批准的核减"),
                format!("money step {id} is no approved reduction"),
            ));
        };
        let ours = |amount| Cited::new(amount, self.step_ground(id));
        let after = self.award_now()?;
        let owed = transfers.iter().filter(|one| one.debit.bucket == Bucket::Receivable);
        let owed: Fen = owed.map(|one| one.amount).sum();
        let decision = self.application.decision.as_ref();
        Ok(Reduction {
            investment: decision.and_then(|one| {
                one.investment.map(|amount| Cited::new(amount, self.decision_ground(one)))
            }),
            audited: ours(*audited_investment),
            before: ours(after.value + step.amount).and([self.ledger_ground()]),
            cut: ours(step.amount),
            after,
            owed: Some(owed).filter(|owed| *owed > Fen::ZERO).map(ours),
            pay_to: self.request.head.pay_to.clone(),
        })
    }

    fn demand(&self, id: &StepId, due: Option<Date>) -> Result<Demand, Failure> {
        let step = self.step(id)?;
        let (Money::Demand { amount, reason, .. }, StepState::Approved(_)) =
            (&step.money, &step.state)
        else {
            return Err(asked(
                format!("资金步骤 {id} 不是已批准的追缴"),
                format!("money step {id} is no approved demand"),
            ));
        };
        Ok(Demand {
            amount: Cited::new(*amount, self.step_ground(id)),
            reason: Cited::new(Text::same(reason.as_str()), self.step_ground(id)),
            award: self.award_now()?,
            due,
            pay_to: self.request.head.pay_to.clone(),
        })
    }

    fn evaluation(&self, conclusion: &Prose) -> Evaluation {
        let funds = self.state.funds(self.application);
        let award = self.award_now().ok();
        Evaluation {
            conclusion: Cited::new(Text::same(conclusion.as_str()), self.said_ground(None)),
            paid: award.as_ref().map(|_| self.ledger(funds.disbursed.posted)),
            award,
            promises: promises(&self.application.facts),
        }
    }
}

fn conditions(flow: &Workflow, tranche: &Tranche) -> Vec<Text> {
    let evidence = tranche.evidence.iter().map(|id| {
        let known = flow.evidence.get(id).map(|known| known.name.clone());
        known.unwrap_or_else(|| Text::same(id.as_str()))
    });
    let milestones = tranche
        .milestones
        .iter()
        .map(|id| flow.milestones.get(id).cloned().unwrap_or_else(|| Text::same(id.as_str())));
    milestones.chain(evidence).collect()
}

/// What a clause asks and what was found.
fn clause_text(clause: &policy::ClauseResult) -> Text {
    let compared = |own: fn(&Text) -> &str, colon: &str, mark: &str| {
        let all = clause.comparisons.iter().filter(|one| one.holds != Some(true));
        let all: Vec<_> = all
            .map(|one| format!("{} {} {}", own(&one.value), one.relation, own(&one.threshold)))
            .collect();
        let found = if all.is_empty() { String::new() } else { colon.to_owned() + &all.join(mark) };
        own(&clause.text).to_owned() + &found
    };
    Text::new(
        compared(|text| &text.zh, "；未满足：", "，") + "。",
        compared(|text| &text.en, "; not met: ", ", ") + ".",
    )
}

/// One thing that is promised and delivered, or found before and after.
type Row = (Text, bool, Text);

/// Promised beside delivered, the last statement of each.
fn promises(facts: &[Fact]) -> Vec<Promise> {
    let mut out: Vec<Promise> = Vec::new();
    for fact in facts {
        for (what, is_after, value) in rows(&fact.stated) {
            let place = out.iter().position(|row| row.what == what).unwrap_or_else(|| {
                out.push(Promise { what, promised: None, delivered: None });
                out.len() - 1
            });
            let cited = Some(Cited::new(value, fact_ground(fact)));
            if let Some(row) = out.get_mut(place) {
                if is_after { row.delivered = cited } else { row.promised = cited }
            }
        }
    }
    out
}

fn rows(stated: &Stated) -> Vec<Row> {
    match stated {
        Stated::Traffic(fact) => {
            let rows = [
                ("停车位", "car parking places", fact.car_places),
                ("充电车位", "places with a charger", fact.charging_places),
                ("自行车位", "bicycle places", fact.bicycle_places),
                ("高峰小时车流量", "vehicles in the busiest hour", fact.peak_hour_vehicles),
            ];
            let after = fact.what == Told::Delivered;
            let known = rows.into_iter().filter_map(|(zh, en, count)| Some((zh, en, count?)));
            known
                .map(|(zh, en, count)| (Text::new(zh, en), after, Text::same(count.to_string())))
                .collect()
        }
        Stated::Enterprises(fact) => {
            let industry = String::from(fact.industry.clone());
            let (year, size) = (fact.year, size(fact.size));
            let after = fact.what == Told::Delivered;
            let name = |zh, en| {
                Text::new(
                    format!("{year} 年{}{zh}（行业 {industry}）", size.zh),
                    format!("{} {en} in {year} (industry {industry})", size.en),
                )
            };
            let count = (name("企业数", "enterprises"), after, Text::same(fact.count.to_string()));
            let jobs = fact.jobs.map(|jobs| {
                (name("企业就业人数", "enterprises' jobs"), after, Text::same(jobs.to_string()))
            });
            std::iter::once(count).chain(jobs).collect()
        }
        Stated::StructureAndFire(fact) => {
            let after = fact.when == When::After;
            let space = &fact.space;
            let name = |zh, en| Text::new(format!("{space}：{zh}"), format!("{space}: {en}"));
            let yes = |value| match value {
                true => Text::new("是", "yes"),
                false => Text::new("否", "no"),
            };
            let grade = fact.structure_grade.map(|grade| {
                let level = match grade {
                    programme::facts::StructureGrade::First => "Ⅰ",
                    programme::facts::StructureGrade::Second => "Ⅱ",
                    programme::facts::StructureGrade::Third => "Ⅲ",
                    programme::facts::StructureGrade::Fourth => "Ⅳ",
                };
                (name("结构可靠性等级", "grade of the structure"), after, Text::same(level))
            });
            let seismic = fact.seismic_ok.map(|ok| {
                (
                    name(
                        "抗震满足",
                        "withstands its design \
                earthquake",
                    ),
                    after,
                    yes(ok),
                )
            });
            let fire = fact
                .fire_accepted
                .map(|ok| (name("消防验收通过", "accepted by the fire authority"), after, yes(ok)));
            grade.into_iter().chain(seismic).chain(fire).collect()
        }
        Stated::DisplacedTenant(_) => Vec::new(),
    }
}

fn size(size: programme::facts::EnterpriseSize) -> Text {
    use programme::facts::EnterpriseSize;
    match size {
        EnterpriseSize::Large => Text::new("大型", "large"),
        EnterpriseSize::Medium => Text::new("中型", "medium"),
        EnterpriseSize::Small => Text::new("小型", "small"),
        EnterpriseSize::Micro => Text::new("微型", "micro"),
    }
}
