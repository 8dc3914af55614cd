#!/usr/bin/python3
"""Runs the cases of this folder and puts what they give beside what was measured.

usage: validate.py path/to/iceball [x01_littrup ...] [--spacing "2 mm"] [-o FOLDER]        (needs h5py and numpy)

`bands.toml` of every folder holds what was measured, the band that counts as agreement, and what Iceball computed when the
page was written; tests/validation holds later versions to it. Without --spacing the cases run on their own grids (2 mm; 1
mm under the plate on the cervix, 0.5 mm for the probe of 0.55 mm), about five minutes in all on one core.
"""
import argparse
import hashlib
import pathlib
import sys
import tempfile
import tomllib

import h5py
import numpy

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))

from run_case import run_case
from section import Section, diameter

MM = 1e3


class Runner:
    """Runs cases of one folder, each once, into `output`; spacing None leaves the case's own."""

    def __init__(self, binary, folder, output, spacing=None):
        self.binary, self.folder, self.output, self.spacing = str(binary), HERE / folder, pathlib.Path(output), spacing

    def __call__(self, case, **changes):
        """The open run file. `changes`: paths of the case with __ for dots."""
        changed = hashlib.sha256(repr(sorted(changes.items())).encode()).hexdigest()[:12] if changes else "as_given"
        path = self.output / f"{self.folder.name}_{case}_{changed}.h5"
        if self.spacing:
            changes["domain__spacing"] = self.spacing
        settings = [f"{key.replace('__', '.')}={value}" for key, value in changes.items()]
        run_case(self.binary, self.folder / f"{case}.toml", path, settings)
        return h5py.File(path)


def places(**needles):
    """Changes of a case that put needles 45 mm long at x, y [mm]."""
    found = {}
    for name, (x, y) in needles.items():
        found[f"probe__{name}__tip"] = f'["{x} mm", "{y} mm", "-22.5 mm"]'
        found[f"probe__{name}__entry"] = f'["{x} mm", "{y} mm", "48 mm"]'
    return found


def volume_share(run, row=-1):
    """Volume below the second isotherm over that below the first [%]."""
    volume = run["metrics/volume"][row]
    return 100 * volume[1] / volume[0]


def x01(run):
    found, ratios = {}, []
    cases = (("one_probe", "one", "A"), ("case", "two", "A"), ("three_probes", "three", "ABC"), ("four_probes", "four", "A"))
    for case, name, probes in cases:
        with run(case) as file:
            section = Section(file)
        core, ice = section.area(-30), section.ice_area()
        found |= {f"{name}: share below -30 degC": 100 * core / ice, f"{name}: diameter at -30 degC": MM * diameter(core),
                  f"{name}: diameter of the ice": MM * diameter(ice)}
        with run(case, **{f"probe__{probe}__preset": "argon 1.7 mm" for probe in probes}) as file:
            ratios.append(Section(file).area(-30) / core)
    return found | {"1.7 over 2.4 mm: area below -30 degC": 100 * numpy.mean(ratios),
                    "1.7 over 2.4 mm: diameter at -30 degC": 100 * numpy.mean(numpy.sqrt(ratios))}


def x02(run):
    found = {}
    with run("case") as file:
        section = Section(file)
    edge, core = (MM * section.reach(isotherm, 7.5e-3) for isotherm in (0, -40))
    found |= {"four: needle to -40 degC": core - 7.5, "four: -40 to 0 degC": edge - core}
    for spacing in (15, 20, 25):
        with run("two_needles", **places(A=(spacing / 2, 0))) as file:
            widths = Section(file).widths(0)
        found[f"two {spacing} mm apart: waist over width"] = widths[0] / widths.max()
    return found


LAYOUTS = {"triangle 5 x 5": ((0, 0), (5, 0), (0, 5)), "triangle 10 x 10": ((-5, 0), (5, 0), (0, 10))}


def x03(run):
    found = {}
    with run("one_probe") as file:
        found["one: share below -40 degC"] = volume_share(file)
    ice = {}
    for spacing in (5, 10):
        with run("case", **places(A=(spacing / 2, 0))) as file:
            found[f"two {spacing} mm apart: share"] = volume_share(file)
            ice[spacing] = file["metrics/volume"][-1, 0]
    found["two: ice 10 over 5 mm apart"] = ice[10] / ice[5]
    for name, (a, b, c) in LAYOUTS.items():
        with run("three_probes", **places(A=a, B=b, C=c)) as file:
            found[f"three, {name}: share"] = volume_share(file)
            if name == "triangle 5 x 5":
                minute = numpy.argmin(abs(file["metrics/time"][:] - 60))
                found[f"three, {name}: parts of -40 degC at 1 min"] = float(file["metrics/parts"][minute, 1])
    return found | x03_walls(run)


def x03_walls(run):
    """The same with walls held at one temperature, as the published calculations had them."""
    def held(probes):
        return {f"probe__{probe}__exchange": '{ model = "wall temperature", temperature = "-75 degC" }' for probe in probes}

    found = {}
    with run("one_probe", **held("A")) as file:
        found["walls at -75 degC, one: share"] = volume_share(file)
    for spacing in (5, 10):
        with run("case", **held("A"), **places(A=(spacing / 2, 0))) as file:
            found[f"walls at -75 degC, two {spacing} mm apart: share"] = volume_share(file)
    for name, (a, b, c) in LAYOUTS.items():
        with run("three_probes", **held("ABC"), **places(A=a, B=b, C=c)) as file:
            found[f"walls at -75 degC, three, {name}: share"] = volume_share(file)
    return found


