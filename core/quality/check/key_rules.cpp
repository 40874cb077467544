#include "core/quality/check/cells.h"
#include "core/quality/check/readings.h"
#include "core/quality/check/set_rules.h"

#include "core/error/error.h"

namespace tamis::quality {
namespace {

using document::Json;

// PostgreSQL calls no function with more arguments than this.
constexpr std::size_t kMostHashed = 90;

// What a key's column is compared as.
std::string compared_key(const Judging& judging, const engine::Relation& relation,
                         const std::string& column) {
  const Json& ignored = judging.rule().argument("ignore");
  std::string key = judging.key(relation, column);
  if (ignored.is_null()) return key;
  const engine::Dialect& dialect = judging.dialect();
  return "(tamis_fold(" + key + ", " +
         dialect.quote_literal(document::canonical({{"ignore", ignored}})) + "))" +
         std::string(by_bytes(dialect));
}

// "expression AS k0, ..."
std::string key_list(const Judging& judging, const engine::Relation& relation,
                     const std::vector<std::string>& columns) {
  std::string out;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    out.append(i == 0 ? "" : ", ").append(compared_key(judging, relation, columns[i]));
    out.append(" AS k").append(std::to_string(i));
  }
  return out;
}

// Rows beyond the first of each group of equal names, of those for which `complete` is true.
std::string judged_repeats(const Judging& judging, const std::string& list,
                           const std::string& names, const std::string& complete) {
  return "SELECT " + judging.carried() + "CASE WHEN NOT (" + complete +
         ") THEN NULL WHEN row_number() OVER (" + partition(names) + " " + judging.order() +
         ") > 1 THEN 1 ELSE 0 END AS state FROM (" + judging.cells(list, true) + ") AS cells";
}

RuleResult judge_repeats(const Judging& judging, const std::string& list, const std::string& names,
                         const std::string& complete) {
  const std::string counts =
      "SELECT " + summed("CASE WHEN " + complete + " THEN n END") + ", " +
      summed("CASE WHEN " + complete + " THEN n - 1 END") + ", " +
      summed("CASE WHEN " + complete + " THEN 0 ELSE n END") + " FROM (SELECT count(*) AS n, " +
      names + " FROM (" + judging.cells(list, false) + ") AS cells GROUP BY " + names + ") AS keys";
  return judging.finish(judged_repeats(judging, list, names, complete), counts);
}

// A hash of the cells' texts, from which NULL and '' differ.
std::string hash_of(const Judging& judging, const std::vector<std::string>& columns) {
  std::string hash;
  for (std::size_t at = 0; at < columns.size();) {
    std::string arguments = hash;
    for (std::size_t n = 0; n < kMostHashed && at < columns.size(); ++n, ++at) {
      arguments += (arguments.empty() ? "" : ", ") +
                   cell_text(judging.dialect(), judging.relation().column(columns[at]));
    }
    hash = "tamis_row_hash(" + arguments + ")";
  }
  return hash;
}

// The table that a rule's keys are looked up in.
struct Other {
  engine::Relation relation;
  std::vector<std::string> columns;
  std::string from;  // ready to stand behind FROM, condition and all
};

Other other_table(const Judging& judging) {
  const Rule& rule = judging.rule();
  Other out;
  out.relation = judging.session().relation(rule.argument("table").get_ref<const std::string&>());
  const Json& named = rule.argument("columns");
  out.columns = named.is_null() ? rule.columns : named.get<std::vector<std::string>>();
  if (out.columns.size() != rule.columns.size()) {
    throw Error(Code::invalid_value, "argument \"columns\" of " + std::string(rule.kind().name) +
                                         " names " + std::to_string(out.columns.size()) +
                                         " columns, and the key has " +
                                         std::to_string(rule.columns.size()));
  }
  out.from = out.relation.sql;
  if (const Json& where = rule.argument("table_where"); !where.is_null()) {
    out.from +=
        " WHERE " + judging.session().condition(out.relation, where.get_ref<const std::string&>());
  }
  return out;
}

std::string same_key(std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string n = std::to_string(i);
    out.append(i == 0 ? "other.k" : " AND other.k").append(n).append(" = cells.k").append(n);
  }
  return out;
}

