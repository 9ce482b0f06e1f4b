"""Rule-rows per second beside OpenFisca, and the error of its floats beside our fen.

Usage, from the root of the repository, in an environment with `openfisca-core` and
`openfisca-country-template` (46.0.1 and 8.2.0 were used; nothing else of the repository needs them):

    python crates/policy/benches/openfisca/compare.py [PERSONS [TURNS]]

OpenFisca computes, for 1,000,000 persons on one thread (it has no more): six variables of its country
template; and the ten rules of `../ten_rules` written as ten variables of a person, once and once more
with two parameters changed. It knows no unknown, so these are done twice: with every fact known, and
with a flag beside each fact that says whether it is, where a rule is unknown if a fact that it reads is
(simpler than three-valued logic, and to its advantage). Only `calculate` and the comparison are timed:
the inputs are in memory before. Every turn has a new simulation, since results are kept within one.

Ours is the example `reform_million`: the same ten rules and the same change, each of sixteen facts
unknown in one row of fifty, three-valued, exact integers, what each decision rests on, in batches, both
decisions and their comparison timed. Rule-rows are persons times rules. Best and median of the turns.

The sum of 30,000,001.37 at 100 % is asked of both; OpenFisca keeps numbers as 32-bit floats.
"""

import datetime
import os
import platform
import statistics
import subprocess
import sys
import time

import numpy as np
import openfisca_country_template
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.variables import Variable
from openfisca_country_template.entities import Person

MONTH = "2016-06"
TEMPLATE = {
    "income_tax": MONTH, "social_security_contribution": MONTH, "basic_income": MONTH,
    "housing_allowance": MONTH, "age": MONTH, "housing_tax": "2016",
}
ON = "2024-06"
SUM_YUAN = 30_000_001.37


class Use(Enum):
    office = "office"
    plant = "plant"
    shop = "shop"
    dwelling = "dwelling"


class District(Enum):
    east = "east"
    west = "west"
    north = "north"
    south = "south"


def variable(name, value_type, formula=None, **more):
    """A variable of a person in a month."""
    content = {"value_type": value_type, "entity": Person, "definition_period": DateUnit.MONTH,
               "label": name, **more}
    if formula is not None:
        content["formula"] = formula
    return type(name, (Variable,), content)


INPUTS = [
    variable("area_m2", float),
    variable("saving_percent", float),
    variable("use", Enum, possible_values=Use, default_value=Use.office),
    variable("completion", datetime.date),
    variable("feasible", bool),
    variable("reason_recorded", bool),
    variable("pv_percent", float),
    variable("vacant", bool),
    variable("owner_agrees", bool),
    variable("permit", bool),
    variable("tenant_found", bool),
    variable("district", Enum, possible_values=District, default_value=District.east),
    variable("conforms", bool),
    variable("identified", bool),
    variable("tax_yuan_m2", float),
    variable("investment_yuan", float),
    variable("office_rate", float, default_value=0.1),
    variable("cap", float, default_value=5e7),
]


def merits(person, period):
    names = ("vacant", "owner_agrees", "permit", "tenant_found")
    return sum(person(name, period).astype(int) for name in names) >= 3


def subsidy(person, period):
    use = person("use", period)
    rate = np.select([use == Use.office, use == Use.plant],
                     [person("office_rate", period), 0.3], 0.075)
    return np.minimum(rate * person("investment_yuan", period), person("cap", period))


RULES = {
    "rule_area": (bool, lambda p, t: p("area_m2", t) > 3000),
    "rule_saving": (bool, lambda p, t: p("saving_percent", t) >= 20),
    "rule_use": (bool, lambda p, t: (p("use", t) == Use.office) + (p("use", t) == Use.plant)
                 + (p("use", t) == Use.shop)),
    "rule_age": (bool, lambda p, t: p("completion", t) < np.datetime64("2014-06-01")),
    "rule_photovoltaics": (bool, lambda p, t: np.where(
        p("feasible", t), p("pv_percent", t) >= 50, p("reason_recorded", t))),
    "rule_merits": (bool, merits),
    "rule_district": (bool, lambda p, t: p("district", t) != District.south),
    "rule_plan": (bool, lambda p, t: p("conforms", t)),
    "rule_identified": (bool, lambda p, t: p("identified", t) + (p("tax_yuan_m2", t) < 800)),
    "subsidy": (float, subsidy),
}


