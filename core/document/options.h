// Reading an options object so that no mistake passes in silence.
//
//   Options options(json, "tamis_export");
//   const auto format = options.choice("format", {"csv", "jsonl"}, "csv");
//   const auto columns = options.strings("exclude");
//   options.finish();  // any key not asked for is an error that lists the valid ones
//
// Each getter checks the type and the range and names the option in its error.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/json.h"

namespace tamis::document {

class Options {
 public:
  // `object`: a JSON object; null counts as {}. Anything else throws invalid_option.
  Options(Json object, std::string_view function);
  // From an argument's text; empty counts as {}.
  static Options from_text(std::string_view text, std::string_view function);

  bool has(std::string_view key);
  std::optional<std::string> string(std::string_view key);
  std::string string(std::string_view key, std::string_view fallback);
  // A string that must be given.
  std::string required_string(std::string_view key);
  bool boolean(std::string_view key, bool fallback);
  std::int64_t integer(std::string_view key, std::int64_t fallback, std::int64_t low,
                       std::int64_t high);
  double number(std::string_view key, double fallback, double low, double high);
  // One of `allowed`.
  std::string choice(std::string_view key, std::initializer_list<std::string_view> allowed,
                     std::string_view fallback);
  // A string or an array of strings; empty when absent.
  std::vector<std::string> strings(std::string_view key);
  // A member object, for nested options; an empty Options when absent.
  Options object(std::string_view key);
  // The raw member, or null.
  Json raw(std::string_view key);

  // Throws invalid_option for the first key nobody asked for.
  void finish() const;

 private:
  const Json* find(std::string_view key);
  [[noreturn]] void wrong(std::string_view key, std::string_view expected, const Json& got) const;

  Json object_;
  std::string function_;
  std::vector<std::string> known_;
};

}  // namespace tamis::document
