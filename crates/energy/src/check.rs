//! Which buildings can be simulated: every field's range, all faults at once.

use units::{Diagnostic, Severity, Text};

use crate::building::{
    AirExchange, Airtightness, Backup, Boundary, Building, Carrier, CoolingPlant, Daylight, Gains,
    Glazing, GroundContact, HeatingPlant, Layer, Leakage, Mixing, NightVentilation, Performance,
    PvArray, Schedule, Shade, Stratification, SupplyWater, Surface, Systems, Thermostat, Window,
    Zone,
};
use crate::shading::outline;
use crate::supply::Supply;

/// Most zones of a building.
const ZONES_MAX: usize = 16;
/// Most surfaces, windows, and layers of one surface; far above any real zone.
const COUNT_MAX: usize = 256;
const LAYERS_MAX: usize = 20;
const PANES_MAX: usize = 3;
/// Most obstacles, and corners of one outline.
const OBSTACLES_MAX: usize = 1024;
const CORNERS_MAX: usize = 64;
/// How far a corner may lie off its plane. [m]
const UNEVEN_MAX_M: f64 = 0.01;
/// How far an outline's area may be off the stated one. [-]
const AREA_OFF_MAX: f64 = 0.02;
/// How far an outline may be turned from the stated direction. [°]
const TURNED_MAX_DEG: f64 = 2.0;
/// Largest capacity of a plant. [W]
const CAPACITY_MAX_W: f64 = 1e9;
/// Most elevations of a horizon: one every tenth of a degree.
const HORIZON_MAX: usize = 3600;

impl Building {
    /// Everything that keeps this building from being simulated, with the path of the field, its
    /// value, what is expected and a remedy; empty for a building that can be.
    ///
    /// The ranges are those in which the physics of this crate means something, generous on
    /// purpose: a wall of 5 m passes, one of −0.2 m does not.
    pub fn validate(&self) -> Vec<Diagnostic> {
        let mut check = Check { path: String::new(), found: Vec::new() };
        check.count("zones", self.zones.len(), (1, ZONES_MAX));
        for (at, zone) in self.zones.iter().enumerate().take(ZONES_MAX) {
            check.within(&format!("zones[{at}]"), |check| {
                if self.zone_index(&zone.name) != Some(at) {
                    check.same_name(&zone.name);
                }
                let facing = facing(self, zone);
                check.zone(self, zone, facing);
            });
        }
        check.count("mixing", self.mixing.len(), (0, COUNT_MAX));
        for (at, mixing) in self.mixing.iter().enumerate().take(COUNT_MAX) {
            check.within(&format!("mixing[{at}]"), |check| check.mixing(self, mixing));
        }
        check.range("ground_reflectance", self.ground_reflectance, (0.0, 1.0));
        if let Some(array) = &self.pv {
            check.within("pv", |check| check.pv(array));
        }
        check.count("obstacles", self.obstacles.len(), (0, OBSTACLES_MAX));
        for (at, obstacle) in self.obstacles.iter().enumerate().take(OBSTACLES_MAX) {
            check.within(&format!("obstacles[{at}]"), |check| {
                check.corners(&obstacle.outline_m);
            });
        }
        check.found
    }
}

impl Supply {
    /// The same for what stands in place of the systems and the array of `building`.
    pub(crate) fn validate(&self, building: &Building) -> Vec<Diagnostic> {
        let mut check = Check { path: String::new(), found: Vec::new() };
        for (at, systems) in self.systems.iter().enumerate() {
            check.within(&format!("systems[{at}]"), |check| check.systems(systems));
        }
        if let Some(array) = &self.pv {
            check.within("pv", |check| check.pv(array));
        }
        if check.found.is_empty() && !self.shares_loads(building) {
            check.other_loads();
        }
        check.found
    }
}

/// Number of surfaces of other zones that have `zone` behind them.
fn facing(building: &Building, zone: &Zone) -> usize {
    let faces = |surface: &&Surface| matches!(&surface.boundary, Boundary::Zone { zone: behind } if *behind == zone.name);
    let others = building.zones.iter().filter(|other| other.name != zone.name);
    others.flat_map(|other| &other.surfaces).filter(faces).count()
}

/// Collects diagnostics; knows where it is.
struct Check {
    path: String,
    found: Vec<Diagnostic>,
}

impl Check {
    fn within(&mut self, part: &str, check: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        if length > 0 {
            self.path.push('.');
        }
        self.path.push_str(part);
        check(self);
        self.path.truncate(length);
    }

