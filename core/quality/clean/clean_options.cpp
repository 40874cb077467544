#include "core/quality/clean/clean_options.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/error/error.h"

namespace tamis::quality {
namespace {

using document::Json;
using document::Options;

constexpr std::string_view kFunction = "tamis_clean_table";

constexpr std::array<types::Type, 9> kTargets{
    types::Type::boolean,     types::Type::integer, types::Type::decimal,
    types::Type::real,        types::Type::date,    types::Type::timestamp,
    types::Type::timestamptz, types::Type::uuid,    types::Type::text};

constexpr std::array<std::pair<std::string_view, dates::Order>, 3> kOrders{
    {{"dmy", dates::Order::dmy}, {"mdy", dates::Order::mdy}, {"ymd", dates::Order::ymd}}};

constexpr std::array<std::pair<std::string_view, types::DecimalMark>, 2> kMarks{
    {{"point", types::DecimalMark::point}, {"comma", types::DecimalMark::comma}}};

[[noreturn]] void wrong(std::string_view option, const std::string& expected, const Json& got) {
  throw Error(
      Code::invalid_option,
      "option " + in_quotes(option) + " of " + std::string(kFunction) + " must be " + expected,
      "Got " + in_quotes(document::canonical(got)) + ".");
}

template <typename Choice, std::size_t N>
std::string words_of(const std::array<std::pair<std::string_view, Choice>, N>& words) {
  std::array<std::string_view, N> names;
  std::transform(words.begin(), words.end(), names.begin(),
                 [](const auto& word) { return word.first; });
  return listed(names.data(), names.size());
}

template <typename Choice, std::size_t N>
Choice choice_of(std::string_view option, const Json& value,
                 const std::array<std::pair<std::string_view, Choice>, N>& words) {
  for (const auto& [word, choice] : words) {
    if (value.is_string() && value.get_ref<const std::string&>() == word) return choice;
  }
  wrong(option, "one of " + words_of(words) + ", or an object of such by column", value);
}

template <typename Choice, std::size_t N>
PerColumn<Choice> per_column(std::string_view option, const Json& value,
                             const std::array<std::pair<std::string_view, Choice>, N>& words) {
  PerColumn<Choice> out;
  if (value.is_null()) return out;
  if (!value.is_object()) {
    out.others = choice_of(option, value, words);
    return out;
  }
  for (const auto& [column, choice] : value.items()) {
    out.columns.emplace(column, choice_of(option, choice, words));
  }
  return out;
}

std::map<std::string, types::Type, std::less<>> read_types(const Json& value) {
  std::map<std::string, types::Type, std::less<>> out;
  if (value.is_null()) return out;
  if (!value.is_object()) wrong("types", "an object of types by column", value);
  for (const auto& [column, name] : value.items()) {
    types::Type type{};
    const bool known = name.is_string() &&
                       types::from_name(name.get_ref<const std::string&>(), type) &&
                       std::find(kTargets.begin(), kTargets.end(), type) != kTargets.end();
    if (!known) {
      std::array<std::string_view, kTargets.size()> names;
      std::transform(kTargets.begin(), kTargets.end(), names.begin(),
                     [](types::Type t) { return types::name_of(t); });
      wrong("types", "one of " + listed(names.data(), names.size()) + " by column", name);
    }
    out.emplace(column, type);
  }
  return out;
}

Dedupe read_dedupe(Options& options) {
  Dedupe out;
  if (!options.has("dedupe")) return out;
  Options dedupe = options.object("dedupe");
  out.key = dedupe.strings("key");
  if (out.key.empty()) {
    throw Error(Code::invalid_option,
                "option \"dedupe\" of " + std::string(kFunction) + " needs a \"key\"", {},
                "Name the columns that tell one thing from another: {\"key\": [\"id\"]}.");
  }
  out.order_by = dedupe.string("order_by");
  out.keep_last = dedupe.choice("keep", {"first", "last"}, "first") == "last";
  dedupe.finish();
  return out;
}

void require_kept(const CleanOptions& options, const engine::Relation& source,
                  const std::string& column) {
  source.column(column);
  if (options.keeps(column)) return;
  throw Error(Code::undefined_column,
              "column " + in_quotes(column) + " is not among the \"columns\" to clean");
}

void check_columns(const CleanOptions& options, const engine::Relation& source) {
  for (const std::string& column : options.columns) source.column(column);
  const auto check = [&](const auto& by_column) {
    for (const auto& entry : by_column) require_kept(options, source, entry.first);
  };
  check(options.types);
  check(options.order.columns);
  check(options.decimal_mark.columns);
  for (const std::string& column : options.keep_missing) require_kept(options, source, column);
  for (const std::string& column : options.dedupe.key) require_kept(options, source, column);
  if (options.dedupe.order_by) require_kept(options, source, *options.dedupe.order_by);
}

}  // namespace

bool CleanOptions::keeps(std::string_view column) const noexcept {
  return columns.empty() || std::find(columns.begin(), columns.end(), column) != columns.end();
}

bool CleanOptions::keeps_missing(std::string_view column) const noexcept {
  return keep_all_missing ||
         std::find(keep_missing.begin(), keep_missing.end(), column) != keep_missing.end();
}

CleanOptions read_clean_options(Options options, const engine::Relation& source) {
  CleanOptions out;
  out.columns = options.strings("columns");
  out.types = read_types(options.raw("types"));
  out.order = per_column("order", options.raw("order"), kOrders);
  out.decimal_mark = per_column("decimal_mark", options.raw("decimal_mark"), kMarks);
  out.missing = options.strings("missing");
  if (options.raw("keep_missing").is_boolean()) {
    out.keep_all_missing = options.boolean("keep_missing", false);
  } else {
    out.keep_missing = options.strings("keep_missing");
  }
  out.dedupe = read_dedupe(options);
  out.snake_case = options.boolean("snake_case", false);
  out.stop_on_reject = options.choice("on_reject", {"null", "error"}, "null") == "error";
  if (options.has("max_reject")) out.max_reject = options.integer("max_reject", 0, 0, INT64_MAX);
  out.dry_run = options.boolean("dry_run", false);
  out.replace = options.choice("if_exists", {"error", "replace"}, "error") == "replace";
  options.finish();
  check_columns(out, source);
  return out;
}

}  // namespace tamis::quality
