//! Plants of limited capacity, by the temperature of their water and at part load.

use super::block::{Block, Efforts, efforts, lanes};
use super::model::{Model, NEVER_C};
use crate::lanes::Lanes;
use crate::systems::Plant;

/// How far the air may be from its set point before the hour counts as unmet: the reporting
/// tolerance of EnergyPlus (*Input Output Reference*, `OutputControl:ReportingTolerances`). [K]
const UNMET_SLACK_K: f64 = 0.2;
/// Most capacity over the rated one. [-]
const CAPACITY_SHARE_MAX: f64 = 1.5;
/// Keeps a quotient finite where a plant gives nothing. [W]
const TINY_W: f64 = 1e-9;

/// One [`Plant`] of each of `W` zones; the equations stand there.
struct PlantLanes<const W: usize> {
    effort: Efforts<W>,
    rise: [Lanes<W>; 4],
    effort_per_rise: Lanes<W>,
    carnot: Lanes<W>,
    effort_min: Lanes<W>,
    rated_w: Lanes<W>,
    rated_outdoor_c: Lanes<W>,
    per_outdoor: Lanes<W>,
    per_supply: Lanes<W>,
    slope: Lanes<W>,
    lowest_share: Lanes<W>,
    cycling: Lanes<W>,
}

impl<const W: usize> PlantLanes<W> {
    fn new(models: &[&Model; W], pick: fn(&Model) -> &Plant) -> Self {
        let all = |value: fn(&Plant) -> f64| lanes(models, |model| value(pick(model)));
        Self {
            effort: efforts(models, |model| pick(model).effort),
            rise: [
                all(|p| p.water.a_k),
                all(|p| p.water.b),
                all(|p| p.water.min_k),
                all(|p| p.water.max_k),
            ],
            effort_per_rise: all(|p| p.water.effort_1_k),
            carnot: all(|p| p.water.carnot_1_k),
            effort_min: all(|p| p.water.effort_min),
            rated_w: all(|p| p.capacity.rated_w),
            rated_outdoor_c: all(|p| p.capacity.rated_outdoor_c),
            per_outdoor: all(|p| p.capacity.per_outdoor_1_k),
            per_supply: all(|p| p.capacity.per_supply_1_k),
            slope: all(|p| p.part_load.slope),
            lowest_share: all(|p| p.part_load.lowest_share),
            cycling: all(|p| p.part_load.cycling),
        }
    }

    /// Water above its rated temperature. [K]
    #[inline(always)]
    fn rise_k(&self, outdoor_c: f64) -> Lanes<W> {
        let [a, b, min, max] = self.rise;
        (a + b * outdoor_c).max(min).min(max)
    }

    /// Most heat or cold. [W]
    #[inline(always)]
    fn capacity_w(&self, outdoor_c: f64) -> Lanes<W> {
        let above_k = Lanes::splat(outdoor_c) - self.rated_outdoor_c;
        let share = self.per_outdoor * above_k + self.per_supply * self.rise_k(outdoor_c) + 1.0;
        self.rated_w * share.max(Lanes::default()).min(Lanes::splat(CAPACITY_SHARE_MAX))
    }

    /// Purchased energy per heat or cold at full load. [-]
    #[inline(always)]
    fn effort(&self, outdoor_c: f64) -> Lanes<W> {
        let rise_k = self.rise_k(outdoor_c);
        let effort = &self.effort;
        let as_rated = (effort.a + effort.b * outdoor_c).max(effort.min);
        // With water as rated all of this leaves the bits of `Efforts::at`.
        let carnot = self.carnot * rise_k + 1.0;
        let here = (as_rated + self.effort_per_rise * rise_k) / carnot;
        here.max(self.effort_min).min(effort.max)
    }

    /// Purchased energy for the heat or cold `given`, at most the capacity. [W]
    #[inline(always)]
    fn bought_w(&self, given: Lanes<W>, outdoor_c: f64) -> Lanes<W> {
        let one = Lanes::splat(1.0);
        let load = (given / (self.capacity_w(outdoor_c) + TINY_W)).min(one);
        let gain = self.slope * (one - load).min(Lanes::splat(0.5)) + 1.0;
        let runs = (load / self.lowest_share).min(one);
        let starts = one - self.cycling * (one - runs);
        given * self.effort(outdoor_c) * gain / starts
    }
}

/// The plants of `W` zones, where effort over the outdoor air does not say all.
pub(crate) struct Plants<const W: usize> {
    heating: PlantLanes<W>,
    cooling: PlantLanes<W>,
    backup_w: Lanes<W>,
    backup: Efforts<W>,
    /// Heating and cooling set point by slot as stated, plant or not. [°C]
    set_points: Vec<[Lanes<W>; 2]>,
}

/// Purchased energy of an hour. [W]
pub(super) struct Bought<const W: usize> {
    pub heating: Lanes<W>,
    pub cooling: Lanes<W>,
    pub backup: Lanes<W>,
}

impl<const W: usize> Plants<W> {
    /// `None` where effort over the outdoor air says all of every zone.
    pub(crate) fn new(models: &[&Model; W]) -> Option<Self> {
        if models.iter().all(|model| model.has_simple_plants()) {
            return None;
        }
        let slots = 0..models[0].set_points_c.len();
        Some(Self {
            heating: PlantLanes::new(models, |model| &model.heating),
            cooling: PlantLanes::new(models, |model| &model.cooling),
            backup_w: lanes(models, |model| model.backup.capacity_w),
            backup: efforts(models, |model| model.backup.effort),
            set_points: slots
                .map(|slot| [0, 1].map(|end| lanes(models, |model| model.set_points_c[slot][end])))
                .collect(),
        })
    }

    /// Most heat and cold that reach a zone of which plants deliver `delivered` times as much. [W]
    #[inline(always)]
    pub(super) fn most(&self, delivered: Lanes<W>, outdoor_c: f64) -> [Lanes<W>; 2] {
        let heat = self.heating.capacity_w(outdoor_c) + self.backup_w;
        [heat / delivered, self.cooling.capacity_w(outdoor_c) / delivered]
    }

    /// Purchased energy for what plants deliver; backup makes what the heating plant cannot.
    #[inline(always)]
    pub(super) fn bought(&self, heat: Lanes<W>, cold: Lanes<W>, outdoor_c: f64) -> Bought<W> {
        let plant = heat.min(self.heating.capacity_w(outdoor_c));
        Bought {
            heating: self.heating.bought_w(plant, outdoor_c),
            cooling: self.cooling.bought_w(cold, outdoor_c),
            backup: (heat - plant) * self.backup.at(outdoor_c),
        }
    }

    /// The part of the backup's purchased energy that is electricity. [W]
    #[inline(always)]
    pub(super) fn backup_electricity(&self, bought: &Bought<W>) -> Lanes<W> {
        bought.backup * self.backup.electric
    }

    /// 1 where the hour's air misses its heating or its cooling set point, else 0. [h]
    #[inline(always)]
    pub(super) fn unmet(
        &self,
        block: &Block<W>,
        slot: usize,
        month: usize,
        air: Lanes<W>,
    ) -> [Lanes<W>; 2] {
        let (zero, one, half) = (Lanes::default(), Lanes::splat(1.0), Lanes::splat(0.5));
        let never = Lanes::splat(NEVER_C);
        let [heat, cool] = self.set_points[slot];
        let heat = half.below(block.heats[month], heat, -never);
        let cool = half.below(block.cools[month], cool, never);
        [(air + UNMET_SLACK_K).below(heat, one, zero), (cool + UNMET_SLACK_K).below(air, one, zero)]
    }
}
