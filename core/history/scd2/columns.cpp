#include "core/history/scd2/columns.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/document/json.h"
#include "core/error/error.h"
#include "core/history/digits.h"
#include "core/history/scd2/names.h"

namespace tamis::history {
namespace {

using engine::Column;
using engine::ColumnType;
using engine::Dialect;
using engine::Relation;

// PostgreSQL takes 100 arguments, SQLite 127.
constexpr std::size_t kHashArguments = 90;

std::string list(const std::vector<std::string>& names) {
  const std::vector<std::string_view> views(names.begin(), names.end());
  std::string out;
  for (std::size_t i = 0; i < views.size(); ++i) {
    if (i > 0) out += i + 1 == views.size() ? " and " : ", ";
    out += in_quotes(views[i]);
  }
  return out;
}

std::string column_or_columns(const std::vector<std::string>& names) {
  return (names.size() == 1 ? "column " : "columns ") + list(names);
}

// The names that no data column may have.
std::vector<std::string> own_columns(const MergeSettings& settings) {
  std::vector<std::string> own = settings.names.all();
  if (!settings.surrogate_key.empty()) own.push_back(settings.surrogate_key);
  for (const auto& [column, previous] : settings.previous) own.push_back(previous);
  return own;
}

// Read, but not stored: it says how to store the rest.
bool is_instruction(const MergeSettings& settings, std::string_view name) {
  return (settings.operation && name == settings.operation->column) ||
         name == settings.update_columns ||
         (name == settings.sequence && name == settings.names.valid_from);
}

void refuse_clashes(const MergeSettings& settings, const Relation& source) {
  const std::vector<std::string> own = own_columns(settings);
  std::vector<std::string> seen;
  for (const Column& column : source.columns) {
    if (contains(seen, column.name)) {
      throw Error(Code::duplicate_column,
                  "the source has two columns named " + in_quotes(column.name), {},
                  "Give each column of the query its own name.");
    }
    if (contains(own, column.name) && !is_instruction(settings, column.name)) {
      throw Error(Code::duplicate_column,
                  "source column " + in_quotes(column.name) + " has the name of a history column",
                  {}, R"(Give the history column another name with the option "names".)");
    }
    seen.push_back(column.name);
  }
}

void refuse_tracked_key(const std::vector<std::string>& key, const Tracking& tracking) {
  for (const auto* names : {&tracking.track, &tracking.exclude}) {
    for (const std::string& name : *names) {
      if (!contains(key, name)) continue;
      throw Error(Code::invalid_option,
                  "key column " + in_quotes(name) + " can't be tracked or excluded",
                  "A key that changes is another key.");
    }
  }
}

bool is_tracked(const Tracking& tracking, std::string_view name) {
  if (!tracking.track.empty()) return contains(tracking.track, name);
  return !contains(tracking.exclude, name);
}

Part part_of(const MergeSettings& settings, std::string_view name) {
  if (contains(settings.overwrite, name)) return Part::overwritten;
  if (name == settings.sequence && !contains(settings.tracking.track, name)) {
    return Part::first_seen;
  }
  return is_tracked(settings.tracking, name) ? Part::tracked : Part::first_seen;
}

// Every column that an option names must be there.
void require_named_columns(const MergeSettings& settings, const Relation& source,
                           const Relation* target) {
  for (const auto* names :
       {&settings.tracking.track, &settings.overwrite, &settings.scope, &settings.order,
        &settings.ignore_nulls.columns, &settings.ignore_nulls.except}) {
    for (const std::string& name : *names) source.column(name);
  }
  for (const std::string& name : settings.tracking.exclude) {
    if (target == nullptr || target->find(name) == nullptr) source.column(name);
  }
  if (!settings.sequence.empty()) source.column(settings.sequence);
  if (!settings.update_columns.empty()) source.column(settings.update_columns);
  if (settings.operation) source.column(settings.operation->column);
  for (const auto& [column, previous] : settings.previous) {
    source.column(column);
    if (target != nullptr) target->column(previous);
    if (contains(settings.key, column) || part_of(settings, column) == Part::first_seen) {
      throw Error(Code::invalid_option, "column " + in_quotes(column) +
                                            " keeps no previous value: its changes are not "
                                            "looked at");
    }
  }
}

// Columns of the target that a batch must bring, because their absence would look like a change.
std::vector<Column> missing_columns(const MergeSettings& settings, const Relation& source,
                                    const Relation& target) {
  std::vector<Column> missing;
  const std::vector<std::string> own = own_columns(settings);
  for (const Column& column : target.columns) {
    const bool ours = column.primary_key || contains(own, column.name) ||
                      contains(settings.key, column.name) || is_instruction(settings, column.name);
    if (ours || source.find(column.name) != nullptr ||
        part_of(settings, column.name) != Part::tracked) {
      continue;
    }
    missing.push_back(column);
  }
  return missing;
}

void refuse_missing_columns(const std::vector<Column>& missing) {
  if (missing.empty()) return;
  std::vector<std::string> names;
  for (const Column& column : missing) names.push_back(column.name);
  throw Error(Code::undefined_column, "the source lacks tracked " + column_or_columns(names), {},
              R"(Add what is missing to the source, name it in the option "exclude", )"
              R"(or pass "missing_columns": "ignore".)");
}

void refuse_new_columns(const std::vector<std::string>& added, const Relation& target) {
  if (added.empty()) return;
  throw Error(
      Code::undefined_column,
      "the target " + in_quotes(target.name) + " lacks the source's " + column_or_columns(added),
      {}, R"(Name it in the option "exclude", or pass "new_columns": "add" or "ignore".)");
}

// A column's affinity as SQLite derives it from the declared type (datatype3.html, 3.1), as a type
// that has it. INTEGER counts as NUMERIC: the two store alike.
std::string_view affinity_of(std::string_view declared) {
  if (declared.empty()) return "";
  std::string words(declared);
  for (char& c : words) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  const auto has = [&](std::string_view word) { return words.find(word) != std::string::npos; };
  if (has("INT")) return "NUMERIC";
  if (has("CHAR") || has("CLOB") || has("TEXT")) return "TEXT";
  if (has("BLOB")) return "BLOB";
  if (has("REAL") || has("FLOA") || has("DOUB")) return "REAL";
  return "NUMERIC";
}

// What converts into each other where it is stored, and compares where it is a key.
std::string_view class_of(ColumnType type) {
  switch (type) {
    case ColumnType::integer:
    case ColumnType::real:
    case ColumnType::decimal: return "number";
    case ColumnType::date:
    case ColumnType::timestamp:
    case ColumnType::timestamptz: return "date";
    default: return engine::name_of(type);
  }
}

void require_one_class(const Column& source, const Column& target) {
  if (source.type == ColumnType::unknown || target.type == ColumnType::unknown ||
      class_of(source.type) == class_of(target.type)) {
    return;
  }
  throw Error(Code::invalid_value,
              "column " + in_quotes(source.name) + " is of type " + source.declared +
                  " in the source, but of type " + target.declared + " in the target",
              {}, "Convert it in a query: a query in parentheses can be the source.");
}

bool holds_moments(const Column& column) {
  switch (column.type) {
    case ColumnType::timestamp:
    case ColumnType::timestamptz:
    case ColumnType::integer:
    case ColumnType::text:
    case ColumnType::unknown: return true;
    default: return false;
  }
}

}  // namespace

bool contains(std::span<const std::string> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void require_history_columns(const Names& names, const Relation& target) {
  std::vector<std::string> missing;
  for (const std::string& name : names.all()) {
    if (target.find(name) == nullptr) missing.push_back(name);
  }
  if (!missing.empty()) {
    throw Error(
        Code::undefined_column,
        in_quotes(target.name) + " is no history table: it lacks " + column_or_columns(missing), {},
        names_hint(target));
  }
  for (const std::string& name : {names.valid_from, names.valid_to}) {
    if (holds_moments(target.column(name))) continue;
    throw Error(Code::unsupported,
                "history column " + in_quotes(name) + " of " + in_quotes(target.name) +
                    " must hold timestamps or integers",
                "It is of type " + std::string(engine::name_of(target.column(name).type)) + ".");
  }
}

std::vector<std::string> Shape::names_of(Part part) const {
  std::vector<std::string> out;
  for (const StoredColumn& column : stored) {
    if (column.part == part) out.push_back(column.column.name);
  }
  return out;
}

Shape merge_shape(const MergeSettings& settings, const Relation& source, const Relation* target) {
  refuse_clashes(settings, source);
  refuse_tracked_key(settings.key, settings.tracking);
  require_named_columns(settings, source, target);
  if (target != nullptr) {
    require_history_columns(settings.names, *target);
    if (!settings.surrogate_key.empty()) target->column(settings.surrogate_key);
  }
  Shape shape;
  for (const std::string& name : settings.key) {
    const Column& column = source.column(name);
    shape.key.push_back(target == nullptr ? column : target->column(name));
  }
  std::vector<std::string> unknown;
  for (const Column& column : source.columns) {
    if (contains(settings.key, column.name) || is_instruction(settings, column.name)) continue;
    const Part part = part_of(settings, column.name);
    if (target != nullptr && target->find(column.name) == nullptr) {
      if (settings.new_columns == NewColumns::add) {
        shape.added.push_back(column);
      } else {
        const bool refused = part != Part::first_seen && settings.new_columns == NewColumns::error;
        (refused ? unknown : shape.left_out).push_back(column.name);
        continue;
      }
    }
    shape.stored.push_back({column, part});
  }
  if (target == nullptr) return shape;
  refuse_new_columns(unknown, *target);
  if (!settings.tracking.track.empty()) return shape;
  shape.absent = missing_columns(settings, source, *target);
  if (!settings.ignore_missing) refuse_missing_columns(shape.absent);
  return shape;
}

void require_convertible_types(const Shape& shape, const Relation& source, const Relation& target) {
  for (const Column& key : shape.key) require_one_class(source.column(key.name), key);
  for (const StoredColumn& stored : shape.stored) {
    const Column* into = target.find(stored.column.name);
    // Anything can be stored as text; whether it stays the same value is seen then.
    if (into != nullptr && into->type != ColumnType::text) {
      require_one_class(stored.column, *into);
    }
  }
}

std::string declared_type(const Dialect& dialect, const Column& column) {
  if (dialect.engine() == Dialect::Engine::postgresql) {
    return column.declared.empty() ? std::string(dialect.type_name(column.type)) : column.declared;
  }
  const std::string_view affinity = affinity_of(column.declared);
  if (column.type == ColumnType::unknown) return std::string(affinity);
  const std::string_view shared = dialect.type_name(column.type);
  return std::string(affinity_of(shared) == affinity ? shared : affinity);
}

std::string hash_of(std::span<const std::string> expressions) {
  if (expressions.empty()) return "tamis_row_hash(CAST(NULL AS text))";
  std::vector<std::string> groups;
  std::string arguments;
  for (std::size_t i = 0; i < expressions.size(); ++i) {
    if (!arguments.empty()) arguments += ", ";
    arguments += expressions[i];
    if ((i + 1) % kHashArguments == 0 || i + 1 == expressions.size()) {
      groups.push_back("tamis_row_hash(" + arguments + ")");
      arguments.clear();
    }
  }
  return groups.size() == 1 ? groups.front() : hash_of(groups);
}

std::string hash_expression(const Dialect& dialect, std::vector<std::string> columns) {
  std::sort(columns.begin(), columns.end());
  for (std::string& column : columns) column = dialect.quote_identifier(column);
  return hash_of(columns);
}

void refuse_hashes(const Layout& layout, const std::string& versions) {
  const std::vector<std::string> tracked = layout.tracked();
  throw Error(Code::corrupt_data, versions + " a row hash that the tracked columns don't give",
              tracked.empty() ? "No column is tracked now."
                              : "Tracked now: " + column_or_columns(tracked) + ".",
              "Name the columns as in the merges before, or pass \"rehash\": true, which makes "
              "all hashes anew first.");
}

std::string in_byte_order(const Dialect& dialect, std::string_view expression, ColumnType type) {
  std::string text(expression);
  if (dialect.engine() == Dialect::Engine::sqlite) return text;
  switch (type) {
    case ColumnType::text: return text + " COLLATE \"C\"";
    case ColumnType::json:
    case ColumnType::unknown: return "(" + text + ")::text COLLATE \"C\"";
    default: return text;
  }
}

namespace {

document::Json number_json(std::string_view number) {
  const Digits digits = canonical_digits(number);
  std::string text;
  for (const std::string_view piece : {digits.sign, digits.zero, digits.rest}) text += piece;
  std::int64_t integer = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), integer);
  if (error == std::errc() && end == text.data() + text.size()) return integer;
  return text;
}

std::string hex(std::string_view bytes) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kHex[byte >> 4U];
    out += kHex[byte & 0xFU];
  }
  return out;
}

document::Json value_json(const engine::Value& value, ColumnType type) {
  std::array<char, engine::kNumberText> buffer;
  switch (value.kind()) {
    case engine::Kind::null: return nullptr;
    case engine::Kind::boolean: return value.as_boolean();
    case engine::Kind::integer:
      if (type == ColumnType::boolean) return value.as_integer() != 0;
      return value.as_integer();
    case engine::Kind::real:
    case engine::Kind::decimal: return number_json(engine::to_text(value, buffer));
    case engine::Kind::text: return std::string(value.bytes());
    case engine::Kind::blob: return hex(value.bytes());
  }
  return nullptr;
}

}  // namespace

std::string key_json(std::span<const Column> key, engine::Rows& row) {
  document::Json object = document::Json::object();
  for (std::size_t i = 0; i < key.size(); ++i) {
    object[key[i].name] = value_json(row.at(i), key[i].type);
  }
  return document::canonical(object);
}

std::string_view fence(const Dialect& dialect) noexcept {
  return dialect.engine() == Dialect::Engine::postgresql ? " OFFSET 0" : " LIMIT -1";
}

}  // namespace tamis::history
