// A rule on its way into a contract: what it says, what speaks for it, and why it was thought of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/quality/check/rules.h"
#include "core/quality/suggest/coded_table.h"

namespace tamis::quality {

struct Draft {
  Rule rule;
  std::string reason;  // a sentence without its full stop
  // How many of how many speak for the rule, where that is not how many keep it: of numbers with
  // units all say that a number is meant, and none is one.
  std::optional<std::pair<std::int64_t, std::int64_t>> backing;
  // What the judge found: values or rows judged, and those that broke the rule.
  std::int64_t judged = 0;
  std::int64_t broken = 0;

  double confidence() const noexcept;  // Wilson's lower bound of what speaks for it
};
using Drafts = std::vector<Draft>;

// Fewer values than these support nothing: the Wilson bound of 20 of 20 is 0.84.
inline constexpr std::int64_t kLeastSupport = 20;

Draft& add_draft(Drafts& drafts, Check check, std::vector<std::string> columns,
                 document::Json arguments, std::string reason);

// The first of that check and column; nullptr where there is none.
const Draft* find_draft(const Drafts& drafts, Check check, std::string_view column) noexcept;

}  // namespace tamis::quality