    fn other_loads(&mut self) {
        self.add(
            "other_loads",
            "systems",
            String::new(),
            Text::new(
                "与建筑负荷相同的供能方式：设备不变，或不限容量、不增减设备、风机不变",
                "a supply that leaves the loads alone: the same plants, or no capacities, no plant \
                 added or taken, fans as before",
            ),
            Text::new("请把它作为另一栋建筑模拟", "simulate it as a building of its own"),
        );
    }

    fn at(&self, field: &str) -> String {
        if self.path.is_empty() { field.to_owned() } else { format!("{}.{field}", self.path) }
    }

    fn add(&mut self, code: &str, field: &str, value: String, expected: Text, remedy: Text) {
        self.found.push(Diagnostic {
            severity: Severity::Refused,
            code: code.to_owned(),
            file: String::new(),
            row: None,
            column: self.at(field),
            value,
            expected,
            remedy,
        });
    }

    /// A finite value within both ends.
    fn range(&mut self, field: &str, value: f64, (least, most): (f64, f64)) {
        if (least..=most).contains(&value) {
            return;
        }
        self.add(
            "out_of_range",
            field,
            value.to_string(),
            Text::new(
                format!("{least} 到 {most} 之间的有限数"),
                format!("a finite number from {least} to {most}"),
            ),
            Text::new(
                "请核对数值及字段名中的单位",
                "check the value against the unit in the field's name",
            ),
        );
    }

    fn count(&mut self, field: &str, value: usize, (least, most): (usize, usize)) {
        if (least..=most).contains(&value) {
            return;
        }
        self.add(
            "wrong_count",
            field,
            value.to_string(),
            Text::new(format!("{least} 到 {most} 项"), format!("{least} to {most} entries")),
            Text::new(
                "请补充缺少的项，或合并相同朝向的面",
                "add what is missing, or merge planes of the same direction",
            ),
        );
    }

    fn direction(&mut self, tilt_deg: f64, azimuth_deg: f64) {
        self.range("tilt_deg", tilt_deg, (0.0, 180.0));
        self.range("azimuth_deg", azimuth_deg, (-360.0, 360.0));
    }

    fn share(&mut self, field: &str, value: f64) {
        self.range(field, value, (0.0, 1.0));
    }

    /// One zone; `facing` surfaces of others look into it.
    fn zone(&mut self, building: &Building, zone: &Zone, facing: usize) {
        self.range("floor_area_m2", zone.floor_area_m2, (0.1, 1e8));
        self.range("volume_m3", zone.volume_m3, (0.1, 1e9));
        self.range("mid_height_m", zone.mid_height_m, (0.1, 1000.0));
        if let Some(stratification) = &zone.stratification {
            let height_m = zone.volume_m3 / zone.floor_area_m2;
            self.within("stratification", |check| check.stratification(stratification, height_m));
        }
        self.count("surfaces", zone.surfaces.len() + facing, (1, COUNT_MAX));
        self.count("windows", zone.windows.len(), (0, COUNT_MAX));
        for (at, surface) in zone.surfaces.iter().enumerate().take(COUNT_MAX) {
            self.within(&format!("surfaces[{at}]"), |check| {
                check.surface(surface);
                if let Boundary::Zone { zone: behind } = &surface.boundary {
                    check.other_zone(building, "boundary.zone.zone", behind, &zone.name);
                }
            });
        }
        for (at, window) in zone.windows.iter().enumerate().take(COUNT_MAX) {
            self.within(&format!("windows[{at}]"), |check| check.window(window));
        }
        self.within("air", |check| {
            check.air(&zone.air);
            if let Some(night) = &zone.air.night_ventilation {
                check.within("night_ventilation", |check| {
                    check.night_ventilation(night, &zone.thermostat);
                });
            }
        });
        self.within("gains", |check| check.gains(&zone.gains));
        self.within("thermostat", |check| check.thermostat(&zone.thermostat));
        self.within("systems", |check| check.systems(&zone.systems));
    }

    /// `height_m`: of the room where none is stated.
    fn stratification(&mut self, stratification: &Stratification, height_m: f64) {
        self.range("air_gradient_k_m", stratification.air_gradient_k_m, (0.0, 5.0));
        self.share("destratification_share", stratification.destratification_share);
        if let Some(stated_m) = stratification.height_m {
            self.range("height_m", stated_m, (1.0, 300.0));
        }
        let top_m = stratification.height_m.unwrap_or(height_m).max(0.0);
        self.range("occupied_height_m", stratification.occupied_height_m, (0.0, top_m));
    }

