#include "core/document/json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <vector>

#include "core/engine/value.h"
#include "core/error/error.h"
#include "core/text/utf8.h"

namespace tamis::document {
namespace {

constexpr int kMaxDepth = 64;

void write_string(std::string_view text, std::string& out) {
  static constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  std::size_t at = 0;
  while (at < text.size()) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x80) {
      const std::size_t length = text::utf8_length(text.substr(at));
      if (length == 0) {
        out += "\xEF\xBF\xBD";
        ++at;
      } else {
        out.append(text, at, length);
        at += length;
      }
      continue;
    }
    switch (byte) {
      case '\0': out += "\xE2\x90\x80"; break;
      case '\b': out += "\\b"; break;
      case '\f': out += "\\f"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      default:
        if (byte < 0x20) {
          out += "\\u00";
          out += kHex[byte >> 4U];
          out += kHex[byte & 15U];
        } else {
          out += static_cast<char>(byte);
        }
    }
    ++at;
  }
  out += '"';
}

void write_number(const Json& number, std::string& out) {
  std::array<char, engine::kNumberText> buffer;
  if (number.is_number_float()) {
    const double v = number.get<double>();
    const std::string_view text = engine::to_text(engine::Value::real(v), buffer);
    if (std::isfinite(v)) {
      out += text;
    } else {
      write_string(text, out);
    }
  } else if (number.is_number_unsigned()) {
    const auto end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), number.get<std::uint64_t>());
    out.append(buffer.data(), end.ptr);
  } else {
    out += engine::to_text(engine::Value::integer(number.get<std::int64_t>()), buffer);
  }
}

void write(const Json& value, std::string& out) {
  switch (value.type()) {
    case Json::value_t::object: {
      std::vector<const Json::object_t::value_type*> members;
      members.reserve(value.size());
      for (const auto& member : value.get_ref<const Json::object_t&>()) members.push_back(&member);
      std::sort(members.begin(), members.end(), [](const auto* a, const auto* b) {
        if (a->first.size() != b->first.size()) return a->first.size() < b->first.size();
        return a->first < b->first;
      });
      out += '{';
      bool first = true;
      for (const auto* member : members) {
        if (!first) out += ", ";
        first = false;
        write_string(member->first, out);
        out += ": ";
        write(member->second, out);
      }
      out += '}';
      return;
    }
    case Json::value_t::array: {
      out += '[';
      bool first = true;
      for (const Json& item : value) {
        if (!first) out += ", ";
        first = false;
        write(item, out);
      }
      out += ']';
      return;
    }
    case Json::value_t::string: write_string(value.get_ref<const std::string&>(), out); return;
    case Json::value_t::boolean: out += value.get<bool>() ? "true" : "false"; return;
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
    case Json::value_t::number_float: write_number(value, out); return;
    default: out += "null"; return;
  }
}

}  // namespace

std::string canonical(const Json& document) {
  std::string out;
  write(document, out);
  return out;
}

Json parse(std::string_view text, std::string_view what) {
  const auto limit_depth = [&](int depth, Json::parse_event_t, Json&) {
    if (depth > kMaxDepth) {
      throw Error(Code::invalid_option, std::string(what) + " is nested too deeply",
                  "At most " + std::to_string(kMaxDepth) + " levels are read.");
    }
    return true;
  };
  try {
    return Json::parse(text, limit_depth);
  } catch (const Json::parse_error& e) {
    throw Error(Code::invalid_option, std::string(what) + " is not valid JSON",
                "At byte " + std::to_string(e.byte) + " of " + in_quotes(text) + ".");
  } catch (const Json::out_of_range&) {
    throw Error(Code::invalid_option, std::string(what) + " has a number that is too large");
  }
}

double rounded(double value, int digits) noexcept {
  const double scale = std::pow(10.0, digits);
  const double scaled = value * scale;
  return std::isfinite(scaled) ? std::round(scaled) / scale : value;
}

}  // namespace tamis::document
