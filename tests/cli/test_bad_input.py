"""Bad input: every kind ends with exit code 2 or 3, says what to do, and leaves no output behind."""
import gzip
import os
import pwd
import struct
import subprocess
import unittest

from cases import PLAIN as BASE
from cli import BINARY, CliTest, iceball

SECOND_PROBE = """
[probe.B]
diameter = "2.4 mm"
active_length = "30 mm"
tip = ["{x} mm", "0 mm", "-15 mm"]
entry = ["{x} mm", "0 mm", "60 mm"]
exchange = {exchange}
"""
WALL = '{ model = "wall temperature", temperature = "-80 degC" }'

COMMANDS = ("check", "run")


def write_nifti(path, labels, shape=(20, 20, 30), spacing=2.0):
    """A NIfTI-1 label image whose first voxels have the given labels and the rest 1, centred on the origin."""
    voxels = bytearray([1] * (shape[0] * shape[1] * shape[2]))
    voxels[: len(labels)] = bytes(labels)
    header = bytearray(352)
    struct.pack_into("<i", header, 0, 348)
    struct.pack_into("<8h", header, 40, 3, *shape, 1, 1, 1, 1)
    struct.pack_into("<hh", header, 70, 2, 8)
    struct.pack_into("<8f", header, 76, 1, spacing, spacing, spacing, 0, 0, 0, 0)
    struct.pack_into("<f", header, 108, 352)
    struct.pack_into("<f", header, 112, 1)
    header[123] = 2
    struct.pack_into("<hh", header, 252, 0, 2)
    for row in range(3):
        values = [0.0] * 4
        values[row] = spacing
        values[3] = -spacing * (shape[row] - 1) / 2
        struct.pack_into("<4f", header, 280 + 16 * row, *values)
    header[344:348] = b"n+1\0"
    data = bytes(header) + bytes(voxels)
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)


