// What may be said about a cleaning: by the caller's options, and by a contract where they are
// silent.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/options.h"
#include "core/engine/session.h"
#include "core/quality/contract/contract.h"
#include "core/text/text.h"
#include "core/types/types.h"

namespace tamis::quality {

template <typename Choice>
using ByColumn = std::map<std::string, Choice, std::less<>>;

// A choice made for single columns, or for all of which nothing else is said.
template <typename Choice>
struct PerColumn {
  ByColumn<Choice> columns;
  std::optional<Choice> others;

  std::optional<Choice> of(std::string_view column) const {
    const auto it = columns.find(column);
    return it == columns.end() ? others : std::optional<Choice>(it->second);
  }
};

// What becomes of a value that can't be its column's type: NULL takes its place, its row stays out
// of the target, or the run ends.
enum class OnReject : std::uint8_t { null, row, error };

enum class Keep : std::uint8_t { first, last, most_complete };

struct Dedupe {
  std::vector<std::string> key;  // empty: keep every row
  std::optional<std::string> order_by;
  Keep keep = Keep::first;
  bool rows = false;  // rows that are equal in all columns are one, before the key is asked
};

// A value that stands for none, such as -999: as numbers and dates are equal, or as texts.
struct Sentinel {
  std::string text;
  types::Type type = types::Type::text;  // decimal, timestamp or text
};

struct MaxReject {
  std::optional<std::int64_t> count;
  std::optional<double> ratio;  // of the values present
};

struct Align {
  UnknownColumns unknown = UnknownColumns::keep;
};

struct Stamps {
  std::optional<std::string> batch_id;  // the run's id where not said
  std::optional<std::string> source_system;
  std::optional<std::string> run_date;        // a canonical date; today in UTC where not said
  std::optional<std::string> schema_version;  // the contract's where not said
};

inline constexpr std::int64_t kMostCleanSamples = 20;

struct CleanOptions {
  std::vector<std::string> columns;  // source names; empty: all
  ByColumn<types::Type> types;
  PerColumn<dates::Order> order;
  PerColumn<types::DecimalMark> decimal_mark;
  PerColumn<int> two_digit_pivot;
  PerColumn<bool> percent_as_ratio;
  PerColumn<std::vector<std::string>> missing;
  // Text columns whose missing markers are values (NA may be Namibia); all with keep_all_missing.
  std::vector<std::string> keep_missing;
  bool keep_all_missing = false;
  ByColumn<std::vector<Sentinel>> sentinels;
  PerColumn<text::Casing> casing;
  Dedupe dedupe;
  bool snake_case = false;
  PerColumn<OnReject> on_reject;
  MaxReject max_reject;
  std::optional<Contract> contract;
  std::optional<Align> align;
  std::optional<Stamps> stamps;
  std::size_t samples = 3;  // of each change
  bool dry_run = false;
  bool replace = false;

  bool keeps(std::string_view column) const noexcept;
  bool keeps_missing(std::string_view column) const noexcept;
  // More texts that stand for nothing in the column.
  std::vector<std::string> markers(std::string_view column) const;
};

// A document or a registered contract's name, read for a table: the registry needs a session, and
// options need none.
using ContractReader = std::function<Contract(const document::Json&, std::string_view table)>;

// Throws invalid_option, and undefined_column for a column that `source` lacks or `columns` drops.
CleanOptions read_clean_options(document::Options options, const engine::Relation& source,
                                const ContractReader& contracts);

// The column of `source` that a contract's column is about: by its physical name, its name, or one
// that is the same in snake_case; nullptr: none.
const engine::Column* source_of(const ContractColumn& promised, const engine::Relation& source);

// The contract's word, wherever the options say nothing of a column.
void apply_contract(const engine::Relation& source, CleanOptions& options);

}  // namespace tamis::quality
