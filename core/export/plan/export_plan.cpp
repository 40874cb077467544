#include "core/export/plan/export_plan.h"

#include <algorithm>
#include <set>

#include "core/error/error.h"
#include "core/export/plan/partition_key.h"
#include "core/version/version.h"

namespace tamis::exports {
namespace {

using engine::Column;
using engine::ColumnType;
using engine::Dialect;

constexpr std::size_t kLongestDefaultEntity = 60;

std::string order_term(const Dialect& dialect, const engine::Relation& relation,
                       const std::string& term) {
  std::string_view name = term;
  std::string_view direction;
  for (const std::string_view suffix : {" desc", " asc", " DESC", " ASC"}) {
    if (relation.find(term) == nullptr && name.ends_with(suffix)) {
      direction = name.substr(name.size() - suffix.size());
      name.remove_suffix(suffix.size());
      break;
    }
  }
  const Column& column = relation.column(name);
  std::string sql = dialect.quote_identifier(column.name);
  // Bytes order text alike everywhere; the database's collation does not.
  if (dialect.engine() == Dialect::Engine::sqlite) {
    sql += " COLLATE BINARY";
  } else if (column.type == ColumnType::text && column.declared != "\"char\"") {
    sql += " COLLATE \"C\"";
  }
  sql += direction;
  return sql + " NULLS LAST";
}

std::string default_entity(const engine::Relation& relation) {
  if (relation.form == engine::Relation::Form::query) return "query";
  std::string out;
  for (const char c : relation.name.substr(0, kLongestDefaultEntity)) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    out += plain ? c : '_';
  }
  return out;
}

// As manifests say it: "day", "hash 100", "value".
std::string rule_of(const PartitionBy& level) {
  switch (level.kind) {
    case PartitionBy::Kind::time: return std::string(name_of(level.granularity));
    case PartitionBy::Kind::shards: return "hash " + std::to_string(level.shards);
    case PartitionBy::Kind::value: break;
  }
  return "value";
}

// Masks of columns that are not exported, or that folders would show.
void check_masks(const engine::Relation& relation, const ExportOptions& options,
                 const std::vector<Field>& fields) {
  for (const auto& [name, rule] : options.privacy.masks) {
    (void)relation.column(name);
    const bool exported = std::any_of(fields.begin(), fields.end(),
                                      [&](const Field& field) { return field.name() == name; });
    if (!exported) {
      throw Error(Code::invalid_option, "tamis_export: column " + in_quotes(name) +
                                            " is to be masked, but is not exported");
    }
    for (const PartitionBy& level : options.layout.partition_by) {
      if (level.column != name) continue;
      throw Error(Code::invalid_option,
                  "tamis_export: column " + in_quotes(name) +
                      " is to be masked, but folders would show its values",
                  {}, "Partition by another column.");
    }
  }
}

bool is_time(ColumnType type) noexcept {
  return type == ColumnType::date || type == ColumnType::time || type == ColumnType::timestamp ||
         type == ColumnType::timestamptz;
}

// The column as the query selects it; a field that is masked, or has values that become NULL, is
// changed to say so.
std::string selected(const Dialect& dialect, Field& field, const ExportOptions& options) {
  std::string sql = dialect.quote_identifier(field.column.name);
  const auto mask = options.privacy.masks.find(field.name());
  const bool masked = mask != options.privacy.masks.end();
  // Where days and microseconds come as numbers, a text has to be made of them before.
  if (is_time(field.column.type) && (masked || field.kind == FieldKind::text)) {
    sql = dialect.as_text(sql, field.column.type);
  }
  if (masked) {
    FieldType{}.apply_to(field);
    field.column.type = ColumnType::text;
    field.nullable = field.nullable || mask->second == mask::Rule::null;
  }
  const bool number = field.kind == FieldKind::decimal && options.typed.numbers == Special::null;
  const bool time = is_time(field.column.type) && options.typed.dates == Special::null;
  field.nullable = field.nullable || number || time;
  return sql;
}

std::string numbered(std::size_t from, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) out += ", ";
    out += std::to_string(from + i);
  }
  return out;
}

std::string ordered_by_keys(std::size_t from, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) out += ", ";
    out += std::to_string(from + i) + " NULLS LAST";
  }
  return out;
}

}  // namespace

std::vector<Column> chosen_columns(const engine::Relation& relation, const Selection& selection) {
  std::vector<Column> columns;
  if (selection.columns) {
    for (const std::string& name : *selection.columns) columns.push_back(relation.column(name));
  } else {
    columns = relation.columns;
  }
  for (const std::string& name : selection.exclude) {
    (void)relation.column(name);
    std::erase_if(columns, [&](const Column& column) { return column.name == name; });
  }
  if (columns.empty()) {
    throw Error(Code::invalid_option, "tamis_export: no column is left to export");
  }
  std::set<std::string_view> seen;
  for (const Column& column : columns) {
    if (seen.insert(column.name).second) continue;
    throw Error(Code::duplicate_column, "column " + in_quotes(column.name) + " is exported twice",
                {}, "Give each column of the query, and in \"columns\", a name of its own.");
  }
  return columns;
}

