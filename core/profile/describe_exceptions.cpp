// The values that don't conform to the kind of their column.
#include <algorithm>
#include <array>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/profile/dates.h"
#include "core/profile/describe.h"
#include "core/profile/describe_dates.h"
#include "core/profile/describe_parts.h"
#include "core/profile/kind.h"

namespace tamis::profile {
namespace {

using document::Json;
using sketch::Facts;
using sketch::MarkForm;
using types::Type;

using Groups = std::vector<std::uint8_t>;

// What keeps the examples and the first rows of the values of a type: numbers whose form has a
// group of its own are shown with their type.
Groups groups_of(Type type) {
  Groups groups = {sketch::example_group(type)};
  if (type == Type::integer) groups.push_back(sketch::kZeroOrOneGroup);
  if (type != Type::decimal) return groups;
  for (const MarkForm form : {MarkForm::only_comma, MarkForm::point_or_group, MarkForm::open}) {
    groups.push_back(sketch::example_group(form));
  }
  return groups;
}

// null where the rows of the sketch are not known.
Json rows_of(const sketch::ColumnSketch& sketch, const RowNames* names, const Groups& groups) {
  using Entry = sketch::FirstRows::Entry;
  if (sketch.first_rows().entries().empty()) return nullptr;
  std::vector<const Entry*> entries;
  for (const Entry& entry : sketch.first_rows().entries()) {
    if (std::find(groups.begin(), groups.end(), entry.group) == groups.end()) continue;
    entries.push_back(&entry);
  }
  std::sort(entries.begin(), entries.end(),
            [](const Entry* a, const Entry* b) { return a->at < b->at; });
  if (entries.size() > sketch::FirstRows::kMost) entries.resize(sketch::FirstRows::kMost);
  // Of a sketch alone nobody knows the names of its tables; with a table comes a place.
  static const RowNames kPlaces{.address = RowAddress::ctid, .column = {}, .tables = {}};
  const auto row_of = [&](const sketch::RowRef& at) -> Json {
    if (names != nullptr && names->address == RowAddress::ctid) return names->text(at);
    if (at.table == 0) return at.row;
    return std::to_string(at.table) + ' ' + kPlaces.text(at);
  };
  Json rows = Json::array();
  for (const Entry* entry : entries) {
    rows.push_back({{"row", row_of(entry->at)}, {"value", entry->text.shown()}});
  }
  return rows;
}

class Exceptions {
 public:
  Exceptions(const sketch::ColumnSketch& sketch, const RowNames* names)
      : sketch_(sketch), names_(names) {}

  void add(std::string_view kind, std::uint64_t count, const Groups& groups) {
    if (count == 0) return;
    Json examples = Json::array();
    for (const std::uint8_t group : groups) {
      for (const Json& text : examples_of(sketch_, group)) {
        if (examples.size() < sketch::Examples::kEach) examples.push_back(text);
      }
    }
    add(kind, count, std::move(examples), rows_of(sketch_, names_, groups));
  }
  // Numbers other than 0 and 1, in a column of booleans.
  void add_other_integers(std::uint64_t count) {
    const std::uint8_t group = sketch::example_group(Type::integer);
    Json examples = Json::array();
    for (const Json& text : examples_of(sketch_, group)) {
      if (!types::read(text.get_ref<const std::string&>()).zero_or_one) examples.push_back(text);
    }
    add(types::name_of(Type::integer), count, std::move(examples),
        rows_of(sketch_, names_, {group}));
  }
  void add(std::string_view kind, std::uint64_t count, Json examples, Json rows) {
    if (count == 0) return;
    list_.push_back({{"kind", kind},
                     {"count", count},
                     {"examples", std::move(examples)},
                     {"rows", std::move(rows)}});
  }
  Json take() { return std::move(list_); }

 private:
  const sketch::ColumnSketch& sketch_;
  const RowNames* names_;
  Json list_ = Json::array();
};

// Values of dates that contradict each other, under the orders that explain them.
void add_conflicting_dates(const sketch::ColumnSketch& sketch, const ColumnProfile& column,
                           Exceptions& list) {
  std::array<std::uint64_t, sketch::kOrderMasks> counts{};
  for (const sketch::DateFormats::Entry& entry : sketch.formats().entries()) {
    if (!sketch::is_date(entry.format.type) || !fits(entry.format.type, column.kind)) continue;
    for (std::size_t mask = 1; mask < counts.size(); ++mask) counts[mask] += entry.by_orders[mask];
  }
  constexpr std::array<std::string_view, kOrders> kKinds = {"day_first", "month_first",
                                                            "year_first"};
  std::uint64_t either = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
  for (std::size_t i = 0; i < kOrders; ++i) {
    const auto bit = static_cast<dates::OrderBit>(1U << i);
    list.add(kKinds[i], counts[bit], {sketch::example_group(bit)});
    either -= counts[bit];
  }
  list.add("undecided", either, examples_of_open_order(sketch), nullptr);
}

}  // namespace

Json describe_rows(const sketch::ColumnSketch& sketch, const RowNames* row_names) {
  struct Place {
    std::string_view name;
    std::uint8_t group;
  };
  const auto trait = [](sketch::Trait which) { return sketch::trait_group(which); };
  const std::array<Place, 9> places = {{{"empty", sketch::example_group(Type::empty)},
                                        {"blank", sketch::example_group(Type::blank)},
                                        {"missing", sketch::example_group(Type::missing)},
                                        {"leading_space", trait(sketch::Trait::leading_space)},
                                        {"trailing_space", trait(sketch::Trait::trailing_space)},
                                        {"odd_space", trait(sketch::Trait::odd_space)},
                                        {"control", trait(sketch::Trait::control)},
                                        {"nul", trait(sketch::Trait::nul)},
                                        {"invalid_utf8", trait(sketch::Trait::invalid_utf8)}}};
  if (sketch.first_rows().entries().empty()) return nullptr;
  Json out = Json::object();
  for (const Place& place : places) {
    Json rows = rows_of(sketch, row_names, {place.group});
    if (!rows.empty()) out[place.name] = std::move(rows);
  }
  return out;
}

Json describe_exceptions(const sketch::ColumnSketch& sketch, const ColumnProfile& column,
                         const RowNames* row_names) {
  Exceptions list(sketch, row_names);
  if (column.kind_exceptions == 0) return list.take();
  const Facts& facts = sketch.facts();
  for (std::size_t i = 0; i < types::kTypes; ++i) {
    const auto type = static_cast<Type>(i);
    if (!types::is_present(type) || fits(type, column.kind)) continue;
    if (column.kind == Type::boolean && type == Type::integer) {
      list.add_other_integers(facts.of(type) - facts.zero_or_one);
    } else {
      list.add(types::name_of(type), facts.of(type), groups_of(type));
    }
  }
  if (sketch::is_date(column.kind) && column.date_order == Evidence::conflict) {
    add_conflicting_dates(sketch, column, list);
  }
  return list.take();
}

}  // namespace tamis::profile
