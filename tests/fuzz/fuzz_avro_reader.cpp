// Hostile Avro files: the reader gives rows or says what is wrong, in bounded memory.
//
// Half of the inputs stand behind a true header, so that blocks and values are reached; their first
// byte says with which codec.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "core/error/error.h"
#include "core/export/avro/avro.h"
#include "core/export/avro/avro_blocks.h"
#include "core/export/avro/avro_schema.h"

namespace {

using namespace tamis::exports;

class BytesReader final : public tamis::storage::Reader {
 public:
  explicit BytesReader(std::string_view bytes) : bytes_(bytes), left_(bytes) {}
  std::size_t read(std::span<char> buffer) override {
    const std::size_t n = left_.copy(buffer.data(), buffer.size());
    left_.remove_prefix(n);
    return n;
  }
  std::size_t read_at(std::uint64_t offset, std::span<char> buffer) override {
    return offset < bytes_.size() ? bytes_.copy(buffer.data(), buffer.size(), offset) : 0;
  }
  std::uint64_t size() const noexcept override { return bytes_.size(); }

 private:
  std::string_view bytes_;
  std::string_view left_;
};

std::vector<Field> fields() {
  std::vector<Field> out;
  for (int kind = 0; kind <= static_cast<int>(FieldKind::list); ++kind) {
    Field field;
    field.column.name = "f" + std::to_string(kind);
    field.kind = static_cast<FieldKind>(kind);
    field.precision = 20;
    field.scale = 2;
    field.nullable = kind % 3 != 0;
    field.element = FieldKind::decimal;
    out.push_back(field);
  }
  return out;
}

std::string header(unsigned choice, const std::vector<Field>& columns) {
  static constexpr const char* kCodecs[] = {"null", "deflate", "snappy", "zstandard"};
  std::string out(kAvroMagic);
  append_avro_long(2, out);
  append_avro_bytes("avro.schema", out);
  append_avro_bytes(avro_schema(columns, {}), out);
  append_avro_bytes("avro.codec", out);
  append_avro_bytes(kCodecs[choice / 2 % 4], out);
  append_avro_long(0, out);
  return out + std::string(kAvroSyncBytes, 's');
}

// One block of the bytes, as the file has it.
std::string block(unsigned rows, std::string_view bytes) {
  std::string out;
  append_avro_long(rows, out);
  append_avro_bytes(bytes, out);
  return out + std::string(kAvroSyncBytes, 's');
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  static const std::vector<Field> columns = fields();
  const std::string_view rest(reinterpret_cast<const char*>(data) + 2, size - 2);
  std::string file(rest);
  if (data[0] % 2 == 1)
    file = header(data[0], columns) + (data[0] >= 128 ? file : block(data[1], rest));
  try {
    BytesReader reader(file);
    const auto rows = make_avro_reader(columns, reader);
    while (rows->next()) {
      if (rows->row().size() != columns.size()) std::abort();
    }
  } catch (const tamis::Error& e) {
    if (e.code() != tamis::Code::corrupt_data) std::abort();
  }
  return 0;
}
