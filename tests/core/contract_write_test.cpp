// Contracts written back: what is read again is the same, and documents keep the published schema.
#include "core/quality/contract/write.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "core/quality/contract/contract.h"
#include "tests/core/contract_samples.h"

namespace tamis::quality {
namespace {

using document::Json;

// What decides the results, in no order.
std::vector<std::string> sorted_rules(const Contract& contract) {
  std::vector<std::string> out;
  for (const Rule& rule : contract.rules) {
    Json document = rule.document();
    document.erase("rule");
    document["name"] = rule.name;
    if (rule.deprecation) document["removal"] = rule.deprecation->removal;
    out.push_back(document::canonical(document));
  }
  std::sort(out.begin(), out.end());
  return out;
}

void expect_same(const Contract& a, const Contract& b) {
  EXPECT_EQ(sorted_rules(a), sorted_rules(b));
  ASSERT_EQ(a.columns.size(), b.columns.size());
  for (std::size_t i = 0; i < a.columns.size(); ++i) {
    const ContractColumn& x = a.columns[i];
    const ContractColumn& y = b.columns[i];
    EXPECT_EQ(x.name, y.name);
    EXPECT_EQ(x.physical_name, y.physical_name);
    EXPECT_EQ(x.logical_type, y.logical_type);
    EXPECT_EQ(x.physical_type, y.physical_type);
    EXPECT_EQ(x.options, y.options);
    EXPECT_EQ(x.key_position, y.key_position);
    EXPECT_EQ(x.missing, y.missing);
    EXPECT_EQ(x.date_order, y.date_order);
    EXPECT_EQ(x.default_value, y.default_value);
    EXPECT_EQ(x.two_digit_pivot, y.two_digit_pivot);
  }
  EXPECT_EQ(a.floors, b.floors);
  EXPECT_EQ(a.dimension_weights, b.dimension_weights);
  EXPECT_EQ(a.minimum_score, b.minimum_score);
  EXPECT_EQ(a.unknown_columns, b.unknown_columns);
}

TEST(ContractWriter, WritesWhatReadsTheSame) {
  const Contract contract = parse_contract(samples::orders());
  const Json written = contract_document(contract);
  const Contract again = parse_contract(written);
  expect_same(contract, again);
  EXPECT_EQ(contract_document(again), written);
}

TEST(ContractWriter, WritesTheRulesOfAJsonSchemaInOdcs) {
  Contract contract = parse_contract(samples::row_schema());
  contract.object = contract.table = "t";
  contract.id = "t";
  expect_same(contract, parse_contract(contract_document(contract)));
}

TEST(ContractWriter, WritesWhatReadsTheSameForAnyContract) {
  std::mt19937 random(5);
  for (int i = 0; i < 300; ++i) {
    const Json document = samples::any_contract(random);
    SCOPED_TRACE(document.dump());
    const Contract contract = parse_contract(document);
    expect_same(contract, parse_contract(contract_document(contract)));
    if (HasFailure()) return;
  }
}

// The published schema does not come with us: TAMIS_ODCS_SCHEMA names a copy, and
// TAMIS_SCHEMA_CHECKER a command that takes the schema and a document and fails where the document
// breaks it (ajv in draft 2019-09 does).
TEST(ContractWriter, KeepsThePublishedSchema) {
  const char* const schema = std::getenv("TAMIS_ODCS_SCHEMA");
  const char* const checker = std::getenv("TAMIS_SCHEMA_CHECKER");
  if (schema == nullptr || checker == nullptr) {
    GTEST_SKIP() << "TAMIS_ODCS_SCHEMA and TAMIS_SCHEMA_CHECKER are not set";
  }
  std::mt19937 random(7);
  std::vector<Json> documents{samples::orders(),
                              contract_document(parse_contract(samples::orders()))};
  for (int i = 0; i < 50; ++i) {
    documents.push_back(samples::any_contract(random));
    documents.push_back(contract_document(parse_contract(documents.back())));
  }
  for (const char* pipeline : {"incidents", "service_desk"}) {
    std::ifstream in(std::string(TAMIS_SOURCE_DIR) + "/sql/pipelines/" + pipeline +
                     "/contract.json");
    documents.push_back(Json::parse(in));
  }
  const std::filesystem::path file =
      std::filesystem::path(testing::TempDir()) / "tamis_contracts.json";
  std::ofstream(file) << Json(documents).dump();
  const std::string command = std::string(checker) + " '" + schema + "' '" + file.string() + "'";
  EXPECT_EQ(std::system(command.c_str()), 0);  // NOLINT(cert-env33-c): a test's own tool
}

}  // namespace
}  // namespace tamis::quality
