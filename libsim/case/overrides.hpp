// `--set path=value`: changes to the tree of a case file before it is read.
//
// A path is the keys from the root joined by dots ("protocol.cycles", "tissue.define.my kidney.perfusion"; keys with
// dots in double quotes). "[n]" takes the n-th element of an array, from 0 ("protocol.stage[0].duration"), "[name]" the
// table of an array whose `name` is that ("tissue.region[tumour].tissue"). Short forms: "region[...]" for
// "tissue.region[...]", and a key of a region's only shape may follow the region ("region[tumour].radius"). Tables on the
// way are made where they are missing; a misspelt path is reported when the case is read, as an unknown key.
//
// A value is TOML ("true", "3", "[\"1 mm\", \"2 mm\", \"3 mm\"]"); what is not TOML is taken as text (5 min).
#pragma once

#include <string>
#include <toml++/toml.h>

#include "case/problems.hpp"

namespace iceball {

// Reports "--set ..." problems: no "=", an empty key, an element that does not exist, a path through a value.
void apply_override(toml::table& root, const std::string& assignment, Problems& problems);

}  // namespace iceball
