//! Activity × factors: numbers that can be checked by hand, properties, bad input.

use oorandom::Rand64;
use programme::Suite;
use programme::carbon::{
    Activity, ActivityRow, Basis, Book, Boundaries, Boundary, FactorKind, FactorTable,
    FactorVersion, Flag, Inventory, Metering, Method, OtherYear, ReplayError, Scope, Share,
    Statement, Unit, Why,
};
use programme::ids::{BoundaryId, Digest, FactorId, HolderId, MeterId};
use proptest::prelude::*;
use units::{Date, Diagnostic, GramsCo2e, Mark, Source};

use crate::world::date;

const FILE: &str = include_str!("../../../../../data/factors/inventory-cn.yaml");
const SETS: [(&str, &str); 2] = [
    ("beijing-2022.yaml", include_str!("../../../../../data/factors/beijing-2022.yaml")),
    ("china-2022.yaml", include_str!("../../../../../data/factors/china-2022.yaml")),
];

fn table() -> FactorTable {
    FactorTable::load(("inventory-cn.yaml", FILE), &SETS).unwrap()
}

fn holder(text: &str) -> HolderId {
    HolderId::new(text).unwrap()
}

fn row(meter: &str, activity: Activity, days: [&str; 2], quantity_milli: i64) -> ActivityRow {
    ActivityRow {
        boundary: BoundaryId::new("site").unwrap(),
        meter: MeterId::new(meter).unwrap(),
        under: None,
        activity,
        from: date(days[0]),
        to: date(days[1]),
        quantity_milli: Some(quantity_milli),
        unit: activity.unit(),
        factor: None,
        shares: Vec::new(),
        evidence: Digest::of(meter.as_bytes()),
    }
}

fn sites(metering: Option<Metering>) -> Boundaries {
    let site =
        Boundary { region: "beijing".to_owned(), metering, from: date("2020-01-01"), to: None };
    [(BoundaryId::new("site").unwrap(), site)].into()
}

fn checked(metering: Option<Metering>, rows: &[ActivityRow]) -> Result<Book, Vec<Diagnostic>> {
    Book::check(Suite::Sha2, "activity.csv", &sites(metering), rows)
}

fn book(rows: &[ActivityRow]) -> Book {
    checked(Some(Metering::Net), rows).unwrap_or_else(|found| panic!("{found:?}"))
}

fn method(year: i16) -> Method {
    Method {
        holder: holder("owner"),
        year,
        known_on: date("2026-12-01"),
        other_year: OtherYear::Refuse,
        restate_from_ppm: 50_000,
    }
}

fn inventory(rows: &[ActivityRow], year: i16) -> Inventory {
    Inventory::of(&book(rows), &table(), &method(year)).unwrap()
}

const YEAR: [&str; 2] = ["2022-01-01", "2022-12-31"];

/// 1,000,000 kWh · 0.5580 kg = 558 t by location, · 0.5856 kg = 585.6 t by market;
/// 10,000 GJ · 0.11 t = 1,100 t; 50,000 m³ · 2.1622 kg = 108.11 t; 1,000 kg · 3.0959 kg = 3.0959 t.
#[test]
fn a_year_by_hand() {
    let rows = [
        row("e", Activity::GridElectricity, YEAR, 1_000_000_000),
        row("h", Activity::DistrictHeat, YEAR, 10_000_000),
        row("g", Activity::NaturalGas, YEAR, 50_000_000),
        row("d", Activity::Diesel, YEAR, 1_000_000),
    ];
    let found = inventory(&rows, 2022);
    assert_eq!(found.totals.scope1_g, GramsCo2e(108_110_000 + 3_095_900));
    assert_eq!(found.totals.scope2_location_g, GramsCo2e(558_000_000 + 1_100_000_000));
    assert_eq!(found.totals.scope2_market_g, GramsCo2e(585_600_000 + 1_100_000_000));
    assert_eq!(found.totals.scope3_location_g, GramsCo2e(0));
    assert!(found.gaps.is_empty());
    // Each line tells from what it came, and the recalled factor is flagged.
    let of = |activity| found.lines.iter().find(|line| line.activity == activity).unwrap();
    assert_eq!(of(Activity::GridElectricity).factor.as_str(), "grid/beijing/2022");
    assert_eq!(of(Activity::Diesel).flags, [Flag::Unconfirmed]);
    assert_eq!(of(Activity::NaturalGas).flags, []);
}

