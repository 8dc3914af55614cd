"""Runs that state their own discretisation error: what they print and keep, and how bars are added to runs that are there."""
import json
import signal
import subprocess
import unittest

import h5py
import numpy

from cases import SMALL
from cli import BINARY, CliTest, iceball
from run_files import digest

FINE = ["--set", "protocol.cycles=1"]


class ErrorBars(CliTest):
    def setUp(self):
        super().setUp()
        self.case = self.write("case.toml", SMALL)
        self.run_file = self.scratch / "run.h5"

    def test_bars_are_printed_kept_and_told_again(self):
        done = self.run_ok("run", self.case, "-o", self.run_file, "--error-bars", "--json", *FINE)
        self.assertIn("companion at 4 mm", done.stderr)
        self.assertEqual(self.names(), ["case.toml", "run.h5", "run.xmf"])
        told = json.loads(done.stdout)["error_bars"]
        self.assertEqual((told["companion_spacing"], told["spacing_ratio"], told["order"]), (0.004, 2, 1))
        self.assertEqual([m["moment"] for m in told["moments"]], ["freeze 1"] * 2 + ["largest"] * 2)
        freeze = told["moments"][0]
        self.assertEqual(freeze["time"], 60)
        # The bar is what the method says of the largest difference, which is at least that at the end.
        volume = freeze["volume"]
        self.assertGreaterEqual(volume["bar"], 1.25 * abs(volume["companion"] - volume["value"]))
        self.assertLess(volume["bar"], volume["value"])
        self.assertEqual(len(freeze["extent"]), 3)
        self.assertGreater(freeze["extent"][2]["bar"], 0.25 * 0.002)
        self.assertIn("A", freeze["extent_along_needle"])
        self.assertIn("minimum_margin", told["coldest_of_the_run"][0])
        with h5py.File(self.run_file) as run:
            bars = run["error_bars"]
            self.assertEqual(bars["volume"].shape, (2, 2))
            self.assertEqual(bars["extent_bar"].shape, (2, 2, 3))
            self.assertEqual([d.keys()[0] for d in bars["extent"].dims], ["moment", "isotherm", "axis"])
            self.assertEqual(bars["volume_bar"][0, 0], volume["bar"])
            self.assertEqual(bars["volume"][0, 0], run["metrics/volume"][6, 0])
            self.assertIn("10.1115/1.2910291", bars.attrs["source"])
            self.assertEqual(bars.attrs["safety_factor"], 1.25)
        info = json.loads(self.run_ok("info", self.run_file, "--json").stdout)
        self.assertEqual(info["error_bars"], told)
        text = self.run_ok("info", self.run_file).stdout
        self.assertRegex(text, r"error    freeze 1, 60 s, 0 degC: \d+\.\d\d \+- \d+\.\d\d cm3, .* mm, margin ")

    def test_bars_of_the_true_answer_hold(self):
        self.run_ok("run", self.case, "-o", self.run_file, "--error-bars", *FINE)
        finer = self.scratch / "finer.h5"
        self.run_ok("run", self.case, "-o", finer, *FINE, "--set", "domain.spacing=1 mm", "--set", "output.frames=none")
        with h5py.File(self.run_file) as run, h5py.File(finer) as fine:
            error = numpy.abs(run["metrics/volume"][6] - fine["metrics/volume"][6])
            self.assertTrue((error <= run["error_bars/volume_bar"][0]).all())

    def test_resume_adds_bars_to_a_complete_run_and_makes_them_anew(self):
        self.run_ok("run", self.case, "-o", self.run_file, *FINE)
        before = digest(self.run_file)
        done = self.run_ok("run", self.case, "-o", self.run_file, "--error-bars", "--resume", *FINE)
        self.assertIn("cm3", done.stdout)
        self.assertNotIn("simulated", done.stdout)
        with h5py.File(self.run_file) as run:
            first = run["error_bars/volume_bar"][:]
        self.run_ok("run", self.case, "-o", self.run_file, "--error-bars", "--resume", "--threads", "2", *FINE)
        with h5py.File(self.run_file, "a") as run:
            self.assertEqual(run["error_bars/volume_bar"][:].tolist(), first.tolist())
            del run["error_bars"]
        self.assertEqual(digest(self.run_file), before)
        other = iceball("run", self.case, "-o", self.run_file, "--error-bars", "--resume", "--set", "protocol.cycles=2")
        self.assertEqual(other.returncode, 3)
        self.assertIn("of another case", other.stderr)

    def test_a_box_without_a_companion_is_refused_before_the_run(self):
        insulated = ["--set", "boundary.default={ insulated = true }", "--set", 'domain.size=["48 mm", "44 mm", "42 mm"]']
        done = iceball("run", self.case, "-o", self.run_file, "--error-bars", *FINE, *insulated)
        self.assertEqual(done.returncode, 2)
        self.assertIn("even number of cells along z", done.stderr)
        self.assertEqual(self.names(), ["case.toml"])
        # Faces at body temperature may move by a cell.
        done = self.run_ok("run", self.case, "-o", self.run_file, "--error-bars", *FINE, *insulated[2:])
        self.assertIn("a cell larger", done.stderr)

    def test_interrupted_in_the_companion_the_run_is_complete(self):
        settings = [*FINE, "--set", "output.every=30 s", "--set", "domain.spacing=1 mm", "--set", "protocol.stage[0].duration=4 min"]
        process = subprocess.Popen([BINARY, "run", self.case, "-o", self.run_file, "--error-bars", *settings],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        for line in process.stderr:
            if "running the companion" in line:
                break
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
        self.assertEqual(process.wait(), 130)
        self.assertIn("--resume --error-bars", rest)
        with h5py.File(self.run_file) as run:
            self.assertEqual(run.attrs["status"], "complete")
            self.assertNotIn("error_bars", run)


if __name__ == "__main__":
    unittest.main()
