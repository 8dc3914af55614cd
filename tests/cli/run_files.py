"""What tests ask of run files, with h5py alone."""
import hashlib

import h5py
import numpy


def digest(path):
    """SHA-256 of every dataset but those of /provenance."""
    sums = {}
    with h5py.File(path) as run:
        def take(name, item):
            if isinstance(item, h5py.Dataset) and not name.startswith("provenance"):
                data = item[()]
                raw = data.encode() if isinstance(data, str) else data if isinstance(data, bytes) else \
                    repr(data.tolist()).encode() if data.dtype == object else data.tobytes()
                sums[name] = hashlib.sha256(raw + str(item.shape).encode() + str(item.dtype).encode()).hexdigest()
        run.visititems(take)
        sums["temperature"] = hashlib.sha256(run["temperature"][()].tobytes()).hexdigest()
    return sums


def frames_committed(path):
    """Number of frames in a run file that may still be written."""
    try:
        with h5py.File(path, locking=False) as run:
            return int(run.attrs["frames_committed"])
    except OSError:  # not there yet, or in the middle of a flush
        return 0


def check_frames_are_whole(test, path, least):
    """Every committed frame is there, finite, plausible and seen alike by XDMF readers; returns their number."""
    with h5py.File(path) as run:
        count = run.attrs["frames_committed"]
        test.assertGreaterEqual(count, least)
        times = run["time"][:count]
        test.assertTrue(numpy.all(numpy.diff(times) > 0))
        for frame in range(count):
            field = run["temperature"][frame]
            test.assertTrue(numpy.all(numpy.isfinite(field)))
            test.assertTrue(-200 < field.min() <= field.max() < 40, f"frame {frame}")
            test.assertTrue(numpy.array_equal(field, run[f"frames/{frame:06}"][()]))
        if count > 1:  # the ball has begun to grow
            test.assertLess(run["temperature"][count - 1].min(), run["temperature"][0].min() - 1)
        test.assertGreater(len(run["ledger/time"]), 0)
        return count
