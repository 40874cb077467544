#include "core/export/upkeep/letter_files.h"

#include <utility>

namespace tamis::exports {
namespace {

using document::Json;

Json request_json(const DeadLetter& letter) {
  return {{"letter_id", letter.id},
          {"source", letter.request.source},
          {"destination", letter.request.destination},
          {"options", document::parse(letter.request.options, "the options of a dead letter")}};
}

Json details_json(const DeadLetter& letter) {
  Json details = to_json(letter);
  details["error_detail"] = letter.failure.detail.empty() ? Json() : Json(letter.failure.detail);
  details["first_failed_at"] = letter.first_failed_at;
  details["last_failed_at"] = letter.last_failed_at;
  return details;
}

void write(storage::Staging& staging, std::string_view name, std::string_view text) {
  const auto file = staging.create(name);
  file->write(text);
  file->close();
  staging.settle(name);
}

}  // namespace

void write_letter_files(const DeadLetter& letter, const storage::Context& context) {
  if (letter.folder.empty()) return;
  const bool poison = letter.status == LetterStatus::poison;
  storage::Context ours = context;
  // The folder's name is the letter's id: whatever stands there is this letter.
  ours.replace_fault = [](storage::Directory&) { return std::nullopt; };
  const auto place = storage::destination(
      letter.folder + (poison ? "/poison_messages/" : "/failed_exports/") + letter.id,
      std::move(ours));
  const auto staging = place->stage(letter.id, storage::IfExists::replace);
  write(*staging, "export_request.json", document::canonical(request_json(letter)) + "\n");
  write(*staging, "error_details.json", document::canonical(details_json(letter)) + "\n");
  write(*staging, "retry_history.json", document::canonical(letter.history) + "\n");
  if (poison) write(*staging, "failure_reason.txt", letter.failure.message + "\n");
  (void)staging->publish();
}

}  // namespace tamis::exports
