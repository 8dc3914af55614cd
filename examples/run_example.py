#!/usr/bin/python3
"""Runs one example on a coarse grid for a short time, in a scratch folder, and looks at what it wrote.

usage: run_example.py path/to/iceball examples/NN_name     coarse.txt of the example holds what is set differently
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

import h5py
import numpy

binary, example = sys.argv[1], pathlib.Path(sys.argv[2])
settings = [line for line in (example / "coarse.txt").read_text().splitlines() if line and not line.startswith("#")]
changes = [word for setting in settings for word in ("--set", setting)]


def iceball(*arguments):
    subprocess.run([binary, *map(str, arguments)], check=True)


def check_run(path):
    with h5py.File(path) as run:
        status = run.attrs["status"]
        assert (status.decode() if isinstance(status, bytes) else status) == "complete", status
        residual = numpy.max(run["ledger/residual"][:])
        assert residual <= 1e-12, f"{path}: ledger residual {residual}"
        largest = numpy.max(run["metrics/volume"][:, 0])
        assert largest > 0, f"{path}: nothing froze"
        print(f"{path.name}: largest ice ball {largest * 1e6:.2f} cm3, ledger residual {residual:.1e}")


def injuries(path):
    """Everything in /injury, as bytes."""
    found = {}
    with h5py.File(path) as run:
        run["injury"].visititems(lambda name, item: found.update({name: numpy.asarray(item[()]).tobytes()})
                                 if isinstance(item, h5py.Dataset) and item.dtype != object else None)
    return found


def check_judged_anew(path):
    """Whatever tissues, images and probes an example has: its run file is enough to judge it again, with the same bits."""
    before = injuries(path)
    iceball("injury", path, "--write", "--quiet")
    assert before == injuries(path) and len(before) > 10, f"{path}: judged anew the injuries differ"


with tempfile.TemporaryDirectory(prefix="iceball-example-") as scratch:
    scratch = pathlib.Path(scratch)
    iceball("check", example / "case.toml")  # as given
    if (example / "study.toml").exists():
        iceball("sweep", example / "study.toml", "-o", scratch / "study", "-j", 2, *changes)
        with h5py.File(scratch / "study/table.h5") as table:
            rows = len(table["status"])
        runs = sorted((scratch / "study/runs").glob("*.h5"))
        assert rows == len(runs) > 1, f"{rows} rows, {len(runs)} runs"
    else:
        # A copy, so that an example does not find only what happens to lie in the source tree.
        shutil.copytree(example, scratch / "case")
        iceball("run", scratch / "case/case.toml", *changes)
        runs = [scratch / "case/case.h5"]
    for run in runs:
        check_run(run)
        check_judged_anew(run)
