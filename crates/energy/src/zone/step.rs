//! One hour of the heat balance.
//!
//! Temperatures and flows are means over the hour. Films are tangents at the temperatures that the
//! last two hours lead to expect, so that an error of the guess counts by its square; with them
//! every face answers linearly: both of its temperatures are `base + per_pull·(h·T_air +
//! k·T_radiant)`. The room's radiant node and its air then are two equations in
//! two unknowns, and the plant's heat is linear in the air temperature that it holds. Two passes
//! over the faces make an hour: there to the room, and back. Zones settle with each other between
//! the two.

use super::air::{OutdoorAir, stratified};
use super::block::{Block, Faces, Site, Slots};
use super::daylight::HourGains;
use crate::climate::{ClimateHour, PlaneHour};
use crate::lanes::{Lanes, one_at_a_time};
use crate::weather::ABSOLUTE_ZERO_C;

/// Slope and remainder of the tangent to `ΔT^(4/3)`, relative to `ΔT^(1/3)`.
const TANGENT: f64 = 4.0 / 3.0;
const BEND: f64 = 1.0 / 3.0;
/// Mean temperature at which the conductance of glass is stated. Source: EN 673:2011. [°C]
const GAP_C: f64 = 10.0;
/// Keeps a quotient finite where nothing flows.
const TINY: f64 = 1e-12;

/// What one face of each building remembers, and what it answers in an hour.
#[derive(Clone, Copy, Debug, Default)]
struct FaceState<const W: usize> {
    outer: Lanes<W>,
    inner: Lanes<W>,
    // Changes of the last hour.
    outer_rise: Lanes<W>,
    inner_rise: Lanes<W>,
    // Sun absorbed by glass.
    sun_out: Lanes<W>,
    sun_in: Lanes<W>,
    // Answered by the hour.
    film_out: Lanes<W>,
    /// What drives the outer face: air, sky, sun and the wall's past.
    given_out: Lanes<W>,
    /// The wall's past alone.
    past_out: Lanes<W>,
    past_in: Lanes<W>,
    film_in: Lanes<W>,
    radiant_in: Lanes<W>,
    absorbed_in: Lanes<W>,
    /// Remainder of the tangent to the inner film.
    bend: Lanes<W>,
    /// Temperatures in a room of 0 °C, and what a watt of the room's pull adds to them.
    outer_base: Lanes<W>,
    inner_base: Lanes<W>,
    outer_per_pull: Lanes<W>,
    inner_per_pull: Lanes<W>,
}

/// What `W` buildings remember from hour to hour.
#[derive(Clone)]
pub(super) struct State<const W: usize> {
    faces: Vec<FaceState<W>>,
    modes: Vec<Lanes<W>>,
    pub air: Lanes<W>,
    air_rise: Lanes<W>,
    radiant: Lanes<W>,
    radiant_rise: Lanes<W>,
    // Of the hour at work.
    sun: Sun<W>,
    gains: HourGains<W>,
    /// All faces but those to other zones.
    sums: RoomSums<W>,
    now: Room<W>,
    outdoor: OutdoorAir<W>,
    /// 1 where the air is stratified, else 0.
    stratified: Lanes<W>,
    held: Held<W>,
}

/// What drives an hour, the same for all buildings.
pub(super) struct Drive<'a> {
    pub hour: ClimateHour,
    /// The years of all planes from this hour on; a plane's own hour stands where its year starts.
    pub planes: &'a [PlaneHour],
    /// The same of all shades.
    pub shades: &'a [f64],
    pub month: usize,
    /// Air temperature from which heat recovery is bypassed where nothing cools. [°C]
    pub comfort_max_c: f64,
}

/// Means over the hour. [W], [°C]
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Outcome<const W: usize> {
    pub air: Lanes<W>,
    /// Heat given to the zone, negative when taken away.
    pub plant: Lanes<W>,
    pub transmitted: Lanes<W>,
    pub lighting: Lanes<W>,
    /// Energy that entered less energy that left.
    pub net: Lanes<W>,
    /// Sum of the flows' magnitudes.
    pub gross: Lanes<W>,
}

