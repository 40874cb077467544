// The kinds of set rules, by subject; each plans its statements over a Judging and finishes it.
//
// key_rules.cpp: which rows may carry the same key, or belong to which. order_rules.cpp: what
// follows on what. spread_rules.cpp: values that stand beside the others.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/quality/check/judging.h"

namespace tamis::quality {

// Rows beyond the first of each key break it. Keys are compared as cleaned text, with what "ignore"
// names (case, spaces, unicode) folded; a key with a missing part is no key and is skipped.
RuleResult run_unique(const Judging& judging);
// The SQL of its result alone, where a scan has told the counts.
std::string repeated_keys_sql(const Judging& judging);
// Rows beyond the first of those that are equal in all columns; NULL is equal to NULL, not to ''.
RuleResult run_unique_rows(const Judging& judging);
// Rows break it whose last column is not what most rows of their group have; of several equally
// frequent values the one that sorts first counts as right, a missing one last. Groups in which no
// value has more than the share "majority" (0 by default) are skipped, as are rows without a
// complete determinant. A missing dependent is a value like any other.
RuleResult run_determines(const Judging& judging);
// Rows break it whose key is none of the other table's; keys are compared as in run_unique.
RuleResult run_references(const Judging& judging);
// The other table's keys, where they are at most `most` and of one column; else nothing.
std::optional<std::vector<std::string>> few_references(const Judging& judging, std::size_t most);
// The SQL of its result alone, where a scan has told the counts.
std::string unknown_keys_sql(const Judging& judging);
// Rows break it whose key has more partners than the relation allows.
RuleResult run_cardinality(const Judging& judging);

// Each row is compared with the one before it that could be judged, in the order of "order_by" or
// of the rows' addresses; the first of each group keeps the rule.
RuleResult run_monotone(const Judging& judging);
// Each number is one step above the next smaller one.
RuleResult run_sequential(const Judging& judging);
// Periods are judged, not rows: all from the first to the last (or from "from" to "to"), of which
// those without a row break it.
RuleResult run_no_gaps(const Judging& judging);
// Rows are taken in the order of their starts; one breaks it that begins before all ranges before
// it have ended or, where gaps are forbidden, after that, or that ends before it begins. A missing
// end is open; an empty range overlaps nothing; a row without a start or key is skipped.
RuleResult run_no_overlap(const Judging& judging);

// Of values that are equal once folded, the rows break it that don't have the most frequent
// spelling; of several equally frequent ones the first by its bytes counts as right.
RuleResult run_variants(const Judging& judging);
// Numbers far from the others of their group: see spread_rules.cpp for the three methods.
RuleResult run_outliers(const Judging& judging);

}  // namespace tamis::quality
