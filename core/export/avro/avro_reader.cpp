#include <zlib.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>

#include "core/error/error.h"
#include "core/export/avro/avro.h"
#include "core/export/avro/avro_blocks.h"
#include "core/export/avro/avro_schema.h"
#include "core/export/format/binary_text.h"
#include "core/export/format/cell.h"
#include "core/export/format/json_text.h"
#include "core/export/format/list_text.h"
#include "core/export/format/typed_text.h"

namespace tamis::exports {
namespace {

using engine::Value;

constexpr std::size_t kLargestMetadata = std::size_t{16} << 20U;
constexpr std::int64_t kMicrosPerDay = 86'400'000'000;

[[noreturn]] void broken(const std::string& what) {
  throw Error(Code::corrupt_data, "the Avro data is broken: " + what);
}

// Bytes taken one after the other; never past their end.
class Cursor {
 public:
  Cursor() = default;
  explicit Cursor(std::string_view bytes) : bytes_(bytes) {}

  bool at_end() const noexcept { return bytes_.empty(); }

  std::string_view take(std::size_t size) {
    if (size > bytes_.size()) broken("a value is cut off");
    const std::string_view out = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return out;
  }

  std::int64_t number() {
    std::uint64_t bits = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const auto byte = static_cast<unsigned char>(take(1).front());
      // Of the tenth byte, one bit is left to say.
      if (shift == 63 && byte > 1) break;
      bits |= std::uint64_t{byte & 0x7FU} << shift;
      if ((byte & 0x80U) == 0) {
        return static_cast<std::int64_t>(bits >> 1U) ^ -static_cast<std::int64_t>(bits & 1U);
      }
    }
    broken("a number has more than 64 bits");
  }

  std::string_view bytes() {
    const std::int64_t size = number();
    if (size < 0) broken("a value has a negative size");
    return take(static_cast<std::size_t>(size));
  }

  template <typename Bits>
  Bits little_endian() {
    Bits bits = 0;
    const std::string_view bytes = take(sizeof(Bits));
    for (std::size_t i = sizeof(Bits); i-- > 0;) {
      bits = static_cast<Bits>(bits << 8U | static_cast<unsigned char>(bytes[i]));
    }
    return bits;
  }

 private:
  std::string_view bytes_;
};

// The double nearest to the float's own shortest text: 0.1f is 0.1, as the engines have it.
double widened(float value) {
  if (!std::isfinite(value)) return value;
  std::array<char, 64> buffer;
  char* const begin = buffer.data();
  const char* const end = std::to_chars(begin, begin + buffer.size(), value).ptr;
  double out = value;
  std::from_chars(begin, end, out);
  return out;
}

// Makes the values of one column from its bytes; they live until the next one.
class ColumnDecoder {
 public:
  explicit ColumnDecoder(const Field& field)
      : field_(field), element_(field.kind == FieldKind::list ? element_of(field) : field) {}

  Value decode(Cursor& cursor) {
    text_.clear();
    if (field_.nullable && is_null(cursor)) return {};
    if (field_.kind == FieldKind::list) return list(cursor);
    return one(field_, cursor, ' ', text_);
  }

 private:
  static bool is_null(Cursor& cursor) {
    const std::int64_t branch = cursor.number();
    if (branch != 0 && branch != 1) broken("a union has no such branch");
    return branch == 0;
  }

  Value list(Cursor& cursor) {
    text_ += '[';
    for (std::int64_t count = cursor.number(); count != 0; count = cursor.number()) {
      // A negative count has the block's size behind it.
      if (count < 0) (void)cursor.number();
      for (; count != 0; count += count < 0 ? 1 : -1) {
        if (text_.size() > 1) text_ += ',';
        element(cursor);
        if (text_.size() > kLargestAvroBlock) broken("a list is too long");
      }
    }
    text_ += ']';
    return Value::text(text_);
  }

  void element(Cursor& cursor) {
    if (is_null(cursor)) {
      text_ += "null";
      return;
    }
    std::array<char, engine::kNumberText> scratch;
    scratch_.clear();
    const Value value = one(element_, cursor, 'T', scratch_);
    const Cell cell = cell_of(value, element_.column.type, TimeStyle::rfc3339, scratch);
    if (cell.shape == Cell::Shape::number || cell.shape == Cell::Shape::boolean ||
        element_.kind == FieldKind::json) {
      text_ += cell.text;
      return;
    }
    text_ += '"';
    if (cell.shape == Cell::Shape::blob) {
      append_binary(cell.text, BinaryStyle::base64, text_);
    } else {
      append_escaped(cell.text, [this](std::string_view piece) { text_ += piece; });
    }
    text_ += '"';
  }

