#include "core/storage/server_settings.h"

#include <algorithm>
#include <array>

#include "core/error/error.h"

namespace tamis::storage {
namespace {

constexpr std::string_view kKind = "kind";
constexpr std::size_t kLongestValue = 16384;

struct Known {
  std::string_view name;
  SettingPlace place;
  std::string Access::*member;  // of all but the kind
};

constexpr std::array<Known, 10> kKnown = {{
    {kKind, SettingPlace::server, nullptr},
    {"endpoint", SettingPlace::server, &Access::endpoint},
    {"region", SettingPlace::server, &Access::region},
    {"account", SettingPlace::server, &Access::account},
    {"access_key", SettingPlace::user, &Access::access_key},
    {"secret_key", SettingPlace::user, &Access::secret_key},
    {"session_token", SettingPlace::user, &Access::session_token},
    {"bearer_token", SettingPlace::user, &Access::bearer},
    {"account_key", SettingPlace::user, &Access::account_key},
    {"sas_token", SettingPlace::user, &Access::sas},
}};

constexpr std::array<std::pair<std::string_view, Store>, 3> kKinds = {
    {{"s3", Store::s3}, {"gcs", Store::gcs}, {"azure", Store::azure}}};

const Known* find(std::string_view name) noexcept {
  const auto* const found = std::find_if(kKnown.begin(), kKnown.end(),
                                         [&](const Known& known) { return known.name == name; });
  return found == kKnown.end() ? nullptr : found;
}

std::string names_for(SettingPlace place) {
  std::vector<std::string_view> names;
  for (const Known& known : kKnown) {
    if (known.place == place) names.push_back(known.name);
  }
  return names.empty() ? "There are none here."
                       : "Valid are " + listed(names.data(), names.size()) + ".";
}

Store store_of(std::string_view kind) {
  const auto* const found = std::find_if(kKinds.begin(), kKinds.end(),
                                         [&](const auto& entry) { return entry.first == kind; });
  if (found != kKinds.end()) return found->second;
  throw Error(Code::invalid_option, "option \"kind\" names no store: " + in_quotes(kind), {},
              "Valid are \"s3\", \"gcs\" and \"azure\".");
}

// Settings stand in headers and URLs.
void check_value(std::string_view name, std::string_view value) {
  const bool printable =
      std::all_of(value.begin(), value.end(), [](char c) { return c > 0x20 && c < 0x7F; });
  if (!value.empty() && value.size() <= kLongestValue && printable) return;
  throw Error(Code::invalid_option, "option " + in_quotes(name) +
                                        " must be printable ASCII without spaces, and not empty");
}

}  // namespace

void check_settings(const Settings& settings, SettingPlace place) {
  for (const auto& [name, value] : settings) {
    const Known* const known = find(name);
    if (known == nullptr || known->place != place) {
      throw Error(Code::invalid_option, "invalid option " + in_quotes(name),
                  known != nullptr && known->place == SettingPlace::user
                      ? "It is a secret and belongs to a user mapping."
                      : "",
                  names_for(place));
    }
    check_value(name, value);
    if (name == kKind) (void)store_of(value);
  }
}

AccessLookup server_lookup(const Settings& settings, std::string_view server) {
  std::optional<Store> store;
  Access access;
  for (const auto& [name, value] : settings) {
    const Known* const known = find(name);
    if (known == nullptr) {
      throw Error(Code::invalid_option,
                  "server " + in_quotes(server) + " has an invalid option " + in_quotes(name));
    }
    check_value(name, value);
    if (known->member == nullptr) {
      store = store_of(value);
    } else {
      access.*known->member = value;
    }
  }
  if (!store) {
    throw Error(Code::invalid_option, "server " + in_quotes(server) + " has no option \"kind\"", {},
                "Valid are \"s3\", \"gcs\" and \"azure\".");
  }
  if (access.sas.starts_with('?')) access.sas.erase(0, 1);
  return [store = *store, access = std::move(access), name = std::string(server)](
             Store asked, std::string_view) -> std::optional<Access> {
    if (asked == store) return access;
    throw Error(Code::invalid_option, "server " + in_quotes(name) + " is a store for " +
                                          in_quotes(std::string(scheme_of(store)) + "://") +
                                          ", not for " +
                                          in_quotes(std::string(scheme_of(asked)) + "://"));
  };
}

}  // namespace tamis::storage
