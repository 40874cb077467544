// Drift between two tables: what is declared, how many rows there are, and each common column.
#include "core/quality/compare/drift.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <limits>
#include <set>
#include <utility>

#include "core/error/error.h"
#include "core/quality/compare/drift_parts.h"
#include "core/quality/compare/selected_columns.h"
#include "core/sketch/read_value.h"

namespace tamis::quality {
namespace {

using document::Json;
using engine::Column;
using engine::ColumnType;
using engine::Dialect;
using engine::Relation;

struct Source {
  bool stored = false;
  std::vector<std::string> parts;
};

Source source_of(document::Options& options, std::string_view side) {
  const std::string prefix(side);
  Source source;
  source.stored = options.boolean(prefix + "_stored", false);
  source.parts = options.strings(prefix + "_part");
  source.stored = source.stored || !source.parts.empty();
  return source;
}

struct Side {
  Relation relation;
  Source source;
  SketchedTable table;
};

// The kept values are those of the sketch, in all its rows; what has more is grouped by the engine.
// Grouped by storage class too: SQLite takes 1 and 1.0 for one, which are two texts.
std::string plan_groups(const Dialect& dialect, const Relation& relation, const Column& column,
                        std::int64_t most) {
  std::string value = dialect.quote_identifier(column.name);
  std::string also;
  if (dialect.engine() == Dialect::Engine::sqlite) {
    also = ", typeof(" + value + ")";
    value += " COLLATE BINARY";
  } else if (column.type != ColumnType::boolean && column.type != ColumnType::blob) {
    value = dialect.as_text(value, column.type) + " COLLATE \"C\"";
  }
  return "SELECT " + value + ", count(*) FROM " + relation.sql + " GROUP BY " + value + also +
         " LIMIT " + std::to_string(most);
}

Categories grouped(engine::Session& session, const Side& side, std::string_view name,
                   std::int64_t most) {
  // Missing values take groups too, and the estimate of the distinct ones may be a little low.
  constexpr std::int64_t kSlack = 100;
  const std::int64_t limit = most + most / 10 + kSlack;
  const auto rows = session.query(
      plan_groups(session.dialect(), side.relation, side.relation.column(name), limit));
  std::vector<Category> categories;
  std::int64_t groups = 0;
  while (rows->next()) {
    if (++groups == limit) return std::nullopt;
    const engine::Value value = rows->at(0);
    if (value.is_null()) continue;
    std::array<char, engine::kNumberText> buffer;
    const std::string_view text = sketch::canonical_text(value, buffer);
    if (!types::is_present(sketch::read_value(text, value.kind()).reading.type)) continue;
    categories.push_back({sketch::hash_of_value(text, value.kind()),
                          sketch::short_text(text, value.kind()).shown(),
                          rows->at(1).as_integer()});
  }
  std::sort(categories.begin(), categories.end(),
            [](const Category& a, const Category& b) { return a.hash < b.hash; });
  return categories;
}

Categories categories_of(engine::Session& session, const Side& side, const SketchedColumn& column,
                         const SketchedColumn& other, const DriftOptions& options) {
  if (Categories kept = quality::categories_of(column.sketch)) return kept;
  const std::int64_t most = options.max_categories;
  const bool many = column.profile.distinct > most || other.profile.distinct > most;
  const bool ordered =
      types::has_number(column.profile.kind) || sketch::is_date(column.profile.kind);
  if (many || ordered || side.source.stored) return std::nullopt;
  return grouped(session, side, column.name, most);
}

void add_row_count(const SketchedTable& before, const SketchedTable& after, Measures& out) {
  DriftMeasure& count = out.add("row_count");
  count.before = std::to_string(before.rows);
  count.after = std::to_string(after.rows);
  const auto n = static_cast<double>(before.rows);
  const auto m = static_cast<double>(after.rows);
  if (n == 0 && m == 0) return out.nothing(count, "no rows on either side");
  const double ratio = m / n;
  if (n == 0) count.detail["reason"] = "no rows before";
  const double factor =
      n == 0 || m == 0 ? std::numeric_limits<double>::infinity() : std::max(ratio, 1 / ratio);
  out.judge(count, ratio, factor);
}

void add_one_sided(const SketchedColumn& column, bool lost, const DriftOptions& options,
                   std::vector<DriftMeasure>& all) {
  Measures out(column.name, options);
  DriftMeasure& measure = out.add("column");
  measure.before = lost ? "present" : "absent";
  measure.after = lost ? "absent" : "present";
  measure.detail = {
      {"declared_type", column.declared},
      {"inferred_type",
       column.profile.present == 0 ? "unknown" : types::name_of(column.profile.kind)}};
  out.say(measure, lost ? DriftLevel::error : DriftLevel::warning);
  for (DriftMeasure& m : std::move(out).list()) all.push_back(std::move(m));
}

// The places of common columns that have moved: those outside of the longest run that keeps its
// order, so that one column that was moved is one finding.
std::set<std::size_t> moved(const std::vector<std::size_t>& places) {
  const std::size_t n = places.size();
  std::vector<std::size_t> length(n, 1);
  std::vector<std::size_t> next(n, n);
  std::size_t start = n;
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t j = i + 1; j < n; ++j) {
      if (places[j] > places[i] && length[j] + 1 > length[i]) {
        length[i] = length[j] + 1;
        next[i] = j;
      }
    }
    if (start == n || length[i] >= length[start]) start = i;
  }
  std::set<std::size_t> out;
  for (std::size_t i = 0; i < n; ++i) out.insert(i);
  for (std::size_t i = start; i < n; i = next[i]) out.erase(i);
  return out;
}

