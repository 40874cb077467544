#include "sqlite_extension/guard.h"

#include <new>
#include <stdexcept>

#include "core/error/error.h"

namespace tamis::sqlite {
namespace {

std::string full_text(const Error& error) {
  std::string text = error.message();
  if (!error.detail().empty()) text += "\nDETAIL:  " + error.detail();
  if (!error.hint().empty()) text += "\nHINT:  " + error.hint();
  return text;
}

Failure described() {
  try {
    throw;
  } catch (const Error& error) {
    return {error.code() == Code::cancelled ? SQLITE_INTERRUPT : SQLITE_ERROR, full_text(error)};
  } catch (const EngineError& error) {
    return {error.code(), error.what()};
  } catch (const std::bad_alloc&) {
    return {SQLITE_NOMEM, {}};
  } catch (const std::length_error&) {
    return {SQLITE_TOOBIG, {}};
  } catch (const std::exception& error) {
    return {SQLITE_ERROR, error.what()};
  } catch (...) {
    return {SQLITE_ERROR, "unknown C++ exception"};
  }
}

}  // namespace

Failure failure_in_flight() noexcept {
  try {
    return described();
  } catch (...) {
    return {SQLITE_NOMEM, {}};
  }
}

void report(sqlite3_context* context, const Failure& failure) noexcept {
  if (failure.code == SQLITE_NOMEM) {
    sqlite3_result_error_nomem(context);
  } else if (failure.code == SQLITE_TOOBIG && failure.text.empty()) {
    sqlite3_result_error_toobig(context);
  } else {
    sqlite3_result_error(context, failure.text.c_str(), -1);
    // After the text, which would reset the code.
    sqlite3_result_error_code(context, failure.code);
  }
}

int report(sqlite3_vtab* table, const Failure& failure) noexcept {
  sqlite3_free(table->zErrMsg);
  table->zErrMsg = failure.text.empty() ? nullptr : sqlite3_mprintf("%s", failure.text.c_str());
  return failure.code;
}

}  // namespace tamis::sqlite
