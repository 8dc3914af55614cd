// Keeps VTK's own error texts off standard error while its result is checked and reported by us.
#pragma once

#include <vtkObject.h>

namespace iceball {

class QuietVtk {
 public:
    QuietVtk() : before_(vtkObject::GetGlobalWarningDisplay()) { vtkObject::GlobalWarningDisplayOff(); }
    ~QuietVtk() { vtkObject::SetGlobalWarningDisplay(before_); }
    QuietVtk(const QuietVtk&) = delete;
    QuietVtk& operator=(const QuietVtk&) = delete;

 private:
    int before_;
};

}  // namespace iceball
