#include "core/history/dimension/load_settings.h"

#include <algorithm>

#include "core/document/options.h"
#include "core/error/error.h"
#include "core/history/names.h"

namespace tamis::history {
namespace {

using document::Json;
using document::Options;

constexpr std::string_view kEntry = R"(an entry of option "dimensions")";

constexpr std::string_view kExample =
    R"(Write {"dimension": "dim_customer", "key": {"customer_id": "id"}, )"
    R"("surrogate_key": "customer_sk", "event_time": "ordered_at"}.)";

[[noreturn]] void wrong_dimension(const std::string& what) {
  throw Error(Code::invalid_option, std::string(kEntry) + " " + what, {}, std::string(kExample));
}

Member member(const std::string& word) {
  if (word == "unknown") return Member::unknown;
  if (word == "null") return Member::null;
  if (word == "first" || word == "previous") return Member::nearest;
  return word == "inferred" ? Member::inferred : Member::error;
}

void read_policies(Options& options, DimensionSettings& dimension) {
  dimension.missing =
      member(options.choice("missing", {"error", "unknown", "inferred", "null"}, "error"));
  dimension.before_first =
      member(options.choice("before_first", {"first", "unknown", "error", "null"}, "first"));
  // A key that is gone can't be inferred, and neither can one that is NULL.
  const bool inferred = dimension.missing == Member::inferred;
  const auto as_missing = [&](std::string_view option,
                              std::initializer_list<std::string_view> words, Member instead) {
    const std::string word = options.choice(option, words, "");
    if (!word.empty()) return member(word);
    return inferred ? instead : dimension.missing;
  };
  dimension.in_gap =
      as_missing("in_gap", {"previous", "unknown", "error", "null"}, Member::nearest);
  dimension.null_key = as_missing("null_key", {"unknown", "error", "null"}, Member::error);
}

std::string read_unknown(Options& options) {
  const Json given = options.raw("unknown");
  if (given.is_null()) return "-1";
  if (given.is_number_integer()) return document::canonical(given);
  throw Error(Code::invalid_option, "option \"unknown\" of " + std::string(kEntry) +
                                        " must be an integer, a surrogate key");
}

void read_inferred(Options& options, const Json& given, DimensionSettings& dimension) {
  const auto flag = given.find("inferred_column");
  const bool none = flag != given.end() && flag->is_null();
  const std::string column = options.string("inferred_column", "is_inferred");
  if (!none && dimension.missing == Member::inferred) dimension.inferred_column = column;
  dimension.inferred_from = options.string("inferred_from", "");
}

DimensionSettings read_dimension(const Json& given) {
  if (!given.is_object()) wrong_dimension("is no object");
  Options options(given, kEntry);
  DimensionSettings dimension;
  dimension.table = options.string("dimension", "");
  if (dimension.table.empty()) wrong_dimension("lacks \"dimension\"");
  const Json key = options.raw("key");
  if (!key.is_object() || key.empty()) wrong_dimension("lacks \"key\"");
  std::vector<std::string> of_dimension;
  for (const auto& [column, other] : key.items()) {
    if (!other.is_string()) wrong_dimension("has a \"key\" that is not made of names");
    dimension.key.emplace_back(column, other.get<std::string>());
    of_dimension.push_back(other.get<std::string>());
  }
  refuse_repeated(of_dimension, "key");
  dimension.surrogate_key = options.string("surrogate_key", "");
  if (dimension.surrogate_key.empty()) wrong_dimension("lacks \"surrogate_key\"");
  dimension.into = options.string("into", dimension.surrogate_key);
  dimension.event_time = options.string("event_time", "");
  dimension.history = options.boolean("history", true);
  read_policies(options, dimension);
  dimension.unknown = read_unknown(options);
  options.object("unknown_row");
  dimension.unknown_row = options.raw("unknown_row");
  read_inferred(options, given, dimension);

  Json names = {{"key", of_dimension}};
  for (const char* option :
       {"names", "open_end", "track", "exclude", "overwrite", "previous", "sequence"}) {
    names[option] = options.raw(option);
  }
  Options history(names, kEntry);
  dimension.names = read_table_settings(history);
  read_hash_settings(history, dimension.names);
  dimension.names.untracked.push_back(dimension.surrogate_key);
  options.finish();
  if (!dimension.history && !dimension.event_time.empty()) {
    wrong_dimension("has an \"event_time\", but no \"history\"");
  }
  return dimension;
}

}  // namespace

LoadSettings read_load(std::string_view given) {
  Options options = Options::from_text(given, kLoadFact);
  LoadSettings settings;
  settings.key = options.strings("key");
  settings.columns = options.strings("columns");
  settings.exclude = options.strings("exclude");
  refuse_repeated(settings.key, "key");
  refuse_repeated(settings.columns, "columns");
  refuse_repeated(settings.exclude, "exclude");
  if (!settings.columns.empty() && !settings.exclude.empty()) {
    throw Error(Code::invalid_option, "options \"columns\" and \"exclude\" exclude each other", {},
                "Name the source's columns to load, or those that are not.");
  }
  const Json dimensions = options.raw("dimensions");
  if (!dimensions.is_array() || dimensions.empty()) {
    throw Error(Code::invalid_option,
                "option \"dimensions\" of " + std::string(kLoadFact) +
                    " must be an array of dimensions, at least one",
                {}, std::string(kExample));
  }
  for (const Json& dimension : dimensions) {
    settings.dimensions.push_back(read_dimension(dimension));
  }
  settings.refuse_known = options.choice("known", {"skip", "error"}, "skip") == "error";
  settings.dry_run = options.boolean("dry_run", false);
  options.finish();
  return settings;
}

}  // namespace tamis::history
