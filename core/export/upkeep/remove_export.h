// Taking one export away from where it stands.
#pragma once

#include <string>
#include <string_view>

#include "core/engine/session.h"

namespace tamis::exports {

enum class Removed : std::uint8_t {
  whole_place,  // nothing else stood there
  its_files,    // other exports share the place, which stays
  missing,      // it was gone already, or another export has replaced it
};
std::string_view name_of(Removed removed) noexcept;

// Removes the files of an export, and nothing that its manifest does not list. Throws file_exists
// where the place holds what is no export.
Removed remove_export(engine::Session& session, std::string_view uri, const std::string& export_id);

}  // namespace tamis::exports
