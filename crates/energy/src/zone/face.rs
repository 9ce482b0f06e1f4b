//! The faces of a zone: walls and windows, as the room and what lies behind them meet them.

use super::catalogue::Catalogue;
use super::room::Inside;
use crate::building::{Boundary, Building, Layer, Surface, Window, Zone};
use crate::climate::{Climate, wind_factors};
use crate::conduction::Wall;
use crate::convection::{Buoyancy, ROUGH, SMOOTH, STILL_AIR_MIN_W_M2K};
use crate::glazing::{Fate, Glass, TERMS};
use crate::ground::Ground;
use crate::shading::Scenery;
use crate::stratification::Heights;
use crate::weather::STEFAN_BOLTZMANN_W_M2K4;

/// Step of walls without mass, which answer alike in any. [s]
const ANY_STEP_S: f64 = 3600.0;

/// One face towards the room and what lies behind it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Face {
    pub area_m2: f64,
    pub wall: Wall,
    /// Relative change of the conductance with the mean temperature from 10 °C; glass only. [1/K]
    pub per_kelvin_1_k: f64,
    // Outside.
    pub windward: f64,
    pub leeward: f64,
    pub roughness: f64,
    pub buoyancy_out: Buoyancy,
    /// Long-wave factors towards the sky and towards ground and air; σ included. [W/(m²·K⁴)]
    pub radiant_sky: f64,
    pub radiant_air: f64,
    /// Conductance to the ground. [W/(m²·K)]
    pub ground_w_m2k: f64,
    /// Part of the outdoor air's yearly swing that reaches the ground under the face. [-]
    pub ground_swing: f64,
    pub absorptance_out: f64,
    /// Constant film to the outer air; 0 where the film follows wind and still air. [W/(m²·K)]
    pub film_out_fixed_w_m2k: f64,
    pub plane: usize,
    /// The face of another zone on the other side of the same wall.
    pub beyond: Option<Beyond>,
    // Inside.
    pub buoyancy_in: Buoyancy,
    /// Least film to the room's air: that of still air, or all of a constant film. [W/(m²·K)]
    pub film_in_min_w_m2k: f64,
    /// Long-wave factor to the room's radiant node; σ included. [W/(m²·K⁴)]
    pub radiant_in: f64,
    /// Heat absorbed per area and watt of what enters: direct sun, scattered sun, radiant gains.
    pub beam_in_1_m2: f64,
    pub diffuse_in_1_m2: f64,
    pub gains_in_1_m2: f64,
    /// Air at the face over the zone's mean while the air is stratified. [K]
    pub air_offset_k: f64,
    pub pane: Option<PaneFace>,
    /// Series of the shade on direct sun; 0 for none.
    pub shade: usize,
    /// What shades leave of an even sky and an even ground. [-]
    pub sky_share: f64,
    pub ground_share: f64,
}

impl Face {
    /// Whether anything keeps sun, sky or ground from the face.
    pub(crate) fn is_shaded(&self) -> bool {
        self.shade != 0 || self.sky_share.min(self.ground_share) < 1.0
    }

    /// Whether the outer face meets outdoor air.
    pub(crate) fn is_outdoors(&self) -> bool {
        self.buoyancy_out.warmer > 0.0
            || self.radiant_sky + self.radiant_air > 0.0
            || self.windward > 0.0
            || self.film_out_fixed_w_m2k > 0.0
    }
}

/// Where the other side of a wall between two zones stands: its outer node is the inner node of
/// that face, and the other way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Beyond {
    /// Index in `Building::zones`.
    pub zone: usize,
    /// Index in that zone's `Model::faces`.
    pub face: usize,
}

/// The glass of a face that is a window.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PaneFace {
    pub beam: Fate<[f64; TERMS]>,
    pub sky: Fate<f64>,
    pub ground: Fate<f64>,
    /// Share kept off in the months of movable shading.
    pub summer_shading: f64,
}

