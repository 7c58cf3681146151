import Foundation

/// A file as an upload sends it.
struct SentFile: Sendable {
  var name: String
  var type: String
  var content: [UInt8]

  /// The most bytes of a file.
  ///
  /// - Source: `data-service-api.md` §3.12.
  static let mostBytes = 10 << 20

  init(name: String, type: String, content: [UInt8]) {
    self.name = name
    self.type = type
    self.content = content
  }

  /// Reads the part named `file` of a form.
  ///
  /// - Parameters:
  ///   - form: The body, `multipart/form-data`.
  ///   - contentType: The request's header, which tells the boundary.
  /// - Throws: A 400 where there is no such part, a 413 where it is too large.
  init(form: [UInt8], contentType: String?) throws(RequestFailure) {
    let header = HeaderValue(contentType ?? "")
    guard header.value == "multipart/form-data", let boundary = header.parameters["boundary"],
      !boundary.isEmpty
    else { throw Self.missing }
    let mark = Array("\r\n--\(boundary)".utf8)
    // The first boundary stands at the very beginning, without the line break before it.
    var start = form.starts(with: mark.dropFirst(2)) ? mark.count - 2 : nil
    if start == nil { start = Self.find(mark, in: form[...]).map { $0 + mark.count } }
    while let from = start, let end = Self.find(mark, in: form[from...]) {
      if let file = Self.file(form[from..<end]) {
        guard file.content.count <= Self.mostBytes else { throw .tooLarge }
        self = file
        return
      }
      start = end + mark.count
    }
    throw Self.missing
  }

  private static let missing = RequestFailure.invalid(
    "The request must be multipart/form-data with a part named 'file'."
  )

  /// The file of a part; nil for a part of another name.
  private static func file(_ part: ArraySlice<UInt8>) -> SentFile? {
    guard let end = find(Array("\r\n\r\n".utf8), in: part) else { return nil }
    let lines = String(decoding: part[..<end], as: UTF8.self).split(separator: "\r\n")
    var (name, type): (String?, String) = (nil, "application/octet-stream")
    for line in lines {
      let halves = line.split(separator: ":", maxSplits: 1)
      guard halves.count == 2 else { continue }
      let value = HeaderValue(String(halves[1]))
      switch halves[0].lowercased() {
      case "content-disposition" where value.parameters["name"] == "file":
        name = Self.name(value)
      case "content-type": type = value.value
      default: break
      }
    }
    return name.map { SentFile(name: $0, type: type, content: Array(part[(end + 4)...])) }
  }

  /// The file's name without the folders that some clients send.
  private static func name(_ disposition: HeaderValue) -> String {
    var name = disposition.parameters["filename"] ?? ""
    if let extended = disposition.parameters["filename*"]?.split(separator: "'").last {
      name = extended.removingPercentEncoding ?? name
    }
    let last = name.split { $0 == "/" || $0 == "\\" }.last.map { String($0) }
    return last ?? "file"
  }

  private static func find(_ wanted: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    guard bytes.count >= wanted.count else { return nil }
    return bytes.withUnsafeBufferPointer { buffer in
      let last = buffer.count - wanted.count
      var place = 0
      while place <= last {
        if buffer[place] == wanted[0],
          buffer[place..<(place + wanted.count)].elementsEqual(wanted)
        {
          return bytes.startIndex + place
        }
        place += 1
      }
      return nil
    }
  }
}