impl<const W: usize> Outcome<W> {
    /// Adds `share` of another.
    #[inline(always)]
    pub(super) fn add_share(&mut self, other: &Self, share: f64) {
        self.air += other.air * share;
        self.plant += other.plant * share;
        self.transmitted += other.transmitted * share;
        self.lighting += other.lighting * share;
        self.net += other.net * share;
        self.gross += other.gross * share;
    }
}

/// Conditions of the hour at the thermostat and at the air.
#[derive(Clone, Copy)]
struct Demand<const W: usize> {
    heat: Lanes<W>,
    cool: Lanes<W>,
    /// Air exchange with full and with no heat recovery, open to the night in the latter. [W/K]
    least: Lanes<W>,
    most: Lanes<W>,
    bypass: Lanes<W>,
    outdoor: f64,
}

impl<const W: usize> Demand<W> {
    /// What the thermostat wants at its height, as temperatures of the mean air.
    #[inline(always)]
    fn at_mean(self, block: &Block<W>, stratified: Lanes<W>) -> Self {
        if !block.is_stratified {
            return self;
        }
        let below = block.thermostat_offset * stratified;
        Self {
            heat: self.heat - below,
            cool: self.cool - below,
            bypass: self.bypass - below,
            ..self
        }
    }
}

/// Balance of the air: `plant + given + exchange·(outdoor − T) = over·T`; and of the radiant node:
/// `T_radiant = fixed + per_air·T`.
#[derive(Clone, Copy)]
struct Balance<const W: usize> {
    given: Lanes<W>,
    over: Lanes<W>,
    fixed: Lanes<W>,
    per_air: Lanes<W>,
}

/// What the thermostat makes of a balance.
#[derive(Clone, Copy, Debug, Default)]
struct Held<const W: usize> {
    air: Lanes<W>,
    plant: Lanes<W>,
    exchange: Lanes<W>,
}

/// The planes of one face slot in one hour.
struct Planes<const W: usize> {
    beam: Lanes<W>,
    sky: Lanes<W>,
    ground: Lanes<W>,
    cosine: Lanes<W>,
    windward: Lanes<W>,
    leeward: Lanes<W>,
}

impl<const W: usize> Planes<W> {
    /// Neighbours often look the same way: then one plane is read for all.
    #[inline(always)]
    fn of(faces: &Faces<W>, drive: &Drive<'_>) -> Self {
        let all = |pick: fn(&PlaneHour) -> f64| {
            if faces.one_plane {
                return Lanes::splat(pick(&drive.planes[faces.plane[0]]));
            }
            let mut lanes = Lanes::default();
            for lane in 0..W {
                lanes.0[lane] = pick(&drive.planes[faces.plane[lane]]);
            }
            lanes
        };
        Self {
            beam: all(|plane| plane.beam_w_m2),
            sky: all(|plane| plane.sky_w_m2),
            ground: all(|plane| plane.ground_w_m2),
            cosine: all(|plane| plane.cos_incidence),
            windward: all(|plane| plane.windward_w_m2k),
            leeward: all(|plane| plane.leeward_w_m2k),
        }
    }
}

impl<const W: usize> Planes<W> {
    /// All sun on the plane, as far as shades leave it. [W/m²]
    #[inline(always)]
    fn sun(&self, block: &Block<W>, faces: &Faces<W>, drive: &Drive<'_>) -> Lanes<W> {
        if !faces.is_shaded {
            return self.ground.fma(block.ground_reflectance, self.beam + self.sky);
        }
        // Shares of one give the same bits: a building is the same beside shaded ones.
        let above = self.beam * faces.lit(drive.shades) + self.sky * faces.sky_share;
        (self.ground * faces.ground_share).fma(block.ground_reflectance, above)
    }
}

