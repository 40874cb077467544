#include "pg_extension/spi_rows.h"

#include <algorithm>

#include "core/error/error.h"
#include "pg_extension/guard.h"

namespace tamis::pg {
namespace {

// A batch is as many rows as come to about this size, and never more than kMostRows: fewer calls
// of the executor against memory that wide rows would take.
constexpr std::size_t kBatchBytes = 1 << 20;
constexpr std::size_t kFirstRows = 64;
constexpr std::size_t kMostRows = 1000;

engine::Column column_of(Form_pg_attribute attribute, const engine::Dialect& dialect) {
  const char* const declared = call_pg([attribute]() -> const char* {
    return format_type_with_typemod(attribute->atttypid, attribute->atttypmod);
  });
  engine::Column column;
  column.name = NameStr(attribute->attname);
  column.declared = declared;
  column.type = dialect.column_type(column.declared);
  return column;
}

}  // namespace

void RowReader::open(TupleDesc row, const engine::Dialect& dialect) {
  const auto width = static_cast<std::size_t>(row->natts);
  for (int i = 0; i < row->natts; ++i) {
    Form_pg_attribute attribute = TupleDescAttr(row, i);
    columns_.push_back(column_of(attribute, dialect));
    readers_.emplace_back(attribute->atttypid, true);
  }
  small_.resize(width);
  datums_ = std::make_unique<Datum[]>(width);
  nulls_ = std::make_unique<bool[]>(width);
}

void RowReader::take(HeapTuple tuple, TupleDesc row) {
  context_.reset();
  heap_deform_tuple(tuple, row, datums_.get(), nulls_.get());
}

engine::Value RowReader::at(std::size_t i) {
  if (nulls_[i]) return {};
  const InContext in_row_context(context_.get());
  return readers_[i].read(datums_[i], small_[i]);
}

SpiRows::SpiRows(Settings& settings, Settings::Path path, const engine::Dialect& dialect,
                 std::string_view sql, std::span<const engine::Value> parameters)
    : settings_(settings), path_(path), ask_for_(kFirstRows) {
  const InContext in_row_context(row_.context());
  const std::string statement(sql);
  Parameters given(parameters);
  settings_.use(path_);
  PortalData* const portal = call_pg([&statement, &given] {
    return SPI_cursor_open_with_args(nullptr, statement.c_str(), given.count(), given.types(),
                                     given.datums(), given.nulls(), false, 0);
  });
  if (portal == nullptr) {
    throw Error(Code::engine_error,
                std::string("a cursor could not be opened: ") + SPI_result_code_string(SPI_result));
  }
  portal_ = portal->name;
  row_.open(portal->tupDesc, dialect);
}

SpiRows::~SpiRows() {
  call_pg_quietly([this] {
    free_batch();
    if (Portal portal = SPI_cursor_find(portal_.c_str())) SPI_cursor_close(portal);
  });
}

void SpiRows::free_batch() {
  if (batch_ != nullptr) SPI_freetuptable(batch_);
  batch_ = nullptr;
}

bool SpiRows::fetch() {
  settings_.use(path_);
  call_pg([this] {
    free_batch();
    Portal portal = SPI_cursor_find(portal_.c_str());
    if (portal == nullptr) elog(ERROR, "a query outlived the savepoint that it was opened in");
    SPI_cursor_fetch(portal, true, static_cast<long>(ask_for_));
    batch_ = SPI_tuptable;
    batch_rows_ = SPI_processed;
  });
  at_ = 0;
  if (batch_rows_ == 0) return false;

  std::size_t bytes = 1;
  for (std::size_t i = 0; i < batch_rows_; ++i) bytes += batch_->vals[i]->t_len;
  ask_for_ = std::clamp<std::size_t>(kBatchBytes / (bytes / batch_rows_ + 1), 1, kMostRows);
  return true;
}

bool SpiRows::next() {
  if (InterruptPending) call_pg([] { CHECK_FOR_INTERRUPTS(); });
  if (batch_ == nullptr || ++at_ >= batch_rows_) {
    if (!fetch()) return false;
  }
  row_.take(batch_->vals[at_], batch_->tupdesc);
  return true;
}

// Prepared as for a cursor, which takes one statement that returns rows and nothing else.
SpiResult::SpiResult(Settings& settings, Settings::Path path, const engine::Dialect& dialect,
                     std::string_view sql, std::span<const engine::Value> parameters) {
  const InContext in_row_context(row_.context());
  const std::string statement(sql);
  Parameters given(parameters);
  settings.use(path);
  call_pg([this, &statement, &given] {
    SPIPlanPtr plan =
        SPI_prepare_cursor(statement.c_str(), given.count(), given.types(), CURSOR_OPT_PARALLEL_OK);
    if (plan == nullptr) elog(ERROR, "SPI_prepare_cursor: %s", SPI_result_code_string(SPI_result));
    if (!SPI_is_cursor_plan(plan)) {
      ereport(ERROR, (errcode(ERRCODE_INVALID_CURSOR_DEFINITION),
                      errmsg("a query must be one statement that returns rows")));
    }
    const int code = SPI_execute_plan(plan, given.datums(), given.nulls(), false, 0);
    rows_ = SPI_tuptable;
    size_ = SPI_processed;
    SPI_freeplan(plan);
    if (code < 0 || rows_ == nullptr) {
      elog(ERROR, "SPI_execute_plan: %s", SPI_result_code_string(code));
    }
  });
  row_.open(rows_->tupdesc, dialect);
}

SpiResult::~SpiResult() {
  call_pg_quietly([this] {
    if (rows_ != nullptr) SPI_freetuptable(rows_);
  });
}

bool SpiResult::next() {
  if (InterruptPending) call_pg([] { CHECK_FOR_INTERRUPTS(); });
  if (taken_ == size_) return false;
  row_.take(rows_->vals[taken_++], rows_->tupdesc);
  return true;
}

}  // namespace tamis::pg
