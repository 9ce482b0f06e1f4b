//! What the desk does not do: repeats, stale edits, clocks that go back, money paid twice.

use programme::command::{Action, Criterion, Invoice, Mode, Money, Move, Outcome};
use programme::event::{PreviewReason, What};
use programme::facts::{Destination, DisplacedTenant, Fact, Stated, Tenant};
use programme::ids::{BranchId, Digest, ObjectionId};
use programme::people::Role;
use programme::state::Waiting;
use programme::{AMOUNT_MAX, Answer, Code, Moment, apply};
use units::{Fen, Mark, Source};

use crate::world::{
    BEIJING, LIUZHOU, OTHER_OWNER, OWNER, World, application, date, decision, evidence, line,
    line_id, opening, org, prose, sheet, space, step, tranche, user,
};

fn pass() -> Move {
    Move::Decide { outcome: Outcome::Pass, grounds: prose("符合") }
}

fn reviewed() -> World {
    let mut world = World::new();
    world.programme("prog", LIUZHOU);
    world.open("owner", "a", "prog", Mode::InvestmentSubsidy, "S-1");
    world.attach("owner", "a", &["retrofit_contract"]);
    world.submit("a");
    world
}

#[test]
fn a_repeat_is_answered_with_the_first_events() {
    let mut world = reviewed();
    let command = world.command("city", Action::On { application: application("a"), what: pass() });
    let mut reject = command.clone();
    world.opinions("a", &["housing", "treasury"]);
    // Refused commands leave nothing: the same id may be sent again.
    assert_eq!(world.send(&command).unwrap_err().code, Code::VersionStale);
    let suspend = Action::On {
        application: application("a"),
        what: Move::Suspend { reason: prose("等待") },
    };
    let suspend = world.command("city", suspend);
    let first = world.state.next_seq();
    world.send(&suspend).unwrap();
    let again = apply(&world.state, &suspend, world.now());
    assert_eq!(again, Ok(Answer::Repeated(first..first + 1)));
    reject.id = suspend.id.clone();
    let other = apply(&world.state, &reject, world.now()).unwrap_err();
    assert_eq!(other.code, Code::CommandReused);
}

#[test]
fn stale_edits_are_refused() {
    let mut world = reviewed();
    let mut one = world.command(
        "city",
        Action::On { application: application("a"), what: Move::Suspend { reason: prose("甲") } },
    );
    let two = world.command(
        "city-2",
        Action::On { application: application("a"), what: Move::Suspend { reason: prose("乙") } },
    );
    world.send(&two).unwrap();
    assert_eq!(world.send(&one).unwrap_err().code, Code::VersionStale);
    one.expected = None;
    assert_eq!(world.send(&one).unwrap_err().code, Code::VersionMissing);
}

#[test]
fn time_does_not_go_back_and_the_clock_is_noted() {
    let mut world = reviewed();
    let command = world.command(
        "city",
        Action::On { application: application("a"), what: Move::Suspend { reason: prose("甲") } },
    );
    let back = Moment(world.now().0 - 86_400_000);
    let Ok(Answer::Happened(events)) = apply(&world.state, &command, back) else { panic!() };
    assert_eq!((events[0].at, events[0].clock), (world.now(), Some(back)));
    assert_eq!(apply(&world.state, &command, Moment(-1)).unwrap_err().code, Code::BadMoment);
    assert!(apply(&world.state, &command, Moment(i64::MAX)).is_err());
}

