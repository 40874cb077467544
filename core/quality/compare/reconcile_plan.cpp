#include "core/quality/compare/reconcile_plan.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <string_view>
#include <utility>

#include "core/error/error.h"

namespace tamis::quality {
namespace {

using engine::Column;
using engine::ColumnType;
using engine::Dialect;
using engine::Relation;

// The largest LIMIT both engines take. A subquery that has one computes its expressions once a row.
constexpr std::string_view kFence = " LIMIT 9223372036854775807";

// Each has three places in the widest statement, of 1,664 in PostgreSQL and 2,000 in SQLite.
constexpr std::size_t kMostColumns = 500;

std::string number_literal(double v) {
  std::array<char, 32> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), v);
  return {buffer.data(), end.ptr};
}

std::string number(std::size_t i) { return std::to_string(i); }

// The side's expression as a number, NULL where it is none.
std::string as_number(const Dialect& dialect, const PairedColumn& pair, const std::string& value) {
  const bool sqlite = dialect.engine() == Dialect::Engine::sqlite;
  if (!pair.native) {
    const std::string text =
        "coalesce(tamis_try_cast(" + value + ", 'decimal'), tamis_try_cast(" + value + ", 'real'))";
    return sqlite ? "CAST(" + text + " AS REAL)" : "(" + text + ")::numeric";
  }
  return sqlite ? "CAST(" + value + " AS REAL)" : "(" + value + ")::numeric";
}

std::string beyond(const Dialect& dialect, const PairedColumn& pair,
                   const NumberTolerance& tolerance, const std::string& a, const std::string& b) {
  const std::string x = as_number(dialect, pair, a);
  const std::string y = as_number(dialect, pair, b);
  const std::string apart = "abs(" + x + " - " + y + ")";
  const std::string larger =
      "CASE WHEN abs(" + x + ") > abs(" + y + ") THEN abs(" + x + ") ELSE abs(" + y + ") END";
  return "NOT coalesce(" + apart + " <= " + number_literal(tolerance.absolute) + " + " +
         number_literal(NumberTolerance::kNoise) + " * " + larger + " OR " + apart +
         " <= " + number_literal(tolerance.relative + NumberTolerance::kNoise) + " * " + larger +
         ", false)";
}

std::string total(const std::string& expression) {
  return "CAST(coalesce(sum(" + expression + "), 0) AS bigint)";
}

std::string total_if(const std::string& condition, std::string_view then = "1") {
  return total("CASE WHEN " + condition + " THEN " + std::string(then) + " ELSE 0 END");
}

}  // namespace

ReconcilePlan::ReconcilePlan(const Dialect& dialect, const Relation& a, const Relation& b,
                             const ReconcileOptions& options)
    : dialect_(dialect), a_(a), b_(b), options_(options) {
  options.selection.require_all(
      [&](std::string_view name) { return a.find(name) != nullptr || b.find(name) != nullptr; });
  for (const Column& column : a.columns) {
    const bool chosen = options.selection.takes(column.name) || is_key(column.name);
    const Column* const other = b.find(column.name);
    if (chosen && other == nullptr) only_in_a_.push_back(column.name);
    if (chosen && other != nullptr) {
      columns_.push_back(paired_column(dialect, column, *other, options.ignored));
    }
  }
  for (const Column& column : b.columns) {
    if (options.selection.takes(column.name) && a.find(column.name) == nullptr) {
      only_in_b_.push_back(column.name);
    }
  }
  if (columns_.empty()) {
    throw Error(Code::undefined_column, "the two sides have no column in common", {},
                "Columns are common by their names, as they are written.");
  }
  if (columns_.size() > kMostColumns) {
    throw Error(Code::unsupported,
                "more than " + number(kMostColumns) + " columns can't be compared at once", {},
                "Name some of them with the option \"columns\".");
  }
  for (const std::string& name : options.key) {
    key_.push_back(paired_column(dialect, a.column(name), b.column(name), options.ignored));
  }
  for (const auto& [name, tolerance] : options.tolerance) require_tolerable(name);
  for (const std::string& name : options.masked) {
    if (a.find(name) == nullptr) b.column(name);
  }
}

void ReconcilePlan::require_tolerable(std::string_view name) const {
  const auto pair = std::find_if(columns_.begin(), columns_.end(),
                                 [&](const PairedColumn& c) { return c.name == name; });
  if (pair == columns_.end()) {
    throw Error(Code::undefined_column, "no compared column is called " + in_quotes(name), {},
                "A tolerance is for a column that both sides have.");
  }
  if (is_key(name)) {
    throw Error(Code::invalid_option, "key column " + in_quotes(name) + " can't have a tolerance",
                {}, "Rows are matched by keys that are equal.");
  }
  if (pair->compared_as == "number" || pair->compared_as == "value") return;
  throw Error(
      Code::invalid_option,
      "column " + in_quotes(name) + " has a tolerance, and is compared as " + pair->compared_as, {},
      "A tolerance is for numbers; cast the column in a query if it holds some.");
}

