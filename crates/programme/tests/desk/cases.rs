//! Whole applications, to the fen, worked by hand.

use programme::Code;
use programme::command::{Action, Mode, Money, Move, Outcome};
use programme::ids::Digest;
use programme::state::State;
use units::Fen;

use crate::stories::{interest_subsidy, investment_subsidy, milestone};
use crate::world::{
    BEIJING, LIUZHOU, World, application, line, line_id, prose, rules, step, tranche,
};

/// Everything that came from events comes back from events.
fn replays(world: &World) {
    let mut again = State::new(rules());
    world.events.iter().for_each(|event| again.fold(event));
    assert!(again.same_as(&world.state));
}

#[test]
fn an_investment_subsidy_with_reduction_and_clawback() {
    replays(&investment_subsidy());
}

/// An audit after everything was paid: 300,000.00 yuan paid, the audit finds 5,000,000.00 of
/// 10,000,000.00, so the award is 1,500,000.00 and what was paid above it is owed back.
#[test]
fn a_reduction_below_what_is_paid_is_owed_back() {
    let mut world = World::new();
    world.programme("prog", LIUZHOU);
    world.open("owner", "a", "prog", Mode::InvestmentSubsidy, "LZ-1");
    world.reach_award("a", "prog", Mode::InvestmentSubsidy, "LZ-1", 300_000_000);
    world.attach("owner", "a", &["delivery_note"]);
    world.attach("district", "a", &["acceptance_record"]);
    milestone(&mut world, "a", "delivered");
    assert_eq!(world.pay("a", "on_arrival"), Fen(150_000_000));
    world.pass("district", "a");
    assert_eq!(world.pay("a", "after_acceptance"), Fen(150_000_000));
    let audited_investment = Fen(500_000_000);
    world.money(Money::Reduce { application: application("a"), audited_investment });
    let funds = world.state.funds(world.get("a"));
    assert_eq!(
        (funds.disbursed.posted, funds.receivable.posted),
        (Fen(150_000_000), Fen(150_000_000))
    );
    let money =
        Money::Disburse { application: application("a"), tranche: tranche("after_acceptance") };
    world.refused("city", Action::ProposeMoney { step: step("again"), money }, Code::Done);
    let (amount, reference) = (Fen(150_000_000), prose("缴款书 2"));
    world.money(Money::Receive { application: application("a"), amount, reference });
    world.pass("finance", "a");
    assert_eq!(world.get("a").stage.as_str(), "closed");
    replays(&world);
}

#[test]
fn an_interest_subsidy_with_reset_and_early_repayment() {
    replays(&interest_subsidy());
}

/// The same body for both workflows: return, resubmission, suspension, appeal, withdrawal.
#[test]
fn both_workflows_can_be_returned_stopped_refused_and_appealed() {
    for (flow, reviewer, judge) in [(BEIJING, "district", "city-2"), (LIUZHOU, "city", "auditor")] {
        let mut world = World::new();
        world.programme("prog", flow);
        world.open("owner", "a", "prog", Mode::InvestmentSubsidy, "S-1");
        if flow == BEIJING {
            world.attach("district", "a", &["ledger_extract"]);
            world.pass("district", "a");
            world.attach("owner", "a", &["title_deed", "owner_consent", "fund_application"]);
            let submit = Move::Submit { content: Digest::of(b"a") };
            let open = world.not_on("owner", "a", submit, Code::Incomplete);
            assert!(open.text.en.contains("industry positioning"), "{open}");
            world.attach("owner", "a", &["industry_plan", "operation_plan", "no_other_fund"]);
            world.state_facts("a", "S-1", false);
        } else {
            world.attach("owner", "a", &["retrofit_contract"]);
        }
        world.submit("a");
        let reviewing = world.get("a").stage.clone();
        world.decide(reviewer, "a", Outcome::Return);
        assert_eq!(world.get("a").stage.as_str(), "application", "{flow}");
        world.submit("a");
        assert_eq!(world.get("a").stage, reviewing);
        assert_eq!(world.get("a").submissions, 2);

        // Suspended for two weeks on its third working day: as many days are left afterwards.
        let calendar = world.state.rules().calendar.clone();
        let due = world.get("a").due.unwrap();
        world.today = calendar.after(world.today, 3).unwrap();
        let left = calendar.between(world.today, due).unwrap();
        world.on(reviewer, "a", Move::Suspend { reason: prose("等待补充规划意见") });
        world.not_on(
            reviewer,
            "a",
            Move::Decide { outcome: Outcome::Reject, grounds: prose("x") },
            Code::Suspended,
        );
        world.days(14);
        world.on(reviewer, "a", Move::Resume);
        assert_eq!(calendar.between(world.today, world.get("a").due.unwrap()).unwrap(), left);

        world.decide(reviewer, "a", Outcome::Reject);
        assert!(world.get("a").ended);
        world.not_on("owner", "a", Move::Submit { content: Digest::of(b"a") }, Code::Ended);
        world.on("owner", "a", Move::Appeal { reason: prose("材料齐全") });
        let uphold = || Move::RuleOnAppeal { upheld: true, grounds: prose("理由成立") };
        world.on(judge, "a", uphold());
        assert_eq!(world.get("a").stage, reviewing);
        world.on("owner", "a", Move::Withdraw { reason: prose("资金安排变化") });
        assert_eq!(world.get("a").stage.as_str(), "withdrawn");
        replays(&world);
    }
}

