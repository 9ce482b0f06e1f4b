//! Heat conduction through layers, condensed once per construction and step to
//! `flux = Y·T − history`.

use crate::building::Layer;

/// How a wall answers temperatures on its two faces that are constant over each step.
///
/// Layers are cut into cells with mass at their middle; the chain of cells is solved exactly in
/// time by its own modes. With `u = [T_out, T_in]` of the current step, the mean heat flows into
/// the wall over the step are
///
/// `q = Y·u − Σ_k [out_k, in_k]·z_k − M·u_before`,  `z_k ← decay_k·z_k + drive_k·u`.
///
/// Modes too fast to outlive a step have no state of their own: they act through `M` on the
/// temperatures of the step before. What the wall stores changes by exactly what flows in.
///
/// # Source
/// J. E. Seem, *Modeling of heat transfer in buildings*, PhD thesis, University of
/// Wisconsin-Madison, 1987, ch. 2 (state space to response); modal form of a symmetric system:
/// G. H. Golub, C. F. Van Loan, *Matrix Computations*, 4th ed., 2013, §8.3 and §9.3.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Wall {
    /// `Y`: outside–outside, outside–inside, inside–inside. [W/(m²·K)]
    pub now_w_m2k: [f64; 3],
    /// `M`, same order. [W/(m²·K)]
    pub before_w_m2k: [f64; 3],
    /// Modes that outlive a step, slowest first.
    pub modes: Vec<Mode>,
    /// Slowest time constant of the wall with both faces held. [s]
    pub slowest_s: f64,
}

/// One mode of a wall.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Mode {
    /// What its state takes off the flow into the outer face.
    pub out: f64,
    /// What its state takes off the flow into the inner face.
    pub inn: f64,
    /// Share of the state left after a step.
    pub decay: f64,
    /// What the outer temperature adds to the state in a step.
    pub drive_out: f64,
    /// What the inner temperature adds to the state in a step.
    pub drive_in: f64,
    /// Stored heat per state. [J/m²]
    pub stored_j_m2: f64,
}

/// A chain of cells between two faces: capacities and the resistances between them.
struct Chain {
    capacity_j_m2k: Vec<f64>,
    /// One more than cells; the first from the outer face, the last to the inner face.
    resistance_m2k_w: Vec<f64>,
}

/// Cells per penetration depth `√(a·t)` of a step; the mean flow after a step of the surface
/// temperature is then within 0.5 % of the exact one.
const CELLS_PER_DEPTH: f64 = 6.0;
/// Most cells in one layer.
const CELLS_MAX: usize = 64;
/// A mode whose share left after a step is below this has no state.
const DECAY_MIN: f64 = 1e-5;
/// A mode whose state would change a flow by less than this per kelvin has none either, if it
/// also loses most of itself within a step. [W/(m²·K)]
const FLOW_MIN_W_M2K: f64 = 1e-2;
/// Steps per time constant from which a weak mode may lose its state.
const WEAK_STEPS: f64 = 1.0;

impl Wall {
    /// The wall of these layers, outside to inside, for steps of `step_s`. An empty list is a
    /// wall without resistance worth naming (1e-6 m²·K/W).
    pub(crate) fn new(layers: &[Layer], step_s: f64) -> Self {
        let chain = Chain::new(layers, step_s);
        let u_w_m2k = 1.0 / chain.resistance_m2k_w.iter().sum::<f64>().max(1e-6);
        let (rates, outs, inns) = chain.modes();
        let mut wall = Self {
            now_w_m2k: [u_w_m2k, -u_w_m2k, u_w_m2k],
            before_w_m2k: [0.0; 3],
            modes: Vec::new(),
            slowest_s: rates.iter().map(|rate| 1.0 / rate).fold(0.0, f64::max),
        };
        for ((rate, out), inn) in rates.into_iter().zip(outs).zip(inns) {
            wall.add_mode(rate, out, inn, step_s);
        }
        wall.modes.sort_by(|a, b| b.decay.total_cmp(&a.decay));
        wall
    }

    /// The same wall seen from its other side.
    pub(crate) fn turned(mut self) -> Self {
        self.now_w_m2k.swap(0, 2);
        self.before_w_m2k.swap(0, 2);
        for mode in &mut self.modes {
            std::mem::swap(&mut mode.out, &mut mode.inn);
            std::mem::swap(&mut mode.drive_out, &mut mode.drive_in);
        }
        self
    }

