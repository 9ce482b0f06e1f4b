//! Weather files: the EnergyPlus weather format EPW, read with every fault named.

use units::{Diagnostic, Severity, Text};

use crate::sun::SunYear;
use crate::weather::{
    HOURS_PER_YEAR, MONTH_DAYS, Weather, WeatherHour, dew_point_of_vapour_c,
    saturation_pressure_pa, sky_infrared_w_m2, standard_pressure_pa,
};

/// Header lines before the first hour.
const HEADER_LINES: usize = 8;

/// Longest gap of a missing value that is bridged by a straight line. [h]
const LONGEST_BRIDGE_H: usize = 6;

/// Reads an EPW file: eight header lines, then one line per hour, UTF-8 or Latin-1.
///
/// `file` is the name that diagnostics speak of. The year may be stitched from many; a leap day is
/// dropped with a note. Missing values are filled where that can be done honestly, each with a
/// warning: up to six hours of temperature, dew point, pressure and wind by a straight line, dew
/// point from relative humidity, pressure from elevation, one missing radiation column from the two
/// others, sky infrared by [`sky_infrared_w_m2`].
///
/// # Errors
/// All diagnostics, at least one of them [`Severity::Refused`], when the bytes are no EPW file, or
/// an hour is missing, doubled or out of order, or a value cannot be read or filled.
///
/// # Source
/// *EnergyPlus Auxiliary Programs*, U.S. Department of Energy, chapter "EnergyPlus Weather File
/// (EPW) Data Dictionary".
pub fn read_epw(bytes: &[u8], file: &str) -> Result<(Weather, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut remarks = Remarks { file, all: Vec::new() };
    let weather = read(bytes, &mut remarks);
    remarks.all.sort_by_key(|remark| remark.row);
    match weather {
        Some(weather) if !remarks.refused() => Ok((weather, remarks.all)),
        _ => Err(remarks.all),
    }
}

fn read(bytes: &[u8], remarks: &mut Remarks<'_>) -> Option<Weather> {
    let text = decoded(bytes, remarks)?;
    let lines: Vec<&str> = text.lines().collect();
    let mut weather = location(&lines, remarks)?;
    one_record_per_hour(&lines, remarks)?;
    let rows = hours_in_order(&lines, remarks);
    let read: Vec<(u64, Raw)> =
        rows.iter().map(|row| (row.number, Raw::new(row, remarks))).collect();
    if remarks.refused() {
        return None;
    }
    weather.hours = filled(&weather, &read, remarks)?;
    weather.source = format!("EPW {}", remarks.file);
    Some(weather)
}

/// The remarks about one file.
struct Remarks<'a> {
    file: &'a str,
    all: Vec<Diagnostic>,
}

/// Where a remark points.
#[derive(Clone, Copy, Default)]
struct Place<'a> {
    row: Option<u64>,
    column: &'a str,
    value: &'a str,
}

impl Remarks<'_> {
    fn add(
        &mut self,
        severity: Severity,
        code: &str,
        place: Place<'_>,
        expected: Text,
        remedy: Text,
    ) {
        self.all.push(Diagnostic {
            severity,
            code: code.to_owned(),
            file: self.file.to_owned(),
            row: place.row,
            column: place.column.to_owned(),
            value: place.value.chars().take(200).collect(),
            expected,
            remedy,
        });
    }

    fn refuse(&mut self, code: &str, place: Place<'_>, expected: Text, remedy: Text) {
        self.add(Severity::Refused, code, place, expected, remedy);
    }

    fn refused(&self) -> bool {
        self.all.iter().any(|remark| remark.severity == Severity::Refused)
    }
}

/// What to do about a file that is not a usable EPW file.
fn take_another_file() -> Text {
    Text::new(
        "请从气象数据来源重新下载该 EPW 文件，或换用另一个文件",
        "download the EPW file again from its publisher, or choose another",
    )
}

/// The text: UTF-8 where it is, Latin-1 else, since many headers hold accented place names.
fn decoded(bytes: &[u8], remarks: &mut Remarks<'_>) -> Option<String> {
    let expected = Text::new(
        "EPW 文本文件：8 行表头和 8760 行逐时数据",
        "an EPW text file: 8 header lines and 8760 hourly lines",
    );
    if bytes.iter().all(u8::is_ascii_whitespace) {
        remarks.refuse("empty_file", Place::default(), expected, take_another_file());
        return None;
    }
    if bytes.contains(&0) {
        remarks.refuse("binary_file", Place::default(), expected, take_another_file());
        return None;
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    Some(match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    })
}