/// Three spaces of two owners under one entity, which then hands over to another.
#[test]
fn a_bundle_changes_its_entity() {
    let mut world = World::new();
    world.programme("prog", BEIJING);
    let spaces = [
        ("S-1", crate::world::OWNER, 400_000_000),
        ("S-2", crate::world::OTHER_OWNER, 500_000_000),
        ("S-3", crate::world::OWNER, 100_000_000),
    ];
    let bundle = crate::world::opening("a", "prog", Mode::InvestmentSubsidy, &spaces);
    world.done("owner", bundle);
    assert_eq!(world.get("a").investment(), Fen(1_000_000_000));
    assert_eq!(world.get("a").parties().len(), 2);
    let (organisation, reason) = (crate::world::org(crate::world::OTHER_OWNER), prose("股权转让"));
    world.on(
        "owner",
        "a",
        Move::RequestEntityChange { organisation: organisation.clone(), reason },
    );
    world.attach("district", "a", &["ledger_extract"]);
    let pass = Move::Decide { outcome: Outcome::Pass, grounds: prose("完成") };
    world.not_on("district", "a", pass, Code::Incomplete);
    world.on("city", "a", Move::RuleOnEntityChange { granted: true, grounds: prose("同意") });
    assert_eq!(world.get("a").beneficiary, organisation);
    world.not_on("owner", "a", Move::Withdraw { reason: prose("x") }, Code::NotAllowed);
    world.on("rival", "a", Move::Withdraw { reason: prose("不再实施") });
    replays(&world);
}

#[test]
fn unspent_money_is_carried_over_and_reported_by_year() {
    let mut world = World::new();
    world.programme("prog", BEIJING);
    world.line("prog", 2025);
    let (from, to) = (line(&line_id("prog", 2024)), line(&line_id("prog", 2025)));
    let carry = |amount| Money::CarryOver { from: from.clone(), to: to.clone(), amount };
    world.money(carry(Fen(250_000_000)));
    let propose = |money| Action::ProposeMoney { step: step("x"), money };
    world.refused("finance", propose(carry(Fen(750_000_001))), Code::Overrun);
    let back = Money::CarryOver { from: to.clone(), to: from.clone(), amount: Fen(1) };
    world.refused("finance", propose(back), Code::OutOfRange);
    world.money(Money::Cut { line: from, amount: Fen(750_000_000) });
    let board = world.state.board();
    let rows: Vec<(i16, i64, i64)> =
        board.iter().map(|(key, row)| (key.year, row.appropriated.0, row.available.0)).collect();
    assert_eq!(rows, [(2024, 250_000_000, 0), (2025, 0, 250_000_000)]);
}
