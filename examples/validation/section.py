#!/usr/bin/python3
"""Areas of a section of the ice: the part of the plane z = const below each temperature, from the frames of a run file.

usage: section.py run.h5 [--z MM] [--time S] [--isotherms -30 ...]        (needs h5py and numpy)

Below the liquidus temperatures are read by interpolating theta = integral of k dT between the middles of the cells, 8 times
finer, as Iceball reads its isotherms; the ice itself is the sum of the frozen shares (1 - f_l) of the cells, which needs no
interpolation. The other side of insulated outer faces (planes of symmetry) counts. Gel and tissues with linear release only.
"""
import argparse
import json

import h5py
import numpy


class Medium:
    """theta(T) and f_l(T) of the background tissue of a run, from its resolved case."""

    def __init__(self, case):
        tissue = case["tissue"]["define"][case["tissue"]["background"]]
        self.solidus, self.liquidus = value(tissue["solidus"]), value(tissue["liquidus"])
        water = value(tissue["water_fraction"]) * value(tissue["density"]) / 1000
        unfrozen = value(tissue["conductivity_unfrozen"])
        grid = numpy.concatenate([numpy.linspace(-200, self.solidus, 2001), numpy.linspace(self.solidus, self.liquidus, 101)[1:],
                                  [100]])
        ice = water * 9.828 * numpy.exp(-0.0057 * (grid + 273.15)) + (1 - water) * 0.2
        mush = numpy.clip((grid - self.solidus) / (self.liquidus - self.solidus), 0, 1)
        k = numpy.where(grid >= self.liquidus, unfrozen, ice + mush * (unfrozen - ice))
        self.grid = grid
        self.sums = numpy.concatenate([[0], numpy.cumsum(numpy.diff(grid) * (k[1:] + k[:-1]) / 2)])

    def theta(self, temperature):
        return numpy.interp(temperature, self.grid, self.sums)

    def frozen_share(self, temperature):
        return 1 - numpy.clip((temperature - self.solidus) / (self.liquidus - self.solidus), 0, 1)


def value(text):
    return float(str(text).split()[0])


def finer(field, times):
    """Bilinear interpolation to cells `times` finer; beyond the outermost middles constant. Axes: y, x."""
    for axis in (0, 1):
        cells = field.shape[axis]
        at = numpy.clip((numpy.arange(cells * times) + 0.5) / times - 0.5, 0, cells - 1)
        low = numpy.minimum(at.astype(int), cells - 2)
        share = (at - low).reshape((-1, 1) if axis == 0 else (1, -1))
        field = numpy.take(field, low, axis) * (1 - share) + numpy.take(field, low + 1, axis) * share
    return field


class Section:
    """The plane z = `z` [m] of one frame: mean of the two nearest layers of cells if it lies between them."""

    def __init__(self, run, z=0.0, time=None):
        case = json.loads(run["case/resolved"][()])
        self.medium = Medium(case)
        frame = -1 if time is None else int(numpy.argmin(abs(run["time"][:] - time)))
        distance = abs(run["z"][:] - z)
        layers = numpy.flatnonzero(distance < distance.min() + 1e-6)
        self.temperature = numpy.mean([run["temperature"][frame, layer].astype(float) for layer in layers], axis=0)
        self.x, self.y = run["x"][:], run["y"][:]
        self.h = self.x[1] - self.x[0]
        faces = case["boundary"]
        self.copies = 2 ** sum("insulated" in faces[face] for face in ("x_min", "x_max", "y_min", "y_max"))
        self.times = 8
        self.fine = finer(self.medium.theta(self.temperature), self.times)

    def below(self, temperature):
        """Fine cells [y, x] that are colder than `temperature`."""
        return self.fine < self.medium.theta(temperature)

    def area(self, temperature):
        return self.copies * numpy.count_nonzero(self.below(temperature)) * (self.h / self.times) ** 2

    def reach(self, temperature, y):
        """How far out along x [m] it is colder than that, in the row of fine cells nearest to y."""
        step = self.h / self.times
        row = self.below(temperature)[int((y - self.y[0] + self.h / 2) / step)]
        return self.x[0] - self.h / 2 + step * (numpy.flatnonzero(row)[-1] + 1)

    def widths(self, temperature):
        """Width along y [m] of what is colder than that, for every fine column of cells along x."""
        return self.below(temperature).sum(axis=0) * self.h / self.times

    def ice_area(self):
        return self.copies * self.medium.frozen_share(self.temperature).sum() * self.h**2


def diameter(area):
    """Of the circle of that area."""
    return 2 * numpy.sqrt(area / numpy.pi)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run")
    parser.add_argument("--z", type=float, default=0, help="mm")
    parser.add_argument("--time", type=float, help="s; default the last frame")
    parser.add_argument("--isotherms", type=float, nargs="*", default=[-30.0])
    given = parser.parse_args()
    with h5py.File(given.run) as file:
        section = Section(file, given.z * 1e-3, given.time)
    ice = section.ice_area()
    print(f"ice: {1e6 * ice:.1f} mm2, diameter of the circle of that area {1e3 * diameter(ice):.2f} mm; by theta below the "
          f"liquidus {1e6 * section.area(section.medium.liquidus):.1f} mm2")
    for isotherm in given.isotherms:
        area = section.area(isotherm)
        print(f"below {isotherm:g} degC: {1e6 * area:.1f} mm2, {1e3 * diameter(area):.2f} mm, {100 * area / ice:.1f} % of the ice")
