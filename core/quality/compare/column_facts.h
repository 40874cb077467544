// What is said of a column on one side of a reconciliation, and which of it differs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/json.h"
#include "core/quality/compare/reconcile.h"
#include "core/quality/compare/sketched_table.h"

namespace tamis::quality {

struct ColumnFacts {
  std::string type;
  std::int64_t nulls = 0;
  std::int64_t empty = 0;
  std::int64_t missing = 0;  // blanks and markers
  std::int64_t present = 0;
  std::int64_t distinct = 0;
  bool distinct_exact = true;
  std::optional<double> sum;
  // Whether `sum` is the sum to the last digit: proven by the number and size of the terms.
  bool sum_exact = true;
  document::Json sum_document;  // an integer where it is one
  std::string min;              // empty: none
  std::string max;

  document::Json document(bool masked) const;
};

ColumnFacts column_facts(const SketchedColumn& column);

// The names of those that differ, in the order of the document. A tolerance is one of each value.
std::vector<std::string> differing_facts(const ColumnFacts& a, const ColumnFacts& b,
                                         const NumberTolerance& tolerance);

// A text with its letters as A and a, its digits as 9 and the rest as it is.
std::string masked_text(std::string_view text);

}  // namespace tamis::quality