/// The faces of a zone: opaque ones, those towards other zones, windows.
pub(super) fn zone_faces(
    building: &Building,
    zone_index: usize,
    climate: &Climate,
    catalogue: &Catalogue,
) -> (Vec<Face>, Vec<Inside>) {
    let zone = &building.zones[zone_index];
    let wind = wind_factors(zone.mid_height_m);
    let heights = Heights::of_zone(zone);
    let mut sides = Vec::new();
    for surface in zone.surfaces.iter().filter(|surface| !is_partition(surface)) {
        let scenery = Scenery::of_surface(building, surface);
        let sight = climate.sight(scenery.as_ref());
        for (mut face, inside) in opaque_faces(surface, zone, climate, catalogue, wind) {
            (face.shade, face.sky_share, face.ground_share) = sight;
            sides.push((face, inside));
        }
    }
    sides.extend(partition_faces(building, zone_index, climate, catalogue));
    let (mut faces, mut insides): (Vec<Face>, Vec<Inside>) = sides.into_iter().unzip();
    for window in &zone.windows {
        let glass = catalogue.glass(window);
        insides.push(Inside {
            area_m2: window.area_m2,
            emissivity: if window.film_in_w_m2k.is_some() { 0.0 } else { glass.emissivity_in },
            absorptance: glass.back_absorptance,
            transmittance: glass.back_transmittance,
            is_floor: false,
        });
        let scenery = Scenery::of_window(building, window);
        let sight = climate.sight(scenery.as_ref());
        let mut face = window_face(window, &glass, climate, sight, wind);
        face.air_offset_k = heights.map_or(0.0, |heights| heights.at_window_k(window));
        faces.push(face);
    }
    (faces, insides)
}

/// Long-wave shares of sky and of ground and air before an outer face; the sky's own share is
/// thinned by the air below it. Source: Walton 1983, p. 73 (factor cos(Σ/2)).
fn radiant_out(tilt_deg: f64, emissivity: f64) -> (f64, f64) {
    let sky_view = f64::midpoint(1.0, tilt_deg.to_radians().cos());
    let sky = sky_view * sky_view.sqrt();
    let strength = emissivity * STEFAN_BOLTZMANN_W_M2K4;
    (strength * sky, strength * (1.0 - sky))
}

/// Height over which air runs along the glass: that stated for its shades, else a usual sash. [m]
fn pane_height_m(window: &Window) -> f64 {
    const SASH_M: f64 = 1.5;
    window.shade.map_or(SASH_M, |shade| shade.window_height_m)
}

fn window_face(
    window: &Window,
    glass: &Glass,
    climate: &Climate,
    (shade, sky_share, ground_share): (usize, f64, f64),
    wind: (f64, f64),
) -> Face {
    let (radiant_sky, radiant_air) = radiant_out(window.tilt_deg, glass.emissivity_out);
    let scaled = |share: f64| Fate {
        transmitted: glass.diffuse.transmitted * share,
        absorbed_out: glass.diffuse.absorbed_out * share,
        absorbed_in: glass.diffuse.absorbed_in * share,
    };
    let layer = Layer::Resistance { resistance_m2k_w: glass.resistance_m2k_w };
    // Dark panes are a piece of wall.
    let buoyancy_in = if glass.diffuse.transmitted > 0.0 {
        Buoyancy::of_glass(window.tilt_deg, pane_height_m(window), climate.air_density_kg_m3)
    } else {
        Buoyancy::of_face(180.0 - window.tilt_deg)
    };
    let mut face = Face {
        area_m2: window.area_m2,
        wall: Wall::new(&[layer], ANY_STEP_S),
        per_kelvin_1_k: glass.per_kelvin_1_k,
        windward: wind.0,
        leeward: wind.1,
        roughness: SMOOTH,
        buoyancy_out: Buoyancy::of_face(window.tilt_deg),
        radiant_sky,
        radiant_air,
        ground_w_m2k: 0.0,
        ground_swing: 0.0,
        absorptance_out: 0.0,
        film_out_fixed_w_m2k: 0.0,
        plane: climate.plane(window.tilt_deg, window.azimuth_deg),
        beyond: None,
        buoyancy_in,
        film_in_min_w_m2k: STILL_AIR_MIN_W_M2K,
        radiant_in: 0.0,
        beam_in_1_m2: 0.0,
        diffuse_in_1_m2: 0.0,
        gains_in_1_m2: 0.0,
        air_offset_k: 0.0,
        pane: Some(PaneFace {
            beam: glass.beam,
            sky: scaled(sky_share),
            ground: scaled(ground_share),
            summer_shading: window.summer_shading_factor,
        }),
        shade,
        sky_share,
        ground_share,
    };
    face.fix_films(window.film_in_w_m2k, window.film_out_w_m2k);
    face
}

