#include "core/export/parquet/reader/chunk_reader.h"

#include <algorithm>
#include <cstring>

#include "core/error/error.h"

namespace tamis::exports::parquet {
namespace {

[[noreturn]] void broken(const std::string& what) { throw Error(Code::corrupt_data, what); }

Physical physical_of(const Leaf& leaf) {
  return {leaf.type, leaf.type == Type::FIXED_LEN_BYTE_ARRAY
                         ? static_cast<std::size_t>(leaf.type_length)
                         : std::size_t{0}};
}

// Level bytes of a version 1 page, taken from the front of its body.
LevelDecoder take_levels(std::string_view& body, Encoding encoding, std::uint32_t most,
                         std::size_t values) {
  if (most == 0) return {};
  if (encoding == Encoding::BIT_PACKED) {
    const std::size_t size = (values * level_width(most) + 7) / 8;
    if (size > body.size()) broken("levels are longer than their page");
    const std::string_view levels = body.substr(0, size);
    body.remove_prefix(size);
    return LevelDecoder::bit_packed(levels, most);
  }
  if (encoding != Encoding::RLE) broken("levels of an encoding that is not for levels");
  std::uint32_t size = 0;
  if (body.size() < sizeof size) broken("levels are cut off");
  std::memcpy(&size, body.data(), sizeof size);
  body.remove_prefix(sizeof size);
  if (size > body.size()) broken("levels are longer than their page");
  const std::string_view levels = body.substr(0, size);
  body.remove_prefix(size);
  return LevelDecoder::hybrid(levels, most);
}

bool is_dictionary(Encoding encoding) noexcept {
  return encoding == Encoding::PLAIN_DICTIONARY || encoding == Encoding::RLE_DICTIONARY;
}

}  // namespace

// Faults inside a page say nothing of where it is.
template <typename F>
auto ChunkReader::located(F&& f) const {
  try {
    return f();
  } catch (const Error& e) {
    if (e.code() != Code::corrupt_data && e.code() != Code::unsupported) throw;
    const std::string page = pages_ == 0 ? "" : ", page " + std::to_string(pages_);
    throw Error(e.code(), place_ + page + ": " + e.message());
  }
}

ChunkReader::ChunkReader(storage::Reader& file, const ColumnChunk& chunk, const Leaf& leaf,
                         MemoryBudget& budget, std::string place)
    : leaf_(leaf),
      chunk_(chunk),
      budget_(budget),
      place_(std::move(place)),
      pages_in_(file, chunk, budget),
      encodings_seen_(static_cast<std::size_t>(Encoding::BYTE_STREAM_SPLIT) + 1),
      repetitions_(kBatch),
      definitions_(kBatch) {
  if (chunk.type != leaf.type) broken(place_ + ": the chunk is of another type than the schema");
  if (chunk.path != leaf.path) broken(place_ + ": the chunk is of another column");
}

ChunkReader::~ChunkReader() { budget_.give(dictionary_held_); }

bool ChunkReader::decode_levels() {
  while (left_in_page_ == 0) {
    if (next_page()) continue;
    if (entries_ != chunk_.values) {
      broken("the chunk has " + std::to_string(entries_) + " values, " +
             std::to_string(chunk_.values) + " expected");
    }
    levels_ = entry_ = 0;
    return false;
  }
  levels_ = std::min(left_in_page_, kBatch);
  repetition_levels_.read({repetitions_.data(), levels_});
  definition_levels_.read({definitions_.data(), levels_});
  if (entries_ == 0 && repetitions_[0] != 0) broken("the chunk begins within a row");
  const auto end = static_cast<std::ptrdiff_t>(levels_);
  const auto present =
      std::count(definitions_.begin(), definitions_.begin() + end, leaf_.max_definition);
  piece_.entries = end;
  piece_.rows = std::count(repetitions_.begin(), repetitions_.begin() + end, 0U);
  piece_.nulls = end - present;
  entry_ = 0;
  left_in_page_ -= levels_;
  entries_ += piece_.entries;
  page_rows_ += piece_.rows;
  page_nulls_ += piece_.nulls;
  wanted_ = static_cast<std::size_t>(present);
  value_ = filled_ = 0;
  if (left_in_page_ == 0) check_page_end();
  return true;
}

bool ChunkReader::next_levels() {
  if (!located([this] { return decode_levels(); })) return false;
  if (has_value()) refill();
  return true;
}

bool ChunkReader::skip(Piece& out) {
  if (!located([this] { return decode_levels(); })) return false;
  out = piece_;
  return true;
}

void ChunkReader::refill() {
  located([&] {
    values_.clear();
    filled_ = decoder_->read(wanted_, values_);
    wanted_ -= filled_;
    value_ = 0;
    if (leaf_.type != Type::FIXED_LEN_BYTE_ARRAY) return;
    for (const std::string_view bytes : values_.bytes) {
      if (bytes.size() != static_cast<std::size_t>(leaf_.type_length)) {
        broken("a value has another length than its type");
      }
    }
  });
}

void ChunkReader::check_page_end() {
  if (page_.header.type != PageType::DATA_PAGE_V2) return;
  if (page_nulls_ != page_.header.nulls) {
    broken("the page has " + std::to_string(page_nulls_) + " NULLs, its header says " +
           std::to_string(page_.header.nulls));
  }
  if (page_rows_ != page_.header.rows) {
    broken("the page has " + std::to_string(page_rows_) + " rows, its header says " +
           std::to_string(page_.header.rows));
  }
}

bool ChunkReader::next_page() {
  while (pages_in_.next(page_)) {
    switch (page_.header.type) {
      case PageType::DICTIONARY_PAGE: take_dictionary(page_); break;
      case PageType::INDEX_PAGE: break;
      case PageType::DATA_PAGE:
      case PageType::DATA_PAGE_V2: begin_data_page(); return true;
    }
  }
  return false;
}

void ChunkReader::take_dictionary(const Page& page) {
  if (dictionary_ || pages_ > 0) broken("a dictionary that is not the first page");
  const Encoding encoding = page.header.encoding;
  if (encoding != Encoding::PLAIN && encoding != Encoding::PLAIN_DICTIONARY) {
    broken("a dictionary that is not plain");
  }
  // As decoded: a number takes up to 8 bytes where it took 4, a text a view more than itself.
  const auto count = static_cast<std::size_t>(page.header.values);
  if (count > page.body.size()) broken("a dictionary of more values than bytes");
  dictionary_held_ = page.body.size() + count * sizeof(std::string_view);
  try {
    budget_.take(dictionary_held_);
  } catch (...) {
    dictionary_held_ = 0;
    throw;
  }
  dictionary_bytes_.assign(page.body.begin(), page.body.end());
  dictionary_.emplace();
  read_dictionary(physical_of(leaf_), {dictionary_bytes_.data(), dictionary_bytes_.size()}, count,
                  *dictionary_);
}

void ChunkReader::begin_levels_v1(std::string_view& body) {
  const PageHeader& header = page_.header;
  repetition_levels_ =
      take_levels(body, header.repetition_encoding, leaf_.max_repetition, left_in_page_);
  definition_levels_ =
      take_levels(body, header.definition_encoding, leaf_.max_definition, left_in_page_);
}

void ChunkReader::begin_levels_v2() {
  const auto repetition = static_cast<std::size_t>(page_.header.repetition_bytes);
  repetition_levels_ =
      LevelDecoder::hybrid(page_.levels.substr(0, repetition), leaf_.max_repetition);
  definition_levels_ = LevelDecoder::hybrid(page_.levels.substr(repetition), leaf_.max_definition);
}

void ChunkReader::begin_data_page() {
  ++pages_;
  left_in_page_ = static_cast<std::size_t>(page_.header.values);
  page_nulls_ = page_rows_ = 0;
  std::string_view body = page_.body;
  if (page_.header.type == PageType::DATA_PAGE) {
    begin_levels_v1(body);
  } else {
    begin_levels_v2();
  }
  encodings_seen_[static_cast<std::size_t>(page_.header.encoding)] = true;
  decoder_.reset();
  // Where all values are NULL, some writers leave out what an encoding begins with.
  if (body.empty() && !is_dictionary(page_.header.encoding)) {
    decoder_ = make_value_decoder(Encoding::PLAIN, physical_of(leaf_), body, 0, nullptr);
    return;
  }
  decoder_ = make_value_decoder(page_.header.encoding, physical_of(leaf_), body, left_in_page_,
                                dictionary_ ? &*dictionary_ : nullptr);
}

}  // namespace tamis::exports::parquet
