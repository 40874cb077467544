// The store of objects against a real server that checks signatures, digests and conditions: the
// one that AWS_ENDPOINT_URL_S3 names. Run by s3.sh.
#include <gtest/gtest.h>

#include "core/error/error.h"
#include "core/storage/http/caller.h"
#include "core/storage/http/digest.h"
#include "core/storage/s3/s3_requests.h"
#include "core/storage/s3/s3_store.h"

namespace tamis::storage {
namespace {

constexpr const char* kBucket = "tamis-store";
const std::string kOddKey = "dir/y=2024/a b+c/\u00e9%25%/(x)!*'&.csv";

RemoteOptions options() {
  RemoteOptions out;
  out.retry.max_attempts = 2;
  out.retry.initial_delay = std::chrono::milliseconds(10);
  return out;
}

Access access() { return environment_access(Store::s3).value_or(Access{}); }

std::unique_ptr<ObjectStore> store(const RemoteOptions& with = options()) {
  return s3_store(Store::s3, kBucket, access(), with, {});
}

class S3Store : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const S3Requests requests(Store::s3, kBucket, access(), options());
    Transport transport({}, {});
    const Response made =
        transport.send(requests.make({.method = "PUT"}, std::chrono::system_clock::now()), 100'000);
    ASSERT_EQ(made.status, 200) << made.fault << made.body;
  }
  void TearDown() override {
    const auto all = store();
    all->list("", [&](const Object& object) {
      all->remove(object.key);
      return true;
    });
    for (const Upload& upload : all->uploads("")) all->abort(upload);
  }
};

std::vector<std::string> keys(ObjectStore& from, std::string_view prefix) {
  std::vector<std::string> out;
  from.list(prefix, [&](const Object& object) {
    out.push_back(object.key);
    return true;
  });
  return out;
}

Error error_of(const std::function<void()>& deed) {
  try {
    deed();
  } catch (const Error& error) {
    return error;
  }
  return {Code::internal_error, "nothing was thrown"};
}

TEST_F(S3Store, PutsAndGets) {
  const auto s3 = store();
  EXPECT_FALSE(s3->head("none"));
  const std::string text = "some bytes";
  EXPECT_EQ(s3->put(kOddKey, MemoryBody(text), false), PutResult::done);
  const auto found = s3->head(kOddKey);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->size, text.size());
  EXPECT_EQ(found->etag, hex(md5(text)));
  ASSERT_TRUE(found->age);
  EXPECT_LT(*found->age, std::chrono::seconds(60));
  EXPECT_EQ(s3->get(kOddKey, 0, text.size(), found->etag), text);
  EXPECT_EQ(s3->get(kOddKey, 5, 5, found->etag), "bytes");
  EXPECT_EQ(error_of([&] { (void)s3->get(kOddKey, 0, 10, "another"); }).code(), Code::io_error);
  EXPECT_EQ(error_of([&] { (void)s3->get(kOddKey, 8, 10, found->etag); }).code(), Code::io_error);
  EXPECT_EQ(keys(*s3, "dir/"), std::vector<std::string>{kOddKey});
  s3->remove(kOddKey);
  s3->remove(kOddKey);
  EXPECT_FALSE(s3->head(kOddKey));
}

TEST_F(S3Store, PutsNothingToo) {
  const auto s3 = store();
  EXPECT_EQ(s3->put("empty", MemoryBody({}), false), PutResult::done);
  EXPECT_EQ(s3->head("empty")->size, 0U);
}

TEST_F(S3Store, CreatesOnlyWhereNothingStands) {
  const auto s3 = store();
  EXPECT_EQ(s3->put("lock", MemoryBody("one"), true), PutResult::done);
  EXPECT_EQ(s3->put("lock", MemoryBody("two"), true), PutResult::exists);
  EXPECT_EQ(s3->get("lock", 0, 3, s3->head("lock")->etag), "one");
}

TEST_F(S3Store, CompletesUploadsAsAWhole) {
  const auto s3 = store();
  const std::string first(5U << 20U, 'a');
  const std::string second = "end";
  const Upload upload = s3->begin(kOddKey);
  std::vector<Part> parts{s3->upload(upload, 1, MemoryBody(first)),
                          s3->upload(upload, 2, MemoryBody(second))};
  EXPECT_FALSE(s3->head(kOddKey));
  const std::vector<Upload> pending = s3->uploads("dir/");
  ASSERT_EQ(pending.size(), 1U);
  EXPECT_EQ(pending[0].key, kOddKey);
  EXPECT_EQ(pending[0].id, upload.id);
  ASSERT_TRUE(pending[0].age);
  EXPECT_LT(*pending[0].age, std::chrono::seconds(60));
  s3->complete(upload, parts);
  EXPECT_EQ(s3->head(kOddKey)->size, first.size() + second.size());
  EXPECT_TRUE(s3->uploads("").empty());
}

