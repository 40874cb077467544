#include "core/export/plan/folders.h"

#include <algorithm>
#include <array>

#include "core/export/format/cell.h"
#include "core/export/format/option_checks.h"
#include "core/export/plan/partition_key.h"

namespace tamis::exports {
namespace {

constexpr std::string_view kNull = "__null__";
constexpr std::string_view kEmpty = "__empty__";
// What Hive, Spark and their kin read as NULL.
constexpr std::string_view kHiveNull = "__HIVE_DEFAULT_PARTITION__";
constexpr std::size_t kMostParts = 12;
constexpr std::size_t kLongestPart = 255;  // of a name in common file systems
constexpr std::string_view kPath = "option \"path\"";

struct TimePart {
  std::string_view token;
  std::string_view hive;
  std::size_t start;
  std::size_t size;
};
// By Granularity.
constexpr std::array<TimePart, 4> kTimeParts{
    {{"yyyy", "year", 0, 4}, {"MM", "month", 5, 2}, {"dd", "day", 8, 2}, {"HH", "hour", 11, 2}}};
constexpr std::array kGranularities = {Granularity::year, Granularity::month, Granularity::day,
                                       Granularity::hour};

const TimePart& facts(Granularity part) { return kTimeParts[static_cast<std::size_t>(part)]; }

bool breaks_path(unsigned char byte) noexcept {
  return byte < 0x20 || byte == 0x7F ||
         std::string_view("\"#%'*/:=?\\{}[]^<>|").find(static_cast<char>(byte)) !=
             std::string_view::npos;
}

void append_escaped(std::string& out, char c) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  out += '%';
  out += kHex[byte >> 4U];
  out += kHex[byte & 15U];
}

}  // namespace

std::string escape_part(std::string_view value, bool hive) {
  if (value.empty()) return hive ? std::string() : std::string(kEmpty);
  const bool taken = value == kNull || value == kEmpty || value == kHiveNull;
  std::string out;
  for (std::string_view rest = value; !rest.empty();) {
    const std::size_t bad = std::min(first_bad_byte(rest), rest.size());
    for (const char c : rest.substr(0, bad)) {
      const bool first = out.empty();
      if (breaks_path(static_cast<unsigned char>(c)) || (first && (c == '.' || taken))) {
        append_escaped(out, c);
      } else {
        out += c;
      }
    }
    if (bad == rest.size()) break;
    append_escaped(out, rest[bad]);
    rest.remove_prefix(bad + 1);
  }
  return out;
}

bool Folders::Part::only_time() const noexcept {
  return std::all_of(pieces.begin(), pieces.end(),
                     [](const Piece& piece) { return piece.kind == Piece::Kind::time; });
}

Folders::Folders(const LayoutOptions& layout, const Constants& constants)
    : levels_(layout.partition_by), hive_(layout.hive) {
  if (!layout.path) {
    for (std::size_t i = 0; i < levels_.size(); ++i) add_level(i);
    return;
  }
  std::string_view rest = *layout.path;
  while (rest.ends_with('/')) rest.remove_suffix(1);
  while (!rest.empty()) {
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    read_part(rest.substr(0, slash), constants);
    rest.remove_prefix(std::min(slash + 1, rest.size()));
  }
  if (parts_.empty() || parts_.size() > kMostParts) {
    bad_option("option \"path\" must have 1 to 12 parts", {});
  }
  check_coverage(*layout.path);
}

void Folders::add_time(std::size_t level, Granularity part) {
  Part& out = parts_.emplace_back();
  if (hive_) out.name = facts(part).hive;
  out.pieces.push_back({Piece::Kind::time, {}, level, part});
}

void Folders::add_level(std::size_t level) {
  const PartitionBy& by = levels_[level];
  if (by.kind == PartitionBy::Kind::time) {
    for (const Granularity part : kGranularities) {
      if (part <= by.granularity) add_time(level, part);
    }
    return;
  }
  Part& out = parts_.emplace_back();
  if (hive_) out.name = escape_part(by.name, true);
  out.pieces.push_back({Piece::Kind::value, {}, level, {}});
}

std::vector<std::string> Folders::known_tokens(const Constants& constants) const {
  std::vector<std::string> known;
  for (const auto& [name, value] : constants) known.push_back(name);
  for (const PartitionBy& level : levels_) {
    known.emplace_back(level.kind == PartitionBy::Kind::shards ? "shard" : level.name);
  }
  return known;
}

Folders::Piece Folders::piece_of(const std::string& token, const Constants& constants) const {
  for (std::size_t i = 0; i < levels_.size(); ++i) {
    const PartitionBy& level = levels_[i];
    if (level.kind == PartitionBy::Kind::time) {
      for (const Granularity part : kGranularities) {
        if (token != facts(part).token) continue;
        if (part <= level.granularity) return {Piece::Kind::time, {}, i, part};
        bad_option("option \"path\" has {" + token + "}, but column " + in_quotes(level.column) +
                       " is divided by " + std::string(name_of(level.granularity)),
                   "Choose a finer \"granularity\".");
      }
    }
    const bool shard =
        level.kind == PartitionBy::Kind::shards && (token == "shard" || token == "shard_id");
    if (level.kind != PartitionBy::Kind::time && (shard || token == level.name)) {
      return {Piece::Kind::value, {}, i, {}};
    }
  }
  const auto constant = constants.find(token);
  if (constant == constants.end()) unknown_token(token, kPath, known_tokens(constants));
  return {Piece::Kind::literal, constant->second, 0, {}};
}

