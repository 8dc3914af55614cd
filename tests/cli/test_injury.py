"""Injury laws on a finished run: the bits that the run wrote, laws of one's own, and what is refused."""
import json
import unittest

import h5py
import nibabel
import numpy

from cases import SMALL
from cli import CliTest, iceball
from run_files import digest

RISK = SMALL.replace('[target]\n', """[[tissue.region]]
name = "vessel"
held = "37 degC"
cylinder = { from = ["-24 mm", "16 mm", "0 mm"], to = ["24 mm", "16 mm", "0 mm"], radius = "4 mm" }
[target]
at_risk = ["vessel"]
""")

MINE = """
[injury.mine]
law = "isotherm"
temperature = "-10 degC"
[injury.mine.tissue."renal tumour"]
temperature = "-30 degC"
[injury.steps]
law = "table"
temperatures = ["-40 degC", "-20 degC"]
destroyed = [1, 0]
"""


class Injury(CliTest):
    def run_case(self, text, *arguments):
        case = self.write("case.toml", text)
        self.run_ok("run", case, "--quiet", *arguments)
        return self.scratch / "case.h5"

    def judge(self, *arguments):
        return json.loads(self.run_ok("injury", self.scratch / "case.h5", "--json", *arguments).stdout)["injury"]

    def test_a_finished_run_judged_anew_gives_the_bits_that_it_wrote(self):
        for text in (SMALL, RISK + MINE):
            file = self.run_case(text, "--force", "--threads", 1)
            before, injuries = file.read_bytes(), digest(file)
            self.run_ok("injury", file, "--threads", 2)
            self.assertEqual(file.read_bytes(), before)  # nothing is written
            self.run_ok("injury", file, "--write", "--threads", 2)
            self.assertEqual(digest(file), injuries)
            self.assertGreater(sum("injury/cycle_2/" in name for name in injuries), 4)
            # And what is told is what the file holds.
            told, held = self.judge(), json.loads(self.run_ok("info", file, "--json").stdout)["injury"]
            self.assertEqual(told, held)
        self.assertEqual(self.names(), ["case.h5", "case.toml", "case.xmf"])

    def test_laws_against_whole_cells(self):
        """The new laws again, from the history alone."""
        with h5py.File(self.run_case(RISK + MINE)) as run:
            names = [name.decode() for name in run["injury/volumes/law"][()]]
            self.assertEqual(names, ["isotherm", "threshold-and-time", "logistic", "stasis", "mine", "steps"])
            tumour = run["labels"][()] == 1
            for cycle, suffix in enumerate(["", "/cycle_1", "/cycle_2"]):
                cycles = [run[f"history/cycle_{n}"] for n in ((1, 2) if cycle == 0 else (cycle,))]
                coldest = run["history" + suffix]["minimum_temperature"][()]
                half, width = numpy.where(tumour, -17.5, -16), numpy.where(tumour, 2.5, 1.5)
                # Of the freeze that a cell is in: its number, and its lowest temperature. Near the probe 30 s do not thaw it,
                # and both cycles are one freeze.
                freezes, lowest = numpy.zeros(coldest.shape), numpy.full(coldest.shape, numpy.inf)
                survival = numpy.ones(coldest.shape)
                spared = lambda: 1 - 1 / (1 + numpy.exp(numpy.minimum((lowest - half - 5 * (freezes - 1)) / width, 700)))
                for part in cycles:
                    frozen = part["time_frozen"][()] > 0
                    new = frozen & ((part["freeze_count"][()] > 0) | (freezes == 0))
                    survival[new] *= spared()[new]
                    freezes[new] += 1
                    lowest[new] = numpy.inf
                    lowest[frozen] = numpy.minimum(lowest, part["minimum_temperature"][()])[frozen]
                survival *= spared()
                self.assertEqual(freezes.max(), len(cycles))
                if cycle == 0:
                    self.assertGreater(numpy.sum((freezes == 1) & (cycles[1]["time_frozen"][()] > 0)), 10)
                expected = {"logistic": 1 - survival,
                            "stasis": coldest < numpy.where(tumour, -16, -19),
                            "mine": coldest < numpy.where(tumour, -30, -10),
                            "steps": numpy.clip((-20 - coldest) / 20, 0, 1)}
                for name, share in expected.items():
                    found = run[f"injury{suffix}/{name}"][()]
                    tissue = ~((found == 0) & (share == 1))  # cells inside the needle are none
                    # 2 mm cells: the temperature rises by some 10 K in one, so that single cells differ and sums do not.
                    self.assertLess(abs(found[tissue].sum() / share[tissue].sum() - 1), 0.06, (name, suffix))
                    self.assertLess(numpy.abs(found - share)[tissue].mean(), 0.01, (name, suffix))
                laws = numpy.stack([run[f"injury{suffix}/{name}"][()] for name in names])
                numpy.testing.assert_array_equal(run[f"injury{suffix}/disagreement"][()], laws.max(axis=0) - laws.min(axis=0))
            # Pairs of laws: what one destroys and the other does not, both ways, makes up the difference.
            unlike, destroyed = run["injury/volumes/disagreement"][()], run["injury/volumes/destroyed"][()].sum(axis=2)
            numpy.testing.assert_allclose(unlike - unlike.transpose(0, 2, 1), destroyed[:, :, None] - destroyed[:, None, :],
                                          atol=1e-14)
            self.assertTrue(numpy.all(unlike[:, 3, 0] > 0))
            # What destroys more in every tissue comes nearer to the vessel (`mine` destroys more kidney and less tumour).
            distance = run["injury/volumes/distance_to_risk"][0, :, 0]
            order = [names.index(name) for name in ("stasis", "isotherm")]
            self.assertTrue(numpy.all(numpy.diff(distance[order]) > 0))
            # In kidney the isotherm law goes by -20 degC, as the target's table does.
            at20 = run["target/distance_to_risk"][1, 0]
            self.assertAlmostEqual(distance[0], at20, delta=0.1 * 2e-3)

    def test_laws_of_a_file(self):
        file = self.run_case(RISK)
        laws = self.write("laws.toml", MINE)
        told = self.judge("--laws", laws)
        self.assertEqual([law["law"] for law in told],
                         ["isotherm", "threshold-and-time", "logistic", "stasis", "mine", "steps"])
        self.assertEqual([law["law"] for law in self.judge("--laws", laws, "--law", "mine", "--law", "stasis")],
                         ["stasis", "mine"])
        self.assertEqual(told[4]["parameters"], ["renal tumour = -30 degC", "other tissues = -10 degC"])
        text = self.run_ok("injury", file, "--laws", laws).stdout
        for said in ("destroyed, ml", "in tumour", "share of the target, %", "healthy tissue lost", "distance to vessel, mm",
                     "destroyed by cycle 2 alone", "not by that of the column", "steps: destroyed is"):
            self.assertIn(said, text)
        self.run_ok("injury", file, "--laws", laws, "--write")
        self.assertEqual(json.loads(self.run_ok("info", file, "--json").stdout)["injury"], told)
        self.assertIn(f", {1e3 * told[0]['cycles'][0]['distance_to_risk']['vessel']:.2f} mm to vessel",
                      self.run_ok("info", file).stdout)
        self.run_ok("export", file, "-o", self.scratch / "where.nii.gz", "--field", "injury/disagreement")
        self.run_ok("export", file, "-o", self.scratch / "mine.nii.gz", "--field", "injury/mine", "--cycle", "1")

    def test_a_run_from_an_image_that_is_gone(self):
        """Regions, margins and distances are the run's own; an interrupted run is judged like a complete one."""
        cells = numpy.stack(numpy.meshgrid(*(2.0 * numpy.arange(n) - (n - 1) for n in (24, 22, 20)), indexing="ij"), axis=-1)
        labels = numpy.ones(cells.shape[:3], numpy.uint8)
        labels[numpy.linalg.norm(cells - [0, 1, 0], axis=-1) < 8] = 2
        labels[cells[..., 1] > 12] = 3
        affine = numpy.diag([2.0, 2.0, 2.0, 1.0])
        affine[:3, 3] = [-23, -21, -19]
        nibabel.save(nibabel.Nifti1Image(labels, affine), self.scratch / "seg.nii.gz")
        begin, end = SMALL.index("[domain]"), SMALL.index("[probe.A]")
        file = self.run_case(SMALL[:begin] + """[domain]
labels = "seg.nii.gz"
labels_map = { 1 = "kidney", 2 = { tissue = "renal tumour", name = "tumour" }, 3 = { name = "colon", tissue = "soft tissue" } }
spacing = "2 mm"
[tissue]
background = "soft tissue"
""" + SMALL[end:].replace("[target]\n", '[target]\nat_risk = ["colon"]\n'), "--threads", 1)
        (self.scratch / "case.toml").unlink()
        (self.scratch / "seg.nii.gz").unlink()
        before = digest(file)
        self.assertIn("injury/volumes/distance_to_risk", before)
        with h5py.File(file, "r+") as run:
            run.attrs["status"] = "interrupted"
            del run["injury"]  # files of before some of it was written are completed
        self.run_ok("injury", file, "--write", "--quiet")
        self.assertEqual(digest(file), before)

    def test_what_cannot_be_judged(self):
        file = self.run_case(SMALL)
        held = self.write("held.toml", '[injury.held]\nlaw = "threshold and time"\ntemperature = "-33 degC"\ntime = "1 min"\n')
        wrong = self.write("wrong.toml", '[injury.x]\nlaw = "isotherm"\ntemperatur = "-20 degC"\n')
        before = file.read_bytes()
        for arguments, code, said in [
            ([file, "--law", "isoterm"], 2, 'did you mean "isotherm"?'),
            ([file, "--laws", held], 2, "no time below -33 degC"),
            ([file, "--laws", held, "--write"], 2, "no time below -33 degC"),
            ([file, "--laws", wrong], 2, "wrong.toml:3"),
            ([file, "--laws", self.scratch / "none.toml"], 3, "none.toml"),
            ([file, "--law", "isotherm", "--write"], 2, "--write"),
            ([self.scratch / "none.h5"], 3, "none.h5"),
        ]:
            done = iceball("injury", *arguments)
            self.assertEqual(done.returncode, code, done.stderr)
            self.assertIn(said, done.stderr)
        self.assertEqual(file.read_bytes(), before)
        self.assertEqual([name for name in self.names() if "part" in name], [])
        for change, said in [(lambda run: run.__delitem__("history"), "holds no history"),
                             (lambda run: run["regions/name"].write_direct(numpy.array(["a", "b"], dtype=object)), "regions")]:
            file.write_bytes(before)
            with h5py.File(file, "r+") as run:
                change(run)
            done = iceball("injury", file)
            self.assertEqual(done.returncode, 3, done.stderr)
            self.assertIn(said, done.stderr)


if __name__ == "__main__":
    unittest.main()
