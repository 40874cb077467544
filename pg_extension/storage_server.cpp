#include "pg_extension/storage_server.h"

#include "core/error/error.h"
#include "core/storage/server_settings.h"
#include "pg_extension/entry.h"
#include "pg_extension/guard.h"

namespace tamis::pg {
namespace {

constexpr std::string_view kWrapper = "tamis_storage";

void append(List* options, std::vector<std::pair<std::string, std::string>>& out) {
  for (int i = 0; i < list_length(options); ++i) {
    auto* const option = static_cast<DefElem*>(list_nth(options, i));
    const char* const value = call_pg([option] { return defGetString(option); });
    out.emplace_back(option->defname, value);
  }
}

storage::SettingPlace place_of(Oid catalog) {
  switch (catalog) {
    case ForeignServerRelationId: return storage::SettingPlace::server;
    case UserMappingRelationId: return storage::SettingPlace::user;
    case ForeignDataWrapperRelationId: return storage::SettingPlace::nowhere;
    default:
      throw Error(Code::unsupported, "a server of tamis_storage has no foreign tables", {},
                  "Write to it with tamis_export and its option \"server\".");
  }
}

}  // namespace

std::vector<std::pair<std::string, std::string>> storage_server_settings(std::string_view server) {
  const std::string name(server);
  ForeignServer* const found =
      call_pg([&name] { return GetForeignServerByName(name.c_str(), true); });
  const bool ours =
      found != nullptr && call_pg([found] {
        return std::string_view(GetForeignDataWrapper(found->fdwid)->fdwname) == kWrapper;
      });
  if (!ours) {
    throw Error(Code::undefined_table, "no server " + in_quotes(server) + " of tamis_storage", {},
                "Make it with CREATE SERVER ... FOREIGN DATA WRAPPER tamis_storage.");
  }
  if (!call_pg([found] { return may_use_server(found->serverid); })) {
    throw Error(Code::insufficient_privilege, "permission denied for server " + in_quotes(server),
                {}, "Its owner can GRANT USAGE ON FOREIGN SERVER to the user.");
  }
  UserMapping* const mapping =
      call_pg([found] { return GetUserMapping(GetUserId(), found->serverid); });
  std::vector<std::pair<std::string, std::string>> out;
  append(found->options, out);
  append(mapping->options, out);
  return out;
}

Datum validate_storage(FunctionCallInfo call) {
  return guarded([call]() -> Datum {
    List* const options = call_pg([call] { return untransformRelOptions(call->args[0].value); });
    std::vector<std::pair<std::string, std::string>> settings;
    append(options, settings);
    storage::check_settings(settings, place_of(DatumGetObjectId(call->args[1].value)));
    return Datum{0};
  });
}

}  // namespace tamis::pg