impl Face {
    /// Puts constant films to the air where they are given, instead of still air and wind, and of
    /// long-wave exchange outside. That inside ends with the emissivity of [`Inside`].
    fn fix_films(&mut self, film_in_w_m2k: Option<f64>, film_out_w_m2k: Option<f64>) {
        if let Some(film) = film_in_w_m2k {
            self.buoyancy_in = STIRLESS;
            self.film_in_min_w_m2k = film;
        }
        if let Some(film) = film_out_w_m2k {
            self.film_out_fixed_w_m2k = film;
            self.buoyancy_out = STIRLESS;
            (self.windward, self.leeward) = (0.0, 0.0);
            (self.radiant_sky, self.radiant_air) = (0.0, 0.0);
        }
    }
}

/// Air that a face does not stir.
const STIRLESS: Buoyancy = Buoyancy { warmer: 0.0, colder: 0.0 };

/// The faces of an opaque surface of `zone`: one, or both sides of an internal one.
fn opaque_faces(
    surface: &Surface,
    zone: &Zone,
    climate: &Climate,
    catalogue: &Catalogue,
    wind: (f64, f64),
) -> Vec<(Face, Inside)> {
    let mut sides = if surface.boundary == Boundary::Internal {
        internal_faces(surface, climate, catalogue)
    } else {
        vec![backed_face(surface, zone, climate, catalogue, wind)]
    };
    if let Some(heights) = Heights::of_zone(zone) {
        for (face, _) in &mut sides {
            face.air_offset_k = heights.at_surface_k(surface);
        }
    }
    sides
}

/// The face of a surface that is not internal.
fn backed_face(
    surface: &Surface,
    zone: &Zone,
    climate: &Climate,
    catalogue: &Catalogue,
    wind: (f64, f64),
) -> (Face, Inside) {
    let mut layers = surface.layers.clone();
    let mut face = bare_face(surface, climate);
    let (radiant_sky, radiant_air) = radiant_out(surface.tilt_deg, surface.emissivity_out);
    match surface.boundary {
        Boundary::Outdoor => {
            (face.windward, face.leeward) = wind;
            face.absorptance_out = surface.solar_absorptance_out;
            face.buoyancy_out = Buoyancy::of_face(surface.tilt_deg);
            (face.radiant_sky, face.radiant_air) = (radiant_sky, radiant_air);
        }
        Boundary::OutdoorSheltered => {
            face.buoyancy_out = Buoyancy::of_face(surface.tilt_deg);
            // Under a roof or a floor everything in sight is as warm as the air.
            face.radiant_air = radiant_sky + radiant_air;
        }
        Boundary::Ground => {
            let ground = Ground::behind(surface, zone);
            layers.splice(0..0, ground.layers());
            face.ground_w_m2k = GROUND_CONTACT_W_M2K;
            face.ground_swing = ground.swing;
        }
        Boundary::Internal | Boundary::Zone { .. } => {}
    }
    face.wall = catalogue.wall(&layers);
    // What is behind a wall to another zone is that zone's face, with its own film.
    let film_out = surface.film_out_w_m2k.filter(|_| !is_partition(surface));
    face.fix_films(surface.film_in_w_m2k, film_out);
    (face, inside_of(surface, surface.tilt_deg, surface.area_m2))
}

fn is_partition(surface: &Surface) -> bool {
    matches!(surface.boundary, Boundary::Zone { .. })
}

/// A surface between two zones: where it is declared, and the zone behind it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Partition {
    zone: usize,
    surface: usize,
    behind: usize,
}

/// All surfaces between two zones, in the order in which each zone's faces hold them.
fn partitions(building: &Building) -> Vec<Partition> {
    let mut found = Vec::new();
    for (zone, declaring) in building.zones.iter().enumerate() {
        for (at, surface) in declaring.surfaces.iter().enumerate() {
            if let Boundary::Zone { zone: name } = &surface.boundary
                && let Some(behind) = building.zone_index(name)
            {
                found.push(Partition { zone, surface: at, behind });
            }
        }
    }
    found
}