    fn same_name(&mut self, name: &str) {
        self.add(
            "same_name",
            "name",
            name.to_owned(),
            Text::new("同一建筑内不重复的分区名称", "a name that no other zone has"),
            Text::new("请改用不同的名称", "rename one of the zones"),
        );
    }

    /// `name` is that of a zone, and not of the zone `own`.
    fn other_zone(&mut self, building: &Building, field: &str, name: &str, own: &str) {
        if name != own && building.zone_index(name).is_some() {
            return;
        }
        let zones = building.zones.iter().take(ZONES_MAX).map(|zone| zone.name.as_str());
        let others: Vec<&str> = zones.filter(|zone| *zone != own).collect();
        let (zh, en) = (others.join("、"), others.join(", "));
        self.add(
            "unknown_zone",
            field,
            name.to_owned(),
            Text::new(
                format!("本建筑另一分区的名称（{zh}）"),
                format!("the name of another zone of this building ({en})"),
            ),
            Text::new("请核对分区名称", "check the zone's name"),
        );
    }

    fn mixing(&mut self, building: &Building, mixing: &Mixing) {
        let [first, second] = &mixing.between;
        // Two equal names are told once, at the second.
        if building.zone_index(first).is_none() {
            self.other_zone(building, "between[0]", first, second);
        }
        self.other_zone(building, "between[1]", second, first);
        self.range("flow_m3_h", mixing.flow_m3_h, (0.0, 1e8));
    }

    fn films(&mut self, film_in_w_m2k: Option<f64>, film_out_w_m2k: Option<f64>) {
        let films = [("film_in_w_m2k", film_in_w_m2k), ("film_out_w_m2k", film_out_w_m2k)];
        for (field, film) in films {
            if let Some(film_w_m2k) = film {
                self.range(field, film_w_m2k, (0.1, 1000.0));
            }
        }
    }

    /// An outer film only where something is behind the surface that the film leads to.
    fn outer_film(&mut self, surface: &Surface) {
        let Some(film_w_m2k) = surface.film_out_w_m2k else { return };
        if !matches!(surface.boundary, Boundary::Ground | Boundary::Internal) {
            return;
        }
        self.add(
            "film_without_air",
            "film_out_w_m2k",
            film_w_m2k.to_string(),
            Text::new(
                "与土壤接触或内部蓄热的面没有外表面换热系数",
                "no outer film on a surface on ground or inside the zone",
            ),
            Text::new("请删去该字段", "leave the field out"),
        );
    }

    fn surface(&mut self, surface: &Surface) {
        self.range("area_m2", surface.area_m2, (1e-3, 1e8));
        self.direction(surface.tilt_deg, surface.azimuth_deg);
        self.share("solar_absorptance_out", surface.solar_absorptance_out);
        self.share("solar_absorptance_in", surface.solar_absorptance_in);
        self.share("emissivity_out", surface.emissivity_out);
        self.share("emissivity_in", surface.emissivity_in);
        self.films(surface.film_in_w_m2k, surface.film_out_w_m2k);
        self.outer_film(surface);
        self.count("layers", surface.layers.len(), (1, LAYERS_MAX));
        for (at, layer) in surface.layers.iter().enumerate().take(LAYERS_MAX) {
            self.within(&format!("layers[{at}]"), |check| check.layer(layer));
        }
        if let Some(contact) = &surface.ground {
            if surface.boundary != Boundary::Ground {
                self.not_on_ground();
            }
            self.within("ground", |check| check.ground(contact));
        }
        if let Some(outline) = &surface.outline_m {
            // Windows are not cut out of the outline, but their area is off the net one.
            let areas_m2 = (surface.area_m2 * (1.0 - AREA_OFF_MAX), f64::INFINITY);
            self.outline(outline, areas_m2, (surface.tilt_deg, surface.azimuth_deg));
        }
    }

    fn ground(&mut self, contact: &GroundContact) {
        if let Some(perimeter_m) = contact.perimeter_m {
            self.range("perimeter_m", perimeter_m, (0.1, 1e6));
        }
        self.range("depth_m", contact.depth_m, (0.0, 30.0));
        self.range("wall_thickness_m", contact.wall_thickness_m, (0.0, 5.0));
        if let Some(edge) = &contact.edge_insulation {
            self.within("edge_insulation", |check| {
                check.range("width_m", edge.width_m, (0.01, 20.0));
                check.range("thickness_m", edge.thickness_m, (1e-3, 1.0));
                check.range("conductivity_w_mk", edge.conductivity_w_mk, (1e-3, 1.0));
            });
        }
    }

