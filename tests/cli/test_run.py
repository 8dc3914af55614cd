"""`iceball run`: what is in the run file, against the same quantities computed here from its temperatures."""
import json
import unittest

import h5py
import numpy as np

from cli import CliTest, iceball

# One tissue with round numbers, so that theta(T) and H(T) can be written down below.
TISSUE = """
title = "A small run"
[domain]
size = ["48 mm", "48 mm", "48 mm"]
spacing = "2 mm"
[tissue]
background = "plain"
[tissue.define.plain]
density = "1000 kg/m^3"
conductivity_frozen = "2 W/m/K"
conductivity_unfrozen = "0.5 W/m/K"
specific_heat_frozen = "2000 J/kg/K"
specific_heat_unfrozen = "4000 J/kg/K"
latent_heat = "250 MJ/m^3"
solidus = "-8 degC"
liquidus = "-1 degC"
perfusion = "0 1/s"
metabolic_heat = "0 W/m^3"
"""
PROBE = TISSUE + """
[[tissue.region]]
name = "lump"
tissue = "plain"
sphere = { centre = ["0 mm", "0 mm", "0 mm"], radius = "6 mm" }
[probe.A]
diameter = "2 mm"
active_length = "14 mm"
exchange = { model = "wall temperature", temperature = "-140 degC" }
tip = ["0.4 mm", "0.7 mm", "-7 mm"]
entry = ["0.4 mm", "0.7 mm", "40 mm"]
[protocol]
cycles = 2
[[protocol.stage]]
kind = "freeze"
duration = "100 s"
[[protocol.stage]]
kind = "thaw"
duration = "50 s"
[target]
region = "lump"
[sensor.near]
at = ["5.3 mm", "0.2 mm", "1.1 mm"]
[sensor.far]
at = ["-9 mm", "3.4 mm", "-2.7 mm"]
[output]
every = "10 s"
"""
SOURCE = TISSUE + """
[boundary]
default = "insulated"
[[source]]
from = ["0 mm", "0 mm", "-8 mm"]
to = ["0 mm", "0 mm", "8 mm"]
power = "-10 W"
[[protocol.stage]]
kind = "thaw"
duration = "3 min"
[output]
every = "60 s"
"""

SOLIDUS, LIQUIDUS, LATENT = -8.0, -1.0, 250e6
K_FROZEN, K_UNFROZEN, C_FROZEN, C_UNFROZEN = 2.0, 0.5, 2e6, 4e6
CELL = 2e-3


def theta(temperature):
    """Integral of k from the solidus; k is linear in T while it freezes."""
    slope = (K_UNFROZEN - K_FROZEN) / (LIQUIDUS - SOLIDUS)
    mush = np.clip(temperature, SOLIDUS, LIQUIDUS) - SOLIDUS
    return (np.minimum(temperature - SOLIDUS, 0) * K_FROZEN + (K_FROZEN + 0.5 * slope * mush) * mush
            + np.maximum(temperature - LIQUIDUS, 0) * K_UNFROZEN)


def enthalpy(temperature):
    mush_capacity = 0.5 * (C_FROZEN + C_UNFROZEN) + LATENT / (LIQUIDUS - SOLIDUS)
    return (np.minimum(temperature - SOLIDUS, 0) * C_FROZEN
            + (np.clip(temperature, SOLIDUS, LIQUIDUS) - SOLIDUS) * mush_capacity
            + np.maximum(temperature - LIQUIDUS, 0) * C_UNFROZEN)


def refined(field, times):
    """Linear interpolation to `times` points a cell along every axis, between the outermost centres."""
    for axis in range(3):
        size = field.shape[axis]
        at = np.linspace(0, size - 1, (size - 1) * times + 1)
        at = (at[:-1] + at[1:]) / 2
        lower = at.astype(int)
        weight = (at - lower).reshape([-1 if a == axis else 1 for a in range(3)])
        field = np.take(field, lower, axis) * (1 - weight) + np.take(field, lower + 1, axis) * weight
    return field


def text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


