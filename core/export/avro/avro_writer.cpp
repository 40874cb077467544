#include <sys/random.h>
#include <zlib.h>

#include <array>
#include <bit>
#include <cerrno>

#include "core/error/error.h"
#include "core/export/avro/avro.h"
#include "core/export/avro/avro_blocks.h"
#include "core/export/avro/avro_schema.h"
#include "core/export/format/list_text.h"
#include "core/export/format/option_checks.h"
#include "core/export/format/typed_text.h"
#include "core/export/output/checksum.h"

namespace tamis::exports {
namespace {

using engine::Value;

// Of a union of null and a type: which it is.
constexpr std::int64_t kNull = 0;
constexpr std::int64_t kPresent = 1;

BlockCodec codec_of(Compression compression) {
  switch (compression) {
    case Compression::none: return BlockCodec::none;
    case Compression::gzip: return BlockCodec::deflate;
    case Compression::zstd: return BlockCodec::zstd;
    case Compression::snappy: return BlockCodec::snappy;
    case Compression::brotli: break;
  }
  bad_option("Avro has no compression \"brotli\"",
             "Avro has \"none\", \"gzip\" (its codec deflate), \"snappy\" and \"zstd\".");
}

std::string random_bytes(std::size_t size) {
  std::string out(size, '\0');
  std::size_t have = 0;
  while (have < size) {
    const ssize_t n = getrandom(out.data() + have, size - have, 0);
    if (n < 0 && errno != EINTR) throw Error(Code::internal_error, "no random bytes");
    if (n > 0) have += static_cast<std::size_t>(n);
  }
  return out;
}

// The first digits of the schema's checksum.
std::string sync_of(std::string_view schema, bool random) {
  if (random) return random_bytes(kAvroSyncBytes);
  const std::string checksum = Checksum::of(schema);
  return checksum.substr(checksum.find(':') + 1, kAvroSyncBytes);
}

template <typename Bits>
void append_little_endian(Bits bits, std::string& out) {
  for (std::size_t i = 0; i < sizeof(Bits); ++i, bits >>= 8U) out += static_cast<char>(bits);
}

// Appends the values of one column to a block.
class ColumnEncoder {
 public:
  ColumnEncoder(const Field& field, const TypedPolicy& policy)
      : values_(field, policy), nullable_(field.nullable), kind_(field.kind) {
    if (kind_ == FieldKind::list) elements_.emplace(element_of(field), policy);
  }

  void encode(const Value& value, std::int64_t row, std::string& out) {
    if (kind_ == FieldKind::list) return list(value, row, out);
    one(values_, nullable_, value, row, out);
  }

 private:
  void list(const Value& value, std::int64_t row, std::string& out) {
    std::span<const Value> elements;
    if (!reader_.read(value, row, values_, elements)) return absent(values_, nullable_, row, out);
    if (nullable_) append_avro_long(kPresent, out);
    if (!elements.empty()) append_avro_long(static_cast<std::int64_t>(elements.size()), out);
    for (const Value& element : elements) one(*elements_, true, element, row, out);
    append_avro_long(0, out);
  }

  static void absent(const TypedValues& values, bool nullable, std::int64_t row, std::string& out) {
    if (!nullable) values.fail(row, "NULL in a column that is NOT NULL");
    append_avro_long(kNull, out);
  }

  // A value known to be there goes behind its place in the union. `read` gives the value, or false
  // for NULL; `append` writes it.
  template <typename T, typename Read, typename Append>
  static void put(const TypedValues& values, bool nullable, std::int64_t row, std::string& out,
                  T value, const Read& read, const Append& append) {
    if (!read(value)) return absent(values, nullable, row, out);
    if (nullable) append_avro_long(kPresent, out);
    append(value);
  }

  static void one(const TypedValues& values, bool nullable, const Value& value, std::int64_t row,
                  std::string& out) {
    const auto number = [&](auto getter) {
      put(
          values, nullable, row, out, std::int64_t{0},
          [&](std::int64_t& v) { return (values.*getter)(value, row, v); },
          [&](std::int64_t v) { append_avro_long(v, out); });
    };
    switch (values.field().kind) {
      case FieldKind::boolean:
        return put(
            values, nullable, row, out, false,
            [&](bool& v) { return values.boolean(value, row, v); },
            [&](bool v) { out += v ? '\1' : '\0'; });
      case FieldKind::int16:
      case FieldKind::int32:
      case FieldKind::int64: return number(&TypedValues::integer);
      case FieldKind::time: return number(&TypedValues::time);
      case FieldKind::timestamp:
      case FieldKind::timestamptz: return number(&TypedValues::timestamp);
      case FieldKind::date:
        return put(
            values, nullable, row, out, std::int32_t{0},
            [&](std::int32_t& v) { return values.date(value, row, v); },
            [&](std::int32_t v) { append_avro_long(v, out); });
      case FieldKind::float32:
      case FieldKind::float64: return real(values, nullable, value, row, out);
      case FieldKind::decimal: return decimal(values, nullable, value, row, out);
      case FieldKind::uuid: return uuid(values, nullable, value, row, out);
      case FieldKind::bytes:
        return put(
            values, nullable, row, out, std::string_view(),
            [&](std::string_view& v) { return values.bytes(value, row, v); },
            [&](std::string_view v) { append_avro_bytes(v, out); });
      case FieldKind::text:
      case FieldKind::json:
      case FieldKind::list: return text(values, nullable, value, row, out);
    }
  }

