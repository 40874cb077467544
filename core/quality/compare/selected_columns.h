// The options "columns" and "exclude": which columns of two tables are compared.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/document/options.h"
#include "core/engine/session.h"

namespace tamis::quality {

class ColumnSelection {
 public:
  explicit ColumnSelection(document::Options& options);

  bool takes(std::string_view column) const noexcept;
  std::vector<const engine::Column*> of(const engine::Relation& relation) const;
  // Throws undefined_column for a column that was named and `known` does not know: a slip of the
  // pen must not leave a column out in silence.
  template <typename Known>
  void require_all(Known known) const {
    for (const auto* names : {&columns_, &exclude_}) {
      for (const std::string& name : *names) {
        if (!known(name)) refuse(name);
      }
    }
  }

 private:
  [[noreturn]] static void refuse(std::string_view name);

  std::vector<std::string> columns_;  // none: all
  std::vector<std::string> exclude_;
};

// Refuses what has two columns of one name (a query can): a name would no longer say which.
void require_one_of_each_name(const engine::Relation& relation);

}  // namespace tamis::quality
