"""`iceball new` and `iceball list`."""
import json
import unittest

from cli import CliTest, iceball


class New(CliTest):
    def test_writes_a_case_once(self):
        path = self.scratch / "case.toml"
        self.run_ok("new", path)
        text = path.read_text()
        self.assertIn("[[protocol.stage]]", text)
        path.write_text("mine")
        refused = iceball("new", path)
        self.assertEqual(refused.returncode, 3)
        self.assertIn("exists", refused.stderr)
        self.assertIn("--force", refused.stderr)
        self.assertEqual(path.read_text(), "mine")
        self.run_ok("new", "--force", path)
        self.assertEqual(path.read_text(), text)
        self.assertEqual([p.name for p in self.scratch.iterdir()], ["case.toml"])

    def test_says_why_it_cannot_write(self):
        refused = iceball("new", self.scratch / "no folder" / "case.toml")
        self.assertEqual(refused.returncode, 3)
        self.assertIn("No such file or directory", refused.stderr)


class List(CliTest):
    def test_every_number_has_a_source(self):
        for what, least in [("tissues", 20), ("probes", 6), ("metals", 2)]:
            library = json.loads(self.run_ok("list", what, "--json").stdout)
            self.assertGreaterEqual(len(library["rows"]), least)
            standings = []
            for row in library["rows"]:
                numbers = {name: entry for name, entry in row.items() if isinstance(entry, dict) and name != "sources"}
                for name, entry in numbers.items():
                    self.assertTrue(entry["source"], f"{row['name']}: {name}")
                standings.append([entry["standing"] for entry in numbers.values()])
                self.assertEqual(row["sources"], self.tally(standings[-1]), row["name"])
            self.assertEqual(library["sources"], self.tally(sum(standings, [])))

    @staticmethod
    def tally(standings):
        """What `sources` should say of numbers with these standings."""
        tally = {name: standings.count(name) for name in ("read", "derived", "unverified")}
        counted = sum(tally.values())
        return {**tally, "share_read": (tally["read"] + tally["derived"]) / counted if counted else 1}

    def test_the_share_that_was_read_is_said(self):
        sources = json.loads(self.run_ok("list", "tissues", "--json").stdout)["sources"]
        text = self.run_ok("list", "tissues").stdout
        read = sources["read"] + sources["derived"]
        self.assertIn(f"All rows: {read} of {read + sources['unverified']} numbers read ({100 * sources['share_read']:.0f} %)",
                      text)
        self.assertRegex(text, r"sources +9 of 10 numbers read \(90 %\)")
        self.assertRegex(self.run_ok("list", "probes").stdout, r"All rows: \d+ of \d+ numbers read \(\d+ %\)")

    def test_tissues_of_the_issue_are_there_with_their_perfusion(self):
        rows = {row["name"]: row for row in json.loads(self.run_ok("list", "tissues", "--json").stdout)["rows"]}
        for name in [
            "bone cortical", "bone cancellous", "breast fat", "breast gland", "cervix", "eye vitreous", "eye sclera",
            "kidney", "liver", "lung", "prostate", "lymph node", "soft tissue", "fat", "muscle", "skin", "blood", "tumour",
            "saline", "agar gel",
        ]:
            self.assertIn(name, rows)
        for name in ["kidney", "liver", "lung"]:
            self.assertIn("ablation", rows[name]["default_perfusion"])
            self.assertLess(rows[name]["perfusion_ablation"]["value"], rows[name]["perfusion_resting"]["value"])

    def test_text_shows_the_default(self):
        self.assertRegex(self.run_ok("list", "tissues").stdout, "default perfusion +ablation")
        self.assertIn("argon 17G", self.run_ok("list", "probes").stdout)

    def test_what_is_assumed_of_a_probe_is_said(self):
        rows = {row["name"]: row for row in json.loads(self.run_ok("list", "probes", "--json").stdout)["rows"]}
        self.assertEqual(set(rows), {"argon 17G", "argon 1.7 mm", "argon 2.4 mm", "LN2 3 mm", "CO2 2.4 mm", "N2O 2.4 mm"})
        for name in ["LN2 3 mm", "CO2 2.4 mm"]:
            self.assertIn("unverified", rows[name]["conductance"]["source"])
        self.assertNotIn("conductance", rows["N2O 2.4 mm"])
        self.assertIn("unverified", rows["N2O 2.4 mm"]["wall_temperature"]["source"])
        self.assertIn("21.9 W/m/K", self.run_ok("list", "metals").stdout)

    def test_injury_laws_and_integrators(self):
        for what, name in [("integrators", "explicit Euler"), ("injury", "isotherm"), ("injury", "threshold-and-time"),
                           ("injury", "logistic"), ("injury", "stasis")]:
            rows = json.loads(self.run_ok("list", what, "--json").stdout)
            self.assertIn(name, [row["name"] for row in rows])
            described = rows if what == "integrators" else [p for row in rows for p in row["parameters"]]
            self.assertTrue(described and all(row["source"] for row in described))
            self.assertIn(name, self.run_ok("list", what).stdout)
        laws = self.run_ok("list", "injury").stdout
        for said in ("threshold-and-time: destroyed is what spent at least 60 s", "kidney  ", "-20 degC", "Chosy 1998"):
            self.assertIn(said, laws)

    def test_unknown_list(self):
        self.assertEqual(iceball("list", "tisues").returncode, 2)


if __name__ == "__main__":
    unittest.main()
