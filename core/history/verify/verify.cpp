#include "core/history/verify/verify.h"

#include <array>
#include <string>
#include <vector>

#include "core/error/error.h"
#include "core/history/moments.h"
#include "core/history/results.h"
#include "core/history/verify/checks.h"

namespace tamis::history {
namespace {

using engine::Value;

class Scan final : public Verification {
 public:
  Scan(engine::Session& session, HistoryTable table, const Checks& checks)
      : session_(session),
        table_(std::move(table)),
        rules_(rules_of(table_, checks)),
        facts_(fact_checks(session, table_, checks.facts)) {
    const CheckedRows checked = checked_rows(table_, checks);
    std::string flags;
    std::string any;
    for (const Rule& rule : rules_) {
      flags += ", CASE WHEN " + rule.condition + " THEN 1 ELSE 0 END";
      any += (any.empty() ? "(" : " OR (") + rule.condition + ")";
    }
    rows_ = session.query("SELECT " + checked.keys + ", b, e, ended" + flags + " FROM (" +
                          checked.sql + ") AS v WHERE " + any + " ORDER BY " + checked.order);
  }

  bool next(Problem& problem) override {
    return (!versions_read_ && next_version(problem)) || next_fact(problem);
  }

 private:
  static constexpr std::size_t kColumns = 3;  // b, e, ended

  bool next_version(Problem& problem) {
    const std::size_t keys = table_.key().size();
    for (;;) {
      for (; rule_ < rules_.size(); ++rule_) {
        if (rows_->at(keys + kColumns + rule_).as_integer() == 0) continue;
        tell(problem);
        ++rule_;
        return true;
      }
      if (!rows_->next()) break;
      key_value_ = key_json(table_.key(), *rows_);
      rule_ = 0;
    }
    versions_read_ = true;
    rows_.reset();
    return false;
  }

  bool next_fact(Problem& problem) {
    for (; fact_ < facts_.size(); ++fact_) {
      const FactCheck& check = facts_[fact_];
      if (!rows_) rows_ = session_.query(check.sql);
      if (rows_->next()) {
        tell_fact(check, problem);
        return true;
      }
      rows_.reset();
    }
    return false;
  }

  void tell_fact(const FactCheck& check, Problem& problem) {
    const std::size_t n = check.columns.size();
    key_value_ = key_json(check.columns, *rows_);
    const std::int64_t count = rows_->at(n).as_integer();
    detail_ = std::to_string(count) + (count == 1 ? " row of " : " rows of ") +
              in_quotes(check.table) + (count == 1 ? " finds " : " find ") +
              std::string(check.words);
    const Value first = text_of(rows_->at(n + 1), valid_from_);
    if (!first.is_null()) detail_ += ", first at " + std::string(first.bytes());
    problem = {check.problem, key_value_, {}, {}, detail_};
  }

  // In the form history stores, which in SQLite is what stands there.
  Value text_of(const Value& value, std::string& storage) const {
    if (value.is_null()) return value;
    std::array<char, engine::kNumberText> buffer;
    storage = engine::to_text(value, buffer);
    if (table_.counts_moments() || table_.is_sqlite()) return Value::text(storage);
    if (auto text = moment_text(storage)) storage = *std::move(text);
    return Value::text(storage);
  }

  Value moment(std::size_t column, std::string& storage) const {
    return text_of(rows_->at(table_.key().size() + column), storage);
  }

  void tell(Problem& problem) {
    detail_ = rules_[rule_].words;
    if (const std::size_t at = detail_.find('@'); at != std::string::npos) {
      std::string ended;
      detail_.replace(at, 1, moment(2, ended).bytes());
    }
    problem = {rules_[rule_].problem, key_value_, moment(0, valid_from_), moment(1, valid_to_),
               detail_};
  }

  engine::Session& session_;
  HistoryTable table_;
  std::vector<Rule> rules_;
  std::vector<FactCheck> facts_;
  std::unique_ptr<engine::Rows> rows_;
  std::size_t rule_ = SIZE_MAX;  // past the end: no row yet
  bool versions_read_ = false;
  std::size_t fact_ = 0;
  std::string key_value_;
  std::string valid_from_;
  std::string valid_to_;
  std::string detail_;
};

}  // namespace

std::unique_ptr<Verification> verify(engine::Session& session, std::string_view target,
                                     std::string_view options) {
  const Checks checks = read_checks(options);
  return std::make_unique<Scan>(
      session, HistoryTable(session.dialect(), session.relation(target), checks.table), checks);
}

std::unique_ptr<Verification> verify(engine::Session& session, const HistoryTable& table,
                                     const Checks& checks) {
  return std::make_unique<Scan>(session, table, checks);
}

}  // namespace tamis::history
