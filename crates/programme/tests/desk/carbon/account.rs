//! The enterprise's account, step by step, and everything that it refuses.

use programme::Code;
use programme::carbon::{
    Basis, CarbonAct, CarbonEvent, Claim, Filing, NeutralityPlan, ReductionKind, Registry,
    UnitRange,
};
use programme::command::Action;
use programme::event::What;
use programme::ids::{AccountId, BoundaryId, Digest, ReductionId, SeriesId};
use programme::people::Role;
use units::GramsCo2e;

use crate::world::{OWNER, World, date, prose, space};

pub(crate) fn boundary(text: &str) -> BoundaryId {
    BoundaryId::new(text).unwrap()
}

pub(crate) fn reduction(text: &str) -> ReductionId {
    ReductionId::new(text).unwrap()
}

pub(crate) fn on(account: &str, what: CarbonAct) -> Action {
    Action::Carbon { account: AccountId::new(account).unwrap(), what }
}

pub(crate) fn site(name: &str, spaces: &[&str], from: &str, to: Option<&str>) -> CarbonAct {
    CarbonAct::AddBoundary {
        boundary: boundary(name),
        spaces: spaces.iter().map(|name| space(name)).collect(),
        from: date(from),
        to: to.map(date),
    }
}

pub(crate) fn filing(year: i16, grams: i64, restates: Option<Digest>) -> CarbonAct {
    let statement = Digest::of(format!("{year} {grams}").as_bytes());
    CarbonAct::FileStatement {
        filing: Box::new(Filing {
            year,
            statement,
            activity: Digest::of(b"activity"),
            factors: Digest::of(b"factors"),
            known_on: date("2024-03-01"),
            scope1_g: GramsCo2e(0),
            scope2_location_g: GramsCo2e(grams),
            scope2_market_g: GramsCo2e(grams / 2),
            restates,
        }),
    }
}

pub(crate) fn claim(id: &str, at: &str, from: &str, to: &str, grams: i64) -> CarbonAct {
    CarbonAct::ClaimReduction {
        claim: Box::new(Claim {
            reduction: reduction(id),
            boundary: boundary(at),
            of: ReductionKind::Electricity,
            from: date(from),
            to: date(to),
            baseline_g: GramsCo2e(grams + 5),
            actual_g: GramsCo2e(5),
            report: Digest::of(b"report"),
            corrects: None,
        }),
    }
}

fn verify(id: &str) -> CarbonAct {
    CarbonAct::VerifyReduction { reduction: reduction(id), report: Digest::of(b"seen") }
}

fn range(first: u64, last: u64) -> UnitRange {
    let series = SeriesId::new("BCER-0042").unwrap();
    UnitRange { registry: Registry::Ccer, series, first, last }
}

fn enter(first: u64, last: u64) -> CarbonAct {
    CarbonAct::EnterUnits { units: range(first, last), vintage: 2022, evidence: Digest::of(b"e") }
}

fn retire(first: u64, last: u64) -> CarbonAct {
    CarbonAct::RetireUnits { units: range(first, last), year: 2023 }
}

fn plan(first_year: i16, last_year: i16, grams: i64) -> CarbonAct {
    CarbonAct::Plan {
        plan: NeutralityPlan {
            first_year,
            last_year,
            basis: Basis::Location,
            reduction_g: GramsCo2e(grams),
            document: Digest::of(b"plan"),
        },
    }
}

fn seen(year: i16, grams: i64) -> CarbonAct {
    let statement = Digest::of(format!("{year} {grams}").as_bytes());
    CarbonAct::VerifyStatement { year, statement, report: Digest::of(b"opinion") }
}

struct Desk(World);

impl Desk {
    fn new() -> Self {
        let mut desk = Self(World::new());
        desk.done("owner", CarbonAct::Open);
        desk.done("owner", site("tower", &["S-1", "S-2"], "2020-01-01", None));
        desk
    }

    fn done(&mut self, who: &str, act: CarbonAct) -> CarbonEvent {
        match self.0.done(who, on("acc", act)).pop() {
            Some(What::Carbon { happened, .. }) => happened,
            other => panic!("{other:?}"),
        }
    }

    fn refused(&mut self, who: &str, act: CarbonAct, code: Code) -> String {
        self.0.refused(who, on("acc", act), code).text.en
    }
}

