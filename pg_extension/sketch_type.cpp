#include "pg_extension/sketch_type.h"

#include "core/error/error.h"
#include "pg_extension/entry.h"
#include "pg_extension/guard.h"

namespace tamis::pg {
namespace {

using sketch::ColumnSketch;

constexpr std::string_view kHexPrefix = "\\x";
constexpr std::string_view kHexDigits = "0123456789abcdef";

const ColumnSketch& sketch_of(ExpandedObjectHeader* object) {
  return reinterpret_cast<ExpandedSketch*>(object)->intake.sketch();
}

Size flat_size(ExpandedObjectHeader* object) {
  return guarded([object]() -> Size { return VARHDRSZ + sketch_of(object).encoded_size(); });
}

void flatten(ExpandedObjectHeader* object, void* out, Size size) {
  guarded([object, out, size] {
    SET_VARSIZE(out, size);
    auto* const bytes = reinterpret_cast<std::byte*>(VARDATA(out));
    sketch_of(object).encode({bytes, size - VARHDRSZ});
  });
}

constexpr ExpandedObjectMethods kMethods = {flat_size, flatten};

template <typename... Source>
ExpandedSketch& make(MemoryContext parent, Source... source) {
  MemoryContext context = call_pg(
      [parent] { return AllocSetContextCreate(parent, "tamis_sketch", ALLOCSET_SMALL_SIZES); });
  void* const place = allocate_in(context, sizeof(ExpandedSketch));
  auto* const out = new (place) ExpandedSketch(context, source...);
  EOH_init_header(&out->header, &kMethods, context);
  return *out;
}

void check(std::string_view bytes) {
  ContextResource memory(CurrentMemoryContext);
  (void)ColumnSketch::decode(std::as_bytes(std::span(bytes)), &memory);
}

unsigned hex_digit(char c) {
  const char lower = c >= 'A' && c <= 'F' ? static_cast<char>(c + ('a' - 'A')) : c;
  const std::size_t value = kHexDigits.find(lower);
  if (value == std::string_view::npos) {
    throw Error(Code::invalid_value, "invalid hexadecimal digit in a tamis_sketch");
  }
  return static_cast<unsigned>(value);
}

std::string bytes_of_hex(std::string_view text) {
  if (!text.starts_with(kHexPrefix) || text.size() % 2 != 0) {
    throw Error(Code::invalid_value, "invalid input for type tamis_sketch: " + in_quotes(text), {},
                "Its text form is \\x and an even number of hexadecimal digits; for the sketch of "
                "a text write tamis_sketch(value::text).");
  }
  text.remove_prefix(kHexPrefix.size());
  std::string bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    bytes += static_cast<char>(hex_digit(text[i]) << 4U | hex_digit(text[i + 1]));
  }
  return bytes;
}

Datum parsed(std::string_view text) {
  const std::string bytes = bytes_of_hex(text);
  check(bytes);
  return new_varlena(bytes);
}

}  // namespace

ExpandedSketch& new_sketch(MemoryContext parent) { return make(parent); }

ExpandedSketch& writable_sketch(Datum state, MemoryContext parent) {
  if (VARATT_IS_EXTERNAL_EXPANDED_RW(DatumGetPointer(state)) && expanded_sketch(state) != nullptr) {
    return *reinterpret_cast<ExpandedSketch*>(DatumGetEOHP(state));
  }
  return make(parent, flat_sketch(state));
}

ExpandedSketch* expanded_sketch(Datum datum) noexcept {
  if (!VARATT_IS_EXTERNAL_EXPANDED(DatumGetPointer(datum))) return nullptr;
  ExpandedObjectHeader* const object = DatumGetEOHP(datum);
  if (object->eoh_methods != &kMethods) return nullptr;
  return reinterpret_cast<ExpandedSketch*>(object);
}

std::span<const std::byte> flat_sketch(Datum datum) {
  return std::as_bytes(std::span(varlena_bytes(datum)));
}

Datum sketch_in(FunctionCallInfo call) {
  return guarded([call] { return parsed(DatumGetCString(call->args[0].value)); });
}

Datum sketch_from(FunctionCallInfo call) {
  return guarded([call] { return parsed(varlena_bytes(call->args[0].value)); });
}

Datum sketch_out(FunctionCallInfo call) {
  return guarded([call] {
    const std::string_view bytes = varlena_bytes(call->args[0].value);
    check(bytes);
    auto* const text = static_cast<char*>(
        allocate_in(CurrentMemoryContext, kHexPrefix.size() + bytes.size() * 2 + 1));
    char* at = text + kHexPrefix.copy(text, kHexPrefix.size());
    for (const char c : bytes) {
      const auto byte = static_cast<unsigned char>(c);
      *at++ = kHexDigits[byte >> 4U];
      *at++ = kHexDigits[byte & 0xFU];
    }
    *at = '\0';
    return CStringGetDatum(text);
  });
}

Datum sketch_receive(FunctionCallInfo call) {
  return guarded([call] {
    auto* const message = reinterpret_cast<StringInfo>(DatumGetPointer(call->args[0].value));
    const int size = message->len - message->cursor;
    const std::string_view bytes(message->data + message->cursor, static_cast<std::size_t>(size));
    check(bytes);
    message->cursor = message->len;
    return new_varlena(bytes);
  });
}

Datum sketch_send(FunctionCallInfo call) {
  return guarded([call] {
    const std::string_view bytes = varlena_bytes(call->args[0].value);
    check(bytes);
    return new_varlena(bytes);
  });
}

}  // namespace tamis::pg
