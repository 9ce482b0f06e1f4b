//! A synthetic ledger of Beijing for the demonstration: every space in it is invented and says so,
//! except five projects that the press reported, which carry only what was reported.
//!
//! The file is what a district office might send: Chinese headings, GB18030, some columns empty
//! most of the time, and one or two rows in a hundred wrong in ways that real lists are wrong.

use encoding_rs::GB18030;
use oorandom::Rand64;

macro_rules! columns {
    ($($column:ident $heading:literal)*) => {
        /// The columns, in file order.
        #[derive(Clone, Copy)]
        enum Column { $($column),* }

        /// The headings, as `data/mappings/beijing-ledger.yaml` names them.
        const HEADINGS: &[&str] = &[$($heading),*];
    };
}

columns! {
    Id "项目编号"
    Name "名称"
    District "区"
    Street "街道"
    Address "地址"
    Kind "类型"
    ProjectKind "项目类别"
    OriginalUse "原用途"
    GrossArea "建筑面积(㎡)"
    RenovatedArea "改造面积(㎡)"
    Storeys "层数"
    StoreyHeight "层高(m)"
    YearBuilt "竣工年份"
    CompletionDate "竣工日期"
    Vacant "是否空置"
    VacantSince "腾退时间"
    Occupancy "入驻率(%)"
    DistrictTax "区级税收(元/㎡·年)"
    UseFits "业态是否符合定位"
    Owner "产权单位"
    Ownership "权属性质"
    EnterpriseSize "实施主体规模"
    Electricity "用电量(kWh)"
    Gas "用气量(kWh)"
    DistrictHeat "外购热力(GJ)"
    HeatingPlant "供暖热源"
    RoofArea "屋顶面积(㎡)"
    PvSuitable "屋顶是否适合光伏"
    Investment "固定资产投资(万元)"
    Loan "贷款本金(万元)"
    RightsClear "产权是否清晰"
    PositioningDefined "产业定位是否明确"
    MechanismInPlace "运营管理机制是否健全"
    TargetIndustry "目标产业"
    ProjectState "项目状态"
    OtherFunds "是否已获其他市级资金"
    InReserve "是否纳入储备库"
    Identified "区级是否认定低效"
    OccupancyTarget "入驻率目标是否达成"
    EnterpriseTarget "重点企业目标是否达成"
    WorksWithinScope "改造内容是否在支持范围"
    PlanConformity "是否符合首都功能和规划"
    IndustryFits "产业方向是否符合要求"
    ReadyToStart "是否可即开工"
    RenewablesFeasible "是否具备可再生能源条件"
    HeatPump "是否采用热泵供暖"
    DesignSaving "设计综合节能率(%)"
    DesignPvShare "设计光伏屋面占比(%)"
    SupportMode "支持方式"
    Longitude "经度"
    Latitude "纬度"
    Datum "坐标系"
    Note "备注"
}

/// A district: share of the rows, centre, and how far its built-up core reaches from there.
struct District {
    name: &'static str,
    /// Rows in a thousand; a guess of ours, more where there is more old industry and commerce.
    rows_per_mille: u64,
    lon_deg: f64,
    lat_deg: f64,
    /// East and north from the centre, chosen by us so that a point stays within district and town.
    core_km: (f64, f64),
}

