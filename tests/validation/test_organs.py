"""The organs (examples/organs): every number of their pages is what Iceball computes.

In the normal tests the pages are held to each other: each has its lesson, its sources and both blocks of tables, and the
table of README.md says what the pages say. With ICEBALL_LONG_TESTS every case and every change that a page tells of runs, and
every cell of the tables has to come out as it is printed, numbers within one unit of their last digit.
"""
import os
import pathlib
import re
import shutil
import sys
import tempfile
import unittest

import long_tests

SOURCE_DIR = pathlib.Path(os.environ["ICEBALL_SOURCE_DIR"])
sys.path.insert(0, str(SOURCE_DIR / "examples" / "organs"))

try:
    import results
except ImportError:  # no h5py
    results = None

NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e-?\d+)?")


def unit(number):
    """Of the last digit, as printed."""
    decimals = len(number.split(".")[1]) if "." in number else 0
    return 10.0**-decimals


def differences(page, found):
    """Lines of two texts that differ by more than the last digit of a number."""
    told, computed = page.splitlines(), found.splitlines()
    if len(told) != len(computed):
        return [f"{len(told)} lines on the page, {len(computed)} computed"]
    wrong = []
    for a, b in zip(told, computed):
        numbers = list(zip(NUMBER.findall(a), NUMBER.findall(b)))
        same = NUMBER.sub("#", a) == NUMBER.sub("#", b) and len(NUMBER.findall(a)) == len(NUMBER.findall(b))
        if not same or any(abs(float(x) - float(y)) > 1.01 * max(unit(x), unit(y)) for x, y in numbers):
            wrong.append(f"page:     {a}\ncomputed: {b}")
    return wrong


def page(organ):
    return (SOURCE_DIR / "examples/organs" / organ / "README.md").read_text()


class Differences(unittest.TestCase):
    def test_last_digit_only(self):
        self.assertEqual(differences("| a | 1.2 | 30 |", "| a | 1.3 | 30 |"), [])
        for other in ("| a | 1.4 | 30 |", "| a | 1.2 | 32 |", "| b | 1.2 | 30 |", "| a | - | 30 |", "| a | -1.2 | 30 |"):
            self.assertEqual(len(differences("| a | 1.2 | 30 |", other)), 1, other)


@unittest.skipIf(results is None, "python3-h5py is not installed")
class Pages(unittest.TestCase):
    def test_complete(self):
        cases = sorted(path.parent.name for path in (SOURCE_DIR / "examples/organs").glob("*/case.toml"))
        self.assertEqual(cases, results.ORGANS, "organs without a page, or pages without a case")
        for organ in results.ORGANS:
            with self.subTest(organ):
                text = page(organ)
                for part in ("## Lesson", "## Try it", "## Results", "## Where the numbers come from", "## What to trust"):
                    self.assertEqual(text.count(f"\n{part}\n"), 1, part)
                words = len(text.split("\n## Lesson\n")[1].split("\n## ")[0].split())
                self.assertTrue(150 <= words <= 300, f"the lesson has {words} words")
                found = results.read_results(text)
                self.assertIn("Ice at the end of every freeze", found)
                self.assertIn("Destroyed by the end", found)
                tries = results.block(text, "tries")
                for change in results.lesson(organ)["try"]:
                    for setting in change["set"]:
                        self.assertIn(f"--set '{setting}'", tries)

    def test_index(self):
        text = (SOURCE_DIR / "examples/organs/README.md").read_text()
        self.assertEqual(results.block(text, "index"), results.index_block(), "run results.py --write")


class Computed(unittest.TestCase):
    def hold(self, organ):
        scratch = pathlib.Path(tempfile.mkdtemp(prefix="iceball-test-"))
        self.addCleanup(shutil.rmtree, scratch, ignore_errors=True)
        for name, found in results.Pages(os.environ["ICEBALL_BINARY"], scratch).blocks(organ).items():
            print(f"{organ}\n{found}\n", flush=True)
            with self.subTest(name):
                self.assertEqual(differences(results.block(page(organ), name), found), [], "run results.py --write")


def add(organ):
    @long_tests.long_test
    def hold(self):
        self.hold(organ)

    setattr(Computed, f"test_long_{organ}", hold)


if results is not None:
    for name in results.ORGANS:
        add(name)

if __name__ == "__main__":
    long_tests.main()
