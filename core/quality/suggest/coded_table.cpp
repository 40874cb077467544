#include "core/quality/suggest/coded_table.h"

#include <deque>
#include <numeric>
#include <string>
#include <unordered_map>

#include "core/quality/check/cells.h"
#include "core/sketch/short_text.h"
#include "core/text/text.h"

namespace tamis::quality {
namespace {

// One column's dictionary while it is read.
class Coder {
 public:
  Coder(CodedColumn& column, std::pmr::memory_resource* memory)
      : column_(column), memory_(memory), codes_(memory) {
    column_.coded = true;
    column_.texts.emplace_back();
    column_.counts.push_back(0);
  }

  void add(const engine::Value& value) {
    if (!column_.coded) return;
    const Code32 code = value.is_null() ? kMissingCode : code_of(value.bytes());
    column_.codes.push_back(code);
    ++column_.counts[code];
    if (column_.distinct() > static_cast<std::size_t>(kMostCodedValues)) give_up();
  }

 private:
  Code32 code_of(std::string_view text) {
    const auto found = codes_.find(text);
    if (found != codes_.end()) return found->second;
    const std::string_view kept = keep(text);
    const std::string_view inner = text::trimmed(text);
    const bool missing = inner.empty() || text::is_missing_marker(inner);
    const auto code = missing ? kMissingCode : static_cast<Code32>(column_.texts.size());
    codes_.emplace(kept, code);
    if (!missing) {
      column_.texts.push_back(kept);
      column_.counts.push_back(0);
    }
    return code;
  }

  std::string_view keep(std::string_view text) {
    char* const bytes = static_cast<char*>(memory_->allocate(text.size() + 1, 1));
    std::copy(text.begin(), text.end(), bytes);
    return {bytes, text.size()};
  }

  void give_up() {
    column_.coded = false;
    column_.codes.clear();
    column_.codes.shrink_to_fit();
    column_.texts.clear();
    column_.counts.clear();
    codes_.clear();
  }

  CodedColumn& column_;
  std::pmr::memory_resource* memory_;
  std::pmr::unordered_map<std::string_view, Code32> codes_;
};

bool worth_reading(const profile::ColumnProfile& column) noexcept {
  return column.present > 0 && column.distinct <= kMostCodedValues;
}

bool kept(engine::Rows& rows, std::size_t cells, std::int64_t one_in) {
  if (one_in <= 1) return true;
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < cells; ++i) {
    const engine::Value value = rows.at(i);
    constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15ULL;
    hash = hash * kOdd + (value.is_null() ? 1 : sketch::hash_of(value.bytes()));
  }
  hash ^= hash >> 32U;
  return hash % static_cast<std::uint64_t>(one_in) == 0;
}

}  // namespace

std::int64_t CodedColumn::present() const noexcept {
  return std::accumulate(counts.begin(), counts.end(), std::int64_t{0}) -
         (counts.empty() ? 0 : counts[kMissingCode]);
}

RowsByCode::RowsByCode(std::span<const Code32> codes, std::size_t distinct)
    : starts_(distinct + 2), rows_(codes.size()) {
  for (const Code32 code : codes) ++starts_[code + 1];
  std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
  std::pmr::vector<std::uint32_t> next = starts_;
  for (std::size_t row = 0; row < codes.size(); ++row) {
    rows_[next[codes[row]]++] = static_cast<std::uint32_t>(row);
  }
}

CodedTable read_coded(engine::Session& session, const engine::Relation& relation,
                      const profile::TableProfile& profile) {
  CodedTable table;
  auto* const heap = std::pmr::new_delete_resource();
  table.memory = std::make_unique<std::pmr::monotonic_buffer_resource>(heap);
  table.one_in = 1 + (profile.rows - 1) / kMostCodedRows;
  std::string sql;
  std::deque<Coder> coders;
  table.columns.resize(profile.columns.size());
  for (std::size_t i = 0; i < profile.columns.size(); ++i) {
    CodedColumn& column = table.columns[i];
    column.profile = &profile.columns[i];
    if (!worth_reading(*column.profile)) continue;
    coders.emplace_back(column, table.memory.get());
    sql += sql.empty() ? "SELECT " : ", ";
    sql += cell_text(session.dialect(), relation.column(column.profile->name));
  }
  if (coders.empty()) return table;
  const auto rows = session.query(sql + " FROM " + relation.sql);
  while (rows->next()) {
    if (!kept(*rows, coders.size(), table.one_in)) continue;
    for (std::size_t i = 0; i < coders.size(); ++i) coders[i].add(rows->at(i));
    ++table.rows;
  }
  return table;
}

}  // namespace tamis::quality
