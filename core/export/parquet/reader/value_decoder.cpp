#include "core/export/parquet/reader/value_decoder.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

#include "core/error/error.h"
#include "core/export/parquet/reader/delta_decoder.h"
#include "core/export/parquet/reader/hybrid_decoder.h"

namespace tamis::exports::parquet {
namespace {

// What the arena takes before a piece ends.
constexpr std::size_t kArena = std::size_t{1} << 20U;

[[noreturn]] void broken(const char* what) { throw Error(Code::corrupt_data, what); }

[[noreturn]] void too_few() { broken("fewer values than the page has"); }

template <typename T>
T load(const char* from) noexcept {
  T value;
  std::memcpy(&value, from, sizeof value);
  return value;
}

// A length that four bytes claim, checked against what is left.
std::size_t take_length(std::string_view bytes, std::size_t at) {
  if (bytes.size() - at < 4) too_few();
  const auto length = load<std::uint32_t>(bytes.data() + at);
  if (length > bytes.size() - at - 4) broken("a value is longer than its page");
  return length;
}

template <typename T>
auto& list_for(Values& out) noexcept {
  if constexpr (std::is_floating_point_v<T>) {
    return out.reals;
  } else {
    return out.integers;
  }
}

template <typename T>
class PlainNumbers final : public ValueDecoder {
 public:
  explicit PlainNumbers(std::string_view bytes) : bytes_(bytes) {}
  std::size_t read(std::size_t most, Values& out) override {
    const std::size_t count = std::min(most, bytes_.size() / sizeof(T));
    if (count == 0) too_few();
    auto& list = list_for<T>(out);
    list.resize(count);
    for (std::size_t i = 0; i < count; ++i) list[i] = load<T>(bytes_.data() + i * sizeof(T));
    bytes_.remove_prefix(count * sizeof(T));
    return count;
  }

 private:
  std::string_view bytes_;
};

class PlainBooleans final : public ValueDecoder {
 public:
  explicit PlainBooleans(std::string_view bytes) : bytes_(bytes) {}
  std::size_t read(std::size_t most, Values& out) override {
    const std::size_t count = std::min(most, bytes_.size() * 8 - bit_);
    if (count == 0) too_few();
    for (std::size_t i = 0; i < count; ++i, ++bit_) {
      out.integers.push_back(static_cast<unsigned char>(bytes_[bit_ / 8]) >> (bit_ % 8) & 1);
    }
    return count;
  }

 private:
  std::string_view bytes_;
  std::size_t bit_ = 0;
};

class PlainBytes final : public ValueDecoder {
 public:
  explicit PlainBytes(std::string_view bytes) : bytes_(bytes) {}
  std::size_t read(std::size_t most, Values& out) override {
    std::size_t count = 0;
    for (; count < most && (count == 0 || at_ < bytes_.size()); ++count) {
      const std::size_t length = take_length(bytes_, at_);
      out.bytes.push_back(bytes_.substr(at_ + 4, length));
      at_ += 4 + length;
    }
    return count;
  }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
};

class PlainFixed final : public ValueDecoder {
 public:
  PlainFixed(std::string_view bytes, std::size_t length) : bytes_(bytes), length_(length) {}
  std::size_t read(std::size_t most, Values& out) override {
    const std::size_t count = std::min(most, bytes_.size() / length_);
    if (count == 0) too_few();
    for (std::size_t i = 0; i < count; ++i) {
      out.bytes.push_back(bytes_.substr(0, length_));
      bytes_.remove_prefix(length_);
    }
    return count;
  }

 private:
  std::string_view bytes_;
  std::size_t length_;
};

class RunBooleans final : public ValueDecoder {
 public:
  explicit RunBooleans(std::string_view bytes) : runs_(bytes.substr(4, take_length(bytes, 0)), 1) {}
  std::size_t read(std::size_t most, Values& out) override {
    std::array<std::uint32_t, 256> bits;
    const std::size_t count = std::min(most, bits.size());
    runs_.read({bits.data(), count});
    out.integers.assign(bits.begin(), bits.begin() + static_cast<std::ptrdiff_t>(count));
    return count;
  }

 private:
  HybridDecoder runs_;
};

class DictionaryValues final : public ValueDecoder {
 public:
  DictionaryValues(std::string_view bytes, const Values& dictionary)
      : dictionary_(dictionary), size_(size_of(dictionary)) {
    if (bytes.empty()) return;  // every value is NULL
    indexes_ = HybridDecoder(bytes.substr(1), static_cast<unsigned char>(bytes.front()));
  }
  std::size_t read(std::size_t most, Values& out) override {
    std::array<std::uint32_t, 1024> indexes;
    const std::size_t count = std::min(most, indexes.size());
    indexes_.read({indexes.data(), count});
    for (std::size_t i = 0; i < count; ++i) {
      if (indexes[i] >= size_) broken("a value is beyond the dictionary");
    }
    pick(dictionary_.integers, {indexes.data(), count}, out.integers);
    pick(dictionary_.reals, {indexes.data(), count}, out.reals);
    pick(dictionary_.bytes, {indexes.data(), count}, out.bytes);
    return count;
  }

