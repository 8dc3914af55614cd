#!/usr/bin/python3
"""Runs the organs of this folder and prints the tables of their pages.

usage: results.py path/to/iceball [kidney ...] [--write] [--threads 2]         (needs h5py and numpy)

Every page has two blocks that this script makes, between the lines <!-- results --> and <!-- end -->, <!-- tries --> and
<!-- end -->: what the case gives, and what becomes of single numbers when something is changed (`lesson.toml` names the
changes and the numbers). --write puts them into the pages, and the table of README.md, which only collects what the
pages say, after them. tests/validation/test_organs.py holds the pages to it. About ten minutes in all on one core.
"""
import argparse
import pathlib
import sys
import tempfile
import tomllib

import h5py
import numpy

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))

from run_case import run_case

ORGANS = sorted(path.parent.name for path in HERE.glob("*/README.md"))
MM, CM3 = 1e3, 1e6


# ---- tables: {title: {row: {column: text}}} ----

def three_digits(value):
    if numpy.isnan(value):
        return "-"
    return numpy.format_float_positional(value, precision=3, unique=False, fractional=False).rstrip(".")


def one_decimal(value):
    return "-" if numpy.isnan(value) else f"{value + 0.0:.1f}".replace("-0.0", "0.0")


def percent(value):
    """100 % only where nothing is missing."""
    if numpy.isnan(value):
        return "-"
    return "100 %" if value > 1 - 1e-6 else f"{min(100 * value, 99.99):.2f} %" if value > 0.99 else f"{100 * value:.1f} %"


def degrees(isotherm):
    return f"{isotherm:g} degC"


def words(dataset):
    return [text.decode() if isinstance(text, bytes) else str(text) for text in dataset[:]]


def freezes(run):
    """Name and end [s] of every stage that freezes."""
    protocol = run["protocol"]
    stages = zip(words(protocol["kind"]), protocol["start"][:], protocol["duration"][:])
    ends = [start + duration for kind, start, duration in stages if kind == "freeze"]
    return [(f"freeze {n + 1}", end) for n, end in enumerate(ends)]


def row_at(times, end):
    row = int(numpy.argmin(abs(times[:] - end)))
    if abs(times[row] - end) > 1e-3:
        raise RuntimeError(f"no sample at {end} s, the end of a freeze")
    return row


def ice(run):
    metrics, found = run["metrics"], {}
    for name, end in freezes(run):
        row = row_at(metrics["time"], end)
        for n, isotherm in enumerate(metrics["isotherm"][:]):
            x, y, z = (one_decimal(MM * value) for value in metrics["extent"][row, n])
            found[f"{name}, {degrees(isotherm)}"] = {"volume, cm3": three_digits(CM3 * metrics["volume"][row, n]),
                                                     "along x, mm": x, "along y, mm": y, "along z, mm": z}
    return found