/// 3 t emitted in 2023, 1 t to be reduced first.
#[test]
fn a_year_becomes_neutral_by_its_steps() {
    let mut desk = Desk::new();
    desk.done("city", enter(1, 10));
    desk.done("owner", filing(2023, 3_000_000, None));
    // Nothing is offset before plan, verified statement and reduction.
    assert!(desk.refused("owner", retire(1, 3), Code::Incomplete).contains("plan"));
    desk.done("owner", plan(2023, 2025, 1_000_000));
    assert!(desk.refused("owner", retire(1, 3), Code::Incomplete).contains("verified"));
    desk.done("verifier", seen(2023, 3_000_000));
    desk.refused("owner", retire(1, 3), Code::ReduceFirst);
    desk.done("owner", claim("r-1", "tower", "2023-01-01", "2023-12-31", 1_000_000));
    desk.refused("owner", retire(1, 3), Code::ReduceFirst);
    desk.done("verifier", verify("r-1"));
    desk.done("owner", retire(1, 2));
    let declare = || CarbonAct::DeclareNeutrality { year: 2023 };
    assert!(desk.refused("owner", declare(), Code::Incomplete).contains("2 t retired"));
    desk.done("owner", retire(3, 3));
    let CarbonEvent::NeutralityDeclared { emitted_g, reduced_g, retired_units, .. } =
        desk.done("owner", declare())
    else {
        panic!("no declaration");
    };
    assert_eq!((emitted_g.0, reduced_g.0, retired_units), (3_000_000, 1_000_000, 3));
    // What it rests on stands still until it is refused or revoked.
    let restated = || filing(2023, 4_000_000, Some(Digest::of(b"2023 3000000")));
    desk.refused("owner", restated(), Code::StepOpen);
    let reverse =
        || CarbonAct::ReverseReduction { reduction: reduction("r-1"), reason: prose("错") };
    desk.refused("auditor", reverse(), Code::StepOpen);
    let certify = || CarbonAct::Certify { year: 2023, certificate: Digest::of(b"c") };
    desk.refused("owner", certify(), Code::NotAllowed);
    desk.done("verifier", certify());
    desk.refused("verifier", certify(), Code::WrongStage);
    desk.done("auditor", CarbonAct::RevokeCertificate { year: 2023, reason: prose("重述") });
    desk.done("owner", restated());
    desk.refused("owner", declare(), Code::Incomplete);
    desk.done("auditor", reverse());
    desk.done("verifier", seen(2023, 4_000_000));
    desk.refused("owner", declare(), Code::ReduceFirst);
    let lines: Vec<_> = desk.0.events.iter().map(programme::journal::line).collect();
    for (line, event) in lines.iter().zip(&desk.0.events) {
        assert_eq!(programme::journal::parse(line).unwrap(), *event);
    }
}

#[test]
fn no_reduction_counts_twice() {
    let mut desk = Desk::new();
    desk.done("owner", claim("r-1", "tower", "2023-03-01", "2023-06-30", 7));
    desk.done("owner", claim("r-2", "tower", "2023-06-30", "2023-07-31", 7));
    desk.done("verifier", verify("r-1"));
    // Whether claimed before or after: the second is found.
    desk.refused("verifier", verify("r-2"), Code::CountedTwice);
    let again = claim("r-3", "tower", "2023-01-01", "2023-03-01", 7);
    desk.refused("owner", again, Code::CountedTwice);
    // Another enterprise with one of the spaces, too.
    let rival = |what| on("other", what);
    desk.0.done("rival", rival(CarbonAct::Open));
    desk.0.done("rival", rival(site("flat", &["S-2"], "2020-01-01", None)));
    let theirs = claim("r-4", "flat", "2023-05-05", "2023-05-05", 7);
    let refusal = desk.0.refused("rival", rival(theirs), Code::CountedTwice);
    assert!(refusal.remedy.en.contains("reverse the record") && refusal.text.zh.contains("S-2"));
    // Reversed, the days are free, and a corrected record names the old one.
    let reason = prose("基准有误");
    desk.done("verifier", CarbonAct::ReverseReduction { reduction: reduction("r-1"), reason });
    desk.refused("verifier", verify("r-1"), Code::Done);
    let CarbonAct::ClaimReduction { mut claim } =
        claim("r-5", "tower", "2023-03-01", "2023-06-29", 6)
    else {
        panic!("no claim");
    };
    claim.corrects = Some(reduction("r-2"));
    let corrected = |claim: &Claim| CarbonAct::ClaimReduction { claim: Box::new(claim.clone()) };
    desk.refused("owner", corrected(&claim), Code::Done);
    claim.corrects = Some(reduction("r-1"));
    desk.done("owner", corrected(&claim));
    desk.done("verifier", verify("r-5"));
    desk.done("verifier", verify("r-2"));
    let account = desk.0.state.carbon().accounts().values().next().unwrap();
    assert_eq!(account.years[&2023].reduced_g, GramsCo2e(13));
}

#[test]
fn a_record_over_a_sold_building_is_refused() {
    let mut desk = Desk::new();
    let end = |to| CarbonAct::EndBoundary { boundary: boundary("tower"), to: date(to) };
    desk.done("owner", claim("r-1", "tower", "2023-01-01", "2023-09-30", 7));
    desk.done("verifier", verify("r-1"));
    let text = desk.refused("owner", end("2023-06-30"), Code::OutsideBoundary);
    assert!(text.contains("r-1"));
    desk.done("owner", claim("r-2", "tower", "2023-10-01", "2023-12-31", 7));
    desk.done("owner", end("2023-10-31"));
    // Claimed before the sale was known, and looked at afterwards.
    desk.refused("verifier", verify("r-2"), Code::OutsideBoundary);
    let late = claim("r-3", "tower", "2023-10-31", "2023-11-01", 7);
    let text = desk.refused("owner", late, Code::OutsideBoundary);
    assert!(text.contains("2020-01-01–2023-10-31"), "{text}");
    desk.done("owner", claim("r-4", "tower", "2023-10-01", "2023-10-31", 7));
    // The buyer has it from the next day on; the seller cannot bring it back.
    desk.refused("owner", end("2023-11-30"), Code::OutOfRange);
    desk.done("owner", site("back", &["S-1"], "2023-11-01", None));
    desk.refused("owner", site("twice", &["S-1", "S-9"], "2024-01-01", None), Code::CountedTwice);
}

