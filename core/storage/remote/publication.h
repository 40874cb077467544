// Showing many objects as one: the lock and the note of who publishes to a remote place.
//
// A store shows objects one by one, so a manifest that comes last is what makes an export of them.
// What is between is guarded by one more object, ".tamis-publishing.json", created only where there
// is none: it keeps a second export out, and says what is being done, so that the next export can
// finish or undo what one that died in between has begun. It is written again now and then while
// the work goes on; one that has not been for the time that the option "publish_timeout" gives is
// a dead export's.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/json.h"
#include "core/storage/remote/object_store.h"

namespace tamis::storage {

struct PublishingNote {
  std::string id;
  std::vector<std::string> created;   // keys where nothing stood
  std::vector<std::string> replaced;  // keys whose object gets other bytes
  std::vector<std::string> removed;   // keys whose object goes in the end
  // The object that turns the old state into the new one, by its SHA-256; then what follows it.
  std::string turning_key;
  std::string turning_sha256;
  struct Tail {
    std::string key;
    std::string text;
  };
  std::vector<Tail> tail;
  // ETag of what stood under turning_key; empty where nothing did.
  std::string former_etag;
};

document::Json to_json(const PublishingNote& note);
// Nothing for bytes that are none.
std::optional<PublishingNote> parse_note(std::string_view text);

class Publication {
 public:
  Publication(std::shared_ptr<ObjectStore> store, std::string prefix,
              std::chrono::milliseconds timeout);

  enum class State : std::uint8_t { free, busy, dead };
  State state();
  // Finishes or undoes what a dead export has begun. Throws file_exists where a living one is at
  // work, and corrupt_data where what stands there is no note of ours.
  void recover();

  // Takes the lock. Throws file_exists where another export holds it.
  void begin(const PublishingNote& note);
  // To be called between objects: now and then looks after the lock and keeps it fresh.
  void go_on();
  // Throws file_exists where the lock was lost.
  void confirm();
  // Back from what `note` says had been begun.
  void undo(const PublishingNote& note);
  void end();

 private:
  std::string read(const Object& object);
  bool has_turned(const PublishingNote& note);
  void write(bool create_only);

  std::shared_ptr<ObjectStore> store_;
  std::string key_;
  std::chrono::milliseconds timeout_;
  std::string text_;
  std::string etag_;
  std::chrono::steady_clock::time_point written_;
  std::chrono::steady_clock::time_point confirmed_;
};

}  // namespace tamis::storage
