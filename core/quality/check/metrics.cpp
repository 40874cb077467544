#include "core/quality/check/metrics.h"

#include <algorithm>
#include <cmath>

#include "core/error/error.h"
#include "core/profile/answers.h"
#include "core/profile/describe_spread.h"
#include "core/profile/judge.h"
#include "core/profile/kind.h"
#include "core/sketch/heavy.h"

namespace tamis::quality {
namespace {

using document::Json;
using sketch::ColumnSketch;

Observed number(double value, bool exact = true) {
  if (!std::isfinite(value))
    return {.value = {}, .problem = "there are too few values", .exact = true};
  return {.value = document::rounded(value), .problem = {}, .exact = exact};
}

Observed whole(std::uint64_t value, bool exact = true) {
  return {.value = static_cast<std::int64_t>(value), .problem = {}, .exact = exact};
}

Observed problem(std::string words) {
  return {.value = {}, .problem = std::move(words), .exact = true};
}

double ratio(std::uint64_t part, std::uint64_t all) noexcept {
  return static_cast<double>(part) / static_cast<double>(all);
}

Observed length_metric(const sketch::Facts& facts, std::string_view metric) {
  if (metric == "min_length") return whole(facts.min_length);
  if (metric == "max_length") return whole(facts.max_length);
  return number(facts.lengths.divided(static_cast<double>(facts.present())).high);
}

Observed share_metric(const ColumnSketch& sketch, std::string_view metric) {
  const std::uint64_t present = sketch.facts().present();
  const auto distinct = static_cast<std::uint64_t>(profile::distinct_of(sketch));
  const bool exact = sketch.distinct().exact();
  if (metric == "distinct_count") return whole(distinct, exact);
  if (metric == "distinct_ratio") return number(ratio(distinct, present), exact);
  if (metric == "duplicate_count") return whole(present - distinct, exact);
  const sketch::FrequentValues& frequent = sketch.frequent();
  if (metric == "most_common_ratio") {
    const sketch::HeavyValues heavy = sketch::heavy_values(frequent);
    if (heavy.values.empty()) return number(0, false);
    const sketch::HeavyValue& first = heavy.values.front();
    return number(ratio(first.count, present), first.error == 0);
  }
  if (!frequent.exact()) return {.value = {}, .problem = {}, .exact = false};
  double bits = 0;
  for (const auto& kept : frequent.kept()) {
    const double share = ratio(kept.count, frequent.total());
    bits -= share * std::log2(share);
  }
  return number(bits + 0.0);
}

Observed moment_metric(const sketch::Moments& moments, std::string_view metric) {
  if (metric == "min") return number(moments.min);
  if (metric == "max") return number(moments.max);
  if (moments.overflow) {
    return {.value = {}, .problem = "the values are too large to add up", .exact = true};
  }
  if (metric == "mean") return number(moments.mean());
  if (metric == "sum") return number(moments.sum.high);
  if (metric == "stddev") return number(moments.deviation());
  if (metric == "variance") return number(moments.deviation() * moments.deviation());
  if (metric == "skewness") return number(moments.skewness());
  return number(moments.kurtosis());
}

// Of a column of numbers, as its kind; text that holds a few numbers has no mean.
Observed number_metric(const ColumnSketch& sketch, std::string_view metric, double q) {
  profile::ColumnProfile column;
  profile::judge(sketch, column);
  profile::judge_kind(sketch, column);
  if (!types::has_number(column.kind)) {
    return problem("metric " + in_quotes(metric) + " needs numbers, and the column holds " +
                   std::string(types::name_of(column.kind)));
  }
  if (metric == "median" || metric == "quantile") {
    const sketch::Ranks ranks = profile::ranks_of_numbers(sketch, column);
    if (ranks.count() == 0) return problem("there are no numbers of one meaning");
    const auto answer = ranks.quantile(metric == "median" ? 0.5 : q);
    return number(answer.value.number, ranks.exact());
  }
  return moment_metric(profile::numbers_of(sketch.facts(), column).moments, metric);
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) noexcept {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// The most frequent value, or why it is not known.
Observed most_common(const ColumnSketch& sketch) {
  const sketch::HeavyValues heavy = sketch::heavy_values(sketch.frequent());
  if (heavy.values.empty()) return {.value = {}, .problem = {}, .exact = false};
  const sketch::HeavyValue& first = heavy.values.front();
  const bool sure = heavy.values.size() < 2 || first.count - first.error > heavy.values[1].count ||
                    (first.error == 0 && heavy.values[1].error == 0);
  return {.value = sketch.frequent().short_text(*first.kept).shown(),
          .problem = {},
          .exact = sure && first.count - first.error >= heavy.most_other};
}

}  // namespace

bool counts_absence(std::string_view metric) noexcept {
  return is_one_of(metric, {"missing_count", "missing_ratio", "null_count", "null_ratio"});
}

Observed metric_of(const ColumnSketch& sketch, std::string_view metric, double q) {
  const bool counts = is_one_of(metric, {"distinct_count", "duplicate_count"});
  if (sketch.facts().present() == 0 && !counts) return {};
  if (metric.ends_with("_length")) return length_metric(sketch.facts(), metric);
  if (counts || is_one_of(metric, {"distinct_ratio", "most_common_ratio", "entropy"})) {
    return share_metric(sketch, metric);
  }
  if (is_one_of(metric, {"min", "max", "mean", "median", "sum", "stddev", "variance", "quantile",
                         "skewness", "kurtosis"})) {
    return number_metric(sketch, metric, q);
  }
  throw Error(Code::invalid_value, "there is no metric " + in_quotes(metric));
}

void PairSums::add(double a, double b) noexcept {
  ++count;
  x.add({a, 0});
  y.add({b, 0});
  xx.add(sketch::WideSum::product(a, a));
  yy.add(sketch::WideSum::product(b, b));
  xy.add(sketch::WideSum::product(a, b));
}

void PairSums::merge(const PairSums& other) noexcept {
  count += other.count;
  x.add(other.x);
  y.add(other.y);
  xx.add(other.xx);
  yy.add(other.yy);
  xy.add(other.xy);
}

double PairSums::correlation() const noexcept {
  // n * sum(ab) - sum(a) * sum(b), where differences of large terms are small.
  const auto central = [n = static_cast<double>(count)](const sketch::WideSum& products,
                                                        const sketch::WideSum& a,
                                                        const sketch::WideSum& b) {
    sketch::WideSum out = products.times(n);
    out.add(a.times(b).negated());
    return out.high;
  };
  const double varies = central(xx, x, x) * central(yy, y, y);
  if (count < 2 || !(varies > 0)) return std::numeric_limits<double>::quiet_NaN();
  return std::clamp(central(xy, x, y) / std::sqrt(varies), -1.0, 1.0);
}

Metrics::Metrics(const CompiledRules& rules, std::pmr::memory_resource* memory)
    : memory_(memory),
      sources_(memory),
      intakes_(memory),
      pairs_(memory),
      lists_(memory),
      keys_(memory) {
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const CompiledRules::Entry& entry = rules.entry(i);
    switch (entry.rule.check) {
      case Check::correlation:
        if (text_argument(entry.rule, "method", "pearson") != "pearson") {
          throw Error(Code::unsupported, "a scan tells Pearson's correlation only");
        }
        pairs_.push_back({i, {}});
        break;
      case Check::unique: keys_.push_back({i, Keys(memory)}); break;
      case Check::contains_values: lists_.emplace_back(i, entry.listed->size(), memory); break;
      case Check::metric:
        if (counts_absence(text_argument(entry.rule, "metric"))) break;
        [[fallthrough]];
      case Check::most_common_in: {
        const Source source{entry.columns.at(0), entry.where, i};
        if (std::find(sources_.begin(), sources_.end(), source) == sources_.end()) {
          sources_.push_back(source);
        }
        break;
      }
      default: break;
    }
  }
  intakes_.reserve(sources_.size());
  for (std::size_t i = 0; i < sources_.size(); ++i) intakes_.emplace_back(memory);
}

void Metrics::add(const CompiledRules& rules, std::span<std::uint8_t> states,
                  const sketch::RowRef& row) {
  const std::span<Cell> cells = rules.cells();
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    if (states[sources_[i].rule] == CompiledRules::kOutside) continue;
    intakes_[i].add(cells[sources_[i].column].value());
  }
  for (Pair& pair : pairs_) {
    if (states[pair.rule] == CompiledRules::kOutside) continue;
    const CompiledRules::Entry& entry = rules.entry(pair.rule);
    Cell& a = cells[entry.columns[0]];
    Cell& b = cells[entry.columns[1]];
    if (a.missing() || b.missing() || !a.is_number() || !b.is_number()) continue;
    pair.sums.add(a.number(), b.number());
  }
  for (KeysOf& keys : keys_) {
    if (states[keys.rule] == CompiledRules::kOutside) continue;
    const bool complete = keys.keys.add(cells, rules.entry(keys.rule).columns, row);
    states[keys.rule] = static_cast<std::uint8_t>(complete ? Outcome::passed : Outcome::skipped);
  }
  for (List& list : lists_) {
    if (states[list.rule] == CompiledRules::kOutside) continue;
    const CompiledRules::Entry& entry = rules.entry(list.rule);
    Cell& cell = cells[entry.columns[0]];
    if (cell.missing()) continue;
    const std::size_t place = entry.listed->find(cell);
    ++(place == ValueSet::kNone ? list.others : list.seen[place]);
  }
}

