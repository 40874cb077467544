// Moving a published folder from one state to another, pending/x -> imported/x, and taking one
// away.
#pragma once

#include <string>
#include <string_view>

namespace tamis::storage {

// The folder at `path`, a local one, becomes <its grandparent>/<state>/<its name>, the state's
// folder being made where it is missing; returns the new path. Nothing happens where it is there
// already. Throws file_exists where something else has that name, io_error where it can't be done.
std::string move_to_state(std::string_view path, std::string_view state);

// Whether a local folder stands there.
bool folder_exists(std::string_view path);

// The local folder at `path` goes in one step, under the name of a leftover; what can't be removed
// of it then is removed by the next export to that place. Throws io_error where it can't be moved.
void remove_place(std::string_view path);

}  // namespace tamis::storage
