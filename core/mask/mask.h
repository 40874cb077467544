// Masks: what may leave in place of a personal value.
//
// A Masker applies one rule to value after value, as tamis_mask() and the masks of an export do. A
// rule never lets through what it does not understand: a text that is no address, or too short to
// be cut, is hidden as a whole. Hashes are of the UTF-8 bytes as they are, in lower-case
// hexadecimal, so that any other system can compute them too; hmac_sha256 and tokenise take a key,
// since without one the few billion telephone numbers there are can be hashed and looked up.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/mask/keyed_hash.h"

namespace tamis::mask {

enum class Rule : std::uint8_t {
  sha256,
  hmac_sha256,
  last4,
  ip_truncate,
  email,
  redact,
  null,
  tokenise
};

// Keys shorter than this can be found by trying.
inline constexpr std::size_t kShortestKey = 16;

// What stands for a value that is hidden as a whole.
inline constexpr std::string_view kRedacted = "[redacted]";

// The rule of that name or alias (hash_sha256, mask_except_last_4, truncate_last_octet). Throws
// invalid_value that lists the valid names and does not repeat the given one, which may be a key
// in the wrong place.
Rule parse(std::string_view name);
// The rule's own name, never an alias.
std::string_view name_of(Rule rule) noexcept;
bool takes_key(Rule rule) noexcept;

class Masker {
 public:
  // Throws invalid_value for a rule without its key, a key that is too short or one that the rule
  // does not take; no message holds a key.
  Masker(Rule rule, std::optional<std::string_view> key);

  // The value masked, valid until the next call; nothing for NULL. Allocates only where a value is
  // longer than all before it.
  std::optional<std::string_view> apply(std::string_view value);

 private:
  Rule rule_;
  Sha256 hash_;
  std::optional<HmacSha256> mac_;
  std::string out_;
};

}  // namespace tamis::mask