/// Centres: the `center` that the AutoNavi district query (restapi.amap.com/v3/config/district)
/// gives for each Beijing district, in GCJ-02.
const DISTRICTS: &[District] = &[
    district("东城区", 70, 116.418757, 39.917544, (0.9, 3.8)),
    district("西城区", 80, 116.366794, 39.915309, (1.6, 3.4)),
    district("朝阳区", 170, 116.486409, 39.921489, (3.8, 6.5)),
    district("丰台区", 130, 116.286968, 39.863642, (4.8, 1.4)),
    district("石景山区", 70, 116.195445, 39.914601, (0.8, 2.5)),
    district("海淀区", 130, 116.310316, 39.956074, (1.6, 5.0)),
    district("门头沟区", 20, 116.105381, 39.937183, (0.5, 0.7)),
    district("房山区", 45, 116.139157, 39.735535, (2.5, 2.5)),
    district("通州区", 75, 116.658603, 39.902486, (3.0, 3.0)),
    district("顺义区", 55, 116.653525, 40.128936, (2.5, 2.5)),
    district("昌平区", 55, 116.235906, 40.218085, (2.5, 2.5)),
    district("大兴区", 60, 116.338033, 39.728908, (3.0, 3.0)),
    district("怀柔区", 12, 116.637122, 40.324272, (2.0, 2.0)),
    district("平谷区", 10, 117.112335, 40.144783, (2.0, 2.0)),
    district("密云区", 10, 116.843352, 40.377362, (2.0, 2.0)),
    district("延庆区", 8, 115.985006, 40.465325, (1.5, 1.5)),
];

const fn district(
    name: &'static str,
    rows_per_mille: u64,
    lon_deg: f64,
    lat_deg: f64,
    core_km: (f64, f64),
) -> District {
    District { name, rows_per_mille, lon_deg, lat_deg, core_km }
}

/// Boxes around lakes inside those cores, west, south, east, north, GCJ-02, drawn generously: the
/// lakes of the old city, Yuyuantan, Kunming lake, Chaoyang park, the Gui river at Yanqing.
const LAKES: &[[f64; 4]] = &[
    [116.376, 39.905, 116.404, 39.950],
    [116.310, 39.914, 116.340, 39.928],
    [116.258, 39.975, 116.295, 40.010],
    [116.470, 39.935, 116.495, 39.955],
    [115.930, 40.430, 116.010, 40.458],
];

/// GCJ-02 minus CGCS2000 near the centre of Beijing, rounded; enough for invented points.
const GCJ02_OFFSET_DEG: (f64, f64) = (0.0062, 0.0014);

/// Kilometres of one degree of latitude, and of longitude at 40° north.
const KM_PER_DEG: (f64, f64) = (85.3, 111.0);

/// What stands there: typical ranges of our own, none of them a statistic.
struct Stock {
    kind: &'static str,
    project_kind: &'static str,
    rows_per_mille: u64,
    /// Gross floor area, smallest and largest. [m²]
    area_m2: (f64, f64),
    storeys: (u64, u64),
    year_built: (u64, u64),
    /// Electricity while in use, low and high. [kWh/m² a year]
    electricity_kwh_m2: (f64, f64),
}

const BUILDING: &str = "低效楼宇";
const PLANT: &str = "老旧厂房";

const STOCK: &[Stock] = &[
    Stock {
        kind: "写字楼",
        project_kind: BUILDING,
        rows_per_mille: 340,
        area_m2: (6e3, 1.2e5),
        storeys: (6, 28),
        year_built: (1978, 2016),
        electricity_kwh_m2: (50.0, 130.0),
    },
    Stock {
        kind: "商场",
        project_kind: BUILDING,
        rows_per_mille: 140,
        area_m2: (5e3, 9e4),
        storeys: (3, 8),
        year_built: (1982, 2014),
        electricity_kwh_m2: (90.0, 220.0),
    },
    Stock {
        kind: "批发市场",
        project_kind: BUILDING,
        rows_per_mille: 100,
        area_m2: (4e3, 8e4),
        storeys: (1, 5),
        year_built: (1985, 2010),
        electricity_kwh_m2: (40.0, 140.0),
    },
    Stock {
        kind: "酒店",
        project_kind: BUILDING,
        rows_per_mille: 40,
        area_m2: (4e3, 5e4),
        storeys: (5, 20),
        year_built: (1980, 2012),
        electricity_kwh_m2: (70.0, 170.0),
    },
    Stock {
        kind: "老旧厂房",
        project_kind: PLANT,
        rows_per_mille: 260,
        area_m2: (9e2, 6e4),
        storeys: (1, 3),
        year_built: (1954, 2002),
        electricity_kwh_m2: (20.0, 120.0),
    },
    Stock {
        kind: "仓库",
        project_kind: PLANT,
        rows_per_mille: 100,
        area_m2: (8e2, 4e4),
        storeys: (1, 2),
        year_built: (1956, 2008),
        electricity_kwh_m2: (10.0, 45.0),
    },
    Stock {
        kind: "综合",
        project_kind: BUILDING,
        rows_per_mille: 20,
        area_m2: (3e3, 4e4),
        storeys: (2, 12),
        year_built: (1975, 2012),
        electricity_kwh_m2: (40.0, 120.0),
    },
];

