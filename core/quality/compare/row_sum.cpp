#include "core/quality/compare/row_sum.h"

#include <charconv>

#include "core/error/error.h"

namespace tamis::quality {
namespace {

constexpr std::size_t kDigits = 32;
constexpr std::size_t kDigitsOfPart = kDigits / RowSum::kParts;

std::uint64_t sum_of(std::string_view digits) {
  std::uint64_t sum = 0;
  if (digits.empty()) return sum;
  const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), sum);
  if (end.ec == std::errc() && end.ptr == digits.data() + digits.size()) return sum;
  throw Error(Code::limit_exceeded, "the table has too many rows for a hash of all of them", {},
              "Reconcile it in parts, with queries.");
}

}  // namespace

RowSum RowSum::of(const std::array<std::string_view, kParts>& parts) {
  constexpr unsigned kHalf = 32;
  RowSum sum;
  sum.high_ = (sum_of(parts[0]) << kHalf) + sum_of(parts[1]);
  const std::uint64_t third = sum_of(parts[2]);
  sum.high_ += third >> kHalf;
  sum.low_ = (third << kHalf) + sum_of(parts[3]);
  if (sum.low_ < third << kHalf) ++sum.high_;
  return sum;
}

std::string RowSum::text() const {
  constexpr std::string_view kHex = "0123456789abcdef";
  constexpr unsigned kBits = 4;
  std::string text(kDigits, '0');
  for (std::size_t i = 0; i < kDigits / 2; ++i) {
    const auto shift = static_cast<unsigned>(kBits * (kDigits / 2 - 1 - i));
    text[i] = kHex[(high_ >> shift) & 0xFU];
    text[kDigits / 2 + i] = kHex[(low_ >> shift) & 0xFU];
  }
  return text;
}

std::int64_t hash_part(std::string_view hash, std::int64_t part) {
  if (part < 1 || part > static_cast<std::int64_t>(RowSum::kParts)) {
    throw Error(Code::invalid_value,
                "part of a hash must be between 1 and 4, not " + std::to_string(part));
  }
  constexpr int kBase = 16;
  std::uint32_t number = 0;
  if (hash.size() == kDigits) {
    const char* const first = hash.data() + static_cast<std::size_t>(part - 1) * kDigitsOfPart;
    const auto end = std::from_chars(first, first + kDigitsOfPart, number, kBase);
    if (end.ec == std::errc() && end.ptr == first + kDigitsOfPart) return number;
  }
  throw Error(Code::invalid_value, "no row hash: " + in_quotes(hash), {},
              "A hash is what tamis_row_hash gives: 32 hex digits.");
}

}  // namespace tamis::quality
