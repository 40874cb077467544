// The folder of each partition: a pattern, compiled once and filled with the keys of a row.
//
// No two partitions share a folder. Every level stands in the path, each value in a part of its
// own, and a value is written so that it can't be taken for another or for a part of the path:
// what Hive escapes (% / = : and their like, control characters), a leading point and bytes that
// are no UTF-8 become %XX; NULL is __null__ and an empty text __empty__; a value that looks like
// one of these has its first byte escaped. In Hive's layout a part reads name=value, NULL is
// __HIVE_DEFAULT_PARTITION__ and an empty text is empty.
// Source of the escapes: Apache Hive, FileUtils.escapePathName.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/export/plan/layout_options.h"
#include "core/export/plan/pattern.h"

namespace tamis::exports {

using Key = std::optional<std::string>;  // nothing: NULL

// A value as a part of a path, or of one.
std::string escape_part(std::string_view value, bool hive);

class Folders {
 public:
  Folders() = default;
  // Throws invalid_option for a path that leaves a level out or has what means nothing.
  Folders(const LayoutOptions& layout, const Constants& constants);

  // Below data/: "2024/03/"; empty without partitions or path. Throws invalid_value for a key that
  // is no date.
  std::string folder(std::span<const Key> keys) const;
  // What manifests call it: "2024-03", "2024-03-05/07/eu".
  std::string label(std::span<const Key> keys) const;
  // The path as a pattern.
  std::string pattern() const;

 private:
  // A part of a date, a level's value or literal text.
  struct Piece {
    enum class Kind : std::uint8_t { literal, time, value } kind = Kind::literal;
    std::string text;
    std::size_t level = 0;
    Granularity part = Granularity::year;
  };
  struct Part {
    std::string name;  // what Hive's layout puts before "="; empty: nothing
    std::vector<Piece> pieces;
    bool only_time() const noexcept;
  };

  void read_part(std::string_view text, const Constants& constants);
  Piece piece_of(const std::string& token, const Constants& constants) const;
  std::vector<std::string> known_tokens(const Constants& constants) const;
  void add_level(std::size_t level);
  void add_time(std::size_t level, Granularity part);
  void check_coverage(std::string_view path) const;
  std::string filled(const Part& part, std::span<const Key> keys) const;

  std::vector<PartitionBy> levels_;
  bool hive_ = false;
  std::vector<Part> parts_;
};

}  // namespace tamis::exports
