#include <cmath>

#include "core/error/error.h"
#include "core/quality/check/readings.h"
#include "core/quality/check/set_rules.h"

namespace tamis::quality {
namespace {

using document::Json;

// A column that is compared: what it reads as, and under which name its text stands in cells().
struct Compared {
  Reads reads = Reads::text;
  std::string cell;   // "expression AS name"
  std::string value;  // over the name
};

Compared compared(const Judging& judging, const std::string& column, const std::string& name,
                  std::string_view logical_type = {}) {
  const engine::Column& found = judging.relation().column(column);
  Compared out;
  out.reads = reads_as(judging.session(), judging.relation(), found, logical_type, judging.where());
  out.cell = reading_cell(judging.dialect(), found, out.reads) + " AS " + name;
  out.value = reading_value(judging.dialect(), name, out.reads);
  return out;
}

// The keys of "by", as "expression AS g0, ...", with a comma before.
struct Groups {
  std::string cells;
  std::string names;    // "g0, g1"; empty without any
  std::string carried;  // "g0, g1, "
  std::string present;
};

Groups groups_of(const Judging& judging) {
  Groups out;
  const std::vector<std::string> by = judging.columns("by");
  for (std::size_t i = 0; i < by.size(); ++i) {
    out.cells += ", " + judging.key(judging.relation(), by[i]) + " AS g" + std::to_string(i);
  }
  out.names = numbered("g", by.size());
  if (!by.empty()) out.carried = out.names + ", ";
  out.present = all_present("g", by.size());
  return out;
}

bool says(const Rule& rule, std::string_view argument, std::string_view word) {
  const Json& value = rule.argument(argument);
  return value.is_string() && value.get_ref<const std::string&>() == word;
}

// Rows that can't be judged stand in a group of their own, so that no other is compared with them.
std::string judged_group(const Groups& groups) {
  return partition(groups.carried + "CASE WHEN v IS NULL THEN 1 ELSE 0 END");
}

}  // namespace

RuleResult run_monotone(const Judging& judging) {
  const Rule& rule = judging.rule();
  const Compared value = compared(judging, rule.columns.at(0), "t", rule.logical_type);
  const Groups groups = groups_of(judging);
  std::string cells = value.cell + groups.cells;
  std::string typed = value.value + " AS v";
  std::string terms;
  const std::vector<std::string> order_by = judging.columns("order_by");
  for (std::size_t i = 0; i < order_by.size(); ++i) {
    const std::string n = std::to_string(i);
    const Compared term = compared(judging, order_by[i], "t" + n);
    cells += ", " + term.cell;
    typed += ", " + term.value + " AS o" + n;
    terms.append(i == 0 ? "CASE WHEN o" : ", CASE WHEN o").append(n);
    terms.append(" IS NULL THEN 1 ELSE 0 END, o").append(n);
  }
  const bool strict = rule.argument("strict").is_boolean() && rule.argument("strict").get<bool>();
  const bool falls = says(rule, "direction", "decreasing");
  const std::string wrong = std::string(falls ? ">" : "<") + (strict ? "= " : " ");
  const std::string rows = "SELECT " + judging.carried() + groups.carried + typed + " FROM (" +
                           judging.cells(cells, true) + ") AS cells";
  const std::string neighbours = "SELECT " + judging.carried() + groups.carried +
                                 "v, lag(v) OVER (" + judged_group(groups) + " " +
                                 judging.order(terms) + ") AS before FROM (" + rows + ") AS typed";
  return judging.finish("SELECT " + judging.carried() + "CASE WHEN v IS NULL OR NOT (" +
                        groups.present + ") THEN NULL WHEN v " + wrong +
                        "before THEN 1 ELSE 0 END AS state FROM (" + neighbours +
                        ") AS neighbours");
}

RuleResult run_sequential(const Judging& judging) {
  const Rule& rule = judging.rule();
  const Json& argument = rule.argument("step");
  const double step = argument.is_null() ? 1 : argument.get<double>();
  if (step == 0) {
    throw Error(Code::invalid_value, "argument \"step\" of sequential must not be 0");
  }
  const engine::Column& column = judging.relation().column(rule.columns.at(0));
  const Groups groups = groups_of(judging);
  const std::string rows =
      "SELECT " + judging.carried() + groups.carried +
      reading_value(judging.dialect(), "t", Reads::number) + " AS v FROM (" +
      judging.cells(reading_cell(judging.dialect(), column, Reads::number) + " AS t" + groups.cells,
                    true) +
      ") AS cells";
  const std::string neighbours =
      "SELECT " + judging.carried() + groups.carried + "v, lag(v) OVER (" + judged_group(groups) +
      " " + judging.order(step < 0 ? "v DESC" : "v") + ") AS before FROM (" + rows + ") AS typed";
  // Tenths are no binary fractions: a step is one if it is so to nine digits.
  const std::string off = "abs(v - before - (" + document::canonical(step) + ")) > " +
                          document::canonical(std::abs(step)) + " * 0.000000001";
  return judging.finish("SELECT " + judging.carried() + "CASE WHEN v IS NULL OR NOT (" +
                        groups.present + ") THEN NULL WHEN " + off +
                        " THEN 1 ELSE 0 END AS state FROM (" + neighbours + ") AS neighbours");
}

RuleResult run_no_overlap(const Judging& judging) {
  const Rule& rule = judging.rule();
  const Compared start = compared(judging, rule.columns.at(0), "ts", rule.logical_type);
  const engine::Column& end = judging.relation().column(rule.columns.at(1));
  const Groups groups = groups_of(judging);
  const engine::Dialect& dialect = judging.dialect();
  // An end that is there but can't be read leaves the row unjudged.
  const std::string rows =
      "SELECT " + judging.carried() + groups.carried +
      "CASE WHEN te IS NOT NULL OR given IS NULL THEN " + start.value + " END AS v, " +
      reading_value(dialect, "te", start.reads) +
      " AS e, CASE WHEN given IS NULL THEN 1 ELSE 0 END AS open FROM (" +
      judging.cells(start.cell + ", " + reading_cell(dialect, end, start.reads) + " AS te, " +
                        reading_cell(dialect, end, Reads::text) + " AS given" + groups.cells,
                    true) +
      ") AS cells";
  const std::string frame = judged_group(groups) + " " + judging.order("v") +
                            " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING";
  const std::string before = "SELECT " + judging.carried() + groups.carried +
                             "v, e, open, max(CASE WHEN e > v THEN e END) OVER (" + frame +
                             ") AS reached, max(open) OVER (" + frame + ") AS endless FROM (" +
                             rows + ") AS ranges";
  std::string wrong = "endless = 1 OR reached > v";
  if (says(rule, "gaps", "forbidden")) wrong += " OR reached < v";
  return judging.finish("SELECT " + judging.carried() + "CASE WHEN v IS NULL OR NOT (" +
                        groups.present + ") THEN NULL WHEN e < v OR ((open = 1 OR e > v) AND (" +
                        wrong + ")) THEN 1 ELSE 0 END AS state FROM (" + before + ") AS ordered");
}

}  // namespace tamis::quality
