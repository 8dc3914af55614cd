"""ParaView opens run.xmf. Skipped where ParaView or its Python modules are not installed.

python3-paraview of Debian conflicts with libvtk9-dev. Unpack it beside and say where:
    apt-get download python3-paraview && dpkg -x python3-paraview_*.deb somewhere
    ICEBALL_PARAVIEW_PYTHON=somewhere/usr/lib/python3/dist-packages
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

from cli import SOURCE_DIR, CliTest

PYTHON = os.environ.get("ICEBALL_PARAVIEW_PYTHON", "")


def why_not():
    for program in ("pvbatch", "xvfb-run"):
        if not shutil.which(program):
            return f"{program} is not installed"
    if not any((pathlib.Path(folder) / "paraview").is_dir() for folder in (PYTHON, "/usr/lib/python3/dist-packages") if folder):
        return "ParaView's Python modules are not installed (set ICEBALL_PARAVIEW_PYTHON)"
    return ""


class ParaView(CliTest):
    def test_it_opens_the_frames_and_draws_them(self):
        case = SOURCE_DIR / "examples/01_probe_in_gel/case.toml"
        run = self.scratch / "run.h5"
        self.run_ok("run", case, "-o", run, "--quiet", "--set", "domain.spacing=4 mm", "--set", "output.every=60 s",
                    "--set", "protocol.stage[0].duration=3 min")
        picture = self.scratch / "picture.png"
        environment = dict(os.environ, PYTHONPATH=PYTHON)
        done = subprocess.run(["xvfb-run", "-a", "pvbatch", SOURCE_DIR / "tests/cli/paraview_picture.py",
                               self.scratch / "run.xmf", picture],
                              capture_output=True, text=True, timeout=200, env=environment)
        self.assertEqual(done.returncode, 0, done.stderr)
        read = json.loads(next(line for line in done.stdout.splitlines() if line.startswith("READ "))[5:])
        with h5py.File(run) as file:
            self.assertEqual([frame["time"] for frame in read["frames"]], list(file["time"]))
            for number, frame in enumerate(read["frames"]):
                self.assertEqual(frame["arrays"], ["labels", "temperature"])
                field = file["temperature"][number]
                numpy.testing.assert_allclose(frame["range"], [field.min(), field.max()], rtol=1e-6)
            lower = [file[axis][0] - 0.002 for axis in "xyz"]
            numpy.testing.assert_allclose(read["bounds"][::2], lower, atol=1e-9)
        self.assertGreater(picture.stat().st_size, 10000)


if __name__ == "__main__":
    reason = why_not()
    if reason:
        print(f"skipped: {reason}")
        sys.exit(77)
    unittest.main()
