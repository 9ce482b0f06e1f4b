//! One hour of the heat balance.
//!
//! Temperatures and flows are means over the hour. Every face answers linearly: its outer
//! temperature is eliminated, so that the inner one is `(c + h·T_air + k·T_radiant) / d`. The
//! room's
//! radiant node and its air then are two equations in two unknowns, and the plant's heat is linear
//! in the air temperature that it holds.

use super::block::{Block, Faces, Slots};
use crate::climate::{ClimateHour, PlaneHour};
use crate::convection::STILL_AIR_MIN_W_M2K;
use crate::lanes::{Lanes, one_at_a_time};
use crate::weather::ABSOLUTE_ZERO_C;

/// Rounds in which the films follow the temperatures of the same hour.
const ROUNDS: usize = 2;
/// Mean temperature at which the conductance of glass is stated. Source: EN 673:2011. [°C]
const GAP_C: f64 = 10.0;
/// Keeps a quotient finite where nothing flows.
const TINY: f64 = 1e-12;

/// What one face of each building remembers, is given in an hour, and answers.
#[derive(Clone, Copy, Debug, Default)]
struct FaceState<const W: usize> {
    // Face temperatures of this hour and the one before.
    outer: Lanes<W>,
    inner: Lanes<W>,
    outer_before: Lanes<W>,
    inner_before: Lanes<W>,
    // Given: heat from the wall's past, heat absorbed, forced convection.
    past_out: Lanes<W>,
    past_in: Lanes<W>,
    absorbed_out: Lanes<W>,
    absorbed_in: Lanes<W>,
    forced: Lanes<W>,
    // Answered by each round.
    /// Outside–inside term of the wall's answer.
    across: Lanes<W>,
    /// Conductance from the inner face to everything outside it.
    behind: Lanes<W>,
    film_out: Lanes<W>,
    given_out: Lanes<W>,
    rest_out: Lanes<W>,
    film_in: Lanes<W>,
    radiant_in: Lanes<W>,
    given_in: Lanes<W>,
    rest_in: Lanes<W>,
}

/// What `W` buildings remember from hour to hour.
#[derive(Clone)]
pub(super) struct State<const W: usize> {
    faces: Vec<FaceState<W>>,
    modes: Vec<Lanes<W>>,
    pub air: Lanes<W>,
    radiant: Lanes<W>,
}

/// What drives an hour, the same for all buildings.
pub(super) struct Drive<'a> {
    pub hour: ClimateHour,
    /// All planes of the hour.
    pub planes: &'a [PlaneHour],
    /// All shades of the hour.
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
    /// Energy in − out − stored, relative to the sum of the flows' magnitudes.
    pub imbalance: Lanes<W>,
}

/// Conditions of the hour at the thermostat and at the air.
#[derive(Clone, Copy)]
struct Demand<const W: usize> {
    heat: Lanes<W>,
    cool: Lanes<W>,
    /// Air exchange with full and with no heat recovery. [W/K]
    least: Lanes<W>,
    most: Lanes<W>,
    bypass: Lanes<W>,
    outdoor: f64,
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
#[derive(Clone, Copy, Default)]
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
        Self { faces, modes, air: block.start_c, radiant: block.start_c }
    }

    /// Takes back `lane` to what it was in `earlier`.
    pub(super) fn restore(&mut self, lane: usize, earlier: &Self) {
        for (face, old) in self.faces.iter_mut().zip(&earlier.faces) {
            face.outer.0[lane] = old.outer.0[lane];
            face.inner.0[lane] = old.inner.0[lane];
        }
        for (mode, old) in self.modes.iter_mut().zip(&earlier.modes) {
            mode.0[lane] = old.0[lane];
        }
        self.air.0[lane] = earlier.air.0[lane];
        self.radiant.0[lane] = earlier.radiant.0[lane];
    }
}

/// Moves the block by one hour.
#[inline(always)]
pub(super) fn step<const W: usize>(
    block: &Block<W>,
    state: &mut State<W>,
    drive: &Drive<'_>,
    slot: &Slots<W>,
) -> Outcome<W> {
    recall(block, state, drive, slot);
    let mut transmitted = Lanes::default();
    if drive.hour.is_sunny {
        transmitted = shine(block, state, drive);
    }
    let demand = demand(block, drive, slot);
    let mut air = state.air;
    let mut held = Held::default();
    for _ in 0..ROUNDS {
        for (faces, face) in block.faces.iter().zip(&mut state.faces) {
            one_at_a_time();
            outside(faces, face, &drive.hour);
        }
        let balance = balance(block, state, slot, air);
        held = hold(&balance, &demand);
        air = held.air;
        state.radiant = balance.fixed + balance.per_air * air;
        for face in &mut state.faces {
            one_at_a_time();
            let inner = face.given_in + face.film_in * air + face.radiant_in * state.radiant;
            face.inner = inner * face.rest_in;
            face.outer = (face.given_out - face.across * face.inner) * face.rest_out;
        }
    }
    let imbalance = remember(block, state, drive, slot, &held);
    Outcome { air: held.air, plant: held.plant, transmitted, imbalance }
}

