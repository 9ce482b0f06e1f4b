"""The buildings of the comparison: four types, each as built and retrofitted.

Lengths in m, areas in m², angles in degrees. A building is a box of `length_m` (east-west) by
`width_m` (north-south) by `height_m`; the plant hall carries a monitor along its ridge. The values
are planning values of ordinary Chinese stock, not of any one building.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Solid:
    """A layer with mass: thickness [m], conductivity [W/mK], density [kg/m³], heat [J/kgK]."""

    thickness_m: float
    conductivity_w_mk: float
    density_kg_m3: float
    heat_capacity_j_kgk: float


@dataclass(frozen=True)
class Simple:
    """Glass by U [W/m²K] and solar heat gain coefficient, whole window."""

    u_w_m2k: float
    shgc: float


@dataclass(frozen=True)
class Pane:
    """A pane at normal incidence: transmittance, reflectances, emissivities (front is outside)."""

    thickness_m: float
    transmittance: float
    reflectance_front: float
    reflectance_back: float
    emissivity_front: float
    emissivity_back: float


@dataclass(frozen=True)
class Panes:
    """Panes from outside to inside; the gaps are `gap_m` wide and filled with `gas`."""

    panes: tuple
    gap_m: float = 0.0
    gas: str = "Air"


@dataclass(frozen=True)
class Day:
    """Twenty-four hourly values for weekdays, Saturdays and Sundays."""

    weekday: tuple
    saturday: tuple
    sunday: tuple


def hours(on, off, first, last):
    """`on` from `first` to `last` o'clock, else `off`."""
    return tuple(on if first <= hour < last else off for hour in range(24))


def working(on, off, first, last):
    """Monday to Friday."""
    return Day(hours(on, off, first, last), (off,) * 24, (off,) * 24)


def daily(on, off, first, last):
    """Every day."""
    day = hours(on, off, first, last)
    return Day(day, day, day)


@dataclass(frozen=True)
class Building:
    """A one-zone building; loads per `floor_area_m2`."""

    kind: str
    state: str
    length_m: float
    width_m: float
    height_m: float
    storeys: int
    wall: tuple
    roof: tuple
    floor: tuple
    glazing: object
    # Compass side -> (share of the wall's length, sill height above ground, height), per band.
    windows: dict
    infiltration_ach: float
    people_w_m2: float
    lighting_w_m2: float
    equipment_w_m2: float
    presence: Day
    work: Day
    heating_c: Day
    cooling_c: Day
    ventilation_ach: float = 0.0
    ventilation: Day = None
    slab: tuple = ()
    partition: tuple = ()
    partition_m2: float = 0.0
    # Ridge monitor: width, height, height of its glass bands (north and south).
    monitor: tuple = None
    # Area of each of two roof lights, south and north of the ridge.
    skylight_m2: float = 0.0
    skylight: object = None
    roof_absorptance: float = 0.7
    wall_absorptance: float = 0.6

    @property
    def name(self):
        """Kind and state."""
        return f"{self.kind} {self.state}"

    @property
    def floor_area_m2(self):
        """All storeys."""
        return self.length_m * self.width_m * self.storeys

    @property
    def volume_m3(self):
        """With the monitor."""
        extra = self.monitor[0] * self.monitor[1] if self.monitor else 0.0
        return self.length_m * (self.width_m * self.height_m + extra)


BRICK = (0.81, 1800.0, 1050.0)
CONCRETE = (1.74, 2500.0, 920.0)
MORTAR = (0.93, 1800.0, 1050.0)
AERATED = (0.22, 700.0, 1050.0)
CINDER = (0.29, 1000.0, 920.0)
EPS = (0.039, 20.0, 1380.0)
XPS = (0.030, 30.0, 1380.0)
ROCKWOOL = (0.045, 120.0, 1220.0)
GLASSWOOL = (0.045, 16.0, 1060.0)
STEEL = (50.0, 7850.0, 480.0)
BITUMEN = (0.17, 600.0, 1470.0)
BOARD = (0.33, 1050.0, 1050.0)


def of(thickness_m, material):
    """A layer of a material."""
    return Solid(thickness_m, *material)


CLEAR = Pane(0.006, 0.775, 0.071, 0.071, 0.84, 0.84)
LOW_E_INNER = Pane(0.006, 0.60, 0.17, 0.22, 0.06, 0.84)
SINGLE_CLEAR = Panes((CLEAR,))
DOUBLE_CLEAR = Panes((CLEAR, CLEAR), 0.012, "Air")
DOUBLE_LOW_E = Panes((CLEAR, LOW_E_INNER), 0.012, "Argon")


def halls():
    """A brick plant hall of the 1970s with a ridge monitor, single shift."""
    common = dict(
        kind="plant hall",
        length_m=60.0, width_m=24.0, height_m=8.0, storeys=1, monitor=(6.0, 2.4, 1.5),
        windows={"S": ((0.5, 1.2, 2.4),), "N": ((0.5, 1.2, 2.4),)},
        floor=(of(0.15, CONCRETE),),
        people_w_m2=3.0, equipment_w_m2=15.0,
        presence=working(1.0, 0.0, 8, 17), work=working(1.0, 0.05, 8, 17),
        heating_c=working(16.0, 8.0, 7, 17), cooling_c=working(28.0, 40.0, 8, 17),
    )
    wall = (of(0.02, MORTAR), of(0.37, BRICK), of(0.02, MORTAR))
    roof = (of(0.01, BITUMEN), of(0.02, MORTAR), of(0.08, CINDER), of(0.03, CONCRETE))
    yield Building(state="old", wall=wall, roof=roof, glazing=Simple(5.7, 0.80),
                   infiltration_ach=1.2, lighting_w_m2=12.0, **common)
    yield Building(state="retrofit", wall=(of(0.005, MORTAR), of(0.08, ROCKWOOL)) + wall,
                   roof=(of(0.01, BITUMEN), of(0.10, XPS)) + roof[1:], glazing=Simple(2.0, 0.45),
                   infiltration_ach=0.5, lighting_w_m2=7.0, **common)


