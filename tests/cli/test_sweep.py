"""iceball sweep: tables, going on after an interruption, refusal of what is not meant."""
import csv
import signal
import subprocess
import unittest

import h5py
import numpy
import xarray

from cli import BINARY, CliTest, iceball

CASE = """
title = "small"
[domain]
size = ["40 mm", "40 mm", "60 mm"]
spacing = "4 mm"
[tissue]
background = "my kidney"
[tissue.define."my kidney"]
base = "kidney"
[[tissue.region]]
name = "lump"
tissue = "my kidney"
sphere = { centre = ["0 mm", "0 mm", "-12 mm"], radius = "6 mm" }
[[tissue.region]]
name = "vessel"
held = "37 degC"
cylinder = { from = ["-20 mm", "14 mm", "0 mm"], to = ["20 mm", "14 mm", "0 mm"], radius = "4 mm" }
[target]
region = "lump"
at_risk = ["vessel"]
[probe.A]
preset = "argon 17G"
tip = ["0 mm", "0 mm", "-22 mm"]
entry = ["0 mm", "0 mm", "30 mm"]
[[protocol.stage]]
kind = "freeze"
duration = "60 s"
[output]
every = "20 s"
"""

STUDY = """
case = "case.toml"
[vary]
"protocol.stage[0].duration" = ["40 s", "80 s"]
"tissue.define.my kidney.perfusion" = ["0 1/s", "0.01 1/s"]
"""


class Sweep(CliTest):
    def setUp(self):
        super().setUp()
        self.write("case.toml", CASE)
        self.study = self.write("study.toml", STUDY)
        self.folder = self.scratch / "study"

    def table(self):
        with open(self.folder / "table.csv", newline="") as file:
            return list(csv.DictReader(file))

    def test_one_row_a_run_in_both_tables(self):
        done = self.run_ok("sweep", self.study, "-j", 2)
        self.assertEqual(done.stdout.strip(), str(self.folder / "table.csv"))
        rows = self.table()
        self.assertEqual([row["status"] for row in rows], ["complete"] * 4)
        self.assertEqual([row["protocol.stage[0].duration [s]"] for row in rows], ["40", "40", "80", "80"])
        volumes = [float(row["volume_max_0 [m3]"]) for row in rows]
        self.assertGreater(volumes[0], 0)
        self.assertGreater(volumes[2], volumes[0])  # freezes longer
        self.assertGreater(volumes[2], volumes[3])  # is not perfused
        for row in rows:
            self.assertLessEqual(float(row["ledger_residual_max"]), 1e-12)
        table = xarray.open_dataset(self.folder / "table.h5", engine="h5netcdf")
        self.assertEqual(list(table["volume_max_0"].values), volumes)
        with h5py.File(self.folder / "runs/0004.h5") as run:
            self.assertEqual(run["metrics/volume_with_needles"][:, 0].max(), volumes[3])
            self.assertEqual(len(run["temperature"]), 0)  # frames = "none"
            largest = run["metrics/volume_with_needles"][:, 0].argmax()
            for axis, name in enumerate("xyz"):
                self.assertEqual(table[f"extent_{name}_0"].values[3], run["metrics/extent"][largest, 0, axis])
                self.assertGreater(table[f"extent_{name}_0"].values[3], 0)
            laws = [name.decode() for name in run["injury/volumes/law"][()]]
            self.assertGreater(run["injury/volumes/healthy"][0, 0], 0)
            for n, law in enumerate(laws):
                for column, name, place in [("healthy_destroyed_" + law, "healthy", (0, n)),
                                            ("target_destroyed_" + law, "target_fraction", (0, n)),
                                            (f"distance_destroyed_{law}_vessel", "distance_to_risk", (0, n, 0))]:
                    numpy.testing.assert_equal(table[column].values[3], run["injury/volumes/" + name][place])

    def test_finished_runs_are_not_run_again_and_lost_ones_are(self):
        self.run_ok("sweep", self.study)
        runs = sorted((self.folder / "runs").glob("*.h5"))
        before = [run.stat().st_mtime_ns for run in runs]
        table = (self.folder / "table.csv").read_bytes()
        runs[1].unlink()
        runs[2].write_bytes(b"cut short")
        self.run_ok("sweep", self.study)
        after = [run.stat().st_mtime_ns for run in runs]
        self.assertEqual([before[0], before[3]], [after[0], after[3]])
        self.assertNotEqual(before[2], after[2])
        self.assertEqual((self.folder / "table.csv").read_bytes(), table)

    def test_old_results_never_pass_for_new_ones(self):
        self.run_ok("sweep", self.study)
        self.write("case.toml", CASE.replace('size = ["40 mm"', 'size = ["48 mm"'))
        done = iceball("sweep", self.study)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("another case", done.stderr)
        self.run_ok("sweep", self.study, "--force")

    def test_an_interrupted_sweep_keeps_what_it_has_and_goes_on(self):
        for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            with self.subTest(number):
                folder = self.scratch / f"stopped{code}"
                command = ["sweep", str(self.study), "-o", str(folder), "--set", "domain.spacing=2 mm", "--threads", "1"]
                process = subprocess.Popen([BINARY, *command], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
                while "run 1 (" not in process.stderr.readline():
                    self.assertIsNone(process.poll(), "the sweep ended before it could be interrupted")
                process.send_signal(number)
                said = process.stderr.read()
                process.stderr.close()
                self.assertEqual(process.wait(120), code, said)
                with h5py.File(folder / "table.h5") as table:
                    self.assertEqual(table["status"].asstr()[0], "complete")
                    self.assertIn(table["status"].asstr()[3], ("missing", "interrupted"))
                first = (folder / "runs/0001.h5").stat().st_mtime_ns
                self.run_ok(*command)
                self.assertEqual((folder / "runs/0001.h5").stat().st_mtime_ns, first)
                with h5py.File(folder / "table.h5") as table:
                    self.assertEqual(set(table["status"].asstr()), {"complete"})

    def test_a_mistake_in_any_run_ends_the_sweep_before_it_begins(self):
        self.write("study.toml", STUDY.replace('"0.01 1/s"', '"0.01 mm"'))
        done = iceball("sweep", self.study)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("run 2 of the study", done.stderr)
        self.assertIn("0.01 mm", done.stderr)
        self.assertFalse(self.folder.exists())

    def test_a_run_that_fails_is_told_and_the_others_are_done(self):
        folder = self.folder / "runs"
        folder.mkdir(parents=True)
        (folder / "0002.h5").mkdir()  # cannot be written
        done = iceball("sweep", self.study)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("run 2 (", done.stderr)
        self.assertEqual([row["status"] for row in self.table()], ["complete", "unreadable", "complete", "complete"])
        self.assertTrue((folder / "0002.log").read_text())


if __name__ == "__main__":
    unittest.main()
