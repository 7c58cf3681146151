import Crypto
import FoundationEssentials
import HTTPTypes

/// The folder that a request names by its headers.
///
/// The service has no list of folders: a folder is its key, and a path stands for the key that
/// UUID version 5 makes of it in small letters, in the name space of URLs. What is malformed is a
/// folder that holds nothing.
///
/// - Source: `data-service-api.md` §1.4 and §2.7.
enum FolderHeader {
  /// `6ba7b811-9dad-11d1-80b4-00c04fd430c8`, the name space of URLs.
  private static let nameSpace: [UInt8] = [
    0x6B, 0xA7, 0xB8, 0x11, 0x9D, 0xAD, 0x11, 0xD1, 0x80, 0xB4, 0x00, 0xC0, 0x4F, 0xD4, 0x30, 0xC8,
  ]

  /// The key of the folder, which goes before a path; nil where no header names one.
  static func key(in headers: HTTPFields) -> String? {
    if let key = value("X-UIPATH-FolderKey", headers) { return key.lowercased() }
    if let path = value("x-uipath-folderpath", headers) { return key(ofPath: path) }
    if let encoded = value("x-uipath-folderpath-encoded", headers) {
      return path(encoded: encoded).map { key(ofPath: $0) } ?? encoded
    }
    return nil
  }

  /// The key that a path stands for.
  static func key(ofPath path: String) -> String {
    var hash = Insecure.SHA1()
    hash.update(data: nameSpace)
    hash.update(data: Array(path.lowercased().utf8))
    var bytes = Array(hash.finalize().prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x50
    bytes[8] = bytes[8] & 0x3F | 0x80
    var text = ""
    for (index, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(index) { text += "-" }
      text += byte < 16 ? "0" + String(byte, radix: 16) : String(byte, radix: 16)
    }
    return text
  }

  /// The path in Base64 of UTF-16LE; nil where it is none.
  private static func path(encoded text: String) -> String? {
    guard let data = Data(base64Encoded: text), data.count.isMultiple(of: 2) else { return nil }
    let bytes = Array(data)
    let units = stride(from: 0, to: bytes.count, by: 2).map { index in
      UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8
    }
    return String(decoding: units, as: UTF16.self)
  }

  private static func value(_ name: String, _ headers: HTTPFields) -> String? {
    guard let value = HTTPField.Name(name).flatMap({ headers[$0] }), !value.isEmpty else {
      return nil
    }
    return value
  }
}
