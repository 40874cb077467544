// The declarations of all functions: their form, and that docs/functions.md has each of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/catalog/function.h"

namespace tamis::catalog {
namespace {

using Arity = Parameter::Arity;

// The sections of docs/functions.md by heading, without the "### ".
std::map<std::string, std::string> documented() {
  std::ifstream file(TAMIS_SOURCE_DIR "/docs/functions.md");
  std::map<std::string, std::string> sections;
  std::string* section = nullptr;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("### ")) {
      section = &sections[line.substr(4)];
    } else if (line.starts_with("#")) {
      section = nullptr;
    } else if (section != nullptr) {
      *section += line;
      *section += '\n';
    }
  }
  return sections;
}

bool has_no_upper_case(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

TEST(Catalog, NamesAreOursAndUnique) {
  std::set<std::string_view> names;
  ASSERT_FALSE(catalog().empty());
  for (const Function& f : catalog()) {
    EXPECT_TRUE(f.name.starts_with("tamis_")) << f.name;
    EXPECT_TRUE(has_no_upper_case(f.name)) << f.name;
    EXPECT_TRUE(names.insert(f.name).second) << f.name << " is declared twice";
  }
}

TEST(Catalog, FindsEveryFunctionByItsName) {
  for (const Function& f : catalog()) EXPECT_EQ(find_function(f.name), &f) << f.name;
  EXPECT_EQ(find_function("tamis_"), nullptr);
  EXPECT_EQ(find_function(""), nullptr);
}

TEST(Catalog, DocIsOneLineWithoutFullStop) {
  for (const Function& f : catalog()) {
    ASSERT_FALSE(f.doc.empty()) << f.name;
    EXPECT_EQ(f.doc.find('\n'), std::string_view::npos) << f.name;
    EXPECT_FALSE(f.doc.ends_with('.')) << f.name;
  }
}

TEST(Catalog, OptionalParametersComeLast) {
  for (const Function& f : catalog()) {
    const auto rank = [](const Parameter& p) { return p.arity == Arity::required ? 0 : 1; };
    EXPECT_TRUE(
        std::is_sorted(f.parameters.begin(), f.parameters.end(),
                       [&](const Parameter& a, const Parameter& b) { return rank(a) < rank(b); }))
        << f.name;
    for (std::size_t i = 0; i + 1 < f.parameters.size(); ++i) {
      EXPECT_NE(f.parameters[i].arity, Arity::variadic) << f.name;
    }
  }
}

TEST(Catalog, ParameterNamesAreUniqueWithinAFunction) {
  for (const Function& f : catalog()) {
    std::set<std::string_view> names;
    for (const Parameter& p : f.parameters) {
      EXPECT_FALSE(p.name.empty()) << f.name;
      EXPECT_TRUE(names.insert(p.name).second) << f.name << "(" << p.name << ")";
    }
  }
}

TEST(Catalog, ArityFollowsTheParameters) {
  for (const Function& f : catalog()) {
    const bool variadic = !f.parameters.empty() && f.parameters.back().arity == Arity::variadic;
    EXPECT_LE(required_arguments(f), static_cast<int>(f.parameters.size())) << f.name;
    EXPECT_EQ(accepted_arguments(f), variadic ? -1 : static_cast<int>(f.parameters.size()))
        << f.name;
  }
}

TEST(Catalog, ResultFitsTheForm) {
  for (const Function& f : catalog()) {
    EXPECT_NE(static_cast<bool>(std::get_if<Report>(&f.callable)), f.columns.empty()) << f.name;
    if (std::holds_alternative<Action>(f.callable)) {
      EXPECT_EQ(f.result, Type::json) << f.name;
    }
    if (const auto* aggregate = std::get_if<Aggregate>(&f.callable)) {
      // Behind the value may stand its row.
      ASSERT_LE(f.parameters.size(), 2U) << f.name;
      EXPECT_EQ(f.parameters.back().type == Type::bigint, f.parameters.size() == 2) << f.name;
      EXPECT_EQ(aggregate->finish == nullptr, f.result == Type::sketch) << f.name;
    }
  }
}

TEST(Catalog, OnlyWhatRunsSqlAsksForAPrivilege) {
  for (const Function& f : catalog()) {
    const bool runs_sql =
        std::holds_alternative<Action>(f.callable) || std::holds_alternative<Report>(f.callable);
    if (!runs_sql) {
      EXPECT_EQ(f.privilege, Privilege::none) << f.name;
    }
  }
}

TEST(Catalog, EveryFunctionIsDocumentedUnderItsSignature) {
  const auto sections = documented();
  for (const Function& f : catalog()) {
    const auto section = sections.find(signature(f));
    ASSERT_NE(section, sections.end()) << "docs/functions.md lacks: ### " << signature(f);
    EXPECT_NE(section->second.find(f.doc), std::string::npos)
        << "the section of " << f.name << " lacks its doc line: " << f.doc;
  }
}

TEST(Catalog, EveryDocumentedFunctionExists) {
  std::set<std::string> signatures;
  for (const Function& f : catalog()) signatures.insert(signature(f));
  for (const auto& [heading, text] : documented()) {
    EXPECT_TRUE(signatures.contains(heading)) << "docs/functions.md describes: " << heading;
  }
}

TEST(Signature, ShowsWhatMayBeLeftOut) {
  Function f{"f", {}, Type::text, {}, Scalar{}, ""};
  EXPECT_EQ(signature(f), "f()");
  f.parameters = {
      {"a", Type::text}, {"b", Type::bigint, Arity::optional}, {"c", Type::json, Arity::optional}};
  EXPECT_EQ(signature(f), "f(a text [, b bigint [, c json]])");
  EXPECT_EQ(required_arguments(f), 1);
  EXPECT_EQ(accepted_arguments(f), 3);
  f.parameters = {{"a", Type::number, Arity::optional}};
  EXPECT_EQ(signature(f), "f([a number])");
  f.parameters = {{"a", Type::value, Arity::variadic}};
  EXPECT_EQ(signature(f), "f(a value, ...)");
  EXPECT_EQ(accepted_arguments(f), -1);
}

}  // namespace
}  // namespace tamis::catalog
