#include "core/history/scd2/layout.h"

#include <algorithm>

#include "core/error/error.h"
#include "core/history/moments.h"
#include "core/history/row_hash_sql.h"
#include "core/history/sql.h"

namespace tamis::history {

using engine::Column;
using engine::ColumnType;
using engine::Dialect;

bool Layout::is_sqlite() const noexcept { return on_sqlite(dialect); }

std::string Layout::column(std::string_view alias, std::string_view name) const {
  return std::string(alias) + "." + quoted(name);
}

std::vector<std::string> Layout::names_of(Part part) const {
  std::vector<std::string> out;
  for (const StoredColumn& stored_column : stored) {
    if (stored_column.part == part) out.push_back(stored_column.column.name);
  }
  return out;
}

std::vector<std::string> Layout::tracked() const {
  std::vector<std::string> out = names_of(Part::tracked);
  out.insert(out.end(), absent.begin(), absent.end());
  std::sort(out.begin(), out.end());
  return out;
}

std::string Layout::current(std::string_view alias) const {
  if (!names.is_current.empty()) return column(alias, names.is_current);
  const std::string end = column(alias, names.valid_to);
  if (sentinel.empty()) return end + " IS NULL";
  return "(" + end + " IS NULL OR " + end + " = " + open_end() + ")";
}

std::string Layout::deleted(std::string_view alias) const {
  if (names.is_deleted.empty()) return {};
  const Column* flag = relation == nullptr ? nullptr : relation->find(names.is_deleted);
  const std::string name = column(alias, names.is_deleted);
  return flag != nullptr && flag->type == ColumnType::text ? "(" + name + " = 'True')" : name;
}

std::string Layout::on_key(std::string_view alias, std::string_view row) const {
  std::string out;
  // The plus takes the other column's affinity away.
  const std::string_view plus = is_sqlite() ? "+" : "";
  for (std::size_t i = 0; i < key.size(); ++i) {
    if (i > 0) out += " AND ";
    out += column(alias, key[i].name) + " = " + std::string(plus) + std::string(row) + ".k" +
           std::to_string(i + 1);
  }
  return out;
}

std::string Layout::address(std::string_view alias) const {
  std::vector<std::string> columns;
  if (relation != nullptr) {
    for (const Column& c : relation->columns) columns.push_back(c.name);
  }
  try {
    return std::string(alias) + "." + std::string(dialect.row_address(columns));
  } catch (const Error& e) {
    if (e.code() != Code::unsupported || relation == nullptr) throw;
    throw Error(Code::unsupported,
                "rows of the target " + in_quotes(relation->name) +
                    " have no address: it has columns rowid, _rowid_ and oid",
                {}, "Rename one of these columns.");
  }
}

std::string Layout::same_row(std::string_view alias, std::string_view row) const {
  const std::string st(row);
  const std::string found = address(alias) + " = " + st + ".a";
  if (is_sqlite()) return found;
  // A partition of its own has the same ctid, hence tableoid; and an address may be another row's
  // by now where a writer ignores our lock, hence the key.
  return found + " AND " + std::string(alias) + ".tableoid = " + st + ".o AND " + current(alias) +
         " AND " + on_key(alias, row);
}

std::string Layout::stored_hash(std::string_view alias) const {
  return names.row_hash.empty() ? fresh_hash(alias) : column(alias, names.row_hash);
}

std::string Layout::fresh_hash(std::string_view alias) const {
  std::vector<std::string> columns = tracked();
  for (std::string& name : columns) name = column(alias, name);
  return hash_of(columns);
}

std::string Layout::moment(std::string_view text) const {
  return moment_literal(dialect, text, from_type);
}

namespace {

// Between the two kinds of timestamps a cast would ask the session's time zone.
std::string converted(const Layout& layout, std::string_view expression, ColumnType from,
                      ColumnType to) {
  if (layout.is_sqlite() || from == to) return std::string(expression);
  const bool zone = from == ColumnType::timestamptz || to == ColumnType::timestamptz;
  const bool plain = from == ColumnType::timestamp || to == ColumnType::timestamp;
  if (zone && plain) return "(" + std::string(expression) + " AT TIME ZONE 'UTC')";
  return std::string(expression);
}

}  // namespace

std::string Layout::as_end(std::string_view expression) const {
  return converted(*this, expression, from_type, to_type);
}

std::string Layout::as_begin(std::string_view expression) const {
  return converted(*this, expression, to_type, from_type);
}

std::string Layout::open_end() const {
  return sentinel.empty() ? "NULL" : moment_literal(dialect, sentinel, to_type);
}

std::string Layout::end_of(std::string_view alias) const {
  const std::string end = column(alias, names.valid_to);
  if (sentinel.empty()) return as_begin(end);
  return as_begin("nullif(" + end + ", " + open_end() + ")");
}

std::string Layout::set_ended(std::string_view moment) const {
  std::string out = quoted(names.valid_to) + " = " + as_end(moment);
  if (!names.is_current.empty()) out += ", " + quoted(names.is_current) + " = false";
  return out;
}

std::string Layout::insert_into(const std::vector<std::string>& more) const {
  std::string columns;
  for (const Column& c : key) columns += quoted(c.name) + ", ";
  for (const StoredColumn& c : stored) columns += quoted(c.column.name) + ", ";
  std::vector<std::string> rest = names.all();
  rest.insert(rest.end(), more.begin(), more.end());
  return "INSERT INTO " + target + " (" + columns + dialect.quote_identifiers(rest) + ")";
}

namespace {

// dbt's id: md5 over the key's texts and the moment, which tamis_scd_id() computes.
std::string version_id(const Layout& layout, std::string_view row, const std::string& from) {
  std::string out = "tamis_scd_id(" + layout.dialect.as_text(from, layout.from_type);
  for (std::size_t i = 0; i < layout.key.size(); ++i) {
    out += ", " + layout.dialect.as_text(std::string(row) + ".k" + std::to_string(i + 1),
                                         layout.key[i].type);
  }
  return out + ")";
}

// dbt's flag is a text.
std::string deleted_flag(const Layout& layout, const std::string& condition) {
  const Column* column =
      layout.relation == nullptr ? nullptr : layout.relation->find(layout.names.is_deleted);
  if (column == nullptr || column->type != ColumnType::text) return condition;
  return "CASE WHEN " + condition + " THEN 'True' ELSE 'False' END";
}

}  // namespace

std::string Layout::version_of(std::string_view row, const VersionSql& version) const {
  const std::string prefix = std::string(row) + ".";
  std::string out = numbered(prefix + "k", key.size()) + ", ";
  if (!stored.empty()) out += numbered(prefix + "c", stored.size()) + ", ";
  return out + history_of(row, version);
}

std::string Layout::history_of(std::string_view row, const VersionSql& version) const {
  std::string out = version.from + ", " + version.to;
  if (!names.is_current.empty()) out += ", " + version.current;
  if (!names.row_hash.empty()) out += ", " + version.hash;
  if (!names.is_deleted.empty()) out += ", " + deleted_flag(*this, version.deleted);
  if (!names.version_id.empty()) out += ", " + version_id(*this, row, version.from);
  if (!names.updated_at.empty()) out += ", " + version.from;
  return out;
}

}  // namespace tamis::history
