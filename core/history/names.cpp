#include "core/history/names.h"

#include <algorithm>
#include <array>

#include "core/error/error.h"

namespace tamis::history {
namespace {

using document::Options;

struct NameOption {
  std::string_view option;
  std::string Names::*member;
  bool may_be_absent;
};

constexpr std::array<NameOption, 7> kNameOptions{{
    {"valid_from", &Names::valid_from, false},
    {"valid_to", &Names::valid_to, false},
    {"is_current", &Names::is_current, true},
    {"row_hash", &Names::row_hash, true},
    {"is_deleted", &Names::is_deleted, true},
    {"version_id", &Names::version_id, true},
    {"updated_at", &Names::updated_at, true},
}};

Names dbt_names() {
  Names names{"dbt_valid_from", "dbt_valid_to", "", "", "", "dbt_scd_id", "dbt_updated_at"};
  return names;
}

Names named(Options& options) {
  const document::Json given = options.raw("names");
  Options members = options.object("names");
  Names names;
  for (const NameOption& option : kNameOptions) {
    std::string& name = names.*option.member;
    const bool absent = given.is_object() && given.contains(option.option) &&
                        given.at(std::string(option.option)).is_null();
    const auto text = members.string(option.option);
    if (absent && option.may_be_absent) name.clear();
    if (text) name = *text;
    if ((text && text->empty()) || (absent && !option.may_be_absent)) {
      throw Error(Code::invalid_option,
                  "option \"names\" gives " + in_quotes(option.option) + " an empty name");
    }
  }
  members.finish();
  return names;
}

}  // namespace

bool contains(std::span<const std::string> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void refuse_repeated(const std::vector<std::string>& columns, std::string_view option) {
  for (auto it = columns.begin(); it != columns.end(); ++it) {
    if (std::find(columns.begin(), it, *it) != it) {
      throw Error(Code::invalid_option,
                  "option " + in_quotes(option) + " names column " + in_quotes(*it) + " twice");
    }
  }
}

std::vector<std::string> read_key(Options& options) {
  std::vector<std::string> key = options.strings("key");
  refuse_repeated(key, "key");
  return key;
}

void require_key(const std::vector<std::string>& key, std::string_view function) {
  if (!key.empty()) return;
  throw Error(Code::invalid_option, "option \"key\" of " + std::string(function) + " is missing",
              {}, R"(Name the column, or the columns, that identify a row: {"key": ["id"]}.)");
}

std::string names_hint(const engine::Relation& table) {
  return table.find(dbt_names().valid_from) != nullptr
             ? R"(It has those of a dbt snapshot: pass "names": "dbt".)"
             : R"(Their names can be given with the option "names".)";
}

Names read_names(Options& options, const std::vector<std::string>& key) {
  const bool preset = options.raw("names").is_string();
  if (preset && options.string("names", "") != "dbt") {
    throw Error(Code::invalid_option,
                R"(option "names" must be "dbt" or an object of names, not )" +
                    in_quotes(options.string("names", "")),
                {}, R"(An object names columns: {"valid_from": "begins", "valid_to": "ends"}.)");
  }
  Names names = preset ? dbt_names() : named(options);
  const std::vector<std::string> all = names.all();
  refuse_repeated(all, "names");
  for (const std::string& column : key) {
    if (!contains(all, column)) continue;
    throw Error(Code::invalid_option,
                "column " + in_quotes(column) + " is both a key and a history column", {},
                R"(Give the history column another name with the option "names".)");
  }
  return names;
}

}  // namespace tamis::history
