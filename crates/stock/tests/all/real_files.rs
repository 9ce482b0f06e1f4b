//! Published files read with the ready mappings: rows add up, a second import changes nothing, and
//! what is wrong with them is said row by row.

use std::collections::BTreeMap;
use std::path::Path;

use stock::{Applied, Field, Ledger, Value, import};
use units::SpaceId;

use crate::support::{apply_twice, bytes, mapping, read, shared};

fn taken(path: &Path, rules: &str) -> (Ledger, Applied) {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let imported = read(&bytes(path), &name, &mapping(rules));
    let mut ledger = Ledger::default();
    let applied = apply_twice(&mut ledger, &imported);
    (ledger, applied)
}

fn codes(applied: &Applied) -> BTreeMap<&str, usize> {
    let mut codes = BTreeMap::new();
    for remark in &applied.diagnostics {
        *codes.entry(remark.code.as_str()).or_default() += 1;
    }
    codes
}

fn number(ledger: &Ledger, id: &str, field: Field) -> f64 {
    ledger.spaces[&SpaceId::new(id).unwrap()].fact(field).unwrap().value.as_f64().unwrap()
}

#[test]
fn chicago_is_a_panel_of_3682_buildings() {
    let Some(shared) = shared("chicago") else { return };
    let path = shared.join("data/chicago-benchmarking-2014-2020/Chicago_Energy_Benchmarking.csv");
    let (ledger, applied) = taken(&path, "chicago-benchmarking");
    // Its README: 17,728 rows, 3,682 buildings, 2014 to 2020.
    assert_eq!((applied.counts.read, applied.counts.created), (17_728, 3_682));
    assert_eq!((applied.counts.merged, applied.counts.refused), (14_046, 0));
    let years: Vec<_> = ledger.spaces.values().flat_map(stock::Space::periods).collect();
    assert_eq!(years.iter().filter(|year| **year == Some(2014)).count(), 243);
    assert_eq!(years.iter().filter(|year| **year == Some(2020)).count(), 3_582);
    // Row 2: 64,028 sq ft, 2,384,738.9 kBtu electricity, 240.8 kBtu/sq ft.
    assert!((number(&ledger, "252064", Field::GrossFloorAreaM2) - 5948.40).abs() < 0.01);
    assert!((number(&ledger, "252064", Field::ElectricityKwh) - 698_897.0).abs() < 10.0);
    assert!((number(&ledger, "252064", Field::SiteEuiKwhM2) - 759.63).abs() < 0.01);
    assert!(!codes(&applied).contains_key("fallback_used"), "every property type has a kind");
    // The name of one property holds a line break: the rows behind it keep their numbers.
    let last = applied.outcomes.last().unwrap();
    assert_eq!(last.row, 17_729);
}

#[test]
fn seattle_reads_with_its_thousands_separators() {
    let Some(shared) = shared("seattle") else { return };
    let path = shared.join("data/seattle-benchmarking-2016/2016_Building_Energy_Benchmarking.csv");
    let (ledger, applied) = taken(&path, "seattle-benchmarking");
    assert_eq!((applied.counts.read, applied.counts.created), (3_376, 3_376));
    assert!((number(&ledger, "1", Field::GrossFloorAreaM2) - 8215.79).abs() < 0.01);
    assert!((number(&ledger, "1", Field::GasKwh) - 374_091.4).abs() < 1.0, "12,764.53 therms");
    // The README's check figure: offices' median site EUI 53.6 kBtu/sf; ours groups a few more
    // types under the kind, and leaves out the zeros that mean "not reported".
    let offices = ledger.spaces.values().filter(|space| {
        space
            .fact(Field::OriginalUse)
            .is_some_and(|fact| fact.value == Value::Text("Office".into()))
    });
    assert_eq!(offices.count(), 498, "LargestPropertyUseType is Office in 498 rows");
    assert!(!codes(&applied).contains_key("fallback_used"), "{:?}", codes(&applied));
}

