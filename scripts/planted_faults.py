"""The faults that scripts/plant_faults plants: replaced texts, each of which must be found exactly once.

Two lists, so that `first`, part of scripts/check, stays quick.
"""
from typing import NamedTuple


class Edit(NamedTuple):
    file: str
    old: str
    new: str


class Fault(NamedTuple):
    name: str
    what: str
    tests: str  # ctest -R
    edits: list
    target: str = "verification_tests"


SOLVER = "libsim/solver/"
NEEDLE_TESTS = "verification:.*needle"

FIRST = [
    Fault("flux-sign", "heat flows from cold to warm at half of the faces between tissues", "verification:verify pair", [
        Edit(SOLVER + "modified_faces.cpp", "flux = faces_.swapped[f] ? -into_a : into_a;", "flux = into_a;")]),
    Fault("missing-face", "the outer face at the upper end of y is not filled", "verification:verify face", [
        Edit(SOLVER + "outer_faces.cpp",
             "    if (j == ny - 1) fill_cells(3, nx * k, row, theta.y_high, nx, filled);\n", "")]),
    Fault("harmonic-mean", "harmonic mean of k times the difference of T between cells, not the difference of theta",
          "verification:verify (neumann|range|sharp)", [
        Edit(SOLVER + "modified_faces.cpp", "if (factor != 1.0) add(cell, grid.stride(axis), factor, -1, false);",
             "add(cell, grid.stride(axis), factor, -1, false);"),
        Edit(SOLVER + "modified_faces.cpp", "        double flux = plain;\n", """        double flux = plain;
        if (faces_.pair[f] < 0) {
            const ThermalLaw& law = model_.tissue_at(faces_.lower[f]).law;
            const double t = law.temperature_where(1e-12, lower), u = law.temperature_where(1e-12, upper);
            const double k = law.conductivity_above(t), l = law.conductivity_above(u);
            flux = 2 * k * l / (k + l) * (u - t);
        }
""")]),
    Fault("perfusion-goes-on", "frozen tissue is perfused", "verification:verify (pennes|steady)", [
        Edit(SOLVER + "backend/row_kernels.cpp",
             "const double s = has_range ? mush * blood.per_width : (h >= blood.sharp_from ? 1.0 : 0.0);",
             "const double s = 1.0 + 0 * h;")]),
    Fault("half-latent-heat", "half of the latent heat", "verification:verify (neumann|range|sharp)", [
        Edit("libsim/tissue/thermal_law.cpp", "law.c_.width = latent_heat + capacity * (liquidus - solidus);",
             "law.c_.width = 0.5 * latent_heat + capacity * (liquidus - solidus);")]),
    Fault("double-wall-conductance", "the conductance between needle and tissue doubled", NEEDLE_TESTS, [
        Edit(SOLVER + "wall_network.cpp", "links.push_back({int(parts.size()) - 1, conductance,",
             "links.push_back({int(parts.size()) - 1, 2 * conductance,")]),
    Fault("no-face-factors", "faces beside a needle conduct as any other", NEEDLE_TESTS, [
        Edit(SOLVER + "modified_faces.cpp", "factor = (given++)->factor;", "++given;")]),
    Fault("wall-not-adiabatic", "the wall of a needle that is off keeps its last temperature and goes on freezing",
          NEEDLE_TESTS, [
        Edit(SOLVER + "wall_contacts.cpp", "WallContact contact = needle.has_metal();", "WallContact contact = true;"),
        Edit(SOLVER + "wall_exchange.cpp", "        if (!action.on && !needle.always_on) continue;\n",
             "        part.given = !action.on;\n        if (!action.on && !needle.always_on) continue;\n")]),
    Fault("boundary-half-cell", "the temperature of an outer face holds half a cell beyond it",
          "verification:verify (neumann|pennes-plane|face)", [
        Edit(SOLVER + "outer_faces.cpp", "2.0 * fixed[tissue] - inner[n]", "fixed[tissue]")]),
    Fault("last-step-skipped", "the last step before an output time or the end of a stage is left out",
          "verification:verify (metabolism|pennes-uniform)", [
        Edit(SOLVER + "simulation.cpp", "            const double start = p.state.time;\n",
             "            const double start = p.state.time;\n"
             "            if (steps == 1.0) {\n"
             "                p.state.time = event;\n"
             "                for (Observer* o : p.observers) o->at_output(p.model, p.state, p.ledger);\n"
             "                continue;\n"
             "            }\n")]),
]


MANUFACTURED = "verification:manufactured"
TISSUE = "libsim/tissue/"
EXCHANGE = "libsim/probe/exchange/"

