// The measures of one column: what is counted of any value, and the choice of what follows.
#include <algorithm>
#include <cmath>
#include <memory_resource>
#include <utility>

#include "core/profile/answers.h"
#include "core/profile/dates.h"
#include "core/quality/compare/drift_parts.h"
#include "core/quality/compare/statistics.h"
#include "core/sketch/facts.h"

namespace tamis::quality {
namespace {

using document::Json;
using profile::ColumnProfile;
using profile::Evidence;
using types::Type;

// How a column's values are compared: by their order, or one by one.
enum class Family : std::uint8_t { none, number, date, category };

Family family_of(const ColumnProfile& column) noexcept {
  if (column.present == 0) return Family::none;
  if (types::has_number(column.kind)) return Family::number;
  return sketch::is_date(column.kind) ? Family::date : Family::category;
}

std::string_view name_of(Family family) noexcept {
  switch (family) {
    case Family::none: return "no values";
    case Family::number: return "numbers";
    case Family::date: return "dates";
    case Family::category: return "texts";
  }
  return {};
}

std::string_view name_of_kind(Type kind) noexcept {
  return kind == Type::empty ? "unknown" : types::name_of(kind);
}

// Whether every value of one kind is one of the other too, so that nothing that reads it breaks.
bool is_wider(Type before, Type after) noexcept {
  if (before == Type::empty || after == Type::empty) return true;
  const bool number = before >= Type::integer && after <= Type::real;
  const bool date = before == Type::date && after == Type::timestamp;
  return after > before && (number || date);
}

void add_kinds(const SketchedColumn& before, const SketchedColumn& after, Measures& out) {
  DriftMeasure& kind = out.add("inferred_type");
  const Type a = before.profile.kind;
  const Type b = after.profile.kind;
  kind.before = name_of_kind(a);
  kind.after = name_of_kind(b);
  kind.detail = {{"confidence_before", before.profile.kind_confidence},
                 {"confidence_after", after.profile.kind_confidence}};
  if (a != b) out.say(kind, is_wider(a, b) ? DriftLevel::warning : DriftLevel::error);
}

// A share of rows, and Cohen's h: the difference of the shares, stretched toward 0 and 1.
void add_rate(std::string_view name, std::int64_t a, std::int64_t n, std::int64_t b, std::int64_t m,
              Json detail, Measures& out) {
  DriftMeasure& rate = out.add(name);
  detail["before"] = a;
  detail["after"] = b;
  rate.detail = std::move(detail);
  if (n == 0 || m == 0) return out.nothing(rate, n == 0 ? "no rows before" : "no rows after");
  const double p = static_cast<double>(a) / static_cast<double>(n);
  const double q = static_cast<double>(b) / static_cast<double>(m);
  rate.before = number_text(document::rounded(p));
  rate.after = number_text(document::rounded(q));
  const double h = 2 * std::asin(std::sqrt(q)) - 2 * std::asin(std::sqrt(p));
  rate.detail["difference"] = document::rounded(q - p);
  out.judge(rate, h, std::abs(h),
            two_shares(static_cast<double>(a), static_cast<double>(n), static_cast<double>(b),
                       static_cast<double>(m)));
}

std::int64_t missing_of(const ColumnProfile& column) noexcept {
  return column.rows - column.present;
}

Json missing_detail(const ColumnProfile& a, const ColumnProfile& b) {
  const auto pair = [](std::int64_t x, std::int64_t y) { return Json::array({x, y}); };
  return {{"nulls", pair(a.nulls, b.nulls)},
          {"empty", pair(a.empty, b.empty)},
          {"blank", pair(a.blank, b.blank)},
          {"markers", pair(a.missing, b.missing)}};
}

void add_rates(const ColumnProfile& a, const ColumnProfile& b, Measures& out) {
  add_rate("missing_rate", missing_of(a), a.rows, missing_of(b), b.rows, missing_detail(a, b), out);
  add_rate("null_rate", a.nulls, a.rows, b.nulls, b.rows, Json::object(), out);
  if (a.kind != b.kind || a.kind == Type::text || a.present == 0) return;
  add_rate("exception_rate", a.kind_exceptions, a.present, b.kind_exceptions, b.present,
           Json::object(), out);
}

// The number of distinct values may stay as it is, or grow with the rows; what lies between is no
// change.
void add_distinct(const SketchedColumn& before, const SketchedColumn& after, Measures& out) {
  DriftMeasure& distinct = out.add("distinct_count");
  const auto a = static_cast<double>(before.profile.distinct);
  const auto b = static_cast<double>(after.profile.distinct);
  distinct.before = std::to_string(before.profile.distinct);
  distinct.after = std::to_string(after.profile.distinct);
  distinct.detail = {{"exact", before.profile.distinct_exact && after.profile.distinct_exact}};
  if (a == 0 || b == 0) {
    return out.nothing(distinct, a == 0 ? "no values before" : "no values after");
  }
  const double rows =
      static_cast<double>(after.profile.present) / static_cast<double>(before.profile.present);
  const double explained = std::clamp(b / a, std::min(rows, 1.0), std::max(rows, 1.0));
  const double unexplained = std::max(b / a / explained, explained * a / b);
  distinct.detail["rows_ratio"] = document::rounded(rows);
  distinct.detail["unexplained_factor"] = document::rounded(unexplained);
  const double expected = a * explained;
  out.judge(distinct, b / a, unexplained,
            normal_two_sided((b - expected) / std::sqrt(b + expected)));
}

std::string_view order_of(const ColumnProfile& column) noexcept {
  if (column.date_order == Evidence::ambiguous) return "ambiguous";
  if (column.date_order == Evidence::conflict) return "conflict";
  if (column.date_order == Evidence::none) return "none";
  for (std::size_t i = 0; i < profile::kOrders; ++i) {
    if (column.convention.order == profile::kOrdersByBit[i]) return profile::kOrderNames[i];
  }
  return "none";
}

// Where the order was decided, another one is an error: the same texts now mean other days.
void add_date_order(const ColumnProfile& a, const ColumnProfile& b, Measures& out) {
  DriftMeasure& order = out.add("date_order");
  order.before = order_of(a);
  order.after = order_of(b);
  const auto counts = [](const ColumnProfile& column) {
    Json only = Json::object();
    for (std::size_t i = 0; i < profile::kOrders; ++i) {
      only[profile::kOrderNames[i]] = column.dates.only[i];
    }
    return Json{{"only", only}, {"either", column.dates.either}};
  };
  order.detail = {{"before", counts(a)}, {"after", counts(b)}};
  if (order.before == order.after || b.date_order == Evidence::none) return;
  const bool decided = a.date_order == Evidence::decided && b.date_order == Evidence::decided;
  const bool spoiled = b.date_order == Evidence::conflict && a.date_order != Evidence::conflict;
  const bool open = b.date_order == Evidence::ambiguous;
  if (decided || spoiled) return out.say(order, DriftLevel::error);
  if (open || a.date_order == Evidence::none) out.say(order, DriftLevel::warning);
}

void add_date_formats(const SketchedColumn& before, const SketchedColumn& after, Measures& out) {
  DriftMeasure& formats = out.add("date_formats");
  const auto a = profile::formats_of(before.sketch, before.profile);
  const auto b = profile::formats_of(after.sketch, after.profile);
  const auto names = [](const std::vector<profile::FormatCount>& list) {
    Json written = Json::array();
    for (const profile::FormatCount& format : list) written.push_back(format.format);
    return written;
  };
  formats.before = document::canonical(names(a));
  formats.after = document::canonical(names(b));
  std::uint64_t all = 0;
  std::uint64_t unknown = 0;
  Json found = Json::array();
  for (const profile::FormatCount& format : b) {
    all += format.count;
    const bool known = std::any_of(a.begin(), a.end(), [&](const profile::FormatCount& other) {
      return other.format == format.format;
    });
    if (known) continue;
    unknown += format.count;
    Json examples = format.examples;
    while (examples.size() > out.options().samples) examples.erase(examples.size() - 1);
    found.push_back({{"format", format.format}, {"count", format.count}, {"examples", examples}});
  }
  formats.detail = {{"new", std::move(found)}};
  if (all == 0) return out.nothing(formats, "no dates after");
  const double share = static_cast<double>(unknown) / static_cast<double>(all);
  out.judge(formats, share, share);
}

void add_length(const SketchedColumn& before, const SketchedColumn& after, Measures& out) {
  const auto lengths = [](const SketchedColumn& column) {
    const sketch::Facts& facts = column.sketch.facts();
    const auto n = static_cast<double>(facts.present());
    sketch::WideSum spread = facts.square_lengths;
    spread.add(facts.lengths.squared().divided(n).negated());
    return Sample{n, facts.lengths.divided(n).high,
                  n > 1 ? std::max(0.0, spread.high) / (n - 1) : 0};
  };
  add_shift("length_shift", lengths(before), lengths(after), out);
}

bool has_few_values(const Categories& a, const Categories& b) {
  constexpr std::size_t kFew = 20;  // then a number is most likely a code
  return a && b && a->size() <= kFew && b->size() <= kFew;
}

}  // namespace

std::vector<DriftMeasure> column_drift(const SketchedColumn& before, const SketchedColumn& after,
                                       const Categories& categories_before,
                                       const Categories& categories_after,
                                       const DriftOptions& options) {
  Measures out(before.name, options);
  const ColumnProfile& a = before.profile;
  const ColumnProfile& b = after.profile;
  add_kinds(before, after, out);
  add_rates(a, b, out);
  add_distinct(before, after, out);
  const Family family = family_of(a);
  if (family != family_of(b) || family == Family::none) {
    out.nothing(out.add("psi"), std::string(name_of(family)) + " before, " +
                                    std::string(name_of(family_of(b))) + " after");
    return std::move(out).list();
  }
  if (family == Family::category) {
    add_category_measures(categories_before, categories_after, out);
    add_length(before, after, out);
  } else {
    add_spread_measures(before, after, family == Family::date, out);
    if (has_few_values(categories_before, categories_after)) {
      add_new_and_lost(*categories_before, *categories_after, out);
    }
  }
  if (family == Family::date) {
    add_date_formats(before, after, out);
    add_date_order(a, b, out);
  }
  return std::move(out).list();
}

document::Json drift_of(const sketch::ColumnSketch& before, const sketch::ColumnSketch& after,
                        document::Options given) {
  const DriftOptions options = drift_options(given);
  given.finish();
  const auto side = [](const sketch::ColumnSketch& sketch) {
    sketch::ColumnSketch copy(std::pmr::new_delete_resource());
    copy.merge(sketch);
    return SketchedColumn({}, std::move(copy));
  };
  const SketchedColumn a = side(before);
  const SketchedColumn b = side(after);
  DriftLevel worst = DriftLevel::none;
  Json measures = Json::array();
  for (const DriftMeasure& m :
       column_drift(a, b, categories_of(a.sketch), categories_of(b.sketch), options)) {
    worst = std::max(worst, m.level);
    measures.push_back({{"measure", m.name},
                        {"before", m.before ? Json(*m.before) : Json(nullptr)},
                        {"after", m.after ? Json(*m.after) : Json(nullptr)},
                        {"value", m.value ? Json(*m.value) : Json(nullptr)},
                        {"threshold", m.threshold ? Json(*m.threshold) : Json(nullptr)},
                        {"severity", name_of(m.level)},
                        {"detail", m.detail}});
  }
  return {{"version", 1},
          {"kind", "drift"},
          {"severity", name_of(worst)},
          {"rows_before", a.profile.rows},
          {"rows_after", b.profile.rows},
          {"measures", std::move(measures)}};
}

}  // namespace tamis::quality
