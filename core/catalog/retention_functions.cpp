#include "core/catalog/tables.h"
#include "core/export/upkeep/health.h"
#include "core/export/upkeep/retention.h"
#include "core/export/upkeep/retry.h"

namespace tamis::catalog {
namespace {

document::Json retry_exports(engine::Session& session, Arguments arguments) {
  return exports::retry_exports(session, arguments[0].bytes());
}

document::Json expire_exports(engine::Session& session, Arguments arguments) {
  return exports::expire_exports(session, arguments[0].bytes());
}

class HealthRows final : public RowProducer {
 public:
  explicit HealthRows(std::vector<exports::HealthRow> rows) : rows_(std::move(rows)) {}

  bool next(std::span<Value> row) override {
    if (at_ == rows_.size()) return false;
    const exports::HealthRow& found = rows_[at_++];
    row[0] = Value::text(found.measure);
    row[1] = Value::text(found.source);
    row[2] = Value::real(found.value);
    row[3] = Value::real(found.threshold);
    row[4] = Value::text(found.ok ? "pass" : "fail");
    return true;
  }

 private:
  std::vector<exports::HealthRow> rows_;
  std::size_t at_ = 0;
};

std::unique_ptr<RowProducer> export_health(engine::Session& session, Arguments arguments) {
  return std::make_unique<HealthRows>(exports::export_health(session, arguments[0].bytes()));
}

}  // namespace

std::vector<Function> retention_functions() {
  using enum Parameter::Arity;
  return {
      {.name = "tamis_expire_exports",
       .parameters = {{"options", Type::json, optional}},
       .result = Type::json,
       .columns = {},
       .callable = Action{expire_exports},
       .doc = "Removes exports whose time is up; shows what it would remove unless told to do it",
       .cost = 10000,
       .privilege = Privilege::write_files},
      {.name = "tamis_retry_exports",
       .parameters = {{"options", Type::json, optional}},
       .result = Type::json,
       .columns = {},
       .callable = Action{retry_exports},
       .doc = "Tries again the exports that failed and are due",
       .cost = 10000,
       .privilege = Privilege::write_files},
      {.name = "tamis_export_health",
       .parameters = {{"options", Type::json, optional}},
       .result = Type::text,
       .columns = {{"measure", Type::text},
                   {"table_name", Type::text},
                   {"value", Type::number},
                   {"threshold", Type::number},
                   {"status", Type::text}},
       .callable = Report{export_health},
       .doc = "Duration, size, failures, age and cost of exports against thresholds",
       .cost = 10000},
  };
}

}  // namespace tamis::catalog
