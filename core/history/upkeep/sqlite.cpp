#include <array>
#include <cmath>

#include "core/history/upkeep/advice.h"

namespace tamis::history {
namespace {

using document::Json;
using engine::Dialect;
using engine::Relation;
using engine::Session;
using engine::Value;

constexpr double kFreeShare = 0.2;
constexpr std::int64_t kFewPages = 100;
constexpr double kDrift = 0.2;           // how far the analyzed number of rows may be off
constexpr std::int64_t kShortRow = 200;  // bytes: above a tree of whole rows gets too deep
constexpr std::int64_t kFaultsShown = 5;

std::int64_t pragma(Session& session, const Relation& table, std::string_view name) {
  return engine::query_integer(
             session,
             "PRAGMA " + session.dialect().quote_identifier(table.schema) + "." + std::string(name))
      .value_or(0);
}

// The first number of the first row of sqlite_stat1 is how many rows there were.
std::optional<std::int64_t> analyzed_rows(Session& session, const Relation& table) {
  const std::string stat = session.dialect().quote_identifier(table.schema) + ".sqlite_stat1";
  if (!session.find_table(stat)) return std::nullopt;
  const std::array<Value, 1> name = {Value::text(table.name)};
  return engine::query_integer(
      session, "SELECT max(CAST(stat AS INTEGER)) FROM " + stat + " WHERE tbl = ?1", name);
}

void advise_statistics(Session& session, const Relation& table, std::int64_t rows,
                       Findings& findings) {
  const std::array<Value, 2> names = {Value::text(table.name), Value::text(table.schema)};
  const std::int64_t indexes =
      engine::query_integer(session, "SELECT count(*) FROM pragma_index_list(?1, ?2)", names)
          .value_or(0);
  const auto known = analyzed_rows(session, table);
  if (indexes == 0 || rows == 0) return;
  if (!known) {
    findings.advice.push_back({"analyze",
                               "It was never analyzed: the planner guesses.",
                               {{"rows", rows}},
                               "ANALYZE " + table.sql});
  } else if (std::abs(static_cast<double>(*known - rows)) > kDrift * static_cast<double>(rows)) {
    findings.advice.push_back({"analyze",
                               "It had " + with_thousands(*known) +
                                   " rows when it was analyzed last, and has " +
                                   with_thousands(rows) + ".",
                               {{"rows", rows}, {"analyzed_rows", *known}},
                               "ANALYZE " + table.sql});
  }
}

void advise_space(Session& session, const Relation& table, Findings& findings) {
  const std::int64_t pages = pragma(session, table, "page_count");
  const std::int64_t free = pragma(session, table, "freelist_count");
  findings.facts["pages"] = pages;
  findings.facts["free_pages"] = free;
  findings.facts["page_size"] = pragma(session, table, "page_size");
  if (free < kFewPages || static_cast<double>(free) < kFreeShare * static_cast<double>(pages)) {
    return;
  }
  findings.advice.push_back({"vacuum",
                             percent(static_cast<double>(free) / static_cast<double>(pages)) +
                                 " of the database's pages are free.",
                             {{"pages", pages}, {"free_pages", free}},
                             "VACUUM " + session.dialect().quote_identifier(table.schema),
                             false});
}

// dbstat is not in every build.
std::optional<std::int64_t> bytes_of(Session& session, const Relation& table) {
  std::optional<std::int64_t> bytes;
  const std::array<Value, 2> names = {Value::text(table.name), Value::text(table.schema)};
  (void)session.attempt([&] {
    bytes = engine::query_integer(
        session, "SELECT sum(pgsize) FROM dbstat WHERE name = ?1 AND schema = ?2", names);
  });
  return bytes;
}

void advise_without_rowid(Session& session, const Relation& table, std::int64_t rows,
                          std::optional<std::int64_t> bytes, Findings& findings) {
  const std::array<Value, 2> names = {Value::text(table.name), Value::text(table.schema)};
  const std::int64_t key_index =
      engine::query_integer(session,
                            "SELECT count(*) FROM pragma_index_list(?1, ?2) AS l JOIN "
                            "pragma_table_list(?1) AS t ON t.schema = ?2 "
                            "WHERE l.origin = 'pk' AND NOT t.wr",
                            names)
          .value_or(0);
  if (key_index == 0 || rows == 0 || !bytes || *bytes / rows > kShortRow) return;
  findings.advice.push_back({"without_rowid",
                             "Its rows are short and its key is stored twice, in the table and in "
                             "an index: WITHOUT ROWID "
                             "stores it once. It has to be made anew for that.",
                             {{"bytes_per_row", *bytes / rows}},
                             "",
                             false});
}

void check(Session& session, const Relation& table, Findings& findings) {
  Json faults = Json::array();
  {
    const auto rows =
        session.query("PRAGMA " + session.dialect().quote_identifier(table.schema) +
                      ".integrity_check(" + session.dialect().quote_literal(table.name) + ")");
    while (rows->next()) {
      const std::string fault(rows->at(0).bytes());
      if (fault != "ok" && faults.size() < kFaultsShown) faults.push_back(fault);
    }
  }
  findings.facts["integrity"] = faults.empty() ? "ok" : "broken";
  if (faults.empty()) return;
  findings.advice.push_back({"reindex",
                             "The integrity check finds faults. An index made anew mends what is "
                             "wrong with indexes; for the rest there are backups.",
                             {{"faults", std::move(faults)}},
                             "REINDEX " + table.sql});
}

}  // namespace

Findings examine_sqlite(Session& session, const Relation& table, bool with_check) {
  Findings findings;
  const std::int64_t rows =
      engine::query_integer(session, "SELECT count(*) FROM " + table.sql).value_or(0);
  const auto bytes = bytes_of(session, table);
  findings.rows = static_cast<double>(rows);
  findings.facts = {{"rows", rows}, {"bytes", bytes ? Json(*bytes) : Json()}};
  advise_statistics(session, table, rows, findings);
  advise_space(session, table, findings);
  advise_without_rowid(session, table, rows, bytes, findings);
  if (with_check) check(session, table, findings);
  return findings;
}

}  // namespace tamis::history
