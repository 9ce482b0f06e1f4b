"""Sun on planes and photovoltaic yield beside pvlib, and the time of both.

Usage, from the root of the repository, with pvlib 0.16.1 or later installed (nothing else of the
repository needs it):

    cargo run -q -p energy --example pv_planes -- FILE.epw > planes.csv
    python crates/energy/benches/pvlib/compare.py FILE.epw planes.csv

Convention: a value of the file is the mean over the hour that ends at its time stamp; pvlib gets the
sun at the middle of that hour in the calendar of 2010, without refraction. `lit` is the same with the
sun at the middle of the lit part of the hour, as the crate takes it at sunrise and sunset. Ends with 1
where a bar is missed: 1 % of the irradiation, 2 % of the yield, 100 times the speed.

Times are the best of several turns, of the same models on both sides: Perez sky, De Soto's glass,
Faiman's cells, PVWatts' power, hourly results of one plane. pvlib is given pandas series, as its
documentation does, and for comparison bare NumPy arrays. The bar is for many planes of one site, with
the sun's position, extraterrestrial radiation and air mass given on both sides; the crate's time
includes its share of the making of the sky. Below it the same with all of these made for each plane.
"""

import csv
import sys
import time

import numpy as np
import pandas as pd
import pvlib

SOLAR_CONSTANT_W_M2 = 1367.0
GROUND = 0.2
MODELS = {"isotropic": "isotropic", "hay_davies": "haydavies", "perez": "perez"}


def weather(path):
    """Hours of the file and its place; the index is the middle of each hour."""
    data, place = pvlib.iotools.read_epw(path)
    data = data[~((data.index.month == 2) & (data.index.day == 29))]
    zone = f"Etc/GMT{-int(place['TZ']):+d}" if float(place["TZ"]).is_integer() else None
    if zone is None:
        raise SystemExit("time zones of whole hours only")
    data.index = pd.date_range("2010-01-01 00:30", periods=8760, freq="h", tz=zone)
    return data, place


def sun_of(index, place):
    return pvlib.solarposition.get_solarposition(
        index, place["latitude"], place["longitude"], method="nrel_numpy"
    )


def lit_middles(index, place):
    """The middle of the part of each hour in which the sun is up, to the minute."""
    half_minutes = np.arange(-29.5, 30.0)
    stamps = index.repeat(60)
    fine = stamps + pd.to_timedelta(np.tile(half_minutes, len(index)), unit="min")
    up = (sun_of(fine, place)["elevation"].to_numpy() > 0.0).reshape(-1, 60)
    share = up.sum(axis=1)
    offset = np.where(share > 0, (up * half_minutes).sum(axis=1) / np.maximum(share, 1), 0.0)
    return index + pd.to_timedelta(offset, unit="min")


def glass(angle):
    return pvlib.iam.physical(angle, n=1.526, K=4.0, L=0.002)


def scattered(data, sun, extra, air_mass, tilt, azimuth, model):
    """Scattered sun of the whole sky and the part of it from around the disc."""
    if model == "isotropic":
        return pvlib.irradiance.isotropic(tilt, data["dhi"]), 0.0
    args = dict(surface_tilt=tilt, surface_azimuth=azimuth, dhi=data["dhi"], dni=data["dni"],
                dni_extra=extra, solar_zenith=sun["zenith"], solar_azimuth=sun["azimuth"],
                return_components=True)
    if model == "perez":
        parts = pvlib.irradiance.perez(**args, airmass=air_mass)
    else:
        parts = pvlib.irradiance.haydavies(**args)
    whole = "poa_sky_diffuse" if "poa_sky_diffuse" in parts else "sky_diffuse"
    disc = "poa_circumsolar" if "poa_circumsolar" in parts else "circumsolar"
    return filled(parts[whole]), filled(parts[disc])


def filled(values):
    return values.fillna(0.0) if hasattr(values, "fillna") else np.nan_to_num(values)


def yield_kwh(data, sun, extra, air_mass, tilt, azimuth, model):
    """Irradiation [kWh/m²] and direct-current yield [kWh/kW] of one plane."""
    aoi = pvlib.irradiance.aoi(tilt, azimuth, sun["zenith"], sun["azimuth"])
    beam = pvlib.irradiance.beam_component(
        tilt, azimuth, sun["zenith"], sun["azimuth"], data["dni"])
    sky, disc = scattered(data, sun, extra, air_mass, tilt, azimuth, model)
    ground = pvlib.irradiance.get_ground_diffuse(tilt, data["on_ground"], GROUND)
    whole = beam + sky + ground
    sky_angle = 59.7 - 0.1388 * tilt + 0.001497 * tilt**2
    ground_angle = 90.0 - 0.5788 * tilt + 0.002693 * tilt**2
    behind = ((beam + disc) * glass(aoi) + (sky - disc) * glass(sky_angle)
              + ground * glass(ground_angle))
    cell = pvlib.temperature.faiman(whole, data["temp_air"], data["wind_speed"], 25.0, 6.84)
    power = pvlib.pvsystem.pvwatts_dc(behind, cell, 1000.0, -0.0035)
    return whole.sum() / 1000.0, np.maximum(power, 0.0).sum() / 1000.0


