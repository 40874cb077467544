// The rules that hold for any table, judged from its profile without another scan.
//
//   completeness  not_missing   values that are neither NULL nor '', blank or a missing marker,
//   among
//                               all rows, for each column that has any
//   validity      conforming    values that read as the column's type, in one way only
//                 native        all values of a column that the engine holds as its type, none of
//                 one
//                               that keeps dates or numbers as text
//   uniqueness    unique        rows that are the only one or the first of their key, where the
//   caller
//                               knows the key
//   consistency   canonical     values in the one plain form of the type
//                 one_absence   NULLs, among all that stands for an absent value
//
// The type is the column's own, or the one that a text column leans to. What can't be broken is no
// rule: a column that is meant as text holds valid text in valid form whatever it holds.
// Validity is conformity to the type and the form that a definition gives (DAMA UK, The Six Primary
// Dimensions for Data Quality Assessment, 2013); a definition says date, and a text is none.
#pragma once

#include <string>
#include <vector>

#include "core/profile/profile.h"
#include "core/quality/check/rules.h"
#include "core/quality/score/facts.h"

namespace tamis::quality {

std::vector<RuleResult> default_results(const profile::TableProfile& table);

// The rules of one column, in the order above; those that judge nothing too, so that two tables are
// held to one set.
std::vector<RuleResult> column_results(const std::string& column, const Standing& standing);
// The rule of a key: how many rows have one, and how many of those repeat an earlier one.
RuleResult key_result(std::vector<std::string> key, std::int64_t rows, std::int64_t repeated);

}  // namespace tamis::quality
