// Folding any bytes: into ASCII and tokens, never past either end, and ASCII stays as it is.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/dates/dates.h"
#include "core/dates/fold.h"
#include "date_invariants.h"

namespace {

using tamis::dates::fold;
using tamis::dates::kLongestDate;
using tamis::fuzz::require;

bool is_ascii(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

std::string folded(std::string_view text) {
  // A buffer of exactly the promised size, so that a byte written past its end is found.
  std::vector<char> out(kLongestDate);
  const std::size_t size = fold(text, 0, out);
  require(size <= kLongestDate, "a folded text keeps to its bytes");
  return {out.data(), size};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<char> bytes(data, data + size);
  const std::string_view text(bytes.data(), bytes.size());
  const std::string once = folded(text);
  if (is_ascii(text)) {
    require(once == (text.size() <= kLongestDate ? text : ""), "ASCII stays as it is");
    return 0;
  }
  if (!is_ascii(once)) return 0;
  require(folded(once) == once, "what is folded to ASCII is done");
  const tamis::dates::Reading as_written = tamis::dates::read(text);
  const tamis::dates::Reading as_folded = tamis::dates::read(once);
  const bool differ = as_written.verdict == tamis::dates::Verdict::date &&
                      as_folded.verdict == tamis::dates::Verdict::date &&
                      !(as_written.civil == as_folded.civil);
  require(!differ, "a folded date is the same date");
  return 0;
}
