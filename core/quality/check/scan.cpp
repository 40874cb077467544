#include "core/quality/check/scan.h"

#include <algorithm>
#include <utility>

#include "core/quality/check/cells.h"
#include "core/types/types.h"

namespace tamis::quality {
namespace {

using document::Json;
using engine::Dialect;

std::string counted(const std::string& condition) {
  return "count(CASE WHEN " + condition + " THEN 1 END)";
}

// ISO dates are ordered as bytes; a PostgreSQL database may sort text by a language's rules.
std::string_view byte_order(const Dialect& dialect) noexcept {
  return dialect.engine() == Dialect::Engine::postgresql ? " COLLATE \"C\"" : "";
}

// What canonical text of an instant ends in.
constexpr std::string_view kUtc = "+00:00";

// The cell read as `logical_type` (ODCS's words), or NULL. A timestamp without an offset is taken
// as UTC, so one with an offset goes without it here: equal moments must be equal texts.
std::string typed_value(const Dialect& dialect, const std::string& text,
                        const std::string& logical_type) {
  if (logical_type == "number") {
    return "coalesce(" + try_cast_sql(dialect, text, "decimal") + ", " +
           try_cast_sql(dialect, text, "real") + ")";
  }
  if (logical_type == "timestamp") {
    return "replace(coalesce(" + try_cast_sql(dialect, text, "timestamp") + ", " +
           try_cast_sql(dialect, text, "timestamptz") + "), " + dialect.quote_literal(kUtc) +
           ", '')";
  }
  return try_cast_sql(dialect, text, logical_type);
}

enum class ListKind : std::uint8_t { texts, numbers, booleans };

ListKind kind_of(const Json& values) {
  const auto all = [&](auto is) { return std::all_of(values.begin(), values.end(), is); };
  if (all([](const Json& v) { return v.is_number(); })) return ListKind::numbers;
  if (all([](const Json& v) { return v.is_boolean(); })) return ListKind::booleans;
  return ListKind::texts;
}

// What `one_of` compares with its list: the text as it stands, or the number or boolean it means.
std::string listed_value(const Dialect& dialect, const std::string& text, const Json& values) {
  switch (kind_of(values)) {
    case ListKind::numbers: return typed_value(dialect, text, "number");
    case ListKind::booleans: return try_cast_sql(dialect, text, "boolean");
    case ListKind::texts: break;
  }
  return text;
}

// A number of a list in the one spelling that typed_value() gives it in a cell.
std::string canonical_number(const Json& number) {
  const std::string written = document::canonical(number);
  char buffer[types::kCanonicalBytes];
  std::string_view result;
  if (types::try_cast(written, types::Type::decimal, {}, buffer, result) ||
      types::try_cast(written, types::Type::real, {}, buffer, result)) {
    return std::string(result);
  }
  return written;
}

std::string listed_literal(const Dialect& dialect, const Json& value) {
  if (value.is_string()) return dialect.quote_literal(value.get_ref<const std::string&>());
  return dialect.quote_literal(value.is_number() ? canonical_number(value)
                                                 : document::canonical(value));
}

std::string list_sql(const Dialect& dialect, const Json& values) {
  std::string out;
  for (const Json& value : values) {
    if (!out.empty()) out += ", ";
    out += listed_literal(dialect, value);
  }
  return out;
}

// Gathers the columns of the inner SELECT, each expression once, and hands out their names.
class Cells {
 public:
  Cells(const engine::Relation& relation, const Dialect& dialect)
      : relation_(relation), dialect_(dialect) {}

  const Dialect& dialect() const noexcept { return dialect_; }
  std::string text(const std::string& column) {
    return cell_text(dialect_, relation_.column(column));
  }
  std::string name(const std::string& expression) {
    const auto found = std::find(expressions_.begin(), expressions_.end(), expression);
    const auto index = found - expressions_.begin();
    if (found == expressions_.end()) expressions_.push_back(expression);
    return "v" + std::to_string(index);
  }
  // Whether the cell holds a value, said over the inner SELECT's names.
  std::string present(const std::string& column) {
    return holds_value(name("tamis_type(" + text(column) + ")"));
  }
  std::string inner() const {
    std::string out;
    for (std::size_t i = 0; i < expressions_.size(); ++i) {
      if (i > 0) out += ", ";
      out += expressions_[i] + " AS v" + std::to_string(i);
    }
    return "SELECT " + out + " FROM " + relation_.sql + std::string(kFence);
  }