/// 365 + 365 days, 730 kWh: 365 kWh at 0.5688 and 365 kWh at 0.5580.
#[test]
fn a_bill_across_two_years_is_split_by_days() {
    let rows = [row("e", Activity::GridElectricity, ["2021-01-01", "2022-12-31"], 730_000)];
    let [first, second] = [2021, 2022].map(|year| inventory(&rows, year));
    assert_eq!(first.totals.scope2_location_g, GramsCo2e(207_612));
    assert_eq!(second.totals.scope2_location_g, GramsCo2e(203_670));
    // No residual mix is known of 2021: the grid's average stands for it, and the line says so.
    let market = first.lines.iter().find(|line| line.basis == Basis::Market).unwrap();
    assert_eq!((market.grams, &market.flags[..]), (GramsCo2e(207_612), &[Flag::GridAverage][..]));
}

/// A tenant with 30 % of 1,001 Wh, and a landlord with the rest: nothing is lost between them.
#[test]
fn landlord_and_tenant_share_what_there_is() {
    let mut shared = row("e", Activity::GridElectricity, YEAR, 1_001);
    shared.shares = vec![
        Share { holder: holder("tenant"), share_ppm: 300_000 },
        Share { holder: holder("owner"), share_ppm: 700_000 },
    ];
    let found = inventory(&[shared], 2022);
    // 1,001 Wh · 558 g/kWh = 558.558 g: 559, of which 391.3 and 167.7.
    assert_eq!(found.totals.scope2_location_g, GramsCo2e(391));
    assert_eq!(found.totals.scope3_location_g, GramsCo2e(168));
    let quantities: i64 = found
        .lines
        .iter()
        .filter(|line| line.basis == Basis::Location)
        .map(|l| l.quantity_milli)
        .sum();
    assert_eq!(quantities, 1_001);
}

/// 1,000 kWh at the grid and 200 kWh of own PV, or 1,200 kWh before the consumers of which 200 are
/// own: the same 1,000 kWh are bought. 100 kWh to the grid change nothing.
#[test]
fn own_pv_is_taken_off_once() {
    let pv = row("pv", Activity::PvSelfUse, YEAR, 200_000);
    let export = row("pv", Activity::PvExport, YEAR, 100_000);
    let of = |metering, metered| {
        let meter = row("e", Activity::GridElectricity, YEAR, metered);
        let book = checked(Some(metering), &[meter, pv.clone(), export.clone()]).unwrap();
        Inventory::of(&book, &table(), &method(2022)).unwrap()
    };
    let (net, gross) = (of(Metering::Net, 1_000_000), of(Metering::Gross, 1_200_000));
    assert_eq!(net.totals.scope2_location_g, GramsCo2e(558_000));
    assert_eq!(net.totals, gross.totals);
    assert_eq!(net.told.values().sum::<i64>(), 300_000);
    assert_eq!(gross.told.values().sum::<i64>(), 100_000);
    // Who does not say where the meters stand is asked.
    let found = checked(None, std::slice::from_ref(&pv)).unwrap_err();
    assert_eq!(codes(&found), ["metering_undeclared"]);
    let meter = row("e", Activity::GridElectricity, YEAR, 100_000);
    assert_eq!(
        codes(&checked(Some(Metering::Gross), &[meter, pv]).unwrap_err()),
        ["pv_above_consumption"]
    );
}

/// 400 of 1,000 kWh are green: by market 600 · 0.5856 kg, by location all at the grid's average.
#[test]
fn green_power_counts_by_market_alone() {
    let meter = row("e", Activity::GridElectricity, YEAR, 1_000_000);
    let green = row("GEC-1", Activity::GreenPower, YEAR, 400_000);
    let found = inventory(&[meter.clone(), green], 2022);
    assert_eq!(found.totals.scope2_location_g, GramsCo2e(558_000));
    assert_eq!(found.totals.scope2_market_g, GramsCo2e(585_600 - 234_240));
    let more = row("GEC-1", Activity::GreenPower, YEAR, 1_000_001);
    assert_eq!(codes(&checked(None, &[meter, more]).unwrap_err()), ["green_above_bought"]);
}

