// The first line of the input as a pattern, the rest as a text to read by it: compiling ends in a
// format or an Error, and asking for the layout changes nothing of what is read.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/dates/pattern.h"
#include "core/error/error.h"

namespace {

using tamis::dates::Format;
using tamis::dates::Layout;
using tamis::dates::Reading;

void check(std::string_view pattern, std::string_view text) {
  const std::array<Format, 1> formats = {Format::compile(pattern)};
  Layout layout;
  const Reading plain = tamis::dates::read_as(text, formats, {});
  const Reading with_layout = tamis::dates::read_as(text, formats, {}, &layout);
  const bool same = plain.verdict == with_layout.verdict && plain.reason == with_layout.reason &&
                    plain.civil == with_layout.civil;
  if (!same) std::abort();
  if (plain.verdict != tamis::dates::Verdict::not_date) patterns_of(plain, layout);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t line = input.find('\n');
  try {
    check(input.substr(0, line), line == std::string_view::npos ? "" : input.substr(line + 1));
  } catch (const tamis::Error&) {
  }
  return 0;
}
