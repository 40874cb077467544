// Where bad rows go, with everything that was wrong with them.
//
// Whatever the lane, a bad row keeps its values to the byte, the ids of all rules it broke, the
// code of the first that rejects it, how it is named, and the contract and version it broke, so
// that it can be mended and judged again. Files become visible in one step, and last: what can
// still fail, fails before.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/document/json.h"
#include "core/engine/session.h"
#include "core/quality/clean/split_options.h"
#include "core/quality/clean/split_plan.h"
#include "core/quality/clean/split_targets.h"
#include "core/runs/runs.h"
#include "core/storage/storage.h"

namespace tamis::quality {

// What is the same for all bad rows of a run.
struct LaneFacts {
  std::string source;
  std::string contract;
  std::string contract_version;
  std::string layer;
  std::string now;  // RFC 3339 UTC
};

// The bad rows of a run, as SQL sees them.
struct BadRows {
  const SplitRows& rows;
  const SplitTables& tables;
  std::span<const BlamedRule> rules;
};

// Each returns how many rows it wrote.
std::int64_t write_error_rows(runs::Run& run, const LaneFacts& facts, const BadRows& bad);
std::int64_t write_bad_table(runs::Run& run, const LaneFacts& facts, const BadRows& bad,
                             const SplitTarget& target);

// <root>/_errors/<layer>/<table>/dt=YYYY-MM-DD/run_id=<id>/part-0000.jsonl
class ErrorFiles {
 public:
  // Throws as storage::destination() does, and where nothing could be published there.
  ErrorFiles(engine::Session& session, std::string_view root, std::string_view table,
             const LaneFacts& facts, std::string_view run_id);
  ~ErrorFiles();
  ErrorFiles(const ErrorFiles&) = delete;
  ErrorFiles& operator=(const ErrorFiles&) = delete;

  std::string uri() const;
  // Writes the rows where nobody looks.
  std::int64_t write(runs::Run& run, const LaneFacts& facts, const BadRows& bad);
  // Makes them visible. [{"path", "rows", "bytes"}]
  document::Json publish();

 private:
  std::string path_;
  std::unique_ptr<storage::Destination> destination_;
  std::unique_ptr<storage::Staging> staging_;
  std::int64_t rows_ = 0;
  std::int64_t bytes_ = 0;
};

}  // namespace tamis::quality
