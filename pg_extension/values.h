// Datums as Values and back. One reading of each PostgreSQL type serves arguments of scalars,
// arguments of aggregates and rows of queries, so a value means the same wherever it comes from.
//
//   boolean -> boolean    smallint, integer, bigint -> integer    real, double precision -> real
//   numeric -> decimal    bytea, tamis_sketch -> blob    text and its kin -> text
//   date, time, timestamp, timestamptz -> ISO text (iso.h)
//   everything else -> text, by its output function
#pragma once

#include <array>
#include <optional>

#include "core/catalog/function.h"
#include "core/engine/value.h"
#include "pg_extension/iso.h"
#include "pg_extension/pg.h"

namespace tamis::pg {

// How the Datums of a type are read.
enum class Form : std::uint8_t {
  boolean,
  int2,
  int4,
  int8,
  float4,
  float8,
  numeric,
  text,
  padded_text,  // char(n): its padding is no part of the value, as when cast to text
  blob,
  date,
  time,
  timestamp,
  timestamptz,
  cstring,  // a literal whose type nobody decided
  number,   // numeric as a double: for parameters declared so
  json,     // jsonb
  output,   // by output function
};

// Room for the text of a value that has no bytes of its own.
using SmallText = std::array<char, kIsoText>;

class Reader {
 public:
  // `pinned`: the settings that output functions follow are pinned already (search_path.h);
  // otherwise they are pinned around each call.
  explicit Reader(Oid type, bool pinned = false);
  constexpr explicit Reader(Form form) noexcept : form_(form) {}

  Form form() const noexcept { return form_; }
  // The Value points into the Datum, `small` or the current memory context.
  engine::Value read(Datum datum, SmallText& small) const;

 private:
  std::string_view output_text(Datum datum) const;

  Form form_;
  bool pinned_ = true;
  Oid output_ = InvalidOid;
};

// A copy of a toasted value in the current memory context, plain but perhaps with a short header.
varlena* detoasted(varlena* value);

// The bytes of a varlena, detoasted into the current memory context where they must be.
inline std::string_view varlena_bytes(Datum datum) {
  auto* value = reinterpret_cast<varlena*>(DatumGetPointer(datum));
  if (VARATT_IS_EXTERNAL(value) || VARATT_IS_COMPRESSED(value)) value = detoasted(value);
  return {VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value)};
}

// A varlena of these bytes in the current memory context. Throws bad_alloc, limit_exceeded.
Datum new_varlena(std::string_view bytes);
// The same with room for `size` bytes, which the caller fills.
varlena* allocate_varlena(std::size_t size);

// A result as the Datum of its declared type, in the current memory context. Not for NULL.
Datum to_datum(const engine::Value& value, catalog::Type type);

// The parameters of a statement: each with the type that says most.
class Parameters {
 public:
  explicit Parameters(std::span<const engine::Value> values);

  int count() const noexcept { return static_cast<int>(types_.size()); }
  Oid* types() noexcept { return types_.data(); }
  Datum* datums() noexcept { return datums_.data(); }
  const char* nulls() const noexcept { return nulls_.data(); }

 private:
  std::vector<Oid> types_;
  std::vector<Datum> datums_;
  std::string nulls_;
};

}  // namespace tamis::pg