#[test]
fn what_is_not_known_is_not_nothing() {
    let mut unread = row("e", Activity::GridElectricity, YEAR, 0);
    unread.quantity_milli = None;
    let found = inventory(&[unread], 2022);
    assert!(found.lines.is_empty() && found.gaps.iter().all(|gap| gap.why == Why::NoQuantity));
    assert_eq!(found.gaps.len(), 2);
    // Beijing's factor of 2023 was not seen.
    let rows = [row("e", Activity::GridElectricity, ["2023-01-01", "2023-12-31"], 1_000_000)];
    let found = inventory(&rows, 2023);
    assert_eq!(found.gaps[0].why, Why::OtherYear);
    assert_eq!(found.gaps[0].quantity_milli, 1_000_000);
    assert!(found.gaps[0].remark("a.csv").remedy.en.contains("let the method use the latest"));
    // Only where the method says so does the latest known stand for it, and the line tells.
    let latest = Method { other_year: OtherYear::LatestKnown, ..method(2023) };
    let found = Inventory::of(&book(&rows), &table(), &latest).unwrap();
    assert_eq!(found.totals.scope2_location_g, GramsCo2e(558_000));
    assert!(found.lines.iter().all(|line| line.flags.contains(&Flag::OtherYear)));
    // On a day before anything was published, nothing was known.
    let early = Method { known_on: date("2020-01-01"), ..latest };
    let found = Inventory::of(&book(&rows), &table(), &early).unwrap();
    assert!(found.gaps.iter().all(|gap| gap.why == Why::NoFactor));
}

#[test]
fn a_factor_of_a_wrong_year_is_found() {
    let mut named = row("e", Activity::GridElectricity, YEAR, 1_000_000);
    named.factor = Some(FactorId::new("grid/beijing/2021").unwrap());
    let found = inventory(&[named.clone()], 2022);
    let gap = found.gaps.iter().find(|gap| gap.basis == Basis::Location).unwrap();
    assert_eq!(gap.why, Why::OtherYear);
    assert_eq!(found.totals.scope2_location_g, GramsCo2e(0));
    named.factor = Some(FactorId::new("grid/beijing/2022").unwrap());
    assert!(inventory(&[named], 2022).gaps.is_empty());
}

fn codes(found: &[Diagnostic]) -> Vec<&str> {
    found.iter().map(|one| one.code.as_str()).collect()
}

/// Each bad input is refused by its row, with what to do in both languages.
#[test]
fn bad_rows_are_refused_with_a_remedy() {
    let good = || row("M-1", Activity::GridElectricity, ["2022-01-01", "2022-01-31"], 5);
    type Change = fn(&mut ActivityRow);
    let one: [(&str, Change); 9] = [
        ("unknown_boundary", |row| row.boundary = BoundaryId::new("elsewhere").unwrap()),
        ("wrong_period", |row| row.to = date("2021-12-31")),
        ("wrong_period", |row| row.to = date("2031-01-01")),
        ("outside_boundary", |row| row.from = date("2019-12-31")),
        ("wrong_quantity", |row| row.quantity_milli = Some(-1)),
        ("wrong_quantity", |row| row.quantity_milli = Some(i64::MAX)),
        ("wrong_unit", |row| row.unit = Unit::Gj),
        ("shares_not_whole", |row| {
            row.shares = vec![Share { holder: holder("a"), share_ppm: 999_999 }];
        }),
        ("shares_not_whole", |row| {
            let half = Share { holder: holder("a"), share_ppm: 500_000 };
            row.shares = vec![half.clone(), half];
        }),
    ];
    for (code, change) in one {
        let mut bad = good();
        change(&mut bad);
        let found = checked(None, &[bad]).unwrap_err();
        assert_eq!(codes(&found), [code]);
        assert!(found[0].row == Some(2) && !found[0].remedy.zh.is_empty());
    }
    // The same meter twice, even in other letters; a sub-meter beside its main meter.
    let again = row("m-1", Activity::GridElectricity, ["2022-01-31", "2022-02-28"], 7);
    let found = checked(None, &[good(), again]).unwrap_err();
    assert_eq!((codes(&found), found[0].row), (vec!["meter_twice"], Some(3)));
    let mut below = row("M-2", Activity::GridElectricity, ["2022-01-15", "2022-01-16"], 1);
    below.under = Some(MeterId::new("floor").unwrap());
    let mut floor = row("floor", Activity::GridElectricity, ["2022-03-01", "2022-03-31"], 1);
    floor.under = Some(MeterId::new("M-1").unwrap());
    let found = checked(None, &[good(), below.clone(), floor.clone()]).unwrap_err();
    assert_eq!((codes(&found), found[0].row), (vec!["sub_meter_twice"], Some(3)));
    (below.from, below.to) = (date("2022-02-01"), date("2022-02-01"));
    assert!(checked(None, &[good(), below, floor]).is_ok());
    // Two meters that say the same are worth a look.
    let twin = row("M-9", Activity::GridElectricity, ["2022-01-01", "2022-01-31"], 5);
    assert_eq!(codes(book(&[good(), twin]).warnings()), ["maybe_same_meter"]);
}

