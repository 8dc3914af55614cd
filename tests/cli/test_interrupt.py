"""What becomes of a run that is killed, interrupted or terminated, and of one that goes on: nothing that was committed is
lost, and the end is the same to the bit. Signals come when some frames are committed, wherever the run is then."""
import signal
import subprocess
import time
import unittest

import h5py
import numpy

from cases import LONG, SMALL
from cli import BINARY, CliTest, iceball
from run_files import check_frames_are_whole, digest, frames_committed

# Shorter than LONG, as it runs more than once to its end.
SHORT = ["--set", "protocol.stage[0].duration=4 min", "--set", "output.every=1 s"]


class Stopped(CliTest):
    def setUp(self):
        super().setUp()
        self.case = self.write("case.toml", SMALL)
        self.run_file = self.scratch / "run.h5"

    def start(self, settings, frames):
        """A run that has committed some frames and goes on."""
        process = subprocess.Popen([BINARY, "run", self.case, "-o", self.run_file, "--quiet", *settings],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        deadline = time.monotonic() + 200
        while frames_committed(self.run_file) < frames:
            self.assertIsNone(process.poll(), "the run ended before it could be stopped")
            self.assertLess(time.monotonic(), deadline, "too few frames in 200 s")
            time.sleep(0.02)
        return process

    def status(self):
        with h5py.File(self.run_file) as run:
            return run.attrs["status"]

    def test_kill_leaves_all_committed_frames(self):
        process = self.start(LONG, 6)
        promised = frames_committed(self.run_file)
        process.kill()
        self.assertEqual(process.wait(), -signal.SIGKILL)
        check_frames_are_whole(self, self.run_file, max(6, promised))
        self.assertEqual(self.status(), "running")
        self.assertIn("running", self.run_ok("info", self.run_file).stdout)

    def test_signals_end_with_their_code_and_the_resumed_run_in_the_same_bits(self):
        whole = self.scratch / "whole.h5"
        self.run_ok("run", self.case, "-o", whole, "--quiet", *SHORT)
        expected = digest(whole)
        with h5py.File(whole) as run:
            last = run["temperature"][-1]
            frames = int(run.attrs["frames_committed"])
        for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            with self.subTest(code):
                process = self.start(SHORT, 5)
                process.send_signal(number)
                said = process.communicate(timeout=120)[1]
                self.assertEqual(process.returncode, code, said)
                self.assertIn("what was computed is kept", said)
                self.assertIn("--resume", said)
                count = check_frames_are_whole(self, self.run_file, 5)
                self.assertLess(count, frames)
                self.assertEqual(self.status(), "interrupted")
                self.assertEqual(self.names(), ["case.toml", "run.checkpoint.h5", "run.h5", "run.xmf", "whole.h5", "whole.xmf"])

                other = iceball("run", self.case, "-o", self.run_file, "--resume", *LONG)
                self.assertEqual(other.returncode, 3, other.stderr)
                self.assertIn("case", other.stderr)
                kept = iceball("run", self.case, "-o", self.run_file, *SHORT)
                self.assertEqual(kept.returncode, 3, kept.stderr)
                self.assertIn("--resume", kept.stderr)
                self.assertEqual(check_frames_are_whole(self, self.run_file, 5), count)

                self.run_ok("run", self.case, "-o", self.run_file, "--quiet", "--resume", *SHORT)
                self.assertEqual(self.status(), "complete")
                with h5py.File(self.run_file) as run:
                    self.assertTrue(numpy.array_equal(run["temperature"][-1], last))
                self.assertEqual(digest(self.run_file), expected)
                self.assertEqual(self.names(), ["case.toml", "run.h5", "run.xmf", "whole.h5", "whole.xmf"])
                self.run_file.unlink()

    def test_stopped_more_than_once(self):
        whole = self.scratch / "whole.h5"
        self.run_ok("run", self.case, "-o", whole, "--quiet", *SHORT)
        process = self.start(SHORT, 3)
        for frames in (20, 60):
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=120)
            self.assertEqual(process.returncode, 130)
            process = self.start([*SHORT, "--resume"], frames)
        process.communicate(timeout=200)
        self.assertEqual(process.returncode, 0)
        self.assertEqual(digest(self.run_file), digest(whole))

    def test_nothing_to_resume(self):
        for begun in (False, True):
            if begun:
                self.run_ok("run", self.case, "-o", self.run_file, "--quiet", "--set", "output.every=60 s")
            before = self.names()
            done = iceball("run", self.case, "-o", self.run_file, "--resume", "--set", "output.every=60 s")
            self.assertEqual(done.returncode, 3, done.stderr)
            self.assertIn("checkpoint" if begun else "nothing to resume", done.stderr)
            self.assertEqual(self.names(), before)
        both = iceball("run", self.case, "-o", self.run_file, "--resume", "--force")
        self.assertEqual(both.returncode, 2, both.stderr)
        self.assertIn("--force", both.stderr)


if __name__ == "__main__":
    unittest.main()
