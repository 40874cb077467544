#include "core/export/manifest/companions.h"

#include <vector>

#include "core/error/error.h"
#include "core/export/manifest/bag.h"
#include "core/export/manifest/checksum_list.h"
#include "core/export/manifest/data_package.h"
#include "core/export/manifest/marker.h"
#include "core/export/manifest/sidecar.h"
#include "core/export/output/checksum.h"
#include "core/runs/runs.h"

namespace tamis::exports {
namespace {

using document::Json;

// Writes the documents of one export and remembers their checksums for those that list them.
class Companions {
 public:
  Companions(storage::Staging& staging, const Manifest& manifest, const Json& document)
      : staging_(staging),
        manifest_(manifest),
        document_(document),
        name_(manifest_name(manifest)) {}

  void write() {
    for (const ManifestFile& file : manifest_.files) {
      octets_ += file.compressed_bytes;
      payload_.push_back({file.name, file.checksum});
    }
    if (manifest_.layout.sidecars != Sidecars::none) write_sidecars();
    const std::string text = document::canonical(document_) + "\n";
    if (text.size() > kLargestManifest) {
      throw Error(Code::limit_exceeded, "the manifest would be larger than 64 MiB", {},
                  "Choose a coarser \"granularity\" or a larger \"max_rows\".");
    }
    put(name_, text);
    const Also& also = manifest_.layout.also;
    if (also.data_package) put_json(kDataPackageName, data_package(manifest_));
    if (also.bag) write_bag();
    if (also.sums) write_sums();
    write_marker(Checksum::of(text));
  }

 private:
  void put(std::string_view name, std::string_view text) {
    const auto file = staging_.create(name);
    file->write(text);
    // Not settled: what travels to a store must get there after all data, in this order.
    file->close();
    tags_.push_back({std::string(name), Checksum::of(text)});
  }
  void put_json(std::string_view name, const Json& json) {
    put(name, document::canonical(json) + "\n");
  }

  void write_sidecars() {
    const Layout& layout = manifest_.layout;
    for (std::size_t i = 0; i < manifest_.files.size(); ++i) {
      const std::string text = document::canonical(sidecar_json(document_, name_, i)) + "\n";
      const std::string name = sidecar_name(manifest_.files[i].name, layout.data_folder,
                                            layout.sidecars, layout.markers);
      put(name, text);
      if (layout.sidecars != Sidecars::beside) continue;
      // What stands among data belongs to a bag's payload.
      payload_.push_back(std::move(tags_.back()));
      tags_.pop_back();
      octets_ += static_cast<std::int64_t>(text.size());
    }
  }

  void write_bag() {
    put(kBagDeclaration, bag_declaration());
    put(kBagInfo, bag_info(manifest_, octets_, payload_.size()));
    put(kBagManifest, checksum_list(payload_, ListForm::bag));
    put(kBagTagManifest, checksum_list(tags_, ListForm::bag));
  }

  void write_sums() {
    std::vector<ListedFile> all = payload_;
    all.insert(all.end(), tags_.begin(), tags_.end());
    put(kSumsName, checksum_list(all, ListForm::coreutils));
  }

  void write_marker(const std::string& checksum) {
    const std::string name = styled(manifest_.layout.markers, kMarkerName);
    // In a place of several exports it names the latest.
    if (manifest_.shares_place()) staging_.supersede(name);
    put_json(name, to_json(Marker{std::string(kMarkerName), runs::now_utc(), name_, checksum,
                                  manifest_.statistics().row_count}));
  }

  storage::Staging& staging_;
  const Manifest& manifest_;
  const Json& document_;
  const std::string name_;
  std::int64_t octets_ = 0;
  std::vector<ListedFile> payload_;
  std::vector<ListedFile> tags_;  // everything else
};

}  // namespace

std::string manifest_name(const Manifest& manifest) {
  const std::string name =
      manifest.shares_place() ? stamped_manifest_name(manifest.export_timestamp, manifest.export_id)
                              : std::string(kManifestName);
  return styled(manifest.layout.markers, name);
}

void write_companions(storage::Staging& staging, const Manifest& manifest, const Json& document) {
  Companions(staging, manifest, document).write();
}

}  // namespace tamis::exports
