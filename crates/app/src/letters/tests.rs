//! Letters from hand-made histories: what stands in them, when they are previews, what is refused.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use programme::calendar::Calendar;
use programme::command::{Actor, DecisionSummary, FundLevel, Mode, Money, Outcome, Part};
use programme::event::{Event, What};
use programme::facts::{Fact, Promise, Stated, Traffic};
use programme::ids::{
    ApplicationId, CommandId, Digest, DistrictId, LineId, ProgrammeId, ProjectKind, StageId,
    StepId, TrancheId, TransferId, UserId,
};
use programme::money::{Account, Bucket, Transfer, TransferState};
use programme::people::{OrgCode, Organisation, Role};
use programme::state::{Rules, State};
use programme::workflow::Workflow;
use programme::{Prose, Suite};
use report::letter::{Letter, Matter};
use units::{Fen, Mark, Source, SpaceId};

use super::*;
use crate::embedded;

static FONTS: LazyLock<PaperFonts> = LazyLock::new(|| paper_fonts().expect("fonts"));

const SCHEME: &str = "cn/beijing/vacated-space";
const OWNER: &str = "91110000000000011K";

fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

fn prose(text: &str) -> Prose {
    Prose::new(text).expect("a text")
}

fn id() -> ApplicationId {
    ApplicationId::new("a-1").expect("an id")
}

fn step(name: &str) -> StepId {
    StepId::new(name).expect("an id")
}

fn owner() -> OrgCode {
    let letters = "0123456789ABCDEFGHJKLMNPQRTUWXY".chars();
    let mut codes =
        letters.filter_map(|last| OrgCode::new(&format!("{}{last}", &OWNER[..17])).ok());
    codes.next().expect("a code")
}

fn rules() -> Arc<Rules> {
    let flow = include_str!("../../../../policy/cn/beijing/vacated-space/workflow.yaml");
    let flow = Workflow::load("workflow.yaml", flow).expect("a workflow");
    let calendar = include_str!("../../../../data/calendar/cn.yaml");
    let calendar = Calendar::load("cn.yaml", calendar).expect("a calendar");
    Arc::new(Rules { workflows: BTreeMap::from([(flow.id.clone(), flow)]), calendar })
}

/// A desk on which one application was opened, and then `more` happened on 2026-03-02, a Monday.
fn desk(more: Vec<What>) -> State {
    let rules = rules();
    let (flow, sha256) = rules
        .workflows
        .iter()
        .next()
        .map(|(k, v)| (k.clone(), v.digest(Suite::Sha2)))
        .expect("one");
    let at = rules.calendar.noon(date("2026-03-02"));
    let mut state = State::new(rules);
    let (programme, district) =
        (ProgrammeId::new("p").expect("an id"), DistrictId::new("xicheng").expect("an id"));
    let kind = ProjectKind::new("old_plant").expect("an id");
    let mut all = vec![
        What::OrganisationRegistered {
            organisation: Organisation { code: owner(), name: prose("某某工业公司") },
        },
        What::ProgrammeOpened {
            programme: programme.clone(),
            scheme: SCHEME.into(),
            workflow: flow,
            workflow_sha256: sha256,
            level: FundLevel::Municipal,
            districts: vec![district.clone()],
            project_kinds: vec![kind.clone()],
        },
        What::ApplicationOpened {
            application: id(),
            programme,
            district,
            project_kind: kind,
            mode: Mode::InvestmentSubsidy,
            title: prose("第二机加车间改造"),
            applicant: owner(),
            parts: vec![Part {
                space: SpaceId::new("BJ-1").expect("an id"),
                owner: owner(),
                investment: Fen(1_000_000_001),
            }],
            works: Vec::new(),
            works_from: date("2026-04-01"),
            stage: StageId::new("reserve").expect("an id"),
        },
    ];
    all.extend(more);
    for (seq, what) in all.into_iter().enumerate() {
        state.fold(&Event {
            seq: seq as u64,
            at,
            clock: None,
            command: CommandId::new(&format!("c-{seq}")).expect("an id"),
            content: Digest::of(b""),
            actor: Actor {
                user: UserId::new("u").expect("an id"),
                role: Role::MunicipalOfficer,
                on_behalf_of: None,
            },
            organisation: owner(),
            version: Some(seq as u64),
            what,
        });
    }
    state
}