void Folders::read_part(std::string_view text, const Constants& constants) {
  Part& out = parts_.emplace_back();
  int values = 0;
  for (PatternPiece& given : split_pattern(text, kPath)) {
    if (given.token) {
      out.pieces.push_back(piece_of(given.text, constants));
      values += out.pieces.back().kind == Piece::Kind::value ? 1 : 0;
      continue;
    }
    // In a literal, = is what it is meant for: year={yyyy}.
    const bool plain = std::none_of(given.text.begin(), given.text.end(), [](char c) {
      return c != '=' && breaks_path(static_cast<unsigned char>(c));
    });
    if (!plain || first_bad_byte(given.text) != std::string::npos) {
      bad_option("option \"path\" has a character that no folder should: " + in_quotes(text), {});
    }
    out.pieces.push_back({Piece::Kind::literal, std::move(given.text), 0, {}});
  }
  if (values > 1) {
    bad_option("option \"path\" has two values in one part: " + in_quotes(text),
               "Where one ends and the other begins could not be told. Put a slash between.");
  }
  const bool hidden = out.pieces.empty() || out.pieces.front().text.starts_with('.');
  if (hidden) bad_option("option \"path\" has an empty or hidden part: " + in_quotes(text), {});
  if (hive_ && out.pieces.size() == 1 && out.pieces[0].kind != Piece::Kind::literal) {
    const Piece& piece = out.pieces[0];
    out.name = piece.kind == Piece::Kind::time ? std::string(facts(piece.part).hive)
                                               : escape_part(levels_[piece.level].name, true);
  }
}

void Folders::check_coverage(std::string_view path) const {
  const auto stands = [&](std::size_t level, std::optional<Granularity> part) {
    return std::any_of(parts_.begin(), parts_.end(), [&](const Part& p) {
      return std::any_of(p.pieces.begin(), p.pieces.end(), [&](const Piece& piece) {
        return piece.kind != Piece::Kind::literal && piece.level == level &&
               (!part || piece.part == *part);
      });
    });
  };
  for (std::size_t i = 0; i < levels_.size(); ++i) {
    const PartitionBy& level = levels_[i];
    std::string lacking;
    if (level.kind != PartitionBy::Kind::time) {
      if (!stands(i, std::nullopt)) lacking = level.name;
    } else {
      for (const Granularity part : kGranularities) {
        if (part <= level.granularity && !stands(i, part)) lacking = facts(part).token;
      }
    }
    if (lacking.empty()) continue;
    bad_option("option \"path\" lacks {" + lacking + "}: " + in_quotes(path),
               "Rows of several partitions would share a folder.");
  }
}

std::string Folders::filled(const Part& part, std::span<const Key> keys) const {
  std::string out = part.name.empty() ? "" : part.name + "=";
  const std::string_view null = hive_ ? kHiveNull : kNull;
  for (const Piece& piece : part.pieces) {
    if (piece.kind == Piece::Kind::literal) {
      out += piece.text;
      continue;
    }
    const Key& key = keys[piece.level];
    if (!key) {
      out += null;
    } else if (piece.kind == Piece::Kind::value) {
      out += escape_part(*key, hive_);
    } else {
      const TimePart& time = facts(piece.part);
      out += std::string_view(*key).substr(time.start, time.size);
    }
  }
  if (out.size() > kLongestPart) {
    throw Error(Code::invalid_value,
                "a value is too long for the name of a folder: " + in_quotes(out),
                "It has " + std::to_string(out.size()) + " bytes; 255 fit.",
                "Partition by \"shards\" of the column, or by a shorter one.");
  }
  return out;
}

std::string Folders::folder(std::span<const Key> keys) const {
  std::vector<bool> missing(levels_.size(), false);
  for (std::size_t i = 0; i < levels_.size(); ++i) {
    const PartitionBy& level = levels_[i];
    if (level.kind != PartitionBy::Kind::time) continue;
    missing[i] = !keys[i];
    if (keys[i] && !is_time_key(*keys[i], level.granularity)) {
      throw Error(Code::invalid_value,
                  "can't partition by column " + in_quotes(level.column) + ": " +
                      in_quotes(*keys[i]) + " is no date from year 1 to 9999" +
                      (level.granularity == Granularity::hour ? " with an hour" : ""),
                  {}, "Clean the column first, or export a query that leaves such rows out.");
    }
  }
  std::string out;
  bool null_written = false;
  for (const Part& part : parts_) {
    // One folder says that there is no date.
    const bool no_date = !hive_ && part.only_time() && [&] {
      return std::any_of(part.pieces.begin(), part.pieces.end(), [&](const Piece& piece) {
        return piece.kind == Piece::Kind::time && missing[piece.level];
      });
    }();
    if (no_date && null_written) continue;
    null_written = null_written || no_date;
    out += no_date ? std::string(kNull) : filled(part, keys);
    out += '/';
  }
  return out;
}

std::string Folders::label(std::span<const Key> keys) const {
  std::string out;
  for (std::size_t i = 0; i < levels_.size(); ++i) {
    if (i > 0) out += '/';
    const bool time = levels_[i].kind == PartitionBy::Kind::time;
    out += !keys[i] ? std::string(kNull) : time ? *keys[i] : escape_part(*keys[i], false);
  }
  return out;
}

std::string Folders::pattern() const {
  std::string out;
  for (const Part& part : parts_) {
    if (!part.name.empty()) out += part.name + "=";
    for (const Piece& piece : part.pieces) {
      switch (piece.kind) {
        case Piece::Kind::literal: out += piece.text; break;
        case Piece::Kind::time: out += "{" + std::string(facts(piece.part).token) + "}"; break;
        case Piece::Kind::value: out += "{" + levels_[piece.level].name + "}"; break;
      }
    }
    out += '/';
  }
  return out;
}

}  // namespace tamis::exports
