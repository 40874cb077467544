#include "core/export/verify/check_statistics.h"

#include "core/error/error.h"
#include "core/export/formats.h"

namespace tamis::exports {
namespace {

constexpr std::int64_t kRowsBetweenPolls = 1024;

std::vector<ColumnStatistics> statistics_of(storage::Reader& plain, const Manifest& manifest,
                                            const std::function<void()>& poll) {
  ColumnCollector collector(manifest.fields, {});
  const auto reader = make_reader(manifest, manifest.fields, plain);
  for (std::int64_t rows = 1; reader->next(); ++rows) {
    if (rows % kRowsBetweenPolls == 0) poll();
    collector.row(reader->row());
  }
  return collector.take();
}

// A JSON null stands in JSON lines as what NULL stands as.
bool nulls_agree(const Manifest& manifest, const Field& field, std::int64_t stated,
                 std::int64_t actual) {
  const bool alike = manifest.format == Format::jsonl && field.kind == FieldKind::json &&
                     manifest.jsonl.nested_json;
  return alike ? stated <= actual : stated == actual;
}

bool agrees(const std::optional<std::string>& stated, const std::optional<std::string>& actual) {
  return !stated || stated == actual;
}

std::string shown(const std::string& name, const ColumnStatistics& column) {
  return in_quotes(name) + ": " + std::to_string(column.nulls) + " NULL, from " +
         (column.min ? in_quotes(*column.min) : "nothing") + " to " +
         (column.max ? in_quotes(*column.max) : "nothing");
}

}  // namespace

void check_statistics(storage::Reader& plain, const ManifestFile& file, const Manifest& manifest,
                      const std::function<void()>& poll, const Found& found) {
  const std::string right = std::to_string(file.columns.size()) + " columns as stated";
  std::vector<ColumnStatistics> actual;
  try {
    actual = statistics_of(plain, manifest, poll);
  } catch (const Error& e) {
    // Broken bytes are a finding about the file; everything else ends the statement.
    if (e.code() != Code::corrupt_data) throw;
    return found(file.name, "statistics", right, e.message());
  }
  for (std::size_t i = 0; i < file.columns.size(); ++i) {
    const ColumnStatistics& stated = file.columns[i];
    if (nulls_agree(manifest, manifest.fields[i], stated.nulls, actual[i].nulls) &&
        agrees(stated.min, actual[i].min) && agrees(stated.max, actual[i].max)) {
      continue;
    }
    const std::string& name = manifest.fields[i].name();
    return found(file.name, "statistics", shown(name, stated), shown(name, actual[i]));
  }
  found(file.name, "statistics", right, right);
}

}  // namespace tamis::exports
