#include "core/export/manifest/companion_options.h"

#include <algorithm>
#include <array>

#include "core/export/format/option_checks.h"
#include "core/storage/storage.h"

namespace tamis::exports {
namespace {

using document::Options;

constexpr std::size_t kLongestNote = 200;

Also read_also(Options& options) {
  Also also;
  for (const std::string& name : options.strings("also")) {
    if (name == "datapackage") {
      also.data_package = true;
    } else if (name == "bagit") {
      also.bag = true;
    } else if (name == "sha256sums") {
      also.sums = true;
    } else {
      bad_option("invalid \"also\": " + in_quotes(name),
                 "Valid ones are \"datapackage\", \"bagit\" and \"sha256sums\".");
    }
  }
  return also;
}

std::string read_data_folder(Options& options) {
  std::string folder = options.string("data_folder", kDataFolder);
  if (folder.empty()) return folder;
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  };
  // A folder that readers pass over would be an export without data.
  if (folder.size() > 100 || folder[0] == '_' ||
      !std::all_of(folder.begin(), folder.end(), plain) || folder == "metadata") {
    bad_option("invalid data_folder: " + in_quotes(folder),
               "It is empty, or one name of letters, digits, - and _ that does not start with _ "
               "and is not \"metadata\".");
  }
  return folder;
}

// What the caller says of an export goes into documents as it is, and stays short.
std::optional<std::string> read_note(Options& options, std::string_view key) {
  std::optional<std::string> note = options.string(key);
  if (note && (note->empty() || note->size() > kLongestNote)) {
    bad_option("option " + in_quotes(key) + " has " + std::to_string(note->size()) + " bytes",
               "It has 1 to 200.");
  }
  return note;
}

}  // namespace

CompanionOptions read_companion_options(Options& options, bool shares_place) {
  CompanionOptions out;
  from_name(options.choice("markers", {"plain", "underscore", "hidden"}, "plain"), out.markers);
  from_name(options.choice("sidecars", {"none", "beside", "apart"}, "none"), out.sidecars);
  out.failure_marker = options.boolean("failure_marker", false);
  out.also = read_also(options);
  out.data_folder = read_data_folder(options);
  if (out.also.bag && out.data_folder != kDataFolder) {
    bad_option("\"also\": \"bagit\" needs the data folder \"data\"",
               "The payload of a bag stands in data/ (RFC 8493).");
  }
  if (shares_place && (out.also.data_package || out.also.bag || out.also.sums)) {
    bad_option("option \"also\" needs a destination of its own",
               "These documents speak of a folder as a whole: use it with a \"mode\" that writes "
               "the whole.");
  }
  out.project = read_note(options, "project");
  out.schema_version = read_note(options, "schema_version");
  out.export_type = read_note(options, "export_type");
  out.trigger = read_note(options, "trigger");
  out.by = read_note(options, "operator");
  return out;
}

void describe(const CompanionOptions& options, Manifest& manifest) {
  manifest.layout.markers = options.markers;
  manifest.layout.sidecars = options.sidecars;
  manifest.layout.also = options.also;
  manifest.layout.data_folder = options.data_folder;
  manifest.project = options.project;
  manifest.schema_version = options.schema_version;
  manifest.export_type = options.export_type;
  manifest.export_trigger = options.trigger;
  if (options.by) manifest.started_by = *options.by;
}

}  // namespace tamis::exports