def sky_of(sun):
    distance = pvlib.solarposition.nrel_earthsun_distance(sun.index)
    extra = SOLAR_CONSTANT_W_M2 / distance**2
    return extra, pvlib.atmosphere.get_relative_airmass(sun["zenith"], "kastenyoung1989")


def with_ground(data, sun):
    """The hours with the sun on level ground, which all planes share."""
    up = np.maximum(np.cos(np.radians(sun["zenith"])), 0.0)
    return data.assign(on_ground=data["dni"] * up + data["dhi"])


def main(epw, table):
    data, place = weather(epw)
    rows = list(csv.DictReader(open(table, encoding="utf-8")))
    ours = {(r["quantity"], r["model"], r["tilt_deg"], r["azimuth_deg"]): float(r["value"])
            for r in rows}
    suns = {"middle": sun_of(data.index, place)}
    lit = sun_of(lit_middles(data.index, place), place)
    lit.index = data.index
    suns["lit"] = lit
    worst = {}
    print("model tilt azimuth | kWh/m2 ours, middle, lit | kWh/kW ours, middle, lit")
    for (quantity, model, tilt, azimuth), found in ours.items():
        if quantity != "irradiation":
            continue
        line = []
        for way, sun in suns.items():
            there = yield_kwh(with_ground(data, sun), sun, *sky_of(sun), float(tilt), float(azimuth), MODELS[model])
            mine = (found, ours["dc", model, tilt, azimuth])
            for name, a, b in zip(("irradiation", "dc"), mine, there):
                key = (name, model, way)
                worst[key] = max(worst.get(key, 0.0), abs(a / b - 1.0))
            line.append(there)
        print(f"{model:10} {tilt:>3} {azimuth:>3} | {found:8.1f} {line[0][0]:8.1f} {line[1][0]:8.1f}"
              f" | {mine[1]:8.1f} {line[0][1]:8.1f} {line[1][1]:8.1f}")
    for (name, model, way), share in sorted(worst.items()):
        print(f"largest difference {name:11} {model:10} {way:6}: {100 * share:.2f} %")
    missed = [k for k, share in worst.items()
              if k[2] == "middle" and share > (0.01 if k[0] == "irradiation" else 0.02)]
    print("missed:", missed or "none")
    ours_s = {way: seconds for (quantity, way, _, _), seconds in ours.items()
              if quantity == "seconds"}
    fast = times(data, place, ours_s)
    return 1 if missed or not fast else 0


def arrays(table):
    """Columns of numbers without their index."""
    return {name: table[name].to_numpy() for name in table if table[name].dtype.kind in "fi"}


def best_s(work, turns=20):
    """Seconds of the fastest of several turns."""
    def turn(at):
        begin = time.perf_counter()
        work(float(at * 4 % 90), float(at * 17 % 360))
        return time.perf_counter() - begin
    return min(turn(at) for at in range(turns))


def times(data, place, ours_s):
    """Prints the times of both sides; whether the bar is reached."""
    sun = sun_of(data.index, place)
    extra, air_mass = sky_of(sun)
    lit = with_ground(data, sun)
    bare = arrays(lit), arrays(sun), extra.to_numpy(), air_mass.to_numpy()

    def all_of_it(tilt, azimuth):
        own = sun_of(data.index, place)
        return yield_kwh(with_ground(data, own), own, *sky_of(own), tilt, azimuth, "perez")

    given = best_s(lambda *plane: yield_kwh(lit, sun, extra, air_mass, *plane, "perez"))
    bare_given = best_s(lambda *plane: yield_kwh(*bare, *plane, "perez"))
    included = best_s(all_of_it)
    print("sun given on both sides")
    for name in ("sky_once_one_thread", "sky_once_all_threads", "sky_each_one_thread"):
        print(f"  {name}: {1e6 * ours_s[name]:.0f} us; pvlib {1e3 * given:.2f} ms with series,"
              f" {given / ours_s[name]:.0f} times; {1e3 * bare_given:.2f} ms with bare arrays,"
              f" {bare_given / ours_s[name]:.0f} times")
    name = "sun_and_sky_each_one_thread"
    print(f"sun made for each plane on both sides\n  {name}: {1e6 * ours_s[name]:.0f} us;"
          f" pvlib {1e3 * included:.1f} ms, {included / ours_s[name]:.0f} times")
    return given / ours_s["sky_once_one_thread"] >= 100.0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
