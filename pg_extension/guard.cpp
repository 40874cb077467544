#include "pg_extension/guard.h"

#include <new>
#include <stdexcept>

#include "core/error/error.h"

namespace tamis::pg {
namespace {

// One error waits at a time, because nothing runs between remembering and raising it; so the
// buffers need not weigh on the stack of every call.
struct PendingError {
  int sqlstate;
  char message[1024];
  char detail[8192];
  char hint[2048];
};
static_assert(std::is_trivially_destructible_v<PendingError>);

PendingError pending;
bool in_flight = false;

void copy(std::string_view from, char* to, std::size_t size) noexcept {
  std::size_t length = from.size();
  if (length >= size) {
    // Cut at a character's start: the client would refuse half a one.
    length = size - 1;
    while (length > 0 && (static_cast<unsigned char>(from[length]) & 0xC0U) == 0x80U) --length;
  }
  std::memcpy(to, from.data(), length);
  to[length] = '\0';
}

void remember(int code, std::string_view message, std::string_view detail = {},
              std::string_view hint = {}) noexcept {
  pending.sqlstate = code;
  copy(message, pending.message, sizeof pending.message);
  copy(detail, pending.detail, sizeof pending.detail);
  copy(hint, pending.hint, sizeof pending.hint);
}

int code_of(std::string_view s) noexcept { return MAKE_SQLSTATE(s[0], s[1], s[2], s[3], s[4]); }

void roll_back_to(const Boundary& boundary) {
  while (GetCurrentTransactionNestLevel() > boundary.nesting) {
    RollbackAndReleaseCurrentSubTransaction();
  }
  MemoryContextSwitchTo(boundary.context);
  CurrentResourceOwner = boundary.owner;
}

[[noreturn]] void resume(const Boundary& boundary) {
  if (GetCurrentTransactionNestLevel() > boundary.nesting) {
    // Rolling back needs an empty error stack, so here the error is copied after all.
    ErrorData* const error = CopyErrorData();
    FlushErrorState();
    roll_back_to(boundary);
    ReThrowError(error);
  }
  PG_RE_THROW();
}

bool ends_the_statement(int sqlstate) noexcept {
  const int category = ERRCODE_TO_CATEGORY(sqlstate);
  return category == ERRCODE_INSUFFICIENT_RESOURCES || category == ERRCODE_OPERATOR_INTERVENTION ||
         category == ERRCODE_TRANSACTION_ROLLBACK || category == ERRCODE_SYSTEM_ERROR ||
         category == ERRCODE_INTERNAL_ERROR;
}

}  // namespace

std::optional<PgRefusal> take_error_in_flight() {
  if (ends_the_statement(geterrcode())) return std::nullopt;
  in_flight = false;
  const ErrorData* const error = call_pg([] {
    ErrorData* const copy = CopyErrorData();
    FlushErrorState();
    return copy;
  });
  return PgRefusal{error->sqlerrcode, error->message != nullptr ? error->message : ""};
}

bool error_in_flight() noexcept { return in_flight; }

namespace detail {

void mark_in_flight() noexcept { in_flight = true; }

void remember_exception() noexcept {
  try {
    throw;
  } catch (const PgErrorInFlight&) {
  } catch (const Error& e) {
    remember(code_of(sqlstate(e.code())), e.message(), e.detail(), e.hint());
  } catch (const std::bad_alloc&) {
    remember(ERRCODE_OUT_OF_MEMORY, "out of memory");
  } catch (const std::length_error&) {
    remember(ERRCODE_PROGRAM_LIMIT_EXCEEDED, "a value is too large");
  } catch (const std::exception& e) {
    remember(ERRCODE_INTERNAL_ERROR, e.what());
  } catch (...) {
    remember(ERRCODE_INTERNAL_ERROR, "unknown C++ exception");
  }
}

void raise(const Boundary& boundary) {
  MemoryContextSwitchTo(boundary.context);
  if (in_flight) {
    in_flight = false;
    resume(boundary);
  }
  roll_back_to(boundary);
  ereport(ERROR, (errcode(pending.sqlstate), errmsg_internal("%s", pending.message),
                  pending.detail[0] != '\0' ? errdetail_internal("%s", pending.detail) : 0,
                  pending.hint[0] != '\0' ? errhint("%s", pending.hint) : 0));
  pg_unreachable();
}

}  // namespace detail
}  // namespace tamis::pg