/// A building that was sold counts to its last day and no further.
#[test]
fn a_sold_building_no_longer_counts() {
    let mut sites = sites(None);
    for site in sites.values_mut() {
        site.to = Some(date("2022-06-30"));
    }
    let check = |to| {
        let row = row("e", Activity::GridElectricity, ["2022-06-01", to], 1);
        Book::check(Suite::Sha2, "a.csv", &sites, &[row])
    };
    assert!(check("2022-06-30").is_ok());
    let found = check("2022-07-01").unwrap_err();
    assert_eq!(codes(&found), ["outside_boundary"]);
    assert!(found[0].remedy.en.contains("handover"), "{}", found[0]);
}

#[test]
fn factors_that_contradict_each_other_are_refused() {
    let load = |text: &str| {
        FactorTable::load(("f.yaml", text), &SETS).map_err(|found| found[0].code.clone())
    };
    let line = |rest: &str| {
        format!(
            "versions:\n- {{ id: a, kind: natural_gas, region: x, from: 2022-01-01, known_from: 2022-01-01, {rest} }}\n"
        )
    };
    let whole = "value: 2.1622, unit: kgco2_per_m3, origin: o, mark: S";
    assert_eq!(load(&line(whole)).unwrap().versions()[0].micrograms_per_unit, 2_162_200_000);
    let twice = line(whole)
        + line(whole).trim_start_matches("versions:\n").replace("id: a", "id: b").as_str();
    for (text, code) in [
        (line("value: 2, unit: kgco2_per_kwh, origin: o, mark: S"), "wrong_unit"),
        (line("value: 0.0000000001, unit: kgco2_per_m3, origin: o, mark: S"), "too_fine"),
        (line("value: -1, unit: kgco2_per_m3, origin: o, mark: S"), "wrong_factor"),
        (line("value: 1, unit: kgco2_per_m3"), "incomplete_factor"),
        (line("same_as: nowhere/gas"), "unknown_factor"),
        (line(&format!("to: 2021-01-01, {whole}")), "wrong_period"),
        (twice, "factor_twice"),
        ("versions: 7".to_owned(), "unreadable_file"),
    ] {
        assert_eq!(load(&text).unwrap_err(), code, "{text}");
    }
}

fn revision(id: &str, known_from: &str, micrograms_per_unit: i64) -> FactorVersion {
    FactorVersion {
        id: FactorId::new(id).unwrap(),
        kind: FactorKind::GridElectricity,
        region: "beijing".to_owned(),
        from: date("2022-01-01"),
        to: Some(date("2022-12-31")),
        known_from: date(known_from),
        micrograms_per_unit,
        source: Source { origin: "revision".to_owned(), date: None, mark: Mark::Secondary },
    }
}

