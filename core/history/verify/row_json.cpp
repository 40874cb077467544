#include "core/history/verify/row_json.h"

#include <algorithm>
#include <vector>

#include "core/document/json.h"

namespace tamis::history {
namespace {

// PostgreSQL takes 100 arguments, SQLite 127; one is the names.
constexpr std::size_t kNamesPerCall = 90;

// By length, then by bytes: how jsonb orders members.
bool comes_before(const std::string& a, const std::string& b) noexcept {
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}

}  // namespace

std::string row_json_sql(const engine::Dialect& dialect, std::span<const engine::Column> columns,
                         std::string_view alias) {
  const bool sqlite = dialect.engine() == engine::Dialect::Engine::sqlite;
  std::vector<std::string> names;
  for (const engine::Column& column : columns) names.push_back(column.name);
  std::sort(names.begin(), names.end(), comes_before);
  if (names.empty()) return "'{}'";
  std::string out;
  for (std::size_t first = 0; first < names.size(); first += kNamesPerCall) {
    const std::size_t last = std::min(first + kNamesPerCall, names.size());
    const std::vector<std::string> part(names.begin() + static_cast<std::ptrdiff_t>(first),
                                        names.begin() + static_cast<std::ptrdiff_t>(last));
    std::string call =
        "tamis_row_json(" + dialect.quote_literal(document::canonical(document::Json(part)));
    for (const std::string& name : part) {
      call += ", " + std::string(alias) + "." + dialect.quote_identifier(name);
    }
    call += ")";
    if (!sqlite) {
      out.append(first == 0 ? "" : " || ").append(call);
      continue;
    }
    // A negative length takes what stands before the last character.
    if (last < names.size()) call = "substr(" + call + ", -1, -2147483647)";
    out += first == 0 ? call : " || ', ' || substr(" + call + ", 2)";
  }
  return sqlite ? "(" + out + ")" : "(" + out + ")::text";
}

}  // namespace tamis::history
