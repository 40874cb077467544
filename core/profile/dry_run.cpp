#include "core/profile/dry_run.h"

#include <algorithm>
#include <array>

#include "core/error/error.h"
#include "core/sketch/short_text.h"
#include "core/types/number.h"

namespace tamis::profile {
namespace {

using document::Json;
using engine::ColumnType;
using engine::Dialect;
using types::Type;

constexpr std::array kTargets = {Type::boolean,     Type::integer, Type::decimal,
                                 Type::real,        Type::date,    Type::timestamp,
                                 Type::timestamptz, Type::uuid,    Type::text};

// PostgreSQL takes 1,664 expressions in a SELECT, SQLite 2,000.
constexpr std::size_t kCountsOfOneScan = 1000;
// Rows after which a search for samples starts anew, without what it has enough of.
constexpr std::size_t kRowsOfOneSearch = 5000;

bool is_number(Type type) noexcept {
  return type == Type::integer || type == Type::decimal || type == Type::real;
}

bool is_date(Type type) noexcept {
  return type == Type::date || type == Type::timestamp || type == Type::timestamptz;
}

// The part of a convention that matters to a type.
std::string options_for(Type type, const types::Convention& convention) {
  types::Convention used;
  if (is_date(type)) used.order = convention.order;
  if (is_number(type)) used.mark = convention.mark;
  return cast_options(used);
}

types::Convention convention_of(const ColumnProfile& column, const types::Convention& said) {
  types::Convention convention = column.convention;
  if (said.order != dates::Order::none) convention.order = said.order;
  if (said.mark != types::DecimalMark::none) convention.mark = said.mark;
  return convention;
}

// The value as text. Bytes in a column of SQLite are no text, whatever they would spell, and its
// booleans are the numbers that they are kept as.
std::string text_sql(const Dialect& dialect, const engine::Column& column) {
  const std::string name = dialect.quote_identifier(column.name);
  if (dialect.engine() == Dialect::Engine::postgresql) return dialect.as_text(name, column.type);
  return "CASE WHEN typeof(" + name + ") <> 'blob' THEN CAST(" + name + " AS TEXT) END";
}

std::string cast_sql(const Dialect& dialect, const std::string& text, const Conversion& wanted) {
  std::string out = "tamis_try_cast(" + text;
  out.append(", ").append(dialect.quote_literal(types::name_of(wanted.type)));
  if (wanted.options != "{}") out.append(", ").append(dialect.quote_literal(wanted.options));
  return out + ")";
}

// How a reader finds the row again, as text; NULL where rows have no name.
std::string row_sql(const Dialect& dialect, const RowNames& names) {
  switch (names.address) {
    case RowAddress::none: break;
    case RowAddress::rowid: return "CAST(" + names.column + " AS TEXT)";
    case RowAddress::key: return "CAST(" + dialect.quote_identifier(names.column) + " AS TEXT)";
    case RowAddress::ctid:
      return (names.tables.empty() ? "" : "tableoid::regclass::text || ' ' || ") + names.column +
             "::text";
  }
  return "NULL";
}

class DryRun {
 public:
  DryRun(engine::Session& session, const engine::Relation& relation, const DryRunOptions& options)
      : session_(session), relation_(relation), options_(options) {}

  std::vector<Conversion> run() {
    const TableProfile profile = profile_table(session_, relation_, options_.columns);
    row_ = row_sql(session_.dialect(), profile.row_names);
    std::int64_t position = 0;
    for (const ColumnProfile& column : profile.columns) plan(++position, column);
    count();
    if (options_.types.empty()) {
      std::erase_if(found_, [](const Conversion& c) { return c.converts == 0 && !c.suggested; });
    }
    if (options_.samples > 0) sample();
    return std::move(found_);
  }

 private:
  std::vector<Type> targets() const {
    if (!options_.types.empty()) return options_.types;
    return {kTargets.begin(), kTargets.end() - 1};
  }