TEST_F(S3Store, AbortsUploads) {
  const auto s3 = store();
  const Upload upload = s3->begin("k");
  const std::vector<Part> parts{s3->upload(upload, 1, MemoryBody("x"))};
  s3->abort(upload);
  s3->abort(upload);
  EXPECT_TRUE(s3->uploads("").empty());
  const Error gone = error_of([&] { s3->complete(upload, parts); });
  EXPECT_EQ(gone.message(), "could not complete the upload of \"s3://tamis-store/k\"")
      << gone.detail();
  EXPECT_EQ(gone.code(), Code::io_error);
}

TEST_F(S3Store, ListsInPages) {
  const auto s3 = store();
  std::vector<std::string> expected;
  for (int i = 0; i < 1010; ++i) {
    expected.push_back("many/" + std::to_string(1000 + i));
    s3->put(expected.back(), MemoryBody("x"), false);
  }
  s3->put("many-not", MemoryBody("x"), false);
  EXPECT_EQ(keys(*s3, "many/"), expected);
}

TEST_F(S3Store, WrongKeysAreRefusedAndNotShown) {
  Access wrong = access();
  wrong.secret_key = "WrongSecret";
  const auto s3 = s3_store(Store::s3, kBucket, wrong, options(), {});
  const Error error = error_of([&] { s3->put("k", MemoryBody("x"), false); });
  EXPECT_EQ(error.code(), Code::insufficient_privilege);
  EXPECT_EQ(error.detail(), "The server answered 403 SignatureDoesNotMatch.");
  wrong.access_key = "NOSUCHKEY";
  const auto other = s3_store(Store::s3, kBucket, wrong, options(), {});
  const Error unknown = error_of([&] { other->put("k", MemoryBody("x"), false); });
  EXPECT_EQ(unknown.code(), Code::insufficient_privilege);
  for (const Error& each : {error, unknown}) {
    const std::string all = each.message() + each.detail() + each.hint();
    for (const std::string& secret : {wrong.secret_key, access().access_key, wrong.access_key}) {
      EXPECT_EQ(all.find(secret), std::string::npos) << all;
    }
  }
}

TEST_F(S3Store, MissingBucketsAreSaidSo) {
  const auto s3 = s3_store(Store::s3, "no-such-bucket", access(), options(), {});
  const Error error = error_of([&] { s3->put("k", MemoryBody("x"), false); });
  EXPECT_EQ(error.code(), Code::io_error);
  EXPECT_EQ(error.hint(), "Make the bucket first, or check its name and the endpoint.");
}

TEST_F(S3Store, EncryptsWithAKeyOfTheService) {
  RemoteOptions encrypted = options();
  encrypted.sse = "aws:kms";
  encrypted.sse_key_id = "testkey-1";
  const auto s3 = store(encrypted);
  EXPECT_EQ(s3->put("secret", MemoryBody("text"), false), PutResult::done);
  EXPECT_EQ(s3->get("secret", 0, 4, s3->head("secret")->etag), "text");
  const Upload upload = s3->begin("large");
  const std::vector<Part> parts{s3->upload(upload, 1, MemoryBody("text"))};
  s3->complete(upload, parts);
  EXPECT_EQ(s3->get("large", 0, 4, s3->head("large")->etag), "text");
  encrypted.sse_key_id = "no-such-key";
  EXPECT_NE(error_of([&] { store(encrypted)->put("k", MemoryBody("x"), false); }).code(),
            Code::internal_error);
}

TEST_F(S3Store, NobodyAnswersAtAWrongPort) {
  RemoteOptions nowhere = options();
  nowhere.endpoint = "http://127.0.0.1:9";
  try {
    store(nowhere)->put("k", MemoryBody("x"), false);
    FAIL() << "was put";
  } catch (const TransferError& error) {
    EXPECT_TRUE(error.transient());
    EXPECT_EQ(error.attempts().size(), 2U);
    EXPECT_EQ(error.attempts()[0].request, "PUT s3://tamis-store/k");
  }
}

TEST_F(S3Store, CancellingEndsATransfer) {
  struct Cancelled {};
  const auto started = std::chrono::steady_clock::now();
  int polls = 0;
  const auto s3 = s3_store(Store::s3, kBucket, access(), options(), [&] {
    if (++polls > 2) throw Cancelled();
  });
  EXPECT_THROW(
      {
        for (int i = 0; i < 100; ++i) (void)s3->head("k");
      },
      Cancelled);
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(1));
}

}  // namespace
}  // namespace tamis::storage