/// Three revisions later, the statement of then is the same to the byte, and the one of now differs
/// by what the diff says.
#[test]
fn a_statement_is_made_again_after_three_revisions() {
    let mut rows: Vec<_> = (0..50)
        .map(|n| row(&format!("e-{n}"), Activity::GridElectricity, YEAR, 1_000_003 * n))
        .collect();
    let old = table();
    let made = Statement::make(Suite::Sm, &book_of(Suite::Sm, &rows), &old, &method(2022)).unwrap();
    let (mut now, mut tables) = (old, Vec::new());
    for (id, known_from, micrograms) in [
        ("r1", "2027-01-05", 560_000_000),
        ("r2", "2027-06-01", 550_000_000),
        ("r3", "2028-01-01", 600_000_000),
    ] {
        now = now.revised(vec![revision(id, known_from, micrograms)]).unwrap();
        tables.push(now.clone());
    }
    rows.reverse();
    let book = book_of(Suite::Sm, &rows);
    for table in &tables {
        let again = made.again(Suite::Sm, &book, table).unwrap();
        assert_eq!(again.bytes(), made.bytes());
    }
    // What it was known by in between can be said too: each revision from its day on.
    for (known_on, factor) in [
        ("2027-01-04", "grid/beijing/2022"),
        ("2027-01-05", "r1"),
        ("2027-12-31", "r2"),
        ("2028-01-01", "r3"),
    ] {
        let method = Method { known_on: date(known_on), ..method(2022) };
        let found = Statement::make(Suite::Sm, &book, &now, &method).unwrap();
        let line = found.lines.iter().find(|line| line.basis == Basis::Location).unwrap();
        assert_eq!(line.factor.as_str(), factor);
        assert_eq!(serde_json::from_slice::<Statement>(&found.bytes()).unwrap(), found);
    }
    // 558 → 600 g/kWh is 7.5 % of electricity by location: more than the 5 % of the policy.
    let later = Method { known_on: date("2028-01-01"), ..method(2022) };
    let new = Statement::make(Suite::Sm, &book, &now, &later).unwrap();
    let diff = made.diff(&new);
    assert!(diff.must_restate && diff.changes.len() == 1);
    assert_eq!(diff.changes[0].factors_after[0].as_str(), "r3");
    let change = diff.changes[0].after_g.unwrap().0 - diff.changes[0].before_g.unwrap().0;
    assert_eq!(change, diff.after.scope2_location_g.0 - diff.before.scope2_location_g.0);
    let lenient = Method { restate_from_ppm: 80_000, ..method(2022) };
    let made = Statement::make(Suite::Sm, &book, &now, &lenient).unwrap();
    assert!(!made.diff(&new).must_restate);
    // What was known then cannot be changed afterwards, nor the data.
    let forged = now.revised(vec![revision("r4", "2024-12-21", 1)]).unwrap();
    assert!(matches!(made.again(Suite::Sm, &book, &forged), Err(ReplayError::Factors { .. })));
    rows[0].quantity_milli = Some(1);
    let other = book_of(Suite::Sm, &rows);
    assert!(matches!(made.again(Suite::Sm, &other, &now), Err(ReplayError::Activity { .. })));
}

fn book_of(suite: Suite, rows: &[ActivityRow]) -> Book {
    Book::check(suite, "a.csv", &sites(None), rows).unwrap()
}

/// Rows of random days, quantities and shares, no meter twice.
fn random_rows(seed: u64, count: u64) -> Vec<ActivityRow> {
    let mut random = Rand64::new(u128::from(seed));
    let kinds = [
        Activity::GridElectricity,
        Activity::DistrictHeat,
        Activity::NaturalGas,
        Activity::Diesel,
        Activity::PvExport,
    ];
    let place = |random: &mut Rand64, end: u64| usize::try_from(random.rand_range(0..end)).unwrap();
    (0..count)
        .map(|n| {
            let kind = kinds[place(&mut random, 5)];
            let from = date("2021-01-01")
                + units::Span::new().days(i64::try_from(random.rand_range(0..500)).unwrap());
            let to =
                from + units::Span::new().days(i64::try_from(random.rand_range(0..400)).unwrap());
            let quantity = i64::try_from(random.rand_range(0..1_000_000_000)).unwrap();
            let mut row = row(&format!("m-{n}"), kind, ["2021-01-01"; 2], quantity);
            (row.from, row.to) = (from, to);
            if place(&mut random, 2) == 0 {
                let first = u32::try_from(random.rand_range(0..1_000_001)).unwrap();
                row.shares = vec![
                    Share { holder: holder("owner"), share_ppm: first },
                    Share { holder: holder("tenant"), share_ppm: 1_000_000 - first },
                ];
            }
            row
        })
        .collect()
}

