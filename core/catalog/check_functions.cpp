// tamis_check: a contract's rules over a table, a row each.
#include <string>
#include <utility>
#include <vector>

#include "core/catalog/tables.h"
#include "core/document/json.h"
#include "core/document/options.h"
#include "core/quality/score/judge.h"

namespace tamis::catalog {
namespace {

using document::Json;
using quality::Rule;
using quality::RuleResult;

class CheckRows final : public RowProducer {
 public:
  explicit CheckRows(std::vector<RuleResult> results) : results_(std::move(results)) {}

  bool next(std::span<Value> row) override {
    if (at_ == results_.size()) return false;
    const RuleResult& result = results_[at_++];
    const Rule& rule = result.rule;
    columns_ = rule.column();
    texts_ = {rendered(result.observed), rendered(expected_of(rule)), rendered(tolerance_of(rule)),
              rendered(result.samples)};
    std::size_t i = 0;
    for (const Value& value :
         {Value::text(rule.id), Value::text(rule.kind().name), text_or_null(columns_),
          Value::text(quality::name_of(rule.dimension)),
          Value::text(quality::name_of(rule.severity)),
          Value::text(quality::name_of(result.status)), Value::integer(result.evaluated),
          Value::integer(result.passed()), Value::integer(result.failed),
          Value::integer(result.skipped), text_or_null(texts_[0]), text_or_null(texts_[1]),
          text_or_null(texts_[2]), text_or_null(texts_[3]), text_or_null(result.sql),
          Value::text(rule.kind().code), text_or_null(result.message)}) {
      row[i++] = value;
    }
    return true;
  }

 private:
  static Value text_or_null(const std::string& text) {
    return text.empty() ? Value() : Value::text(text);
  }
  static std::string rendered(const Json& json) {
    return json.is_null() ? std::string() : document::canonical(json);
  }
  static Json expected_of(const Rule& rule) {
    Json out = rule.arguments;
    if (!rule.logical_type.empty()) out["type"] = rule.logical_type;
    if (!rule.where.empty()) out["where"] = rule.where;
    return out.empty() ? Json() : out;
  }
  static Json tolerance_of(const Rule& rule) {
    Json out = rule.tolerance.document();
    if (rule.warn) out["warn"] = rule.warn->document();
    return out;
  }

  std::vector<RuleResult> results_;
  std::size_t at_ = 0;
  std::string columns_;
  std::array<std::string, 4> texts_;
};

std::unique_ptr<RowProducer> check_rows(engine::Session& session, Arguments arguments) {
  return std::make_unique<CheckRows>(quality::check_table(
      session, arguments[0].bytes(), document::parse(arguments[1].bytes(), "contract"),
      document::Options::from_text(arguments[2].bytes(), "tamis_check")));
}

}  // namespace

std::vector<Function> check_functions() {
  using Arity = Parameter::Arity;
  return {
      {.name = "tamis_check",
       .parameters = {{"table", Type::text},
                      {"contract", Type::json},
                      {"options", Type::json, Arity::optional}},
       .result = Type::json,
       .columns = {{"rule", Type::text},
                   {"check_name", Type::text},
                   {"column_name", Type::text},
                   {"dimension", Type::text},
                   {"severity", Type::text},
                   {"status", Type::text},
                   {"evaluated", Type::bigint},
                   {"passed", Type::bigint},
                   {"failed", Type::bigint},
                   {"skipped", Type::bigint},
                   {"observed", Type::json},
                   {"expected", Type::json},
                   {"tolerance", Type::json},
                   {"samples", Type::json},
                   {"sql", Type::text},
                   {"code", Type::text},
                   {"message", Type::text}},
       .callable = Report{check_rows},
       .doc = "Judges a table by the rules of a contract, a row for each",
       .cost = 1000},
  };
}

}  // namespace tamis::catalog
