#include "core/export/parquet/column_chunk.h"

#include <algorithm>
#include <cmath>

#include "core/error/error.h"
#include "core/export/format/option_checks.h"
#include "core/export/parquet/encode_delta.h"
#include "core/export/parquet/encode_fixed.h"
#include "core/export/parquet/encode_runs.h"

namespace tamis::exports::parquet::writer {
namespace {

// Of the first page, what encodings are tried on.
constexpr std::size_t kSample = std::size_t{128} << 10U;
constexpr std::size_t kFewestSampled = 64;
// Values after which a dictionary that has met hardly any of them twice is not tried further.
constexpr std::size_t kGlance = 16'384;
constexpr double kNearlyAll = 0.98;
// A dictionary this much smaller than the values is taken without weighing it.
constexpr double kSurely = 8;

bool applies(Encoding encoding, const Leaf& leaf) noexcept {
  const bool whole = leaf.type == Type::INT32 || leaf.type == Type::INT64;
  switch (encoding) {
    case Encoding::PLAIN: return true;
    case Encoding::RLE_DICTIONARY: return leaf.type != Type::BOOLEAN;
    case Encoding::RLE: return leaf.type == Type::BOOLEAN;
    case Encoding::DELTA_BINARY_PACKED: return whole;
    case Encoding::DELTA_LENGTH_BYTE_ARRAY:
    case Encoding::DELTA_BYTE_ARRAY: return leaf.type == Type::BYTE_ARRAY;
    case Encoding::BYTE_STREAM_SPLIT:
      return whole || leaf.type == Type::FLOAT || leaf.type == Type::DOUBLE ||
             leaf.type == Type::FIXED_LEN_BYTE_ARRAY;
    default: return false;
  }
}

std::vector<Encoding> modern_encodings(const Leaf& leaf) {
  switch (leaf.type) {
    case Type::BOOLEAN: return {Encoding::RLE};
    case Type::INT32:
    case Type::INT64: return {Encoding::DELTA_BINARY_PACKED, Encoding::PLAIN};
    case Type::FLOAT:
    case Type::DOUBLE: return {Encoding::PLAIN, Encoding::BYTE_STREAM_SPLIT};
    case Type::BYTE_ARRAY: return {Encoding::DELTA_LENGTH_BYTE_ARRAY, Encoding::PLAIN};
    default: return {Encoding::PLAIN};
  }
}

// The first values of a page, at most kSample bytes of them, as a page of their own.
ColumnValues sample_of(const Leaf& leaf, const ColumnValues& values) {
  ColumnValues sample;
  const std::string_view plain = values.plain.view();
  const std::size_t width = leaf.value_bytes();
  std::size_t end = 0;
  if (width > 0) {
    sample.values = std::min(values.values, kSample / width);
    end = sample.values * width;
  } else {
    while (end < plain.size() && end < kSample) {
      std::uint32_t length = 0;
      std::memcpy(&length, plain.data() + end, sizeof length);
      end += sizeof length + length;
      ++sample.values;
    }
  }
  sample.plain.append(plain.substr(0, end));
  sample.levels = sample.rows = sample.values;
  return sample;
}

// How many distinct values `expected` values have, where `half` were met in the first half of
// `seen` and `all` in both: each half is taken to bring as much less than the one before it.
double distinct_expected(double half, double all, double seen, double expected) noexcept {
  const double more = all - half;
  if (expected <= seen || more <= 0) return all;
  const double fewer = std::min(more / half, 0.9999);
  const double halves = (expected - seen) / (seen / 2);
  return all + more * fewer * (1 - std::pow(fewer, halves)) / (1 - fewer);
}

}  // namespace

EncodingChoice encoding_choice(const Leaf& leaf, std::string_view column,
                               const ParquetOptions& options) {
  EncodingChoice choice;
  choice.dictionary = options.dictionary && leaf.type != Type::BOOLEAN;
  if (options.compat == ParquetOptions::Compat::modern) choice.direct = modern_encodings(leaf);
  for (const ParquetOptions::ColumnEncoding& asked : options.encodings) {
    if (!asked.column.empty() && asked.column != column) continue;
    // For whole numbers it came late, so that some readers refuse it: by name only.
    const bool surprising = asked.column.empty() && leaf.order != Order::floating &&
                            asked.encoding == Encoding::BYTE_STREAM_SPLIT;
    if (surprising || !applies(asked.encoding, leaf)) {
      if (asked.column.empty()) continue;
      bad_option("column " + in_quotes(column) + " can't have that column_encoding",
                 "DELTA_BINARY_PACKED is for whole numbers, dates and times, "
                 "DELTA_LENGTH_BYTE_ARRAY and DELTA_BYTE_ARRAY for texts and bytes, "
                 "BYTE_STREAM_SPLIT for numbers, RLE for booleans.");
    }
    choice.dictionary = choice.dictionary_asked = asked.encoding == Encoding::RLE_DICTIONARY;
    if (!choice.dictionary) choice.direct = {asked.encoding};
  }
  return choice;
}

void encode_values(const Leaf& leaf, const ColumnValues& values, Encoding encoding, Bytes& out) {
  const std::string_view plain = values.plain.view();
  switch (encoding) {
    case Encoding::RLE: return encode_boolean_runs(plain, out);
    case Encoding::DELTA_BINARY_PACKED:
      return leaf.type == Type::INT32 ? encode_delta_32(plain.data(), values.values, out)
                                      : encode_delta_64(plain.data(), values.values, out);
    case Encoding::DELTA_LENGTH_BYTE_ARRAY: return encode_delta_length(plain, out);
    case Encoding::DELTA_BYTE_ARRAY: return encode_delta_strings(plain, out);
    case Encoding::BYTE_STREAM_SPLIT: return encode_split(plain, leaf.value_bytes(), out);
    default: break;
  }
  if (leaf.type == Type::BOOLEAN) return encode_bits(plain, out);
  out.append(plain);
}

std::int64_t ColumnChunk::Finished::stored_size() const noexcept {
  std::int64_t size = dictionary ? dictionary->size() : 0;
  for (const StoredPage& page : pages) size += page.size();
  return size;
}

std::int64_t ColumnChunk::Finished::plain_size() const noexcept {
  std::int64_t size = dictionary ? dictionary->plain_size : 0;
  for (const StoredPage& page : pages) size += page.plain_size;
  return size;
}

ColumnChunk::ColumnChunk(const Leaf& leaf, EncodingChoice choice, const Extras& extras)
    : leaf_(leaf),
      choice_(std::move(choice)),
      extras_(extras),
      dictionary_(leaf, extras.dictionary_bytes) {
  if (extras_.bloom_fpp) bloom_.emplace(extras_.bloom_bytes);
}

Encoding ColumnChunk::smallest_direct(const ColumnValues& sample, PageWriter& pages,
                                      double& ratio) {
  Encoding best = choice_.direct.front();
  std::size_t least = SIZE_MAX;
  for (const Encoding encoding : choice_.direct) {
    encoded_.clear();
    encode_values(leaf_, sample, encoding, encoded_);
    const std::size_t size = pages.compressed_size(encoded_.view());
    if (size < least) {
      least = size;
      best = encoding;
    }
  }
  ratio = static_cast<double>(least) / static_cast<double>(sample.plain.size());
  return best;
}

// Whether dictionary and indices of the whole chunk are likely to be smaller than its values.
bool ColumnChunk::dictionary_pays(const ColumnValues& values, std::size_t expected,
                                  PageWriter& pages, const ColumnValues& sample) {
  const auto seen = static_cast<double>(values.values);
  const auto bytes = static_cast<double>(values.plain.size());
  dictionary_.clear();
  if (values.values > kGlance) {
    if (!dictionary_.index(values, kGlance, indices_)) return false;
    if (static_cast<double>(dictionary_.size()) > kNearlyAll * kGlance) return false;
  }
  if (!dictionary_.index(values, values.values / 2, indices_)) return false;
  const auto half = static_cast<double>(std::max<std::size_t>(dictionary_.size(), 1));
  if (!dictionary_.index(values, values.values, indices_)) return false;
  const auto all = static_cast<double>(dictionary_.size());
  const double rows = std::max(seen, static_cast<double>(expected));
  const double distinct = distinct_expected(half, all, seen, rows);
  const double entry = static_cast<double>(dictionary_.plain().size()) / all;
  const int width = bit_width(static_cast<std::uint64_t>(distinct));
  const double index_bytes = rows * width / 8;
  const double plain_bytes = bytes / seen * rows;
  if (distinct * entry > static_cast<double>(dictionary_.most_bytes())) return false;
  if ((distinct * entry + index_bytes) * kSurely < plain_bytes) return true;
  encode_indices(encoded_);
  const auto ratio = [&pages](std::string_view part) {
    part = part.substr(0, kSample);
    return part.empty() ? 1.0
                        : static_cast<double>(pages.compressed_size(part)) /
                              static_cast<double>(part.size());
  };
  const double with =
      distinct * entry * ratio(dictionary_.plain()) + index_bytes * ratio(encoded_.view());
  double direct_ratio = 1;
  direct_ = smallest_direct(sample, pages, direct_ratio);
  direct_chosen_ = true;
  return with < plain_bytes * direct_ratio;
}

void ColumnChunk::choose(const ColumnValues& values, std::size_t expected, PageWriter& pages) {
  const ColumnValues sample = sample_of(leaf_, values);
  direct_chosen_ = false;
  mode_ = choice_.dictionary_asked || (choice_.dictionary && values.values >= kFewestSampled &&
                                       dictionary_pays(values, expected, pages, sample))
              ? Mode::dictionary
              : Mode::direct;
  if (mode_ == Mode::direct && !direct_chosen_ && choice_.direct.size() > 1) {
    double ratio = 1;
    direct_ = smallest_direct(sample, pages, ratio);
    direct_chosen_ = true;
  }
  if (!direct_chosen_) direct_ = choice_.direct.front();
  dictionary_.clear();
}

// How wide they are, and the indices. A width of 0 would do for a single entry, but is news to some
// readers.
void ColumnChunk::encode_indices(Bytes& out) const {
  const int width = std::max(1, bit_width(dictionary_.size() - 1));
  out.clear();
  out.push_back(static_cast<char>(width));
  encode_runs(std::span<const std::uint32_t>(indices_), width, out);
}

void ColumnChunk::count_levels(const ColumnValues& values) {
  made_.levels += static_cast<std::int64_t>(values.levels);
  if (!leaf_.list) return;
  made_.definition_histogram.resize(static_cast<std::size_t>(leaf_.most_definition()) + 1);
  made_.repetition_histogram.resize(static_cast<std::size_t>(leaf_.most_repetition()) + 1);
  for (const char level : values.definition.view()) {
    ++made_.definition_histogram[static_cast<std::size_t>(level)];
  }
  for (const char level : values.repetition.view()) {
    ++made_.repetition_histogram[static_cast<std::size_t>(level)];
  }
}

std::size_t ColumnChunk::page(const ColumnValues& values, std::size_t expected, PageWriter& pages) {
  if (mode_ == Mode::undecided && values.values > 0) choose(values, expected, pages);
  bool indexed = false;
  if (mode_ == Mode::dictionary) {
    indexed = dictionary_.index(values, values.values, indices_);
    if (!indexed) mode_ = Mode::direct;
  }
  Encoding encoding = Encoding::RLE_DICTIONARY;
  std::string_view encoded = values.plain.view();
  if (indexed) {
    dictionary_used_ = true;
    encode_indices(encoded_);
    encoded = encoded_.view();
  } else {
    encoding = mode_ == Mode::undecided ? choice_.direct.front() : direct_;
    if (encoding != Encoding::PLAIN || leaf_.type == Type::BOOLEAN) {
      encoded_.clear();
      encode_values(leaf_, values, encoding, encoded_);
      encoded = encoded_.view();
    }
  }
  const Statistics found = Statistics::of(leaf_, values, indexed ? &dictionary_ : nullptr);
  made_.statistics.add(leaf_, found);
  const std::size_t string_bytes =
      leaf_.type == Type::BYTE_ARRAY ? values.plain.size() - 4 * values.values : 0;
  made_.string_bytes += static_cast<std::int64_t>(string_bytes);
  if (extras_.page_index) made_.index.add(leaf_, found, values.rows, string_bytes);
  if (bloom_) {
    if (!indexed) bloom_->insert_all(leaf_, values.plain.view());
  }
  count_levels(values);
  auto& counts = made_.page_encodings;
  const auto known = std::find_if(counts.begin(), counts.end(),
                                  [&](const auto& count) { return count.first == encoding; });
  if (known == counts.end()) {
    counts.emplace_back(encoding, 1);
  } else {
    ++known->second;
  }
  made_.pages.push_back(pages.data(leaf_, values, encoding, encoded));
  return made_.pages.back().bytes.size();
}

ColumnChunk::Finished ColumnChunk::finish(PageWriter& pages) {
  for (const auto& [encoding, count] : made_.page_encodings) made_.encodings.push_back(encoding);
  const auto add_encoding = [this](Encoding encoding) {
    if (std::find(made_.encodings.begin(), made_.encodings.end(), encoding) ==
        made_.encodings.end()) {
      made_.encodings.push_back(encoding);
    }
  };
  if (dictionary_used_) {
    made_.dictionary = pages.dictionary(dictionary_.size(), dictionary_.plain());
    if (bloom_) bloom_->insert_all(leaf_, dictionary_.plain());
    add_encoding(Encoding::PLAIN);
  }
  if (leaf_.most_definition() > 0) add_encoding(Encoding::RLE);
  if (bloom_) {
    bloom_->fold(*extras_.bloom_fpp);
    made_.bloom = bloom_->written();
    bloom_->clear();
  }
  dictionary_.clear();
  dictionary_used_ = false;
  mode_ = Mode::undecided;
  return std::exchange(made_, {});
}

}  // namespace tamis::exports::parquet::writer
