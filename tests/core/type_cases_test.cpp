// A table of texts, each with its type and, where it is given, its canonical text as that type:
// '=' for the text itself, '-' for none. What is a text is mostly a near miss of another type.
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "core/types/types.h"

namespace {

using tamis::types::kCanonicalBytes;
using tamis::types::name_of;
using tamis::types::read;
using tamis::types::try_cast;
using tamis::types::Type;

constexpr const char* kCases = TAMIS_SOURCE_DIR "/tests/core/type_cases.tsv";

struct Case {
  std::string text;
  std::string type;
  std::string canonical;
};

std::vector<Case> cases() {
  std::ifstream file(kCases);
  std::vector<Case> all;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::stringstream fields(line);
    Case c;
    std::getline(fields, c.text, '\t');
    std::getline(fields, c.type, '\t');
    std::getline(fields, c.canonical, '\t');
    if (c.canonical == "=") c.canonical = c.text;
    all.push_back(c);
  }
  return all;
}

std::string type_of(std::string_view text) { return std::string(name_of(read(text).type)); }

std::string cast(std::string_view text, Type target) {
  std::array<char, kCanonicalBytes> out;
  std::string_view result;
  return try_cast(text, target, {}, out, result) ? std::string(result) : "-";
}

// Whether the canonical text has the type: a currency's is its number, a decimal's may be whole.
bool keeps_its_type(Type type) {
  switch (type) {
    case Type::currency:
    case Type::percent:
    case Type::decimal:
    case Type::real: return false;
    default: return true;
  }
}

TEST(TypeCases, EachTextHasItsType) {
  const std::vector<Case> all = cases();
  ASSERT_GT(all.size(), 750U);
  for (const Case& c : all) {
    EXPECT_EQ(type_of(c.text), c.type) << c.text;
    EXPECT_EQ(type_of(" " + c.text + "\n"), c.type) << c.text;
  }
}

TEST(TypeCases, EachCanonicalTextIsAsGiven) {
  for (const Case& c : cases()) {
    if (c.canonical.empty()) continue;
    EXPECT_EQ(cast(c.text, read(c.text).type), c.canonical) << c.text;
  }
}

TEST(TypeCases, ACanonicalTextIsOfItsTypeAndItsOwn) {
  for (const Case& c : cases()) {
    const Type type = read(c.text).type;
    const std::string canonical = cast(c.text, type);
    if (canonical == "-") continue;
    EXPECT_EQ(cast(canonical, type), canonical) << c.text;
    if (keeps_its_type(type)) {
      EXPECT_EQ(read(canonical).type, type) << c.text;
    }
  }
}

// Cut off or with a byte behind, nothing is read past its end; the sanitizers watch.
TEST(TypeCases, EveryPrefixIsRead) {
  for (const Case& c : cases()) {
    for (std::size_t size = 1; size <= c.text.size(); ++size) {
      const std::vector<char> bytes(c.text.begin(),
                                    c.text.begin() + static_cast<std::ptrdiff_t>(size));
      EXPECT_FALSE(name_of(read({bytes.data(), bytes.size()}).type).empty());
    }
  }
}

}  // namespace
