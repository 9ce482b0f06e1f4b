//! Lamps that give way to daylight.

use super::block::Slots;
use super::step::Sun;
use crate::building::{Daylight, Dimming, Zone};
use crate::lanes::Lanes;

/// Luminous efficacy of direct sun and of overcast sky. Source: F. C. Winkelmann, S. Selkowitz,
/// *Daylighting simulation in the DOE-2 building energy analysis program*, Energy and Buildings 8,
/// 1985. [lm/W]
const DIRECT_LM_W: f64 = 93.0;
const DIFFUSE_LM_W: f64 = 110.0;
/// Light over solar transmittance of clear double glass (0.81/0.70 by EN 410); coated glass has
/// 1.3 to 2. [-]
const LIGHT_PER_SUN: f64 = 1.15;

/// How the lamps of a zone follow the sun that enters through its windows.
///
/// # Equation
/// `E = (93·s·Φ_direct + 110·Φ_diffuse)·(LT/τ_e)·U/A`, with the sun `Φ` that enters [W], the share
/// `s` of direct sun that serves, the utilance `U` and the floor `A`: the total flux method.
/// Dimmed lamps take `p + (1 − p)·max(0, 1 − E/E_target)`, switched ones 1 or, from
/// `E = E_target` on, `p`.
///
/// # Validity
/// Daylight spread evenly over the floor: halls and rooms under skylights, rooms no deeper than
/// about twice their height at side windows. Light that furniture or blinds take is in `U`.
///
/// # Source
/// CIBSE Lighting Guide 10, *Daylighting: a guide for designers*, 2014 (average daylight factor,
/// lumen method for rooflights); luminous efficacies as above.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Lamps {
    lx_per_direct_w: f64,
    lx_per_diffuse_w: f64,
    target_lux: f64,
    controlled_share: f64,
    least_power_share: f64,
    /// 1 for lamps that are switched, 0 for lamps that are dimmed.
    switched: f64,
    /// Share of the lamps' heat given off as radiation.
    radiative: f64,
}

impl Lamps {
    /// `normal_transmittance`: solar, of all windows by area; `radiative`: share of gains.
    pub(crate) fn new(
        zone: &Zone,
        daylight: &Daylight,
        normal_transmittance: f64,
        radiative: f64,
    ) -> Self {
        let light_per_sun = match daylight.light_transmittance {
            Some(light) if normal_transmittance > 0.0 => light / normal_transmittance,
            _ => LIGHT_PER_SUN,
        };
        let lx_per_lm = light_per_sun * daylight.utilance / zone.floor_area_m2;
        Self {
            lx_per_direct_w: DIRECT_LM_W * daylight.direct_sun_share * lx_per_lm,
            lx_per_diffuse_w: DIFFUSE_LM_W * lx_per_lm,
            target_lux: daylight.target_lux,
            controlled_share: daylight.controlled_share,
            least_power_share: daylight.least_power_share,
            switched: if daylight.dimming == Dimming::OnOff { 1.0 } else { 0.0 },
            radiative,
        }
    }

    /// Lamps that daylight does not reach; those of the neighbours of a zone with control.
    const FIXED: Self = Self {
        lx_per_direct_w: 0.0,
        lx_per_diffuse_w: 0.0,
        target_lux: 1.0,
        controlled_share: 0.0,
        least_power_share: 0.0,
        switched: 0.0,
        radiative: 0.0,
    };
}

/// The lamps of `W` zones side by side.
pub(crate) struct LampLanes<const W: usize> {
    lx_per_direct_w: Lanes<W>,
    lx_per_diffuse_w: Lanes<W>,
    target: Lanes<W>,
    /// Share of all lamps' power that full daylight saves.
    saving: Lanes<W>,
    switched: Lanes<W>,
    radiative: Lanes<W>,
}

/// Heat of people, lamps and plugs in an hour, and the lamps' power. [W]
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct HourGains<const W: usize> {
    pub convective: Lanes<W>,
    pub radiant: Lanes<W>,
    pub lighting: Lanes<W>,
}

