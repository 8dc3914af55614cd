// The case of the design's section 6, with its coordinates filled in.
#pragma once

namespace iceball::test {

inline constexpr const char* design_case = R"toml(title = "Kidney tumour, two probes, 10-8-10"
[domain]
size = ["96 mm", "96 mm", "96 mm"]
spacing = "1 mm"
[initial]
temperature = "37 degC"
[boundary]
default = { temperature = "37 degC" }
z_max = { convection = { h = "10 W/m^2/K", air = "22 degC" } }
[tissue]
background = "my kidney"
[tissue.define."my kidney"]
base = "kidney"
perfusion = "0.005 1/s"
[[tissue.region]]
name = "tumour"
tissue = "renal tumour"
sphere = { centre = ["0 mm", "0 mm", "0 mm"], radius = "12 mm" }
[[tissue.region]]
name = "vena cava"
held = "37 degC"
cylinder = { from = ["30 mm", "-48 mm", "0 mm"], to = ["30 mm", "48 mm", "0 mm"], radius = "10 mm" }
[probe.A]
preset = "argon 17G"
tip = ["-7.5 mm", "0 mm", "-20 mm"]
entry = ["-7.5 mm", "0 mm", "60 mm"]
[probe.B]
diameter = "2.4 mm"
active_length = "30 mm"
exchange = { model = "wall temperature", temperature = "-140 degC", ramp = "60 s" }
tip = ["7.5 mm", "0 mm", "-15 mm"]
entry = ["7.5 mm", "0 mm", "60 mm"]
[protocol]
cycles = 2
[[protocol.stage]]
kind = "freeze"
duration = "10 min"
probes = ["A", "B"]
duty = { B = "60 %" }
[[protocol.stage]]
kind = "thaw"
duration = "8 min"
[target]
region = "tumour"
margin = "5 mm"
at_risk = ["vena cava"]
[sensor.TC1]
at = ["10 mm", "0 mm", "0 mm"]
[output]
every = "15 s"
isotherms = ["0 degC", "-20 degC", "-40 degC"]
)toml";

}  // namespace iceball::test
