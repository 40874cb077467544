// Parquet files of unknown content: reading and verifying end with rows or an Error, in bounded
// memory, and a file that verification finds nothing wrong with can be read to its end.
//
// The corpus has files of two other writers (DuckDB, hyparquet-writer): each codec, each encoding.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string_view>

#include "core/error/error.h"
#include "core/export/parquet/reader/parquet_reader.h"

namespace {

using tamis::exports::ParquetDepth;
using tamis::exports::ParquetReport;

constexpr std::size_t kMemory = std::size_t{32} << 20U;
// A run of a few bytes can stand for 2^31 rows.
constexpr int kMostRows = 20'000;
constexpr int kMostPolls = 200;

class Bytes final : public tamis::storage::Reader {
 public:
  explicit Bytes(std::string_view bytes) : bytes_(bytes) {}
  std::size_t read(std::span<char>) override { return 0; }
  std::size_t read_at(std::uint64_t offset, std::span<char> buffer) override {
    if (offset >= bytes_.size()) return 0;
    return bytes_.substr(offset).copy(buffer.data(), buffer.size());
  }
  std::uint64_t size() const noexcept override { return bytes_.size(); }

 private:
  std::string_view bytes_;
};

struct TooLong {};

// Whether the file was found well-formed.
bool is_verified(Bytes& file, ParquetDepth depth) {
  int polls = 0;
  const auto poll = [&polls] {
    if (++polls > kMostPolls) throw TooLong{};
  };
  try {
    const ParquetReport report = verify_parquet(file, {}, depth, poll, kMemory);
    return report.fault.empty() && report.schema_fault.empty();
  } catch (const TooLong&) {
    return false;
  }
}

bool is_readable(Bytes& file) {
  try {
    const auto reader = tamis::exports::make_parquet_reader(file, {}, kMemory);
    for (int rows = 0; rows < kMostRows && reader->next(); ++rows) {
    }
    return true;
  } catch (const tamis::Error&) {
    return false;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes file({reinterpret_cast<const char*>(data), size});
  is_verified(file, ParquetDepth::pages);
  const bool verified = is_verified(file, ParquetDepth::values);
  if (!is_readable(file) && verified) std::abort();
  return 0;
}
