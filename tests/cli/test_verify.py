"""iceball verify: table, JSON, names of cases, exit codes."""
import json
import re
import unittest
from xml.etree import ElementTree

from cli import CliTest, iceball


class Verify(CliTest):
    def test_table_has_a_row_a_grid_and_the_verdict(self):
        done = self.run_ok("verify", "neumann-slab", "--quick")
        header, coarse, fine = done.stdout.splitlines()
        self.assertTrue(header.startswith("case"))
        self.assertEqual(coarse.split()[:2], ["neumann-slab", "2"])
        self.assertEqual(fine.split()[0], "1")
        self.assertIn("0.6 / 2", fine)
        self.assertTrue(fine.endswith("passed"))
        self.assertEqual(done.stderr, "1 of 1 cases passed\n")

    def test_json_and_full_grids(self):
        done = self.run_ok("verify", "--json", "--quiet", "neumann-slab", "metabolism")
        result = json.loads(done.stdout)
        self.assertTrue(result["passed"])
        self.assertEqual([case["name"] for case in result["cases"]], ["neumann-slab", "metabolism"])
        slab = result["cases"][0]
        self.assertEqual([at["spacing"] for at in slab["spacings"]], [2e-3, 1e-3, 0.5e-3])
        self.assertLess(slab["spacings"][1]["rms_error"], 0.006)
        self.assertLess(slab["spacings"][1]["ledger_residual"], 1e-12)
        self.assertGreater(slab["spacings"][2]["ratio"], 1.7)
        self.assertEqual(done.stderr, "")

    def test_a_failed_check_ends_with_1_and_says_which(self):
        done = iceball("verify", "neumann-slab", "--quick", "--tolerance-scale", "0.01")
        self.assertEqual(done.returncode, 1)
        self.assertIn("FAILED", done.stdout)
        self.assertIn("rms error", done.stdout)
        self.assertEqual(done.stderr, "0 of 1 cases passed\n")
        done = iceball("verify", "neumann-slab", "--quick", "--tolerance-scale", "0.01", "--json")
        self.assertEqual(done.returncode, 1)
        self.assertFalse(json.loads(done.stdout)["passed"])

    def test_the_report_is_one_page_with_charts(self):
        page = self.scratch / "report.html"
        done = self.run_ok("verify", "neumann-slab", "steps-held-ice", "--quick", "--report", page)
        self.assertIn(f"wrote {page}", done.stderr)
        text = page.read_text()
        charts = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
        self.assertEqual(len(charts), 4)  # error, front and its error over time; error
        for chart in charts:
            ElementTree.fromstring(chart)
            self.assertNotIn("nan", chart)
        for words in ("2 of 2 cases passed", "iceball 0.", "order 1.00", "prefers-color-scheme: dark", "neumann-slab"):
            self.assertIn(words, text)
        self.assertNotRegex(text, r"https?://|src=|@import")  # nothing from elsewhere
        done = iceball("verify", "metabolism", "--report", page)
        self.assertEqual(done.returncode, 3)
        self.assertIn("is kept", done.stderr)
        self.assertEqual(done.stdout, "")
        self.run_ok("verify", "metabolism", "--report", page, "--force")
        self.assertIn("1 of 1 cases passed", page.read_text())

    def test_cases_are_listed_and_unknown_ones_refused(self):
        names = [line.split()[0] for line in self.run_ok("verify", "--list").stdout.splitlines()]
        self.assertIn("sharp-point", names)
        self.assertEqual(names, [case["name"] for case in json.loads(self.run_ok("verify", "--list", "--json").stdout)])
        done = iceball("verify", "sharp")
        self.assertEqual(done.returncode, 2)
        self.assertIn("sharp-point", done.stderr)
        self.assertEqual(done.stdout, "")


if __name__ == "__main__":
    unittest.main()
