#include "core/export/manifest/companion_names.h"

#include <algorithm>
#include <array>

namespace tamis::exports {
namespace {

constexpr std::string_view kStem = "manifest";
constexpr std::string_view kEnding = ".json";
// _yyyymmdd_HHMMSS_ and eight hex digits.
constexpr std::size_t kStamp = 1 + 8 + 1 + 6 + 1 + 8;

template <typename T, std::size_t n>
bool find_name(const std::array<T, n>& all, std::string_view name, T& out) noexcept {
  const auto found = std::find_if(all.begin(), all.end(), [&](T t) { return name_of(t) == name; });
  if (found == all.end()) return false;
  out = *found;
  return true;
}

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_hex(char c) noexcept { return is_digit(c) || (c >= 'a' && c <= 'f'); }

bool is_stamp(std::string_view text) noexcept {
  if (text.size() != kStamp || text[0] != '_' || text[9] != '_' || text[16] != '_') return false;
  const std::string_view date = text.substr(1, 8), time = text.substr(10, 6), id = text.substr(17);
  return std::all_of(date.begin(), date.end(), is_digit) &&
         std::all_of(time.begin(), time.end(), is_digit) &&
         std::all_of(id.begin(), id.end(), is_hex);
}

}  // namespace

std::string_view name_of(MarkerStyle style) noexcept {
  switch (style) {
    case MarkerStyle::plain: return "plain";
    case MarkerStyle::underscore: return "underscore";
    case MarkerStyle::hidden: return "hidden";
  }
  return "plain";
}

bool from_name(std::string_view name, MarkerStyle& out) noexcept {
  return find_name(std::array{MarkerStyle::plain, MarkerStyle::underscore, MarkerStyle::hidden},
                   name, out);
}

std::string_view name_of(Sidecars sidecars) noexcept {
  switch (sidecars) {
    case Sidecars::none: return "none";
    case Sidecars::beside: return "beside";
    case Sidecars::apart: return "apart";
  }
  return "none";
}

bool from_name(std::string_view name, Sidecars& out) noexcept {
  return find_name(std::array{Sidecars::none, Sidecars::beside, Sidecars::apart}, name, out);
}

std::string styled(MarkerStyle style, std::string_view name) {
  switch (style) {
    case MarkerStyle::plain: break;
    case MarkerStyle::underscore: return "_" + std::string(name);
    case MarkerStyle::hidden: return "." + std::string(name);
  }
  return std::string(name);
}

std::string_view unstyled(std::string_view file, MarkerStyle& style) noexcept {
  style = file.starts_with('_')   ? MarkerStyle::underscore
          : file.starts_with('.') ? MarkerStyle::hidden
                                  : MarkerStyle::plain;
  if (style != MarkerStyle::plain) file.remove_prefix(1);
  return file;
}

std::string stamped_manifest_name(std::string_view timestamp, std::string_view id) {
  std::string digits;
  for (const char c : timestamp.substr(0, timestamp.find('.'))) {
    if (is_digit(c)) digits += c;
  }
  return std::string(kStem) + "_" + digits.substr(0, 8) + "_" + digits.substr(8) + "_" +
         std::string(id.substr(id.size() - std::min<std::size_t>(id.size(), 8))) +
         std::string(kEnding);
}

bool is_manifest_name(std::string_view file) noexcept {
  MarkerStyle style{};
  file = unstyled(file, style);
  if (!file.starts_with(kStem) || !file.ends_with(kEnding)) return false;
  if (file.size() == kStem.size() + kEnding.size()) return true;
  file.remove_prefix(kStem.size());
  file.remove_suffix(kEnding.size());
  return is_stamp(file);
}

std::string sidecar_name(std::string_view file, std::string_view data_folder, Sidecars sidecars,
                         MarkerStyle style) {
  if (sidecars == Sidecars::apart) {
    if (!data_folder.empty()) file.remove_prefix(data_folder.size() + 1);
    return styled(style, "metadata") + "/" + std::string(file) + ".metadata.json";
  }
  const std::size_t slash = file.rfind('/');
  const std::size_t name = slash == std::string_view::npos ? 0 : slash + 1;
  return std::string(file.substr(0, name)) + styled(style, file.substr(name)) + ".metadata.json";
}

}  // namespace tamis::exports