/// The first line; `LOCATION,city,region,country,source,wmo,latitude,longitude,zone,elevation`.
fn location(lines: &[&str], remarks: &mut Remarks<'_>) -> Option<Weather> {
    let first = lines.first().copied().unwrap_or_default();
    let fields: Vec<&str> = first.split(',').map(str::trim).collect();
    if !fields[0].eq_ignore_ascii_case("LOCATION") || fields.len() < 10 {
        remarks.refuse(
            "no_location",
            Place { row: Some(1), column: "LOCATION", value: first },
            Text::new(
                "以 LOCATION 开头并含纬度、经度、时区、海拔的 10 个字段",
                "LOCATION and nine more fields, the last of them latitude, longitude, zone, height",
            ),
            take_another_file(),
        );
        return None;
    }
    let mut number = |index: usize, column: &'static str, low: f64, high: f64| {
        let value = fields[index];
        let parsed = finite(value).filter(|number| (low..=high).contains(number));
        if parsed.is_none() {
            remarks.refuse(
                "bad_location",
                Place { row: Some(1), column, value },
                Text::same(format!("{low} … {high}")),
                Text::new("请更正 LOCATION 行", "correct the LOCATION line"),
            );
        }
        parsed
    };
    let latitude = number(6, "latitude", -90.0, 90.0);
    let longitude = number(7, "longitude", -180.0, 180.0);
    let zone = number(8, "time zone", -12.0, 14.0);
    let elevation = number(9, "elevation", -1000.0, 9999.9);
    Some(Weather {
        name: format!("{} {} {}", fields[1], fields[3], fields[4]),
        latitude_deg: latitude?,
        longitude_deg: longitude?,
        time_zone_h: zone?,
        elevation_m: elevation?,
        hours: Vec::new(),
        synthetic: false,
        source: String::new(),
    })
}

/// `DATA PERIODS,periods,records per hour,…`: only whole hours are read.
fn one_record_per_hour(lines: &[&str], remarks: &mut Remarks<'_>) -> Option<()> {
    let headers = lines.iter().take(HEADER_LINES).zip(1..);
    for (line, row) in headers {
        let mut fields = line.split(',').map(str::trim);
        if !fields.next().is_some_and(|word| word.eq_ignore_ascii_case("DATA PERIODS")) {
            continue;
        }
        let per_hour = fields.nth(1).unwrap_or_default();
        if finite(per_hour).is_some_and(|count| count > 1.0) {
            remarks.refuse(
                "several_records_per_hour",
                Place { row: Some(row), column: "DATA PERIODS", value: per_hour },
                Text::new("每小时 1 条记录", "one record per hour"),
                Text::new("请换用逐时 EPW 文件", "choose an hourly EPW file"),
            );
            return None;
        }
    }
    Some(())
}

/// One hourly line.
struct Row<'a> {
    number: u64,
    fields: Vec<&'a str>,
}

/// Fields of an hourly line up to wind speed; what follows is not needed.
const FIELDS_MIN: usize = 22;

/// Month (1-based), day and hour field (1–24) of a line.
fn stamp(fields: &[&str]) -> Option<(usize, usize, usize)> {
    let field = |index: usize| fields.get(index)?.trim().parse::<usize>().ok();
    Some((field(1)?, field(2)?, field(3)?))
}

/// Hour of the year of a stamp; `None` outside a common year.
fn hour_of_year((month, day, hour): (usize, usize, usize)) -> Option<usize> {
    let days = MONTH_DAYS.get(month.checked_sub(1)?)?;
    if !(1..=*days).contains(&day) || !(1..=24).contains(&hour) {
        return None;
    }
    let before: usize = MONTH_DAYS.iter().take(month - 1).sum();
    Some((before + day - 1) * 24 + hour - 1)
}

/// `month/day hour` of an hour of the year.
fn stamp_text(hour_of_year: usize) -> String {
    let mut day = hour_of_year / 24;
    for (days, month) in MONTH_DAYS.iter().zip(1..) {
        if day < *days {
            return format!("{month}/{} {}", day + 1, hour_of_year % 24 + 1);
        }
        day -= days;
    }
    "12/31 24".to_owned()
}

