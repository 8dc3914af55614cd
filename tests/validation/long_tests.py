"""Tests that run only with ICEBALL_LONG_TESTS, named test_long_...; and then nothing else runs."""
import os
import sys
import unittest

WANTED = bool(os.environ.get("ICEBALL_LONG_TESTS"))


def long_test(test):
    return unittest.skipUnless(WANTED, "ICEBALL_LONG_TESTS is not set")(test)


def main():
    unittest.main(argv=[sys.argv[0], *sys.argv[1:], *(["-k", "test_long"] if WANTED else [])])
