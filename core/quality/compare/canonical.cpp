#include "core/quality/compare/canonical.h"

#include <cstdint>
#include <utility>

namespace tamis::quality {
namespace {

using engine::Column;
using engine::ColumnType;
using engine::Dialect;

// Types whose values may be the same.
enum class Meaning : std::uint8_t { text, unknown, number, boolean, moment, instant, uuid, other };

Meaning meaning_of(ColumnType type) noexcept {
  switch (type) {
    case ColumnType::text: return Meaning::text;
    case ColumnType::unknown: return Meaning::unknown;
    case ColumnType::boolean: return Meaning::boolean;
    case ColumnType::integer:
    case ColumnType::real:
    case ColumnType::decimal: return Meaning::number;
    case ColumnType::date:
    case ColumnType::timestamp: return Meaning::moment;
    case ColumnType::timestamptz: return Meaning::instant;
    case ColumnType::uuid: return Meaning::uuid;
    case ColumnType::blob:
    case ColumnType::time:
    case ColumnType::json: break;
  }
  return Meaning::other;
}

bool is_sqlite(const Dialect& dialect) noexcept {
  return dialect.engine() == Dialect::Engine::sqlite;
}

std::string text_of(const Dialect& dialect, const Column& column) {
  return dialect.as_text(dialect.quote_identifier(column.name), column.type);
}

// The canonical text as the first of these types that takes the value, or the text as it is.
std::string canonical_text(const Dialect& dialect, const std::string& text,
                           const std::vector<std::string_view>& types) {
  std::string sql = "coalesce(";
  for (const std::string_view type : types) {
    sql += "tamis_try_cast(" + text + ", " + dialect.quote_literal(type) + "), ";
  }
  return sql + text + ")";
}

// `text` with what may be overlooked in it gone.
std::string without(const std::string& text, const Ignored& ignored, const Dialect& dialect) {
  std::string sql = text;
  if (ignored.spaces) {
    sql = "CASE WHEN " + sql + " IS NOT NULL THEN coalesce(tamis_clean(" + sql + ", " +
          dialect.quote_literal(R"({"keep_missing": true})") + "), '') END";
  }
  if (ignored.case_of_letters) {
    sql = is_sqlite(dialect) ? "lower(" + sql + ")" : "lower((" + sql + ") COLLATE \"C\")";
  }
  if (ignored.empty) sql = "nullif(" + sql + ", '')";
  return sql;
}

struct Expression {
  std::string compared_as;
  std::vector<std::string_view> types;  // none: the text as it is
};

Expression expression_for(Meaning meaning, bool whole_days) {
  switch (meaning) {
    case Meaning::number: return {"number", {"decimal", "real"}};
    case Meaning::boolean: return {"boolean", {"boolean"}};
    case Meaning::moment:
      if (whole_days) return {"date", {"date"}};
      return {"timestamp", {"timestamp"}};
    case Meaning::instant: return {"timestamptz", {"timestamptz"}};
    case Meaning::uuid: return {"uuid", {"uuid"}};
    case Meaning::text:
    case Meaning::unknown:
    case Meaning::other: break;
  }
  return {"text", {}};
}

// SQLite holds any value in any column; of an undeclared one only the values know their type.
bool is_open(const Dialect& dialect, Meaning meaning) noexcept {
  return is_sqlite(dialect) && meaning == Meaning::unknown;
}

bool compares_natively(const Dialect& dialect, const Column& a, const Column& b) {
  const Meaning of_a = meaning_of(a.type);
  const Meaning of_b = meaning_of(b.type);
  if (is_sqlite(dialect)) {
    const auto plain = [](Meaning m) {
      return m != Meaning::moment && m != Meaning::instant && m != Meaning::uuid;
    };
    if (is_open(dialect, of_a)) return plain(of_b);
    if (is_open(dialect, of_b)) return plain(of_a);
    return of_a == of_b && plain(of_a);
  }
  // Not every type has an equality, and json's documents have one only as jsonb.
  if (of_a == Meaning::unknown || a.type == ColumnType::json) return false;
  return of_a == Meaning::number ? of_b == Meaning::number : a.type == b.type;
}

std::string_view word_of(ColumnType type) noexcept {
  return meaning_of(type) == Meaning::number ? "number" : engine::name_of(type);
}

void pair_natively(const Dialect& dialect, const Ignored& ignored, PairedColumn& pair) {
  const std::string name = dialect.quote_identifier(pair.name);
  pair.native = true;
  const ColumnType type = pair.a.type == ColumnType::unknown ? pair.b.type : pair.a.type;
  pair.compared_as = type == ColumnType::unknown ? "value" : std::string(word_of(type));
  pair.a_sql = pair.b_sql = name;
  if (type != ColumnType::text && type != ColumnType::unknown) return;
  // A character(n) is padded to its length, which is no part of its value.
  const auto side = [&](const Column& column) {
    const bool plain = is_sqlite(dialect) || column.declared == "text";
    return without(plain ? name : "(" + name + ")::text", ignored, dialect);
  };
  pair.a_sql = side(pair.a);
  pair.b_sql = side(pair.b);
}

void pair_as_text(const Dialect& dialect, const Ignored& ignored, PairedColumn& pair) {
  const Meaning of_a = meaning_of(pair.a.type);
  const Meaning of_b = meaning_of(pair.b.type);
  const auto says_nothing = [](Meaning m) { return m == Meaning::text || m == Meaning::unknown; };
  Meaning common = of_a == of_b ? of_a : Meaning::other;
  if (says_nothing(of_a)) common = of_b;
  if (says_nothing(of_b)) common = of_a;
  const auto is_number_or_boolean = [](Meaning m) {
    return m == Meaning::number || m == Meaning::boolean;
  };
  if (is_number_or_boolean(of_a) && is_number_or_boolean(of_b)) common = Meaning::boolean;
  // SQLite gives dates and booleans the affinity of numbers, and CREATE TABLE AS leaves only that.
  const auto is_date_like = [](Meaning m) { return m == Meaning::moment || m == Meaning::instant; };
  if (is_sqlite(dialect) && pair.a.type == ColumnType::decimal && is_date_like(of_b)) common = of_b;
  if (is_sqlite(dialect) && pair.b.type == ColumnType::decimal && is_date_like(of_a)) common = of_a;
  const bool whole_days =
      pair.a.type != ColumnType::timestamp && pair.b.type != ColumnType::timestamp;
  const Expression expression = expression_for(common, whole_days);
  pair.compared_as = expression.compared_as;
  const auto side = [&](const Column& column) {
    if (!is_sqlite(dialect) && column.type == ColumnType::json) {
      return "(" + dialect.quote_identifier(column.name) + ")::jsonb::text";
    }
    const std::string text = text_of(dialect, column);
    const bool written = says_nothing(meaning_of(column.type));
    const std::string read = written ? without(text, ignored, dialect) : text;
    return expression.types.empty() ? read : canonical_text(dialect, read, expression.types);
  };
  pair.a_sql = side(pair.a);
  pair.b_sql = side(pair.b);
  pair.a.type = pair.b.type = ColumnType::text;
}

}  // namespace

PairedColumn paired_column(const Dialect& dialect, const Column& a, const Column& b,
                           const Ignored& ignored) {
  PairedColumn pair;
  pair.name = a.name;
  pair.a = a;
  pair.b = b;
  if (compares_natively(dialect, a, b)) {
    pair_natively(dialect, ignored, pair);
  } else {
    pair_as_text(dialect, ignored, pair);
  }
  return pair;
}

std::string differs_sql(const Dialect& dialect, const PairedColumn& pair, const std::string& a,
                        const std::string& b) {
  // What SQLite takes for different may still be equal as a value: 1 and '1'.
  if (is_sqlite(dialect)) {
    return "(+" + a + " COLLATE BINARY IS NOT +" + b + " AND tamis_row_hash(" + a +
           ") <> tamis_row_hash(" + b + "))";
  }
  const bool one_type = pair.a.declared == pair.b.declared || pair.a.type != ColumnType::real;
  if (pair.a.type == pair.b.type && one_type) {
    return dialect.is_distinct(by_bytes(dialect, a, pair.a.type),
                               by_bytes(dialect, b, pair.b.type));
  }
  return "(tamis_row_hash(" + a + ") <> tamis_row_hash(" + b + "))";
}

std::string hash_sql(std::vector<std::string> expressions) {
  constexpr std::size_t kMostArguments = 64;  // PostgreSQL takes 100, SQLite 127
  if (expressions.empty()) return "tamis_row_hash(CAST(NULL AS text))";
  std::vector<std::string> groups;
  for (std::size_t i = 0; i < expressions.size(); i += kMostArguments) {
    std::string arguments;
    for (std::size_t j = i; j < expressions.size() && j < i + kMostArguments; ++j) {
      arguments += (j == i ? "" : ", ") + expressions[j];
    }
    groups.push_back("tamis_row_hash(" + arguments + ")");
  }
  return groups.size() == 1 ? groups.front() : hash_sql(std::move(groups));
}

std::string by_bytes(const Dialect& dialect, std::string_view expression, ColumnType type) {
  std::string sql(expression);
  if (is_sqlite(dialect)) return sql + " COLLATE BINARY";
  return type == ColumnType::text ? sql + " COLLATE \"C\"" : sql;
}

}  // namespace tamis::quality