/// The hourly lines, exactly one for each hour of the year in order; what is not so is refused.
fn hours_in_order<'a>(lines: &[&'a str], remarks: &mut Remarks<'_>) -> Vec<Row<'a>> {
    let mut leap_hours = 0_usize;
    let mut found: Vec<(Row<'a>, Option<usize>)> = Vec::with_capacity(HOURS_PER_YEAR);
    let numbered = lines.iter().zip(1_u64..).skip(HEADER_LINES);
    for (line, number) in numbered.filter(|(line, _)| !line.trim().is_empty()) {
        let fields: Vec<&str> = line.split(',').map(str::trim).collect();
        let at = stamp(&fields);
        if let Some((2, 29, 1..=24)) = at {
            leap_hours += 1;
            continue;
        }
        let hour = at.and_then(hour_of_year).filter(|_| fields.len() >= FIELDS_MIN);
        if hour.is_none() {
            refuse_line(number, line, remarks);
        }
        found.push((Row { number, fields }, hour));
    }
    note_leap_day(leap_hours, remarks);
    in_order(found, lines.len(), remarks)
}

/// The lines that hold the hour that was due, each other one refused.
fn in_order<'a>(
    found: Vec<(Row<'a>, Option<usize>)>,
    line_count: usize,
    remarks: &mut Remarks<'_>,
) -> Vec<Row<'a>> {
    let following: Vec<Option<usize>> = found.iter().skip(1).map(|(_, hour)| *hour).collect();
    let mut rows = Vec::with_capacity(HOURS_PER_YEAR);
    let mut next = 0;
    for (index, (row, hour)) in found.into_iter().enumerate() {
        let Some(hour) = hour else {
            // The broken line most likely stood for the hour that was due.
            next += 1;
            continue;
        };
        let after = following.get(index).copied().flatten();
        let is_stray = hour > next && after.is_some_and(|after| (next + 1..hour).contains(&after));
        if hour < next || is_stray {
            refuse_order(row.number, hour, next, remarks);
            next += usize::from(is_stray);
            continue;
        }
        if hour > next {
            refuse_gap(row.number, next, hour, remarks);
        }
        next = hour + 1;
        rows.push(row);
    }
    if next < HOURS_PER_YEAR {
        let end = u64::try_from(line_count).unwrap_or(u64::MAX);
        refuse_gap(end, next, HOURS_PER_YEAR, remarks);
    }
    rows
}

fn refuse_line(number: u64, line: &str, remarks: &mut Remarks<'_>) {
    remarks.refuse(
        "broken_line",
        Place { row: Some(number), column: "", value: line },
        Text::new(
            "以年、月、日、时(1–24)开头，至少 22 个字段",
            "at least 22 fields that begin with year, month, day and hour (1 to 24)",
        ),
        take_another_file(),
    );
}

fn refuse_order(number: u64, found: usize, due: usize, remarks: &mut Remarks<'_>) {
    let due_text = if due < HOURS_PER_YEAR { stamp_text(due) } else { "-".to_owned() };
    remarks.refuse(
        if found + 1 == due { "duplicate_hour" } else { "hour_out_of_order" },
        Place { row: Some(number), column: "hour", value: &stamp_text(found) },
        Text::new(format!("此处应为 {due_text} 时"), format!("hour {due_text} here")),
        Text::new(
            "请删去重复的行，并按时间排序",
            "remove the doubled line and put the lines in order of time",
        ),
    );
}

fn refuse_gap(number: u64, from: usize, to: usize, remarks: &mut Remarks<'_>) {
    let (first, last) = (stamp_text(from), stamp_text(to - 1));
    remarks.refuse(
        "missing_hours",
        Place { row: Some(number), column: "hour", value: &first },
        Text::new(
            format!("此处之前应有 {first} 至 {last} 时，共 {} 小时", to - from),
            format!("{} hours from {first} to {last} before this place", to - from),
        ),
        Text::new(
            "请补齐缺失的小时，或换用完整的 EPW 文件",
            "supply the missing hours, or choose a complete EPW file",
        ),
    );
}

