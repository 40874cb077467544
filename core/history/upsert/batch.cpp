#include "core/history/upsert/batch.h"

#include <array>

#include "core/document/digest.h"
#include "core/error/error.h"

namespace tamis::history {
namespace {

using document::Json;
using engine::Session;
using engine::Value;

}  // namespace

std::optional<Batch> find_batch(Session& session, const BatchName& name) {
  const engine::Dialect& dialect = session.dialect();
  const std::array<Value, 3> parameters = {Value::text(name.schema), Value::text(name.table),
                                           Value::text(name.token)};
  const auto rows =
      session.query("SELECT checksum, run_id, loaded_at FROM tamis_batch WHERE table_schema = " +
                        dialect.parameter(1) + " AND table_name = " + dialect.parameter(2) +
                        " AND token = " + dialect.parameter(3),
                    parameters);
  if (!rows->next()) return std::nullopt;
  return Batch{std::string(rows->at(0).bytes()), std::string(rows->at(1).bytes()),
               std::string(rows->at(2).bytes())};
}

void store_batch(Session& session, const BatchName& name, const Batch& batch, const Json& counts) {
  const engine::Dialect& dialect = session.dialect();
  const std::string text = document::canonical(counts);
  const std::array<Value, 7> values = {Value::text(name.schema),    Value::text(name.table),
                                       Value::text(name.token),     Value::text(batch.checksum),
                                       Value::text(text),           Value::text(batch.run_id),
                                       Value::text(batch.loaded_at)};
  std::string sql =
      "INSERT INTO tamis_batch (table_schema, table_name, token, checksum, counts, run_id, "
      "loaded_at) VALUES (";
  for (std::size_t n = 1; n <= values.size(); ++n) {
    if (n > 1) sql += ", ";
    sql += n == 5 ? dialect.from_canonical_text(dialect.parameter(n), engine::ColumnType::json)
                  : dialect.parameter(n);
  }
  session.execute(sql + ")", values);
}

void forget_batches(Session& session, std::string_view schema, std::string_view table) {
  const std::array<Value, 2> parameters = {Value::text(schema), Value::text(table)};
  session.execute("DELETE FROM tamis_batch WHERE table_schema = " + session.dialect().parameter(1) +
                      " AND table_name = " + session.dialect().parameter(2),
                  parameters);
}

std::string checksum_of_rows(Session& session, std::string_view hash, std::string_view from) {
  std::string sql = "SELECT CAST(count(*) AS TEXT)";
  for (const char* part : {"1", "2", "3", "4"}) {
    sql += std::string(", CAST(sum(tamis_hash_part(h, ") + part + ")) AS TEXT)";
  }
  const auto rows = session.query(sql + " FROM (SELECT " + std::string(hash) + " AS h FROM " +
                                  std::string(from) + ") AS hashed");
  rows->next();
  Json sums = Json::array();
  for (std::size_t i = 0; i < 5; ++i) {
    sums.push_back(rows->at(i).is_null() ? Json() : Json(std::string(rows->at(i).bytes())));
  }
  return document::digest(sums);
}

}  // namespace tamis::history