impl<const W: usize> State<W> {
    /// Walls in balance with what lies behind them, outdoor air at `outdoor_c` or the ground of
    /// `hour`, and the building's first set point.
    pub(super) fn new(block: &Block<W>, outdoor_c: f64, hour: &ClimateHour) -> Self {
        let mut modes = vec![Lanes::default(); block.modes.len()];
        let state = |faces: &Faces<W>| {
            let ground = faces.ground_swing * hour.ground_wave_k + hour.ground_mean_c;
            let outer = Lanes::default().below(faces.ground, ground, Lanes::splat(outdoor_c));
            for at in faces.modes.clone() {
                let mode = &block.modes[at];
                let drive = mode.drive_out * outer + mode.drive_in * block.start_c;
                modes[at] = drive / (Lanes::splat(1.0) - mode.decay);
            }
            FaceState { outer, inner: block.start_c, ..FaceState::default() }
        };
        let faces = block.faces.iter().map(state).collect();
        let rise = Lanes::default();
        let (air, radiant) = (block.start_c, block.start_c);
        Self {
            faces,
            modes,
            air,
            air_rise: rise,
            radiant,
            radiant_rise: rise,
            sun: Sun::default(),
            gains: HourGains::default(),
            sums: RoomSums::default(),
            now: Room::default(),
            outdoor: OutdoorAir::default(),
            stratified: Lanes::default(),
            held: Held::default(),
        }
    }

    /// Heat in walls and air, over 0 °C. [W times the length of a step]
    pub(super) fn stored(&self, block: &Block<W>) -> Lanes<W> {
        let mut stored = block.air * self.air;
        for (faces, face) in block.faces.iter().zip(&self.faces) {
            let mut wall = (faces.before[0] + faces.before[1]) * face.outer
                + (faces.before[1] + faces.before[2]) * face.inner;
            let range = faces.modes.clone();
            for (mode, state) in block.modes[range.clone()].iter().zip(&self.modes[range]) {
                wall += mode.stored * *state;
            }
            stored += faces.area * wall;
        }
        stored
    }

    /// Takes back `lane` to what it was in `earlier`.
    pub(super) fn restore(&mut self, lane: usize, earlier: &Self) {
        for (face, old) in self.faces.iter_mut().zip(&earlier.faces) {
            face.outer.0[lane] = old.outer.0[lane];
            face.inner.0[lane] = old.inner.0[lane];
            face.outer_rise.0[lane] = 0.0;
            face.inner_rise.0[lane] = 0.0;
        }
        for (mode, old) in self.modes.iter_mut().zip(&earlier.modes) {
            mode.0[lane] = old.0[lane];
        }
        self.air.0[lane] = earlier.air.0[lane];
        self.radiant.0[lane] = earlier.radiant.0[lane];
        self.held.plant.0[lane] = earlier.held.plant.0[lane];
        self.air_rise.0[lane] = 0.0;
        self.radiant_rise.0[lane] = 0.0;
    }
}

/// Sweeps over the zones of a building until they agree, at most.
const SWEEPS_MAX: usize = 500;
/// Change of a temperature in a sweep below which zones agree. [K]
const AGREED_K: f64 = 1e-10;