class Run(CliTest):
    def run_case(self, name, source, *more):
        case = self.write(f"{name}.toml", source)
        done = self.run_ok("run", case, "-o", self.scratch / f"{name}.h5", *more)
        file = h5py.File(self.scratch / f"{name}.h5", "r")
        self.addCleanup(file.close)
        return file, done

    def test_probe_run_holds_what_its_temperatures_say(self):
        file, _ = self.run_case("probe", PROBE)
        self.assertEqual(text(file.attrs["status"]), "complete")
        times = file["time"][:]
        np.testing.assert_allclose(times, np.arange(0, 301, 10), atol=1e-9)
        frames = file["temperature"][:].astype(float)
        self.assertEqual(file.attrs["frames_committed"], len(frames))
        self.assertEqual(list(file["protocol/cycle"][:]), [1, 1, 2, 2])
        self.check_history(file, times, frames)
        self.check_ice_ball(file, frames)
        self.check_sensors(file, times, frames)
        self.check_target(file)
        # The heat of the ledger is that of the probe.
        self.assertLess(np.max(file["ledger/residual"][:]), 1e-12)
        self.assertAlmostEqual(file["ledger/needles"][-1] / file["probes/A/heat"][-1], 1, places=9)
        self.assertLess(file["probes/A/heat"][-1], -1000)

    def check_history(self, file, times, frames):
        coldest = frames.min(axis=0)
        minimum = file["history/minimum_temperature"][:]
        self.assertTrue(np.all(minimum <= coldest + 1e-4), "colder frames than the minimum")
        # Frames are 10 s apart, and the ends of freezes are among them. A small cut cell at the tip dips for less than a
        # second when the gas goes off, by about 2 K.
        self.assertLess(np.percentile(coldest - minimum, 99), 0.5)
        self.assertLess(np.max(coldest - minimum), 5)
        self.assertLess(np.median(coldest - minimum), 1e-3)
        for cycle, (begin, end) in enumerate([(0, 150), (150, 300)], start=1):
            part = frames[(times >= begin) & (times <= end)]
            group = file[f"history/cycle_{cycle}"]
            self.assertTrue(np.all(group["minimum_temperature"][:] <= part.min(axis=0) + 1e-4))
            # Time below, against frames 10 s apart: two passages, each within one interval.
            below = group["time_below_-20"][:]
            counted = 10.0 * np.sum(0.5 * ((part[1:] < -20).astype(float) + (part[:-1] < -20)), axis=0)
            self.assertLess(np.max(np.abs(below - counted)), 10.001)
            self.assertGreater(np.max(below), 50)
        total = file["history/cycle_1/time_below_-20"][:] + file["history/cycle_2/time_below_-20"][:]
        np.testing.assert_allclose(file["history/time_below_-20"][:], total, atol=1e-3)
        freezes = file["history/freeze_count"][:]
        self.assertEqual(freezes[0, 0, 0], 0)
        self.assertGreaterEqual(np.max(freezes), 1)
        self.assertTrue(np.all((file["history/time_frozen"][:] > 0) == (freezes > 0)))

    def check_ice_ball(self, file, frames):
        isotherms = list(file["metrics/isotherm"][:])
        sample_times = file["metrics/time"][:]
        for time in (100, 250):
            sample = int(np.argmin(np.abs(sample_times - time)))
            self.assertAlmostEqual(sample_times[sample], time, places=6)
            frame = frames[int(time / 10)]
            for level in (0, -20):
                fine = refined(theta(frame), 6) < theta(np.array(level))
                volume = fine.sum() * (CELL / 6) ** 3
                kept = file["metrics/volume_with_needles"][sample, isotherms.index(level)]
                # Linear interpolation is short by about h^2 / (4 R^2) of a ball with R = 4 cells and more.
                self.assertAlmostEqual(kept / volume, 1, delta=0.05, msg=f"volume below {level} degC at {time} s")
                for axis, name in enumerate("zyx"):
                    covered = np.flatnonzero(fine.any(axis=tuple(a for a in range(3) if a != axis)))
                    extent = (covered[-1] - covered[0] + 1) * CELL / 6
                    kept = file["metrics/extent"][sample, isotherms.index(level), 2 - axis]
                    self.assertAlmostEqual(kept, extent, delta=0.25 * CELL, msg=f"extent along {name} at {time} s")
                self.assertEqual(file["metrics/parts"][sample, isotherms.index(level)], 1)

    def check_sensors(self, file, times, frames):
        for name in ("near", "far"):
            group = file[f"sensors/{name}"]
            position = np.array(group.attrs["position"])
            centres = [file[axis][:] for axis in "zyx"]
            at = [(p - c[0]) / CELL for p, c in zip(position[::-1], centres)]
            low = [int(a) for a in at]
            for time in (50, 100, 140, 230):
                frame = theta(frames[int(time / 10)])
                interpolated = 0.0
                for corner in np.ndindex(2, 2, 2):
                    weight = np.prod([a - l if c else 1 - (a - l) for a, l, c in zip(at, low, corner)])
                    interpolated += weight * frame[tuple(l + c for l, c in zip(low, corner))]
                sample = int(np.argmin(np.abs(group["time"][:] - time)))
                self.assertAlmostEqual(group["time"][sample], time, places=6)
                self.assertAlmostEqual(theta(group["temperature"][sample]), interpolated, delta=2e-4)
            self.assertEqual(group["time"][0], 0)
            self.assertAlmostEqual(group["temperature"][0], 37)

    def check_target(self, file):
        isotherms = list(file["metrics/isotherm"][:])
        inside = file["target/fraction_inside"][:]
        labels, minimum = file["labels"][:], file["history/minimum_temperature"][:]
        lump = labels == [text(n) for n in file["regions/name"][:]].index("lump")
        for n, isotherm in enumerate(isotherms):
            # By whole cells: off by the cells that the isotherm cuts, half of which lie on either side.
            self.assertAlmostEqual(inside[n], np.mean(minimum[lump] < isotherm), delta=0.12)
        self.assertTrue(np.all(np.diff(inside[np.argsort(isotherms)]) >= 0))

    def test_energy_of_a_run_with_a_source(self):
        file, _ = self.run_case("source", SOURCE)
        frames = file["temperature"][:].astype(float)
        change = np.sum(enthalpy(frames[-1]) - enthalpy(frames[0])) * CELL**3
        self.assertAlmostEqual(file["ledger/sources"][-1] / -1800, 1, places=9)
        self.assertAlmostEqual(file["ledger/stored"][-1] / -1800, 1, places=9)
        # Frames are float32: 1e-6 K of 24^3 cells, half of them freezing or not far from it.
        self.assertAlmostEqual(change / -1800, 1, places=4)
        self.assertLess(file["ledger/residual"][-1], 1e-12)
        # Symmetric in x, y and z, as the source is.
        np.testing.assert_array_equal(frames[-1], frames[-1][:, :, ::-1])
        np.testing.assert_array_equal(frames[-1], frames[-1][:, ::-1, :])

    def test_summary_frames_and_threads(self):
        file, done = self.run_case("one", PROBE, "--json", "--threads", "1", "--set", "protocol.cycles=1")
        json.loads(done.stdout)
        two, _ = self.run_case("two", PROBE, "--threads", "2", "--set", "protocol.cycles=1")
        without, _ = self.run_case("none", PROBE, "--set", "protocol.cycles=1", "--set", "output.frames=none")
        for name in ("history/minimum_temperature", "history/time_frozen", "metrics/volume", "sensors/near/temperature"):
            np.testing.assert_array_equal(file[name][:], two[name][:], err_msg=name)
            np.testing.assert_array_equal(file[name][:], without[name][:], err_msg=name)
        self.assertEqual(without.attrs["frames_committed"], 0)

    def test_check_counts_the_frames_that_run_writes(self):
        for every, frames in (("25 s", 7), ("40 s", 1 + 3 + 2), ("50 s", 4)):
            settings = ["--set", "protocol.cycles=1", "--set", f"output.every={every}", "--set", "domain.spacing=4 mm"]
            file, _ = self.run_case("counted" + every[:2], PROBE, *settings)
            estimate = json.loads(self.run_ok("check", self.scratch / f"counted{every[:2]}.toml", "--json", *settings).stdout)
            self.assertEqual(estimate["frames"], file.attrs["frames_committed"], every)
            self.assertEqual(estimate["frames"], frames, every)

    def test_an_existing_file_is_kept(self):
        _, done = self.run_case("kept", SOURCE, "--set", "protocol.stage[0].duration=10 s", "--quiet")
        before = (self.scratch / "kept.h5").read_bytes()
        again = iceball("run", self.scratch / "kept.toml", "-o", self.scratch / "kept.h5")
        self.assertEqual(again.returncode, 3)
        self.assertIn("--force", again.stderr)
        self.assertEqual((self.scratch / "kept.h5").read_bytes(), before)


if __name__ == "__main__":
    unittest.main()
