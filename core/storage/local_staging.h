// A staged tree beside its destination. Private to storage/.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "core/storage/local_place.h"

namespace tamis::storage {

class LocalStaging final : public Staging {
 public:
  LocalStaging(const std::string& path, std::string_view id, IfExists if_exists,
               const Context& context);
  LocalStaging(const LocalStaging&) = delete;
  LocalStaging& operator=(const LocalStaging&) = delete;
  ~LocalStaging() override;

  std::unique_ptr<Writer> create(std::string_view relative) override;
  void supersede(std::string_view relative) override { superseded_.emplace(relative); }
  Directory& staged() override { return *directory_; }
  std::optional<std::string> publish() override;

 private:
  LocalStaging(const std::string& path, IfExists if_exists, const Context& context);

  Site site() const { return {parent_.fd(), name_, path_, replace_fault_}; }

  void make_folder(std::string_view id);
  // The folder of a file to be made, made itself where it is missing.
  Descriptor folder_for(std::string_view relative);
  void flush_folders();
  void rename_into_place();
  // What stands at the destination, once the new tree holds all of it or its permissions.
  Descriptor take_over();
  // Puts the new tree where the old one is and the old one where the new one was.
  void exchange(const Descriptor& standing);

  std::string path_;
  std::string parent_path_;
  std::string name_;
  IfExists if_exists_;
  ReplaceFault replace_fault_;
  std::function<void()> poll_;
  Parent parent_;
  PlaceLock lock_;
  std::string staging_;
  std::unique_ptr<LocalDirectory> directory_;
  std::set<std::string, std::less<>> folders_;
  std::set<std::string, std::less<>> superseded_;
  bool published_ = false;
};

}  // namespace tamis::storage
