// What a scan knows of the rows it has seen: counts for each rule, the first samples, and what
// metrics are made of. The state of the aggregate tamis_check_rows(); merges by construction, so
// that parallel workers may share a scan.
//
// All memory is of one std::pmr::memory_resource, so that an engine may drop a state without
// running its destructor. The rules themselves are not in it; the caller brings the same compiled
// ones to every call.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <span>
#include <string>
#include <vector>

#include "core/quality/check/compiled_rules.h"
#include "core/quality/check/metrics.h"
#include "core/quality/check/samples.h"
#include "core/sketch/intake.h"
#include "core/sketch/row_ref.h"

namespace tamis::quality {

class Tally {
 public:
  Tally(const CompiledRules& rules, std::string_view source, std::pmr::memory_resource* memory);

  void add(const CompiledRules& rules, const sketch::RowRef& row,
           std::span<const engine::Value> values);
  // Throws invalid_value where the other is of other rules.
  void merge(const CompiledRules& rules, Tally& other);

  // The compiled form of the rules that this is of.
  std::string_view source() const noexcept { return source_; }
  std::pmr::memory_resource* memory() const noexcept { return source_.get_allocator().resource(); }

  std::size_t encoded_size();
  void encode(std::span<std::byte> out);
  // What encode() wrote. The source comes first, so that the rules can be compiled from it.
  static std::string_view source_in(std::span<const std::byte> bytes);
  static Tally decode(const CompiledRules& rules, std::span<const std::byte> bytes,
                      std::pmr::memory_resource* memory);

  // {"rows": 7, "rules": [{"counts": [passed, failed, skipped, undecided], "samples": [{"table": 0,
  // "row": 3, "value": "x"}], "observed": 3.5, "problem": "..."}]}: a rule for each; samples,
  // observed and problem where there are any.
  std::string result(const CompiledRules& rules);

 private:
  using Counts = std::array<std::uint64_t, CompiledRules::kStates>;

  void sample(const CompiledRules& rules, std::size_t rule, const sketch::RowRef& row);
  template <typename Out>
  void write(Out& out);

  std::pmr::string source_;
  std::uint64_t rows_ = 0;
  std::pmr::vector<Counts> counts_;
  std::pmr::vector<Samples> samples_;
  Metrics metrics_;
};

}  // namespace tamis::quality
