// Which rows of a batch are new, which differ from the current version of their key, and which
// current versions the batch lacks: told from row prints alone, in one pass over each side.
//
// The current versions stand in a table of 32 bytes each, found through open addressing with linear
// probing over slots that hold 32 bits of the key's hash, so that nearly every probe reads one slot
// and one entry. Those two reads are what it costs, because neither is in a cache: prints come in
// batches, and all of a batch is prefetched before any of it is read (Chen, Ailamaki, Gibbons and
// Mowry, "Improving Hash Join Performance through Prefetching", 2004).
//
// Memory: 32 bytes for each current version, and 12 to 24 for its slot; 16 for each row that is new
// or changed. Nothing is kept beyond the limit: whoever asks goes another way then.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <span>
#include <vector>

#include "core/engine/row_print.h"

namespace tamis::history {

class Matching {
 public:
  Matching(std::size_t most_bytes, std::pmr::memory_resource* memory);

  // The current versions, then index(), then the rows of the batch. False: this can't be told by
  // prints, because a key is NULL or there twice, or memory would pass the limit.
  bool add_versions(std::span<const engine::RowPrint> versions);
  bool index();
  bool match(std::span<const engine::RowPrint> rows);
  // After the last row: whether no two new rows share a key.
  bool new_keys_differ();

  static constexpr std::uint64_t kNone = engine::kAddresses;
  struct Candidate {
    std::uint64_t row;      // of the batch; kNone: the batch lacks the version's key
    std::uint64_t version;  // kNone: the key has no current version
  };
  // New and changed rows, in the order in which they came.
  std::span<const Candidate> candidates() const noexcept { return candidates_; }
  // Adds the versions that the batch lacks, in the order in which they came.
  bool add_missing();
  // Addresses of up to `most` versions that seem to be unchanged, from all over the table.
  std::vector<std::uint64_t> some_unchanged(std::size_t most) const;

  std::size_t versions() const noexcept { return versions_; }
  std::size_t rows() const noexcept { return rows_; }
  std::size_t matched() const noexcept { return matched_; }

 private:
  struct Entry {
    std::array<std::uint64_t, 2> key;
    std::uint64_t values;
    std::uint64_t address;  // with kSeen and kChanged
  };
  // The entry's number plus one, and the upper half of its key's hash; 0: free.
  using Slot = std::uint64_t;

  Entry& entry(std::size_t i) noexcept { return blocks_[i / kBlock][i % kBlock]; }
  const Entry& entry(std::size_t i) const noexcept { return blocks_[i / kBlock][i % kBlock]; }
  std::size_t home(const std::array<std::uint64_t, 2>& key) const noexcept;
  // The entry of this key from slot `at` on, or the first free slot.
  Entry* find(const std::array<std::uint64_t, 2>& key, std::size_t& at) noexcept;
  bool index_some(std::size_t begin, std::size_t end);
  bool match_one(const engine::RowPrint& row, Entry* found);
  bool add_candidate(std::uint64_t row, std::uint64_t version);
  bool fits(std::size_t more) noexcept;

  static constexpr std::size_t kBlock = std::size_t{1} << 15U;

  std::size_t bytes_left_;
  std::pmr::vector<std::pmr::vector<Entry>> blocks_;
  std::pmr::vector<Slot> slots_;
  std::size_t mask_ = 0;
  std::pmr::vector<Candidate> candidates_;
  std::pmr::vector<std::array<std::uint64_t, 2>> new_keys_;
  std::size_t versions_ = 0;
  std::size_t rows_ = 0;
  std::size_t matched_ = 0;
};

}  // namespace tamis::history
