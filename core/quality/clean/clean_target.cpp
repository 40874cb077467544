#include "core/quality/clean/clean_target.h"

#include <algorithm>

#include "core/error/error.h"
#include "core/runs/state.h"

namespace tamis::quality {
namespace {

void refuse_state_table(std::string_view target) {
  if (engine::is_query(target)) return;  // find_table() says what is wrong with that
  std::string name = engine::parse_name(target).back().text;
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  for (const runs::StateTable& table : runs::state_tables()) {
    if (table.name != name) continue;
    throw Error(Code::invalid_name, "target " + in_quotes(target) + " is a state table of Tamis",
                {}, "Name another target.");
  }
}

}  // namespace

std::optional<std::string> table_to_replace(engine::Session& session, std::string_view target,
                                            const engine::Relation& source, bool replace) {
  refuse_state_table(target);
  const auto existing = session.find_table(target);
  if (!existing) return std::nullopt;
  if (existing->sql == source.sql) {
    throw Error(Code::duplicate_table, "source and target are the same table: " + in_quotes(target),
                {}, "Cleaning never changes its source; name another target.");
  }
  const bool is_table = existing->form == engine::Relation::Form::table;
  if (!replace || !is_table) {
    throw Error(Code::duplicate_table, "target " + in_quotes(target) + " already exists", {},
                is_table ? "Name another target, or replace it with \"if_exists\": \"replace\"."
                         : "It is a view; name another target.");
  }
  return existing->sql;
}

void require_independent(engine::Session& session, const engine::Relation& source,
                         std::string_view source_name, std::string_view target) {
  if (source.form == engine::Relation::Form::table) return;
  const auto refusal =
      session.attempt([&] { session.query("SELECT 1 FROM " + source.sql + " LIMIT 0")->next(); });
  if (!refusal) return;
  throw Error(Code::duplicate_table,
              "source " + in_quotes(source_name) + " reads the target " + in_quotes(target) +
                  ", which is to be replaced",
              {}, "Cleaning never changes its source; name another target.");
}

}  // namespace tamis::quality
