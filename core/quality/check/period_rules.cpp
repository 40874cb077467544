// Periods without a row. A period is numbered so that neighbours differ by one; then the gaps
// between the numbers that have rows are the missing periods, whatever the period is.
#include <array>

#include "core/error/error.h"
#include "core/quality/check/cells.h"
#include "core/quality/check/readings.h"
#include "core/quality/check/set_rules.h"

namespace tamis::quality {
namespace {

using document::Json;
using engine::Dialect;

// Keeps the numbers of weeks before 1970 above zero, where both engines divide alike.
constexpr const char* kWeeksUp = "100000";

bool is_postgresql(const Dialect& dialect) {
  return dialect.engine() == Dialect::Engine::postgresql;
}

// The number of the period of `t`, a moment as 2024-01-31 12:00:00.
std::string number_of(const Dialect& dialect, const std::string& period, const std::string& t) {
  std::string year = "CAST(substr(" + t + ", 1, 4) AS integer)";
  const std::string month = "(CAST(substr(" + t + ", 6, 2) AS integer) - 1)";
  std::string day = is_postgresql(dialect)
                        ? "(substr(" + t + ", 1, 10)::date - date '1970-01-01')"
                        : "CAST(julianday(substr(" + t + ", 1, 10)) - 2440587.5 AS INTEGER)";
  if (period == "year") return year;
  if (period == "quarter") return year + " * 4 + " + month + " / 3";
  if (period == "month") return year + " * 12 + " + month;
  // 1 January 1970 was a Thursday.
  if (period == "week") {
    return "(" + day + " + 3 + 7 * " + kWeeksUp + ") / 7 - " + kWeeksUp;
  }
  if (period == "day") return day;
  return day + " * 24 + CAST(substr(" + t + ", 12, 2) AS integer)";
}

// Its name: 2024, 2024-Q1, 2024-01, the Monday of a week, 2024-01-31, 2024-01-31 12:00.
std::string name_of(const Dialect& dialect, const std::string& period, const std::string& n) {
  const bool postgresql = is_postgresql(dialect);
  const auto padded = [&](const std::string& value, const char* width) {
    return postgresql ? "lpad((" + value + ")::text, " + width + ", '0')"
                      : "printf('%0" + std::string(width) + "d', " + value + ")";
  };
  const auto date = [&](const std::string& days) {
    return postgresql ? "(date '1970-01-01' + (" + days + ")::integer)::text"
                      : "date((" + days + ") * 86400, 'unixepoch')";
  };
  if (period == "year") return padded(n, "4");
  if (period == "quarter") return padded(n + " / 4", "4") + " || '-Q' || (" + n + " % 4 + 1)";
  if (period == "month") {
    return padded(n + " / 12", "4") + " || '-' || " + padded(n + " % 12 + 1", "2");
  }
  if (period == "week") return date(n + " * 7 - 3");
  if (period == "day") return date(n);
  const std::string up = "(" + n + " + 24 * 7 * " + kWeeksUp + ")";
  return date(up + " / 24 - 7 * " + std::string(kWeeksUp)) + " || ' ' || " +
         padded(up + " % 24", "2") + " || ':00'";
}

// The moment of an argument; it must read as one.
std::string bound_of(const Judging& judging, std::string_view argument) {
  const auto& text = judging.rule().argument(argument).get_ref<const std::string&>();
  const Dialect& dialect = judging.dialect();
  const std::string literal = dialect.quote_literal(text);
  const auto rows = judging.session().query(
      "SELECT replace(coalesce(" + try_cast_sql(dialect, literal, "timestamp") + ", " +
      try_cast_sql(dialect, literal, "timestamptz") + "), '+00:00', '')");
  rows->next();
  if (rows->at(0).is_null()) {
    throw Error(Code::invalid_value,
                "argument " + in_quotes(argument) + " of no_gaps is no date: " + in_quotes(text),
                {}, "Write it as 2024-01-31.");
  }
  return dialect.quote_literal(rows->at(0).bytes());
}

// What the statements of one rule have in common.
struct Periods {
  std::string period;
  std::string groups;   // "g0, g1"
  std::string carried;  // "g0, g1, "
  std::string cells;    // judging.cells(): t and the groups
  std::string present;
  std::string gaps;   // each stretch without a row: the groups, "first" and "last"
  std::string spans;  // each group's number of periods: "size"
};

Periods plan(const Judging& judging) {
  const Rule& rule = judging.rule();
  const Dialect& dialect = judging.dialect();
  const std::vector<std::string> by = judging.columns("by");
  Periods out;
  out.period = rule.argument("period").get<std::string>();
  std::string list =
      reading_cell(dialect, judging.relation().column(rule.columns.at(0)), Reads::moment) + " AS t";
  for (std::size_t i = 0; i < by.size(); ++i) {
    list += ", " + judging.key(judging.relation(), by[i]) + " AS g" + std::to_string(i);
  }
  out.groups = numbered("g", by.size());
  out.carried = by.empty() ? "" : out.groups + ", ";
  out.present = all_present("g", by.size());
  out.cells = judging.cells(list, false);
  const bool from = !rule.argument("from").is_null();
  const bool to = !rule.argument("to").is_null();
  const std::string first = from ? number_of(dialect, out.period, bound_of(judging, "from")) : "";
  const std::string last = to ? number_of(dialect, out.period, bound_of(judging, "to")) : "";
  // Bounds stand as rows beside them, one outside of what is asked for.
  std::string numbers = "SELECT DISTINCT " + out.carried + number_of(dialect, out.period, "t") +
                        " AS p FROM (" + out.cells + ") AS cells WHERE t IS NOT NULL AND " +
                        out.present;
  if (from) numbers = "SELECT * FROM (" + numbers + ") AS numbers WHERE p >= " + first;
  if (to) numbers = "SELECT * FROM (" + numbers + ") AS numbers WHERE p <= " + last;
  const std::string all_groups = by.empty() ? " FROM (SELECT 1 AS one) AS one"
                                            : " FROM (SELECT DISTINCT " + out.groups + " FROM (" +
                                                  out.cells + ") AS cells WHERE " + out.present +
                                                  ") AS groups";
  std::string fenced = numbers;
  if (from) fenced += " UNION ALL SELECT " + out.carried + first + " - 1" + all_groups;
  if (to) fenced += " UNION ALL SELECT " + out.carried + last + " + 1" + all_groups;
  out.gaps = "SELECT " + out.carried + "before + 1 AS first, p - 1 AS last FROM (SELECT " +
             out.carried + "p, lag(p) OVER (" + partition(out.groups) +
             " ORDER BY p) AS before FROM (" + fenced +
             ") AS fenced) AS neighbours WHERE p - "
             "before > 1";
  out.spans = "SELECT max(p) - min(p) + 1 - " + std::to_string((from ? 1 : 0) + (to ? 1 : 0)) +
              " AS size FROM (" + fenced + ") AS fenced" +
              (by.empty() ? "" : " GROUP BY " + out.groups);
  return out;
}

std::string missing_periods(const Judging& judging, const Periods& periods) {
  return "WITH RECURSIVE missing AS (SELECT " + periods.carried + "first, last FROM (" +
         periods.gaps + ") AS gaps UNION ALL SELECT " + periods.carried +
         "first + 1, last FROM missing WHERE first < last) SELECT " + periods.carried +
         name_of(judging.dialect(), periods.period, "first") + " AS period FROM missing ORDER BY " +
         periods.carried + "first";
}

}  // namespace

RuleResult run_no_gaps(const Judging& judging) {
  const Periods periods = plan(judging);
  RuleResult out;
  out.rule = judging.rule();
  out.sql = missing_periods(judging, periods);
  const auto counts = judging.session().query_few(
      "SELECT (SELECT " + summed("size") + " FROM (" + periods.spans + ") AS spans), (SELECT " +
      summed("last - first + 1") + " FROM (" + periods.gaps +
      ") AS gaps), (SELECT count(*) FROM (" + periods.cells +
      ") AS cells WHERE t IS NULL OR NOT (" + periods.present + "))");
  counts->next();
  out.evaluated = count_at(*counts, 0);
  out.failed = count_at(*counts, 1);
  out.skipped = count_at(*counts, 2);
  const std::vector<std::string> by = judging.columns("by");
  if (out.failed > 0 && judging.options().samples > 0) {
    const auto rows = judging.session().query_few(out.sql + " LIMIT " +
                                                  std::to_string(judging.options().samples));
    while (rows->next()) {
      Json sample = {{"value", rows->at(by.size()).bytes()}};
      for (std::size_t i = 0; i < by.size(); ++i) {
        sample["group"][by[i]] = shown_value(rows->at(i), judging.options().mask);
      }
      out.samples.push_back(std::move(sample));
    }
  }
  out.conclude();
  return out;
}

}  // namespace tamis::quality
