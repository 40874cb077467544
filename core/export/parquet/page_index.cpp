#include "core/export/parquet/page_index.h"

#include "core/export/parquet/thrift_out.h"

namespace tamis::exports::parquet::writer {

void PageIndex::add(const Leaf& leaf, const Statistics& page, std::size_t rows,
                    std::size_t string_bytes) {
  Page added{page.values == 0,
             {},
             {},
             page.nulls,
             page.nans,
             rows_,
             static_cast<std::int64_t>(string_bytes)};
  rows_ += static_cast<std::int64_t>(rows);
  if (page.bounded) {
    added.least = lower_bound_of(leaf, page.least).bytes;
    WrittenBound most = upper_bound_of(leaf, page.most);
    // Here a bound must be given: the value itself, however long.
    added.most = most.there ? std::move(most.bytes) : page.most;
  } else if (!added.only_nulls) {
    unbounded_ = true;
  }
  pages_.push_back(std::move(added));
}

BoundaryOrder PageIndex::order(const Leaf& leaf) const {
  bool ascending = true;
  bool descending = true;
  const Page* before = nullptr;
  for (const Page& page : pages_) {
    if (page.only_nulls) continue;
    if (before != nullptr) {
      ascending = ascending && !below(leaf, page.least, before->least) &&
                  !below(leaf, page.most, before->most);
      descending = descending && !below(leaf, before->least, page.least) &&
                   !below(leaf, before->most, page.most);
    }
    before = &page;
  }
  if (ascending) return BoundaryOrder::ASCENDING;
  return descending ? BoundaryOrder::DESCENDING : BoundaryOrder::UNORDERED;
}

std::string PageIndex::column_index(const Leaf& leaf) const {
  std::string bytes;
  if (unbounded_) return bytes;
  ThriftOut out(bytes);
  out.list(1, compact::Type::boolean_true, pages_.size());
  for (const Page& page : pages_) out.element(page.only_nulls);
  out.list(2, compact::Type::binary, pages_.size());
  for (const Page& page : pages_) out.element(std::string_view(page.least));
  out.list(3, compact::Type::binary, pages_.size());
  for (const Page& page : pages_) out.element(std::string_view(page.most));
  out.enumeration(4, order(leaf));
  out.list(5, compact::Type::i64, pages_.size());
  for (const Page& page : pages_) out.element(page.nulls);
  if (leaf.order == Order::floating) {
    out.list(8, compact::Type::i64, pages_.size());
    for (const Page& page : pages_) out.element(page.nans);
  }
  out.end();
  return bytes;
}

std::string PageIndex::offset_index(const Leaf& leaf, std::int64_t offset,
                                    const std::vector<std::int64_t>& sizes) const {
  std::string bytes;
  ThriftOut out(bytes);
  out.list(1, compact::Type::structure, pages_.size());
  for (std::size_t i = 0; i < pages_.size(); ++i) {
    out.begin();
    out.i64(1, offset);
    out.i32(2, sizes[i]);
    out.i64(3, pages_[i].first_row);
    out.end();
    offset += sizes[i];
  }
  if (leaf.type == Type::BYTE_ARRAY) {
    out.list(2, compact::Type::i64, pages_.size());
    for (const Page& page : pages_) out.element(page.string_bytes);
  }
  out.end();
  return bytes;
}

}  // namespace tamis::exports::parquet::writer