fn stage(name: &str, end: bool, due: Option<Date>) -> What {
    What::StageEntered {
        application: id(),
        stage: StageId::new(name).expect("an id"),
        end,
        due,
        branches: Vec::new(),
        then_back_to: None,
    }
}

fn firm() -> DecisionSummary {
    DecisionSummary {
        scheme: SCHEME.into(),
        version: "2023-plan".into(),
        date: date("2026-03-01"),
        met: true,
        mode: Mode::InvestmentSubsidy,
        amount: Some(Fen(300_000_001)),
        investment: Some(Fen(1_000_000_001)),
        rate_bp: Some(3_000),
        unconfirmed: false,
        provisional: false,
        marks: vec![Mark::Seen, Mark::Reported],
        record: Digest::of(b"record"),
    }
}

fn recorded(decision: DecisionSummary) -> What {
    What::DecisionRecorded { application: id(), decision: Box::new(decision) }
}

fn head() -> Letterhead {
    let same = |text: &str| Text::same(text);
    Letterhead {
        office: Text::new("某市发展改革委", "Development and Reform Commission"),
        number: Some("某发改〔2026〕1号".into()),
        law: Text::new("《实施方案》", "the scheme"),
        contact: same("010-00000000"),
        pay_to: Some(Text::new("市级国库", "the treasury")),
        copies: vec![Text::new("市财政局", "Finance Bureau")],
        printed_by: Some(Text::new("办公室", "the office")),
    }
}

fn written(state: &State, kind: LetterKind<'_>) -> Result<Letter, Failure> {
    with_decision(state, kind, None)
}

fn with_decision(
    state: &State,
    kind: LetterKind<'_>,
    decision: Option<&Decision>,
) -> Result<Letter, Failure> {
    let (application, head) = (id(), head());
    let request = LetterRequest {
        application: &application,
        kind,
        date: date("2026-03-05"),
        head: &head,
        decision,
    };
    for lang in [Lang::Zh, Lang::En] {
        let first = letter_pdf(state, &request, lang, &FONTS);
        let second = letter_pdf(state, &request, lang, &FONTS);
        assert_eq!(first.ok(), second.ok(), "the same request gave other bytes");
    }
    letter(state, &request)
}

/// A money step of `amount` between two buckets, approved; pending where it pays a tranche.
fn moved(
    name: &str,
    money: Money,
    from: Bucket,
    to: &[(Bucket, i64)],
    award: Option<i64>,
) -> Vec<What> {
    let account = |bucket| Account {
        line: LineId::new("l").expect("an id"),
        application: Some(id()),
        bucket,
    };
    let tranche = match &money {
        Money::Disburse { tranche, .. } => Some(tranche.clone()),
        _ => None,
    };
    let state = if tranche.is_some() { TransferState::Pending } else { TransferState::Posted };
    let transfers = to.iter().enumerate().map(|(place, (bucket, fen))| Transfer {
        id: TransferId::new(&format!("{name}/{}", place + 1)).expect("an id"),
        debit: account(*bucket),
        credit: account(from),
        amount: Fen(*fen),
        state,
        tranche: tranche.clone(),
    });
    let transfers: Vec<Transfer> = transfers.collect();
    let amount = transfers.iter().map(|one| one.amount).sum();
    vec![
        What::MoneyProposed { step: step(name), money, amount },
        What::MoneyApproved { step: step(name), transfers, award: award.map(Fen) },
    ]
}