#: The facts that each rule reads.
READS = {
    "rule_area": ("area_m2",), "rule_saving": ("saving_percent",), "rule_use": ("use",),
    "rule_age": ("completion",), "rule_photovoltaics": ("feasible", "pv_percent"),
    "rule_merits": ("vacant", "owner_agrees", "permit", "tenant_found"),
    "rule_district": ("district",), "rule_plan": ("conforms",),
    "rule_identified": ("identified", "tax_yuan_m2"), "subsidy": ("use", "investment_yuan"),
}


def named(formula):
    """OpenFisca takes the parameters of a formula from its signature."""
    def formula_of(person, period):
        return formula(person, period)
    return formula_of


def known(name):
    """Whether all facts that a rule reads are known."""
    return lambda p, t: np.logical_and.reduce([p(fact + "_known", t) for fact in READS[name]])


def system():
    tax_benefit_system = openfisca_country_template.CountryTaxBenefitSystem()
    rules = [variable(name, kind, named(of)) for name, (kind, of) in RULES.items()]
    facts = sorted({fact for facts in READS.values() for fact in facts})
    flags = [variable(fact + "_known", bool) for fact in facts]
    known_rules = [variable(name + "_known", bool, named(known(name))) for name in RULES]
    tax_benefit_system.add_variables(*INPUTS, *flags, *rules, *known_rules)
    return tax_benefit_system


def drawn(count):
    """Inputs of the ten rules, as `ten_rules` draws them."""
    rng = np.random.default_rng(1)
    flag = lambda share: rng.random(count) < share
    return {
        "area_m2": rng.uniform(0, 12_000, count),
        "saving_percent": rng.uniform(5, 45, count),
        "use": rng.integers(0, 4, count),
        "completion": np.datetime64("1970-01-01") + rng.integers(5000, 18_500, count),
        "feasible": flag(0.8), "reason_recorded": flag(0.98),
        "pv_percent": rng.uniform(30, 100, count),
        "vacant": flag(0.7), "owner_agrees": flag(0.7), "permit": flag(0.7),
        "tenant_found": flag(0.7), "district": rng.integers(0, 4, count),
        "conforms": flag(0.95), "identified": flag(0.6),
        "tax_yuan_m2": rng.uniform(200, 1200, count),
        "investment_yuan": rng.uniform(1e6, 6e8, count),
    }


def template_s(tax_benefit_system, count):
    """Seconds of the country template's own variables."""
    rng = np.random.default_rng(2)
    simulation = SimulationBuilder().build_default_simulation(tax_benefit_system, count)
    simulation.set_input("salary", MONTH, rng.uniform(0, 8000, count))
    simulation.set_input("rent", MONTH, rng.uniform(0, 2000, count))
    simulation.set_input("accommodation_size", "2016-01", rng.uniform(10, 200, count))
    births = np.datetime64("1930-01-01") + rng.integers(0, 30_000, count)
    simulation.set_input("birth", MONTH, births)
    begin = time.perf_counter()
    for name, period in TEMPLATE.items():
        simulation.calculate(name, period)
    return time.perf_counter() - begin


