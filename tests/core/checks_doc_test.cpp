// docs/checks.md lists every kind of check with its mode, dimension, code and arguments; the table
// of kinds decides, and this compares.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "core/quality/check/kinds.h"

namespace tamis::quality {
namespace {

std::string page() {
  std::ifstream file(std::string(TAMIS_SOURCE_DIR) + "/docs/checks.md");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string_view word_of(Mode mode) {
  switch (mode) {
    case Mode::value: return "value";
    case Mode::row: return "row";
    case Mode::metric: return "metric";
    case Mode::set: return "set";
    case Mode::table: return "table";
  }
  return "";
}

std::string arguments_of(const Kind& kind) {
  std::string out;
  for (const Argument& argument : kind.arguments) {
    if (!out.empty()) out += ", ";
    out += "`" + std::string(argument.name) + "`";
    if (!argument.required) out += "?";
  }
  return out;
}

std::string line_of(const Kind& kind) {
  std::string out = "| `" + std::string(kind.name) + "` | ";
  out += kind.doc;
  out += " | " + arguments_of(kind) + " | ";
  out += name_of(kind.dimension);
  out += " | `" + std::string(kind.code) + "` |\n";
  return out;
}

// The lines of a mode, together and in the order of the table.
std::string lines_of(Mode mode) {
  std::string out;
  for (const Kind& kind : kinds()) {
    if (kind.mode == mode) out += line_of(kind);
  }
  return out;
}

TEST(ChecksPage, ListsEveryKindOfCheck) {
  const std::string text = page();
  for (const Mode mode : {Mode::value, Mode::row, Mode::metric, Mode::set, Mode::table}) {
    EXPECT_NE(text.find(lines_of(mode)), std::string::npos)
        << "docs/checks.md lacks, for the mode " << word_of(mode) << ":\n"
        << lines_of(mode);
  }
}

TEST(Kinds, HaveNamesOfTheirOwn) {
  for (const Kind& kind : kinds()) EXPECT_EQ(find_kind(kind.name), &kind) << kind.name;
}

}  // namespace
}  // namespace tamis::quality
