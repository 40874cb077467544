#include <array>
#include <string>
#include <vector>

#include "core/error/error.h"
#include "core/history/scd2/columns.h"
#include "core/history/scd2/settings.h"
#include "core/history/verify/verify.h"

namespace tamis::history {
namespace {

using engine::Column;
using engine::ColumnType;
using engine::Dialect;
using engine::Relation;
using engine::Value;

// A rule: the condition on a row of the window query under which it is broken, and what to say
// then. In the words, @ stands for the moment when the earlier versions ended.
struct Rule {
  std::string_view problem;
  std::string condition;
  std::string_view words;
};

constexpr std::string_view kEndOfTime = "9999-12-31 23:59:59.999999";

// A history column as a timestamp without zone, or as the text that SQLite holds.
std::string moment_of(const Dialect& dialect, const Column& column) {
  const std::string name = dialect.quote_identifier(column.name);
  if (dialect.engine() == Dialect::Engine::sqlite) return name;
  if (column.type == ColumnType::timestamptz) return "(" + name + " AT TIME ZONE 'UTC')";
  return column.type == ColumnType::timestamp ? name : "(" + name + ")::timestamp";
}

std::string end_of_time(const Dialect& dialect) {
  return dialect.engine() == Dialect::Engine::sqlite ? dialect.quote_literal(kEndOfTime)
                                                     : "'infinity'::timestamp";
}

// The narrow form of the table: keys, interval, flag, and whether the hash is wrong.
std::string rows_query(const Dialect& dialect, const VerifySettings& settings,
                       const std::vector<Column>& key, const Relation& target) {
  std::string out = "SELECT ";
  for (std::size_t i = 0; i < key.size(); ++i) {
    out += dialect.quote_identifier(key[i].name) + " AS k" + std::to_string(i + 1) + ", ";
  }
  const std::string hash = dialect.quote_identifier(settings.names.row_hash);
  const std::string wrong =
      settings.check_hash
          ? dialect.is_distinct(hash, hash_expression(dialect, tracked_of_target(settings, target)))
          : "false";
  return out + moment_of(dialect, target.column(settings.names.valid_from)) + " AS b, " +
         moment_of(dialect, target.column(settings.names.valid_to)) + " AS e, " +
         dialect.quote_identifier(settings.names.is_current) + " AS cur, " + hash + " AS h, " +
         wrong + " AS wrong FROM " + target.sql + std::string(fence(dialect));
}

struct KeyLists {
  std::string columns;    // k1, k2
  std::string partition;  // in byte order
  std::string order;      // likewise, NULLs first
  std::string null_key;   // k1 IS NULL OR ...
};

KeyLists key_lists(const Dialect& dialect, const std::vector<Column>& key) {
  KeyLists lists;
  for (std::size_t i = 0; i < key.size(); ++i) {
    const std::string column = "k" + std::to_string(i + 1);
    const std::string ordered = in_byte_order(dialect, column, key[i].type);
    const std::string comma = i > 0 ? ", " : "";
    lists.columns += comma + column;
    lists.partition += comma + ordered;
    lists.order += comma + ordered + " NULLS FIRST";
    lists.null_key += (i > 0 ? " OR " : "") + column + " IS NULL";
  }
  return lists;
}

// `ended`: when the last of the earlier versions of the key ends; `currents`: how many versions up
// to this one are current.
std::string window_query(const Dialect& dialect, const std::string& rows, const KeyLists& key,
                         const std::string& within) {
  return "SELECT " + key.columns + ", b, e, cur, h, wrong, (" + key.null_key +
         ") AS no_key, max(coalesce(e, " + end_of_time(dialect) +
         ")) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS ended, "
         "count(CASE WHEN cur THEN 1 END) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT "
         "ROW) AS currents FROM (" +
         rows + ") AS r WINDOW w AS (PARTITION BY " + key.partition + " ORDER BY " + within + ")";
}

std::vector<Rule> rules(const Dialect& dialect, const VerifySettings& settings) {
  const std::string end = end_of_time(dialect);
  std::vector<Rule> out = {
      {"null_key", "no_key", "a key column is NULL"},
      {"null_valid_from", "b IS NULL", "the version has no beginning"},
      {"inverted_interval", "e < b", "the version ends before it begins"},
      {"empty_interval", "e = b", "the version ends when it begins"},
      {"overlap", "NOT no_key AND b < ended AND ended < " + end, "an earlier version ends at @"},
      {"overlap", "NOT no_key AND b < ended AND ended = " + end, "an earlier version has no end"},
      {"double_current", "NOT no_key AND cur AND currents > 1",
       "an earlier version is current too"},
      {"flag_mismatch", "cur IS NULL", "the current flag is NULL"},
      {"flag_mismatch", "cur AND e IS NOT NULL", "the version is current but has an end"},
      {"flag_mismatch", "NOT cur AND e IS NULL", "the version has no end but is not current"},
  };
  if (settings.report_gaps) {
    out.push_back({"gap", "NOT no_key AND b > ended", "no version holds from @ on"});
  }
  if (settings.check_hash) {
    out.push_back(
        {"hash_mismatch", "wrong", "the tracked columns do not give the stored row hash"});
  }
  return out;
}

class Scan final : public Verification {
 public:
  Scan(engine::Session& session, const Relation& target, const VerifySettings& settings)
      : rules_(rules(session.dialect(), settings)) {
    const Dialect& dialect = session.dialect();
    for (const std::string& name : settings.key) key_.push_back(target.column(name));
    const KeyLists key = key_lists(dialect, key_);
    const std::string within = "b NULLS FIRST, e NULLS LAST, " +
                               in_byte_order(dialect, "h", ColumnType::text) +
                               " NULLS FIRST, cur NULLS FIRST";
    const std::string windows =
        window_query(dialect, rows_query(dialect, settings, key_, target), key, within);
    std::string flags;
    std::string any;
    for (const Rule& rule : rules_) {
      flags += ", CASE WHEN " + rule.condition + " THEN 1 ELSE 0 END";
      any += (any.empty() ? "(" : " OR (") + rule.condition + ")";
    }
    rows_ = session.query("SELECT " + key.columns + ", b, e, ended" + flags + " FROM (" + windows +
                          ") AS v WHERE " + any + " ORDER BY " + key.order + ", " + within);
  }

