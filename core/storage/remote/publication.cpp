#include "core/storage/remote/publication.h"

#include <algorithm>

#include "core/error/error.h"
#include "core/storage/http/digest.h"
#include "core/storage/remote/remote_directory.h"

namespace tamis::storage {
namespace {

using document::Json;

constexpr std::uint64_t kLargestNote = std::uint64_t{64} << 20U;

std::vector<std::string> strings(const Json& from, const char* key) {
  return from.at(key).get<std::vector<std::string>>();
}

[[noreturn]] void busy(const std::string& address) {
  throw Error(Code::file_exists, "another export is being published to the same place",
              "It says so in " + address + ".",
              "Try again when it is done. Should it have died, the place is free when the time of "
              "the option \"publish_timeout\" is over.");
}

}  // namespace

Json to_json(const PublishingNote& note) {
  Json tail = Json::array();
  for (const PublishingNote::Tail& item : note.tail) {
    tail.push_back({{"key", item.key}, {"text", item.text}});
  }
  return {{"version", 1},
          {"id", note.id},
          {"created", note.created},
          {"replaced", note.replaced},
          {"removed", note.removed},
          {"turning_key", note.turning_key},
          {"turning_sha256", note.turning_sha256},
          {"former_etag", note.former_etag},
          {"tail", tail}};
}

std::optional<PublishingNote> parse_note(std::string_view text) {
  const Json from = Json::parse(text, nullptr, false);
  if (from.is_discarded() || !from.is_object() || from.value("version", Json()) != 1) {
    return std::nullopt;
  }
  try {
    PublishingNote note{from.at("id"),
                        strings(from, "created"),
                        strings(from, "replaced"),
                        strings(from, "removed"),
                        from.at("turning_key"),
                        from.at("turning_sha256"),
                        {},
                        from.at("former_etag")};
    for (const Json& item : from.at("tail")) note.tail.push_back({item.at("key"), item.at("text")});
    return note;
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

Publication::Publication(std::shared_ptr<ObjectStore> store, std::string prefix,
                         std::chrono::milliseconds timeout)
    : store_(std::move(store)),
      key_(std::move(prefix) + std::string(kPublishingName)),
      timeout_(timeout) {}

Publication::State Publication::state() {
  const auto lock = store_->head(key_);
  if (!lock) return State::free;
  return lock->age && *lock->age >= timeout_ ? State::dead : State::busy;
}

std::string Publication::read(const Object& object) {
  if (object.size > kLargestNote) return {};
  return store_->get(object.key, 0, static_cast<std::size_t>(object.size), object.etag);
}

bool Publication::has_turned(const PublishingNote& note) {
  const auto object = store_->head(note.turning_key);
  return object && hex(sha256(read(*object))) == note.turning_sha256;
}

void Publication::recover() {
  const auto lock = store_->head(key_);
  if (!lock) return;
  if (!lock->age || *lock->age < timeout_) busy(store_->address(key_));
  const auto note = parse_note(read(*lock));
  const std::string folder = key_.substr(0, key_.size() - kPublishingName.size());
  const auto elsewhere = [&](const std::string& key) { return !key.starts_with(folder); };
  if (!note || std::any_of(note->created.begin(), note->created.end(), elsewhere) ||
      std::any_of(note->replaced.begin(), note->replaced.end(), elsewhere) ||
      std::any_of(note->removed.begin(), note->removed.end(), elsewhere) ||
      std::any_of(note->tail.begin(), note->tail.end(),
                  [&](const auto& item) { return elsewhere(item.key); })) {
    throw Error(Code::corrupt_data, "the note of an export that died can't be read",
                "It is " + store_->address(key_) + ".",
                "Look at what stands there, then remove the note.");
  }
  if (has_turned(*note)) {
    for (const PublishingNote::Tail& item : note->tail) {
      store_->put(item.key, MemoryBody(item.text), false);
    }
    for (const std::string& key : note->removed) store_->remove(key);
  } else {
    undo(*note);
  }
  // Who else recovers has done the same; a lock that somebody has taken meanwhile stays.
  const auto now = store_->head(key_);
  if (now && now->etag == lock->etag) store_->remove(key_);
}

// Back to the old state where that is whole; else to nothing, for half of it would be a lie.
void Publication::undo(const PublishingNote& note) {
  for (const std::string& key : note.created) store_->remove(key);
  if (note.replaced.empty()) return;
  const auto former = store_->head(note.turning_key);
  if (former && former->etag == note.former_etag) return;
  for (const std::string& key : note.replaced) store_->remove(key);
  for (const std::string& key : note.removed) store_->remove(key);
}

void Publication::write(bool create_only) {
  store_->put(key_, MemoryBody(text_), create_only);
  // What stands there decides: the answer to a try that succeeded may have been lost, and a server
  // may take no notice of conditions.
  const auto lock = store_->head(key_);
  if (!lock || lock->size != text_.size() || read(*lock) != text_) busy(store_->address(key_));
  etag_ = lock->etag;
  written_ = confirmed_ = std::chrono::steady_clock::now();
}

void Publication::begin(const PublishingNote& note) {
  text_ = document::canonical(to_json(note));
  write(true);
}

void Publication::go_on() {
  if (std::chrono::steady_clock::now() - confirmed_ > timeout_ / 10) confirm();
}

void Publication::confirm() {
  const auto lock = store_->head(key_);
  if (!lock || lock->etag != etag_) busy(store_->address(key_));
  confirmed_ = std::chrono::steady_clock::now();
  if (confirmed_ - written_ > timeout_ / 3) write(false);
}

void Publication::end() { store_->remove(key_); }

}  // namespace tamis::storage
