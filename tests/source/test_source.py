"""The source tree keeps its design: which folder of libsim may include which, file sizes, how headers open."""
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

SOURCE_DIR = pathlib.Path(os.environ.get("ICEBALL_SOURCE_DIR", pathlib.Path(__file__).resolve().parents[2]))

# A folder may include itself and what stands in its row. Data flows from the first row to the last, never back.
BELOW_SOLVER = {"core", "grid", "tissue", "probe", "protocol", "state"}
BELOW_OUTCOME = BELOW_SOLVER | {"solver"}
BELOW_CASE = BELOW_OUTCOME | {"outcome", "image"}
BELOW_STUDY = BELOW_CASE | {"case", "store", "run"}
ALLOWED = {
    "core": set(),
    "grid": {"core"},
    "tissue": {"core"},
    "image": {"core", "grid"},
    "probe": {"core", "grid", "tissue"},
    "protocol": {"core"},
    "state": {"core", "grid"},
    "solver": BELOW_SOLVER,
    "outcome": BELOW_OUTCOME,
    "exact": {"core"},
    "case": BELOW_CASE,
    "store": {"core", "grid", "state", "probe", "protocol", "outcome"},
    "run": BELOW_CASE | {"case", "store"},
    "compare": {"core", "grid", "image", "outcome", "store"},
    "study": BELOW_STUDY,
    "verify": BELOW_STUDY | {"study", "exact"},
    "view": {"core", "grid", "store"},
}
# Only these folders know these libraries.
LIBRARY_HOMES = {
    r"hdf5(_hl)?\.h": {"store"},
    r"toml\+\+/.*": {"case", "study"},
    r"vtk\w+\.h": {"view", "image"},
    r"nifti1(_io)?\.h|nifti/.*": {"image"},
}
MAX_LINES = 400
REASON = "Longer than 400 lines because"
CODE = {".cpp", ".hpp", ".py", ".cmake", ".in", ""}


def bad_includes(libsim):
    """All includes below `libsim` that the tables do not allow, as "file:line: what"."""
    found = []
    for path in sorted(libsim.rglob("*.[ch]pp")):
        folder = path.relative_to(libsim).parts[0]
        for number, line in enumerate(path.read_text().splitlines(), 1):
            include = re.match(r'\s*#\s*include\s*["<]([^">]+)[">]', line)
            if not include:
                continue
            name, where = include[1], f"{path}:{number}"
            other = name.split("/")[0]
            if other in ALLOWED and "/" in name and other != folder and other not in ALLOWED[folder]:
                found.append(f"{where}: folder {folder} may not include {name}")
            for pattern, homes in LIBRARY_HOMES.items():
                if re.fullmatch(pattern, name) and folder not in homes:
                    found.append(f"{where}: {name} belongs to {' and '.join(sorted(homes))}, not {folder}")
    return found


def long_files(root, folders=("libsim", "apps", "tests", "benchmarks", "examples", "scripts", "cmake")):
    """Files of more than 400 lines that do not say why."""
    found = []
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and path.suffix in CODE and "__pycache__" not in path.parts:
                text = path.read_text()
                if len(text.splitlines()) > MAX_LINES and REASON not in text:
                    found.append(f"{path}: {len(text.splitlines())} lines, and no \"{REASON} ...\" in it")
    return found


def types_of_one_name(libsim):
    """Names of classes that two headers define: in one namespace the linker would mix their members up."""
    homes = {}
    for path in sorted(libsim.rglob("*.hpp")):
        for name in re.findall(r"^(?:struct|class) (\w+)\b[^;]*\{", path.read_text(), re.MULTILINE):
            homes.setdefault(name, set()).add(str(path))
    return {name: sorted(paths) for name, paths in homes.items() if len(paths) > 1}


