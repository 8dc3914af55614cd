"""iceball render: which pictures come out, that they are whole, and what is said when they cannot be made."""
import json
import os
import pathlib
import shutil
import struct
import unittest

from cli import WITH_VIEW, CliTest, iceball
from made_up_run import write_run


def png_size(path):
    head = pathlib.Path(path).read_bytes()[:24]
    if head[:8] != b"\x89PNG\r\n\x1a\n":
        raise AssertionError(f"{path} is no PNG")
    return struct.unpack(">II", head[16:24])


def without(*names, **values):
    """The environment without some variables, and with others."""
    environment = {name: value for name, value in os.environ.items() if name not in names}
    return {**environment, **values}


def started_with(variable):
    """Command lines of the running processes that have a variable in their environment."""
    found = []
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if variable.encode() in (process / "environ").read_bytes().split(b"\0"):
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:  # ended meanwhile, or another user's
            pass
    return found


@unittest.skipUnless(WITH_VIEW, "this build has no VTK")
class Render(CliTest):
    def setUp(self):
        super().setUp()
        self.run_file = self.scratch / "run.h5"
        write_run(self.run_file)
        self.pictures = self.scratch / "pictures"

    def names(self):
        return sorted(path.name for path in self.pictures.iterdir())

    def test_pictures_without_a_display(self):
        done = self.run_ok("render", self.run_file, "--no-3d", env=without("DISPLAY", PATH="/nonexistent"))
        expected = ["charts.png", "slices_00300s.png", "slices_00600s.png"]
        self.assertEqual(self.names(), expected)
        self.assertEqual(sorted(pathlib.Path(line).name for line in done.stdout.splitlines()), expected)
        for name in expected:
            width, height = png_size(self.pictures / name)
            self.assertTrue(600 <= width <= 2400 and 400 <= height <= 2400, (name, width, height))
        self.assertIn("slices_00300s.png", done.stderr)

    @unittest.skipUnless(shutil.which("Xvfb"), "Xvfb is not installed")
    def test_scenes_and_film_on_a_display_of_its_own(self):
        done = self.run_ok("render", self.run_file, "-o", self.pictures, "--film", "--time", "5 min", "--json", "--quiet",
                           env=without("DISPLAY", ICEBALL_TEST=str(self.scratch)))
        self.assertEqual(done.stderr, "")
        files = [pathlib.Path(path) for path in json.loads(done.stdout)["files"]]
        self.assertEqual(sorted(path.name for path in files), self.names())
        self.assertLessEqual({"charts.png", "film.ogv", "scene_00300s.png", "slices_00300s.png"}, set(self.names()))
        self.assertEqual(png_size(self.pictures / "scene_00300s.png"), (1170, 820))
        self.assertEqual((self.pictures / "film.ogv").read_bytes()[:4], b"OggS")
        if shutil.which("ffmpeg"):
            self.assertEqual((self.pictures / "film.mp4").read_bytes()[4:8], b"ftyp")
        self.assertEqual(started_with(f"ICEBALL_TEST={self.scratch}"), [])  # its display has gone

    def test_no_display_to_be_had(self):
        done = iceball("render", self.run_file, env=without("DISPLAY", PATH="/nonexistent"))
        self.assertEqual(done.returncode, 3)
        self.assertIn("apt install xvfb", done.stderr)
        self.assertIn("--no-3d", done.stderr)
        self.assertFalse(self.pictures.exists())

    def test_existing_pictures_are_kept(self):
        self.run_ok("render", self.run_file, "--no-3d")
        chart = self.pictures / "charts.png"
        chart.write_text("mine")
        done = iceball("render", self.run_file, "--no-3d")
        self.assertEqual(done.returncode, 3)
        self.assertIn("--force", done.stderr)
        self.assertEqual(chart.read_text(), "mine")
        self.run_ok("render", self.run_file, "--no-3d", "--force")
        png_size(chart)

    def test_bad_times(self):
        for time, expected in (("20 min", "from 0 s to 600 s"), ("20 mm", "time"), ("5", "unit")):
            done = iceball("render", self.run_file, "--no-3d", "--time", time)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(expected, done.stderr)
            self.assertFalse(self.pictures.exists())

    def test_bad_files(self):
        text = self.write("notes.h5", "not HDF5")
        self.assertEqual(iceball("render", text, "--no-3d").returncode, 3)
        self.assertEqual(iceball("render", self.scratch / "absent.h5", "--no-3d").returncode, 3)
        self.assertEqual(iceball("render", self.run_file, self.run_file, "--no-3d").returncode, 2)
        self.assertFalse(self.pictures.exists())

    def test_folder_that_cannot_be_made(self):
        blocker = self.write("blocker", "a file")
        done = iceball("render", self.run_file, "--no-3d", "-o", blocker / "pictures")
        self.assertEqual(done.returncode, 3)
        self.assertIn("blocker", done.stderr)

    def test_run_without_frames_still_has_charts(self):
        write_run(self.run_file, frames=0)
        self.run_ok("render", self.run_file)
        self.assertEqual(self.names(), ["charts.png"])
        done = iceball("render", self.run_file, "--film", "--force")
        self.assertEqual(done.returncode, 2)
        self.assertIn("no temperature frames", done.stderr)

    def test_probe_chart(self):
        second = self.scratch / "second.h5"
        write_run(second, title="Another probe")
        done = self.run_ok("render", "--probe-chart", "--at", "5 min", self.run_file, second, "-o", self.pictures,
                           env=without("DISPLAY", PATH="/nonexistent"))
        self.assertEqual(done.stdout.strip(), str(self.pictures / "probe_chart.png"))
        png_size(self.pictures / "probe_chart.png")
        write_run(second, metrics=False)
        done = iceball("render", "--probe-chart", second, "-o", self.pictures, "--force")
        self.assertEqual(done.returncode, 2)
        self.assertIn("metrics", done.stderr)


if __name__ == "__main__":
    unittest.main()
