// The SQL of a reconciliation, planned before anything runs.
//
// In every statement a key is the tamis_row_hash of its canonical values, so that both engines join
// what is equal by meaning and by nothing else.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/engine/session.h"
#include "core/quality/compare/reconcile.h"

namespace tamis::quality {

class ReconcilePlan {
 public:
  // Throws undefined_column and invalid_option where the options don't fit the tables.
  ReconcilePlan(const engine::Dialect& dialect, const engine::Relation& a,
                const engine::Relation& b, const ReconcileOptions& options);

  // The columns both sides have, in the order of a.
  const std::vector<PairedColumn>& columns() const noexcept { return columns_; }
  const std::vector<std::string>& only_in_a() const noexcept { return only_in_a_; }
  const std::vector<std::string>& only_in_b() const noexcept { return only_in_b_; }
  // Those that the hash is made of: all but those with a tolerance, by name in byte order.
  std::vector<std::string> hashed() const;
  bool is_key(std::string_view column) const noexcept;

  // What is sketched of a side: the columns as they are compared.
  engine::Relation compared(bool of_a) const;
  // One row: rows, and the sums of the four parts of their hashes (NULL without rows).
  std::string hash_sums(bool of_a) const;
  // One row: keys in both, only in a, only in b; repeated keys, their rows in a and in b; rows with
  // a key in a and in b.
  std::string key_counts() const;
  // One row: changed keys, then for each column how many differ. `repeated`: whether there are
  // repeated keys to leave out.
  std::string change_counts(bool repeated) const;
  // Rows: the key columns, then for each column 0 or 1, the value in a, the value in b.
  std::string changed_rows(bool repeated, std::size_t most) const;
  // Rows: the key columns, then the columns, of the keys that the other side lacks.
  std::string unshared_rows(bool of_a, bool repeated, std::size_t most) const;
  // Rows: the key columns, then how often.
  std::string repeated_rows(bool of_a, std::size_t most) const;

 private:
  const engine::Relation& relation(bool of_a) const noexcept { return of_a ? a_ : b_; }
  std::string key_columns(bool of_a) const;
  std::string key_hash(bool of_a) const;
  std::string with_key(bool of_a) const;
  std::string side(bool of_a, bool compared, bool shown) const;
  std::string materialised() const;
  std::string keys_of_both() const;
  std::string without_repeated(bool repeated) const;
  std::string flag(std::size_t column) const;
  std::string flags_sum() const;
  std::string key_order(std::string_view prefix) const;
  std::string shown_keys(std::string_view prefix) const;
  void require_tolerable(std::string_view name) const;

  const engine::Dialect& dialect_;
  const engine::Relation& a_;
  const engine::Relation& b_;
  const ReconcileOptions& options_;
  std::vector<PairedColumn> columns_;
  std::vector<PairedColumn> key_;
  std::vector<std::string> only_in_a_;
  std::vector<std::string> only_in_b_;
};

}  // namespace tamis::quality