def packages_and_docs(packages, docs):
    """Packages that are set up but not explained, and packages that the table of docs explains but are not set up."""
    listed = {line.split()[1] for line in packages.splitlines() if line.strip() and not line.startswith("#")}
    rows = [line.split("|")[1] for line in docs.splitlines() if line.startswith("| `")]
    explained = {name for cell in rows for name in re.findall(r"`([^`]+)`", cell)}
    return listed - explained, explained - listed


def cut_names(tests):
    """CTest would run what stands behind the semicolon, find no test of that name, and pass."""
    return [name for path in sorted(tests.rglob("*.cpp")) for name in re.findall(r'TEST_CASE\("([^"]*;[^"]*)"', path.read_text())]


class Source(unittest.TestCase):
    def test_every_package_is_explained_and_every_explained_package_is_set_up(self):
        packages = (SOURCE_DIR / "scripts/packages.txt").read_text()
        docs = (SOURCE_DIR / "docs/dependencies.md").read_text()
        self.assertEqual(packages_and_docs(packages, docs), (set(), set()))
        self.assertIn("libvtk9-dev", packages)

    def test_no_two_types_share_a_name(self):
        self.assertEqual(types_of_one_name(SOURCE_DIR / "libsim"), {})

    def test_includes_follow_the_table(self):
        self.assertEqual(bad_includes(SOURCE_DIR / "libsim"), [])

    def test_every_folder_of_libsim_stands_in_the_table(self):
        folders = {path.name for path in (SOURCE_DIR / "libsim").iterdir() if path.is_dir()}
        self.assertEqual(folders - set(ALLOWED), set())

    def test_long_files_say_why(self):
        self.assertEqual(long_files(SOURCE_DIR), [])

    def test_headers_open_with_what_they_are_about(self):
        silent = [str(path) for path in sorted((SOURCE_DIR / "libsim").rglob("*.hpp"))
                  if not path.read_text().startswith("// ")]
        self.assertEqual(silent, [])

    def test_names_of_tests_reach_ctest_whole(self):
        self.assertEqual(cut_names(SOURCE_DIR / "tests"), [])

    def test_planted_faults_still_fit_the_code(self):
        done = subprocess.run([SOURCE_DIR / "scripts/plant_faults", "--texts"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_the_checks_find_what_they_look_for(self):
        self.assertEqual(packages_and_docs("# group package\ntest a why\ntest b why\n", "| package |\n|---|\n| `b`, `c` | `d` |\n"),
                         ({"a"}, {"c"}))
        with tempfile.TemporaryDirectory() as scratch:
            (pathlib.Path(scratch) / "a.cpp").write_text('TEST_CASE("one; two") {}\nTEST_CASE("three") {}\n')
            self.assertEqual(cut_names(pathlib.Path(scratch)), ["one; two"])
        with tempfile.TemporaryDirectory() as scratch:
            libsim = pathlib.Path(scratch) / "libsim"
            for folder in ("solver", "grid"):
                (libsim / folder).mkdir(parents=True)
            (libsim / "solver/bad.hpp").write_text('#include "image/label_image.hpp"\n#include <hdf5.h>\n')
            (libsim / "solver/good.cpp").write_text('#include "solver/bad.hpp"\n#include "grid/grid.hpp"\n')
            (libsim / "grid/bad.cpp").write_text('  # include "state/state.hpp"\n' + "\n" * 400)
            self.assertEqual(len(bad_includes(libsim)), 3)
            (libsim / "grid/twin.hpp").write_text("struct Twin {\n};\nstruct Ahead;\n")
            (libsim / "solver/twin.hpp").write_text("class Twin : public Ahead {\n};\nstruct Ahead;\n")
            self.assertEqual(list(types_of_one_name(libsim)), ["Twin"])
            self.assertEqual(len(long_files(pathlib.Path(scratch))), 1)
            (libsim / "grid/bad.cpp").write_text(f"// {REASON} it is.\n" + "\n" * 400)
            self.assertEqual(long_files(pathlib.Path(scratch)), [])


if __name__ == "__main__":
    unittest.main()
