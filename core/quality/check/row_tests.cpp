#include "core/quality/check/row_tests.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "core/error/error.h"
#include "core/quality/check/value_set.h"

namespace tamis::quality {
namespace {

using document::Json;
using Places = std::vector<std::size_t>;

template <typename Judge>
class RowTestOf final : public RowTest {
 public:
  explicit RowTestOf(Judge judge) : judge_(std::move(judge)) {}
  Outcome judge(std::span<Cell> cells) const noexcept override { return judge_(cells); }

 private:
  Judge judge_;
};
template <typename Judge>
std::unique_ptr<const RowTest> row_test_of(Judge judge) {
  return std::make_unique<const RowTestOf<Judge>>(std::move(judge));
}

bool any_missing(std::span<Cell> cells, const Places& places) noexcept {
  return std::any_of(places.begin(), places.end(),
                     [&](std::size_t at) { return cells[at].missing(); });
}

enum class Operator : std::uint8_t {
  equal,
  different,
  less,
  less_or_equal,
  greater,
  greater_or_equal,
};

Operator operator_of(const Rule& rule) {
  constexpr std::array<std::string_view, 6> kWords{"=", "<>", "<", "<=", ">", ">="};
  const std::string word = text_argument(rule, "operator");
  const auto* const found = std::find(kWords.begin(), kWords.end(), word);
  if (found == kWords.end()) wrong_argument(rule, "operator", "one of = <> < <= > >=");
  return static_cast<Operator>(found - kWords.begin());
}

bool holds(Operator op, int order) noexcept {
  switch (op) {
    case Operator::equal: return order == 0;
    case Operator::different: return order != 0;
    case Operator::less: return order < 0;
    case Operator::less_or_equal: return order <= 0;
    case Operator::greater: return order > 0;
    case Operator::greater_or_equal: return order >= 0;
  }
  return false;
}

std::unique_ptr<const RowTest> comparison(const Rule& rule, const Places& places) {
  const Operator op = operator_of(rule);
  return row_test_of([op, a = places.at(0), b = places.at(1)](std::span<Cell> cells) {
    if (cells[a].missing() || cells[b].missing()) return Outcome::skipped;
    const Compared compared = compare(cells[a], cells[b]);
    const bool by_order = op != Operator::equal && op != Operator::different;
    if (by_order && !compared.ordered) return Outcome::skipped;
    return passed_if(holds(op, compared.order));
  });
}

// A tuple is compared scalar by scalar; each as a list of one.
std::unique_ptr<const RowTest> tuples(const Rule& rule, Places places) {
  std::vector<std::vector<ValueSet>> list;
  for (const Json& tuple : list_argument(rule, "values")) {
    if (!tuple.is_array() || tuple.size() != places.size()) {
      wrong_argument(rule, "values",
                     "an array of arrays of " + std::to_string(places.size()) + " values");
    }
    std::vector<ValueSet>& sets = list.emplace_back();
    for (const Json& value : tuple) sets.emplace_back(Json::array({value}), false);
  }
  return row_test_of([places = std::move(places), list = std::move(list)](std::span<Cell> cells) {
    if (any_missing(cells, places)) return Outcome::skipped;
    const bool found = std::any_of(list.begin(), list.end(), [&](const auto& sets) {
      for (std::size_t i = 0; i < sets.size(); ++i) {
        if (sets[i].find(cells[places[i]]) == ValueSet::kNone) return false;
      }
      return true;
    });
    return passed_if(found);
  });
}

// A sum in 128 bits at a common scale; not exact once its digits do not fit.
class ExactSum {
 public:
  void add(Cell& cell, int sign) noexcept {
    rough_ += sign * cell.number();
    std::array<char, types::kCanonicalBytes> buffer;
    __int128 term = 0;
    int scale = 0;
    exact_ = exact_ && split(cell.plain_number(buffer), term, scale);
    for (; exact_ && scale < scale_; ++scale) exact_ = append_digit(term, 0);
    for (; exact_ && scale_ < scale; ++scale_) exact_ = append_digit(sum_, 0);
    if (!exact_) return;
    sum_ += sign * term;
    exact_ = is_small(sum_);
  }
  // How far from 0, never less than the doubles say it is by more than their own error.
  double distance() const noexcept {
    if (!exact_) return std::abs(rough_);
    return std::abs(static_cast<double>(sum_)) / std::pow(10.0, scale_);
  }
  bool exact() const noexcept { return exact_; }

 private:
  // Ten times such a number, or two of them together, are far from overflowing.
  static bool is_small(__int128 number) noexcept {
    constexpr __int128 kMost = __int128{1'000'000'000'000'000'000} * 1'000'000'000'000'000'000;
    return number <= kMost && number >= -kMost;
  }
  static bool append_digit(__int128& number, int digit) noexcept {
    number = number * 10 + digit;
    return is_small(number);
  }
  static bool split(std::string_view plain, __int128& digits, int& scale) noexcept {
    bool behind = false;
    for (const char c : plain) {
      if (c == '.') {
        behind = true;
      } else if (c != '-') {
        if (!append_digit(digits, c - '0')) return false;
        scale += behind ? 1 : 0;
      }
    }
    if (plain.starts_with('-')) digits = -digits;
    return !plain.empty();
  }