/// The faces of a zone towards other zones: as declared, or mirrored where the other zone declares
/// them. They see neither sun nor wind nor sky.
fn partition_faces(
    building: &Building,
    zone_index: usize,
    climate: &Climate,
    catalogue: &Catalogue,
) -> Vec<(Face, Inside)> {
    let all = partitions(building);
    let of_zone = |zone: usize| all.iter().filter(move |p| p.zone == zone || p.behind == zone);
    let face_of = |zone: usize, partition: &Partition| {
        let plain = building.zones[zone].surfaces.iter().filter(|surface| !is_partition(surface));
        let before = of_zone(zone).take_while(|other| *other != partition).count();
        plain.map(face_count).sum::<usize>() + before
    };
    of_zone(zone_index)
        .flat_map(|partition| {
            let declared = &building.zones[partition.zone].surfaces[partition.surface];
            let is_own = partition.zone == zone_index;
            let surface = if is_own { declared.clone() } else { mirrored(declared) };
            let zone = if is_own { partition.behind } else { partition.zone };
            let beyond = Beyond { zone, face: face_of(zone, partition) };
            let own = &building.zones[zone_index];
            let mut sides = opaque_faces(&surface, own, climate, catalogue, (0.0, 0.0));
            for (face, _) in &mut sides {
                face.beyond = Some(beyond);
                if !is_own {
                    // One wall, cut into cells once: both zones must see the same.
                    face.wall = catalogue.wall(&declared.layers).turned();
                }
            }
            sides
        })
        .collect()
}

/// A surface as the zone behind it sees it.
fn mirrored(surface: &Surface) -> Surface {
    Surface {
        tilt_deg: 180.0 - surface.tilt_deg,
        azimuth_deg: surface.azimuth_deg + 180.0,
        layers: surface.layers.iter().rev().copied().collect(),
        solar_absorptance_out: surface.solar_absorptance_in,
        solar_absorptance_in: surface.solar_absorptance_out,
        emissivity_out: surface.emissivity_in,
        emissivity_in: surface.emissivity_out,
        film_in_w_m2k: surface.film_out_w_m2k,
        film_out_w_m2k: surface.film_in_w_m2k,
        ..surface.clone()
    }
}

/// Contact of the outermost node with the ground: a conductance that adds no resistance worth
/// naming. [W/(m²·K)]
const GROUND_CONTACT_W_M2K: f64 = 1e4;

fn inside_of(surface: &Surface, tilt_deg: f64, area_m2: f64) -> Inside {
    /// A face counts as floor where it looks up within 60° of the zenith.
    const FLOOR_FROM_DEG: f64 = 120.0;
    Inside {
        area_m2,
        emissivity: if surface.film_in_w_m2k.is_some() { 0.0 } else { surface.emissivity_in },
        absorptance: surface.solar_absorptance_in,
        transmittance: 0.0,
        is_floor: tilt_deg > FLOOR_FROM_DEG,
    }
}

/// A face without anything behind it.
fn bare_face(surface: &Surface, climate: &Climate) -> Face {
    Face {
        area_m2: surface.area_m2,
        wall: Wall::new(&[], ANY_STEP_S),
        per_kelvin_1_k: 0.0,
        windward: 0.0,
        leeward: 0.0,
        roughness: ROUGH,
        buoyancy_out: STIRLESS,
        radiant_sky: 0.0,
        radiant_air: 0.0,
        ground_w_m2k: 0.0,
        ground_swing: 0.0,
        absorptance_out: 0.0,
        film_out_fixed_w_m2k: 0.0,
        plane: climate.plane(surface.tilt_deg, surface.azimuth_deg),
        beyond: None,
        buoyancy_in: Buoyancy::of_face(180.0 - surface.tilt_deg),
        film_in_min_w_m2k: STILL_AIR_MIN_W_M2K,
        radiant_in: 0.0,
        beam_in_1_m2: 0.0,
        diffuse_in_1_m2: 0.0,
        gains_in_1_m2: 0.0,
        air_offset_k: 0.0,
        pane: None,
        shade: 0,
        sky_share: 1.0,
        ground_share: 1.0,
    }
}

/// Both sides of an internal surface, each backed by its half of the mass; one face of double area
/// where the sides are alike.
fn internal_faces(
    surface: &Surface,
    climate: &Climate,
    catalogue: &Catalogue,
) -> Vec<(Face, Inside)> {
    let reversed: Vec<Layer> = surface.layers.iter().rev().copied().collect();
    let one_side = |layers: &[Layer], tilt_deg: f64, area_m2: f64, catalogue: &Catalogue| {
        let mut face = bare_face(surface, climate);
        face.area_m2 = area_m2;
        face.buoyancy_in = Buoyancy::of_face(180.0 - tilt_deg);
        face.wall = catalogue.wall(&inner_half(layers));
        face.fix_films(surface.film_in_w_m2k, None);
        (face, inside_of(surface, tilt_deg, area_m2))
    };
    if face_count(surface) == 1 {
        return vec![one_side(&surface.layers, surface.tilt_deg, 2.0 * surface.area_m2, catalogue)];
    }
    vec![
        one_side(&surface.layers, surface.tilt_deg, surface.area_m2, catalogue),
        one_side(&reversed, 180.0 - surface.tilt_deg, surface.area_m2, catalogue),
    ]
}