std::string ExportPlan::file_path(const std::string& folder, std::int64_t number) const {
  return (data_folder.empty() ? "" : data_folder + "/") + folder + names.name(number);
}

Constants name_tokens(const engine::Relation& relation, const LayoutOptions& layout,
                      const Constants& stamp) {
  Constants tokens = stamp;
  const auto own = [&](const char* name, const std::string& value) {
    tokens.insert_or_assign(name, value);
  };
  own("entity", layout.entity.value_or(default_entity(relation)));
  if (relation.form != engine::Relation::Form::query) {
    own("table", escape_part(relation.name, false));
    own("dataset", escape_part(relation.schema, false));
  }
  for (const auto& [name, value] : layout.variables) tokens.insert_or_assign(name, value);
  return tokens;
}

ExportPlan plan_export(const Dialect& dialect, engine::Relation relation,
                       const ExportOptions& options, const Constants& tokens, Fields fields,
                       const std::string& condition) {
  ExportPlan plan;
  plan.fields = std::move(fields.fields);
  plan.claimed = std::move(fields.claimed);
  plan.contract = std::move(fields.contract);
  plan.levels = options.layout.partition_by.size();
  check_masks(relation, options, plan.fields);
  plan.select = "SELECT ";
  for (std::size_t i = 0; i < plan.fields.size(); ++i) {
    Field& field = plan.fields[i];
    require_text(field.name(), 0, field.column);
    plan.unmasked.push_back(field.column.type);
    plan.select += (i > 0 ? ", " : "") + selected(dialect, field, options);
  }
  plan.count = "SELECT ";
  std::size_t keys = 0;
  for (const PartitionBy& level : options.layout.partition_by) {
    const std::string key = partition_key(dialect, relation, level);
    // Without a name of its own a key may have that of its column, and "order_by" could mean both.
    plan.select += ", " + key + " AS tamis_key_" + std::to_string(++keys);
    plan.count += key + ", ";
  }
  std::string order = ordered_by_keys(plan.fields.size() + 1, plan.levels);
  for (const std::string& term : options.selection.order_by) {
    if (!order.empty()) order += ", ";
    order += order_term(dialect, relation, term);
  }
  const std::string rows =
      " FROM " + relation.sql + (condition.empty() ? "" : " WHERE " + condition);
  plan.select += rows;
  if (!order.empty()) plan.select += " ORDER BY " + order;
  plan.count += "count(*)" + rows;
  if (plan.levels > 0) {
    plan.count +=
        " GROUP BY " + numbered(1, plan.levels) + " ORDER BY " + ordered_by_keys(1, plan.levels);
  }
  plan.data_folder = options.companions.data_folder;
  plan.folders = Folders(options.layout, tokens);
  plan.names = FileNames(options.layout, options, tokens, options.mode.joins());
  plan.relation = std::move(relation);
  return plan;
}

Manifest describe(const ExportPlan& plan, const ExportOptions& options, const Dialect& dialect,
                  std::string uri) {
  Manifest manifest;
  manifest.engine = dialect.name();
  if (plan.relation.form == engine::Relation::Form::query) {
    manifest.query = plan.relation.name;
  } else {
    manifest.dataset = plan.relation.schema;
    manifest.table = plan.relation.name;
  }
  manifest.uri = std::move(uri);
  static_cast<FormatOptions&>(manifest) = options;
  manifest.order_by = options.selection.order_by;
  manifest.layout.path_pattern = plan.folders.pattern();
  manifest.layout.file_pattern = plan.names.pattern();
  manifest.layout.hive = options.layout.hive;
  for (const PartitionBy& level : options.layout.partition_by) {
    manifest.layout.partition_by.push_back({level.column, rule_of(level)});
  }
  manifest.mode = name_of(options.mode.mode);
  manifest.merge_key = options.mode.merge_key;
  if (!options.mode.partition.empty()) manifest.partition = options.mode.partition;
  manifest.contract = plan.contract;
  for (const auto& [column, rule] : options.privacy.masks) {
    manifest.anonymisation.push_back({column, std::string(mask::name_of(rule))});
  }
  manifest.excluded_columns = options.selection.exclude;
  manifest.fields = plan.fields;
  describe(options.companions, manifest);
  manifest.tool_version = version::number();
  return manifest;
}

}  // namespace tamis::exports