const STREETS: &[&str] = &[
    "建设", "和平", "光明", "文化", "东风", "新兴", "胜利", "工业", "站前", "友谊", "解放", "育新",
];
const INDUSTRIES: &[&str] =
    &["战略性新兴产业", "高精尖产业", "现代服务业", "数字经济与实体经济融合"];
const SYNTHETIC: &str = "合成数据，仅供演示";

/// A ledger of `spaces` invented rows and then the five reported projects, as a GB18030 CSV file.
///
/// The same `spaces` and `seed` give the same bytes everywhere. About 1.5 % of the invented rows
/// are defective; the kinds of defect take turns, so that a few hundred rows hold each.
pub(crate) fn ledger(spaces: usize, seed: u64) -> Vec<u8> {
    let mut dice = Dice(Rand64::new(u128::from(seed)));
    let mut rows: Vec<Row> = Vec::with_capacity(spaces + REPORTED.len());
    let mut defects = 0;
    for number in 1..=spaces {
        let mut row = space(&mut dice, number);
        if dice.per_mille(15) {
            let earlier = rows.get(dice.index(rows.len())).cloned();
            spoil(&mut row, &mut dice, defects, earlier);
            defects += 1;
        }
        rows.push(row);
    }
    rows.extend(REPORTED.iter().map(|known| Row::new().with(known)));

    let mut text = HEADINGS.join(",") + "\r\n";
    for row in &rows {
        let cells: Vec<String> = row.0.iter().map(|cell| quoted(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    GB18030.encode(&text).0.into_owned()
}

/// A cell as CSV writes it (RFC 4180, section 2).
fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.into()
    }
}

#[derive(Clone)]
struct Row(Vec<String>);

impl Row {
    fn new() -> Self {
        Self(vec![String::new(); HEADINGS.len()])
    }

    fn set(&mut self, column: Column, value: impl Into<String>) {
        self.0[column as usize] = value.into();
    }

    fn get(&self, column: Column) -> &str {
        &self.0[column as usize]
    }

    fn with(mut self, cells: &[(Column, &str)]) -> Self {
        for &(column, value) in cells {
            self.set(column, value);
        }
        self
    }
}

struct Dice(Rand64);

impl Dice {
    /// A whole number, both ends possible.
    fn whole(&mut self, (low, high): (u64, u64)) -> u64 {
        self.0.rand_range(low..high + 1)
    }

    fn real(&mut self, (low, high): (f64, f64)) -> f64 {
        low + (high - low) * self.0.rand_float()
    }

    fn per_mille(&mut self, chance: u64) -> bool {
        self.0.rand_range(0..1000) < chance
    }

    /// A place in a list of `length`; 0 for an empty one.
    fn index(&mut self, length: usize) -> usize {
        let length = u64::try_from(length).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.0.rand_range(0..length)).unwrap_or(0)
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.index(list.len())]
    }

    /// One of `list`, as often as its `share` in a thousand says.
    fn by_share<'a, T>(&mut self, list: &'a [T], share: impl Fn(&T) -> u64) -> &'a T {
        let mut left = self.0.rand_range(0..list.iter().map(&share).sum());
        for entry in list {
            if left < share(entry) {
                return entry;
            }
            left -= share(entry);
        }
        &list[0]
    }
}

