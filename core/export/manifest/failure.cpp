#include "core/export/manifest/failure.h"

#include <vector>

#include "core/error/error.h"
#include "core/export/manifest/marker.h"
#include "core/export/manifest/member.h"
#include "core/export/verify/read_back.h"
#include "core/runs/runs.h"

namespace tamis::exports {
namespace {

// How many exports to the place have failed before, by the marker that is there.
std::int64_t failures_before(storage::Directory& folder, const std::string& name) {
  const storage::Directory::Opened opened = folder.open(name);
  if (!opened.reader) return 0;
  try {
    const document::Json document =
        parse_document(read_whole(*opened.reader, kLargestMarker, name), "the marker");
    return Member("the marker", document, "")["retry_count"].count() + 1;
  } catch (const Error& e) {
    if (e.code() != Code::corrupt_data) throw;
    return 0;
  }
}

}  // namespace

void write_failure(std::string_view place, MarkerStyle style, const std::string& error,
                   storage::Context context) {
  while (place.size() > 1 && place.ends_with('/')) place.remove_suffix(1);
  const std::string name = styled(style, kFailureName);
  FailureMarker marker{runs::now_utc(), error, 0, std::nullopt};
  context.replace_fault = [&](storage::Directory& folder) -> std::optional<std::string> {
    for (const std::string& file : folder.files("", 2)) {
      if (file != name) return "It holds " + in_quotes(file) + ", which is no marker.";
    }
    marker.retry_count = failures_before(folder, name);
    return std::nullopt;
  };
  const auto destination =
      storage::destination(std::string(place) + std::string(kFailedSuffix), std::move(context));
  destination->check(storage::IfExists::replace);
  const auto staging = destination->stage(runs::new_id(), storage::IfExists::replace);
  const auto file = staging->create(name);
  file->write(document::canonical(to_json(marker)) + "\n");
  file->close();
  staging->settle(name);
  (void)staging->publish();
}

}  // namespace tamis::exports
