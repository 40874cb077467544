#include "core/export/import/import_options.h"

#include "core/error/error.h"

namespace tamis::exports {

ImportOptions read_import_options(std::string_view text) {
  document::Options options = document::Options::from_text(text, "tamis_import");
  ImportOptions out;
  out.contract = options.raw("contract");
  if (options.choice("on_invalid", {"error", "split"}, "error") == "split") {
    out.on_invalid = OnInvalid::split;
  }
  if (options.has("on_invalid") && out.contract.is_null()) {
    throw Error(Code::invalid_option, "tamis_import: option \"on_invalid\" needs \"contract\"");
  }
  out.create = options.boolean("create", true);
  out.inbox = options.boolean("inbox", false);
  out.dry_run = options.boolean("dry_run", false);
  out.place = read_place_options(options);
  document::Json place = document::Json::object();
  for (const std::string_view key : {"server", "storage", "encryption"}) {
    if (document::Json given = options.raw(key); !given.is_null()) {
      place[std::string(key)] = std::move(given);
    }
  }
  out.verification = document::canonical(place);
  options.finish();
  return out;
}

}  // namespace tamis::exports