/// Moves the zones of the buildings by one hour. Zones settle with each other by turns: each is
/// solved exactly with its neighbours as they stand.
#[inline(always)]
pub(super) fn step<const W: usize>(
    site: &Site<W>,
    states: &mut [State<W>],
    drive: &Drive<'_>,
    slot: usize,
    outcomes: &mut [Outcome<W>],
) {
    for (block, state) in site.zones.iter().zip(states.iter_mut()) {
        state.sun =
            if drive.hour.is_sunny { shine(block, state, drive) } else { dark(block, state) };
        state.gains = HourGains::of(&block.slots[slot]);
        if let Some(lamps) = &block.lamps {
            lamps.dim(&state.sun, &mut state.gains);
        }
        let room = expect(state);
        let slot = &block.slots[slot];
        state.outdoor = OutdoorAir::of_hour(block, drive, slot, state.air, room.air);
        state.stratified = stratified(block, state.held.plant);
        state.sums = there(block, state, drive, &room);
        state.now = room;
    }
    for _ in 0..SWEEPS_MAX {
        let mut change = Lanes::default();
        for (zone, block) in site.zones.iter().enumerate() {
            let mut sums = states[zone].sums;
            if site.zones.len() > 1 {
                partitions(block, states, zone, &mut sums);
                mix(site, states, zone, &mut sums);
            }
            let state = &mut states[zone];
            let slot = &block.slots[slot];
            let balance = sums.balance(block, state);
            let demand = demand(block, drive, slot, &state.outdoor);
            state.held = hold(&balance, &demand.at_mean(block, state.stratified));
            if let Some(most) = block.supply.most(drive.hour.air_c) {
                state.held = state.held.within(most, &balance, drive.hour.air_c);
            }
            let radiant = balance.per_air.fma(state.held.air, balance.fixed);
            change = change.max((state.held.air - state.now.air).abs());
            change = change.max((radiant - state.now.radiant).abs());
            state.now = Room { air: state.held.air, radiant };
        }
        if site.zones.len() == 1 || !change.any_above(AGREED_K) {
            break;
        }
    }
    for (zone, block) in site.zones.iter().enumerate() {
        let mixed = mixed_w(site, states, zone);
        let state = &mut states[zone];
        let transmitted = state.sun.beam + state.sun.diffuse;
        let (net, gross) = back(block, state, drive);
        outcomes[zone] = Outcome {
            air: at_thermostat(block, state),
            plant: state.held.plant,
            transmitted,
            lighting: state.gains.lighting,
            net: net + mixed,
            gross: gross + mixed.abs(),
        };
    }
}

/// Air at the height of the thermostat. [°C]
#[inline(always)]
fn at_thermostat<const W: usize>(block: &Block<W>, state: &State<W>) -> Lanes<W> {
    if !block.is_stratified {
        return state.held.air;
    }
    block.thermostat_offset.fma(state.stratified, state.held.air)
}

/// Adds the faces towards other zones, with those as they stand. All lanes carry one building.
#[inline(always)]
fn partitions<const W: usize>(
    block: &Block<W>,
    states: &mut [State<W>],
    zone: usize,
    sums: &mut RoomSums<W>,
) {
    for at in 0..block.first_window {
        let Some(beyond) = block.faces[at].beyond else { continue };
        let other = &states[beyond.zone];
        let mirror = other.faces[beyond.face];
        let near = other.now;
        let face = &mut states[zone].faces[at];
        face.film_out = mirror.film_in + mirror.radiant_in;
        face.given_out = mirror.film_in * near.air
            + mirror.radiant_in * near.radiant
            + mirror.absorbed_in
            + mirror.bend
            + face.past_out;
        fold(&block.faces[at], face, block.faces[at].now, sums);
    }
}

/// Adds the air that other zones give and take.
#[inline(always)]
fn mix<const W: usize>(site: &Site<W>, states: &[State<W>], zone: usize, sums: &mut RoomSums<W>) {
    for mixing in &site.mixing {
        if let Some(other) = mixing.seen_from(zone) {
            sums.air_given += states[other].now.air * mixing.w_k;
            sums.air_over += Lanes::splat(mixing.w_k);
        }
    }
}

/// Heat that mixing brings into a zone. [W]
#[inline(always)]
fn mixed_w<const W: usize>(site: &Site<W>, states: &[State<W>], zone: usize) -> Lanes<W> {
    let mut heat = Lanes::default();
    for mixing in &site.mixing {
        if let Some(other) = mixing.seen_from(zone) {
            heat += (states[other].now.air - states[zone].now.air) * mixing.w_k;
        }
    }
    heat
}

/// What the last two hours lead to expect of the room: the last change again.
#[inline(always)]
fn expect<const W: usize>(state: &State<W>) -> Room<W> {
    Room { air: state.air + state.air_rise, radiant: state.radiant + state.radiant_rise }
}

