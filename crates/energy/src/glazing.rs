//! Sun through glass: pane by pane, angle by angle.

use crate::building::{Glazing, Pane};
use crate::weather::STEFAN_BOLTZMANN_W_M2K4;

/// Powers of the cosine in an [`Angular`] curve.
pub(crate) const TERMS: usize = 6;

/// A property of glass over the angle of incidence, `Σ c_k·cosᵏθ`, k = 1..=6.
pub(crate) type Angular = [f64; TERMS];

/// A glazed plane as the zone sees it: one resistance, and what becomes of the sun on it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Glass {
    /// Outer face to inner face, at 10 °C. [m²·K/W]
    pub resistance_m2k_w: f64,
    /// Relative change of the conductance with the mean temperature: a warm gap radiates more.
    pub per_kelvin_1_k: f64,
    pub emissivity_out: f64,
    pub emissivity_in: f64,
    /// Of direct sun.
    pub beam: Fate<Angular>,
    /// Of sun from everywhere in front.
    pub diffuse: Fate<f64>,
    /// Of sun that has entered and strikes the glass from behind: kept in as heat, and let out.
    pub back_absorptance: f64,
    pub back_transmittance: f64,
}

/// What becomes of sun that strikes glass; absorbed heat is stated as acting at the two faces.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Fate<T> {
    pub transmitted: T,
    pub absorbed_out: T,
    pub absorbed_in: T,
}

/// Optical properties of one pane at one angle.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Optics {
    transmittance: f64,
    front: f64,
    back: f64,
}

/// Refractive index and extinction × thickness of common 3 mm clear glass, whose shape over the
/// angle stands in for coated panes. Source: J. A. Duffie, W. A. Beckman, *Solar Engineering of
/// Thermal Processes*, 4th ed., 2013, §5.1–5.2.
const CLEAR_INDEX: f64 = 1.526;
const CLEAR_EXTINCTION: f64 = 0.06;
/// Difference of front and back reflectance from which a pane counts as coated.
const COATED_DIFFERENCE: f64 = 0.01;
/// Steps of the angle between 0 and 90°.
const ANGLES: u32 = 90;

impl Glass {
    pub(crate) fn new(glazing: &Glazing) -> Self {
        match glazing {
            Glazing::Simple { u_w_m2k, shgc } => Self::simple(*u_w_m2k, *shgc),
            Glazing::Panes { panes, gap_resistance_m2k_w } => {
                Self::panes(panes, gap_resistance_m2k_w)
            }
        }
    }

    fn panes(panes: &[Pane], gaps_m2k_w: &[f64]) -> Self {
        let (resistance_m2k_w, shares) = chain(panes, gaps_m2k_w);
        let per_kelvin_1_k = gaps_per_kelvin(panes, gaps_m2k_w) / resistance_m2k_w;
        let at = |cosine: f64| {
            let optics: Vec<Optics> = panes.iter().map(|pane| pane_at(pane, cosine)).collect();
            fate(&optics, &shares)
        };
        let back = diffuse_of(|cosine| {
            let mut optics: Vec<Optics> = panes.iter().map(|pane| pane_at(pane, cosine)).collect();
            optics.reverse();
            for pane in &mut optics {
                std::mem::swap(&mut pane.front, &mut pane.back);
            }
            fate(&optics, &shares)
        });
        Self {
            resistance_m2k_w,
            per_kelvin_1_k,
            emissivity_out: panes.first().map_or(0.0, |pane| pane.emissivity_front),
            emissivity_in: panes.last().map_or(0.0, |pane| pane.emissivity_back),
            beam: fitted(at),
            diffuse: diffuse_of(at),
            back_absorptance: back.absorbed_out + back.absorbed_in,
            back_transmittance: back.transmitted,
        }
    }

