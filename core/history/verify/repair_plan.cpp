#include "core/history/verify/repair_plan.h"

#include <algorithm>
#include <array>

#include "core/error/error.h"
#include "core/history/messages.h"
#include "core/history/names.h"
#include "core/history/row_hash_sql.h"
#include "core/history/sql.h"
#include "core/history/verify/repair.h"
#include "core/history/verify/row_json.h"

namespace tamis::history {
namespace {

using document::Options;
using engine::Column;

constexpr std::int64_t kSamples = 20;
constexpr std::int64_t kMostSamples = 1000;

std::vector<std::string> read_problems(Options& options) {
  const std::vector<std::string> given = options.strings("problems");
  const std::string valid =
      listed(std::begin(kRepairable), std::size(kRepairable)) + ", or \"all\"";
  if (given.empty()) {
    throw Error(Code::invalid_option,
                "option \"problems\" of " + std::string(kRepair) + " is missing",
                "A repair changes what was recorded, so it names what it may change.",
                "Name some of " + valid + ".");
  }
  std::vector<std::string> out;
  for (const std::string& problem : given) {
    if (problem == "all" && given.size() == 1) {
      return {std::begin(kRepairable), std::end(kRepairable)};
    }
    if (std::find(std::begin(kRepairable), std::end(kRepairable), problem) ==
        std::end(kRepairable)) {
      throw Error(Code::invalid_option,
                  "option \"problems\" names " + in_quotes(problem) + ", which no repair mends", {},
                  "Valid ones are " + valid + ".");
    }
  }
  for (const std::string_view problem : kRepairable) {
    if (std::find(given.begin(), given.end(), problem) != given.end()) out.emplace_back(problem);
  }
  return out;
}

std::string quoted(const HistoryTable& table, std::string_view text) {
  return table.is_sqlite() ? table.dialect().quote_literal(text)
                           : table.dialect().quote_literal(text) + "::text";
}

std::string address(const HistoryTable& table) {
  std::vector<std::string> columns;
  for (const Column& column : table.relation().columns) columns.push_back(column.name);
  return "t." + std::string(table.dialect().row_address(columns));
}

}  // namespace

bool RepairSettings::mends(std::string_view problem) const {
  return std::find(problems.begin(), problems.end(), problem) != problems.end();
}

RepairSettings read_repair(std::string_view given) {
  Options options = Options::from_text(given, kRepair);
  RepairSettings settings;
  Checks& checks = settings.checks;
  checks.table = read_table_settings(options);
  read_hash_settings(options, checks.table);
  settings.all = options.strings("problems") == std::vector<std::string>{"all"};
  settings.problems = read_problems(options);
  settings.extend_gaps = options.choice("gaps", {"keep", "extend"}, "keep") == "extend";
  checks.gaps = settings.extend_gaps ? Gaps::report : Gaps::allow;
  checks.empty_intervals = options.choice("zero_length", {"report", "allow"}, "report") == "report";
  settings.samples =
      static_cast<std::size_t>(options.integer("samples", kSamples, 0, kMostSamples));
  settings.dry_run = options.boolean("dry_run", false);
  options.finish();
  require_key(checks.table.key, kRepair);
  return settings;
}

RepairPlan::RepairPlan(const HistoryTable& table, const RepairSettings& settings,
                       std::string_view id)
    : table_(table), settings_(settings), rules_(settings.problems) {
  const std::string schema = table.is_sqlite() ? "temp." : "pg_temp.";
  const auto named = [&](const std::string& what) {
    return schema + table.dialect().quote_identifier(what + std::string(id));
  };
  name_ = named("tamis_repair_");
  keys_ = named("tamis_repair_keys_");
  if (settings.extend_gaps) rules_.emplace_back("gap");
}

std::string RepairPlan::key_list(std::string_view prefix) const {
  std::string out;
  for (std::size_t i = 1; i <= table_.key().size(); ++i) {
    out += (i > 1 ? ", " : "") + std::string(prefix) + std::to_string(i);
  }
  return out;
}

// The keys that a verification names.
std::string RepairPlan::suspects() const {
  const CheckedRows checked = checked_rows(table_, settings_.checks);
  std::string any;
  for (const Rule& rule : rules_of(table_, settings_.checks)) {
    any += (any.empty() ? "(" : " OR (") + rule.condition + ")";
  }
  return "SELECT DISTINCT " + checked.keys + " FROM (" + checked.sql + ") AS v WHERE " + any;
}

// The narrow form: address, key, interval, flag, the hash that is due; `dh` tells copies apart, and
// `p1`.. order what is equal otherwise.
std::string RepairPlan::versions() const {
  const engine::Dialect& dialect = table_.dialect();
  std::string out = "SELECT " + address(table_) + " AS a, ";
  if (!table_.is_sqlite()) out += "t.tableoid AS o, ";
  std::string no_key;
  std::string matched;
  for (std::size_t i = 0; i < table_.key().size(); ++i) {
    const std::string column = table_.column("t", table_.key()[i].name);
    out += column + " AS k" + std::to_string(i + 1) + ", ";
    no_key += column + " IS NULL OR ";
    matched += (i > 0 ? " AND " : "") + column + " = q.k" + std::to_string(i + 1);
  }
  std::vector<std::string> data;
  std::size_t ordered = 0;
  for (const Column& column : table_.data()) {
    const std::string name = table_.column("t", column.name);
    if (column.primary_key) {
      out += in_byte_order(dialect, name, column.type) + " AS p" + std::to_string(++ordered) + ", ";
    } else {
      data.push_back(name);
    }
  }
  const bool rehash = table_.has_hash() && settings_.mends("hash_mismatch");
  std::vector<std::string> hashed;
  for (const std::string& name : table_.hashed(settings_.checks.table)) {
    hashed.push_back(table_.column("t", name));
  }
  std::sort(hashed.begin(), hashed.end());
  return out + table_.begin("t") + " AS b, " + table_.end("t") + " AS e, " + table_.current("t") +
         " AS cur, " + hash_of(data) + " AS dh, " +
         (table_.has_hash() ? table_.column("t", table_.names().row_hash)
                            : std::string("CAST(NULL AS text)")) +
         " AS h, " + (rehash ? hash_of(hashed) : "CAST(NULL AS text)") + " AS new_h, NOT (" +
         no_key + table_.column("t", table_.names().valid_from) + " IS NULL OR " +
         table_.malformed("t") + ") AS placed FROM " + from_as(table_.relation(), "t") + " JOIN " +
         keys_ + " AS q ON " + matched + std::string(fence(dialect));
}

// What goes by itself: no interval at all, or the same version again.
std::string RepairPlan::without_copies() const {
  std::string cases;
  const auto add = [&](std::string_view problem, std::string_view condition) {
    if (!settings_.mends(problem)) return;
    cases += " WHEN placed AND " + std::string(condition) + " THEN " + quoted(table_, problem);
  };
  add("inverted_interval", "e < b");
  if (settings_.checks.empty_intervals) add("empty_interval", "e = b");
  std::string copy = "1";
  if (settings_.mends("duplicate_version")) {
    std::string order = "cur DESC NULLS LAST";
    std::size_t ordered = 0;
    for (const Column& column : table_.data()) {
      if (column.primary_key) order += ", p" + std::to_string(++ordered);
    }
    copy = "row_number() OVER (PARTITION BY " + key_list("k") + ", b, e, dh, placed ORDER BY " +
           order + (table_.is_sqlite() ? "" : ", o") + ", a)";
    add("duplicate_version", "copy > 1");
  }
  const std::string gone = cases.empty() ? "CAST(NULL AS text)" : "CASE" + cases + " END";
  return "SELECT c.*, " + gone + " AS gone FROM (SELECT r.*, " + copy + " AS copy FROM (" +
         versions() + ") AS r) AS c";
}

// Of versions that begin at one moment, the one that lasts longest stays.
std::string RepairPlan::without_rivals() const {
  const std::string live = "(gone IS NULL AND placed AND (e IS NULL OR e > b))";
  if (!settings_.mends("overlap")) {
    return "SELECT g.*, " + live + " AS live, gone AS gone2 FROM (" + without_copies() + ") AS g";
  }
  std::string order = "e DESC NULLS FIRST, cur DESC NULLS LAST";
  std::size_t ordered = 0;
  for (const Column& column : table_.data()) {
    if (column.primary_key) order += ", p" + std::to_string(++ordered) + " DESC";
  }
  order += ", " + in_byte_order(table_.dialect(), "dh", engine::ColumnType::text) + " DESC";
  return "SELECT v.*, (place = 1 AND live1) AS live, CASE WHEN live1 AND place > 1 THEN " +
         quoted(table_, "overlap") +
         " ELSE gone END AS gone2 FROM (SELECT g.*, row_number() OVER (PARTITION BY " +
         key_list("k") + ", b, live1 ORDER BY " + order + (table_.is_sqlite() ? "" : ", o DESC") +
         ", a DESC) AS place FROM (SELECT g1.*, " + live + " AS live1 FROM (" + without_copies() +
         ") AS g1) AS g) AS v";
}

// What stands around a version: `nb`, when the next one begins; `reach`, how far it and the earlier
// ones last; how many of the key's are flagged, and of the later ones.
std::string RepairPlan::in_time() const {
  return "SELECT s.*, lead(b) OVER w AS nb, max(coalesce(e, " + table_.end_of_time() +
         ")) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS reach, "
         "count(CASE WHEN cur THEN 1 END) OVER (PARTITION BY " +
         key_list("k") +
         ", live) AS flagged, count(CASE WHEN cur THEN 1 END) OVER (w ROWS BETWEEN 1 FOLLOWING AND "
         "UNBOUNDED FOLLOWING) AS flagged_later FROM (" +
         without_rivals() + ") AS s WINDOW w AS (PARTITION BY " + key_list("k") +
         ", live ORDER BY b, e NULLS LAST, cur NULLS FIRST" + (table_.is_sqlite() ? "" : ", o") +
         ", a)";
}

// Where each version ends, and why.
std::string RepairPlan::decided() const {
  std::string cases;
  const auto add = [&](std::string_view problem, const std::string& condition) {
    cases += " WHEN live AND " + condition + " THEN " + quoted(table_, problem);
  };
  const bool overlap = settings_.mends("overlap");
  if (overlap) add("overlap", "nb IS NOT NULL AND (e IS NULL OR e > nb)");
  if (!overlap && settings_.mends("double_current") && table_.has_flag()) {
    add("double_current", "cur AND flagged_later > 0 AND e IS NULL AND nb > b");
  }
  if (settings_.extend_gaps) add("gap", overlap ? "e < nb" : "reach < nb");
  const std::string cut = cases.empty() ? "CAST(NULL AS text)" : "CASE" + cases + " END";
  return "SELECT u.*, CASE WHEN cut IS NULL THEN e ELSE nb END AS new_e FROM (SELECT i.*, " + cut +
         " AS cut FROM (" + in_time() + ") AS i) AS u";
}

// The rule by which the flag changes, then the flag: "CASE ... END AS marked, CASE ... AS new_cur".
std::string RepairPlan::flag() const {
  std::string marked;
  std::string flags;
  const auto add = [&](std::string_view problem, const std::string& condition, bool flag) {
    const std::string when = " WHEN live AND " + condition + " THEN ";
    marked += when + quoted(table_, problem);
    flags += when + (flag ? "true" : "false");
  };
  if (table_.has_flag()) {
    const std::string set = "coalesce(cur, true)";
    if (settings_.mends("overlap")) add("overlap", "cut = 'overlap' AND " + set, false);
    if (settings_.mends("double_current")) {
      add("double_current", "cur AND (cut = 'double_current' OR flagged_later > 0)", false);
    }
    if (settings_.mends("flag_mismatch")) {
      add("flag_mismatch", "new_e IS NOT NULL AND " + set, false);
      add("flag_mismatch", "cur IS NULL AND nb IS NOT NULL", false);
      add("flag_mismatch", "new_e IS NULL AND nb IS NULL AND NOT coalesce(cur, false)", true);
    }
    if (settings_.mends("missing_current")) {
      add("missing_current",
          "new_e IS NULL AND nb IS NULL AND flagged = 0 AND NOT coalesce(cur, false)", true);
    }
  }
  if (marked.empty()) return "CAST(NULL AS text) AS marked, cur AS new_cur";
  return "CASE" + marked + " END AS marked, CASE" + flags + " ELSE cur END AS new_cur";
}

std::vector<std::string> RepairPlan::make() const {
  const bool rehash = table_.has_hash() && settings_.mends("hash_mismatch");
  const std::string wrong =
      rehash ? "(gone2 IS NULL AND " + table_.dialect().is_distinct("h", "new_h") + ")" : "false";
  const std::string address = table_.is_sqlite() ? "a, " : "a, o, ";
  const std::string query =
      "SELECT " + address + key_list("k") +
      ", b, e, gone, cut, new_e, marked, new_cur, wrong, new_h FROM (SELECT " + address +
      key_list("k") + ", b, e, gone2 AS gone, cut, new_e, new_h, " + flag() + ", " + wrong +
      " AS wrong FROM (" + decided() +
      ") AS d) AS p WHERE gone IS NOT NULL OR cut IS NOT NULL OR marked IS NOT NULL OR wrong";
  const engine::Dialect& dialect = table_.dialect();
  if (table_.is_sqlite()) {
    return {dialect.create_temp_table(keys_, suspects()), dialect.create_temp_table(name_, query)};
  }
  return {dialect.create_temp_table(keys_, suspects()), "ANALYZE " + keys_,
          dialect.create_temp_table(name_, query), "ANALYZE " + name_ + " (a)"};
}

std::string RepairPlan::counts() const {
  std::string out =
      "SELECT count(gone), count(cut), count(marked), count(CASE WHEN wrong THEN 1 END), count(*)";
  for (const std::string& rule : rules_) {
    const std::string text = quoted(table_, rule);
    const std::string test = rule == "hash_mismatch" ? "wrong" : text + " IN (gone, cut, marked)";
    out.append(", count(CASE WHEN ").append(test).append(" THEN 1 END)");
  }
  return out + " FROM " + name_;
}

std::string RepairPlan::samples() const {
  std::string order;
  for (std::size_t i = 0; i < table_.key().size(); ++i) {
    order += in_byte_order(table_.dialect(), "k" + std::to_string(i + 1), table_.key()[i].type) +
             " NULLS FIRST, ";
  }
  return "SELECT " + key_list("k") + ", b, e, gone, cut, new_e, marked, new_cur, wrong FROM " +
         name_ + " ORDER BY " + order +
         "b NULLS FIRST, e NULLS LAST, gone NULLS FIRST, cut NULLS FIRST, marked NULLS FIRST, "
         "wrong LIMIT " +
         std::to_string(settings_.samples);
}

std::string RepairPlan::same_row() const {
  const std::string found = address(table_) + " = p.a";
  return table_.is_sqlite() ? found : found + " AND t.tableoid = p.o";
}

std::string RepairPlan::keep_removed() const {
  const engine::Dialect& dialect = table_.dialect();
  const auto text = [&](std::size_t n) { return "CAST(" + dialect.parameter(n) + " AS text)"; };
  std::string order;
  for (std::size_t i = 0; i < table_.key().size(); ++i) {
    order += in_byte_order(dialect, "p.k" + std::to_string(i + 1), table_.key()[i].type) + ", ";
  }
  order += "p.b, p.e, p.a";
  return "INSERT INTO tamis_error_row (error_id, run_id, source, row_key, reason, created_at, "
         "row_values, status, action) SELECT " +
         text(1) + " || '-' || row_number() OVER (ORDER BY " + order + "), " + text(1) + ", " +
         text(2) + ", " + row_json_sql(dialect, table_.key(), "t") + ", p.gone, " + text(3) + ", " +
         dialect.from_canonical_text(row_json_sql(dialect, table_.relation().columns, "t"),
                                     engine::ColumnType::json) +
         ", 'open', 'version_removed' FROM " + name_ + " AS p JOIN " +
         from_as(table_.relation(), "t") + " ON " + same_row() +
         " WHERE p.gone IS NOT NULL ORDER BY " + order;
}

std::string RepairPlan::remove() const {
  const std::string from = "DELETE FROM " + table_.relation().sql + " AS t";
  if (table_.is_sqlite()) {
    return from + " WHERE " + address(table_) + " IN (SELECT a FROM " + name_ +
           " WHERE gone IS NOT NULL)";
  }
  return from + " USING " + name_ + " AS p WHERE p.gone IS NOT NULL AND " + same_row();
}

std::string RepairPlan::update(std::string_view where) const {
  const auto set = [&](const std::string& name) {
    return table_.dialect().quote_identifier(name) + " = ";
  };
  const Names& names = table_.names();
  std::string out = "UPDATE " + table_.relation().sql + " AS t SET " + set(names.valid_to) +
                    "CASE WHEN p.cut IS NULL THEN " + table_.column("t", names.valid_to) +
                    " ELSE " + table_.as_end("p.new_e") + " END";
  if (table_.has_flag()) out += ", " + set(names.is_current) + "p.new_cur";
  if (table_.has_hash()) {
    out += ", " + set(names.row_hash) + "CASE WHEN p.wrong THEN p.new_h ELSE " +
           table_.column("t", names.row_hash) + " END";
  }
  return out + " FROM " + name_ + " AS p WHERE p.gone IS NULL AND " + same_row() + " AND " +
         std::string(where);
}

namespace {
constexpr std::string_view kCloses =
    "((p.cut IS NOT NULL AND p.cut <> 'gap') OR (p.marked IS NOT NULL AND NOT p.new_cur))";
}  // namespace

std::string RepairPlan::close() const { return update(kCloses); }

std::string RepairPlan::change_others() const {
  return update("NOT coalesce(" + std::string(kCloses) + ", false)");
}

std::string RepairPlan::repaired() const {
  const Names& names = table_.names();
  std::string columns;
  for (const Column& column : table_.relation().columns) {
    const std::string name = table_.column("t", column.name);
    const std::string as = " AS " + table_.dialect().quote_identifier(column.name);
    std::string value = name;
    if (column.name == names.valid_to) {
      value = "CASE WHEN p.cut IS NULL THEN " + name + " ELSE " + table_.as_end("p.new_e") + " END";
    } else if (column.name == names.is_current) {
      value = "CASE WHEN p.marked IS NULL THEN " + name + " ELSE p.new_cur END";
    } else if (column.name == names.row_hash) {
      value = "CASE WHEN p.wrong THEN p.new_h ELSE " + name + " END";
    }
    columns.append(columns.empty() ? "" : ", ").append(value).append(as);
  }
  return "(SELECT " + columns + " FROM " + from_as(table_.relation(), "t") + " LEFT JOIN " + name_ +
         " AS p ON " + same_row() + " WHERE p.gone IS NULL) AS repaired";
}

}  // namespace tamis::history