impl<const W: usize> FaceState<W> {
    /// Inner and outer temperature in a room of this air and radiant temperature.
    #[inline(always)]
    fn answer(&self, air: Lanes<W>, radiant: Lanes<W>) -> (Lanes<W>, Lanes<W>) {
        let pull = self.radiant_in.fma(radiant, self.film_in * air);
        let inner = self.inner_per_pull.fma(pull, self.inner_base);
        (inner, self.outer_per_pull.fma(pull, self.outer_base))
    }
}

/// The way there: every face condensed and, unless another zone lies behind, added to the room.
#[inline(always)]
fn there<const W: usize>(
    block: &Block<W>,
    state: &mut State<W>,
    drive: &Drive<'_>,
    room: &Room<W>,
) -> RoomSums<W> {
    let (sun, radiant, stratified) = (state.sun, state.gains.radiant, state.stratified);
    for (faces, face) in block.faces.iter().zip(&mut state.faces) {
        one_at_a_time();
        past(block, faces, face, &state.modes);
        face.absorbed_in = absorbed_inside(faces, &sun, radiant) + face.sun_in;
        inside_at_height(block, faces, face, room, stratified);
    }
    for (faces, face) in block.faces.iter().zip(&mut state.faces) {
        if faces.beyond.is_none() {
            one_at_a_time();
            outside(block, faces, face, drive);
        }
    }
    let mut sums = RoomSums::default();
    let (walls, windows) = state.faces.split_at_mut(block.first_window);
    for (faces, face) in block.faces.iter().zip(walls) {
        if faces.beyond.is_none() {
            one_at_a_time();
            fold(faces, face, faces.now, &mut sums);
        }
    }
    for (faces, face) in block.faces[block.first_window..].iter().zip(windows) {
        one_at_a_time();
        let sum = face.outer + face.outer_rise + face.inner + face.inner_rise;
        let middle = sum.fma(Lanes::splat(0.5), Lanes::splat(-GAP_C));
        let scale = (faces.per_kelvin * middle).max(Lanes::splat(-0.5)) + 1.0;
        // Not `map`, which the compiler may call instead of taking it in: a tenth of the hour.
        let [near, across, far] = faces.now;
        fold(faces, face, [near * scale, across * scale, far * scale], &mut sums);
    }
    sums
}

/// Sun that has come through the windows. [W]
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sun<const W: usize> {
    pub beam: Lanes<W>,
    pub diffuse: Lanes<W>,
}

/// Temperatures of a room. [°C]
#[derive(Clone, Copy, Debug, Default)]
struct Room<const W: usize> {
    air: Lanes<W>,
    radiant: Lanes<W>,
}

/// Sums over the faces of a room: what they give to air and radiant node, and hold against them.
#[derive(Clone, Copy, Debug, Default)]
struct RoomSums<const W: usize> {
    air_given: Lanes<W>,
    air_over: Lanes<W>,
    across: Lanes<W>,
    radiant_given: Lanes<W>,
    radiant_over: Lanes<W>,
}

/// An hour without sun.
#[inline(always)]
fn dark<const W: usize>(block: &Block<W>, state: &mut State<W>) -> Sun<W> {
    for face in &mut state.faces[block.first_window..] {
        face.sun_out = Lanes::default();
        face.sun_in = Lanes::default();
    }
    Sun::default()
}

/// Sun through the windows and in their panes.
#[inline(always)]
fn shine<const W: usize>(block: &Block<W>, state: &mut State<W>, drive: &Drive<'_>) -> Sun<W> {
    let mut sun = Sun::default();
    let first = block.first_window;
    for ((panes, faces), face) in
        block.panes.iter().zip(&block.faces[first..]).zip(&mut state.faces[first..])
    {
        one_at_a_time();
        let planes = Planes::of(faces, drive);
        let cosine = planes.cosine;
        let open = Lanes::splat(1.0) - panes.summer * block.shades[drive.month];
        let beam = planes.beam * faces.lit(drive.shades) * open;
        let sky = planes.sky * open;
        let ground = planes.ground * open * block.ground_reflectance;
        let at = |curve: &[Lanes<W>; crate::glazing::TERMS]| {
            let mut value = curve[crate::glazing::TERMS - 1];
            for term in curve.iter().rev().skip(1) {
                value = value.fma(cosine, *term);
            }
            (value * cosine).max(Lanes::default())
        };
        let scattered = |way: usize| panes.sky[way].fma(sky, panes.ground[way] * ground);
        sun.beam = (faces.area * beam).fma(at(&panes.beam[0]), sun.beam);
        sun.diffuse = faces.area.fma(scattered(0), sun.diffuse);
        face.sun_out = beam.fma(at(&panes.beam[1]), scattered(1));
        face.sun_in = beam.fma(at(&panes.beam[2]), scattered(2));
    }
    sun
}

