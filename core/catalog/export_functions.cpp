#include "core/catalog/tables.h"
#include "core/export/export.h"
#include "core/export/upkeep/retry.h"

namespace tamis::catalog {
namespace {

document::Json export_relation(engine::Session& session, Arguments arguments) {
  return exports::export_or_record(session, arguments[0].bytes(), arguments[1].bytes(),
                                   arguments[2].bytes());
}

class Findings final : public RowProducer {
 public:
  explicit Findings(std::unique_ptr<exports::Verification> verification)
      : verification_(std::move(verification)) {}

  bool next(std::span<Value> row) override {
    if (!verification_->next(finding_)) return false;
    row[0] = Value::text(finding_.file);
    row[1] = Value::text(finding_.check);
    row[2] = Value::text(finding_.expected == finding_.actual ? "pass" : "fail");
    row[3] = Value::text(finding_.expected);
    row[4] = Value::text(finding_.actual);
    return true;
  }

 private:
  std::unique_ptr<exports::Verification> verification_;
  exports::Finding finding_;
};

std::unique_ptr<RowProducer> verify_export(engine::Session& session, Arguments arguments) {
  return std::make_unique<Findings>(
      exports::verify_export(session, arguments[0].bytes(), arguments[1].bytes()));
}

}  // namespace

std::vector<Function> export_functions() {
  using enum Parameter::Arity;
  return {
      {.name = "tamis_export",
       .parameters = {{"source", Type::text},
                      {"destination", Type::text},
                      {"options", Type::json, optional}},
       .result = Type::json,
       .columns = {},
       .callable = Action{export_relation},
       .doc = "Writes a table, view or query to files with a manifest, all of them or none",
       .cost = 10000,
       .privilege = Privilege::write_files},
      {.name = "tamis_verify_export",
       .parameters = {{"manifest", Type::text}, {"options", Type::json, optional}},
       .result = Type::text,
       .columns = {{"file_name", Type::text},
                   {"check_name", Type::text},
                   {"status", Type::text},
                   {"expected", Type::text},
                   {"actual", Type::text}},
       .callable = Report{verify_export},
       .doc = "Checks the files of an export against its manifest: sizes, checksums, rows",
       .cost = 10000,
       .privilege = Privilege::read_files},
  };
}

}  // namespace tamis::catalog