fn awarded() -> Vec<What> {
    let line = LineId::new("l").expect("an id");
    let reserve = Money::Reserve { application: id(), line, amount: Fen(300_000_001) };
    let reserved = [(Bucket::Reserved, 300_000_001)];
    let commit = Money::Commit { application: id() };
    let committed = [(Bucket::Committed, 300_000_001)];
    let mut all = vec![recorded(firm())];
    all.extend(moved("s-1", reserve, Bucket::Available, &reserved, None));
    all.extend(moved("s-2", commit, Bucket::Reserved, &committed, Some(300_000_001)));
    all
}

fn paid() -> Vec<What> {
    let mut all = awarded();
    let tranche = TrancheId::new("first").expect("an id");
    let pay = Money::Disburse { application: id(), tranche };
    all.extend(moved("s-3", pay, Bucket::Committed, &[(Bucket::Disbursed, 150_000_000)], None));
    all
}

fn posted() -> What {
    What::PaymentPosted {
        step: step("s-3"),
        transfer: TransferId::new("s-3/1").expect("an id"),
        reference: prose("回单"),
    }
}

#[test]
fn an_award_is_final_on_a_firm_decision_and_its_parts_are_the_whole() {
    let state = desk(vec![recorded(firm())]);
    let letter = written(&state, LetterKind::Award).expect("a letter");
    assert!(letter.preview_reasons().is_empty());
    assert_eq!(letter.to, [Text::same("某某工业公司")]);
    let Matter::Award(award) = letter.matter else { panic!("{:?}", letter.matter) };
    let parts: Vec<i64> = award.parts.iter().map(|part| part.amount.value.0).collect();
    // 50 % of 3,000,000.01, 70 % of it less that, the rest.
    assert_eq!(parts, [150_000_000, 60_000_000, 90_000_001]);
    let amount = award.amount.expect("an amount");
    let ground = amount.grounds().next().expect("a ground");
    assert_eq!(ground.record, Some(Digest::of(b"record").to_string()));
    assert!(written(&desk(Vec::new()), LetterKind::Award).is_err(), "there is no decision");
}

#[test]
fn what_stands_on_a_decision_that_is_not_firm_is_a_preview() {
    let soft: [fn(&mut DecisionSummary); 3] = [
        |one| one.unconfirmed = true,
        |one| one.provisional = true,
        |one| one.marks.push(Mark::Assumed),
    ];
    let (said, paid_step) = (prose("依据材料"), step("s-3"));
    for change in soft {
        let mut decision = firm();
        change(&mut decision);
        let state = desk(vec![recorded(decision.clone()), stage("notice", false, None)]);
        for kind in [LetterKind::Award, LetterKind::Notice, LetterKind::Evaluation(&said)] {
            let letter = written(&state, kind).expect("a letter");
            assert_eq!(letter.preview_reasons().len(), 1, "{:?}", letter.matter);
        }
        let reject = What::Decided {
            application: id(),
            stage: StageId::new("notice").expect("an id"),
            outcome: Outcome::Reject,
            grounds: said.clone(),
        };
        let state = desk(vec![recorded(decision.clone()), reject, stage("refused", true, None)]);
        let letter = written(&state, LetterKind::Refusal(&said)).expect("a letter");
        assert_eq!(letter.preview_reasons().len(), 1);
        let mut history = paid();
        history.extend([posted(), recorded(decision)]);
        let letter = written(&desk(history), LetterKind::Payment(&paid_step)).expect("a letter");
        assert_eq!(letter.preview_reasons().len(), 1);
    }
    let unmet = DecisionSummary { met: false, amount: None, ..firm() };
    let state = desk(vec![recorded(unmet)]);
    let letter = written(&state, LetterKind::Award).expect("a letter");
    assert!(!letter.preview_reasons().is_empty());
}

