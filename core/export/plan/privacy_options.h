// Which columns are masked, and with what key.
//
// A key never stands in an option, which is logged: options say where it is.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/document/options.h"
#include "core/engine/session.h"
#include "core/mask/mask.h"

namespace tamis::exports {

struct PrivacyOptions {
  std::map<std::string, mask::Rule, std::less<>> masks;  // by column
  std::string key_file;                                  // a path; empty: none
  std::string key_env;                                   // a variable of the environment
};

// Throws invalid_option, invalid_value for a rule that is none.
PrivacyOptions read_privacy_options(document::Options& options);

// The key, where a rule takes one and the options say where it is; nothing else. Throws io_error
// where it is not there; no message holds it.
std::optional<std::string> mask_key(engine::Session& session, const PrivacyOptions& options);

}  // namespace tamis::exports