/// The same emissions worked out day by day in exact fractions, in no clever way.
fn by_days(rows: &[ActivityRow], year: i16) -> (i128, i128) {
    let (table, mut grams, mut count) = (table(), 0_i128, 0_i128);
    // Each row cut down to the gram: its exact value is within a gram of it.
    for row in rows.iter().filter(|row| row.activity != Activity::PvExport) {
        let days = i128::from(row.from.until(row.to).unwrap().get_days()) + 1;
        let mut exact = 0_i128;
        let mut day: Date = row.from;
        while day <= row.to {
            let kind = match row.activity {
                Activity::GridElectricity => FactorKind::GridElectricity,
                Activity::DistrictHeat => FactorKind::DistrictHeat,
                Activity::NaturalGas => FactorKind::NaturalGas,
                _ => FactorKind::Diesel,
            };
            let version = table.versions().iter().find(|one| {
                one.kind == kind
                    && ["beijing", "any"].contains(&one.region.as_str())
                    && one.from <= day
                    && one.to.is_none_or(|to| day <= to)
            });
            if let Some(version) = version.filter(|_| day.year() == year) {
                exact += i128::from(row.quantity_milli.unwrap())
                    * i128::from(version.micrograms_per_unit);
            }
            day = day.tomorrow().unwrap();
        }
        grams += exact / (days * 1_000_000_000);
        count += 1;
    }
    (grams, count)
}

#[test]
fn random_books_agree_with_a_count_day_by_day() {
    for seed in 0..20 {
        let rows = random_rows(seed, 200);
        for year in [2021, 2022] {
            let found = inventory(&rows, year).totals;
            let sum = i128::from((found.own(Basis::Location) + found.scope3_location_g).0);
            let (grams, count) = by_days(&rows, year);
            // A row's quantity is cut to a thousandth of a unit a year: at most 110 g of heat.
            assert!((sum - grams).abs() <= count * 111, "seed {seed}: {sum} {grams}");
        }
    }
}

proptest! {
    /// Neither the order of rows nor that of factors changes a byte.
    #[test]
    fn order_does_not_change_a_gram(seed in 0_u64..1_000_000, turn in 1_usize..60) {
        let rows = random_rows(seed, 60);
        let mut turned = rows.clone();
        turned.rotate_left(turn);
        turned.iter_mut().for_each(|row| row.shares.reverse());
        let mut versions = table().versions().to_vec();
        versions.reverse();
        let other = FactorTable::new(versions).unwrap();
        let make = |rows: &[ActivityRow], table: &FactorTable| {
            Statement::make(Suite::Sha2, &book(rows), table, &method(2022)).unwrap().bytes()
        };
        let one = make(&rows, &table());
        prop_assert_eq!(one, make(&turned, &other));
    }

    /// What a tenant holds is taken from the landlord and from nobody else; the years' parts of a
    /// bill add up to it.
    #[test]
    fn splits_keep_every_gram(seed in 0_u64..1_000_000) {
        let rows = random_rows(seed, 40);
        let mut whole = rows.clone();
        whole.iter_mut().for_each(|row| row.shares.clear());
        let mut quantities = 0;
        for year in 2021..=2023 {
            let latest = Method { other_year: OtherYear::LatestKnown, ..method(year) };
            let of = |rows: &[ActivityRow]| Inventory::of(&book(rows), &table(), &latest).unwrap();
            let (split, all) = (of(&rows), of(&whole));
            let (one, other) = (split.totals, all.totals);
            let by_location = one.own(Basis::Location) + one.scope3_location_g;
            prop_assert_eq!(by_location, other.own(Basis::Location));
            let by_market = one.own(Basis::Market) + one.scope3_market_g;
            prop_assert_eq!(by_market, other.own(Basis::Market));
            prop_assert!(split.gaps.is_empty());
            let counted = split.lines.iter().filter(|line| line.basis != Basis::Market);
            quantities += counted.map(|line| line.quantity_milli).sum::<i64>();
            quantities += split.told.values().sum::<i64>();
            let fits = |line: &programme::carbon::Line| {
                (line.scope == Scope::Three) == (line.holder.as_str() == "tenant")
            };
            prop_assert!(split.lines.iter().all(fits));
        }
        let given: i64 = rows.iter().filter_map(|row| row.quantity_milli).sum();
        prop_assert_eq!(quantities, given);
    }
}
