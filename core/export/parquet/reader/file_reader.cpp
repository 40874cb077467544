#include "core/export/parquet/reader/file_reader.h"

#include <cstring>

#include "core/error/error.h"

namespace tamis::exports::parquet {
namespace {

constexpr std::uint32_t kMostFooter = std::uint32_t{256} << 20U;

[[noreturn]] void broken(const std::string& what) { throw Error(Code::corrupt_data, what); }

[[noreturn]] void encrypted() {
  throw Error(Code::unsupported, "the file is encrypted, which is not read here");
}

}  // namespace

std::string read_bytes(storage::Reader& file, std::uint64_t offset, std::size_t size) {
  if (offset > file.size() || size > file.size() - offset) broken("the file ends too early");
  std::string out(size, '\0');
  for (std::size_t filled = 0; filled < size;) {
    const std::size_t n = file.read_at(offset + filled, {out.data() + filled, size - filled});
    if (n == 0) broken("the file ends too early");
    filled += n;
  }
  return out;
}

FileReader::FileReader(storage::Reader& file) : file_(file) {
  const std::uint64_t size = file.size();
  if (size < kMagic.size() + kTail) broken("too short for a Parquet file");
  const std::string head = read_bytes(file, 0, kMagic.size());
  const std::string tail = read_bytes(file, size - kTail, kTail);
  const std::string_view end = std::string_view(tail).substr(4);
  if (head == kEncryptedMagic && end == kEncryptedMagic) encrypted();
  if (head != kMagic) broken("no Parquet file: it does not begin with PAR1");
  if (end != kMagic) broken("no whole Parquet file: it does not end with PAR1");
  std::uint32_t length = 0;
  std::memcpy(&length, tail.data(), sizeof length);
  if (length > size - kMagic.size() - kTail) broken("the footer is longer than the file");
  if (length > kMostFooter) broken("the footer is larger than 256 MB");
  footer_at_ = size - kTail - length;
  footer_ = read_bytes(file, footer_at_, length);
  metadata_ = parse_footer(footer_);
  if (metadata_.encrypted) encrypted();
  if (metadata_.rows < 0) broken("the footer claims a negative number of rows");
  leaves_ = read_schema(metadata_.schema);
}

RowGroup FileReader::row_group(std::size_t i) const {
  RowGroup out = parse_row_group(metadata_.row_groups[i]);
  const std::string place = "row group " + std::to_string(i + 1);
  if (out.columns.size() != leaves_.size()) {
    broken(place + " has " + std::to_string(out.columns.size()) + " columns, the schema " +
           std::to_string(leaves_.size()));
  }
  if (out.rows < 0) broken(place + " claims a negative number of rows");
  return out;
}

std::string FileReader::place(std::size_t row_group, std::size_t leaf) const {
  return "row group " + std::to_string(row_group + 1) + ", column " +
         in_quotes(leaves_[leaf].field.name());
}

}  // namespace tamis::exports::parquet
