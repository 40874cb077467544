#include "core/history/scd2/columns.h"

#include <algorithm>

#include "core/error/error.h"
#include "core/history/column_types.h"
#include "core/history/history_columns.h"
#include "core/history/messages.h"
#include "core/history/names.h"

namespace tamis::history {
namespace {

using engine::Column;
using engine::ColumnType;
using engine::Dialect;
using engine::Relation;

std::string column_or_columns(const std::vector<std::string>& names) {
  return (names.size() == 1 ? "column " : "columns ") + quoted_list(names);
}

// The names that no data column may have.
std::vector<std::string> own_columns(const MergeSettings& settings) {
  std::vector<std::string> own = settings.names.all();
  if (!settings.surrogate_key.empty()) own.push_back(settings.surrogate_key);
  for (const auto& [column, previous] : settings.previous) own.push_back(previous);
  return own;
}

// Read, but not stored: it says how to store the rest.
bool is_instruction(const MergeSettings& settings, std::string_view name) {
  return (settings.operation && name == settings.operation->column) ||
         name == settings.update_columns ||
         (name == settings.sequence && name == settings.names.valid_from);
}

void refuse_clashes(const MergeSettings& settings, const Relation& source) {
  const std::vector<std::string> own = own_columns(settings);
  std::vector<std::string> seen;
  for (const Column& column : source.columns) {
    if (contains(seen, column.name)) {
      throw Error(Code::duplicate_column,
                  "the source has two columns named " + in_quotes(column.name), {},
                  "Give each column of the query its own name.");
    }
    if (contains(own, column.name) && !is_instruction(settings, column.name)) {
      throw Error(Code::duplicate_column,
                  "source column " + in_quotes(column.name) + " has the name of a history column",
                  {}, R"(Give the history column another name with the option "names".)");
    }
    seen.push_back(column.name);
  }
}

void refuse_tracked_key(const std::vector<std::string>& key, const Tracking& tracking) {
  for (const auto* names : {&tracking.track, &tracking.exclude}) {
    for (const std::string& name : *names) {
      if (!contains(key, name)) continue;
      throw Error(Code::invalid_option,
                  "key column " + in_quotes(name) + " can't be tracked or excluded",
                  "A key that changes is another key.");
    }
  }
}

bool is_tracked(const Tracking& tracking, std::string_view name) {
  if (!tracking.track.empty()) return contains(tracking.track, name);
  return !contains(tracking.exclude, name);
}

Part part_of(const MergeSettings& settings, std::string_view name) {
  if (contains(settings.overwrite, name)) return Part::overwritten;
  if (name == settings.sequence && !contains(settings.tracking.track, name)) {
    return Part::first_seen;
  }
  return is_tracked(settings.tracking, name) ? Part::tracked : Part::first_seen;
}

// Every column that an option names must be there.
void require_named_columns(const MergeSettings& settings, const Relation& source,
                           const Relation* target) {
  for (const auto* names :
       {&settings.tracking.track, &settings.overwrite, &settings.scope, &settings.order,
        &settings.ignore_nulls.columns, &settings.ignore_nulls.except}) {
    for (const std::string& name : *names) source.column(name);
  }
  for (const std::string& name : settings.tracking.exclude) {
    if (target == nullptr || target->find(name) == nullptr) source.column(name);
  }
  if (!settings.sequence.empty()) source.column(settings.sequence);
  if (!settings.update_columns.empty()) source.column(settings.update_columns);
  if (settings.operation) source.column(settings.operation->column);
  for (const auto& [column, previous] : settings.previous) {
    source.column(column);
    if (target != nullptr) target->column(previous);
    if (contains(settings.key, column) || part_of(settings, column) == Part::first_seen) {
      throw Error(Code::invalid_option, "column " + in_quotes(column) +
                                            " keeps no previous value: its changes are not "
                                            "looked at");
    }
  }
}

// Columns of the target that a batch must bring, because their absence would look like a change.
std::vector<Column> missing_columns(const MergeSettings& settings, const Relation& source,
                                    const Relation& target) {
  std::vector<Column> missing;
  const std::vector<std::string> own = own_columns(settings);
  for (const Column& column : target.columns) {
    const bool ours = column.primary_key || contains(own, column.name) ||
                      contains(settings.key, column.name) || is_instruction(settings, column.name);
    if (ours || source.find(column.name) != nullptr ||
        part_of(settings, column.name) != Part::tracked) {
      continue;
    }
    missing.push_back(column);
  }
  return missing;
}

void refuse_missing_columns(const std::vector<Column>& missing) {
  if (missing.empty()) return;
  std::vector<std::string> names;
  for (const Column& column : missing) names.push_back(column.name);
  throw Error(Code::undefined_column, "the source lacks tracked " + column_or_columns(names), {},
              R"(Add what is missing to the source, name it in the option "exclude", )"
              R"(or pass "missing_columns": "ignore".)");
}

void refuse_new_columns(const std::vector<std::string>& added, const Relation& target) {
  if (added.empty()) return;
  throw Error(
      Code::undefined_column,
      "the target " + in_quotes(target.name) + " lacks the source's " + column_or_columns(added),
      {}, R"(Name it in the option "exclude", or pass "new_columns": "add" or "ignore".)");
}

}  // namespace

std::vector<std::string> Shape::names_of(Part part) const {
  std::vector<std::string> out;
  for (const StoredColumn& column : stored) {
    if (column.part == part) out.push_back(column.column.name);
  }
  return out;
}

Shape merge_shape(const MergeSettings& settings, const Relation& source, const Relation* target) {
  refuse_clashes(settings, source);
  refuse_tracked_key(settings.key, settings.tracking);
  require_named_columns(settings, source, target);
  if (target != nullptr) {
    require_history_columns(settings.names, *target, false);
    if (!settings.surrogate_key.empty()) target->column(settings.surrogate_key);
  }
  Shape shape;
  for (const std::string& name : settings.key) {
    const Column& column = source.column(name);
    shape.key.push_back(target == nullptr ? column : target->column(name));
  }
  std::vector<std::string> unknown;
  for (const Column& column : source.columns) {
    if (contains(settings.key, column.name) || is_instruction(settings, column.name)) continue;
    const Part part = part_of(settings, column.name);
    if (target != nullptr && target->find(column.name) == nullptr) {
      if (settings.new_columns == NewColumns::add) {
        shape.added.push_back(column);
      } else {
        const bool refused = part != Part::first_seen && settings.new_columns == NewColumns::error;
        (refused ? unknown : shape.left_out).push_back(column.name);
        continue;
      }
    }
    shape.stored.push_back({column, part});
  }
  if (target == nullptr) return shape;
  refuse_new_columns(unknown, *target);
  if (!settings.tracking.track.empty()) return shape;
  shape.absent = missing_columns(settings, source, *target);
  if (!settings.ignore_missing) refuse_missing_columns(shape.absent);
  return shape;
}

void require_convertible_types(const Shape& shape, const Relation& source, const Relation& target) {
  for (const Column& key : shape.key) require_convertible(source.column(key.name), key, true);
  for (const StoredColumn& stored : shape.stored) {
    const Column* into = target.find(stored.column.name);
    if (into != nullptr) require_convertible(stored.column, *into, false);
  }
}

void refuse_hashes(const Layout& layout, const std::string& versions) {
  const std::vector<std::string> tracked = layout.tracked();
  throw Error(Code::corrupt_data, versions + " a row hash that the tracked columns don't give",
              tracked.empty() ? "No column is tracked now."
                              : "Tracked now: " + column_or_columns(tracked) + ".",
              "Name the columns as in the merges before, or pass \"rehash\": true, which makes "
              "all hashes anew first.");
}

}  // namespace tamis::history
