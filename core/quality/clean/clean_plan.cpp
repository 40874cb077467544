#include "core/quality/clean/clean_plan.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/quality/check/cells.h"
#include "core/quality/clean/clean_cells.h"

namespace tamis::quality {
namespace {

using engine::ColumnType;
using engine::Dialect;

bool is_postgresql(const Dialect& dialect) noexcept {
  return dialect.engine() == Dialect::Engine::postgresql;
}

void append(std::string& list, const std::string& item) {
  if (!list.empty()) list += ", ";
  list += item;
}

const CleanColumn& column_of(const CleanPlan& plan, std::string_view source_name) {
  return *plan.find(source_name);
}

std::string_view address_of(const CleanPlan& plan, const Dialect& dialect) {
  std::vector<std::string> names = plan.target_names();
  for (const Stamp& stamp : plan.stamps) names.push_back(stamp.name);
  return dialect.row_address(names);
}

bool keeps_row_out(const CleanColumn& column) noexcept {
  return column.on_reject == OnReject::row && !column.copied && !column.is_added();
}

// Each value once, as v0, v1, ..., and of columns that may keep their row out what tamis_type()
// says of the cell, as t0, t1, ....
std::string converted(const CleanPlan& plan, const Dialect& dialect) {
  std::string select;
  for (std::size_t i = 0; i < plan.columns.size(); ++i) {
    const CleanColumn& column = plan.columns[i];
    const std::string n = std::to_string(i);
    append(select, value_sql(column, dialect) + " AS v" + n);
    if (keeps_row_out(column)) {
      append(select, "tamis_type(" + cell_text(dialect, column.source) + ") AS t" + n);
    }
  }
  return "(SELECT " + select + " FROM " + plan.source_sql + std::string(kFence) + ") AS converted";
}

// Never NULL.
std::string is_left_out(const CleanPlan& plan) {
  std::string out;
  for (std::size_t i = 0; i < plan.columns.size(); ++i) {
    if (!keeps_row_out(plan.columns[i])) continue;
    const std::string n = std::to_string(i);
    if (!out.empty()) out += " OR ";
    out += "(v" + n + " IS NULL AND t" + n + " IS NOT NULL AND " + holds_value("t" + n) + ")";
  }
  return out;
}

std::string values(const CleanPlan& plan, const Dialect& dialect) {
  std::string out;
  for (std::size_t i = 0; i < plan.columns.size(); ++i) {
    append(out,
           plan.rejects_rows() ? "v" + std::to_string(i) : value_sql(plan.columns[i], dialect));
  }
  for (const Stamp& stamp : plan.stamps) append(out, stamp_sql(stamp, dialect));
  return out;
}

// For GROUP BY and PARTITION BY; PostgreSQL can't compare values of each of its types.
std::string comparable(const CleanColumn& column, const Dialect& dialect) {
  const std::string name = dialect.quote_identifier(column.target_name);
  const bool plain = !column.copied ||
                     (column.storage != ColumnType::json && column.storage != ColumnType::unknown);
  return plain || !is_postgresql(dialect) ? name : dialect.as_text(name, column.storage);
}

// A column to order by, so that both engines agree: absent values are the last choice, texts are
// compared as bytes.
std::string ordering(const CleanPlan& plan, const Dedupe& dedupe, const Dialect& dialect) {
  const std::string direction = dedupe.keep == Keep::last ? " DESC" : " ASC";
  std::string out;
  if (dedupe.keep == Keep::most_complete) {
    std::string filled;
    for (const CleanColumn& column : plan.columns) {
      if (!filled.empty()) filled += " + ";
      filled += "CASE WHEN " + dialect.quote_identifier(column.target_name) +
                " IS NULL THEN 0 ELSE 1 END";
    }
    out = filled + " DESC, ";
  }
  if (dedupe.order_by) {
    const CleanColumn& column = column_of(plan, *dedupe.order_by);
    const std::string name = dialect.quote_identifier(column.target_name);
    const bool text = is_postgresql(dialect) && column.storage == ColumnType::text;
    out += "CASE WHEN " + name + " IS NULL THEN 1 ELSE 0 END, " + name +
           (text ? " COLLATE \"C\"" : "") + direction + ", ";
  }
  return out + std::string(address_of(plan, dialect)) + direction;
}

struct Key {
  std::string list;
  std::string complete;
};

Key key_of(const CleanPlan& plan, const Dedupe& dedupe, const Dialect& dialect) {
  Key out;
  for (const std::string& name : dedupe.key) {
    const std::string quoted = dialect.quote_identifier(column_of(plan, name).target_name);
    append(out.list, quoted);
    if (!out.complete.empty()) out.complete += " AND ";
    out.complete += quoted + " IS NOT NULL";
  }
  return out;
}

std::string delete_all_but_first(const CleanPlan& plan, const std::string& partition,
                                 const std::string& order, const std::string& where,
                                 const Dialect& dialect) {
  const std::string address(address_of(plan, dialect));
  return "DELETE FROM " + plan.target_sql + " WHERE " + address + " IN (SELECT address FROM (" +
         "SELECT " + address + " AS address, row_number() OVER (PARTITION BY " + partition +
         " ORDER BY " + order + ") AS place FROM " + plan.target_sql + where +
         ") AS ranked WHERE place > 1)";
}

}  // namespace

const CleanColumn* CleanPlan::find(std::string_view source_name) const noexcept {
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const CleanColumn& column) {
    return column.source.name == source_name;
  });
  return found == columns.end() ? nullptr : &*found;
}

