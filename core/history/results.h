// What is read out of the rows of a planned query: counts, and keys for messages and documents.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/engine/session.h"
#include "core/error/error.h"

namespace tamis::history {

// The one row of a query of N integers.
template <std::size_t N>
std::array<std::int64_t, N> integers(engine::Session& session, std::string_view sql) {
  std::array<std::int64_t, N> out{};
  const auto rows = session.query(sql);
  if (!rows->next()) throw Error(Code::internal_error, "a count gave no row");
  for (std::size_t i = 0; i < N; ++i) out[i] = rows->at(i).as_integer();
  return out;
}

// The key in columns [0, key.size()) of the current row, as a canonical JSON object.
std::string key_json(std::span<const engine::Column> key, engine::Rows& row);

}  // namespace tamis::history
