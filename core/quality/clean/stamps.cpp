#include "core/quality/clean/stamps.h"

namespace tamis::quality {

using engine::ColumnType;

std::vector<Stamp> make_stamps(const CleanOptions& options, std::string_view run_id,
                               std::string_view now) {
  if (!options.stamps) return {};
  constexpr std::size_t kDay = 10;
  constexpr std::size_t kTime = 15;  // 23:59:59.123456
  const Stamps& said = *options.stamps;
  const std::string day(now.substr(0, kDay));
  const std::string time(now.substr(kDay + 1, kTime));
  std::optional<std::string> version = said.schema_version;
  if (!version && options.contract) version = options.contract->version;
  return {{"_ingest_ts", ColumnType::timestamptz, day + " " + time + "+00:00"},
          {"_batch_id", ColumnType::text, said.batch_id.value_or(std::string(run_id))},
          {"_source_system", ColumnType::text, said.source_system},
          {"_run_date", ColumnType::date, said.run_date.value_or(day)},
          {"_schema_version", ColumnType::text, version}};
}

std::string stamp_sql(const Stamp& stamp, const engine::Dialect& dialect) {
  if (!stamp.value) return "NULL";
  return dialect.from_canonical_text(dialect.quote_literal(*stamp.value), stamp.storage);
}

}  // namespace tamis::quality
