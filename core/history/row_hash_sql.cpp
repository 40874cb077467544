#include "core/history/row_hash_sql.h"

#include <algorithm>
#include <cstddef>

namespace tamis::history {
namespace {

// PostgreSQL takes 100 arguments, SQLite 127.
constexpr std::size_t kHashArguments = 90;

}  // namespace

std::string hash_of(std::span<const std::string> expressions) {
  if (expressions.empty()) return "tamis_row_hash(CAST(NULL AS text))";
  std::vector<std::string> groups;
  std::string arguments;
  for (std::size_t i = 0; i < expressions.size(); ++i) {
    if (!arguments.empty()) arguments += ", ";
    arguments += expressions[i];
    if ((i + 1) % kHashArguments == 0 || i + 1 == expressions.size()) {
      groups.push_back("tamis_row_hash(" + arguments + ")");
      arguments.clear();
    }
  }
  return groups.size() == 1 ? groups.front() : hash_of(groups);
}

std::string hash_expression(const engine::Dialect& dialect, std::vector<std::string> columns) {
  std::sort(columns.begin(), columns.end());
  for (std::string& column : columns) column = dialect.quote_identifier(column);
  return hash_of(columns);
}

}  // namespace tamis::history
