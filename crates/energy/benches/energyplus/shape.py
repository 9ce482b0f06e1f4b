"""The planes of a building as polygons, from which both descriptions take their areas.

Every polygon is counter-clockwise seen from outside; x points east, y north, z up.
"""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Plane:
    """A plane of the envelope or an internal floor; `layers` names the building's layers."""

    name: str
    role: str  # wall, roof, floor, slab_floor, slab_ceiling
    layers: str
    corners: tuple
    windows: tuple = ()


@dataclass(frozen=True)
class Opening:
    """A window in a plane; `glass` names the building's glazing."""

    name: str
    glass: str
    corners: tuple


def normal(corners):
    """Outward normal, as long as the polygon is large (Newell)."""
    total = [0.0, 0.0, 0.0]
    for (ax, ay, az), (bx, by, bz) in zip(corners, corners[1:] + corners[:1]):
        total[0] += (ay - by) * (az + bz)
        total[1] += (az - bz) * (ax + bx)
        total[2] += (ax - bx) * (ay + by)
    return [value / 2.0 for value in total]


def area_m2(corners):
    """Area of a polygon."""
    return math.hypot(*normal(corners))


def net_area_m2(plane):
    """Area of a plane without its windows."""
    return area_m2(plane.corners) - sum(area_m2(w.corners) for w in plane.windows)


def tilt_azimuth_deg(corners):
    """Tilt (0 looks up) and compass direction of the outward normal."""
    x, y, z = normal(corners)
    flat = math.hypot(x, y)
    tilt = math.degrees(math.atan2(flat, z))
    azimuth = math.degrees(math.atan2(x, y)) % 360.0 if flat > 1e-9 else 0.0
    return round(tilt, 6), round(azimuth, 6)


def upright(left, right, low, high):
    """A vertical rectangle from `left` to `right` as seen from outside."""
    return ((*left, high), (*left, low), (*right, low), (*right, high))


def level(x0, x1, y0, y1, z, up=True):
    """A horizontal rectangle that looks up, or down."""
    corners = ((x0, y0, z), (x1, y0, z), (x1, y1, z), (x0, y1, z))
    return corners if up else corners[::-1]


def wall(name, left, right, low, high, bands):
    """A wall with its bands of glass (share of the width, sill, height)."""
    windows = []
    for at, (share, sill, tall) in enumerate(bands):
        edge = (1.0 - share) / 2.0
        a = tuple(p + (q - p) * edge for p, q in zip(left, right))
        b = tuple(q + (p - q) * edge for p, q in zip(left, right))
        windows.append(Opening(f"{name} glass {at + 1}", "glazing", upright(a, b, sill, sill + tall)))
    return Plane(name, "wall", "wall", upright(left, right, low, high), tuple(windows))


def roof_strip(building, name, y0, y1, z, light_m2):
    """A strip of roof over the whole length, with a roof light in its middle."""
    length = building.length_m
    lights = ()
    if light_m2 > 0.0:
        long, middle = 0.6 * length, (y0 + y1) / 2.0
        wide = light_m2 / long
        corners = level(0.2 * length, 0.8 * length, middle - wide / 2, middle + wide / 2, z)
        lights = (Opening(f"{name} light", "skylight", corners),)
    return Plane(name, "roof", "roof", level(0.0, length, y0, y1, z), lights)


def planes(building):
    """All planes of a building."""
    length, width, height = building.length_m, building.width_m, building.height_m
    sides = {
        "S": ((0.0, 0.0), (length, 0.0)),
        "E": ((length, 0.0), (length, width)),
        "N": ((length, width), (0.0, width)),
        "W": ((0.0, width), (0.0, 0.0)),
    }
    found = [
        wall(f"wall {side}", *ends, 0.0, height, building.windows.get(side, ()))
        for side, ends in sides.items()
    ]
    found.append(
        Plane("floor", "floor", "floor", level(0.0, length, 0.0, width, 0.0, up=False))
    )
    middle = width / 2.0
    if building.monitor:
        wide, tall, glass = building.monitor
        y0, y1, top = middle - wide / 2.0, middle + wide / 2.0, height + tall
        band = ((0.95, height + (tall - glass) / 2.0, glass),)
        found += [
            roof_strip(building, "roof S", 0.0, y0, height, building.skylight_m2),
            roof_strip(building, "roof N", y1, width, height, building.skylight_m2),
            roof_strip(building, "monitor roof", y0, y1, top, 0.0),
            wall("monitor S", (0.0, y0), (length, y0), height, top, band),
            wall("monitor E", (length, y0), (length, y1), height, top, ()),
            wall("monitor N", (length, y1), (0.0, y1), height, top, band),
            wall("monitor W", (0.0, y1), (0.0, y0), height, top, ()),
        ]
    else:
        found += [
            roof_strip(building, "roof S", 0.0, middle, height, building.skylight_m2),
            roof_strip(building, "roof N", middle, width, height, building.skylight_m2),
        ]
    for storey in range(1, building.storeys):
        z = height * storey / building.storeys
        found += [
            Plane(f"slab {storey} top", "slab_floor", "slab",
                  level(0.0, length, 0.0, width, z, up=False)),
            Plane(f"slab {storey} underside", "slab_ceiling", "slab",
                  level(0.0, length, 0.0, width, z)),
        ]
    return found
