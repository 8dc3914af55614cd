#include "case/template_case.hpp"

namespace iceball {

const std::string_view template_case = R"toml(# A case for Iceball: two cryoprobes in a kidney tumour, frozen, thawed and frozen again.
#
#   iceball check  THIS_FILE      what it means, and what a run will cost
#   iceball run    THIS_FILE      writes a .h5 file beside it
#   iceball render THAT_FILE      pictures
#
# Values are texts with a unit: "1 mm", "-150 degC", "10 min", "0.005 1/s", "60 %". All keys: docs/case_format.md.
# Any value can be changed for one run:  iceball run THIS_FILE --set domain.spacing="1 mm" --set protocol.cycles=1

title = "Kidney tumour, two probes, two cycles"

[domain]                              # a box of cubic cells, its centre at the origin unless `centre` says otherwise
size = ["80 mm", "80 mm", "88 mm"]    # x, y, z; whole multiples of the spacing
spacing = "2 mm"                      # 1 mm takes about 30 times as long

[initial]
temperature = "37 degC"

[boundary]                            # a temperature (default: the initial one), "insulated", "symmetry" or convection
default = { temperature = "37 degC" }
# z_max = { convection = { h = "10 W/m^2/K", air = "22 degC" } }

[tissue]
background = "my kidney"              # `iceball list tissues` shows the library, with the source of every number

[tissue.define."my kidney"]           # a tissue of your own: a library tissue with changes
base = "kidney"
perfusion = "0.0035 1/s"              # or "ablation" or "resting", the two values of the library

[[tissue.region]]                     # later regions are painted over earlier ones
name = "tumour"
tissue = "renal tumour"
sphere = { centre = ["0 mm", "0 mm", "0 mm"], radius = "11 mm" }

[[tissue.region]]                     # a vessel so large that its blood keeps its temperature
name = "vena cava"
held = "37 degC"
cylinder = { from = ["28 mm", "0 mm", "-60 mm"], to = ["28 mm", "0 mm", "60 mm"], radius = "8 mm" }

[probe.A]
preset = "argon 17G"                  # `iceball list probes`
tip = ["-7.5 mm", "0 mm", "-20 mm"]
entry = ["-7.5 mm", "0 mm", "44 mm"]  # only gives the direction

[probe.B]                             # without a preset: its geometry and what drives its wall
diameter = "2.4 mm"
active_length = "40 mm"
tip = ["7.5 mm", "0 mm", "-20 mm"]
entry = ["7.5 mm", "0 mm", "44 mm"]
exchange = { model = "convective", conductance = "7 W/K/m", gas_temperature = "-150 degC" }
# exchange = { model = "wall temperature", temperature = "-80 degC", ramp = "60 s" }

[protocol]
cycles = 2                            # the stages below, twice

[[protocol.stage]]
kind = "freeze"                       # freeze, thaw (gas off) or warm (heated probes)
duration = "10 min"
probes = ["A", "B"]                   # default: all
duty = { B = "80 %" }                 # default: 100 %

[[protocol.stage]]
kind = "thaw"
duration = "8 min"

[target]                              # how well the ice covers a region
region = "tumour"
margin = "5 mm"
at_risk = ["vena cava"]

[sensor.middle]                       # a point whose temperature is recorded in every step
at = ["0 mm", "0 mm", "0 mm"]

[sensor.edge]
at = ["0 mm", "11 mm", "0 mm"]

[output]
every = "20 s"                        # between frames; frames = "none" writes no temperature fields
isotherms = ["0 degC", "-20 degC", "-40 degC"]
)toml";

}  // namespace iceball
