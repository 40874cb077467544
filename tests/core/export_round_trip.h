// Random rows for writers and readers of every format, and what a reader must give back.
#pragma once

#include <array>
#include <cmath>
#include <deque>
#include <limits>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "core/error/error.h"
#include "core/export/format/field.h"
#include "core/export/format/table_reader.h"
#include "core/export/format/table_writer.h"
#include "core/export/output/output.h"

namespace tamis::exports {

class StringWriter final : public storage::Writer {
 public:
  explicit StringWriter(std::string& to) : to_(to) {}
  void write(std::string_view bytes) override { to_ += bytes; }
  void close() override {}

 private:
  std::string& to_;
};

// Gives a few bytes at a time, so that every value is cut somewhere.
class StringReader final : public storage::Reader {
 public:
  explicit StringReader(std::string_view bytes, std::size_t piece = 1000)
      : bytes_(bytes), left_(bytes), piece_(piece) {}
  std::size_t read(std::span<char> buffer) override {
    const std::size_t n = left_.copy(buffer.data(), std::min(buffer.size(), piece_));
    left_.remove_prefix(n);
    return n;
  }
  std::size_t read_at(std::uint64_t offset, std::span<char> buffer) override {
    return offset < bytes_.size() ? bytes_.copy(buffer.data(), buffer.size(), offset) : 0;
  }
  std::uint64_t size() const noexcept override { return bytes_.size(); }

 private:
  std::string_view bytes_;
  std::string_view left_;
  std::size_t piece_;
};

using Rows = std::vector<std::vector<engine::Value>>;

inline std::string file_of(TableWriter& writer, const Rows& rows,
                           Compression compression = Compression::none) {
  std::string text;
  Output out(std::make_unique<StringWriter>(text), compression, levels_of(compression).usual);
  writer.begin(out);
  std::int64_t number = 0;
  for (const auto& row : rows) writer.row(row, ++number);
  writer.finish();
  out.close();
  return text;
}

// A value with its kind in front: 5 and '5' differ.
inline std::string shown(const engine::Value& value) {
  static constexpr const char* kKinds[] = {"null",    "boolean", "integer", "real",
                                           "decimal", "text",    "blob"};
  std::array<char, engine::kNumberText> scratch;
  return std::string(kKinds[static_cast<std::size_t>(value.kind())]) + " " +
         std::string(engine::to_text(value, scratch));
}

inline std::vector<std::vector<std::string>> shown(TableReader& reader) {
  std::vector<std::vector<std::string>> out;
  while (reader.next()) {
    auto& row = out.emplace_back();
    for (const engine::Value& value : reader.row()) row.push_back(shown(value));
  }
  return out;
}

inline Field field_of(std::string name, FieldKind kind, engine::ColumnType type) {
  Field field;
  field.column.name = std::move(name);
  field.column.type = type;
  field.kind = kind;
  return field;
}

// A column of each kind.
inline std::vector<Field> all_fields() {
  using engine::ColumnType;
  std::vector<Field> fields = {field_of("flag", FieldKind::boolean, ColumnType::boolean),
                               field_of("small", FieldKind::int16, ColumnType::integer),
                               field_of("middle", FieldKind::int32, ColumnType::integer),
                               field_of("large", FieldKind::int64, ColumnType::integer),
                               field_of("single", FieldKind::float32, ColumnType::real),
                               field_of("ratio", FieldKind::float64, ColumnType::real),
                               field_of("price", FieldKind::decimal, ColumnType::decimal),
                               field_of("title", FieldKind::text, ColumnType::text),
                               field_of("extra", FieldKind::json, ColumnType::json),
                               field_of("key", FieldKind::uuid, ColumnType::uuid),
                               field_of("raw", FieldKind::bytes, ColumnType::blob),
                               field_of("day", FieldKind::date, ColumnType::date),
                               field_of("clock", FieldKind::time, ColumnType::time),
                               field_of("seen", FieldKind::timestamp, ColumnType::timestamp),
                               field_of("made", FieldKind::timestamptz, ColumnType::timestamptz),
                               field_of("tags", FieldKind::list, ColumnType::unknown)};
  for (Field& field : fields) {
    field.precision = 38;
    field.scale = 3;
  }
  return fields;
}

// Values of all_fields(), and how a reader shows them.
class RandomRows {
 public:
  explicit RandomRows(unsigned seed) : random_(seed) {}