    fn not_on_ground(&mut self) {
        self.add(
            "not_on_ground",
            "ground",
            String::new(),
            Text::new("boundary 为 ground 的面", "a surface whose boundary is ground"),
            Text::new(
                "请把 boundary 改为 ground，或删去 ground 字段",
                "set the boundary to ground, or leave the field ground out",
            ),
        );
    }

    fn layer(&mut self, layer: &Layer) {
        match *layer {
            Layer::Solid { thickness_m, conductivity_w_mk, density_kg_m3, heat_capacity_j_kgk } => {
                self.range("solid.thickness_m", thickness_m, (1e-4, 10.0));
                self.range("solid.conductivity_w_mk", conductivity_w_mk, (1e-3, 500.0));
                self.range("solid.density_kg_m3", density_kg_m3, (0.1, 25_000.0));
                self.range("solid.heat_capacity_j_kgk", heat_capacity_j_kgk, (10.0, 10_000.0));
            }
            Layer::Resistance { resistance_m2k_w } => {
                self.range("resistance.resistance_m2k_w", resistance_m2k_w, (1e-4, 1e3));
            }
        }
    }

    fn window(&mut self, window: &Window) {
        self.range("area_m2", window.area_m2, (1e-3, 1e7));
        self.direction(window.tilt_deg, window.azimuth_deg);
        self.share("summer_shading_factor", window.summer_shading_factor);
        self.films(window.film_in_w_m2k, window.film_out_w_m2k);
        match &window.glazing {
            Glazing::Simple { u_w_m2k, shgc } => {
                self.range("glazing.simple.u_w_m2k", *u_w_m2k, (0.1, 7.0));
                self.range("glazing.simple.shgc", *shgc, (0.0, 0.95));
            }
            Glazing::Panes { panes, gap_resistance_m2k_w } => {
                self.count("glazing.panes.panes", panes.len(), (1, PANES_MAX));
                let gaps = panes.len().saturating_sub(1);
                let field = "glazing.panes.gap_resistance_m2k_w";
                self.count(field, gap_resistance_m2k_w.len(), (gaps, gaps));
                for gap_m2k_w in gap_resistance_m2k_w {
                    self.range(field, *gap_m2k_w, (1e-3, 10.0));
                }
                for (at, pane) in panes.iter().enumerate().take(PANES_MAX) {
                    self.within(&format!("glazing.panes.panes[{at}]"), |check| check.pane(pane));
                }
            }
        }
        if let Some(shade) = &window.shade {
            self.within("shade", |check| check.shade(shade));
        }
        if let Some(outline) = &window.outline_m {
            let areas_m2 =
                (window.area_m2 * (1.0 - AREA_OFF_MAX), window.area_m2 * (1.0 + AREA_OFF_MAX));
            self.outline(outline, areas_m2, (window.tilt_deg, window.azimuth_deg));
        }
    }

    /// An outline that belongs to a plane of this direction, with an area between both ends.
    fn outline(&mut self, places: &[[f64; 3]], areas_m2: (f64, f64), stated_deg: (f64, f64)) {
        if !self.corners(places) {
            return;
        }
        let vector_m2 = outline::area_vector_m2(places);
        let area_m2 = outline::length(&vector_m2);
        if !(areas_m2.0..=areas_m2.1).contains(&area_m2) {
            self.outline_area(area_m2, areas_m2);
            return;
        }
        let (sin_tilt, cos_tilt) = stated_deg.0.to_radians().sin_cos();
        let (sin_azimuth, cos_azimuth) = stated_deg.1.to_radians().sin_cos();
        let stated = [sin_tilt * sin_azimuth, sin_tilt * cos_azimuth, cos_tilt];
        let across = outline::length(&outline::cross(&vector_m2, &stated));
        let turned_deg = across.atan2(outline::dot(&vector_m2, &stated)).to_degrees();
        if turned_deg > TURNED_MAX_DEG {
            self.outline_direction(turned_deg);
        }
    }

    /// Corners that make a plane polygon; whether they do.
    fn corners(&mut self, places: &[[f64; 3]]) -> bool {
        let faults = self.found.len();
        self.count("outline_m", places.len(), (3, CORNERS_MAX));
        for (at, place) in places.iter().enumerate().take(CORNERS_MAX) {
            for coordinate_m in place {
                self.range(&format!("outline_m[{at}]"), *coordinate_m, (-1e5, 1e5));
            }
        }
        if self.found.len() > faults {
            return false;
        }
        let Some(normal) = outline::unit(&outline::area_vector_m2(places)) else { return true };
        let uneven_m = outline::unevenness_m(places, &normal);
        if uneven_m > UNEVEN_MAX_M {
            self.add(
                "uneven_outline",
                "outline_m",
                format!("{uneven_m:.3} m"),
                Text::new(
                    format!("所有顶点距同一平面不超过 {UNEVEN_MAX_M} m"),
                    format!("all corners within {UNEVEN_MAX_M} m of one plane"),
                ),
                Text::new(
                    "请把轮廓拆成若干平面多边形，或改正偏离的顶点",
                    "split the outline into plane polygons, or correct the corner that is off",
                ),
            );
            return false;
        }
        true
    }

