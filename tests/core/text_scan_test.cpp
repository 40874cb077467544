#include "core/export/format/text_scan.h"

#include <gtest/gtest.h>

#include <string>

namespace tamis::exports {
namespace {

TEST(TextScan, SeesEveryByteAtEveryPlaceOfEveryLength) {
  const TextScanner csv(",\"\r\n");
  const TextScanner json("\"\\", 0x1F);
  for (std::size_t size = 0; size <= 70; ++size) {
    const std::string plain(size, 'x');
    EXPECT_FALSE(csv.scan(plain).marked) << size;
    EXPECT_FALSE(csv.scan(plain).suspect) << size;
    for (std::size_t at = 0; at < size; ++at) {
      for (int byte = 0; byte < 256; ++byte) {
        std::string text = plain;
        text[at] = static_cast<char>(byte);
        const bool suspect = byte == 0 || byte >= 0x80;
        const bool comma = byte == ',' || byte == '"' || byte == '\r' || byte == '\n' || byte == 0;
        const bool escaped = byte == '"' || byte == '\\' || byte < 0x20;
        ASSERT_EQ(csv.scan(text).suspect, suspect) << size << " " << at << " " << byte;
        ASSERT_EQ(csv.scan(text).marked, comma) << size << " " << at << " " << byte;
        ASSERT_EQ(json.scan(text).suspect, suspect) << size << " " << at << " " << byte;
        ASSERT_EQ(json.scan(text).marked, escaped) << size << " " << at << " " << byte;
      }
    }
  }
}

TEST(TextScan, LooksNotBeyondTheText) {
  for (std::size_t size = 0; size <= 40; ++size) {
    const std::string text = "\"" + std::string(size, 'x') + "\"";
    EXPECT_FALSE(TextScanner("\"").scan(std::string_view(text).substr(1, size)).marked) << size;
  }
}

}  // namespace
}  // namespace tamis::exports
