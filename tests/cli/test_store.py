"""The run file as others read it, and what becomes of it when a run is killed, interrupted, resumed or out of space."""
import hashlib
import json
import os
import resource
import signal
import subprocess
import time
import unittest

import h5py
import numpy
import xarray

from cli import BINARY, CliTest, iceball

CASE = """
title = "Files"
[domain]
size = ["48 mm", "44 mm", "40 mm"]
spacing = "2 mm"
[tissue]
background = "kidney"
[[tissue.region]]
name = "tumour"
tissue = "renal tumour"
sphere = { centre = ["0 mm", "0 mm", "0 mm"], radius = "8 mm" }
[probe.A]
diameter = "2.4 mm"
active_length = "14 mm"
exchange = { model = "wall temperature", temperature = "-140 degC", ramp = "20 s" }
tip = ["1 mm", "0.5 mm", "-7 mm"]
entry = ["3 mm", "0 mm", "40 mm"]
[protocol]
cycles = 2
[[protocol.stage]]
kind = "freeze"
duration = "60 s"
[[protocol.stage]]
kind = "thaw"
duration = "30 s"
[target]
region = "tumour"
margin = "2 mm"
[sensor.TC1]
at = ["6 mm", "0 mm", "0 mm"]
[output]
every = "10 s"
isotherms = ["0 degC", "-20 degC"]
"""
# Long enough to be stopped on the way.
LONG = ["--set", "domain.spacing=1 mm", "--set", "protocol.stage[0].duration=10 min", "--set", "output.every=2 s"]


def digest(path):
    """SHA-256 of every dataset but those of /provenance."""
    sums = {}
    with h5py.File(path) as run:
        def take(name, item):
            if isinstance(item, h5py.Dataset) and not name.startswith("provenance"):
                data = item[()]
                raw = data.encode() if isinstance(data, str) else data if isinstance(data, bytes) else \
                    repr(data.tolist()).encode() if data.dtype == object else data.tobytes()
                sums[name] = hashlib.sha256(raw + str(item.shape).encode() + str(item.dtype).encode()).hexdigest()
        run.visititems(take)
        sums["temperature"] = hashlib.sha256(run["temperature"][()].tobytes()).hexdigest()
    return sums


def frames_committed(path):
    try:
        with h5py.File(path, locking=False) as run:
            return int(run.attrs["frames_committed"])
    except OSError:  # not there yet, or in the middle of a flush
        return 0


