// The values of one column between two page boundaries, as they were converted: what is encoded as
// one page.
//
// Values stand as PLAIN would have them (a boolean is a byte), so that the most frequent encoding
// is a copy, and the others and the statistics read one dense buffer. Levels are a byte each, and
// those of a column without lists are only kept once it has a NULL: most pages have none.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

namespace tamis::exports::parquet::writer {

// Bytes that grow without being cleared first.
class Bytes {
 public:
  std::size_t size() const noexcept { return size_; }
  bool empty() const noexcept { return size_ == 0; }
  const char* data() const noexcept { return data_.get(); }
  char* data() noexcept { return data_.get(); }
  std::string_view view() const noexcept { return {data_.get(), size_}; }
  std::size_t capacity() const noexcept { return capacity_; }
  void clear() noexcept { size_ = 0; }

  // Room for `more` bytes behind the last; extend() takes them in.
  char* room(std::size_t more) {
    if (capacity_ - size_ < more) grow(more);
    return data_.get() + size_;
  }
  void extend(std::size_t more) noexcept { size_ += more; }

  void append(std::string_view bytes) {
    char* const to = room(bytes.size());
    if (!bytes.empty()) std::memcpy(to, bytes.data(), bytes.size());
    size_ += bytes.size();
  }
  void append(std::size_t count, char byte) {
    if (count == 0) return;
    std::memset(room(count), byte, count);
    size_ += count;
  }
  void push_back(char byte) {
    *room(1) = byte;
    ++size_;
  }
  // A number as Parquet stores it. All machines this is built for are little-endian.
  template <typename Number>
  void append_number(Number number) {
    std::memcpy(room(sizeof number), &number, sizeof number);
    size_ += sizeof number;
  }

 private:
  void grow(std::size_t more) {
    const std::size_t wanted = capacity_ + capacity_ / 2 + more + 256;
    auto bigger = std::make_unique_for_overwrite<char[]>(wanted);
    if (size_ > 0) std::memcpy(bigger.get(), data_.get(), size_);
    data_ = std::move(bigger);
    capacity_ = wanted;
  }

  std::unique_ptr<char[]> data_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

struct ColumnValues {
  Bytes plain;
  Bytes definition;        // a level each, or empty where all are the highest
  Bytes repetition;        // lists only
  std::size_t values = 0;  // in `plain`
  std::size_t levels = 0;  // values, NULLs and empty lists
  std::size_t rows = 0;

  std::size_t nulls() const noexcept { return levels - values; }
  std::size_t bytes() const noexcept {
    return plain.size() + definition.size() + repetition.size();
  }
  void clear() noexcept {
    plain.clear();
    definition.clear();
    repetition.clear();
    values = levels = rows = 0;
  }
};

// The strings of PLAIN BYTE_ARRAY values, in order.
template <typename Visit>
void each_string(std::string_view plain, const Visit& visit) {
  for (std::size_t at = 0; at < plain.size();) {
    std::uint32_t length = 0;
    std::memcpy(&length, plain.data() + at, sizeof length);
    visit(plain.substr(at + sizeof length, length));
    at += sizeof length + length;
  }
}

}  // namespace tamis::exports::parquet::writer
