// Tests of how a text is written.
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <span>

#include "core/error/error.h"
#include "core/quality/check/pattern.h"
#include "core/quality/check/value_tests.h"
#include "core/text/utf8.h"

namespace tamis::quality {
namespace {

using Match = Pattern::Match;

// Where a narrow column or number cut off what was written into it.
constexpr std::array<std::size_t, 3> kNarrowLengths{255, 4000, 65535};
constexpr std::array<std::string_view, 8> kNarrowNumbers{"32767",
                                                         "-32768",
                                                         "65535",
                                                         "2147483647",
                                                         "-2147483648",
                                                         "4294967295",
                                                         "9223372036854775807",
                                                         "-9223372036854775808"};

bool is_control(char c) noexcept { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

// C0 but tab and line ends, DEL, and C1, which is two bytes in UTF-8.
bool has_control(std::string_view text) noexcept {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_control(c) && c != '\t' && c != '\n' && c != '\r') return true;
    const bool leads_c1 = c == '\xC2' && i + 1 < text.size();
    if (leads_c1 && static_cast<unsigned char>(text[i + 1]) < 0xA0) return true;
  }
  return false;
}

// The character at the start of `text`, which is not empty; a broken byte is itself.
std::int32_t first_character(std::string_view text, std::size_t& size) noexcept {
  const auto byte = static_cast<unsigned char>(text[0]);
  size = 1;
  if (byte < 0x80) return byte;
  utf8proc_int32_t point = -1;
  const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                       static_cast<utf8proc_ssize_t>(text.size()), &point);
  if (length <= 0) return byte;
  size = static_cast<std::size_t>(length);
  return point;
}

enum class Casing : std::uint8_t { lower, upper, title };

// A letter of no case is in every case.
bool is_in(std::string_view text, Casing casing) noexcept {
  bool inside = false;  // of a word
  for (std::size_t i = 0, size = 0; i < text.size(); i += size) {
    const std::int32_t c = first_character(text.substr(i), size);
    const std::int32_t low = utf8proc_tolower(c);
    const std::int32_t high = utf8proc_toupper(c);
    const bool letter = low != high;
    const bool capital = casing == Casing::upper || (casing == Casing::title && !inside);
    if (letter && (capital ? c == low : c != low)) return false;
    inside = letter || (inside && (c == '\'' || c == 0x2019)) || c >= 0x80;
  }
  return true;
}

constexpr auto kNfc = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE);

const utf8proc_uint8_t* bytes_of(std::string_view text) noexcept {
  return reinterpret_cast<const utf8proc_uint8_t*>(text.data());
}

bool is_same(std::string_view text, std::span<const utf8proc_int32_t> points) noexcept {
  for (const utf8proc_int32_t point : points) {
    std::size_t size = 0;
    if (text.empty() || first_character(text, size) != point) return false;
    text.remove_prefix(size);
  }
  return text.empty();
}

// Characters under U+0300 are their own NFC and combine with nothing before them; other texts are
// taken apart and put together again. What is no Unicode at all is another rule's to say.
bool is_nfc(std::string_view text) noexcept {
  constexpr std::size_t kShort = 1024;  // without a buffer of its own
  const bool simple = std::all_of(text.begin(), text.end(),
                                  [](char c) { return static_cast<unsigned char>(c) < 0xCC; });
  if (simple) return true;
  const auto size = static_cast<utf8proc_ssize_t>(text.size());
  if (text.size() <= kShort) {
    std::array<utf8proc_int32_t, 3 * kShort> points;
    const auto room = static_cast<utf8proc_ssize_t>(points.size());
    const auto count = utf8proc_decompose(bytes_of(text), size, points.data(), room, kNfc);
    if (count < 0 || count > room) return count < 0;
    const auto composed = utf8proc_normalize_utf32(points.data(), count, kNfc);
    return composed < 0 || is_same(text, {points.data(), static_cast<std::size_t>(composed)});
  }
  utf8proc_uint8_t* composed = nullptr;
  const auto written = utf8proc_map(bytes_of(text), size, &composed, kNfc);
  if (written < 0) return true;
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(composed, &std::free);
  return std::string_view(reinterpret_cast<const char*>(composed),
                          static_cast<std::size_t>(written)) == text;
}

Test length_test(const Rule& rule) {
  const auto bound = integer_argument(rule, "length", -1);
  if (bound < 0) wrong_argument(rule, "length", "an integer of at least 0");
  const auto limit = static_cast<std::size_t>(bound);
  if (rule.check == Check::min_length) {
    return test_of([limit](Cell& cell) {
      // A character takes four bytes at most.
      const std::size_t bytes = cell.text().size();
      return passed_if(bytes >= limit && (bytes / 4 >= limit || cell.traits().characters >= limit));
    });
  }
  return test_of([limit](Cell& cell) {
    return passed_if(cell.text().size() <= limit || cell.traits().characters <= limit);
  });
}

