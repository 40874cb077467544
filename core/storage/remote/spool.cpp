#include "core/storage/remote/spool.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <ctime>

#include "core/error/error.h"
#include "core/storage/http/url.h"

namespace tamis::storage {
namespace {

constexpr std::string_view kPrefix = "tamis-spool-";
constexpr const char* kFiles = "files";
constexpr const char* kNote = "uploads";
constexpr mode_t kFolderMode = 0700;
constexpr mode_t kFileMode = 0600;
constexpr std::uint64_t kLargestNote = std::uint64_t{16} << 20U;
constexpr std::time_t kNoteLives = 30 * 24 * 3600;
constexpr std::size_t kLargestWrite = std::size_t{1} << 30U;

std::string default_root() {
  for (const char* name : {"TAMIS_SPOOL", "TMPDIR"}) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here changes the environment
    const char* value = std::getenv(name);
    if (value != nullptr && *value == '/') return value;
  }
  return "/tmp";
}

// Not flushed to the disk: after a crash of the machine nobody wants these bytes.
class SpoolWriter final : public Writer {
 public:
  SpoolWriter(Descriptor fd, std::string path) noexcept
      : fd_(std::move(fd)), path_(std::move(path)) {}
  void write(std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t n = ::write(fd_.get(), bytes.data(), std::min(bytes.size(), kLargestWrite));
      if (n < 0) {
        if (errno == EINTR) continue;
        raise_errno("write", path_, errno);
      }
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
  }
  void close() override {
    if (::close(fd_.release()) != 0) raise_errno("close", path_, errno);
  }

