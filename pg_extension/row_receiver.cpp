#include "pg_extension/row_receiver.h"

#include <exception>
#include <limits>

#include "core/export/output/worker.h"
#include "pg_extension/guard.h"
#include "pg_extension/memory.h"
#include "pg_extension/values.h"

extern "C" {
#include "storage/ipc.h"
}

namespace tamis::pg {
namespace {

using engine::Value;

constexpr std::int64_t kForever = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kEpochMicroseconds = kEpochDays * USECS_PER_DAY;
static_assert(DT_NOEND == kForever && DT_NOBEGIN == -kForever - 1);

std::int64_t days_of(DateADT date) noexcept {
  if (DATE_IS_NOBEGIN(date)) return DT_NOBEGIN;
  if (DATE_IS_NOEND(date)) return DT_NOEND;
  return date + kEpochDays;
}

std::int64_t microseconds_of(Timestamp moment) noexcept {
  return TIMESTAMP_NOT_FINITE(moment) ? moment : moment + kEpochMicroseconds;
}

// What comes after 294246 has no count since 1970 in 64 bits, and stays text.
bool is_countable(Timestamp moment) noexcept {
  return moment < kForever - kEpochMicroseconds || TIMESTAMP_IS_NOEND(moment);
}

// Whether a type's values are given as counts. A domain's are not: what it means is not known to
// whoever asks for the columns of a table.
bool is_clock(Oid type) noexcept {
  return type == DATEOID || type == TIMEOID || type == TIMESTAMPOID || type == TIMESTAMPTZOID;
}

// What becomes of a query's rows.
class Rows {
 public:
  explicit Rows(engine::RowSink& sink) : sink_(sink) {}

  void open(TupleDesc row) {
    for (int i = 0; i < row->natts; ++i) {
      const Oid type = TupleDescAttr(row, i)->atttypid;
      readers_.emplace_back(type, true);
      clocks_.push_back(is_clock(type));
    }
    values_.resize(readers_.size());
    small_.resize(readers_.size());
  }

  // False where the sink threw.
  bool take(const TupleTableSlot& slot) {
    const InContext in_row_context(context_.get());
    context_.reset();
    for (std::size_t i = 0; i < values_.size(); ++i) {
      values_[i] = slot.tts_isnull[i] ? Value() : read(i, slot.tts_values[i]);
    }
    try {
      sink_.row(values_);
      return true;
    } catch (const PgErrorInFlight&) {
      throw;
    } catch (...) {
      failure_ = std::current_exception();
      return false;
    }
  }

  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  Value read(std::size_t i, Datum datum) {
    if (clocks_[i]) {
      const Form form = readers_[i].form();
      if (form == Form::date) return Value::integer(days_of(DatumGetDateADT(datum)));
      if (form == Form::time) return Value::integer(DatumGetTimeADT(datum));
      const Timestamp moment = DatumGetTimestamp(datum);
      if (is_countable(moment)) return Value::integer(microseconds_of(moment));
    }
    return readers_[i].read(datum, small_[i]);
  }

  engine::RowSink& sink_;
  OwnContext context_;  // for what a row's values are made in; emptied for each row
  std::vector<Reader> readers_;
  std::vector<bool> clocks_;
  std::vector<SmallText> small_;
  std::vector<Value> values_;
  std::exception_ptr failure_;
};

// A receiver as the executor knows it. Errors jump through its functions: plain data only.
struct Receiver {
  DestReceiver head;
  Rows* rows;
};

void start(DestReceiver* self, int, TupleDesc row) {
  Rows& rows = *reinterpret_cast<Receiver*>(self)->rows;
  guarded([&rows, row] { rows.open(row); });
}

bool receive(TupleTableSlot* slot, DestReceiver* self) {
  CHECK_FOR_INTERRUPTS();
  slot_getallattrs(slot);
  Rows& rows = *reinterpret_cast<Receiver*>(self)->rows;
  return guarded([&rows, slot] { return rows.take(*slot); });
}

void nothing(DestReceiver*) {}

void end_workers(int, Datum) { exports::stop_workers(); }

// A backend that is told to end exits from within the executor: no destructor runs, but helper
// threads of the sink may. Once in a backend's life.
void end_workers_with_the_process() {
  static const bool registered = call_pg([] {
    on_proc_exit(end_workers, 0);
    return true;
  });
  (void)registered;
}

}  // namespace

bool receive_rows(std::string_view sql, std::span<const Value> parameters, engine::RowSink& sink) {
  end_workers_with_the_process();
  const OwnContext kept;
  const InContext in_kept(kept.get());
  const std::string statement(sql);
  Parameters given(parameters);
  Rows rows(sink);
  Receiver receiver{};
  receiver.head.receiveSlot = receive;
  receiver.head.rStartup = start;
  receiver.head.rShutdown = nothing;
  receiver.head.rDestroy = nothing;
  receiver.head.mydest = DestTuplestore;  // any but DestSPI, whose results SPI would look for
  receiver.rows = &rows;
  if (!call_pg([&statement, &given, &receiver] {
        return execute_query_into(statement.c_str(), given.count(), given.types(), given.datums(),
                                  given.nulls(), &receiver.head);
      })) {
    return false;
  }
  rows.rethrow();
  return true;
}

}  // namespace tamis::pg