  static Value one(const Field& field, Cursor& cursor, char between, std::string& text) {
    switch (field.kind) {
      case FieldKind::boolean: return boolean(cursor);
      case FieldKind::int16: return integer(cursor, INT16_MIN, INT16_MAX);
      case FieldKind::int32: return integer(cursor, INT32_MIN, INT32_MAX);
      case FieldKind::int64: return Value::integer(cursor.number());
      case FieldKind::float32:
        return Value::real(widened(std::bit_cast<float>(cursor.little_endian<std::uint32_t>())));
      case FieldKind::float64:
        return Value::real(std::bit_cast<double>(cursor.little_endian<std::uint64_t>()));
      case FieldKind::decimal: return decimal(field, cursor, text);
      case FieldKind::bytes: return Value::blob(cursor.bytes());
      case FieldKind::date:
        append_date(integer(cursor, INT32_MIN, INT32_MAX).as_integer(), text);
        return Value::text(text);
      case FieldKind::time:
        append_clock(integer(cursor, 0, kMicrosPerDay).as_integer(), 1'000'000, text);
        return Value::text(text);
      case FieldKind::timestamp:
      case FieldKind::timestamptz: return timestamp(field, cursor, between, text);
      case FieldKind::uuid: return uuid(cursor);
      case FieldKind::text:
      case FieldKind::json:
      case FieldKind::list: break;
    }
    const std::string_view bytes = cursor.bytes();
    if (first_bad_byte(bytes) != std::string_view::npos) {
      broken("a text is not UTF-8, or has a NUL byte");
    }
    if (field.kind == FieldKind::json && !is_json(bytes)) broken("a text is not JSON");
    return Value::text(bytes);
  }

  static Value boolean(Cursor& cursor) {
    const char byte = cursor.take(1).front();
    if (byte != 0 && byte != 1) broken("a boolean is neither true nor false");
    return Value::boolean(byte == 1);
  }

  static Value integer(Cursor& cursor, std::int64_t low, std::int64_t high) {
    const std::int64_t n = cursor.number();
    if (n < low || n > high) broken("a number is beyond its type");
    return Value::integer(n);
  }

  static Value decimal(const Field& field, Cursor& cursor, std::string& text) {
    Int128 unscaled = 0;
    if (!decimal_from_bytes(cursor.bytes(), unscaled) ||
        decimal_digits(unscaled) > field.precision) {
      broken("a decimal has more digits than its type");
    }
    append_decimal(unscaled, field.scale, text);
    return Value::decimal(text);
  }

  static Value timestamp(const Field& field, Cursor& cursor, char between, std::string& text) {
    const std::int64_t per_second = field.unit == TimeUnit::nanos ? 1'000'000'000 : 1'000'000;
    const bool zoned = field.kind == FieldKind::timestamptz;
    const std::string_view zone = between == 'T' ? "Z" : "+00:00";
    append_timestamp(cursor.number(), per_second, between, zoned ? zone : std::string_view(), text);
    return Value::text(text);
  }

  static Value uuid(Cursor& cursor) {
    const std::string_view text = cursor.bytes();
    constexpr std::string_view kForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    const bool well_formed =
        std::equal(text.begin(), text.end(), kForm.begin(), kForm.end(), [](char c, char form) {
          return form == '-' ? c == '-' : (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        });
    if (!well_formed) broken("a text is no UUID");
    return Value::text(text);
  }

  Field field_;
  Field element_;
  std::string text_;
  std::string scratch_;
};

// The file as a stream of its parts.
class Container {
 public:
  explicit Container(storage::Reader& file) : file_(file), left_(file.size()) {}

  // Exactly `size` bytes, valid until the next call.
  std::string_view take(std::uint64_t size) {
    if (size > left_) broken("the file is cut off");
    room_.resize(static_cast<std::size_t>(size));
    for (std::size_t have = 0; have < room_.size();) {
      const std::size_t n = file_.read({room_.data() + have, room_.size() - have});
      if (n == 0) broken("the file is cut off");
      have += n;
    }
    left_ -= size;
    return room_;
  }

  // Numbers have no size in front: byte by byte.
  std::int64_t number() {
    std::string bytes;
    do {
      bytes += take(1);
    } while ((static_cast<unsigned char>(bytes.back()) & 0x80U) != 0 && bytes.size() < 10);
    return Cursor(bytes).number();
  }

