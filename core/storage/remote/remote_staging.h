// An export on its way to a remote store.
//
// Every file is written to the spool and read back there. A large one is then sent at once, as an
// upload that shows nothing before it is completed; small ones wait. publish() takes the lock of
// the place (publication.h) and shows the files that were settled, then the others, each kind in
// the order of its creation: what vouches for the data comes last. Sizes are compared with what
// the store says before that. What fails before is undone; what is not published aborts its
// uploads.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/storage/remote/publication.h"
#include "core/storage/remote/remote_directory.h"
#include "core/storage/remote/spool.h"
#include "core/storage/storage.h"

namespace tamis::storage {

// A place in a store, and what its caller asked of it.
struct RemoteSite {
  std::shared_ptr<ObjectStore> store;
  std::string key;  // of the folder; may be empty
  RemoteOptions options;
  ReplaceFault replace_fault;
  // While set, nothing asks whether the statement was cancelled: for cleaning up.
  std::shared_ptr<bool> quiet;

  std::string prefix() const { return key.empty() ? key : key + "/"; }
  std::string address() const { return store->address(key); }
};

// Names and ETags of what stands in a place.
using Standing = std::map<std::string, std::string, std::less<>>;

// Throws where nothing may be published there.
Standing check_remote_place(const RemoteSite& site, IfExists if_exists);

class RemoteStaging final : public Staging {
 public:
  RemoteStaging(RemoteSite site, std::string_view id, IfExists if_exists);
  RemoteStaging(const RemoteStaging&) = delete;
  RemoteStaging& operator=(const RemoteStaging&) = delete;
  ~RemoteStaging() override;

  std::unique_ptr<Writer> create(std::string_view relative) override;
  void supersede(std::string_view relative) override { superseded_.emplace(relative); }
  void settle(std::string_view relative) override;
  Directory& staged() override { return spool_.files(); }
  std::optional<std::string> publish() override;

 private:
  struct File {
    std::string name;
    bool settled = false;
    std::uint64_t size = 0;
    std::optional<Upload> upload;
    std::vector<Part> parts;
  };

  void abort_dead();
  void send(File& file, Reader& reader);
  std::vector<File*> in_order();
  PublishingNote plan(const std::vector<File*>& files);
  void check_names();
  void check_unchanged();
  void show(File& file);
  void check_size(const File& file);
  void clear_way(const PublishingNote& note);
  std::optional<std::string> finish(const PublishingNote& note, const std::vector<File*>& files);
  std::string text_of(const File& file);
  std::string sha256_of(const File& file);
  std::string key_of(std::string_view name) const { return site_.prefix() + std::string(name); }

  RemoteSite site_;
  std::string id_;
  IfExists if_exists_;
  Publication publication_;
  Standing standing_;
  std::set<std::string, std::less<>> superseded_;
  Spool spool_;
  std::vector<std::unique_ptr<File>> files_;
  bool published_ = false;
};

}  // namespace tamis::storage
