#include "core/export/upkeep/retry.h"

#include <optional>

#include "core/document/options.h"
#include "core/error/error.h"
#include "core/export/export.h"
#include "core/export/upkeep/dead_letter.h"
#include "core/export/upkeep/letter_files.h"
#include "core/runs/runs.h"

namespace tamis::exports {
namespace {

using document::Json;
using storage::RetryPolicy;

// What stays of an error that is to be written down: its class is lost when the engine takes it.
struct Tried {
  Json manifest;
  std::optional<ExportFailure> failure;
};

Json requests_json(const std::vector<storage::Attempt>& attempts) {
  Json out = Json::array();
  for (const storage::Attempt& attempt : attempts) {
    out.push_back({{"time", attempt.time},
                   {"request", attempt.request},
                   {"status", attempt.status},
                   {"error", attempt.error},
                   {"delay_ms", attempt.delay.count()}});
  }
  return out;
}

// Whether the same may work later: where the engine or the system lacked something for the moment.
bool passes_by_itself(const ExportFailure& failure) noexcept {
  const std::string_view word = class_of_failure(failure);
  return word == "QUOTA_EXCEEDED" || word == "TIMEOUT" || word == "SERVICE_UNAVAILABLE" ||
         failure.code == "40001" || failure.code == "40P01";
}

Tried attempt_export(engine::Session& session, const ExportRequest& request) {
  Tried tried;
  std::optional<bool> transient;
  Json requests;
  const auto refusal = session.attempt_work([&] {
    try {
      tried.manifest =
          export_relation(session, request.source, request.destination, request.options);
    } catch (const storage::TransferError& e) {
      transient = e.transient();
      requests = requests_json(e.attempts());
      throw;
    }
  });
  if (!refusal) return tried;
  ExportFailure failure{refusal->code, refusal->message, refusal->detail};
  failure.transient = transient.value_or(passes_by_itself(failure));
  failure.requests = std::move(requests);
  tried.failure = std::move(failure);
  return tried;
}

void record_failed_run(engine::Session& session, const ExportRequest& request,
                       const ExportFailure& failure, const std::string& started_at) {
  runs::record_failure(session, {.action = "tamis_export",
                                 .source = request.source,
                                 .target = request.destination,
                                 .started_at = started_at,
                                 .error_code = failure.code,
                                 .error_message = failure.message});
}

storage::Context context_of(engine::Session& session) {
  storage::Context context;
  context.poll = [&session] { session.check_interrupt(); };
  return context;
}

// What only recording needs, taken out of the options of an export.
struct Recording {
  bool record = false;
  std::string folder;
  std::string options;
};

Recording split_options(std::string_view text) {
  Json object =
      text.empty() ? Json::object() : document::parse(text, "the options of tamis_export");
  Recording out;
  if (!object.is_object()) {
    out.options = text;
    return out;
  }
  document::Options read(object, "tamis_export");
  out.record = read.choice("on_error", {"raise", "record"}, "raise") == "record";
  out.folder = read.string("dead_letter", "");
  if (!out.folder.empty() && !out.record) {
    throw Error(Code::invalid_option,
                "tamis_export: option \"dead_letter\" needs \"on_error\": \"record\"");
  }
  object.erase("on_error");
  object.erase("dead_letter");
  out.options = document::canonical(object);
  return out;
}

}  // namespace

Json export_or_record(engine::Session& session, std::string_view source,
                      std::string_view destination, std::string_view options) {
  const Recording recording = split_options(options);
  if (!recording.record) {
    return export_relation(session, source, destination, recording.options);
  }
  session.require_file_access(true);
  if (session.read_only()) {
    throw Error(Code::read_only, "tamis_export writes, but the database is read-only", {},
                "Open it for writing.");
  }
  runs::ensure_state(session);
  const std::string started_at = runs::now_utc();
  DeadLetter letter;
  letter.request = {std::string(source), std::string(destination), recording.options};
  Tried tried = attempt_export(session, letter.request);
  if (!tried.failure) return std::move(tried.manifest);
  letter.id = runs::new_id();
  letter.folder = recording.folder;
  record_failed_run(session, letter.request, *tried.failure, started_at);
  add_failure(letter, std::move(*tried.failure), storage::export_retry_policy(),
              std::chrono::system_clock::now());
  insert_letter(session, letter);
  write_letter_files(letter, context_of(session));
  Json result = to_json(letter);
  result["letter_status"] = result["status"];
  result["status"] = "FAILURE";
  return result;
}

namespace {

struct RetryOptions {
  RetryPolicy policy = storage::export_retry_policy();
  bool all = false;
  std::optional<std::string> letter;
  bool dry_run = false;
};

RetryOptions read_retry_options(std::string_view text) {
  document::Options options = document::Options::from_text(text, "tamis_retry_exports");
  RetryOptions out;
  if (options.has("retry")) {
    out.policy = storage::read_retry_policy(options.object("retry"), out.policy);
  }
  out.all = options.boolean("all", false);
  out.letter = options.string("letter");
  out.dry_run = options.boolean("dry_run", false);
  options.finish();
  return out;
}

void retry(engine::Session& session, DeadLetter& letter, const RetryPolicy& policy) {
  const std::string started_at = runs::now_utc();
  Tried tried = attempt_export(session, letter.request);
  if (tried.failure) {
    record_failed_run(session, letter.request, *tried.failure, started_at);
    add_failure(letter, std::move(*tried.failure), policy, std::chrono::system_clock::now());
  } else {
    letter.status = LetterStatus::exported;
    letter.next_retry_at.clear();
    letter.export_id = tried.manifest.value("export_id", "");
  }
  update_letter(session, letter);
  write_letter_files(letter, context_of(session));
}

}  // namespace

Json retry_exports(engine::Session& session, std::string_view options) {
  session.require_file_access(true);
  const RetryOptions parsed = read_retry_options(options);
  return runs::run_action(
      session, {"tamis_retry_exports", parsed.dry_run}, [&](runs::Run& run) -> Json {
        const std::string now = storage::rfc3339(std::chrono::system_clock::now());
        std::vector<DeadLetter> letters = due_letters(
            session, parsed.all ? std::nullopt : std::optional<std::string>(now), parsed.letter);
        if (parsed.letter && letters.empty()) {
          throw Error(Code::invalid_value, "no dead letter " + in_quotes(*parsed.letter), {},
                      "tamis_dead_letter lists them.");
        }
        std::int64_t exported = 0;
        Json listed = Json::array();
        for (DeadLetter& letter : letters) {
          run.progress("trying again", static_cast<std::int64_t>(listed.size()),
                       static_cast<std::int64_t>(letters.size()));
          if (letter.status == LetterStatus::exported) {
            throw Error(Code::invalid_value,
                        "the export of dead letter " + in_quotes(letter.id) + " was made since");
          }
          if (!parsed.dry_run) retry(session, letter, parsed.policy);
          if (letter.status == LetterStatus::exported) ++exported;
          listed.push_back(to_json(letter));
        }
        return {{"due", letters.size()}, {"exported", exported}, {"letters", std::move(listed)}};
      });
}

}  // namespace tamis::exports