  // A size that the rest of the file has room for.
  std::string_view sized(std::size_t most) {
    const std::int64_t size = number();
    if (size < 0) broken("a size is negative");
    if (static_cast<std::uint64_t>(size) > most) broken("a size is beyond what is written");
    return take(static_cast<std::uint64_t>(size));
  }

  bool at_end() const noexcept { return left_ == 0; }

 private:
  storage::Reader& file_;
  std::uint64_t left_;
  std::string room_;
};

class AvroReader final : public TableReader {
 public:
  AvroReader(std::span<const Field> fields, storage::Reader& file) : file_(file) {
    read_header(fields);
    columns_.reserve(fields.size());
    for (const Field& field : fields) columns_.emplace_back(field);
    row_.resize(fields.size());
  }

  bool next() override {
    while (rows_left_ == 0) {
      if (!block_.at_end()) broken("bytes are left behind the rows of a block");
      if (file_.at_end()) return false;
      next_block();
    }
    --rows_left_;
    for (std::size_t i = 0; i < columns_.size(); ++i) row_[i] = columns_[i].decode(block_);
    return true;
  }

  std::span<const Value> row() const noexcept override { return row_; }

 private:
  void read_header(std::span<const Field> fields) {
    if (file_.take(kAvroMagic.size()) != kAvroMagic) broken("it does not start as Avro does");
    std::string schema;
    std::string codec = "null";
    std::size_t room = kLargestMetadata;
    for (std::int64_t count = file_.number(); count != 0; count = file_.number()) {
      if (count < 0) (void)file_.number();
      for (; count != 0; count += count < 0 ? 1 : -1) read_entry(room, schema, codec);
    }
    sync_ = file_.take(kAvroSyncBytes);
    codec_ = codec_named(codec);
    decompressor_ = make_block_decompressor(codec_);
    if (const auto difference = schema_difference(schema, fields)) {
      throw Error(Code::corrupt_data, "the Avro schema is not that of the export: " + *difference);
    }
  }

  // Every entry takes of the room, so that no count makes the header endless.
  void read_entry(std::size_t& room, std::string& schema, std::string& codec) {
    const std::string key(file_.sized(room));
    room -= key.size();
    const std::string_view value = file_.sized(room);
    room -= value.size();
    if (room == 0) broken("its metadata is too large");
    --room;
    if (key == "avro.schema") schema = value;
    if (key == "avro.codec") codec = value;
  }

  static BlockCodec codec_named(std::string_view name) {
    for (const BlockCodec codec :
         {BlockCodec::none, BlockCodec::deflate, BlockCodec::snappy, BlockCodec::zstd}) {
      if (avro_codec_name(codec) == name) return codec;
    }
    broken("its codec is not known: " + in_quotes(name));
  }

  void next_block() {
    rows_left_ = file_.number();
    if (rows_left_ < 0) broken("a block has a negative number of rows");
    block_bytes_ = file_.sized(kLargestAvroBlock * 2);
    if (file_.take(kAvroSyncBytes) != sync_) broken("a block does not end with the file's marker");
    std::string_view bytes = block_bytes_;
    std::string_view crc;
    if (codec_ == BlockCodec::snappy) {
      if (bytes.size() < kAvroCrcBytes) broken("a block is too short");
      crc = bytes.substr(bytes.size() - kAvroCrcBytes);
      bytes.remove_suffix(kAvroCrcBytes);
    }
    const std::string_view plain =
        decompressor_->decompress(bytes, bytes.size() * 4, kLargestAvroBlock);
    if (codec_ == BlockCodec::snappy) check(plain, crc);
    block_ = Cursor(plain);
  }

  static void check(std::string_view plain, std::string_view crc) {
    const auto sum = crc32_z(0, reinterpret_cast<const Bytef*>(plain.data()), plain.size());
    std::uint64_t expected = 0;
    for (const char c : crc) expected = expected << 8U | static_cast<unsigned char>(c);
    if (sum != expected) broken("a block's checksum is another");
  }

  Container file_;
  BlockCodec codec_ = BlockCodec::none;
  std::unique_ptr<BlockDecompressor> decompressor_;
  std::vector<ColumnDecoder> columns_;
  std::vector<Value> row_;
  std::string sync_;
  std::string block_bytes_;
  Cursor block_;
  std::int64_t rows_left_ = 0;
};

}  // namespace

std::unique_ptr<TableReader> make_avro_reader(std::span<const Field> fields,
                                              storage::Reader& file) {
  return std::make_unique<AvroReader>(fields, file);
}

}  // namespace tamis::exports