/// How much of a row somebody has filled in.
#[derive(Clone, Copy, PartialEq)]
enum File {
    /// What a street office knows: place, kind, size, age.
    Sparse,
    /// An application has begun: some of the policy facts, not always in its favour.
    Begun,
    /// Every judgement of the 2023 plan is recorded, all in its favour.
    Complete,
}

fn space(dice: &mut Dice, number: usize) -> Row {
    let district = dice.by_share(DISTRICTS, |d| d.rows_per_mille);
    let stock = dice.by_share(STOCK, |s| s.rows_per_mille);
    let file = match dice.whole((0, 999)) {
        0..=24 => File::Complete,
        25..=279 => File::Begun,
        _ => File::Sparse,
    };
    let mut row = Row::new();
    row.set(Column::Id, format!("SYN-{number:06}"));
    let (street, door) = (*dice.pick(STREETS), dice.whole((1, 480)));
    row.set(Column::Name, format!("合成·{street}路{door}号{}", stock.kind));
    row.set(Column::District, district.name);
    row.set(Column::Street, format!("{street}街道"));
    row.set(Column::Address, format!("{}{street}路{door}号", district.name));
    row.set(Column::Kind, stock.kind);
    row.set(Column::ProjectKind, stock.project_kind);
    if dice.per_mille(400) {
        row.set(Column::OriginalUse, stock.kind);
    }
    if dice.per_mille(500) {
        let owner = dice.whole((1, 300));
        row.set(Column::Owner, format!("合成产权单位{owner}"));
        // The same owner has the same size, and no dice are thrown for it.
        let size = match owner % 10 {
            0 => "大型",
            1..=3 => "中型",
            4..=7 => "小型",
            _ => "微型",
        };
        row.set(Column::EnterpriseSize, size);
        row.set(Column::Ownership, *dice.pick(&["国有", "集体", "民营", "混合"]));
    }
    row.set(Column::Note, SYNTHETIC);
    let area_dm2 = size(&mut row, dice, stock, file);
    use_of(&mut row, dice, stock, area_dm2);
    application(&mut row, dice, area_dm2, file);
    position(&mut row, dice, district);
    row
}

/// Areas, storeys and age; the gross floor area in tenths of a square metre.
fn size(row: &mut Row, dice: &mut Dice, stock: &Stock, file: File) -> u64 {
    // The gates of the 2023 plan (2.2), strictly to be exceeded; the list likes to sit on them.
    let gate_m2 = if stock.project_kind == PLANT { 3_000 } else { 20_000 };
    let (low, high) = stock.area_m2;
    // Many small ones, few large; products only, so that every machine draws the same digits.
    let drawn = dice.real((0.0, 1.0));
    let drawn_m2 = low + (high - low) * drawn * drawn * drawn;
    let area_dm2 = match (file, dice.whole((0, 99))) {
        (File::Complete, _) => gate_m2 * 10 + 1 + tenths(drawn_m2),
        (_, 0..=2) => gate_m2 * 10,
        (_, 3) => gate_m2 * 10 + 1,
        (_, 4) => gate_m2 * 10 - 1,
        _ => tenths(drawn_m2),
    };
    let written = decimal(area_dm2);
    let thousands = dice.per_mille(40);
    row.set(Column::GrossArea, if thousands { with_commas(&written) } else { written.clone() });
    match file {
        File::Complete => row.set(Column::RenovatedArea, written),
        File::Begun if dice.per_mille(700) => row.set(Column::RenovatedArea, written),
        File::Begun => {
            row.set(Column::RenovatedArea, decimal(area_dm2 * dice.whole((50, 95)) / 100));
        }
        File::Sparse => {}
    }
    let storeys = dice.whole(stock.storeys);
    if dice.per_mille(850) {
        row.set(Column::Storeys, storeys.to_string());
    }
    if dice.per_mille(300) {
        let decimetres = if stock.project_kind == PLANT { (50, 120) } else { (30, 48) };
        row.set(Column::StoreyHeight, decimal(dice.whole(decimetres)));
    }
    if dice.per_mille(450) {
        row.set(Column::RoofArea, decimal(area_dm2 / storeys));
    }
    let (first, last) = stock.year_built;
    let year = dice.whole((first, if file == File::Complete { last.min(2008) } else { last }));
    let (month, day) = (dice.whole((1, 12)), dice.whole((1, 28)));
    if file == File::Complete || dice.per_mille(350) {
        let date = match dice.index(3) {
            0 => format!("{year}-{month:02}-{day:02}"),
            1 => format!("{year}/{month}/{day}"),
            _ => format!("{year}年{month}月{day}日"),
        };
        row.set(Column::CompletionDate, date);
    }
    if dice.per_mille(900) {
        row.set(Column::YearBuilt, year.to_string());
    }
    area_dm2
}

