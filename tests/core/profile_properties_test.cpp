// What a profile says depends on which values a column has and in which rows, and on nothing else:
// not on how the rows were split, in which order and shape the parts were merged, nor on whether a
// part travelled as bytes. Shown on columns that stress each thing a sketch keeps.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <memory_resource>
#include <numeric>
#include <ostream>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/document/json.h"
#include "core/profile/profile.h"
#include "core/sketch/sketch.h"

namespace {

using tamis::engine::Value;
using tamis::sketch::ColumnSketch;
using tamis::sketch::RowRef;

constexpr std::size_t kRows = 20'000;

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  std::size_t below(std::size_t end) { return static_cast<std::size_t>(engine_() % end); }
  bool one_in(std::size_t count) { return below(count) == 0; }
  template <typename T, std::size_t N>
  const T& one_of(const T (&choices)[N]) {
    return choices[below(N)];
  }
  std::mt19937_64& engine() { return engine_; }

 private:
  std::mt19937_64 engine_;
};

// A value that owns its text.
struct Cell {
  tamis::engine::Kind kind = tamis::engine::Kind::text;
  std::string text = {};
  std::int64_t integer = 0;
  double real = 0;

  Value value() const {
    switch (kind) {
      case tamis::engine::Kind::null: return {};
      case tamis::engine::Kind::integer: return Value::integer(integer);
      case tamis::engine::Kind::real: return Value::real(real);
      case tamis::engine::Kind::decimal: return Value::decimal(text);
      case tamis::engine::Kind::boolean: return Value::boolean(integer != 0);
      case tamis::engine::Kind::blob: return Value::blob(text);
      default: return Value::text(text);
    }
  }
};

Cell text(std::string value) { return {.text = std::move(value)}; }
std::string digits(std::size_t number) { return std::to_string(number); }
std::string two(std::size_t number) { return (number < 10 ? "0" : "") + digits(number); }

Cell unique(Random&, std::size_t row) { return text("INC" + digits(1'000'000 + row)); }

Cell few(Random& random, std::size_t) {
  static constexpr const char* kNames[] = {"Network", "network ", " NETWORK", "Storage", "E-mail"};
  return text(random.one_of(kNames));
}

// The k-th value comes 1/k as often as the first, as cities and names do.
Cell skewed(Random& random, std::size_t) {
  return text("city " + digits(6000 / (1 + random.below(6000))));
}

Cell integers(Random& random, std::size_t row) {
  if (random.one_in(2000)) return text("unknown");
  if (random.one_in(3000)) return text("00" + digits(row));
  return text(digits(random.below(1'000'000)));
}

Cell amounts(Random& random, std::size_t) {
  const std::string cents = two(random.below(100));
  if (random.one_in(40)) return text(random.one_in(2) ? "N/A" : "-");
  if (random.one_in(5)) return text("1." + digits(100 + random.below(900)) + "," + cents);
  if (random.one_in(5)) return text("1," + digits(100 + random.below(900)));
  return text((random.one_in(9) ? "-" : "") + digits(random.below(2000)) + "." + cents);
}

Cell money(Random& random, std::size_t) {
  static constexpr const char* kMarks[] = {"$", "EUR ", "CHF ", "\xE2\x82\xAC"};
  const std::string amount = digits(random.below(900)) + "." + two(random.below(100));
  return text(random.one_in(10) ? "(" + amount + ")" : random.one_of(kMarks) + amount);
}

// All orders, several forms, impossible days, two-digit years.
Cell dates(Random& random, std::size_t) {
  const std::string day = two(1 + random.below(31));
  const std::string month = two(1 + random.below(12));
  const std::string year = digits(1950 + random.below(90));
  switch (random.below(9)) {
    case 0: return text(year + month + day);
    case 1: return text(day + "-Mar-" + year);
    case 2: return text(day + "/" + month + "/" + two(random.below(100)));
    case 3: return text("March " + day + ", " + year);
    case 4: return text(year + "-" + month + "-" + day + " 10:" + two(random.below(61)));
    case 5: return text(year + "-" + month + "-" + day + "T10:20:30+02:00");
    case 6: return text(month + "/" + day + "/" + year);
    default: return text(day + "/" + month + "/" + year);
  }
}

