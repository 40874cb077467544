#include <deque>
#include <vector>

#include "core/document/options.h"
#include "core/error/error.h"
#include "core/export/export.h"
#include "core/export/manifest/contents.h"
#include "core/export/manifest/manifest.h"
#include "core/export/manifest/marker.h"
#include "core/export/output/checksum.h"
#include "core/export/place.h"
#include "core/export/verify/check_companions.h"
#include "core/export/verify/check_statistics.h"
#include "core/export/verify/find_manifest.h"
#include "core/export/verify/read_back.h"
#include "core/storage/storage.h"

namespace tamis::exports {
namespace {

std::string summary(const Statistics& s) {
  return std::to_string(s.file_count) + " files, " + std::to_string(s.column_count) + " columns, " +
         std::to_string(s.row_count) + " rows, " + std::to_string(s.byte_size) + " bytes, " +
         std::to_string(s.compressed_size) + " compressed";
}

std::string shown(const Marker& marker) {
  return marker.status + ", " + marker.manifest + ", " + std::to_string(marker.row_count) +
         " rows, " + marker.manifest_checksum;
}

class ManifestVerification final : public Verification {
 public:
  ManifestVerification(engine::Session& session, std::string_view argument, bool content,
                       const PlaceOptions& place)
      : session_(session), content_(content), key_(place_key(session, place)) {
    FoundManifest found_manifest = find_manifest(argument, place_context(session, place));
    directory_ = std::move(found_manifest.directory);
    name_ = std::move(found_manifest.name);
    manifest_ = parse_manifest(found_manifest.text);
    check_manifest();
    check_marker(Checksum::of(found_manifest.text));
  }

  bool next(Finding& out) override {
    while (pending_.empty()) {
      session_.check_interrupt();
      if (next_file_ < manifest_.files.size()) {
        check_file(next_file_++);
      } else if (!looked_at_others_) {
        looked_at_others_ = true;
        check_also(
            *directory_, manifest_, [this] { session_.check_interrupt(); }, finder());
        check_others();
      } else {
        return false;
      }
    }
    out = std::move(pending_.front());
    pending_.pop_front();
    return true;
  }

 private:
  void found(const std::string& file, std::string_view check, std::string expected,
             std::string actual) {
    pending_.push_back({file, check, std::move(expected), std::move(actual)});
  }
  Found finder() {
    return
        [this](const std::string& file, std::string_view check, std::string expected,
               std::string actual) { found(file, check, std::move(expected), std::move(actual)); };
  }

  void check_manifest() {
    found(name_, "schema", manifest_.claimed_schema_hash, manifest_.schema_hash());
    found(name_, "statistics", summary(manifest_.claimed), summary(manifest_.statistics()));
  }

  // Where a place has several exports, its marker names the latest, whose manifest must be as it
  // says.
  Marker expected_marker(const std::string& named, const std::string& own_checksum) {
    const std::string status(kMarkerName);
    if (named != name_ && manifest_.shares_place() && is_manifest_name(named)) {
      const storage::Directory::Opened opened = directory_->open(named);
      if (opened.reader) {
        const std::string text = read_whole(*opened.reader, kLargestManifest, named);
        return {status, {}, named, Checksum::of(text), parse_manifest(text).claimed.row_count};
      }
    }
    return {status, {}, name_, own_checksum, manifest_.claimed.row_count};
  }

  void check_marker(const std::string& manifest_checksum) {
    const std::string name = styled(manifest_.layout.markers, kMarkerName);
    std::string expected = shown(expected_marker(name_, manifest_checksum));
    const storage::Directory::Opened opened = directory_->open(name);
    if (!opened.reader) {
      return found(name, "marker", expected, std::string(storage::describe(opened.fault)));
    }
    std::string actual;
    try {
      const Marker marker = parse_marker(read_whole(*opened.reader, kLargestMarker, name));
      actual = shown(marker);
      expected = shown(expected_marker(marker.manifest, manifest_checksum));
    } catch (const Error& e) {
      // A broken marker is a finding; the rest of the export is still worth looking at.
      if (e.code() != Code::corrupt_data) throw;
      actual = e.message();
    }
    found(name, "marker", expected, actual);
  }