  void plan(std::int64_t position, const ColumnProfile& column) {
    const types::Convention convention = convention_of(column, options_.convention);
    for (const Type type : targets()) {
      Conversion conversion;
      conversion.position = position;
      conversion.column = column.name;
      conversion.type = type;
      conversion.present = column.present;
      conversion.missing = column.rows - column.present;
      conversion.options = options_for(type, convention);
      conversion.suggested = type == (column.type == Type::empty ? Type::text : column.type);
      known_.push_back(take_known(column, convention, conversion));
      found_.push_back(std::move(conversion));
    }
  }

  // Whether each value is to tamis_try_cast, which reads texts, what it is to the profile. To that,
  // a number of the engine's own is one whatever its text says: 19 digits are a code there, and the
  // 1.00 that PostgreSQL makes of a numeric is nothing to a decimal comma. Bytes have no text.
  static bool reads_as_text(const ColumnProfile& column) {
    const Json& storage = column.document["storage"];
    if (storage.contains("blob") || storage.contains("decimal")) return false;
    return !storage.contains("integer") || column.max_digits <= types::kMostDigits;
  }

  // Counts what the profile knows; false where it does not know it all.
  static bool take_known(const ColumnProfile& column, const types::Convention& convention,
                         Conversion& conversion) {
    if (column.declared_type == ColumnType::blob) return false;
    const bool as_text = reads_as_text(column);
    std::int64_t sure = 0;
    for (const auto& [name, count] : column.document["types"].items()) {
      Type value{};
      if (!types::from_name(name, value) || !count.is_number_integer()) return false;
      switch (converts(value, conversion.type, convention)) {
        case Converts::never: break;
        case Converts::maybe: return false;
        case Converts::always:
          if (!as_text) return false;
          sure += count.get<std::int64_t>();
          break;
      }
    }
    conversion.converts = sure;
    return true;
  }

  void count() {
    std::vector<Conversion*> asked;
    for (std::size_t i = 0; i < found_.size(); ++i) {
      if (!known_[i]) asked.push_back(&found_[i]);
    }
    for (std::size_t from = 0; from < asked.size(); from += kCountsOfOneScan) {
      const std::size_t to = std::min(asked.size(), from + kCountsOfOneScan);
      std::string sql = "SELECT ";
      for (std::size_t i = from; i < to; ++i) {
        const Dialect& dialect = session_.dialect();
        if (i > from) sql += ", ";
        sql += "count(" + cast_sql(dialect, text_of(*asked[i]), *asked[i]) + ")";
      }
      const auto rows = session_.query_few(sql + " FROM " + relation_.sql);
      if (!rows->next()) throw Error(Code::internal_error, "an aggregate gave no row");
      for (std::size_t i = from; i < to; ++i) asked[i]->converts = rows->at(i - from).as_integer();
    }
  }

  std::string text_of(const Conversion& conversion) const {
    return text_sql(session_.dialect(), relation_.column(conversion.column));
  }

  std::size_t wanted(const Conversion& conversion) const noexcept {
    return std::min<std::size_t>(
        options_.samples, static_cast<std::size_t>(std::max<std::int64_t>(conversion.fails(), 0)));
  }

  // Most searches end after some rows. One that is full leaves, so that what is rare is not looked
  // for among rows that only the others ask for.
  void sample() {
    std::vector<Conversion*> open;
    for (Conversion& conversion : found_) {
      if (wanted(conversion) > 0) open.push_back(&conversion);
    }
    while (!open.empty()) {
      // 400 conversions: two expressions each, in WHERE and in SELECT.
      constexpr std::size_t kMostSearches = 400;
      std::vector<Conversion*> now(
          open.begin(),
          open.begin() + static_cast<std::ptrdiff_t>(std::min(open.size(), kMostSearches)));
      const bool ended = search(now);
      std::erase_if(open, [&](const Conversion* c) {
        const bool searched = std::find(now.begin(), now.end(), c) != now.end();
        return searched && (ended || c->samples.size() >= wanted(*c));
      });
    }
  }