class RunFile(CliTest):
    def setUp(self):
        super().setUp()
        self.case = self.write("case.toml", CASE)
        self.run_file = self.scratch / "run.h5"

    def run_case(self, *arguments):
        return self.run_ok("run", self.case, "-o", self.run_file, "--quiet", *arguments)

    def start_long_run(self, frames):
        """A run that has committed some frames and goes on."""
        process = subprocess.Popen([BINARY, "run", self.case, "-o", self.run_file, "--quiet", *LONG],
                                   stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        deadline = time.monotonic() + 200
        while frames_committed(self.run_file) < frames:
            self.assertIsNone(process.poll(), f"ended early: {process.stderr.read() if process.poll() else ''}")
            self.assertLess(time.monotonic(), deadline, "too few frames in 200 s")
            time.sleep(0.02)
        return process

    def check_frames_are_whole(self, least):
        with h5py.File(self.run_file) as run:
            count = run.attrs["frames_committed"]
            self.assertGreaterEqual(count, least)
            times = run["time"][:count]
            self.assertTrue(numpy.all(numpy.diff(times) > 0))
            for frame in range(count):
                field = run["temperature"][frame]
                self.assertTrue(numpy.all(numpy.isfinite(field)))
                self.assertTrue(-200 < field.min() <= field.max() < 40, f"frame {frame}")
                self.assertTrue(numpy.array_equal(field, run[f"frames/{frame:06}"][()]))
            self.assertLess(run["temperature"][count - 1].min(), 0)
            self.assertGreater(len(run["ledger/time"]), 0)
            return count

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
        for group in ["history", "history/cycle_2", "metrics", "ledger", "probes/A", "sensors/TC1", "regions", "protocol"]:
            with self.subTest(group), xarray.open_dataset(self.run_file, engine="h5netcdf", group=group) as part:
                self.assertTrue(part.variables)
                for name, variable in part.variables.items():
                    if variable.dtype.kind == "f":
                        self.assertIn("units", variable.attrs, name)
        with xarray.open_dataset(self.run_file, engine="h5netcdf", group="metrics") as metrics:
            self.assertGreater(float(metrics.volume.sel(isotherm=0, time=60)),
                               float(metrics.volume.sel(isotherm=-20, time=60)))

    def test_info_and_export(self):
        self.run_case()
        text = self.run_ok("info", self.run_file).stdout
        for said in ["Files", "complete", "24 x 22 x 20 cells of 2 mm", "cycle 2 thaw", "probe    A", "sensor   TC1",
                     "ledger   residual"]:
            self.assertIn(said, text)
        info = json.loads(self.run_ok("info", "--json", self.run_file).stdout)
        self.assertEqual(info["grid"]["cells"], [24, 22, 20])
        self.assertEqual([stage["kind"] for stage in info["stages"]], ["freeze", "thaw"] * 2)
        self.assertLess(info["probes"][0]["strongest_cooling"], -1)
        with h5py.File(self.run_file) as run:
            self.assertEqual(info["metrics"][1]["largest_volume"], run["metrics/volume"][:, 1].max())
            self.assertEqual(info["metrics"][0]["volume"], run["metrics/volume"][-1, 0])
            for series, column, expected in [
                ("metrics", "volume with needles -20 degC [m3]", run["metrics/volume_with_needles"][:, 1]),
                ("probes", "A power [W]", run["probes/A/power"][:]),
                ("sensors", "TC1 [degC]", run["sensors/TC1/temperature"][:]),
                ("ledger", "needles [J]", run["ledger/needles"][:]),
            ]:
                table = self.scratch / f"{series}.csv"
                self.run_ok("export", self.run_file, "-o", table, "--series", series)
                with table.open() as file:
                    header = file.readline().rstrip("\n").split(",")
                    values = numpy.loadtxt(file, delimiter=",", ndmin=2)
                self.assertTrue(numpy.array_equal(values[:, header.index(column)], expected), series)
            import nibabel
            for name, arguments, expected in [
                ("last.nii.gz", [], run["temperature"][-1]),
                ("at60.nii", ["--time", "1 min"], run["frames/000006"][()]),
                ("frozen.nii.gz", ["--field", "time_frozen", "--cycle", "2"], run["history/cycle_2/time_frozen"][()]),
                ("labels.nii.gz", ["--field", "labels"], run["labels"][()]),
            ]:
                self.run_ok("export", self.run_file, "-o", self.scratch / name, *arguments)
                image = nibabel.load(self.scratch / name)
                self.assertTrue(numpy.array_equal(image.get_fdata().T, expected), name)
                numpy.testing.assert_allclose(image.affine[:3, 3], [-23, -21, -19], atol=1e-4)

    def test_export_refuses_with_reason(self):
        self.run_case("--set", "output.every=60 s")
        kept = self.write("kept.csv", "mine")
        for arguments, code, said in [
            (["-o", kept], 3, "--force"),
            (["-o", "x.doc"], 2, ".csv"),
            (["-o", "x.nii", "--field", "colour"], 3, "minimum_temperature"),
            (["-o", "x.nii", "--time", "10"], 2, "unit"),
            (["-o", "no/such/folder/x.csv"], 3, "No such file"),
        ]:
            with self.subTest(said):
                done = iceball("export", self.run_file, *arguments, cwd=self.scratch)
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertIn(said, done.stderr)
        self.assertEqual(kept.read_text(), "mine")
        text = self.write("text.h5", "some text")
        for command in (["info", text], ["export", text, "-o", "x.csv"], ["info", self.scratch / "missing.h5"]):
            done = iceball(*command, cwd=self.scratch)
            self.assertEqual(done.returncode, 3, done.stderr)
            self.assertEqual(done.stdout, "")
        self.assertEqual(sorted(path.suffix for path in self.scratch.iterdir() if path.name.startswith("x")), [])

    def test_same_bits_for_any_number_of_threads(self):
        sums = {}
        for threads in (1, 2, 3, 5, 8):
            self.run_case("--threads", threads, "--force")
            sums[threads] = digest(self.run_file)
        self.assertGreater(len(sums[1]), 40)
        for threads, found in sums.items():
            self.assertEqual(found, sums[1], f"{threads} threads")

    def test_kill_leaves_all_committed_frames(self):
        process = self.start_long_run(6)
        promised = frames_committed(self.run_file)
        process.kill()
        process.wait()
        self.check_frames_are_whole(max(6, promised))
        with h5py.File(self.run_file) as run:
            self.assertEqual(run.attrs["status"], "running")
        self.assertIn("running", self.run_ok("info", self.run_file).stdout)

    def interrupt_and_resume(self, number, code):
        process = self.start_long_run(5)
        process.send_signal(number)
        self.assertEqual(process.wait(timeout=120), code, process.stderr.read())
        count = self.check_frames_are_whole(5)
        with h5py.File(self.run_file) as run:
            self.assertEqual(run.attrs["status"], "interrupted")
            total = 2 * (600 + 30)
            self.assertLess(run["time"][count - 1], total)
        return count

    def test_terminated_run_keeps_its_frames(self):
        self.interrupt_and_resume(signal.SIGTERM, 143)

    def test_resumed_run_ends_in_the_same_bits(self):
        # Shorter than LONG, as it runs three times.
        short = LONG + ["--set", "protocol.stage[0].duration=100 s"]
        process = subprocess.Popen([BINARY, "run", self.case, "-o", self.run_file, "--quiet", *short])
        while frames_committed(self.run_file) < 4 and process.poll() is None:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=120), 130)
        other = iceball("run", self.case, "-o", self.run_file, "--resume", *LONG)
        self.assertEqual(other.returncode, 3, other.stderr)
        self.assertIn("case", other.stderr)
        self.run_case("--resume", *short)
        resumed = digest(self.run_file)
        with h5py.File(self.run_file) as run:
            self.assertEqual(run.attrs["status"], "complete")
            last = run["temperature"][-1]
        self.run_case("--force", *short)
        whole = digest(self.run_file)
        with h5py.File(self.run_file) as run:
            self.assertTrue(numpy.array_equal(run["temperature"][-1], last))
        differing = {name for name in whole if whole[name] != resumed.get(name)}
        self.assertEqual(differing, set())

    def test_full_disk_is_an_error_that_names_the_file(self):
        def limit(size):
            def apply():
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
            return apply

        done = iceball("run", self.case, "-o", self.run_file, "--quiet", preexec_fn=limit(4096))
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("run.h5", done.stderr)
        self.assertIn("File too large", done.stderr)
        self.assertEqual(sorted(os.listdir(self.scratch)), ["case.toml"])


if __name__ == "__main__":
    unittest.main()