 private:
  template <typename T>
  static void pick(const std::vector<T>& from, std::span<const std::uint32_t> indexes,
                   std::vector<T>& to) {
    if (from.empty()) return;
    to.resize(indexes.size());
    for (std::size_t i = 0; i < indexes.size(); ++i) to[i] = from[indexes[i]];
  }

  const Values& dictionary_;
  std::size_t size_;
  HybridDecoder indexes_;
};

class DeltaNumbers final : public ValueDecoder {
 public:
  DeltaNumbers(std::string_view bytes, unsigned bits, std::size_t values)
      : numbers_(bytes, bits, values) {}
  std::size_t read(std::size_t most, Values& out) override {
    const std::size_t count = std::min(most, std::max<std::size_t>(numbers_.left(), 1));
    for (std::size_t i = 0; i < count; ++i) out.integers.push_back(numbers_.next());
    return count;
  }

 private:
  DeltaDecoder numbers_;
};

std::size_t length_from(DeltaDecoder& lengths) {
  const std::int64_t length = lengths.next();
  if (length < 0) broken("a value has a negative length");
  return static_cast<std::size_t>(length);
}

class DeltaLengthBytes final : public ValueDecoder {
 public:
  DeltaLengthBytes(std::string_view bytes, std::size_t values)
      : lengths_(bytes, 32, values), data_(bytes.substr(DeltaDecoder(lengths_).skip_all())) {}
  std::size_t read(std::size_t most, Values& out) override {
    const std::size_t count = std::min(most, std::max<std::size_t>(lengths_.left(), 1));
    for (std::size_t i = 0; i < count; ++i) out.bytes.push_back(take());
    return count;
  }
  std::string_view take() {
    const std::size_t length = length_from(lengths_);
    if (length > data_.size()) broken("a value is longer than its page");
    const std::string_view value = data_.substr(0, length);
    data_.remove_prefix(length);
    return value;
  }
  std::size_t left() const noexcept { return lengths_.left(); }

 private:
  DeltaDecoder lengths_;
  std::string_view data_;
};

// Each value is a prefix of the one before and a suffix of its own.
class DeltaBytes final : public ValueDecoder {
 public:
  DeltaBytes(std::string_view bytes, std::size_t values, std::size_t fixed)
      : prefixes_(bytes, 32, values),
        suffixes_(bytes.substr(DeltaDecoder(prefixes_).skip_all()), values),
        fixed_(fixed) {
    if (suffixes_.left() != prefixes_.left()) broken("prefixes and suffixes differ in number");
  }
  std::size_t read(std::size_t most, Values& out) override {
    ends_.clear();
    const std::size_t count = std::min(most, std::max<std::size_t>(prefixes_.left(), 1));
    while (ends_.size() < count && out.arena.size() < kArena) {
      const std::size_t prefix = length_from(prefixes_);
      if (prefix > last_.size()) broken("a prefix is longer than the value before");
      const std::string_view suffix = suffixes_.take();
      last_.resize(prefix);
      last_ += suffix;
      if (last_.size() > kLongest) broken("a value is longer than any page");
      if (fixed_ > 0 && last_.size() != fixed_) broken("a value has another length than its type");
      out.arena += last_;
      ends_.push_back(out.arena.size());
    }
    std::size_t from = 0;
    for (const std::size_t end : ends_) {
      out.bytes.push_back(std::string_view(out.arena).substr(from, end - from));
      from = end;
    }
    return ends_.size();
  }

 private:
  static constexpr std::size_t kLongest = std::size_t{1} << 30U;

  DeltaDecoder prefixes_;
  DeltaLengthBytes suffixes_;
  std::size_t fixed_;
  std::string last_;
  std::vector<std::size_t> ends_;
};

// The first bytes of all values, then the second ones, and so on.
class SplitStreams final : public ValueDecoder {
 public:
  SplitStreams(std::string_view bytes, Physical physical, std::size_t width)
      : bytes_(bytes), physical_(physical), width_(width), total_(bytes.size() / width) {
    if (bytes.size() % width != 0) broken("split streams differ in length");
  }
  std::size_t read(std::size_t most, Values& out) override {
    const std::size_t fitting = std::max<std::size_t>(kArena / width_, 1);
    const std::size_t count = std::min({most, total_ - at_, fitting});
    if (count == 0) too_few();
    out.arena.resize(count * width_);
    for (std::size_t stream = 0; stream < width_; ++stream) {
      const char* const from = bytes_.data() + stream * total_ + at_;
      for (std::size_t i = 0; i < count; ++i) out.arena[i * width_ + stream] = from[i];
    }
    at_ += count;
    return gather(out);
  }