class BadInput(CliTest):
    def refuse(self, text, *said, arguments=(), code=(2, 3)):
        """Every command refuses the case (text or bytes), its message holds all of `said`, nothing is left behind."""
        path = self.scratch / "case.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        before = sorted(p.name for p in self.scratch.iterdir())
        for command in COMMANDS:
            done = iceball(command, path, *arguments)
            self.assertIn(done.returncode, code, f"{command}: {done.stdout}{done.stderr}")
            for words in said:
                self.assertIn(words, done.stderr)
            self.assertEqual(done.stdout, "")
            self.assertEqual(sorted(p.name for p in self.scratch.iterdir()), before)

    def refuse_change(self, old, new, *said, **options):
        self.assertIn(old, BASE)
        self.refuse(BASE.replace(old, new), *said, **options)

    def test_the_base_case_is_good(self):
        self.run_ok("check", self.write("case.toml", BASE))
        self.run_ok("check", self.write("case.toml", BASE + SECOND_PROBE.format(x=10, exchange=WALL)))

    def test_unknown_keys_have_their_place_and_the_right_suggestion(self):
        self.refuse_change('spacing = "2 mm"', 'spacng = "2 mm"', "case.toml:4:1", '"spacng"', 'did you mean "spacing"?')
        self.refuse_change("[domain]", "[domian]", '"domian"', 'did you mean "domain"?')
        self.refuse_change("radius", "raduis", 'did you mean "radius"?')
        self.refuse_change("duration", "durations", 'did you mean "duration"?')
        self.refuse_change("[sensor.S]\nat", "[sensor.S]\nal", 'did you mean "at"?')
        self.refuse_change("margin", "marign", f"case.toml:{BASE[: BASE.index('margin')].count(chr(10)) + 1}:1", 'did you mean "margin"?')
        self.refuse_change("every", "evry", 'did you mean "every"?')
        self.refuse(BASE, 'did you mean "spacing"?', arguments=["--set", "domain.spaceing=1 mm"])

    def test_all_errors_come_at_once(self):
        text = BASE.replace('spacing = "2 mm"', "spacing = 2").replace('"argon 17G"', '"argon 17"').replace("20 s", "0 s")
        self.refuse(text, "3 problems", "domain.spacing", "probe.A.preset", "protocol.stage[0].duration")

    def test_units(self):
        self.refuse_change('spacing = "2 mm"', "spacing = 2", "case.toml:4:11", "unit is missing", '"2 mm"')
        self.refuse_change('spacing = "2 mm"', 'spacing = "2"', "unit is missing", "mm, cm, m")
        self.refuse_change('spacing = "2 mm"', 'spacing = "2 s"', '"s" is the wrong unit', "length")
        self.refuse_change('spacing = "2 mm"', 'spacing = "2 furlong"', 'unknown unit "furlong"')
        self.refuse_change('spacing = "2 mm"', 'spacing = "two mm"', "no number")
        self.refuse_change('spacing = "2 mm"', 'spacing = "nan mm"', "not finite")
        self.refuse_change('spacing = "2 mm"', "spacing = true", "expected a length")

    def test_spacing_and_size(self):
        self.refuse_change('spacing = "2 mm"', 'spacing = "0 mm"', "must be positive")
        self.refuse_change('spacing = "2 mm"', 'spacing = "-2 mm"', "must be positive")
        self.refuse_change('spacing = "2 mm"', 'spacing = "3 mm"', "not a multiple", "39 mm or 42 mm")
        self.refuse_change('["40 mm", "40 mm", "60 mm"]', '["40 mm", "40 mm"]', "expected three values")
        self.refuse_change('["40 mm", "40 mm", "60 mm"]', '["0 mm", "40 mm", "60 mm"]', "domain.size[0]", "positive")

    def test_kelvin_for_celsius(self):
        self.refuse_change('"37 degC"', '"310 K"', "degC", '"36.85 degC"')
        self.refuse_change('"37 degC"', '"310 degC"', "between -273.15 and 100 degC", "kelvin")
        self.refuse_change('"37 degC"', '"-300 degC"', "between -273.15 and 100 degC")
        for wrong in ("200 degC", "-300 degC", "133 K"):
            wall = WALL.replace("-80 degC", wrong)
            self.refuse(BASE + SECOND_PROBE.format(x=10, exchange=wall), "probe.B.exchange.temperature", "degC", wrong)
        self.refuse(BASE + '[boundary]\ndefault = { temperature = "310 degC" }\n', "boundary.default.temperature", "kelvin")
        self.refuse(BASE + 'isotherms = ["233 degC"]\n', "output.isotherms[0]", "kelvin")
        self.refuse_change('tissue = "renal tumour"', 'held = "310 degC"', "tissue.region[0].held", "kelvin")

    def test_unknown_names(self):
        self.refuse_change('"kidney"', '"kideny"', 'unknown tissue "kideny"', 'did you mean "kidney"?')
        self.refuse_change('"argon 17G"', '"argon 17"', 'did you mean "argon 17G"?')
        self.refuse_change('region = "tumour"', 'region = "tumor"', 'did you mean "tumour"?')
        self.refuse_change('kind = "freeze"', 'kind = "freez"', 'did you mean "freeze"?')
        self.refuse_change('"20 s"', '"20 s"\nprobes = ["C"]', 'unknown probe "C"')
        self.refuse_change('"20 s"', '"20 s"\nduty = { C = "50 %" }', 'unknown probe "C"')

    def test_images(self):
        labels = '[domain]\nlabels = "seg.nii.gz"\nlabels_map = { 1 = "kidney" }\nspacing = "2 mm"\n'
        text = BASE.replace(BASE[BASE.index("[domain]") : BASE.index("[initial]")], labels)
        image = self.scratch / "seg.nii.gz"
        self.refuse(text, "seg.nii.gz", "there is no file")
        write_nifti(image, [1])
        self.run_ok("check", self.write("case.toml", text))
        write_nifti(image, [7, 7])
        self.refuse(text, "label 7 (2 cells)", "labels_map")
        self.refuse(text.replace('= "kidney" }', '= "kideny" }'), "labels_map.1", 'unknown tissue "kideny"', 'did you mean "kidney"?')
        self.refuse(text.replace("1 =", "one ="), "labels_map.one", "a whole number from 0")
        whole = image.read_bytes()
        image.write_bytes(whole[:-20])
        self.refuse(text, "seg.nii.gz", "cut short or damaged", "12000 bytes of voxels expected")
        for content in (whole[:60], b"no image", b""):
            image.write_bytes(content)
            self.refuse(text, "case.toml:3:10", "seg.nii.gz", "too short or too damaged to hold a NIfTI header")
        image.unlink()
        image.mkdir()
        self.refuse(text, "seg.nii.gz")

    def test_missing_case(self):
        for command in COMMANDS:
            done = iceball(command, self.scratch / "none.toml")
            self.assertEqual(done.returncode, 3)
            self.assertIn("none.toml", done.stderr)
            self.assertIn("No such file", done.stderr)
            self.assertEqual(iceball(command, self.scratch).returncode, 3)

    def test_csv(self):
        exchange = '{ model = "wall temperature", csv = "wall.csv", temperature_column = "T" }'
        text = BASE + SECOND_PROBE.format(x=10, exchange=exchange)
        self.refuse(text, "wall.csv", "there is no file")
        self.write("wall.csv", "t,T\n0,20\n10,-40\n")
        self.run_ok("check", self.write("case.toml", text))
        for content, said in [
            ("t,T\n0,20\n10,nan\n", ("line 3", "finite number", '"nan"')),
            ("t,T\n0,20\n10,\n", ("line 3", "finite number")),
            ("t,T\n0,20\n10\n", ("line 3", '"T" is missing')),
            ("t,T\n0,20\n5,10\n5,0\n", ("line 4", "times must increase")),
            ("t,T\n0,300\n", ("between -273.15 and 100 degC",)),
            ("t,Te\n0,20\n", ("column", '"Te"')),
            ("t,T\n", ("no line with numbers",)),
            ("", ("empty",)),
        ]:
            self.write("wall.csv", content)
            self.refuse(text, "wall.csv", *said)

    def test_time_tables(self):
        def table(times, temperatures):
            exchange = f'{{ model = "wall temperature", times = {times}, temperatures = {temperatures} }}'
            return BASE + SECOND_PROBE.format(x=10, exchange=exchange)

        self.run_ok("check", self.write("case.toml", table('["0 s", "5 s"]', '["20 degC", "-40 degC"]')))
        self.refuse(table('["0 s", "0 s"]', '["20 degC", "-40 degC"]'), "times must increase")
        self.refuse(table('["0 s"]', '["20 degC", "-40 degC"]'), "2 values for 1 times")
        self.refuse(table("[]", "[]"), "at least one")

    def test_probes(self):
        self.refuse_change('"-20 mm"]', '"-40 mm"]', "probe.A", "outside the box", "along z")
        self.refuse_change('["0 mm", "0 mm", "-20 mm"]', '["19.5 mm", "0 mm", "-20 mm"]', "outside the box", "along x")
        self.refuse(BASE + SECOND_PROBE.format(x=1.5, exchange=WALL), "probe.B", "overlaps probe", '"A"')
        self.refuse(BASE + SECOND_PROBE.format(x=10, exchange=WALL).replace("30 mm", "0 mm"), "active_length", "positive")
        self.refuse(BASE + SECOND_PROBE.format(x=10, exchange=WALL).replace('"2.4 mm"', '"-1 mm"'), "diameter", "positive")
        self.refuse_change('entry = ["0 mm", "0 mm", "60 mm"]', 'entry = ["0 mm", "0 mm", "-20 mm"]', "differ from tip")
        self.refuse_change("preset", "diameter", "probe.A.diameter", "active_length", "exchange")
        falling = '{ model = "power limited", wall_temperatures = ["-150 degC", "-90 degC", "0 degC"], powers = ["0 W", "9 W", "8 W"] }'
        self.refuse(BASE + SECOND_PROBE.format(x=10, exchange=falling), "probe.B.exchange.powers", "falls from 9 W at -90 degC")
        self.refuse_change('preset = "argon 17G"', 'preset = "argon 17G"\nmetal = "stainles steel"\nwall_thickness = "0.1 mm"',
                           "probe.A.metal", 'did you mean "stainless steel"?')
        self.refuse(BASE + SECOND_PROBE.format(x=10, exchange='{ model = "magic" }'), "magic", "wall temperature")

    def test_protocol(self):
        stage = BASE[BASE.index("[[protocol") : BASE.index("[target]")]
        self.refuse_change(stage, "", "the protocol is empty")
        self.refuse_change("[protocol]\ncycles = 1\n" + stage, "", "[protocol] is missing")
        self.refuse_change('"20 s"', '"0 s"', "must be positive")
        self.refuse_change('"20 s"', '"-20 s"', "must be positive")
        self.refuse_change('"20 s"', '"20 s"\nduty = { A = "120 %" }', "at most 100 %")
        self.refuse_change('"20 s"', '"20 s"\nduty = { A = "0 %" }', "above 0 %")
        self.refuse_change("cycles = 1", "cycles = 0", "from 1 to")
        self.refuse_change("cycles = 1", "cycles = 1.5", "whole number")
        self.refuse_change('kind = "freeze"', 'kind = "thaw"\nprobes = ["A"]', "all gas is off")
        self.refuse_change('"20 s"', '"20 s"\nexchange = { A = { conductanc = "9 W/K/m" } }', "protocol.stage[0].exchange.A",
                           'did you mean "conductance"?')

    def test_sensor_target_and_regions(self):
        self.refuse_change('at = ["5 mm"', 'at = ["50 mm"', "sensor.S.at", "outside the box")
        self.refuse_change('region = "tumour"', 'region = "spleen"', 'unknown region "spleen"')
        self.refuse_change('margin = "5 mm"', 'margin = "5 mm"\nat_risk = ["aorta"]', "target.at_risk", 'unknown region "aorta"')
        self.refuse_change('centre = ["0 mm"', 'centre = ["90 mm"', '"tumour"', "no cell")
        self.refuse_change("[target]", BASE[BASE.index("[[tissue.region]]") : BASE.index("[probe.A]")] + "[target]",
                           "a second region")
        self.refuse_change('radius = "8 mm"', 'radius = "0 mm"', "positive")
        self.refuse_change("[sensor.S]", '[sensor."../x"]', "must not hold")

    def test_more_memory_than_there_is(self):
        self.refuse_change('spacing = "2 mm"', 'spacing = "0.005 mm"', "need about", "GB of memory", "spacing")
        self.refuse_change('spacing = "2 mm"', 'spacing = "1e-300 mm"', "GB of memory")

    def test_not_toml(self):
        self.refuse("{ this is not TOML }", "case.toml:1:", "not TOML")
        self.refuse("", "is empty")
        self.refuse("\n\n  \n", "is empty")
        self.refuse(BASE + "[domain]\n", "case.toml:", "not TOML")
        self.refuse("[[[", "not TOML")
        self.refuse('a = "' + "x" * 100, "not TOML")
        self.refuse("x = 1\n" * 300000, "bytes")

    def test_deep_nesting(self):
        self.refuse("a = " + "[" * 100000, "nested too deeply")
        self.refuse("a = " + "{ a = " * 5000, "nested too deeply")
        self.refuse(".".join(["a"] * 100000) + " = 1", "nested too deeply")
        self.refuse("[" + ".".join(["a"] * 100000) + "]", "nested too deeply")
        self.refuse(BASE, "--set", "steps", arguments=["--set", ".".join(["a"] * 100) + "=1"])
        self.refuse(BASE, "unknown key", arguments=["--set", "title2=" + "[" * 1000 + "]" * 1000])

    def test_hostile_text(self):
        self.refuse(BASE.encode() + b"[sensor.\xff]\n", f"case.toml:{len(BASE.splitlines()) + 1}:", "UTF-8")
        self.refuse(BASE.encode().replace(b"base", b"\xed\xa0\x80"), "UTF-8")
        self.refuse(BASE.encode().replace(b"base", b"\x00"), "case.toml:1:")
        self.refuse(BASE.encode().replace(b'"base"', b'"base\x1b[31m"'), "not TOML")
        path = self.write("case.toml", BASE.replace("[sensor.S]", '[sensor."\\u001b[31m\\u202e"]'))
        done = iceball("check", path)
        self.assertEqual(done.returncode, 2)
        self.assertNotIn("\x1b", done.stderr)
        self.assertNotIn("\u202e", done.stderr)
        self.assertIn("control or invisible", done.stderr)

    def test_overrides(self):
        for value, said in [
            ("nothing", "path=value"),
            ("a..b=1", "empty key"),
            ("=1", "empty key"),
            ("domain.spacing=", "no value"),
            ("region[tumor].radius=5 mm", 'did you mean "tumour"?'),
            ("protocol.stage[3].duration=5 min", "has 1 elements"),
            ("protocol.stage[0=5 min", '"[" without "]"'),
            ("domain.spacing.x=1", "not a table"),
            ("probe.C.tip=1", "probe.C"),
            ("domain.spacing=2", "unit is missing"),
        ]:
            with self.subTest(value):
                self.refuse(BASE, "--set", said, arguments=["--set", value])


