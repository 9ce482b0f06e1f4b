"""Net present value, level payment and rate of return against numpy-financial.

Draws 10,000 cash flows (seed 5): 2 to 40 years, half of them an outlay followed by income, half of
any sign; rates from -0.5 % to 25 %. Prints the largest relative difference of each figure and ends
with 1 if one is above 1e-9.

Usage: python compare.py PATH_TO_EXAMPLE_finance_values
"""

import subprocess
import sys

import numpy as np
import numpy_financial as npf

COUNT = 10_000
LIMIT = 1e-9

random = np.random.default_rng(5)
cases = []
for number in range(COUNT):
    years = int(random.integers(2, 41))
    rate = float(random.uniform(-0.005, 0.25))
    flows = random.normal(0, 1e5, years + 1)
    if number % 2 == 0:
        flows = np.abs(flows)
        flows[0] = -flows[0] * random.uniform(0.5, 10)
    cases.append((rate, flows))

text = "\n".join(",".join(repr(float(x)) for x in [rate, *flows]) for rate, flows in cases)
answer = subprocess.run([sys.argv[1]], input=text, capture_output=True, text=True, check=True)
rows = [line.split(",") for line in answer.stdout.split()]
assert len(rows) == COUNT

worst = {"npv": 0.0, "payment": 0.0, "irr": 0.0}
compared = 0
for (rate, flows), (npv, irr, payment) in zip(cases, rows):
    size = float(np.sum(np.abs(flows) / (1 + rate) ** np.arange(len(flows))))
    worst["npv"] = max(worst["npv"], abs(npf.npv(rate, flows) - float(npv)) / size)
    pmt = -npf.pmt(rate, len(flows) - 1, abs(flows[0]))
    worst["payment"] = max(worst["payment"], abs(pmt - float(payment)) / abs(pmt))
    signs = np.sign(flows[flows != 0])
    if np.count_nonzero(np.diff(signs)) == 1:
        theirs = npf.irr(flows)
        if not np.isnan(theirs):
            compared += 1
            worst["irr"] = max(worst["irr"], abs(theirs - float(irr)) / max(1.0, abs(theirs)))

print(f"{COUNT} cash flows, {compared} with one change of sign")
for figure, difference in worst.items():
    print(f"{figure}: largest relative difference {difference:.2e}")
sys.exit(any(difference > LIMIT for difference in worst.values()))
