"""The program itself: version, help, exit codes of a wrong command line."""
import re
import unittest

from cli import CliTest, iceball


class Program(CliTest):
    def test_version_says_what_it_is_not(self):
        done = self.run_ok("--version")
        self.assertRegex(done.stdout, r"^iceball \d+\.\d+\.\d+\n")
        self.assertIn("not a medical device", done.stdout)
        self.assertEqual(done.stderr, "")

    def test_help_names_exit_codes_and_gives_an_example(self):
        done = self.run_ok("--help")
        self.assertIn("Example:\n  iceball new case.toml", done.stdout)
        self.assertIn("Exit codes:", done.stdout)

    def test_every_subcommand_has_help_with_an_example(self):
        listed = self.run_ok("--help").stdout.partition("Subcommands:")[2].partition("Example:")[0]
        names = re.findall(r"^  ([a-z]+) ", listed, re.M)
        for name in names:
            with self.subTest(name):
                self.assertRegex(self.run_ok(name, "--help").stdout, rf"Examples?:\n(.*\n)*  iceball {name}")

    def test_wrong_command_lines_end_with_2_and_say_why(self):
        for arguments, said in [
            ([], "subcommand"),
            (["freeze"], "freeze"),
            (["--threads", "0", "list", "tissues"], "--threads"),
            (["--no-such-option"], "--no-such-option"),
        ]:
            with self.subTest(arguments):
                done = iceball(*arguments)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn(said, done.stderr)
                self.assertEqual(done.stdout, "")


if __name__ == "__main__":
    unittest.main()
