"""A disk that is full: from the start it leaves nothing, later it costs no committed frame. Exit code 3 and the system's own
words either way. A small tmpfs where root may mount one, and everywhere a limit on file size (ulimit -f), past which the
system refuses to write in the same way."""
import os
import resource
import subprocess
import unittest

import h5py
import numpy

from cases import SMALL
from cli import CliTest, iceball
from run_files import check_frames_are_whole

FRAMES = ["--set", "output.every=1 s"]


def limit_of(size):
    """What a process does before it becomes iceball: no file beyond `size` bytes. SIGXFSZ stays as it is by default."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


class Full(CliTest):
    def setUp(self):
        super().setUp()
        self.case = self.write("case.toml", SMALL)

    def reference(self, *settings):
        """The same run where there is room enough."""
        path = self.scratch / "reference.h5"
        self.run_ok("run", self.case, "-o", path, "--quiet", "--force", *settings)
        return path

    def check_frames(self, path, reference, least):
        count = check_frames_are_whole(self, path, least)
        with h5py.File(path) as run, h5py.File(reference) as whole:
            self.assertLess(count, whole.attrs["frames_committed"])
            self.assertTrue(numpy.array_equal(run["temperature"][:count], whole["temperature"][:count]))
        return count

    def refused(self, said, *arguments, **options):
        done = iceball("run", self.case, "--quiet", *arguments, **options)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertEqual(done.stdout, "")
        # The run file, or run.xmf beside it, whichever meets the end of the disk first.
        self.assertRegex(done.stderr, rf"run\.(h5|xmf): {said}")


class FileLimit(Full):
    def setUp(self):
        super().setUp()
        self.run_file = self.scratch / "run.h5"

    def test_full_from_the_start_leaves_nothing(self):
        self.refused("File too large", "-o", self.run_file, preexec_fn=limit_of(4096))
        self.assertEqual(self.names(), ["case.toml"])
        # Room for the fixed part and a few frames decides what is left: nothing, or a file with more than the start.
        size = self.reference(*FRAMES).stat().st_size
        kept = set()
        for limit in [size // 1000 * n for n in (50, 60, 70, 80, 90, 100, 120, 150)]:
            with self.subTest(limit):
                self.refused("File too large", "-o", self.run_file, *FRAMES, preexec_fn=limit_of(limit))
                kept.add(self.run_file.exists())
                if self.run_file.exists():
                    check_frames_are_whole(self, self.run_file, 2)
                    self.run_file.unlink()
                    self.run_file.with_suffix(".xmf").unlink()
                self.assertEqual(self.names(), ["case.toml", "reference.h5", "reference.xmf"])
        self.assertEqual(kept, {False, True})

    def test_full_in_mid_run_keeps_what_was_committed(self):
        reference = self.reference(*FRAMES)
        self.refused("File too large", "-o", self.run_file, *FRAMES, preexec_fn=limit_of(reference.stat().st_size // 2))
        count = self.check_frames(self.run_file, reference, 20)
        self.assertEqual(self.names(), ["case.toml", "reference.h5", "reference.xmf", "run.h5", "run.xmf"])
        with h5py.File(self.run_file) as run:
            self.assertEqual(run.attrs["status"], "running")
        self.assertEqual(self.run_file.with_suffix(".xmf").read_text().count("<Time "), count)
        self.assertIn("running", self.run_ok("info", self.run_file).stdout)

    def test_a_run_without_frames_keeps_its_series(self):
        settings = ["--set", "output.frames=none", "--set", "output.every=2 s"]
        reference = self.reference(*settings)
        with h5py.File(reference) as whole:
            fields = [f"history/{name}" for name in whole["history"] if isinstance(whole[f"history/{name}"], h5py.Dataset)]
            history = sum(whole[name].id.get_storage_size() for name in fields)
        self.refused("File too large", "-o", self.run_file, *settings,
                     preexec_fn=limit_of(reference.stat().st_size - history // 2))
        with h5py.File(self.run_file) as run, h5py.File(reference) as whole:
            self.assertEqual(run.attrs["status"], "running")
            for name in ("metrics/time", "metrics/volume", "probes/A/power", "sensors/TC1/temperature", "ledger/needles"):
                self.assertTrue(numpy.array_equal(run[name][()], whole[name][()]), name)
        self.assertEqual(self.names(), ["case.toml", "reference.h5", "run.h5"])

    def test_an_existing_file_survives_a_replacement_that_cannot_begin(self):
        self.run_file.write_text("mine")
        self.refused("File too large", "-o", self.run_file, "--force", preexec_fn=limit_of(4096))
        self.assertEqual(self.run_file.read_text(), "mine")
        self.assertEqual(self.names(), ["case.toml", "run.h5"])

    def test_other_outputs_on_a_full_disk(self):
        path = self.reference("--set", "output.every=30 s")
        before = self.names()
        for arguments in (["export", path, "-o", self.scratch / "x.csv"], ["export", path, "-o", self.scratch / "x.nii"],
                          ["new", self.scratch / "x.toml"]):
            with self.subTest(arguments[-1]):
                done = iceball(*arguments, preexec_fn=limit_of(100))
                self.assertEqual(done.returncode, 3, done.stderr)
                self.assertIn(arguments[-1].name, done.stderr)
                self.assertEqual(done.stdout, "")
                self.assertEqual(self.names(), before)


def mount_tmpfs(folder, size):
    return subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True, text=True)


@unittest.skipUnless(os.geteuid() == 0, "only root can mount a small disk")
class SmallDisk(Full):
    def disk(self, size):
        folder = self.scratch / "disk"
        folder.mkdir()
        mounted = mount_tmpfs(folder, size)
        if mounted.returncode != 0:
            self.skipTest(f"cannot mount a small disk: {mounted.stderr.strip()}")
        self.addCleanup(subprocess.run, ["umount", folder], check=True)
        return folder

    def test_full_in_mid_run_keeps_what_was_committed(self):
        reference = self.reference(*FRAMES)
        folder = self.disk(reference.stat().st_size // 2)
        self.refused("No space left on device", "-o", folder / "run.h5", *FRAMES)
        self.check_frames(folder / "run.h5", reference, 20)
        self.assertEqual(sorted(path.name for path in folder.iterdir()), ["run.h5", "run.xmf"])

    def test_full_from_the_start_leaves_nothing(self):
        folder = self.disk("512k")
        (folder / "other").write_bytes(bytes(500 * 1024))
        self.refused("No space left on device", "-o", folder / "run.h5", "--set", "output.frames=none")
        self.assertEqual([path.name for path in folder.iterdir()], ["other"])

    def test_too_small_for_the_frames_is_said_before_the_run(self):
        folder = self.disk("512k")
        self.refused("not enough space", "-o", folder / "run.h5", "--set", "output.every=0.1 s")
        self.assertEqual(list(folder.iterdir()), [])


if __name__ == "__main__":
    unittest.main()
