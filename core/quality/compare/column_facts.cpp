#include "core/quality/compare/column_facts.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/profile/judge.h"

namespace tamis::quality {
namespace {

using document::Json;

// Whether doubles of so many decimals, each off by half a unit of its last place, surely add up to
// a sum that rounds to the true one, and a double holds that.
bool is_sum_exact(const sketch::Moments& moments, int scale) {
  constexpr double kUnit = 0x1p-53;
  constexpr double kMostDigits = 1e15;
  const double units = std::pow(10.0, scale);
  const double largest = std::max(std::abs(moments.min), std::abs(moments.max));
  const double error = kUnit * static_cast<double>(moments.count) * largest;
  return error * units < 0.25 && std::abs(moments.sum.high) * units < kMostDigits;
}

void add_sum(const SketchedColumn& column, ColumnFacts& facts) {
  const sketch::Facts& counted = column.sketch.facts();
  const profile::Numbers numbers = profile::numbers_of(counted, column.profile);
  const auto number = column.profile.document.find("number");
  if (numbers.moments.count == 0 || number == column.profile.document.end() ||
      !number->is_object()) {
    return;
  }
  facts.sum_document = (*number)["sum"];
  if (!facts.sum_document.is_number()) return;
  facts.sum = facts.sum_document.get<double>();
  if (facts.sum_document.is_number_integer()) return;
  facts.sum_exact = is_sum_exact(numbers.moments, numbers.width.scale);
  if (!facts.sum_exact) return;
  const double units = std::pow(10.0, numbers.width.scale);
  facts.sum = std::round(numbers.moments.sum.high * units) / units + 0.0;
  facts.sum_document = *facts.sum;
}

std::optional<double> as_number(const std::string& text) {
  double number = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || end.ec != std::errc() || end.ptr != text.data() + text.size()) {
    return std::nullopt;
  }
  return number;
}

bool is_same_end(const std::string& a, const std::string& b, const NumberTolerance& tolerance) {
  if (a == b) return true;
  const std::optional<double> x = as_number(a);
  const std::optional<double> y = as_number(b);
  const bool tolerant = tolerance.absolute > 0 || tolerance.relative > 0;
  return tolerant && x && y && tolerance.holds(*x, *y);
}

bool is_same_sum(const ColumnFacts& a, const ColumnFacts& b, const NumberTolerance& tolerance) {
  if (!a.sum || !b.sum) return a.sum.has_value() == b.sum.has_value();
  if (*a.sum == *b.sum) return true;
  const bool tolerant = tolerance.absolute > 0 || tolerance.relative > 0;
  if (!tolerant && a.sum_exact && b.sum_exact) return false;
  const auto values = static_cast<double>(std::max(a.present, b.present));
  return tolerance.holds(*a.sum, *b.sum, values);
}

Json text_or_null(const std::string& text, bool masked) {
  if (text.empty()) return nullptr;
  return masked ? masked_text(text) : text;
}

}  // namespace

std::string masked_text(std::string_view text) {
  std::string masked;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    constexpr unsigned kNotAscii = 0x80;
    constexpr unsigned kFollows = 0xC0;
    if (byte >= kNotAscii) {
      // One letter for each character: the bytes that follow the first add nothing.
      if ((byte & kFollows) != kNotAscii) masked += 'a';
    } else if (c >= '0' && c <= '9') {
      masked += '9';
    } else if (c >= 'A' && c <= 'Z') {
      masked += 'A';
    } else {
      masked += c >= 'a' && c <= 'z' ? 'a' : c;
    }
  }
  return masked;
}

ColumnFacts column_facts(const SketchedColumn& column) {
  const profile::ColumnProfile& profile = column.profile;
  ColumnFacts facts;
  facts.type = profile.present == 0 ? "unknown" : types::name_of(profile.kind);
  facts.nulls = profile.nulls;
  facts.empty = profile.empty;
  facts.missing = profile.blank + profile.missing;
  facts.present = profile.present;
  facts.distinct = profile.distinct;
  facts.distinct_exact = profile.distinct_exact;
  facts.min = profile.min;
  facts.max = profile.max;
  add_sum(column, facts);
  return facts;
}

Json ColumnFacts::document(bool masked) const {
  return {{"type", type},
          {"nulls", nulls},
          {"empty", empty},
          {"missing", missing},
          {"present", present},
          {"distinct", distinct},
          {"distinct_exact", distinct_exact},
          {"sum", masked ? Json(nullptr) : sum_document},
          {"sum_exact", sum && sum_exact},
          {"min", text_or_null(min, masked)},
          {"max", text_or_null(max, masked)}};
}

std::vector<std::string> differing_facts(const ColumnFacts& a, const ColumnFacts& b,
                                         const NumberTolerance& tolerance) {
  const bool tolerant = tolerance.absolute > 0 || tolerance.relative > 0;
  std::vector<std::string> names;
  const auto note = [&](std::string_view name, bool same) {
    if (!same) names.emplace_back(name);
  };
  note("type", a.type == b.type || tolerant);
  note("nulls", a.nulls == b.nulls);
  note("empty", a.empty == b.empty);
  note("missing", a.missing == b.missing);
  note("present", a.present == b.present);
  note("distinct", a.distinct == b.distinct || tolerant);
  note("sum", is_same_sum(a, b, tolerance));
  note("min", is_same_end(a.min, b.min, tolerance));
  note("max", is_same_end(a.max, b.max, tolerance));
  return names;
}

}  // namespace tamis::quality