    /// Thermal transmittance face to face. [W/(m²·K)]
    #[cfg(test)]
    fn steady_w_m2k(&self) -> f64 {
        let modes: f64 = self.modes.iter().map(|m| m.out * m.drive_out / (1.0 - m.decay)).sum();
        self.now_w_m2k[0] - self.before_w_m2k[0] - modes
    }

    /// Adds a mode with relaxation `rate` [1/s] and couplings `out`, `inn` to the faces.
    fn add_mode(&mut self, rate: f64, out: f64, inn: f64, step_s: f64) {
        let steps = rate * step_s;
        let decay = (-steps).exp();
        // Mean over a step of a state that relaxes freely from 1.
        let mean = -(-steps).exp_m1() / steps;
        let strength = decay * mean / rate * (out * out).max(inn * inn);
        let fast = decay < DECAY_MIN || (strength < FLOW_MIN_W_M2K && steps > WEAK_STEPS);
        let (decay, mean) = if fast { (0.0, 1.0 / steps) } else { (decay, mean) };
        let share = mean / rate;
        let flows = [out * out * share, out * inn * share, inn * inn * share];
        for (now, flow) in self.now_w_m2k.iter_mut().zip(flows) {
            *now += flow;
        }
        if fast {
            for (before, flow) in self.before_w_m2k.iter_mut().zip(flows) {
                *before += flow;
            }
            return;
        }
        // The state carries the factor `mean`, which saves a product per step and face.
        self.modes.push(Mode {
            out,
            inn,
            decay,
            drive_out: (1.0 - decay) * share * out,
            drive_in: (1.0 - decay) * share * inn,
            stored_j_m2: (out + inn) / (rate * mean),
        });
    }
}

impl Chain {
    fn new(layers: &[Layer], step_s: f64) -> Self {
        let mut chain = Self { capacity_j_m2k: Vec::new(), resistance_m2k_w: Vec::new() };
        let whole: f64 = layers.iter().map(|layer| depths(layer, step_s)).sum();
        let (mut pending_m2k_w, mut passed) = (0.0, 0.0);
        for layer in layers {
            match *layer {
                Layer::Resistance { resistance_m2k_w } => pending_m2k_w += resistance_m2k_w,
                Layer::Solid {
                    thickness_m,
                    conductivity_w_mk,
                    density_kg_m3,
                    heat_capacity_j_kgk,
                } => {
                    let here = depths(layer, step_s);
                    for share in cells(passed, here, whole) {
                        let cell_m = thickness_m * share;
                        let half_m2k_w = cell_m / 2.0 / conductivity_w_mk;
                        chain.capacity_j_m2k.push(density_kg_m3 * heat_capacity_j_kgk * cell_m);
                        chain.resistance_m2k_w.push(pending_m2k_w + half_m2k_w);
                        pending_m2k_w = half_m2k_w;
                    }
                    passed += here;
                }
            }
        }
        chain.resistance_m2k_w.push(pending_m2k_w);
        chain
    }

    /// Rates [1/s] of the modes and their couplings to the outer and inner face.
    fn modes(&self) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
        let count = self.capacity_j_m2k.len();
        let conductance = |at: usize| 1.0 / self.resistance_m2k_w[at];
        let root = |at: usize| self.capacity_j_m2k[at].sqrt();
        let mut diagonal: Vec<f64> = (0..count)
            .map(|at| (conductance(at) + conductance(at + 1)) / self.capacity_j_m2k[at])
            .collect();
        let mut beside: Vec<f64> = (0..count)
            .map(|at| {
                if at + 1 < count { -conductance(at + 1) / (root(at) * root(at + 1)) } else { 0.0 }
            })
            .collect();
        let mut first = vec![0.0; count];
        let mut last = vec![0.0; count];
        if count > 0 {
            first[0] = conductance(0) / root(0);
            last[count - 1] = conductance(count) / root(count - 1);
        }
        diagonalise(&mut diagonal, &mut beside, [&mut first, &mut last]);
        (diagonal, first, last)
    }
}

