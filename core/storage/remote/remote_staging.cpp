#include "core/storage/remote/remote_staging.h"

#include <algorithm>

#include "core/error/error.h"

namespace tamis::storage {
namespace {

// One request at the end instead of three meanwhile.
constexpr std::uint64_t kSmall = std::uint64_t{1} << 20U;
constexpr std::uint64_t kPartStep = std::uint64_t{1} << 20U;
constexpr std::size_t kMostStanding = 1'000'000;

[[noreturn]] void taken(const RemoteSite& site, std::string detail, std::string hint) {
  throw Error(Code::file_exists, "destination \"" + site.address() + "\" exists", std::move(detail),
              std::move(hint));
}

Standing what_stands(const RemoteSite& site, std::size_t most) {
  Standing out;
  const std::string prefix = site.prefix();
  site.store->list(prefix, [&](const Object& object) {
    std::string name = object.key.substr(prefix.size());
    if (!name.empty() && name != kPublishingName) out.emplace(std::move(name), object.etag);
    return out.size() < most;
  });
  return out;
}

// Large enough for a file to have no more parts than the store takes.
std::uint64_t part_size_for(std::uint64_t size, std::uint64_t wanted, unsigned most_parts) {
  const std::uint64_t needed = (size + most_parts - 1) / most_parts;
  return std::max(wanted, (needed + kPartStep - 1) / kPartStep * kPartStep);
}

// Sets a flag while it lives.
class Quiet {
 public:
  explicit Quiet(std::shared_ptr<bool> flag) noexcept : flag_(std::move(flag)), before_(*flag_) {
    *flag_ = true;
  }
  Quiet(const Quiet&) = delete;
  Quiet& operator=(const Quiet&) = delete;
  ~Quiet() { *flag_ = before_; }

