#include "core/quality/suggest/draft.h"

#include <algorithm>

namespace tamis::quality {

double Draft::confidence() const noexcept {
  if (backing) return profile::confidence_of(backing->first, backing->second);
  return profile::confidence_of(judged - broken, judged);
}

Draft& add_draft(Drafts& drafts, Check check, std::vector<std::string> columns,
                 document::Json arguments, std::string reason) {
  Draft draft;
  draft.rule.check = check;
  draft.rule.name = kind_of(check).name;
  draft.rule.dimension = kind_of(check).dimension;
  draft.rule.columns = std::move(columns);
  draft.rule.arguments = std::move(arguments);
  draft.reason = std::move(reason);
  return drafts.emplace_back(std::move(draft));
}

const Draft* find_draft(const Drafts& drafts, Check check, std::string_view column) noexcept {
  const auto found = std::find_if(drafts.begin(), drafts.end(), [&](const Draft& draft) {
    return draft.rule.check == check && draft.rule.columns.size() == 1 &&
           draft.rule.columns.front() == column;
  });
  return found == drafts.end() ? nullptr : &*found;
}

}  // namespace tamis::quality