def rules_s(tax_benefit_system, count, inputs, flags):
    """Seconds of the ten rules, as they are and with two parameters changed."""
    seconds = 0.0
    awards = []
    for changed in ({}, {"office_rate": 0.125, "cap": 4.5e7}):
        simulation = SimulationBuilder().build_default_simulation(tax_benefit_system, count)
        for name, values in (inputs | flags).items():
            simulation.set_input(name, ON, values)
        for name, value in changed.items():
            simulation.set_input(name, ON, np.full(count, value))
        begin = time.perf_counter()
        met = [simulation.calculate(name, ON) for name in RULES if name != "subsidy"]
        if flags:
            met += [simulation.calculate(name + "_known", ON) for name in RULES]
        award = simulation.calculate("subsidy", ON)
        awards.append(np.where(np.logical_and.reduce(met), award, 0.0))
        seconds += time.perf_counter() - begin
    begin = time.perf_counter()
    before, after = awards
    found = (int((after > before).sum()), int((after < before).sum()), before.sum(dtype=float),
             after.sum(dtype=float))
    return seconds + time.perf_counter() - begin, found


def ours(count, threads, turns):
    """The lines of our own example as a table."""
    command = ["cargo", "run", "-q", "-p", "policy", "--example", "reform_million", "--",
               str(count), str(threads), str(turns)]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {line.split()[0]: line.split()[1:] for line in text.splitlines()}


def rate(rule_rows, times):
    best, median = rule_rows / min(times), rule_rows / statistics.median(times)
    return f"best {best / 1e6:.1f}, median {median / 1e6:.1f} million rule-rows/s"


def machine():
    try:
        lines = open("/proc/cpuinfo", encoding="utf-8").read().splitlines()
        model = next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        model = platform.processor()
    load = ", ".join(f"{part:.1f}" for part in os.getloadavg())
    return f"{model}, {os.cpu_count()} cores, load {load}"


def main(count=1_000_000, turns=5):
    from importlib.metadata import version
    print(f"{machine()}; Python {platform.python_version()}, NumPy {np.__version__},"
          f" OpenFisca {version('openfisca-core')}")
    tax_benefit_system = system()
    print(f"OpenFisca, {count} persons, one thread")
    times = [template_s(tax_benefit_system, count) for _ in range(turns)]
    print(f"  {len(TEMPLATE)} variables of the country template:"
          f" {rate(count * len(TEMPLATE), times)}")
    inputs = drawn(count)
    rng = np.random.default_rng(3)
    names = {fact for facts in READS.values() for fact in facts}
    flags = {name + "_known": rng.random(count) < 0.98 for name in sorted(names)}
    for what, given in (("every fact known", {}), ("with known flags", flags)):
        turned = [rules_s(tax_benefit_system, count, inputs, given) for _ in range(turns)]
        times = [seconds for seconds, _ in turned]
        winners, losers, before, after = turned[0][1]
        print(f"  ten rules twice, with a reform, {what}: {rate(2 * count * len(RULES), times)};"
              f" best {min(times):.3f} s\n    winners {winners}, losers {losers}, budget"
              f" {before:.0f} to {after:.0f} yuan")
    print(f"ours, {count} cases")
    for threads in (1, 2):
        found = ours(count, threads, turns)
        best, median = (float(found["rule_rows_per_s"][at]) for at in (1, 3))
        print(f"  ten rules twice, with a reform, {threads} thread(s): best {best / 1e6:.1f},"
              f" median {median / 1e6:.1f} million rule-rows/s; best {found['decide_s'][1]} s,"
              f" {found['whole_s'][1]} s with the drawing of the cases, {found['memory_mb'][0]} MB")
    simulation = SimulationBuilder().build_default_simulation(tax_benefit_system, 1)
    for name, value in {"investment_yuan": SUM_YUAN, "office_rate": 1.0, "cap": 1e9}.items():
        simulation.set_input(name, ON, np.array([value]))
    found_yuan = float(simulation.calculate("subsidy", ON)[0])
    print(f"30,000,001.37 at 100 %: OpenFisca {found_yuan:,.2f} (off by"
          f" {found_yuan - SUM_YUAN:+.2f}), ours {float(found['thirty_million_yuan'][0]):,.2f}")
    return 0 if found["thirty_million_yuan"][0] == "30000001.37" else 1


if __name__ == "__main__":
    sys.exit(main(*(int(text) for text in sys.argv[1:3])))