/// A letter is a preview, and no money is committed, while the decision is not firm.
#[test]
fn a_letter_needs_confirmed_parameters() {
    type Change = fn(&mut programme::command::DecisionSummary);
    let cases: [(Change, PreviewReason); 4] = [
        (|decision| decision.met = false, PreviewReason::NotMet),
        (|decision| decision.unconfirmed = true, PreviewReason::Unconfirmed),
        (|decision| decision.provisional = true, PreviewReason::Provisional),
        (|decision| decision.marks.push(Mark::Recalled), PreviewReason::SoftMark),
    ];
    for (change, reason) in cases {
        let mut world = reviewed();
        world.opinions("a", &["housing", "treasury"]);
        let firm = decision(Mode::InvestmentSubsidy, 300_000_000);
        world.on("city", "a", Move::RecordDecision { decision: Box::new(firm.clone()) });
        let reserve = Money::Reserve {
            application: application("a"),
            line: line(&line_id("prog", 2024)),
            amount: Fen(300_000_000),
        };
        world.money(reserve);
        world.pass("city", "a");
        let mut soft = firm.clone();
        change(&mut soft);
        world.on("city", "a", Move::RecordDecision { decision: Box::new(soft) });
        let letter = Move::IssueLetter { letter: Digest::of(b"letter") };
        let happened = world.on("city", "a", letter.clone());
        let [What::LetterIssued { preview, .. }] = &happened[..] else { panic!("{happened:?}") };
        assert_eq!(preview, &[reason]);
        let commit = || Action::ProposeMoney {
            step: step("c"),
            money: Money::Commit { application: application("a") },
        };
        world.refused("city", commit(), Code::NotFirm);
        // A firm decision alone is not enough: its letter is missing.
        world.on("city", "a", Move::RecordDecision { decision: Box::new(firm) });
        world.refused("city", commit(), Code::NotFirm);
        world.on("city", "a", letter);
        world.done("city", commit());
    }
}

/// Two programmes, one building: the second application never gets municipal money for the same
/// works, but may for a different building.
#[test]
fn the_same_works_are_funded_once() {
    let mut world = World::new();
    world.programme("one", LIUZHOU);
    world.programme("two", LIUZHOU);
    world.open("owner", "a", "one", Mode::InvestmentSubsidy, "S-1");
    world.reach_award("a", "one", Mode::InvestmentSubsidy, "S-1", 300_000_000);
    let second = opening(
        "b",
        "two",
        Mode::InvestmentSubsidy,
        &[("S-9", OTHER_OWNER, 77_000_000), ("S-1", OTHER_OWNER, 1_000_000)],
    );
    let happened = world.done("rival", second);
    assert!(
        matches!(&happened[2], What::DuplicateSuspected { with, .. } if *with == application("a"))
    );
    world.attach("rival", "b", &["retrofit_contract"]);
    world.on("rival", "b", Move::Submit { content: Digest::of(b"b") });
    let reserve = || Action::ProposeMoney {
        step: step("r"),
        money: Money::Reserve {
            application: application("b"),
            line: line(&line_id("two", 2024)),
            amount: Fen(1),
        },
    };
    world.refused("city", reserve(), Code::DoubleFunding);
    let clear = Move::ClearDuplicate { with: application("a"), grounds: prose("另一期工程") };
    world.on("city", "b", clear);
    // Clearing a suspicion does not make the same works fundable twice.
    let refusal = world.refused("city", reserve(), Code::DoubleFunding);
    assert!(refusal.text.en.contains("holds municipal money"), "{refusal}");
}

#[test]
fn an_applicant_who_applies_twice_is_looked_at() {
    let mut world = World::new();
    world.programme("one", LIUZHOU);
    world.programme("two", LIUZHOU);
    world.open("owner", "a", "one", Mode::InvestmentSubsidy, "S-1");
    // Another space, but nearly the same sum at nearly the same time.
    let near = opening("b", "two", Mode::InvestmentSubsidy, &[("S-2", OWNER, 1_009_000_000)]);
    assert_eq!(world.done("owner", near).len(), 3);
    let far = opening("c", "two", Mode::InvestmentSubsidy, &[("S-3", OWNER, 2_000_000_000)]);
    assert_eq!(world.done("owner", far).len(), 2);
    world.attach("owner", "b", &["retrofit_contract"]);
    world.submit("b");
    let reserve = || Action::ProposeMoney {
        step: step("r"),
        money: Money::Reserve {
            application: application("b"),
            line: line(&line_id("two", 2024)),
            amount: Fen(1),
        },
    };
    world.refused("city", reserve(), Code::DoubleFunding);
    let clear = || Move::ClearDuplicate { with: application("a"), grounds: prose("另一栋楼") };
    world.on("city", "b", clear());
    world.not_on("city", "b", clear(), Code::Done);
    world.done("city", reserve());
}

