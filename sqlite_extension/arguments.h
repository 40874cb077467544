// The arguments of a call, checked against the declaration.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "core/catalog/function.h"
#include "sqlite_extension/api.h"

namespace tamis::sqlite {

// One argument as the core takes it. Throws invalid_value naming function and parameter where the
// value is of no fitting type; NULL passes.
engine::Value checked_argument(const catalog::Function& function,
                               const catalog::Parameter& parameter, sqlite3_value* value);

// One Value a parameter, absent optional ones NULL; variadic ones follow one another.
// The values point into SQLite's and live as long.
class ArgumentList {
 public:
  ArgumentList(const catalog::Function& function, std::span<sqlite3_value* const> given);
  ArgumentList(const ArgumentList&) = delete;
  ArgumentList& operator=(const ArgumentList&) = delete;

  catalog::Arguments values() const noexcept { return values_; }
  // Whether one of those given is NULL that makes a strict function's result NULL.
  bool has_null() const noexcept { return has_null_; }

 private:
  // Bytes, because making eight values costs more than most calls need of them.
  static constexpr std::size_t kFew = 8;
  alignas(engine::Value) std::array<std::byte, kFew * sizeof(engine::Value)> few_;
  std::vector<engine::Value> many_;
  std::span<engine::Value> values_;
  bool has_null_ = false;
};

}  // namespace tamis::sqlite
