#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "core/error/error.h"
#include "core/history/sql.h"
#include "core/history/upkeep/advice.h"
#include "core/history/upkeep/indexes.h"

namespace tamis::history {
namespace {

using document::Json;
using engine::Dialect;
using engine::Relation;
using engine::Session;
using engine::Value;

constexpr double kManyRows = 1'000'000;             // from here on a block range index pays
constexpr std::int64_t kWorthNaming = 1024 * 1024;  // bytes of an index that nobody reads

bool same_columns(const Index& index, const std::vector<std::string>& columns) {
  return std::set<std::string>(index.columns.begin(), index.columns.end()) ==
             std::set<std::string>(columns.begin(), columns.end()) &&
         index.columns.size() == columns.size();
}

bool begins_with(const Index& index, const std::vector<std::string>& columns) {
  return index.columns.size() >= columns.size() &&
         std::equal(columns.begin(), columns.end(), index.columns.begin());
}

// SQLite wants a name for an index.
std::string free_name(Session& session, const Relation& table, const std::string& ending) {
  const std::string sql = "SELECT count(*) FROM " +
                          session.dialect().quote_identifier(table.schema) +
                          ".sqlite_master WHERE name = ?1 COLLATE NOCASE";
  std::string name = table.name + ending;
  for (int n = 2;; ++n) {
    const std::array<Value, 1> parameters = {Value::text(name)};
    if (engine::query_integer(session, sql, parameters) == 0) return name;
    name = table.name + ending + std::to_string(n);
  }
}

std::string create(Session& session, const Relation& table, std::string_view what,
                   const std::string& ending, const std::string& rest) {
  const Dialect& dialect = session.dialect();
  if (!on_sqlite(session.dialect()))
    return "CREATE " + std::string(what) + " ON " + table.sql + " " + rest;
  return "CREATE " + std::string(what) + " " + dialect.quote_identifier(table.schema) + "." +
         dialect.quote_identifier(free_name(session, table, ending)) + " ON " +
         dialect.quote_identifier(table.name) + " " + rest;
}

Json columns_figure(const std::vector<std::string>& columns) { return {{"columns", columns}}; }

struct KeyAdvice {
  Session& session;
  const Relation& table;
  const MaintenanceSettings& settings;
  const std::vector<Index>& indexes;
  Findings& findings;

  std::string list(const std::vector<std::string>& columns) const {
    return "(" + session.dialect().quote_identifiers(columns) + ")";
  }

  // Which rows are current.
  std::string current() const {
    const Dialect& dialect = session.dialect();
    if (table.find(settings.is_current) != nullptr) {
      return dialect.quote_identifier(settings.is_current);
    }
    const std::string end = dialect.quote_identifier(settings.valid_to);
    return settings.open_end ? end + " = " + dialect.quote_literal(*settings.open_end)
                             : end + " IS NULL";
  }

  // A unique index of a partitioned table has to hold the columns that part it.
  bool can_be_unique() const {
    if (!findings.partitioned) return true;
    std::string names;
    for (const std::string& name : settings.key) {
      names += (names.empty() ? "" : ", ") + session.dialect().quote_literal(name);
    }
    return engine::query_integer(
               session,
               "SELECT count(*) FROM pg_partitioned_table AS p CROSS JOIN LATERAL "
               "unnest(p.partattrs::int2[]) AS k LEFT JOIN pg_attribute AS a ON a.attrelid = "
               "p.partrelid AND a.attnum = k WHERE p.partrelid = " +
                   session.dialect().quote_literal(table.sql) +
                   "::regclass AND (k = 0 OR a.attname NOT IN (" + names + "))") == 0;
  }

  void plain() const {
    if (!can_be_unique()) {
      loose();
      return;
    }
    const bool there = std::any_of(indexes.begin(), indexes.end(), [&](const Index& index) {
      return index.unique && !index.partial && index.valid && same_columns(index, settings.key);
    });
    if (there || is_address()) return;
    findings.advice.push_back({"index",
                               "No unique index holds the key together and finds its rows.",
                               columns_figure(settings.key),
                               create(session, table, "UNIQUE INDEX", "_key", list(settings.key))});
  }

  void loose() const {
    const bool there = std::any_of(indexes.begin(), indexes.end(), [&](const Index& index) {
      return !index.partial && index.valid && begins_with(index, settings.key);
    });
    if (there) return;
    findings.advice.push_back({"index",
                               "Finds the rows of a key; without the columns that part the table "
                               "none can hold it together.",
                               columns_figure(settings.key),
                               create(session, table, "INDEX", "_key", list(settings.key))});
  }

