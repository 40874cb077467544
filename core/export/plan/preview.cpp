#include "core/export/plan/preview.h"

#include <algorithm>

#include "core/error/error.h"

namespace tamis::exports {

void preview_files(engine::Session& session, const ExportPlan& plan, const ExportOptions& options,
                   Manifest& manifest) {
  const auto rows = session.query(plan.count);
  std::vector<Key> keys(plan.levels);
  while (rows->next()) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const engine::Value key = rows->at(i);
      keys[i] = key.is_null() ? Key() : Key(std::string(key.bytes()));
    }
    const std::string folder = plan.folders.folder(keys);
    std::int64_t left = rows->at(keys.size()).as_integer();
    if (left == 0 && options.mode.mode == Mode::incremental) continue;
    std::int64_t number = 0;
    do {
      ManifestFile file;
      file.name = plan.file_path(folder, ++number);
      if (plan.levels > 0) file.partition = plan.folders.label(keys);
      file.rows = options.layout.max_rows ? std::min(left, *options.layout.max_rows) : left;
      left -= file.rows;
      manifest.files.push_back(std::move(file));
      if (manifest.files.size() > kMostFiles) {
        throw Error(Code::limit_exceeded,
                    "an export can't have more than " + std::to_string(kMostFiles) + " files");
      }
    } while (left > 0);
  }
}

}  // namespace tamis::exports
