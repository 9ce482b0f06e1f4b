"""The same building for EnergyPlus, and EnergyPlus's year of it.

Field order follows the Input Output Reference of EnergyPlus 25.2.
"""

import csv
import json
import math
import subprocess
import sys
from pathlib import Path

import shape
from buildings import Panes, Simple
from ours import GLASS_W_MK, RADIATIVE_SHARE

VERSION = "25.2"
STEPS_PER_HOUR = 6
MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
HEATING = "Zone Ideal Loads Zone Sensible Heating Energy"
COOLING = "Zone Ideal Loads Zone Sensible Cooling Energy"

# The ground of our floors, ISO 13370:2017: soil of category 2, half a metre of it with mass, the
# rest as a resistance; the yearly wave of the air reaches it damped and one month late.
SOIL_W_MK, SOIL_J_M3K, SOIL_M, SOIL_WAVE_M = 2.0, 2.0e6, 0.5, 3.2
EDGE_WALL_M, FILM_IN_M2K_W, FILM_OUT_M2K_W = 0.3, 0.17, 0.04


def item(kind, *fields):
    """One object of an IDF."""
    return f"{kind},{','.join(str(field) for field in fields)};"


def ground(building):
    """Resistance below the soil [m²K/W] and share of the air's yearly swing that arrives there."""
    floor_m2k_w = sum(layer.thickness_m / layer.conductivity_w_mk for layer in building.floor)
    area = building.length_m * building.width_m
    perimeter = 4.0 * math.sqrt(area)
    breadth = 2.0 * area / perimeter
    thick = EDGE_WALL_M + SOIL_W_MK * (FILM_IN_M2K_W + floor_m2k_w + FILM_OUT_M2K_W)
    if thick < breadth:
        wide = math.pi * breadth
        u = 2.0 * SOIL_W_MK / (wide + thick) * math.log(wide / thick + 1.0)
    else:
        u = SOIL_W_MK / (0.457 * breadth + thick)
    below = max(1.0 / u - FILM_IN_M2K_W - floor_m2k_w - SOIL_M / SOIL_W_MK, 1e-3)
    edge = 0.37 * perimeter * SOIL_W_MK * math.log(SOIL_WAVE_M / thick + 1.0)
    return below, min(edge / (area * u), 1.0)


def air_c(weather):
    """Hourly air temperatures of an EPW."""
    with open(weather, encoding="latin-1", newline="") as file:
        rows = list(csv.reader(file))[8:]
    return [float(row[6]) for row in rows if len(row) > 6]


def ground_days_c(weather, swing):
    """Temperature under the soil, day by day."""
    air = air_c(weather)
    starts = [24 * sum(MONTH_DAYS[:month]) for month in range(13)]
    months = [sum(air[a:b]) / (b - a) for a, b in zip(starts, starts[1:])]
    mean = sum(air) / len(air)
    half = (max(months) - min(months)) / 2.0
    coldest = months.index(min(months))
    coldest_h = (starts[coldest] + starts[coldest + 1]) / 2.0 + 730.0
    return [
        mean - swing * half * math.cos(2.0 * math.pi * (24 * day + 12 - coldest_h) / 8760.0)
        for day in range(365)
    ]


def ground_schedule(weather, swing):
    """One value a day."""
    fields, day = ["Ground", ""], 0
    temperatures = ground_days_c(weather, swing)
    for month, days in enumerate(MONTH_DAYS, 1):
        for date in range(1, days + 1):
            fields += [f"Through: {month}/{date}", "For: AllDays", "Until: 24:00",
                       f"{temperatures[day]:.4f}"]
            day += 1
    return item("Schedule:Compact", *fields)


def schedule(name, day):
    """A schedule by kind of day."""
    fields = [name, "", "Through: 12/31"]
    kinds = (("Weekdays", day.weekday), ("Saturday", day.saturday), ("AllOtherDays", day.sunday))
    for kind, values in kinds:
        fields.append(f"For: {kind}")
        for hour, value in enumerate(values):
            fields += [f"Until: {hour + 1}:00", value]
    return item("Schedule:Compact", *fields)


