#include "core/quality/clean/align.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/error/error.h"

namespace tamis::quality {
namespace {

std::string default_of(const ContractColumn& promised, types::Type type) {
  const document::Json& value = *promised.default_value;
  const std::string said =
      value.is_string() ? value.get<std::string>() : document::canonical(value);
  if (type == types::Type::text) return said;
  char buffer[types::kCanonicalBytes];
  std::string_view canonical;
  if (types::try_cast(said, type, {}, buffer, canonical)) return std::string(canonical);
  throw Error(Code::invalid_value, "contract: the default of column " +
                                       in_quotes(promised.physical_name) + " is no " +
                                       std::string(types::name_of(type)) + ": " + in_quotes(said));
}

CleanColumn added(const ContractColumn& promised, const engine::Dialect& dialect) {
  profile::ColumnProfile planned;
  planned.type = contracted_type(promised).value_or(types::Type::text);
  CleanColumn out;
  out.target_name = promised.physical_name;
  out.type = planned.type;
  out.storage = profile::storage_type(planned, dialect.engine());
  if (promised.default_value) out.constant = default_of(promised, out.type);
  return out;
}

[[noreturn]] void refuse_unknown(const Contract& contract,
                                 const std::vector<CleanColumn>& columns) {
  std::string names;
  for (const CleanColumn& column : columns) {
    if (!names.empty()) names += ", ";
    names += in_quotes(column.source.name);
  }
  throw Error(Code::undefined_column,
              "contract " + in_quotes(contract.id) + " knows no column " + names, {},
              R"(Leave them out with "align": {"unknown": "drop"}, or keep them with "keep".)");
}

void require_distinct(const std::vector<CleanColumn>& columns) {
  for (auto it = columns.begin(); it != columns.end(); ++it) {
    const bool taken = std::any_of(columns.begin(), it, [&](const CleanColumn& other) {
      return other.target_name == it->target_name;
    });
    if (!taken) continue;
    throw Error(Code::duplicate_column,
                "the target would have two columns " + in_quotes(it->target_name), {},
                "One is the contract's, the other is not: leave one out with \"columns\".");
  }
}

}  // namespace

void align_columns(const Contract& contract, UnknownColumns unknown, const engine::Relation& source,
                   const engine::Dialect& dialect, std::vector<CleanColumn>& columns) {
  std::vector<CleanColumn> out;
  for (const ContractColumn& promised : contract.columns) {
    const engine::Column* from = source_of(promised, source);
    const auto found = std::find_if(columns.begin(), columns.end(), [&](const CleanColumn& column) {
      return from != nullptr && column.source.name == from->name;
    });
    if (found == columns.end()) {
      out.push_back(added(promised, dialect));
      continue;
    }
    out.push_back(std::move(*found));
    out.back().target_name = promised.physical_name;
    columns.erase(found);
  }
  if (!columns.empty() && unknown == UnknownColumns::error) refuse_unknown(contract, columns);
  if (unknown == UnknownColumns::keep) {
    std::move(columns.begin(), columns.end(), std::back_inserter(out));
  }
  columns = std::move(out);
  require_distinct(columns);
}

}  // namespace tamis::quality
