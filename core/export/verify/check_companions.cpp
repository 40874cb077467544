#include "core/export/verify/check_companions.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "core/error/error.h"
#include "core/export/manifest/bag.h"
#include "core/export/manifest/checksum_list.h"
#include "core/export/manifest/data_package.h"
#include "core/export/manifest/member.h"
#include "core/export/output/checksum.h"
#include "core/export/verify/read_back.h"

namespace tamis::exports {
namespace {

using document::Json;

constexpr std::size_t kLargestTag = std::size_t{64} << 20U;

struct TextFile {
  std::optional<std::string> text;
  std::string fault;
};

TextFile text_of(storage::Directory& folder, const std::string& name) {
  const storage::Directory::Opened opened = folder.open(name);
  if (!opened.reader) return {std::nullopt, std::string(storage::describe(opened.fault))};
  return {read_whole(*opened.reader, kLargestTag, name), {}};
}

// What `describe` makes of the file, or what is wrong with it: a broken document is a finding.
template <typename Describe>
std::string described(storage::Directory& folder, const std::string& name,
                      const Describe& describe) {
  try {
    const TextFile file = text_of(folder, name);
    return file.text ? describe(*file.text) : file.fault;
  } catch (const Error& e) {
    if (e.code() != Code::corrupt_data) throw;
    return e.message();
  }
}

std::string short_file(std::string_view name, std::int64_t bytes, std::string_view checksum) {
  return std::string(name) + ", " + std::to_string(bytes) + " bytes, " + std::string(checksum);
}

std::string count_of(std::size_t files) { return std::to_string(files) + " files as listed"; }

// Lists speak of data files, whose checksums are the manifest's, and of documents, which are read.
class ListCheck {
 public:
  ListCheck(storage::Directory& folder, const Manifest& manifest, const std::function<void()>& poll)
      : folder_(folder), poll_(poll) {
    for (const ManifestFile& file : manifest.files) data_[file.name] = file.checksum;
  }

  // `with_data`: the list has every data file.
  std::string fault(std::string_view text, ListForm form, bool with_data) {
    std::set<std::string> seen;
    for (const ListedFile& file : parse_checksum_list(text, form)) {
      poll_();
      if (!seen.insert(file.name).second) return in_quotes(file.name) + " is listed twice";
      if (const std::string actual = checksum_of(file.name); actual != file.checksum) {
        return in_quotes(file.name) + " has " + actual + ", not " + file.checksum;
      }
    }
    if (!with_data) return count_of(seen.size());
    for (const auto& [name, checksum] : data_) {
      if (!seen.contains(name)) return in_quotes(name) + " is not listed";
    }
    return count_of(seen.size());
  }

 private:
  std::string checksum_of(const std::string& name) {
    if (const auto known = data_.find(name); known != data_.end()) return known->second;
    if (storage::relative_path_fault(name)) return "no safe path";
    const TextFile file = text_of(folder_, name);
    return file.text ? Checksum::of(*file.text) : file.fault;
  }

  storage::Directory& folder_;
  const std::function<void()>& poll_;
  std::map<std::string, std::string, std::less<>> data_;
};

void check_list(storage::Directory& folder, const Manifest& manifest, std::string_view name,
                ListForm form, bool with_data, const std::function<void()>& poll,
                const Found& found) {
  std::size_t lines = 0;
  const std::string actual = described(folder, std::string(name), [&](const std::string& text) {
    lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    return ListCheck(folder, manifest, poll).fault(text, form, with_data);
  });
  found(std::string(name), "checksums", count_of(lines), actual);
}

// Every resource must be a file of the manifest, as the manifest has it.
std::string package_fault(const std::string& text, const Manifest& manifest) {
  const Json document = parse_document(text, "the data package");
  const Member root("the data package", document, "");
  std::size_t at = 0;
  std::string fault;
  root["resources"].each(kMostFiles, [&](const Member& resource) {
    const std::string actual =
        short_file(resource["path"].text(), resource["bytes"].count(), resource["hash"].text());
    const std::string expected =
        at < manifest.files.size()
            ? short_file(manifest.files[at].name, manifest.files[at].compressed_bytes,
                         manifest.files[at].checksum)
            : "no more files";
    ++at;
    if (fault.empty() && actual != expected) fault = actual + " is not " + expected;
  });
  if (!fault.empty()) return fault;
  return count_of(at);
}

std::int64_t payload_bytes(storage::Directory& folder, const std::vector<ListedFile>& payload,
                           const std::function<void()>& poll) {
  std::int64_t bytes = 0;
  for (const ListedFile& file : payload) {
    poll();
    if (storage::relative_path_fault(file.name)) continue;
    const storage::Directory::Opened opened = folder.open(file.name);
    if (opened.reader) bytes += static_cast<std::int64_t>(opened.reader->size());
  }
  return bytes;
}

void check_bag(storage::Directory& folder, const Manifest& manifest,
               const std::function<void()>& poll, const Found& found) {
  const std::string declaration(kBagDeclaration);
  found(declaration, "bag", bag_declaration(),
        described(folder, declaration, [](const std::string& text) { return text; }));
  std::string oxum;
  const std::string list = described(folder, std::string(kBagManifest), [&](const auto& text) {
    const auto payload = parse_checksum_list(text, ListForm::bag);
    oxum =
        std::to_string(payload_bytes(folder, payload, poll)) + "." + std::to_string(payload.size());
    return std::string();
  });
  const std::string info(kBagInfo);
  found(info, "bag", list.empty() ? oxum : list,
        described(folder, info,
                  [](const std::string& text) { return std::string(payload_oxum(text)); }));
  check_list(folder, manifest, kBagManifest, ListForm::bag, true, poll, found);
  check_list(folder, manifest, kBagTagManifest, ListForm::bag, false, poll, found);
}

}  // namespace

void check_sidecar(storage::Directory& folder, const Manifest& manifest, const std::string& name,
                   std::size_t file, const Found& found) {
  const ManifestFile& listed = manifest.files[file];
  const Layout& layout = manifest.layout;
  const std::string sidecar =
      sidecar_name(listed.name, layout.data_folder, layout.sidecars, layout.markers);
  const std::string expected = manifest.export_id + ", " + name + ", " +
                               std::to_string(listed.rows) + " rows, " +
                               short_file(listed.name, listed.compressed_bytes, listed.checksum) +
                               ", " + manifest.claimed_schema_hash;
  const std::string actual = described(folder, sidecar, [](const std::string& text) {
    const Json document = parse_document(text, "the sidecar");
    const Member root("the sidecar", document, "");
    const Member part = root["file"];
    return root["export_id"].text() + ", " + root["manifest"].text() + ", " +
           std::to_string(part["rows"].count()) + " rows, " +
           short_file(part["name"].text(), part["compressed_bytes"].count(),
                      part["checksum"].text()) +
           ", " + root["schema_hash"].text();
  });
  found(sidecar, "sidecar", expected, actual);
}

void check_also(storage::Directory& folder, const Manifest& manifest,
                const std::function<void()>& poll, const Found& found) {
  const Also& also = manifest.layout.also;
  if (also.data_package) {
    const std::string name(kDataPackageName);
    found(name, "data_package", count_of(manifest.files.size()),
          described(folder, name,
                    [&](const std::string& text) { return package_fault(text, manifest); }));
  }
  if (also.bag) check_bag(folder, manifest, poll, found);
  if (also.sums) check_list(folder, manifest, kSumsName, ListForm::coreutils, true, poll, found);
}

}  // namespace tamis::exports