/// What each face brings into the hour: the wall's past, absorbed sun on opaque faces, radiant
/// gains, wind.
#[inline(always)]
fn recall<const W: usize>(
    block: &Block<W>,
    state: &mut State<W>,
    drive: &Drive<'_>,
    slot: &Slots<W>,
) {
    for (faces, face) in block.faces.iter().zip(&mut state.faces) {
        one_at_a_time();
        face.outer_before = face.outer;
        face.inner_before = face.inner;
        let mut past_out = faces.before[0] * face.outer + faces.before[1] * face.inner;
        let mut past_in = faces.before[1] * face.outer + faces.before[2] * face.inner;
        let range = faces.modes.clone();
        for (mode, state) in block.modes[range.clone()].iter().zip(&state.modes[range]) {
            one_at_a_time();
            past_out += mode.out * *state;
            past_in += mode.inn * *state;
        }
        face.past_out = past_out;
        face.past_in = past_in;
        face.absorbed_in = faces.gains_in * slot.radiant;
        let planes = Planes::of(faces, drive);
        let sun = planes.beam + planes.sky + planes.ground * block.ground_reflectance;
        face.absorbed_out = faces.absorptance_out * sun;
        face.forced = faces.windward * planes.windward + faces.leeward * planes.leeward;
    }
}

/// Sun through the windows, shared among the faces inside. Returns what came through. [W]
#[inline(always)]
fn shine<const W: usize>(block: &Block<W>, state: &mut State<W>, drive: &Drive<'_>) -> Lanes<W> {
    let mut beam_in = Lanes::default();
    let mut diffuse_in = Lanes::default();
    let first = block.first_window;
    for ((panes, faces), face) in
        block.panes.iter().zip(&block.faces[first..]).zip(&mut state.faces[first..])
    {
        one_at_a_time();
        let planes = Planes::of(faces, drive);
        let cosine = planes.cosine;
        let mut lit = Lanes::default();
        for lane in 0..W {
            lit.0[lane] = drive.shades[panes.shade[lane]];
        }
        let open = Lanes::splat(1.0) - panes.summer * block.shades[drive.month];
        let beam = planes.beam * lit * open;
        let sky = planes.sky * open;
        let ground = planes.ground * open * block.ground_reflectance;
        let at = |curve: &[Lanes<W>; crate::glazing::TERMS]| {
            let mut value = Lanes::default();
            for term in curve.iter().rev() {
                value = (value + *term) * cosine;
            }
            value.max(Lanes::default())
        };
        beam_in += faces.area * beam * at(&panes.beam[0]);
        diffuse_in += faces.area * (sky * panes.sky[0] + ground * panes.ground[0]);
        face.absorbed_out +=
            beam * at(&panes.beam[1]) + sky * panes.sky[1] + ground * panes.ground[1];
        face.absorbed_in +=
            beam * at(&panes.beam[2]) + sky * panes.sky[2] + ground * panes.ground[2];
    }
    for (faces, face) in block.faces.iter().zip(&mut state.faces) {
        one_at_a_time();
        face.absorbed_in += faces.beam_in * beam_in + faces.diffuse_in * diffuse_in;
    }
    beam_in + diffuse_in
}

#[inline(always)]
fn demand<const W: usize>(block: &Block<W>, drive: &Drive<'_>, slot: &Slots<W>) -> Demand<W> {
    let never = Lanes::splat(super::model::NEVER_C);
    let half = Lanes::splat(0.5);
    let density = drive.hour.air_density_ratio;
    let cool = half.below(block.cools[drive.month], slot.cool_c, never);
    Demand {
        heat: half.below(block.heats[drive.month], slot.heat_c, -never),
        cool,
        least: (block.infiltration + slot.ventilation * block.recovery_rest) * density,
        most: (block.infiltration + slot.ventilation) * density,
        bypass: cool.min(Lanes::splat(drive.comfort_max_c)),
        outdoor: drive.hour.air_c,
    }
}

/// Condenses the outside of one face at the temperatures known so far: outer temperature
/// eliminated.
#[inline(always)]
fn outside<const W: usize>(faces: &Faces<W>, face: &mut FaceState<W>, hour: &ClimateHour) {
    let warmer = face.outer - hour.air_c;
    let buoyancy = Lanes::default().below(warmer, faces.warmer_out, faces.colder_out);
    let still = buoyancy * warmer.cbrt_abs();
    let blown = (still * still + face.forced * face.forced).sqrt();
    let convective = still + faces.roughness * (blown - still);
    let outer_k = face.outer - ABSOLUTE_ZERO_C;
    let to_sky = faces.radiant_sky * exchange(outer_k, hour.sky_c - ABSOLUTE_ZERO_C);
    let to_air = faces.radiant_air * exchange(outer_k, hour.air_c - ABSOLUTE_ZERO_C);
    let ground_c = faces.ground_swing * hour.ground_wave_k + hour.ground_mean_c;
    face.film_out = convective + to_sky + to_air + faces.ground;
    face.given_out = face.absorbed_out
        + (convective + to_air) * hour.air_c
        + to_sky * hour.sky_c
        + faces.ground * ground_c
        + face.past_out;
    let middle = (face.outer + face.inner) * 0.5 - GAP_C;
    let scale = (faces.per_kelvin * middle).max(Lanes::splat(-0.5)) + 1.0;
    let [out, across, inn] = faces.now.map(|now| now * scale);
    face.across = across;
    face.rest_out = Lanes::splat(1.0) / (face.film_out + out);
    let through = across * face.rest_out;
    face.given_in = face.absorbed_in + face.past_in - through * face.given_out;
    face.behind = inn - through * across;
}

