"""The run file as others read it: h5py, xarray, `iceball info`; the same bits for any number of threads."""
import json
import unittest

import h5py
import numpy
import xarray

from cases import SMALL
from cli import CliTest
from run_files import digest


class RunFile(CliTest):
    def setUp(self):
        super().setUp()
        self.case = self.write("case.toml", SMALL)
        self.run_file = self.scratch / "run.h5"

    def run_case(self, *arguments):
        return self.run_ok("run", self.case, "-o", self.run_file, "--quiet", *arguments)

    def test_h5py_and_xarray_read_it(self):
        self.run_case()
        with h5py.File(self.run_file) as run:
            self.assertEqual(run.attrs["format"], "iceball run")
            self.assertEqual(run.attrs["status"], "complete")
            self.assertEqual(run["temperature"].shape, (run.attrs["frames_committed"], 20, 22, 24))
            self.assertEqual(run["temperature"], run["VTKHDF/CellData/temperature"])
            self.assertEqual([scale.label or run["temperature"].dims[axis].keys()[0]
                              for axis, scale in enumerate(run["temperature"].dims)], ["time", "z", "y", "x"])
            self.assertLessEqual(run["ledger/residual"][:].max(), 1e-12)
            json.loads(run["case/resolved"][()])
        with xarray.open_dataset(self.run_file, engine="h5netcdf") as run:
            self.assertEqual(run.temperature.dims, ("time", "z", "y", "x"))
            self.assertEqual(run.temperature.attrs["units"], "degC")
            for axis, units in [("time", "s"), ("z", "m"), ("y", "m"), ("x", "m")]:
                self.assertEqual(run[axis].attrs["units"], units)
            numpy.testing.assert_allclose(run.x.values, -0.023 + 0.002 * numpy.arange(24), atol=1e-12)
            self.assertIn(180.0, run.time.values)
            beside_wall = run.temperature.sel(time=60, x=0.001, y=0.001, z=0.001, method="nearest")
            self.assertLess(float(beside_wall), 0)
            warmest = run.temperature.sel(time=60).max()
            self.assertAlmostEqual(float(warmest), 37, delta=0.5)
        for group in ["history", "history/cycle_2", "injury", "injury/cycle_2", "injury/volumes", "target", "target/over_time",
                      "metrics", "ledger", "probes/A", "sensors/TC1", "regions", "protocol"]:
            with self.subTest(group), xarray.open_dataset(self.run_file, engine="h5netcdf", group=group) as part:
                self.assertTrue(part.variables)
                for name, variable in part.variables.items():
                    if variable.dtype.kind == "f":
                        self.assertIn("units", variable.attrs, name)
        with xarray.open_dataset(self.run_file, engine="h5netcdf", group="metrics") as metrics:
            self.assertGreater(float(metrics.volume.sel(isotherm=0, time=60)),
                               float(metrics.volume.sel(isotherm=-20, time=60)))

    def test_info(self):
        self.run_case()
        text = self.run_ok("info", self.run_file).stdout
        for said in ["Files", "complete", "24 x 22 x 20 cells of 2 mm", "cycle 2 thaw", "probe    A", "sensor   TC1",
                     "ledger   residual", "target   tumour, margin 2 mm", "target    -20 degC: ", "% inside, least margin",
                     "injury   threshold-and-time: destroyed is", "injury     whole run: ", "injury     cycle 2 alone: "]:
            self.assertIn(said, text)
        info = json.loads(self.run_ok("info", "--json", self.run_file).stdout)
        self.assertEqual(info["grid"]["cells"], [24, 22, 20])
        self.assertEqual([stage["kind"] for stage in info["stages"]], ["freeze", "thaw"] * 2)
        self.assertLess(info["probes"][0]["strongest_cooling"], -1)
        with h5py.File(self.run_file) as run:
            inside = run["target/over_time/fraction_inside"][:, 1]
            self.assertEqual(info["target"]["at_best"][1]["fraction_inside"], inside.max())
            self.assertEqual(info["target"]["fraction_inside"][1], run["target/fraction_inside"][1])
            law = info["injury"][1]
            self.assertEqual(law["law"], "threshold-and-time")
            self.assertEqual([cycle["cycle"] for cycle in law["cycles"]], [0, 1, 2])
            self.assertEqual(law["cycles"][2]["destroyed_in"]["tumour"], run["injury/volumes/destroyed"][2, 1, 1])
            self.assertEqual(law["cycles"][0]["target_fraction"], run["injury/volumes/target_fraction"][0, 1])
            self.assertEqual(info["metrics"][1]["largest_volume"], run["metrics/volume"][:, 1].max())
            self.assertEqual(info["metrics"][0]["volume"], run["metrics/volume"][-1, 0])

    def test_same_bits_for_any_number_of_threads(self):
        sums = {}
        for threads in (1, 2, 3, 5, 8):
            self.run_case("--threads", threads, "--force")
            sums[threads] = digest(self.run_file)
        self.assertGreater(len(sums[1]), 40)
        for threads, found in sums.items():
            self.assertEqual(found, sums[1], f"{threads} threads")


if __name__ == "__main__":
    unittest.main()