def exchangers(run):
    found = {}
    name, end = freezes(run)[-1]
    for group in ("probes", "contacts"):
        for probe in run[group].attrs["names"] if group in run else []:
            data = run[f"{group}/{probe}"]
            row = row_at(data["time"], end)
            if group == "probes":
                wall = data["wall_temperature"][row]
                wall = wall[len(wall) // 2]
            else:
                wall = data["temperature"][row]
            found[probe] = {f"wall at the end of {name}, degC": one_decimal(wall),
                            "takes up, W": one_decimal(-data["power"][row])}
    return found


def target(run):
    data = run["target"]
    return {degrees(isotherm): {"of the target inside": percent(data["fraction_inside"][n]),
                                "minimum margin, mm": one_decimal(MM * data["minimum_margin"][n]),
                                "healthy tissue lost, cm3": three_digits(CM3 * data["healthy_tissue_lost"][n])}
            for n, isotherm in enumerate(data["isotherm"][:])}


def organs_at_risk(run):
    data, found = run["target"], {}
    names, coldest = words(run["regions/name"]), run["history/minimum_temperature"][:]
    held = run["regions/held_temperature"][:]
    for n, organ in enumerate(words(data["organ"]) if "organ" in data else []):
        region = names.index(organ)
        cells = coldest[run["labels"][:] == region]
        found[organ] = {"coldest, degC": "held" if not numpy.isnan(held[region]) else one_decimal(numpy.nanmin(cells))}
        for m, isotherm in enumerate(data["isotherm"][:]):
            found[organ][f"from {degrees(isotherm)}, mm"] = one_decimal(MM * data["distance_to_risk"][m, n])
    return found


def laws(run):
    data, found = run["injury/volumes"], {}
    names = words(run["regions/name"])
    held = run["regions/held_temperature"][:]
    at_risk = [organ for organ in (words(run["target/organ"]) if "organ" in run["target"] else [])
               if numpy.isnan(held[names.index(organ)])]
    for n, law in enumerate(words(data["law"])):
        found[law] = {"of the target": percent(data["target_fraction"][0, n]),
                      "healthy, cm3": three_digits(CM3 * data["healthy"][0, n])}
        for organ in at_risk:
            found[law][f"{organ}, cm3"] = three_digits(CM3 * data["destroyed"][0, n, names.index(organ)])
    return found


def sensors(run):
    group = run["sensors"]
    return {name: {"coldest, degC": one_decimal(group[f"{name}/temperature"][:].min())} for name in group.attrs["names"]}


TABLES = {"Ice at the end of every freeze": ("end of, below", ice),
          "Probes": ("", exchangers),
          "Target, by the coldest of the whole run": ("below", target),
          "At risk, by the coldest of the whole run": ("", organs_at_risk),
          "Destroyed by the end": ("law", laws),
          "Sensors": ("", sensors)}


def tables(path):
    with h5py.File(path) as run:
        return {title: reader(run) for title, (corner, reader) in TABLES.items()}


# ---- markdown ----

def markdown(corner, rows):
    columns = list(next(iter(rows.values())))
    lines = [f"| {' | '.join([corner, *columns])} |", "|---" * (len(columns) + 1) + "|"]
    return "\n".join(lines + [f"| {' | '.join([name, *cells.values()])} |" for name, cells in rows.items()])


def results_block(found):
    return "\n\n".join(f"**{title}**\n\n{markdown(TABLES[title][0], rows)}" for title, rows in found.items() if rows)


def block(text, name):
    """The part of a page between <!-- name --> and <!-- end -->."""
    begin = f"<!-- {name} -->\n"
    return text.split(begin)[1].split("\n<!-- end -->")[0]


def with_block(text, name, new):
    begin = f"<!-- {name} -->\n"
    before, after = text.split(begin)
    return f"{before}{begin}{new}\n<!-- end -->{after.split('<!-- end -->', 1)[1]}"


def read_results(page):
    """{title: {row: {column: text}}} of a page's results block."""
    found = {}
    for line in block(page, "results").splitlines():
        if line.startswith("**"):
            rows = found[line.strip("*")] = {}
            columns = None
        elif line.startswith("| "):
            name, *cells = (cell.strip() for cell in line.strip("|").split("|"))
            if columns is None:
                columns = cells
            else:
                rows[name] = dict(zip(columns, cells))
    return found


# ---- an organ, its changes, the index ----

def lesson(organ):
    with open(HERE / organ / "lesson.toml", "rb") as file:
        return tomllib.load(file)


def look_up(found, quantity):
    """`quantity`: "table; row; column", the table by the beginning of its title."""
    title, row, column = quantity.split("; ")
    return next(rows for name, rows in found.items() if name.startswith(title))[row][column]


def tries_block(tries):
    """`tries`: command, quantity, before, after."""
    return "\n".join(["| command | what | as given | then |", "|---|---|---|---|"] + [f"| {' | '.join(row)} |" for row in tries])


class Pages:
    """Runs the case of an organ and its changes, into the folder `output`."""

    def __init__(self, binary, output, threads=1):
        self.binary, self.output, self.threads = binary, pathlib.Path(output), threads

    def run(self, organ, settings, name):
        path = self.output / f"{organ}{name}.h5"
        return tables(run_case(self.binary, HERE / organ / "case.toml", path, settings, self.threads))

    def blocks(self, organ):
        """Texts of the results and tries blocks."""
        found, tries = self.run(organ, [], ""), []
        for n, change in enumerate(lesson(organ)["try"]):
            then = self.run(organ, change["set"], f"_{n}")
            settings = "".join(f" --set '{setting}'" for setting in change["set"])
            command = f"`iceball run case.toml -o try.h5{settings}`"
            for quantity in change["show"]:
                what = ", ".join(part for part in quantity.split("; "))
                tries.append((command, what, look_up(found, quantity), look_up(then, quantity)))
                command = ""
        return {"results": results_block(found), "tries": tries_block(tries)}


def index_block():
    """The table of README.md, from what the pages say."""
    rows = {}
    for organ in ORGANS:
        told, found = lesson(organ), read_results((HERE / organ / "README.md").read_text())
        frozen = [row for row in found["Ice at the end of every freeze"] if row.endswith(", 0 degC")][-1]
        inside = found["Target, by the coldest of the whole run"]
        rows[f"[{organ.replace('_', ' ')}]({organ})"] = {
            "probes": told["probes"], "protocol, min": told["protocol"],
            "ice after the last freeze, cm3": found["Ice at the end of every freeze"][frozen]["volume, cm3"],
            "of the target below 0 / -20 / -40 degC": " / ".join(inside[row]["of the target inside"].removesuffix(" %")
                                                                  for row in ("0 degC", "-20 degC", "-40 degC")) + " %",
            "margin of the ice, mm": inside["0 degC"]["minimum margin, mm"],
            "destroyed by the isotherm law": found["Destroyed by the end"]["isotherm"]["of the target"],
            "what it teaches": told["teaches"]}
    return markdown("organ", rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("organ", nargs="*", default=ORGANS)
    parser.add_argument("--write", action="store_true", help="into the pages")
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="iceball-organs-") as scratch:
        pages = Pages(given.binary, scratch, given.threads)
        for organ in given.organ:
            found = pages.blocks(organ)
            print(f"{organ}\n\n{found['results']}\n\n{found['tries']}\n", flush=True)
            if given.write:
                page = HERE / organ / "README.md"
                text = page.read_text()
                for name, new in found.items():
                    text = with_block(text, name, new)
                page.write_text(text)
    if given.write:
        index = HERE / "README.md"
        index.write_text(with_block(index.read_text(), "index", index_block()))
