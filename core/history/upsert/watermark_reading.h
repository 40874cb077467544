// What tamis_merge reads beyond a watermark, and how far the watermark may move then.
//
// A maximum over what can be seen skips rows of transactions that are still open in PostgreSQL:
// they were stamped or numbered before, and become visible after. So the watermark stays behind a
// horizon.
//   timestamp, date   Rows are stamped with their transaction's time or later, so it stays behind
//                     the start of the oldest transaction that runs in this database, and of our
//                     own, less a margin for clocks. The starts are read before the source is: what
//                     begins in between begins later. It does not move at all where a start can't
//                     be seen (other users' without pg_read_all_stats, prepared transactions), or
//                     where the snapshot may be older than what was looked up (REPEATABLE READ).
//   integer, text     Nothing says when a number was drawn. Rows count only if their transaction is
//                     older than all that are still open (xmin before the snapshot's); of a view or
//                     a query, which have no xmin, only while none is open.
// SQLite has one writer: who reads sees all that was written before.
#pragma once

#include <optional>
#include <string>

#include "core/engine/session.h"
#include "core/history/upsert/watermark.h"

namespace tamis::history {

// What a column's values compare as: what it is declared to hold or, in SQLite, what is wanted.
// Throws invalid_option where it holds something else.
WatermarkType ordered_type(const engine::Dialect& dialect, const engine::Column& column,
                           std::optional<WatermarkType> wanted);
// SQLite: the condition that a value does not compare as its type does.
std::string malformed_value(WatermarkType type, const std::string& column);

class WatermarkReading {
 public:
  // Locks the watermark, unless `dry_run`. `latest`: a moment too far ahead to be true.
  WatermarkReading(engine::Session& session, const WatermarkSettings& settings,
                   const engine::Relation& source, std::string latest, bool dry_run);

  // Throws wrong_context where a load has moved the watermark: `target`, to be made, would lack
  // what lies below it. What somebody set is meant so.
  void refuse_new_target(std::string_view target) const;
  // To be called before the source is read.
  void look_up_horizon();
  // Of the source's rows: all that lie beyond the watermark, and what check() is to refuse.
  const std::string& filter() const noexcept { return filter_; }
  // After check(), of the source's rows: those of the range that is fixed now, from beyond low() up
  // to high(), and NULLs where they are included.
  std::string range() const;
  // Nothing: from the start.
  std::optional<std::string> low() const;
  // Nothing: there is no row yet, and none is in the range.
  const std::optional<std::string>& high() const noexcept { return after_; }
  // For UpsertPlan::horizon.
  const std::string& safe() const noexcept { return safe_; }

  // Refuses NULLs, values of another form and such as lie ahead; then finds the new value.
  // `column`: the stage's.
  void check(const std::string& stage, const std::string& column);
  // Whether `column` is older than the watermark was; empty where there was none.
  std::string is_late(const std::string& column) const;

  // Moves the watermark, if it is to move.
  void advance(const std::string& target, const std::string& run_id) const;
  document::Json document() const;

 private:
  std::string literal(std::string_view value) const;
  std::string lower_bound() const;
  void make_filter();
  void refuse(std::int64_t nulls, std::int64_t malformed, std::int64_t ahead) const;
  void cap(std::optional<std::string> highest, std::int64_t open);
  void cap_moments(std::string& highest);

  engine::Session& session_;
  const WatermarkSettings& settings_;
  engine::Column column_;
  bool is_table_;
  std::string latest_;
  WatermarkType type_ = WatermarkType::text;
  std::optional<Watermark> before_;
  std::optional<std::string> after_;
  std::string filter_;
  std::string safe_;
  std::optional<std::int64_t> oldest_;  // microseconds
  std::string blind_;                   // why no horizon can be told; empty where it can
  std::string held_back_;               // why the watermark stays behind what was read
};

}  // namespace tamis::history
