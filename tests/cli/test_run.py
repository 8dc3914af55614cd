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
        self.check_target_over_time(file, frames)
        self.check_injury(file)
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

    def check_target_over_time(self, file, frames):
        isotherms = list(file["metrics/isotherm"][:])
        series = file["target/over_time"]
        np.testing.assert_array_equal(series["time"][:], file["metrics/time"][:])
        lump = file["labels"][:] == [text(n) for n in file["regions/name"][:]].index("lump")
        inside = series["fraction_inside"][:]
        for n, isotherm in enumerate(isotherms):
            counted = np.array([np.mean(frame[lump] < isotherm) for frame in frames])
            sampled = np.interp(np.arange(0, 301, 10), series["time"][:], inside[:, n])
            self.assertLess(np.max(np.abs(sampled - counted)), 0.2)
            # The run's coldest covers what any moment covers.
            self.assertGreaterEqual(file["target/fraction_inside"][n], np.max(inside[:, n]) - 0.01)
            margin = series["minimum_margin"][:, n]
            self.assertTrue(np.isnan(margin[0]))  # no ice yet
            widest = np.nanmax(margin)
            self.assertGreaterEqual(file["target/minimum_margin"][n], widest - 0.1 * CELL)
            # Corners of the cells that stand for it stick out of the target by less than a cell.
            self.assertTrue(np.all(inside[margin > CELL, n] == 1))
            self.assertTrue(np.all(inside[margin < -0.5 * CELL, n] < 1))
            lost = file["metrics/volume"][:, n] - inside[:, n] * lump.sum() * CELL**3
            # Needles inside the target are not tissue: 12 mm of 1 mm radius at most.
            np.testing.assert_allclose(series["healthy_tissue_lost"][:, n], lost, atol=1.1 * np.pi * 1e-6 * 0.012)

    def check_injury(self, file):
        """The laws again, by whole cells, from the history alone."""
        laws = [text(name) for name in file["injury/volumes/law"][:]]
        self.assertEqual(laws, ["isotherm", "threshold-and-time", "logistic", "stasis"])
        self.assertEqual(list(file["injury/volumes/cycle"][:]), [0, 1, 2])
        lump = file["labels"][:] == [text(n) for n in file["regions/name"][:]].index("lump")
        volumes = file["injury/volumes/destroyed"][:]
        for cycle, suffix in enumerate(["", "/cycle_1", "/cycle_2"]):
            history = file["history" + suffix]
            coldest, below = history["minimum_temperature"][:], history["time_below_-20"][:]
            dead = {"isotherm": coldest < -40,  # "plain" stands for no tissue of the library
                    "threshold-and-time": (below >= 60) | (coldest < -40)}
            for n, law in enumerate(laws[:2]):  # test_injury.py has the others
                share = file[f"injury{suffix}/{law}"]
                self.assertEqual(text(share.attrs["law"]), law)
                self.assertIn("destroyed is", text(share.attrs["criterion"]))
                self.assertEqual(len(share.attrs["parameters"]), len(share.attrs["sources"]))
                share = share[:]
                self.assertTrue(share.min() == 0 and share.max() == 1)
                # Cells inside the needle are no tissue.
                tissue = ~((share == 0) & dead[law])
                self.assertGreater(np.mean(((share > 0.5) == dead[law])[tissue]), 0.999)
                total = volumes[cycle, n].sum()
                self.assertAlmostEqual(total / (share.sum() * CELL**3), 1, delta=0.05)
                self.assertAlmostEqual(file["injury/volumes/healthy"][cycle, n] / volumes[cycle, n, 0], 1, places=9)
                self.assertAlmostEqual(file["injury/volumes/target_fraction"][cycle, n], np.mean(share[lump]), delta=0.05)
        self.assertIn("other tissues = -40 degC", [text(p) for p in file["injury/isotherm"].attrs["parameters"]])
        self.assertIn("time = 60 s", [text(p) for p in file["injury/threshold-and-time"].attrs["parameters"]])

    def test_laws_get_the_history_they_need_and_go_by_the_base(self):
        """A run that was not asked for -20 degC keeps the time below it; a tissue made from kidney dies as kidney."""
        short = PROBE.replace('every = "10 s"', 'every = "50 s"\nisotherms = ["0 degC"]') + """
[tissue.define."my kidney"]
base = "kidney"
"""
        plain, _ = self.run_case("asked", short, "--set", "protocol.cycles=1")
        self.assertIn("time_below_-20", plain["history"])
        self.assertEqual(list(plain["metrics/isotherm"][:]), [0])
        fields = {}
        for name in ("kidney", "my kidney"):
            file, _ = self.run_case(name.replace(" ", "_"), short, "--set", "protocol.cycles=1", "--set", f"region[lump].tissue={name}",
                                    "--set", f"tissue.background={name}")
            fields[name] = file["injury/isotherm"][:]
            below = file["history/minimum_temperature"][:] < -20
            self.assertLess(abs(np.sum(fields[name]) / np.sum(below) - 1), 0.1)
        np.testing.assert_array_equal(fields["kidney"], fields["my kidney"])

    def test_a_library_file_of_ones_own(self):
        self.write("rows.toml", '[tissue.mine]\nbase = "plain"\n')
        case = self.write("wrong.toml", 'library = ["rows.toml"]\n' + SOURCE)
        done = iceball("run", case, "-o", self.scratch / "wrong.h5")
        self.assertEqual(done.returncode, 2)
        self.assertIn("rows.toml:2:8: tissue.mine.base", done.stderr)  # rows of the case are not for libraries
        self.write("rows.toml", "[tissue.mine]\n" + TISSUE[TISSUE.index("density"):])
        source = 'library = ["rows.toml"]\n' + SOURCE[:SOURCE.index("[tissue.define")].replace("plain", "mine")
        source += SOURCE[SOURCE.index("[boundary]"):]
        arguments = ["--set", "protocol.stage[0].duration=20 s"]
        mine, _ = self.run_case("mine", source, *arguments)
        plain, _ = self.run_case("plain", SOURCE, *arguments)
        np.testing.assert_array_equal(mine["temperature"][:], plain["temperature"][:])
        resolved = json.loads(text(mine["case/resolved"][()]))
        self.assertEqual(resolved["tissue"]["define"]["mine"]["latent_heat"], "250000000 J/m^3")

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
