//! Two whole applications, to the fen, worked by hand: each answers the desk on which it happened.

use programme::Code;
use programme::command::{Action, LoanMove, Mode, Money, Move, Outcome};
use programme::event::What;
use programme::ids::{Digest, MilestoneId};
use programme::people::Role;
use units::Fen;

use crate::world::{BEIJING, World, application, date, prose, step, sums, tranche, user};

pub(crate) fn milestone(world: &mut World, id: &str, name: &str) {
    let (milestone, evidence) = (MilestoneId::new(name).unwrap(), Digest::of(name.as_bytes()));
    world.on("owner", id, Move::ReportMilestone { milestone: milestone.clone(), evidence });
    world.on("district", id, Move::AcceptMilestone { milestone });
}

/// An investment of 10,000,000.00 yuan at 30 % is 3,000,000.00. First 50 % = 1,500,000.00, second
/// 20 % = 600,000.00. The audit finds 9,123,456.78 yuan: 30 % cut down to the fen is 2,737,037.03,
/// so 262,962.97 go back to the line, and the last tranche is 2,737,037.03 − 2,100,000.00 =
/// 637,037.03. Later 500,000.00 are demanded back; 400,000.00 come, 100,000.00 are written off.
pub(crate) fn investment_subsidy() -> World {
    let mut world = World::new();
    world.programme("prog", BEIJING);
    world.open("owner", "a", "prog", Mode::InvestmentSubsidy, "BJ-1");
    world.reach_award("a", "prog", Mode::InvestmentSubsidy, "BJ-1", 300_000_000);
    assert_eq!(world.get("a").award, Some(Fen(300_000_000)));
    let after_award = sums(&world);
    assert_eq!((after_award["available"], after_award["reserved"]), (700_000_000, 0));

    world.attach("city", "a", &["investment_plan"]);
    world.pass("city", "a");
    world.attach("owner", "a", &["contract", "invoice"]);
    milestone(&mut world, "a", "begun");
    assert_eq!(world.pay("a", "first"), Fen(150_000_000));
    milestone(&mut world, "a", "structure_done");
    assert_eq!(world.pay("a", "second"), Fen(60_000_000));
    milestone(&mut world, "a", "completed");
    world.pass("district", "a");

    world.attach("district", "a", &["acceptance_record", "audit_report"]);
    world.state_facts("a", "BJ-1", true);
    let audited_investment = Fen(912_345_678);
    world.money(Money::Reduce { application: application("a"), audited_investment });
    assert_eq!(world.get("a").award, Some(Fen(273_703_703)));
    assert_eq!(sums(&world)["available"], 700_000_000 + 26_296_297);
    world.pass("district", "a");

    world.on("city", "a", Move::Appoint { user: user("verifier"), role: Role::Verifier });
    world.attach("verifier", "a", &["verification_report"]);
    world.pass("verifier", "a");
    assert_eq!(world.pay("a", "final"), Fen(63_703_703));
    assert_eq!(world.state.funds(world.get("a")).committed.posted, Fen(0));
    world.attach("district", "a", &["operation_report"]);
    world.pass("district", "a");

    let (amount, reason) = (Fen(50_000_000), prose("未达到承诺"));
    world.money(Money::Demand { application: application("a"), amount, reason });
    world.attach("city", "a", &["evaluation_report"]);
    let pass = Move::Decide { outcome: Outcome::Pass, grounds: prose("完成") };
    let open = world.not_on("city", "a", pass, Code::Incomplete);
    assert!(open.text.en.contains("owed"), "{open}");
    let (amount, reference) = (Fen(40_000_000), prose("缴款书 1"));
    world.money(Money::Receive { application: application("a"), amount, reference });
    let (amount, reason) = (Fen(10_000_000), prose("企业破产"));
    world.money(Money::WriteOff { application: application("a"), amount, reason });
    world.pass("city", "a");

    assert!(world.get("a").ended);
    assert_eq!(world.get("a").stage.as_str(), "closed");
    let total = sums(&world);
    assert_eq!(total["appropriated"], 1_000_000_000);
    assert_eq!(total["available"], 726_296_297);
    assert_eq!(total["disbursed"], 273_703_703 - 50_000_000);
    assert_eq!((total["returned"], total["written_off"]), (40_000_000, 10_000_000));
    assert_eq!((total["receivable"], total["committed"], total["reserved"]), (0, 0, 0));
    world
}