  static void real(const TypedValues& values, bool nullable, const Value& value, std::int64_t row,
                   std::string& out) {
    put(
        values, nullable, row, out, 0.0, [&](double& v) { return values.real(value, row, v); },
        [&](double v) {
          if (values.field().kind == FieldKind::float64) {
            append_little_endian(std::bit_cast<std::uint64_t>(v), out);
          } else {
            append_little_endian(std::bit_cast<std::uint32_t>(static_cast<float>(v)), out);
          }
        });
  }

  static void decimal(const TypedValues& values, bool nullable, const Value& value,
                      std::int64_t row, std::string& out) {
    put(
        values, nullable, row, out, Int128{0},
        [&](Int128& v) { return values.decimal(value, row, v); },
        [&](Int128 v) {
          std::array<char, 16> room;
          append_avro_bytes(decimal_to_bytes(v, room), out);
        });
  }

  static void uuid(const TypedValues& values, bool nullable, const Value& value, std::int64_t row,
                   std::string& out) {
    constexpr std::int64_t kUuidText = 36;
    put(
        values, nullable, row, out, std::array<unsigned char, 16>{},
        [&](std::array<unsigned char, 16>& v) { return values.uuid(value, row, v); },
        [&](const std::array<unsigned char, 16>& v) {
          append_avro_long(kUuidText, out);
          append_uuid({reinterpret_cast<const char*>(v.data()), v.size()}, out);
        });
  }

  static void text(const TypedValues& values, bool nullable, const Value& value, std::int64_t row,
                   std::string& out) {
    std::array<char, engine::kNumberText> scratch;
    put(
        values, nullable, row, out, std::string_view(),
        [&](std::string_view& v) { return values.text(value, row, scratch, v); },
        [&](std::string_view v) { append_avro_bytes(v, out); });
  }

  TypedValues values_;
  bool nullable_;
  FieldKind kind_;
  std::optional<TypedValues> elements_;
  ListText reader_;
};

class AvroWriter final : public TableWriter {
 public:
  AvroWriter(std::span<const Field> fields, const AvroOptions& options, Compression compression,
             int level, const TypedPolicy& policy)
      : codec_(codec_of(compression)),
        compressor_(make_block_compressor(codec_, level)),
        schema_(avro_schema(fields, options)),
        block_bytes_(options.block_bytes),
        random_sync_(options.random_sync) {
    columns_.reserve(fields.size());
    for (const Field& field : fields) columns_.emplace_back(field, policy);
  }

  void begin(Output& out) override {
    out_ = &out;
    block_.clear();
    rows_ = 0;
    sync_ = sync_of(schema_, random_sync_);
    std::string header(kAvroMagic);
    append_avro_long(2, header);
    append_avro_bytes("avro.schema", header);
    append_avro_bytes(schema_, header);
    append_avro_bytes("avro.codec", header);
    append_avro_bytes(avro_codec_name(codec_), header);
    append_avro_long(0, header);
    out.append(header);
    out.append(sync_);
  }

  void row(std::span<const Value> values, std::int64_t number) override {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      columns_[i].encode(values[i], number, block_);
      if (block_.size() > kLargestAvroBlock) {
        throw Error(Code::limit_exceeded,
                    "row " + std::to_string(number) + " is larger than 256 MiB in Avro");
      }
    }
    ++rows_;
    if (block_.size() >= block_bytes_) flush();
  }

  void finish() override {
    if (rows_ > 0) flush();
  }

 private:
  void flush() {
    std::string_view bytes = compressor_->compress(block_);
    std::string crc;
    if (codec_ == BlockCodec::snappy) {
      const auto sum = crc32_z(0, reinterpret_cast<const Bytef*>(block_.data()), block_.size());
      for (int shift = 24; shift >= 0; shift -= 8) crc += static_cast<char>(sum >> shift);
    }
    std::string head;
    append_avro_long(rows_, head);
    append_avro_long(static_cast<std::int64_t>(bytes.size() + crc.size()), head);
    out_->append(head);
    out_->append(bytes);
    out_->append(crc);
    out_->append(sync_);
    block_.clear();
    rows_ = 0;
  }

  BlockCodec codec_;
  std::unique_ptr<BlockCompressor> compressor_;
  std::string schema_;
  std::size_t block_bytes_;
  bool random_sync_;
  std::vector<ColumnEncoder> columns_;
  Output* out_ = nullptr;
  std::string sync_;
  std::string block_;
  std::int64_t rows_ = 0;
};

}  // namespace

void require_avro_compression(Compression compression) { (void)codec_of(compression); }

std::unique_ptr<TableWriter> make_avro_writer(std::span<const Field> fields,
                                              const AvroOptions& options, Compression compression,
                                              int level, const TypedPolicy& policy) {
  return std::make_unique<AvroWriter>(fields, options, compression, level, policy);
}

}  // namespace tamis::exports
