import DSQLAPI
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// Reads what routes need of a request, and refuses what is malformed.
struct RequestReader {
  let request: Request
  let context: ServiceContext

  /// Bodies above this are refused with 413; a batch of 1,000 records fits.
  static let mostBytes = 64 << 20

  /// The folder that the headers name; the all-zero folder is the tenant.
  ///
  /// - Source: `data-service-api.md` §2.7.
  var folderKey: String? { FolderHeader.key(in: request.headers) }

  /// The folder that records are looked for in.
  var folder: String { folderKey ?? EntityAddress.tenantFolder }

  func body() async throws -> Data {
    let buffer = try await request.body.whole(upTo: Self.mostBytes)
    return Data(buffer.readableBytesView)
  }

  /// The JSON body as a value.
  func body<Body: Decodable>(_ type: Body.Type) async throws -> Body {
    try JSONDecoder().decode(type, from: try await body())
  }

  /// The JSON body, or nil where there is none.
  func optionalBody<Body: Decodable>(_ type: Body.Type) async throws -> Body? {
    let data = try await body()
    return data.isEmpty ? nil : try JSONDecoder().decode(type, from: data)
  }

  /// A part of the path; names and ids here are letters, digits and hyphens, so none is escaped.
  func parameter(_ name: String) throws(RequestFailure) -> String {
    guard let value = context.parameters.get(name) else { throw .routeNotFound }
    return value
  }

  /// A whole number of the query string; nil where it is absent.
  ///
  /// - Source: `data-service-api.md` §3.2 for the text of an empty one.
  func integer(_ name: String) throws(RequestFailure) -> Int? {
    guard let value = request.uri.queryParameters.get(name) else { return nil }
    guard !value.isEmpty else { throw .invalid("The value '' is invalid.") }
    guard let number = Int(value) else {
      throw .invalid("The value '\(value)' is not valid for \(name).")
    }
    return number
  }

  /// A yes or no of the query string, no where it is absent.
  func flag(_ name: String) throws(RequestFailure) -> Bool {
    guard let value = request.uri.queryParameters.get(name) else { return false }
    switch value.lowercased() {
    case "true": return true
    case "false": return false
    default: throw .invalid("The value '\(value)' is invalid.")
    }
  }

  /// The expansion level: 2 by name and 0 by id where the request says nothing.
  ///
  /// - Source: `data-service-api.md` §3.8.
  func expansionLevel(_ form: RouteForm) throws(RequestFailure) -> Int {
    guard let level = try integer("expansionLevel") else {
      return form == .name ? 2 : 0
    }
    guard (0...3).contains(level) else {
      throw .invalid("The value '\(level)' is not valid for expansionLevel: it must be 0 to 3.")
    }
    return level
  }
}

/// How a path names the entity.
enum RouteForm: Sendable {
  case name
  case id
}
