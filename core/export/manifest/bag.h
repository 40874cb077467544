// An export as a bag, which libraries and archives check and take in: the tag files that make one
// of a folder whose data stands in data/.
// Source: RFC 8493, The BagIt File Packaging Format, version 1.0.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/export/manifest/checksum_list.h"
#include "core/export/manifest/manifest.h"

namespace tamis::exports {

inline constexpr std::string_view kBagDeclaration = "bagit.txt";
inline constexpr std::string_view kBagInfo = "bag-info.txt";
inline constexpr std::string_view kBagManifest = "manifest-sha256.txt";
inline constexpr std::string_view kBagTagManifest = "tagmanifest-sha256.txt";

std::string bag_declaration();
// `octets` of all `files` in data/, sidecars included.
std::string bag_info(const Manifest& manifest, std::int64_t octets, std::size_t files);
// The member Payload-Oxum of such a text, or empty.
std::string_view payload_oxum(std::string_view bag_info) noexcept;

}  // namespace tamis::exports