    fn outline_area(&mut self, area_m2: f64, (least_m2, most_m2): (f64, f64)) {
        let expected = if most_m2.is_finite() {
            Text::new(
                format!("面积为 {least_m2:.2} 到 {most_m2:.2} m²"),
                format!("an area from {least_m2:.2} to {most_m2:.2} m²"),
            )
        } else {
            Text::new(
                format!("面积不小于 {least_m2:.2} m²（可含窗洞）"),
                format!("an area of at least {least_m2:.2} m² (windows may be included)"),
            )
        };
        self.add(
            "outline_area",
            "outline_m",
            format!("{area_m2:.2} m²"),
            expected,
            Text::new(
                "请使轮廓与 area_m2 一致；顶点须依次绕行且不自交",
                "make outline and area_m2 agree; corners must go round in turn without crossing",
            ),
        );
    }

    fn outline_direction(&mut self, turned_deg: f64) {
        self.add(
            "outline_direction",
            "outline_m",
            format!("{turned_deg:.1}°"),
            Text::new(
                format!("法线与 tilt_deg、azimuth_deg 相差不超过 {TURNED_MAX_DEG}°"),
                format!("a normal within {TURNED_MAX_DEG}° of tilt_deg and azimuth_deg"),
            ),
            Text::new(
                "请改正倾角或方位角；若相差约 180°，请把顶点改为从外侧看逆时针排列",
                "correct tilt or azimuth; at about 180°, list the corners counter-clockwise seen \
                 from outside",
            ),
        );
    }

    fn pane(&mut self, pane: &crate::building::Pane) {
        self.range("thickness_m", pane.thickness_m, (1e-4, 0.1));
        self.range("conductivity_w_mk", pane.conductivity_w_mk, (1e-3, 10.0));
        self.share("solar_transmittance", pane.solar_transmittance);
        let rest = (1.0 - pane.solar_transmittance).clamp(0.0, 1.0);
        self.range("solar_reflectance_front", pane.solar_reflectance_front, (0.0, rest));
        self.range("solar_reflectance_back", pane.solar_reflectance_back, (0.0, rest));
        self.share("emissivity_front", pane.emissivity_front);
        self.share("emissivity_back", pane.emissivity_back);
    }

    fn shade(&mut self, shade: &Shade) {
        self.range("window_width_m", shade.window_width_m, (1e-2, 1e4));
        self.range("window_height_m", shade.window_height_m, (1e-2, 1e4));
        let reaches = [
            ("overhang_depth_m", shade.overhang_depth_m),
            ("overhang_gap_m", shade.overhang_gap_m),
            ("overhang_left_m", shade.overhang_left_m),
            ("overhang_right_m", shade.overhang_right_m),
            ("fin_depth_m", shade.fin_depth_m),
            ("fin_gap_m", shade.fin_gap_m),
            ("fin_above_m", shade.fin_above_m),
            ("fin_below_m", shade.fin_below_m),
        ];
        for (field, value) in reaches {
            self.range(field, value, (0.0, 1e4));
        }
    }

    fn air(&mut self, air: &AirExchange) {
        self.range("infiltration_ach", air.infiltration_ach, (0.0, 100.0));
        if let Some(leakage) = &air.leakage {
            self.within("leakage", |check| check.leakage(leakage));
        }
        self.range("ventilation_ach", air.ventilation_ach, (0.0, 200.0));
        self.schedule("ventilation_schedule", &air.ventilation_schedule, (0.0, 1.0));
        self.share("heat_recovery_effectiveness", air.heat_recovery_effectiveness);
    }

    fn leakage(&mut self, leakage: &Leakage) {
        match leakage.airtightness {
            Airtightness::EffectiveArea { area_cm2 } => {
                self.range("airtightness.effective_area.area_cm2", area_cm2, (0.0, 1e8));
            }
            Airtightness::AirChange { n50_1_h } => {
                self.range("airtightness.air_change.n50_1_h", n50_1_h, (0.0, 200.0));
            }
        }
        self.range("height_m", leakage.height_m, (0.5, 300.0));
        self.share("ceiling_floor_share", leakage.ceiling_floor_share);
    }