fn note_leap_day(leap_hours: usize, remarks: &mut Remarks<'_>) {
    if leap_hours == 0 {
        return;
    }
    remarks.add(
        Severity::Note,
        "leap_day_dropped",
        Place { row: None, column: "day", value: &format!("2/29: {leap_hours} h") },
        Text::new("平年 8760 小时", "a common year of 8760 hours"),
        Text::new("无需处理：已略去 2 月 29 日", "nothing: 29 February was left out"),
    );
}

/// A finite number; words such as `nan` and `inf` are none.
fn finite(text: &str) -> Option<f64> {
    text.trim().parse::<f64>().ok().filter(|number| number.is_finite())
}

/// A column of the file: where it stands, when it counts as missing, what can be true.
struct Column {
    index: usize,
    name: &'static str,
    missing_from: f64,
    low: f64,
    high: f64,
}

/// Data dictionary of EPW, fields N6 to N22; physical limits a little wider than there, since
/// hourly extremes beyond the dictionary's have been measured.
const COLUMNS: [Column; 10] = [
    Column { index: 6, name: "dry bulb", missing_from: 99.9, low: -90.0, high: 70.0 },
    Column { index: 7, name: "dew point", missing_from: 99.9, low: -90.0, high: 70.0 },
    Column { index: 8, name: "relative humidity", missing_from: 999.0, low: 0.0, high: 120.0 },
    Column { index: 9, name: "pressure", missing_from: 999_999.0, low: 30_000.0, high: 120_000.0 },
    Column { index: 12, name: "horizontal infrared", missing_from: 9999.0, low: 0.0, high: 800.0 },
    Column { index: 13, name: "global horizontal", missing_from: 9999.0, low: 0.0, high: 1500.0 },
    Column { index: 14, name: "direct normal", missing_from: 9999.0, low: 0.0, high: 1500.0 },
    Column { index: 15, name: "diffuse horizontal", missing_from: 9999.0, low: 0.0, high: 1500.0 },
    Column { index: 20, name: "wind direction", missing_from: 999.0, low: 0.0, high: 360.0 },
    Column { index: 21, name: "wind speed", missing_from: 999.0, low: 0.0, high: 100.0 },
];

const DRY_BULB: usize = 0;
const DEW_POINT: usize = 1;
const HUMIDITY: usize = 2;
const PRESSURE: usize = 3;
const INFRARED: usize = 4;
const GLOBAL: usize = 5;
const DIRECT: usize = 6;
const DIFFUSE: usize = 7;
const WIND_DIRECTION: usize = 8;
const WIND_SPEED: usize = 9;

/// Total and opaque sky cover in tenths, 99 where missing. [-]
const CLOUD_INDICES: [usize; 2] = [23, 22];

/// The values of one line, `None` where the file says missing.
struct Raw {
    values: [Option<f64>; COLUMNS.len()],
    cloud_tenths: Option<f64>,
}

impl Raw {
    fn new(row: &Row<'_>, remarks: &mut Remarks<'_>) -> Self {
        let mut values = [None; COLUMNS.len()];
        for (value, column) in values.iter_mut().zip(&COLUMNS) {
            *value = column.value(row, remarks);
        }
        // Zero long-wave radiation does not exist: some converters write it for "missing".
        values[INFRARED] = values[INFRARED].filter(|watts| *watts > 0.0);
        let cloud_tenths = CLOUD_INDICES.iter().find_map(|index| {
            finite(row.fields.get(*index)?).filter(|tenths| (0.0..=10.0).contains(tenths))
        });
        Self { values, cloud_tenths }
    }
}

impl Column {
    fn value(&self, row: &Row<'_>, remarks: &mut Remarks<'_>) -> Option<f64> {
        let text = row.fields[self.index];
        if text.is_empty() {
            return None;
        }
        let number = finite(text);
        if number.is_some_and(|number| number >= self.missing_from) {
            return None;
        }
        let within = number.filter(|number| (self.low..=self.high).contains(number));
        if within.is_none() {
            remarks.refuse(
                "impossible_value",
                Place { row: Some(row.number), column: self.name, value: text },
                Text::new(
                    format!("{} 至 {} 之间的数；缺测写 {}", self.low, self.high, self.missing_from),
                    format!(
                        "a number from {} to {}; {} if missing",
                        self.low, self.high, self.missing_from
                    ),
                ),
                Text::new("请更正该数值", "correct the value"),
            );
        }
        within
    }
}

