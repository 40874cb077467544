#include "pg_extension/values.h"

#include <charconv>

#include "core/dates/normalize.h"
#include "core/error/error.h"
#include "pg_extension/guard.h"
#include "pg_extension/memory.h"
#include "pg_extension/settings.h"

// The OID of tamis_sketch differs between databases and its name may be anyone's; the address of
// its output function is ours alone.
extern "C" Datum tamis_sketch_out(PG_FUNCTION_ARGS);

namespace tamis::pg {
namespace {

using catalog::Type;
using engine::Kind;
using engine::Value;

Form form_of(Oid type) {
  switch (type) {
    case BOOLOID: return Form::boolean;
    case INT2OID: return Form::int2;
    case INT4OID: return Form::int4;
    case INT8OID: return Form::int8;
    case FLOAT4OID: return Form::float4;
    case FLOAT8OID: return Form::float8;
    case NUMERICOID: return Form::numeric;
    case TEXTOID:
    case VARCHAROID:
    case JSONOID: return Form::text;
    case BPCHAROID: return Form::padded_text;
    case BYTEAOID: return Form::blob;
    case DATEOID: return Form::date;
    case TIMEOID: return Form::time;
    case TIMESTAMPOID: return Form::timestamp;
    case TIMESTAMPTZOID: return Form::timestamptz;
    case UNKNOWNOID:
    case CSTRINGOID: return Form::cstring;
    case JSONBOID: return Form::json;
    default: return Form::output;
  }
}

// A float4 as the double of its own shortest text: 0.1::real is 0.1, not 0.10000000149.
double widened(float4 value) {
  if (!std::isfinite(value)) return value;
  char text[64];
  const char* const last = std::to_chars(text, text + sizeof text, value).ptr;
  double out = 0;
  std::from_chars(text, last, out);
  return out;
}

Datum input(PGFunction function, std::string_view text) {
  const std::string terminated(text);
  return call_pg([function, &terminated] {
    return DirectFunctionCall3(function, CStringGetDatum(terminated.c_str()),
                               ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
  });
}

Datum numeric_of(const Value& value) {
  char buffer[engine::kNumberText];
  return input(numeric_in, engine::to_text(value, buffer));
}

std::int64_t integer_of(const Value& value) {
  if (value.kind() == Kind::integer || value.kind() == Kind::boolean) return value.as_integer();
  throw Error(Code::internal_error, "a function gave no integer where it declares one");
}

DateADT date_of(std::int64_t stamp) noexcept {
  return static_cast<DateADT>(dates::days_of_stamp(stamp) - kEpochDays);
}

Timestamp timestamp_of(std::int64_t stamp) noexcept {
  return dates::microseconds_of_stamp(stamp) - kEpochDays * USECS_PER_DAY;
}

}  // namespace

Reader::Reader(Oid type, bool pinned) : form_(form_of(type)), pinned_(pinned) {
  if (form_ != Form::output) return;
  struct Facts {
    Oid base;
    Oid output;
    bool is_sketch;
  };
  const Facts facts = call_pg([type]() -> Facts {
    Facts out{.base = getBaseType(type), .output = InvalidOid, .is_sketch = false};
    bool is_varlena = false;
    getTypeOutputInfo(out.base, &out.output, &is_varlena);
    FmgrInfo info;
    fmgr_info(out.output, &info);
    out.is_sketch = info.fn_addr == tamis_sketch_out;
    return out;
  });
  form_ = facts.is_sketch ? Form::blob : form_of(facts.base);
  output_ = facts.output;
}

Value Reader::read(Datum datum, SmallText& small) const {
  switch (form_) {
    case Form::boolean: return Value::boolean(DatumGetBool(datum));
    case Form::int2: return Value::integer(DatumGetInt16(datum));
    case Form::int4: return Value::integer(DatumGetInt32(datum));
    case Form::int8: return Value::integer(DatumGetInt64(datum));
    case Form::float4: return Value::real(widened(DatumGetFloat4(datum)));
    case Form::float8: return Value::real(DatumGetFloat8(datum));
    case Form::numeric:
      return Value::decimal(
          call_pg([datum] { return DatumGetCString(DirectFunctionCall1(numeric_out, datum)); }));
    case Form::number:
      return Value::real(call_pg([datum] {
        return DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow, datum));
      }));
    case Form::text: return Value::text(varlena_bytes(datum));
    case Form::padded_text: {
      std::string_view text = varlena_bytes(datum);
      while (text.ends_with(' ')) text.remove_suffix(1);
      return Value::text(text);
    }
    case Form::blob: return Value::blob(varlena_bytes(datum));
    case Form::date: return Value::text(iso_date(DatumGetDateADT(datum), small));
    case Form::time: return Value::text(iso_time(DatumGetTimeADT(datum), small));
    case Form::timestamp: return Value::text(iso_timestamp(DatumGetTimestamp(datum), small));
    case Form::timestamptz: return Value::text(iso_timestamptz(DatumGetTimestampTz(datum), small));
    case Form::cstring: return Value::text(DatumGetCString(datum));
    case Form::json:
      return Value::text(
          call_pg([datum] { return DatumGetCString(DirectFunctionCall1(jsonb_out, datum)); }));
    case Form::output: return Value::text(output_text(datum));
  }
  return {};
}