impl<const W: usize> HourGains<W> {
    /// As the schedules have them.
    #[inline(always)]
    pub(crate) fn of(slot: &Slots<W>) -> Self {
        Self { convective: slot.convective, radiant: slot.radiant, lighting: slot.lighting }
    }
}

impl<const W: usize> LampLanes<W> {
    /// `None` where no zone has control.
    pub(crate) fn new(lamps: [Option<Lamps>; W]) -> Option<Self> {
        if lamps.iter().all(Option::is_none) {
            return None;
        }
        let lamps = lamps.map(|lamps| lamps.unwrap_or(Lamps::FIXED));
        let all = |pick: fn(&Lamps) -> f64| Lanes(std::array::from_fn(|lane| pick(&lamps[lane])));
        Some(Self {
            lx_per_direct_w: all(|l| l.lx_per_direct_w),
            lx_per_diffuse_w: all(|l| l.lx_per_diffuse_w),
            target: all(|l| l.target_lux),
            saving: all(|l| l.controlled_share * (1.0 - l.least_power_share)),
            switched: all(|l| l.switched),
            radiative: all(|l| l.radiative),
        })
    }

    /// Takes off `gains` what the lamps save in the sun that enters.
    #[inline(always)]
    pub(crate) fn dim(&self, sun: &Sun<W>, gains: &mut HourGains<W>) {
        let (zero, one) = (Lanes::default(), Lanes::splat(1.0));
        let direct_lx = self.lx_per_direct_w * sun.beam;
        let inside_lx = self.lx_per_diffuse_w.fma(sun.diffuse, direct_lx);
        let dimmed = (inside_lx / self.target).min(one);
        let switched = inside_lx.below(self.target, zero, one);
        let enough = zero.below(self.switched, switched, dimmed);
        let saved = gains.lighting * (self.saving * enough);
        gains.lighting = gains.lighting - saved;
        gains.radiant = gains.radiant - saved * self.radiative;
        gains.convective = gains.convective - saved * (one - self.radiative);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lighting_w(lamps: Lamps, direct_w: f64, diffuse_w: f64) -> f64 {
        let block = LampLanes::<1>::new([Some(lamps)]).expect("lamps with control");
        let sun = Sun { beam: Lanes([direct_w]), diffuse: Lanes([diffuse_w]) };
        let all = Lanes([100.0]);
        let mut gains = HourGains { convective: all, radiant: all, lighting: all };
        block.dim(&sun, &mut gains);
        let saved_w = 100.0 - gains.lighting.0[0];
        assert!((100.0 - gains.radiant.0[0] - 0.4 * saved_w).abs() < 1e-12);
        assert!((100.0 - gains.convective.0[0] - 0.6 * saved_w).abs() < 1e-12);
        gains.lighting.0[0]
    }

    #[test]
    fn lamps_give_what_daylight_leaves() {
        let dimmed = Lamps {
            lx_per_direct_w: 0.1,
            lx_per_diffuse_w: 0.5,
            target_lux: 300.0,
            controlled_share: 0.8,
            least_power_share: 0.1,
            switched: 0.0,
            radiative: 0.4,
        };
        // By hand: 0.1·500 + 0.5·200 = 150 lx are half of 300: 100·(1 − 0.8·0.9·0.5) = 64 W.
        assert!((lighting_w(dimmed, 500.0, 200.0) - 64.0).abs() < 1e-12);
        assert!((lighting_w(dimmed, 0.0, 0.0) - 100.0).abs() < 1e-12);
        assert!((lighting_w(dimmed, 0.0, 6000.0) - 28.0).abs() < 1e-12);
        let switched = Lamps { switched: 1.0, ..dimmed };
        assert!((lighting_w(switched, 500.0, 200.0) - 100.0).abs() < 1e-12);
        assert!((lighting_w(switched, 0.0, 600.0) - 28.0).abs() < 1e-12);
        assert!(LampLanes::<2>::new([None, None]).is_none());
    }
}
