// The commented starting case that `iceball new` writes. It loads and runs as it stands (tested).
#pragma once

#include <string_view>

namespace iceball {

extern const std::string_view template_case;

}  // namespace iceball