/// Vacancy, occupancy, tax, heating and the energy that follows from them.
fn use_of(row: &mut Row, dice: &mut Dice, stock: &Stock, area_dm2: u64) {
    let area_m2 = real(area_dm2) / 10.0;
    let vacant = dice.per_mille(300);
    let occupancy_percent = if vacant { 0 } else { dice.whole((15, 92)) };
    if dice.per_mille(800) {
        row.set(Column::Vacant, if vacant { "是" } else { "否" });
    }
    if vacant && dice.per_mille(600) {
        let since = format!("{}-{:02}", dice.whole((2015, 2022)), dice.whole((1, 12)));
        row.set(Column::VacantSince, since);
    }
    if dice.per_mille(650) {
        row.set(Column::Occupancy, occupancy_percent.to_string());
    }
    if !vacant && dice.per_mille(400) {
        let yuan_m2 = dice.real((10.0, 900.0)) * real(occupancy_percent) / 100.0;
        row.set(Column::DistrictTax, decimal(tenths(yuan_m2)));
    }
    if dice.per_mille(350) {
        row.set(Column::UseFits, if dice.per_mille(400) { "是" } else { "否" });
    }
    let plant = match dice.whole((0, 99)) {
        0..=54 => "市政热力",
        55..=84 => "燃气锅炉",
        85..=92 => "电采暖",
        _ => "不供暖",
    };
    if dice.per_mille(700) {
        row.set(Column::HeatingPlant, plant);
    }
    if !dice.per_mille(450) {
        return;
    }
    // A vacant building keeps its lifts, pumps and lights ticking over: a twentieth of its use.
    let in_use = 0.05_f64.max(real(occupancy_percent) / 100.0);
    let electricity = area_m2 * in_use * dice.real(stock.electricity_kwh_m2);
    row.set(Column::Electricity, whole(electricity));
    // 0.2 to 0.45 GJ/m² of heat a season, a range of ours around common Beijing figures.
    let heat_gj = area_m2 * in_use * dice.real((0.20, 0.45));
    match plant {
        "市政热力" => row.set(Column::DistrictHeat, whole(heat_gj)),
        // 277.8 kWh to the gigajoule, through a boiler of 0.85.
        "燃气锅炉" => row.set(Column::Gas, whole(heat_gj * 277.8 / 0.85)),
        _ => {}
    }
}

