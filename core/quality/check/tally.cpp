#include "core/quality/check/tally.h"

#include <algorithm>

#include "core/error/error.h"

namespace tamis::quality {
namespace {

using document::Json;
using sketch::ByteCounter;
using sketch::ByteReader;
using sketch::ByteWriter;

constexpr std::uint8_t kFailed = static_cast<std::uint8_t>(Outcome::failed);
constexpr std::uint8_t kUndecided = static_cast<std::uint8_t>(Outcome::undecided);

// Of a rule on one value that value; of several an object of them.
Json shown(const CompiledRules& rules, const CompiledRules::Entry& entry) {
  const std::span<Cell> cells = rules.cells();
  if (entry.rule.kind().mode != Mode::row) {
    return shown_value(cells[entry.columns.at(0)], rules.masks());
  }
  Json out = Json::object();
  for (const std::size_t column : entry.columns) {
    out[rules.name(column)] = shown_value(cells[column], rules.masks());
  }
  return out;
}

void take_repeats(Keys& keys, std::size_t samples, Json& out) {
  if (keys.too_many()) {
    out["exact"] = false;
    return;
  }
  const Keys::Repeats repeats = keys.repeats(samples);
  out["counts"][0] = out["counts"][0].get<std::uint64_t>() - repeats.rows;
  out["counts"][1] = repeats.rows;
  Json rows = Json::array();
  for (const sketch::RowRef& row : repeats.first) {
    rows.push_back({{"table", row.table}, {"row", row.row}});
  }
  if (!rows.empty()) out["repeats"] = std::move(rows);
}

}  // namespace

Tally::Tally(const CompiledRules& rules, std::string_view source, std::pmr::memory_resource* memory)
    : source_(source, memory),
      counts_(rules.size(), Counts{}, memory),
      samples_(memory),
      metrics_(rules, memory) {
  samples_.reserve(rules.size());
  for (std::size_t i = 0; i < rules.size(); ++i) samples_.emplace_back(memory);
}

void Tally::add(const CompiledRules& rules, const sketch::RowRef& row,
                std::span<const engine::Value> values) {
  const std::span<std::uint8_t> states = rules.judge(values);
  metrics_.add(rules, states, row);
  ++rows_;
  for (std::size_t i = 0; i < states.size(); ++i) {
    ++counts_[i][states[i]];
    if (states[i] == kFailed || states[i] == kUndecided) sample(rules, i, row);
  }
}

void Tally::sample(const CompiledRules& rules, std::size_t rule, const sketch::RowRef& row) {
  if (!samples_[rule].wants(row, rules.samples())) return;
  samples_[rule].insert(row, document::canonical(shown(rules, rules.entry(rule))), rules.samples());
}

void Tally::merge(const CompiledRules& rules, Tally& other) {
  if (other.source_ != source_) {
    throw Error(Code::invalid_value, "the rules differ from row to row", {},
                "The rules of one aggregate are one constant text.");
  }
  rows_ += other.rows_;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    for (std::size_t s = 0; s < counts_[i].size(); ++s) counts_[i][s] += other.counts_[i][s];
    samples_[i].merge(other.samples_[i], rules.samples());
  }
  metrics_.merge(other.metrics_);
}

template <typename Out>
void Tally::write(Out& out) {
  out.varint(source_.size());
  out.bytes(source_);
  out.varint(rows_);
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    for (const std::uint64_t count : counts_[i]) out.varint(count);
    out.varint(samples_[i].list().size());
    for (const Sample& sample : samples_[i].list()) {
      out.byte(sample.row.known ? 1 : 0);
      out.varint(sample.row.table);
      out.fixed(static_cast<std::uint64_t>(sample.row.row));
      out.varint(sample.json.size());
      out.bytes(sample.json);
    }
  }
  metrics_.write(out);
}

std::size_t Tally::encoded_size() {
  ByteCounter counter;
  write(counter);
  return counter.size();
}

void Tally::encode(std::span<std::byte> out) {
  ByteWriter writer(out);
  write(writer);
}

std::string_view Tally::source_in(std::span<const std::byte> bytes) {
  ByteReader in(bytes);
  return in.bytes(in.varint());
}

Tally Tally::decode(const CompiledRules& rules, std::span<const std::byte> bytes,
                    std::pmr::memory_resource* memory) {
  constexpr std::size_t kMostJson = 1 << 20;
  ByteReader in(bytes);
  const std::string_view source = in.bytes(in.varint());
  Tally out(rules, source, memory);
  out.rows_ = in.varint();
  for (std::size_t i = 0; i < out.counts_.size(); ++i) {
    for (std::uint64_t& count : out.counts_[i]) count = in.varint();
    const std::uint64_t samples = in.varint(rules.samples(), "there are too many samples");
    for (std::uint64_t s = 0; s < samples; ++s) {
      sketch::RowRef row;
      row.known = in.byte() != 0;
      row.table = static_cast<std::uint32_t>(in.varint(UINT32_MAX, "a table is out of range"));
      row.row = static_cast<std::int64_t>(in.fixed());
      const std::string_view json = in.bytes(in.varint(kMostJson, "a sample is too large"));
      out.samples_[i].insert(row, json, rules.samples());
    }
  }
  out.metrics_.read(in);
  in.require(in.at_end(), "there are bytes behind its end");
  return out;
}

std::string Tally::result(const CompiledRules& rules) {
  Json list = Json::array();
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    Json out = {
        {"counts", std::vector<std::uint64_t>(counts_[i].begin(), counts_[i].begin() + kOutcomes)}};
    Json samples = Json::array();
    for (const Sample& sample : samples_[i].list()) {
      Json shown = {{"value", Json::parse(sample.json)}};
      if (sample.row.known) {
        shown["row"] = sample.row.row;
        shown["table"] = sample.row.table;
      }
      samples.push_back(std::move(shown));
    }
    if (!samples.empty()) out["samples"] = std::move(samples);
    if (Keys* const keys = metrics_.keys_of(i)) take_repeats(*keys, rules.samples(), out);
    if (rules.entry(i).rule.kind().mode == Mode::metric) {
      Observed observed = metrics_.observed(rules, i, counts_[i]);
      out["observed"] = std::move(observed.value);
      if (!observed.exact) out["exact"] = false;
      if (!observed.problem.empty()) out["problem"] = std::move(observed.problem);
    }
    list.push_back(std::move(out));
  }
  return document::canonical({{"rows", rows_}, {"rules", std::move(list)}});
}

}  // namespace tamis::quality