/// All hours with what was missing filled, or `None` with the refusals noted.
fn filled(
    weather: &Weather,
    rows: &[(u64, Raw)],
    remarks: &mut Remarks<'_>,
) -> Option<Vec<WeatherHour>> {
    let mut columns: [Vec<Option<f64>>; COLUMNS.len()] =
        std::array::from_fn(|column| rows.iter().map(|(_, raw)| raw.values[column]).collect());
    let dew_filled = fill(&mut columns, DEW_POINT, |given, hour| {
        let vapour_share = given[HUMIDITY][hour]? / 100.0;
        let temp_c = given[DRY_BULB][hour]?;
        let vapour_pa = vapour_share.max(0.001) * saturation_pressure_pa(temp_c);
        Some(dew_point_of_vapour_c(vapour_pa).min(temp_c))
    });
    warn_filled(DEW_POINT, dew_filled, "由相对湿度推算", "from relative humidity", remarks);
    if columns[PRESSURE].iter().all(Option::is_none) {
        let pressure_pa = standard_pressure_pa(weather.elevation_m);
        let count = fill(&mut columns, PRESSURE, |_, _| Some(pressure_pa));
        warn_filled(
            PRESSURE,
            count,
            "由海拔推算（标准大气）",
            "from elevation (standard atmosphere)",
            remarks,
        );
    }
    for column in [DRY_BULB, DEW_POINT, PRESSURE, WIND_SPEED] {
        let count = bridge(&mut columns[column]);
        warn_filled(
            column,
            count,
            "由相邻小时线性内插",
            "by a straight line between hours",
            remarks,
        );
    }
    // A direction cannot be averaged through north: the last one known is kept.
    let mut last_deg = 0.0;
    let turned = fill(&mut columns, WIND_DIRECTION, |given, hour| {
        last_deg = hour
            .checked_sub(1)
            .and_then(|before| given[WIND_DIRECTION][before])
            .unwrap_or(last_deg);
        Some(last_deg)
    });
    warn_filled(WIND_DIRECTION, turned, "沿用上一小时", "from the hour before", remarks);
    fill_sun(weather, &mut columns, remarks);
    fill_infrared(&mut columns, rows, remarks);
    refuse_unfilled(&columns, rows, remarks);
    (0..rows.len()).map(|hour| hour_of(&columns, hour)).collect()
}

/// The columns, indexed `[column][hour]`.
type Table = [Vec<Option<f64>>; COLUMNS.len()];

/// Fills the holes of one column by `rule`; returns how many it filled.
fn fill(
    columns: &mut Table,
    column: usize,
    mut rule: impl FnMut(&Table, usize) -> Option<f64>,
) -> usize {
    let mut count = 0;
    for hour in 0..columns[column].len() {
        if columns[column][hour].is_some() {
            continue;
        }
        columns[column][hour] = rule(columns, hour);
        count += usize::from(columns[column][hour].is_some());
    }
    count
}

/// Fills holes of up to [`LONGEST_BRIDGE_H`] hours between two known hours by a straight line;
/// returns how many hours it filled.
fn bridge(values: &mut [Option<f64>]) -> usize {
    let mut count = 0;
    let mut known: Option<(usize, f64)> = None;
    for hour in 0..values.len() {
        let Some(value) = values[hour] else { continue };
        if let Some((from, before)) = known {
            let holes = hour - from - 1;
            if (1..=LONGEST_BRIDGE_H).contains(&holes) {
                let step = (value - before) / f64::from(u32::try_from(holes + 1).unwrap_or(1));
                let mut bridged = before;
                for hole in &mut values[from + 1..hour] {
                    bridged += step;
                    *hole = Some(bridged);
                }
                count += holes;
            }
        }
        known = Some((hour, value));
    }
    count
}