/// Money and the judgements that the 2023 plan asks for.
fn application(row: &mut Row, dice: &mut Dice, area_dm2: u64, file: File) {
    let complete = file == File::Complete;
    if dice.per_mille(if complete { 1000 } else { 250 }) {
        row.set(Column::PvSuitable, if complete || dice.per_mille(700) { "是" } else { "否" });
    }
    if dice.per_mille(if complete { 1000 } else { 300 }) {
        row.set(Column::Identified, if complete || dice.per_mille(650) { "是" } else { "否" });
    }
    if file == File::Sparse {
        return;
    }
    let yuan_m2 = dice.whole((1_200, 6_500));
    // Tenths of a square metre times yuan, in units of 100 yuan: 万元 with two digits.
    let investment = area_dm2 * yuan_m2 / 1_000;
    row.set(Column::Investment, format!("{}.{:02}", investment / 100, investment % 100));
    if dice.per_mille(350) {
        row.set(Column::Loan, (investment * dice.whole((30, 70)) / 10_000).to_string());
    }
    row.set(Column::TargetIndustry, *dice.pick(INDUSTRIES));
    let state = match dice.whole((0, 99)) {
        0..=39 => "具备开工条件",
        40..=69 => "在建",
        _ if complete => "在建",
        70..=84 => "前期",
        _ => "已完工",
    };
    row.set(Column::ProjectState, state);
    for (column, good, chance) in [
        (Column::RightsClear, "是", 600),
        (Column::PositioningDefined, "是", 500),
        (Column::MechanismInPlace, "是", 450),
        (Column::InReserve, "是", 550),
        (Column::OtherFunds, "否", 450),
        (Column::OccupancyTarget, "是", 120),
        (Column::EnterpriseTarget, "是", 120),
        (Column::WorksWithinScope, "是", 400),
        (Column::PlanConformity, "是", 350),
        (Column::IndustryFits, "是", 250),
        (Column::ReadyToStart, "是", 300),
        (Column::RenewablesFeasible, "是", 350),
        (Column::HeatPump, "是", 200),
    ] {
        if complete || dice.per_mille(chance) {
            let bad = if good == "是" { "否" } else { "是" };
            row.set(column, if complete || dice.per_mille(880) { good } else { bad });
        }
    }
    // What the designer calculated: a whole file reaches the thresholds, others need not.
    if complete || dice.per_mille(200) {
        let (saving, share) =
            if complete { ((160, 420), (400, 620)) } else { ((90, 380), (250, 600)) };
        row.set(Column::DesignSaving, decimal(dice.whole(saving)));
        row.set(Column::DesignPvShare, decimal(dice.whole(share)));
        row.set(Column::SupportMode, "投资补助");
    }
}

/// A point in the district's town, away from its lakes, with the datum it is in.
fn position(row: &mut Row, dice: &mut Dice, district: &District) {
    let (mut lon, mut lat) = (district.lon_deg, district.lat_deg);
    for _ in 0..40 {
        let (east, north) = (dice.real((-1.0, 1.0)), dice.real((-1.0, 1.0)));
        let try_lon = district.lon_deg + district.core_km.0 * east / KM_PER_DEG.0;
        let try_lat = district.lat_deg + district.core_km.1 * north / KM_PER_DEG.1;
        let wet = |&[west, south, east, north]: &[f64; 4]| {
            (west..=east).contains(&try_lon) && (south..=north).contains(&try_lat)
        };
        if east * east + north * north <= 1.0 && !LAKES.iter().any(wet) {
            (lon, lat) = (try_lon, try_lat);
            break;
        }
    }
    let datum = match dice.whole((0, 99)) {
        0..=24 => "GCJ-02",
        25..=34 => "WGS84",
        _ => "CGCS2000",
    };
    if datum != "GCJ-02" {
        // The two others differ by less than a metre.
        lon -= GCJ02_OFFSET_DEG.0;
        lat -= GCJ02_OFFSET_DEG.1;
    }
    row.set(Column::Longitude, format!("{lon:.6}"));
    row.set(Column::Latitude, format!("{lat:.6}"));
    row.set(Column::Datum, datum);
}