NEWER = [
    Fault("k-of-ice", "the conductivity of ice falls too slowly with temperature", MANUFACTURED, [
        Edit(TISSUE + "frozen_medium.cpp", "9.828 * std::exp(-0.0057 * t)", "9.828 * std::exp(-0.0047 * t)")]),
    Fault("c-of-ice-celsius", "the heat capacity of ice takes degC for K", MANUFACTURED, [
        Edit(TISSUE + "frozen_medium.cpp", "146.3 + 7.253 * (temperature + kelvin)", "146.3 + 7.253 * temperature")]),
    Fault("power-of-ice", "two digits swapped in the power law of ice", MANUFACTURED, [
        Edit(TISSUE + "frozen_medium.cpp", "std::pow(t, 1.235)", "std::pow(t, 1.253)")]),
    Fault("no-curvature", "the table of theta(H) is straight within a piece", MANUFACTURED, [
        Edit(TISSUE + "thermal_law.cpp", "piece.half_conductivity_slope * slope * slope", "0.0 * slope * slope")]),
    Fault("mush-upside-down", "the mush conducts as liquid at the solidus and as ice at the liquidus", MANUFACTURED, [
        Edit(TISSUE + "thermal_law.cpp", "return k_at_solidus + (k_at_liquidus - k_at_solidus) * n / count;",
             "return k_at_liquidus + (k_at_solidus - k_at_liquidus) * n / count;")]),
    Fault("tissues-swapped", "at faces between tissues each cell is taken for the other's tissue",
          "verification:(verify pair|manufactured)", [
        Edit(SOLVER + "modified_faces.cpp",
             "const double a = faces_.swapped[f] ? upper : lower, b = faces_.swapped[f] ? lower : upper;",
             "const double a = faces_.swapped[f] ? lower : upper, b = faces_.swapped[f] ? upper : lower;")]),
    Fault("whole-cell-to-the-face", "heat goes a whole cell to the face between two tissues", MANUFACTURED, [
        Edit(SOLVER + "modified_faces.cpp", "const double into_a = 2.0 * (", "const double into_a = 1.0 * (")]),
    Fault("straight-partner", "the second tissue's k counts as constant where the face temperature is solved for", MANUFACTURED, [
        Edit(SOLVER + "interface_law.cpp",
             "piece.curvature_sum = piece.curvature_a + b.half_conductivity_slope_above(t);",
             "piece.curvature_sum = piece.curvature_a;")]),
    Fault("mush-bleeds-cold", "blood in the mush meets tissue at the solidus", MANUFACTURED, [
        Edit(SOLVER + "backend/row_kernels.cpp", "(mush * blood.per_mush + unfrozen * blood.per_unfrozen)",
             "(unfrozen * blood.per_unfrozen)")]),
    Fault("dilute-mush-bleeds", "dilute mush is perfused as if it were liquid", MANUFACTURED, [
        Edit(SOLVER + "backend/row_kernels.cpp", "s * tissue.perfusion * (tissue.blood_temperature",
             "tissue.perfusion * (tissue.blood_temperature")]),
    Fault("warm-ice", "ice has the metabolism of living tissue", "verification:(verify (metabolism|pennes-uniform)|manufactured)", [
        Edit(SOLVER + "backend/row_kernels.cpp", "(rate[i] + (perfusion + s * metabolic_heat))",
             "(rate[i] + (perfusion + metabolic_heat))")]),
    Fault("source-next-door", "a source's weights go to the wrong cells", "verification:(manufactured|a line|the heat)", [
        Edit(SOLVER + "operator.cpp", "weight *= step ? share : 1 - share;", "weight *= step ? 1 - share : share;")]),
    Fault("thin-film", "the tissue between cell and air counts twice", MANUFACTURED, [
        Edit(SOLVER + "outer_faces.cpp", "0.5 * convection.coefficient * model_.grid.spacing()",
             "convection.coefficient * model_.grid.spacing()")]),
    Fault("long-steps", "the step forgets that outer faces are half a cell away", "verification:no temperature leaves", [
        Edit(SOLVER + "operator.cpp", "std::max(6.0, outer_.largest_face_sum())", "6.0")]),
    Fault("blood-comes-back", "stasis ends when the tissue warms", "verification:stasis", [
        Edit(SOLVER + "backend/row_kernels.cpp", "stasis[i] | (enthalpy[i] < threshold ? 1 : 0)",
             "(enthalpy[i] < threshold ? 1 : 0)")]),
    Fault("no-film", "a wall behind a film is coupled as if it had one temperature", "unit:wall contacts", [
        Edit(SOLVER + "wall_contacts.cpp", "        contact.film.push_back(", "        if (node < 0) contact.film.push_back(")], "unit_tests"),
    Fault("half-metal", "metal along a needle conducts half as well", "verification:metal along", [
        Edit(SOLVER + "wall_network.cpp", "needle.metal_conductance / distance;", "0.5 * needle.metal_conductance / distance;")]),
    Fault("gas-runs-backwards", "gas warms from the entry to the tip", "verification:metal along", [
        Edit(EXCHANGE + "convective.cpp", "settings_.gas_rise.at(moment.along)", "settings_.gas_rise.at(1 - moment.along)")]),
    Fault("no-cap", "a power-limited probe ignores its largest power", "verification:radial needle: a power", [
        Edit(EXCHANGE + "power_limited.cpp", "if (power >= cap) {", "if (power >= 1e6 * cap) {")]),
    Fault("held-heat-unbooked", "heat into held regions is not booked", MANUFACTURED, [
        Edit(SOLVER + "simulation.cpp", "step * heat.flows.held_regions", "0 * heat.flows.held_regions")]),
    Fault("stage-before", "needles are coupled as in the stage before", "verification:a stage", [
        Edit(SOLVER + "simulation.cpp", "Parts::StageKindParts* parts = &p.of(stage);",
             "Parts::StageKindParts* parts = &p.of(stages[s > 0 ? s - 1 : 0]);")]),
    Fault("shift-too-early", "a kill curve is shifted from the first freeze on", "unit:.*([Ii]njury|kill|logistic)", [
        Edit("libsim/outcome/injury/logistic_law.cpp", "curve.half + freeze * numbers_.shift",
             "curve.half + (freeze + 1) * numbers_.shift")], "unit_tests"),
    Fault("no-instant", "tissue that was far too cold for a moment only lives", "unit:.*([Ii]njury|threshold|once)", [
        Edit("libsim/outcome/injury/threshold_and_time_law.cpp",
             "std::max(positive_share(held, {i, j, k}, 0), at_once)", "std::max(positive_share(held, {i, j, k}, 0), 0 * at_once)")],
          "unit_tests"),
]

LISTS = {"first": FIRST, "newer": NEWER}