/// What the wall's past gives off to its outer and its inner face.
#[inline(always)]
fn past<const W: usize>(
    block: &Block<W>,
    faces: &Faces<W>,
    face: &mut FaceState<W>,
    states: &[Lanes<W>],
) {
    let mut out = faces.before[0].fma(face.outer, faces.before[1] * face.inner);
    let mut inn = faces.before[1].fma(face.outer, faces.before[2] * face.inner);
    let range = faces.modes.clone();
    for (mode, state) in block.modes[range.clone()].iter().zip(&states[range]) {
        one_at_a_time();
        out = mode.out.fma(*state, out);
        inn = mode.inn.fma(*state, inn);
    }
    face.past_out = out;
    face.past_in = inn;
}

/// Sun and radiant gains that an inner face takes up.
#[inline(always)]
fn absorbed_inside<const W: usize>(faces: &Faces<W>, sun: &Sun<W>, radiant: Lanes<W>) -> Lanes<W> {
    let scattered = faces.diffuse_in.fma(sun.diffuse, faces.gains_in * radiant);
    faces.beam_in.fma(sun.beam, scattered)
}

#[inline(always)]
fn demand<const W: usize>(
    block: &Block<W>,
    drive: &Drive<'_>,
    slot: &Slots<W>,
    outdoor: &OutdoorAir<W>,
) -> Demand<W> {
    let never = Lanes::splat(super::model::NEVER_C);
    let half = Lanes::splat(0.5);
    let density = drive.hour.air_density_ratio;
    let cool = half.below(block.cools[drive.month], slot.cool_c, never);
    let heat = half.below(block.heats[drive.month], slot.heat_c, -never);
    let limit = cool.min(Lanes::splat(drive.comfort_max_c));
    let (night, bypass) = outdoor.cooling(block, heat, limit);
    Demand {
        heat,
        cool,
        least: (outdoor.infiltration + slot.ventilation * block.recovery_rest) * density,
        most: (outdoor.infiltration + slot.ventilation + night) * density,
        bypass,
        outdoor: drive.hour.air_c,
    }
}

/// Conductance and drive of one outer face at the temperature that it is expected to take.
///
/// Long-wave exchange follows the tangent of the fourth power at that temperature.
#[inline(always)]
fn outside<const W: usize>(
    block: &Block<W>,
    faces: &Faces<W>,
    face: &mut FaceState<W>,
    drive: &Drive<'_>,
) {
    face.film_out = Lanes::default();
    face.given_out = face.past_out;
    let hour = &drive.hour;
    if faces.is_outdoors {
        let planes = Planes::of(faces, drive);
        let absorbed = planes.sun(block, faces, drive).fma(faces.absorptance_out, face.sun_out);
        let outer = face.outer + face.outer_rise;
        let warmer = outer - hour.air_c;
        let buoyancy = Lanes::default().below(warmer, faces.warmer_out, faces.colder_out);
        let still = buoyancy * warmer.cbrt_abs();
        let forced = faces.windward.fma(planes.windward, faces.leeward * planes.leeward);
        let blown = still.fma(still, forced * forced).sqrt();
        let convective = faces.roughness.fma(blown - still, still) + faces.film_out_fixed;
        let outer_k = outer - ABSOLUTE_ZERO_C;
        let strength = faces.radiant_both * (outer_k * outer_k) * outer_k;
        let from_air = faces.radiant_air * hour.air_k4;
        let radiant = faces.radiant_sky.fma(Lanes::splat(hour.sky_k4), from_air);
        let tangent = outer.fma(Lanes::splat(4.0), -outer_k);
        face.film_out = strength.fma(Lanes::splat(4.0), convective);
        face.given_out = strength.fma(tangent, radiant)
            + convective.fma(Lanes::splat(hour.air_c), absorbed + face.past_out);
    }
    if faces.is_on_ground {
        let ground_c = faces.ground_swing * hour.ground_wave_k + hour.ground_mean_c;
        face.film_out += faces.ground;
        face.given_out = faces.ground.fma(ground_c, face.given_out);
    }
}