  // INTEGER PRIMARY KEY of SQLite needs no index.
  bool is_address() const {
    if (!on_sqlite(session.dialect()) || settings.key.size() != 1) return false;
    const engine::Column* column = table.find(settings.key.front());
    const bool listed = std::any_of(indexes.begin(), indexes.end(), [](const Index& index) {
      return index.name.find("sqlite_autoindex") != std::string::npos;
    });
    return column != nullptr && column->primary_key && !listed;
  }

  void history() const {
    const bool one_current = std::any_of(indexes.begin(), indexes.end(), [&](const Index& index) {
      return (index.unique || findings.partitioned) && index.partial && index.valid &&
             same_columns(index, settings.key);
    });
    if (!one_current) {
      findings.advice.push_back(
          {"index",
           findings.partitioned ? "Merges find the current version of a key by it."
                                : "Merges find the current version of a key by it, and it keeps a "
                                  "key from having two.",
           columns_figure(settings.key),
           create(session, table, findings.partitioned ? "INDEX" : "UNIQUE INDEX", "_current",
                  list(settings.key) + " WHERE " + current())});
    }
    std::vector<std::string> in_time = settings.key;
    in_time.push_back(settings.valid_from);
    const bool all_versions = std::any_of(indexes.begin(), indexes.end(), [&](const Index& index) {
      return !index.partial && index.valid && begins_with(index, in_time);
    });
    if (!all_versions) {
      findings.advice.push_back(
          {"index",
           "Finds the versions of a key in the order of time, for late rows and as-of joins.",
           columns_figure(in_time), create(session, table, "INDEX", "_versions", list(in_time))});
    }
    block_ranges();
  }

  void block_ranges() const {
    if (on_sqlite(session.dialect()) || findings.rows < kManyRows) return;
    const bool by_time = std::any_of(indexes.begin(), indexes.end(), [&](const Index& index) {
      return index.columns.front() == settings.valid_from;
    });
    if (by_time) return;
    findings.advice.push_back(
        {"index",
         "Finds the versions of a time in a table of about " +
             with_thousands(static_cast<std::int64_t>(findings.rows)) +
             " rows, at a thousandth of another index's size.",
         columns_figure({settings.valid_from}),
         create(session, table, "INDEX", "", "USING brin " + list({settings.valid_from}))});
  }
};

void advise_duplicates(const std::vector<Index>& indexes, Findings& findings) {
  std::map<std::string, const Index*> seen;
  // Those that must stay come first.
  std::vector<const Index*> ordered;
  for (const Index& index : indexes) ordered.push_back(&index);
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](const Index* a, const Index* b) { return a->constraint && !b->constraint; });
  for (const Index* index : ordered) {
    if (!index->valid) continue;
    const auto [first, is_new] = seen.emplace(index->likeness, index);
    if (is_new || index->constraint) continue;
    findings.advice.push_back(
        {"duplicate_index",
         "It does what " + first->second->name + " does, and every write pays for both.",
         {{"index", index->name}, {"like", first->second->name}},
         "DROP INDEX " + index->name});
  }
}

void advise_states(const std::vector<Index>& indexes, Findings& findings) {
  for (const Index& index : indexes) {
    if (!index.valid) {
      findings.advice.push_back({"reindex",
                                 "The index is invalid: it costs writes and answers no query.",
                                 {{"index", index.name}},
                                 "REINDEX INDEX " + index.name});
    } else if (index.scans == 0 && !index.unique && !index.constraint &&
               index.bytes >= kWorthNaming) {
      findings.advice.push_back(
          {"unused_index",
           "No query has read it since the statistics began; a standby's queries are not counted.",
           {{"index", index.name}, {"bytes", index.bytes}},
           "DROP INDEX " + index.name,
           false});
    }
  }
}

}  // namespace

void advise_indexes(Session& session, const Relation& table, const MaintenanceSettings& settings,
                    Findings& findings) {
  const std::vector<Index> indexes = indexes_of(session, table);
  findings.facts["indexes"] = indexes.size();
  if (!settings.key.empty()) {
    for (const std::string& name : settings.key) (void)table.column(name);
    const KeyAdvice advice{session, table, settings, indexes, findings};
    const bool is_history =
        table.find(settings.valid_from) != nullptr && table.find(settings.valid_to) != nullptr;
    if (is_history) {
      advice.history();
    } else {
      advice.plain();
    }
  }
  advise_states(indexes, findings);
  advise_duplicates(indexes, findings);
}

}  // namespace tamis::history
