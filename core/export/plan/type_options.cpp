#include "core/export/plan/type_options.h"

#include "core/export/format/option_checks.h"

namespace tamis::exports {
namespace {

using document::Json;
using document::Options;

void read_types(const Json& given, TypeOptions& out) {
  if (given.is_null() || given == "declared") return;
  if (given == "profile") {
    out.profile = true;
    return;
  }
  if (!given.is_object()) {
    bad_option(R"(option "types" must be "declared", "profile" or an object)",
               "An object names types of columns, such as \"decimal(10,2)\".");
  }
  for (const auto& [column, word] : given.items()) {
    const std::string text = word.is_string() ? word.get<std::string>() : word.dump();
    const std::optional<FieldType> type = word.is_string() ? field_type(text) : std::nullopt;
    const bool decimal = text.starts_with("dec") || text.starts_with("num");
    if (!type || (decimal && type->kind != FieldKind::decimal)) {
      bad_option("invalid type of column " + in_quotes(column) + ": " + in_quotes(text),
                 "Such as boolean, smallint, integer, bigint, real, double precision, "
                 "decimal(10,2) with at most 38 digits, text, json, uuid, bytea, date, time, "
                 "timestamp, timestamptz, or one of them with [].");
    }
    out.columns.emplace(column, *type);
  }
}

Special read_special(Options& options, std::string_view key) {
  return options.choice(key, {"error", "null"}, "error") == "null" ? Special::null : Special::error;
}

}  // namespace

TypeOptions read_type_options(Options& options, bool typed, TypedPolicy& policy) {
  TypeOptions out;
  read_types(options.raw("types"), out);
  out.contract = options.raw("contract");
  only_with(options, {"timestamp_unit", "special_numbers", "special_dates"}, typed,
            R"("format": "parquet" or "avro")");
  const std::string unit = options.choice("timestamp_unit", {"micros", "nanos"}, "micros");
  out.unit = unit == "nanos" ? TimeUnit::nanos : TimeUnit::micros;
  policy.numbers = read_special(options, "special_numbers");
  policy.dates = read_special(options, "special_dates");
  return out;
}

}  // namespace tamis::exports
