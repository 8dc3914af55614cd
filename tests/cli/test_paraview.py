"""ParaView opens run.xmf: the same cells, in the same place, at the same times. Skipped where it is not installed.

docs/pictures.md says how to unpack ParaView's Python modules beside VTK and to name them in ICEBALL_PARAVIEW_PYTHON.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import unittest

import h5py
import numpy

from cases import SMALL
from cli import SOURCE_DIR, CliTest, own_display

PYTHON = os.environ.get("ICEBALL_PARAVIEW_PYTHON", "")


def why_not():
    for program in ("pvbatch", "Xvfb"):
        if not shutil.which(program):
            return f"{program} is not installed"
    if not any((pathlib.Path(folder) / "paraview").is_dir() for folder in (PYTHON, "/usr/lib/python3/dist-packages") if folder):
        return "ParaView's Python modules are not installed (set ICEBALL_PARAVIEW_PYTHON)"
    return ""


class ParaView(CliTest):
    def open_in_paraview(self, run, picture, time):
        with own_display() as environment:
            done = subprocess.run(["pvbatch", SOURCE_DIR / "tests/cli/paraview_picture.py", run.with_suffix(".xmf"), picture, time],
                                  capture_output=True, text=True, timeout=300, env={**environment, "PYTHONPATH": PYTHON})
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(next(line for line in done.stdout.splitlines() if line.startswith("READ "))[5:])

    def test_it_reads_the_same_cells_and_draws_them(self):
        run, picture = self.scratch / "run.h5", self.scratch / "picture.png"
        # 24 x 22 x 20 cells and a probe that stands askew: no two axes can be mixed up unseen.
        self.run_ok("run", self.write("case.toml", SMALL), "-o", run, "--quiet", "--set", "protocol.cycles=1",
                    "--set", "output.every=15 s")
        read = self.open_in_paraview(run, picture, "60")
        with h5py.File(run) as file:
            self.assertEqual([frame["time"] for frame in read["frames"]], [0, 15, 30, 45, 60, 75, 90])
            self.assertEqual([frame["time"] for frame in read["frames"]], list(file["time"]))
            axes = [file[axis][:] for axis in "xyz"]
            regions = sorted(set(file["labels"][:].ravel().tolist()))
            for number, frame in enumerate(read["frames"]):
                self.assertEqual(frame["arrays"], ["labels", "temperature"])
                self.assertEqual(frame["regions"], regions)
                field = file["temperature"][number]
                seen = numpy.load(self.scratch / f"picture.frame{number}.npy")
                self.assertTrue(numpy.array_equal(seen.reshape(field.shape), field), f"frame {number}")
                for axis in range(3):
                    edges = axes[axis][0] - 0.001, axes[axis][-1] + 0.001
                    numpy.testing.assert_allclose(frame["bounds"][2 * axis : 2 * axis + 2], edges, atol=1e-9)
                for cell in frame["cells"]:
                    # Where ParaView puts the cell is where the run file has its temperature.
                    at = [int(numpy.argmin(abs(centres - middle))) for centres, middle in zip(axes, cell["middle"])]
                    numpy.testing.assert_allclose([axes[n][at[n]] for n in range(3)], cell["middle"], atol=1e-9)
                    self.assertEqual(seen[cell["number"]], field[at[2], at[1], at[0]])
            self.assertEqual(len({cell["number"] for cell in read["frames"][0]["cells"]}), 6)
            self.assertLess(file["temperature"][4].min(), -100)  # so that there was something to tell apart
        self.assertGreater(picture.stat().st_size, 10000)


if __name__ == "__main__":
    reason = why_not()
    if reason:
        print(f"skipped: {reason}")
        sys.exit(77)
    unittest.main()
