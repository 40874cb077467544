#include "sqlite_extension/memory.h"

#include <cstdint>
#include <cstring>

#include "sqlite_extension/api.h"

namespace tamis::sqlite {
namespace {

// What sqlite3_malloc64 promises.
constexpr std::size_t kSqliteAlignment = 8;

class SqliteMemory final : public std::pmr::memory_resource {
  void* do_allocate(std::size_t bytes, std::size_t alignment) override {
    if (alignment <= kSqliteAlignment) return allocated(bytes);
    // The block's own address stands before the aligned part.
    const std::size_t slack = alignment + sizeof(void*);
    if (bytes > SIZE_MAX - slack) throw std::bad_alloc();
    void* const block = allocated(bytes + slack);
    void* place = static_cast<char*>(block) + sizeof(void*);
    std::size_t space = bytes + alignment;
    std::align(alignment, bytes, place, space);
    std::memcpy(static_cast<char*>(place) - sizeof(void*), &block, sizeof(void*));
    return place;
  }

  void do_deallocate(void* place, std::size_t, std::size_t alignment) override {
    if (alignment > kSqliteAlignment) {
      std::memcpy(&place, static_cast<char*>(place) - sizeof(void*), sizeof(void*));
    }
    sqlite3_free(place);
  }

  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

  static void* allocated(std::size_t bytes) {
    void* const block = sqlite3_malloc64(bytes == 0 ? 1 : bytes);
    if (block == nullptr) throw std::bad_alloc();
    return block;
  }
};

}  // namespace

std::pmr::memory_resource* sqlite_memory() noexcept {
  static SqliteMemory memory;
  return &memory;
}

}  // namespace tamis::sqlite
