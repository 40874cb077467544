#include "core/quality/score/verdict.h"

#include <cmath>
#include <utility>

#include "core/error/error.h"

namespace tamis::quality {

using document::Json;

Json conclude(Json document, const std::vector<std::string>& reasons, const std::string& headline,
              bool raise) {
  document["status"] = reasons.empty() ? "passed" : "failed";
  document["reasons"] = reasons;
  if (raise && !reasons.empty()) {
    throw Error(Code::gate_failed, headline + ": " + reasons.front(), document::canonical(document),
                "Call it with \"raise\": false to get this verdict as a result.");
  }
  return document;
}

std::string percentage(double ratio) {
  // A billionth of a point below the digit shown is noise of the division, not a difference.
  const double shown = std::floor(ratio * 1000 + 1e-9) / 10;
  if (shown <= 0 && ratio > 0) return "less than 0.1%";
  std::string text = document::canonical(Json(document::rounded(shown, 1)));
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text + "%";
}

}  // namespace tamis::quality
