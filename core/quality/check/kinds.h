// The kinds of checks: what can be asked of a table, by what name, with which arguments.
//
// One table, kinds(), is the vocabulary that contracts are read with, results are labelled with and
// the documentation is compared with. A kind says how it is judged (its mode), which dimension it
// belongs to unless a contract says otherwise, and under which code of the taxonomy what breaks it
// is reported. Codes follow the practice of the Frictionless error catalogue: a few stable words,
// so that error lanes can be grouped by cause whatever the rules were called.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace tamis::quality {

enum class Dimension : std::uint8_t {
  completeness,
  validity,
  uniqueness,
  consistency,
  timeliness,
  accuracy,
};
inline constexpr std::size_t kDimensions = 6;
std::string_view name_of(Dimension dimension) noexcept;
// The dimension of that name; ODCS's conformity is validity, its coverage completeness.
bool from_name(std::string_view name, Dimension& out) noexcept;

// How a check is judged, which is what it costs.
enum class Mode : std::uint8_t {
  value,   // each value of one column by itself: in the one scan
  row,     // several columns of one row: in the one scan
  metric,  // one number over all rows, compared with the tolerance: in the one scan
  set,     // rows against other rows or another table: the engine groups, sorts or joins
  table,   // the table as a whole: against its declaration, a clock, its history, a file
};

enum class Check : std::uint8_t {
  // value
  not_missing,
  not_null,
  not_empty,
  type,
  fits,
  minimum,
  maximum,
  multiple_of,
  min_length,
  max_length,
  in_set,
  not_in_set,
  pattern,
  not_pattern,
  like,
  not_like,
  format,
  casing,
  ascii,
  trimmed,
  no_control,
  no_nul,
  utf8,
  nfc,
  storage,
  unambiguous,
  not_truncated,
  conforming,
  canonical,
  native,
  one_absence,
  // row
  compare,
  pair_in_set,
  sum_equals,
  present_count,
  distinct_within,
  expression,
  // metric
  row_count,
  metric,
  most_common_in,
  contains_values,
  correlation,
  // set
  unique,
  unique_rows,
  determines,
  references,
  cardinality,
  monotone,
  sequential,
  no_gaps,
  no_overlap,
  variants,
  outliers,
  misspelling,
  // table
  columns,
  identifiers,
  schema_drift,
  rows_compared,
  equals,
  metric_compared,
  freshness,
  volume,
  anomaly,
  drift,
  sql,
  failed_rows,
  file,
};

// What an argument of a check may be.
enum class ArgumentType : std::uint8_t {
  any,
  text,
  texts,    // an array of strings, not empty
  integer,  // at least 0
  number,
  boolean,
  scalar,   // string, number or boolean
  scalars,  // an array of such, not empty
  tuples,   // an array of arrays of scalars
  object,
};
struct Argument {
  std::string_view name;
  ArgumentType type;
  bool required = false;
  std::string_view choices = {};  // of a text: the words allowed, separated by '|'
};

struct Kind {
  Check check;
  std::string_view name;  // in contracts and results
  Mode mode;
  Dimension dimension;
  std::string_view code;  // of the taxonomy
  // How many columns it takes; most < 0: any number.
  int least_columns;
  int most_columns;
  std::span<const Argument> arguments;
  std::string_view doc;  // one line, no full stop
};

std::span<const Kind> kinds() noexcept;
const Kind& kind_of(Check check) noexcept;
// nullptr: there is none of that name.
const Kind* find_kind(std::string_view name) noexcept;

}  // namespace tamis::quality
