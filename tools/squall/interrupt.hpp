#pragma once

namespace squall::tool {

/// From now on Ctrl-C and a polite kill ask to stop, and the next of them stops at once. A reader
/// who has seen enough and closes the pipe is no reason to die.
void listen_for_interrupts();

/// Whether somebody has asked to stop.
bool interrupted();

/// What a command returns that was.
inline constexpr int interrupted_status = 130;

}  // namespace squall::tool
