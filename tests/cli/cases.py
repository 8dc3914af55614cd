"""Case texts that several tests of the command line use. None of them is symmetric in two axes without saying so."""

# Two tissues, a target, a sensor; a probe that stands askew in a box of three different sizes; two cycles of 60 + 30 s.
SMALL = """
title = "Files"
[domain]
size = ["48 mm", "44 mm", "40 mm"]
spacing = "2 mm"
[tissue]
background = "kidney"
[[tissue.region]]
name = "tumour"
tissue = "renal tumour"
sphere = { centre = ["0 mm", "0 mm", "0 mm"], radius = "8 mm" }
[probe.A]
diameter = "2.4 mm"
active_length = "14 mm"
exchange = { model = "wall temperature", temperature = "-140 degC", ramp = "20 s" }
tip = ["1 mm", "0.5 mm", "-7 mm"]
entry = ["3 mm", "0 mm", "40 mm"]
[protocol]
cycles = 2
[[protocol.stage]]
kind = "freeze"
duration = "60 s"
[[protocol.stage]]
kind = "thaw"
duration = "30 s"
[target]
region = "tumour"
margin = "2 mm"
[sensor.TC1]
at = ["6 mm", "0 mm", "0 mm"]
[output]
every = "10 s"
isotherms = ["0 degC", "-20 degC"]
"""

# With SMALL: a run that is long enough to be stopped on the way.
LONG = ["--set", "domain.spacing=1 mm", "--set", "protocol.stage[0].duration=10 min", "--set", "output.every=2 s"]

# Every kind of key that bad input may spoil; 20 s of one preset probe.
PLAIN = """\
title = "base"
[domain]
size = ["40 mm", "40 mm", "60 mm"]
spacing = "2 mm"
[initial]
temperature = "37 degC"
[tissue]
background = "kidney"
[[tissue.region]]
name = "tumour"
tissue = "renal tumour"
sphere = { centre = ["0 mm", "0 mm", "0 mm"], radius = "8 mm" }
[probe.A]
preset = "argon 17G"
tip = ["0 mm", "0 mm", "-20 mm"]
entry = ["0 mm", "0 mm", "60 mm"]
[protocol]
cycles = 1
[[protocol.stage]]
kind = "freeze"
duration = "20 s"
[target]
region = "tumour"
margin = "5 mm"
[sensor.S]
at = ["5 mm", "0 mm", "0 mm"]
[output]
every = "10 s"
"""
