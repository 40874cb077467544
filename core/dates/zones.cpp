#include "core/dates/zones.h"

#include <cctz/civil_time.h>
#include <cctz/time_zone.h>
#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <deque>
#include <exception>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "core/dates/calendar.h"

namespace tamis::dates {
namespace {

constexpr std::string_view kDatabase = "/usr/share/zoneinfo";
constexpr std::int64_t kDaySeconds = 86400;

// Files among the zones that are none: what the host is set to, what a POSIX rule falls back on,
// and the placeholder of a host that was never set.
constexpr std::array<std::string_view, 3> kNoZones = {"Factory", "localtime", "posixrules"};
// Folders with every zone again, without and with leap seconds.
constexpr std::array<std::string_view, 2> kSecondCopies = {"posix", "right"};

constexpr bool among(std::string_view name, const auto& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// What a byte of a zone's name is compared as: letters without case, 0 where no name has it.
constexpr std::array<char, 256> kFolded = [] {
  std::array<char, 256> folded{};
  for (const char c : std::string_view("0123456789_+-/")) folded[static_cast<unsigned char>(c)] = c;
  for (char c = 'a'; c <= 'z'; ++c) {
    folded[static_cast<unsigned char>(c)] = c;
    folded[static_cast<unsigned char>(c & ~0x20)] = c;
  }
  return folded;
}();

// A name in words, the rest of them zero, to be hashed and compared without case.
struct Key {
  static constexpr std::size_t kLongestName = 64;
  std::array<std::uint64_t, kLongestName / sizeof(std::uint64_t)> words{};

  bool fold(std::string_view name) noexcept {
    if (name.empty() || name.size() > kLongestName) return false;
    std::array<char, kLongestName> bytes{};
    for (std::size_t i = 0; i < name.size(); ++i) {
      bytes[i] = kFolded[static_cast<unsigned char>(name[i])];
      if (bytes[i] == 0) return false;
    }
    std::memcpy(words.data(), bytes.data(), bytes.size());
    return true;
  }
  std::uint64_t hash() const noexcept {
    std::uint64_t mixed = 0;
    for (const std::uint64_t word : words) {
      if (word == 0) break;
      mixed = (mixed ^ word) * 0x9E3779B97F4A7C15U;
      mixed ^= mixed >> 32U;
    }
    return mixed;
  }
  friend bool operator==(const Key&, const Key&) = default;
};

enum class Content : std::uint8_t { zone, something_else, not_now };

Content content_of(const std::string& path) {
  const auto close = [](std::FILE* file) { std::fclose(file); };
  const std::unique_ptr<std::FILE, decltype(close)> file(std::fopen(path.c_str(), "rbe"), close);
  if (file == nullptr) {
    const bool short_of_something = errno == EMFILE || errno == ENFILE || errno == ENOMEM;
    return short_of_something ? Content::not_now : Content::something_else;
  }
  constexpr std::string_view kMagic = "TZif";
  std::array<char, kMagic.size()> start{};
  const std::size_t count = std::fread(start.data(), 1, start.size(), file.get());
  return std::string_view(start.data(), count) == kMagic ? Content::zone : Content::something_else;
}

// A file of the database, read when it is first asked for.
class File {
 public:
  File(std::string name, const Key& key) : name_(std::move(name)), key_(key) {}

  const Key& key() const noexcept { return key_; }
  const cctz::time_zone& zone() const noexcept { return zone_; }

  Zone::Found load() {
    State state = state_.load(std::memory_order_acquire);
    if (state == State::unread) {
      const std::lock_guard lock(reading_);
      state = state_.load(std::memory_order_relaxed);
      if (state == State::unread) {
        state = read();
        state_.store(state, std::memory_order_release);
      }
    }
    if (state == State::unread) return Zone::Found::no_memory;
    return state == State::zone ? Zone::Found::yes : Zone::Found::no;
  }

 private:
  enum class State : std::uint8_t { unread, zone, no_zone };

  State read() {
    // cctz remembers a path for ever once it was asked for it, and where memory ran out meanwhile
    // it remembers it as UTC. One more slash is another path to it, and the name that it gives the
    // zone tells whether it is the one asked for.
    constexpr int kMostAttempts = 16;
    attempts_ = std::min(attempts_ + 1, kMostAttempts);
    std::string path(kDatabase);
    path.append(static_cast<std::size_t>(attempts_), '/').append(name_);
    switch (content_of(path)) {
      case Content::zone: break;
      case Content::something_else: return State::no_zone;
      case Content::not_now: return State::unread;
    }
    cctz::time_zone zone;
    if (!cctz::load_time_zone(path, &zone)) return State::no_zone;
    if (zone.name() != path) return State::unread;
    zone_ = zone;
    return State::zone;
  }

  std::string name_;
  Key key_;
  std::atomic<State> state_ = State::unread;
  int attempts_ = 0;
  cctz::time_zone zone_;
  std::mutex reading_;
};

// Keeps cctz in the process when the module is unloaded, as SQLite does with its last connection:
// what cctz has read it never gives back, but finds again.
void keep_cctz_loaded() noexcept {
  Dl_info library{};
  const auto* function = reinterpret_cast<const void*>(&cctz::load_time_zone);
  if (::dladdr(function, &library) == 0 || library.dli_fname == nullptr) return;
  void* handle = ::dlopen(library.dli_fname, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
  if (handle != nullptr) ::dlclose(handle);
}

// The files of the database by name. Throws where they can't be listed now.
class Database {
 public:
  Database() {
    keep_cctz_loaded();
    list();
    std::size_t slots = 64;
    while (slots < files_.size() * 4) slots *= 2;
    slots_.resize(slots);
    for (File& file : files_) {
      File** slot = &slots_[file.key().hash() & (slots - 1)];
      while (*slot != nullptr) slot = next(slot);
      *slot = &file;
    }
  }

  File* find(const Key& key) noexcept {
    File** slot = &slots_[key.hash() & (slots_.size() - 1)];
    while (*slot != nullptr && (*slot)->key() != key) slot = next(slot);
    return *slot;
  }

 private:
  File** next(File** slot) noexcept {
    return ++slot == slots_.data() + slots_.size() ? slots_.data() : slot;
  }

  void list() {
    namespace fs = std::filesystem;
    const fs::path root(kDatabase);
    std::error_code error;
    fs::recursive_directory_iterator entry(root, fs::directory_options::skip_permission_denied,
                                           error);
    if (error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory) {
      return;
    }
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
      const std::string name = entry->path().native().substr(kDatabase.size() + 1);
      if (among(name, kSecondCopies)) {
        entry.disable_recursion_pending();
      } else if (Key key;
                 key.fold(name) && !among(name, kNoZones) && entry->is_regular_file(error)) {
        files_.emplace_back(name, key);
      }
      error.clear();  // of a link that leads nowhere
    }
    if (error) throw std::system_error(error);
  }

  std::deque<File> files_;
  std::vector<File*> slots_;
};

bool is_utc(const Key& key) noexcept {
  Key utc;
  return utc.fold("UTC") && key == utc;
}

cctz::civil_second civil_of(std::int64_t local_seconds) noexcept {
  const std::int64_t days =
      (local_seconds >= 0 ? local_seconds : local_seconds - (kDaySeconds - 1)) / kDaySeconds;
  const std::int64_t rest = local_seconds - days * kDaySeconds;
  const Day day = calendar_day(days);
  return cctz::civil_second(day.year, day.month, day.day, rest / 3600, rest / 60 % 60, rest % 60);
}

}  // namespace

Zone::Found Zone::find(std::string_view name, Zone& out) noexcept {
  Key key;
  if (!key.fold(name)) return Found::no;
  if (is_utc(key)) {
    out = Zone();
    return Found::yes;
  }
  try {
    static Database database;
    File* file = database.find(key);
    if (file == nullptr) return Found::no;
    const Found found = file->load();
    if (found == Found::yes) out.impl_ = &file->zone();
    return found;
  } catch (const std::exception&) {
    return Found::no_memory;
  }
}

Zone::Offsets Zone::offsets_of(std::int64_t local_seconds) const noexcept {
  if (impl_ == nullptr) return {};
  const auto& zone = *static_cast<const cctz::time_zone*>(impl_);
  const auto found = zone.lookup(civil_of(local_seconds));
  const auto offset = [local_seconds](cctz::time_point<cctz::seconds> instant) {
    return static_cast<std::int32_t>(local_seconds - instant.time_since_epoch().count());
  };
  const bool once = found.kind == cctz::time_zone::civil_lookup::UNIQUE;
  const bool never = found.kind == cctz::time_zone::civil_lookup::SKIPPED;
  return {once    ? Local::once
          : never ? Local::never
                  : Local::twice,
          offset(found.pre), offset(found.post)};
}

std::int32_t Zone::offset_at(std::int64_t utc_seconds) const noexcept {
  if (impl_ == nullptr) return 0;
  const auto& zone = *static_cast<const cctz::time_zone*>(impl_);
  const cctz::time_point<cctz::seconds> instant{cctz::seconds(utc_seconds)};
  return zone.lookup(instant).offset;
}

}  // namespace tamis::dates
