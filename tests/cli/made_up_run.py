"""A run file made up after docs/file_format.md, without Iceball: an ice ball whose size is a formula of time."""
import h5py
import numpy


def ball_radius(time):
    """Radius [m] of 0 degC about the probe: grows for 300 s, shrinks for 300 s."""
    return 0.002 + 0.012 * (time / 300 if time <= 300 else (600 - time) / 300)


def temperature(cells, spacing, time):
    """Temperature (z, y, x) around a probe along z through the middle."""
    middle = (numpy.arange(cells) + 0.5 - cells / 2) * spacing
    z, y, x = numpy.meshgrid(middle, middle, middle, indexing="ij")
    distance = numpy.sqrt(x**2 + y**2 + numpy.maximum(abs(z) - 0.010, 0) ** 2)
    return numpy.clip(4000 * (distance - ball_radius(time)), -140, 37).astype("f4")


def write_run(path, cells=24, spacing=0.002, frames=11, title="Made up: one probe", metrics=True):
    times = numpy.linspace(0, 600, frames)
    with h5py.File(path, "w") as run:
        run.attrs.update(format="iceball run", format_version=1, iceball_version="0.1.0", title=title, status="complete",
                         frames_committed=frames)
        box = run.create_group("VTKHDF")
        box.attrs["WholeExtent"] = [0, cells, 0, cells, 0, cells]
        box.attrs["Spacing"] = [spacing] * 3
        box.attrs["Origin"] = [-cells * spacing / 2] * 3
        field = box.create_dataset("CellData/temperature", (frames, cells, cells, cells), "f4")
        for number, time in enumerate(times):
            field[number] = temperature(cells, spacing, time)
        run["time"] = times
        middle = (numpy.arange(cells) + 0.5 - cells / 2) * spacing
        z, y, x = numpy.meshgrid(middle, middle, middle, indexing="ij")
        run["labels"] = (x**2 + y**2 + z**2 < 0.008**2).astype("u1")
        text = h5py.string_dtype()
        run.create_dataset("regions/name", data=["background", "tumour"], dtype=text)
        run.create_dataset("regions/tissue", data=["kidney", "tumour"], dtype=text)
        run["regions/held_temperature"] = [numpy.nan, numpy.nan]
        run.create_group("target").attrs.update(region="tumour", margin=0.005)
        run["target"].attrs.create("at_risk", [], (0,), text)
        run.create_group("probes").attrs.create("names", ["A"], dtype=text)
        probe = run.create_group("probes/A")
        probe.attrs.update(tip=[0, 0, -0.010], direction=[0, 0, 1.0], radius=0.0012, active_start=0.0, active_length=0.020,
                           metal_heat_capacity=0.0, exchange="wall temperature")
        samples = numpy.linspace(0, 600, 61)
        probe["time"] = samples
        probe["power"] = numpy.where(samples <= 300, -12.0, 0.0)
        probe["heat"] = -12.0 * numpy.minimum(samples, 300)
        probe["wall_temperature"] = numpy.where(samples <= 300, -140.0, -20.0)[:, None]
        run.create_dataset("protocol/kind", data=["freeze", "thaw"], dtype=text)
        run["protocol/start"] = [0.0, 300.0]
        run["protocol/duration"] = [300.0, 300.0]
        run["protocol/cycle"] = numpy.array([1, 1], "i4")
        run["protocol/on"] = numpy.array([[1], [0]], "u1")
        run["protocol/duty"] = [[1.0], [1.0]]
        run.create_group("sensors").attrs.create("names", ["TC1"], dtype=text)
        sensor = run.create_group("sensors/TC1")
        sensor.attrs["position"] = [0.010, 0, 0]
        sensor["time"] = samples
        sensor["temperature"] = [float(numpy.clip(4000 * (0.010 - ball_radius(time)), -140, 37)) for time in samples]
        if metrics:
            isotherms = numpy.array([0.0, -20.0, -40.0])
            radius = numpy.array([[max(ball_radius(time) + level / 4000, 0) for level in isotherms] for time in samples])
            run["metrics/time"] = samples
            run["metrics/isotherm"] = isotherms
            run["metrics/volume"] = numpy.pi * radius**2 * (0.020 + 4 / 3 * radius)
            run["metrics/volume_with_needles"] = run["metrics/volume"][...]
            run["metrics/extent"] = numpy.stack([2 * radius, 2 * radius, 2 * radius + 0.020], axis=-1)
            run["metrics/extent_along_needle"] = (2 * radius + 0.020)[..., None]
            run["metrics/parts"] = numpy.ones((61, 3), "i4")
