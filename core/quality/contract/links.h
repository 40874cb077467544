// What a contract says across objects: relationships as references, and service levels on the age
// of data as freshness.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/quality/contract/contract.h"
#include "core/quality/contract/contract_node.h"

namespace tamis::quality {

// How a schema object and its properties are called: by name, by id, and in the database.
struct ObjectNames {
  struct Property {
    std::string name;
    std::string id;
    std::string column;
  };
  std::string name;
  std::string id;
  std::string table;
  std::vector<Property> properties;
};

ObjectNames object_names(const ContractNode& object);

// The relationships of `element`: of a property where `column` is one, else of the object.
// References are schema.property by name or /schema/ID/properties/ID; a schema that the contract
// doesn't describe is a table of the database. Throws unsupported for one in another document.
void add_relationships(const ContractNode& element, const ContractColumn* column,
                       const ObjectNames& own, std::span<const ObjectNames> all,
                       std::vector<Rule>& rules);

// Reads slaProperties and makes a rule of each latency, freshness and frequency that says which
// element it is about. An element of another object is left to that object.
void add_service_levels(const ContractNode& contract, const ObjectNames& own,
                        std::span<const ObjectNames> all, Contract& out);

}  // namespace tamis::quality
