// One batch on its stage: judged, its duplicates dropped, each row's part decided.
//
// The batch is read once, by one statement, into a temporary table in which the values of unchanged
// rows are left out, so all counts and all writes come from one picture of the source. What can be
// told beforehand is refused here, before the first write.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/engine/session.h"
#include "core/error/error.h"
#include "core/history/scd2/plan.h"

namespace tamis::history {

struct MergeCounts {
  std::int64_t source_rows = 0;
  std::int64_t inserted = 0;
  std::int64_t versioned = 0;
  std::int64_t closed = 0;
  std::int64_t reopened = 0;
  std::int64_t unchanged = 0;
  std::int64_t duplicates = 0;
  std::int64_t late = 0;
  std::int64_t skipped = 0;      // rows without a key
  std::int64_t overwritten = 0;  // rows that change nothing but overwritten columns

  std::int64_t ended() const noexcept { return versioned + closed; }
  std::int64_t added() const noexcept { return inserted + versioned + reopened; }
};

class Batch {
 public:
  // `plan.as_of` may move on by moments where it came from the clock (see stage()).
  Batch(engine::Session& session, MergePlan plan) : session_(session), plan_(std::move(plan)) {}

  // Two merges within one tick of the clock: the second one's moment is the next possible one.
  void stage();

  const MergePlan& plan() const noexcept { return plan_; }
  const MergeCounts& counts() const noexcept { return counts_; }
  // How many stage rows are of kind kComplex.
  std::int64_t complex_rows() const noexcept { return complex_; }

 private:
  struct Totals {
    std::int64_t rows, null_keys, fresh, changed, same, gone, overwrite, again, late, complex,
        matched;
  };

  void narrow_source();
  bool staged();
  bool move_clock();
  Totals totals();
  std::string keys_detail(const std::string& sql);
  void drop_null_keys(std::int64_t count);
  void refuse_bad_rows();
  [[noreturn]] void refuse_operations(std::int64_t count);
  [[noreturn]] static void refuse_truncate();
  void drop_duplicates();
  void refuse_merged_keys();
  bool settle_late(std::int64_t count);
  void refuse_late(std::int64_t count);
  void mark_complex(std::int64_t rows);
  bool place_new(std::int64_t fresh);
  bool find_gone(const Totals& seen);
  void refuse_partial_history() const;

  engine::Session& session_;
  MergePlan plan_;
  MergeCounts counts_;
  std::int64_t complex_ = 0;
  std::int64_t reopened_ = 0;
  bool moved_ = false;
};

}  // namespace tamis::history