    fn night_ventilation(&mut self, night: &NightVentilation, thermostat: &Thermostat) {
        self.range("ach", night.ach, (0.0, 200.0));
        self.schedule("schedule", &night.schedule, (0.0, 1.0));
        self.range("air_min_c", night.air_min_c, (-50.0, 60.0));
        self.range("difference_min_k", night.difference_min_k, (0.0, 50.0));
        self.months("months", &night.months);
        let in_month = |list: &[u8], month| list.is_empty() || list.contains(&month);
        let meet =
            |month| in_month(&night.months, month) && in_month(&thermostat.heating_months, month);
        let Some(heating) = thermostat.heating_c.as_ref().filter(|_| (1..=12).any(meet)) else {
            return;
        };
        let warmest_c = days(heating).into_iter().flatten().fold(f64::MIN, |a, b| a.max(*b));
        if night.air_min_c < warmest_c {
            self.cooled_and_heated(night.air_min_c, warmest_c);
        }
    }

    fn cooled_and_heated(&mut self, air_min_c: f64, heat_c: f64) {
        self.add(
            "cooled_and_heated",
            "air_min_c",
            air_min_c.to_string(),
            Text::new(
                format!("不低于供暖设定温度 {heat_c} °C（夜间通风月份内有供暖）"),
                format!("at least the heating set point, {heat_c} °C: both work in one month"),
            ),
            Text::new(
                "请提高夜间通风的下限温度，或使其月份避开供暖月份",
                "raise the floor temperature, or keep the months apart from those of heating",
            ),
        );
    }

    /// Numbers of months.
    fn months(&mut self, field: &str, list: &[u8]) {
        for month in list {
            self.range(field, f64::from(*month), (1.0, 12.0));
        }
    }

    fn gains(&mut self, gains: &Gains) {
        self.range("people_w_m2", gains.people_w_m2, (0.0, 1e4));
        self.range("lighting_w_m2", gains.lighting_w_m2, (0.0, 1e4));
        self.range("equipment_w_m2", gains.equipment_w_m2, (0.0, 1e5));
        self.schedule("people_schedule", &gains.people_schedule, (0.0, 1.0));
        self.schedule("lighting_schedule", &gains.lighting_schedule, (0.0, 1.0));
        self.schedule("equipment_schedule", &gains.equipment_schedule, (0.0, 1.0));
        self.share("radiative_share", gains.radiative_share);
        if let Some(daylight) = &gains.daylight {
            self.within("daylight", |check| check.daylight(daylight));
        }
    }

    fn daylight(&mut self, daylight: &Daylight) {
        self.range("target_lux", daylight.target_lux, (1.0, 20_000.0));
        self.share("controlled_share", daylight.controlled_share);
        self.share("least_power_share", daylight.least_power_share);
        if let Some(light) = daylight.light_transmittance {
            self.share("light_transmittance", light);
        }
        self.share("utilance", daylight.utilance);
        self.share("direct_sun_share", daylight.direct_sun_share);
    }

    fn thermostat(&mut self, thermostat: &Thermostat) {
        let range = (-100.0, 150.0);
        if let Some(heating) = &thermostat.heating_c {
            self.schedule("heating_c", heating, range);
        }
        if let Some(cooling) = &thermostat.cooling_c {
            self.schedule("cooling_c", cooling, range);
        }
        if let (Some(heating), Some(cooling)) = (&thermostat.heating_c, &thermostat.cooling_c) {
            for ((day, heat), cool) in DAYS.into_iter().zip(days(heating)).zip(days(cooling)) {
                for (hour, (heat_c, cool_c)) in heat.iter().zip(cool).enumerate() {
                    if heat_c > cool_c {
                        self.crossed(&format!("cooling_c.{day}[{hour}]"), *heat_c, *cool_c);
                    }
                }
            }
        }
        self.months("heating_months", &thermostat.heating_months);
        self.months("cooling_months", &thermostat.cooling_months);
    }

    fn crossed(&mut self, field: &str, heat_c: f64, cool_c: f64) {
        self.add(
            "crossed_set_points",
            field,
            cool_c.to_string(),
            Text::new(
                format!("不低于同一小时的供暖设定温度 {heat_c} °C"),
                format!("at least the heating set point of that hour, {heat_c} °C"),
            ),
            Text::new(
                "请提高制冷设定温度或降低供暖设定温度",
                "raise the cooling or lower the heating set point",
            ),
        );
    }

