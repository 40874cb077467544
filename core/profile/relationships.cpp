#include "core/profile/relationships.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "core/error/error.h"
#include "core/profile/pair_counts.h"
#include "core/profile/pearson.h"

namespace tamis::profile {
namespace {

using document::Json;
using types::Type;

constexpr double kLeastShare = 0.95;      // of a dependency that nobody named
constexpr std::int64_t kNearlyKey = 100;  // one repeated row in as many: worth telling
constexpr std::int64_t kFewerBreaks = 10;
constexpr std::int64_t kRowsOfCategory = 5;
constexpr double kNearlyUnique = 0.9;
constexpr double kErrorOfEstimate = 0.05;
constexpr auto kNoticeInterval = std::chrono::seconds(2);

using Columns = std::vector<const ColumnProfile*>;

std::int64_t not_null(const ColumnProfile& column) noexcept { return column.rows - column.nulls; }

// Different values as the engine counts them: the profile's leave out what is missing.
std::int64_t most_distinct(const ColumnProfile& column) noexcept {
  const double slack = column.distinct_exact ? 1 : 1 + kErrorOfEstimate;
  const auto present =
      static_cast<std::int64_t>(std::ceil(static_cast<double>(column.distinct) * slack));
  return std::min(not_null(column),
                  present + (column.empty > 0 ? 1 : 0) + column.blank + column.missing);
}

std::int64_t least_distinct(const ColumnProfile& column) noexcept {
  const double slack = column.distinct_exact ? 1 : 1 - kErrorOfEstimate;
  return static_cast<std::int64_t>(static_cast<double>(column.distinct) * slack);
}

bool is_number(const ColumnProfile& column) noexcept {
  return column.type == Type::integer || column.type == Type::decimal || column.type == Type::real;
}

// Where hardly a value comes twice, each says the other and means nothing by it.
bool is_categorical(const ColumnProfile& column, bool named) noexcept {
  const std::int64_t distinct = most_distinct(column);
  return column.distinct_exact && column.distinct >= 2 && distinct <= kMostCategories &&
         (named || distinct * kRowsOfCategory <= not_null(column));
}

class Relationships {
 public:
  Relationships(engine::Session& session, const engine::Relation& relation,
                const TableProfile& profile, const RelationshipOptions& options)
      : session_(session), relation_(relation), profile_(profile), options_(options) {}

  Json run() {
    Json out = Json::object();
    if (options_.key_pairs || options_.dependencies) {
      plan_pairs();
      count_pairs();
    }
    if (options_.key_pairs) out["key_pairs"] = std::move(keys_);
    if (options_.dependencies) out["dependencies"] = std::move(dependencies_);
    if (options_.correlations) out["correlations"] = correlations();
    return out;
  }

 private:
  struct Pair {
    const ColumnProfile* a;
    const ColumnProfile* b;
    bool key = false;
    bool a_gives_b = false;
    bool b_gives_a = false;
  };

  Columns chosen(const std::vector<std::string>& names) const {
    Columns columns;
    if (names.empty()) {
      for (const ColumnProfile& column : profile_.columns) columns.push_back(&column);
    }
    for (const std::string& name : names) {
      const ColumnProfile* const column = &profile_.columns[profile_.place_of(relation_, name)];
      if (std::find(columns.begin(), columns.end(), column) == columns.end()) {
        columns.push_back(column);
      }
    }
    return columns;
  }

  const engine::Column& source(const ColumnProfile& column) const {
    return relation_.column(column.name);
  }

  bool is_unique(const ColumnProfile& column) const {
    return std::find(unique_.begin(), unique_.end(), &column) != unique_.end();
  }

