// Where exported files live: a place that shows a whole export or nothing of it.
//
// A Destination names the place. Its Staging collects files where no reader looks, and publish()
// makes all of them visible in one step; a Staging that goes out of scope unpublished removes what
// it wrote. A Directory reads a published (or staged) place back by relative names that cannot
// leave it. Exports and their verification know these five interfaces only, so that another kind
// of store is another implementation and nothing else.
//
// Of the local file system (local.h) the promises are: a file is flushed before it
// counts as closed; every directory is flushed before publish() renames the staged tree to its
// final name with a single rename(2), after which the parent directory is flushed too. What is
// replaced or added to changes places with the staged tree in that one step (RENAME_EXCHANGE); to
// add to a place is to stage second names (hard links) of all that it holds beside the new files.
// A crash at any moment leaves the old state or the new one, and at worst a hidden staging
// directory and a hidden lock file that the next export to the same place removes. The lock, which
// ends with its process, keeps two exports from writing to one place at once.
//
// Remote stores (remote/) show objects one by one: files that were settled first, then the others,
// each in the order of its creation, so that manifest and marker come last. The old state turns
// into the new one with a single object, provided that new data does not have the names of old.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/storage/access.h"
#include "core/storage/remote/remote_options.h"

namespace tamis::storage {

// One file being written. Destroyed before close(): the file is incomplete.
class Writer {
 public:
  virtual ~Writer() = default;
  virtual void write(std::string_view bytes) = 0;
  // Flushes to stable storage and closes.
  virtual void close() = 0;
};

// One file being read from its start.
class Reader {
 public:
  virtual ~Reader() = default;
  // Fills the front of `buffer`; 0 at the end of the file.
  virtual std::size_t read(std::span<char> buffer) = 0;
  // Likewise from `offset` on, apart from where read() stands.
  virtual std::size_t read_at(std::uint64_t offset, std::span<char> buffer) = 0;
  virtual std::uint64_t size() const noexcept = 0;
};

// Why a file can't be read, where that is an answer and not an error.
enum class Fault : std::uint8_t { none, missing, symbolic_link, not_a_file, not_permitted };
std::string_view describe(Fault fault) noexcept;

class Directory {
 public:
  struct Opened {
    std::unique_ptr<Reader> reader;  // null where `fault` says why
    Fault fault = Fault::none;
  };

  virtual ~Directory() = default;
  // For messages.
  virtual const std::string& path() const noexcept = 0;
  // `relative` must pass relative_path_fault(); no part of it may be a symbolic link.
  virtual Opened open(std::string_view relative) = 0;
  // Names of everything in the folder `relative` and below it that is no folder, sorted; empty
  // where there is no such folder. An empty `relative` is the directory itself. Throws
  // limit_exceeded for more than `most`.
  virtual std::vector<std::string> files(std::string_view relative, std::size_t most) = 0;
};

class Staging {
 public:
  virtual ~Staging() = default;
  // A new file; folders on the way are made.
  virtual std::unique_ptr<Writer> create(std::string_view relative) = 0;
  // Where a place is added to, the file of this name that stands there gives way to the new one, or
  // goes where there is none;
  // any other file of the same name as a new one is an error.
  virtual void supersede(std::string_view relative) { (void)relative; }
  // A closed file has been read back and is final: where files travel, it may go now. Not for what
  // vouches for other files.
  virtual void settle(std::string_view relative) { (void)relative; }
  // What has been staged so far and not settled, to read it back.
  virtual Directory& staged() = 0;
  // Makes everything visible under the final name. Throws file_exists where something has come to
  // stand there. Returns the path of what a replaced export left behind undeleted, or nothing.
  virtual std::optional<std::string> publish() = 0;
};

// What to do where the place is taken. Only earlier exports are ever replaced or added to.
enum class IfExists : std::uint8_t { error, replace, append };

class Destination {
 public:
  virtual ~Destination() = default;
  virtual std::string uri() const = 0;
  // Throws where an export could not be published here as things stand; changes nothing.
  virtual void check(IfExists if_exists) = 0;
  // Removes what crashed exports to this place left, then starts a new one. `id` is part of the
  // staging name: letters and digits.
  virtual std::unique_ptr<Staging> stage(std::string_view id, IfExists if_exists) = 0;
};

// Why what stands in a folder is not earlier exports and nothing else, as a sentence, or nothing.
// Only who writes exports can tell which names are theirs: it is asked about every folder that is
// not empty, and what it does not vouch for is neither replaced nor added to.
using ReplaceFault = std::function<std::optional<std::string>(Directory& folder)>;

// What a place needs to know of its caller. Remote places use all of it, local ones the first.
struct Context {
  ReplaceFault replace_fault{};
  // Whose keys open a remote place; where it is empty or finds none, the environment's do.
  AccessLookup access{};
  RemoteOptions remote{};
  // Throws where the statement was cancelled; called at least every 50 ms while waiting.
  std::function<void()> poll{};
};

// The place an argument names. Throws invalid_value for a path that is not absolute, has "..", a
// NUL byte or nothing to name; unsupported for a URI scheme that is not known.
std::unique_ptr<Destination> destination(std::string_view argument, Context context);

// An existing folder, found from the path of the folder or of a file in it; `file` is then the
// file's name, else empty. Throws as destination(), and io_error where nothing is there.
struct Place {
  std::unique_ptr<Directory> directory;
  std::string file;
};
Place existing_place(std::string_view argument, const Context& context = {});

// What is wrong with a relative path from an untrusted source, or nothing: it must have parts
// separated by single slashes, none of them "." or "..", no NUL or control character, and at most
// 1024 bytes in 16 parts.
std::optional<std::string_view> relative_path_fault(std::string_view path) noexcept;

}  // namespace tamis::storage