#[test]
fn only_what_has_happened_is_told() {
    let (said, first, none) = (prose("依据材料"), step("s-3"), step("nothing"));
    let state = desk(paid());
    for kind in [
        LetterKind::Refusal(&said),
        LetterKind::Correction(&said),
        LetterKind::Notice,
        LetterKind::Payment(&first),
        LetterKind::Payment(&none),
        LetterKind::Reduction(&first),
        LetterKind::Demand(&first, None),
    ] {
        let shown = format!("{kind:?}");
        let failure = written(&state, kind).expect_err(&shown);
        assert!(matches!(failure, Failure::Request(_)), "{shown}: {failure}");
    }
}

#[test]
fn a_payment_tells_what_is_paid_and_what_is_left() {
    let mut history = paid();
    history.push(posted());
    let first = step("s-3");
    let letter = written(&desk(history), LetterKind::Payment(&first)).expect("a letter");
    let Matter::Payment(payment) = letter.matter else { panic!("{:?}", letter.matter) };
    let sums = [&payment.amount, &payment.award, &payment.paid, &payment.left].map(|c| c.value.0);
    assert_eq!(sums, [150_000_000, 300_000_001, 150_000_000, 150_000_001]);
    assert_eq!(payment.part.zh, "首笔");
}

#[test]
fn a_reduction_and_a_demand_tell_what_is_owed() {
    let mut history = paid();
    history.push(posted());
    // The audit finds 4,000,000.00: 30 % is 1,200,000.00, so 1,800,000.01 less, of which
    // 1,500,000.01 was not paid and 300,000.00 was.
    let reduce = Money::Reduce { application: id(), audited_investment: Fen(400_000_000) };
    let mut cut = moved(
        "s-4",
        reduce,
        Bucket::Committed,
        &[(Bucket::Available, 150_000_001), (Bucket::Receivable, 30_000_000)],
        Some(120_000_000),
    );
    history.append(&mut cut);
    let fourth = step("s-4");
    let letter = written(&desk(history.clone()), LetterKind::Reduction(&fourth)).expect("a letter");
    let Matter::Reduction(told) = letter.matter else { panic!("{:?}", letter.matter) };
    let sums = [&told.audited, &told.before, &told.cut, &told.after].map(|cited| cited.value.0);
    assert_eq!(sums, [400_000_000, 300_000_001, 180_000_001, 120_000_000]);
    assert_eq!(told.owed.map(|owed| owed.value), Some(Fen(30_000_000)));

    let reason = prose("擅自改变用途");
    let demand = Money::Demand { application: id(), amount: Fen(20_000_000), reason };
    let to = [(Bucket::Receivable, 20_000_000)];
    history.extend(moved("s-5", demand, Bucket::Disbursed, &to, Some(100_000_000)));
    let fifth = step("s-5");
    let due = Some(date("2026-04-01"));
    let letter = written(&desk(history), LetterKind::Demand(&fifth, due)).expect("a letter");
    let Matter::Demand(told) = letter.matter else { panic!("{:?}", letter.matter) };
    assert_eq!((told.amount.value, told.award.value), (Fen(20_000_000), Fen(100_000_000)));
    assert_eq!(told.reason.value.zh, "擅自改变用途");
}

#[test]
fn a_correction_lists_what_is_open_and_by_when() {
    let submitted = What::Submitted {
        application: id(),
        stage: StageId::new("application").expect("an id"),
        content: Digest::of(b""),
    };
    let due = Some(date("2026-03-20"));
    let state = desk(vec![submitted, stage("application", false, due)]);
    let said = prose("材料不齐");
    let letter = written(&state, LetterKind::Correction(&said)).expect("a letter");
    let Matter::Correction(told) = letter.matter else { panic!("{:?}", letter.matter) };
    assert_eq!(told.due.map(|due| due.value), due);
    let missing: Vec<&str> = told.missing.iter().map(|one| one.value.zh.as_str()).collect();
    // Six kinds of evidence and three of facts, as the workflow has them.
    assert_eq!(missing.len(), 9, "{missing:?}");
    assert!(missing.contains(&"材料：产权证明"));
}

