#include "core/export/record.h"

#include <iterator>
#include <string>
#include <string_view>

namespace tamis::exports {
namespace {

using document::Json;
using engine::Value;

std::string insert_into(const engine::Dialect& dialect, std::string_view table,
                        std::string_view columns, std::size_t count, std::size_t json_parameter) {
  std::string sql =
      "INSERT INTO " + std::string(table) + " (" + std::string(columns) + ") VALUES (";
  for (std::size_t n = 1; n <= count; ++n) {
    if (n > 1) sql += ", ";
    const std::string parameter = dialect.parameter(n);
    sql += n == json_parameter ? dialect.from_canonical_text(parameter, engine::ColumnType::json)
                               : parameter;
  }
  return sql + ")";
}

void record_files(engine::Session& session, const Manifest& manifest) {
  const std::string sql =
      insert_into(session.dialect(), "tamis_export_file",
                  "export_id, file_name, partition_value, row_count, byte_size, checksum", 6, 0);
  for (const ManifestFile& file : manifest.files) {
    const Value row[] = {Value::text(manifest.export_id),
                         Value::text(file.name),
                         file.partition ? Value::text(*file.partition) : Value(),
                         Value::integer(file.rows),
                         Value::integer(file.bytes),
                         Value::text(file.checksum)};
    session.execute(sql, row);
  }
}

}  // namespace

void record(runs::Run& run, const Manifest& manifest, const Json& document) {
  engine::Session& session = run.session();
  const Statistics sums = manifest.statistics();
  const std::string text = document::canonical(document);
  const Value values[] = {Value::text(manifest.export_id),
                          Value::text(run.id()),
                          Value::text(run.source()),
                          Value::text(manifest.uri),
                          Value::text(name_of(manifest.format)),
                          Value::text(name_of(manifest.compression)),
                          Value::integer(sums.row_count),
                          Value::integer(sums.byte_size),
                          Value::text("published"),
                          Value::text(text),
                          Value::text(manifest.export_timestamp),
                          manifest.token ? Value::text(*manifest.token) : Value()};
  session.execute(
      insert_into(session.dialect(), "tamis_export",
                  "export_id, run_id, source, destination, format, compression, row_count, "
                  "byte_size, status, manifest, created_at, token",
                  std::size(values), 10),
      values);
  record_files(session, manifest);
}

}  // namespace tamis::exports