// How one common column is declared on both sides.
void add_declaration(const SketchedColumn& a, const SketchedColumn& b, Measures& out) {
  DriftMeasure& declared = out.add("declared_type");
  if (!a.declared.empty()) declared.before = a.declared;
  if (!b.declared.empty()) declared.after = b.declared;
  if (a.declared != b.declared) {
    out.say(declared, a.declared_type == b.declared_type ? DriftLevel::warning : DriftLevel::error);
  }
}

void add_position(std::size_t before, std::size_t after, bool has_moved, Measures& out) {
  DriftMeasure& position = out.add("position");
  position.before = std::to_string(before + 1);
  position.after = std::to_string(after + 1);
  if (has_moved) out.say(position, DriftLevel::warning);
}

std::size_t place_of(const Relation& relation, std::string_view column) {
  const auto at = std::find_if(relation.columns.begin(), relation.columns.end(),
                               [&](const Column& c) { return c.name == column; });
  return static_cast<std::size_t>(at - relation.columns.begin());
}

class Comparison {
 public:
  Comparison(engine::Session& session, Side before, Side after, DriftOptions options)
      : session_(session),
        before_(std::move(before)),
        after_(std::move(after)),
        options_(std::move(options)) {}

  std::vector<DriftMeasure> run() {
    Measures table({}, options_);
    add_row_count(before_.table, after_.table, table);
    all_ = std::move(table).list();
    find_moved();
    for (const SketchedColumn& column : before_.table.columns) {
      if (const SketchedColumn* other = after_.table.find(column.name)) {
        add_common(column, *other);
      } else {
        add_one_sided(column, true, options_, all_);
      }
    }
    for (const SketchedColumn& column : after_.table.columns) {
      if (before_.table.find(column.name) == nullptr) {
        add_one_sided(column, false, options_, all_);
      }
    }
    return std::move(all_);
  }

 private:
  // What is stored knows no order.
  bool has_positions() const { return !before_.source.stored && !after_.source.stored; }

  void find_moved() {
    std::vector<std::string_view> names;
    std::vector<std::size_t> places;
    for (const SketchedColumn& column : before_.table.columns) {
      if (after_.table.find(column.name) == nullptr) continue;
      names.push_back(column.name);
      places.push_back(place_of(after_.relation, column.name));
    }
    for (const std::size_t i : moved(places)) moved_.insert(names[i]);
  }

  void add_common(const SketchedColumn& a, const SketchedColumn& b) {
    session_.check_interrupt();
    Measures schema(a.name, options_);
    add_declaration(a, b, schema);
    if (has_positions()) {
      add_position(place_of(before_.relation, a.name), place_of(after_.relation, b.name),
                   moved_.contains(a.name), schema);
    }
    take(std::move(schema).list());
    take(column_drift(a, b, categories_of(session_, before_, a, b, options_),
                      categories_of(session_, after_, b, a, options_), options_));
  }

  void take(std::vector<DriftMeasure> measures) {
    std::move(measures.begin(), measures.end(), std::back_inserter(all_));
  }

  engine::Session& session_;
  Side before_;
  Side after_;
  DriftOptions options_;
  std::set<std::string_view> moved_;
  std::vector<DriftMeasure> all_;
};

void sketch_side(engine::Session& session, const ColumnSelection& selection, Side& side) {
  if (!side.source.stored) {
    side.table = sketch_columns(session, side.relation, selection.of(side.relation));
    return;
  }
  side.table = stored_columns(session, side.relation, side.source.parts, selection);
}

}  // namespace

std::vector<DriftMeasure> drift(engine::Session& session, std::string_view before,
                                std::string_view after, document::Options given) {
  DriftOptions options = drift_options(given);
  const ColumnSelection selection(given);
  Side a{{}, source_of(given, "before"), {}};
  Side b{{}, source_of(given, "after"), {}};
  given.finish();
  a.relation = session.relation(before);
  b.relation = session.relation(after);
  require_one_of_each_name(a.relation);
  require_one_of_each_name(b.relation);
  sketch_side(session, selection, a);
  sketch_side(session, selection, b);
  const auto known = [&](std::string_view name) {
    return a.relation.find(name) != nullptr || b.relation.find(name) != nullptr ||
           a.table.find(name) != nullptr || b.table.find(name) != nullptr;
  };
  selection.require_all(known);
  return Comparison(session, std::move(a), std::move(b), std::move(options)).run();
}

}  // namespace tamis::quality