 private:
  Descriptor fd_;
  std::string path_;
};

// The folder of a dead export of ours, or nothing: whoever may write to the root can put anything
// there.
Descriptor dead_folder(int root, const std::string& name) {
  Descriptor folder(::openat(root, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  struct stat status {};
  if (!folder || ::fstat(folder.get(), &status) != 0 || status.st_uid != ::geteuid() ||
      (status.st_mode & 077U) != 0 || ::flock(folder.get(), LOCK_EX | LOCK_NB) != 0) {
    return {};
  }
  return folder;
}

std::string note_of(int folder, bool& stale) {
  const Descriptor fd(::openat(folder, kNote, O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  struct stat status {};
  std::string text;
  if (!fd || ::fstat(fd.get(), &status) != 0) return text;
  stale = std::time(nullptr) - status.st_mtime > kNoteLives;
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (size > kLargestNote) return text;
  text.resize(size);
  const ssize_t got = ::read(fd.get(), text.data(), text.size());
  text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return text;
}

// The place is on the first line; then a key and an id a line, escaped. A line cut short is none.
std::vector<Upload> noted_uploads(std::string_view note) {
  std::vector<Upload> out;
  note.remove_prefix(std::min(note.find('\n'), note.size()));
  while (!note.empty()) {
    note.remove_prefix(1);
    const std::size_t end = note.find('\n');
    if (end == std::string_view::npos) break;
    const std::string_view line = note.substr(0, end);
    const std::size_t tab = line.find('\t');
    if (tab != std::string_view::npos) {
      const auto key = percent_decoded(line.substr(0, tab));
      const auto id = percent_decoded(line.substr(tab + 1));
      if (key && id && !out.empty() && out.back().key == *key && out.back().id.empty()) {
        out.back().id = *id;
      } else if (key && id) {
        out.push_back({*key, *id, {}});
      }
    }
    note.remove_prefix(end);
  }
  return out;
}

}  // namespace

Spool::Spool(std::string root, std::string_view id, std::string place)
    : root_path_(root.empty() ? default_root() : absolute_path(root)), place_(std::move(place)) {
  root_ = Descriptor(::open(root_path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!root_) raise_errno("open directory", root_path_, errno);
  for (const std::string& entry : entries(root_.get(), root_path_)) {
    if (entry.starts_with(kPrefix)) look_at(entry);
  }
  const std::string name = std::string(kPrefix) + std::string(id);
  const std::string path = root_path_ + "/" + name;
  if (::mkdirat(root_.get(), name.c_str(), kFolderMode) != 0) {
    raise_errno("make directory", path, errno);
  }
  name_ = name;
  try {
    folder_ = open_folder(root_.get(), name_, path);
    ::flock(folder_.get(), LOCK_EX | LOCK_NB);
    if (::mkdirat(folder_.get(), kFiles, kFolderMode) != 0) {
      raise_errno("make directory", path, errno);
    }
    files_ = std::make_unique<LocalDirectory>(open_folder(folder_.get(), kFiles, path), path);
  } catch (...) {
    remove_tree(root_.get(), name_);
    throw;
  }
}

Spool::~Spool() {
  if (!keep_note_) {
    remove_tree(root_.get(), name_);
  } else {
    remove_tree(folder_.get(), kFiles);
  }
}

void Spool::look_at(const std::string& name) {
  const Descriptor folder = dead_folder(root_.get(), name);
  if (!folder) return;
  remove_tree(folder.get(), kFiles);
  bool stale = false;
  const std::string note = note_of(folder.get(), stale);
  const std::vector<Upload> uploads = noted_uploads(note);
  if (uploads.empty() || stale) {
    remove_tree(root_.get(), name);
  } else if (std::string_view(note).substr(0, note.find('\n')) == place_) {
    dead_uploads_.insert(dead_uploads_.end(), uploads.begin(), uploads.end());
    dead_.push_back(name);
  }
}

void Spool::forget_dead() noexcept {
  for (const std::string& name : dead_) remove_tree(root_.get(), name);
  dead_.clear();
  dead_uploads_.clear();
}

Descriptor Spool::folder_for(std::string_view relative, bool make) {
  if (const auto fault = relative_path_fault(relative)) {
    throw Error(Code::invalid_value, "invalid relative path: " + in_quotes(relative),
                std::string(*fault) + ".");
  }
  const std::string path = files_->path() + "/" + std::string(relative);
  std::vector<std::string_view> parts = parts_of(relative);
  parts.pop_back();
  Descriptor folder = open_folder(files_->fd(), ".", path);
  for (const std::string_view part : parts) {
    const std::string name(part);
    if (make && ::mkdirat(folder.get(), name.c_str(), kFolderMode) != 0 && errno != EEXIST) {
      raise_errno("make directory", path, errno);
    }
    folder = open_folder(folder.get(), name, path);
  }
  return folder;
}

std::unique_ptr<Writer> Spool::create(std::string_view relative) {
  const Descriptor folder = folder_for(relative, true);
  std::string path = files_->path() + "/" + std::string(relative);
  const std::string name(parts_of(relative).back());
  Descriptor file(::openat(folder.get(), name.c_str(),
                           O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kFileMode));
  if (!file) raise_errno("create", path, errno);
  return std::make_unique<SpoolWriter>(std::move(file), std::move(path));
}

std::unique_ptr<Reader> Spool::open(std::string_view relative) {
  Directory::Opened opened = files_->open(relative);
  if (!opened.reader) {
    throw Error(Code::io_error, "could not read " + quoted_path(relative) + " back",
                "It is " + std::string(describe(opened.fault)) + " in " + files_->path() + ".");
  }
  return std::move(opened.reader);
}

void Spool::remove(std::string_view relative) {
  const Descriptor folder = folder_for(relative, false);
  const std::string name(parts_of(relative).back());
  if (::unlinkat(folder.get(), name.c_str(), 0) != 0) {
    raise_errno("remove", files_->path() + "/" + std::string(relative), errno);
  }
}

void Spool::note(const Upload& upload) {
  const std::string path = root_path_ + "/" + name_ + "/" + kNote;
  Descriptor fd(::openat(folder_.get(), kNote,
                         O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, kFileMode));
  if (!fd) raise_errno("create", path, errno);
  const bool fresh = ::lseek(fd.get(), 0, SEEK_END) == 0;
  SpoolWriter writer(std::move(fd), path);
  writer.write((fresh ? place_ + "\n" : std::string()) + percent_encoded(upload.key, true) + "\t" +
               percent_encoded(upload.id, false) + "\n");
  writer.close();
}

std::size_t ReaderBody::read_at(std::uint64_t offset, std::span<char> buffer) const {
  if (offset >= size_) return 0;
  const auto wanted =
      static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), size_ - offset));
  return reader_.read_at(offset_ + offset, buffer.first(wanted));
}

}  // namespace tamis::storage
