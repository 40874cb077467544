#include "core/export/avro/avro_schema.h"
#include "core/export/format/cell.h"
#include "core/export/format/option_checks.h"

namespace tamis::exports {
namespace {

constexpr std::int64_t kLeastBlock = std::int64_t{16} << 10U;
constexpr std::int64_t kMostBlock = std::int64_t{16} << 20U;
constexpr std::size_t kLongestName = 200;

std::string name_option(document::Options& options, std::string_view key, std::string_view usual,
                        bool dotted) {
  const std::string name = options.string(key, usual);
  const bool none = name.empty() && usual.empty();
  if (!none && (name.size() > kLongestName || !is_avro_name(name, dotted))) {
    bad_option("invalid " + std::string(key) + ": " + in_quotes(name),
               dotted ? "It is names with dots between, each of letters, digits and _."
                      : "It is letters, digits and _, no digit first.");
  }
  return name;
}

[[noreturn]] void bad_aliases() {
  bad_option("option \"avro_aliases\" must be an object of columns and their old names",
             "For example {\"customer_id\": [\"client_id\"]}.");
}

std::map<std::string, std::vector<std::string>> read_aliases(document::Options& options) {
  std::map<std::string, std::vector<std::string>> out;
  const document::Json aliases = options.raw("avro_aliases");
  if (aliases.is_null()) return out;
  if (!aliases.is_object()) bad_aliases();
  for (const auto& [column, old] : aliases.items()) {
    if (!old.is_array() || old.empty()) bad_aliases();
    for (const document::Json& name : old) {
      if (!name.is_string() || name.get_ref<const std::string&>().empty()) bad_aliases();
      out[column].push_back(name.get<std::string>());
    }
  }
  return out;
}

}  // namespace

AvroOptions read_avro_options(document::Options& options, bool asked) {
  only_with(options,
            {"avro_namespace", "avro_record_name", "avro_doc", "avro_aliases", "avro_sync",
             "avro_block_bytes"},
            asked, "\"format\": \"avro\"");
  AvroOptions avro;
  avro.name_space = name_option(options, "avro_namespace", "", true);
  avro.record_name = name_option(options, "avro_record_name", avro.record_name, false);
  avro.doc = options.string("avro_doc", "");
  avro.aliases = read_aliases(options);
  avro.random_sync = options.choice("avro_sync", {"schema", "random"}, "schema") == "random";
  avro.block_bytes = static_cast<std::size_t>(options.integer(
      "avro_block_bytes", static_cast<std::int64_t>(avro.block_bytes), kLeastBlock, kMostBlock));
  return avro;
}

}  // namespace tamis::exports