  void check_file(std::size_t number) {
    const ManifestFile& file = manifest_.files[number];
    const storage::Directory::Opened opened = directory_->open(file.name);
    const std::string present(storage::describe(storage::Fault::none));
    found(file.name, "exists", present, std::string(storage::describe(opened.fault)));
    if (opened.reader) check_bytes(file);
    if (manifest_.layout.sidecars != Sidecars::none) {
      check_sidecar(*directory_, manifest_, name_, number, finder());
    }
  }

  void check_bytes(const ManifestFile& file) {
    const ReadBack read = read_back_stored(
        *directory_, file, manifest_, key_.get(), [this] { session_.check_interrupt(); }, content_);
    found(file.name, "size", std::to_string(file.compressed_bytes),
          std::to_string(read.compressed_bytes));
    found(file.name, "checksum", file.checksum, read.checksum);
    if (!content_) return;
    if (manifest_.encryption && !key_) {
      const std::string hidden = "not looked at without the key";
      return found(file.name, "format", hidden, hidden);
    }
    const auto well_formed = [](std::int64_t bytes) {
      return "well-formed, " + std::to_string(bytes) + " bytes";
    };
    found(file.name, "format", well_formed(file.bytes),
          read.fault.empty() ? well_formed(read.bytes) : read.fault);
    found(file.name, "rows", std::to_string(file.rows), std::to_string(read.rows));
    if (read.fault.empty() && read.schema_fault.empty() && !file.columns.empty()) {
      const auto plain = open_stored(*directory_, file, manifest_, key_.get());
      check_statistics(
          *plain, file, manifest_, [this] { session_.check_interrupt(); }, finder());
    }
    if (manifest_.format == Format::csv && !manifest_.csv.header) return;
    const std::string names = std::to_string(manifest_.fields.size()) + " columns as named";
    found(file.name, "schema", names, read.schema_fault.empty() ? names : read.schema_fault);
  }

  // A file nobody lists would be read as data by whoever reads the folder.
  void check_others() {
    const std::vector<std::string> files = directory_->files("", kMostFilesLookedAt);
    Names known;
    add_contents(manifest_, name_, known);
    if (manifest_.shares_place()) add_neighbours(files, known);
    bool any = false;
    for (const std::string& name : files) {
      if (known.contains(name)) continue;
      any = true;
      found(name, "unlisted", "not there", std::string(storage::describe(storage::Fault::none)));
    }
    const std::string& folder = manifest_.layout.data_folder;
    if (!any) found(folder.empty() ? "." : folder, "unlisted", "not there", "not there");
  }

  // The other exports of this place have files too.
  void add_neighbours(const std::vector<std::string>& files, Names& known) {
    try {
      for (const PlacedManifest& placed : placed_manifests(*directory_, files)) {
        add_contents(placed.manifest, placed.name, known);
      }
    } catch (const Error& e) {
      if (e.code() != Code::corrupt_data) throw;
      found(name_, "neighbours", "manifests of exports", e.message());
    }
  }

  engine::Session& session_;
  bool content_;
  std::shared_ptr<const storage::Key> key_;
  std::unique_ptr<storage::Directory> directory_;
  std::string name_;
  Manifest manifest_;
  std::size_t next_file_ = 0;
  bool looked_at_others_ = false;
  std::deque<Finding> pending_;
};

}  // namespace

std::unique_ptr<Verification> verify_export(engine::Session& session, std::string_view manifest,
                                            std::string_view options) {
  session.require_file_access(false);
  document::Options read = document::Options::from_text(options, "tamis_verify_export");
  const bool content = read.boolean("content", true);
  const PlaceOptions place = read_place_options(read);
  read.finish();
  return std::make_unique<ManifestVerification>(session, manifest, content, place);
}

}  // namespace tamis::exports