  // An estimate can't tell whether each value of a column is another; the engine can.
  void find_unique() {
    Columns asked;
    std::string sql;
    for (const ColumnProfile& column : profile_.columns) {
      const auto rows = static_cast<double>(not_null(column));
      if (not_null(column) == 0 ||
          static_cast<double>(most_distinct(column)) < kNearlyUnique * rows) {
        continue;
      }
      const std::string value = comparable_sql(session_.dialect(), source(column));
      sql.append(sql.empty() ? "SELECT " : ", ");
      sql.append("count(").append(value).append(") - count(DISTINCT ").append(value).append(")");
      asked.push_back(&column);
    }
    if (asked.empty()) return;
    const auto rows = session_.query_few(sql + " FROM " + relation_.sql);
    if (!rows->next()) throw Error(Code::internal_error, "an aggregate gave no row");
    for (std::size_t i = 0; i < asked.size(); ++i) {
      if (rows->at(i).as_integer() == 0) unique_.push_back(asked[i]);
    }
  }

  bool may_be_key(const ColumnProfile& a, const ColumnProfile& b) const {
    if (is_unique(a) || is_unique(b)) return false;
    const double combinations =
        static_cast<double>(most_distinct(a)) * static_cast<double>(most_distinct(b));
    const auto rows = static_cast<double>(profile_.rows - a.nulls - b.nulls);
    // One row in a hundred may repeat another and still be told.
    return rows > 1 && combinations * (1 + 1.0 / kNearlyKey) >= rows;
  }

  // Whether a may determine b in enough rows to be told.
  bool may_determine(const ColumnProfile& a, const ColumnProfile& b) const {
    if (is_unique(a) || most_distinct(a) < 2 || b.distinct < 2) return false;
    const auto surplus = static_cast<double>(least_distinct(b) - a.nulls - most_distinct(a));
    return surplus <= (1 - kLeastShare) * static_cast<double>(not_null(a));
  }

  template <typename May>
  void add_pairs(const std::vector<std::string>& names, May may) {
    const Columns columns = chosen(names);
    for (std::size_t i = 0; i < columns.size(); ++i) {
      for (std::size_t j = i + 1; j < columns.size(); ++j) may(*columns[i], *columns[j]);
    }
  }

  Pair& pair_of(const ColumnProfile& a, const ColumnProfile& b) {
    const auto found = std::find_if(pairs_.begin(), pairs_.end(), [&](const Pair& pair) {
      return (pair.a == &a && pair.b == &b) || (pair.a == &b && pair.b == &a);
    });
    if (found != pairs_.end()) return *found;
    return pairs_.emplace_back(Pair{&a, &b});
  }

  void plan_pairs() {
    find_unique();
    if (options_.key_pairs) {
      const bool named = !options_.key_pairs->empty();
      add_pairs(*options_.key_pairs, [&](const ColumnProfile& a, const ColumnProfile& b) {
        if (named || may_be_key(a, b)) pair_of(a, b).key = true;
      });
    }
    if (options_.dependencies) {
      const bool named = !options_.dependencies->empty();
      add_pairs(*options_.dependencies, [&](const ColumnProfile& a, const ColumnProfile& b) {
        const bool forth = named || may_determine(a, b);
        const bool back = named || may_determine(b, a);
        if (!forth && !back) return;
        Pair& pair = pair_of(a, b);
        (pair.a == &a ? pair.a_gives_b : pair.b_gives_a) = forth;
        (pair.a == &a ? pair.b_gives_a : pair.a_gives_b) = back;
      });
    }
    require_few(pairs_.size());
  }

  static void require_few(std::size_t pairs) {
    if (pairs <= kMostPairs) return;
    throw Error(Code::limit_exceeded,
                std::to_string(pairs) + " pairs of columns are too many to count",
                "Each takes a pass over the table; " + std::to_string(kMostPairs) + " are allowed.",
                R"(Name the columns: {"dependencies": ["city", "zip", "country"]}.)");
  }

  void count_pairs() {
    std::size_t done = 0;
    for (const Pair& pair : pairs_) {
      say_progress(done++, pairs_.size());
      const PairCounts counts = count_pair(session_, relation_, source(*pair.a), source(*pair.b));
      if (pair.key) tell_key(pair, counts);
      if (pair.a_gives_b) tell_dependency(*pair.a, *pair.b, counts.forth);
      if (pair.b_gives_a) tell_dependency(*pair.b, *pair.a, counts.back);
    }
  }