def warehouses():
    """A warehouse of steel sheet with roof lights, kept from frost and heat."""
    sheet = of(0.0006, STEEL)
    common = dict(
        kind="warehouse",
        length_m=72.0, width_m=36.0, height_m=7.5, storeys=1, skylight_m2=60.0,
        windows={"S": ((0.3, 4.5, 1.2),), "N": ((0.3, 4.5, 1.2),)},
        floor=(of(0.20, CONCRETE),),
        people_w_m2=0.5, equipment_w_m2=1.5,
        presence=working(1.0, 0.0, 8, 18), work=working(1.0, 0.1, 8, 18),
        heating_c=daily(10.0, 10.0, 0, 24), cooling_c=daily(28.0, 28.0, 0, 24),
        roof_absorptance=0.6, wall_absorptance=0.5,
    )
    old = (sheet, of(0.05, GLASSWOOL), sheet)
    new = (sheet, of(0.15, ROCKWOOL), sheet)
    yield Building(state="old", wall=old, roof=old, glazing=Simple(5.7, 0.80),
                   skylight=Simple(5.7, 0.70), infiltration_ach=0.8, lighting_w_m2=6.0, **common)
    yield Building(state="retrofit", wall=new, roof=new, glazing=Simple(2.4, 0.55),
                   skylight=Simple(2.4, 0.50), infiltration_ach=0.3, lighting_w_m2=3.0, **common)


def offices():
    """A four-storey office of brick and concrete of the 1980s."""
    common = dict(
        kind="office",
        length_m=48.0, width_m=14.4, height_m=13.2, storeys=4,
        windows={side: tuple((share, 3.3 * at + 0.9, 1.8) for at in range(4))
                 for side, share in (("S", 0.6), ("N", 0.5), ("E", 0.1), ("W", 0.1))},
        floor=(of(0.10, CONCRETE), of(0.02, MORTAR)),
        slab=(of(0.02, MORTAR), of(0.12, CONCRETE), of(0.02, MORTAR)),
        partition=(of(0.02, MORTAR), of(0.12, BRICK), of(0.02, MORTAR)), partition_m2=1400.0,
        people_w_m2=7.0, equipment_w_m2=12.0,
        presence=working(1.0, 0.0, 8, 18), work=working(0.9, 0.1, 8, 18),
        heating_c=working(20.0, 12.0, 7, 18), cooling_c=working(26.0, 40.0, 8, 18),
        ventilation_ach=0.6, ventilation=working(1.0, 0.0, 8, 18),
    )
    wall = (of(0.02, MORTAR), of(0.24, BRICK), of(0.02, MORTAR))
    roof = (of(0.01, BITUMEN), of(0.02, MORTAR), of(0.12, CINDER), of(0.12, CONCRETE),
            of(0.02, MORTAR))
    yield Building(state="old", wall=wall, roof=roof, glazing=SINGLE_CLEAR,
                   infiltration_ach=0.9, lighting_w_m2=11.0, **common)
    yield Building(state="retrofit", wall=(of(0.005, MORTAR), of(0.09, EPS)) + wall,
                   roof=(of(0.01, BITUMEN), of(0.10, XPS)) + roof[1:], glazing=DOUBLE_LOW_E,
                   infiltration_ach=0.3, lighting_w_m2=7.0, **common)


def shops():
    """A detached one-storey shop with a glass front to the south, open every day."""
    common = dict(
        kind="shop",
        length_m=24.0, width_m=12.0, height_m=4.2, storeys=1,
        windows={"S": ((0.8, 0.3, 2.7),), "E": ((0.2, 0.9, 1.8),)},
        floor=(of(0.10, CONCRETE), of(0.03, MORTAR)),
        partition=(of(0.012, BOARD), of(0.10, AERATED), of(0.012, BOARD)), partition_m2=60.0,
        people_w_m2=8.0, equipment_w_m2=6.0,
        presence=daily(0.7, 0.0, 9, 21), work=daily(1.0, 0.05, 9, 21),
        heating_c=daily(18.0, 8.0, 8, 21), cooling_c=daily(26.0, 40.0, 9, 21),
        ventilation_ach=1.0, ventilation=daily(1.0, 0.0, 9, 21),
    )
    wall = (of(0.02, MORTAR), of(0.24, BRICK), of(0.02, MORTAR))
    roof = (of(0.01, BITUMEN), of(0.02, MORTAR), of(0.10, CINDER), of(0.10, CONCRETE),
            of(0.02, MORTAR))
    yield Building(state="old", wall=wall, roof=roof, glazing=SINGLE_CLEAR,
                   infiltration_ach=1.0, lighting_w_m2=15.0, **common)
    yield Building(state="retrofit", wall=(of(0.005, MORTAR), of(0.08, EPS)) + wall,
                   roof=(of(0.01, BITUMEN), of(0.09, XPS)) + roof[1:], glazing=DOUBLE_LOW_E,
                   infiltration_ach=0.4, lighting_w_m2=9.0, **common)


def pairs():
    """(old, retrofit) of every type."""
    return [tuple(make()) for make in (halls, warehouses, offices, shops)]