    /// Glass from whole-window values: solar transmittance and films by the source, heat absorbed
    /// so that the solar heat gain coefficient is met at normal incidence, and the angular shape
    /// of clear panes (one above 4 W/(m²·K), else two).
    ///
    /// # Source
    /// D. Arasteh, C. Kohler, B. Griffith, *Modeling windows in EnergyPlus with simple performance
    /// indices*, LBNL-2804E, 2009, eq. 1–9.
    fn simple(u_w_m2k: f64, shgc: f64) -> Self {
        const SINGLE_FROM_W_M2K: f64 = 4.0;
        const RESISTANCE_MIN_M2K_W: f64 = 1e-3;
        let (film_in, film_out) = standard_films_m2k_w(u_w_m2k);
        let resistance_m2k_w = (1.0 / u_w_m2k - film_in - film_out).max(RESISTANCE_MIN_M2K_W);
        let transmittance = transmittance_of_shgc(u_w_m2k, shgc).min(shgc);
        // Heat absorbed in the middle of the glass reaches the room by this share.
        let (summer_in, summer_out) = summer_films_m2k_w(u_w_m2k, shgc - transmittance);
        let inward =
            (summer_out + resistance_m2k_w / 2.0) / (summer_out + resistance_m2k_w + summer_in);
        let half_absorbed = (shgc - transmittance) / inward / 2.0;
        let count = if u_w_m2k > SINGLE_FROM_W_M2K { 1 } else { 2 };
        let shares = vec![1.0; count];
        let clear = |cosine: f64| fate(&vec![clear_at(cosine); count], &shares);
        let normal = clear(1.0);
        let scale = |shape: Fate<f64>| Fate {
            transmitted: transmittance * shape.transmitted / normal.transmitted,
            absorbed_out: half_absorbed * shape.absorbed_in / normal.absorbed_in,
            absorbed_in: half_absorbed * shape.absorbed_in / normal.absorbed_in,
        };
        let diffuse = scale(diffuse_of(clear));
        Self {
            resistance_m2k_w,
            // A stated U does not tell radiation from gas.
            per_kelvin_1_k: 0.0,
            emissivity_out: GLASS_EMISSIVITY,
            emissivity_in: GLASS_EMISSIVITY,
            beam: fitted(|cosine| scale(clear(cosine))),
            diffuse,
            back_absorptance: diffuse.absorbed_out + diffuse.absorbed_in,
            back_transmittance: diffuse.transmitted,
        }
    }
}

/// Long-wave emissivity of bare glass. Source: EN 673:2011, §5.3 (0.837).
const GLASS_EMISSIVITY: f64 = 0.84;

/// Inner and outer film resistances behind a stated U (LBNL-2804E, eq. 1–3). [m²·K/W]
fn standard_films_m2k_w(u_w_m2k: f64) -> (f64, f64) {
    const STEEP_FROM_W_M2K: f64 = 5.85;
    let inner_w_m2k = if u_w_m2k < STEEP_FROM_W_M2K {
        0.359_073 * u_w_m2k.ln() + 6.949_915
    } else {
        1.788_041 * u_w_m2k - 2.886_625
    };
    (1.0 / inner_w_m2k.max(1.0), 1.0 / (0.025_342 * u_w_m2k + 29.163_853))
}

/// Inner and outer film resistances under the sun at which an SHGC is stated, for glass that gives
/// `inward` of the sun to the room by being warm (LBNL-2804E, eq. 4, linear in U between 3.4 and
/// 4.5 W/(m²·K)). [m²·K/W]
fn summer_films_m2k_w(u_w_m2k: f64, inward: f64) -> (f64, f64) {
    let cubic = |[a, b, c, d]: [f64; 4]| ((a * inward + b) * inward + c) * inward + d;
    let high = (
        1.0 / cubic([29.436_546, -21.943_415, 9.945_872, 7.426_151]),
        1.0 / (2.225_824 * inward + 20.577_080),
    );
    let low = (
        1.0 / cubic([199.820_812_8, -90.639_733, 19.737_055, 6.766_575]),
        1.0 / (5.763_355 * inward + 20.541_528),
    );
    let weight = between_bands(u_w_m2k);
    (low.0 + weight * (high.0 - low.0), low.1 + weight * (high.1 - low.1))
}

/// Where a U stands between the bands of double and of single glass, `0..=1`. [-]
fn between_bands(u_w_m2k: f64) -> f64 {
    const LOW_W_M2K: f64 = 3.4;
    const HIGH_W_M2K: f64 = 4.5;
    ((u_w_m2k - LOW_W_M2K) / (HIGH_W_M2K - LOW_W_M2K)).clamp(0.0, 1.0)
}

