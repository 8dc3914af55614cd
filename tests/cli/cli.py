"""What the tests of the command line share: running iceball, scratch folders, reading what it wrote."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

BINARY = os.environ["ICEBALL_BINARY"]
SOURCE_DIR = pathlib.Path(os.environ["ICEBALL_SOURCE_DIR"])
# Images and recordings that are not part of the repository; None where they are not there.
DATA_DIR = pathlib.Path(os.environ["ICEBALL_DATA_DIR"]) if os.environ.get("ICEBALL_DATA_DIR") else None


def iceball(*arguments, timeout=300, **options):
    """Runs iceball to its end; the result has returncode, stdout and stderr (text)."""
    return subprocess.run([BINARY, *map(str, arguments)], capture_output=True, text=True, timeout=timeout, **options)


class CliTest(unittest.TestCase):
    """A test with a scratch folder, self.scratch, that is gone afterwards."""

    def setUp(self):
        self.scratch = pathlib.Path(tempfile.mkdtemp(prefix="iceball-test-"))
        self.addCleanup(shutil.rmtree, self.scratch, ignore_errors=True)

    def run_ok(self, *arguments, **options):
        done = iceball(*arguments, **options)
        self.assertEqual(done.returncode, 0, f"iceball {' '.join(map(str, arguments))}\n{done.stderr}")
        return done

    def write(self, name, text):
        path = self.scratch / name
        path.write_text(text)
        return path