def materials(building):
    """Materials and constructions."""
    below, _ = ground(building)
    found = [
        item("Material:NoMass", "Below soil", "Rough", below),
        item("Material", "Soil", "Rough", SOIL_M, SOIL_W_MK, SOIL_J_M3K / 1000.0, 1000.0),
    ]
    for part in ("wall", "roof", "floor", "slab", "partition"):
        solids = getattr(building, part)
        if not solids:
            continue
        names = []
        out = {"roof": building.roof_absorptance, "wall": building.wall_absorptance}.get(part, 0.6)
        for at, solid in enumerate(solids):
            name = f"{part} layer {at}"
            # The outermost layer carries the outer face's absorptance, the innermost the inner's;
            # a construction of one layer has the same on both sides in all these buildings.
            absorptance = out if at == 0 and len(solids) > 1 else 0.6
            found.append(item("Material", name, "Rough", solid.thickness_m,
                              solid.conductivity_w_mk, solid.density_kg_m3,
                              solid.heat_capacity_j_kgk, 0.9, absorptance, absorptance))
            names.append(name)
        if part == "floor":
            names = ["Below soil", "Soil", *names]
        found.append(item("Construction", part, *names))
    return found + glass("glazing", building.glazing) + (
        glass("skylight", building.skylight) if building.skylight else []
    )


def glass(name, glazing):
    """A glazing and its construction."""
    if isinstance(glazing, Simple):
        made = item("WindowMaterial:SimpleGlazingSystem", f"{name} simple", glazing.u_w_m2k,
                    glazing.shgc)
        return [made, item("Construction", name, f"{name} simple")]
    assert isinstance(glazing, Panes)
    found, names = [], []
    for at, pane in enumerate(glazing.panes):
        if at:
            found.append(item("WindowMaterial:Gas", f"{name} gap {at}", glazing.gas, glazing.gap_m))
            names.append(f"{name} gap {at}")
        visible = (pane.transmittance, pane.reflectance_front, pane.reflectance_back)
        found.append(item("WindowMaterial:Glazing", f"{name} pane {at}", "SpectralAverage", "",
                          pane.thickness_m, *visible, *visible, 0.0, pane.emissivity_front,
                          pane.emissivity_back, GLASS_W_MK))
        names.append(f"{name} pane {at}")
    return [*found, item("Construction", name, *names)]


def corners(polygon):
    """Vertices of a surface."""
    return [value for corner in polygon for value in corner]


def surfaces(building):
    """Surfaces, windows and internal mass."""
    found = []
    for plane in shape.planes(building):
        kind = {"wall": "Wall", "roof": "Roof", "floor": "Floor", "slab_floor": "Floor",
                "slab_ceiling": "Ceiling"}[plane.role]
        outdoor = plane.role in ("wall", "roof")
        behind = (["Outdoors", ""] if outdoor
                  else ["OtherSideCoefficients", "Ground"] if plane.role == "floor"
                  else ["Adiabatic", ""])
        exposed = ["SunExposed", "WindExposed"] if outdoor else ["NoSun", "NoWind"]
        found.append(item("BuildingSurface:Detailed", plane.name, kind, plane.layers, "Zone", "",
                          *behind, *exposed, "", 4, *corners(plane.corners)))
        for opening in plane.windows:
            found.append(item("FenestrationSurface:Detailed", opening.name, "Window",
                              opening.glass, plane.name, "", "", "", 1, 4,
                              *corners(opening.corners)))
    if building.partition:
        found.append(item("InternalMass", "Partitions", "partition", "Zone", "",
                          2.0 * building.partition_m2))
    return found


def use(building):
    """Schedules, gains, air and the ideal plant."""
    found = [
        schedule("Presence", building.presence),
        schedule("Work", building.work),
        schedule("Heat", building.heating_c),
        schedule("Cool", building.cooling_c),
        item("Schedule:Constant", "Always", "", 1.0),
        item("Schedule:Constant", "Dual", "", 4.0),
        item("ZoneInfiltration:DesignFlowRate", "Infiltration", "Zone", "Always",
             "AirChanges/Hour", "", "", "", building.infiltration_ach, 1.0, 0.0, 0.0, 0.0),
    ]
    for name, w_m2, when in (("People", building.people_w_m2, "Presence"),
                             ("Lighting", building.lighting_w_m2, "Work"),
                             ("Equipment", building.equipment_w_m2, "Work")):
        found.append(item("OtherEquipment", name, "None", "Zone", when, "EquipmentLevel",
                          w_m2 * building.floor_area_m2, "", "", 0.0, RADIATIVE_SHARE, 0.0))
    if building.ventilation:
        found += [
            schedule("Ventilation", building.ventilation),
            item("ZoneVentilation:DesignFlowRate", "Ventilation", "Zone", "Ventilation",
                 "AirChanges/Hour", "", "", "", building.ventilation_ach, "Natural", 0.0, 1.0,
                 1.0, 0.0, 0.0, 0.0),
        ]
    return found + [
        item("ThermostatSetpoint:DualSetpoint", "Set points", "Heat", "Cool"),
        item("ZoneControl:Thermostat", "Thermostat", "Zone", "Dual",
             "ThermostatSetpoint:DualSetpoint", "Set points"),
        item("ZoneHVAC:IdealLoadsAirSystem", "Ideal", "", "Supply", "", "", 50.0, 13.0, 0.0156,
             0.0077, "NoLimit", "", "", "NoLimit", "", "", "", "", "None", "", "None"),
        item("ZoneHVAC:EquipmentList", "Equipment list", "SequentialLoad",
             "ZoneHVAC:IdealLoadsAirSystem", "Ideal", 1, 1, "", ""),
        item("ZoneHVAC:EquipmentConnections", "Zone", "Equipment list", "Supply", "", "Air node",
             "Return"),
    ]


