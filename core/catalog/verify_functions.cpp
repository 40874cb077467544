#include "core/catalog/tables.h"
#include "core/history/verify/diff.h"
#include "core/history/verify/repair.h"
#include "core/history/verify/verify.h"
#include "core/history/verify/view.h"

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

class Changes final : public RowProducer {
 public:
  explicit Changes(std::unique_ptr<history::Diff> diff) : diff_(std::move(diff)) {}

  bool next(std::span<Value> row) override {
    history::Change change;
    if (!diff_->next(change)) return false;
    row[0] = Value::text(change.key_value);
    row[1] = Value::text(change.change);
    row[2] = change.columns.empty() ? Value() : Value::text(change.columns);
    row[3] = change.before;
    row[4] = change.after;
    return true;
  }

 private:
  std::unique_ptr<history::Diff> diff_;
};

std::unique_ptr<RowProducer> scd2_diff(engine::Session& session, Arguments arguments) {
  return std::make_unique<Changes>(history::diff(session, arguments[0].bytes(),
                                                 arguments[1].bytes(), arguments[2].bytes(),
                                                 arguments[3].bytes()));
}

document::Json scd2_view(engine::Session& session, Arguments arguments) {
  return history::make_view(session, arguments[0].bytes(), arguments[1].bytes(),
                            arguments[2].bytes());
}

document::Json scd2_repair(engine::Session& session, Arguments arguments) {
  return history::repair(session, arguments[0].bytes(), arguments[1].bytes());
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
      {"tamis_scd2_repair",
       {{"target", Type::text}, {"options", Type::json}},
       Type::json,
       {},
       Action{scd2_repair},
       "Puts right what tamis_scd2_verify finds in a history table, and says what it changed"},
      {"tamis_scd2_diff",
       {{"target", Type::text}, {"t1", Type::text}, {"t2", Type::text}, {"options", Type::json}},
       Type::text,
       {{"key_value", Type::text},
        {"change", Type::text},
        {"columns", Type::json},
        {"before", Type::json},
        {"after", Type::json}},
       Report{scd2_diff},
       "A row per key that a history table holds otherwise at another moment"},
      {"tamis_scd2_view",
       {{"target", Type::text}, {"view", Type::text}, {"options", Type::json, optional}},
       Type::json,
       {},
       Action{scd2_view},
       "Makes a view of a history table: the current rows, those of a moment, or all numbered"},
  };
}

}  // namespace tamis::catalog
