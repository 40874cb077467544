#include "core/quality/clean/split_options.h"

#include <algorithm>
#include <limits>

#include "core/error/error.h"

namespace tamis::quality {
namespace {

using document::Json;
using document::Options;

constexpr std::string_view kErrorLane = "errors";
constexpr std::string_view kErrorTable = "tamis_error_row";

[[noreturn]] void invalid(std::string message, std::string hint) {
  throw Error(Code::invalid_option, std::move(message), {}, std::move(hint));
}

// A folder's name in a path: no separator, nothing hidden, nothing to quote.
void require_folder_name(const std::string& layer) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  };
  if (!layer.empty() && std::all_of(layer.begin(), layer.end(), fits)) return;
  invalid(
      "option \"layer\" of tamis_split must be letters, digits, _ and -, not " + in_quotes(layer),
      "It names a folder: bronze, silver, gold.");
}

void read_bad(Options& options, SplitOptions& out) {
  const Json bad = options.raw("bad");
  if (bad.is_object()) {
    Options files = options.object("bad");
    out.lane = Lane::files;
    out.bad_root = files.required_string("files");
    if (const auto layer = files.string("layer")) out.layer = *layer;
    files.finish();
    if (out.layer.empty()) {
      invalid("option \"bad\" of tamis_split has \"files\" and no \"layer\"",
              R"(Write {"files": "/folder", "layer": "bronze"}.)");
    }
    return;
  }
  const std::string target = options.string("bad", kErrorLane);
  if (target == kErrorLane || target == kErrorTable) return;
  out.lane = Lane::table;
  out.bad_table = target;
}

void read_limits(Options& options, SplitOptions& out) {
  Options limits = options.object("max_bad");
  if (limits.has("rows")) {
    out.most_bad_rows = limits.integer("rows", 0, 0, std::numeric_limits<std::int64_t>::max());
  }
  if (limits.has("ratio")) out.most_bad_ratio = limits.number("ratio", 0, 0, 1);
  limits.finish();
}

Severity severity_of(const std::string& name) {
  Severity out = Severity::error;
  from_name(name, out);
  return out;
}

IfTaken if_taken_of(const std::string& name) {
  if (name == "append") return IfTaken::append;
  return name == "replace" ? IfTaken::replace : IfTaken::error;
}

// A replay goes back to where the run's good rows went, and its lane is the source.
void require_consistent(const SplitOptions& options, bool names_bad, bool names_taken) {
  if (!options.good && !options.dry_run) {
    invalid("option \"good\" of tamis_split is missing",
            "Name the table for good rows; only a dry run needs none.");
  }
  if (!options.replay) return;
  if (!options.good) {
    invalid("option \"good\" of tamis_split is missing",
            "A replay judges rows together with those of the good table.");
  }
  if (names_bad || names_taken) {
    invalid(std::string("option \"") + (names_bad ? "bad" : "if_exists") +
                "\" of tamis_split doesn't go with \"replay\"",
            "A replay reads the error lane that is its source and appends to \"good\".");
  }
}

}  // namespace

SplitOptions read_split_options(Options options) {
  SplitOptions out;
  out.good = options.string("good");
  if (const auto layer = options.string("layer")) out.layer = *layer;
  const bool names_bad = options.has("bad");
  read_bad(options, out);
  if (!out.layer.empty()) require_folder_name(out.layer);
  out.reject_on =
      severity_of(options.choice("reject_on", {"info", "warning", "error", "critical"}, "error"));
  out.key = options.strings("key");
  const bool names_taken = options.has("if_exists");
  out.if_taken = if_taken_of(options.choice("if_exists", {"error", "append", "replace"}, "error"));
  read_limits(options, out);
  out.check.samples = static_cast<std::size_t>(
      options.integer("samples", static_cast<std::int64_t>(out.check.samples), 0,
                      static_cast<std::int64_t>(kMostSamples)));
  out.check.mask = options.boolean("mask", false);
  out.replay = options.string("replay");
  out.dry_run = options.boolean("dry_run", false);
  options.finish();
  require_consistent(out, names_bad, names_taken);
  return out;
}

}  // namespace tamis::quality
