#include "core/quality/clean/clean_options.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/error/error.h"
#include "core/quality/clean/clean_choices.h"

namespace tamis::quality {
namespace {

using document::Json;
using document::Options;

constexpr std::array<types::Type, 9> kTargets{
    types::Type::boolean,     types::Type::integer, types::Type::decimal,
    types::Type::real,        types::Type::date,    types::Type::timestamp,
    types::Type::timestamptz, types::Type::uuid,    types::Type::text};

constexpr Words<dates::Order, 3> kOrders{
    {{"dmy", dates::Order::dmy}, {"mdy", dates::Order::mdy}, {"ymd", dates::Order::ymd}}};
constexpr Words<types::DecimalMark, 2> kMarks{
    {{"point", types::DecimalMark::point}, {"comma", types::DecimalMark::comma}}};
constexpr Words<text::Casing, 3> kCasings{{{"lower", text::Casing::lower},
                                           {"upper", text::Casing::upper},
                                           {"title", text::Casing::title}}};
constexpr Words<OnReject, 3> kRejects{
    {{"null", OnReject::null}, {"row", OnReject::row}, {"error", OnReject::error}}};
constexpr Words<bool, 2> kPercents{{{"number", false}, {"ratio", true}}};

ByColumn<types::Type> read_types(const Json& value) {
  ByColumn<types::Type> out;
  if (value.is_null()) return out;
  if (!value.is_object()) wrong_choice("types", "an object of types by column", value);
  for (const auto& [column, name] : value.items()) {
    types::Type type{};
    const bool known = name.is_string() &&
                       types::from_name(name.get_ref<const std::string&>(), type) &&
                       std::find(kTargets.begin(), kTargets.end(), type) != kTargets.end();
    if (!known) {
      std::array<std::string_view, kTargets.size()> names;
      std::transform(kTargets.begin(), kTargets.end(), names.begin(),
                     [](types::Type t) { return types::name_of(t); });
      wrong_choice("types", "one of " + listed(names.data(), names.size()) + " by column", name);
    }
    out.emplace(column, type);
  }
  return out;
}

int read_pivot(std::string_view option, const Json& value) {
  if (!value.is_number_integer() || value < 0 || value > 100) {
    wrong_choice(option, "a whole number from 0 to 100, or an object of such by column", value);
  }
  return value.get<int>();
}

std::vector<std::string> read_texts(std::string_view option, const Json& value) {
  if (value.is_string()) return {value.get<std::string>()};
  const bool texts = value.is_array() && std::all_of(value.begin(), value.end(),
                                                     [](const Json& v) { return v.is_string(); });
  if (!texts) wrong_choice(option, "an array of strings, or an object of such by column", value);
  return value.get<std::vector<std::string>>();
}

// -999 is what is equal to it, 1900-01-01 a day however it is written, all else a text.
Sentinel read_sentinel(const Json& value) {
  if (!value.is_string() && !value.is_number()) {
    wrong_choice("sentinels", "an object of arrays of numbers and strings by column", value);
  }
  const std::string said =
      value.is_string() ? value.get<std::string>() : document::canonical(value);
  char buffer[types::kCanonicalBytes];
  std::string_view canonical;
  for (const types::Type type : {types::Type::decimal, types::Type::timestamp}) {
    if (types::try_cast(said, type, {}, buffer, canonical)) return {std::string(canonical), type};
  }
  return {std::string(text::trimmed(said)), types::Type::text};
}

ByColumn<std::vector<Sentinel>> read_sentinels(const Json& value) {
  ByColumn<std::vector<Sentinel>> out;
  if (value.is_null()) return out;
  if (!value.is_object()) {
    wrong_choice("sentinels", "an object of arrays of numbers and strings by column", value);
  }
  for (const auto& [column, list] : value.items()) {
    std::vector<Sentinel>& sentinels = out[column];
    if (!list.is_array()) {
      sentinels.push_back(read_sentinel(list));
      continue;
    }
    for (const Json& item : list) sentinels.push_back(read_sentinel(item));
  }
  return out;
}

Dedupe read_dedupe(Options& options) {
  Dedupe out;
  if (!options.has("dedupe")) return out;
  Options dedupe = options.object("dedupe");
  out.key = dedupe.strings("key");
  out.rows = dedupe.boolean("rows", false);
  out.order_by = dedupe.string("order_by");
  const std::string keep = dedupe.choice("keep", {"first", "last", "most_complete"}, "first");
  out.keep = keep == "last"            ? Keep::last
             : keep == "most_complete" ? Keep::most_complete
                                       : Keep::first;
  dedupe.finish();
  if (out.key.empty() && (!out.rows || out.order_by)) {
    throw Error(Code::invalid_option,
                "option \"dedupe\" of " + std::string(kCleanTable) + " needs a \"key\"", {},
                "Name the columns that tell one thing from another: {\"key\": [\"id\"]}; or make "
                "equal rows one: {\"rows\": true}.");
  }
  return out;
}

MaxReject read_max_reject(Options& options) {
  MaxReject out;
  if (!options.has("max_reject")) return out;
  if (!options.raw("max_reject").is_object()) {
    out.count = options.integer("max_reject", 0, 0, INT64_MAX);
    return out;
  }
  Options limits = options.object("max_reject");
  if (limits.has("count")) out.count = limits.integer("count", 0, 0, INT64_MAX);
  if (limits.has("ratio")) out.ratio = limits.number("ratio", 0, 0, 1);
  limits.finish();
  return out;
}

std::optional<Contract> read_contract(Options& options, const engine::Relation& source,
                                      const ContractReader& contracts) {
  const Json said = options.raw("contract");
  if (said.is_null()) return std::nullopt;
  if (!said.is_object() && !said.is_string()) {
    wrong_choice("contract", "a contract document or the name of a registered contract", said);
  }
  return contracts(said, source.form == engine::Relation::Form::query ? "" : source.name);
}

std::optional<Align> read_align(Options& options, const std::optional<Contract>& contract) {
  const Json said = options.raw("align");
  if (said.is_null() || said == false) return std::nullopt;
  if (!contract) {
    throw Error(Code::invalid_option,
                "option \"align\" of " + std::string(kCleanTable) + " needs a contract", {},
                "Give the one whose columns the target shall have: \"contract\": {...}.");
  }
  Align out{contract->unknown_columns};
  if (said.is_boolean()) return out;
  Options align = options.object("align");
  const std::string unknown =
      align.choice("unknown", {"keep", "drop", "error"}, name_of(contract->unknown_columns));
  align.finish();
  out.unknown = unknown == "drop"    ? UnknownColumns::drop
                : unknown == "error" ? UnknownColumns::error
                                     : UnknownColumns::keep;
  return out;
}

std::optional<Stamps> read_stamps(Options& options) {
  const Json said = options.raw("stamps");
  if (said.is_null() || said == false) return std::nullopt;
  Stamps out;
  if (said.is_boolean()) return out;
  Options stamps = options.object("stamps");
  out.batch_id = stamps.string("batch_id");
  out.source_system = stamps.string("source_system");
  out.schema_version = stamps.string("schema_version");
  if (const auto day = stamps.string("run_date")) {
    char buffer[types::kCanonicalBytes];
    std::string_view canonical;
    if (!types::try_cast(*day, types::Type::date, {}, buffer, canonical)) {
      wrong_choice("run_date", "a date, such as \"2024-01-31\"", *day);
    }
    out.run_date = std::string(canonical);
  }
  stamps.finish();
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
  check(options.two_digit_pivot.columns);
  check(options.percent_as_ratio.columns);
  check(options.missing.columns);
  check(options.sentinels);
  check(options.casing.columns);
  check(options.on_reject.columns);
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

std::vector<std::string> CleanOptions::markers(std::string_view column) const {
  return missing.of(column).value_or(std::vector<std::string>{});
}

CleanOptions read_clean_options(Options options, const engine::Relation& source,
                                const ContractReader& contracts) {
  CleanOptions out;
  out.columns = options.strings("columns");
  out.types = read_types(options.raw("types"));
  out.order = word_per_column("order", options.raw("order"), kOrders);
  out.decimal_mark = word_per_column("decimal_mark", options.raw("decimal_mark"), kMarks);
  out.two_digit_pivot = per_column("two_digit_pivot", options.raw("two_digit_pivot"), read_pivot);
  out.percent_as_ratio = word_per_column("percent", options.raw("percent"), kPercents);
  out.missing = per_column("missing", options.raw("missing"), read_texts);
  if (options.raw("keep_missing").is_boolean()) {
    out.keep_all_missing = options.boolean("keep_missing", false);
  } else {
    out.keep_missing = options.strings("keep_missing");
  }
  out.sentinels = read_sentinels(options.raw("sentinels"));
  out.casing = word_per_column("case", options.raw("case"), kCasings);
  out.dedupe = read_dedupe(options);
  out.snake_case = options.boolean("snake_case", false);
  out.on_reject = word_per_column("on_reject", options.raw("on_reject"), kRejects);
  out.max_reject = read_max_reject(options);
  out.contract = read_contract(options, source, contracts);
  out.align = read_align(options, out.contract);
  out.stamps = read_stamps(options);
  out.samples = static_cast<std::size_t>(options.integer("samples", 3, 0, kMostCleanSamples));
  out.dry_run = options.boolean("dry_run", false);
  out.replace = options.choice("if_exists", {"error", "replace"}, "error") == "replace";
  options.finish();
  check_columns(out, source);
  if (out.contract) apply_contract(source, out);
  return out;
}

}  // namespace tamis::quality