// The other table's keys with the number of rows of each.
std::string other_keys(const Judging& judging, const Other& other) {
  const std::string names = numbered("k", other.columns.size());
  return "SELECT count(*) AS n, " + names + " FROM (SELECT " +
         key_list(judging, other.relation, other.columns) + " FROM " + other.from +
         std::string(kFence) + ") AS keys GROUP BY " + names;
}

// Within one table: whether a value of `a` stands with several values of `b`.
std::string has_several(const std::string& a, const std::string& b) {
  return "min(" + b + ") OVER (PARTITION BY " + a + ") <> max(" + b + ") OVER (PARTITION BY " + a +
         ")";
}

RuleResult judge_pairs(const Judging& judging, bool one_left, bool one_right) {
  const Rule& rule = judging.rule();
  if (rule.columns.size() != 2) {
    throw Error(Code::invalid_value, "cardinality takes two columns, or a table", {},
                "Name the columns that go together, or the other table with \"table\".");
  }
  // A pair of which a part is missing must not stand in any other's group.
  const std::string cells =
      "SELECT " + judging.carried() +
      "CASE WHEN k1 IS NOT NULL THEN k0 END AS a, "
      "CASE WHEN k0 IS NOT NULL THEN k1 END AS b FROM (" +
      judging.cells(key_list(judging, judging.relation(), rule.columns), true) + ") AS cells";
  std::string broken;
  if (one_right) broken = has_several("a", "b");
  if (one_left) broken += (broken.empty() ? "" : " OR ") + has_several("b", "a");
  return judging.finish("SELECT " + judging.carried() + "CASE WHEN a IS NULL THEN NULL WHEN " +
                        broken + " THEN 1 ELSE 0 END AS state FROM (" + cells + ") AS pairs");
}

RuleResult judge_partners(const Judging& judging, bool one_here, bool one_there) {
  const std::size_t size = judging.rule().columns.size();
  const std::string names = numbered("k", size);
  const Other other = other_table(judging);
  const std::string here =
      "SELECT " + judging.carried() + names + ", count(*) OVER (" + partition(names) +
      ") AS here FROM (" +
      judging.cells(key_list(judging, judging.relation(), judging.rule().columns), true) +
      ") AS keys";
  std::string broken;
  if (one_here) broken = "here > 1";
  if (one_there) broken += broken.empty() ? "other.n > 1" : " OR other.n > 1";
  return judging.finish("SELECT " + judging.carried() + "CASE WHEN NOT (" +
                        all_present("cells.k", size) + ") THEN NULL WHEN " + broken +
                        " THEN 1 ELSE 0 END AS state FROM (" + here + ") AS cells LEFT JOIN (" +
                        other_keys(judging, other) + ") AS other ON " + same_key(size));
}

std::string judged_references(const Judging& judging) {
  const std::vector<std::string>& columns = judging.rule().columns;
  const Other other = other_table(judging);
  return "SELECT " + judging.carried() + "CASE WHEN NOT (" +
         all_present("cells.k", columns.size()) +
         ") THEN NULL WHEN other.n IS NULL THEN 1 ELSE 0 END AS state FROM (" +
         judging.cells(key_list(judging, judging.relation(), columns), true) +
         ") AS cells LEFT JOIN (" + other_keys(judging, other) + ") AS other ON " +
         same_key(columns.size());
}

}  // namespace

RuleResult run_unique(const Judging& judging) {
  const std::vector<std::string>& columns = judging.rule().columns;
  return judge_repeats(judging, key_list(judging, judging.relation(), columns),
                       numbered("k", columns.size()), all_present("k", columns.size()));
}

std::string repeated_keys_sql(const Judging& judging) {
  const std::vector<std::string>& columns = judging.rule().columns;
  return judging.broken_rows(judged_repeats(judging, key_list(judging, judging.relation(), columns),
                                            numbered("k", columns.size()),
                                            all_present("k", columns.size())));
}

RuleResult run_unique_rows(const Judging& judging) {
  std::vector<std::string> columns = judging.rule().columns;
  if (columns.empty()) {
    for (const engine::Column& column : judging.relation().columns) columns.push_back(column.name);
  }
  return judge_repeats(judging, hash_of(judging, columns) + " AS k0", "k0", "k0 IS NOT NULL");
}