  void tell_key(const Pair& pair, const PairCounts& counts) {
    const bool named = !options_.key_pairs->empty();
    if (!named && counts.repeated() * kNearlyKey > counts.rows) return;
    keys_.push_back({{"columns", {pair.a->name, pair.b->name}},
                     {"rows", counts.rows},
                     {"repeated", counts.repeated()},
                     {"null_keys", counts.null_keys}});
  }

  void tell_dependency(const ColumnProfile& from, const ColumnProfile& to,
                       const DependencyCounts& counts) {
    const double share = counts.rows == 0 ? 1
                                          : 1 - static_cast<double>(counts.breaking) /
                                                    static_cast<double>(counts.rows);
    // What a nearly unique column, or a nearly constant one, would do by chance is no dependency.
    const std::int64_t by_chance =
        std::min(counts.rows - counts.groups, counts.rows - counts.commonest);
    const bool named = !options_.dependencies->empty();
    if (!named &&
        (share < kLeastShare || by_chance <= 0 || counts.breaking * kFewerBreaks > by_chance)) {
      return;
    }
    Json examples = Json::array();
    if (counts.breaking > 0) {
      examples = breaking_examples(session_, relation_, source(from), source(to));
    }
    dependencies_.push_back({{"determinant", from.name},
                             {"dependent", to.name},
                             {"rows", counts.rows},
                             {"breaking", counts.breaking},
                             {"share", document::rounded(share)},
                             {"examples", std::move(examples)}});
  }

  Json correlations() {
    const bool named = !options_.correlations->empty();
    Columns numbers;
    Columns categories;
    for (const ColumnProfile* column : chosen(*options_.correlations)) {
      if (is_number(*column) && column->distinct > 1) numbers.push_back(column);
      if (is_categorical(*column, named)) categories.push_back(column);
    }
    std::vector<std::pair<const ColumnProfile*, const ColumnProfile*>> pairs;
    for (std::size_t i = 0; i < categories.size(); ++i) {
      for (std::size_t j = i + 1; j < categories.size(); ++j) {
        // Two numbers have Pearson's already.
        if (is_number(*categories[i]) && is_number(*categories[j])) continue;
        pairs.emplace_back(categories[i], categories[j]);
      }
    }
    require_few(pairs.size());
    Json out = pearson(session_, relation_, numbers);
    std::size_t done = 0;
    for (const auto& [a, b] : pairs) {
      say_progress(done++, pairs.size());
      const Association found = associate(session_, relation_, source(*a), source(*b));
      if (!found.defined) continue;
      out.push_back({{"columns", {a->name, b->name}},
                     {"measure", "cramers_v"},
                     {"rows", found.rows},
                     {"value", document::rounded(found.cramers_v)}});
    }
    return out;
  }

  void say_progress(std::size_t done, std::size_t all) {
    session_.check_interrupt();
    const auto now = std::chrono::steady_clock::now();
    if (now - last_said_ < kNoticeInterval) return;
    last_said_ = now;
    session_.notice("tamis_profile: " + std::to_string(done) + " of " + std::to_string(all) +
                    " pairs of columns counted");
  }

  engine::Session& session_;
  const engine::Relation& relation_;
  const TableProfile& profile_;
  const RelationshipOptions& options_;
  Columns unique_;
  std::vector<Pair> pairs_;
  Json keys_ = Json::array();
  Json dependencies_ = Json::array();
  std::chrono::steady_clock::time_point last_said_ = std::chrono::steady_clock::now();
};

}  // namespace

Json relationships(engine::Session& session, const engine::Relation& relation,
                   const TableProfile& profile, const RelationshipOptions& options) {
  return Relationships(session, relation, profile, options).run();
}

}  // namespace tamis::profile
