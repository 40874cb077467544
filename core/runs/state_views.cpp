#include "core/runs/state_views.h"

namespace tamis::runs {
namespace {

// PostgreSQL's rounding gives a numeric with trailing zeros, SQLite's a double without.
constexpr std::string_view kSuccessPostgresql =
    "SELECT substr(started_at, 1, 10) AS export_date, source AS table_name, "
    "count(*) AS total_exports, "
    "sum(CASE WHEN status = 'succeeded' THEN 1 ELSE 0 END) AS successful, "
    "round(100.0 * sum(CASE WHEN status = 'succeeded' THEN 1 ELSE 0 END) / count(*), 2)"
    "::double precision AS success_rate "
    "FROM tamis_run WHERE action = 'tamis_export' GROUP BY 1, 2";
constexpr std::string_view kSuccessSqlite =
    "SELECT substr(started_at, 1, 10) AS export_date, source AS table_name, "
    "count(*) AS total_exports, "
    "sum(CASE WHEN status = 'succeeded' THEN 1 ELSE 0 END) AS successful, "
    "round(100.0 * sum(CASE WHEN status = 'succeeded' THEN 1 ELSE 0 END) / count(*), 2) "
    "AS success_rate "
    "FROM tamis_run WHERE action = 'tamis_export' GROUP BY 1, 2";

constexpr std::string_view kFreshnessPostgresql =
    "SELECT table_name, last_export, hours_since_export, "
    "CASE WHEN hours_since_export > 24 THEN 'STALE' ELSE 'FRESH' END AS freshness_status "
    "FROM (SELECT source AS table_name, max(created_at) AS last_export, "
    "floor(extract(epoch FROM clock_timestamp() - max(created_at)::timestamptz) / 3600)::bigint "
    "AS hours_since_export FROM tamis_export GROUP BY source) AS last";
constexpr std::string_view kFreshnessSqlite =
    "SELECT table_name, last_export, hours_since_export, "
    "CASE WHEN hours_since_export > 24 THEN 'STALE' ELSE 'FRESH' END AS freshness_status "
    "FROM (SELECT source AS table_name, max(created_at) AS last_export, "
    "CAST((julianday('now') - julianday(max(created_at))) * 24 AS INTEGER) "
    "AS hours_since_export FROM tamis_export GROUP BY source) AS last";

constexpr StateView kViews[] = {
    {"tamis_export_success", kSuccessPostgresql, kSuccessSqlite,
     "Exports by day and source: how many there were and how many succeeded"},
    {"tamis_export_freshness", kFreshnessPostgresql, kFreshnessSqlite,
     "The last export of each source, and whether it is older than a day"},
};

}  // namespace

std::span<const StateView> state_views() { return kViews; }

std::string create_view_statement(const StateView& view, const engine::Dialect& dialect,
                                  bool if_not_exists) {
  const bool sqlite = dialect.engine() == engine::Dialect::Engine::sqlite;
  return std::string("CREATE VIEW ") + (if_not_exists ? "IF NOT EXISTS " : "") +
         std::string(view.name) + " AS " + std::string(sqlite ? view.sqlite : view.postgresql);
}

}  // namespace tamis::runs
