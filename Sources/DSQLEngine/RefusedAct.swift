import DSQLAPI
import DSQLSession
import Foundation

/// What the service did not let the user do, by the call that it refused with 403.
///
/// - Source: `identity.md` §9.7 (A32, A33), `data-service-api.md` §3.1 for the paths.
struct RefusedAct {
  private let path: [String]
  private let body: String

  init(_ error: ServiceError) {
    let bare = error.path.prefix { $0 != "?" }
    path = bare.split(separator: "/").map { $0.removingPercentEncoding ?? String($0) }
    body = error.body ?? ""
  }

  /// The fault: a missing role, or an address that names no tenant of the user.
  func fault(who: String, connection: ConnectionInfo) -> LoginFault {
    if isPage {
      return .wrongPlace(organization: connection.organization, tenant: connection.tenant)
    }
    let isSchema = path.first == "Entity" && act.hasPrefix("read")
    let place = " of tenant \"\(connection.tenant)\" in organization \"\(connection.organization)\""
    return .roleMissing(act: isSchema ? act + place : act, who: who)
  }

  /// Whether a page for people came instead of the Data Service's own words, as from a gateway that
  /// knows no such tenant.
  private var isPage: Bool {
    body.drop { $0.isWhitespace }.prefix(1) == "<"
  }

  /// For a message: `read entity Invoice`.
  private var act: String {
    switch path.first {
    case "EntityService", "Attachment": "\(verb) \(subject)"
    case "Entity":
      switch path.count {
      case 1: "read the schema"
      case 2 where path[1] == "choiceset": "read the schema"
      default: path.last == "metadata" ? "read the schema" : "change the schema"
      }
    case nil, .some: "do this"
    }
  }

  private var subject: String {
    guard path.count > 1 else { return "records" }
    return path[1] == "entity" ? "this entity" : "entity \(path[1])"
  }

  private var verb: String {
    let last = path.first {
      [
        "insert", "insert-batch", "bulk-upload", "update", "update-batch", "delete",
        "delete-batch", "choiceset",
      ].contains($0)
    }
    return switch last {
    case "insert", "insert-batch", "bulk-upload": "add records to"
    case "update", "update-batch": "change records of"
    case "delete", "delete-batch": "delete records of"
    case "choiceset": "change the choices of"
    default: path.first == "Attachment" ? "use the files of" : "read"
    }
  }
}