RuleResult run_determines(const Judging& judging) {
  std::vector<std::string> left = judging.rule().columns;
  const std::string right = judging.key(judging.relation(), left.back()) + " AS r";
  left.pop_back();
  const Json& share = judging.rule().argument("majority");
  const double majority = share.is_null() ? 0 : share.get<double>();
  if (majority < 0 || majority >= 1) {
    throw Error(Code::invalid_value,
                "argument \"majority\" of determines must be at least 0 and less than 1",
                "Got " + document::canonical(share) + ".");
  }
  const std::string list = key_list(judging, judging.relation(), left) + ", " + right;
  const std::string names = numbered("k", left.size());
  const std::string group = partition(names);
  const std::string complete = all_present("k", left.size());
  // Compared without a quotient, which would be rounded.
  const std::string clear = " * 1.0 > " + document::canonical(majority) + " * ";
  const std::string order = group + " ORDER BY n DESC, CASE WHEN r IS NULL THEN 1 ELSE 0 END, r";

  const std::string ranked =
      "SELECT n, row_number() OVER (" + order + ") AS place, CASE WHEN " + complete +
      " AND max(n) OVER (" + group + ")" + clear + "sum(n) OVER (" + group +
      ") THEN 1 ELSE 0 END AS judged FROM (SELECT count(*) AS n, " + names + ", r FROM (" +
      judging.cells(list, false) + ") AS cells GROUP BY " + names + ", r) AS pairs";
  const std::string counts = "SELECT " + summed("CASE WHEN judged = 1 THEN n END") + ", " +
                             summed("CASE WHEN judged = 1 AND place > 1 THEN n END") + ", " +
                             summed("CASE WHEN judged = 1 THEN 0 ELSE n END") + " FROM (" + ranked +
                             ") AS ranked";
  const std::string counted = "SELECT " + judging.carried() + names + ", r, count(*) OVER (" +
                              group + ", r) AS n, count(*) OVER (" + group + ") AS total FROM (" +
                              judging.cells(list, true) + ") AS cells";
  const std::string best =
      "SELECT " + judging.carried() + names + ", r, total, first_value(r) OVER (" + order +
      ") AS best, max(n) OVER (" + group + ") AS most FROM (" + counted + ") AS counted";
  return judging.finish("SELECT " + judging.carried() + "CASE WHEN NOT (" + complete + " AND most" +
                            clear + "total) THEN NULL WHEN " +
                            judging.dialect().is_distinct("r", "best") +
                            " THEN 1 ELSE 0 END AS state FROM (" + best + ") AS best",
                        counts);
}

RuleResult run_references(const Judging& judging) {
  return judging.finish(judged_references(judging));
}

std::string unknown_keys_sql(const Judging& judging) {
  return judging.broken_rows(judged_references(judging));
}

std::optional<std::vector<std::string>> few_references(const Judging& judging, std::size_t most) {
  if (judging.rule().columns.size() != 1 || !judging.rule().argument("ignore").is_null()) {
    return std::nullopt;
  }
  const Other other = other_table(judging);
  const auto rows = judging.session().query(
      "SELECT DISTINCT k0 FROM (SELECT " + key_list(judging, other.relation, other.columns) +
      " FROM " + other.from + std::string(kFence) + ") AS keys WHERE k0 IS NOT NULL LIMIT " +
      std::to_string(most + 1));
  std::vector<std::string> keys;
  while (rows->next()) keys.emplace_back(rows->at(0).bytes());
  if (keys.empty() || keys.size() > most) return std::nullopt;
  return keys;
}

RuleResult run_cardinality(const Judging& judging) {
  const Json& argument = judging.rule().argument("relation");
  const auto& relation = argument.get_ref<const std::string&>();
  const bool one_first = relation == "1:1" || relation == "1:n";
  const bool one_second = relation == "1:1" || relation == "n:1";
  return judging.rule().argument("table").is_null()
             ? judge_pairs(judging, one_first, one_second)
             : judge_partners(judging, one_first, one_second);
}

}  // namespace tamis::quality