/// Thickness of a layer in penetration depths of a step; 0 without mass. [-]
fn depths(layer: &Layer, step_s: f64) -> f64 {
    match *layer {
        Layer::Solid { thickness_m, conductivity_w_mk, density_kg_m3, heat_capacity_j_kgk } => {
            let diffusivity = conductivity_w_mk / (density_kg_m3 * heat_capacity_j_kgk);
            thickness_m / (diffusivity * step_s).sqrt()
        }
        Layer::Resistance { .. } => 0.0,
    }
}

/// Shares of a layer `here` depths thick, `passed` depths from the outer face of a wall of `whole`
/// depths, that its cells take: fine near both faces, growing with the distance from the nearer.
fn cells(passed: f64, here: f64, whole: f64) -> Vec<f64> {
    let fine = 1.0 / CELLS_PER_DEPTH;
    let mut shares = Vec::new();
    let mut done = 0.0;
    while done < here {
        let to_outer = (passed + done) * fine;
        let to_inner = (whole - passed - done) / (CELLS_PER_DEPTH + 1.0);
        let size = to_outer.min(to_inner).max(fine);
        let left = here - done;
        // What would be left of a cell joins the last one.
        let is_last = left < 1.5 * size || shares.len() + 1 >= CELLS_MAX;
        let cell = if is_last { left } else { size };
        shares.push(cell / here);
        done = if is_last { here } else { done + cell };
    }
    shares
}

/// Bound on the sweeps for one eigenvalue; two or three are usual.
const SWEEPS_MAX: usize = 64;

/// Eigenvalues of a symmetric tridiagonal matrix into `diagonal`, and each of `rows` (row vectors)
/// multiplied by the eigenvectors. `beside[k]` couples `k` and `k + 1`; its last entry is 0.
///
/// # Source
/// Implicit QL: J. H. Wilkinson, C. Reinsch, *Linear Algebra*, 1971, contribution II/4; only the
/// wanted rows are rotated, as in G. H. Golub, J. H. Welsch, *Calculation of Gauss quadrature
/// rules*, Math. Comp. 23, 1969.
fn diagonalise(diagonal: &mut [f64], beside: &mut [f64], mut rows: [&mut Vec<f64>; 2]) {
    let count = diagonal.len();
    for low in 0..count {
        for _ in 0..SWEEPS_MAX {
            let high = (low..count - 1)
                .find(|&at| {
                    let scale = diagonal[at].abs() + diagonal[at + 1].abs();
                    beside[at].abs() <= f64::EPSILON * scale
                })
                .unwrap_or(count - 1);
            if high == low {
                break;
            }
            sweep(diagonal, beside, &mut rows, low, high);
        }
    }
}