 private:
  std::size_t gather(Values& out) const {
    const std::string_view whole = out.arena;
    switch (physical_.type) {
      case Type::INT32: return PlainNumbers<std::int32_t>(whole).read(whole.size(), out);
      case Type::INT64: return PlainNumbers<std::int64_t>(whole).read(whole.size(), out);
      case Type::FLOAT: return PlainNumbers<float>(whole).read(whole.size(), out);
      case Type::DOUBLE: return PlainNumbers<double>(whole).read(whole.size(), out);
      default: return PlainFixed(whole, width_).read(whole.size(), out);
    }
  }

  std::string_view bytes_;
  Physical physical_;
  std::size_t width_;
  std::size_t total_;
  std::size_t at_ = 0;
};

std::unique_ptr<ValueDecoder> make_plain(Physical physical, std::string_view bytes) {
  switch (physical.type) {
    case Type::BOOLEAN: return std::make_unique<PlainBooleans>(bytes);
    case Type::INT32: return std::make_unique<PlainNumbers<std::int32_t>>(bytes);
    case Type::INT64: return std::make_unique<PlainNumbers<std::int64_t>>(bytes);
    case Type::FLOAT: return std::make_unique<PlainNumbers<float>>(bytes);
    case Type::DOUBLE: return std::make_unique<PlainNumbers<double>>(bytes);
    case Type::BYTE_ARRAY: return std::make_unique<PlainBytes>(bytes);
    case Type::FIXED_LEN_BYTE_ARRAY: return std::make_unique<PlainFixed>(bytes, physical.length);
    case Type::INT96: break;
  }
  broken("values of a type that is not read");
}

[[noreturn]] void wrong_encoding() { broken("an encoding that its type can't have"); }

std::unique_ptr<ValueDecoder> make_delta(Physical physical, std::string_view bytes,
                                         std::size_t values) {
  if (physical.type == Type::INT32) return std::make_unique<DeltaNumbers>(bytes, 32, values);
  if (physical.type == Type::INT64) return std::make_unique<DeltaNumbers>(bytes, 64, values);
  wrong_encoding();
}

std::unique_ptr<ValueDecoder> make_split(Physical physical, std::string_view bytes) {
  switch (physical.type) {
    case Type::INT32:
    case Type::FLOAT: return std::make_unique<SplitStreams>(bytes, physical, 4);
    case Type::INT64:
    case Type::DOUBLE: return std::make_unique<SplitStreams>(bytes, physical, 8);
    case Type::FIXED_LEN_BYTE_ARRAY:
      return std::make_unique<SplitStreams>(bytes, physical, physical.length);
    default: wrong_encoding();
  }
}

}  // namespace

std::unique_ptr<ValueDecoder> make_value_decoder(Encoding encoding, Physical physical,
                                                 std::string_view bytes, std::size_t values,
                                                 const Values* dictionary) {
  switch (encoding) {
    case Encoding::PLAIN: return make_plain(physical, bytes);
    case Encoding::PLAIN_DICTIONARY:
    case Encoding::RLE_DICTIONARY:
      if (dictionary == nullptr) broken("a dictionary is used that is not there");
      return std::make_unique<DictionaryValues>(bytes, *dictionary);
    case Encoding::RLE:
      if (physical.type != Type::BOOLEAN) wrong_encoding();
      return std::make_unique<RunBooleans>(bytes);
    case Encoding::DELTA_BINARY_PACKED: return make_delta(physical, bytes, values);
    case Encoding::DELTA_LENGTH_BYTE_ARRAY:
      if (physical.type != Type::BYTE_ARRAY) wrong_encoding();
      return std::make_unique<DeltaLengthBytes>(bytes, values);
    case Encoding::DELTA_BYTE_ARRAY:
      if (physical.type != Type::BYTE_ARRAY && physical.type != Type::FIXED_LEN_BYTE_ARRAY) {
        wrong_encoding();
      }
      return std::make_unique<DeltaBytes>(bytes, values, physical.length);
    case Encoding::BYTE_STREAM_SPLIT: return make_split(physical, bytes);
    case Encoding::BIT_PACKED: wrong_encoding();
  }
  broken("an encoding that is not known");
}

void read_dictionary(Physical physical, std::string_view bytes, std::size_t count, Values& out) {
  if (physical.type == Type::BOOLEAN) wrong_encoding();
  const auto decoder = make_plain(physical, bytes);
  out.clear();
  if (count > 0 && decoder->read(count, out) != count) too_few();
}

std::size_t size_of(const Values& values) noexcept {
  return values.integers.size() + values.reals.size() + values.bytes.size();
}

}  // namespace tamis::exports::parquet
