"""Contact probes, needles that are always on, lung that floods, saline with its own temperature: from case to run file."""
import json
import unittest

import h5py

from cli import CliTest

CASE = """
title = "Plate, warmer, lung and saline"
[domain]
size = ["36 mm", "36 mm", "24 mm"]
spacing = "3 mm"
[boundary]
default = { temperature = "37 degC" }
z_max = { convection = { h = "10 W/m^2/K", air = "22 degC" } }
[tissue]
background = "lung inflated"
[[tissue.region]]
name = "saline"
tissue = "saline"
start = "20 degC"
layer = { axis = "x", from = "12 mm" }
[probe.warmer]
always_on = true
diameter = "3 mm"
active_length = "12 mm"
tip = ["-9 mm", "0 mm", "-6 mm"]
entry = ["-9 mm", "0 mm", "60 mm"]
exchange = { model = "wall temperature", temperature = "40 degC" }
[contact.plate]
face = "z_max"
centre = ["2 mm", "1 mm"]
diameter = "14 mm"
exchange = { model = "wall temperature", temperature = "-80 degC", ramp = "10 s" }
[protocol]
cycles = 2
[[protocol.stage]]
kind = "freeze"
duration = "60 s"
[[protocol.stage]]
kind = "thaw"
duration = "60 s"
[output]
every = "30 s"
"""


class Exchangers(CliTest):
    def test_from_case_to_run_file(self):
        case = self.write("case.toml", CASE)
        told = self.run_ok("check", case).stdout
        for words in ("starts at 20 degC", "floods into lung flooded", "always on", "plate on z_max of 1.539 cm2", "perfect contact"):
            self.assertIn(words, told)
        self.run_ok("run", case, "--quiet", "--threads", 1)
        with h5py.File(self.scratch / "case.h5") as run:
            self.assertEqual(list(run["contacts"].attrs["names"]), ["plate"])
            plate = run["contacts/plate"]
            self.assertEqual(plate.attrs["face"], "z_max")
            self.assertAlmostEqual(plate.attrs["radius"], 7e-3)
            self.assertAlmostEqual(plate["temperature"][list(plate["time"]).index(60)], -80)
            self.assertLess(plate["heat"][-1], -100)
            # Off in the last thaw, frozen on: no power.
            self.assertEqual(plate["power"][-1], 0)
            warmer = run["probes/warmer"]
            self.assertEqual(warmer.attrs["always_on"], 1)
            self.assertGreater(warmer["power"][-1], 0)
            self.assertAlmostEqual(run["ledger/contacts"][-1], plate["heat"][-1], delta=1e-6)
            self.assertNotEqual(run["ledger/tissue_change"][-1], 0)
            self.assertLess(run["ledger/residual"][-1], 1e-12)
            self.assertEqual(run["protocol/cycle"][-1], 2)
            first = run["temperature"][0]
            self.assertAlmostEqual(float(first[4, 6, 11]), 20, places=4)
            self.assertAlmostEqual(float(first[4, 6, 2]), 37, places=4)
        told = json.loads(self.run_ok("info", self.scratch / "case.h5", "--json").stdout)
        self.assertEqual(told["contacts"][0]["face"], "z_max")
        self.assertIn("contact  plate: on z_max", self.run_ok("info", self.scratch / "case.h5").stdout)
        # A finished run is judged by the tissue that was there.
        self.run_ok("injury", self.scratch / "case.h5")


if __name__ == "__main__":
    unittest.main()