/// Solar transmittance at normal incidence behind a stated SHGC (LBNL-2804E, eq. 6–8, linear in U
/// between 3.4 and 4.5 W/(m²·K)).
fn transmittance_of_shgc(u_w_m2k: f64, shgc: f64) -> f64 {
    let high = if shgc < 0.7206 {
        0.939_998 * shgc * shgc + 0.203_32 * shgc
    } else {
        1.304_15 * shgc - 0.305_15
    };
    let low = if shgc <= 0.15 {
        0.410_40 * shgc
    } else {
        0.085_775 * shgc * shgc + 0.963_954 * shgc - 0.084_958
    };
    low + between_bands(u_w_m2k) * (high - low)
}

/// Mean temperature at which gap resistances are stated. Source: EN 673:2011, §5.4. [K]
const GAP_K: f64 = 283.0;

/// Change with temperature of all gaps' resistance, as resistance per kelvin, sign turned: the
/// radiant part of a gap's conductance follows T³, the gas's about T^0.8 (conductivities of EN
/// 673:2011, table 1). [m²·K/W per K]
fn gaps_per_kelvin(panes: &[Pane], gaps_m2k_w: &[f64]) -> f64 {
    const RADIANT_POWER: f64 = 3.0;
    const GAS_POWER: f64 = 0.8;
    panes
        .windows(2)
        .zip(gaps_m2k_w)
        .map(|(pair, gap_m2k_w)| {
            let radiant = radiant_gap_w_m2k([pair[0].emissivity_back, pair[1].emissivity_front]);
            let share = (radiant * gap_m2k_w).min(1.0);
            gap_m2k_w * (RADIANT_POWER * share + GAS_POWER * (1.0 - share)) / GAP_K
        })
        .sum()
}

/// Radiant conductance of a gap at [`GAP_K`]; EN 673:2011, eq. 6. [W/(m²·K)]
fn radiant_gap_w_m2k([a, b]: [f64; 2]) -> f64 {
    if a <= 0.0 || b <= 0.0 {
        return 0.0;
    }
    4.0 * STEFAN_BOLTZMANN_W_M2K4 * GAP_K.powi(3) / (1.0 / a + 1.0 / b - 1.0)
}

/// Thermal resistance of a gas gap between two parallel panes, upright. [m²·K/W]
///
/// `width_m`: `0.004..=0.03`; `conductivity_w_mk`, `density_kg_m3`, `viscosity_pa_s`,
/// `heat_capacity_j_kgk`: of the gas at 10 °C; emissivities of the two faces on the gap.
///
/// # Equation
/// `1/R = h_r + Nu·λ/s`, `h_r = 4·σ·T³/(1/ε₁ + 1/ε₂ − 1)`, `Nu = max(1, 0.035·(Gr·Pr)^0.38)`,
/// T = 283 K, 15 K between the panes
///
/// # Source
/// EN 673:2011, §5.3 and §5.4.
pub fn gap_resistance_m2k_w(width_m: f64, gas: Gas, emissivities: [f64; 2]) -> f64 {
    const DIFFERENCE_K: f64 = 15.0;
    const GRAVITY_M_S2: f64 = 9.81;
    const UPRIGHT: (f64, f64) = (0.035, 0.38);
    let grashof = GRAVITY_M_S2 * width_m.powi(3) * DIFFERENCE_K * gas.density_kg_m3.powi(2)
        / (GAP_K * gas.viscosity_pa_s.powi(2));
    let prandtl = gas.viscosity_pa_s * gas.heat_capacity_j_kgk / gas.conductivity_w_mk;
    let nusselt = (UPRIGHT.0 * (grashof * prandtl).powf(UPRIGHT.1)).max(1.0);
    1.0 / (radiant_gap_w_m2k(emissivities) + nusselt * gas.conductivity_w_mk / width_m)
}

