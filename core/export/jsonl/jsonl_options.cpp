#include "core/export/format/option_checks.h"
#include "core/export/jsonl/jsonl.h"

namespace tamis::exports {

JsonlDialect read_jsonl_options(document::Options& options, bool asked) {
  only_with(options, {"null_policy", "json", "big_integers"}, asked, "\"format\": \"jsonl\"");
  JsonlDialect jsonl;
  jsonl.omit_nulls = options.choice("null_policy", {"null", "omit"}, "null") == "omit";
  jsonl.nested_json = options.choice("json", {"nested", "string"}, "nested") == "nested";
  jsonl.big_integers_as_text =
      options.choice("big_integers", {"number", "string"}, "number") == "string";
  return jsonl;
}

}  // namespace tamis::exports
