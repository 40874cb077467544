#include "core/history/scd2/lookups.h"

#include <array>

namespace tamis::history {

CheapLookups::CheapLookups(engine::Session& session) : session_(session) {
  if (session.dialect().engine() == engine::Dialect::Engine::sqlite) return;
  const auto scan = engine::query_text(session, "SELECT current_setting('seq_page_cost')");
  const auto before = engine::query_text(session, "SELECT current_setting('random_page_cost')");
  if (!scan || !before) return;
  before_ = *before;
  set(*scan);
}

void CheapLookups::end() {
  if (!before_.empty()) set(before_);
}

void CheapLookups::set(std::string_view value) {
  const std::array<engine::Value, 1> parameters = {engine::Value::text(value)};
  session_.query("SELECT set_config('random_page_cost', $1, true)", parameters)->next();
}

}  // namespace tamis::history