/// Condenses the inside of one face at the temperatures known so far.
#[inline(always)]
fn inside<const W: usize>(
    faces: &Faces<W>,
    face: &mut FaceState<W>,
    air: Lanes<W>,
    radiant: Lanes<W>,
) {
    let warmer = face.inner - air;
    let buoyancy = Lanes::default().below(warmer, faces.warmer_in, faces.colder_in);
    let still = buoyancy * warmer.cbrt_abs();
    face.film_in = still.max(Lanes::splat(STILL_AIR_MIN_W_M2K));
    let (a, b) = (face.inner - ABSOLUTE_ZERO_C, radiant - ABSOLUTE_ZERO_C);
    face.radiant_in = faces.radiant_in * ((a * a + b * b) * (a + b));
    face.rest_in = Lanes::splat(1.0) / (face.film_in + face.radiant_in + face.behind);
}

/// `(T₁² + T₂²)(T₁ + T₂)`, so that times `T₁ − T₂` it is the difference of fourth powers.
#[inline(always)]
fn exchange<const W: usize>(a_k: Lanes<W>, b_k: f64) -> Lanes<W> {
    (a_k * a_k + b_k * b_k) * (a_k + b_k)
}

/// Puts the faces together, films as at the air temperature `air`: radiant node eliminated, air
/// left.
#[inline(always)]
fn balance<const W: usize>(
    block: &Block<W>,
    state: &mut State<W>,
    slot: &Slots<W>,
    air: Lanes<W>,
) -> Balance<W> {
    let mut radiant_given = Lanes::default();
    let mut radiant_over = Lanes::splat(TINY);
    let mut across = Lanes::default();
    let mut air_given = Lanes::default();
    let mut air_over = Lanes::default();
    let last_radiant = state.radiant;
    for (faces, face) in block.faces.iter().zip(&mut state.faces) {
        one_at_a_time();
        inside(faces, face, air, last_radiant);
        let film = faces.area * face.film_in;
        let radiant = faces.area * face.radiant_in;
        let film_rest = film * face.rest_in;
        let radiant_rest = radiant * face.rest_in;
        air_given += film_rest * face.given_in;
        air_over += film - film_rest * face.film_in;
        across += film_rest * face.radiant_in;
        radiant_given += radiant_rest * face.given_in;
        radiant_over += radiant - radiant_rest * face.radiant_in;
    }
    let fixed = radiant_given / radiant_over;
    let per_air = across / radiant_over;
    Balance {
        given: air_given + across * fixed + slot.convective + block.air * state.air,
        over: air_over - across * per_air + block.air,
        fixed,
        per_air,
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

/// Moves walls and air to the end of the hour and returns the imbalance of the hour.
#[inline(always)]
fn remember<const W: usize>(
    block: &Block<W>,
    state: &mut State<W>,
    drive: &Drive<'_>,
    slot: &Slots<W>,
    held: &Held<W>,
) -> Lanes<W> {
    let mut net = slot.convective + held.plant;
    let mut gross = net.abs();
    for (faces, face) in block.faces.iter().zip(&state.faces) {
        one_at_a_time();
        let mut stored = (faces.before[0] + faces.before[1]) * (face.outer - face.outer_before)
            + (faces.before[1] + faces.before[2]) * (face.inner - face.inner_before);
        let range = faces.modes.clone();
        for (mode, state) in block.modes[range.clone()].iter().zip(&mut state.modes[range]) {
            one_at_a_time();
            let next =
                mode.decay * *state + mode.drive_out * face.outer + mode.drive_in * face.inner;
            stored += mode.stored * (next - *state);
            *state = next;
        }
        let outside = face.given_out - face.past_out - face.film_out * face.outer;
        net += faces.area * (outside + face.absorbed_in - stored);
        gross += faces.area * (outside.abs() + face.absorbed_in);
    }
    let exchanged = held.exchange * (Lanes::splat(drive.hour.air_c) - held.air);
    let warmed = block.air * (held.air - state.air);
    state.air = held.air;
    net = net + exchanged - warmed;
    gross = gross + exchanged.abs() + warmed.abs();
    net.abs() / gross.max(Lanes::splat(1.0))
}
