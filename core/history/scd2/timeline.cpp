#include "core/history/scd2/timeline.h"

#include <array>
#include <utility>

#include "core/document/json.h"
#include "core/error/error.h"
#include "core/history/messages.h"
#include "core/history/results.h"
#include "core/history/row_hash_sql.h"
#include "core/history/scd2/columns.h"
#include "core/history/scd2/timeline_sql.h"
#include "core/runs/runs.h"

namespace tamis::history {
namespace {

using engine::Dialect;
using engine::Relation;
using engine::Session;

std::string of_table(const Dialect& dialect, const Relation& target) {
  return " WHERE table_schema = " + dialect.quote_literal(target.schema) +
         " AND table_name = " + dialect.quote_literal(target.name);
}

// SQLite's state tables may not be there yet.
bool has_state(Session& session) {
  return session.dialect().engine() != Dialect::Engine::sqlite ||
         session.find_table("main.tamis_history_delete").has_value();
}

}  // namespace

Timeline::Timeline(Session& session, const Layout& layout, const TimelineSettings& settings,
                   std::string events)
    : session_(session),
      layout_(layout),
      settings_(settings),
      events_(std::move(events)),
      prefix_("tamis_line_" + runs::new_id()) {}

TimelineSql Timeline::sql() const {
  return {layout_, settings_, events_, prefix_, remembers_ ? layout_.relation : nullptr};
}

void Timeline::plan() {
  remembers_ = layout_.relation != nullptr && has_remembered_deletes(session_, *layout_.relation);
  const TimelineSql plan = sql();
  const auto make = [&](const std::vector<std::string>& statements) {
    for (const std::string& statement : statements) session_.execute(statement);
  };
  make(plan.make_keys());
  make(plan.make_held());
  refuse_corrupt();
  if (settings_.compare) refuse_other_hashes();
  make(plan.make_points());
  refuse_contradictions();
  make(plan.make_lines());
  const auto [inserted, versioned, reopened, closed, late, overwritten, made, said, unchanged,
              remembered] = integers<10>(session_, plan.counts());
  counts_ = {inserted, versioned, reopened, closed, unchanged, late, overwritten, remembered};
}

void Timeline::refuse_corrupt() {
  const std::int64_t count = integers<1>(session_, sql().corrupt())[0];
  if (count == 0) return;
  throw Error(Code::corrupt_data,
              counted(count, "version of the target is empty or overlaps",
                      "versions of the target are empty or overlap") +
                  " another one of its key",
              {}, "tamis_scd2_verify lists them.");
}

void Timeline::refuse_other_hashes() {
  const std::int64_t count = integers<1>(session_, sql().other_hashes())[0];
  if (count > 0) refuse_hashes(layout_, counted(count, "version has", "versions have"));
}

void Timeline::refuse_contradictions() {
  const TimelineSql plan = sql();
  const std::int64_t count = integers<1>(session_, plan.contradictions())[0];
  if (count == 0) return;
  std::string keys;
  const auto rows = session_.query(plan.contradicting_keys());
  while (rows->next()) keys += (keys.empty() ? "" : ", ") + in_quotes(key_json(layout_.key, *rows));
  throw Error(Code::duplicate_key,
              counted(count, "key has", "keys have") +
                  " rows that contradict each other, or a stored version, at one moment",
              (count == 1 ? "The first is " : "The first are ") + keys + ".",
              "Give each row of a key a moment of its own, or say with \"on_duplicate\" and "
              "\"order\" which one counts.");
}

std::int64_t Timeline::write(const Relation& target) {
  const TimelineSql plan = sql();
  const auto [ends, beginnings] = integers<2>(session_, plan.moved());
  std::int64_t written = 0;
  const auto run = [&](bool due, const std::string& statement) {
    return due ? session_.execute(statement) : 0;
  };
  const auto expect = [&](std::int64_t planned, const std::string& statement) {
    const std::int64_t rows = run(planned > 0, statement);
    written += rows;
    if (rows == planned) return;
    throw Error(Code::wrong_context,
                "the target changed while it was merged: " + std::to_string(rows) + " of " +
                    counted(planned, "row", "rows") + " could be written",
                {}, "Keep other writers, triggers and row policies off history tables.");
  };
  expect(ends, plan.move_ends());
  expect(beginnings, plan.move_beginnings());
  expect(counts_.overwritten, plan.overwrite());
  expect(counts_.added(), plan.insert_versions());
  if (settings_.tombstones) {
    written += session_.execute(plan.insert_tombstones());
    const std::int64_t stale = integers<1>(session_, plan.count_stale_tombstones())[0];
    expect(stale, plan.refresh_tombstones());
  }
  const bool spreads = settings_.overwrite_all && !layout_.names_of(Part::overwritten).empty();
  written += run(spreads, plan.spread());
  for (const PreviousColumn& previous : layout_.previous) {
    session_.execute(plan.set_previous(previous));
  }
  session_.execute(plan.remember(target));
  session_.execute(plan.remember_truncates(target));
  if (counts_.added() > 0) check_stored();
  return written;
}

void Timeline::check_stored() {
  const auto [made, found, changed] = integers<3>(session_, sql().stored_otherwise());
  const std::int64_t otherwise = changed + (found > made ? found - made : made - found);
  if (otherwise == 0) return;
  throw Error(Code::out_of_range,
              counted(otherwise, "version", "versions") +
                  " would be stored with other values than the source has",
              {}, "Give the target's column a type that holds them, or convert them in a query.");
}

void Timeline::drop() {
  const TimelineSql plan = sql();
  for (const std::string_view table : TimelineSql::tables()) {
    session_.execute("DROP TABLE " + plan.table(table));
  }
}

bool has_remembered_deletes(Session& session, const Relation& target) {
  if (!has_state(session)) return false;
  return engine::query_integer(session,
                               "SELECT CASE WHEN EXISTS (SELECT 1 FROM "
                               "tamis_history_delete" +
                                   of_table(session.dialect(), target) + ") THEN 1 ELSE 0 END") ==
         1;
}

std::string is_remembered(const Layout& layout, const Relation& target, std::string_view row) {
  std::vector<std::string> key;
  for (std::size_t i = 1; i <= layout.key.size(); ++i) {
    key.push_back(std::string(row) + ".k" + std::to_string(i));
  }
  const std::string rows =
      "EXISTS (SELECT 1 FROM tamis_history_delete" + of_table(layout.dialect, target);
  return "(" + rows + " AND key_hash = " + hash_of(key) + ") OR " + rows + " AND key_hash = ''))";
}

void forget_deletes(Session& session, const Relation& target) {
  if (!has_state(session)) return;
  session.execute("DELETE FROM tamis_history_delete" + of_table(session.dialect(), target));
}

}  // namespace tamis::history
