"""Published ice balls (examples/validation): what Iceball computes stays what the pages say of it.

Every folder's bands.toml has, for each quantity, the measured value, the band that counts as agreement, what was computed
on the case's own grid (`computed`) and on the grid of this test (`coarse`), and how far off each may be: a change of physics
that moves a result has to change the page with it. The cases run on 3 mm; with ICEBALL_LONG_TESTS on their own grids.
"""
import os
import pathlib
import shutil
import sys
import tempfile
import unittest

import long_tests

SOURCE_DIR = pathlib.Path(os.environ["ICEBALL_SOURCE_DIR"])
sys.path.insert(0, str(SOURCE_DIR / "examples" / "validation"))

try:
    import validate
except ImportError:  # no h5py
    validate = None

# The probe of 0.55 mm and the plate on the cervix need a finer grid than the others.
COARSE = {"x13_cervix": "2 mm", "x16_okajima": "0.75 mm"}


@unittest.skipIf(validate is None, "python3-h5py is not installed")
class IceBalls(unittest.TestCase):
    def hold(self, folder, column, spacing):
        scratch = pathlib.Path(tempfile.mkdtemp(prefix="iceball-test-"))
        self.addCleanup(shutil.rmtree, scratch, ignore_errors=True)
        found = validate.EXPERIMENTS[folder](validate.Runner(os.environ["ICEBALL_BINARY"], folder, scratch, spacing))
        listed = validate.bands(folder)
        self.assertEqual(set(found), set(listed), "bands.toml lists other quantities than validate.py finds")
        for name, row in listed.items():
            print(f"{folder}, {name}: {found[name]:.2f}, expected {row[column]:g} +- {row['tolerance']:g}", flush=True)
            with self.subTest(name):
                self.assertLessEqual(abs(found[name] - row[column]), row["tolerance"],
                                     f"{found[name]:.3f} where {folder}/bands.toml has {row[column]}")


class Pages(unittest.TestCase):
    """What the pages say of agreement follows from their own numbers."""

    @unittest.skipIf(validate is None, "python3-h5py is not installed")
    def test_every_folder_is_complete(self):
        folders = sorted(path.parent.name for path in (SOURCE_DIR / "examples/validation").glob("*/case.toml"))
        self.assertEqual(folders, sorted(validate.EXPERIMENTS))
        summary = (SOURCE_DIR / "docs/validation.md").read_text()
        for folder in folders:
            page = (SOURCE_DIR / "examples/validation" / folder / "README.md").read_text()
            self.assertIn(folder, summary)
            for name, row in validate.bands(folder).items():
                with self.subTest(folder=folder, name=name):
                    self.assertGreater(row["tolerance"], 0)
                    if "band" in row:
                        self.assertEqual(validate.inside(row["computed"], row["band"]), row["agrees"])
                        self.assertIn(f"{row['computed']:g}", page, "the page has another number")


def add(folder):
    def coarse(self):
        self.hold(folder, "coarse", COARSE.get(folder, "3 mm"))

    @long_tests.long_test
    def fine(self):
        self.hold(folder, "computed", None)

    setattr(IceBalls, f"test_{folder}", coarse)
    setattr(IceBalls, f"test_long_{folder}", fine)


if validate is not None:
    for experiment in validate.EXPERIMENTS:
        add(experiment)

if __name__ == "__main__":
    long_tests.main()
