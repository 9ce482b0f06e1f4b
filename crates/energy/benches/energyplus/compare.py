#!/usr/bin/env python3
"""Our kernel against EnergyPlus on real buildings: loads, savings by retrofit, and time.

    python compare.py WEATHER.epw [WEATHER.epw ...] [--keep FOLDER]

Ends with 0 where every figure meets the criterion: within 7 % or 2 kWh/m² of EnergyPlus.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import buildings
import eplus
import ours

RELATIVE = 0.07
ABSOLUTE_KWH_M2 = 2.0
LOADS = ("heating", "cooling")


def meets(mine, theirs):
    """The criterion."""
    apart = abs(mine - theirs)
    return apart <= ABSOLUTE_KWH_M2 or apart <= RELATIVE * abs(theirs)


def deviation(mine, theirs):
    """Deviation in percent as text; a dash where there is nothing to compare with."""
    return f"{100.0 * (mine - theirs) / theirs:+7.1f} %" if abs(theirs) >= 0.05 else "      –  "


def compared(label, mine, theirs):
    """Prints one line of the table; whether it meets the criterion."""
    good = meets(mine, theirs)
    print(f"  {label:<28}{mine:9.2f}{theirs:11.2f}{mine - theirs:+9.2f}"
          f"  {deviation(mine, theirs)}  {'pass' if good else 'FAIL'}", flush=True)
    return good


def loads_kwh_m2(answer, building):
    """Yearly loads per floor area."""
    return {load: answer["annual"][f"{load}_kwh"] / building.floor_area_m2 for load in LOADS}


def pair(program, old_new, weather, folder, times):
    """One type in one climate: both states and the saving; results of the criterion."""
    results, found = [], []
    for building in old_new:
        mine, *mine_s = ours.year(program, building, weather, folder)
        theirs, *theirs_s = eplus.year(building, weather, folder)
        times.append((*mine_s, *theirs_s))
        loads = loads_kwh_m2(mine, building), loads_kwh_m2(theirs, building)
        found.append(loads)
        for load in LOADS:
            results.append(compared(f"{building.name} {load}", loads[0][load], loads[1][load]))
        peaks = " ".join(
            f"{load} {deviation(mine['peak'][f'{load}_w'], theirs['peak'][f'{load}_w']).strip()},"
            for load in LOADS)
        print(f"    peaks (for information): {peaks.rstrip(',')}")
    (old_mine, old_theirs), (new_mine, new_theirs) = found
    for load in LOADS:
        results.append(compared(f"{old_new[0].kind} saved {load}",
                                old_mine[load] - new_mine[load],
                                old_theirs[load] - new_theirs[load]))
    return results


def report_times(times):
    """Prints the seconds of a building-year and the ratio."""
    count = len(times)
    mine_wall, mine_cpu, theirs_wall, theirs_cpu = (sum(column) / count for column in zip(*times))
    print(f"\nSeconds per building-year, mean of {count}; ours with start of the program, reading "
          "and writing,\nEnergyPlus without loading its library:")
    for what, mine, theirs in (("wall", mine_wall, theirs_wall), ("processor", mine_cpu, theirs_cpu)):
        print(f"  {what:<10} ours {mine:.4f} s   EnergyPlus {theirs:.3f} s   "
              f"ratio {theirs / mine:.0f}")


def main():
    """Runs everything that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("weather", nargs="+", type=Path, help="weather files (EPW)")
    parser.add_argument("--keep", type=Path, help="keep inputs and outputs in this folder")
    parser.add_argument("--only", help="only types whose name holds this word")
    options = parser.parse_args()
    program = ours.command()
    results, times = [], []
    with tempfile.TemporaryDirectory() as scratch:
        for weather in options.weather:
            folder = (options.keep or Path(scratch)) / weather.stem
            os.makedirs(folder, exist_ok=True)
            print(f"\n{weather.name}, kWh/m² a year")
            print(f"  {'':<28}{'ours':>9}{'EnergyPlus':>11}{'apart':>9}  {'apart':>9}")
            for old_new in buildings.pairs():
                if not options.only or options.only in old_new[0].kind:
                    results += pair(program, old_new, weather.resolve(), folder.resolve(), times)
    report_times(times)
    print(f"\n{sum(results)} of {len(results)} figures within {100 * RELATIVE:.0f} % or "
          f"{ABSOLUTE_KWH_M2:.0f} kWh/m²")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
