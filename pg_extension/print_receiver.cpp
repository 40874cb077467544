#include "pg_extension/print_receiver.h"

#include "core/error/error.h"
#include "pg_extension/guard.h"
#include "pg_extension/memory.h"

namespace tamis::pg {
namespace {

using engine::RowPrint;

constexpr int kRows = 64;
// A longer value stands in a row's bytes by its hash, so that these have a bound.
constexpr std::size_t kInline = 512;

// A receiver as the executor knows it. Errors jump through its functions: plain data only.
struct Receiver {
  DestReceiver head;
  engine::PrintSink* sink;
  std::uint64_t seed;
  int keys;
  MemoryContext kept;     // for the bytes of a row
  MemoryContext scratch;  // for what has to be detoasted; emptied after each row that needed it
  bool scratched;
  char* bytes;
  int filled;
  RowPrint rows[kRows];
};
static_assert(std::is_trivially_destructible_v<Receiver>);

char* put(char* to, const void* from, std::size_t size) noexcept {
  std::memcpy(to, from, size);
  return to + size;
}

char* put_sized(const Receiver& receiver, char* to, std::string_view value) noexcept {
  const auto size = static_cast<std::uint32_t>(value.size());
  to = put(to, &size, sizeof size);
  if (value.size() <= kInline) return put(to, value.data(), value.size());
  const auto hash = engine::hash_bytes(value, receiver.seed);
  return put(to, hash.data(), sizeof hash);
}

std::string_view detoasted_bytes(Receiver& receiver, Datum datum) {
  auto* value = reinterpret_cast<varlena*>(DatumGetPointer(datum));
  if (VARATT_IS_EXTERNAL(value) || VARATT_IS_COMPRESSED(value)) {
    MemoryContext before = MemoryContextSwitchTo(receiver.scratch);
    value = pg_detoast_datum_packed(value);
    MemoryContextSwitchTo(before);
    receiver.scratched = true;
  }
  return {VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value)};
}

char* put_value(Receiver& receiver, char* to, Form_pg_attribute column, Datum datum) {
  if (column->attbyval) return put(to, &datum, sizeof datum);
  if (column->attlen == -1) return put_sized(receiver, to, detoasted_bytes(receiver, datum));
  const char* const bytes = DatumGetPointer(datum);
  const std::size_t size =
      column->attlen > 0 ? static_cast<std::size_t>(column->attlen) : std::strlen(bytes);
  return put_sized(receiver, to, {bytes, size});
}

// The bytes of columns [begin, end): which of them are NULL, then the others. A byte by value says
// as much as its length prefix would, because all rows of a scan have the same columns.
std::string_view row_bytes(Receiver& receiver, TupleTableSlot* slot, int begin, int end) {
  char* to = receiver.bytes;
  for (int i = begin; i < end; ++i) {
    *to++ = slot->tts_isnull[i] ? '\0' : '\1';
    if (slot->tts_isnull[i]) continue;
    to = put_value(receiver, to, TupleDescAttr(slot->tts_tupleDescriptor, i), slot->tts_values[i]);
  }
  return {receiver.bytes, static_cast<std::size_t>(to - receiver.bytes)};
}

bool has_null(const TupleTableSlot* slot, int begin, int end) noexcept {
  for (int i = begin; i < end; ++i) {
    if (slot->tts_isnull[i]) return true;
  }
  return false;
}

bool hand_over(Receiver& receiver) {
  const std::span<const RowPrint> rows(receiver.rows, static_cast<std::size_t>(receiver.filled));
  receiver.filled = 0;
  return receiver.sink->take(rows);
}

void start(DestReceiver* self, int, TupleDesc row) {
  auto& receiver = *reinterpret_cast<Receiver*>(self);
  const auto columns = static_cast<std::size_t>(row->natts);
  receiver.bytes = static_cast<char*>(
      MemoryContextAllocHuge(receiver.kept, columns * (1 + sizeof(std::uint32_t) + kInline)));
}

bool receive(TupleTableSlot* slot, DestReceiver* self) {
  auto& receiver = *reinterpret_cast<Receiver*>(self);
  slot_getallattrs(slot);
  RowPrint& print = receiver.rows[receiver.filled];
  const auto* address = reinterpret_cast<ItemPointer>(DatumGetPointer(slot->tts_values[0]));
  print.address = (std::uint64_t{ItemPointerGetBlockNumberNoCheck(address)} << 16U) |
                  ItemPointerGetOffsetNumberNoCheck(address);
  const int values = 1 + receiver.keys;
  print.null_key = has_null(slot, 1, values);
  print.key = engine::hash_bytes(row_bytes(receiver, slot, 1, values), receiver.seed);
  print.values = engine::hash_bytes(
      row_bytes(receiver, slot, values, slot->tts_tupleDescriptor->natts), receiver.seed)[0];
  if (receiver.scratched) {
    MemoryContextReset(receiver.scratch);
    receiver.scratched = false;
  }
  if (++receiver.filled < kRows) return true;
  return guarded([&receiver] { return hand_over(receiver); });
}

void nothing(DestReceiver*) {}

}  // namespace

bool receive_prints(std::string_view sql, std::size_t keys, std::uint64_t seed,
                    engine::PrintSink& sink) {
  const OwnContext kept;
  const OwnContext scratch;
  const std::string statement(sql);
  Receiver receiver{};
  receiver.head.receiveSlot = receive;
  receiver.head.rStartup = start;
  receiver.head.rShutdown = nothing;
  receiver.head.rDestroy = nothing;
  receiver.head.mydest = DestTuplestore;  // any but DestSPI, whose results SPI would look for
  receiver.sink = &sink;
  receiver.seed = seed;
  receiver.keys = static_cast<int>(keys);
  receiver.kept = kept.get();
  receiver.scratch = scratch.get();
  if (!call_pg(
          [&statement, &receiver] { return execute_into(statement.c_str(), &receiver.head); })) {
    return false;
  }
  hand_over(receiver);
  return true;
}

}  // namespace tamis::pg
