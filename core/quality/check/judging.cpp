#include "core/quality/check/judging.h"

#include <algorithm>

#include "core/error/error.h"
#include "core/quality/check/cells.h"
#include "core/quality/check/readings.h"
#include "core/quality/check/samples.h"
#include "core/quality/check/scan_sql.h"

namespace tamis::quality {
namespace {

using document::Json;
using profile::RowAddress;

std::vector<std::string> shown_columns(const engine::Relation& relation, const Rule& rule) {
  if (!rule.columns.empty()) return rule.columns;
  std::vector<std::string> all;
  for (const engine::Column& column : relation.columns) all.push_back(column.name);
  return all;
}

}  // namespace

Json shown_value(const engine::Value& value, bool mask) {
  Cell cell;
  cell.take(value);
  return shown_value(cell, mask);
}

std::string numbered(std::string_view prefix, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    out.append(i == 0 ? "" : ", ").append(prefix).append(std::to_string(i));
  }
  return out;
}

std::string all_present(std::string_view prefix, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    out.append(i == 0 ? "" : " AND ").append(prefix).append(std::to_string(i));
    out.append(" IS NOT NULL");
  }
  return out.empty() ? "1 = 1" : out;
}

std::string summed(const std::string& expression) {
  return "CAST(coalesce(sum(" + expression + "), 0) AS bigint)";
}

std::string partition(const std::string& names) {
  return names.empty() ? std::string() : "PARTITION BY " + names;
}

Judging::Judging(engine::Session& session, const engine::Relation& relation, const Rule& rule,
                 const CheckOptions& options)
    : session_(session),
      relation_(relation),
      rule_(rule),
      options_(options),
      names_(profile::row_names(session, relation)),
      shown_(shown_columns(relation, rule)) {
  if (!rule.where.empty()) where_ = " WHERE " + session.condition(relation, rule.where);
}

std::vector<std::string> Judging::columns(std::string_view argument) const {
  std::vector<std::string> out;
  for (const Json& name : rule_.argument(argument)) {
    out.push_back(relation_.column(name.get_ref<const std::string&>()).name);
  }
  return out;
}

std::string Judging::key(const engine::Relation& relation, const std::string& column) const {
  return "(tamis_clean(" + key_text(dialect(), relation.column(column)) + "))" +
         std::string(by_bytes(dialect()));
}

std::string Judging::cells(const std::string& list, bool one_by_one) const {
  std::string out = "SELECT ";
  if (one_by_one) {
    if (names_.address == RowAddress::ctid && !names_.tables.empty())
      out += "tableoid::bigint AS row_table, ";
    if (names_.address == RowAddress::key) {
      out += dialect().quote_identifier(names_.column) + " AS row_name, ";
    } else if (names_.address != RowAddress::none) {
      out += names_.column + " AS row_name, ";
    }
    // As the scan shows them; without addresses the rows are put in order by these.
    for (std::size_t i = 0; i < shown_.size(); ++i) {
      const engine::Column& column = relation_.column(shown_[i]);
      const bool ordered = names_.address == RowAddress::none;
      out += (ordered ? cell_text(dialect(), column) : value_sql(dialect(), column)) + " AS c" +
             std::to_string(i) + ", ";
    }
  }
  return out + list + " FROM " + relation_.sql + where_ + std::string(kFence);
}

std::string Judging::carried() const {
  std::string out;
  if (names_.address == RowAddress::ctid && !names_.tables.empty()) out += "row_table, ";
  if (names_.address != RowAddress::none) out += "row_name, ";
  return out + numbered("c", shown_.size()) + ", ";
}

std::string Judging::order(const std::string& terms) const {
  std::string out = terms;
  const auto add = [&](const char* name) { out.append(out.empty() ? "" : ", ").append(name); };
  if (names_.address == RowAddress::ctid && !names_.tables.empty()) add("row_table");
  if (names_.address != RowAddress::none) add("row_name");
  return out.empty() ? out : "ORDER BY " + out;
}

Json Judging::sample(engine::Rows& row) const {
  std::size_t i = 0;
  Json out = Json::object();
  if (names_.address != RowAddress::none) {
    std::string table;
    if (names_.address == RowAddress::ctid && !names_.tables.empty()) {
      const auto oid = static_cast<std::uint32_t>(row.at(i++).as_integer());
      const auto found = std::lower_bound(
          names_.tables.begin(), names_.tables.end(), oid,
          [](const auto& named, std::uint32_t sought) { return named.first < sought; });
      if (found != names_.tables.end() && found->first == oid) table = found->second + " ";
    }
    const engine::Value name = row.at(i++);
    const bool is_number = name.kind() == engine::Kind::integer;
    out["key"] = is_number ? Json(name.as_integer()) : Json(table.append(name.bytes()));
  }
  if (shown_.size() == 1) {
    out["value"] = shown_value(row.at(i), options_.mask);
    return out;
  }
  for (const std::string& column : shown_) {
    out["value"][column] = shown_value(row.at(i++), options_.mask);
  }
  return out;
}

std::string Judging::broken_rows(const std::string& judged) const {
  const std::string broken = " FROM (" + judged + ") AS judged WHERE state = 1";
  switch (names_.address) {
    case RowAddress::none: {
      std::string names;
      for (std::size_t i = 0; i < shown_.size(); ++i) {
        names += (i == 0 ? "c" : ", c") + std::to_string(i) + " AS " +
                 dialect().quote_identifier(shown_[i]);
      }
      return "SELECT " + names + broken;
    }
    case RowAddress::ctid:
      if (!names_.tables.empty()) {
        return "SELECT * FROM " + relation_.sql +
               " WHERE (tableoid::bigint, ctid) IN (SELECT row_table, row_name" + broken + ")";
      }
      break;
    case RowAddress::rowid:
    case RowAddress::key: break;
  }
  const std::string name =
      names_.address == RowAddress::key ? dialect().quote_identifier(names_.column) : names_.column;
  return "SELECT * FROM " + relation_.sql + " WHERE " + name + " IN (SELECT row_name" + broken +
         ")";
}

RuleResult Judging::finish(const std::string& judged, const std::string& counts) const {
  RuleResult out;
  out.rule = rule_;
  const auto row = session_.query_few(
      !counts.empty() ? counts
                      : "SELECT count(state), count(CASE WHEN state = 1 THEN 1 END), "
                        "count(*) - count(state) FROM (" +
                            judged + ") AS judged");
  row->next();
  out.evaluated = count_at(*row, 0);
  out.failed = count_at(*row, 1);
  out.skipped = count_at(*row, 2);
  out.sql = broken_rows(judged);
  if (out.failed > 0 && options_.samples > 0) {
    std::string list = carried();
    list.resize(list.size() - 2);
    std::string terms;
    if (names_.address == RowAddress::none) {
      for (std::size_t i = 0; i < shown_.size(); ++i) {
        terms += (i == 0 ? "c" : ", c") + std::to_string(i) + std::string(by_bytes(dialect()));
      }
    }
    const auto rows =
        session_.query_few("SELECT " + list + " FROM (" + judged + ") AS judged WHERE state = 1 " +
                           order(terms) + " LIMIT " + std::to_string(options_.samples));
    while (rows->next()) out.samples.push_back(sample(*rows));
  }
  out.conclude();
  return out;
}

}  // namespace tamis::quality
