#include <algorithm>

#include "core/error/error.h"
#include "core/quality/check/cells.h"
#include "core/quality/check/readings.h"
#include "core/quality/check/set_rules.h"

namespace tamis::quality {
namespace {

using document::Json;

// Of the modified z-score; Iglewicz and Hoaglin, "How to Detect and Handle Outliers", 1993.
constexpr double kModified = 3.5;
constexpr double kDeviations = 3;
constexpr double kQuartiles = 1.5;  // Tukey's fences
// What lies exactly at a limit is within it, however the engine rounds on the way.
constexpr const char* kSlack = " * 1.000000001";

struct Spread {
  std::string method;
  double threshold = 0;
  std::int64_t window = 0;
};

Spread spread_of(const Rule& rule) {
  Spread out;
  const Json& method = rule.argument("method");
  const Json& window = rule.argument("window");
  out.window = window.is_null() ? 0 : window.get<std::int64_t>();
  out.method = !method.is_null() ? method.get<std::string>() : out.window > 0 ? "zscore" : "mad";
  if (!window.is_null() && (out.window < 2 || out.method != "zscore")) {
    throw Error(Code::invalid_value,
                "argument \"window\" of outliers must be at least 2, with the method \"zscore\"",
                "A median over a moving window is nothing that both engines can compute.");
  }
  const Json& threshold = rule.argument("threshold");
  out.threshold = !threshold.is_null()     ? threshold.get<double>()
                  : out.method == "mad"    ? kModified
                  : out.method == "zscore" ? kDeviations
                                           : kQuartiles;
  if (!(out.threshold > 0)) {
    throw Error(Code::invalid_value, "argument \"threshold\" of outliers must be above 0");
  }
  return out;
}

// Each layer is a SELECT over the last one that hands everything up and adds a column or two.
class Layers {
 public:
  Layers(std::string cells, std::string carried)
      : sql_(std::move(cells)), carried_(std::move(carried)) {}

  void add(const std::string& expression, const std::string& name) {
    added_ += ", " + expression + " AS " + name;
    names_ += ", " + name;
  }
  void stack() {
    sql_ = "SELECT " + carried_ + added_ + " FROM (" + sql_ + ") AS layer";
    carried_ += names_;
    added_.clear();
    names_.clear();
  }
  const std::string& sql() const noexcept { return sql_; }

