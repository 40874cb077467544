// What a caller may say about a cleaning.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/options.h"
#include "core/engine/session.h"
#include "core/types/types.h"

namespace tamis::quality {

// A choice made for single columns, or for all whose own evidence doesn't decide.
template <typename Choice>
struct PerColumn {
  std::map<std::string, Choice, std::less<>> columns;
  std::optional<Choice> others;
};

struct Dedupe {
  std::vector<std::string> key;  // empty: keep every row
  std::optional<std::string> order_by;
  bool keep_last = false;
};

struct CleanOptions {
  std::vector<std::string> columns;  // source names; empty: all
  std::map<std::string, types::Type, std::less<>> types;
  PerColumn<dates::Order> order;
  PerColumn<types::DecimalMark> decimal_mark;
  std::vector<std::string> missing;
  // Text columns whose missing markers are values (NA may be Namibia); all with keep_all_missing.
  std::vector<std::string> keep_missing;
  bool keep_all_missing = false;
  Dedupe dedupe;
  bool snake_case = false;
  bool stop_on_reject = false;
  std::optional<std::int64_t> max_reject;
  bool dry_run = false;
  bool replace = false;

  bool keeps(std::string_view column) const noexcept;
  bool keeps_missing(std::string_view column) const noexcept;
};

// Throws invalid_option, and undefined_column for a column that `source` lacks or `columns` drops.
CleanOptions read_clean_options(document::Options options, const engine::Relation& source);

}  // namespace tamis::quality
