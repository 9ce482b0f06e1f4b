//! Outdoor air of an hour, as far as the hour itself decides how much there is.

use super::block::Block;
use crate::climate::ClimateHour;
use crate::lanes::Lanes;

/// Conductances of outdoor air at the density of 20 °C. [W/K]
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct OutdoorAir<const W: usize> {
    pub infiltration: Lanes<W>,
}

impl<const W: usize> OutdoorAir<W> {
    /// The air that enters in an hour in which the zone is expected to be at `air`. It is settled
    /// before the balance, which stays linear.
    #[inline(always)]
    pub(super) fn of_hour(block: &Block<W>, hour: &ClimateHour, air: Lanes<W>) -> Self {
        Self { infiltration: infiltration(block, hour, air) }
    }
}

/// Constant infiltration and what wind and stack drive through the leaks; see
/// [`crate::infiltration::Leaks`].
#[inline(always)]
fn infiltration<const W: usize>(block: &Block<W>, hour: &ClimateHour, air: Lanes<W>) -> Lanes<W> {
    if !block.is_leaky {
        return block.infiltration;
    }
    let stack = block.leak_stack * (air - hour.air_c).abs();
    let wind = Lanes::splat(hour.wind_m_s * hour.wind_m_s);
    block.infiltration + block.leak_wind.fma(wind, stack).sqrt()
}
