#include "core/history/verify/checks.h"

#include "core/history/names.h"
#include "core/history/row_hash_sql.h"
#include "core/history/sql.h"

namespace tamis::history {
namespace {

using document::Options;
using engine::ColumnType;
using engine::Dialect;

Gaps read_gaps(Options& options) {
  const std::string gaps = options.choice("gaps", {"allow", "report", "require"}, "allow");
  if (gaps == "report") return Gaps::report;
  return gaps == "require" ? Gaps::require : Gaps::allow;
}

// The narrow form of the table. A version whose begin is unknown takes no part in the others'
// judgement.
std::string narrow_rows(const HistoryTable& table, const Checks& checks) {
  const Dialect& dialect = table.dialect();
  std::string out = "SELECT ";
  for (std::size_t i = 0; i < table.key().size(); ++i) {
    out += table.column("", table.key()[i].name) + " AS k" + std::to_string(i + 1) + ", ";
  }
  std::string hash = "CAST(NULL AS text)";
  std::string wrong = "false";
  if (table.has_hash()) {
    hash = table.column("", table.names().row_hash);
    if (checks.hash) {
      wrong = dialect.is_distinct(hash, hash_expression(dialect, table.hashed(checks.table)));
    }
  }
  return out + table.begin("") + " AS b, " + table.end("") + " AS e, " + table.current("") +
         " AS cur, " + hash + " AS h, " + wrong + " AS wrong, " + table.malformed("") +
         " AS malformed FROM " + table.relation().sql + std::string(fence(dialect));
}

}  // namespace

Checks read_checks(std::string_view given) {
  Options options = Options::from_text(given, kVerify);
  Checks checks;
  checks.table = read_table_settings(options);
  read_hash_settings(options, checks.table);
  checks.gaps = read_gaps(options);
  checks.empty_intervals = options.choice("zero_length", {"report", "allow"}, "report") == "report";
  checks.hash = options.boolean("hash", true);
  checks.expect_current = options.boolean("expect_current", false);
  checks.facts = read_facts(options);
  options.finish();
  require_key(checks.table.key, kVerify);
  return checks;
}

std::vector<Rule> rules_of(const HistoryTable& table, const Checks& checks) {
  const std::string end = table.end_of_time();
  std::vector<Rule> out = {{"null_key", "no_key", "a key column is NULL"},
                           {"null_valid_from", "b IS NULL", "the version has no beginning"}};
  if (table.is_sqlite()) {
    out.push_back({"malformed_moment", "malformed",
                   table.counts_moments() ? "a moment is no integer"
                                          : "a moment is not written as 2024-03-05 14:30:00"});
  }
  out.push_back(
      {"inverted_interval", "NOT malformed AND e < b", "the version ends before it begins"});
  if (checks.empty_intervals) {
    out.push_back({"empty_interval", "NOT malformed AND e = b", "the version ends when it begins"});
  }
  const std::string early = "NOT no_key AND NOT malformed AND b < ended AND ended ";
  out.push_back({"overlap", early + "< " + end, "an earlier version ends at @"});
  out.push_back({"overlap", early + "= " + end, "an earlier version has no end"});
  if (table.has_flag()) {
    out.push_back({"double_current", "NOT no_key AND cur AND currents > 1",
                   "an earlier version is current too"});
    out.push_back({"flag_mismatch", "cur IS NULL", "the current flag is NULL"});
    out.push_back(
        {"flag_mismatch", "cur AND e IS NOT NULL", "the version is current but has an end"});
    out.push_back(
        {"flag_mismatch", "NOT cur AND e IS NULL", "the version has no end but is not current"});
    out.push_back({"missing_current", "NOT no_key AND is_last AND currents = 0 AND e IS NULL",
                   "the last version has no end, but none of the key's is current"});
  }
  if (checks.expect_current) {
    out.push_back({"missing_current", "NOT no_key AND is_last AND currents = 0 AND e IS NOT NULL",
                   "no version of the key is current"});
  }
  if (checks.gaps == Gaps::report) {
    out.push_back(
        {"gap", "NOT no_key AND NOT malformed AND b > ended", "no version holds from @ on"});
  }
  if (checks.gaps == Gaps::require) {
    out.push_back({"no_gap", "NOT no_key AND NOT malformed AND b = ended",
                   "the version begins as an earlier one ends"});
  }
  if (table.has_hash() && checks.hash) {
    out.push_back(
        {"hash_mismatch", "wrong", "the tracked columns do not give the stored row hash"});
  }
  return out;
}

CheckedRows checked_rows(const HistoryTable& table, const Checks& checks) {
  const Dialect& dialect = table.dialect();
  CheckedRows rows;
  std::string partition;
  std::string null_key;
  for (std::size_t i = 0; i < table.key().size(); ++i) {
    const std::string column = "k" + std::to_string(i + 1);
    const std::string ordered = in_byte_order(dialect, column, table.key()[i].type);
    const std::string comma = i > 0 ? ", " : "";
    rows.keys += comma + column;
    partition += comma + ordered;
    rows.order += comma + ordered + " NULLS FIRST";
    null_key += (i > 0 ? " OR " : "") + column + " IS NULL";
  }
  const std::string within = "b NULLS FIRST, e NULLS LAST, " +
                             in_byte_order(dialect, "h", ColumnType::text) +
                             " NULLS FIRST, cur NULLS FIRST";
  rows.order += ", " + within;
  rows.sql = "SELECT " + rows.keys + ", b, e, cur, h, wrong, malformed, (" + null_key +
             ") AS no_key, max(CASE WHEN b IS NOT NULL AND NOT malformed THEN coalesce(e, " +
             table.end_of_time() +
             ") END) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS ended, "
             "count(CASE WHEN cur THEN 1 END) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT "
             "ROW) AS currents, lead(1) OVER w IS NULL AS is_last FROM (" +
             narrow_rows(table, checks) + ") AS r WINDOW w AS (PARTITION BY " + partition +
             " ORDER BY " + within + ")";
  return rows;
}

}  // namespace tamis::history
