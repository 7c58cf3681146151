import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// The parameters of an address or of a form.
struct FormValues: Sendable {
  private let values: [String: String]

  /// Bodies above this are refused; no form here comes near it.
  private static let mostBytes = 1 << 16

  /// Reads `name=value&…`; throws where it is malformed, or has a parameter twice.
  ///
  /// - Source: RFC 6749 §3.1.
  init(_ text: String) throws {
    values =
      text.isEmpty ? [:] : try URLEncodedFormDecoder().decode([String: String].self, from: text)
  }

  /// The form that a request's body is; nil where its type is another one, or it cannot be read.
  static func body(of request: Request) async throws -> FormValues? {
    let type = request.headers[.contentType]?.split(separator: ";").first.map {
      $0.lowercased().filter { $0 != " " }
    }
    guard type == "application/x-www-form-urlencoded" else { return nil }
    let buffer = try await request.body.whole(upTo: mostBytes)
    return try? FormValues(String(buffer: buffer))
  }

  /// A parameter; one without a value counts as absent.
  ///
  /// - Source: RFC 6749 §3.1.
  subscript(_ name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

  /// Writes parameters in the form of an address, in their order; those without a value are left
  /// out.
  static func text(_ parameters: [(name: String, value: String?)]) throws -> String {
    try parameters.compactMap { name, value in
      try value.map { try URLEncodedFormEncoder().encode([name: $0]) }
    }.joined(separator: "&")
  }
}