  __int128 sum_ = 0;
  int scale_ = 0;
  bool exact_ = true;
  double rough_ = 0;
};

std::unique_ptr<const RowTest> sum(const Rule& rule, Places places) {
  const double within = rule.argument("within").is_null() ? 0 : number_argument(rule, "within");
  const bool by_column = !rule.argument("total_column").is_null();
  if (by_column == !rule.argument("total").is_null() || within < 0) {
    wrong_argument(rule, by_column ? "total" : "total_column",
                   "given where the other is not, and \"within\" at least 0");
  }
  // The column of the total comes last.
  if (!by_column) (void)number_argument(rule, "total");
  std::string total = by_column ? std::string() : decimal_text(rule.argument("total"));
  return row_test_of([places = std::move(places), total = std::move(total), by_column,
                      within](std::span<Cell> cells) {
    ExactSum sum;
    for (std::size_t i = 0; i < places.size(); ++i) {
      Cell& cell = cells[places[i]];
      if (cell.missing() || !cell.is_number()) return Outcome::skipped;
      sum.add(cell, by_column && i + 1 == places.size() ? -1 : 1);
    }
    Cell wanted;
    wanted.take(engine::Value::decimal(total));
    if (!by_column && wanted.is_number()) sum.add(wanted, -1);
    // What was added up as doubles carries their error.
    const double slack = sum.exact() ? within * 1e-15 : within * 1e-12 + 1e-9;
    return passed_if(sum.distance() <= within + slack);
  });
}

std::unique_ptr<const RowTest> presence(const Rule& rule, Places places) {
  const std::int64_t least = integer_argument(rule, "minimum", -1);
  const std::int64_t most = integer_argument(rule, "maximum", -1);
  // Without a bound one is enough.
  const std::int64_t wanted = least < 0 && most < 0 ? 1 : std::max<std::int64_t>(least, 0);
  return row_test_of([places = std::move(places), wanted, most](std::span<Cell> cells) {
    const auto present = std::count_if(places.begin(), places.end(),
                                       [&](std::size_t at) { return !cells[at].missing(); });
    return passed_if(present >= wanted && (most < 0 || present <= most));
  });
}

std::unique_ptr<const RowTest> distinctness(Places places) {
  return row_test_of([places = std::move(places)](std::span<Cell> cells) {
    int present = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (cells[places[i]].missing()) continue;
      ++present;
      for (std::size_t j = 0; j < i; ++j) {
        if (cells[places[j]].missing()) continue;
        if (compare(cells[places[i]], cells[places[j]]).order == 0) return Outcome::failed;
      }
    }
    return present < 2 ? Outcome::skipped : Outcome::passed;
  });
}

}  // namespace

bool is_true(const engine::Value& value) noexcept {
  switch (value.kind()) {
    case engine::Kind::boolean: return value.as_boolean();
    case engine::Kind::integer: return value.as_integer() != 0;
    case engine::Kind::real: return value.as_real() != 0;
    default: return false;
  }
}

Compared compare(Cell& a, Cell& b) noexcept {
  Compared out;
  // Moments first: most are told at a glance, and none is a number.
  if (a.is_moment() && b.is_moment()) {
    out.order = a.moment().at < b.moment().at ? -1 : a.moment().at > b.moment().at ? 1 : 0;
  } else if (a.is_number() && b.is_number()) {
    std::array<char, types::kCanonicalBytes> buffer;
    const bool apart = a.number() != b.number();
    out.order = a.compare_number(b.number(), apart ? std::string_view() : b.plain_number(buffer));
  } else {
    const int order = a.text().compare(b.text());
    out.order = order < 0 ? -1 : order > 0 ? 1 : 0;
    // A number beside a word, or a date beside an impossible one, come in no order.
    out.ordered = !a.is_number() && !b.is_number() && !a.is_moment() && !b.is_moment();
  }
  return out;
}

std::unique_ptr<const RowTest> make_row_test(const Rule& rule, Places columns) {
  switch (rule.check) {
    case Check::compare:
      if (columns.size() != 2) wrong_argument(rule, "columns", "two columns");
      return comparison(rule, columns);
    case Check::pair_in_set: return tuples(rule, std::move(columns));
    case Check::sum_equals: return sum(rule, std::move(columns));
    case Check::present_count: return presence(rule, std::move(columns));
    case Check::distinct_within: return distinctness(std::move(columns));
    case Check::expression:
      return row_test_of([at = columns.at(0)](std::span<Cell> cells) {
        return cells[at].is_null() ? Outcome::skipped : passed_if(is_true(cells[at].value()));
      });
    default:
      throw Error(Code::unsupported,
                  "check " + in_quotes(rule.kind().name) + " is not about one row");
  }
}

}  // namespace tamis::quality
