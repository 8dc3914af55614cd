"""What the tests of the command line share: running iceball, scratch folders, reading what it wrote."""
import contextlib
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

# Whether this build draws.
WITH_VIEW = os.environ.get("ICEBALL_WITH_VIEW", "1") == "1"


def iceball(*arguments, timeout=300, **options):
    """Runs iceball to its end; the result has returncode, stdout and stderr (text)."""
    return subprocess.run([BINARY, *map(str, arguments)], capture_output=True, text=True, timeout=timeout, **options)


@contextlib.contextmanager
def own_display():
    """The environment of an X server of our own. Unlike xvfb-run it never gets in the way of another, and it does not start
    afresh when a client leaves, which turns newcomers away for a while."""
    read, write = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x1024x24", "-nolisten", "tcp", "-noreset"],
                              pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as ready:
            number = ready.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not become ready")
        yield {**os.environ, "DISPLAY": f":{number}"}
    finally:
        server.terminate()
        server.wait()


class CliTest(unittest.TestCase):
    """A test with a scratch folder, self.scratch, that is gone afterwards."""

    def setUp(self):
        self.scratch = pathlib.Path(tempfile.mkdtemp(prefix="iceball-test-"))
        self.addCleanup(shutil.rmtree, self.scratch, ignore_errors=True)

    def run_ok(self, *arguments, **options):
        done = iceball(*arguments, **options)
        self.assertEqual(done.returncode, 0, f"iceball {' '.join(map(str, arguments))}\n{done.stderr}")
        return done

    def names(self):
        """What lies in the scratch folder."""
        return sorted(path.name for path in self.scratch.iterdir())

    def write(self, name, text):
        path = self.scratch / name
        path.write_text(text)
        return path