/// Number of faces that an opaque surface gives its zone: two for an internal one with unlike
/// sides.
fn face_count(surface: &Surface) -> usize {
    let upright = (surface.tilt_deg - 90.0).abs() < 1.0;
    let alike = upright && surface.layers.iter().eq(surface.layers.iter().rev());
    if surface.boundary == Boundary::Internal && !alike { 2 } else { 1 }
}

/// The layers (outside to inside) nearest the inside that hold half the heat capacity.
fn inner_half(layers: &[Layer]) -> Vec<Layer> {
    let capacity = |layer: &Layer| match *layer {
        Layer::Solid { thickness_m, density_kg_m3, heat_capacity_j_kgk, .. } => {
            thickness_m * density_kg_m3 * heat_capacity_j_kgk
        }
        Layer::Resistance { .. } => 0.0,
    };
    let mut wanted = layers.iter().map(capacity).sum::<f64>() / 2.0;
    let mut half = Vec::new();
    for layer in layers.iter().rev() {
        let here = capacity(layer);
        if here < wanted || here <= 0.0 {
            half.push(*layer);
            wanted -= here;
            continue;
        }
        if let Layer::Solid { thickness_m, conductivity_w_mk, density_kg_m3, heat_capacity_j_kgk } =
            *layer
        {
            half.push(Layer::Solid {
                thickness_m: thickness_m * wanted / here,
                conductivity_w_mk,
                density_kg_m3,
                heat_capacity_j_kgk,
            });
        }
        break;
    }
    half.reverse();
    half
}

#[cfg(test)]
mod tests {
    use super::super::model::Model;
    use super::*;
    use crate::building::{AirExchange, Gains, Schedule, Systems, Thermostat};
    use crate::climate::Scene;
    use crate::sun::SunYear;
    use crate::{parse_normals, typical_year};

    fn surface(name: &str, tilt_deg: f64, boundary: Boundary) -> Surface {
        let solid = |thickness_m: f64, conductivity_w_mk: f64| Layer::Solid {
            thickness_m,
            conductivity_w_mk,
            density_kg_m3: 1000.0,
            heat_capacity_j_kgk: 1000.0,
        };
        Surface {
            name: name.to_owned(),
            area_m2: 20.0,
            tilt_deg,
            azimuth_deg: 180.0,
            boundary,
            layers: vec![solid(0.05, 0.04), solid(0.2, 1.5)],
            solar_absorptance_out: 0.7,
            solar_absorptance_in: 0.5,
            emissivity_out: 0.8,
            emissivity_in: 0.9,
            film_in_w_m2k: None,
            film_out_w_m2k: None,
            outline_m: None,
            ground: None,
        }
    }

    fn zone(name: &str, surfaces: Vec<Surface>) -> Zone {
        let none = Schedule::constant(0.0);
        Zone {
            name: name.to_owned(),
            floor_area_m2: 20.0,
            volume_m3: 50.0,
            surfaces,
            windows: vec![],
            air: AirExchange {
                infiltration_ach: 0.5,
                leakage: None,
                ventilation_ach: 0.0,
                ventilation_schedule: Schedule::always(),
                heat_recovery_effectiveness: 0.0,
                night_ventilation: None,
            },
            gains: Gains {
                people_w_m2: 0.0,
                people_schedule: none.clone(),
                lighting_w_m2: 0.0,
                lighting_schedule: none.clone(),
                equipment_w_m2: 0.0,
                equipment_schedule: none,
                radiative_share: 0.5,
                daylight: None,
            },
            thermostat: Thermostat {
                heating_c: None,
                cooling_c: None,
                heating_months: vec![],
                cooling_months: vec![],
            },
            systems: Systems::default(),
            mid_height_m: 3.0,
            stratification: None,
        }
    }