bool ReconcilePlan::is_key(std::string_view column) const noexcept {
  return std::find(options_.key.begin(), options_.key.end(), column) != options_.key.end();
}

std::vector<std::string> ReconcilePlan::hashed() const {
  std::vector<std::string> names;
  for (const PairedColumn& pair : columns_) {
    if (!options_.tolerance.contains(pair.name)) names.push_back(pair.name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

Relation ReconcilePlan::compared(bool of_a) const {
  const Relation& source = relation(of_a);
  bool as_it_is = true;
  std::string list;
  Relation out;
  for (const PairedColumn& pair : columns_) {
    const std::string& sql = of_a ? pair.a_sql : pair.b_sql;
    const std::string name = dialect_.quote_identifier(pair.name);
    as_it_is = as_it_is && sql == name;
    list += (list.empty() ? "" : ", ") + sql + " AS " + name;
    out.columns.push_back(of_a ? pair.a : pair.b);
  }
  if (as_it_is) {
    Relation same = source;
    same.columns = std::move(out.columns);
    return same;
  }
  out.form = Relation::Form::query;
  out.name = "SELECT " + list + " FROM " + source.sql;
  out.sql = "(" + out.name + ") AS tamis_side";
  return out;
}

std::string ReconcilePlan::hash_sums(bool of_a) const {
  std::vector<std::string> expressions;
  for (const std::string& name : hashed()) {
    for (const PairedColumn& pair : columns_) {
      if (pair.name == name) expressions.push_back(of_a ? pair.a_sql : pair.b_sql);
    }
  }
  std::string sql = "SELECT count(*)";
  for (const std::string_view part : {"1", "2", "3", "4"}) {
    sql += ", CAST(sum(tamis_hash_part(h, " + std::string(part) + ")) AS text)";
  }
  return sql + " FROM (SELECT " + hash_sql(std::move(expressions)) + " AS h FROM " +
         relation(of_a).sql + std::string(kFence) + ") AS tamis_rows";
}

// ---- keys

std::string ReconcilePlan::key_hash(bool of_a) const {
  std::vector<std::string> expressions;
  for (const PairedColumn& pair : key_) expressions.push_back(of_a ? pair.a_sql : pair.b_sql);
  return by_bytes(dialect_, hash_sql(std::move(expressions)), ColumnType::text);
}

std::string ReconcilePlan::with_key(bool of_a) const {
  std::string condition;
  for (const PairedColumn& pair : key_) {
    condition += (condition.empty() ? " WHERE " : " AND ") + (of_a ? pair.a_sql : pair.b_sql) +
                 " IS NOT NULL";
  }
  return condition;
}

// SQLite joins by an index of its own making only what it has written down.
std::string ReconcilePlan::materialised() const {
  return dialect_.engine() == Dialect::Engine::sqlite ? std::string(kFence) : std::string();
}

// Rows with a key: k, its hash; q1.. the key as it is compared; c1.. the columns as they are
// compared; r1.. as they are.
std::string ReconcilePlan::side(bool of_a, bool compared, bool shown) const {
  std::string sql = "(SELECT " + key_hash(of_a) + " AS k";
  for (std::size_t i = 0; i < key_.size(); ++i) {
    sql += ", " + (of_a ? key_[i].a_sql : key_[i].b_sql) + " AS q" + number(i);
  }
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const PairedColumn& pair = columns_[i];
    if (compared) sql += ", " + (of_a ? pair.a_sql : pair.b_sql) + " AS c" + number(i);
    if (!shown) continue;
    const Column& column = relation(of_a).column(pair.name);
    const std::string name = dialect_.quote_identifier(pair.name);
    // Types of which this knows nothing come as text.
    const bool text =
        dialect_.engine() == Dialect::Engine::postgresql && column.type == ColumnType::unknown;
    sql += ", " + (text ? dialect_.as_text(name, column.type) : name) + " AS r" + number(i);
  }
  return sql + " FROM " + relation(of_a).sql + with_key(of_a) + materialised() + ")";
}

std::string ReconcilePlan::keys_of_both() const {
  const auto keys = [&](bool of_a) {
    return "SELECT " + key_hash(of_a) + " AS k, " + (of_a ? "1 AS a, 0 AS b" : "0 AS a, 1 AS b") +
           " FROM " + relation(of_a).sql + with_key(of_a);
  };
  return "SELECT k, sum(a) AS a, sum(b) AS b FROM (" + keys(true) + " UNION ALL " + keys(false) +
         ") AS tamis_keys GROUP BY k";
}

std::string ReconcilePlan::key_counts() const {
  const std::string repeated = "a > 1 OR b > 1";
  return "SELECT " + total_if("a = 1 AND b = 1") + ", " + total_if("a = 1 AND b = 0") + ", " +
         total_if("a = 0 AND b = 1") + ", " + total_if(repeated) + ", " + total_if(repeated, "a") +
         ", " + total_if(repeated, "b") + ", " + total("a") + ", " + total("b") + " FROM (" +
         keys_of_both() + ") AS tamis_counts";
}

std::string ReconcilePlan::without_repeated(bool repeated) const {
  if (!repeated) return {};
  return " LEFT JOIN (SELECT k FROM (" + keys_of_both() +
         ") AS tamis_counts WHERE a > 1 OR b > 1) AS x ON x.k = l.k";
}

// 1 where column i differs between the sides l and o, else 0.
std::string ReconcilePlan::flag(std::size_t column) const {
  const PairedColumn& pair = columns_[column];
  if (is_key(pair.name)) return "0";
  const std::string a = "l.c" + number(column);
  const std::string b = "o.c" + number(column);
  std::string condition = differs_sql(dialect_, pair, a, b);
  const auto tolerance = options_.tolerance.find(pair.name);
  if (tolerance != options_.tolerance.end()) {
    condition += " AND " + beyond(dialect_, pair, tolerance->second, a, b);
  }
  return "CASE WHEN " + condition + " THEN 1 ELSE 0 END";
}

std::string ReconcilePlan::flags_sum() const {
  std::string sum;
  for (std::size_t i = 0; i < columns_.size(); ++i) sum += (i == 0 ? "d" : " + d") + number(i);
  return sum;
}

std::string ReconcilePlan::change_counts(bool repeated) const {
  std::string flags;
  std::string sums;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    flags += (i == 0 ? "" : ", ") + flag(i) + " AS d" + number(i);
    sums += ", " + total("d" + number(i));
  }
  return "SELECT " + total_if(flags_sum() + " > 0") + sums + " FROM (SELECT " + flags + " FROM " +
         side(true, true, false) + " AS l JOIN " + side(false, true, false) + " AS o ON o.k = l.k" +
         without_repeated(repeated) + (repeated ? " WHERE x.k IS NULL" : "") + std::string(kFence) +
         ") AS tamis_changes";
}

std::string ReconcilePlan::shown_keys(std::string_view prefix) const {
  std::string list;
  for (const PairedColumn& key : key_) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].name != key.name) continue;
      list += (list.empty() ? "" : ", ") + std::string(prefix) + "r" + number(i);
    }
  }
  return list;
}