    fn schedule(&mut self, field: &str, schedule: &Schedule, range: (f64, f64)) {
        for (day, hours) in DAYS.into_iter().zip(days(schedule)) {
            for (hour, value) in hours.iter().enumerate() {
                // A name is made only for what is wrong: most schedules are right.
                if !(range.0..=range.1).contains(value) {
                    self.range(&format!("{field}.{day}[{hour}]"), *value, range);
                }
            }
        }
    }

    fn systems(&mut self, systems: &Systems) {
        let cop = (0.5, 15.0);
        match systems.heating {
            HeatingPlant::None | HeatingPlant::Electric => {}
            HeatingPlant::GasBoiler { efficiency } => {
                self.range("heating.gas_boiler.efficiency", efficiency, (0.3, 1.1));
            }
            HeatingPlant::CondensingBoiler { efficiency_hot_return, efficiency_return_30_c } => {
                let field = "heating.condensing_boiler.efficiency_hot_return";
                self.range(field, efficiency_hot_return, (0.3, 1.0));
                let field = "heating.condensing_boiler.efficiency_return_30_c";
                self.range(field, efficiency_return_30_c, (efficiency_hot_return.max(0.3), 1.11));
            }
            HeatingPlant::District { efficiency } => {
                self.range("heating.district.efficiency", efficiency, (0.5, 1.0));
            }
            HeatingPlant::AirSourceHeatPump { rated_cop, supply_c } => {
                self.range("heating.air_source_heat_pump.rated_cop", rated_cop, cop);
                self.range("heating.air_source_heat_pump.supply_c", supply_c, (20.0, 90.0));
            }
            HeatingPlant::GroundSourceHeatPump { rated_cop, supply_c } => {
                self.range("heating.ground_source_heat_pump.rated_cop", rated_cop, cop);
                self.range("heating.ground_source_heat_pump.supply_c", supply_c, (20.0, 90.0));
            }
        }
        match systems.cooling {
            CoolingPlant::None | CoolingPlant::District => {}
            CoolingPlant::Chiller { rated_cop, .. } => {
                self.range("cooling.chiller.rated_cop", rated_cop, cop);
            }
            CoolingPlant::GroundSource { rated_cop } => {
                self.range("cooling.ground_source.rated_cop", rated_cop, cop);
            }
        }
        self.range("distribution_loss", systems.distribution_loss, (0.0, 5.0));
        self.range("auxiliary_w_per_w", systems.auxiliary_w_per_w, (0.0, 5.0));
        self.range("hot_water_kwh_m2", systems.hot_water_kwh_m2, (0.0, 1e4));
        if let Some(efficiency) = systems.hot_water_efficiency {
            self.range("hot_water_efficiency", efficiency, (0.3, 6.0));
        }
        self.range("hot_water_standing_loss_w", systems.hot_water_standing_loss_w, (0.0, 1e7));
        self.range("specific_fan_power_w_m3s", systems.specific_fan_power_w_m3s, (0.0, 20_000.0));
        self.share("fan_heat_share", systems.fan_heat_share);
        self.waters(systems);
        self.capacities(systems);
    }

    fn waters(&mut self, systems: &Systems) {
        let waters = [
            ("heating_water", &systems.heating_water, (20.0, 95.0), true),
            ("chilled_water", &systems.chilled_water, (1.0, 25.0), false),
        ];
        for (field, water, supply_c, is_heating) in waters {
            if let Some(water) = water {
                self.within(field, |check| check.water(water, supply_c, is_heating));
            }
        }
    }

    fn water(&mut self, water: &SupplyWater, supply_c: (f64, f64), is_heating: bool) {
        self.range("design_supply_c", water.design_supply_c, supply_c);
        self.range("design_drop_k", water.design_drop_k, (0.5, 60.0));
        let Some(reset) = &water.reset else { return };
        self.range("reset.design_outdoor_c", reset.design_outdoor_c, (-60.0, 60.0));
        self.range("reset.mild_supply_c", reset.mild_supply_c, supply_c);
        // A mild day is warmer than that of heating, cooler than that of cooling.
        let mild_c = if is_heating {
            ((reset.design_outdoor_c + 1.0).max(-59.0), 60.0)
        } else {
            (-60.0, (reset.design_outdoor_c - 1.0).min(59.0))
        };
        self.range("reset.mild_outdoor_c", reset.mild_outdoor_c, mild_c);
    }