Cell named(Random& random, std::size_t) {
  const std::string n = digits(random.below(9000));
  switch (random.below(8)) {
    case 0: return text("https://example.com/a?b=" + n);
    case 1: return text("10.0." + digits(random.below(300)) + ".7");
    case 2: return text("2001:db8::" + n);
    case 3: return text("{\"id\": " + n + "}");
    case 4: return text("590E00" + n);
    case 5: return text("+41 44 668 " + two(random.below(100)) + " 00");
    default: return text("user" + n + "@example.com");
  }
}

// Broken and odd characters, long values that differ only behind what is kept, missing words.
Cell odd(Random& random, std::size_t row) {
  switch (random.below(10)) {
    case 0: return text(std::string(100, 'x') + digits(row));
    case 1: return text(std::string("a\0b", 3));
    case 2: return text("\xFF\xFE" + digits(random.below(50)));
    case 3: return text(" caf\xC3\xA9\t");
    case 4: return text(std::string(random.below(4), ' '));
    case 5: return text("\xC2\xA0" + digits(random.below(9)));
    case 6: return random.one_in(2) ? text("NULL") : Cell{.kind = tamis::engine::Kind::null};
    case 7: return text("");
    case 8: return text(random.one_in(2) ? "Yes" : "no");
    default: return text(digits(row) + std::string(random.below(300), 'y'));
  }
}

// What SQLite may keep in one column.
Cell stored(Random& random, std::size_t row) {
  using tamis::engine::Kind;
  switch (random.below(6)) {
    case 0: return {.kind = Kind::integer, .integer = static_cast<std::int64_t>(random.engine()())};
    case 1: return {.kind = Kind::real, .real = static_cast<double>(row) / 7.0 - 1000};
    case 2: return {.kind = Kind::real, .real = 1e300 / static_cast<double>(1 + row)};
    case 3: return {.kind = Kind::decimal, .text = digits(row) + ".50"};
    case 4: return {.kind = Kind::blob, .text = std::string(1 + random.below(9), '\x01')};
    default: return {.kind = Kind::boolean, .integer = static_cast<int>(random.below(2))};
  }
}

Cell sorted(Random&, std::size_t row) { return text(digits(1000 + row / 3)); }

// Rare values first, then sixty of which each is among the frequent ones by a hair: where counts
// are estimated, many of the rare ones share their counters with several of these.
Cell plateau(Random& random, std::size_t row) {
  if (row < kRows / 25) return text("rare " + digits(row));
  return text("often " + digits(random.below(60)));
}

struct Column {
  const char* name;
  Cell (*make)(Random& random, std::size_t row);
  // Where all values are kept and no sum is rounded, the order leaves no trace in the bytes either.
  bool same_bytes = false;
  friend void PrintTo(const Column& column, std::ostream* out) { *out << column.name; }
};
constexpr Column kColumns[] = {
    {"unique", unique},   {"few", few, true}, {"skewed", skewed}, {"integers", integers},
    {"amounts", amounts}, {"money", money},   {"dates", dates},   {"named", named},
    {"odd", odd},         {"stored", stored}, {"sorted", sorted}, {"plateau", plateau},
};

std::vector<std::byte> bytes_of(const ColumnSketch& sketch) {
  std::vector<std::byte> bytes(sketch.encoded_size());
  sketch.encode(bytes);
  return bytes;
}

using Part = std::unique_ptr<ColumnSketch>;

Part new_part() { return std::make_unique<ColumnSketch>(std::pmr::new_delete_resource()); }

Part posted(const ColumnSketch& sketch) {
  return std::make_unique<ColumnSketch>(
      ColumnSketch::decode(bytes_of(sketch), std::pmr::new_delete_resource()));
}

std::string document_of(const ColumnSketch& sketch) {
  return tamis::document::canonical(tamis::profile::interpret(sketch).document);
}

