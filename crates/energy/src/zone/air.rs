//! What an hour settles about its air before the balance, which thereby stays linear: how much
//! outdoor air there may be, and whether the zone's air is stratified.

use super::block::{Block, Slots};
use super::step::Drive;
use crate::climate::ClimateHour;
use crate::lanes::Lanes;

/// Conductances of outdoor air at the density of 20 °C. [W/K]
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct OutdoorAir<const W: usize> {
    pub infiltration: Lanes<W>,
    /// Night ventilation as far as it is open.
    pub night: Lanes<W>,
}

impl<const W: usize> OutdoorAir<W> {
    /// The air that may enter in an hour in which the zone is expected to be at `expected`, after
    /// one in which it was at `before`.
    #[inline(always)]
    pub(super) fn of_hour(
        block: &Block<W>,
        drive: &Drive<'_>,
        slot: &Slots<W>,
        before: Lanes<W>,
        expected: Lanes<W>,
    ) -> Self {
        Self {
            infiltration: infiltration(block, &drive.hour, expected),
            night: night(block, drive, slot, before),
        }
    }

    /// Night ventilation of the hour, and the temperature down to which outdoor air cools the zone:
    /// `limit` with the bypass of heat recovery alone, the floor temperature where night
    /// ventilation opens, but never less than the heating set point `heat`. [W/K], [°C]
    #[inline(always)]
    pub(super) fn cooling(
        &self,
        block: &Block<W>,
        heat: Lanes<W>,
        limit: Lanes<W>,
    ) -> (Lanes<W>, Lanes<W>) {
        let zero = Lanes::default();
        if !block.has_nights {
            return (zero, limit);
        }
        let floor = block.night_min.max(heat);
        let night = floor.below(limit, self.night, zero);
        (night, zero.below(night, floor, limit))
    }
}

/// Whether the air of an hour is stratified, 1 or 0: it is after an hour in which the plant gave
/// heat.
#[inline(always)]
pub(super) fn stratified<const W: usize>(block: &Block<W>, plant: Lanes<W>) -> Lanes<W> {
    if !block.is_stratified {
        return Lanes::default();
    }
    Lanes::default().below(plant, Lanes::splat(1.0), Lanes::default())
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

/// Night ventilation, all of it where the last hour's air was warmer than outdoors by the least
/// difference.
#[inline(always)]
fn night<const W: usize>(
    block: &Block<W>,
    drive: &Drive<'_>,
    slot: &Slots<W>,
    before: Lanes<W>,
) -> Lanes<W> {
    if !block.has_nights {
        return Lanes::default();
    }
    let open = slot.night * block.nights[drive.month];
    let warmest = before - block.night_difference;
    Lanes::splat(drive.hour.air_c).below(warmest, open, Lanes::default())
}
