#include "core/export/import/import.h"

#include <optional>

#include "core/error/error.h"
#include "core/export/export.h"
#include "core/export/import/import_options.h"
#include "core/export/import/import_record.h"
#include "core/export/import/row_feed.h"
#include "core/export/import/target_columns.h"
#include "core/export/manifest/manifest.h"
#include "core/export/output/checksum.h"
#include "core/export/verify/find_manifest.h"
#include "core/export/verify/read_back.h"
#include "core/quality/clean/split.h"
#include "core/quality/quality.h"
#include "core/runs/runs.h"
#include "core/storage/move.h"

namespace tamis::exports {
namespace {

using document::Json;
using engine::Relation;

constexpr std::string_view kStage = "tamis_import_stage";

// What is imported: the manifest as it stood when it was read, and the folder of its files.
struct Found {
  std::string path;  // of the folder
  std::string manifest_name;
  std::string checksum;
  Manifest manifest;
  std::unique_ptr<storage::Directory> directory;

  std::string manifest_path() const { return path + "/" + manifest_name; }
  // One export is one token, whoever named it.
  std::string token() const { return manifest.token.value_or(manifest.export_id); }
};

Found find_export(std::string_view argument, const storage::Context& context) {
  FoundManifest manifest = find_manifest(argument, context);
  Found found;
  found.path = manifest.directory->path();
  found.manifest_name = std::move(manifest.name);
  found.checksum = Checksum::of(manifest.text);
  found.manifest = parse_manifest(manifest.text);
  found.directory = std::move(manifest.directory);
  return found;
}

// Nothing is loaded from an export that is not whole.
std::int64_t verify(engine::Session& session, const Found& found, const ImportOptions& options) {
  const auto verification = verify_export(session, found.manifest_path(), options.verification);
  std::int64_t checks = 0;
  std::int64_t failed = 0;
  std::optional<Finding> first;
  for (Finding finding; verification->next(finding);) {
    ++checks;
    if (finding.expected == finding.actual) continue;
    ++failed;
    if (!first) first = finding;
  }
  if (!first) return checks;
  throw Error(Code::corrupt_data,
              "the export is not what its manifest says: " + std::to_string(failed) + " of " +
                  std::to_string(checks) + " checks failed",
              "The first: file " + in_quotes(first->file) + ", " + std::string(first->check) +
                  ": expected " + in_quotes(first->expected) + ", found " +
                  in_quotes(first->actual) + ".",
              "Nothing was imported. tamis_verify_export() lists all.");
}

class Import {
 public:
  Import(runs::Run& run, Found& found, std::string_view target, const ImportOptions& options)
      : run_(run), session_(run.session()), found_(found), target_(target), options_(options) {}

  Json perform();

 private:
  Json plan(const std::optional<Relation>& table) const;
  Relation table_to_load();
  std::int64_t load(const Relation& table);
  // Rows that reached the target, and what the contract said of them all.
  struct Loaded {
    std::int64_t rows = 0;
    Json judged;
  };
  Loaded load_judged(const Relation& table);
  Relation make_stage(const Relation& table);
  Json result(const Loaded& loaded, std::int64_t checks) const;
  void move_to(std::string_view state);

