// What the options of an export have in common when they are wrong.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "core/document/options.h"
#include "core/error/error.h"

namespace tamis::exports {

[[noreturn]] inline void bad_option(std::string message, std::string hint) {
  throw Error(Code::invalid_option, "tamis_export: " + std::move(message), {}, std::move(hint));
}

// An option that means something only beside another: given alone it would be ignored in silence.
inline void only_with(document::Options& options, std::initializer_list<std::string_view> keys,
                      bool applies, std::string_view condition) {
  for (const std::string_view key : keys) {
    if (options.has(key) && !applies) {
      bad_option("option " + in_quotes(key) + " needs " + std::string(condition), {});
    }
  }
}

}  // namespace tamis::exports
