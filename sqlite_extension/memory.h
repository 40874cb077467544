// SQLite's allocator as a C++ memory resource: what lives in it is counted by
// sqlite3_memory_used() and bound by SQLite's heap limits.
#pragma once

#include <cstddef>
#include <memory>
#include <memory_resource>
#include <new>
#include <utility>

namespace tamis::sqlite {

// Throws bad_alloc when SQLite has no memory.
std::pmr::memory_resource* sqlite_memory() noexcept;

// Destroys an object made by make_in_sqlite().
template <typename T>
struct SqliteDelete {
  void operator()(T* object) const noexcept {
    object->~T();
    sqlite_memory()->deallocate(object, sizeof(T), alignof(T));
  }
};

template <typename T>
using SqlitePtr = std::unique_ptr<T, SqliteDelete<T>>;

template <typename T, typename... Args>
SqlitePtr<T> make_in_sqlite(Args&&... args) {
  void* const place = sqlite_memory()->allocate(sizeof(T), alignof(T));
  try {
    return SqlitePtr<T>(new (place) T(std::forward<Args>(args)...));
  } catch (...) {
    sqlite_memory()->deallocate(place, sizeof(T), alignof(T));
    throw;
  }
}

}  // namespace tamis::sqlite
