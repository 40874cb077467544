#include "core/mask/token.h"

#include <openssl/crypto.h>

#include <array>
#include <cstdint>
#include <span>

namespace tamis::mask {
namespace {

constexpr std::size_t kLongestFormat = 128;
constexpr double kFewestPossibilities = 1e6;
constexpr unsigned kRounds = 10;
constexpr std::size_t kOpaqueBytes = 16;

// Separate the uses of one key from each other, and from plain HMACs of values.
constexpr std::string_view kRoundLabel{"tamis token round\0", 18};
constexpr std::string_view kOpaqueLabel{"tamis token opaque\0", 19};

struct Symbol {
  unsigned char place = 0;  // in the value
  char first = 0;           // of its kind: '0', 'a' or 'A'
  unsigned char radix = 0;
  unsigned char number = 0;
};

// The value taken apart: its symbols, and itself with each symbol replaced by the first of its
// kind.
struct Format {
  std::array<char, kLongestFormat> pattern{};
  std::array<Symbol, kLongestFormat> symbols{};
  std::size_t length = 0;
  std::size_t count = 0;

  ~Format() { OPENSSL_cleanse(symbols.data(), sizeof symbols); }
};

Symbol symbol_of(char c) noexcept {
  if (c >= '0' && c <= '9') return {0, '0', 10, static_cast<unsigned char>(c - '0')};
  if (c >= 'a' && c <= 'z') return {0, 'a', 26, static_cast<unsigned char>(c - 'a')};
  if (c >= 'A' && c <= 'Z') return {0, 'A', 26, static_cast<unsigned char>(c - 'A')};
  return {};
}

// False where the value has no format large enough.
bool take_apart(std::string_view value, Format& format) noexcept {
  if (value.size() > kLongestFormat) return false;
  double possibilities = 1;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    if (static_cast<unsigned char>(c) >= 0x80) return false;
    Symbol symbol = symbol_of(c);
    format.pattern[i] = symbol.radix == 0 ? c : symbol.first;
    if (symbol.radix == 0) continue;
    symbol.place = static_cast<unsigned char>(i);
    format.symbols[format.count++] = symbol;
    possibilities *= symbol.radix;
  }
  format.length = value.size();
  return possibilities >= kFewestPossibilities;
}

// Numbers below a radix, drawn without bias from HMACs of a seed and a counter.
class Draw {
 public:
  Draw(HmacSha256& mac, const Digest& seed) : mac_(mac), seed_(seed) {}

  unsigned below(unsigned radix) {
    const unsigned limit = 256 - 256 % radix;
    for (;;) {
      if (used_ == block_.size()) refill();
      const unsigned byte = block_[used_++];
      if (byte < limit) return byte % radix;
    }
  }

 private:
  void refill() {
    const std::array<unsigned char, 1> number{counter_++};
    mac_.start();
    mac_.update(seed_);
    mac_.update(number);
    block_ = mac_.finish();
    used_ = 0;
  }

  HmacSha256& mac_;
  Digest seed_;
  // The seed itself is no output: it keys what follows.
  Digest block_{};
  std::size_t used_ = std::tuple_size_v<Digest>;
  unsigned char counter_ = 0;
};

void add_round(HmacSha256& mac, const Format& format, unsigned round,
               std::span<const Symbol> source, std::span<Symbol> target) {
  const std::array<unsigned char, 2> head{static_cast<unsigned char>(round),
                                          static_cast<unsigned char>(format.length)};
  std::array<unsigned char, kLongestFormat> numbers{};
  for (std::size_t i = 0; i < source.size(); ++i) numbers[i] = source[i].number;
  mac.start();
  mac.update(kRoundLabel);
  mac.update(head);
  mac.update(std::string_view(format.pattern.data(), format.length));
  mac.update(std::span(numbers).first(source.size()));
  Draw draw(mac, mac.finish());
  for (Symbol& symbol : target) {
    symbol.number =
        static_cast<unsigned char>((symbol.number + draw.below(symbol.radix)) % symbol.radix);
  }
}

void append_opaque(HmacSha256& mac, std::string_view value, std::string& out) {
  static constexpr char kHex[] = "0123456789abcdef";
  mac.start();
  mac.update(kOpaqueLabel);
  mac.update(value);
  const Digest digest = mac.finish();
  out += "tok_";
  for (std::size_t i = 0; i < kOpaqueBytes; ++i) {
    out += kHex[digest[i] >> 4U];
    out += kHex[digest[i] & 15U];
  }
}

}  // namespace

void append_token(HmacSha256& mac, std::string_view value, std::string& out) {
  Format format;
  if (!take_apart(value, format)) return append_opaque(mac, value, out);
  const std::span<Symbol> all = std::span(format.symbols).first(format.count);
  const std::span<Symbol> left = all.first(format.count / 2);
  const std::span<Symbol> right = all.subspan(format.count / 2);
  for (unsigned round = 0; round < kRounds; ++round) {
    const bool even = round % 2 == 0;
    add_round(mac, format, round, even ? right : left, even ? left : right);
  }
  const std::size_t start = out.size();
  out.append(format.pattern.data(), format.length);
  for (const Symbol& symbol : all) {
    out[start + symbol.place] = static_cast<char>(symbol.first + symbol.number);
  }
}

}  // namespace tamis::mask
