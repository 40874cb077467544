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

SpiRows::SpiRows(Settings& settings, Settings::Path path, const engine::Dialect& dialect,
                 std::string_view sql, std::span<const engine::Value> parameters)
    : settings_(settings), path_(path), ask_for_(kFirstRows) {
  const InContext in_row_context(row_context_.get());
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

  TupleDescData* const row = portal->tupDesc;
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
  row_context_.reset();
  if (batch_ == nullptr || ++at_ >= batch_rows_) {
    if (!fetch()) return false;
  }
  heap_deform_tuple(batch_->vals[at_], batch_->tupdesc, datums_.get(), nulls_.get());
  return true;
}

engine::Value SpiRows::at(std::size_t i) {
  if (nulls_[i]) return {};
  const InContext in_row_context(row_context_.get());
  return readers_[i].read(datums_[i], small_[i]);
}

}  // namespace tamis::pg
