#include <algorithm>

#include "core/history/column_types.h"
#include "core/history/scd2/detect.h"
#include "core/history/scd2/indexes.h"
#include "core/history/scd2/layout.h"
#include "core/runs/runs.h"

namespace tamis::history {
namespace {

using engine::Column;
using engine::Dialect;
using engine::Relation;
using engine::Session;

// Places of the target where a version is asked whether its row_hash is of today's columns, and how
// many rows are looked through for one at each.
constexpr std::string_view kPlaces = "32";
constexpr std::string_view kNear = "100";

// A column's affinity: where nothing else is known of a column, that is what it is declared with.
std::string affinity(const Dialect& dialect, const Column& column) {
  Column bare;
  bare.declared = column.declared;
  return declared_type(dialect, bare);
}

// Whether two columns compare without converting, and equal values of them have one row_hash: the
// integer 2^60 equals a real, but is written otherwise, and only columns without a type hold both.
bool comparable(const Dialect& dialect, const Column& a, const Column& b) {
  const std::string of_a = affinity(dialect, a);
  return of_a == affinity(dialect, b) && !of_a.empty() && of_a != "BLOB";
}

class ByValues {
 public:
  ByValues(Session& session, const Layout& layout, const Incoming& batch)
      : session_(session),
        layout_(layout),
        batch_(batch),
        pairs_(compared_columns(layout, batch)),
        table_("temp." + layout.quoted("tamis_changes_" + runs::new_id())) {}

  std::optional<Narrowing> operator()() {
    if (!comparable_columns() || !plain_tables() || !unique_source() || !unique_target() ||
        !hashes_hold()) {
      return std::nullopt;
    }
    Narrowing out;
    const std::int64_t rows = count(batch_.source.sql + " AS s");
    out.current = count(layout_.target + " AS t" + current_index_ + " WHERE " + living());
    session_.execute("CREATE TABLE " + table_ + " (r INTEGER, a INTEGER)");
    out.temporary = table_;
    session_.execute(changed_and_missing());
    out.n_missing = count(table_ + " WHERE r IS NULL");
    const std::int64_t fresh = rows - (out.current - out.n_missing);
    if (fresh < 0 || (fresh > 0 && !add_fresh(fresh))) {
      session_.execute("DROP TABLE " + table_);
      return std::nullopt;
    }
    out.rows = count(table_ + " WHERE r IS NOT NULL");
    out.left_out = rows - out.rows;
    out.source = "(SELECT s.* FROM " + table_ + " AS d CROSS JOIN " + batch_.source.sql +
                 " AS s ON s." + source_address() + " = d.r ORDER BY d.r) AS \"batch\"";
    out.is_missing = " IN (SELECT d.a FROM " + table_ + " AS d WHERE d.r IS NULL)";
    return out;
  }

 private:
  std::int64_t count(const std::string& from) {
    return engine::query_integer(session_, "SELECT count(*) FROM " + from).value_or(0);
  }

  bool comparable_columns() const {
    return std::all_of(layout_.key.begin(), layout_.key.end(),
                       [&](const Column& key) {
                         return comparable(layout_.dialect, batch_.source.column(key.name), key);
                       }) &&
           std::all_of(pairs_.begin(), pairs_.end(), [&](const ColumnPair& pair) {
             return comparable(layout_.dialect, *pair.first, *pair.second);
           });
  }

  // Tables with rowids, all of whose texts compare by their bytes: no collation is named anywhere.
  bool plain_tables() {
    for (const Relation* table : {&batch_.source, layout_.relation}) {
      const std::string name = layout_.dialect.quote_literal(table->name);
      const std::string plain = "SELECT count(*) FROM pragma_table_list(" + name +
                                ") WHERE schema = " + layout_.dialect.quote_literal(table->schema) +
                                " AND type = 'table' AND wr = 0";
      const std::string collated = "SELECT count(*) FROM " + layout_.quoted(table->schema) +
                                   ".sqlite_master WHERE tbl_name = " + name +
                                   " COLLATE NOCASE AND instr(lower(sql), 'collate') > 0";
      if (engine::query_integer(session_, plain) != 1 ||
          engine::query_integer(session_, collated) != 0) {
        return false;
      }
    }
    return true;
  }

  // The key is the source's primary key, or has a unique index, and is never NULL.
  bool unique_source() {
    std::string null_key;
    for (const Column& key : layout_.key) {
      null_key += (null_key.empty() ? "" : " OR ") + layout_.column("s", key.name) + " IS NULL";
    }
    const bool rowid =
        layout_.key.size() == 1 && is_rowid(batch_.source.column(layout_.key[0].name));
    const std::string whole = "NOT i.partial AND " + is_unique(layout_, batch_.source);
    return rowid || (find_key_index(session_, layout_, batch_.source, whole) &&
                     count(batch_.source.sql + " AS s WHERE " + null_key) == 0);
  }