/// A gas between panes, at 10 °C.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gas {
    /// Thermal conductivity. [W/(m·K)]
    pub conductivity_w_mk: f64,
    /// Density. [kg/m³]
    pub density_kg_m3: f64,
    /// Dynamic viscosity. [Pa·s]
    pub viscosity_pa_s: f64,
    /// Specific heat capacity. [J/(kg·K)]
    pub heat_capacity_j_kgk: f64,
}

impl Gas {
    /// Air; EN 673:2011, table 1.
    pub const AIR: Self = Self {
        conductivity_w_mk: 2.496e-2,
        density_kg_m3: 1.232,
        viscosity_pa_s: 1.761e-5,
        heat_capacity_j_kgk: 1008.0,
    };
    /// Argon; EN 673:2011, table 1.
    pub const ARGON: Self = Self {
        conductivity_w_mk: 1.684e-2,
        density_kg_m3: 1.699,
        viscosity_pa_s: 2.164e-5,
        heat_capacity_j_kgk: 519.0,
    };
}

/// Resistance face to face, and for each pane the share of heat released in its middle that acts
/// at the inner face.
fn chain(panes: &[Pane], gaps_m2k_w: &[f64]) -> (f64, Vec<f64>) {
    let mut depth_m2k_w = 0.0;
    let mut middles = Vec::with_capacity(panes.len());
    for (at, pane) in panes.iter().enumerate() {
        let pane_m2k_w = pane.thickness_m / pane.conductivity_w_mk;
        middles.push(depth_m2k_w + pane_m2k_w / 2.0);
        depth_m2k_w += pane_m2k_w;
        if at + 1 < panes.len() {
            depth_m2k_w += gaps_m2k_w.get(at).copied().unwrap_or(0.0);
        }
    }
    (depth_m2k_w, middles.iter().map(|middle| middle / depth_m2k_w).collect())
}

/// A pane at an angle. Bare glass: index and extinction that give its normal properties, then
/// Fresnel and Bouguer (Duffie and Beckman 2013, §5.1–5.3). Coated glass: its normal properties
/// with the angular shape of clear glass, exact at 0 and 90°.
fn pane_at(pane: &Pane, cosine: f64) -> Optics {
    let (t, front, back) =
        (pane.solar_transmittance, pane.solar_reflectance_front, pane.solar_reflectance_back);
    if (front - back).abs() < COATED_DIFFERENCE
        && let Some((index, extinction)) = bare(t, front)
    {
        return sheet(index, extinction, cosine);
    }
    let (normal, clear) = (clear_at(1.0), clear_at(cosine));
    let rise = (clear.front - normal.front) / (1.0 - normal.front);
    let transmittance = t * clear.transmittance / normal.transmittance;
    let most = 1.0 - transmittance;
    let raised = |reflectance: f64| (reflectance + (1.0 - reflectance) * rise).min(most);
    Optics { transmittance, front: raised(front), back: raised(back) }
}

fn clear_at(cosine: f64) -> Optics {
    sheet(CLEAR_INDEX, CLEAR_EXTINCTION, cosine)
}

/// Index and extinction × thickness of a bare pane with these normal properties; `None` where no
/// bare glass has them.
fn bare(transmittance: f64, reflectance: f64) -> Option<(f64, f64)> {
    const ROUNDS: usize = 100;
    const INDEX_MAX: f64 = 2.5;
    if transmittance <= 0.0 || reflectance <= 0.0 {
        return None;
    }
    let mut surface = reflectance / 2.0;
    let mut inside = 1.0;
    for _ in 0..ROUNDS {
        let once = (1.0 - surface) * (1.0 - surface);
        let doubled = 2.0 * surface * transmittance;
        inside = 2.0 * transmittance / (once + (once * once + doubled * doubled).sqrt());
        surface = reflectance / (1.0 + inside * transmittance);
    }
    let root = surface.sqrt();
    let index = (1.0 + root) / (1.0 - root);
    (inside <= 1.0 && index < INDEX_MAX).then(|| (index, -inside.ln()))
}

