// Reading a data file back: how many records it has, and whether it is what it says it is.
//
// A scanner is fed the file in pieces of any size and keeps a few bytes between them, whatever
// the file holds; it believes nothing. The first fault found is kept and ends the scan.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tamis::exports {

class RecordScanner {
 public:
  virtual ~RecordScanner() = default;
  virtual void scan(std::string_view bytes) = 0;
  // Call once, after the last piece.
  virtual void finish() = 0;

  // Rows so far; a header is none.
  std::int64_t records() const noexcept { return records_; }
  // What is wrong with the file's form, or empty.
  const std::string& fault() const noexcept { return fault_; }
  // What is wrong with the names of its columns, or empty.
  const std::string& schema_fault() const noexcept { return schema_fault_; }

 protected:
  void fail(std::string what) {
    if (fault_.empty()) fault_ = std::move(what);
  }
  bool failed() const noexcept { return !fault_.empty(); }

  std::int64_t records_ = 0;
  std::string schema_fault_;

 private:
  std::string fault_;
};

}  // namespace tamis::exports