/// [`inside`] with the air at the face's own height. What this air is warmer than the mean goes
/// with the film's remainder, so that the face gains what the air gives.
#[inline(always)]
fn inside_at_height<const W: usize>(
    block: &Block<W>,
    faces: &Faces<W>,
    face: &mut FaceState<W>,
    room: &Room<W>,
    stratified: Lanes<W>,
) {
    if !block.is_stratified {
        return inside(faces, face, room);
    }
    let warmer = faces.air_offset * stratified;
    inside(faces, face, &Room { air: room.air + warmer, ..*room });
    face.bend = face.film_in.fma(warmer, face.bend);
}

/// Films of one inner face at the temperatures that it and the room are expected to take.
#[inline(always)]
fn inside<const W: usize>(faces: &Faces<W>, face: &mut FaceState<W>, room: &Room<W>) {
    let inner = face.inner + face.inner_rise;
    let warmer = inner - room.air;
    let buoyancy = Lanes::default().below(warmer, faces.warmer_in, faces.colder_in);
    let still = buoyancy * warmer.cbrt_abs();
    // The tangent of h·ΔT, h ~ |ΔT|^(1/3): four thirds of the slope, less a third of the flow.
    face.film_in = (still * TANGENT).max(faces.film_in_min);
    face.bend = still * warmer * BEND;
    let (a, b) = (inner - ABSOLUTE_ZERO_C, room.radiant - ABSOLUTE_ZERO_C);
    face.radiant_in = faces.radiant_in * (a.fma(a, b * b) * (a + b));
}

/// Eliminates both temperatures of one face and adds it to the room; `now` is the wall's answer.
#[inline(always)]
fn fold<const W: usize>(
    faces: &Faces<W>,
    face: &mut FaceState<W>,
    now: [Lanes<W>; 3],
    sums: &mut RoomSums<W>,
) {
    let over_out = face.film_out + now[0];
    let over_in = face.film_in + face.radiant_in + now[2];
    let rest = Lanes::splat(1.0) / now[1].fms(now[1], over_out * over_in);
    let given = face.past_in + face.absorbed_in + face.bend;
    face.inner_per_pull = over_out * rest;
    face.outer_per_pull = -now[1] * rest;
    face.inner_base = face.outer_per_pull.fma(face.given_out, face.inner_per_pull * given);
    face.outer_base = face.outer_per_pull.fma(given, over_in * rest * face.given_out);
    let film = faces.area * face.film_in;
    let radiant = faces.area * face.radiant_in;
    let film_rest = film * face.inner_per_pull;
    let radiant_rest = radiant * face.inner_per_pull;
    let air_given = film.fma(face.inner_base, sums.air_given);
    sums.air_given = faces.area.fms(face.bend, air_given);
    sums.air_over += film_rest.fms(face.film_in, film);
    sums.across = film_rest.fma(face.radiant_in, sums.across);
    sums.radiant_given = radiant.fma(face.inner_base, sums.radiant_given);
    sums.radiant_over += radiant_rest.fms(face.radiant_in, radiant);
}

impl<const W: usize> RoomSums<W> {
    /// Eliminates the radiant node.
    #[inline(always)]
    fn balance(&self, block: &Block<W>, state: &State<W>) -> Balance<W> {
        let rest = Lanes::splat(1.0) / (self.radiant_over + TINY);
        let fixed = self.radiant_given * rest;
        let per_air = self.across * rest;
        Balance {
            given: self.across.fma(fixed, self.air_given)
                + block.air.fma(state.air, state.gains.convective),
            over: self.across.fms(per_air, self.air_over) + block.air,
            fixed,
            per_air,
        }
    }
}