std::string ReconcilePlan::key_order(std::string_view prefix) const {
  std::string list;
  for (std::size_t i = 0; i < key_.size(); ++i) {
    list += (i == 0 ? "" : ", ") +
            by_bytes(dialect_, std::string(prefix) + "q" + number(i), key_[i].a.type);
  }
  return list;
}

std::string ReconcilePlan::changed_rows(bool repeated, std::size_t most) const {
  std::string inner;
  for (std::size_t i = 0; i < key_.size(); ++i) {
    const std::string n = number(i);
    inner += (i == 0 ? "l.q" : ", l.q") + n + " AS q" + n;
  }
  std::string outer = shown_keys("r_");
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const std::string n = number(i);
    inner += ", " + flag(i) + " AS d" + n + ", l.r" + n + " AS r_r" + n + ", o.r" + n + " AS s" + n;
    outer += ", d" + n + ", r_r" + n + ", s" + n;
  }
  return "SELECT " + outer + " FROM (SELECT " + inner + " FROM " + side(true, true, true) +
         " AS l JOIN " + side(false, true, true) + " AS o ON o.k = l.k" +
         without_repeated(repeated) + (repeated ? " WHERE x.k IS NULL" : "") + std::string(kFence) +
         ") AS tamis_changes WHERE " + flags_sum() + " > 0 ORDER BY " + key_order("") + " LIMIT " +
         number(most);
}

std::string ReconcilePlan::unshared_rows(bool of_a, bool repeated, std::size_t most) const {
  std::string list = shown_keys("l.");
  for (std::size_t i = 0; i < columns_.size(); ++i) list += ", l.r" + number(i);
  return "SELECT " + list + " FROM " + side(of_a, false, true) + " AS l LEFT JOIN (SELECT " +
         key_hash(!of_a) + " AS k FROM " + relation(!of_a).sql + with_key(!of_a) + materialised() +
         ") AS o ON o.k = l.k" + without_repeated(repeated) + " WHERE o.k IS NULL" +
         (repeated ? " AND x.k IS NULL" : "") + " ORDER BY " + key_order("l.") + " LIMIT " +
         number(most);
}

std::string ReconcilePlan::repeated_rows(bool of_a, std::size_t most) const {
  std::string list;
  for (std::size_t i = 0; i < key_.size(); ++i) {
    list += (i == 0 ? "" : ", ") + by_bytes(dialect_, "q" + number(i), key_[i].a.type);
  }
  return "SELECT " + list + ", count(*) FROM " + side(of_a, false, false) + " AS l GROUP BY " +
         list + " HAVING count(*) > 1 ORDER BY " + list + " LIMIT " + number(most);
}

}  // namespace tamis::quality