  runs::Run& run_;
  engine::Session& session_;
  Found& found_;
  std::string target_;
  const ImportOptions& options_;
};

Json Import::perform() {
  const std::optional<Relation> existing = session_.find_table(target_);
  if (options_.dry_run) return plan(existing);
  const ImportKey key = import_key(session_, found_.token(), existing, target_);
  lock_import(session_, key);
  if (auto before = find_import(session_, key, found_.checksum)) {
    (*before)["repeated"] = true;
    move_to("imported");
    return std::move(*before);
  }
  std::int64_t checks = 0;
  try {
    checks = verify(session_, found_, options_);
  } catch (const Error& e) {
    if (e.code() == Code::corrupt_data) move_to("failed");
    throw;
  }
  move_to("validated");
  const Relation table = table_to_load();
  const Loaded loaded = options_.contract.is_null() ? Loaded{load(table), {}} : load_judged(table);
  const std::int64_t rows = found_.manifest.statistics().row_count;
  run_.count_rows(rows, loaded.rows);
  Json document = result(loaded, checks);
  record_import(
      session_, key,
      {found_.manifest.export_id, found_.manifest_path(), found_.checksum, run_.id(), rows},
      document);
  move_to("imported");
  return document;
}

Json Import::plan(const std::optional<Relation>& table) const {
  if (table) (void)insert_for(session_.dialect(), *table, found_.manifest.fields);
  return {{"export_id", found_.manifest.export_id},
          {"token", found_.token()},
          {"target", target_},
          {"target_exists", table.has_value()},
          {"rows", found_.manifest.statistics().row_count},
          {"files", found_.manifest.files.size()}};
}

Relation Import::table_to_load() {
  if (auto table = session_.find_table(target_)) return std::move(*table);
  if (!options_.create) (void)session_.relation(target_);  // says what is missing
  session_.execute(
      create_table_for(session_.dialect(), session_.target_sql(target_), found_.manifest.fields));
  return session_.relation(target_);
}

std::int64_t Import::load(const Relation& table) {
  const std::int64_t total = found_.manifest.statistics().row_count;
  const auto key = place_key(session_, options_.place);
  RowFeed feed(
      found_.manifest,
      [&](const ManifestFile& file) {
        return open_stored(*found_.directory, file, found_.manifest, key.get());
      },
      [this, total](std::int64_t rows) { run_.progress("loading", rows, total); });
  session_.execute_many(insert_for(session_.dialect(), table, found_.manifest.fields), feed);
  return feed.rows();
}

Relation Import::make_stage(const Relation& table) {
  const engine::Dialect& dialect = session_.dialect();
  session_.execute(create_stage_for(dialect, kStage, table, found_.manifest.fields));
  const bool sqlite = dialect.engine() == engine::Dialect::Engine::sqlite;
  const std::string schema =
      sqlite ? "temp"
             : engine::query_text(session_,
                                  "SELECT nspname::text FROM pg_namespace WHERE oid = "
                                  "pg_my_temp_schema()")
                   .value_or("pg_temp");
  return session_.relation(dialect.quote_identifier(schema) + "." +
                           dialect.quote_identifier(kStage));
}

Import::Loaded Import::load_judged(const Relation& table) {
  const engine::Dialect& dialect = session_.dialect();
  const Relation stage = make_stage(table);
  (void)load(stage);
  Loaded loaded;
  if (options_.on_invalid == OnInvalid::split) {
    loaded.judged = quality::split(
        session_, stage.sql, options_.contract,
        document::Options({{"good", target_}, {"if_exists", "append"}}, "tamis_import"));
    loaded.rows = loaded.judged.at("rows").at("good").get<std::int64_t>();
  } else {
    loaded.judged = quality::gate(session_, stage.sql, options_.contract,
                                  document::Options(Json::object(), "tamis_import"));
    const std::string columns = column_list(dialect, found_.manifest.fields);
    loaded.rows = session_.execute("INSERT INTO " + table.sql + " (" + columns + ") SELECT " +
                                   columns + " FROM " + stage.sql + " WHERE 1 = 1");
  }
  session_.execute("DROP TABLE " + stage.sql);
  return loaded;
}

Json Import::result(const Loaded& loaded, std::int64_t checks) const {
  return {{"status", "imported"},    {"export_id", found_.manifest.export_id},
          {"token", found_.token()}, {"manifest", found_.manifest_path()},
          {"target", target_},       {"rows", found_.manifest.statistics().row_count},
          {"loaded", loaded.rows},   {"files", found_.manifest.files.size()},
          {"checks", checks},        {"contract", loaded.judged}};
}

void Import::move_to(std::string_view state) {
  if (!options_.inbox) return;
  found_.path = storage::move_to_state(found_.path, state);
  found_.directory = storage::existing_place(found_.path).directory;
}

}  // namespace

Json import_export(engine::Session& session, std::string_view manifest, std::string_view target,
                   std::string_view options) {
  const ImportOptions parsed = read_import_options(options);
  session.require_file_access(parsed.inbox);
  return runs::run_action(session, {"tamis_import", parsed.dry_run}, [&](runs::Run& run) {
    Found found = find_export(manifest, place_context(session, parsed.place));
    run.about(found.manifest_path(), std::string(target));
    return Import(run, found, target, parsed).perform();
  });
}

}  // namespace tamis::exports
