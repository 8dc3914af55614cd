// The quasi-steady potential around needles: harmonic in the tissue, 0 far away, and 1 on their walls or, where a film
// lies between the wall and the medium that cools it, in that medium.
//
// The lateral wall and both flat ends are cut into ring panels, graded toward the rims, each with a constant charge
// density; phi = 1 at the middle of every panel gives one dense linear system. Jaswon & Symm 1977, Integral equation
// methods in potential theory and elastostatics (ISBN 0123810507). Density = - d phi / dn on the wall [1/m], charge =
// its integral [m] = the capacitance of the needle over the permittivity: 66.46 mm for 1.2 x 30 mm; Butler 1980 (J Appl
// Phys 51:5607, doi:10.1063/1.327564, for the capacitance of a tube and cylinder) gives 66.41.
//
// An insulated shaft is a wall with panels too, on which not phi but the flux into the tissue is given: zero. With the
// density s of a panel that flux is s / 2 + the field of all panels at its middle (their principal value), so that on the
// wall of such a needle flux and density differ.
//
// Behind a film (convection, limited power) the wall is warmer where the tissue takes more, at the rims: there
// flux = film (1 - phi), the third boundary condition. A field that took the wall for one temperature would fit such a
// needle worst at its ends, and by how much would depend on how they fall on the cells.
//
// Outer faces of the box act through mirror images of the panels. A needle through two opposite insulated faces is a
// *line*: phi = - density a ln(rho / R) per panel, with an R far outside; only differences of phi matter then.
//
// Limits: densities are axisymmetric even where needles stand close together. Then what is asked of phi holds in the mean
// over each ring of the wall, and around it phi differs by about (radius / distance) / ln(length / radius) toward the other
// needle: 3 % for 1.2 x 30 mm at 10 mm. Who needs the drop of phi from the wall must add excess_around, or the wall seems to be colder than its surroundings within a tenth of a millimetre; the temperature field itself is
// free to be right. The next term of the charge is (radius / distance)^2 of the first.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "core/vector3.hpp"
#include "probe/needle_body.hpp"
#include "probe/ring_potential.hpp"

namespace iceball {

// A mirror image: coordinates flipped at planes, the charge multiplied by sign.
struct MirrorImage {
    std::array<bool, 3> flipped{};
    Vector3 twice_plane = Vector3::Zero();  // twice the plane's coordinate, where flipped
    double sign = 1;

    Vector3 point(const Vector3& x) const;   // its own inverse
    Vector3 vector(const Vector3& v) const;
};

// A ring panel of the wall from (rho_0, z_0) to (rho_1, z_1) in the needle's local coordinates.
struct WallPanel {
    double rho_0, z_0, rho_1, z_1;
    bool shaft = false;
    double density = 0;  // [1/m]
    double film = 0;     // behind a film: flux / (1 - phi) [1/m]
    double flux = 0;     // into the tissue [1/m]; the density, where phi is 1 all over the needle
    double phi = 1;      // of the wall

    double length() const;
    double area() const;
};

// Of the panels through which heat passes [m2].
double active_area(std::span<const WallPanel> panels);

// A needle as the potential sees it.
struct ChargedBody {
    NeedleBody body;
    bool line = false;                   // passes through two opposite insulated faces
    bool cap_at_from = true, cap_at_to = true;  // false where an end lies in an insulated face
    double shaft = 0;                           // length of the insulated shaft that goes on from the far end [m]
    std::vector<MirrorImage> images{};          // without the needle itself
    // Conductance of the film between medium and wall, per length of the active zone, over the conductivity of the tissue;
    // along evenly long stretches from the near end, the same around and over the flat ends. Empty: the wall has one
    // temperature. A line needs none: its wall has one temperature behind a film, too.
    std::vector<double> film{};

    bool has_film() const { return !film.empty() && !line; }
    // phi is 1 all over the wall and inside it: what leaves a panel is its density.
    bool one_phi() const { return shaft == 0 && !has_film(); }

    // Needle and insulated shaft.
    NeedleBody solid() const { return body.longer_by(shaft); }
};

class WallPotential {
 public:
    // Needles whose walls, or media behind films, are all at phi = 1. line_reach: the R of line needles [m].
    explicit WallPotential(std::vector<ChargedBody> bodies, double line_reach = 1.0);

    // In the tissue outside the needles.
    double phi(const Vector3& x) const;
    // - grad phi [1/m].
    Vector3 flux(const Vector3& x) const;
    // Nothing but one needle, without images.
    bool alone() const { return bodies_.size() == 1 && bodies_[0].images.empty(); }
    // By how much phi at the point of a body's wall nearest to x (outside it) exceeds its mean around the wall there: more
    // than 0 on the side of other needles and mirrors, less on that of negative images.
    double excess_around(int body, const Vector3& x) const;
    // - grad of the part of phi that other needles and all images make, at a point of the body [1/m].
    Vector3 flux_of_others(int body, const Vector3& x) const;

    const std::vector<ChargedBody>& bodies() const { return bodies_; }
    const std::vector<WallPanel>& panels(int body) const { return panels_[std::size_t(body)]; }
    // Charge of a whole needle [m], whatever part of it lies in the box; what leaves its wall for the tissue.
    double charge(int body) const;
    double distance(const Vector3& x) const;

 private:
    RingField field(const ChargedBody& charged, std::span<const WallPanel> panels, double rho, double z) const;
    // - grad of the same at a point of the box.
    Vector3 flux_of(const ChargedBody& charged, std::span<const WallPanel> panels, const Vector3& x) const;
    // Over all needles and images but the needle `left_out` itself (-1: none is).
    double phi_without(int left_out, const Vector3& x) const;
    Vector3 flux_without(int left_out, const Vector3& x) const;
    void solve();

    struct Unknown {
        const ChargedBody* body;
        WallPanel* panel;
    };
    // What density 1 of a panel makes at the middle of another: phi or the flux across it, in the mean over the ring.
    double potential_at(const Unknown& at, const Unknown& of) const;
    double flux_at(const Unknown& at, const Unknown& of) const;
    void find_fluxes(const std::vector<Unknown>& unknowns, const Eigen::VectorXd& density);

    std::vector<ChargedBody> bodies_;
    std::vector<std::vector<WallPanel>> panels_;
    double line_reach_;
};

}  // namespace iceball
