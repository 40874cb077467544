// Escaping, endpoints, digests, XML from hostile servers.
#include <gtest/gtest.h>

#include "core/error/error.h"
#include "core/storage/http/digest.h"
#include "core/storage/http/url.h"
#include "core/storage/http/xml.h"
#include "core/storage/remote/object_store.h"

namespace tamis::storage {
namespace {

TEST(Percent, EscapesAllButTheUnreserved) {
  EXPECT_EQ(percent_encoded("aZ09-._~", false), "aZ09-._~");
  EXPECT_EQ(percent_encoded("a/b", false), "a%2Fb");
  EXPECT_EQ(percent_encoded("y=1/x y/+\u00e9%:@(!)", true),
            "y%3D1/x%20y/%2B%C3%A9%25%3A%40%28%21%29");
  EXPECT_EQ(percent_decoded("a%2Fb%c3%A9"), "a/b\u00e9");
  for (const char* text : {"%", "%2", "%zz", "a%"}) EXPECT_FALSE(percent_decoded(text)) << text;
}

TEST(Endpoint, IsReadStrictly) {
  EXPECT_EQ(Endpoint::parse("https://Host.Example:443/").text(), "https://host.example");
  EXPECT_EQ(Endpoint::parse("http://[::1]:9000/a").text(), "http://[::1]:9000/a");
  EXPECT_TRUE(Endpoint::parse("http://[::1]:9000").is_loopback());
  EXPECT_TRUE(Endpoint::parse("http://127.0.0.1").is_loopback());
  EXPECT_FALSE(Endpoint::parse("http://127.0.0.1.evil.example").is_loopback());
  for (const char* text :
       {"", "host", "ftp://host", "https://", "https://u:p@host", "https://host?x=1",
        "https://host#f", "https://ho st", "https://host:0", "https://host:65536", "https://host:x",
        "https://host\\x", "https://host/%z", "https://[::1", "https://\u00e9"}) {
    try {
      (void)Endpoint::parse(text);
      FAIL() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.message(), "invalid endpoint of a remote store");
    }
  }
}

TEST(Digests, AreThePublishedOnes) {
  EXPECT_EQ(hex(md5("abc")), "900150983cd24fb0d6963f7d28e17f72");
  EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  // RFC 4231, test case 2.
  EXPECT_EQ(hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  // RFC 4648, section 10.
  const char* kPairs[][2] = {{"", ""},
                             {"f", "Zg=="},
                             {"fo", "Zm8="},
                             {"foo", "Zm9v"},
                             {"foob", "Zm9vYg=="},
                             {"fooba", "Zm9vYmE="},
                             {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, coded] : kPairs) {
    EXPECT_EQ(base64(plain), coded);
    EXPECT_EQ(from_base64(coded), plain);
  }
  EXPECT_EQ(from_base64("a*b"), "");
}

TEST(Xml, ReadsWhatStoresSay) {
  const auto root = parse_xml(
      "<?xml version=\"1.0\"?>\n<!-- c --><s:List xmlns:s=\"u>\"><Key a='1'>x "
      "&lt;&#233;&#x1F600;&amp;"
      "</Key><Empty/><Key>second<![CDATA[<&]]></Key></s:List>\n");
  ASSERT_TRUE(root);
  EXPECT_EQ(root->name, "List");
  EXPECT_EQ(root->text_of("Key"), "x <\u00e9\U0001F600&");
  EXPECT_EQ(root->children.size(), 3U);
  EXPECT_EQ(root->children[2].text, "second<&");
  EXPECT_EQ(root->text_of("none"), "");
  EXPECT_EQ(xml_escaped("<a & \"b\">"), "&lt;a &amp; &quot;b&quot;&gt;");
}

TEST(Xml, RefusesWhatIsNoneOrMore) {
  std::string deep;
  for (int i = 0; i < 40; ++i) deep += "<a>";
  for (int i = 0; i < 40; ++i) deep += "</a>";
  for (const std::string& text :
       {std::string(), std::string("x"), std::string("<a>"), std::string("<a></b>"),
        std::string("<a/><b/>"), std::string("<a>&x;</a>"), std::string("<a>&#0;</a>"),
        std::string("<a>&#xD800;</a>"), std::string("<a>&#1114112;</a>"),
        std::string("<a>&amp</a>"), std::string("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>"),
        std::string("<a b=\"></a>"), std::string("<a><![CDATA[x</a>"), std::string("<a><!-- </a>"),
        std::string("< a/>"), deep}) {
    EXPECT_FALSE(parse_xml(text)) << text;
  }
  std::string wide = "<a>";
  for (int i = 0; i < 100'001; ++i) wide += "<b/>";
  EXPECT_FALSE(parse_xml(wide + "</a>"));
}

TEST(Age, IsTheServers) {
  const std::string_view date = "Fri, 01 Mar 2024 12:00:30 GMT";
  EXPECT_EQ(age_at("2024-03-01T12:00:00.000Z", date), std::chrono::seconds(30));
  EXPECT_EQ(age_at("Fri, 01 Mar 2024 11:59:30 GMT", date), std::chrono::seconds(60));
  EXPECT_FALSE(age_at("", date));
  EXPECT_FALSE(age_at("2024-13-01T12:00:00Z", date));
  EXPECT_FALSE(age_at("2024-03-01T12:00:00Z", "yesterday-ish"));
}

}  // namespace
}  // namespace tamis::storage
