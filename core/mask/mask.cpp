#include "core/mask/mask.h"

#include <algorithm>
#include <array>

#include "core/error/error.h"
#include "core/mask/token.h"
#include "core/mask/visible_part.h"

namespace tamis::mask {
namespace {

struct Named {
  std::string_view name;
  Rule rule;
};

// Each rule's own name before its alias.
constexpr std::array<Named, 11> kNames = {{{"sha256", Rule::sha256},
                                           {"hmac_sha256", Rule::hmac_sha256},
                                           {"last4", Rule::last4},
                                           {"ip_truncate", Rule::ip_truncate},
                                           {"email", Rule::email},
                                           {"redact", Rule::redact},
                                           {"null", Rule::null},
                                           {"tokenise", Rule::tokenise},
                                           {"hash_sha256", Rule::sha256},
                                           {"mask_except_last_4", Rule::last4},
                                           {"truncate_last_octet", Rule::ip_truncate}}};

std::string all_names() {
  std::array<std::string_view, kNames.size()> names;
  std::transform(kNames.begin(), kNames.end(), names.begin(),
                 [](const Named& named) { return named.name; });
  return listed(names.data(), names.size());
}

void append_hex(const Digest& digest, std::string& out) {
  static constexpr char kHex[] = "0123456789abcdef";
  for (const unsigned char byte : digest) {
    out += kHex[byte >> 4U];
    out += kHex[byte & 15U];
  }
}

void check_key(Rule rule, const std::optional<std::string_view>& key) {
  const std::string name(name_of(rule));
  if (!takes_key(rule)) {
    if (!key) return;
    throw Error(Code::invalid_value, "mask rule \"" + name + "\" takes no key", {},
                "Rules with a key are \"hmac_sha256\" and \"tokenise\".");
  }
  const std::string hint = "Give at least " + std::to_string(kShortestKey) +
                           " random bytes, as \"openssl rand -hex 32\" prints them.";
  if (!key) throw Error(Code::invalid_value, "mask rule \"" + name + "\" needs a key", {}, hint);
  if (key->size() < kShortestKey) {
    throw Error(Code::invalid_value, "the key of mask rule \"" + name + "\" is too short", {},
                hint);
  }
}

}  // namespace

Rule parse(std::string_view name) {
  const auto found = std::find_if(kNames.begin(), kNames.end(),
                                  [&](const Named& named) { return named.name == name; });
  if (found != kNames.end()) return found->rule;
  throw Error(Code::invalid_value, "no such mask rule", {}, "Valid rules are " + all_names() + ".");
}

std::string_view name_of(Rule rule) noexcept {
  return std::find_if(kNames.begin(), kNames.end(),
                      [&](const Named& named) { return named.rule == rule; })
      ->name;
}

bool takes_key(Rule rule) noexcept { return rule == Rule::hmac_sha256 || rule == Rule::tokenise; }

Masker::Masker(Rule rule, std::optional<std::string_view> key) : rule_(rule) {
  check_key(rule, key);
  if (key) mac_.emplace(*key);
}

std::optional<std::string_view> Masker::apply(std::string_view value) {
  out_.clear();
  switch (rule_) {
    case Rule::sha256:
      hash_.start();
      hash_.update(value);
      append_hex(hash_.finish(), out_);
      break;
    case Rule::hmac_sha256:
      mac_->start();
      mac_->update(value);
      append_hex(mac_->finish(), out_);
      break;
    case Rule::last4: append_last4(value, out_); break;
    case Rule::ip_truncate:
      if (!append_network(value, out_)) out_ = kRedacted;
      break;
    case Rule::email:
      if (!append_domain(value, out_)) out_ = kRedacted;
      break;
    case Rule::redact: out_ = kRedacted; break;
    case Rule::null: return std::nullopt;
    case Rule::tokenise: append_token(*mac_, value, out_); break;
  }
  return out_;
}

}  // namespace tamis::mask