def idf(building, weather):
    """The whole input file."""
    _, swing = ground(building)
    head = [
        item("Version", VERSION),
        item("Timestep", STEPS_PER_HOUR),
        # Tolerances and days far tighter than the defaults: heavy floors start in balance.
        item("Building", building.name, 0, "Country", 0.005, 0.05, "FullExterior", 60, 25),
        item("SurfaceConvectionAlgorithm:Inside", "TARP"),
        item("SurfaceConvectionAlgorithm:Outside", "DOE-2"),
        item("HeatBalanceAlgorithm", "ConductionTransferFunction"),
        item("SimulationControl", "No", "No", "No", "No", "Yes"),
        # No holidays, daylight saving, rain or snow: our kernel knows none.
        item("RunPeriod", "Year", 1, 1, "", 12, 31, "", "Monday", "No", "No", "No", "No", "No"),
        item("GlobalGeometryRules", "UpperLeftCorner", "Counterclockwise", "World"),
        item("Zone", "Zone", 0, 0, 0, 0, 1, 1, building.height_m, building.volume_m3,
             building.floor_area_m2),
        item("SurfaceProperty:OtherSideCoefficients", "Ground", 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0,
             "Ground"),
        ground_schedule(weather, swing),
    ]
    ask = [item("Output:Variable", "*", name, "Hourly") for name in (HEATING, COOLING)]
    parts = [*head, *materials(building), *surfaces(building), *use(building), *ask]
    return "\n".join(parts) + "\n"


def hourly_j(path):
    """Hourly values of the two variables in an `eplusout.eso`."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    numbers = {}
    end = lines.index("End of Data Dictionary")
    for line in lines[:end]:
        for name in (HEATING, COOLING):
            if f",{name} [J]" in line:
                numbers[line.split(",", 1)[0]] = name
    values = {HEATING: [], COOLING: []}
    for line in lines[end + 1:]:
        number, _, rest = line.partition(",")
        if number in numbers:
            values[numbers[number]].append(float(rest))
    return values


def year(building, weather, folder):
    """EnergyPlus's year in the form of ours, and the wall and processor time of its run [s]."""
    folder = Path(folder) / f"{building.name.replace(' ', '-')}-eplus"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "in.idf"
    path.write_text(idf(building, weather), encoding="utf-8")
    arguments = [sys.executable, __file__, str(weather), str(folder), str(path)]
    done = subprocess.run(arguments, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        errors = (folder / "eplusout.err")
        text = errors.read_text(errors="replace") if errors.exists() else "no eplusout.err"
        raise SystemExit(f"EnergyPlus refused {path}:\n{text[-4000:]}")
    took = json.loads(done.stdout.splitlines()[-1])
    values = hourly_j(folder / "eplusout.eso")
    heating, cooling = values[HEATING], values[COOLING]
    if len(heating) != 8760 or len(cooling) != 8760:
        raise SystemExit(f"EnergyPlus gave {len(heating)} and {len(cooling)} hours, not 8760")
    answer = {
        "annual": {"heating_kwh": sum(heating) / 3.6e6, "cooling_kwh": sum(cooling) / 3.6e6},
        "peak": {"heating_w": max(heating) / 3600.0, "cooling_w": max(cooling) / 3600.0},
    }
    return answer, took["wall_s"], took["cpu_s"]


def run(weather, folder, path):
    """One run in this process; prints its wall and processor time, loading of the library not
    counted."""
    import time

    from pyenergyplus.api import EnergyPlusAPI

    api = EnergyPlusAPI()
    state = api.state_manager.new_state()
    api.runtime.set_console_output_status(state, False)
    start_s, cpu_s = time.perf_counter(), time.process_time()
    code = api.runtime.run_energyplus(state, ["-w", weather, "-d", folder, path])
    print(json.dumps({"wall_s": time.perf_counter() - start_s,
                      "cpu_s": time.process_time() - cpu_s}))
    return code


if __name__ == "__main__":
    sys.exit(run(*sys.argv[1:4]))