#[test]
fn invoices_count_once() {
    let mut world = World::new();
    world.programme("one", BEIJING);
    for (id, at) in [("a", "S-1"), ("b", "S-2")] {
        let fen = if id == "a" { 1_000_000_000 } else { 50_000_000 };
        world.done("owner", opening(id, "one", Mode::InvestmentSubsidy, &[(at, OWNER, fen)]));
    }
    let invoice = |number: &str, fen, day: &str| Invoice {
        seller: org(61),
        number: prose(number),
        date: date(day),
        amount: Fen(fen),
    };
    let mut count = 0;
    let mut show = |invoice| {
        count += 1;
        let sha256 = Digest::of(format!("invoice {count}").as_bytes());
        let invoice = Some(invoice);
        Move::AttachEvidence { evidence: evidence("invoice"), sha256, bytes: 9, invoice }
    };
    world.on("owner", "a", show(invoice("No.00123456", 1_234_500, "2024-02-20")));
    for same in ["no 00123456", "ＮＯ．００１２３４５６"] {
        let shown = show(invoice(same, 99, "2024-02-01"));
        world.not_on("owner", "b", shown, Code::DoubleFunding);
    }
    let shown = show(invoice("!!", 99, "2024-02-01"));
    world.not_on("owner", "b", shown, Code::OutOfRange);
    let shown = show(invoice("7", 99, "2024-12-01"));
    world.not_on("owner", "b", shown, Code::OutOfRange);
    // One yuan and three days apart: looked at. One fen or one day more: not.
    for (number, fen, day, events) in [
        ("777", 1_234_600, "2024-02-23", 2),
        ("778", 1_234_601, "2024-02-23", 1),
        ("779", 1_234_500, "2024-02-24", 1),
    ] {
        let shown = show(invoice(number, fen, day));
        assert_eq!(world.on("owner", "b", shown).len(), events, "{number}");
    }
}

#[test]
fn parallel_departments_answer_once_each() {
    let mut world = reviewed();
    let opinion = |branch: &str, agrees| Move::GiveOpinion {
        branch: BranchId::new(branch).unwrap(),
        agrees,
        grounds: prose("意见"),
    };
    world.not_on("housing", "a", opinion("finance", true), Code::NotAllowed);
    world.not_on("planning", "a", opinion("planning", true), Code::NotAllowed);
    world.on("housing", "a", opinion("housing", true));
    world.not_on("housing", "a", opinion("housing", false), Code::Done);
    world.on("treasury", "a", opinion("finance", false));
    // One of two is no majority.
    world.on(
        "city",
        "a",
        Move::RecordDecision { decision: Box::new(decision(Mode::InvestmentSubsidy, 1)) },
    );
    let refusal = world.not_on("city", "a", pass(), Code::Incomplete);
    assert!(refusal.text.en.contains("agreement"), "{refusal}");
}

#[test]
fn a_notice_runs_out_with_its_objections_answered() {
    let mut world = reviewed();
    world.opinions("a", &["housing", "treasury"]);
    let decision = Box::new(decision(Mode::InvestmentSubsidy, 300_000_000));
    world.on("city", "a", Move::RecordDecision { decision });
    world.money(Money::Reserve {
        application: application("a"),
        line: line(&line_id("prog", 2024)),
        amount: Fen(300_000_000),
    });
    world.not_on("city", "a", Move::PublishNotice { notice: Digest::of(b"n") }, Code::WrongStage);
    world.pass("city", "a");
    let raise = |id: &str| Move::RaiseObjection {
        objection: ObjectionId::new(id).unwrap(),
        commitment: Digest::of(b"who"),
    };
    let answer = |id: &str, upheld| Move::AnswerObjection {
        objection: ObjectionId::new(id).unwrap(),
        upheld,
        grounds: prose("经核实"),
    };
    world.not_on("city", "a", raise("o-1"), Code::OutOfTime);
    world.on("city", "a", Move::PublishNotice { notice: Digest::of(b"n") });
    world.days(7);
    world.on("city", "a", raise("o-1"));
    world.days(1);
    world.not_on("city", "a", raise("o-2"), Code::OutOfTime);
    world.on("city", "a", Move::IssueLetter { letter: Digest::of(b"l") });
    world.money(Money::Commit { application: application("a") });
    assert!(world.not_on("city", "a", pass(), Code::Incomplete).text.en.contains("objection"));
    world.on("city", "a", answer("o-1", false));
    world.not_on("city", "a", answer("o-1", true), Code::Done);
    world.pass("city", "a");
}