/// One sheet of bare glass, both polarisations, all reflections inside.
fn sheet(index: f64, extinction: f64, cosine: f64) -> Optics {
    let refracted = (1.0 - (1.0 - cosine * cosine) / (index * index)).sqrt();
    let across = (cosine - index * refracted) / (cosine + index * refracted);
    let along = (index * cosine - refracted) / (index * cosine + refracted);
    let inside = (-extinction / refracted).exp();
    let (mut transmittance, mut reflectance) = (0.0, 0.0);
    for surface in [across * across, along * along] {
        let once = (1.0 - surface) * (1.0 - surface);
        let through = inside * once / (1.0 - surface * surface * inside * inside).max(1e-300);
        transmittance += through / 2.0;
        reflectance += surface * (1.0 + inside * through) / 2.0;
    }
    Optics { transmittance, front: reflectance, back: reflectance }
}

/// Sun through a stack: the reflectance seen ahead of each pane, from the room outwards, then the
/// flux inwards (method of net radiation; ISO 15099:2003, §7.2).
fn fate(panes: &[Optics], shares_in: &[f64]) -> Fate<f64> {
    let mut behind = vec![0.0; panes.len() + 1];
    for (at, pane) in panes.iter().enumerate().rev() {
        behind[at] = pane.front
            + pane.transmittance * pane.transmittance * behind[at + 1]
                / (1.0 - pane.back * behind[at + 1]);
    }
    let mut flux = 1.0;
    let mut out = Fate { transmitted: 0.0, absorbed_out: 0.0, absorbed_in: 0.0 };
    for ((pane, ahead), share) in panes.iter().zip(&behind[1..]).zip(shares_in) {
        let next = flux * pane.transmittance / (1.0 - pane.back * ahead);
        let absorbed = flux * (1.0 - pane.front - pane.transmittance)
            + next * ahead * (1.0 - pane.back - pane.transmittance);
        out.absorbed_in += absorbed * share;
        out.absorbed_out += absorbed * (1.0 - share);
        flux = next;
    }
    out.transmitted = flux;
    out
}

/// Mean over the hemisphere in front, weighted by the cosine.
fn diffuse_of(at: impl Fn(f64) -> Fate<f64>) -> Fate<f64> {
    let mut sum: Fate<f64> = Fate::default();
    let mut weights = 0.0;
    for cosine in cosines() {
        let weight = 2.0 * cosine * (1.0 - cosine * cosine).sqrt();
        let value = at(cosine);
        sum.transmitted += weight * value.transmitted;
        sum.absorbed_out += weight * value.absorbed_out;
        sum.absorbed_in += weight * value.absorbed_in;
        weights += weight;
    }
    Fate {
        transmitted: sum.transmitted / weights,
        absorbed_out: sum.absorbed_out / weights,
        absorbed_in: sum.absorbed_in / weights,
    }
}

/// Cosines of the middles of equal steps of the angle.
fn cosines() -> impl Iterator<Item = f64> {
    (0..ANGLES).map(|step| {
        ((f64::from(step) + 0.5) / f64::from(ANGLES) * std::f64::consts::FRAC_PI_2).cos()
    })
}

/// Least-squares curves through the values at all angles, weighted by the cosine because that is
/// how much sun arrives.
fn fitted(at: impl Fn(f64) -> Fate<f64>) -> Fate<Angular> {
    let mut normal = [[0.0; TERMS]; TERMS];
    let mut right = [[0.0; TERMS]; 3];
    for cosine in cosines().chain([1.0]) {
        let value = at(cosine);
        let powers: Angular =
            std::array::from_fn(|k| cosine.powi(i32::try_from(k).unwrap_or(0) + 1));
        for row in 0..TERMS {
            for column in 0..TERMS {
                normal[row][column] += cosine * powers[row] * powers[column];
            }
            right[0][row] += cosine * powers[row] * value.transmitted;
            right[1][row] += cosine * powers[row] * value.absorbed_out;
            right[2][row] += cosine * powers[row] * value.absorbed_in;
        }
    }
    Fate {
        transmitted: solved(normal, right[0]),
        absorbed_out: solved(normal, right[1]),
        absorbed_in: solved(normal, right[2]),
    }
}