def x05(run):
    with run("case") as file:
        wall = file["probes/A/wall_temperature"][:].min(axis=0)
        found = {"0 mm": wall[len(wall) // 2]}
        for distance in ("6 mm", "12 mm", "18 mm"):
            found[distance] = file[f"sensors/{distance}/temperature"][:].min()
    measured = numpy.array([-100.0, -71.2, -40.9, -13.5])
    found["rms against transpleural"] = float(numpy.sqrt(numpy.mean((numpy.array(list(found.values())) - measured) ** 2)))
    return found


def x08(run):
    with run("case") as file:
        extent = MM * file["metrics/extent"][-1]
    return {f"ice to -20 degC, {axis}": extent[0, n] - extent[1, n] for n, axis in enumerate(("across x", "across y", "along"))}


def x09(run):
    with run("case") as file:
        return {"10 mm from the needle, 10 min": file["sensors/10 mm/temperature"][-1]}


def rates(run, sensor):
    """Cooling from 20 to -10 degC before the minimum, thawing from -10 to 0 degC after it [K/s]."""
    temperature, time = run[f"sensors/{sensor}/temperature"][:], run[f"sensors/{sensor}/time"][:]
    coldest = temperature.argmin()
    before, after = (temperature[coldest::-1], time[coldest::-1]), (temperature[coldest:], time[coldest:])
    cooling, thawing = ([numpy.interp(at, *branch) for at in ends] for branch, ends in ((before, (-10, 20)), (after, (-10, 0))))
    return numpy.array([30 / (cooling[0] - cooling[1]), 10 / (thawing[1] - thawing[0])])


def x12(run):
    found = {}
    resolved = Runner(run.binary, run.folder.name, run.output)  # one cell thick, only on its own grid
    for case, name, probes, sensor in (("case", "two", '["A", "B"]', "5 mm out"),
                                       ("one_needle", "one", '["A"]', "5 mm from both")):
        off = {"probe__warmer__always_on": "false", "protocol__stage[0]__probes": probes}
        with run(case) as warm, run(case, **off) as cold:
            found |= {f"{name}: surface, mean around it": warm["probes/warmer/wall_temperature"][:].min(),
                      f"{name}: {sensor}": warm[f"sensors/{sensor}/temperature"][:].min(),
                      f"{name}: {sensor}, no warmer": cold[f"sensors/{sensor}/temperature"][:].min()}
            cooling, thawing = rates(warm, sensor) / rates(cold, sensor)
            found |= {f"{name}: {sensor}, cooling with over without": cooling,
                      f"{name}: {sensor}, thawing with over without": thawing}
    with resolved("resolved") as warm:
        found["two: near surface"] = warm["sensors/near surface/temperature"][:].min()
    off = {"probe__warmer__always_on": "false", "protocol__stage[0]__probes": '["A", "B"]', "tissue__region[0]__tissue": "agar gel"}
    with resolved("resolved", **off) as cold:
        found["two: near surface, no warmer"] = cold["sensors/near surface/temperature"][:].min()
    return found


def x13(run):
    depth = {}
    for gas, wall in (("N2O", "-75 degC"), ("CO2", "-55 degC")):
        with run("case", contact__plate__exchange__temperature=wall) as file:
            depth[gas] = MM * file["metrics/extent"][:, 2, 2].max()
    found = {f"{gas}: depth of -20 degC": deep for gas, deep in depth.items()}
    found["N2O less CO2"] = depth["N2O"] - depth["CO2"]
    with run("one_freeze") as file:
        found["N2O, 6.5 min: ice beside the plate"] = MM * file["metrics/extent"][-1, 0, 0] - 10
        found["N2O, 6.5 min: 5 mm beside the plate"] = file["sensors/5 mm beside the plate/temperature"][-1]
    return found


def x16(run):
    with run("case") as file:
        return {"radius of the ice": MM * diameter(Section(file).ice_area()) / 2}


def x17(run):
    with run("argon") as file:
        argon = MM * diameter(Section(file).area(-20))
    with run("case") as file:
        dioxide = MM * diameter(Section(file).area(-20))
    return {"argon 7 min: diameter at -20 degC": argon, "CO2 45 min: diameter at -20 degC": dioxide, "CO2 over argon": dioxide / argon}


EXPERIMENTS = {"x01_littrup": x01, "x02_shah": x02, "x03_magalov": x03, "x05_pig_lung": x05, "x08_liver": x08,
               "x09_pig_kidney": x09, "x12_urethra": x12, "x13_cervix": x13, "x16_okajima": x16, "x17_co2": x17}


def bands(folder):
    """The quantities of a folder: name -> measured, unit, band, computed, coarse, tolerance."""
    with open(HERE / folder / "bands.toml", "rb") as file:
        return tomllib.load(file)["quantity"]


def inside(value, band):
    return band[0] <= value <= band[1]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("folder", nargs="*", default=list(EXPERIMENTS))
    parser.add_argument("--spacing", help='of the grid, e.g. "3 mm"; default that of each case')
    parser.add_argument("-o", "--output", help="folder for the run files; default a scratch folder")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="iceball-validation-") as scratch:
        output = pathlib.Path(given.output or scratch)
        output.mkdir(parents=True, exist_ok=True)
        for folder in given.folder:
            found = EXPERIMENTS[folder](Runner(given.binary, folder, output, given.spacing))
            print(folder)
            listed = bands(folder)
            for name, value in found.items():
                row = listed.get(name, {})
                band = row.get("band")
                verdict = "" if band is None else "agrees" if inside(value, band) else "DISAGREES"
                print(f"  {name:48} {value:8.2f} {row.get('unit', ''):5} measured {row.get('measured', '-'):20} {verdict}", flush=True)
