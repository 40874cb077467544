// The wall between C++ exceptions and PostgreSQL's longjmp. Nothing else stands between the two.
//
//   guarded(body)  runs C++; turns an exception into ereport(ERROR) once no C++ object of `body`
//                  is alive. Every function that PostgreSQL calls is one guarded().
//   call_pg(body)  runs PostgreSQL code from inside C++; turns ereport(ERROR) into an exception,
//                  so that C++ frames unwind. guarded() then resumes the error as it was.
//
// While C++ unwinds, the error stays on PostgreSQL's own error stack: nothing is copied and nothing
// can fail on the way. Until it is resumed nothing may call PostgreSQL, except pfree. Destructors
// ask error_in_flight(); call_pg() refuses by itself. A destructor whose own call fails leaves the
// error in flight too, and the next call_pg() or the end of guarded() finds it.
//
// Frames that a longjmp may cross hold plain data only: the bodies given to call_pg(), and C
// callbacks, which are noexcept or guarded.
#pragma once

#include <optional>
#include <string>
#include <type_traits>

#include "pg_extension/pg.h"

namespace tamis::pg {

// Thrown by call_pg(). Catch it only to throw it on.
struct PgErrorInFlight {};

bool error_in_flight() noexcept;

// What guarded() goes back to before it raises: subtransactions opened inside must be rolled back
// there and then, because a caller's EXCEPTION block expects its own to be the current one.
struct Boundary {
  MemoryContext context = CurrentMemoryContext;
  ResourceOwner owner = CurrentResourceOwner;
  int nesting = GetCurrentTransactionNestLevel();
};
static_assert(std::is_trivially_destructible_v<Boundary>);

namespace detail {

// Keeps what the present exception says in memory that outlives it. Call in a catch (...).
void remember_exception() noexcept;
[[noreturn]] void raise(const Boundary& boundary);
// Marks the error on PostgreSQL's stack as one that guarded() has to resume.
void mark_in_flight() noexcept;

}  // namespace detail

template <typename Body>
auto guarded(Body&& body) -> decltype(body()) {
  using Result = decltype(body());
  static_assert(std::is_void_v<Result> || std::is_trivially_copyable_v<Result>,
                "the result of guarded() is alive when the error jumps");
  const Boundary boundary;
  try {
    if constexpr (std::is_void_v<Result>) {
      body();
      if (!error_in_flight()) return;
    } else {
      const Result result = body();
      if (!error_in_flight()) return result;
    }
  } catch (...) {
    detail::remember_exception();
  }
  detail::raise(boundary);
}

template <typename Body>
auto call_pg(Body&& body) -> decltype(body()) {
  using Result = decltype(body());
  static_assert(std::is_void_v<Result> || std::is_trivially_copyable_v<Result>);
  if (error_in_flight()) throw PgErrorInFlight{};
  MemoryContextData* const context = CurrentMemoryContext;
  sigjmp_buf* const stack = PG_exception_stack;
  ErrorContextCallback* const callbacks = error_context_stack;
  sigjmp_buf here;
  if (sigsetjmp(here, 0) == 0) {
    PG_exception_stack = &here;
    if constexpr (std::is_void_v<Result>) {
      body();
      PG_exception_stack = stack;
      return;
    } else {
      const Result result = body();
      PG_exception_stack = stack;
      return result;
    }
  }
  PG_exception_stack = stack;
  error_context_stack = callbacks;
  MemoryContextSwitchTo(context);
  detail::mark_in_flight();
  throw PgErrorInFlight{};
}

// What an error of PostgreSQL's said.
struct PgRefusal {
  int sqlstate;
  std::string message;
};

// In a catch of PgErrorInFlight: takes the error off PostgreSQL's stack, so that the work may go on
// once the subtransaction it happened in is rolled back. nullopt, and the error stays in flight, if
// it must end the statement: a cancellation, a shutdown, a lack of memory or disk.
std::optional<PgRefusal> take_error_in_flight();

// For destructors: call_pg(), but an error waits for the boundary instead of being thrown.
template <typename Body>
void call_pg_quietly(Body&& body) noexcept {
  if (error_in_flight()) return;
  try {
    call_pg(body);
  } catch (const PgErrorInFlight&) {  // it is marked, and resumed at the boundary
  }
}

}  // namespace tamis::pg