    fn models(zones: Vec<Zone>) -> Vec<Model> {
        let building = Building {
            name: "house".to_owned(),
            zones,
            pv: None,
            ground_reflectance: 0.2,
            mixing: vec![],
            obstacles: vec![],
        };
        assert_eq!(building.validate(), []);
        let text = include_str!("../../../../data/climate/beijing-normals.yaml");
        let normals = parse_normals(text, "beijing-normals.yaml").expect("normals are sound");
        let weather = typical_year(&normals);
        let mut scene = Scene::default();
        scene.add(&building);
        let climate = Climate::new(&weather, &SunYear::new(&weather), &scene);
        let catalogue = Catalogue::new(ANY_STEP_S);
        let model = |at| Model::of_zone(&building, at, &climate, &catalogue, 30);
        (0..building.zones.len()).map(model).collect()
    }

    #[test]
    fn a_wall_between_zones_gives_each_a_mirrored_face() {
        let behind = |zone: &str| Boundary::Zone { zone: zone.to_owned() };
        let mut ceiling = surface("ceiling", 0.0, behind("attic"));
        ceiling.film_out_w_m2k = Some(6.0);
        let models = models(vec![
            zone("room", vec![ceiling, surface("wall", 90.0, Boundary::Outdoor)]),
            zone(
                "attic",
                vec![
                    surface("shelf", 0.0, Boundary::Internal),
                    surface("gable", 90.0, behind("shed")),
                    surface("roof", 30.0, Boundary::Outdoor),
                ],
            ),
            zone("shed", vec![]),
        ]);
        for (at, model) in models.iter().enumerate() {
            for (index, face) in model.faces.iter().enumerate() {
                let Some(beyond) = face.beyond else { continue };
                let other = &models[beyond.zone].faces[beyond.face];
                assert_eq!(other.beyond, Some(Beyond { zone: at, face: index }));
                let [near, across, far] = face.wall.now_w_m2k;
                let [other_near, other_across, other_far] = other.wall.now_w_m2k;
                for (here, there) in [(near, other_far), (across, other_across), (far, other_near)]
                {
                    assert!((here / there - 1.0).abs() < 1e-9, "{here} {there}");
                }
                let outside = [face.windward, face.leeward, face.radiant_sky, face.radiant_air];
                assert_eq!(outside.map(f64::to_bits), [0; 4]);
                assert!(face.absorptance_out + face.film_out_fixed_w_m2k <= 0.0);
            }
        }
        let towards = |model: &Model| -> Vec<Option<usize>> {
            model.faces.iter().map(|face| face.beyond.map(|beyond| beyond.zone)).collect()
        };
        assert_eq!(towards(&models[0]), [None, Some(1)]);
        // The shelf has two sides; then the roof; then the faces towards room and shed.
        assert_eq!(towards(&models[1]), [None, None, None, Some(0), Some(2)]);
        assert_eq!(towards(&models[2]), [Some(1)]);
        let (below, above) = (&models[0].faces[1], &models[1].faces[3]);
        // Seen from the room it is a ceiling, seen from the attic a floor with a constant film.
        assert_eq!(below.buoyancy_in, Buoyancy::of_face(180.0));
        assert!(below.radiant_in > 0.0 && above.radiant_in <= 0.0);
        assert!((above.film_in_min_w_m2k - 6.0).abs() < 1e-12);
        assert_eq!(above.buoyancy_in, STIRLESS);
    }

    #[test]
    fn constant_films_stand_for_wind_and_radiation() {
        let plain = surface("plain", 90.0, Boundary::Outdoor);
        let fixed =
            Surface { film_in_w_m2k: Some(8.0), film_out_w_m2k: Some(25.0), ..plain.clone() };
        let faces = models(vec![zone("room", vec![plain, fixed])]).remove(0).faces;
        assert!((faces[0].film_in_min_w_m2k - STILL_AIR_MIN_W_M2K).abs() < 1e-12);
        assert!(faces[0].film_out_fixed_w_m2k <= 0.0 && faces[0].radiant_sky > 0.0);
        assert!((faces[1].film_in_min_w_m2k - 8.0).abs() < 1e-12);
        assert!((faces[1].film_out_fixed_w_m2k - 25.0).abs() < 1e-12);
        assert_eq!((faces[1].buoyancy_in, faces[1].buoyancy_out), (STIRLESS, STIRLESS));
        let face = &faces[1];
        let gone = [face.windward, face.leeward, face.radiant_sky, face.radiant_air];
        assert_eq!(gone.map(f64::to_bits), [0; 4]);
        assert!(face.radiant_in <= 0.0 && face.gains_in_1_m2 <= 0.0);
        // Sun is taken up as before.
        assert!((face.absorptance_out - 0.7).abs() < 1e-12 && face.beam_in_1_m2 > 0.0);
    }
}
