//! Plants of limited capacity, by the temperature of their water and at part load.

use super::block::{Block, Efforts, Slots, efforts, lanes};
use super::model::{Model, NEVER_C};
use crate::lanes::Lanes;
use crate::systems::{Plant, SupplyModel};

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
    fn new(models: &[&SupplyModel; W], pick: fn(&SupplyModel) -> &Plant) -> Self {
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
        if given == Lanes::default() {
            return given;
        }
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
}

/// Set points of `W` zones, where any may be missed.
pub(crate) struct SetPoints<const W: usize> {
    /// Heating and cooling set point by slot as stated, plant or not. [°C]
    by_slot: Vec<[Lanes<W>; 2]>,
}

/// What turns the loads of `W` zones into purchased energy.
pub(crate) struct Supply<const W: usize> {
    heating: Efforts<W>,
    cooling: Efforts<W>,
    /// In place of the two, where more than the outdoor air matters in any lane.
    plants: Option<Plants<W>>,
    hot_water: Efforts<W>,
    delivered: Lanes<W>,
    auxiliary: Lanes<W>,
}

/// Purchased energy of an hour. [W]
struct Bought<const W: usize> {
    heating: Lanes<W>,
    cooling: Lanes<W>,
    backup: Lanes<W>,
}

/// Purchased energy of an hour by end use, and the electricity in all of it. [W]
pub(super) struct Purchase<const W: usize> {
    pub heating: Lanes<W>,
    pub backup: Lanes<W>,
    pub cooling: Lanes<W>,
    pub hot_water: Lanes<W>,
    pub auxiliary: Lanes<W>,
    pub electricity: Lanes<W>,
}

impl<const W: usize> Supply<W> {
    pub(crate) fn new(models: &[&SupplyModel; W]) -> Self {
        Self {
            heating: efforts(models, |m| m.heating.effort),
            cooling: efforts(models, |m| m.cooling.effort),
            plants: Plants::new(models),
            hot_water: efforts(models, |m| m.hot_water),
            delivered: lanes(models, |m| m.delivered_ratio),
            auxiliary: lanes(models, |m| m.auxiliary_w_per_w),
        }
    }

    /// Most heat and cold that reach the zone, where there is a limit. [W]
    #[inline(always)]
    pub(super) fn most(&self, outdoor_c: f64) -> Option<[Lanes<W>; 2]> {
        self.plants.as_ref().map(|plants| plants.most(self.delivered, outdoor_c))
    }

    /// What an hour buys with `heating` and `cooling` given to the zone and `lighting` in it.
    #[inline(always)]
    pub(super) fn purchase(
        &self,
        [heating, cooling, lighting]: [Lanes<W>; 3],
        slot: &Slots<W>,
        outdoor_c: f64,
    ) -> Purchase<W> {
        let heat = heating * self.delivered;
        let cold = cooling * self.delivered;
        let bought = match &self.plants {
            None => Bought {
                heating: heat * self.heating.at(outdoor_c),
                cooling: cold * self.cooling.at(outdoor_c),
                backup: Lanes::default(),
            },
            Some(plants) => plants.bought(heat, cold, outdoor_c),
        };
        let hot_water = slot.hot_water * self.hot_water.at(outdoor_c);
        let auxiliary = (heat + cold) * self.auxiliary + slot.fans;
        let mut electricity = lighting
            + slot.equipment
            + auxiliary
            + bought.heating * self.heating.electric
            + bought.cooling * self.cooling.electric
            + hot_water * self.hot_water.electric;
        if let Some(plants) = &self.plants {
            electricity += plants.backup_electricity(&bought);
        }
        let Bought { heating, cooling, backup } = bought;
        Purchase { heating, backup, cooling, hot_water, auxiliary, electricity }
    }
}

impl<const W: usize> Plants<W> {
    /// `None` where effort over the outdoor air says all of every zone.
    fn new(models: &[&SupplyModel; W]) -> Option<Self> {
        if models.iter().all(|model| model.is_simple()) {
            return None;
        }
        Some(Self {
            heating: PlantLanes::new(models, |model| &model.heating),
            cooling: PlantLanes::new(models, |model| &model.cooling),
            backup_w: lanes(models, |model| model.backup.capacity_w),
            backup: efforts(models, |model| model.backup.effort),
        })
    }

    /// Most heat and cold that reach a zone of which plants deliver `delivered` times as much. [W]
    #[inline(always)]
    fn most(&self, delivered: Lanes<W>, outdoor_c: f64) -> [Lanes<W>; 2] {
        let heat = self.heating.capacity_w(outdoor_c) + self.backup_w;
        [heat / delivered, self.cooling.capacity_w(outdoor_c) / delivered]
    }

    /// Purchased energy for what plants deliver; backup makes what the heating plant cannot.
    #[inline(always)]
    fn bought(&self, heat: Lanes<W>, cold: Lanes<W>, outdoor_c: f64) -> Bought<W> {
        let plant = heat.min(self.heating.capacity_w(outdoor_c));
        Bought {
            heating: self.heating.bought_w(plant, outdoor_c),
            cooling: self.cooling.bought_w(cold, outdoor_c),
            backup: (heat - plant) * self.backup.at(outdoor_c),
        }
    }

    /// The part of the backup's purchased energy that is electricity. [W]
    #[inline(always)]
    fn backup_electricity(&self, bought: &Bought<W>) -> Lanes<W> {
        bought.backup * self.backup.electric
    }
}

impl<const W: usize> SetPoints<W> {
    /// `None` where no zone can miss one.
    pub(crate) fn new(models: &[&Model; W]) -> Option<Self> {
        if models.iter().all(|model| model.has_simple_plants()) {
            return None;
        }
        let slots = 0..models[0].set_points_c.len();
        let of_slot =
            |slot: usize| [0, 1].map(|end| lanes(models, |model| model.set_points_c[slot][end]));
        Some(Self { by_slot: slots.map(of_slot).collect() })
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
        let [heat, cool] = self.by_slot[slot];
        let heat = half.below(block.heats[month], heat, -never);
        let cool = half.below(block.cools[month], cool, never);
        [(air + UNMET_SLACK_K).below(heat, one, zero), (cool + UNMET_SLACK_K).below(air, one, zero)]
    }
}
