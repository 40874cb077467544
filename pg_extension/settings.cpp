#include "pg_extension/settings.h"

#include "pg_extension/guard.h"

namespace tamis::pg {
namespace {

void set(const char* name, const char* value) {
  (void)set_config_option(name, value, PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
}

std::vector<Oid> schemas(bool implicit) {
  const List* const list = call_pg([implicit] { return fetch_search_path(implicit); });
  std::vector<Oid> out;
  out.reserve(static_cast<std::size_t>(list_length(list)));
  for (int i = 0; i < list_length(list); ++i) out.push_back(list_nth_oid(list, i));
  return out;
}

// Quoted for search_path; empty where the schema is gone.
std::string quoted_schema(Oid schema) {
  const char* const name = call_pg([schema]() -> const char* {
    if (isTempNamespace(schema)) return "pg_temp";
    const char* const found = get_namespace_name(schema);
    return found == nullptr ? nullptr : quote_identifier(found);
  });
  return name == nullptr ? std::string() : std::string(name);
}

}  // namespace

int pin_output_settings() {
  const int level = NewGUCNestLevel();
  set("DateStyle", "ISO, YMD");
  set("IntervalStyle", "postgres");
  set("TimeZone", "UTC");
  set("extra_float_digits", "1");
  set("bytea_output", "hex");
  return level;
}

Settings::Settings(Oid extension_schema) : callers_(schemas(true)) {
  const std::vector<Oid> named = schemas(false);
  if (!named.empty()) creation_ = named.front();

  const std::string ours = quoted_schema(extension_schema);
  our_path_ = "pg_catalog, " + ours + ", pg_temp";
  callers_path_ = "pg_catalog";
  for (const Oid schema : callers_) {
    if (std::string name = quoted_schema(schema); !name.empty()) callers_path_ += ", " + name;
  }
  callers_path_ += ", " + ours;
  level_ = call_pg([] {
    const int level = pin_output_settings();
    // Else a scan begins wherever another one left off, and the first rows are any rows.
    set("synchronize_seqscans", "off");
    return level;
  });
  use(Path::ours);
}

void Settings::revert() {
  call_pg([this] { AtEOXact_GUC(true, level_); });
}

void Settings::use(Path path) {
  if (known_ && path_ == path) return;
  const std::string& value = path == Path::ours ? our_path_ : callers_path_;
  call_pg([&value] { set("search_path", value.c_str()); });
  path_ = path;
  known_ = true;
}

}  // namespace tamis::pg
