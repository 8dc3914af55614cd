// A display to render on. VTK ends the whole process when it finds none, so one is made sure of before it is asked.
//
// Order of trial: the X server named by DISPLAY, if it answers and speaks GLX; an Xvfb of our own, stopped by the
// destructor and, should this process be killed, by the kernel. An X server starts afresh when its last client leaves, and
// turns newcomers away meanwhile, which VTK does not survive: so a connection to a server that is not ours is kept open,
// and our own is told not to. Not thread-safe: DISPLAY belongs to the whole process.
#pragma once

#include <string>

#include "view/child_process.hpp"

namespace iceball {

class Display {
 public:
    // Throws FileError that says which package to install when there is no X server to be had.
    Display();
    ~Display();
    Display(const Display&) = delete;
    Display& operator=(const Display&) = delete;

    // True if this object runs its own Xvfb.
    bool own_server() const { return server_.running(); }

 private:
    ChildProcess server_;
    void* connection_ = nullptr;  // Xlib's Display, to the server that DISPLAY named; Xlib.h defines too many macros
    std::string previous_;  // DISPLAY before, to be put back
    bool had_previous_ = false;
};

// True if an X server answers under that name and offers GLX.
bool display_answers(const std::string& name);

}  // namespace iceball
