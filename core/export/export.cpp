#include "core/export/export.h"

#include <chrono>

#include "core/error/error.h"
#include "core/export/file_series.h"
#include "core/export/manifest/companions.h"
#include "core/export/manifest/earlier.h"
#include "core/export/manifest/failure.h"
#include "core/export/manifest/manifest.h"
#include "core/export/plan/export_options.h"
#include "core/export/plan/export_plan.h"
#include "core/export/plan/increment.h"
#include "core/export/plan/key_check.h"
#include "core/export/plan/preview.h"
#include "core/export/plan/token.h"
#include "core/export/record.h"
#include "core/export/repeat.h"
#include "core/export/validate/validate.h"
#include "core/runs/runs.h"

namespace tamis::exports {
namespace {

using document::Json;

// What can be said of a failed export's destination when the engine may be asked nothing more.
struct Aftermath {
  std::string place;  // with its tokens replaced; empty while that is not known
  storage::AccessLookup access;
};

struct Task {
  std::string_view source;
  std::string_view destination;
  std::string_view text;  // of the options
  const ExportOptions& options;
  Aftermath& aftermath;
};

bool has_tokens(std::string_view destination) {
  return destination.find_first_of("{}") != std::string_view::npos;
}

std::string expanded(std::string_view destination, const Constants& tokens) {
  if (!has_tokens(destination)) return std::string(destination);
  return expand_pattern(destination, tokens, "the destination");
}

// One call of tamis_export.
class Export {
 public:
  Export(runs::Run& run, const Task& task)
      : run_(run),
        session_(run.session()),
        task_(task),
        options_(task.options),
        id_(runs::new_id()),
        timestamp_(runs::now_utc()) {
    engine::Relation relation = session_.relation(task.source);
    const Constants stamp = stamp_tokens(timestamp_, id_);
    place_ = expanded(task.destination, name_tokens(relation, options_.layout, stamp));
    storage::Context opened = context();
    task.aftermath = {place_, opened.access};
    destination_ = storage::destination(place_, std::move(opened));
    run_.about(std::string(task.source), destination_->uri());
    plan(std::move(relation), options_.dry_run ? unknown_stamp_tokens() : stamp);
  }

  Json plan_only() {
    destination_->check(options_.mode.if_exists());
    check_before(validated(), options_.validation, manifest_);
    preview_files(session_, plan_, options_, manifest_);
    Json document = plan_to_json(manifest_);
    if (manifest_.token && recorded_export(session_, *manifest_.token, task_.source)) {
      document["repeated"] = true;
    }
    return document;
  }

  Json perform() {
    if (auto earlier = repeated()) return *earlier;
    check_before(validated(), options_.validation, manifest_);
    check_merge_key(session_, plan_.relation, condition_, options_.mode, manifest_);
    manifest_.export_id = id_;
    manifest_.export_timestamp = timestamp_;
    manifest_.run_id = run_.id();
    if (manifest_.started_by.empty()) manifest_.started_by = session_.user();
    const auto staging = destination_->stage(id_, options_.mode.if_exists());
    write_files(*staging);
    manifest_.validation.row_count_verified = manifest_.validation.checksum_verified = true;
    check_after(validated(), options_.validation, manifest_);
    manifest_.duration_ms = std::chrono::duration_cast<std::chrono::milliseconds>(
                                std::chrono::steady_clock::now() - started_)
                                .count();
    Json document = to_json(manifest_);
    if (increment_ && manifest_.files.empty()) {
      document["published"] = false;
      return document;
    }
    write_companions(*staging, manifest_, document);
    remember(manifest_, document);
    if (const auto leftover = staging->publish()) {
      session_.notice("the export that was replaced could not be removed: " + *leftover);
    }
    return document;
  }

 private:
  Validated validated() {
    return {session_, plan_.relation,
            plan_.relation.sql + (condition_.empty() ? "" : " WHERE " + condition_), place_};
  }

  storage::Context context() { return place_context(session_, options_.place, replace_fault); }

