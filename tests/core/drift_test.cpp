// Drift against what is computed here from the values themselves, and the laws every measure keeps.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <memory_resource>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "core/error/error.h"
#include "core/quality/compare/distribution.h"
#include "core/quality/compare/drift.h"
#include "core/quality/compare/paired_counts.h"
#include "core/quality/compare/statistics.h"
#include "tests/core/schema_validator.h"

namespace tamis::quality {
namespace {

using document::Json;
using document::Options;
using engine::Value;
using sketch::ColumnSketch;

// ---- statistics: reference values by numerical integration of the densities

struct Tail {
  double x;
  double degrees;
  double p;
};

TEST(Statistics, ChiSquareTail) {
  for (const Tail& t :
       {Tail{3.841, 1, 0.05001368376}, Tail{1, 1, 0.317310507863}, Tail{5, 3, 0.171797144296},
        Tail{20, 9, 0.01791240453}, Tail{0.5, 9, 0.999969566259}, Tail{60, 40, 0.021873468441},
        Tail{300, 250, 0.016518273158}}) {
    EXPECT_NEAR(chi_square_tail(t.x, t.degrees), t.p, 1e-9) << t.x << " of " << t.degrees;
  }
}

TEST(Statistics, StudentTwoSided) {
  for (const Tail& t : {Tail{2, 5, 0.10193947883}, Tail{1, 1, 0.5}, Tail{0.3, 30, 0.766246105284},
                        Tail{3, 7.5, 0.018390938608}, Tail{2.5, 1000, 0.012578567801}}) {
    EXPECT_NEAR(student_two_sided(t.x, t.degrees), t.p, 1e-9) << t.x << " of " << t.degrees;
    EXPECT_EQ(student_two_sided(-t.x, t.degrees), student_two_sided(t.x, t.degrees));
  }
}

TEST(Statistics, NormalAndShares) {
  EXPECT_NEAR(normal_two_sided(1.959963984540054), 0.05, 1e-12);
  // 15 of 100 and 30 of 100: pooled 0.225, z = 0.15 / sqrt(0.225 * 0.775 * 0.02)
  EXPECT_NEAR(two_shares(15, 100, 30, 100), std::erfc(2.540002540003810 / std::sqrt(2.0)), 1e-9);
  EXPECT_EQ(two_shares(0, 10, 0, 10), 1);
  EXPECT_EQ(two_shares(0, 0, 1, 10), 1);
}

TEST(Statistics, KolmogorovSmirnovTail) {
  // The 5 % and 1 % points of Kolmogorov's distribution are 1.3581 and 1.6276.
  const double n = 1e6;
  const double root = std::sqrt(n / 2);
  EXPECT_NEAR(kolmogorov_smirnov_tail(1.3581 / root, n, n), 0.05, 2e-4);
  EXPECT_NEAR(kolmogorov_smirnov_tail(1.6276 / root, n, n), 0.01, 1e-4);
  EXPECT_EQ(kolmogorov_smirnov_tail(0, 5, 5), 1);
  EXPECT_NEAR(kolmogorov_smirnov_tail(1e-9, 5, 5), 1, 1e-12);
}

TEST(Statistics, NothingBecomesNaN) {
  const double nan = std::nan("");
  for (const double x : {nan, 0.0, -1.0, HUGE_VAL, 1e308}) {
    for (const double y : {nan, 0.0, -1.0, HUGE_VAL, 1.0, 1e9}) {
      for (const double p :
           {chi_square_tail(x, y), student_two_sided(x, y), kolmogorov_smirnov_tail(x, y, y),
            normal_two_sided(x), two_shares(x, y, x, y), two_means({x, y, x}, {y, x, y})}) {
        EXPECT_TRUE(p >= 0 && p <= 1) << x << ", " << y;
      }
    }
  }
}

// ---- columns

using Texts = std::vector<std::string>;

ColumnSketch sketch_of(const Texts& values) {
  ColumnSketch sketch(std::pmr::new_delete_resource());
  for (const std::string& value : values) {
    sketch.add(value == "NULL" ? Value() : Value::text(value));
  }
  return sketch;
}

ColumnSketch sketch_of(const std::vector<double>& values) {
  ColumnSketch sketch(std::pmr::new_delete_resource());
  for (const double value : values) sketch.add(Value::real(value));
  return sketch;
}

template <typename Values>
Json drift_between(const Values& before, const Values& after, Json options = Json::object()) {
  return drift_of(sketch_of(before), sketch_of(after), Options(std::move(options), "test"));
}

const Json* find(const Json& document, std::string_view measure) {
  for (const Json& m : document["measures"]) {
    if (m["measure"] == measure) return &m;
  }
  return nullptr;
}

double value_of(const Json& document, std::string_view measure) {
  const Json* const m = find(document, measure);
  if (m == nullptr || !(*m)["value"].is_number()) {
    ADD_FAILURE() << "no value of " << measure << " in " << document.dump();
    return -1;
  }
  return (*m)["value"].get<double>();
}

std::string severity_of(const Json& document, std::string_view measure) {
  const Json* const m = find(document, measure);
  return m == nullptr ? "absent" : (*m)["severity"].get<std::string>();
}

// ---- oracles: from the values, by the definition

double psi_by_definition(std::vector<double> before, const std::vector<double>& after) {
  std::sort(before.begin(), before.end());
  std::vector<double> edges;
  for (int i = 1; i < 10; ++i) {
    const auto at =
        static_cast<std::size_t>(std::ceil(static_cast<double>(before.size()) * i / 10.0 - 1e-9));
    const double edge = before[std::max<std::size_t>(at, 1) - 1];
    if (edges.empty() || edges.back() != edge) edges.push_back(edge);
  }
  // What is below the least value, where that has a bin of its own.
  const bool own = edges.front() == before.front();
  const auto bin_of = [&](double v) -> std::size_t {
    if (own && v < before.front()) return 0;
    const auto at = std::lower_bound(edges.begin(), edges.end(), v) - edges.begin();
    return static_cast<std::size_t>(at) + (own ? 1 : 0);
  };
  const std::size_t bins = edges.size() + 1 + (own ? 1 : 0);
  std::vector<double> p(bins);
  std::vector<double> q(bins);
  for (const double v : before) ++p[bin_of(v)];
  for (const double v : after) ++q[bin_of(v)];
  double of_p = 0;
  double of_q = 0;
  for (std::size_t i = 0; i < bins; ++i) {
    if (p[i] == 0 && q[i] == 0) continue;
    p[i] = std::max(p[i], 0.5);
    q[i] = std::max(q[i], 0.5);
    of_p += p[i];
    of_q += q[i];
  }
  double sum = 0;
  for (std::size_t i = 0; i < bins; ++i) {
    if (p[i] == 0) continue;
    sum += (p[i] / of_p - q[i] / of_q) * std::log((p[i] / of_p) / (q[i] / of_q));
  }
  return sum;
}

double ks_by_definition(std::vector<double> a, std::vector<double> b) {
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  std::vector<double> all = a;
  all.insert(all.end(), b.begin(), b.end());
  double largest = 0;
  for (const double x : all) {
    const auto share = [x](const std::vector<double>& v) {
      return static_cast<double>(std::upper_bound(v.begin(), v.end(), x) - v.begin()) /
             static_cast<double>(v.size());
    };
    largest = std::max(largest, std::abs(share(a) - share(b)));
  }
  return largest;
}

double d_by_definition(const std::vector<double>& a, const std::vector<double>& b) {
  const auto mean = [](const std::vector<double>& v) {
    double sum = 0;
    for (const double x : v) sum += x;
    return sum / static_cast<double>(v.size());
  };
  const auto squares = [&](const std::vector<double>& v) {
    const double m = mean(v);
    double sum = 0;
    for (const double x : v) sum += (x - m) * (x - m);
    return sum;
  };
  return (mean(b) - mean(a)) /
         std::sqrt((squares(a) + squares(b)) / static_cast<double>(a.size() + b.size() - 2));
}

std::vector<double> few_distinct(std::mt19937& random, std::size_t n, int distinct, double shift) {
  std::vector<double> values;
  std::normal_distribution<double> normal(shift, 1);
  for (std::size_t i = 0; i < n; ++i) {
    values.push_back(std::round(normal(random) * distinct / 8) / 4);
  }
  return values;
}

TEST(Drift, NumbersAgreeWithTheDefinitions) {
  std::mt19937 random(20240305);
  for (int round = 0; round < 60; ++round) {
    const auto before = few_distinct(random, 50 + static_cast<std::size_t>(round) * 30, 40, 0);
    const auto after =
        few_distinct(random, 80 + static_cast<std::size_t>(round) * 7, 40, 0.02 * round);
    const Json document = drift_between(before, after);
    EXPECT_NEAR(value_of(document, "psi"), psi_by_definition(before, after), 1e-6) << round;
    EXPECT_NEAR(value_of(document, "ks"), ks_by_definition(before, after), 1e-6) << round;
    EXPECT_NEAR(value_of(document, "mean_shift"), d_by_definition(before, after), 1e-6) << round;
    EXPECT_EQ((*find(document, "ks"))["detail"]["error"], 0.0);
  }
}

TEST(Drift, OfManyValuesTheTrueDistanceIsWithinWhatIsSaid) {
  std::mt19937 random(7);
  for (int round = 0; round < 12; ++round) {
    std::vector<double> before;
    std::vector<double> after;
    std::lognormal_distribution<double> heavy(1, 1);
    std::normal_distribution<double> bell(100 + round, 20 - round);
    for (int i = 0; i < 20'000; ++i) {
      before.push_back(round % 2 == 0 ? heavy(random) : bell(random));
      after.push_back((round % 2 == 0 ? heavy(random) * (1 + 0.05 * round) : bell(random)) + 0.5);
    }
    const Json document = drift_between(before, after);
    const double ks = value_of(document, "ks");
    const double error = (*find(document, "ks"))["detail"]["error"].get<double>();
    const double truth = ks_by_definition(before, after);
    EXPECT_LE(ks, truth + 1e-6) << round;
    EXPECT_GE(ks + error, truth - 1e-6) << round;
    EXPECT_LT(error, 0.05) << round;
    // The bins are other ones, but their counts are exact.
    EXPECT_NEAR(value_of(document, "psi"), psi_by_definition(before, after), 0.02) << round;
  }
}

TEST(Drift, BinsOfManyValuesAreCountedExactly) {
  std::mt19937 random(11);
  std::exponential_distribution<double> spread(0.1);
  std::vector<double> before;
  std::vector<double> after;
  for (int i = 0; i < 30'000; ++i) {
    before.push_back(spread(random));
    after.push_back(spread(random) * 1.3);
  }
  const Json document = drift_between(before, after);
  double from = -1;
  for (const Json& bin : (*find(document, "psi"))["detail"]["bins"]) {
    const double to = bin["to"].is_null() ? HUGE_VAL : bin["to"].get<double>();
    // The end is shown to twelve digits.
    const auto inside = [&](double v) { return v > from && v <= to * (1 + 1e-11); };
    const auto count = [&](const std::vector<double>& v) {
      return std::count_if(v.begin(), v.end(), inside);
    };
    EXPECT_NEAR(static_cast<double>(count(before)), bin["before"].get<double>(), 1);
    EXPECT_NEAR(static_cast<double>(count(after)), bin["after"].get<double>(), 1);
    from = to;
  }
}

// ---- categories

struct CategoryCase {
  Texts before;
  Texts after;
};

Texts repeated(const std::map<std::string, int>& counts) {
  Texts values;
  for (const auto& [value, count] : counts) {
    for (int i = 0; i < count; ++i) values.push_back(value);
  }
  return values;
}

TEST(Drift, CategoriesAgreeWithTheDefinitions) {
  // Chi-square by hand: sum over cells of (observed - expected)^2 / expected.
  const Texts before = repeated({{"open", 50}, {"closed", 30}, {"waiting", 20}});
  const Texts after = repeated({{"open", 90}, {"closed", 50}, {"waiting", 60}});
  double chi_square = 0;
  double js = 0;
  double psi = 0;
  const double n = 100;
  const double m = 200;
  for (const auto& [a, b] : {std::pair{50.0, 90.0}, {30.0, 50.0}, {20.0, 60.0}}) {
    const double ea = (a + b) * n / (n + m);
    const double eb = (a + b) * m / (n + m);
    chi_square += (a - ea) * (a - ea) / ea + (b - eb) * (b - eb) / eb;
    const double p = a / n;
    const double q = b / m;
    js += (p * std::log2(2 * p / (p + q)) + q * std::log2(2 * q / (p + q))) / 2;
    psi += (p - q) * std::log(p / q);
  }
  const Json document = drift_between(before, after);
  const Json& v = *find(document, "cramers_v");
  EXPECT_NEAR(v["detail"]["chi_square"].get<double>(), chi_square, 1e-6);
  EXPECT_NEAR(value_of(document, "cramers_v"), std::sqrt(chi_square / (n + m)), 1e-6);
  EXPECT_NEAR(v["detail"]["p_value"].get<double>(), std::exp(-chi_square / 2), 1e-6);  // 2 degrees
  EXPECT_NEAR(value_of(document, "jensen_shannon"), std::sqrt(js), 1e-6);
  EXPECT_NEAR(value_of(document, "psi"), psi, 1e-6);
}

TEST(Drift, RareCategoriesAreTestedTogether) {
  PairedCounts counts{{40, 30, 1, 2, 0, 3}, {45, 25, 2, 1, 4, 1}};
  const Bucketed buckets = bucketed(counts);
  EXPECT_EQ(buckets.rest, 4U);
  EXPECT_EQ(buckets.counts.before, (std::vector<double>{40, 30, 6}));
  EXPECT_EQ(buckets.counts.after, (std::vector<double>{45, 25, 8}));
  // Where the rest is too rare itself, it takes in the least of the others.
  const Bucketed few = bucketed({{40, 6, 1}, {40, 5, 0}});
  EXPECT_EQ(few.rest, 2U);
  EXPECT_EQ(bucketed({{1, 1}, {1, 1}}).counts.before.size(), 1U);
}

TEST(Drift, NewAndLostCategoriesAreNamed) {
  const Json document =
      drift_between(repeated({{"a", 500}, {"b", 300}, {"old", 200}}),
                    repeated({{"a", 500}, {"b", 480}, {"new", 19}, {"newer", 1}}));
  const Json& fresh = *find(document, "new_categories");
  EXPECT_EQ(fresh["value"], 0.02);
  EXPECT_EQ(fresh["severity"], "warning");
  EXPECT_EQ(fresh["detail"]["samples"],
            Json::parse(R"([{"value": "new", "count": 19}, {"value": "newer", "count": 1}])"));
  const Json& lost = *find(document, "lost_categories");
  EXPECT_EQ(lost["value"], 0.2);
  EXPECT_EQ(lost["severity"], "error");
}

TEST(Drift, AnOpenSetOfNamesAlwaysHasNewOnes) {
  std::mt19937 random(3);
  std::geometric_distribution<int> tail(0.05);
  const auto names = [&] {
    Texts values;
    for (int i = 0; i < 400; ++i) values.push_back("name " + std::to_string(tail(random)));
    return values;
  };
  int found = 0;
  for (int round = 0; round < 40; ++round) {
    const Json document = drift_between(names(), names());
    found += severity_of(document, "new_categories") != "none" ? 1 : 0;
    found += severity_of(document, "psi") != "none" ? 1 : 0;
    found += severity_of(document, "lost_categories") != "none" ? 1 : 0;
  }
  EXPECT_LE(found, 4);  // of 120
}

// ---- laws

Texts mixed_column(std::mt19937& random, int kind, std::size_t n) {
  Texts values;
  for (std::size_t i = 0; i < n; ++i) {
    const auto r = random();
    switch (r % 11 == 0 ? 9 : kind) {
      case 0: values.push_back(std::to_string(static_cast<int>(r % 1000))); break;
      case 1: values.push_back(std::to_string(r % 100) + "." + std::to_string(r % 7)); break;
      case 2:
        values.push_back("2024-0" + std::to_string(r % 9 + 1) + "-1" + std::to_string(r % 9));
        break;
      case 3: values.emplace_back(r % 3 == 0 ? "open" : "closed"); break;
      case 4: values.emplace_back(r % 2 == 0 ? "yes" : "no"); break;
      case 5: values.push_back("free text " + std::to_string(r % 5000)); break;
      case 6:
        values.push_back(std::to_string(r % 28 + 1) + "/0" + std::to_string(r % 9 + 1) + "/2024");
        break;
      default: values.emplace_back(r % 4 == 0 ? "" : "NULL"); break;
    }
  }
  return values;
}

TEST(Drift, TheSameRowsInAnotherOrderDoNotDrift) {
  std::mt19937 random(5);
  for (int kind = 0; kind < 7; ++kind) {
    for (const std::size_t n : {1U, 2U, 17U, 3000U}) {
      const Texts before = mixed_column(random, kind, n);
      Texts after = before;
      std::shuffle(after.begin(), after.end(), random);
      const Json document = drift_between(before, after);
      EXPECT_EQ(document["severity"], "none") << kind << " of " << n << ": " << document.dump();
      for (const Json& m : document["measures"]) {
        EXPECT_EQ(m["before"], m["after"]) << m.dump();
        const double still = m["measure"] == "distinct_count" ? 1.0 : 0.0;
        EXPECT_TRUE(m["value"].is_null() || m["value"] == still) << m.dump();
      }
      EXPECT_EQ(document, drift_between(after, before));
    }
  }
}

TEST(Drift, TheSameSharesInMoreRowsDoNotDrift) {
  std::mt19937 random(6);
  const Texts before = mixed_column(random, 3, 500);
  Texts after;
  for (int i = 0; i < 7; ++i) after.insert(after.end(), before.begin(), before.end());
  const Json document = drift_between(before, after);
  EXPECT_EQ(document["severity"], "none") << document.dump();
  EXPECT_EQ(value_of(document, "psi"), 0);
  EXPECT_EQ(value_of(document, "cramers_v"), 0);
}

TEST(Drift, SymmetricMeasuresAreSymmetric) {
  std::mt19937 random(9);
  for (int kind = 0; kind < 7; ++kind) {
    const Texts a = mixed_column(random, kind, 800);
    const Texts b = mixed_column(random, kind == 0 ? 1 : kind, 500);
    const Json there = drift_between(a, b);
    const Json back = drift_between(b, a);
    for (const std::string_view measure :
         {"ks", "cramers_v", "jensen_shannon", "mean_shift", "missing_rate", "length_shift"}) {
      if (find(there, measure) == nullptr) continue;
      EXPECT_NEAR(std::abs(value_of(there, measure)), std::abs(value_of(back, measure)), 1e-6)
          << measure;
    }
    if (find(there, "new_categories") != nullptr) {
      EXPECT_EQ(value_of(there, "new_categories"), value_of(back, "lost_categories"));
    }
  }
}

TEST(Drift, NothingIsNaNWhateverTheSides) {
  const std::vector<Texts> columns = {{},
                                      {"NULL"},
                                      {""},
                                      {"5"},
                                      {"5", "5", "5"},
                                      {"1e300", "-1e300"},
                                      {"a"},
                                      {"2024-01-05"},
                                      {"03/04/2024"},
                                      {"x", "NULL"},
                                      {"1.5", "", "z"},
                                      {"31/01/2024", "01/31/2024"},
                                      {"true"},
                                      {"9223372036854775807", "-9223372036854775808"},
                                      {"0001-01-01", "9999-12-31"}};
  testing::SchemaValidator schema = testing::shipped_schema("drift");
  for (const Texts& before : columns) {
    for (const Texts& after : columns) {
      const Json document = drift_between(before, after);
      EXPECT_EQ(schema.faults(document), Texts()) << document.dump();
      const std::string text = document::canonical(document);
      EXPECT_EQ(text.find("NaN"), std::string::npos) << text;
      EXPECT_EQ(text.find("Infinity"), std::string::npos) << text;
      EXPECT_EQ(text.find("unknown to"), std::string::npos) << text;
    }
  }
}

TEST(Drift, ALargeTableMakesNoNoiseAndASmallOneNone) {
  std::mt19937 random(13);
  std::normal_distribution<double> at_zero(0, 1);
  std::normal_distribution<double> beside(0.03, 1);
  std::vector<double> before;
  std::vector<double> after;
  for (int i = 0; i < 100'000; ++i) {
    before.push_back(at_zero(random));
    after.push_back(beside(random));
  }
  const Json large = drift_between(before, after);
  EXPECT_LT((*find(large, "mean_shift"))["detail"]["p_value"], 0.001);
  EXPECT_EQ(large["severity"], "none") << large.dump();
  int findings = 0;
  for (int round = 0; round < 50; ++round) {
    std::vector<double> a(before.begin() + round * 15, before.begin() + round * 15 + 15);
    std::vector<double> b(before.begin() + 5000 + round * 15,
                          before.begin() + 5000 + round * 15 + 15);
    const Json small = drift_between(a, b);
    for (const std::string_view measure : {"psi", "ks", "mean_shift"}) {
      findings += severity_of(small, measure) == "none" ? 0 : 1;
    }
  }
  EXPECT_LE(findings, 6);  // of 150 at 0.01
}

// ---- what else changes

TEST(Drift, AnotherOrderOfDatesIsAnError) {
  const Json document = drift_between(Texts{"31/01/2024", "03/02/2024", "05/02/2024"},
                                      Texts{"01/31/2024", "02/03/2024", "02/05/2024"});
  const Json& order = *find(document, "date_order");
  EXPECT_EQ(order["before"], "dmy");
  EXPECT_EQ(order["after"], "mdy");
  EXPECT_EQ(order["severity"], "error");
}

TEST(Drift, NewDateFormatsAreShown) {
  const Json document = drift_between(Texts{"2024-01-31", "2024-02-01"},
                                      Texts{"2024-01-31", "2024-02-01", "5 March 2024"});
  const Json& formats = *find(document, "date_formats");
  EXPECT_EQ(formats["severity"], "error");
  EXPECT_EQ(formats["detail"]["new"][0]["examples"], Json::array({"5 March 2024"}));
}

TEST(Drift, NumbersThatBecomeTextAreAnErrorAndNotCompared) {
  const Json document = drift_between(Texts{"1", "2", "3"}, Texts{"one", "two", "three"});
  EXPECT_EQ(severity_of(document, "inferred_type"), "error");
  EXPECT_EQ((*find(document, "psi"))["detail"]["reason"], "numbers before, texts after");
  EXPECT_EQ(severity_of(drift_between(Texts{"1", "2"}, Texts{"1.5", "2"}), "inferred_type"),
            "warning");
}

TEST(Drift, MissingValuesAreSeenWhereverTheyHide) {
  Texts before(100, "x");
  Texts after = before;
  for (int i = 0; i < 20; ++i) after[static_cast<std::size_t>(i)] = "N/A";
  const Json document = drift_between(before, after);
  EXPECT_EQ(severity_of(document, "missing_rate"), "error");
  EXPECT_EQ(severity_of(document, "null_rate"), "none");
  EXPECT_EQ((*find(document, "missing_rate"))["detail"]["markers"], Json::array({0, 20}));
  // Cohen's h of 0 and 0.2.
  EXPECT_NEAR(value_of(document, "missing_rate"), 2 * std::asin(std::sqrt(0.2)), 1e-6);
}

// ---- options

std::string refusal(const Json& options) {
  try {
    drift_between(Texts{"1"}, Texts{"1"}, options);
  } catch (const Error& e) {
    return e.message();
  }
  return "accepted";
}

TEST(Drift, OptionsAreChecked) {
  EXPECT_EQ(refusal({{"bin", 5}}), "test has no option \"bin\"");
  EXPECT_EQ(refusal({{"bins", 1}}), "option \"bins\" of test must be between 2 and 100");
  EXPECT_EQ(refusal({{"significance", 2}}),
            "option \"significance\" of test must be between 0.0 and 1.0");
  EXPECT_EQ(refusal({{"thresholds", {{"pssi", {{"warning", 1}}}}}}),
            "option \"thresholds\" of test has no option \"pssi\"");
  EXPECT_EQ(refusal({{"thresholds", {{"psi", 0.2}}}}),
            "threshold \"psi\" must be an object or false");
  EXPECT_EQ(refusal({{"thresholds", {{"psi", {{"warn", 1}}}}}}),
            "option \"psi\" of option \"thresholds\" of test has no option \"warn\"");
  EXPECT_EQ(refusal({{"thresholds", {{"psi", {{"warning", 1}, {"error", 0.5}}}}}}),
            "the \"error\" of threshold \"psi\" is below its \"warning\"");
  EXPECT_EQ(refusal({{"thresholds", {{"position", {{"warning", 1}}}}}}),
            "threshold \"position\" must be false, or be left out");
  EXPECT_EQ(refusal({{"thresholds", {{"position", false}}}}), "accepted");
}

TEST(Drift, ThresholdsDecideAndFalseTurnsOff) {
  const Texts before = repeated({{"a", 500}, {"b", 500}});
  const Texts after = repeated({{"a", 800}, {"b", 200}});
  EXPECT_EQ(severity_of(drift_between(before, after), "psi"), "error");
  const auto with = [&](Json psi) {
    return severity_of(drift_between(before, after, {{"thresholds", {{"psi", std::move(psi)}}}}),
                       "psi");
  };
  EXPECT_EQ(with({{"error", 0.9}}), "warning");
  EXPECT_EQ(with({{"warning", 2}}), "none");
  EXPECT_EQ(with(false), "none");
  EXPECT_EQ(severity_of(drift_between(before, after, {{"significance", 0}}), "psi"), "error")
      << "the p-value is 0 to six digits";
}

}  // namespace
}  // namespace tamis::quality