/// A payment that the bank could not make is voided and proposed again; the tranche is paid once.
#[test]
fn payments_are_posted_or_voided_once() {
    let mut world = World::new();
    world.programme("prog", LIUZHOU);
    world.open("owner", "a", "prog", Mode::InvestmentSubsidy, "S-1");
    world.reach_award("a", "prog", Mode::InvestmentSubsidy, "S-1", 300_000_000);
    let disburse = |which: &str, id: &str| Action::ProposeMoney {
        step: step(id),
        money: Money::Disburse { application: application("a"), tranche: tranche(which) },
    };
    world.refused("city", disburse("on_arrival", "d"), Code::Incomplete);
    world.attach("owner", "a", &["delivery_note"]);
    let milestone = programme::ids::MilestoneId::new("delivered").unwrap();
    let evidence = Digest::of(b"m");
    world.on("owner", "a", Move::ReportMilestone { milestone: milestone.clone(), evidence });
    world.on("district", "a", Move::AcceptMilestone { milestone });
    world.refused("city", disburse("after_acceptance", "d"), Code::WrongStage);
    world.done("city", disburse("on_arrival", "d"));
    world.refused("city", disburse("on_arrival", "e"), Code::StepOpen);
    world.done("finance", Action::ApproveMoney { step: step("d") });
    let cancel = Money::Cancel { application: application("a") };
    world.refused("city", Action::ProposeMoney { step: step("x"), money: cancel }, Code::StepOpen);
    let void = |id: &str| Action::VoidPayment { step: step(id), reason: prose("账号有误") };
    let post = |id: &str| Action::PostPayment { step: step(id), reference: prose("回单") };
    world.done("finance", void("d"));
    world.refused("finance", post("d"), Code::Done);
    world.done("city", disburse("on_arrival", "e"));
    let turn_down = Action::RefuseMoney { step: step("e"), reason: prose("材料待补") };
    world.done("finance", turn_down);
    world.done("city", disburse("on_arrival", "f"));
    world.done("finance", Action::ApproveMoney { step: step("f") });
    world.done("finance", post("f"));
    world.refused("finance", void("f"), Code::Done);
    world.refused("city", disburse("on_arrival", "g"), Code::Done);
    assert_eq!(world.state.funds(world.get("a")).disbursed.posted, Fen(150_000_000));
}

#[test]
fn no_more_is_reserved_than_there_is() {
    let mut world = World::new();
    world.programme("prog", LIUZHOU);
    world.open("owner", "a", "prog", Mode::InvestmentSubsidy, "S-1");
    world.attach("owner", "a", &["retrofit_contract"]);
    world.submit("a");
    let reserve = |fen| Action::ProposeMoney {
        step: step("r"),
        money: Money::Reserve {
            application: application("a"),
            line: line(&line_id("prog", 2024)),
            amount: Fen(fen),
        },
    };
    for fen in [1_000_000_001, i64::MAX, 0, -5] {
        let code = match fen {
            1_000_000_001 => Code::Overrun,
            0 => Code::NothingToMove,
            _ => Code::OutOfRange,
        };
        world.refused("city", reserve(fen), code);
    }
    world.done("city", reserve(1_000_000_000));
}