  void add(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) add_row();
  }

  Rows rows;
  std::vector<std::vector<std::string>> expected;

 private:
  using Value = engine::Value;

  unsigned below(unsigned n) { return static_cast<unsigned>(random_() % n); }
  std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }

  void put(Value value, std::string expected_text) {
    if (below(6) == 0) {
      rows.back().emplace_back();
      expected.back().push_back("null ");
    } else {
      rows.back().push_back(value);
      expected.back().push_back(std::move(expected_text));
    }
  }
  void same(Value value) { put(value, shown(value)); }

  std::int64_t integer(unsigned bits) {
    const auto n = static_cast<std::int64_t>(random_());
    return below(4) == 0 ? std::int64_t{below(3)} - 1 : n >> (64 - bits);
  }

  double real() {
    switch (below(6)) {
      case 0: return std::numeric_limits<double>::quiet_NaN();
      case 1: return std::numeric_limits<double>::infinity();
      case 2: return -std::numeric_limits<double>::infinity();
      case 3: return 0.1 * below(100);
      default: return std::ldexp(1.0 + below(1000) / 7.0, static_cast<int>(below(400)) - 200);
    }
  }

  std::string text() {
    static constexpr const char* kPieces[] = {
        "a",   "\"", "'", "\\", ",",    ";",     "\t",   "\n",  "\r\n",         "NULL",
        "\\N", "",   " ", "=1", "-",    "Größe", "日本", "🐘",   "\xEF\xBB\xBF", "null",
        "0",   "{",  "}", "[",  "\x01", "\x7f",  "\\.",  "true"};
    std::string out;
    for (unsigned i = below(5); i > 0; --i) out += kPieces[below(std::size(kPieces))];
    if (below(50) == 0) out += std::string(70'000, 'x');
    return out;
  }

  std::string digits(unsigned n, unsigned width) {
    std::string out = std::to_string(n);
    return std::string(width - out.size(), '0') + out;
  }

  void add_row() {
    rows.emplace_back();
    expected.emplace_back();
    same(Value::boolean(below(2) == 1));
    same(Value::integer(integer(16)));
    same(Value::integer(integer(32)));
    same(Value::integer(integer(64)));
    same(Value::real(0.5 * below(1000)));
    same(Value::real(real()));
    const std::string_view price =
        keep("-" + std::to_string(1 + below(1000000)) + "." + digits(below(100), 2) + "1");
    same(Value::decimal(price));
    same(Value::text(keep(text())));
    same(Value::text(keep(R"({"b":1,"a":[1.50,null,"\u00e4\"x"],"b":2})")));
    same(Value::text(keep("0189a0b0-1234-5678-9abc-" + digits(below(1000000), 12))));
    same(Value::blob(keep(text() + std::string(below(4), '\0'))));
    const std::string day = digits(1 + below(9999), 4) + "-0" + std::to_string(1 + below(9)) + "-" +
                            std::to_string(10 + below(18));
    const std::string clock = "1" + std::to_string(below(10)) + ":30:0" + std::to_string(below(10));
    same(Value::text(keep(day)));
    same(Value::text(keep(clock)));
    same(Value::text(keep(day + " " + clock + ".5")));
    same(Value::text(keep(day + " " + clock + "+00:00")));
    const std::string list = R"(["a","",null,"x\"y\\z, ö"])";
    put(Value::text(keep(list)), "text " + list);
  }

  std::mt19937_64 random_;
  std::deque<std::string> texts_;
};

}  // namespace tamis::exports
