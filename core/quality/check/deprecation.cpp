#include "core/quality/check/deprecation.h"

#include <algorithm>
#include <array>
#include <string>

#include "core/error/error.h"

namespace tamis::quality {
namespace {

constexpr std::size_t kDateSize = 10;

bool has_column(const engine::Relation& relation, std::string_view name) noexcept {
  return relation.find(name) != nullptr;
}

std::string instead(const Deprecation& deprecation) {
  return deprecation.replacement.empty() ? std::string()
                                         : ": use " + in_quotes(deprecation.replacement);
}

}  // namespace

std::string_view name_of(DeprecationState state) noexcept {
  static constexpr std::array<std::string_view, 4> kNames{"planned", "announced", "dual",
                                                          "removed"};
  return kNames[static_cast<std::size_t>(state)];
}

DeprecationState state_of(const Deprecation& deprecation, std::string_view now) noexcept {
  const std::string_view today = now.substr(0, kDateSize);
  if (today >= deprecation.removal) return DeprecationState::removed;
  if (today < deprecation.since) return DeprecationState::planned;
  return deprecation.replacement.empty() ? DeprecationState::announced : DeprecationState::dual;
}

bool is_deprecation(const Rule& rule) noexcept {
  return rule.deprecation.has_value() && rule.check == Check::columns && rule.columns.size() == 1;
}

RuleResult judge_deprecation(const Rule& rule, const engine::Relation& relation,
                             std::string_view now) {
  const Deprecation& deprecation = *rule.deprecation;
  const DeprecationState state = state_of(deprecation, now);
  const std::string column = "column " + in_quotes(rule.columns.front());
  const bool there = has_column(relation, rule.columns.front());
  RuleResult out;
  out.rule = rule;
  out.observed = name_of(state);
  out.evaluated = 1;
  if (state == DeprecationState::removed) {
    out.failed = there ? 1 : 0;
    if (there) {
      out.message = column + " should be gone since " + deprecation.removal + instead(deprecation);
    }
    out.conclude();
    return out;
  }
  if (!there) {
    out.failed = 1;
    out.message = column + " was removed before its date, " + deprecation.removal;
    out.conclude();
    return out;
  }
  if (state == DeprecationState::dual && !has_column(relation, deprecation.replacement)) {
    out.failed = 1;
    out.message = column + " goes on " + deprecation.removal + ", and its replacement " +
                  in_quotes(deprecation.replacement) + " is not there";
    out.conclude();
    return out;
  }
  out.status = state == DeprecationState::planned ? Status::pass : Status::warn;
  if (out.status == Status::warn) {
    out.message = column + " goes on " + deprecation.removal + instead(deprecation);
  }
  return out;
}

bool is_removed(const Rule& rule, const engine::Relation& relation, std::string_view now) {
  if (!rule.deprecation || is_deprecation(rule)) return false;
  if (state_of(*rule.deprecation, now) != DeprecationState::removed) return false;
  return std::any_of(rule.columns.begin(), rule.columns.end(),
                     [&](const std::string& column) { return !has_column(relation, column); });
}

}  // namespace tamis::quality