#[test]
fn a_notice_runs_as_the_desk_will_reckon_it() {
    let state = desk(vec![recorded(firm()), stage("notice", false, None)]);
    let letter = written(&state, LetterKind::Notice).expect("a letter");
    assert!(letter.to.is_empty() && letter.preview_reasons().is_empty());
    let Matter::Notice(told) = letter.matter else { panic!("{:?}", letter.matter) };
    // Five working days after Thursday, 2026-03-05.
    assert_eq!((told.from, told.until.value), (date("2026-03-05"), date("2026-03-12")));
}

#[test]
fn an_evaluation_sets_promised_beside_delivered() {
    let traffic = |what, car_places| {
        let stated = Stated::Traffic(Traffic {
            what,
            car_places,
            charging_places: None,
            bicycle_places: None,
            peak_hour_vehicles: None,
        });
        let source = Source { origin: "申报表".into(), date: None, mark: Mark::Reported };
        let fact = Box::new(Fact { stated, source, evidence: Digest::of(b"form") });
        What::FactStated { application: id(), fact }
    };
    let state =
        desk(vec![traffic(Promise::Promised, Some(120)), traffic(Promise::Delivered, None)]);
    let said = prose("良");
    let letter = written(&state, LetterKind::Evaluation(&said)).expect("a letter");
    let Matter::Evaluation(told) = letter.matter else { panic!("{:?}", letter.matter) };
    let [row] = &told.promises[..] else { panic!("{:?}", told.promises) };
    assert_eq!(row.promised.as_ref().map(|one| one.value.zh.as_str()), Some("120"));
    assert_eq!(row.delivered, None, "unknown is not zero");
    assert!(told.award.is_none() && told.paid.is_none(), "nothing was awarded");
}

/// A decision under the embedded law, and its summary.
fn case(name: &str) -> (Decision, DecisionSummary) {
    let files = embedded::scheme_with_cases(SCHEME, None).expect("the scheme");
    let report = policy::run_case(&files, &format!("cases/good/{name}.yaml")).expect("a case");
    let full = report.decision.expect("a decision");
    let summary = DecisionSummary {
        version: full.version.clone(),
        date: full.date,
        met: full.verdict == policy::Verdict::Met,
        amount: full.amount,
        investment: None,
        rate_bp: None,
        unconfirmed: full.unconfirmed,
        provisional: full.provisional,
        marks: full.marks.iter().copied().collect(),
        ..firm()
    };
    (full, summary)
}

#[test]
fn with_the_decision_at_hand_parameters_and_clauses_are_named() {
    let (full, summary) = case("building-480m");
    let state = desk(vec![recorded(summary)]);
    let letter = with_decision(&state, LetterKind::Award, Some(&full)).expect("a letter");
    assert_eq!(letter.preview_reasons().is_empty(), !full.unconfirmed);
    let Matter::Award(award) = letter.matter else { panic!("{:?}", letter.matter) };
    let amount = award.amount.expect("an amount");
    assert!(amount.grounds().any(|ground| ground.parameter.is_some()), "{amount:?}");

    let (refused, summary) = case("building-20000-refused");
    let said = prose("不符合条件");
    let reject = What::Decided {
        application: id(),
        stage: StageId::new("appraisal").expect("an id"),
        outcome: Outcome::Reject,
        grounds: said.clone(),
    };
    let state = desk(vec![recorded(summary), reject, stage("refused", true, None)]);
    let letter = with_decision(&state, LetterKind::Refusal(&said), Some(&refused));
    let Matter::Refusal(told) = letter.expect("a letter").matter else { panic!("no refusal") };
    assert!(told.grounds.len() >= 2 && told.appeal.is_some(), "{told:?}");
    let other = with_decision(&state, LetterKind::Refusal(&said), Some(&full));
    assert!(matches!(other, Err(Failure::Request(_))), "another decision was taken");
}