/// The thermostat: free air temperature, recovery bypassed as far as that keeps the room cool,
/// then exactly the heat that holds the set point.
#[inline(always)]
fn hold<const W: usize>(balance: &Balance<W>, demand: &Demand<W>) -> Held<W> {
    let outdoor = Lanes::splat(demand.outdoor);
    let free =
        |exchange: Lanes<W>| (balance.given + exchange * outdoor) / (balance.over + exchange);
    let warm = free(demand.least);
    let bypassed = free(demand.most).max(demand.bypass);
    // Bypass where the room is too warm with recovery and fresh air is cooler than the room.
    let is_warm = demand.bypass.below(warm, demand.most - demand.least, Lanes::default());
    let is_used = outdoor.below(demand.bypass, is_warm, Lanes::default());
    let zero = Lanes::default();
    let air = zero.below(is_used, bypassed, warm);
    let held = air.max(demand.heat).min(demand.cool);
    // The exchange that goes with the bypassed temperature; full where the plant still cools.
    let implied =
        (balance.given - balance.over * bypassed) / (bypassed - outdoor).max(Lanes::splat(TINY));
    let implied = implied.max(demand.least).min(demand.most);
    let exchange = zero.below(is_used, implied, demand.least);
    let needed = (balance.over + exchange) * held - balance.given - exchange * outdoor;
    let heats = zero.below(held - air, needed, zero);
    let cools = zero.below(air - held, needed, zero);
    Held { air: held, plant: heats + cools, exchange }
}

impl<const W: usize> Held<W> {
    /// The same with a plant that gives no more than `most` heat and cold: where it falls short,
    /// the air that this leaves. A zone whose plant is enough keeps its bits.
    #[inline(always)]
    fn within(self, most: [Lanes<W>; 2], balance: &Balance<W>, outdoor_c: f64) -> Self {
        let [heat, cold] = most;
        let plant = self.plant.min(heat).max(-cold);
        let given = balance.given + plant + self.exchange * outdoor_c;
        let air = given / (balance.over + self.exchange);
        let short = (self.plant - plant).abs();
        Self { air: Lanes::default().below(short, air, self.air), plant, ..self }
    }
}

/// The way back: face temperatures, walls at the end of the hour. Returns what entered less what
/// left, and the sum of the flows' magnitudes. [W]
#[inline(always)]
fn back<const W: usize>(
    block: &Block<W>,
    state: &mut State<W>,
    drive: &Drive<'_>,
) -> (Lanes<W>, Lanes<W>) {
    let (held, radiant, convective) = (state.held, state.now.radiant, state.gains.convective);
    let exchanged = held.exchange * (Lanes::splat(drive.hour.air_c) - held.air);
    let mut net = convective + held.plant + exchanged;
    let mut gross = convective + held.plant.abs() + exchanged.abs();
    for (faces, face) in block.faces.iter().zip(&mut state.faces) {
        one_at_a_time();
        let (inner, outer) = face.answer(held.air, radiant);
        face.inner_rise = inner - face.inner;
        face.outer_rise = outer - face.outer;
        face.inner = inner;
        face.outer = outer;
        let range = faces.modes.clone();
        for (mode, state) in block.modes[range.clone()].iter().zip(&mut state.modes[range]) {
            one_at_a_time();
            *state = mode.decay.fma(*state, mode.drive_out.fma(outer, mode.drive_in * inner));
        }
        let outside = face.film_out.fms(outer, face.given_out - face.past_out);
        net = faces.area.fma(outside + face.absorbed_in, net);
        gross = faces.area.fma(outside.abs() + face.absorbed_in, gross);
    }
    state.air_rise = held.air - state.air;
    state.radiant_rise = radiant - state.radiant;
    state.air = held.air;
    state.radiant = radiant;
    (net, gross)
}
