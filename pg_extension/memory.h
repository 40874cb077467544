// Memory contexts as std::pmr resources.
#pragma once

#include <memory_resource>
#include <new>

#include "pg_extension/guard.h"

namespace tamis::pg {

// `size` bytes from a context, or bad_alloc: never a longjmp, so C++ objects may be alive.
inline void* allocate_in(MemoryContext context, std::size_t size) {
  void* p = nullptr;
  if (AllocHugeSizeIsValid(size)) {
    p = MemoryContextAllocExtended(context, size, MCXT_ALLOC_HUGE | MCXT_ALLOC_NO_OOM);
  }
  if (p == nullptr) throw std::bad_alloc();
  return p;
}

// Memory that PostgreSQL owns and accounts for (work_mem, spilling) and frees with the context,
// also when no destructor runs.
class ContextResource final : public std::pmr::memory_resource {
 public:
  explicit ContextResource(MemoryContext context) noexcept : context_(context) {}

 private:
  void* do_allocate(std::size_t bytes, std::size_t alignment) override {
    if (alignment <= MAXIMUM_ALIGNOF) return allocate_in(context_, bytes);
    // Contexts align to 8; for more, the start of the chunk stands right before the block.
    std::size_t space = bytes + alignment;
    if (space < bytes) throw std::bad_alloc();
    void* const chunk = allocate_in(context_, space + sizeof(void*));
    void* block = static_cast<char*>(chunk) + sizeof(void*);
    std::align(alignment, bytes, block, space);
    static_cast<void**>(block)[-1] = chunk;
    return block;
  }
  void do_deallocate(void* block, std::size_t, std::size_t alignment) override {
    pfree(alignment <= MAXIMUM_ALIGNOF ? block : static_cast<void**>(block)[-1]);
  }
  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

  MemoryContext context_;
};

// Makes a context the current one for as long as it lives.
class InContext {
 public:
  explicit InContext(MemoryContext context) noexcept : before_(MemoryContextSwitchTo(context)) {}
  InContext(const InContext&) = delete;
  InContext& operator=(const InContext&) = delete;
  ~InContext() { MemoryContextSwitchTo(before_); }

 private:
  MemoryContext before_;
};

// A context of our own under the current one; deleting it raises nothing, so it may go while an
// error is in flight.
class OwnContext {
 public:
  OwnContext()
      : context_(call_pg([] {
          return AllocSetContextCreate(CurrentMemoryContext, "tamis", ALLOCSET_DEFAULT_SIZES);
        })) {}
  OwnContext(const OwnContext&) = delete;
  OwnContext& operator=(const OwnContext&) = delete;
  ~OwnContext() { MemoryContextDelete(context_); }

  MemoryContext get() const noexcept { return context_; }
  void reset() noexcept { MemoryContextReset(context_); }

 private:
  MemoryContext context_;
};

}  // namespace tamis::pg
