// Second names for the files of a tree, so that a new tree holds all of the old one at the cost of
// its folders. Private to storage/.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

namespace tamis::storage {

struct LinkPlan {
  std::string path;                                      // of the old tree, for messages
  const std::set<std::string, std::less<>>& superseded;  // names that the new tree does not take over
  std::set<std::string, std::less<>>& folders;           // of the new tree; those made are added
  std::function<void()> poll;                            // called for each folder; may be empty
};

// Gives each regular file below the open folder `from` its name below `to`, where folders are made
// with the permissions of the old ones. Throws file_exists where a name is taken there or what it
// names is no file, unsupported where the file system has no hard links.
void link_tree(int from, int to, const LinkPlan& plan);

// Throws unsupported where the file system of the open, empty folder can't do what adding to a
// place and replacing it need; leaves nothing.
void require_exchange(int folder, std::string_view path);
void require_links(int folder, std::string_view path);

// Gives one folder the permissions of another, and its group where that is allowed.
void copy_permissions(int from, int to);

}  // namespace tamis::storage
