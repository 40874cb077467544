#include "core/sketch/sketch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <memory>
#include <memory_resource>
#include <random>
#include <string>
#include <vector>

#include "core/document/json.h"
#include "core/error/error.h"
#include "core/profile/profile.h"

namespace tamis::sketch {
namespace {

using engine::Kind;
using engine::Value;
using types::Type;

// Fails at the n-th allocation, and knows what is still allocated.
class FailingMemory final : public std::pmr::memory_resource {
 public:
  explicit FailingMemory(long fail_at = -1) : left_(fail_at) {}
  std::size_t live() const { return live_; }
  std::size_t peak() const { return peak_; }
  bool failed() const { return left_ == 0; }
  void fail_next() { left_ = 1; }

 private:
  void* do_allocate(std::size_t bytes, std::size_t alignment) override {
    if (left_ == 0 || (left_ > 0 && --left_ == 0)) throw std::bad_alloc();
    live_ += bytes;
    peak_ = std::max(peak_, live_);
    return std::pmr::new_delete_resource()->allocate(bytes, alignment);
  }
  void do_deallocate(void* p, std::size_t bytes, std::size_t alignment) override {
    live_ -= bytes;
    std::pmr::new_delete_resource()->deallocate(p, bytes, alignment);
  }
  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

  long left_;
  std::size_t live_ = 0;
  std::size_t peak_ = 0;
};

std::pmr::memory_resource* heap() { return std::pmr::new_delete_resource(); }

using Bytes = std::vector<std::byte>;

Bytes bytes_of(const ColumnSketch& sketch) {
  Bytes bytes(sketch.encoded_size());
  sketch.encode(bytes);
  return bytes;
}

std::string report(const ColumnSketch& sketch) {
  return document::canonical(profile::interpret(sketch).document);
}

ColumnSketch sketch_of(const std::vector<std::string>& values) {
  ColumnSketch sketch(heap());
  for (const std::string& value : values) sketch.add(Value::text(value));
  return sketch;
}

// A bit of everything a column may hold, `distinct` roughly setting how much differs.
std::vector<std::string> messy(std::size_t size, std::size_t distinct, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<std::string> values;
  values.reserve(size);
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t k = random() % distinct;
    const std::string n = std::to_string(k);
    switch (random() % 16) {
      case 0: values.push_back(n); break;
      case 1: values.push_back(n + ".25"); break;
      case 2: values.push_back("1," + std::to_string(100 + k % 900)); break;
      case 3:
        values.push_back(std::to_string(1 + k % 28) + "/" + std::to_string(1 + k % 12) + "/2024");
        break;
      case 4:
        values.push_back("2024-0" + std::to_string(1 + k % 9) + "-1" + std::to_string(k % 10));
        break;
      case 5: values.push_back(k % 2 == 0 ? "N/A" : "-"); break;
      case 6: values.push_back(k % 3 == 0 ? "" : "  "); break;
      case 7: values.push_back(k % 2 == 0 ? "Yes" : "no"); break;
      case 8: values.push_back("00" + n); break;
      case 9: values.push_back(std::string(70, 'x') + n); break;
      case 10: values.push_back(" caf\xC3\xA9 " + n); break;
      case 11: values.push_back("1.5e" + std::to_string(k % 20)); break;
      case 12: values.push_back("2024-02-30"); break;
      case 13: values.push_back("2024-03-05 10:00:" + std::to_string(10 + k % 50)); break;
      default: values.push_back("heavy " + std::to_string(k % 7));
    }
  }
  return values;
}

TEST(Sketch, EmptyHasNoValues) {
  const ColumnSketch sketch(heap());
  EXPECT_EQ(sketch.facts().rows(), 0u);
  EXPECT_EQ(sketch.distinct().count(), 0u);
  const auto decoded = ColumnSketch::decode(bytes_of(sketch), heap());
  EXPECT_EQ(bytes_of(decoded), bytes_of(sketch));
}

TEST(Sketch, CountsTypesAndKinds) {
  ColumnSketch sketch(heap());
  sketch.add(Value());
  sketch.add(Value::integer(5));
  sketch.add(Value::real(2.5));
  sketch.add(Value::boolean(true));
  sketch.add(Value::decimal("12.50"));
  sketch.add(Value::blob(std::string_view("abc")));
  for (const char* text :
       {"", "  ", "N/A", "yes", "17", "1.5", "2024-01-31", "2024-02-30", "007", "plain"}) {
    sketch.add(Value::text(text));
  }
  const Facts& facts = sketch.facts();
  EXPECT_EQ(facts.rows(), 16u);
  EXPECT_EQ(facts.present(), 12u);
  EXPECT_EQ(facts.kinds[static_cast<std::size_t>(Kind::text)], 10u);
  EXPECT_EQ(facts.of(Type::empty), 1u);
  EXPECT_EQ(facts.of(Type::blank), 1u);
  EXPECT_EQ(facts.of(Type::missing), 1u);
  EXPECT_EQ(facts.of(Type::boolean), 2u);
  EXPECT_EQ(facts.of(Type::integer), 2u);
  EXPECT_EQ(facts.of(Type::decimal), 3u);
  EXPECT_EQ(facts.of(Type::date), 1u);
  EXPECT_EQ(facts.of(Type::invalid_date), 1u);
  EXPECT_EQ(facts.of(Type::code), 1u);
  EXPECT_EQ(facts.of(Type::text), 1u);
  EXPECT_EQ(facts.of(Type::binary), 1u);
}

TEST(Sketch, CanonicalTextMakesEqualValuesOne) {
  ColumnSketch sketch(heap());
  sketch.add(Value::integer(5));
  sketch.add(Value::text("5"));
  sketch.add(Value::decimal("5.00"));
  sketch.add(Value::decimal("5"));
  EXPECT_EQ(sketch.distinct().count(), 1u);
  EXPECT_EQ(sketch.facts().of(Type::integer), 4u);
  sketch.add(Value::real(0.0));
  sketch.add(Value::real(-0.0));
  EXPECT_EQ(sketch.distinct().count(), 2u);
  sketch.add(Value::decimal("0.50"));
  sketch.add(Value::real(0.5));
  EXPECT_EQ(sketch.distinct().count(), 3u);
}

TEST(Sketch, RepeatsCountAsIfReadEachTime) {
  ColumnSketch repeated(heap());
  ColumnSketch merged(heap());
  const std::string long_text(80, 'y');
  for (const std::string_view text :
       std::initializer_list<std::string_view>{" 3/25/2024 ", "12,5", "Yes", "1e3", long_text}) {
    for (int i = 0; i < 1000; ++i) {
      repeated.add(Value::text(text));
      ColumnSketch one(heap());
      one.add(Value::text(text));
      merged.merge(one);
    }
  }
  EXPECT_EQ(report(repeated), report(merged));
  EXPECT_EQ(repeated.facts().of(Trait::leading_space), 1000u);
  ASSERT_EQ(repeated.formats().entries().size(), 1u);
  EXPECT_EQ(repeated.formats().entries()[0].by_orders[dates::kMonthFirst], 1000u);
}

TEST(Sketch, PartitionsGiveTheSameReport) {
  for (const std::size_t distinct : {3u, 200u, 3000u, 40000u}) {
    const auto values = messy(30000, distinct, static_cast<unsigned>(distinct));
    const std::string whole = report(sketch_of(values));
    for (const std::size_t parts : {1u, 2u, 3u, 7u, 20u, 100u}) {
      std::vector<ColumnSketch> sketches;
      for (std::size_t i = 0; i < parts; ++i) sketches.emplace_back(heap());
      for (std::size_t i = 0; i < values.size(); ++i) {
        sketches[(i * 31) % parts].add(Value::text(values[i]));
      }
      ColumnSketch forward(heap());
      for (const auto& sketch : sketches) forward.merge(sketch);
      EXPECT_EQ(report(forward), whole) << distinct << " distinct in " << parts << " parts";
      ColumnSketch stored(heap());
      for (auto it = sketches.rbegin(); it != sketches.rend(); ++it) {
        stored.merge(ColumnSketch::decode(bytes_of(*it), heap()));
      }
      EXPECT_EQ(report(stored), whole) << distinct << " distinct in " << parts << " parts, stored";
    }
  }
}

TEST(Sketch, OrderOfRowsChangesNothing) {
  auto values = messy(20000, 5000, 7);
  const std::string first = report(sketch_of(values));
  for (unsigned seed = 0; seed < 5; ++seed) {
    std::shuffle(values.begin(), values.end(), std::mt19937(seed));
    EXPECT_EQ(report(sketch_of(values)), first);
  }
  std::sort(values.begin(), values.end());
  EXPECT_EQ(report(sketch_of(values)), first);
}

TEST(Sketch, MergingWithItselfDoubles) {
  ColumnSketch sketch = sketch_of(messy(3000, 1000, 1));
  const std::uint64_t rows = sketch.facts().rows();
  const std::uint64_t distinct = sketch.distinct().count();
  sketch.merge(sketch);
  EXPECT_EQ(sketch.facts().rows(), 2 * rows);
  EXPECT_EQ(sketch.distinct().count(), distinct);
}

TEST(Sketch, SumsOfIntegersAreExact) {
  ColumnSketch sketch(heap());
  std::int64_t sum = 0;
  std::mt19937_64 random(3);
  for (int i = 0; i < 10000; ++i) {
    const auto v = static_cast<std::int64_t>(random() % 900'000'000'000'000) - 100;
    sum += v;
    sketch.add(Value::integer(v));
  }
  EXPECT_EQ(profile::interpret(sketch).document["number"]["sum"].get<std::int64_t>(), sum);
}

TEST(Sketch, DeviationSurvivesALargeMean) {
  ColumnSketch sketch(heap());
  for (int i = 0; i < 1000; ++i) sketch.add(Value::integer(1'000'000'000'000 + i % 2));
  const auto& moments = sketch.facts().numbers[static_cast<std::size_t>(NumberReading::integer)];
  EXPECT_NEAR(moments.deviation(), std::sqrt(250.0 / 999), 1e-12);
}

TEST(Sketch, NumbersBeyondDoublesAreNotZero) {
  ColumnSketch sketch(heap());
  sketch.add(Value::decimal("1" + std::string(400, '0')));
  sketch.add(Value::decimal("2"));
  const auto number = profile::interpret(sketch).document["number"];
  EXPECT_EQ(number["zero"], 0);
  EXPECT_EQ(number["min"], 2.0);
  EXPECT_TRUE(number["mean"].is_null());
}

TEST(Sketch, HistogramsOfDatesStayInTheCalendar) {
  ColumnSketch sketch(heap());
  for (const char* day : {"0001-01-01", "2024-03-05", "9999-12-31"}) sketch.add(Value::text(day));
  const auto bins = profile::interpret(sketch).document["date"]["histogram"];
  ASSERT_FALSE(bins.empty());
  EXPECT_EQ(bins.front()["from"], "0001-01-01 00:00:00");
  EXPECT_EQ(bins.back()["to"], "9999-12-31 23:59:59.999999");
}

TEST(Sketch, DeviationIsNotToldWhereOrderDecidesIt) {
  // Identifiers of seventeen digits: their squares need more bits than two doubles have.
  ColumnSketch up(heap());
  ColumnSketch down(heap());
  for (std::int64_t i = 0; i < 20000; ++i) {
    up.add(Value::integer(30'000'000'000'000'003 + i * 7919 % 10));
    down.add(Value::integer(30'000'000'000'000'003 + (19999 - i) * 7919 % 10));
  }
  for (const ColumnSketch* sketch : {&up, &down}) {
    EXPECT_TRUE(profile::interpret(*sketch).document["number"]["stddev"].is_null());
  }
}

TEST(Sketch, KnownValuesNeedNoMemory) {
  FailingMemory memory;
  ColumnSketch sketch(&memory);
  for (int i = 0; i < 408; ++i) sketch.add(Value::integer(3 * i));
  for (int i = 0; i < 1000; ++i) sketch.add(Value::integer(810));
  memory.fail_next();
  EXPECT_EQ(sketch.facts().present(), 1408U);
}

TEST(Sketch, ValuesTooLargeToSquareHaveNoMean) {
  ColumnSketch sketch(heap());
  sketch.add(Value::real(1e300));
  sketch.add(Value::real(-1e300));
  sketch.add(Value::real(1));
  const auto document = profile::interpret(sketch).document;
  EXPECT_EQ(document["type"], "real");
  EXPECT_TRUE(document["number"]["mean"].is_null());
  EXPECT_DOUBLE_EQ(document["number"]["max"].get<double>(), 1e300);
}

TEST(Frequent, ExactWhileFewDiffer) {
  ColumnSketch sketch(heap());
  for (int i = 0; i < 200; ++i) {
    for (int n = 0; n <= i; ++n) sketch.add(Value::text("v" + std::to_string(i)));
  }
  ASSERT_TRUE(sketch.frequent().exact());
  const auto top = profile::interpret(sketch).document["top"];
  ASSERT_EQ(top.size(), 10u);
  EXPECT_EQ(top[0], (document::Json{{"value", "v199"}, {"count", 200}, {"error", 0}}));
}

TEST(Frequent, FindsTheHeavyAmongMany) {
  std::mt19937 random(5);
  std::vector<std::string> values;
  for (int i = 0; i < 100000; ++i) {
    values.push_back(i % 10 == 0   ? "tenth"
                     : i % 25 == 1 ? "twenty-fifth"
                                   : std::to_string(random()));
  }
  const auto top = profile::interpret(sketch_of(values)).document["top"];
  ASSERT_EQ(top.size(), 2u);
  EXPECT_EQ(top[0]["value"], "tenth");
  for (const auto& item : top) {
    const auto count = item["count"].get<std::int64_t>();
    const std::int64_t truth = item["value"] == "tenth" ? 10000 : 4000;
    EXPECT_GE(count, truth);
    EXPECT_LE(count - item["error"].get<std::int64_t>(), truth);
  }
}

TEST(Frequent, UniqueValuesHaveNoTop) {
  ColumnSketch sketch(heap());
  for (int i = 0; i < 50000; ++i) sketch.add(Value::integer(i));
  EXPECT_TRUE(profile::interpret(sketch).document["top"].empty());
}

TEST(Frequent, LongValuesAreCutForPeopleNotForCounting) {
  const std::string stem(63, 'a');
  ColumnSketch sketch(heap());
  sketch.add(Value::text(stem + "\xC3\xA9 first"));
  sketch.add(Value::text(stem + "\xC3\xA9 second"));
  EXPECT_EQ(sketch.distinct().count(), 2u);
  const auto top = profile::interpret(sketch).document["top"];
  ASSERT_EQ(top.size(), 2u);
  EXPECT_EQ(top[0]["value"], stem + "\xE2\x80\xA6");
}

TEST(Sketch, MemoryStaysBounded) {
  FailingMemory memory;
  {
    ColumnSketch sketch(&memory);
    for (const std::string& value : messy(60000, 100000, 11)) sketch.add(Value::text(value));
    // Everything at once: numbers and dates, each in all their readings.
    EXPECT_LT(memory.live() + sizeof(ColumnSketch), 94u * 1024);
    EXPECT_LT(sketch.encoded_size(), 50u * 1024);
  }
  EXPECT_LT(memory.peak() + sizeof(ColumnSketch), kMostBytes) << memory.peak();
  EXPECT_EQ(memory.live(), 0u);
}

TEST(Sketch, AColumnOfOneKindStaysSmall) {
  std::mt19937 random(4);
  const auto number = [&](unsigned below) { return std::to_string(random() % below); };
  const auto two = [&](unsigned below) { return std::to_string(10 + random() % below); };
  const std::array<std::function<std::string()>, 4> columns = {
      [&] { return number(1'000'000) + "." + two(90); },
      [&] { return "20" + two(20) + "-10-" + two(20) + " " + two(14) + ":" + two(50); },
      [&] { return "name." + number(1'000'000) + "@example.org"; },
      [&] { return "A sentence of some length about ticket " + number(1'000'000) + ", no more"; }};
  for (const auto& value : columns) {
    FailingMemory memory;
    ColumnSketch sketch(&memory);
    for (int i = 0; i < 20000; ++i) {
      sketch.add(Value::text(value()));
      ASSERT_LT(memory.live() + sizeof(ColumnSketch), 56u * 1024) << value();
    }
    EXPECT_LT(sketch.encoded_size(), 24u * 1024) << value();
  }
}

TEST(Sketch, SteadyStateAllocatesNothing) {
  FailingMemory memory;
  ColumnSketch sketch(&memory);
  for (int i = 0; i < 20000; ++i) sketch.add(Value::text("value " + std::to_string(i)));
  const std::size_t peak = memory.peak();
  const std::size_t live = memory.live();
  for (int i = 0; i < 20000; ++i) sketch.add(Value::text("other " + std::to_string(i)));
  EXPECT_EQ(memory.live(), live);
  EXPECT_EQ(memory.peak(), peak);
}

TEST(Sketch, OutOfMemoryAnywhereLeaksNothing) {
  const auto values = messy(6000, 6000, 13);
  const Bytes bytes = bytes_of(sketch_of(values));
  int failures = 0;
  for (long n = 1;; ++n) {
    FailingMemory memory(n);
    try {
      ColumnSketch sketch(&memory);
      for (const std::string& value : values) sketch.add(Value::text(value));
      sketch.merge(ColumnSketch::decode(bytes, &memory));
      Bytes again = bytes_of(sketch);
      EXPECT_FALSE(again.empty());
    } catch (const std::bad_alloc&) {
      ++failures;
    }
    EXPECT_EQ(memory.live(), 0u);
    if (!memory.failed()) break;
    ASSERT_LT(n, 10000);
  }
  EXPECT_GT(failures, 30);
}

TEST(Bytes, RoundTripToTheSameBytes) {
  for (const std::size_t distinct : {2u, 100u, 1000u, 20000u}) {
    const ColumnSketch sketch = sketch_of(messy(20000, distinct, 21));
    const Bytes bytes = bytes_of(sketch);
    const ColumnSketch decoded = ColumnSketch::decode(bytes, heap());
    EXPECT_EQ(bytes_of(decoded), bytes);
    EXPECT_EQ(report(decoded), report(sketch));
  }
}

TEST(Bytes, DecodedObjectsLiveInTheirOwnMemory) {
  const Bytes bytes = bytes_of(sketch_of(messy(100, 5, 2)));
  FailingMemory memory;
  {
    ColumnSketch sketch = ColumnSketch::decode(bytes, &memory);
    EXPECT_EQ(sketch.memory(), &memory);
    const std::size_t before = memory.live();
    EXPECT_GT(before, 0u);
    sketch.merge(sketch_of(messy(20000, 20000, 3)));
    EXPECT_GT(memory.live(), before);
  }
  EXPECT_EQ(memory.live(), 0u);
}

TEST(Bytes, EveryTruncationIsAnError) {
  for (const std::size_t distinct : {3u, 300u}) {
    const Bytes bytes = bytes_of(sketch_of(messy(1500, distinct, 4)));
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      EXPECT_THROW(ColumnSketch::decode(std::span(bytes).first(size), heap()), Error) << size;
    }
    Bytes longer = bytes;
    longer.push_back(std::byte{0});
    EXPECT_THROW(ColumnSketch::decode(longer, heap()), Error);
  }
}

// Whatever bytes decode at all must work like a sketch: report, merge, and encode to a fixpoint.
void use(const Bytes& bytes) {
  try {
    ColumnSketch sketch = ColumnSketch::decode(bytes, heap());
    const Bytes again = bytes_of(sketch);
    EXPECT_EQ(bytes_of(ColumnSketch::decode(again, heap())), again);
    (void)report(sketch);
    ColumnSketch other = sketch_of({"1", "2", "x"});
    other.merge(sketch);
    sketch.merge(other);
    (void)report(sketch);
    (void)ColumnSketch::decode(bytes_of(other), heap());
  } catch (const Error& e) {
    EXPECT_TRUE(e.code() == Code::corrupt_data || e.code() == Code::limit_exceeded) << e.what();
  }
}

TEST(Bytes, FlippedBitsNeverCrash) {
  Bytes bytes = bytes_of(sketch_of(messy(400, 30, 6)));
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const auto mask = static_cast<std::byte>(1U << (at * 5 % 8));
    bytes[at] ^= mask;
    use(bytes);
    bytes[at] ^= mask;
  }
}

TEST(Bytes, RandomDamageNeverCrashes) {
  std::mt19937 random(99);
  const Bytes small = bytes_of(sketch_of(messy(300, 10, 8)));
  const Bytes large = bytes_of(sketch_of(messy(9000, 9000, 9)));
  for (int i = 0; i < 1500; ++i) {
    Bytes bytes = i % 8 == 0 ? large : small;
    for (unsigned n = random() % 4 + 1; n > 0; --n) {
      bytes[random() % bytes.size()] = static_cast<std::byte>(random());
    }
    use(bytes);
  }
}

TEST(Bytes, FaultsAreNamed) {
  Bytes bytes = bytes_of(sketch_of({"a"}));
  const auto fault = [&](std::size_t at, int value) {
    Bytes wrong = bytes;
    wrong[at] = static_cast<std::byte>(value);
    try {
      ColumnSketch::decode(wrong, heap());
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), Code::corrupt_data);
      return e.message();
    }
    return std::string("no error");
  };
  EXPECT_EQ(fault(0, 'X'), "invalid sketch: it does not start with TSK");
  EXPECT_EQ(fault(3, 9), "invalid sketch: its version is 9, this module knows 3");
  EXPECT_EQ(fault(4, 0x80), "invalid sketch: a reserved flag is set");
  EXPECT_EQ(fault(10, 3), "invalid sketch: its counts contradict each other");
  EXPECT_THROW(ColumnSketch::decode({}, heap()), Error);
}

TEST(Bytes, RowsBeyondTheLimitAreAnError) {
  ColumnSketch sketch(heap());
  sketch.add(Value());
  EXPECT_THROW(
      {
        for (int i = 0; i < 64; ++i) sketch.merge(sketch);
      },
      Error);
}

}  // namespace
}  // namespace tamis::sketch
