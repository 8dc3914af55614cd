"""Runs one case with changes, for the scripts beside the examples (validation/validate.py, organs/results.py)."""
import os
import subprocess


def run_case(binary, case, path, settings=(), threads=1):
    """Computes `case` into the run file `path`; `settings`: texts PATH=VALUE, as after --set."""
    words = [word for setting in settings for word in ("--set", setting)]
    done = subprocess.run([str(binary), "run", case, "-o", path, "--force", "--quiet", "--threads", str(threads), *words],
                          capture_output=True, text=True, env={**os.environ, "OMP_NUM_THREADS": str(threads)})
    if done.returncode:
        raise RuntimeError(f"{case} {' '.join(words)}\n{done.stderr}")
    return path