class BadOutput(CliTest):
    def setUp(self):
        super().setUp()
        self.case = self.write("case.toml", BASE)

    def refuse(self, *arguments, said=(), code=3, **options):
        before = {path: path.read_bytes() if path.is_file() else None for path in self.scratch.rglob("*")}
        done = iceball("run", self.case, *arguments, **options)
        self.assertEqual(done.returncode, code, done.stderr)
        for words in said:
            self.assertIn(words, done.stderr)
        self.assertEqual(done.stdout, "")
        after = {path: path.read_bytes() if path.is_file() else None for path in self.scratch.rglob("*")}
        self.assertEqual(after, before)

    def test_existing_output_is_kept_unless_forced(self):
        output = self.write("out.h5", "mine")
        self.refuse("-o", output, said=["out.h5", "exists", "--force", "--resume"])
        beside = self.write("case.h5", "mine too")  # where the output goes unless told
        self.refuse(said=["case.h5", "exists", "--force"])
        self.refuse("-o", output, "--resume", said=["out"])
        # What is wrong with the case comes first, and --force removes nothing for a case that is bad.
        self.refuse("-o", output, "--force", "--set", "domain.spacing=3 mm", said=["not a multiple"], code=2)
        for path, arguments in ((output, ["-o", output]), (beside, [])):
            self.run_ok("run", self.case, *arguments, "--force", "--quiet", "--set", "domain.spacing=4 mm")
            self.assertEqual(path.read_bytes()[:8], b"\x89HDF\r\n\x1a\n")

    def test_unwritable_output(self):
        self.refuse("-o", self.scratch / "no folder" / "out.h5", said=["no folder", "does not exist"])
        self.refuse("-o", self.case / "out.h5", said=["case.toml"])
        folder = self.scratch / "folder"
        folder.mkdir()
        self.refuse("-o", folder, said=["folder", "name a file"])
        self.refuse("-o", "/proc/out.h5", said=["/proc/out.h5"])
        self.refuse("-o", self.scratch / ("x" * 300 + ".h5"), said=["xxx.h5", "File name too long"])

    def as_somebody(self):
        """Options under which a program may read the scratch folder and write nowhere in it."""
        self.scratch.chmod(0o555)
        self.addCleanup(self.scratch.chmod, 0o700)
        if os.geteuid() != 0:
            return {}
        nobody = pwd.getpwnam("nobody")
        if subprocess.run([BINARY, "--version"], user=nobody.pw_uid, capture_output=True).returncode != 0:
            self.skipTest("nobody may not run the program where it lies")
        return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}

    def test_no_right_to_write_or_read(self):
        secret = self.write("secret.toml", BASE)
        secret.chmod(0)
        mine = self.write("mine.h5", "mine")
        options = self.as_somebody()
        for arguments in (["-o", self.scratch / "out.h5"], [], ["-o", mine, "--force"]):
            name = str(arguments[1]) if arguments else "case.h5"
            done = iceball("run", self.case, *arguments, **options)
            self.assertEqual(done.returncode, 3, done.stderr)
            self.assertIn(name, done.stderr)
            self.assertIn("Permission denied", done.stderr)
            self.assertEqual(done.stdout, "")
        for command in COMMANDS:
            done = iceball(command, secret, **options)
            self.assertEqual(done.returncode, 3, done.stderr)
            self.assertIn("secret.toml", done.stderr)
            self.assertIn("Permission denied", done.stderr)
        self.assertEqual(mine.read_text(), "mine")
        self.assertEqual(self.names(), ["case.toml", "mine.h5", "secret.toml"])


if __name__ == "__main__":
    unittest.main()
