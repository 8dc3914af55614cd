#include "view/display.hpp"

#include <X11/Xlib.h>
#include <fmt/format.h>

#include <cstdlib>

#include "core/error.hpp"

namespace iceball {

namespace {

// A connection to the X server of that name, or null where none answers or it lacks GLX.
::Display* connect(const std::string& name) {
    if (name.empty()) return nullptr;
    ::Display* connection = ::XOpenDisplay(name.c_str());
    if (!connection) return nullptr;
    int opcode, event, error;
    if (::XQueryExtension(connection, "GLX", &opcode, &event, &error)) return connection;
    ::XCloseDisplay(connection);
    return nullptr;
}

}  // namespace

bool display_answers(const std::string& name) {
    ::Display* connection = connect(name);
    if (connection) ::XCloseDisplay(connection);
    return connection != nullptr;
}

Display::Display() {
    const char* given = std::getenv("DISPLAY");
    had_previous_ = given != nullptr;
    previous_ = given ? given : "";
    if ((connection_ = connect(previous_)) != nullptr) return;
    const std::string what =
        previous_.empty()
            ? "3D pictures need an X display and DISPLAY is not set"
            : fmt::format("3D pictures need an X display and DISPLAY={} does not answer or has no GLX", previous_);
    const std::string program = find_program("Xvfb");
    if (program.empty())
        throw FileError(
            what +
            "; install the package xvfb (apt install xvfb), set DISPLAY, or leave the 3D pictures out (--no-3d)");
    server_ = ChildProcess::start({program, "-displayfd", "%out", "-screen", "0", "640x480x24", "-nolisten", "tcp",
                                  "-noreset"});
    const std::string number = server_.read_line(20.0);
    if (number.empty()) {
        server_.stop();
        throw FileError(what + fmt::format("; {} was started but did not become ready: try it by hand, set DISPLAY, or "
                                           "leave the 3D pictures out (--no-3d)",
                                           program));
    }
    ::setenv("DISPLAY", (":" + number).c_str(), 1);
}

Display::~Display() {
    if (connection_) ::XCloseDisplay(static_cast<::Display*>(connection_));
    if (!server_.running()) return;
    server_.stop();
    if (had_previous_)
        ::setenv("DISPLAY", previous_.c_str(), 1);
    else
        ::unsetenv("DISPLAY");
}

}  // namespace iceball