/// Solution of a small positive definite system by elimination, which needs no exchange of rows
/// there.
fn solved(mut matrix: [[f64; TERMS]; TERMS], mut right: Angular) -> Angular {
    for pivot in 0..TERMS {
        for row in pivot + 1..TERMS {
            let factor = matrix[row][pivot] / matrix[pivot][pivot];
            let above = matrix[pivot];
            for (value, above) in matrix[row].iter_mut().zip(above).skip(pivot) {
                *value -= factor * above;
            }
            right[row] -= factor * right[pivot];
        }
    }
    for row in (0..TERMS).rev() {
        for column in row + 1..TERMS {
            right[row] -= matrix[row][column] * right[column];
        }
        right[row] /= matrix[row][row];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::CLEAR;

    fn value(curve: &Angular, cosine: f64) -> f64 {
        curve.iter().rev().fold(0.0, |sum, c| (sum + c) * cosine)
    }

    #[test]
    fn double_clear_glass_at_normal_incidence() {
        // By hand: 0.834² / (1 − 0.075²) = 0.6995.
        let glass = Glass::panes(&[CLEAR; 2], &[0.18]);
        assert!((value(&glass.beam.transmitted, 1.0) - 0.6995).abs() < 0.003);
        assert!((glass.resistance_m2k_w - 0.186_096).abs() < 1e-9);
    }

    #[test]
    fn bare_glass_gives_back_its_normal_properties() {
        let (index, extinction) = bare(0.834, 0.075).expect("clear glass is bare glass");
        let optics = sheet(index, extinction, 1.0);
        assert!((optics.transmittance - 0.834).abs() < 1e-9);
        assert!((optics.front - 0.075).abs() < 1e-9);
        assert!((index - 1.526).abs() < 0.01, "{index}");
    }

    #[test]
    fn nothing_passes_along_the_pane_and_nothing_is_lost() {
        let shares = [0.0, 1.0];
        for step in 1..=90 {
            let cosine = f64::from(step) / 90.0;
            let panes = [pane_at(&CLEAR, cosine); 2];
            let fate = fate(&panes, &shares);
            let sum = fate.transmitted + fate.absorbed_in + fate.absorbed_out;
            assert!((0.0..=1.0).contains(&sum), "{cosine} {sum}");
        }
        assert!(sheet(1.5, 0.1, 1e-9).transmittance < 1e-6);
    }

    #[test]
    fn fitted_curves_are_within_half_a_percent_of_the_flux() {
        let shares = chain(&[CLEAR; 2], &[0.18]).1;
        let glass = Glass::panes(&[CLEAR; 2], &[0.18]);
        for cosine in cosines() {
            let exact = fate(&[pane_at(&CLEAR, cosine); 2], &shares);
            let error = (value(&glass.beam.transmitted, cosine) - exact.transmitted) * cosine;
            assert!(error.abs() < 0.005, "{cosine} {error}");
        }
    }

    #[test]
    fn whole_window_values_come_back() {
        for (u_w_m2k, shgc) in [(5.7, 0.82), (2.7, 0.7), (1.4, 0.35)] {
            let glass = Glass::simple(u_w_m2k, shgc);
            let (film_in, film_out) = standard_films_m2k_w(u_w_m2k);
            let resistance = glass.resistance_m2k_w + film_in + film_out;
            assert!((1.0 / resistance / u_w_m2k - 1.0).abs() < 0.02);
            let absorbed = value(&glass.beam.absorbed_in, 1.0);
            let transmitted = value(&glass.beam.transmitted, 1.0);
            let (summer_in, summer_out) = summer_films_m2k_w(u_w_m2k, shgc - transmitted);
            let summer = glass.resistance_m2k_w + summer_in + summer_out;
            let inward = (glass.resistance_m2k_w + 2.0 * summer_out) / summer;
            let heat = transmitted + inward * absorbed;
            assert!((heat - shgc).abs() < 0.005, "{u_w_m2k} {shgc} {heat}");
        }
    }

    #[test]
    fn gas_gaps_by_the_standard() {
        // EN 673 type values: 12 mm air, bare glass: about 0.17 m²K/W.
        let bare = gap_resistance_m2k_w(0.012, Gas::AIR, [0.837; 2]);
        assert!((bare - 0.1727).abs() < 0.002, "{bare}");
        assert!(gap_resistance_m2k_w(0.016, Gas::ARGON, [0.03, 0.837]) > 0.55);
    }
}
