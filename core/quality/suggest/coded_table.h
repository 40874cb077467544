// A table as small numbers: each value of a column once, each row as the places of its values.
//
// Finding what columns say about each other compares every pair of them. As SQL that is a grouping
// of the whole table for each pair; over dictionary codes it is a pass over two arrays of integers,
// so the table is read once and the rest is arithmetic. Only candidates come of it: what a
// suggestion claims is counted again, exactly, by the judge of rules.
//
// Tables of more than kMostCodedRows rows are thinned by a hash of each row's own values. Rows that
// are equal stay or go together, and both engines keep the same ones.
#pragma once

#include <cstdint>
#include <memory>
#include <memory_resource>
#include <span>
#include <string_view>
#include <vector>

#include "core/engine/session.h"
#include "core/profile/profile.h"

namespace tamis::quality {

inline constexpr std::int64_t kMostCodedRows = 300'000;
// Columns of more different values are left out: they are texts or keys of their own.
inline constexpr std::int64_t kMostCodedValues = 50'000;

using Code32 = std::uint32_t;
inline constexpr Code32 kMissingCode = 0;  // NULL, '', blank or a missing marker

struct CodedColumn {
  const profile::ColumnProfile* profile = nullptr;
  bool coded = false;                        // else the rest is empty
  std::pmr::vector<Code32> codes;            // one a row
  std::pmr::vector<std::string_view> texts;  // by code; of kMissingCode ''
  std::pmr::vector<std::int64_t> counts;     // rows, by code

  std::size_t distinct() const noexcept { return texts.empty() ? 0 : texts.size() - 1; }
  std::int64_t present() const noexcept;
};

struct CodedTable {
  std::unique_ptr<std::pmr::monotonic_buffer_resource> memory;
  std::vector<CodedColumn> columns;  // as in the profile
  std::size_t rows = 0;
  std::int64_t one_in = 1;  // of how many rows one was read
};

// The rows of each value of a column, ascending.
class RowsByCode {
 public:
  // Codes of 0 to `distinct`.
  RowsByCode(std::span<const Code32> codes, std::size_t distinct);
  explicit RowsByCode(const CodedColumn& column) : RowsByCode(column.codes, column.distinct()) {}
  std::span<const std::uint32_t> of(Code32 code) const noexcept {
    return {rows_.data() + starts_[code], starts_[code + 1] - starts_[code]};
  }

 private:
  std::pmr::vector<std::uint32_t> starts_;
  std::pmr::vector<std::uint32_t> rows_;
};

CodedTable read_coded(engine::Session& session, const engine::Relation& relation,
                      const profile::TableProfile& profile);

}  // namespace tamis::quality