#[test]
fn no_unit_is_used_twice() {
    let mut desk = Desk::new();
    desk.done("city", enter(100, 199));
    desk.refused("city", enter(199, 300), Code::CountedTwice);
    desk.refused("city", enter(1, 1_000), Code::CountedTwice);
    desk.done("city", enter(1, 99));
    let cancel =
        |first, last| CarbonAct::CancelUnits { units: range(first, last), reason: prose("公益") };
    // Across two entries; then the pieces are used, and what is left can still be.
    desk.done("owner", cancel(90, 110));
    for (first, last) in [(90, 90), (110, 111), (1, 199), (95, 300)] {
        desk.refused("owner", cancel(first, last), Code::CountedTwice);
    }
    let text = desk.refused("owner", cancel(150, 200), Code::Unknown);
    assert!(text.contains("number 200"), "{text}");
    desk.refused("owner", cancel(5, 4), Code::OutOfRange);
    desk.done("owner", cancel(111, 199));
    desk.done("owner", cancel(1, 89));
    // What another holds cannot be used, and what was used cannot come in again.
    desk.0.done("rival", on("other", CarbonAct::Open));
    desk.0.done("city", on("other", enter(500, 509)));
    desk.refused("owner", cancel(500, 500), Code::Unknown);
    desk.0.refused("city", on("other", enter(50, 50)), Code::CountedTwice);
    assert!(desk.0.state.carbon().violations().is_empty());
}

#[test]
fn who_is_not_independent_verifies_nothing() {
    let mut desk = Desk::new();
    desk.done("owner", claim("r-1", "tower", "2023-01-01", "2023-01-31", 7));
    // The enterprise itself, an office, and a verifier who works there.
    desk.refused("owner", verify("r-1"), Code::NotAllowed);
    desk.refused("city", verify("r-1"), Code::NotAllowed);
    desk.0.hire("inside", OWNER, Role::Verifier, "");
    let mut command = desk.0.command("verifier", on("acc", verify("r-1")));
    command.actor.user = crate::world::user("inside");
    assert_eq!(desk.0.send(&command).unwrap_err().code, Code::ConflictOfInterest);
    let organisation = crate::world::org(OWNER);
    desk.0.done("verifier", Action::DeclareInterest { organisation });
    desk.refused("verifier", verify("r-1"), Code::ConflictOfInterest);
    // A rival sees nothing of it, and mints nothing either.
    desk.refused("rival", claim("r-2", "tower", "2023-01-01", "2023-01-31", 7), Code::NotAllowed);
    desk.refused("owner", enter(1, 5), Code::NotAllowed);
    desk.0.refused("owner", on("none", CarbonAct::Open), Code::Exists);
    desk.0.refused("district", on("none", verify("r-1")), Code::NotAllowed);
    desk.0.refused("city", on("none", enter(1, 5)), Code::Unknown);
}

#[test]
fn what_is_out_of_range_is_refused() {
    let mut desk = Desk::new();
    for bad in [
        claim("r", "tower", "2023-12-31", "2024-01-01", 7),
        claim("r", "tower", "2023-12-31", "2023-12-30", 7),
        claim("r", "tower", "2024-03-01", "2024-03-04", 7),
        claim("r", "tower", "2023-01-01", "2023-01-31", 0),
        claim("r", "tower", "2023-01-01", "2023-01-31", 1_000_000_000_000_000),
        filing(2024, 1, None),
        filing(1999, 1, None),
        filing(2023, -1, None),
        plan(2025, 2024, 1),
        plan(2024, 2030, 0),
        site("x", &[], "2023-01-01", None),
        site("x", &["S-8", "S-8"], "2023-01-01", None),
        site("x", &["S-8"], "2023-01-01", Some("2022-12-31")),
    ] {
        desk.refused("owner", bad, Code::OutOfRange);
    }
    desk.refused("owner", site("tower", &["S-8"], "2023-01-01", None), Code::Exists);
    desk.refused("owner", claim("r", "x", "2023-01-01", "2023-01-31", 7), Code::Unknown);
    desk.done("owner", plan(2024, 2030, 1));
    desk.refused("owner", plan(2030, 2031, 1), Code::Exists);
    desk.done("owner", filing(2023, 5, None));
    desk.refused("owner", filing(2023, 6, None), Code::AmountChanged);
    // Of two officers at once, the second is told.
    let mut command = desk.0.command("owner", on("acc", plan(2040, 2041, 1)));
    command.expected = Some(1);
    assert_eq!(desk.0.send(&command).unwrap_err().code, Code::VersionStale);
    command.expected = Some(4);
    assert!(desk.0.send(&command).is_ok());
}