void Metrics::merge(Metrics& other) {
  for (std::size_t i = 0; i < intakes_.size(); ++i) {
    intakes_[i].sketch().merge(other.intakes_[i].sketch());
  }
  for (std::size_t i = 0; i < pairs_.size(); ++i) pairs_[i].sums.merge(other.pairs_[i].sums);
  for (std::size_t i = 0; i < lists_.size(); ++i) {
    for (std::size_t v = 0; v < lists_[i].seen.size(); ++v) {
      lists_[i].seen[v] += other.lists_[i].seen[v];
    }
    lists_[i].others += other.lists_[i].others;
  }
  for (std::size_t i = 0; i < keys_.size(); ++i) keys_[i].keys.merge(other.keys_[i].keys);
}

Keys* Metrics::keys_of(std::size_t rule) noexcept {
  const auto found = std::find_if(keys_.begin(), keys_.end(),
                                  [&](const KeysOf& keys) { return keys.rule == rule; });
  return found == keys_.end() ? nullptr : &found->keys;
}

void Metrics::read(sketch::ByteReader& in) {
  std::pmr::vector<sketch::Intake> intakes(memory_);
  intakes.reserve(intakes_.size());
  for (std::size_t i = 0; i < intakes_.size(); ++i) {
    const std::string_view bytes =
        in.bytes(in.varint(sketch::kMostStored, "a sketch is too large"));
    intakes.emplace_back(ColumnSketch::decode(std::as_bytes(std::span(bytes)), memory_));
  }
  intakes_.swap(intakes);  // of one allocator; sketches move, but are not assigned
  for (Pair& pair : pairs_) {
    pair.sums.count = in.varint();
    for (auto* s : {&pair.sums.x, &pair.sums.y, &pair.sums.xx, &pair.sums.yy, &pair.sums.xy}) {
      s->high = std::bit_cast<double>(in.fixed());
      s->low = std::bit_cast<double>(in.fixed());
    }
  }
  for (List& list : lists_) {
    for (std::uint64_t& count : list.seen) count = in.varint();
    list.others = in.varint();
  }
  for (KeysOf& keys : keys_) keys.keys.read(in);
}

