// Potential and field of coaxial charged rings.
//
// A ring of radius a at z = 0 with charge q has the potential q K(k) / (2 pi^2 sqrt(A)), k^2 = 4 a rho / A,
// A = (rho + a)^2 + z^2 (Jackson 1998, Classical Electrodynamics, problem 3.10 and section 5.5 for the integrals). The
// complete elliptic integrals K and E come from the arithmetic-geometric mean (Abramowitz & Stegun 1964, 17.6), many
// rings at a time: it agrees with std::comp_ellint_1/2 (tested) and costs a tenth. Charges are fluxes: a charge q
// sends the flux q through a surface around it.
//
// Limits: within 1e-6 ring radii of a ring the mean has not converged to better than 1e-8.
#pragma once

#include <Eigen/Core>

namespace iceball {

struct RingField {
    double potential = 0, radial = 0, axial = 0;  // phi; - d phi / d rho, - d phi / d z
};

// Collects rings and sums their fields at one point (rho, z).
class RingSum {
 public:
    RingSum(double rho, double z) : rho_(rho), z_(z) {}

    void add(double ring_radius, double ring_z, double charge) {
        radius_[count_] = ring_radius;
        height_[count_] = z_ - ring_z;
        charge_[count_] = charge;
        if (++count_ == width) flush();
    }
    RingField total();

 private:
    static constexpr int width = 8;
    using Pack = Eigen::Array<double, width, 1>;
    void flush();

    double rho_, z_;
    int count_ = 0;
    Pack radius_, height_, charge_;
    RingField sum_;
};

}  // namespace iceball
