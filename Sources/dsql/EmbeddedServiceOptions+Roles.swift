import DSQLService
import Foundation

extension EmbeddedServiceOptions {
  /// Takes over the roles of a role file.
  ///
  /// - Parameter path: The file.
  /// - Throws: `EmbeddedServiceError` where it cannot be read, or is no role file.
  mutating func readRoles(_ path: String) throws(EmbeddedServiceError) {
    guard let file = FileManager.default.contents(atPath: path) else {
      throw .badRoles("the file \(path) cannot be read")
    }
    roles.merge(try RoleBook(file: file))
  }
}
