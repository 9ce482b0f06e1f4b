"""Our description of a building, and our year of it."""

import json
import os
import subprocess
import time
from pathlib import Path

import shape
from buildings import Panes, Simple

GLASS_W_MK = 1.0
# True: fields of the zone stand under `zones`; False: directly under the building.
BY_ZONES = True


def gap_m2k_w(width_m, gas, emissivities):
    """Resistance of an upright gap between panes (EN 673:2011, clauses 5 and 6; 283 K, 15 K)."""
    density, viscosity, conductivity, heat = {
        "Air": (1.232, 1.761e-5, 2.496e-2, 1008.0),
        "Argon": (1.699, 2.164e-5, 1.684e-2, 519.0),
    }[gas]
    grashof = 9.81 * width_m**3 * 15.0 * density**2 / (283.0 * viscosity**2)
    prandtl = viscosity * heat / conductivity
    nusselt = max(1.0, 0.035 * (grashof * prandtl) ** 0.38)
    radiant = 4.0 * 5.67e-8 * 283.0**3 / (1 / emissivities[0] + 1 / emissivities[1] - 1.0)
    return 1.0 / (radiant + nusselt * conductivity / width_m)


def glazing(glass):
    """A glazing as our files describe it."""
    if isinstance(glass, Simple):
        return {"simple": {"u_w_m2k": glass.u_w_m2k, "shgc": glass.shgc}}
    assert isinstance(glass, Panes)
    gaps = [
        gap_m2k_w(glass.gap_m, glass.gas, (outer.emissivity_back, inner.emissivity_front))
        for outer, inner in zip(glass.panes, glass.panes[1:])
    ]
    panes = [
        {
            "thickness_m": pane.thickness_m,
            "conductivity_w_mk": GLASS_W_MK,
            "solar_transmittance": pane.transmittance,
            "solar_reflectance_front": pane.reflectance_front,
            "solar_reflectance_back": pane.reflectance_back,
            "emissivity_front": pane.emissivity_front,
            "emissivity_back": pane.emissivity_back,
        }
        for pane in glass.panes
    ]
    return {"panes": {"panes": panes, "gap_resistance_m2k_w": gaps}}


def layers(solids):
    """Layers from outside to inside."""
    return [{"solid": vars(solid)} for solid in solids]


def surface(name, area_m2, angles_deg, boundary, solids, absorptance_out):
    """One opaque plane."""
    return {
        "name": name,
        "area_m2": area_m2,
        "tilt_deg": angles_deg[0],
        "azimuth_deg": angles_deg[1],
        "boundary": boundary,
        "layers": layers(solids),
        "solar_absorptance_out": absorptance_out,
        "solar_absorptance_in": 0.6,
        "emissivity_out": 0.9,
        "emissivity_in": 0.9,
    }


def surfaces(building):
    """All opaque planes and the internal mass."""
    found = []
    for plane in shape.planes(building):
        angles = shape.tilt_azimuth_deg(plane.corners)
        solids = getattr(building, plane.layers)
        area = shape.net_area_m2(plane)
        if plane.role == "slab_ceiling":
            continue  # the other side of `slab_floor`
        boundary = {"floor": "ground", "slab_floor": "internal"}.get(plane.role, "outdoor")
        absorptance = building.roof_absorptance if plane.role == "roof" else building.wall_absorptance
        found.append(surface(plane.name, area, angles, boundary, solids, absorptance))
    if building.partition:
        solids = building.partition
        area = building.partition_m2
        found.append(surface("partitions", area, (90.0, 0.0), "internal", solids, 0.6))
    return found


def windows(building):
    """All windows."""
    return [
        {
            "name": opening.name,
            "area_m2": shape.area_m2(opening.corners),
            "tilt_deg": shape.tilt_azimuth_deg(opening.corners)[0],
            "azimuth_deg": shape.tilt_azimuth_deg(opening.corners)[1],
            "glazing": glazing(getattr(building, opening.glass)),
        }
        for plane in shape.planes(building)
        for opening in plane.windows
    ]


def schedule(day):
    """A schedule by kind of day."""
    return {"weekday": day.weekday, "saturday": day.saturday, "sunday": day.sunday}


def described(building):
    """The whole building, ready to be written."""
    air = {"infiltration_ach": building.infiltration_ach}
    if building.ventilation:
        air["ventilation_ach"] = building.ventilation_ach
        air["ventilation_schedule"] = schedule(building.ventilation)
    zone = {
        "floor_area_m2": building.floor_area_m2,
        "volume_m3": building.volume_m3,
        "mid_height_m": building.height_m / 2.0,
        "surfaces": surfaces(building),
        "windows": windows(building),
        "air": air,
        "gains": {
            "people_w_m2": building.people_w_m2,
            "people_schedule": schedule(building.presence),
            "lighting_w_m2": building.lighting_w_m2,
            "lighting_schedule": schedule(building.work),
            "equipment_w_m2": building.equipment_w_m2,
            "equipment_schedule": schedule(building.work),
            "radiative_share": RADIATIVE_SHARE,
        },
        "thermostat": {
            "heating_c": schedule(building.heating_c),
            "cooling_c": schedule(building.cooling_c),
        },
    }
    head = {"name": building.name, "ground_reflectance": 0.2}
    return head | {"zones": [{"name": "zone"} | zone]} if BY_ZONES else head | zone


RADIATIVE_SHARE = 0.5


def is_short(value):
    """Whether a value fits on the line of its key: a number, a word, a list of numbers, `solid`."""
    if isinstance(value, dict):
        return all(isinstance(item, (int, float)) for item in value.values())
    if isinstance(value, (list, tuple)):
        return all(isinstance(item, (int, float)) for item in value)
    return True


def yaml(value, indent=0):
    """Block YAML of maps, lists, words and numbers; lists of numbers stay on one line."""
    pad = " " * indent
    if isinstance(value, dict):
        lines = []
        for key, item in value.items():
            if is_short(item):
                lines.append(f"{pad}{key}: {flow(item)}")
            else:
                lines += [f"{pad}{key}:", yaml(item, indent + 2)]
        return "\n".join(lines)
    return "\n".join(
        f"{pad}- {yaml(item, indent + 2).lstrip()}" for item in value
    )


def flow(value):
    """One-line YAML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    return json.dumps(value)


def command():
    """The program that answers a building and a weather file with JSON; builds it where needed.

    `ENERGY_YEAR` names one that is already there.
    """
    if "ENERGY_YEAR" in os.environ:
        return [os.environ["ENERGY_YEAR"]]
    root = Path(__file__).resolve().parents[4]
    build = ["cargo", "build", "-p", "energy", "--example", "year", "--locked",
             "--message-format=json-render-diagnostics"]
    out = subprocess.run(build, cwd=root, check=True, stdout=subprocess.PIPE, text=True).stdout
    made = (json.loads(line) for line in out.splitlines() if line.startswith("{"))
    paths = [message["executable"] for message in made if message.get("executable")]
    return [paths[-1]]


def year(program, building, weather, folder):
    """Our year: answer of the program, its wall time and its processor time [s]."""
    path = Path(folder) / f"{building.name.replace(' ', '-')}.yaml"
    path.write_text(yaml(described(building)) + "\n", encoding="utf-8")
    before = os.times()
    start_s = time.perf_counter()
    done = subprocess.run([*program, str(path), str(weather)], stdout=subprocess.PIPE, check=True)
    wall_s = time.perf_counter() - start_s
    after = os.times()
    cpu_s = (after.children_user + after.children_system
             - before.children_user - before.children_system)
    return json.loads(done.stdout), wall_s, cpu_s
