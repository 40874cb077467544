// Runs a reconciliation and tells its result.
#include "core/quality/compare/reconcile.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "core/error/error.h"
#include "core/quality/compare/column_facts.h"
#include "core/quality/compare/reconcile_plan.h"
#include "core/quality/compare/row_sum.h"
#include "core/quality/compare/sketched_table.h"
#include "core/sketch/read_value.h"

namespace tamis::quality {
namespace {

using document::Json;
using engine::Relation;
using engine::Value;

// A value as samples show it: at most 64 bytes, numbers without zeros at the end of a fraction.
Json shown(const Value& value, bool masked) {
  if (value.is_null()) return nullptr;
  std::array<char, engine::kNumberText> buffer;
  std::string_view text = sketch::canonical_text(value, buffer);
  const bool fraction =
      (value.kind() == engine::Kind::decimal || value.kind() == engine::Kind::real) &&
      text.find('.') != std::string_view::npos;
  if (fraction) {
    text = text.substr(0, text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.remove_suffix(1);
  }
  const std::string kept = sketch::short_text(text, value.kind()).shown();
  return masked ? masked_text(kept) : kept;
}

struct KeyCounts {
  std::int64_t both = 0;
  std::int64_t only_in_a = 0;
  std::int64_t only_in_b = 0;
  std::int64_t repeated = 0;
  std::int64_t repeated_in_a = 0;
  std::int64_t repeated_in_b = 0;
  std::int64_t keyed_in_a = 0;
  std::int64_t keyed_in_b = 0;
};

struct SideResult {
  SketchedTable table;
  RowSum hash;
};

class Reconciliation {
 public:
  Reconciliation(engine::Session& session, const Relation& a, const Relation& b,
                 const ReconcileOptions& options)
      : session_(session), options_(options), plan_(session.dialect(), a, b, options) {}

  Json run() {
    a_ = read_side(true);
    b_ = read_side(false);
    hashes_agree_ = a_.hash == b_.hash;
    document_ = {{"version", 1},
                 {"kind", "reconciliation"},
                 {"a", {{"rows", a_.table.rows}, {"hash", a_.hash.text()}}},
                 {"b", {{"rows", b_.table.rows}, {"hash", b_.hash.text()}}},
                 {"columns_only_in_a", plan_.only_in_a()},
                 {"columns_only_in_b", plan_.only_in_b()},
                 {"hashed_columns", plan_.hashed()},
                 {"key", nullptr}};
    judge_tables();
    if (!options_.key.empty()) compare_keys();
    compare_columns();
    if (!hashes_agree_) reasons_.emplace_back("the hashes of the rows differ");
    document_["matched"] = reasons_.empty();
    document_["reasons"] = reasons_;
    return std::move(document_);
  }

  const std::vector<std::string>& reasons() const noexcept { return reasons_; }

 private:
  SideResult read_side(bool of_a) {
    SideResult side;
    const Relation compared = plan_.compared(of_a);
    std::vector<const engine::Column*> columns;
    for (const engine::Column& column : compared.columns) columns.push_back(&column);
    side.table = sketch_columns(session_, compared, columns);
    const auto rows = session_.query_few(plan_.hash_sums(of_a));
    if (!rows->next()) throw Error(Code::internal_error, "an aggregate gave no row");
    std::array<std::string_view, RowSum::kParts> parts;
    for (std::size_t i = 0; i < parts.size(); ++i) parts[i] = rows->at(i + 1).bytes();
    side.hash = RowSum::of(parts);
    return side;
  }

  void judge_tables() {
    const auto lists = [&](const std::vector<std::string>& names, std::string_view side) {
      if (names.empty()) return;
      reasons_.push_back(std::to_string(names.size()) +
                         (names.size() == 1 ? " column is only in " : " columns are only in ") +
                         std::string(side));
    };
    lists(plan_.only_in_a(), "a");
    lists(plan_.only_in_b(), "b");
    if (a_.table.rows != b_.table.rows) {
      reasons_.push_back("a has " + std::to_string(a_.table.rows) + " rows, b has " +
                         std::to_string(b_.table.rows));
    }
  }

  // ---- keys

  KeyCounts count_keys() {
    const auto rows = session_.query_few(plan_.key_counts());
    if (!rows->next()) throw Error(Code::internal_error, "an aggregate gave no row");
    KeyCounts counts;
    std::size_t i = 0;
    for (std::int64_t* count :
         {&counts.both, &counts.only_in_a, &counts.only_in_b, &counts.repeated,
          &counts.repeated_in_a, &counts.repeated_in_b, &counts.keyed_in_a, &counts.keyed_in_b}) {
      *count = rows->at(i++).as_integer();
    }
    return counts;
  }

  void compare_keys() {
    const KeyCounts counts = count_keys();
    const std::int64_t nulls_a = a_.table.rows - counts.keyed_in_a;
    const std::int64_t nulls_b = b_.table.rows - counts.keyed_in_b;
    // Equal sums are equal rows; only what has a tolerance is not in them.
    const bool must_join = counts.both > 0 && (!hashes_agree_ || !options_.tolerance.empty());
    const std::int64_t changed = must_join ? count_changes(counts.repeated > 0) : 0;
    Json differing = Json::object();
    for (std::size_t i = 0; i < differing_.size(); ++i) {
      if (differing_[i] > 0) differing[plan_.columns()[i].name] = differing_[i];
    }
    document_["key"] = {{"columns", options_.key},
                        {"in_both", counts.both},
                        {"only_in_a", counts.only_in_a},
                        {"only_in_b", counts.only_in_b},
                        {"changed", changed},
                        {"differing", std::move(differing)},
                        {"null_keys", {{"a", nulls_a}, {"b", nulls_b}}},
                        {"repeated_keys",
                         {{"keys", counts.repeated},
                          {"rows_a", counts.repeated_in_a},
                          {"rows_b", counts.repeated_in_b}}},
                        {"samples", samples_of(counts, changed)}};
    give_key_reasons(counts, changed, nulls_a + nulls_b);
  }

  void give_key_reasons(const KeyCounts& counts, std::int64_t changed, std::int64_t nulls) {
    const auto give = [&](std::int64_t count, std::string_view one, std::string_view many) {
      if (count == 0) return;
      reasons_.push_back(std::to_string(count) + std::string(count == 1 ? one : many));
    };
    give(counts.only_in_a, " key is only in a", " keys are only in a");
    give(counts.only_in_b, " key is only in b", " keys are only in b");
    give(changed, " row differs", " rows differ");
    // Where everything is in the hash, and it agrees, these rows are proven too.
    if (hashes_agree_ && options_.tolerance.empty()) return;
    give(counts.repeated, " repeated key can't be compared by row",
         " repeated keys can't be compared by row");
    give(nulls, " row without a key can't be compared by row",
         " rows without a key can't be compared by row");
  }

  std::int64_t count_changes(bool repeated) {
    const auto rows = session_.query_few(plan_.change_counts(repeated));
    if (!rows->next()) throw Error(Code::internal_error, "an aggregate gave no row");
    for (std::size_t i = 0; i < plan_.columns().size(); ++i) {
      differing_.push_back(rows->at(i + 1).as_integer());
    }
    return rows->at(0).as_integer();
  }

  Json key_of(engine::Rows& rows) const {
    Json key = Json::object();
    for (std::size_t i = 0; i < options_.key.size(); ++i) {
      key[options_.key[i]] = shown(rows.at(i), options_.masks(options_.key[i]));
    }
    return key;
  }

  Json samples_of(const KeyCounts& counts, std::int64_t changed) {
    const bool repeated = counts.repeated > 0;
    const auto unless_none = [&](std::int64_t count, auto read) {
      return count > 0 && options_.samples > 0 ? read() : Json::array();
    };
    return {{"changed", unless_none(changed, [&] { return changed_samples(repeated); })},
            {"only_in_a",
             unless_none(counts.only_in_a, [&] { return unshared_samples(true, repeated); })},
            {"only_in_b",
             unless_none(counts.only_in_b, [&] { return unshared_samples(false, repeated); })},
            {"repeated_in_a",
             unless_none(counts.repeated_in_a, [&] { return repeated_samples(true); })},
            {"repeated_in_b",
             unless_none(counts.repeated_in_b, [&] { return repeated_samples(false); })}};
  }

  Json changed_samples(bool repeated) {
    Json list = Json::array();
    const auto rows = session_.query(plan_.changed_rows(repeated, options_.samples));
    while (rows->next()) {
      Json columns = Json::object();
      for (std::size_t i = 0; i < plan_.columns().size(); ++i) {
        const std::size_t at = options_.key.size() + 3 * i;
        if (rows->at(at).as_integer() == 0) continue;
        const std::string& name = plan_.columns()[i].name;
        const bool masked = options_.masks(name);
        columns[name] = {{"a", shown(rows->at(at + 1), masked)},
                         {"b", shown(rows->at(at + 2), masked)}};
      }
      list.push_back({{"key", key_of(*rows)}, {"columns", std::move(columns)}});
    }
    return list;
  }

  Json unshared_samples(bool of_a, bool repeated) {
    Json list = Json::array();
    const auto rows = session_.query(plan_.unshared_rows(of_a, repeated, options_.samples));
    while (rows->next()) {
      Json values = Json::object();
      for (std::size_t i = 0; i < plan_.columns().size(); ++i) {
        const std::string& name = plan_.columns()[i].name;
        if (plan_.is_key(name)) continue;
        values[name] = shown(rows->at(options_.key.size() + i), options_.masks(name));
      }
      list.push_back({{"key", key_of(*rows)}, {"values", std::move(values)}});
    }
    return list;
  }

  Json repeated_samples(bool of_a) {
    Json list = Json::array();
    const auto rows = session_.query(plan_.repeated_rows(of_a, options_.samples));
    while (rows->next()) {
      const std::int64_t count = rows->at(options_.key.size()).as_integer();
      list.push_back({{"key", key_of(*rows)}, {"rows", count}});
    }
    return list;
  }

  // ---- columns

  void compare_columns() {
    Json list = Json::array();
    for (std::size_t i = 0; i < plan_.columns().size(); ++i) {
      const PairedColumn& pair = plan_.columns()[i];
      const auto tolerance = options_.tolerance.find(pair.name);
      const bool tolerant = tolerance != options_.tolerance.end();
      const ColumnFacts a = column_facts(a_.table.columns[i]);
      const ColumnFacts b = column_facts(b_.table.columns[i]);
      std::vector<std::string> differs;
      // Of what the hash has shown to be equal, an estimate has nothing to say.
      if (!hashes_agree_ || tolerant) {
        differs = differing_facts(a, b, tolerant ? tolerance->second : NumberTolerance());
      }
      if (tolerant) give_fact_reasons(pair.name, differs);
      if (!differing_.empty() && differing_[i] > 0) differs.emplace_back("values");
      const bool masked = options_.masks(pair.name);
      list.push_back({{"column", pair.name},
                      {"compared_as", pair.compared_as},
                      {"matched", differs.empty()},
                      {"differs", differs},
                      {"a", a.document(masked)},
                      {"b", b.document(masked)}});
    }
    document_["columns"] = std::move(list);
  }

  // With a key, rows have been compared one by one.
  void give_fact_reasons(const std::string& name, const std::vector<std::string>& differs) {
    if (differs.empty() || !differing_.empty()) return;
    std::string facts;
    for (const std::string& fact : differs) facts += (facts.empty() ? "" : ", ") + fact;
    reasons_.push_back("column " + in_quotes(name) + " differs in " + facts);
  }

  engine::Session& session_;
  const ReconcileOptions& options_;
  ReconcilePlan plan_;
  SideResult a_;
  SideResult b_;
  bool hashes_agree_ = false;
  std::vector<std::int64_t> differing_;  // of each column; none: rows were not compared
  std::vector<std::string> reasons_;
  Json document_;
};

}  // namespace

Json reconcile(engine::Session& session, std::string_view a, std::string_view b,
               document::Options given) {
  const ReconcileOptions options(given);
  const Relation left = session.relation(a);
  const Relation right = session.relation(b);
  require_one_of_each_name(left);
  require_one_of_each_name(right);
  Reconciliation reconciliation(session, left, right, options);
  Json document = reconciliation.run();
  const std::vector<std::string>& reasons = reconciliation.reasons();
  if (options.raise && !reasons.empty()) {
    throw Error(Code::gate_failed, "the tables do not match: " + reasons.front(),
                document::canonical(document),
                "Call it without \"raise\" to get this document as a result.");
  }
  return document;
}

}  // namespace tamis::quality
