#include "core/catalog/tables.h"
#include "core/history/verify/verify.h"

namespace tamis::catalog {
namespace {

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
  return std::make_unique<Problems>(
      history::verify(session, arguments[0].bytes(), arguments[1].bytes()));
}

}  // namespace

std::vector<Function> verify_functions() {
  using enum Parameter::Arity;
  return {
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