Test pattern_test(const Rule& rule) {
  const bool like = rule.check == Check::like || rule.check == Check::not_like;
  const bool ignore_case = boolean_argument(rule, "ignore_case");
  const Pattern::Settings settings{.whole = boolean_argument(rule, "whole"),
                                   .ignore_case = ignore_case};
  std::vector<Pattern> patterns;
  for (const std::string& text : texts_argument(rule, "patterns")) {
    patterns.push_back(like ? Pattern::like(text, ignore_case) : Pattern(text, settings));
  }
  const bool wanted = rule.check == Check::pattern || rule.check == Check::like;
  return test_of([patterns = std::move(patterns), wanted](Cell& cell) {
    if (cell.is_blob()) return passed_if(!wanted);
    bool gave_up = false;
    for (const Pattern& pattern : patterns) {
      const Match match = pattern.match(cell.text());
      if (match == Match::yes) return passed_if(wanted);
      gave_up = gave_up || match == Match::gave_up;
    }
    return gave_up ? Outcome::undecided : passed_if(!wanted);
  });
}

Test casing_test(const Rule& rule) {
  const std::string word = text_argument(rule, "case");
  if (word != "lower" && word != "upper" && word != "title") {
    wrong_argument(rule, "case", "\"lower\", \"upper\" or \"title\"");
  }
  const Casing casing = word == "lower"   ? Casing::lower
                        : word == "upper" ? Casing::upper
                                          : Casing::title;
  return test_of([casing](Cell& cell) { return passed_if(is_in(cell.text(), casing)); });
}

Test missing_test(const Rule& rule) {
  std::vector<std::string> markers;
  if (!rule.argument("markers").is_null()) markers = texts_argument(rule, "markers");
  if (markers.empty()) return test_of([](Cell& cell) { return passed_if(!cell.missing()); });
  return test_of([markers = std::move(markers)](Cell& cell) {
    if (cell.missing()) return Outcome::failed;
    const bool marked = std::any_of(markers.begin(), markers.end(), [&](const std::string& marker) {
      return cell.text() == marker || cell.trimmed() == marker;
    });
    return passed_if(!marked);
  });
}

Test truncation_test(const Rule& rule) {
  std::vector<std::size_t> lengths(kNarrowLengths.begin(), kNarrowLengths.end());
  if (!rule.argument("lengths").is_null()) {
    lengths.clear();
    for (const document::Json& length : list_argument(rule, "lengths")) {
      if (!length.is_number_unsigned()) wrong_argument(rule, "lengths", "an array of integers");
      lengths.push_back(length.get<std::size_t>());
    }
  }
  return test_of([lengths = std::move(lengths)](Cell& cell) {
    const std::string_view text = cell.text();
    const auto is = [&](std::size_t size) {
      return std::find(lengths.begin(), lengths.end(), size) != lengths.end();
    };
    if (std::find(kNarrowNumbers.begin(), kNarrowNumbers.end(), text) != kNarrowNumbers.end()) {
      return Outcome::failed;
    }
    return passed_if(!is(text.size()) && !is(cell.traits().characters));
  });
}

Test character_test(Check check) {
  switch (check) {
    case Check::ascii:
      return test_of([](Cell& cell) { return passed_if(!cell.traits().non_ascii); });
    case Check::trimmed:
      return test_of([](Cell& cell) {
        const text::Traits& traits = cell.traits();
        return passed_if(!traits.leading_space && !traits.trailing_space && !traits.odd_space);
      });
    case Check::no_control:
      return test_of([](Cell& cell) {
        return passed_if(!cell.traits().control || !has_control(cell.text()));
      });
    case Check::no_nul:
      return test_of(
          [](Cell& cell) { return passed_if(cell.text().find('\0') == std::string_view::npos); });
    case Check::utf8:
      return test_of([](Cell& cell) { return passed_if(!cell.traits().invalid_utf8); });
    default: return test_of([](Cell& cell) { return passed_if(is_nfc(cell.text())); });
  }
}

}  // namespace

Test make_text_test(const Rule& rule) {
  switch (rule.check) {
    case Check::not_missing: return missing_test(rule);
    case Check::not_null: return test_of([](Cell& cell) { return passed_if(!cell.is_null()); });
    case Check::not_empty:
      return test_of([](Cell& cell) { return passed_if(!cell.trimmed().empty()); });
    case Check::one_absence:
      return test_of([has_text = !rule.argument("as").is_null(),
                      text = text_argument(rule, "as", "")](Cell& cell) {
        if (cell.is_null()) return Outcome::passed;
        if (!cell.missing()) return Outcome::skipped;
        return passed_if(has_text && cell.text() == text);
      });
    case Check::min_length:
    case Check::max_length: return length_test(rule);
    case Check::pattern:
    case Check::not_pattern:
    case Check::like:
    case Check::not_like: return pattern_test(rule);
    case Check::casing: return casing_test(rule);
    case Check::not_truncated: return truncation_test(rule);
    case Check::ascii:
    case Check::trimmed:
    case Check::no_control:
    case Check::no_nul:
    case Check::utf8:
    case Check::nfc: return character_test(rule.check);
    default:
      throw Error(Code::unsupported,
                  "check " + in_quotes(rule.kind().name) + " is not about one value");
  }
}

}  // namespace tamis::quality