  bool next(Problem& problem) override {
    for (;;) {
      for (; rule_ < rules_.size(); ++rule_) {
        if (rows_->at(key_.size() + kColumns + rule_).as_integer() == 0) continue;
        tell(problem);
        ++rule_;
        return true;
      }
      if (!rows_->next()) return false;
      key_value_ = key_json(key_, *rows_);
      rule_ = 0;
    }
  }

 private:
  static constexpr std::size_t kColumns = 3;  // b, e, ended

  // In the form history stores; text that is no timestamp is shown as it is.
  Value moment(std::size_t column, std::string& storage) {
    const Value value = rows_->at(key_.size() + column);
    if (value.is_null()) return value;
    std::array<char, engine::kNumberText> buffer;
    storage = engine::to_text(value, buffer);
    if (auto text = moment_text(storage)) storage = *std::move(text);
    return Value::text(storage);
  }

  void tell(Problem& problem) {
    problem.problem = rules_[rule_].problem;
    problem.key_value = key_value_;
    problem.valid_from = moment(0, valid_from_);
    problem.valid_to = moment(1, valid_to_);
    detail_ = detail(rules_[rule_].words);
    problem.detail = detail_;
  }

  std::string detail(std::string_view words) {
    std::string out(words);
    if (const std::size_t at = out.find('@'); at != std::string::npos) {
      std::string storage;
      out.replace(at, 1, moment(2, storage).bytes());
    }
    return out;
  }

  std::vector<Rule> rules_;
  std::vector<Column> key_;
  std::unique_ptr<engine::Rows> rows_;
  std::size_t rule_ = SIZE_MAX;  // past the end: no row yet
  std::string key_value_;
  std::string valid_from_;
  std::string valid_to_;
  std::string detail_;
};

}  // namespace

std::unique_ptr<Verification> verify(engine::Session& session, std::string_view target,
                                     std::string_view options) {
  const VerifySettings settings = verify_settings(options);
  const Relation relation = session.relation(target);
  require_history_columns(settings.names, relation);
  return std::make_unique<Scan>(session, relation, settings);
}

}  // namespace tamis::history
