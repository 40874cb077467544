// Data contracts: what a table promises, as an Open Data Contract Standard document (ODCS v3).
//
// A contract is read strictly. A key that the standard does not know is an error that names its
// place by JSON pointer (/schema/0/properties/2/requird), and so is a value of the wrong type and a
// promise that can't be checked on a table (nested objects): a gate that passes must have looked at
// everything the contract asks. What only describes (names, tags, owners, prices) is looked at for
// its form alone. Quality entries that speak to another tool are named in `ignored`.
//
// What the standard has no word for stands in customProperties, as the standard asks: of a property
// caseFold, missingValues, dateOrder, decimalMark, twoDigitPivot, default, unit, weight and
// deprecation; of a quality entry warn, where and weight; of an object or the contract
// dimensionWeights, floors, minimumScore and unknownColumns. Custom properties of other names are
// other people's and are let through; those that begin with "tamis" are ours, and unknown ones
// among them are errors.
//
// A plain JSON Schema that describes one row as an object is read too (json_schema.h).
//
// https://bitol-io.github.io/open-data-contract-standard/v3.1.0/
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/dates/dates.h"
#include "core/document/json.h"
#include "core/quality/check/rules.h"
#include "core/types/types.h"

namespace tamis::quality {

// One promised column, beside the rules that it makes.
struct ContractColumn {
  std::string name;           // in the contract
  std::string physical_name;  // in the table; `name` unless the contract says otherwise
  // ODCS's word: string, integer, number, boolean, date, timestamp or time; empty: not said.
  std::string logical_type;
  std::string physical_type;                          // as written: varchar(20); empty: not said
  document::Json options = document::Json::object();  // logicalTypeOptions, as written
  bool required = false;
  bool unique = false;
  int key_position = 0;  // in the primary key, from 1; 0: no part of it
  bool critical = false;
  std::string classification;
  // From customProperties.
  std::string case_fold;                            // lower, upper or title; empty: as it is
  std::optional<std::vector<std::string>> missing;  // markers, instead of the usual ones
  dates::Order date_order = dates::Order::none;
  types::DecimalMark decimal_mark = types::DecimalMark::none;
  std::optional<int> two_digit_pivot;
  std::optional<document::Json> default_value;  // for a column that the source lacks
  std::string unit;
  double weight = 1;
  std::optional<Deprecation> deprecation;  // the replacement by its physical name

  // Whether a timestamp says its offset from UTC, by the option timezone.
  bool zoned() const;
};

// What becomes of columns that the contract does not know, where a table is brought to its form.
enum class UnknownColumns : std::uint8_t { keep, drop, error };
std::string_view name_of(UnknownColumns policy) noexcept;

// A promise about time or service: slaProperties, as written.
struct ServiceLevel {
  std::string property;
  document::Json value;
  std::string unit;
  std::string element;
};

struct Contract {
  std::string id;
  std::string version;
  std::string status;
  std::string object;                   // the schema object's name; empty: the contract has none
  std::string table;                    // its physical name; the name where there is none
  std::vector<ContractColumn> columns;  // in the contract's order
  std::vector<Rule> rules;              // with ids
  std::vector<ServiceLevel> service_levels;
  std::array<std::optional<double>, kDimensions> dimension_weights{};
  std::array<std::optional<double>, kDimensions> floors{};
  std::optional<double> minimum_score;
  UnknownColumns unknown_columns = UnknownColumns::keep;
  // JSON pointers of quality entries that are for another tool.
  std::vector<std::string> ignored;

  // nullptr: no column has that physical name.
  const ContractColumn* find(std::string_view physical_name) const noexcept;
};

// The contract of one table. With several schema objects, the one whose physical name or name is
// `table` (a table argument: its schema and quotes don't matter). Throws invalid_value for what the
// standard forbids, or where none of several objects is the table; unsupported for what it allows
// and no table can be checked for. Both name the place.
Contract parse_contract(const document::Json& document, std::string_view table = {});

// One for each schema object; one without columns where there is none.
std::vector<Contract> parse_contracts(const document::Json& document);

}  // namespace tamis::quality
