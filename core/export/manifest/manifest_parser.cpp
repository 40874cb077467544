#include <set>

#include "core/error/error.h"
#include "core/export/manifest/manifest.h"
#include "core/export/output/checksum.h"
#include "core/storage/storage.h"

namespace tamis::exports {
namespace {

using document::Json;

constexpr std::size_t kMostColumns = 65'536;

[[noreturn]] void bad(std::string_view what, const std::string& member, std::string problem) {
  throw Error(Code::corrupt_data, std::string(what) + " is not valid: " + member + " " + problem,
              {}, "It is not what tamis_export wrote, or it has been changed since.");
}

// A member of an untrusted document: where it is, for messages, and what it holds.
class Member {
 public:
  Member(std::string_view document, const Json& value, std::string where)
      : document_(document), value_(value), where_(std::move(where)) {}

  const std::string& where() const noexcept { return where_; }
  [[noreturn]] void fail(std::string problem) const { bad(document_, where_, std::move(problem)); }

  Member operator[](const char* key) const {
    if (!value_.is_object()) fail("is not an object");
    const auto found = value_.find(key);
    const std::string below = where_.empty() ? key : where_ + "." + key;
    if (found == value_.end()) bad(document_, below, "is missing");
    return {document_, *found, below};
  }

  template <typename Take>
  void each(std::size_t most, const Take& take) const {
    if (!value_.is_array()) fail("is not an array");
    if (value_.size() > most) fail("has more than " + std::to_string(most) + " members");
    std::size_t i = 0;
    for (const Json& item : value_) {
      take(Member(document_, item, where_ + "[" + std::to_string(i++) + "]"));
    }
  }

  bool is_null() const noexcept { return value_.is_null(); }

  const std::string& text() const {
    if (!value_.is_string()) fail("is not a string");
    return value_.get_ref<const std::string&>();
  }
  bool boolean() const {
    if (!value_.is_boolean()) fail("is not true or false");
    return value_.get<bool>();
  }
  std::int64_t count() const {
    constexpr std::int64_t kMost = std::int64_t{1} << 53U;
    if (!value_.is_number_integer() || value_ < 0 || value_ > kMost) {
      fail("is not a count");
    }
    return value_.get<std::int64_t>();
  }
  std::string checksum() const {
    if (!is_checksum(text())) fail("is not sha256: and 64 hex digits");
    return text();
  }
  template <typename T>
  T named() const {
    T out{};
    if (!from_name(text(), out)) fail("is not known: " + in_quotes(text()));
    return out;
  }

 private:
  std::string_view document_;
  const Json& value_;
  std::string where_;
};

Json parsed(std::string_view text, std::string_view what) {
  try {
    return document::parse(text, what);
  } catch (const Error& e) {
    // document::parse() speaks of arguments and quotes them; this is a file, perhaps any file.
    throw Error(Code::corrupt_data, e.message());
  }
}

ManifestColumn read_column(const Member& column) {
  return {column["name"].text(), column["type"].text(), column["nullable"].boolean()};
}

ManifestFile read_file(const Member& file) {
  ManifestFile out;
  const Member name = file["name"];
  out.name = name.text();
  if (const auto fault = storage::relative_path_fault(out.name)) {
    name.fail("is not a safe path: " + std::string(*fault));
  }
  if (!out.name.starts_with(std::string(kDataFolder) + "/")) name.fail("is not below data/");
  if (const Member partition = file["partition"]; !partition.is_null()) {
    out.partition = partition.text();
  }
  out.rows = file["rows"].count();
  out.bytes = file["bytes"].count();
  out.compressed_bytes = file["compressed_bytes"].count();
  out.checksum = file["checksum"].checksum();
  return out;
}

CsvDialect read_dialect(const Member& dialect) {
  CsvDialect csv;
  const Member delimiter = dialect["delimiter"];
  if (delimiter.text().size() != 1 ||
      std::string_view("\"\r\n").find(delimiter.text()[0]) != std::string_view::npos) {
    delimiter.fail("is not one character");
  }
  csv.delimiter = delimiter.text()[0];
  csv.header = dialect["header"].boolean();
  csv.crlf = dialect["line_end"].text() == "crlf";
  csv.null_marker = dialect["null_marker"].text();
  csv.neutralise_formulas = dialect["neutralise_formulas"].boolean();
  return csv;
}

}  // namespace

Manifest parse_manifest(std::string_view text) {
  const Json document = parsed(text, "the manifest");
  const Member root("the manifest", document, "");
  if (!document.is_object()) bad("the manifest", "it", "is not an object");
  if (root["version"].count() != kManifestVersion) root["version"].fail("is not 1");
  Manifest out;
  out.export_id = root["export_id"].text();
  const Member destination = root["destination"];
  out.format = destination["format"].named<Format>();
  out.compression = destination["compression"].named<Compression>();
  if (out.format == Format::csv) out.csv = read_dialect(destination["dialect"]);
  root["schema"].each(kMostColumns,
                      [&](const Member& column) { out.columns.push_back(read_column(column)); });
  if (out.columns.empty()) root["schema"].fail("is empty");
  std::set<std::string, std::less<>> names;
  root["files"].each(kMostFiles, [&](const Member& file) {
    out.files.push_back(read_file(file));
    if (!names.insert(out.files.back().name).second) file.fail("is listed twice");
  });
  const Member statistics = root["statistics"];
  out.claimed = {statistics["row_count"].count(), statistics["byte_size"].count(),
                 statistics["compressed_size"].count(), statistics["column_count"].count(),
                 statistics["file_count"].count()};
  out.claimed_schema_hash = root["validation"]["schema_hash"].checksum();
  return out;
}

Marker parse_marker(std::string_view text) {
  const Json document = parsed(text, "the marker");
  const Member root("the marker", document, "");
  if (!document.is_object()) bad("the marker", "it", "is not an object");
  return {root["status"].text(), root["timestamp"].text(), root["manifest"].text(),
          root["manifest_checksum"].checksum(), root["row_count"].count()};
}

}  // namespace tamis::exports
