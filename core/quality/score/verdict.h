// A verdict: passed or failed, and every reason why.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/document/json.h"

namespace tamis::quality {

// Completes `document` with the verdict ("status", "reasons") and returns it; with `raise`, a
// verdict with reasons is thrown as gate_failed: `headline`, the first reason, and the document as
// detail.
document::Json conclude(document::Json document, const std::vector<std::string>& reasons,
                        const std::string& headline, bool raise);

// 0.2345 -> "23.4%". Cut, not rounded, so that a share just under a limit doesn't read as it;
// a share of something never reads as 0%.
std::string percentage(double ratio);

}  // namespace tamis::quality