using Parts = std::vector<Part>;

void add_row(ColumnSketch& sketch, const Cell& cell, std::size_t row) {
  sketch.add(cell.value(), RowRef{.row = static_cast<std::int64_t>(row) + 1, .known = true});
}

// The cells, in random order, each to a random part.
Parts split(const std::vector<Cell>& cells, std::size_t parts, Random& random) {
  Parts out;
  for (std::size_t i = 0; i < parts; ++i) out.push_back(new_part());
  std::vector<std::size_t> rows(cells.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  std::shuffle(rows.begin(), rows.end(), random.engine());
  for (const std::size_t row : rows) add_row(*out[random.below(parts)], cells[row], row);
  return out;
}

// Half of the parts travel as bytes.
void merge(ColumnSketch& into, const ColumnSketch& part, Random& random) {
  if (random.one_in(2)) {
    into.merge(part);
  } else {
    into.merge(*posted(part));
  }
}

// One after the other into an empty sketch.
Part merged_in_a_row(const Parts& parts, Random& random) {
  Part out = new_part();
  for (const Part& part : parts) merge(*out, *part, random);
  return out;
}

// Any two of those that are left, until there is one.
Part merged_as_a_tree(Parts parts, Random& random) {
  while (parts.size() > 1) {
    std::swap(parts[random.below(parts.size())], parts.back());
    const Part last = std::move(parts.back());
    parts.pop_back();
    merge(*parts[random.below(parts.size())], *last, random);
  }
  return std::move(parts.front());
}

class ProfileProperties : public testing::TestWithParam<Column> {
 protected:
  void SetUp() override {
    Random random(20240305);
    for (std::size_t row = 0; row < kRows; ++row) {
      cells_.push_back(GetParam().make(random, row));
      add_row(*whole_, cells_.back(), row);
    }
  }
  const ColumnSketch& whole() const { return *whole_; }
  const std::vector<Cell>& cells() const { return cells_; }

 private:
  std::vector<Cell> cells_;
  Part whole_ = new_part();
};

TEST_P(ProfileProperties, PartsMergedInAnyShapeMakeTheWhole) {
  const std::string document = document_of(whole());
  const std::vector<std::byte> bytes = bytes_of(whole());
  Random random(7);
  for (const std::size_t parts : {1, 7, 1000}) {
    for (int order = 0; order < 2; ++order) {
      SCOPED_TRACE(testing::Message() << parts << " parts, order " << order);
      const Part row = merged_in_a_row(split(cells(), parts, random), random);
      const Part tree = merged_as_a_tree(split(cells(), parts, random), random);
      EXPECT_EQ(document_of(*row), document);
      EXPECT_EQ(document_of(*tree), document);
      if (!GetParam().same_bytes) continue;
      EXPECT_TRUE(bytes_of(*row) == bytes) << "bytes, in a row";
      EXPECT_TRUE(bytes_of(*tree) == bytes) << "bytes, as a tree";
    }
  }
}

TEST_P(ProfileProperties, BytesSayAllThatTheSketchDoes) {
  const Part copy = posted(whole());
  EXPECT_EQ(document_of(*copy), document_of(whole()));
  EXPECT_TRUE(bytes_of(*copy) == bytes_of(whole()));
}

// A second day's rows into a stored sketch, as tables grow.
TEST_P(ProfileProperties, RowsAddedToAStoredSketchCountAsAnyOther) {
  Part grown = new_part();
  for (std::size_t row = 0; row < kRows; ++row) {
    if (row == kRows / 2) grown = posted(*grown);
    add_row(*grown, cells()[row], row);
  }
  EXPECT_EQ(document_of(*grown), document_of(whole()));
}

TEST_P(ProfileProperties, NoSketchIsLargerThanPromised) {
  EXPECT_LE(whole().encoded_size(), 50U * 1024);
}

INSTANTIATE_TEST_SUITE_P(Columns, ProfileProperties, testing::ValuesIn(kColumns),
                         [](const auto& column) { return column.param.name; });

}  // namespace