 private:
  std::string sql_;
  std::string carried_;
  std::string added_;
  std::string names_;
};

// The mean of the one or two middle values, from the ranks of all.
std::string middle(const std::string& value, const std::string& rank, const std::string& group) {
  return "avg(CASE WHEN " + rank + " IN ((n + 1) / 2, (n + 2) / 2) THEN " + value + " END) OVER (" +
         group + ")";
}

// The quartile `part` of four, by linear interpolation (Hyndman and Fan's type 7).
std::string quartile(int part, const std::string& group) {
  const std::string reach = std::to_string(part) + " * (n - 1)";
  const auto at = [&](const char* above) {
    return "max(CASE WHEN place = " + reach + " / 4 + " + above + " THEN v END) OVER (" + group +
           ")";
  };
  return at("1") + " + (" + reach + ") % 4 / 4.0 * (coalesce(" + at("2") + ", " + at("1") + ") - " +
         at("1") + ")";
}

std::string zscore(Layers& layers, const std::string& group, const std::string& square) {
  layers.add("avg(v) OVER (" + group + ")", "mean");
  layers.stack();
  layers.add("avg((v - mean) * (v - mean)) OVER (" + group + ")", "variance");
  layers.stack();
  return "(v - mean) * (v - mean) > " + square + " * variance" + kSlack;
}

// Over a moving window the squares are taken about the group's mean, so that large numbers don't
// swallow small differences.
std::string moving_zscore(Layers& layers, const std::string& group, const std::string& frame,
                          const std::string& square) {
  layers.add("v - avg(v) OVER (" + group + ")", "d");
  layers.stack();
  layers.add("avg(d) OVER (" + frame + ")", "mean");
  layers.add("avg(d * d) OVER (" + frame + ")", "squares");
  layers.add("count(d) OVER (" + frame + ")", "seen");
  layers.stack();
  const std::string variance = "(squares - mean * mean)";
  // Rounding must not make rows of one and the same value differ from each other.
  return "(d - mean) * (d - mean) > " + square + " * " + variance + kSlack +
         " AND (d - mean) * (d - mean) > 0.000000000001 * squares";
}

// Where more than half of the values are equal, their median absolute deviation is 0 and would
// make an outlier of every other; the mean absolute deviation takes its place.
std::string modified_zscore(Layers& layers, const std::string& group, const std::string& limit) {
  layers.add("row_number() OVER (" + group + " ORDER BY v)", "place");
  layers.add("count(v) OVER (" + group + ")", "n");
  layers.stack();
  layers.add("abs(v - " + middle("v", "place", group) + ")", "d");
  layers.stack();
  layers.add("row_number() OVER (" + group + " ORDER BY d)", "place_of_d");
  layers.stack();
  layers.add(middle("d", "place_of_d", group), "mad");
  layers.add("avg(d) OVER (" + group + ")", "mean_d");
  layers.stack();
  return "d > " + limit + " * CASE WHEN mad > 0 THEN 1.482602 * mad ELSE 1.253314 * mean_d END" +
         kSlack;
}

// Where the quartiles are equal, nothing lies outside.
std::string fences(Layers& layers, const std::string& group, const std::string& reach) {
  layers.add("row_number() OVER (" + group + " ORDER BY v)", "place");
  layers.add("count(v) OVER (" + group + ")", "n");
  layers.stack();
  layers.add(quartile(1, group), "q1");
  layers.add(quartile(3, group), "q3");
  layers.stack();
  return "q3 > q1 AND (v < q1 - " + reach + " * (q3 - q1) OR v > q3 + " + reach + " * (q3 - q1))";
}

}  // namespace

RuleResult run_variants(const Judging& judging) {
  static const Json kAll = Json::array({"case", "spaces", "unicode"});
  const Json& argument = judging.rule().argument("ignore");
  const Json& ignored = argument.is_null() ? kAll : argument;
  Json rest = Json::array();
  for (const Json& word : kAll) {
    if (std::find(ignored.begin(), ignored.end(), word) == ignored.end()) rest.push_back(word);
  }
  const engine::Dialect& dialect = judging.dialect();
  const std::string text =
      cell_text(dialect, judging.relation().column(judging.rule().columns.at(0)));
  const auto folded = [&](const Json& what) {
    return "(tamis_fold(" + text + ", " +
           dialect.quote_literal(document::canonical({{"ignore", what}})) + "))" +
           std::string(by_bytes(dialect));
  };
  // What is not to be ignored is folded away beforehand, so that spellings differ in the rest only.
  const std::string spelling =
      rest.empty() ? "(" + text + ")" + std::string(by_bytes(dialect)) : folded(rest);
  const std::string list = "CASE WHEN tamis_clean(" + text + ") IS NOT NULL THEN " + folded(kAll) +
                           " END AS k, " + spelling + " AS s";
  const std::string order = "PARTITION BY k ORDER BY n DESC, s";

  const std::string ranked = "SELECT n, k, row_number() OVER (" + order +
                             ") AS place FROM (SELECT count(*) AS n, k, s FROM (" +
                             judging.cells(list, false) + ") AS cells GROUP BY k, s) AS spellings";
  const std::string counts = "SELECT " + summed("CASE WHEN k IS NOT NULL THEN n END") + ", " +
                             summed("CASE WHEN k IS NOT NULL AND place > 1 THEN n END") + ", " +
                             summed("CASE WHEN k IS NULL THEN n END") + " FROM (" + ranked +
                             ") AS ranked";
  const std::string counted = "SELECT " + judging.carried() +
                              "k, s, count(*) OVER (PARTITION BY k, s) AS n FROM (" +
                              judging.cells(list, true) + ") AS cells";
  return judging.finish("SELECT " + judging.carried() +
                            "CASE WHEN k IS NULL THEN NULL WHEN s <> best THEN 1 ELSE 0 END AS "
                            "state FROM (SELECT " +
                            judging.carried() + "k, s, first_value(s) OVER (" + order +
                            ") AS best FROM (" + counted + ") AS counted) AS spelled",
                        counts);
}

RuleResult run_outliers(const Judging& judging) {
  const Rule& rule = judging.rule();
  const Spread spread = spread_of(rule);
  const engine::Dialect& dialect = judging.dialect();
  const std::vector<std::string> by = judging.columns("by");
  std::string cells =
      reading_cell(dialect, judging.relation().column(rule.columns.at(0)), Reads::number) + " AS t";
  for (std::size_t i = 0; i < by.size(); ++i) {
    cells += ", " + judging.key(judging.relation(), by[i]) + " AS g" + std::to_string(i);
  }
  std::string carried = judging.carried();
  carried += by.empty() ? "" : numbered("g", by.size()) + ", ";
  std::string typed = reading_real(dialect, "t") + " AS v";
  std::string terms;
  std::string orders;
  const std::vector<std::string> order_by = judging.columns("order_by");
  for (std::size_t i = 0; i < order_by.size(); ++i) {
    const engine::Column& column = judging.relation().column(order_by[i]);
    const std::string n = std::to_string(i);
    const Reads reads =
        reads_as(judging.session(), judging.relation(), column, {}, judging.where());
    cells += ", " + reading_cell(dialect, column, reads) + " AS t" + n;
    typed += ", " + reading_value(dialect, "t" + n, reads) + " AS o" + n;
    orders += ", o" + n;
    terms.append(i == 0 ? "o" : ", o").append(n);
  }
  const std::string group = partition((by.empty() ? "" : numbered("g", by.size()) + ", ") +
                                      std::string("CASE WHEN v IS NULL THEN 1 ELSE 0 END"));
  Layers layers("SELECT " + carried + typed + " FROM (" + judging.cells(cells, true) + ") AS cells",
                carried + "v" + orders);
  const std::string limit = document::canonical(spread.threshold);
  const std::string square = document::canonical(spread.threshold * spread.threshold);
  std::string unjudged = "v IS NULL OR NOT (" + all_present("g", by.size()) + ")";
  std::string broken;
  if (spread.window > 0) {
    unjudged += " OR seen < " + std::to_string(spread.window);
    const std::string frame = group + " " + judging.order(terms) + " ROWS BETWEEN " +
                              std::to_string(spread.window) + " PRECEDING AND 1 PRECEDING";
    broken = moving_zscore(layers, group, frame, square);
  } else if (spread.method == "zscore") {
    broken = zscore(layers, group, square);
  } else if (spread.method == "mad") {
    broken = modified_zscore(layers, group, limit);
  } else {
    broken = fences(layers, group, limit);
  }
  return judging.finish("SELECT " + judging.carried() + "CASE WHEN " + unjudged +
                        " THEN NULL WHEN " + broken + " THEN 1 ELSE 0 END AS state FROM (" +
                        layers.sql() + ") AS layer");
}

}  // namespace tamis::quality
