"""iceball export: every format against the run file, read by others: nibabel, an XML parser, the divergence theorem."""
import unittest

import h5py
import nibabel
import numpy

from cases import SMALL
from cli import WITH_VIEW, CliTest, iceball
from vtk_files import VtkXml, enclosed_volume, is_closed, read_stl, read_vtp


def volume_colder(field, spacing, level, points=8):
    """Volume where linear interpolation between cell middles is colder than `level`, by counting points."""
    for axis in range(3):
        at = (numpy.arange((field.shape[axis] - 1) * points) + 0.5) / points
        low = at.astype(int)
        share = (at - low).reshape([-1 if a == axis else 1 for a in range(3)])
        field = numpy.take(field, low, axis) * (1 - share) + numpy.take(field, low + 1, axis) * share
    return numpy.count_nonzero(field < level) * (spacing / points) ** 3


class Export(CliTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # One run for all: they only read it.
        cls.home = CliTest()
        cls.home.setUp()
        cls.addClassCleanup(cls.home.doCleanups)
        cls.run_file = cls.home.scratch / "run.h5"
        cls.home.run_ok("run", cls.home.write("case.toml", SMALL), "-o", cls.run_file, "--quiet")

    def setUp(self):
        super().setUp()
        self.run = h5py.File(self.run_file)
        self.addCleanup(self.run.close)

    def export(self, name, *arguments):
        path = self.scratch / name
        done = self.run_ok("export", self.run_file, "-o", path, *arguments)
        self.assertEqual(done.stderr, "")
        self.assertIn(name, self.names())
        return path

    def test_csv_of_every_series(self):
        run = self.run
        for series, column, times, expected in [
            ("metrics", "volume -20 degC [m3]", "metrics/time", run["metrics/volume"][:, 1]),
            ("metrics", "volume with needles -20 degC [m3]", "metrics/time", run["metrics/volume_with_needles"][:, 1]),
            ("metrics", "extent z 0 degC [m]", "metrics/time", run["metrics/extent"][:, 0, 2]),
            ("metrics", "extent along A -20 degC [m]", "metrics/time", run["metrics/extent_along_needle"][:, 1, 0]),
            ("metrics", "parts 0 degC", "metrics/time", run["metrics/parts"][:, 0]),
            ("probes", "A power [W]", "probes/A/time", run["probes/A/power"][:]),
            ("probes", "A heat [J]", "probes/A/time", run["probes/A/heat"][:]),
            ("sensors", "TC1 [degC]", "sensors/TC1/time", run["sensors/TC1/temperature"][:]),
            ("target", "inside target -20 degC", "target/over_time/time", run["target/over_time/fraction_inside"][:, 1]),
            ("target", "minimum margin 0 degC [m]", "target/over_time/time", run["target/over_time/minimum_margin"][:, 0]),
            ("target", "healthy tissue lost 0 degC [m3]", "target/over_time/time",
             run["target/over_time/healthy_tissue_lost"][:, 0]),
            ("ledger", "needles [J]", "ledger/time", run["ledger/needles"][:]),
            ("ledger", "residual", "ledger/time", run["ledger/residual"][:]),
        ]:
            with self.subTest(column):
                table = self.export(f"{series}.csv", "--series", series, "--force")
                with table.open() as file:
                    header = file.readline().rstrip("\n").split(",")
                    values = numpy.genfromtxt(file, delimiter=",")  # without ice there is no margin, which is empty
                self.assertTrue(numpy.array_equal(values[:, header.index("time [s]")], run[times][:]))
                self.assertTrue(numpy.array_equal(values[:, header.index(column)], expected, equal_nan=True))
                self.assertTrue(numpy.any(expected != 0) or column in ("residual",))

    def test_nifti_as_nibabel_reads_it(self):
        run = self.run
        for name, arguments, expected in [
            ("last.nii.gz", [], run["temperature"][-1]),
            ("at60.nii", ["--time", "1 min"], run["temperature"][6]),
            ("near61.nii", ["--time", "61 s"], run["temperature"][6]),
            ("coldest.nii", ["--field", "minimum_temperature"], run["history/minimum_temperature"][()]),
            ("frozen.nii.gz", ["--field", "time_frozen", "--cycle", "2"], run["history/cycle_2/time_frozen"][()]),
            ("labels.nii.gz", ["--field", "labels"], run["labels"][()]),
            ("destroyed.nii", ["--field", "injury/isotherm"], run["injury/isotherm"][()]),
            ("destroyed1.nii", ["--field", "injury/isotherm", "--cycle", "1"], run["injury/cycle_1/isotherm"][()]),
        ]:
            with self.subTest(name):
                image = nibabel.load(self.export(name, *arguments))
                self.assertTrue(numpy.array_equal(numpy.asanyarray(image.dataobj).T, expected))
                self.assertEqual(image.get_data_dtype(), numpy.int16 if "labels" in name else numpy.float32)
                self.assertEqual(image.header.get_xyzt_units()[0], "mm")
                self.assertEqual(nibabel.aff2axcodes(image.affine), ("R", "A", "S"))
                # Middles of the cells, in mm, of cells far from each other.
                for cell in [(0, 0, 0), (23, 0, 0), (0, 21, 0), (0, 0, 19), (5, 11, 17)]:
                    middle = [1e3 * run[axis][n] for axis, n in zip("xyz", cell)]
                    for affine in (image.affine, image.get_sform(), image.get_qform()):
                        numpy.testing.assert_allclose(nibabel.affines.apply_affine(affine, cell), middle, atol=1e-4)
        self.assertFalse(numpy.array_equal(run["temperature"][6], run["temperature"][-1]))

    @unittest.skipUnless(WITH_VIEW, "this build has no VTK")
    def test_vti_as_an_xml_parser_reads_it(self):
        run = self.run
        for name, field, arguments, expected in [
            ("last.vti", "temperature", [], run["temperature"][-1]),
            ("at60.vti", "temperature", ["--time", "60 s"], run["temperature"][6]),
            ("cooling.vti", "cooling_rate_-20", ["--field", "cooling_rate_-20", "--cycle", "1"],
             run["history/cycle_1/cooling_rate_-20"][()]),
            ("destroyed.vti", "injury/isotherm", ["--field", "injury/isotherm"], run["injury/isotherm"][()]),
        ]:
            with self.subTest(name):
                file = VtkXml(self.export(name, *arguments))
                image = file.root.find("ImageData").attrib
                self.assertEqual(image["WholeExtent"], "0 24 0 22 0 20")
                numbers = {key: [float(n) for n in image[key].split()] for key in ("Origin", "Spacing", "Direction")}
                # Corners of the first cell, in m as in the run file.
                numpy.testing.assert_allclose(numbers["Origin"], [run[axis][0] - 0.001 for axis in "xyz"], atol=1e-12)
                numpy.testing.assert_allclose(numbers["Spacing"], 0.002, rtol=1e-12)
                self.assertEqual(numbers["Direction"], [1, 0, 0, 0, 1, 0, 0, 0, 1])
                values = file.array("ImageData/Piece/CellData", field).reshape(expected.shape)
                self.assertTrue(numpy.array_equal(values, expected, equal_nan=True))
                self.assertGreater(numpy.nanmax(expected), numpy.nanmin(expected))

    @unittest.skipUnless(WITH_VIEW, "this build has no VTK")
    def test_surfaces_enclose_the_ice(self):
        run = self.run
        centres = [1e3 * run[axis][:] for axis in "xyz"]
        for isotherm, arguments, field, row in [
            (-20, ["--time", "60 s"], run["temperature"][6], 6),
            (0, ["--time", "60 s"], run["temperature"][6], 6),
            (-20, ["--field", "minimum_temperature"], run["history/minimum_temperature"][()], None),
        ]:
            found = []
            for name, reader in [("ice.stl", read_stl), ("ice.vtp", read_vtp)]:
                with self.subTest(name, isotherm=isotherm, field=arguments[1]):
                    triangles = reader(self.export(name, "--isotherm", f"{isotherm} degC", "--force", *arguments))
                    self.assertGreater(len(triangles), 200)
                    self.assertTrue(is_closed(triangles))
                    volume = enclosed_volume(1e-3 * triangles)
                    found.append((len(triangles), volume))
                    # What it should enclose, counted on points between the middles. A polyhedron with edges of about h
                    # = 2 mm inside a ball of R = 6 mm and more is short of (h / R)^2 / 4 of its volume.
                    self.assertAlmostEqual(volume / volume_colder(field.astype(float), 0.002, isotherm), 1, delta=0.03)
                    if row is not None:
                        self.assertEqual(run["metrics/time"][row], 60)
                        # The run interpolates the conductivity integral: front within a small part of a cell of 2 mm.
                        kept = run["metrics/volume_with_needles"][row, [0, -20].index(isotherm)]
                        self.assertAlmostEqual(volume / kept, 1, delta=0.08)
                    # In place, in mm: no further from the cold cells than one cell, on every axis.
                    cold = [centres[2 - n][index] for n, index in enumerate(numpy.nonzero(field < isotherm))][::-1]
                    for axis in range(3):
                        low, high = triangles[..., axis].min(), triangles[..., axis].max()
                        self.assertTrue(-2 <= low - cold[axis].min() <= 0 <= high - cold[axis].max() <= 2)
            self.assertEqual(found[0][0], found[1][0])
            self.assertAlmostEqual(found[0][1] / found[1][1], 1, places=6)

    @unittest.skipIf(WITH_VIEW, "this build has VTK")
    def test_formats_of_vtk_are_refused_without_it(self):
        for name in ("x.vti", "x.vtp", "x.stl"):
            done = iceball("export", self.run_file, "-o", self.scratch / name)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(".nii.gz", done.stderr)
        self.assertEqual(self.names(), [])

    def refuse(self, arguments, code, *said):
        before = {path.name: path.read_bytes() for path in self.scratch.iterdir()}
        done = iceball("export", *arguments, cwd=self.scratch)
        self.assertEqual(done.returncode, code, done.stderr)
        for words in said:
            self.assertIn(words, done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertEqual({path.name: path.read_bytes() for path in self.scratch.iterdir()}, before)

    def test_what_cannot_be_exported_is_refused_with_reason(self):
        self.write("kept.csv", "mine")
        run = self.run_file
        for arguments, code, said in [
            (["-o", "kept.csv"], 3, "--force"),
            (["-o", "x.doc"], 2, ".csv"),
            (["-o", "x.nii", "--field", "colour"], 3, "minimum_temperature"),
            (["-o", "x.nii", "--field", "injury/colour"], 3, "isotherm, threshold-and-time"),
            (["-o", "x.nii", "--field", "time_frozen", "--cycle", "3"], 3, "cycle"),
            (["-o", "x.nii", "--time", "10"], 2, "unit"),
            (["-o", "x.csv", "--series", "colours"], 2, "sensors"),
            (["-o", "no/such/folder/x.csv"], 3, "No such file"),
            (["-o", "no/such/folder/x.nii.gz"], 3, "no/such/folder"),
        ]:
            with self.subTest(said):
                self.refuse([run, *arguments], code, said)
        self.refuse([self.write("text.h5", "some text"), "-o", "x.csv"], 3, "text.h5", "not an HDF5 file")
        self.refuse([self.scratch / "missing.h5", "-o", "x.csv"], 3, "missing.h5", "No such file")

    @unittest.skipUnless(WITH_VIEW, "this build has no VTK")
    def test_surfaces_that_cannot_be_made_are_refused_with_reason(self):
        for arguments, code, said in [
            (["-o", "x.stl", "--isotherm", "-190 degC"], 2, "nothing is colder than -190"),
            (["-o", "x.stl", "--isotherm", "-20"], 2, "unit"),
            (["-o", "x.vtp", "--isotherm", "-20 mm"], 2, "mm"),
            (["-o", "x.vtp", "--field", "time_frozen"], 2, "minimum_temperature"),
            (["-o", "no/such/folder/x.stl", "--time", "60 s"], 3, "no/such/folder"),
            (["-o", "no/such/folder/x.vti"], 3, "no/such/folder"),
        ]:
            with self.subTest(said):
                self.refuse([self.run_file, *arguments], code, said)


if __name__ == "__main__":
    unittest.main()