#[test]
fn a_seattle_file_of_another_year_reads_with_its_other_headings() {
    let text = "OSEBuildingID,DataYear,BuildingType,PrimaryPropertyType,PropertyName,\
        TaxParcelIdentificationNumber,Location,CouncilDistrictCode,Neighborhood,YearBuilt,\
        NumberofBuildings,NumberofFloors,PropertyGFATotal,PropertyGFAParking,PropertyGFABuilding(s),\
        SiteEUI(kBtu/sf),SiteEnergyUse(kBtu),SteamUse(kBtu),Electricity(kWh),NaturalGas(therms),\
        OtherFuelUse(kBtu)\n\
        1,2015,NonResidential,Hotel,HOTEL,659000030,\"{'latitude': '47.61219025', 'longitude': \
        '-122.33799744', 'human_address': '{\"\"address\"\": \"\"405 OLIVE WAY\"\", \"\"city\"\": \
        \"\"SEATTLE\"\"}'}\",7,DOWNTOWN,1927,1,12,88434,0,88434,78.9,6981428,2023032,1080307,12724,0\n\
        2,2015,NonResidential,Hotel,INN,1,\"724 PINE ST\nSEATTLE, WA 98101\n(47.61310, -122.33335)\",\
        7,DOWNTOWN,1996,1,11,103566,15064,88502,94.4,8354235,0,1144563,44490,0\n";
    let imported = read(text.as_bytes(), "2015.csv", &mapping("seattle-benchmarking"));
    assert_eq!(imported.records.len(), 2, "{:#?}", imported.diagnostics);
    for ((id, record), address) in imported.records.iter().zip(["405 OLIVE WAY", "724 PINE ST"]) {
        assert_eq!(record.period, Some(2015));
        assert_eq!(record.facts.0[&Field::Address], Value::Text(address.into()), "{id}");
        let position = record.position.unwrap();
        assert!((position.lat_deg - 47.612).abs() < 0.002 && position.lon_deg < -122.3);
    }
}

#[test]
fn every_british_register_reads_and_its_wrong_systems_are_named() {
    let Some(shared) = shared("uk registers") else { return };
    let folder = shared.join("data/uk-brownfield-registers");
    let mut totals = BTreeMap::<&str, u64>::new();
    let mut registers = 0;
    let entries = std::fs::read_dir(&folder).unwrap();
    for path in entries.map(|entry| entry.unwrap().path()) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.extension().is_none_or(|end| end != "csv") || name.contains("by-msoa") {
            continue;
        }
        registers += 1;
        let (ledger, applied) = taken(&path, "uk-brownfield");
        *totals.entry("read").or_default() += applied.counts.read;
        *totals.entry("refused").or_default() += applied.counts.refused;
        let codes = codes(&applied);
        match &name[..8] {
            // Says ETRS89 or WGS84, holds metres of the British grid.
            "46ebf7ab" | "f19782ae" => {
                assert_eq!(codes["crs_contradiction"] as u64, applied.counts.read, "{name}");
            }
            "66012b17" => assert_eq!(codes["unknown_crs_name"], 4),
            "dda69588" => {
                assert_eq!((codes["crs_not_declared"], codes["id_by_otherwise"]), (28, 1))
            }
            _ => {}
        }
        for position in ledger.spaces.values().filter_map(stock::Space::position) {
            *totals.entry("placed").or_default() += 1;
            assert!(
                (-8.8..1.9).contains(&position.lon_deg) && (49.8..60.9).contains(&position.lat_deg)
            );
        }
    }
    // 41 of the refused rows stand in one register that a PDF table was torn into, one in another
    // whose area is a sentence.
    assert_eq!((registers, totals["read"], totals["refused"]), (14, 1_478, 42));
    // Without position: 101 in London (geocentric metres), 5 of the torn table of Worcester.
    assert_eq!(totals["placed"], 1_330);
}

#[test]
fn a_table_without_sites_is_refused_with_its_headings() {
    let Some(shared) = shared("msoa") else { return };
    let path = shared.join("data/uk-brownfield-registers/brownfield-areas-by-msoa.csv");
    let remarks = import(&bytes(&path), "msoa.csv", &mapping("uk-brownfield")).unwrap_err();
    assert_eq!(
        (remarks[0].code.as_str(), remarks[0].value.as_str()),
        ("missing_column", "msoa, brownfield area")
    );
}

#[test]
fn the_portfolio_manager_workbook_and_its_csv_say_the_same() {
    let Some(shared) = shared("portfolio manager") else { return };
    let folder = shared.join("data/building-exchange-samples");
    let csv = bytes(&folder.join("portfolio-manager-sample.csv"));
    let text = String::from_utf8_lossy(&csv);
    let heading =
        text.lines().next().unwrap().split(',').next().unwrap().trim_matches('"').to_owned();
    let yaml = format!("format: 1\nid: {{columns: [[{heading:?}]]}}\nfields: {{}}\n");
    let rules = crate::support::mapping_of(&yaml);
    let ids = |bytes: &[u8], name: &str| -> Vec<String> {
        read(bytes, name, &rules).records.iter().map(|(id, _)| id.to_string()).collect()
    };
    let xlsx = bytes(&folder.join("portfolio-manager-sample.xlsx"));
    let (one, two) = (ids(&csv, "p.csv"), ids(&xlsx, "p.xlsx"));
    assert!(one.len() > 500, "{}", one.len());
    assert_eq!(one, two);
}