std::string_view Reader::output_text(Datum datum) const {
  return call_pg([this, datum] {
    if (pinned_) return OidOutputFunctionCall(output_, datum);
    const int level = pin_output_settings();
    char* const text = OidOutputFunctionCall(output_, datum);
    AtEOXact_GUC(true, level);
    return text;
  });
}

varlena* detoasted(varlena* value) {
  return call_pg([value] { return pg_detoast_datum_packed(value); });
}

varlena* allocate_varlena(std::size_t size) {
  if (!AllocSizeIsValid(size + VARHDRSZ)) {
    throw Error(Code::limit_exceeded, "a result of " + std::to_string(size) + " bytes is too large",
                {}, "PostgreSQL's values end at 1 GB.");
  }
  auto* const out = static_cast<varlena*>(allocate_in(CurrentMemoryContext, size + VARHDRSZ));
  SET_VARSIZE(out, size + VARHDRSZ);
  return out;
}

Datum new_varlena(std::string_view bytes) {
  varlena* const out = allocate_varlena(bytes.size());
  bytes.copy(VARDATA(out), bytes.size());
  return PointerGetDatum(out);
}

Datum to_datum(const Value& value, Type type) {
  switch (type) {
    case Type::bigint: return Int64GetDatum(integer_of(value));
    case Type::boolean: return BoolGetDatum(integer_of(value) != 0);
    case Type::number: return numeric_of(value);
    case Type::date: return DateADTGetDatum(date_of(integer_of(value)));
    case Type::timestamp: return TimestampGetDatum(timestamp_of(integer_of(value)));
    case Type::sketch: return new_varlena(value.bytes());
    case Type::json: {
      const std::string terminated(value.bytes());
      return call_pg([&terminated] {
        return DirectFunctionCall1(jsonb_in, CStringGetDatum(terminated.c_str()));
      });
    }
    case Type::text:
    case Type::value: break;
  }
  char buffer[engine::kNumberText];
  return new_varlena(engine::to_text(value, buffer));
}

Parameters::Parameters(std::span<const Value> values) {
  for (const Value& value : values) {
    Oid type = TEXTOID;
    Datum datum = 0;
    switch (value.kind()) {
      case Kind::null: break;
      case Kind::boolean:
        type = BOOLOID;
        datum = BoolGetDatum(value.as_boolean());
        break;
      case Kind::integer:
        type = INT8OID;
        datum = Int64GetDatum(value.as_integer());
        break;
      case Kind::real:
        type = FLOAT8OID;
        datum = Float8GetDatum(value.as_real());
        break;
      case Kind::decimal:
        type = NUMERICOID;
        datum = numeric_of(value);
        break;
      case Kind::text: datum = new_varlena(value.bytes()); break;
      case Kind::blob:
        type = BYTEAOID;
        datum = new_varlena(value.bytes());
        break;
    }
    types_.push_back(type);
    datums_.push_back(datum);
    nulls_ += value.is_null() ? 'n' : ' ';
  }
}

}  // namespace tamis::pg
