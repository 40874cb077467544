// What two tables, or two sketches, have in common: tamis_drift, tamis_reconcile and what they
// need.
#include <memory_resource>
#include <string>
#include <vector>

#include "core/catalog/tables.h"
#include "core/document/json.h"
#include "core/document/options.h"
#include "core/quality/compare/drift.h"
#include "core/quality/compare/reconcile.h"
#include "core/quality/compare/row_sum.h"
#include "core/sketch/sketch.h"

namespace tamis::catalog {
namespace {

using document::Options;

class DriftRows final : public RowProducer {
 public:
  explicit DriftRows(std::vector<quality::DriftMeasure> measures)
      : measures_(std::move(measures)) {}

  bool next(std::span<Value> row) override {
    if (at_ == measures_.size()) return false;
    const quality::DriftMeasure& m = measures_[at_++];
    detail_ = document::canonical(m.detail);
    const auto text = [](const std::optional<std::string>& t) {
      return t ? Value::text(*t) : Value();
    };
    const auto number = [](std::optional<double> v) { return v ? Value::real(*v) : Value(); };
    std::size_t i = 0;
    for (const Value& value :
         {m.column.empty() ? Value() : Value::text(m.column), Value::text(m.name), text(m.before),
          text(m.after), number(m.value), number(m.threshold), Value::text(name_of(m.level)),
          Value::text(detail_)}) {
      row[i++] = value;
    }
    return true;
  }

 private:
  std::vector<quality::DriftMeasure> measures_;
  std::size_t at_ = 0;
  std::string detail_;
};

std::unique_ptr<RowProducer> drift_rows(engine::Session& session, Arguments arguments) {
  return std::make_unique<DriftRows>(
      quality::drift(session, arguments[0].bytes(), arguments[1].bytes(),
                     Options::from_text(arguments[2].bytes(), "tamis_drift")));
}

sketch::ColumnSketch decoded(const Value& sketch) {
  return sketch::ColumnSketch::decode(sketch.byte_span(), std::pmr::new_delete_resource());
}

Value drift_of(CallContext& context, Arguments arguments) {
  const std::string text = document::canonical(
      quality::drift_of(decoded(arguments[0]), decoded(arguments[1]),
                        Options::from_text(arguments[2].bytes(), "tamis_drift_of")));
  const std::span<char> out = context.buffer(text.size());
  text.copy(out.data(), text.size());
  return Value::text({out.data(), text.size()});
}

Value hash_part(CallContext&, Arguments arguments) {
  return Value::integer(quality::hash_part(arguments[0].bytes(), arguments[1].as_integer()));
}

document::Json reconcile(engine::Session& session, Arguments arguments) {
  return quality::reconcile(session, arguments[0].bytes(), arguments[1].bytes(),
                            Options::from_text(arguments[2].bytes(), "tamis_reconcile"));
}

}  // namespace

std::vector<Function> compare_functions() {
  using enum Parameter::Arity;
  return {
      {.name = "tamis_drift",
       .parameters = {{"table_before", Type::text},
                      {"table_after", Type::text},
                      {"options", Type::json, optional}},
       .result = Type::json,
       .columns = {{"column_name", Type::text},
                   {"measure", Type::text},
                   {"before", Type::text},
                   {"after", Type::text},
                   {"value", Type::number},
                   {"threshold", Type::number},
                   {"severity", Type::text},
                   {"detail", Type::json}},
       .callable = Report{drift_rows},
       .doc = "A row per column and measure: what has changed between two tables, and how much",
       .cost = 100000},
      {.name = "tamis_drift_of",
       .parameters = {{"before", Type::sketch},
                      {"after", Type::sketch},
                      {"options", Type::json, optional}},
       .result = Type::json,
       .columns = {},
       .callable = Scalar{.call = drift_of},
       .doc = "What has changed between two sketches of one column, as one document",
       .cost = 20000},
      {.name = "tamis_reconcile",
       .parameters = {{"a", Type::text}, {"b", Type::text}, {"options", Type::json, optional}},
       .result = Type::json,
       .columns = {},
       .callable = Action{reconcile},
       .doc = "Whether two tables hold the same rows, and where they do not",
       .cost = 1000},
      {.name = "tamis_hash_part",
       .parameters = {{"hash", Type::text}, {"part", Type::bigint}},
       .result = Type::bigint,
       .columns = {},
       .callable = Scalar{.call = hash_part},
       .doc = "One of the four 32-bit groups of a row hash as a number, for sums of hashes",
       .cost = 1},
  };
}

}  // namespace tamis::catalog
