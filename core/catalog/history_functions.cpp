#include "core/catalog/tables.h"
#include "core/error/error.h"
#include "core/history/history.h"
#include "core/history/row_hash.h"

namespace tamis::catalog {
namespace {

Value row_hash(CallContext& context, Arguments values) {
  if (values.empty()) throw Error(Code::invalid_value, "tamis_row_hash needs at least one value");
  const std::span<char> out = context.buffer(history::kHashDigits);
  history::row_hash(values, out.first<history::kHashDigits>());
  return Value::text({out.data(), history::kHashDigits});
}

std::string_view text_argument(const Value& value, std::string_view function,
                               std::string_view name) {
  if (!value.is_null()) return value.bytes();
  throw Error(Code::invalid_value,
              "argument " + in_quotes(name) + " of " + std::string(function) + " is NULL");
}

document::Json scd2_merge(engine::Session& session, Arguments arguments) {
  constexpr std::string_view kName = "tamis_scd2_merge";
  return history::merge(session, text_argument(arguments[0], kName, "target"),
                        text_argument(arguments[1], kName, "source"), arguments[2].bytes());
}

class Problems final : public RowProducer {
 public:
  explicit Problems(std::unique_ptr<history::Verification> verification)
      : verification_(std::move(verification)) {}

  bool next(std::span<Value> row) override {
    history::Problem problem;
    if (!verification_->next(problem)) return false;
    row[0] = Value::text(problem.problem);
    row[1] = Value::text(problem.key_value);
    row[2] = problem.valid_from;
    row[3] = problem.valid_to;
    row[4] = Value::text(problem.detail);
    return true;
  }

 private:
  std::unique_ptr<history::Verification> verification_;
};

std::unique_ptr<RowProducer> scd2_verify(engine::Session& session, Arguments arguments) {
  return std::make_unique<Problems>(history::verify(
      session, text_argument(arguments[0], "tamis_scd2_verify", "target"), arguments[1].bytes()));
}

}  // namespace

std::vector<Function> history_functions() {
  using enum Parameter::Arity;
  return {
      {"tamis_row_hash",
       {{"value", Type::value, variadic}},
       Type::text,
       {},
       Scalar{row_hash, false},
       "128-bit hash of a row's values as hex digits, equal on both engines for equal values",
       10},
      {"tamis_scd2_merge",
       {{"target", Type::text}, {"source", Type::text}, {"options", Type::json}},
       Type::json,
       {},
       Action{scd2_merge},
       "Merges a batch into a history table (SCD2): closes changed versions and adds new ones"},
      {"tamis_scd2_verify",
       {{"target", Type::text}, {"options", Type::json, optional}},
       Type::text,
       {{"problem", Type::text},
        {"key_value", Type::text},
        {"valid_from", Type::text},
        {"valid_to", Type::text},
        {"detail", Type::text}},
       Report{scd2_verify},
       "Lists every version of a history table that breaks a rule"},
  };
}

}  // namespace tamis::catalog