 private:
  std::shared_ptr<bool> flag_;
  bool before_;
};

}  // namespace

Standing check_remote_place(const RemoteSite& site, IfExists if_exists) {
  if (if_exists == IfExists::error) {
    const Standing standing = what_stands(site, 1);
    if (!standing.empty()) {
      taken(site, "It holds " + in_quotes(standing.begin()->first) + ".",
            "Choose another destination, or replace an earlier export with \"if_exists\": "
            "\"replace\".");
    }
    return standing;
  }
  Standing standing = what_stands(site, kMostStanding);
  if (standing.empty() || !site.replace_fault) return standing;
  RemoteDirectory folder(site.store, site.key);
  if (auto fault = site.replace_fault(folder)) {
    taken(site, std::move(*fault),
          if_exists == IfExists::append
              ? "Only earlier exports are added to. Choose another destination."
              : "Only an earlier export is replaced. Choose another destination.");
  }
  return standing;
}

RemoteStaging::RemoteStaging(RemoteSite site, std::string_view id, IfExists if_exists)
    : site_(std::move(site)),
      id_(id),
      if_exists_(if_exists),
      publication_(site_.store, site_.prefix(), site_.options.publish_timeout),
      spool_(site_.options.spool, id, site_.address()) {
  publication_.recover();
  standing_ = check_remote_place(site_, if_exists_);
  abort_dead();
}

RemoteStaging::~RemoteStaging() {
  if (published_) return;
  const Quiet quiet(site_.quiet);
  try {
    for (const auto& file : files_) {
      if (file->upload) site_.store->abort(*file->upload);
    }
  } catch (...) {
    // The next export to this place aborts them.
    spool_.keep_note();
  }
}

// Those that this machine knows of, and those of others that are too old to live.
void RemoteStaging::abort_dead() {
  for (const Upload& dead : spool_.dead_uploads()) {
    if (!dead.id.empty()) {
      site_.store->abort(dead);
      continue;
    }
    for (const Upload& upload : site_.store->uploads(dead.key)) {
      if (upload.key == dead.key) site_.store->abort(upload);
    }
  }
  spool_.forget_dead();
  if (site_.key.empty()) return;
  try {
    for (const Upload& upload : site_.store->uploads(site_.prefix())) {
      if (upload.age && *upload.age >= site_.options.abandoned_after) site_.store->abort(upload);
    }
  } catch (const Error& error) {
    // Who may write need not be allowed to list uploads.
    if (error.code() != Code::insufficient_privilege) throw;
  }
}

std::unique_ptr<Writer> RemoteStaging::create(std::string_view relative) {
  auto writer = spool_.create(relative);
  files_.push_back(std::make_unique<File>());
  files_.back()->name = relative;
  return writer;
}

void RemoteStaging::settle(std::string_view relative) {
  const auto found = std::find_if(files_.begin(), files_.end(),
                                  [&](const auto& file) { return file->name == relative; });
  if (found == files_.end()) {
    throw Error(Code::internal_error, "a file was settled that was not created");
  }
  File& file = **found;
  const auto reader = spool_.open(file.name);
  file.size = reader->size();
  file.settled = true;
  if (file.size <= kSmall) return;
  send(file, *reader);
  spool_.remove(file.name);
}

void RemoteStaging::send(File& file, Reader& reader) {
  const std::uint64_t step =
      part_size_for(file.size, site_.options.part_size, site_.store->most_parts());
  spool_.note({key_of(file.name), {}, {}});
  file.upload = site_.store->begin(key_of(file.name));
  spool_.note(*file.upload);
  for (std::uint64_t at = 0; at < file.size; at += step) {
    const ReaderBody body(reader, at, std::min(step, file.size - at));
    const auto number = static_cast<unsigned>(file.parts.size() + 1);
    file.parts.push_back(site_.store->upload(*file.upload, number, body));
  }
}

// Settled files first.
std::vector<RemoteStaging::File*> RemoteStaging::in_order() {
  std::vector<File*> out;
  for (const auto& file : files_) {
    if (!file->settled) file->size = spool_.open(file->name)->size();
    out.push_back(file.get());
  }
  std::stable_partition(out.begin(), out.end(), [](const File* file) { return file->settled; });
  return out;
}

std::string RemoteStaging::text_of(const File& file) {
  std::string text(static_cast<std::size_t>(file.size), '\0');
  if (spool_.open(file.name)->read_at(0, text) != text.size()) {
    throw Error(Code::io_error, "could not read " + in_quotes(file.name) + " back");
  }
  return text;
}

std::string RemoteStaging::sha256_of(const File& file) {
  // A file that is sent in parts is not in the spool any more.
  if (file.upload) return {};
  const auto reader = spool_.open(file.name);
  return digests_of(ReaderBody(*reader, 0, file.size), {}).sha256;
}

// The old state turns into the new one with the first file that vouches and has a predecessor, or
// else with the very last file.
PublishingNote RemoteStaging::plan(const std::vector<File*>& files) {
  PublishingNote note;
  note.id = id_;
  Standing left = standing_;
  const File* turning = nullptr;
  for (const File* file : files) {
    const auto former = left.find(file->name);
    (former == left.end() ? note.created : note.replaced).push_back(key_of(file->name));
    if (former != left.end() && !file->settled && turning == nullptr) {
      turning = file;
      note.former_etag = former->second;
    }
    if (former != left.end()) left.erase(former);
    if (turning != nullptr && file != turning) {
      note.tail.push_back({key_of(file->name), text_of(*file)});
    }
  }
  if (turning == nullptr) turning = files.back();
  if (if_exists_ == IfExists::replace) {
    for (const auto& [name, etag] : left) note.removed.push_back(key_of(name));
  }
  note.turning_key = key_of(turning->name);
  note.turning_sha256 = sha256_of(*turning);
  return note;
}

// Where a place is added to, nothing that stands there is lost but what is superseded.
void RemoteStaging::check_names() {
  if (if_exists_ != IfExists::append) return;
  for (const auto& file : files_) {
    if (standing_.contains(file->name) && !superseded_.contains(file->name)) {
      taken(site_, "It already holds " + in_quotes(file->name) + ".",
            "Give new files names that are their own.");
    }
  }
}

// An addition only minds the names that it uses itself.
void RemoteStaging::check_unchanged() {
  const Standing now = what_stands(site_, if_exists_ == IfExists::error ? 1 : kMostStanding);
  const auto as_before = [&](const auto& file) {
    const auto before = standing_.find(file->name);
    const auto found = now.find(file->name);
    if (before == standing_.end() || found == now.end()) {
      return before == standing_.end() && found == now.end();
    }
    return before->second == found->second;
  };
  const bool unchanged = if_exists_ == IfExists::append
                             ? std::all_of(files_.begin(), files_.end(), as_before)
                             : now == standing_;
  if (unchanged) return;
  taken(site_,
        standing_.empty() ? "It was made while this export ran."
                          : "It was changed while this export ran.",
        "Nothing of this export is there. Run it again.");
}

void RemoteStaging::show(File& file) {
  publication_.go_on();
  if (file.upload) {
    site_.store->complete(*file.upload, file.parts);
    file.upload.reset();
    return;
  }
  const auto reader = spool_.open(file.name);
  const ReaderBody body(*reader, 0, file.size);
  site_.store->put(key_of(file.name), body, false);
}

void RemoteStaging::check_size(const File& file) {
  const auto object = site_.store->head(key_of(file.name));
  if (object && object->size == file.size) return;
  throw Error(Code::corrupt_data,
              "\"" + site_.store->address(key_of(file.name)) + "\" is not what was written",
              object ? "It has " + std::to_string(object->size) + " bytes, not " +
                           std::to_string(file.size) + "."
                     : "It is missing.");
}

// Where new data has the name of old data, there is a moment of neither: then the old export must
// not look whole.
void RemoteStaging::clear_way(const PublishingNote& note) {
  if (if_exists_ != IfExists::replace) return;
  const auto settled_replaced = [&](const auto& file) {
    return file->settled && standing_.contains(file->name);
  };
  if (std::none_of(files_.begin(), files_.end(), settled_replaced)) return;
  publication_.confirm();
  for (auto file = files_.rbegin(); file != files_.rend(); ++file) {
    if (!(*file)->settled && standing_.contains((*file)->name)) {
      site_.store->remove(key_of((*file)->name));
    }
  }
  for (const std::string& key : note.removed) site_.store->remove(key);
}

std::optional<std::string> RemoteStaging::publish() {
  const std::vector<File*> files = in_order();
  if (files.empty()) throw Error(Code::internal_error, "an export without files was published");
  check_names();
  check_unchanged();
  const PublishingNote note = plan(files);
  File& turning = **std::find_if(files.begin(), files.end(), [&](const File* file) {
    return key_of(file->name) == note.turning_key;
  });
  publication_.begin(note);
  bool turned = false;
  try {
    check_unchanged();
    clear_way(note);
    for (File* file : files) {
      if (file == &turning) break;
      show(*file);
      check_size(*file);
    }
    publication_.confirm();
    show(turning);
    turned = true;
    return finish(note, files);
  } catch (...) {
    if (!turned) {
      const Quiet quiet(site_.quiet);
      try {
        publication_.undo(note);
        publication_.end();
      } catch (const Error&) {
        // The next export to this place undoes the rest.
      }
    }
    throw;
  }
}

// From here on the new state holds: a cancelled statement does not leave it half-way.
std::optional<std::string> RemoteStaging::finish(const PublishingNote& note,
                                                 const std::vector<File*>& files) {
  const Quiet quiet(site_.quiet);
  bool behind = false;
  for (File* file : files) {
    const bool turning = key_of(file->name) == note.turning_key;
    if (behind) show(*file);
    if (behind || turning) check_size(*file);
    behind = behind || turning;
  }
  published_ = true;
  try {
    for (const std::string& key : note.removed) site_.store->remove(key);
    publication_.end();
  } catch (const Error&) {
    return site_.address();
  }
  return std::nullopt;
}

}  // namespace tamis::storage