std::size_t Metrics::slot_of(const CompiledRules& rules, std::size_t rule) const noexcept {
  const CompiledRules::Entry& entry = rules.entry(rule);
  const Source wanted{entry.columns[0], entry.where, rule};
  return static_cast<std::size_t>(std::find(sources_.begin(), sources_.end(), wanted) -
                                  sources_.begin());
}

Observed Metrics::observed(const CompiledRules& rules, std::size_t rule,
                           std::span<const std::uint64_t> counts) {
  const CompiledRules::Entry& entry = rules.entry(rule);
  const std::uint64_t broken = counts[static_cast<std::size_t>(Outcome::failed)];
  const std::uint64_t rows = counts[static_cast<std::size_t>(Outcome::passed)] + broken;
  switch (entry.rule.check) {
    case Check::row_count: return whole(rows);
    case Check::correlation: {
      const auto pair =
          std::find_if(pairs_.begin(), pairs_.end(), [&](const Pair& p) { return p.rule == rule; });
      if (pair->sums.count == 0) return {.value = {}, .problem = {}, .exact = true};
      return number(pair->sums.correlation());
    }
    case Check::contains_values: {
      const auto list =
          std::find_if(lists_.begin(), lists_.end(), [&](const List& l) { return l.rule == rule; });
      Json absent = Json::array();
      const Json& values = list_argument(entry.rule, "values");
      for (std::size_t i = 0; i < list->seen.size(); ++i) {
        // Of a value listed twice the first place counts.
        const bool first = std::find(values.begin(), values.end(), values[i]) ==
                           values.begin() + static_cast<std::ptrdiff_t>(i);
        if (first && list->seen[i] == 0) absent.push_back(values[i]);
      }
      return {
          .value = {{"absent", absent}, {"others", list->others}}, .problem = {}, .exact = true};
    }
    case Check::most_common_in: return most_common(intakes_[slot_of(rules, rule)].sketch());
    default: break;
  }
  const std::string metric = text_argument(entry.rule, "metric");
  if (metric.ends_with("_count") && counts_absence(metric)) return whole(broken);
  if (counts_absence(metric)) return rows == 0 ? Observed() : number(ratio(broken, rows));
  const Json& q = entry.rule.argument("q");
  if (metric == "quantile" && (!q.is_number() || q.get<double>() < 0 || q.get<double>() > 1)) {
    wrong_argument(entry.rule, "q", "a number between 0 and 1");
  }
  return metric_of(intakes_[slot_of(rules, rule)].sketch(), metric,
                   q.is_number() ? q.get<double>() : 0);
}

}  // namespace tamis::quality