  // Whether all rows have been seen.
  bool search(const std::vector<Conversion*>& open) {
    for (Conversion* conversion : open) conversion->samples = Json::array();
    const auto rows = session_.query(search_sql(open));
    const std::size_t enough = std::max(kRowsOfOneSearch, open.size() * options_.samples + 1);
    std::size_t full = 0;
    for (std::size_t seen = 0; seen < enough && full < open.size(); ++seen) {
      if (!rows->next()) return true;
      for (std::size_t i = 0; i < open.size(); ++i) {
        if (rows->at(i * 2 + 1).as_integer() == 0) continue;
        Conversion& conversion = *open[i];
        if (conversion.samples.size() >= wanted(conversion)) continue;
        const sketch::ShortText text(rows->at(i * 2 + 2).bytes());
        Json sample = {{"value", text.shown()}};
        if (!rows->at(0).is_null()) sample["row"] = rows->at(0).bytes();
        conversion.samples.push_back(std::move(sample));
        if (conversion.samples.size() == wanted(conversion)) ++full;
      }
    }
    return full == open.size();
  }

  // The row, and two columns for each: whether it fails, and the value.
  std::string search_sql(const std::vector<Conversion*>& open) const {
    const Dialect& dialect = session_.dialect();
    std::string select = "SELECT " + row_;
    std::string where;
    for (const Conversion* conversion : open) {
      const std::string text = text_of(*conversion);
      const std::string fails = cast_sql(dialect, text, *conversion) + " IS NULL AND tamis_type(" +
                                text + ") NOT IN ('empty', 'blank', 'missing')";
      select.append(", CASE WHEN ").append(fails).append(" THEN 1 ELSE 0 END, ").append(text);
      where.append(where.empty() ? " WHERE (" : " OR (").append(fails).append(")");
    }
    return select + " FROM " + relation_.sql + where;
  }

  engine::Session& session_;
  const engine::Relation& relation_;
  const DryRunOptions& options_;
  std::string row_;
  std::vector<Conversion> found_;
  std::vector<bool> known_;
};

Converts to_number(Type value, Type target) noexcept {
  switch (value) {
    case Type::integer: return target == Type::real ? Converts::maybe : Converts::always;
    case Type::boolean:
    case Type::date:
    case Type::timestamp:
    case Type::timestamptz:
    case Type::invalid_date:
    case Type::uuid:
    case Type::text: return Converts::never;
    default: return Converts::maybe;
  }
}

}  // namespace

types::Type dry_run_type(std::string_view name) {
  Type type{};
  if (types::from_name(name, type) &&
      std::find(kTargets.begin(), kTargets.end(), type) != kTargets.end()) {
    return type;
  }
  std::array<std::string_view, kTargets.size()> names;
  std::transform(kTargets.begin(), kTargets.end(), names.begin(), types::name_of);
  throw Error(Code::invalid_option, in_quotes(name) + " is no type to convert to", {},
              "Valid types are " + listed(names.data(), names.size()) + ".");
}

Converts converts(Type value, Type target, const types::Convention& convention) noexcept {
  if (value <= Type::missing) return Converts::never;
  switch (target) {
    case Type::text: return Converts::always;
    case Type::boolean:
      if (value == Type::boolean) return Converts::always;
      return value == Type::integer ? Converts::maybe : Converts::never;
    case Type::integer:
    case Type::decimal:
    case Type::real: return to_number(value, target);
    case Type::date:
    case Type::timestamp:
    case Type::timestamptz:
      // Digits alone may be the date that they spell: 20240305.
      if (value == Type::boolean || value == Type::uuid) return Converts::never;
      return value == Type::text && convention.order == dates::Order::none ? Converts::never
                                                                           : Converts::maybe;
    case Type::uuid:
      if (value == Type::uuid) return Converts::always;
      return value == Type::boolean || value == Type::integer || is_date(value) ? Converts::never
                                                                                : Converts::maybe;
    default: return Converts::maybe;
  }
}

std::vector<Conversion> dry_run(engine::Session& session, const engine::Relation& relation,
                                const DryRunOptions& options) {
  return DryRun(session, relation, options).run();
}

}  // namespace tamis::profile