 private:
  const engine::Relation& relation_;
  const Dialect& dialect_;
  std::vector<std::string> expressions_;
};

struct Counts {
  std::string evaluated;
  std::string failed;
};

Counts bound_counts(const Rule& rule, Cells& cells) {
  const Dialect& dialect = cells.dialect();
  const std::string value =
      cells.name(typed_value(dialect, cells.text(rule.columns.front()), rule.logical_type));
  const std::string_view beyond = rule.check == Check::minimum ? " < " : " > ";
  std::string condition;
  if (rule.argument("bound").is_string()) {
    std::string_view bound = rule.argument("bound").get_ref<const std::string&>();
    if (bound.ends_with(kUtc)) bound.remove_suffix(kUtc.size());
    condition = value + std::string(byte_order(dialect)) + std::string(beyond) +
                dialect.quote_literal(bound);
  } else {
    condition = dialect.from_canonical_text(value, engine::ColumnType::decimal) +
                std::string(beyond) + document::canonical(rule.argument("bound"));
  }
  return {"count(" + value + ")", counted(condition)};
}

Counts length_counts(const Rule& rule, Cells& cells) {
  const std::string& column = rule.columns.front();
  const std::string present = cells.present(column);
  const std::string_view beyond = rule.check == Check::min_length ? " < " : " > ";
  return {counted(present),
          counted(present + " AND length(" + cells.name(cells.text(column)) + ")" +
                  std::string(beyond) + document::canonical(rule.argument("length")))};
}

Counts list_counts(const Rule& rule, Cells& cells) {
  const std::string& column = rule.columns.front();
  const std::string present = cells.present(column);
  const std::string value =
      cells.name(listed_value(cells.dialect(), cells.text(column), rule.argument("values")));
  // NULL (no number at all) is not in the list either.
  return {counted(present),
          counted(present + " AND CASE WHEN " + value + " IN (" +
                  list_sql(cells.dialect(), rule.argument("values")) + ") THEN 0 ELSE 1 END = 1")};
}

Counts counts_of(const Rule& rule, Cells& cells) {
  const std::string& column = rule.columns.front();
  switch (rule.check) {
    case Check::minimum:
    case Check::maximum: return bound_counts(rule, cells);
    case Check::min_length:
    case Check::max_length: return length_counts(rule, cells);
    case Check::in_set: return list_counts(rule, cells);
    case Check::type: {
      const std::string present = cells.present(column);
      const std::string value =
          cells.name(typed_value(cells.dialect(), cells.text(column), rule.logical_type));
      return {counted(present), counted(present + " AND " + value + " IS NULL")};
    }
    default: return {"count(*)", "count(*) - " + counted(cells.present(column))};
  }
}

RuleResult counted_result(const Rule& rule, std::int64_t evaluated, std::int64_t failed) {
  RuleResult out;
  out.rule = rule;
  out.evaluated = evaluated;
  out.failed = failed;
  out.conclude();
  return out;
}

RuleResult key_result(engine::Session& session, const engine::Relation& relation,
                      const Rule& rule) {
  const auto rows = session.query(plan_key_scan(relation, rule.columns, session.dialect()));
  rows->next();
  const std::int64_t keys = count_at(*rows, 0);
  return counted_result(rule, keys, keys - count_at(*rows, 1));
}

}  // namespace

std::string plan_scan(const engine::Relation& relation, std::span<const Rule* const> rules,
                      const engine::Dialect& dialect) {
  Cells cells(relation, dialect);
  std::string select;
  for (const Rule* rule : rules) {
    const Counts counts = counts_of(*rule, cells);
    if (!select.empty()) select += ", ";
    select += counts.evaluated + ", " + counts.failed;
  }
  return "SELECT " + select + " FROM (" + cells.inner() + ") AS cells";
}

std::string plan_key_scan(const engine::Relation& relation, std::span<const std::string> columns,
                          const engine::Dialect& dialect) {
  std::string cleaned;
  std::string complete;
  std::string names;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::string name = "k" + std::to_string(i);
    if (i > 0) {
      cleaned += ", ";
      complete += " AND ";
      names += ", ";
    }
    cleaned += "tamis_clean(" + cell_text(dialect, relation.column(columns[i])) + ") AS " + name;
    complete += name + " IS NOT NULL";
    names += name;
  }
  return "SELECT CAST(coalesce(sum(n), 0) AS bigint), count(*) FROM (SELECT count(*) AS n FROM "
         "(SELECT " +
         cleaned + " FROM " + relation.sql + std::string(kFence) + ") AS cells WHERE " + complete +
         " GROUP BY " + names + ") AS keys";
}

std::vector<RuleResult> scan_rules(engine::Session& session, const engine::Relation& relation,
                                   std::span<const Rule> rules) {
  std::vector<RuleResult> results(rules.size());
  std::vector<std::size_t> row_rules;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (rules[i].check == Check::unique) {
      results[i] = key_result(session, relation, rules[i]);
    } else {
      row_rules.push_back(i);
    }
  }
  for (std::size_t first = 0; first < row_rules.size(); first += kRulesPerScan) {
    const auto last = std::min(first + kRulesPerScan, row_rules.size());
    std::vector<const Rule*> part;
    for (std::size_t i = first; i < last; ++i) part.push_back(&rules[row_rules[i]]);
    const auto rows = session.query(plan_scan(relation, part, session.dialect()));
    rows->next();
    for (std::size_t i = 0; i < part.size(); ++i) {
      results[row_rules[first + i]] =
          counted_result(*part[i], count_at(*rows, 2 * i), count_at(*rows, 2 * i + 1));
    }
  }
  return results;
}

}  // namespace tamis::quality