/// Makes `row` wrong in the way whose turn it is; `earlier` is some row before it.
fn spoil(row: &mut Row, dice: &mut Dice, turn: usize, earlier: Option<Row>) {
    let area = row.get(Column::GrossArea).replace(',', "");
    match (turn % 8, earlier) {
        (0, _) => row.set(Column::GrossArea, format!("-{area}")),
        (1, _) => {
            let date = *dice.pick(&["2003-02-30", "1998年13月5日", "2031/4/31"]);
            row.set(Column::CompletionDate, date);
        }
        // The same number twice, with another size and another year.
        (2, Some(first)) => {
            *row = first;
            row.set(Column::GrossArea, decimal(dice.whole((10_000, 900_000))));
            row.set(Column::YearBuilt, "1969");
        }
        (3, _) => row.set(Column::Id, ""),
        // 万㎡ in a column of ㎡, or hundredfold.
        (4, _) => row.set(Column::GrossArea, format!("{:.3}", area.parse().unwrap_or(0.0) / 1e4)),
        (5, _) => row.set(Column::GrossArea, format!("{area}00")),
        // The same building entered by a second office.
        (6, Some(first)) => {
            let id = row.get(Column::Id).to_owned();
            *row = first;
            let name = format!("{}（一期）", row.get(Column::Name));
            row.set(Column::Id, id);
            row.set(Column::Name, name);
        }
        _ => {
            let (lon, lat) = (Column::Longitude as usize, Column::Latitude as usize);
            row.0.swap(lon, lat);
        }
    }
}

/// Tenths, at least one.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1..=1e9 by the clamp")]
fn tenths(value: f64) -> u64 {
    (value * 10.0).round().clamp(1.0, 1e9) as u64
}

/// The numbers here stay far below 2^53.
#[expect(clippy::cast_precision_loss, reason = "small numbers only")]
fn real(value: u64) -> f64 {
    value as f64
}

fn whole(value: f64) -> String {
    format!("{value:.0}")
}

/// `12345` tenths as `1234.5`.
fn decimal(tenths: u64) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// `23500.0` as `23,500.0`.
fn with_commas(number: &str) -> String {
    let (whole, rest) = number.split_at(number.find('.').unwrap_or(number.len()));
    let mut out = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out + rest
}

