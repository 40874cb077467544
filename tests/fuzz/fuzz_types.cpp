// Typing and casting any bytes: never past the end, and a canonical text is its own canonical text.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/text.h"
#include "core/types/types.h"

namespace {

namespace dates = tamis::dates;
namespace text = tamis::text;
namespace types = tamis::types;

void require(bool holds) {
  if (!holds) std::abort();
}

void check_cast(std::string_view text, types::Type target, const types::Convention& convention) {
  std::array<char, types::kCanonicalBytes> out;
  std::string_view result;
  if (!types::try_cast(text, target, convention, out, result)) return;
  require(!result.empty());
  const std::string once(result);
  std::string_view again;
  require(types::try_cast(once, target, {}, out, again));
  require(again == once);
}

// What read() calls a type can be written as that type, and is then still of it; a currency's
// canonical text is its number, and a decimal's or a real's may be whole.
void check_own_type(std::string_view text, const types::Reading& reading) {
  std::array<char, types::kCanonicalBytes> out;
  std::string_view result;
  const bool written = types::try_cast(text, reading.type, {}, out, result);
  const std::string canonical(result);
  const bool number = types::has_number(reading.type) && reading.type != types::Type::integer;
  if (written && !number) require(types::read(canonical).type == reading.type);
  const bool plain = types::plain_number(text, {}, out, result);
  if (plain) {
    require(types::has_number(reading.type));
    const std::string once(result);
    require(types::plain_number(once, {}, out, result) ? result == once : once.size() > 18);
  }
  require(reading.whole >= 1);
}

void check_text(std::string_view text) {
  std::string storage;
  const std::string once(text::cleaned(text, storage));
  require(text::cleaned(once, storage) == once);
  const text::Traits left = text::traits(once);
  require(!left.control && !left.odd_space && !left.leading_space && !left.trailing_space);
  require(!text::snake_case(text).empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // A copy of exactly the input's size, so that a byte read past its end is found.
  const std::vector<char> bytes(data, data + size);
  const std::string_view text(bytes.data(), bytes.size());
  const types::Reading reading = types::read(text);
  require(!types::name_of(reading.type).empty());
  check_own_type(text, reading);
  for (std::size_t i = 0; i < types::kTypes; ++i) {
    const auto target = static_cast<types::Type>(i);
    for (const auto mark :
         {types::DecimalMark::none, types::DecimalMark::point, types::DecimalMark::comma}) {
      check_cast(text, target, {dates::Order::none, mark});
      check_cast(text, target, {dates::Order::dmy, mark});
      check_cast(text, target, {dates::Order::mdy, mark});
    }
  }
  check_text(text);
  return 0;
}