/// One implicit QL sweep over `low..=high`.
fn sweep(d: &mut [f64], e: &mut [f64], rows: &mut [&mut Vec<f64>; 2], low: usize, high: usize) {
    let slope = (d[low + 1] - d[low]) / (2.0 * e[low]);
    let hypotenuse = (slope * slope + 1.0).sqrt();
    let mut g = d[high] - d[low] + e[low] / (slope + hypotenuse.copysign(slope));
    let (mut sine, mut cosine, mut shift) = (1.0, 1.0, 0.0);
    for at in (low..high).rev() {
        let (f, b) = (sine * e[at], cosine * e[at]);
        let radius = (f * f + g * g).sqrt();
        e[at + 1] = radius;
        if radius <= 0.0 {
            d[at + 1] -= shift;
            e[high] = 0.0;
            return;
        }
        (sine, cosine) = (f / radius, g / radius);
        g = d[at + 1] - shift;
        let turned = (d[at] - g) * sine + 2.0 * cosine * b;
        shift = sine * turned;
        d[at + 1] = g + shift;
        g = cosine * turned - b;
        for row in rows.iter_mut() {
            let (left, right) = (row[at], row[at + 1]);
            row[at + 1] = sine * left + cosine * right;
            row[at] = cosine * left - sine * right;
        }
    }
    d[low] -= shift;
    e[low] = g;
    e[high] = 0.0;
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONCRETE: Layer = Layer::Solid {
        thickness_m: 0.2,
        conductivity_w_mk: 1.13,
        density_kg_m3: 1400.0,
        heat_capacity_j_kgk: 1000.0,
    };
    const INSULATION: Layer = Layer::Resistance { resistance_m2k_w: 2.0 };

    /// Flows into the faces while `outer` and `inner` give the face temperatures, step by step.
    fn march(wall: &Wall, faces: impl Fn(usize) -> [f64; 2], steps: usize) -> Vec<[f64; 2]> {
        let mut states = vec![0.0; wall.modes.len()];
        let mut before = [0.0; 2];
        (0..steps)
            .map(|step| {
                let u = faces(step);
                let (y, m) = (wall.now_w_m2k, wall.before_w_m2k);
                let mut q = [
                    y[0] * u[0] + y[1] * u[1] - m[0] * before[0] - m[1] * before[1],
                    y[1] * u[0] + y[2] * u[1] - m[1] * before[0] - m[2] * before[1],
                ];
                for (state, mode) in states.iter_mut().zip(&wall.modes) {
                    q[0] -= mode.out * *state;
                    q[1] -= mode.inn * *state;
                    *state = mode.decay * *state + mode.drive_out * u[0] + mode.drive_in * u[1];
                }
                before = u;
                q
            })
            .collect()
    }

    #[test]
    fn steady_flow_is_u_times_difference() {
        let wall = Wall::new(&[CONCRETE, INSULATION, CONCRETE], 3600.0);
        let u_w_m2k = 1.0 / (2.0 + 2.0 * 0.2 / 1.13);
        assert!((wall.steady_w_m2k() / u_w_m2k - 1.0).abs() < 1e-9);
        let flows = march(&wall, |_| [0.0, 10.0], 2000);
        assert!((flows[1999][1] / (10.0 * u_w_m2k) - 1.0).abs() < 1e-9);
        assert!((flows[1999][0] + flows[1999][1]).abs() < 1e-9);
    }

    /// H. S. Carslaw, J. C. Jaeger, *Conduction of Heat in Solids*, 2nd ed., 1959, §3.4 eq. 3: heat
    /// into a slab whose one face steps to 1 K while the other stays at 0, integrated over steps.
    fn slab_mean_flow(thickness_m: f64, k: f64, volumetric: f64, from_s: f64, to_s: f64) -> f64 {
        let mut heat = k / thickness_m * (to_s - from_s);
        for n in 1..4000_u32 {
            let root = f64::from(n) * std::f64::consts::PI / thickness_m;
            let rate = k / volumetric * root * root;
            heat += 2.0 * k / thickness_m / rate * ((-rate * from_s).exp() - (-rate * to_s).exp());
        }
        heat / (to_s - from_s)
    }

    #[test]
    fn a_slab_answers_a_step_as_the_series_does() {
        let wall = Wall::new(&[CONCRETE], 3600.0);
        let flows = march(&wall, |_| [0.0, 1.0], 48);
        for (step, flow) in (0_u32..).zip(&flows) {
            let from_s = 3600.0 * f64::from(step);
            let exact = slab_mean_flow(0.2, 1.13, 1.4e6, from_s, from_s + 3600.0);
            assert!((flow[1] / exact - 1.0).abs() < 0.005, "{step}: {} {exact}", flow[1]);
        }
    }

    #[test]
    fn what_flows_in_is_what_is_stored() {
        // Warm one face for two days, then hold both at zero: all heat comes out again.
        let wall = Wall::new(&[CONCRETE, INSULATION], 3600.0);
        let pulse = |step: usize| if step < 48 { [3.0, 7.0] } else { [0.0, 0.0] };
        let total: f64 = march(&wall, pulse, 4000).iter().map(|q| q[0] + q[1]).sum();
        assert!(total.abs() < 1e-9, "{total}");
    }

    #[test]
    fn a_wall_without_mass_has_no_modes() {
        let wall = Wall::new(&[INSULATION], 3600.0);
        assert!(wall.modes.is_empty());
        assert!((wall.now_w_m2k[0] - 0.5).abs() < 1e-12);
    }

    #[test]
    fn concrete_needs_few_states() {
        assert!(Wall::new(&[CONCRETE], 3600.0).modes.len() <= 5);
        let steel = Layer::Solid {
            thickness_m: 0.001,
            conductivity_w_mk: 50.0,
            density_kg_m3: 7800.0,
            heat_capacity_j_kgk: 480.0,
        };
        assert!(Wall::new(&[steel, INSULATION], 3600.0).modes.is_empty());
    }
}
