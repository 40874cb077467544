// Views over the state tables, for dashboards: same names and columns on both engines.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/engine/dialect.h"

namespace tamis::runs {

struct StateView {
  std::string_view name;
  std::string_view postgresql;  // the query
  std::string_view sqlite;
  std::string_view doc;  // one line, no full stop
};

std::span<const StateView> state_views();

// The CREATE VIEW statement of one; `if_not_exists` as for create_statement().
std::string create_view_statement(const StateView& view, const engine::Dialect& dialect,
                                  bool if_not_exists);

}  // namespace tamis::runs