/// The five projects of the article, with what the named reports say and nothing else. None of the
/// reports is the instrument itself; an empty cell is unknown.
const REPORTED: &[&[(Column, &str)]] = &[
    &[
        (Column::Id, "PUB-0001"),
        (Column::Name, "北京金融科技中心"),
        (Column::District, "西城区"),
        (Column::Kind, "写字楼"),
        (Column::OriginalUse, "服装批发市场（世纪天乐国际服装市场）"),
        (Column::GrossArea, "84000"),
        (Column::VacantSince, "2017-10"),
        (
            Column::Note,
            "面积约8.4万㎡、即将完工：北京头条2024-01-09；原市场2017年10月闭市、5A甲级写字楼、LEED金级、\
             绿色建筑二星：转载报道2023-06-18；屋顶光伏：第一财经2023-10-23；投资、节能率、光伏容量未见公布",
        ),
    ],
    &[
        (Column::Id, "PUB-0002"),
        (Column::Name, "南中轴国际文化科技园"),
        (Column::District, "丰台区"),
        (Column::OriginalUse, "服装批发市场（大红门服装商贸城）"),
        (Column::GrossArea, "195000"),
        (
            Column::Note,
            "总面积19.5万㎡、一期西塔7万余㎡：2022-11-01与2023-06-07报道；一期2022年12月底开园：\
             2023-01-03报道；二期2023年6月全面启动；投资、光伏未见公布",
        ),
    ],
    &[
        (Column::Id, "PUB-0003"),
        (Column::Name, "隆福寺"),
        (Column::District, "东城区"),
        (
            Column::Note,
            "一期7.5万㎡2019年8月开放；二期约11万㎡，结构加固2023年2月完成，计划2023年底竣工：\
             2023-02-06等报道；各期合计面积、投资未见公布，故面积留空",
        ),
    ],
    &[
        (Column::Id, "PUB-0004"),
        (Column::Name, "北重科技文化产业园"),
        (Column::District, "石景山区"),
        (Column::Kind, "老旧厂房"),
        (Column::OriginalUse, "重型电机制造厂"),
        (
            Column::Note,
            "占地31万㎡、现状建筑逾19万㎡：2022-03-14报道；2020年报道为26万㎡与16万㎡，两说不一，故面积留空；\
             一期用地约8万㎡、现状建筑3.5万㎡",
        ),
    ],
    &[
        (Column::Id, "PUB-0005"),
        (Column::Name, "昆泰大厦"),
        (Column::District, "朝阳区"),
        (Column::Address, "朝阳门外大街"),
        (
            Column::Note,
            "2023年6月获批的六个示范项目之一：2023-06-18转载报道，北京头条2023-12-26；面积、投资、日期未见公布",
        ),
    ],
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The cells of each row; the demo city puts no line break into a cell.
    fn read(bytes: &[u8]) -> Vec<Vec<String>> {
        let (text, _, broken) = GB18030.decode(bytes);
        assert!(!broken, "not GB18030");
        text.lines()
            .map(|line| {
                let (mut cells, mut inside) = (vec![String::new()], false);
                for letter in line.chars() {
                    match letter {
                        '"' => inside = !inside,
                        ',' if !inside => cells.push(String::new()),
                        _ => cells.last_mut().expect("starts with one").push(letter),
                    }
                }
                cells
            })
            .collect()
    }

    fn column(rows: &[Vec<String>], column: Column) -> Vec<&str> {
        rows.iter().skip(1).map(|row| row[column as usize].as_str()).collect()
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
        assert_eq!(ledger(300, 1), ledger(300, 1));
        assert_ne!(ledger(300, 1), ledger(300, 2));
    }

    #[test]
    fn there_is_a_row_for_each_space_and_each_reported_project() {
        for spaces in [0, 1, 2000] {
            let rows = read(&ledger(spaces, 7));
            assert_eq!(rows.len(), 1 + spaces + 5);
            assert!(rows.iter().all(|row| row.len() == HEADINGS.len()), "ragged");
            assert_eq!(rows[0], HEADINGS);
        }
    }

    #[test]
    fn every_invented_row_says_so_and_no_reported_one_does() {
        for row in read(&ledger(2000, 7)).iter().skip(1) {
            let id = &row[Column::Id as usize];
            let says_so = row[Column::Note as usize] == SYNTHETIC
                && row[Column::Name as usize].starts_with("合成");
            assert_eq!(says_so, !id.starts_with("PUB-"), "{row:?}");
        }
    }

    #[test]
    fn the_gates_are_met_exactly_and_the_defects_are_there() {
        let rows = read(&ledger(2000, 7));
        let areas = column(&rows, Column::GrossArea);
        assert!(areas.contains(&"20000.0") && areas.contains(&"3000.0"));
        assert!(areas.iter().any(|area| area.starts_with('-')), "a negative area");
        assert!(areas.iter().any(|area| area.parse().is_ok_and(|m2: f64| m2 > 0.0 && m2 < 30.0)));
        let ids = column(&rows, Column::Id);
        assert!(ids.contains(&""), "a missing id");
        assert!(ids.iter().collect::<BTreeSet<_>>().len() < ids.len() - 1, "a double id");
        assert!(column(&rows, Column::Name).iter().any(|name| name.ends_with("（一期）")));
        let latitudes = column(&rows, Column::Latitude);
        let swapped = latitudes.iter().filter(|lat| lat.starts_with("11")).count();
        assert!((1..20).contains(&swapped), "{swapped} rows with swapped coordinates");
    }

    #[test]
    fn few_rows_hold_every_judgement_and_most_hold_hardly_any() {
        let rows = read(&ledger(2000, 7));
        let stated = |c: Column| column(&rows, c).iter().filter(|cell| !cell.is_empty()).count();
        assert!((20..200).contains(&stated(Column::EnterpriseTarget)));
        assert!((300..900).contains(&stated(Column::Investment)));
        assert!(column(&rows, Column::ProjectState).contains(&"已完工"));
        assert!(column(&rows, Column::Datum).contains(&"GCJ-02"));
    }

    #[test]
    fn numbers_are_written_as_people_write_them() {
        assert_eq!(decimal(200_000), "20000.0");
        assert_eq!(with_commas("1234567.8"), "1,234,567.8");
        assert_eq!(with_commas("999.0"), "999.0");
        assert_eq!(quoted("1,000"), "\"1,000\"");
    }
}