  void plan(engine::Relation relation, const Constants& stamp) {
    const Constants tokens = name_tokens(relation, options_.layout, stamp);
    // What a call asks for stays the same tomorrow, its stamp does not.
    const std::string asked =
        expanded(task_.destination, name_tokens(relation, options_.layout, unknown_stamp_tokens()));
    if (options_.mode.mode == Mode::incremental) {
      const std::string& name = options_.mode.watermark;
      increment_.emplace(session_, options_.mode,
                         name.empty() ? usual_watermark(relation, asked) : name, relation,
                         options_.dry_run);
      condition_ = increment_->condition();
    }
    Fields fields = make_fields(session_, relation, chosen_columns(relation, options_.selection),
                                options_.types);
    for (Field& field : fields.fields) field.counted = session_.reads_native_times();
    plan_ = plan_export(session_.dialect(), std::move(relation), options_, tokens,
                        std::move(fields), condition_);
    manifest_ = describe(plan_, options_, session_.dialect(), destination_->uri());
    if (increment_) manifest_.watermark = increment_->range();
    if (const auto& key = options_.place.key) {
      manifest_.encryption = EncryptionUsed{std::string(kEnvelopeAlgorithm), key->id};
    }
    manifest_.token = token_of(
        options_.mode, {tokens.at("entity"), task_.source, asked, task_.text}, manifest_.watermark);
  }

  // The document of the export that had this call's token first.
  std::optional<Json> repeated() {
    if (!manifest_.token) return std::nullopt;
    lock_token(session_, *manifest_.token);
    std::optional<Json> earlier = recorded_export(session_, *manifest_.token, task_.source);
    if (!earlier) {
      earlier = published_export(place_, context(), *manifest_.token);
      if (!earlier) return std::nullopt;
      remember(parse_manifest(document::canonical(*earlier)), *earlier);
    }
    (*earlier)["repeated"] = true;
    return earlier;
  }

  // Before the files appear: where a row can't be written there must be no files.
  void remember(const Manifest& manifest, const Json& document) {
    record(run_, manifest, document);
    if (increment_) increment_->advance(manifest.uri, run_.id());
  }

  void write_files(storage::Staging& staging) {
    RowShaper shaper(plan_, options_, mask_key(session_, options_.privacy));
    const auto key = place_key(session_, options_.place);
    FileSeries files({run_, plan_, options_, staging, manifest_, shaper, key.get()});
    session_.read_rows(plan_.select, {}, files);
    files.finish();
    run_.count_rows(files.rows(), files.rows());
  }

  const std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  runs::Run& run_;
  engine::Session& session_;
  const Task& task_;
  const ExportOptions& options_;
  std::string id_;
  std::string timestamp_;
  std::string place_;
  std::unique_ptr<storage::Destination> destination_;
  std::optional<Increment> increment_;
  std::string condition_;
  ExportPlan plan_;
  Manifest manifest_;
};

// The error that ends the export is the one to report, whatever becomes of its marker; one request
// to a remote place must do.
void mark_failure(const Aftermath& aftermath, const ExportOptions& options,
                  const std::string& error) {
  if (aftermath.place.empty() || !options.companions.failure_marker || options.dry_run) return;
  storage::Context context;
  context.access = aftermath.access;
  context.remote = options.place.remote;
  context.remote.retry.max_attempts = 1;
  try {
    write_failure(aftermath.place, options.companions.markers, error, std::move(context));
  } catch (const Error&) {
    return;
  }
}

}  // namespace

Json export_relation(engine::Session& session, std::string_view source,
                     std::string_view destination, std::string_view options) {
  session.require_file_access(true);
  const ExportOptions parsed = parse_export_options(options);
  Aftermath aftermath;
  if (destination.starts_with('/') && !has_tokens(destination)) aftermath.place = destination;
  try {
    return runs::run_action(session, {"tamis_export", parsed.dry_run}, [&](runs::Run& run) {
      const Task task{source, destination, options, parsed, aftermath};
      Export work(run, task);
      return parsed.dry_run ? work.plan_only() : work.perform();
    });
  } catch (const Error& e) {
    if (e.code() != Code::cancelled) mark_failure(aftermath, parsed, e.message());
    throw;
  } catch (...) {
    // What an engine throws is its own, and passes through. It may be impatience: nothing that
    // takes time any more.
    if (aftermath.place.starts_with('/'))
      mark_failure(aftermath, parsed, "the engine ended the export");
    throw;
  }
}

}  // namespace tamis::exports
