#include "core/types/addresses.h"
#include "core/types/contacts.h"
#include "core/types/duration.h"
#include "core/types/encodings.h"
#include "core/types/forms.h"
#include "core/types/markup.h"
#include "core/types/places.h"
#include "core/types/time_of_day.h"

namespace tamis::types {
namespace {

std::size_t cast_time(std::string_view text, std::span<char> out) noexcept {
  TimeOfDay time;
  return scan_time_of_day(text, time) ? write_time_of_day(time, out) : 0;
}

std::size_t cast_duration(std::string_view text, std::span<char> out) noexcept {
  Duration duration;
  return scan_duration(text, duration) ? write_duration(duration, out) : 0;
}

std::size_t cast_ip(std::string_view text, int version, std::span<char> out) noexcept {
  IpAddress address;
  return scan_ip(text, address) && address.version == version ? write_ip(address, out) : 0;
}

std::size_t cast_network(std::string_view text, std::span<char> out) noexcept {
  IpAddress network;
  return scan_network(text, network) ? write_ip(network, out) : 0;
}

std::size_t cast_mac(std::string_view text, std::span<char> out) noexcept {
  MacAddress address;
  return scan_mac(text, address) ? write_mac(address, out) : 0;
}

}  // namespace

bool cast_form(std::string_view text, Type target, std::span<char> out,
               std::string_view& result) noexcept {
  const auto written = [&](std::size_t size) {
    result = {out.data(), size};
    return size > 0;
  };
  const auto itself = [&](bool valid) {
    result = text;
    return valid;
  };
  switch (target) {
    case Type::time: return written(cast_time(text, out));
    case Type::duration: return written(cast_duration(text, out));
    case Type::json: return itself(is_json(text));
    case Type::xml: return itself(is_xml(text));
    case Type::url:
      result = is_url(text) ? write_url(text, out) : std::string_view();
      return !result.empty();
    case Type::email: return is_email(text) && written(write_email(text, out));
    case Type::ipv4: return written(cast_ip(text, 4, out));
    case Type::ipv6: return written(cast_ip(text, 6, out));
    case Type::cidr: return written(cast_network(text, out));
    case Type::mac: return written(cast_mac(text, out));
    case Type::phone: return is_phone(text) && written(write_phone(text, out));
    case Type::hex:
      result = is_hex(text) ? write_hex(text, out) : std::string_view();
      return !result.empty();
    case Type::base64: return itself(is_base64(text));
    case Type::geo: return itself(is_geo(text));
    default: return false;
  }
}

}  // namespace tamis::types
