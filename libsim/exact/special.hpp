// Special functions in forms that neither overflow nor underflow where the exact solutions need them.
#pragma once

namespace iceball::exact {

// exp(z^2) erfc(z)
double scaled_erfc(double z);
// ln erfc(z)
double log_erfc(double z);
// E1(z) = integral from z to infinity of exp(-u)/u du, z > 0
double exponential_integral(double z);
// exp(z) E1(z)
double scaled_exponential_integral(double z);
// ln E1(z)
double log_exponential_integral(double z);

}  // namespace iceball::exact
