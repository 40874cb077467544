#include <deque>
#include <set>
#include <vector>

#include "core/document/options.h"
#include "core/error/error.h"
#include "core/export/export.h"
#include "core/export/manifest/earlier.h"
#include "core/export/manifest/manifest.h"
#include "core/export/output/checksum.h"
#include "core/export/verify/read_back.h"
#include "core/storage/storage.h"

namespace tamis::exports {
namespace {

constexpr std::size_t kLargestMarker = std::size_t{64} << 10U;

std::string summary(const Statistics& s) {
  return std::to_string(s.file_count) + " files, " + std::to_string(s.column_count) + " columns, " +
         std::to_string(s.row_count) + " rows, " + std::to_string(s.byte_size) + " bytes, " +
         std::to_string(s.compressed_size) + " compressed";
}

class ManifestVerification final : public Verification {
 public:
  ManifestVerification(engine::Session& session, std::string_view argument, bool content)
      : session_(session), content_(content) {
    storage::Place place = storage::existing_place(argument);
    directory_ = std::move(place.directory);
    manifest_name_ = place.file.empty() ? std::string(kManifestName) : place.file;
    const storage::Directory::Opened opened = directory_->open(manifest_name_);
    if (!opened.reader) {
      throw Error(Code::io_error,
                  "no manifest to read: " + in_quotes(manifest_name_) + " is " +
                      std::string(storage::describe(opened.fault)),
                  "The directory is " + directory_->path() + ".",
                  "Name the directory of an export, or the manifest in it.");
    }
    const std::string text = read_whole(*opened.reader, kLargestManifest, manifest_name_);
    manifest_ = parse_manifest(text);
    check_manifest();
    check_marker(Checksum::of(text));
  }

  bool next(Finding& out) override {
    while (pending_.empty()) {
      session_.check_interrupt();
      if (next_file_ < manifest_.files.size()) {
        check_file(manifest_.files[next_file_++]);
      } else if (!looked_for_others_) {
        looked_for_others_ = true;
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

  void check_manifest() {
    found(manifest_name_, "schema", manifest_.claimed_schema_hash, manifest_.schema_hash());
    found(manifest_name_, "statistics", summary(manifest_.claimed),
          summary(manifest_.statistics()));
  }

  void check_marker(const std::string& manifest_checksum) {
    const auto shown = [](const Marker& marker) {
      return marker.status + ", " + marker.manifest + ", " + std::to_string(marker.row_count) +
             " rows, " + marker.manifest_checksum;
    };
    const std::string name(kMarkerName);
    const std::string expected =
        shown({name, {}, manifest_name_, manifest_checksum, manifest_.claimed.row_count});
    const storage::Directory::Opened opened = directory_->open(name);
    if (!opened.reader) {
      return found(name, "marker", expected, std::string(storage::describe(opened.fault)));
    }
    std::string actual;
    try {
      actual = shown(parse_marker(read_whole(*opened.reader, kLargestMarker, name)));
    } catch (const Error& e) {
      // A broken marker is a finding; the rest of the export is still worth looking at.
      if (e.code() != Code::corrupt_data) throw;
      actual = e.message();
    }
    found(name, "marker", expected, actual);
  }

  void check_file(const ManifestFile& file) {
    const storage::Directory::Opened opened = directory_->open(file.name);
    const std::string present(storage::describe(storage::Fault::none));
    found(file.name, "exists", present, std::string(storage::describe(opened.fault)));
    if (!opened.reader) return;
    const ReadBack read = read_back(*opened.reader, manifest_, file.bytes, content_,
                                    [this] { session_.check_interrupt(); });
    found(file.name, "size", std::to_string(file.compressed_bytes),
          std::to_string(read.compressed_bytes));
    found(file.name, "checksum", file.checksum, read.checksum);
    if (!content_) return;
    const auto well_formed = [](std::int64_t bytes) {
      return "well-formed, " + std::to_string(bytes) + " bytes";
    };
    found(file.name, "format", well_formed(file.bytes),
          read.fault.empty() ? well_formed(read.bytes) : read.fault);
    found(file.name, "rows", std::to_string(file.rows), std::to_string(read.rows));
    if (manifest_.format == Format::csv && !manifest_.csv.header) return;
    const std::string names = std::to_string(manifest_.fields.size()) + " columns as named";
    found(file.name, "schema", names, read.schema_fault.empty() ? names : read.schema_fault);
  }

  // A file nobody lists would be read as data by whoever reads the folder.
  void check_others() {
    std::set<std::string_view> listed;
    for (const ManifestFile& file : manifest_.files) listed.insert(file.name);
    bool any = false;
    for (const std::string& name : directory_->files(kDataFolder, kMostFilesLookedAt)) {
      if (listed.contains(name)) continue;
      any = true;
      found(name, "unlisted", "not there", std::string(storage::describe(storage::Fault::none)));
    }
    if (!any) found(std::string(kDataFolder), "unlisted", "not there", "not there");
  }

  engine::Session& session_;
  bool content_;
  std::unique_ptr<storage::Directory> directory_;
  std::string manifest_name_;
  Manifest manifest_;
  std::size_t next_file_ = 0;
  bool looked_for_others_ = false;
  std::deque<Finding> pending_;
};

}  // namespace

std::unique_ptr<Verification> verify_export(engine::Session& session, std::string_view manifest,
                                            std::string_view options) {
  session.require_file_access(false);
  document::Options read = document::Options::from_text(options, "tamis_verify_export");
  const bool content = read.boolean("content", true);
  read.finish();
  return std::make_unique<ManifestVerification>(session, manifest, content);
}

}  // namespace tamis::exports
