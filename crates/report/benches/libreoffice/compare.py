"""Recomputes a workbook with LibreOffice and compares every formula with the figure stored in it.

Usage: python compare.py WORKBOOK.xlsx   (needs openpyxl and soffice)

The stored figures are those of the cash flow; the copy that LibreOffice gets holds none, so that it
must compute. Money must be equal to the fen, other numbers to 1e-9. Ends with 1 on any difference.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl

source = Path(sys.argv[1])
stored = openpyxl.load_workbook(source, data_only=True)
formulas = openpyxl.load_workbook(source)
with tempfile.TemporaryDirectory() as folder:
    bare = Path(folder) / "bare.xlsx"
    formulas.save(bare)
    out = Path(folder) / "out"
    command = ["soffice", "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(bare)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    computed = openpyxl.load_workbook(out / "bare.xlsx", data_only=True)

compared, differences = 0, []
for sheet in formulas:
    for row in sheet.iter_rows():
        for cell in row:
            if not (isinstance(cell.value, str) and cell.value.startswith("=")):
                continue
            expected = stored[sheet.title][cell.coordinate].value
            if expected is None:
                continue
            found = computed[sheet.title][cell.coordinate].value
            compared += 1
            money = "#,##0.00" == cell.number_format
            same = isinstance(found, (int, float)) and (
                round(found * 100) == round(expected * 100)
                if money
                else abs(found - expected) <= 1e-9 * max(1.0, abs(expected))
            )
            if not same:
                differences.append((sheet.title, cell.coordinate, expected, found, cell.value))

print(f"{compared} formulas compared, {len(differences)} differ")
for difference in differences[:20]:
    print(*difference)
sys.exit(bool(differences) or compared == 0)