std::vector<std::string> CleanPlan::target_names() const {
  std::vector<std::string> names;
  for (const CleanColumn& column : columns) names.push_back(column.target_name);
  return names;
}

bool CleanPlan::rejects_rows() const noexcept {
  return std::any_of(columns.begin(), columns.end(), keeps_row_out);
}

std::string plan_create(const CleanPlan& plan, const Dialect& dialect) {
  std::string columns;
  for (const CleanColumn& column : plan.columns) {
    const bool own_words =
        column.copied && is_postgresql(dialect) && !column.source.declared.empty();
    append(columns, dialect.quote_identifier(column.target_name) + " " +
                        (own_words ? column.source.declared
                                   : std::string(dialect.type_name(column.storage))));
  }
  for (const Stamp& stamp : plan.stamps) {
    append(columns, dialect.quote_identifier(stamp.name) + " " +
                        std::string(dialect.type_name(stamp.storage)));
  }
  return "CREATE TABLE " + plan.target_sql + " (" + columns + ")";
}

std::string plan_insert(const CleanPlan& plan, const Dialect& dialect) {
  std::string names;
  for (const CleanColumn& column : plan.columns) {
    append(names, dialect.quote_identifier(column.target_name));
  }
  for (const Stamp& stamp : plan.stamps) append(names, dialect.quote_identifier(stamp.name));
  const std::string from = plan.rejects_rows()
                               ? converted(plan, dialect) + " WHERE NOT (" + is_left_out(plan) + ")"
                               : plan.source_sql;
  return "INSERT INTO " + plan.target_sql + " (" + names + ") SELECT " + values(plan, dialect) +
         " FROM " + from;
}

std::string plan_counts(std::string_view from, std::span<const std::string> columns,
                        const Dialect& dialect) {
  std::string out = "SELECT count(*)";
  for (const std::string& column : columns) {
    out += ", count(" + dialect.quote_identifier(column) + ")";
  }
  return out + " FROM " + std::string(from);
}

std::string plan_left_out(const CleanPlan& plan, const Dialect& dialect) {
  std::string out = "SELECT count(*)";
  for (std::size_t i = 0; i < plan.columns.size(); ++i) {
    out += ", count(v" + std::to_string(i) + ")";
  }
  return out + " FROM " + converted(plan, dialect) + " WHERE " + is_left_out(plan);
}

std::string row_key_sql(const CleanPlan& plan, const Dialect& dialect) {
  std::string out;
  for (const std::string& name : plan.key) {
    if (!out.empty()) out += " || ' / ' || ";
    out += "tamis_clean(" + cell_text(dialect, column_of(plan, name).source) + ")";
  }
  return out.empty() ? "NULL" : out;
}

std::string plan_rejects(const CleanPlan& plan, const CleanColumn& column, const Dialect& dialect) {
  const std::string text = cell_text(dialect, column.source);
  return "SELECT " + row_key_sql(plan, dialect) + " AS row_key, " + raw_bytes_sql(column, dialect) +
         " AS raw_value, " + reason_sql(column, dialect) + " AS reason FROM " + plan.source_sql +
         " WHERE " + text + " IS NOT NULL AND (" + value_sql(column, dialect) + ") IS NULL AND " +
         holds_value("tamis_type(" + text + ")");
}

std::string plan_keyed(const CleanPlan& plan, const Dedupe& dedupe, const Dialect& dialect) {
  return "SELECT count(*) FROM " + plan.target_sql + " WHERE " +
         key_of(plan, dedupe, dialect).complete;
}

std::string plan_dedupe(const CleanPlan& plan, const Dedupe& dedupe, const Dialect& dialect) {
  const Key key = key_of(plan, dedupe, dialect);
  return delete_all_but_first(plan, key.list, ordering(plan, dedupe, dialect),
                              " WHERE " + key.complete, dialect);
}

std::string plan_dedupe_rows(const CleanPlan& plan, const Dialect& dialect) {
  std::string all;
  for (const CleanColumn& column : plan.columns) append(all, comparable(column, dialect));
  return delete_all_but_first(plan, all, std::string(address_of(plan, dialect)) + " ASC", "",
                              dialect);
}

}  // namespace tamis::quality
