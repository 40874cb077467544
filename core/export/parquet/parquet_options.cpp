#include "core/export/parquet/parquet_options.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "core/export/format/cell.h"
#include "core/export/format/option_checks.h"

namespace tamis::exports {
namespace {

using document::Json;
using document::Options;
using parquet::Encoding;

constexpr std::int64_t kLeastRowGroup = 1 << 16;
constexpr std::int64_t kMostRowGroup = std::int64_t{4} << 30U;
constexpr std::int64_t kLeastPage = 1 << 12;
constexpr std::int64_t kMostPage = 1 << 28;
constexpr std::int64_t kMostRows = 1'000'000'000;
constexpr std::size_t kMostMetadata = 1000;
constexpr std::string_view kSchemaVersion = "tamis.schema_version";

constexpr std::array<std::pair<std::string_view, Encoding>, 8> kEncodings{{
    {"PLAIN", Encoding::PLAIN},
    {"RLE_DICTIONARY", Encoding::RLE_DICTIONARY},
    // What the same was called before.
    {"PLAIN_DICTIONARY", Encoding::RLE_DICTIONARY},
    {"DELTA_BINARY_PACKED", Encoding::DELTA_BINARY_PACKED},
    {"DELTA_LENGTH_BYTE_ARRAY", Encoding::DELTA_LENGTH_BYTE_ARRAY},
    {"DELTA_BYTE_ARRAY", Encoding::DELTA_BYTE_ARRAY},
    {"BYTE_STREAM_SPLIT", Encoding::BYTE_STREAM_SPLIT},
    {"RLE", Encoding::RLE},
}};

std::string quoted(std::string_view name) { return "\"" + std::string(name) + "\""; }

Encoding encoding_named(const Json& given, std::string_view where) {
  const std::string name = given.is_string() ? given.get<std::string>() : given.dump();
  for (const auto& [known, encoding] : kEncodings) {
    if (name == known) return encoding;
  }
  std::string names;
  for (const auto& [known, encoding] : kEncodings) {
    names += (names.empty() ? "" : ", ") + std::string(known);
  }
  bad_option("invalid " + std::string(where) + ": " + in_quotes(name),
             "Encodings are " + names + ".");
}

std::vector<ParquetOptions::ColumnEncoding> read_encodings(Options& options) {
  std::vector<ParquetOptions::ColumnEncoding> out;
  const Json given = options.raw("column_encoding");
  if (given.is_null()) return out;
  if (!given.is_object()) {
    out.push_back({"", encoding_named(given, "column_encoding")});
    return out;
  }
  for (const auto& [column, encoding] : given.items()) {
    out.push_back(
        {column, encoding_named(encoding, "column_encoding of column " + in_quotes(column))});
  }
  return out;
}

// A number, or a text with a unit: "128MB", "1 MiB".
std::optional<double> bytes_in(const Json& given) {
  if (given.is_number()) return given.get<double>();
  if (!given.is_string()) return std::nullopt;
  static constexpr std::array<std::pair<std::string_view, double>, 8> kUnits{{
      {"", 1.0},
      {"b", 1.0},
      {"kb", 1e3},
      {"mb", 1e6},
      {"gb", 1e9},
      {"kib", 1024.0},
      {"mib", 1048576.0},
      {"gib", 1073741824.0},
  }};
  std::string text = given.get<std::string>();
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number, std::chars_format::fixed);
  if (error != std::errc()) return std::nullopt;
  std::string_view unit(rest, static_cast<std::size_t>(end - rest));
  while (unit.starts_with(' ')) unit.remove_prefix(1);
  for (const auto& [name, bytes] : kUnits) {
    if (unit == name) return number * bytes;
  }
  return std::nullopt;
}

struct Range {
  std::int64_t least;
  std::int64_t most;
};

std::int64_t read_bytes(Options& options, std::string_view key, std::int64_t usual, Range range) {
  const Json given = options.raw(key);
  if (given.is_null()) return usual;
  const std::optional<double> bytes = bytes_in(given);
  if (!bytes || !(*bytes >= static_cast<double>(range.least)) ||
      !(*bytes <= static_cast<double>(range.most))) {
    bad_option("invalid " + std::string(key) + ": " +
                   in_quotes(given.is_string() ? given.get<std::string>() : given.dump()),
               "It is a number of bytes from " + std::to_string(range.least) + " to " +
                   std::to_string(range.most) + ", or a text such as \"128MB\" or \"1MiB\".");
  }
  return static_cast<std::int64_t>(*bytes);
}

void require_utf8(std::string_view text, std::string_view key) {
  if (first_bad_byte(text) == std::string_view::npos) return;
  bad_option("invalid " + std::string(key) + ": " + in_quotes(text),
             "Keys and values are UTF-8 without NUL bytes.");
}

std::vector<std::pair<std::string, std::string>> read_metadata(Options& options) {
  std::vector<std::pair<std::string, std::string>> out;
  const Json given = options.raw("key_value_metadata");
  if (!given.is_null()) {
    if (!given.is_object() || given.size() > kMostMetadata) {
      bad_option("invalid key_value_metadata: " + in_quotes(given.dump()),
                 "It is an object of at most 1000 texts.");
    }
    for (const auto& [key, value] : given.items()) {
      if (!value.is_string()) {
        bad_option(
            "invalid key_value_metadata: " + in_quotes(key) + " is " + in_quotes(value.dump()),
            "Each value is a text.");
      }
      if (key.starts_with("tamis.")) {
        bad_option("invalid key_value_metadata: " + in_quotes(key),
                   "Keys that start with \"tamis.\" are ours; for " + quoted(kSchemaVersion) +
                       " there is \"schema_version\".");
      }
      require_utf8(key, "key_value_metadata");
      require_utf8(value.get<std::string>(), "key_value_metadata");
      out.emplace_back(key, value.get<std::string>());
    }
  }
  return out;
}

}  // namespace

ParquetOptions read_parquet_options(Options& options, bool asked) {
  only_with(options,
            {"compat", "row_group_size", "row_group_rows", "page_size", "column_encoding",
             "dictionary", "bloom_filters", "bloom_fpp", "page_index", "key_value_metadata"},
            asked, "\"format\": \"parquet\"");
  ParquetOptions out;
  if (options.choice("compat", {"max", "modern"}, "max") == "modern") {
    out.compat = ParquetOptions::Compat::modern;
  }
  out.row_group_size =
      read_bytes(options, "row_group_size", out.row_group_size, {kLeastRowGroup, kMostRowGroup});
  out.row_group_rows = options.integer("row_group_rows", out.row_group_rows, 1, kMostRows);
  out.page_size = read_bytes(options, "page_size", out.page_size, {kLeastPage, kMostPage});
  out.encodings = read_encodings(options);
  out.dictionary = options.boolean("dictionary", out.dictionary);
  out.bloom_filters = options.strings("bloom_filters");
  only_with(options, {"bloom_fpp"}, !out.bloom_filters.empty(), "\"bloom_filters\"");
  out.bloom_fpp = options.number("bloom_fpp", out.bloom_fpp, 1e-6, 0.5);
  out.page_index = options.boolean("page_index", out.page_index);
  out.metadata = read_metadata(options);
  if (asked) {
    if (auto version = options.string("schema_version")) {
      require_utf8(*version, "schema_version");
      out.metadata.emplace_back(kSchemaVersion, std::move(*version));
    }
  }
  return out;
}

}  // namespace tamis::exports