/// A loan of 10,000,000.00 yuan from 2024-04-10 at 4.00 %, LPR 3.45 %; the award is at most
/// 250,000.00. Quarter 2 from 04-10 to 06-30: 82 days · 10 M · 3.45 % / 365 = 77,506.85.
/// In quarter 3 the LPR is 3.35 % from 07-22 on, and 4 million are repaid early on 09-01:
/// 21 days · 10 M · 3.45 % + 41 days · 10 M · 3.35 % + 30 days · 6 M · 3.35 % =
/// (7,245,000 + 13,735,000 + 6,030,000) / 365 = 74,000.00.
/// In quarter 4 the bank enters that another million was repaid on 09-16 already: 15 days · 1 M ·
/// 3.35 % / 365 = 1,376.71 too much. Quarter 3 is now (21 · 10 M · 3.45 % + 41 · 10 M · 3.35 % +
/// 15 · 6 M · 3.35 % + 15 · 5 M · 3.35 %) / 365 = 26,507,500 / 365 = 72,623.29, an adjustment of
/// −1,376.71. Quarter 4: 92 · 5 M · 3.35 % / 365 = 42,219.18, paid 40,842.47.
pub(crate) fn interest_subsidy() -> World {
    let mut world = World::new();
    world.programme("prog", BEIJING);
    world.open("owner", "a", "prog", Mode::InterestSubsidy, "BJ-1");
    world.reach_award("a", "prog", Mode::InterestSubsidy, "BJ-1", 25_000_000);
    world.attach("city", "a", &["investment_plan"]);
    world.pass("city", "a");
    world.on("city", "a", Move::Appoint { user: user("bank"), role: Role::Bank });
    world.attach("bank", "a", &["loan_contract", "interest_slip"]);

    let moved = |direction, yuan: i64, on| Move::MoveLoan {
        direction,
        amount: Fen(yuan * 100),
        on: date(on),
    };
    let rate = |from, actual_ppm, reference_ppm| Move::SetRate {
        from: date(from),
        actual_ppm,
        reference_ppm,
    };
    let claim = |id, from, until| Move::ClaimInterest {
        claim: tranche(id),
        from: date(from),
        until: date(until),
    };
    world.today = date("2024-04-10");
    world.on("bank", "a", moved(LoanMove::Drawdown, 10_000_000, "2024-04-10"));
    world.today = date("2024-07-05");
    world.not_on("owner", "a", claim("q2", "2024-04-10", "2024-07-01"), Code::Incomplete);
    world.on("bank", "a", rate("2024-04-10", 40_000, 34_500));
    world.not_on("owner", "a", claim("q2", "2024-04-10", "2024-07-02"), Code::OutOfRange);
    world.on("owner", "a", claim("q2", "2024-04-10", "2024-07-01"));
    assert_eq!(world.pay("a", "q2"), Fen(7_750_685));

    world.today = date("2024-10-08");
    world.on("bank", "a", rate("2024-07-22", 40_000, 33_500));
    world.on("bank", "a", moved(LoanMove::Repayment, 4_000_000, "2024-09-01"));
    world.not_on("owner", "a", claim("q3", "2024-07-02", "2024-10-01"), Code::OutOfTime);
    world.on("owner", "a", claim("q3", "2024-07-01", "2024-10-01"));
    assert_eq!(world.pay("a", "q3"), Fen(7_400_000));

    world.today = date("2025-01-06");
    world.on("bank", "a", moved(LoanMove::Repayment, 1_000_000, "2024-09-16"));
    world.not_on("bank", "a", moved(LoanMove::Repayment, 6_000_000, "2024-09-16"), Code::Overrun);
    let happened = world.on("owner", "a", claim("q4", "2024-10-01", "2025-01-01"));
    let [What::InterestClaimed { interest, adjustment, payable, .. }] = &happened[..] else {
        panic!("{happened:?}")
    };
    assert_eq!((*interest, *adjustment), (Fen(4_221_918), Fen(-137_671)));
    assert_eq!(*payable, Fen(4_084_247));
    assert_eq!(world.pay("a", "q4"), Fen(4_084_247));

    // 250,000.00 − 77,506.85 − 74,000.00 − 40,842.47 = 57,650.68 are left: the last claims
    // reach it.
    for (id, from, until, paid) in [
        ("q1-25", "2025-01-01", "2025-04-01", 4_130_137),
        ("q2-25", "2025-04-01", "2025-07-01", 5_765_068 - 4_130_137),
    ] {
        world.today = date("2025-07-07");
        world.on("owner", "a", claim(id, from, until));
        assert_eq!(world.pay("a", id), Fen(paid), "{id}");
    }
    assert_eq!(world.state.funds(world.get("a")).disbursed.posted, Fen(25_000_000));
    world.on("owner", "a", claim("q3-25", "2025-07-01", "2025-07-02"));
    let money = Money::Disburse { application: application("a"), tranche: tranche("q3-25") };
    world.refused("city", Action::ProposeMoney { step: step("x"), money }, Code::NothingToMove);
    world
}