/// Fills one missing radiation column from the two others: `global = direct·cos z + diffuse`.
fn fill_sun(weather: &Weather, columns: &mut Table, remarks: &mut Remarks<'_>) {
    /// Below this cosine (85.4° from the zenith) a quotient by it says nothing.
    const COS_ZENITH_MIN: f64 = 0.08;
    const FILLED: (&str, &str) = ("由另外两项辐射推算", "from the two other radiation columns");
    if [GLOBAL, DIRECT, DIFFUSE].iter().all(|sun| columns[*sun].iter().all(Option::is_some)) {
        return;
    }
    let sun = SunYear::new(weather);
    let cos_zenith = |hour: usize| sun.hours.get(hour).map_or(0.0, |sun| sun.cos_zenith);
    let global = fill(columns, GLOBAL, |given, hour| {
        Some(given[DIRECT][hour]? * cos_zenith(hour) + given[DIFFUSE][hour]?)
    });
    warn_filled(GLOBAL, global, FILLED.0, FILLED.1, remarks);
    let diffuse = fill(columns, DIFFUSE, |given, hour| {
        Some((given[GLOBAL][hour]? - given[DIRECT][hour]? * cos_zenith(hour)).max(0.0))
    });
    warn_filled(DIFFUSE, diffuse, FILLED.0, FILLED.1, remarks);
    let direct = fill(columns, DIRECT, |given, hour| {
        let beam_w_m2 = (given[GLOBAL][hour]? - given[DIFFUSE][hour]?).max(0.0);
        let cosine = cos_zenith(hour);
        Some(if cosine < COS_ZENITH_MIN { 0.0 } else { beam_w_m2 / cosine })
    });
    warn_filled(DIRECT, direct, FILLED.0, FILLED.1, remarks);
    let mut night = 0;
    for column in [GLOBAL, DIRECT, DIFFUSE] {
        night += fill(columns, column, |_, hour| (cos_zenith(hour) <= 0.0).then_some(0.0));
    }
    warn_filled(GLOBAL, night, "夜间取 0", "0 at night", remarks);
}

/// Fills missing sky infrared by [`sky_infrared_w_m2`]; unknown clouds count as half a sky.
fn fill_infrared(columns: &mut Table, rows: &[(u64, Raw)], remarks: &mut Remarks<'_>) {
    const UNKNOWN_CLOUD_TENTHS: f64 = 5.0;
    let count = fill(columns, INFRARED, |given, hour| {
        let cloud_tenths = rows[hour].1.cloud_tenths.unwrap_or(UNKNOWN_CLOUD_TENTHS);
        Some(sky_infrared_w_m2(given[DRY_BULB][hour]?, given[DEW_POINT][hour]?, cloud_tenths))
    });
    warn_filled(INFRARED, count, "由露点和云量推算", "from dew point and clouds", remarks);
}

fn warn_filled(column: usize, count: usize, how_zh: &str, how_en: &str, remarks: &mut Remarks<'_>) {
    if count == 0 {
        return;
    }
    remarks.add(
        Severity::Warning,
        "missing_values_filled",
        Place { row: None, column: COLUMNS[column].name, value: &format!("{count} h") },
        Text::new("每小时都有数值", "a value in every hour"),
        Text::new(
            format!("已{how_zh}；如需更准，请换用完整的文件"),
            format!("filled {how_en}; choose a complete file for more certainty"),
        ),
    );
}

/// One refusal per run of hours that could not be filled.
fn refuse_unfilled(columns: &Table, rows: &[(u64, Raw)], remarks: &mut Remarks<'_>) {
    for (column, values) in COLUMNS.iter().zip(columns) {
        if column.index == COLUMNS[HUMIDITY].index {
            continue;
        }
        let mut hour = 0;
        while hour < values.len() {
            let run = values[hour..].iter().take_while(|value| value.is_none()).count();
            if run > 0 {
                remarks.refuse(
                    "missing_values",
                    Place { row: Some(rows[hour].0), column: column.name, value: "" },
                    Text::new(
                        format!("从此行起连续 {run} 小时的数值"),
                        format!("values for {run} hours from this row on"),
                    ),
                    take_another_file(),
                );
            }
            hour += run + 1;
        }
    }
}

fn hour_of(columns: &Table, hour: usize) -> Option<WeatherHour> {
    let dry_bulb_c = columns[DRY_BULB][hour]?;
    Some(WeatherHour {
        dry_bulb_c,
        dew_point_c: columns[DEW_POINT][hour]?.min(dry_bulb_c),
        pressure_pa: columns[PRESSURE][hour]?,
        horizontal_infrared_w_m2: columns[INFRARED][hour]?,
        direct_normal_w_m2: columns[DIRECT][hour]?,
        diffuse_horizontal_w_m2: columns[DIFFUSE][hour]?,
        global_horizontal_w_m2: columns[GLOBAL][hour]?,
        wind_speed_m_s: columns[WIND_SPEED][hour]?,
        wind_direction_deg: columns[WIND_DIRECTION][hour]?,
    })
}