    fn capacities(&mut self, systems: &Systems) {
        let plants = [
            (
                "heating_capacity_w",
                systems.heating_capacity_w,
                "heating_performance",
                &systems.heating_performance,
            ),
            (
                "cooling_capacity_w",
                systems.cooling_capacity_w,
                "cooling_performance",
                &systems.cooling_performance,
            ),
        ];
        for (field, capacity_w, performance_field, performance) in plants {
            let unlimited = Performance {
                rated_outdoor_c: performance.rated_outdoor_c,
                ..Performance::default()
            };
            match capacity_w {
                Some(capacity_w) => self.range(field, capacity_w, (0.0, CAPACITY_MAX_W)),
                None if *performance != unlimited => self.no_capacity(field, performance_field),
                None => {}
            }
            self.within(performance_field, |check| check.performance(performance));
        }
        if let Some(backup) = &systems.heating_backup {
            self.backup(systems, backup);
        }
    }

    fn backup(&mut self, systems: &Systems, backup: &Backup) {
        if systems.heating == HeatingPlant::None {
            self.add(
                "backup_alone",
                "heating_backup",
                "heating: none".to_owned(),
                Text::new("供热设备之外的辅助热源", "a backup beside a heating plant"),
                Text::new("请把辅助热源填写为供热设备", "state the backup as the heating plant"),
            );
        }
        if systems.heating_capacity_w.is_none() {
            self.no_capacity("heating_capacity_w", "heating_backup");
        }
        self.range("heating_backup.efficiency", backup.efficiency, (0.3, 1.11));
        if let Some(capacity_w) = backup.capacity_w {
            self.range("heating_backup.capacity_w", capacity_w, (0.0, CAPACITY_MAX_W));
        }
        if backup.carrier == Carrier::DistrictCooling {
            self.add(
                "cold_backup",
                "heating_backup.carrier",
                "district_cooling".to_owned(),
                Text::new("电、天然气或热力", "one of electricity, gas and district_heat"),
                Text::new("请改用可供热的能源种类", "name a carrier that heats"),
            );
        }
    }

    fn performance(&mut self, performance: &Performance) {
        if let Some(rated_outdoor_c) = performance.rated_outdoor_c {
            self.range("rated_outdoor_c", rated_outdoor_c, (-40.0, 60.0));
        }
        self.range("capacity_per_outdoor_k", performance.capacity_per_outdoor_k, (-0.1, 0.1));
        self.range("capacity_per_supply_k", performance.capacity_per_supply_k, (-0.1, 0.1));
        self.range("half_load_ratio", performance.half_load_ratio, (0.3, 3.0));
        self.range("lowest_load_share", performance.lowest_load_share, (0.01, 1.0));
        self.range(
            "cycling_degradation_factor",
            performance.cycling_degradation_factor,
            (0.0, 0.9),
        );
    }

    /// `needs` means something only beside the capacity `field`.
    fn no_capacity(&mut self, field: &str, needs: &str) {
        self.add(
            "missing_capacity",
            field,
            "null".to_owned(),
            Text::new(
                format!("{needs} 所依据的设备容量"),
                format!("the capacity that {needs} goes by"),
            ),
            Text::new(
                format!("请填写容量，或删去 {needs}"),
                format!("state the capacity, or leave {needs} out"),
            ),
        );
    }

    fn pv(&mut self, array: &PvArray) {
        self.range("rated_kw", array.rated_kw, (1e-3, 1e7));
        self.direction(array.tilt_deg, array.azimuth_deg);
        self.range("system_loss", array.system_loss, (0.0, 0.99));
        if let Some(inverter_kw) = array.inverter_kw {
            self.range("inverter_kw", inverter_kw, (1e-3, 1e7));
        }
        if let Some(efficiency) = array.inverter_efficiency {
            self.range("inverter_efficiency", efficiency, (0.5, 1.0));
        }
        if let Some(row_pitch) = array.row_pitch {
            // Closer than its own projection no row fits behind the next.
            let least = array.tilt_deg.to_radians().cos().abs().max(0.1);
            self.range("row_pitch", row_pitch, (least, 1000.0));
        }
        self.range("degradation_per_year", array.degradation_per_year, (0.0, 0.2));
        self.range("age_years", array.age_years, (0.0, 100.0));
        self.count("horizon_deg", array.horizon_deg.len(), (0, HORIZON_MAX));
        for (at, elevation_deg) in array.horizon_deg.iter().enumerate().take(HORIZON_MAX) {
            self.range(&format!("horizon_deg[{at}]"), *elevation_deg, (0.0, 90.0));
        }
    }
}

const DAYS: [&str; 3] = ["weekday", "saturday", "sunday"];

fn days(schedule: &Schedule) -> [&[f64; 24]; 3] {
    [&schedule.weekday, &schedule.saturday, &schedule.sunday]
}
