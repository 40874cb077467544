// What was imported where: rows of tamis_import.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/document/json.h"
#include "core/engine/session.h"

namespace tamis::exports {

struct ImportKey {
  std::string token;
  std::string schema;
  std::string table;
};

// `table`: the target where it exists, else where `argument` says it will be.
ImportKey import_key(engine::Session& session, std::string token,
                     const std::optional<engine::Relation>& table, const std::string& argument);

// Until the transaction ends, nobody else imports under this key (SQLite has one writer).
void lock_import(engine::Session& session, const ImportKey& key);

// The document of the import that was made under the key, or nothing. Throws duplicate_key where
// that was of another manifest.
std::optional<document::Json> find_import(engine::Session& session, const ImportKey& key,
                                          const std::string& manifest_checksum);

struct ImportMade {
  std::string export_id;
  std::string manifest;
  std::string manifest_checksum;
  std::string run_id;
  std::int64_t rows = 0;
};
// Remembers an import, and tells the row of the export, where this database made it.
void record_import(engine::Session& session, const ImportKey& key, const ImportMade& made,
                   const document::Json& result);

}  // namespace tamis::exports