/// Experts of one application score by the version of the first; a later one is for others.
#[test]
fn score_sheets_have_versions() {
    let mut world = World::new();
    world.programme("prog", BEIJING);
    world.open("owner", "a", "prog", Mode::InvestmentSubsidy, "S-1");
    let publish = |version| Action::PublishSheet {
        sheet: sheet("appraisal"),
        version,
        criteria: [40, 60]
            .map(|points_max| Criterion { name: prose("评分项"), points_max })
            .to_vec(),
    };
    world.refused("city", publish(2), Code::OutOfRange);
    world.done("city", publish(1));
    world.reach_appraisal("a", "S-1");
    for expert in ["expert", "expert-2"] {
        world.on("city", "a", Move::Appoint { user: user(expert), role: Role::Expert });
    }
    let score = |version, points: &[u32]| Move::Score {
        sheet: sheet("appraisal"),
        version,
        points: points.to_vec(),
    };
    world.not_on("expert", "a", score(1, &[41, 0]), Code::OutOfRange);
    world.not_on("expert", "a", score(1, &[40]), Code::OutOfRange);
    let waiting = |world: &World, who| {
        let inbox = world.state.inbox(&user(who), world.today);
        inbox.iter().filter(|task| task.what == Waiting::Score).count()
    };
    assert_eq!((waiting(&world, "expert"), waiting(&world, "expert-2")), (1, 1));
    world.on("expert", "a", score(1, &[40, 10]));
    assert_eq!((waiting(&world, "expert"), waiting(&world, "expert-2")), (0, 1));
    world.not_on("expert", "a", score(1, &[40, 20]), Code::Done);
    world.done("city", publish(2));
    world.not_on("expert-2", "a", score(2, &[40, 30]), Code::OutOfRange);
    world.on("expert-2", "a", score(1, &[40, 29]));
    // (50 + 69) / 2 is half a point below the 60 that are asked for.
    world.attach("expert", "a", &["appraisal_report"]);
    let decision = Box::new(decision(Mode::InvestmentSubsidy, 1));
    world.on("city", "a", Move::RecordDecision { decision });
    let refusal = world.not_on("city", "a", pass(), Code::Incomplete);
    assert!(refusal.text.en.ends_with("a mean of 60 points by 2 experts"), "{refusal}");
}

#[test]
fn facts_are_of_the_projects_own_spaces() {
    let mut world = reviewed();
    let left = |at: &str, area_cm2| {
        let stated = Stated::DisplacedTenant(DisplacedTenant {
            space: space(at),
            tenant: Tenant::Organisation(org(OTHER_OWNER)),
            industry: Some("F51".to_owned().try_into().unwrap()),
            area_cm2,
            jobs: None,
            left_on: date("2024-01-31"),
            destination: Destination::Elsewhere { place: prose("河北省廊坊市") },
        });
        let source = Source { origin: "腾退协议".to_owned(), date: None, mark: Mark::Reported };
        Move::StateFact { fact: Box::new(Fact { stated, source, evidence: Digest::of(b"x") }) }
    };
    world.not_on("owner", "a", left("S-2", None), Code::Unknown);
    world.not_on("owner", "a", left("S-1", Some(u64::MAX)), Code::OutOfRange);
    world.not_on("rival", "a", left("S-1", None), Code::NotAllowed);
    world.on("owner", "a", left("S-1", Some(12_345_678)));
    assert_eq!(world.get("a").facts.len(), 1);
}

/// Sums at the ends of their range are refused, and nothing overflows.
#[test]
fn sums_have_an_end() {
    let mut world = World::new();
    world.programme("prog", LIUZHOU);
    let appropriate = |fen| Action::ProposeMoney {
        step: step("s"),
        money: Money::Appropriate { line: line(&line_id("prog", 2024)), amount: Fen(fen) },
    };
    // Ten million yuan were appropriated already: together above ten trillion.
    world.refused("finance", appropriate(AMOUNT_MAX.0), Code::OutOfRange);
    world.refused("finance", appropriate(AMOUNT_MAX.0 - 999_999_999), Code::OutOfRange);
    let spaces = [("S-1", OWNER, AMOUNT_MAX.0), ("S-2", OWNER, 1)];
    let action = opening("a", "prog", Mode::InvestmentSubsidy, &spaces);
    world.refused("owner", action, Code::OutOfRange);
    world.done("finance", appropriate(AMOUNT_MAX.0 - 1_000_000_000));
}

/// A report that is an expert's word is attached by an appointed expert and nobody else.
#[test]
fn evidence_comes_from_whose_word_it_is() {
    let mut world = World::new();
    world.programme("prog", BEIJING);
    world.open("owner", "a", "prog", Mode::InvestmentSubsidy, "S-1");
    let report = || Move::AttachEvidence {
        evidence: evidence("appraisal_report"),
        sha256: Digest::of(b"report"),
        bytes: 1,
        invoice: None,
    };
    world.not_on("owner", "a", report(), Code::NotAllowed);
    world.not_on("city", "a", report(), Code::NotAllowed);
    world.not_on("expert", "a", report(), Code::NotAllowed);
    world.on("city", "a", Move::Appoint { user: user("expert"), role: Role::Expert });
    world.on("expert", "a", report());
    world.not_on("expert", "a", report(), Code::Done);
}