  // No key has two current versions: by the index that is made with a history, or by a count.
  bool unique_target() {
    const Relation& target = *layout_.relation;
    const auto index =
        find_key_index(session_, layout_, target,
                       is_unique(layout_, target) + " AND " +
                           has_predicate(layout_, target, current_predicate(layout_)));
    if (index) {
      current_index_ = " INDEXED BY " + layout_.quoted(*index);
      return true;
    }
    std::string keys;
    for (const Column& key : layout_.key) {
      keys += (keys.empty() ? "" : ", ") + layout_.column("t", key.name);
    }
    return count("(SELECT 1 FROM " + layout_.target + " AS t WHERE " + living() + " GROUP BY " +
                 keys + " HAVING count(*) > 1)") == 0;
  }

  // INTEGER PRIMARY KEY: the column is the rowid, and needs no index.
  bool is_rowid(const Column& column) {
    if (!column.primary_key) return false;
    const std::string name = layout_.dialect.quote_literal(batch_.source.name);
    const std::string schema = layout_.dialect.quote_literal(batch_.source.schema);
    return engine::query_integer(session_, "SELECT count(*) FROM pragma_index_list(" + name + ", " +
                                               schema + ") WHERE origin = 'pk'") == 0;
  }

  // Versions all over the target have the row_hash that a batch's row of the same values would get.
  bool hashes_hold() {
    if (layout_.names.row_hash.empty()) return true;
    const std::string address = layout_.address("t");
    const std::string place = "(n.i * (SELECT max(" + address + ") FROM " + layout_.target +
                              " AS t) / " + std::string(kPlaces) + ")";
    const std::string wrong =
        "(SELECT " +
        layout_.dialect.is_distinct(layout_.stored_hash("t"), layout_.fresh_hash("t")) + " FROM " +
        layout_.target + " AS t NOT INDEXED WHERE " + address + " BETWEEN " + place + " AND " +
        place + " + " + std::string(kNear) + " AND " + living() + " ORDER BY " + address +
        " LIMIT 1)";
    return engine::query_integer(
               session_,
               "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < " +
                   std::string(kPlaces) + ") SELECT coalesce(sum(" + wrong + "), 0) FROM n") == 0;
  }

  // Condition: t is a current version, and does not say that its key is gone.
  std::string living() const {
    const std::string deleted = layout_.deleted("t");
    return layout_.current("t") + (deleted.empty() ? "" : " AND NOT " + deleted);
  }

  std::string same_key() const {
    std::string out;
    for (const Column& key : layout_.key) {
      out += (out.empty() ? "" : " AND ") + layout_.column("s", key.name) + " = " +
             layout_.column("t", key.name);
    }
    return out;
  }

  std::string source_address() const {
    std::vector<std::string> names;
    for (const Column& column : batch_.source.columns) names.push_back(column.name);
    return std::string(layout_.dialect.row_address(names));
  }

  // In the order of the target's rows: what is looked up in the batch lies near what was looked up
  // before, as long as both grew in one order.
  std::string changed_and_missing() const {
    const std::string row = "s." + source_address();
    std::string out = "INSERT INTO " + table_ + " SELECT " + row + ", " + layout_.address("t") +
                      " FROM " + layout_.target + " AS t NOT INDEXED LEFT JOIN " +
                      batch_.source.sql + " AS s ON " + same_key() + " WHERE " + living() +
                      " AND (" + row + " IS NULL";
    for (const auto& [of_source, of_target] : pairs_) {
      out += " OR " + layout_.column("s", of_source->name) + " IS NOT " +
             layout_.column("t", of_target->name);
    }
    return out + ")";
  }

  // Rows whose key has no current version. There are `expected` of them, so the look at those above
  // the greatest known key is enough where keys are counted up.
  bool add_fresh(std::int64_t expected) {
    const std::string row = "s." + source_address();
    const std::string insert =
        "INSERT INTO " + table_ + " SELECT " + row + ", NULL FROM " + batch_.source.sql + " AS s";
    if (layout_.key.size() == 1) {
      const std::string above = layout_.column("s", layout_.key[0].name) + " > (SELECT max(" +
                                layout_.column("t", layout_.key[0].name) + ") FROM " +
                                layout_.target + " AS t WHERE " + living() + ")";
      if (count(batch_.source.sql + " AS s WHERE " + above) == expected) {
        session_.execute(insert + " WHERE " + above);
        return true;
      }
    }
    return session_.execute(insert + " LEFT JOIN " + layout_.target + " AS t ON " + living() +
                            " AND " + same_key() + " WHERE " + layout_.address("t") + " IS NULL") ==
           expected;
  }

  Session& session_;
  const Layout& layout_;
  const Incoming& batch_;
  std::vector<ColumnPair> pairs_;
  std::string table_;
  std::string current_index_;  // clause after the target's name; empty where there is none
};

}  // namespace

std::optional<Narrowing> narrow_by_values(Session& session, const Layout& layout,
                                          const Incoming& batch) {
  // A delta's rows are few, and each is looked up in the target's index.
  if (!batch.full) return std::nullopt;
  return ByValues(session, layout, batch)();
}

}  // namespace tamis::history
